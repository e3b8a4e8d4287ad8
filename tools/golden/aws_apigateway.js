'use strict';

// Cases of aws_apigateway; their Lua twins are in spec/aws_cdk/aws_apigateway/aws_apigateway_spec.lua. Maps are written
// sorted. Deployments hash what there is, so structs that are passed on have their fields in the order that the library's
// documentation shows.
const ENV = { account: '111122223333', region: 'eu-west-1' };
const FLAGS = ['disableCloudWatchRole', 'requestValidatorUniqueId', 'usagePlanKeyOrderInsensitiveId',
  'authorizerChangeDeploymentLogicalId', 'logGroupDestinationArnWithoutWildcard'];

const stackOf = (app, cdk, flags) => {
  const stack = new cdk.Stack(app, 'S', { env: ENV });
  if (flags) for (const name of FLAGS) stack.node.setContext(`@aws-cdk/aws-apigateway:${name}`, true);
  return stack;
};
const functionOf = (lambda, scope, id, more) => new lambda.Function(scope, id, {
  code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.PYTHON_3_13, ...more,
});

const models = (app, cdk, lib, flags) => {
  const api = lib('aws-apigateway');
  const { JsonSchemaType: Type } = api;
  const stack = stackOf(app, cdk, flags);
  const rest = new api.RestApi(stack, 'Api');
  const plain = rest.addModel('Plain', {
    schema: { type: Type.OBJECT, properties: { age: { type: Type.INTEGER, minimum: 1 }, name: { type: Type.STRING } } },
  });
  const full = new api.Model(stack, 'Full', {
    restApi: rest, modelName: 'Full', description: 'all of it', contentType: 'text/plain',
    schema: {
      schema: api.JsonSchemaVersion.DRAFT7, id: 'i', title: 't', description: 'd', type: [Type.OBJECT, Type.NULL],
      default: { ref: 'r', schema: [{ ref: 's' }] },
      properties: {
        list: { type: Type.ARRAY, items: [{ type: Type.STRING }, { ref: '#/definitions/one' }], maxItems: 3, uniqueItems: true },
        ref: { ref: '#/definitions/one' },
        schema: { enum: ['a', 1, { ref: 'x' }] },
      },
      required: [],
      additionalProperties: { type: Type.BOOLEAN },
      allOf: [{ type: Type.OBJECT }, { minProperties: 1 }],
      definitions: { one: { type: Type.STRING, format: 'date', maxLength: 8, pattern: '^a' } },
      dependencies: { list: ['ref'], ref: { not: { type: Type.NULL } } },
      patternProperties: { '^x-': { type: Type.NUMBER, exclusiveMinimum: true, multipleOf: 0.5 } },
    },
  });
  const named = api.Model.fromModelName(stack, 'Named', 'elsewhere');
  const validator = rest.addRequestValidator('Validator', {
    requestValidatorName: 'v', validateRequestBody: true, validateRequestParameters: false,
  });
  const items = rest.root.addResource('items');
  items.addMethod('POST', undefined, {
    operationName: 'Put', requestModels: { 'application/json': plain, 'text/plain': named }, requestValidator: validator,
    requestParameters: { 'method.request.header.a': true, 'method.request.querystring.b': false },
    methodResponses: [
      { statusCode: '200', responseModels: { 'application/json': full, 'text/plain': api.Model.EMPTY_MODEL },
        responseParameters: { 'method.response.header.x': true } },
      { statusCode: '400', responseModels: { 'application/json': api.Model.ERROR_MODEL } },
    ],
  }).addMethodResponse({ statusCode: '500' });
  items.addMethod('PUT', undefined, {
    requestValidator: api.RequestValidator.fromRequestValidatorId(stack, 'OtherValidator', 'rv'),
  });
  items.addMethod('PATCH', undefined, { requestValidatorOptions: { validateRequestParameters: true } });
  if (flags) items.addMethod('DELETE', undefined, { requestValidatorOptions: { requestValidatorName: 'second' } });
  rest.addGatewayResponse('Denied', {
    type: api.ResponseType.ACCESS_DENIED, statusCode: '418', responseHeaders: { a: "'x'", b: "'y'" },
    templates: { 'application/json': '{}' },
  });
  new api.GatewayResponse(stack, 'Own', { restApi: rest, type: api.ResponseType.of('quota_exceeded') });
  const known = api.GatewayResponse.fromGatewayResponseId(stack, 'Known', 'gr');
  new cdk.CfnOutput(stack, 'KnownId', { value: known.gatewayResponseRef.gatewayResponseId });
  new cdk.CfnOutput(stack, 'ModelId', { value: full.modelId });
};

