'use strict';

// Cases of aws_apigatewayv2_authorizers; their Lua twins are in
// spec/aws_cdk/aws_apigatewayv2_authorizers/aws_apigatewayv2_authorizers_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };

const functionIn = (lib, stack, id) => {
  const lambda = lib('aws-lambda');
  return new lambda.Function(stack, id, {
    code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.PYTHON_3_12,
  });
};
const router = (lib, api) => (path, authorizer) => api.addRoutes({
  path, authorizer, integration: new (lib('aws-apigatewayv2-integrations').HttpUrlIntegration)('I', 'https://example.com'),
});

module.exports = {
  tokens: (app, cdk, lib) => {
    const apigw = lib('aws-apigatewayv2'), authorizers = lib('aws-apigatewayv2-authorizers');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const route = router(lib, new apigw.HttpApi(stack, 'Api'));
    const jwt = new authorizers.HttpJwtAuthorizer('Jwt', 'https://issuer', { jwtAudience: ['a', 'b'] });
    route('/a', jwt);
    route('/b', jwt);
    new cdk.CfnOutput(stack, 'Jwt', { value: `${jwt.authorizerId} ${jwt.authorizationType}` });
    route('/c', new authorizers.HttpJwtAuthorizer('Full', 'https://issuer', {
      jwtAudience: ['a'], authorizerName: 'full', identitySource: ['$request.header.x', '$request.header.y'],
    }));
    const iam = new authorizers.HttpIamAuthorizer();
    route('/iam', iam);
    new cdk.CfnOutput(stack, 'Iam', { value: iam.authorizationType });
  },

  functions: (app, cdk, lib) => {
    const apigw = lib('aws-apigatewayv2'), authorizers = lib('aws-apigatewayv2-authorizers'), iam = lib('aws-iam');
    const lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const { HttpLambdaResponseType } = authorizers;
    const route = router(lib, new apigw.HttpApi(stack, 'Api'));
    const plain = new authorizers.HttpLambdaAuthorizer('Plain', functionIn(lib, stack, 'PlainFunction'));
    route('/a', plain);
    route('/b', plain);
    new cdk.CfnOutput(stack, 'Plain', { value: `${plain.authorizerId} ${plain.authorizationType}` });
    route('/c', new authorizers.HttpLambdaAuthorizer('Simple', functionIn(lib, stack, 'SimpleFunction'), {
      responseTypes: [HttpLambdaResponseType.IAM, HttpLambdaResponseType.SIMPLE], authorizerName: 'simple',
      identitySource: ['$context.path'], resultsCacheTtl: cdk.Duration.seconds(0),
    }));
    route('/d', new authorizers.HttpLambdaAuthorizer('Role', functionIn(lib, stack, 'RoleFunction'), {
      responseTypes: [HttpLambdaResponseType.IAM], role: iam.Role.fromRoleArn(stack, 'R', 'arn:aws:iam::111122223333:role/r'),
    }));
    route('/e', new authorizers.HttpLambdaAuthorizer('Imported',
      lambda.Function.fromFunctionArn(stack, 'F', 'arn:aws:lambda:eu-west-1:111122223333:function:f')));
  },

  user_pools: (app, cdk, lib) => {
    const apigw = lib('aws-apigatewayv2'), authorizers = lib('aws-apigatewayv2-authorizers'), cognito = lib('aws-cognito');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const pool = new cognito.UserPool(stack, 'Pool');
    const route = router(lib, new apigw.HttpApi(stack, 'Api'));
    const plain = new authorizers.HttpUserPoolAuthorizer('Plain', pool);
    route('/a', plain);
    route('/b', plain);
    new cdk.CfnOutput(stack, 'Plain', { value: `${plain.authorizerId} ${plain.authorizationType}` });
    route('/c', new authorizers.HttpUserPoolAuthorizer('Full', cognito.UserPool.fromUserPoolId(stack, 'Imported', 'us-east-1_p'), {
      userPoolClients: [pool.addClient('Client'), cognito.UserPoolClient.fromUserPoolClientId(stack, 'ImportedClient', 'c')],
      userPoolRegion: 'us-east-1', authorizerName: 'full', identitySource: ['$request.header.x'],
    }));
  },

  web_sockets: (app, cdk, lib) => {
    const apigw = lib('aws-apigatewayv2'), authorizers = lib('aws-apigatewayv2-authorizers');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const api = (id, authorizer) => new apigw.WebSocketApi(stack, id, {
      connectRouteOptions: { authorizer, integration: new (lib('aws-apigatewayv2-integrations').WebSocketMockIntegration)('M') },
    });
    api('Iam', new authorizers.WebSocketIamAuthorizer());
    api('Plain', new authorizers.WebSocketLambdaAuthorizer('Authorizer', functionIn(lib, stack, 'F')));
    api('Full', new authorizers.WebSocketLambdaAuthorizer('Authorizer', functionIn(lib, stack, 'G'), {
      authorizerName: 'full', identitySource: ['route.request.querystring.a'],
    }));
  },
};
