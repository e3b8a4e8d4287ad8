'use strict';

// Cases of aws_apigatewayv2_integrations; their Lua twins are in
// spec/aws_cdk/aws_apigatewayv2_integrations/aws_apigatewayv2_integrations_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };

const functionIn = (lib, stack, id) => {
  const lambda = lib('aws-lambda');
  return new lambda.Function(stack, id, {
    code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.PYTHON_3_12,
  });
};

module.exports = {
  functions: (app, cdk, lib) => {
    const apigw = lib('aws-apigatewayv2'), integrations = lib('aws-apigatewayv2-integrations'), lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const { HttpLambdaIntegration, WebSocketLambdaIntegration } = integrations;
    const { HttpMethod } = apigw;
    const fn = functionIn(lib, stack, 'F');
    const api = new apigw.HttpApi(stack, 'Api', { defaultIntegration: new HttpLambdaIntegration('Fallback', fn) });
    const shared = new HttpLambdaIntegration('Shared', fn);
    api.addRoutes({ path: '/a', methods: [HttpMethod.GET, HttpMethod.POST], integration: shared });
    api.addRoutes({ path: '/a/{id}', integration: shared });
    api.addRoutes({
      path: '/full', integration: new HttpLambdaIntegration('Full', fn, {
        payloadFormatVersion: apigw.PayloadFormatVersion.VERSION_1_0, timeout: cdk.Duration.seconds(5),
        parameterMapping: new apigw.ParameterMapping().removeHeader('x'), scopePermissionToRoute: true,
      }),
    });
    const wide = { scopePermissionToRoute: false };
    const once = new apigw.HttpApi(stack, 'Once');
    once.addRoutes({ path: '/a', methods: [HttpMethod.GET, HttpMethod.PUT], integration: new HttpLambdaIntegration('A', fn, wide) });
    once.addRoutes({ path: '/b', integration: new HttpLambdaIntegration('B', fn, wide) });
    once.addRoutes({ path: '/c', integration: new HttpLambdaIntegration('C', functionIn(lib, stack, 'G'), wide) });
    new apigw.HttpApi(stack, 'Twice').addRoutes({ path: '/', integration: new HttpLambdaIntegration('D', fn, wide) });
    const imported = lambda.Function.fromFunctionArn(stack, 'Imported', 'arn:aws:lambda:us-east-1:444455556666:function:f');
    once.addRoutes({ path: '/imported', methods: [HttpMethod.GET, HttpMethod.PUT], integration: new HttpLambdaIntegration('E', imported, wide) });
    const other = new cdk.Stack(app, 'Other', { env: ENV });
    new apigw.HttpApi(other, 'Api').addRoutes({ path: '/', integration: new HttpLambdaIntegration('F', fn) });
    const webSocket = new apigw.WebSocketApi(stack, 'WebSocket', {
      connectRouteOptions: { integration: new WebSocketLambdaIntegration('Connect', fn) },
    });
    webSocket.addRoute('send', {
      integration: new WebSocketLambdaIntegration('Send', fn, {
        timeout: cdk.Duration.seconds(10), contentHandling: apigw.ContentHandling.CONVERT_TO_BINARY,
      }),
    });
  },

  private_services: (app, cdk, lib) => {
    const apigw = lib('aws-apigatewayv2'), integrations = lib('aws-apigatewayv2-integrations');
    const ec2 = lib('aws-ec2'), elbv2 = lib('aws-elasticloadbalancingv2');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
    const application = new elbv2.ApplicationLoadBalancer(stack, 'Application', { vpc })
      .addListener('L', { port: 80, defaultAction: elbv2.ListenerAction.fixedResponse(200) });
    const network = new elbv2.NetworkLoadBalancer(stack, 'Network', { vpc })
      .addListener('L', { port: 80, defaultTargetGroups: [new elbv2.NetworkTargetGroup(stack, 'T', { vpc, port: 80 })] });
    const api = new apigw.HttpApi(stack, 'Api');
    const route = (path, integration) => api.addRoutes({ path, integration });
    route('/a', new integrations.HttpAlbIntegration('A', application));
    route('/n', new integrations.HttpNlbIntegration('N', network));
    const vpcLink = new apigw.VpcLink(stack, 'Link', { vpc });
    const full = {
      method: apigw.HttpMethod.PATCH, secureServerName: 's', timeout: cdk.Duration.seconds(3), vpcLink,
      parameterMapping: new apigw.ParameterMapping().overwritePath(apigw.MappingValue.custom('/x')),
    };
    route('/af', new integrations.HttpAlbIntegration('Af', application, full));
    route('/nf', new integrations.HttpNlbIntegration('Nf', network, full));
    const importedLink = apigw.VpcLink.fromVpcLinkAttributes(stack, 'ImportedLink', { vpcLinkId: 'l', vpc });
    route('/ai', new integrations.HttpAlbIntegration('Ai', elbv2.ApplicationListener.fromApplicationListenerAttributes(stack, 'Ail', {
      listenerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/a/1/2',
      securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'Sg', 'sg-1'),
    }), { vpcLink: importedLink }));
    const service = new (lib('aws-servicediscovery').CfnService)(stack, 'Service', { name: 's' });
    route('/s', new integrations.HttpServiceDiscoveryIntegration('S', service, { vpcLink }));
    route('/sf', new integrations.HttpServiceDiscoveryIntegration('Sf', service, full));
  },

  aws_services: (app, cdk, lib) => {
    const apigw = lib('aws-apigatewayv2'), integrations = lib('aws-apigatewayv2-integrations');
    const events = lib('aws-events'), iam = lib('aws-iam'), sqs = lib('aws-sqs');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const { HttpIntegrationSubtype, ParameterMapping, MappingValue } = apigw;
    const api = new apigw.HttpApi(stack, 'Api');
    const route = (path, integration) => api.addRoutes({ path, integration });
    const queue = new sqs.Queue(stack, 'Queue');
    route('/q', new integrations.HttpSqsIntegration('Q', { queue }));
    for (const kind of ['SEND_MESSAGE', 'RECEIVE_MESSAGE', 'DELETE_MESSAGE', 'PURGE_QUEUE']) {
      route(`/${kind}`, new integrations.HttpSqsIntegration(kind, { queue, subtype: HttpIntegrationSubtype[`SQS_${kind}`] }));
    }
    route('/own', new integrations.HttpSqsIntegration('Own', { queue, parameterMapping: new ParameterMapping().custom('QueueUrl', 'u') }));
    const eventBusRef = new events.EventBus(stack, 'Bus').eventBusRef;
    route('/e', new integrations.HttpEventBridgeIntegration('E', { eventBusRef }));
    route('/ef', new integrations.HttpEventBridgeIntegration('Ef', {
      eventBusRef, subtype: HttpIntegrationSubtype.EVENTBRIDGE_PUT_EVENTS,
      parameterMapping: new ParameterMapping().custom('Detail', '$request.body'),
    }));
    route('/eb', new integrations.HttpEventBridgeIntegration('Eb', {
      eventBusRef, parameterMapping: ParameterMapping.fromObject({ EventBusName: MappingValue.custom('b'), Detail: MappingValue.custom('d') }),
    }));
    route('/u', new integrations.HttpUrlIntegration('U', 'https://example.com/{proxy}', {
      method: apigw.HttpMethod.GET, timeout: cdk.Duration.seconds(2), parameterMapping: new ParameterMapping().removeQueryString('q'),
    }));
    const webSocket = new apigw.WebSocketApi(stack, 'WebSocket');
    webSocket.addRoute('aws', {
      integration: new integrations.WebSocketAwsIntegration('Aws', {
        integrationUri: 'arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem', integrationMethod: 'POST',
        contentHandling: apigw.ContentHandling.CONVERT_TO_TEXT, passthroughBehavior: apigw.PassthroughBehavior.WHEN_NO_MATCH,
        credentialsRole: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/r'),
        requestParameters: { 'integration.request.header.b': "'1'" }, requestTemplates: { 'application/json': '{ "b": 1, "a": 2 }' },
        templateSelectionExpression: '\\$default', timeout: cdk.Duration.seconds(4),
      }),
    });
    webSocket.addRoute('mock', {
      integration: new integrations.WebSocketMockIntegration('Mock', {
        requestTemplates: { default: '{ "statusCode": 200 }' }, templateSelectionExpression: 'default',
      }),
    });
  },

  state_machines: (app, cdk, lib) => {
    const apigw = lib('aws-apigatewayv2'), integrations = lib('aws-apigatewayv2-integrations'), sfn = lib('aws-stepfunctions');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const { HttpIntegrationSubtype, ParameterMapping } = apigw;
    const api = new apigw.HttpApi(stack, 'Api');
    const machine = (id, stateMachineType) => new sfn.StateMachine(stack, id, {
      stateMachineType, definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, `${id}Pass`)),
    });
    const standard = machine('Standard'), express = machine('Express', sfn.StateMachineType.EXPRESS);
    const route = (id, props) => api.addRoutes({ path: `/${id}`, integration: new integrations.HttpStepFunctionsIntegration(id, props) });
    route('plain', { stateMachine: standard });
    route('start', { stateMachine: express, subtype: HttpIntegrationSubtype.STEPFUNCTIONS_START_EXECUTION });
    route('sync', { stateMachine: express, subtype: HttpIntegrationSubtype.STEPFUNCTIONS_START_SYNC_EXECUTION });
    route('stop', {
      stateMachine: standard, subtype: HttpIntegrationSubtype.STEPFUNCTIONS_STOP_EXECUTION,
      parameterMapping: new ParameterMapping().custom('ExecutionArn', '$request.querystring.executionArn'),
    });
  },
};
