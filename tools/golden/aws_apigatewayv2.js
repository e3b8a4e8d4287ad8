'use strict';

// Cases of aws_apigatewayv2; their Lua twins are in spec/aws_cdk/aws_apigatewayv2/aws_apigatewayv2_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };
const CERTIFICATE = 'arn:aws:acm:eu-west-1:111122223333:certificate/c';

const certificateIn = (lib, stack) => lib('aws-certificatemanager').Certificate.fromCertificateArn(stack, 'Certificate', CERTIFICATE);
const urlOf = (lib) => (id, props) => new (lib('aws-apigatewayv2-integrations').HttpUrlIntegration)(id, 'https://example.com', props);

module.exports = {
  http_apis: (app, cdk, lib) => {
    const apigw = lib('aws-apigatewayv2');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const url = urlOf(lib);
    const plain = new apigw.HttpApi(stack, 'Plain');
    out('Url', plain.url);
    out('Endpoint', plain.apiEndpoint);
    out('Id', `${plain.apiId} ${plain.httpApiId} ${plain.apiRef.apiId} ${plain.isHttpApi}`);
    out('Name', plain.httpApiName);
    out('Stage', plain.defaultStage.stageName);
    new apigw.HttpApi(stack, 'Full', {
      apiName: 'full', description: 'd', disableExecuteApiEndpoint: true, routeSelectionExpression: true,
      ipAddressType: apigw.IpAddressType.DUAL_STACK, defaultIntegration: url('Fallback'),
      corsPreflight: {
        allowCredentials: true, allowHeaders: ['h'], allowMethods: [apigw.CorsHttpMethod.GET, apigw.CorsHttpMethod.ANY],
        allowOrigins: ['https://example.com'], exposeHeaders: ['e'], maxAge: cdk.Duration.hours(1),
      },
    });
    new apigw.HttpApi(stack, 'Open', { corsPreflight: { allowOrigins: ['*'] }, routeSelectionExpression: false });
    const bare = new apigw.HttpApi(stack, 'Bare', { createDefaultStage: false });
    out('BareUrl', String(bare.url));
    for (const args of [[], ['GET'], ['any', '/a'], ['POST', '/b', 'prod'], [undefined, cdk.Fn.importValue('path')]]) {
      out(`Arn${args.length}${args[0]}`, plain.arnForExecuteApi(...args));
    }
    const imported = apigw.HttpApi.fromHttpApiAttributes(stack, 'Imported', { httpApiId: 'a', apiEndpoint: 'https://a' });
    out('ImportedId', `${imported.apiId} ${imported.httpApiId} ${imported.apiRef.apiId} ${imported.isHttpApi} ${imported.apiEndpoint}`);
    out('ImportedArn', imported.arnForExecuteApi('GET', '/', 's'));
    out('HelperArn', apigw.HttpApiHelper.fromHttpApi(imported).arnForExecuteApi());
    const [route] = bare.addRoutes({ path: '/', integration: url('I') });
    out('Route', `${route.routeId} ${route.routeArn} ${route.path} ${route.routeRef.apiId} ${route.routeRef.routeId}`);
    new apigw.HttpRoute(stack, 'OfImported', {
      httpApi: imported, routeKey: apigw.HttpRouteKey.with('/x', apigw.HttpMethod.GET), integration: url('OfImported'),
    });
  },

  routes: (app, cdk, lib) => {
    const apigw = lib('aws-apigatewayv2'), iam = lib('aws-iam'), authorizers = lib('aws-apigatewayv2-authorizers');
    const stack = new cdk.Stack(app, 'S');
    const url = urlOf(lib);
    const { HttpMethod } = apigw;
    const api = new apigw.HttpApi(stack, 'Api');
    const shared = url('Shared', { method: HttpMethod.GET });
    api.addRoutes({ path: '/a', methods: [HttpMethod.GET, HttpMethod.POST], integration: shared });
    api.addRoutes({ path: '/a/{id}', integration: shared });
    api.addRoutes({ path: '/b/{proxy+}', methods: [HttpMethod.ANY], integration: url('B', { timeout: cdk.Duration.millis(50) }) });
    api.addRoutes({ path: `/${cdk.Fn.importValue('path')}`, methods: [], integration: shared });
    const user = new iam.User(stack, 'User');
    const [any] = api.addRoutes({ path: '/iam/{id}/x', integration: url('Iam'), authorizer: new authorizers.HttpIamAuthorizer() });
    any.grantInvoke(user);
    any.grantInvoke(user, { httpMethods: [HttpMethod.GET, HttpMethod.PUT, HttpMethod.GET] });
    const [get] = api.addRoutes({
      path: '/iam', methods: [HttpMethod.GET], integration: url('IamGet'), authorizer: new authorizers.HttpIamAuthorizer(),
    });
    get.grantInvoke(user, { httpMethods: [HttpMethod.GET] });
    const scoped = new apigw.HttpApi(stack, 'Scoped', {
      defaultAuthorizer: new authorizers.HttpJwtAuthorizer('Jwt', 'https://issuer', { jwtAudience: ['a'] }),
      defaultAuthorizationScopes: ['read', 'write'], defaultIntegration: url('Fallback'),
    });
    scoped.addRoutes({ path: '/default', integration: url('D') });
    scoped.addRoutes({ path: '/own', integration: url('O'), authorizationScopes: ['own', 'own', 'read'] });
    scoped.addRoutes({ path: '/none', integration: url('N'), authorizationScopes: [] });
    scoped.addRoutes({ path: '/open', integration: url('P'), authorizer: new apigw.HttpNoneAuthorizer() });
    scoped.addRoutes({
      path: '/imported', integration: url('M'), authorizer: apigw.HttpAuthorizer.fromHttpAuthorizerAttributes(stack, 'Imported', {
        authorizerId: 'i', authorizerType: 'CUSTOM',
      }),
    });
    new apigw.HttpRoute(stack, 'Key', { httpApi: api, routeKey: apigw.HttpRouteKey.DEFAULT, integration: url('K') });
  },

  stages_and_domains: (app, cdk, lib) => {
    const apigw = lib('aws-apigatewayv2'), s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const certificate = certificateIn(lib, stack);
    const domain = new apigw.DomainName(stack, 'Domain', { domainName: 'api.example.com', certificate });
    out('Domain', `${domain.name} ${domain.regionalDomainName} ${domain.regionalHostedZoneId}`);
    out('DomainRef', `${domain.domainNameRef.domainName} ${domain.domainNameRef.domainNameArn}`);
    const full = new apigw.DomainName(stack, 'FullDomain', {
      domainName: 'full.example.com', certificate, certificateName: 'c', endpointType: apigw.EndpointType.REGIONAL,
      securityPolicy: apigw.SecurityPolicy.TLS_1_2, ipAddressType: apigw.IpAddressType.IPV4, ownershipCertificate: certificate,
      mtls: { bucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'trust'), key: 'store.pem', version: 'v' },
    });
    full.addEndpoint({ certificate, endpointType: apigw.EndpointType.EDGE });
    const importedDomain = apigw.DomainName.fromDomainNameAttributes(stack, 'ImportedDomain', {
      name: 'i.example.com', regionalDomainName: 'r', regionalHostedZoneId: 'Z',
    });
    out('ImportedDomain', `${importedDomain.domainNameRef.domainName} ${importedDomain.domainNameRef.domainNameArn}`);
    const api = new apigw.HttpApi(stack, 'Api', { defaultDomainMapping: { domainName: domain, mappingKey: 'v1' } });
    out('DomainUrl', api.defaultStage.domainUrl);
    const stage = api.addStage('Full', {
      stageName: 'full', autoDeploy: true, description: 'd', detailedMetricsEnabled: true,
      throttle: { burstLimit: 5, rateLimit: 2.5 }, stageVariables: { b: '2', a: '1' }, domainMapping: { domainName: full },
    });
    stage.addStageVariable('c', '3');
    stage.addStageVariable('b', '4');
    out('Stage', `${stage.stageName} ${stage.url} ${stage.domainUrl} ${stage.stageRef.apiId} ${stage.stageRef.stageName} ${stage.isHttpStage}`);
    const variable = api.addStage('Variable', { stageName: 'variable' });
    variable.addStageVariable('only', 'x');
    api.addStage('Metrics', { stageName: '', detailedMetricsEnabled: false, throttle: {} });
    const bare = new apigw.HttpApi(stack, 'Bare', { createDefaultStage: false });
    new apigw.HttpStage(stack, 'OfBare', { httpApi: bare });
    const imported = apigw.HttpStage.fromHttpStageAttributes(stack, 'ImportedStage', { api: bare, stageName: 's' });
    out('ImportedStage', `${imported.stageName} ${imported.stageRef.apiId} ${imported.stageRef.stageName}`);
    const mapping = new apigw.ApiMapping(stack, 'Mapping', { api, domainName: importedDomain, stage, apiMappingKey: 'k' });
    out('Mapping', `${mapping.apiMappingId} ${mapping.mappingKey} ${mapping.domainUrl} ${mapping.domainName.name} ` +
      `${mapping.apiMappingRef.apiMappingId} ${mapping.apiMappingRef.domainName}`);
    new apigw.ApiMapping(stack, 'DefaultMapping', { api, domainName: importedDomain });
    new apigw.ApiMapping(stack, 'ImportedStageMapping', { api: bare, domainName: domain, stage: imported, apiMappingKey: 'i' });
    const importedMapping = apigw.ApiMapping.fromApiMappingAttributes(stack, 'ImportedMapping', { apiMappingId: 'm', domainName: 'd' });
    out('ImportedMapping', `${importedMapping.apiMappingId} ${importedMapping.apiMappingRef.domainName}`);
  },

  vpc_links: (app, cdk, lib) => {
    const apigw = lib('aws-apigatewayv2'), ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
    const plain = new apigw.VpcLink(stack, 'Plain', { vpc });
    out('Link', `${plain.vpcLinkId} ${plain.vpcLinkRef.vpcLinkId}`);
    const full = new apigw.VpcLink(stack, 'Full', {
      vpc, vpcLinkName: 'full', subnets: { subnetType: ec2.SubnetType.PUBLIC },
      securityGroups: [new ec2.SecurityGroup(stack, 'Group', { vpc })],
    });
    full.addSubnets(vpc.privateSubnets[0]);
    full.addSecurityGroups(ec2.SecurityGroup.fromSecurityGroupId(stack, 'Other', 'sg-1'));
    const imported = apigw.VpcLink.fromVpcLinkAttributes(stack, 'Imported', { vpcLinkId: 'l', vpc });
    out('Imported', `${imported.vpcLinkId} ${imported.vpcLinkRef.vpcLinkId} ${imported.vpc.vpcId}`);
    const api = new apigw.HttpApi(stack, 'Api');
    api.addVpcLink({ vpc });
    api.addVpcLink({ vpc, vpcLinkName: 'ignored' });
    api.addVpcLink({ vpc: new ec2.Vpc(stack, 'Second', { maxAzs: 1, natGateways: 1 }) });
  },

  metrics: (app, cdk, lib) => {
    const apigw = lib('aws-apigatewayv2');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const alarm = { threshold: 1, evaluationPeriods: 1 };
    const api = new apigw.HttpApi(stack, 'Api');
    const webSocket = new apigw.WebSocketApi(stack, 'WebSocket');
    const holders = {
      Api: api, Stage: api.defaultStage, Imported: apigw.HttpApi.fromHttpApiAttributes(stack, 'Imported', { httpApiId: 'a' }),
      ImportedStage: apigw.HttpStage.fromHttpStageAttributes(stack, 'ImportedStage', { api, stageName: 's' }),
    };
    for (const [id, holder] of Object.entries(holders)) {
      for (const name of ['ClientError', 'ServerError', 'DataProcessed', 'Count', 'IntegrationLatency', 'Latency']) {
        holder[`metric${name}`]().createAlarm(stack, `${id}${name}`, alarm);
      }
      holder.metricLatency({ statistic: 'p99', period: cdk.Duration.minutes(1) }).createAlarm(stack, `${id}P99`, alarm);
      holder.metric('Any').createAlarm(stack, `${id}Any`, alarm);
    }
    webSocket.metric('ConnectCount', { statistic: 'Sum' }).createAlarm(stack, 'ConnectCount', alarm);
    new apigw.WebSocketStage(stack, 'WebSocketStage', { webSocketApi: webSocket, stageName: 's' })
      .metric('MessageCount', { label: 'l' }).createAlarm(stack, 'MessageCount', alarm);
  },

  integrations: (app, cdk, lib) => {
    const apigw = lib('aws-apigatewayv2'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const httpApi = new apigw.HttpApi(stack, 'Api');
    const { MappingValue, ParameterMapping, IntegrationCredentials } = apigw;
    const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/r');
    const integration = new apigw.HttpIntegration(stack, 'Full', {
      httpApi, integrationType: apigw.HttpIntegrationType.AWS_PROXY, integrationSubtype: apigw.HttpIntegrationSubtype.KINESIS_PUT_RECORD,
      integrationUri: 'https://example.com', method: apigw.HttpMethod.POST, connectionId: 'c',
      connectionType: apigw.HttpConnectionType.VPC_LINK, payloadFormatVersion: apigw.PayloadFormatVersion.custom('3.0'),
      secureServerName: 's', credentials: IntegrationCredentials.fromRole(role), timeout: cdk.Duration.seconds(29),
      parameterMapping: new ParameterMapping().appendHeader('a', MappingValue.requestHeader('x'))
        .overwriteHeader('b', MappingValue.requestQueryString('x')).removeHeader('c')
        .appendQueryString('a', MappingValue.requestBody('x')).overwriteQueryString('b', MappingValue.requestPath())
        .removeQueryString('c').overwritePath(MappingValue.requestPathParam('x')).custom('own', 'value'),
    });
    out('Integration', `${integration.integrationId} ${integration.integrationRef.apiId} ${integration.integrationRef.integrationId}`);
    out('Api', integration.httpApi.apiId);
    new apigw.HttpIntegration(stack, 'Caller', {
      httpApi, integrationType: apigw.HttpIntegrationType.HTTP_PROXY, integrationUri: 'https://example.com',
      credentials: IntegrationCredentials.useCallerIdentity(),
      parameterMapping: ParameterMapping.fromObject({
        a: MappingValue.contextVariable('x'), b: MappingValue.stageVariable('x'), c: MappingValue.custom('v'), d: MappingValue.NONE,
      }),
    });
    class Own extends apigw.HttpRouteIntegration {
      bind() {
        return {
          type: apigw.HttpIntegrationType.HTTP_PROXY, payloadFormatVersion: apigw.PayloadFormatVersion.VERSION_1_0, uri: 'https://own',
        };
      }
    }
    httpApi.addRoutes({ path: '/own', integration: new Own('Own') });
    new apigw.HttpAuthorizer(stack, 'Lambda', {
      httpApi, type: apigw.HttpAuthorizerType.LAMBDA, identitySource: ['$request.header.a'], authorizerUri: 'u', role,
      authorizerName: 'n', enableSimpleResponses: true, resultsCacheTtl: cdk.Duration.minutes(1),
    });
    const authorizer = new apigw.HttpAuthorizer(stack, 'Jwt', {
      httpApi, type: apigw.HttpAuthorizerType.JWT, identitySource: [], jwtAudience: ['a'], jwtIssuer: 'i',
      payloadFormatVersion: apigw.AuthorizerPayloadVersion.VERSION_1_0,
    });
    out('Authorizer', `${authorizer.authorizerId} ${authorizer.authorizerRef.authorizerId} ${authorizer.authorizerRef.apiId}`);
  },

  web_sockets: (app, cdk, lib) => {
    const apigw = lib('aws-apigatewayv2'), iam = lib('aws-iam'), integrations = lib('aws-apigatewayv2-integrations');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const mock = (id) => new integrations.WebSocketMockIntegration(id);
    const plain = new apigw.WebSocketApi(stack, 'Plain');
    out('Api', `${plain.apiId} ${plain.apiEndpoint} ${plain.apiRef.apiId} ${plain.webSocketApiName} ${plain.isWebsocketApi}`);
    const shared = mock('Shared');
    const full = new apigw.WebSocketApi(stack, 'Full', {
      apiName: 'full', apiKeySelectionExpression: apigw.WebSocketApiKeySelectionExpression.HEADER_X_API_KEY, description: 'd',
      routeSelectionExpression: '$request.body.kind', ipAddressType: apigw.IpAddressType.DUAL_STACK, disableSchemaValidation: true,
      connectRouteOptions: {
        integration: shared, authorizer: apigw.WebSocketAuthorizer.fromWebSocketAuthorizerAttributes(stack, 'Authorizer', {
          authorizerId: 'a', authorizerType: 'CUSTOM',
        }),
      },
      disconnectRouteOptions: { integration: shared }, defaultRouteOptions: { integration: mock('Fallback'), returnResponse: true },
    });
    const route = full.addRoute('send', { integration: shared, returnResponse: false });
    out('Route', `${route.routeId} ${route.routeKey} ${route.routeRef.apiId} ${route.routeRef.routeId}`);
    new apigw.WebSocketRoute(stack, 'Keyed', { webSocketApi: full, routeKey: 'keyed', integration: mock('K'), apiKeyRequired: true });
    const domainName = new apigw.DomainName(stack, 'Domain', { domainName: 'ws.example.com', certificate: certificateIn(lib, stack) });
    const stage = new apigw.WebSocketStage(stack, 'Stage', {
      webSocketApi: full, stageName: 'prod', autoDeploy: true, description: 'd', detailedMetricsEnabled: true,
      throttle: { rateLimit: 10, burstLimit: 20 }, stageVariables: { a: '1' }, domainMapping: { domainName, mappingKey: 'ws' },
    });
    out('Stage', `${stage.stageName} ${stage.url} ${stage.callbackUrl} ${stage.stageRef.apiId}`);
    const user = new iam.User(stack, 'User');
    stage.grantManagementApiAccess(user);
    full.grantManageConnections(user);
    out('Arn', full.arnForExecuteApi('any', '/a', 's'));
    out('ArnAll', full.arnForExecuteApi());
    out('ArnV2', full.arnForExecuteApiV2('$connect', 's'));
    out('ArnV2All', full.arnForExecuteApiV2());
    const imported = apigw.WebSocketApi.fromWebSocketApiAttributes(stack, 'Imported', { webSocketId: 'w', apiEndpoint: 'wss://w' });
    out('Imported', `${imported.apiId} ${imported.apiEndpoint} ${imported.apiRef.apiId} ${imported.isWebsocketApi}`);
    const importedStage = apigw.WebSocketStage.fromWebSocketStageAttributes(stack, 'ImportedStage', { api: imported, stageName: 's' });
    out('ImportedStage', `${importedStage.stageName} ${importedStage.stageRef.apiId}`);
    const integration = new apigw.WebSocketIntegration(stack, 'Integration', {
      webSocketApi: full, integrationType: apigw.WebSocketIntegrationType.AWS, integrationUri: 'u', integrationMethod: 'POST',
      contentHandling: apigw.ContentHandling.CONVERT_TO_TEXT, credentialsRole: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::1:role/r'),
      requestParameters: { 'integration.request.header.b': "'1'", 'integration.request.header.a': "'2'" },
      requestTemplates: { 'application/json': '{}' }, passthroughBehavior: apigw.PassthroughBehavior.NEVER,
      templateSelectionExpression: '\\$default', timeout: cdk.Duration.seconds(1),
    });
    out('Integration', `${integration.integrationId} ${integration.integrationRef.apiId} ${integration.integrationRef.integrationId}`);
    const authorizer = new apigw.WebSocketAuthorizer(stack, 'Lambda', {
      webSocketApi: full, type: apigw.WebSocketAuthorizerType.LAMBDA, identitySource: ['route.request.header.a'], authorizerUri: 'u',
    });
    out('AuthorizerRef', `${authorizer.authorizerId} ${authorizer.authorizerRef.authorizerId} ${authorizer.authorizerRef.apiId}`);
  },

  keys_and_plans: (app, cdk, lib) => {
    const apigw = lib('aws-apigatewayv2'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const api = new apigw.WebSocketApi(stack, 'Api');
    const stage = new apigw.WebSocketStage(stack, 'Stage', { webSocketApi: api, stageName: 's' });
    const user = new iam.User(stack, 'User');
    const key = new apigw.ApiKey(stack, 'Key');
    out('Key', `${key.keyId} ${key.keyArn} ${key.apiKeyRef.apiKeyId}`);
    key.grantRead(user);
    key.grantWrite(user);
    new apigw.ApiKey(stack, 'FullKey', {
      apiKeyName: 'full', customerId: 'c', description: 'd', enabled: false, generateDistinctId: true, value: 'v'.repeat(20),
    }).grantReadWrite(user);
    const imported = apigw.ApiKey.fromApiKeyId(stack, 'ImportedKey', 'k');
    imported.grantReadWrite(user);
    out('Imported', `${imported.keyId} ${imported.keyArn} ${imported.apiKeyRef.apiKeyId}`);
    const plan = new apigw.UsagePlan(stack, 'Plan', {
      usagePlanName: 'plan', description: 'd', quota: { limit: 100, offset: 2, period: apigw.Period.WEEK },
      throttle: { rateLimit: 2.5, burstLimit: 5 }, apiStages: [{ api, stage }],
    });
    out('PlanId', `${plan.usagePlanId} ${plan.usagePlanRef.usagePlanId}`);
    plan.addApiKey(key);
    plan.addApiKey(imported, { overrideLogicalId: 'Mine' });
    plan.addApiStage({ stage: new apigw.WebSocketStage(stack, 'Later', { webSocketApi: api, stageName: 'later' }) });
    plan.addApiStage({ api });
    new apigw.UsagePlan(stack, 'Empty');
    new apigw.UsagePlan(stack, 'NoStage', { apiStages: [{ api }] });
    apigw.UsagePlan.fromUsagePlanId(stack, 'ImportedPlan', 'p').addApiKey(key);
    const limited = new apigw.RateLimitedApiKey(stack, 'Limited', {
      apiKeyName: 'limited', quota: { limit: 1, period: apigw.Period.DAY }, throttle: { rateLimit: 1, burstLimit: 1 }, apiStages: [{ stage }],
    });
    limited.grantRead(user);
    out('Limited', `${limited.keyId} ${limited.keyArn}`);
    new apigw.RateLimitedApiKey(stack, 'Unlimited', { description: 'd' });
  },

  access_logs: (app, cdk, lib) => {
    const apigw = lib('aws-apigatewayv2'), apigateway = lib('aws-apigateway'), logs = lib('aws-logs');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const destination = new apigw.LogGroupLogDestination(new logs.LogGroup(stack, 'Group'));
    const api = new apigw.HttpApi(stack, 'Api');
    api.addStage('Plain', { stageName: 'd', accessLogSettings: { destination } });
    api.addStage('Json', {
      stageName: 'j', accessLogSettings: { destination, format: apigateway.AccessLogFormat.jsonWithStandardFields() },
    });
    api.addStage('Own', {
      stageName: 'o', accessLogSettings: { destination, format: apigateway.AccessLogFormat.custom('$context.extendedRequestId') },
    });
    api.addStage('Later', {
      stageName: 'l', accessLogSettings: { destination, format: apigateway.AccessLogFormat.custom(cdk.Fn.importValue('format')) },
    });
    const webSocketApi = new apigw.WebSocketApi(stack, 'WebSocket');
    new apigw.WebSocketStage(stack, 'Stage', { webSocketApi, stageName: 's', accessLogSettings: { destination } });
    new cdk.CfnOutput(stack, 'Format', {
      value: apigw.HttpStage.fromHttpStageAttributes(stack, 'Imported', { api, stageName: 's' }).defaultAccessLogFormat().toString(),
    });
    new cdk.CfnOutput(stack, 'WebSocketFormat', {
      value: apigw.WebSocketStage.fromWebSocketStageAttributes(stack, 'ImportedStage', { api: webSocketApi, stageName: 's' })
        .defaultAccessLogFormat().toString(),
    });
  },
};
