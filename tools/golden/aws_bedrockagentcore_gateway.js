'use strict';

// Cases of the gateways, policies and identities of aws_bedrockagentcore; their Lua twins are in
// spec/aws_cdk/aws_bedrockagentcore_gateway/aws_bedrockagentcore_gateway_spec.lua.
const fs = require('fs');
const ENV = { account: '111122223333', region: 'eu-west-1' };
const FILES = 'spec/fixtures/agentcore/';
const ARN = 'arn:aws:bedrock-agentcore:eu-west-1:111122223333:';
const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:s';

module.exports = {
  gateways: (app, cdk, lib) => {
    const core = lib('aws-bedrockagentcore'), cloudwatch = lib('aws-cloudwatch'), cognito = lib('aws-cognito'), iam = lib('aws-iam'), kms = lib('aws-kms'), lambda = lib('aws-lambda');
    const { Gateway, GatewayAuthorizer, GatewayCustomClaim, GatewayProtocol, LambdaInterceptor } = core;
    const stack = new cdk.Stack(app, 'S', { env: ENV }), out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const fn = new lambda.Function(stack, 'Fn', { runtime: lambda.Runtime.PYTHON_3_12, handler: 'index.handler', code: lambda.Code.fromInline('pass') });
    const key = new kms.Key(stack, 'Key'), user = new iam.User(stack, 'User');
    const plain = new Gateway(stack, 'Plain');
    const claims = [
      GatewayCustomClaim.withStringValue('team', 'a'), GatewayCustomClaim.withStringArrayValue('roles', ['admin']),
      GatewayCustomClaim.withStringArrayValue('groups', ['x', 'y'], core.CustomClaimOperator.CONTAINS_ANY),
    ];
    const full = new Gateway(stack, 'Full', {
      gatewayName: 'Full-1', description: 'd', kmsKey: key, exceptionLevel: core.GatewayExceptionLevel.DEBUG, tags: { a: 'b', c: 'd' },
      protocolConfiguration: GatewayProtocol.mcp({
        instructions: 'use it', searchType: core.McpGatewaySearchType.SEMANTIC,
        supportedVersions: [core.MCPProtocolVersion.MCP_2025_06_18, core.MCPProtocolVersion.of('2030-01-01')],
      }),
      authorizerConfiguration: GatewayAuthorizer.usingCustomJwt({
        discoveryUrl: 'https://example.com/.well-known/openid-configuration', allowedAudience: ['a'], allowedClients: ['c'], allowedScopes: ['s'], customClaims: claims,
      }),
      interceptorConfigurations: [LambdaInterceptor.forRequest(fn, { passRequestHeaders: true })],
    });
    full.addInterceptor(LambdaInterceptor.forResponse(fn));
    const pool = new cognito.UserPool(stack, 'Pool'), client = pool.addClient('Client');
    new Gateway(stack, 'ByPool', {
      authorizerConfiguration: GatewayAuthorizer.usingCognito({ userPool: pool, allowedClients: [client], allowedAudiences: ['a'], allowedScopes: ['s'], customClaims: [claims[0]] }),
      protocolConfiguration: GatewayProtocol.mcp(), role: iam.Role.fromRoleArn(stack, 'Given', 'arn:aws:iam::111122223333:role/r'), kmsKey: key,
    });
    const signed = new Gateway(stack, 'Signed', { authorizerConfiguration: GatewayAuthorizer.usingAwsIam() });
    new Gateway(stack, 'Open', { authorizerConfiguration: GatewayAuthorizer.withNoAuth(), gatewayName: new cdk.CfnParameter(stack, 'Name').valueAsString });
    const known = Gateway.fromGatewayAttributes(stack, 'Known', { gatewayArn: `${ARN}gateway/g`, gatewayId: 'known-0123456789', gatewayName: 'known', role: signed.role });
    for (const gateway of [full, known]) {
      gateway.grantRead(user);
      gateway.grantManage(user);
      gateway.grantInvoke(user);
      gateway.grant(user, 'bedrock-agentcore:Other');
    }
    const metrics = [
      plain.metric('Any'), plain.metricDuration(), plain.metricInvocations(), plain.metricLatency(), plain.metricSystemErrors({ statistic: 'Maximum', region: 'us-east-1' }),
      known.metricTargetExecutionTime(), known.metricThrottles({ dimensionsMap: { More: 'm' } }), known.metricUserErrors(),
      known.metricTargetType('LAMBDA', { dimensionsMap: { More: 'm' }, period: cdk.Duration.minutes(1) }),
    ];
    new cloudwatch.Dashboard(stack, 'Dashboard', { widgets: [[new cloudwatch.GraphWidget({ left: metrics })]] });
    out('Arn', plain.gatewayArn);
    out('Id', full.gatewayRef.gatewayIdentifier);
    out('Url', plain.gatewayUrl);
    out('Status', plain.status + plain.createdAt + plain.updatedAt + cdk.Fn.join(',', plain.statusReason));
    out('Token', plain.tokenEndpointUrl);
    out('Scopes', cdk.Fn.join(' ', plain.oauthScopes));
    out('Pool', plain.userPool.userPoolId + plain.userPoolClient.userPoolClientId + plain.resourceServer.userPoolResourceServerId + plain.userPoolDomain.domainName);
    out('Known', known.gatewayRef.gatewayArn + known.protocolConfiguration.protocolType + known.authorizerConfiguration.authorizerType);
  },

  targets: (app, cdk, lib) => {
    const core = lib('aws-bedrockagentcore'), api = lib('aws-apigateway'), iam = lib('aws-iam'), lambda = lib('aws-lambda'), s3 = lib('aws-s3');
    const { ApiGatewayHttpMethod, ApiKeyCredentialLocation, ApiSchema, Gateway, GatewayAuthorizer, GatewayCredentialProvider, GatewayTarget, SchemaDefinitionType, ToolSchema } = core;
    const stack = new cdk.Stack(app, 'S', { env: ENV }), out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const fn = new lambda.Function(stack, 'Fn', { runtime: lambda.Runtime.PYTHON_3_12, handler: 'index.handler', code: lambda.Code.fromInline('pass') });
    const bucket = new s3.Bucket(stack, 'Bucket'), user = new iam.User(stack, 'User');
    const gateway = new Gateway(stack, 'Gateway', { authorizerConfiguration: GatewayAuthorizer.usingAwsIam(), gatewayName: 'gateway' });
    const apiKey = new core.ApiKeyCredentialProvider(stack, 'ApiKey'), givenKey = GatewayCredentialProvider.fromApiKeyIdentityArn({
      providerArn: `${ARN}token-vault/default/apikeycredentialprovider/k`, secretArn: SECRET, credentialLocation: ApiKeyCredentialLocation.queryParameter(),
    });
    const oauth = core.OAuth2CredentialProvider.usingGithub(stack, 'OAuth', { clientId: 'c', clientSecret: cdk.SecretValue.unsafePlainText('s') });
    const tools = [{
      name: 'order', description: 'finds orders', inputSchema: {
        type: SchemaDefinitionType.OBJECT, description: 'what', required: ['id'], properties: {
          id: { type: SchemaDefinitionType.STRING, description: '' }, tags: { type: SchemaDefinitionType.ARRAY, items: { type: SchemaDefinitionType.of('string') } },
          deep: { type: SchemaDefinitionType.OBJECT, properties: { n: { type: SchemaDefinitionType.INTEGER } } },
        },
      }, outputSchema: { type: SchemaDefinitionType.NUMBER },
    }, { name: 'none', description: 'd', inputSchema: { type: SchemaDefinitionType.OBJECT, properties: {}, required: [] } }];
    const first = gateway.addLambdaTarget('Function', { lambdaFunction: fn, toolSchema: ToolSchema.fromInline(tools), gatewayTargetName: 'fn', description: 'd' });
    gateway.addLambdaTarget('FunctionFile', { lambdaFunction: fn, toolSchema: ToolSchema.fromLocalAsset(`${FILES}tools.json`), credentialProviderConfigurations: [] });
    gateway.addLambdaTarget('FunctionS3', {
      lambdaFunction: fn, toolSchema: ToolSchema.fromS3File(bucket, 'tools.json', '222233334444'), credentialProviderConfigurations: [GatewayCredentialProvider.fromIamRole()],
    });
    const schema = ApiSchema.fromLocalAsset(`${FILES}open_api.json`);
    gateway.addOpenApiTarget('OpenApi', { apiSchema: schema, credentialProviderConfigurations: [GatewayCredentialProvider.fromApiKeyIdentity(apiKey)] });
    gateway.addOpenApiTarget('OpenApiText', {
      apiSchema: ApiSchema.fromInline(fs.readFileSync(`${FILES}open_api.json`, 'utf8')),
      credentialProviderConfigurations: [GatewayCredentialProvider.fromApiKeyIdentity(apiKey, { credentialLocation: ApiKeyCredentialLocation.header({ credentialParameterName: 'X-Key', credentialPrefix: 'Key ' }) })],
    });
    gateway.addOpenApiTarget('OpenApiS3', { apiSchema: ApiSchema.fromS3File(bucket, 'api.json'), credentialProviderConfigurations: [givenKey] });
    gateway.addOpenApiTarget('OpenApiAny', { apiSchema: ApiSchema.fromInline('a: 1'), validateOpenApiSchema: false });
    gateway.addSmithyTarget('Smithy', { smithyModel: ApiSchema.fromLocalAsset(`${FILES}model.smithy`) });
    gateway.addSmithyTarget('SmithyText', { smithyModel: ApiSchema.fromInline('namespace a') });
    gateway.addMcpServerTarget('Server', {
      endpoint: 'https://example.com/mcp', credentialProviderConfigurations: [GatewayCredentialProvider.fromOauthIdentity(oauth, { scopes: ['a', 'b'], customParameters: { x: 'y' } })],
    });
    gateway.addMcpServerTarget('ServerByArn', {
      endpoint: 'https://example.com/mcp',
      credentialProviderConfigurations: [GatewayCredentialProvider.fromOauthIdentityArn({ providerArn: `${ARN}token-vault/default/oauth2credentialprovider/o`, secretArn: SECRET, scopes: [] })],
    });
    gateway.addMcpServerTarget('ServerSigned', { endpoint: 'https://example.com', credentialProviderConfigurations: [GatewayCredentialProvider.fromIamRole({ service: 'execute-api', region: 'eu-west-1' })] });
    const rest = new api.RestApi(stack, 'Rest');
    rest.root.addMethod('GET');
    const filters = { toolFilters: [{ filterPath: '/orders/*', methods: [ApiGatewayHttpMethod.GET, ApiGatewayHttpMethod.of('POST')] }] };
    gateway.addApiGatewayTarget('Api', { restApi: rest, apiGatewayToolConfiguration: filters });
    gateway.addApiGatewayTarget('ApiStage', {
      restApi: rest, stage: 'dev', credentialProviderConfigurations: [GatewayCredentialProvider.fromIamRole()],
      apiGatewayToolConfiguration: { ...filters, toolOverrides: [{ path: '/orders/{id}', method: ApiGatewayHttpMethod.DELETE, name: 'drop', description: 'd' }, { path: '/', method: ApiGatewayHttpMethod.GET, name: 'root' }] },
      metadataConfiguration: { allowedQueryParameters: ['q'], allowedRequestHeaders: ['h'], allowedResponseHeaders: ['r'] },
    });
    const known = Gateway.fromGatewayAttributes(stack, 'Known', {
      gatewayArn: `${ARN}gateway/g`, gatewayId: 'known-0123456789', gatewayName: 'known', role: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/r'),
    });
    new GatewayTarget(stack, 'Target', { gateway: known, targetConfiguration: core.LambdaTargetConfiguration.create(fn, ToolSchema.fromInline(tools)) });
    GatewayTarget.forLambda(stack, 'ForLambda', { gateway: known, lambdaFunction: fn, toolSchema: ToolSchema.fromLocalAsset(`${FILES}tools.json`) });
    GatewayTarget.forOpenApi(stack, 'ForOpenApi', { gateway: known, apiSchema: schema });
    GatewayTarget.forSmithy(stack, 'ForSmithy', { gateway: known, smithyModel: ApiSchema.fromS3File(bucket, 'm', '222233334444') });
    GatewayTarget.forMcpServer(stack, 'ForServer', { gateway: known, endpoint: cdk.Fn.importValue('url'), credentialProviderConfigurations: [givenKey] });
    GatewayTarget.forApiGateway(stack, 'ForApi', {
      gateway: known, restApi: api.RestApi.fromRestApiAttributes(stack, 'Api', { restApiId: 'a', rootResourceId: 'r' }), stage: 's', apiGatewayToolConfiguration: filters,
    });
    const there = GatewayTarget.fromGatewayTargetAttributes(stack, 'There', { gateway: known, gatewayTargetName: 'n', targetArn: `${ARN}gateway/g/target/t`, targetId: 't', status: 'READY' });
    for (const target of [first, there]) {
      target.grantRead(user);
      target.grantManage(user);
      target.grant(user, 'bedrock-agentcore:Other');
    }
    first.grantSync(user);
    out('Arn', first.targetArn);
    out('Id', first.gatewayTargetRef.targetId + first.gatewayTargetRef.gatewayIdentifier);
    out('Status', first.status + first.createdAt + first.updatedAt + cdk.Fn.join(',', first.statusReasons));
    out('There', there.gatewayTargetRef.targetId + there.description + first.targetType + there.targetProtocolType);
  },

  identities: (app, cdk, lib) => {
    const core = lib('aws-bedrockagentcore'), iam = lib('aws-iam');
    const { ApiKeyCredentialProvider, OAuth2CredentialProvider, WorkloadIdentity } = core;
    const stack = new cdk.Stack(app, 'S'), out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const secret = { clientId: 'c', clientSecret: cdk.SecretValue.secretsManager('s') }, tenant = { ...secret, authorizationEndpoint: 'https://a', issuer: 'https://i', tokenEndpoint: 'https://t' };
    for (const vendor of ['Atlassian', 'Dropbox', 'Facebook', 'Github', 'Google', 'Hubspot', 'Linkedin', 'Notion', 'Reddit', 'Salesforce', 'Slack', 'Spotify', 'Twitch', 'X', 'Yandex', 'Zoom']) {
      OAuth2CredentialProvider[`using${vendor}`](stack, vendor, secret);
    }
    for (const vendor of ['Auth0', 'Cognito', 'CyberArk', 'FusionAuth', 'Okta', 'OneLogin', 'PingOne']) OAuth2CredentialProvider[`using${vendor}`](stack, vendor, tenant);
    OAuth2CredentialProvider.usingMicrosoft(stack, 'Microsoft', { ...secret, tenantId: 't' });
    OAuth2CredentialProvider.usingCustom(stack, 'Custom', { ...secret, discoveryUrl: 'https://d' });
    const metadata = { authorizationEndpoint: 'https://a', issuer: 'https://i', tokenEndpoint: 'https://t', responseTypes: ['code'] };
    OAuth2CredentialProvider.usingCustom(stack, 'Metadata', { ...secret, authorizationServerMetadata: metadata, oAuth2CredentialProviderName: 'n_1-2', tags: { k: 'v', a: 'b' } });
    const own = new OAuth2CredentialProvider(stack, 'Own', {
      credentialProviderVendor: core.OAuth2CredentialProviderVendor.of('CustomOauth2').value, oauth2ProviderConfigInput: { githubOauth2ProviderConfig: { clientId: 'c' } }, tags: {},
    });
    const knownOauth = OAuth2CredentialProvider.fromOAuth2CredentialProviderAttributes(stack, 'KnownOAuth', {
      credentialProviderArn: `${ARN}token-vault/default/oauth2credentialprovider/o`, credentialProviderVendor: 'v', clientSecretArn: SECRET, callbackUrl: 'u',
    });
    const key = new ApiKeyCredentialProvider(stack, 'Key', { apiKey: cdk.SecretValue.unsafePlainText('k'), apiKeyCredentialProviderName: 'key', tags: { k: 'v' } });
    const plain = new ApiKeyCredentialProvider(stack, 'Plain');
    const known = ApiKeyCredentialProvider.fromApiKeyCredentialProviderAttributes(stack, 'KnownKey', {
      credentialProviderArn: `${ARN}token-vault/default/apikeycredentialprovider/k`, apiKeySecretArn: SECRET, createdTime: 't', lastUpdatedTime: 'u',
    });
    const bare = ApiKeyCredentialProvider.fromApiKeyCredentialProviderAttributes(stack, 'Bare', { credentialProviderArn: `${ARN}token-vault/default/apikeycredentialprovider/b` });
    const identity = new WorkloadIdentity(stack, 'Identity', { workloadIdentityName: 'w.1', allowedResourceOauth2ReturnUrls: ['https://r'], tags: { k: 'v' } });
    const other = WorkloadIdentity.fromWorkloadIdentityAttributes(stack, 'Other', { workloadIdentityArn: `${ARN}workload-identity-directory/default/workload-identity/w`, workloadIdentityName: 'w' });
    new WorkloadIdentity(stack, 'Simple');
    for (const [i, one] of [own, knownOauth, key, known, bare, identity, other].entries()) {
      const role = new iam.Role(stack, `Role${i}`, { assumedBy: new iam.AccountRootPrincipal() });
      one.grantRead(role);
      one.grantAdmin(role);
      one.grantUse(role);
      one.grant(role, 'bedrock-agentcore:Other');
      one.grantFullAccess(new iam.User(stack, `User${i}`));
    }
    out('Key', key.apiKeyCredentialProviderRef.credentialProviderArn + key.apiKeySecretArn + key.createdTime + key.lastUpdatedTime);
    out('KeyName', plain.apiKeyCredentialProviderName);
    out('Known', known.apiKeySecretArn + known.createdTime + known.bindForGatewayApiKeyTarget().providerArn);
    out('OAuth', own.callbackUrl + own.clientSecretArn + own.createdTime + own.lastUpdatedTime + own.credentialProviderVendor);
    out('OAuthRef', own.oAuth2CredentialProviderRef.credentialProviderArn + knownOauth.bindForGatewayOAuthTarget(['s'], { a: 'b' }).secretArn);
    out('Identity', identity.workloadIdentityRef.workloadIdentityArn + identity.workloadIdentityName + identity.createdTime + identity.lastUpdatedTime);
    out('Other', other.workloadIdentityRef.workloadIdentityName);
  },

  policies: (app, cdk, lib) => {
    const core = lib('aws-bedrockagentcore'), cloudwatch = lib('aws-cloudwatch'), iam = lib('aws-iam'), kms = lib('aws-kms');
    const { Gateway, Policy, PolicyAction, PolicyAttribute, PolicyCondition, PolicyEffect, PolicyEngine, PolicyPrincipal, PolicyResource, PolicyStatement } = core;
    const stack = new cdk.Stack(app, 'S', { env: ENV }), out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const user = new iam.User(stack, 'User');
    const engine = new PolicyEngine(stack, 'Engine', { policyEngineName: 'engine', description: 'd', kmsKey: new kms.Key(stack, 'Key'), tags: { k: '', a: 'b' } });
    const plain = new PolicyEngine(stack, 'Plain');
    const known = PolicyEngine.fromPolicyEngineAttributes(stack, 'Known', { policyEngineArn: `${ARN}policy-engine/e-1`, kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/k' });
    const gateway = new Gateway(stack, 'Gateway', { gatewayName: 'Gateway', authorizerConfiguration: core.GatewayAuthorizer.usingAwsIam(), policyEngineConfiguration: { policyEngine: engine } });
    new Gateway(stack, 'Logged', {
      authorizerConfiguration: core.GatewayAuthorizer.usingAwsIam(), gatewayName: new cdk.CfnParameter(stack, 'Name').valueAsString,
      policyEngineConfiguration: { policyEngine: known, mode: core.PolicyEngineMode.LOG_ONLY },
    });
    const department = PolicyAttribute.principal('department'), amount = PolicyAttribute.context('input.amount'), place = PolicyAttribute.resource('in.city x');
    const statement = (props) => new PolicyStatement({
      effect: PolicyEffect.PERMIT, principal: PolicyPrincipal.any(), action: PolicyAction.any(), resource: PolicyResource.anyOfType('AgentCore::Gateway'), ...props,
    });
    const first = engine.addPolicy('All', { statement: statement({}), policyName: 'all', description: 'd', validationMode: core.PolicyValidationMode.IGNORE_ALL_FINDINGS });
    engine.addPolicy('Raw', { statement: PolicyStatement.fromCedar('  forbid(principal, action, resource is AgentCore::Gateway);\n') });
    engine.addPolicy('Conditions', {
      statement: statement({
        effect: PolicyEffect.FORBID, principal: PolicyPrincipal.entityType('AgentCore::OAuthUser'), action: PolicyAction.one('AgentCore::Action::Target___tool'),
        resource: PolicyResource.instance('AgentCore::Gateway', gateway.gatewayArn),
        when: [
          PolicyCondition.stringEquals(department, 'sales'), PolicyCondition.stringNotEquals(department, cdk.Fn.importValue('d')), PolicyCondition.numberEquals(amount, 1),
          PolicyCondition.anyOf([PolicyCondition.numberLessThan(amount, 10), PolicyCondition.allOf([PolicyCondition.numberGreaterThan(amount, -5), PolicyCondition.booleanEquals(place, true)])]),
          PolicyCondition.anyOf([PolicyCondition.numberNotEquals(amount, 3)]),
        ],
        unless: [
          PolicyCondition.numberLessThanOrEquals(amount, 10), PolicyCondition.numberGreaterThanOrEquals(amount, 20), PolicyCondition.ipInRange(PolicyAttribute.context('ip'), '10.0.0.0/8'),
          PolicyCondition.setContains(department, 'x'), PolicyCondition.stringIn(department, ['a', 'b']), PolicyCondition.numberIn(amount, [1, 2]), PolicyCondition.booleanEquals(amount, false),
        ],
      }),
    });
    new Policy(stack, 'Policy', {
      policyEngine: plain, statement: statement({ principal: PolicyPrincipal.entity('AgentCore::OAuthUser', 'u'), action: PolicyAction.anyOf(['AgentCore::Action::A', 'My::Sub::Action::"B \\" c"', `AgentCore::Action::${cdk.Aws.REGION}`]) }),
    });
    plain.addPolicy('Group', { statement: statement({ principal: PolicyPrincipal.inGroup('My::Group', 'g') }) });
    const there = Policy.fromPolicyAttributes(stack, 'There', { policyArn: `${ARN}policy-engine/e-1/policy/p-1`, policyEngine: known });
    for (const one of [engine, known]) {
      one.grantRead(user);
      one.grantEvaluate(user);
      one.grantEvaluateForGateway(user, gateway);
      one.grant(user, 'bedrock-agentcore:Other');
    }
    first.grantRead(user);
    there.grant(user, 'bedrock-agentcore:Other');
    const metrics = [
      engine.metric('Any'), engine.metricAuthorizationLatency(), known.metricAuthorizations(), known.metricDeniedRequests({ period: cdk.Duration.minutes(1) }), engine.metricErrors(),
      first.metric('Any'), first.metricEvaluationLatency(), there.metricEvaluations({ account: '1' }),
    ];
    new cloudwatch.Dashboard(stack, 'Dashboard', { widgets: [[new cloudwatch.GraphWidget({ left: metrics })]] });
    new iam.Role(stack, 'Role', { assumedBy: engine.grantPrincipal });
    new iam.Role(stack, 'PolicyRole', { assumedBy: first.grantPrincipal });
    out('Engine', engine.policyEngineRef.policyEngineArn + engine.policyEngineId + plain.policyEngineName + engine.policies.length);
    out('Known', known.policyEngineId + known.kmsKey.keyArn);
    out('Policy', first.policyRef.policyArn + first.policyId + first.policyName + first.validationMode.value);
    out('There', there.policyId + there.policyEngine.policyEngineArn);
  },
};