const authorizers = (app, cdk, lib, flags) => {
  const api = lib('aws-apigateway'), iam = lib('aws-iam'), lambda = lib('aws-lambda'), userPools = lib('aws-cognito');
  const stack = stackOf(app, cdk, flags);
  const rest = new api.RestApi(stack, 'Api');
  const fn = functionOf(lambda, stack, 'Fn'), named = functionOf(lambda, stack, 'NamedFn', { functionName: 'named' });
  const far = lambda.Function.fromFunctionArn(stack, 'Far', 'arn:aws:lambda:us-east-1:111122223333:function:far');
  const token = new api.TokenAuthorizer(stack, 'Token', { handler: fn });
  const full = new api.TokenAuthorizer(stack, 'TokenFull', {
    handler: named, authorizerName: 'full', identitySource: api.IdentitySource.header('X-Token'), validationRegex: '^a',
    resultsCacheTtl: cdk.Duration.minutes(1),
    assumeRole: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') }),
  });
  const request = new api.RequestAuthorizer(stack, 'Request', {
    handler: far, assumeRole: iam.Role.fromRoleArn(stack, 'FarRole', 'arn:aws:iam::111122223333:role/far'),
    identitySources: [api.IdentitySource.queryString('q'), api.IdentitySource.stageVariable('v'), api.IdentitySource.context('c')],
  });
  const uncached = new api.RequestAuthorizer(stack, 'Uncached', {
    handler: fn, identitySources: [], resultsCacheTtl: cdk.Duration.seconds(0),
  });
  const pools = [new userPools.UserPool(stack, 'Pool'),
    userPools.UserPool.fromUserPoolArn(stack, 'FarPool', 'arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_p')];
  const cognito = new api.CognitoUserPoolsAuthorizer(stack, 'Cognito', { cognitoUserPools: pools });
  const cognitoFull = new api.CognitoUserPoolsAuthorizer(stack, 'CognitoFull', {
    cognitoUserPools: pools, authorizerName: 'pools', identitySource: 'method.request.header.b', resultsCacheTtl: cdk.Duration.hours(1),
  });
  const root = rest.root;
  [token, full, request, uncached].forEach((authorizer, i) => {
    root.addResource(`r${i}`).addMethod('GET', undefined, { authorizer });
  });
  const users = root.addResource('users', {
    defaultMethodOptions: { authorizer: cognito, authorizationScopes: ['read'], apiKeyRequired: true, operationName: 'Op' },
  });
  users.addMethod('GET');
  users.addMethod('POST', undefined, { authorizer: cognitoFull, authorizationType: api.AuthorizationType.COGNITO });
  users.addMethod('PUT', undefined, { authorizationType: api.AuthorizationType.NONE, apiKeyRequired: false });
  const plain = root.addResource('plain');
  plain.addMethod('GET', undefined, { authorizationType: api.AuthorizationType.IAM });
  plain.addMethod('PUT', undefined, { authorizer: { authorizerId: 'known', authorizationType: api.AuthorizationType.CUSTOM } });
  const user = new iam.User(stack, 'User');
  plain.addMethod('DELETE', undefined, { authorizationType: api.AuthorizationType.IAM }).grantExecute(user);
  new cdk.CfnOutput(stack, 'Arn', { value: token.authorizerArn });
  new cdk.CfnOutput(stack, 'PoolArn', { value: cognito.authorizerArn });
};

const plans = (app, cdk, lib, flags) => {
  const api = lib('aws-apigateway'), iam = lib('aws-iam'), lambda = lib('aws-lambda');
  const stack = stackOf(app, cdk, flags);
  const rest = new api.RestApi(stack, 'Api', { apiKeySourceType: api.ApiKeySourceType.HEADER });
  const get = rest.root.addMethod('GET', undefined, { apiKeyRequired: true });
  const put = rest.root.addResource('x').addMethod('PUT');
  const key = rest.addApiKey('Key'), other = rest.deploymentStage.addApiKey('Other', { apiKeyName: 'other', value: 'v'.repeat(20) });
  const imported = api.ApiKey.fromApiKeyId(stack, 'Imported', 'k');
  const full = new api.ApiKey(stack, 'Full', {
    customerId: 'c', description: 'd', enabled: false, generateDistinctId: true, stages: [rest.deploymentStage],
  });
  const plan = rest.addUsagePlan('Plan', {
    name: 'Easy', description: 'd', quota: { limit: 1000, offset: 2, period: api.Period.MONTH }, throttle: { burstLimit: 2, rateLimit: 10.5 },
    apiStages: [{ stage: rest.deploymentStage, throttle: [{ method: get, throttle: { burstLimit: 1, rateLimit: 1 } }] }],
  });
  plan.addApiKey(key);
  plan.addApiKey(other);
  plan.addApiKey(imported, { overrideLogicalId: 'ImportedPlanKey' });
  const empty = new api.UsagePlan(stack, 'Empty');
  empty.addApiStage({ api: rest, stage: rest.deploymentStage, throttle: [{ method: put, throttle: { rateLimit: 3 } }] });
  empty.addApiStage({ stage: rest.deploymentStage });
  new api.UsagePlan(stack, 'Nothing', { quota: { limit: 0, period: api.Period.DAY } });
  api.UsagePlan.fromUsagePlanId(stack, 'Known', 'up').addApiKey(full);
  const limited = new api.RateLimitedApiKey(stack, 'Limited', {
    apiKeyName: 'limited', customerId: 'c', stages: [rest.deploymentStage], apiStages: [{ stage: rest.deploymentStage }],
    quota: { limit: 5, period: api.Period.WEEK }, throttle: { burstLimit: 2 },
  });
  const unlimited = new api.RateLimitedApiKey(stack, 'Unlimited');
  const user = new iam.User(stack, 'User'), fn = functionOf(lambda, stack, 'Fn');
  key.grantRead(user);
  imported.grantWrite(user);
  limited.grantReadWrite(fn);
  unlimited.grants.read(fn);
  api.ApiKeyGrants.fromApiKey(new api.CfnApiKey(stack, 'L1')).actions(user, ['apigateway:GET']);
  new cdk.CfnOutput(stack, 'Id', { value: limited.keyId });
  new cdk.CfnOutput(stack, 'Arn', { value: imported.keyArn });
};

const stages = (app, cdk, lib, flags) => {
  const api = lib('aws-apigateway'), firehose = lib('aws-kinesisfirehose'), logs = lib('aws-logs');
  const stack = stackOf(app, cdk, flags);
  const group = new logs.LogGroup(stack, 'Logs');
  const standard = api.AccessLogFormat.jsonWithStandardFields();
  const rest = new api.RestApi(stack, 'Api', {
    restApiName: 'named', description: 'd', failOnWarnings: true, binaryMediaTypes: ['image/png'], retainDeployments: true,
    minCompressionSize: cdk.Size.kibibytes(1), endpointExportName: 'Url', parameters: { a: 'b' }, disableExecuteApiEndpoint: true,
    endpointTypes: [api.EndpointType.EDGE], cloudWatchRole: true, cloudWatchRoleRemovalPolicy: cdk.RemovalPolicy.DESTROY,
    deployOptions: {
      stageName: 'beta', description: 'the stage', accessLogDestination: new api.LogGroupLogDestination(group), accessLogFormat: standard,
      cacheClusterSize: '1.6', cacheDataEncrypted: true, cacheTtl: cdk.Duration.minutes(2), cachingEnabled: true, clientCertificateId: 'cc',
      dataTraceEnabled: true, documentationVersion: '1', loggingLevel: api.MethodLoggingLevel.INFO, metricsEnabled: true,
      throttlingBurstLimit: 12, throttlingRateLimit: 23.5, tracingEnabled: true, variables: { one: '1', two: '2' },
      methodOptions: {
        '/*/GET': { loggingLevel: api.MethodLoggingLevel.OFF }, '//PUT': { metricsEnabled: false },
        '/a/b/*': { cachingEnabled: true }, '/a/{b}/post': { throttlingRateLimit: 1 },
      },
    },
  });
  rest.root.addMethod('GET');
  const own = new api.RestApi(stack, 'Own', { deploy: false, cloudWatchRole: false });
  const method = own.root.addResource('a').addMethod('GET');
  const deployment = new api.Deployment(stack, 'Deployment', { api: own, description: 'first', stageName: 'inner' });
  deployment.addToLogicalId({ some: 'data', token: method.methodId });
  const bucket = 'arn:aws:s3:::b', role = 'arn:aws:iam::111122223333:role/r';
  const stream = new firehose.CfnDeliveryStream(stack, 'Stream', {
    deliveryStreamName: 'amazon-apigateway-x', s3DestinationConfiguration: { bucketArn: bucket, roleArn: role },
  });
  const stage = new api.Stage(stack, 'Stage', {
    deployment, stageName: 'dev', accessLogDestination: new api.FirehoseLogDestination(stream), cacheClusterEnabled: true,
    accessLogFormat: api.AccessLogFormat.custom(`${api.AccessLogField.contextRequestId()} ${api.AccessLogField.contextAuthorizer('x')}`),
  });
  own.deploymentStage = stage;
  new api.Stage(stack, 'Plain', { deployment, accessLogDestination: new api.LogGroupLogDestination(group) });
  const some = api.AccessLogFormat.jsonWithStandardFields({
    caller: false, httpMethod: true, ip: false, protocol: false, requestTime: true, resourcePath: false, responseLength: false,
    status: true, user: false,
  });
  new api.Stage(stack, 'Some', {
    deployment, stageName: 's', accessLogFormat: some,
    accessLogDestination: new api.LogGroupLogDestination(logs.LogGroup.fromLogGroupName(stack, 'Known', 'g')),
  });
  const imported = api.Stage.fromStageAttributes(stack, 'Imported', { restApi: own, stageName: 'there' });
  const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
  out('Url', rest.url);
  out('Path', rest.urlForPath('/a/b'));
  out('StageUrl', imported.urlForPath('/x'));
  out('StageArn', stage.stageArn);
  out('MethodArn', method.methodArn);
  out('TestArn', method.testMethodArn);
  out('Arn', rest.arnForExecuteApi('any', '/a', 's'));
  out('AllArn', own.arnForExecuteApi());
  imported.addApiKey('Key');
};

module.exports = {
  resources: (app, cdk, lib) => {
    const api = lib('aws-apigateway');
    const stack = new cdk.Stack(app, 'S');
    const rest = new api.RestApi(stack, 'Api', {
      defaultCorsPreflightOptions: { allowOrigins: api.Cors.ALL_ORIGINS, allowMethods: api.Cors.ALL_METHODS },
      defaultMethodOptions: { apiKeyRequired: true, operationName: 'All' },
      defaultIntegration: new api.HttpIntegration('https://example.com'),
    });
    rest.root.addMethod('any');
    const books = rest.root.addResource('books');
    books.addMethod('GET');
    const book = books.addResource('{book_id}', { defaultMethodOptions: { operationName: 'Book' } });
    book.addMethod('GET');
    book.addProxy();
    rest.root.resourceForPath('/books/x/y').addMethod('DELETE', new api.MockIntegration());
    rest.root.resourceForPath('books/').addMethod('POST');
    new cdk.CfnOutput(stack, 'Same', { value: books.getResource('x').getResource('y').resourceId });
    new cdk.CfnOutput(stack, 'Path', { value: book.path });

    const cors = new api.RestApi(stack, 'Cors', { cloudWatchRole: false });
    cors.root.addCorsPreflight({
      allowOrigins: ['https://a.com', 'https://b.com', 'https://c.com'], allowHeaders: ['X-One', 'X-Two'], allowMethods: ['GET', 'PUT'],
      allowCredentials: true, maxAge: cdk.Duration.minutes(60), exposeHeaders: ['X-Out'], statusCode: 200,
    });
    cors.root.addResource('any', { defaultCorsPreflightOptions: { allowOrigins: ['https://a.com'], allowMethods: ['ANY'], disableCache: true } })
      .addResource('below');
    const text = cdk.Fn.importValue('text');
    cors.root.addResource('later').addCorsPreflight({
      allowOrigins: [text, `https://${text}`], allowHeaders: [text, 'X'], allowMethods: [text], exposeHeaders: ['X', text],
      statusCode: cdk.Token.asNumber(cdk.Fn.importValue('status')),
    });
    new api.RestApi(stack, 'NoEndpoints', { endpointConfiguration: { types: [], vpcEndpoints: [] } }).root.addMethod('GET');

    const proxy = new api.RestApi(stack, 'Proxy', { cloudWatchRole: false });
    const all = proxy.root.addProxy({ anyMethod: false, defaultIntegration: new api.MockIntegration() });
    all.addMethod('GET');
    proxy.root.addMethod('PUT');
    all.addMethod('PUT');
    new cdk.CfnOutput(stack, 'KnownMethod', {
      value: api.Resource.fromResourceAttributes(stack, 'Known', { path: '/p', resourceId: 'r', restApi: proxy })
        .addMethod('POST').methodId,
    });
  },

  integrations: (app, cdk, lib) => {
    const api = lib('aws-apigateway'), ec2 = lib('aws-ec2'), elb = lib('aws-elasticloadbalancingv2'), iam = lib('aws-iam'),
      lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const rest = new api.RestApi(stack, 'Api', { cloudWatchRole: false });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
    let n = 0;
    const add = (integration, options) => rest.root.addResource(`r${n++}`).addMethod('GET', integration, options);
    add(new api.MockIntegration({
      cacheKeyParameters: ['method.request.path.a'], cacheNamespace: 'n', contentHandling: api.ContentHandling.CONVERT_TO_TEXT,
      credentialsPassthrough: true, passthroughBehavior: api.PassthroughBehavior.NEVER, timeout: cdk.Duration.seconds(3),
      requestParameters: { 'integration.request.header.a': "'x'" }, requestTemplates: { 'application/json': '{}' },
      integrationResponses: [
        { statusCode: '200', responseTemplates: { 'application/json': '{}' },
          responseParameters: { 'method.response.header.a': "'1'", 'method.response.header.b': "'2'" } },
        { selectionPattern: '4\\d\\d', statusCode: '400', contentHandling: api.ContentHandling.CONVERT_TO_BINARY },
      ],
    }));
    add(new api.HttpIntegration('https://example.com', { httpMethod: 'POST', proxy: false, options: { credentialsRole: role } }));
    add(new api.HttpIntegration('https://example.com', { options: { responseTransferMode: api.ResponseTransferMode.STREAM } }));
    add(new api.AwsIntegration({
      service: 'sqs', action: 'SendMessage', actionParameters: { A: 'b c&d', 'e f': "(g)'!*~\u00e4" }, options: { credentialsRole: role },
    }));
    add(new api.AwsIntegration({ service: 's3', subdomain: 'b', path: 'x/y', region: 'us-east-1', proxy: true, integrationHttpMethod: 'GET' }));
    add(new api.Integration({ type: api.IntegrationType.HTTP, integrationHttpMethod: 'ANY', uri: 'http://x', options: { cacheKeyParameters: [] } }));

    const fn = functionOf(lambda, stack, 'Fn'), named = functionOf(lambda, stack, 'NamedFn', { functionName: 'named' });
    add(new api.LambdaIntegration(fn));
    add(new api.LambdaIntegration(named, { proxy: false, allowTestInvoke: false }));
    add(new api.LambdaIntegration(named.addAlias('live'), { responseTransferMode: api.ResponseTransferMode.STREAM }));
    add(new api.LambdaIntegration(lambda.Function.fromFunctionName(stack, 'Known', 'known')));
    const shared = new api.LambdaIntegration(fn, { scopePermissionToMethod: false });
    add(shared);
    add(shared);
    add(new api.LambdaIntegration(named, { scopePermissionToMethod: false, allowTestInvoke: false }));

    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 0 });
    const [one, two] = ['One', 'Two'].map((id) => new elb.NetworkLoadBalancer(stack, id, { vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } }));
    const link = new api.VpcLink(stack, 'Link', { targets: [one] });
    add(new api.Integration({
      type: api.IntegrationType.HTTP_PROXY, integrationHttpMethod: 'ANY',
      options: { connectionType: api.ConnectionType.VPC_LINK, vpcLink: link },
    }));
    const wide = new api.VpcLink(stack, 'Wide', { vpcLinkName: 'wide', description: 'd' });
    wide.addTargets(one, two);
    add(new api.Integration({
      type: api.IntegrationType.HTTP_PROXY, integrationHttpMethod: 'GET', uri: 'http://y', options: { vpcLink: wide },
    }));
    const known = api.VpcLink.fromVpcLinkId(stack, 'KnownLink', 'l');
    add(new api.HttpIntegration('http://z', { options: { vpcLink: known, connectionType: api.ConnectionType.VPC_LINK } }));
    new cdk.CfnOutput(stack, 'LinkId', { value: known.vpcLinkRef.vpcLinkId });

    const endpoint = {
      endpointName: 'e',
      grantInvoke: (grantee) => iam.Grant.addToPrincipal({ grantee, actions: ['sagemaker:InvokeEndpoint'], resourceArns: ['*'] }),
    };
    add(new api.SagemakerIntegration(endpoint));
    add(new api.SagemakerIntegration(endpoint, { credentialsRole: role, requestTemplates: { 'application/json': '{}' } }));
  },

  models: (app, cdk, lib) => models(app, cdk, lib, false),
  models_with_flags: (app, cdk, lib) => models(app, cdk, lib, true),
  authorizers: (app, cdk, lib) => authorizers(app, cdk, lib, false),
  authorizers_with_flags: (app, cdk, lib) => authorizers(app, cdk, lib, true),
  plans: (app, cdk, lib) => plans(app, cdk, lib, false),
  plans_with_flags: (app, cdk, lib) => plans(app, cdk, lib, true),
  stages: (app, cdk, lib) => stages(app, cdk, lib, false),
  stages_with_flags: (app, cdk, lib) => stages(app, cdk, lib, true),

  domains: (app, cdk, lib) => {
    const api = lib('aws-apigateway'), acm = lib('aws-certificatemanager'), route53 = lib('aws-route53'), s3 = lib('aws-s3'),
      targets = lib('aws-route53-targets');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const certificate = new acm.CfnCertificate(stack, 'Certificate', { domainName: 'example.com' });
    const rest = new api.RestApi(stack, 'Api', {
      cloudWatchRole: false, domainName: { domainName: 'api.example.com', certificate, securityPolicy: api.SecurityPolicy.TLS_1_2 },
    });
    rest.root.addMethod('GET');
    const deep = rest.addDomainName('Deep', { domainName: 'deep.example.com', certificate, basePath: 'a/b' });
    const edge = new api.DomainName(stack, 'Edge', {
      domainName: 'edge.example.com', certificate, endpointType: api.EndpointType.EDGE,
      securityPolicy: api.SecurityPolicy.TLS13_2025_EDGE, endpointAccessMode: api.EndpointAccessMode.STRICT,
    });
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket');
    const mutual = new api.DomainName(stack, 'Mutual', {
      domainName: 'mutual.example.com', certificate, mapping: rest, basePath: 'x', mtls: { bucket, key: 'k.pem', version: '1' },
    });
    const other = new api.RestApi(stack, 'Other', { cloudWatchRole: false });
    other.root.addMethod('GET');
    mutual.addBasePathMapping(other);
    mutual.addBasePathMapping(other, { basePath: 'y', attachToStage: false });
    mutual.addBasePathMapping(rest, { basePath: 'z', stage: other.deploymentStage });
    mutual.addApiMapping(rest.deploymentStage, { basePath: 'p/q' });
    edge.addBasePathMapping(api.RestApi.fromRestApiId(stack, 'Far', 'far'));
    const known = api.DomainName.fromDomainNameAttributes(stack, 'Known', {
      domainName: 'known.example.com', domainNameAliasHostedZoneId: 'z', domainNameAliasTarget: 't.example.com',
    });
    new api.BasePathMapping(stack, 'OfKnown', { domainName: known, restApi: rest, basePath: "$-_.+!*'()" });
    const zone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'z', zoneName: 'example.com' });
    const record = (id, target) => new route53.ARecord(stack, id, { zone, recordName: id, target: route53.RecordTarget.fromAlias(target) });
    record('api', new targets.ApiGateway(rest));
    record('edge', new targets.ApiGatewayDomain(edge));
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    [rest.domainName, deep, edge, known].forEach((one, i) => {
      out(`Name${i}`, one.domainName);
      out(`Alias${i}`, one.domainNameAliasDomainName);
      out(`Zone${i}`, one.domainNameAliasHostedZoneId);
    });
    out('Arn', known.domainNameRef.domainNameArn);
  },

  definitions: (app, cdk, lib) => {
    const api = lib('aws-apigateway'), iam = lib('aws-iam'), s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    stack.node.setContext('aws:cdk:enable-asset-metadata', true);
    const inline = new api.SpecRestApi(stack, 'Inline', {
      apiDefinition: api.ApiDefinition.fromInline({ openapi: '3.0.2', paths: { '/pets': { get: { responses: { 200: { description: 'x' } } } } } }),
      restApiName: 'inline', mode: api.RestApiMode.MERGE, failOnWarnings: true, parameters: { a: 'b' }, binaryMediaTypes: ['a/b'],
      minCompressionSize: cdk.Size.bytes(7), disableExecuteApiEndpoint: true,
    });
    inline.root.addResource('more').addMethod('GET');
    inline.addToResourcePolicy(new iam.PolicyStatement({
      actions: ['execute-api:Invoke'], resources: ['execute-api:/*'], principals: [new iam.AnyPrincipal()],
    }));
    new api.SpecRestApi(stack, 'Asset', {
      apiDefinition: api.ApiDefinition.fromAsset('spec/fixtures/aws_apigateway/definition.yaml', { displayName: 'definition' }),
      cloudWatchRole: false,
    });
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket');
    const stored = new api.SpecRestApi(stack, 'Stored', {
      apiDefinition: api.ApiDefinition.fromBucket(bucket, 'k.yaml', '2'), deploy: false,
      policy: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({
        actions: ['execute-api:Invoke'], resources: ['*'], principals: [new iam.AccountPrincipal('444455556666')],
      })] }),
    });
    new cdk.CfnOutput(stack, 'Root', { value: stored.restApiRootResourceId });
  },

  policies: (app, cdk, lib) => {
    const api = lib('aws-apigateway'), ec2 = lib('aws-ec2'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 0 });
    const [one, two] = ['One', 'Two'].map((id) => vpc.addInterfaceEndpoint(id, {
      service: ec2.InterfaceVpcEndpointAwsService.APIGATEWAY, subnets: { subnetType: ec2.SubnetType.PUBLIC },
    }));
    const rest = new api.RestApi(stack, 'Api', {
      cloudWatchRole: false, endpointConfiguration: {
        types: [api.EndpointType.PRIVATE], vpcEndpoints: [one, two], ipAddressType: api.IpAddressType.DUAL_STACK,
      },
    });
    rest.root.addMethod('GET');
    rest.grantInvokeFromVpcEndpointsOnly([one]);
    rest.grantInvokeFromVpcEndpointsOnly([two, one]);
    const result = rest.addToResourcePolicy(new iam.PolicyStatement({
      actions: ['execute-api:Invoke'], resources: ['execute-api:/prod/*'], principals: [new iam.AccountPrincipal('444455556666')],
    }));
    new cdk.CfnOutput(stack, 'Added', { value: String(result.statementAdded) });
    const imported = api.RestApi.fromRestApiId(stack, 'Imported', 'i');
    new cdk.CfnOutput(stack, 'NotAdded', { value: String(imported.addToResourcePolicy(new iam.PolicyStatement()).statementAdded) });
  },

  metrics: (app, cdk, lib) => {
    const api = lib('aws-apigateway'), cloudwatch = lib('aws-cloudwatch');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const rest = new api.RestApi(stack, 'Api', { cloudWatchRole: false, restApiName: 'named' });
    const method = rest.root.addResource('a').addResource('{b}').addMethod('GET');
    const imported = api.RestApi.fromRestApiAttributes(stack, 'Imported', { restApiId: 'i', rootResourceId: 'r', restApiName: 'n' });
    let n = 0;
    const alarm = (metric) => new cloudwatch.Alarm(stack, `Alarm${n++}`, { metric, threshold: 1, evaluationPeriods: 1 });
    for (const name of ['CacheHitCount', 'CacheMissCount', 'ClientError', 'Count', 'IntegrationLatency', 'Latency', 'ServerError']) {
      alarm(rest[`metric${name}`]());
      alarm(imported[`metric${name}`]({ period: cdk.Duration.minutes(1) }));
      alarm(rest.deploymentStage[`metric${name}`]({ statistic: 'max' }));
      alarm(method[`metric${name}`](rest.deploymentStage));
      alarm(method[`metric${name}`](rest.deploymentStage, { statistic: 'min' }));
    }
    alarm(rest.metric('X'));
    alarm(rest.deploymentStage.metric('X', { statistic: 'p90' }));
    alarm(method.metric('X', rest.deploymentStage, { label: 'l' }));
  },

  imports: (app, cdk, lib) => {
    const api = lib('aws-apigateway'), lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const rest = api.RestApi.fromRestApiAttributes(stack, 'Api', { restApiId: 'i', rootResourceId: 'r' });
    const fn = functionOf(lambda, stack, 'Fn');
    const items = rest.root.addResource('items', { defaultIntegration: new api.LambdaIntegration(fn) });
    const method = items.addMethod('GET');
    const deployment = new api.Deployment(stack, 'Deployment', { api: rest });
    deployment.node.addDependency(method);
    rest.deploymentStage = new api.Stage(stack, 'Stage', { deployment });
    rest.addUsagePlan('Plan', { apiStages: [{ stage: rest.deploymentStage }] });
    rest.addApiKey('Key');
    rest.addGatewayResponse('Denied', { type: api.ResponseType.DEFAULT_4XX });
    const by = api.RestApi.fromRestApiId(stack, 'ById', 'b');
    new api.Model(stack, 'Model', { restApi: by, schema: {} });
    new api.RequestValidator(stack, 'Validator', { restApi: by });
    const stage = api.Stage.fromStageAttributes(stack, 'KnownStage', { restApi: by, stageName: 's' });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    out('Url', rest.url);
    out('Arn', by.arnForExecuteApi('GET', '/a'));
    out('StageUrl', stage.urlForPath());
    out('Ref', by.restApiRef.restApiId);
    out('ResourceRef', items.resourceRef.resourceId);
    new api.RestApi(stack, 'Clone', { cloneFrom: by, cloudWatchRole: false }).root.addMethod('GET');
  },

  lambda_api: (app, cdk, lib) => {
    const api = lib('aws-apigateway'), lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    new api.LambdaRestApi(stack, 'Proxy', { handler: functionOf(lambda, stack, 'Fn') });
    const open = new api.LambdaRestApi(stack, 'Open', {
      handler: functionOf(lambda, stack, 'Other'), proxy: false, cloudWatchRole: false, integrationOptions: { allowTestInvoke: false },
      deployOptions: { variables: { a: 'b' } },
      defaultCorsPreflightOptions: { allowOrigins: api.Cors.ALL_ORIGINS },
    });
    const items = open.root.addResource('items');
    items.addMethod('GET');
    items.addProxy({ defaultMethodOptions: { apiKeyRequired: true } });
  },

  state_machines: (app, cdk, lib) => {
    const api = lib('aws-apigateway'), iam = lib('aws-iam'), sfn = lib('aws-stepfunctions');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const machine = (id, more) => new sfn.StateMachine(stack, id, {
      stateMachineType: sfn.StateMachineType.EXPRESS, definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, `${id}Pass`)), ...more,
    });
    const plain = machine('Plain'), named = machine('Named', { stateMachineName: 'named' });
    const known = sfn.StateMachine.fromStateMachineArn(stack, 'Known', 'arn:aws:states:eu-west-1:111122223333:stateMachine:known');
    const start = api.StepFunctionsIntegration.startExecution;
    const rest = new api.RestApi(stack, 'Api', { cloudWatchRole: false });
    rest.root.addMethod('GET', start(plain));
    rest.root.addMethod('POST', start(named, {
      authorizer: true, headers: true, path: false, querystring: false,
      requestContext: {
        accountId: true, apiId: true, apiKey: true, authorizerPrincipalId: true, caller: true, cognitoAuthenticationProvider: true,
        cognitoAuthenticationType: true, cognitoIdentityId: true, cognitoIdentityPoolId: true, httpMethod: true, stage: true, sourceIp: true,
        user: true, userAgent: true, userArn: true, requestId: true, resourceId: true, resourcePath: true,
      },
    }));
    rest.root.addMethod('PUT', start(known, {
      credentialsRole: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') }),
      integrationResponses: [{ statusCode: '200' }], passthroughBehavior: api.PassthroughBehavior.WHEN_NO_MATCH,
      requestContext: { caller: false, user: true }, useDefaultMethodResponses: false,
    }));
    new api.StepFunctionsRestApi(stack, 'Machine', { stateMachine: named });
    new api.StepFunctionsRestApi(stack, 'Full', {
      stateMachine: plain, cloudWatchRole: false, headers: true, authorizer: true, path: false, querystring: false,
      requestContext: { requestId: true }, role: iam.Role.fromRoleArn(stack, 'FarRole', 'arn:aws:iam::111122223333:role/far'),
      useDefaultMethodResponses: false, deployOptions: { stageName: 'beta' },
    });
  },

  across_stacks: (app, cdk, lib) => {
    const api = lib('aws-apigateway'), lambda = lib('aws-lambda');
    const [one, two, three] = ['One', 'Two', 'Three'].map((id) => new cdk.Stack(app, id, { env: ENV }));
    const rest = new api.RestApi(one, 'Api', { deploy: false, cloudWatchRole: false });
    rest.root.addMethod('ANY');
    const imported = api.RestApi.fromRestApiAttributes(two, 'Api', { restApiId: rest.restApiId, rootResourceId: rest.restApiRootResourceId });
    const fn = functionOf(lambda, two, 'Fn');
    const method = imported.root.addResource('pets').addMethod('GET', new api.LambdaIntegration(fn), {
      methodResponses: [{ statusCode: '200' }],
    });
    const deployment = new api.Deployment(three, 'Deployment', { api: api.RestApi.fromRestApiId(three, 'Api', rest.restApiId) });
    deployment.node.addDependency(method);
    deployment.addToLogicalId({ resource: method.methodId });
    new api.Stage(three, 'Stage', { deployment });
    const user = new api.RestApi(two, 'User', { restApiName: cdk.PhysicalName.GENERATE_IF_NEEDED });
    user.root.addMethod('GET', new api.LambdaIntegration(fn), { authorizer: new api.TokenAuthorizer(two, 'Authorizer', { handler: fn }) });
    new cdk.CfnOutput(three, 'Url', { value: user.url });
    new cdk.CfnOutput(three, 'Model', { value: user.addModel('Model', { schema: {}, modelName: 'Model' }).modelId });
  },

  nested_stacks: (app, cdk, lib) => {
    const api = lib('aws-apigateway'), lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'S');
    stack.node.setContext('@aws-cdk/aws-apigateway:authorizerChangeDeploymentLogicalId', true);
    const [one, two] = ['One', 'Two'].map((id) => new cdk.NestedStack(stack, id));
    const rest = new api.RestApi(one, 'Api', { cloudWatchRole: false });
    const fn = functionOf(lambda, two, 'Fn');
    const authorizer = new api.TokenAuthorizer(stack, 'Token', { handler: fn });
    rest.root.addProxy({ defaultIntegration: new api.LambdaIntegration(fn), defaultMethodOptions: { authorizer } });
  },
};
