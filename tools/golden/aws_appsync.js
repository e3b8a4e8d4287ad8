'use strict';

// Cases of aws_appsync; their Lua twins are in spec/aws_cdk/aws_appsync/aws_appsync_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };

module.exports = {
  graphql_apis: (app, cdk, lib) => {
    const appsync = lib('aws-appsync'), cognito = lib('aws-cognito'), lambda = lib('aws-lambda'), iam = lib('aws-iam'), logs = lib('aws-logs'), acm = lib('aws-certificatemanager');
    const { GraphqlApi, Definition, AuthorizationType: Type } = appsync;
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const definition = Definition.fromFile('spec/fixtures/appsync/schema.graphql');
    const userPool = new cognito.UserPool(stack, 'Users');
    const handler = new lambda.Function(stack, 'Fn', { runtime: lambda.Runtime.PYTHON_3_12, handler: 'index.handler', code: lambda.Code.fromInline('pass') });
    const plain = new GraphqlApi(stack, 'Plain', { name: 'plain', definition });
    const full = new GraphqlApi(stack, 'Full', {
      name: 'full', definition, authorizationConfig: {
        defaultAuthorization: { authorizationType: Type.USER_POOL, userPoolConfig: { userPool, appIdClientRegex: '^x', defaultAction: appsync.UserPoolDefaultAction.DENY } },
        additionalAuthorizationModes: [
          { authorizationType: Type.IAM }, { authorizationType: Type.USER_POOL, userPoolConfig: { userPool } },
          { authorizationType: Type.API_KEY, apiKeyConfig: { name: 'Mine', description: 'd' } },
          { authorizationType: Type.OIDC, openIdConnectConfig: { oidcProvider: 'https://oidc.example', clientId: 'c', tokenExpiryFromAuth: 1, tokenExpiryFromIssue: 2 } },
          { authorizationType: Type.LAMBDA, lambdaAuthorizerConfig: { handler, resultsCacheTtl: cdk.Duration.minutes(2), validationRegex: '.*' } },
        ],
      },
      logConfig: { excludeVerboseContent: true, fieldLogLevel: appsync.FieldLogLevel.ALL, retention: logs.RetentionDays.ONE_WEEK }, xrayEnabled: true, visibility: appsync.Visibility.GLOBAL,
      introspectionConfig: appsync.IntrospectionConfig.DISABLED, queryDepthLimit: 10, resolverCountLimit: 100, ownerContact: 'me', environmentVariables: { B_1: 'b', a2: 'a' },
      domainName: { domainName: 'api.example.com', certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:111122223333:certificate/c') },
      enhancedMetricsConfig: {
        dataSourceLevelMetricsBehavior: appsync.DataSourceLevelMetricsBehavior.PER_DATA_SOURCE_METRICS, operationLevelMetricsConfig: appsync.OperationLevelMetricsConfig.ENABLED,
        resolverLevelMetricsBehavior: appsync.ResolverLevelMetricsBehavior.PER_RESOLVER_METRICS,
      },
    });
    full.addEnvironmentVariable('LATER', handler.functionName);
    const hidden = new GraphqlApi(stack, 'Hidden', {
      name: 'hidden', schema: { bind: (api) => ({ apiId: api.apiId, definition: 'type Query { a: String }' }) }, visibility: appsync.Visibility.PRIVATE,
      authorizationConfig: { defaultAuthorization: { authorizationType: Type.LAMBDA, lambdaAuthorizerConfig: { handler } }, additionalAuthorizationModes: [{ authorizationType: Type.API_KEY }] },
      logConfig: { role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('appsync.amazonaws.com') }) },
    });
    new GraphqlApi(stack, 'Oidc', { name: 'oidc', definition, authorizationConfig: { defaultAuthorization: { authorizationType: Type.OIDC, openIdConnectConfig: { oidcProvider: 'https://oidc.example' } } } });
    const imported = GraphqlApi.fromGraphqlApiAttributes(stack, 'Imported', { graphqlApiId: 'api-id', modes: [Type.IAM], graphQLEndpointArn: 'arn:endpoint' });
    const user = new iam.User(stack, 'User');
    full.grant(user, appsync.IamResource.custom('types/Query/*', 'types/Note/*'), 'appsync:GraphQL', 'appsync:Other');
    full.grant(user, appsync.IamResource.all(), 'appsync:GraphQL');
    plain.grantQuery(user);
    plain.grantMutation(user, 'write');
    hidden.grantSubscription(user, 'a', 'b');
    imported.grantQuery(user, 'note');
    out('Arn', plain.arn);
    out('Key', plain.apiKey);
    out('Id', full.apiId);
    out('Url', full.graphqlUrl);
    out('Name', full.name);
    out('Endpoint', full.graphQLEndpointArn);
    out('OwnDomain', full.appSyncDomainName);
    out('LogGroup', full.logGroup.logGroupArn);
    out('PlainLogGroup', plain.logGroup.logGroupArn);
    out('Ref', full.graphQlApiRef.graphQlApiArn);
    out('ImportedArn', imported.arn);
    out('Fields', appsync.IamResource.ofType('Note', 'id').resourceArns(imported)[0]);
  },

  data_sources: (app, cdk, lib) => {
    const appsync = lib('aws-appsync'), dynamodb = lib('aws-dynamodb'), lambda = lib('aws-lambda'), iam = lib('aws-iam'), events = lib('aws-events'), secretsmanager = lib('aws-secretsmanager');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const api = new appsync.GraphqlApi(stack, 'Api', { name: 'api', definition: appsync.Definition.fromFile('spec/fixtures/appsync/schema.graphql') });
    const imported = appsync.GraphqlApi.fromGraphqlApiAttributes(stack, 'Imported', { graphqlApiId: 'api-id' });
    const l1 = new appsync.CfnGraphQLApi(stack, 'L1', { name: 'l1', authenticationType: 'API_KEY' });
    const table = new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    const fn = new lambda.Function(stack, 'Fn', { runtime: lambda.Runtime.PYTHON_3_12, handler: 'index.handler', code: lambda.Code.fromInline('pass') });
    const bus = new events.EventBus(stack, 'Bus'), secret = new secretsmanager.Secret(stack, 'Secret');
    const serviceRole = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('appsync.amazonaws.com') });
    const grants = (resource, action) => (grantee) => iam.Grant.addToPrincipal({ grantee, actions: [action], resourceArns: [resource] });
    const cluster = new cdk.Resource(stack, 'Cluster');
    cluster.clusterIdentifier = 'cluster';
    cluster.grantDataApiAccess = grants('arn:cluster', 'rds-data:ExecuteStatement');
    const domain = new cdk.Resource(stack, 'Domain');
    domain.domainEndpoint = 'search.example';
    domain.grantReadWrite = grants('arn:domain', 'es:ESHttpGet');
    const none = api.addNoneDataSource('None', { name: 'no-thing', description: 'd', metricsConfig: appsync.DataSourceMetricsConfig.ENABLED });
    const items = api.addDynamoDbDataSource('Items', table);
    new appsync.DynamoDbDataSource(stack, 'ReadItems', { api, table, readOnlyAccess: true, useCallerCredentials: true, serviceRole });
    const http = api.addHttpDataSource('Http', 'https://api.example', { authorizationConfig: { signingRegion: 'eu-west-1', signingServiceName: 'states' }, description: 'd' });
    api.addHttpDataSource('Plain-Http', 'https://api.example');
    const compute = api.addLambdaDataSource('Compute', fn, { name: cdk.Fn.importValue('name') });
    api.addEventBridgeDataSource('Bridge', bus, { metricsConfig: appsync.DataSourceMetricsConfig.DISABLED });
    api.addRdsDataSource('Rds', cluster, secret, 'db', { description: 'd' });
    api.addRdsDataSourceV2('RdsV2', cluster, secret);
    api.addOpenSearchDataSource('Search', domain);
    api.addElasticsearchDataSource('OldSearch', domain, { name: 'old' });
    const far = imported.addNoneDataSource('Far');
    new appsync.NoneDataSource(stack, 'OfL1', { api: l1 });
    http.grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['states:StartExecution'], resources: ['*'] }));
    far.createResolver('FarResolver', { typeName: 'Query', fieldName: 'far' });
    const step = compute.createFunction('Step', { name: 'step', maxBatchSize: 5, code: appsync.Code.fromInline('x'), runtime: appsync.FunctionRuntime.JS_1_0_0 });
    out('Names', [none.name, items.name, http.name, compute.name].join());
    out('Ds', items.ds.attrDataSourceArn);
    out('Step', step.functionId);
  },

  resolvers: (app, cdk, lib) => {
    const appsync = lib('aws-appsync'), dynamodb = lib('aws-dynamodb'), lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const { MappingTemplate: Template, KeyCondition: Key, PrimaryKey, Values, Code, FunctionRuntime } = appsync;
    const api = new appsync.GraphqlApi(stack, 'Api', { name: 'api', definition: appsync.Definition.fromFile('spec/fixtures/appsync/schema.graphql') });
    const imported = appsync.GraphqlApi.fromGraphqlApiAttributes(stack, 'Imported', { graphqlApiId: 'api-id', graphqlApiArn: 'arn:api' });
    const none = api.addNoneDataSource('None');
    const items = api.addDynamoDbDataSource('Items', new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }));
    let n = 0;
    const resolve = (request, response) => items.createResolver(`Resolver${++n}`, { typeName: 'Query', fieldName: `f${n}`, requestMappingTemplate: request, responseMappingTemplate: response });
    resolve(Template.dynamoDbScanTable(), Template.dynamoDbResultList());
    resolve(Template.dynamoDbScanTable(true), Template.dynamoDbResultItem());
    resolve(Template.dynamoDbGetItem('id', 'note'), Template.dynamoDbResultItem());
    resolve(Template.dynamoDbGetItem('id', 'note', true), Template.fromString('x'));
    resolve(Template.dynamoDbDeleteItem('id', 'note'), Template.fromFile('spec/fixtures/appsync/request.vtl'));
    resolve(Template.dynamoDbQuery(Key.eq('id', 'a').and(Key.beginsWith('sort', 'b')).and(Key.eq('id', 'b'))));
    resolve(Template.dynamoDbQuery(Key.between('id', 'a', 'b'), 'index'));
    resolve(Template.dynamoDbQuery(Key.lt('id', 'a').and(Key.le('n', 'a')), 'index', true));
    resolve(Template.dynamoDbQuery(Key.gt('id', 'a').and(Key.ge('n', 'c').and(Key.gt('m', 'd'))), undefined, true));
    resolve(Template.dynamoDbPutItem(PrimaryKey.partition('id').auto(), Values.projecting()));
    resolve(Template.dynamoDbPutItem(PrimaryKey.partition('id').is('note').sort('at').auto(), Values.projecting('input')));
    resolve(Template.dynamoDbPutItem(PrimaryKey.partition('id').auto().sort('at').is('at.when'), Values.attribute('a').is('$ctx.args.a').attribute('b').is('$ctx.args.b')));
    resolve(Template.dynamoDbPutItem(PrimaryKey.partition('id').auto(), Values.projecting('input').attribute('c').is('$util.time.nowISO8601()')));
    resolve(Template.dynamoDbPutItem(new PrimaryKey(new appsync.Assign('a', 'b'), new appsync.Assign('c', 'd')), new appsync.AttributeValues('{}', [new appsync.Assign('e', 'f')])));
    resolve(Template.lambdaRequest(), Template.lambdaResult());
    resolve(Template.lambdaRequest('$util.toJson($ctx.args)', 'BatchInvoke'));
    const fn = none.createFunction('Fn', { name: 'fn', description: 'd', requestMappingTemplate: Template.fromString('{}'), responseMappingTemplate: Template.fromString('$x') });
    const code = new appsync.AppsyncFunction(stack, 'Code', { api, name: 'code', dataSource: none, code: Code.fromAsset('spec/fixtures/appsync/resolver.js'), runtime: FunctionRuntime.JS_1_0_0 });
    const byArn = appsync.AppsyncFunction.fromAppsyncFunctionAttributes(stack, 'ByArn', { functionArn: 'arn:aws:appsync:eu-west-1:111122223333:apis/a/functions/f' });
    const l1 = new appsync.CfnFunctionConfiguration(stack, 'L1', { apiId: api.apiId, dataSourceName: none.name, name: 'l1' });
    api.createResolver('Pipeline', {
      typeName: 'Mutation', fieldName: 'write', pipelineConfig: [fn, code, byArn, l1], code: Code.fromInline('export {}'), runtime: new FunctionRuntime(appsync.FunctionRuntimeFamily.JS, '2.0.0'),
      cachingConfig: { ttl: cdk.Duration.minutes(1), cachingKeys: ['$context.arguments', '$context.identity.sub', cdk.Fn.importValue('key')] }, metricsConfig: appsync.ResolverMetricsConfig.ENABLED,
    });
    const asset = Code.fromAsset('spec/fixtures/appsync/resolver.js', { assetHash: 'h' });
    const direct = new appsync.Resolver(stack, 'Direct', { api, typeName: 'Query', fieldName: 'direct', dataSource: none, maxBatchSize: 3, code: asset, cachingConfig: { ttl: cdk.Duration.hours(1) } });
    new appsync.Resolver(stack, 'Again', { api: imported, typeName: 'Query', fieldName: 'again', pipelineConfig: [], code: asset });
    out('Arn', direct.arn);
    out('FnArn', fn.functionArn);
    out('FnName', fn.functionName);
    out('FnRef', code.functionConfigurationRef.functionArn);
    out('ByArnId', byArn.functionId);
    out('ByArnRef', byArn.functionConfigurationRef.functionArn);
  },

  merged_apis: (app, cdk, lib) => {
    const appsync = lib('aws-appsync'), iam = lib('aws-iam');
    const { Definition, GraphqlApi, MergeType } = appsync;
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const definition = Definition.fromFile('spec/fixtures/appsync/schema.graphql');
    const first = new GraphqlApi(stack, 'First', { name: 'first', definition }), second = new GraphqlApi(stack, 'Second', { name: 'second', definition });
    const far = GraphqlApi.fromGraphqlApiAttributes(stack, 'Far', { graphqlApiId: 'far' });
    const merged = new GraphqlApi(stack, 'Merged', {
      name: 'merged', definition: Definition.fromSourceApis({ sourceApis: [{ sourceApi: first, mergeType: MergeType.MANUAL_MERGE, description: 'd' }, { sourceApi: second }, { sourceApi: far }] }),
    });
    const mergedApiExecutionRole = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('appsync.amazonaws.com') });
    const own = new GraphqlApi(stack, 'Own', { name: 'own', definition: Definition.fromSourceApis({ sourceApis: [], mergedApiExecutionRole }) });
    const association = new appsync.SourceApiAssociation(stack, 'Association', { sourceApi: first, mergedApi: own, mergedApiExecutionRole, description: 'd' });
    new appsync.SourceApiAssociation(stack, 'Manual', {
      sourceApi: second, mergedApi: merged, mergedApiExecutionRole: iam.Role.fromRoleName(stack, 'OtherRole', 'other'), mergeType: MergeType.MANUAL_MERGE,
    });
    const imported = appsync.SourceApiAssociation.fromSourceApiAssociationAttributes(stack, 'Imported', {
      associationArn: 'arn:aws:appsync:eu-west-1:111122223333:apis/a/sourceApiAssociations/s', sourceApi: first, mergedApi: merged,
    });
    out('Arn', association.associationArn);
    out('Id', association.associationId);
    out('Status', association.association.attrSourceApiAssociationStatus);
    out('Ref', association.sourceApiAssociationRef.associationArn);
    out('ImportedId', imported.associationId);
    out('ImportedRef', imported.sourceApiAssociationRef.associationArn);
    out('Source', imported.sourceApi.apiId);
  },

  merged_apis_by_arn: (app, cdk, lib) => {
    const appsync = lib('aws-appsync'), lambda = lib('aws-lambda');
    const { Definition, GraphqlApi } = appsync;
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    stack.node.setContext('@aws-cdk/aws-appsync:useArnForSourceApiAssociationIdentifier', true);
    stack.node.setContext('@aws-cdk/aws-appsync:appSyncGraphQLAPIScopeLambdaPermission', true);
    const handler = new lambda.Function(stack, 'Fn', { runtime: lambda.Runtime.PYTHON_3_12, handler: 'index.handler', code: lambda.Code.fromInline('pass') });
    const first = new GraphqlApi(stack, 'First', {
      name: 'first', definition: Definition.fromFile('spec/fixtures/appsync/schema.graphql'),
      authorizationConfig: { defaultAuthorization: { authorizationType: appsync.AuthorizationType.LAMBDA, lambdaAuthorizerConfig: { handler } } },
    });
    new GraphqlApi(stack, 'Merged', { name: 'merged', definition: Definition.fromSourceApis({ sourceApis: [{ sourceApi: first }] }) });
  },

  event_apis: (app, cdk, lib) => {
    const appsync = lib('aws-appsync'), cognito = lib('aws-cognito'), lambda = lib('aws-lambda'), iam = lib('aws-iam'), logs = lib('aws-logs'), acm = lib('aws-certificatemanager');
    const dynamodb = lib('aws-dynamodb'), events = lib('aws-events'), secretsmanager = lib('aws-secretsmanager');
    const { EventApi, AppSyncAuthorizationType: Type, Code } = appsync;
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const userPool = new cognito.UserPool(stack, 'Users');
    const handler = new lambda.Function(stack, 'Fn', { runtime: lambda.Runtime.PYTHON_3_12, handler: 'index.handler', code: lambda.Code.fromInline('pass') });
    const plain = new EventApi(stack, 'Plain', { apiName: 'plain' });
    const full = new EventApi(stack, 'Full', {
      apiName: 'full', ownerContact: 'me. my-self_1', authorizationConfig: {
        authProviders: [
          { authorizationType: Type.USER_POOL, cognitoConfig: { userPool, appIdClientRegex: '^x' } }, { authorizationType: Type.IAM },
          { authorizationType: Type.API_KEY, apiKeyConfig: { name: 'One', description: 'd' } }, { authorizationType: Type.API_KEY, apiKeyConfig: { name: 'Two' } },
          { authorizationType: Type.OIDC, openIdConnectConfig: { oidcProvider: 'https://oidc.example', clientId: 'c', tokenExpiryFromAuth: 1, tokenExpiryFromIssue: 2 } },
          { authorizationType: Type.LAMBDA, lambdaAuthorizerConfig: { handler, resultsCacheTtl: cdk.Duration.minutes(2), validationRegex: '.*' } },
        ],
        connectionAuthModeTypes: [Type.IAM, Type.API_KEY], defaultPublishAuthModeTypes: [Type.USER_POOL], defaultSubscribeAuthModeTypes: [Type.OIDC, Type.LAMBDA],
      },
      logConfig: { excludeVerboseContent: true, fieldLogLevel: appsync.AppSyncFieldLogLevel.INFO, retention: logs.RetentionDays.ONE_WEEK },
      domainName: { domainName: 'events.example.com', certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:111122223333:certificate/c') },
    });
    const iamApi = new EventApi(stack, 'Iam', {
      apiName: 'iam', authorizationConfig: { authProviders: [{ authorizationType: Type.IAM }] },
      logConfig: { role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('appsync.amazonaws.com') }) },
    });
    const imported = EventApi.fromEventApiAttributes(stack, 'Imported', { apiId: 'api-id', httpDns: 'h', realtimeDns: 'r', authProviderTypes: [Type.IAM] });
    const grants = (resource, action) => (grantee) => iam.Grant.addToPrincipal({ grantee, actions: [action], resourceArns: [resource] });
    const cluster = new cdk.Resource(stack, 'Cluster');
    cluster.clusterIdentifier = 'cluster';
    cluster.grantDataApiAccess = grants('arn:cluster', 'rds-data:ExecuteStatement');
    const domain = new cdk.Resource(stack, 'Domain');
    domain.domainEndpoint = 'search.example';
    domain.grantReadWrite = grants('arn:domain', 'es:ESHttpGet');
    const table = new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    const items = full.addDynamoDbDataSource('Items', table, { name: 'the items', description: 'd' });
    new appsync.AppSyncDynamoDbDataSource(stack, 'ReadItems', { api: full, table, readOnlyAccess: true, useCallerCredentials: false });
    full.addHttpDataSource('Http', 'https://api.example', { authorizationConfig: { signingRegion: 'eu-west-1', signingServiceName: 'states' } });
    full.addEventBridgeDataSource('Bridge', new events.EventBus(stack, 'Bus'));
    full.addRdsDataSource('Rds', cluster, new secretsmanager.Secret(stack, 'Secret'), 'db', { name: 'rds' });
    full.addOpenSearchDataSource('Search', domain);
    const compute = full.addLambdaDataSource('Compute', handler);
    new appsync.AppSyncHttpDataSource(stack, 'OfL1', { api: new appsync.CfnApi(stack, 'L1', { name: 'l1' }), endpoint: 'https://api.example' });
    const user = new iam.User(stack, 'User');
    const news = full.addChannelNamespace('news');
    const direct = full.addChannelNamespace('direct', {
      channelNamespaceName: 'straight', publishHandlerConfig: { dataSource: compute, direct: true, lambdaInvokeType: appsync.LambdaInvokeType.EVENT }, subscribeHandlerConfig: { dataSource: compute, direct: true },
      authorizationConfig: { publishAuthModeTypes: [Type.IAM], subscribeAuthModeTypes: [] },
    });
    full.addChannelNamespace('coded', { code: Code.fromInline('export {}'), publishHandlerConfig: { dataSource: items }, subscribeHandlerConfig: {} });
    const own = new appsync.ChannelNamespace(stack, 'Own', {
      api: iamApi, code: Code.fromAsset('spec/fixtures/appsync/resolver.js'), authorizationConfig: { publishAuthModeTypes: [Type.IAM] },
    });
    imported.addChannelNamespace('far');
    news.grantPublish(user);
    direct.grantSubscribe(user);
    own.grantPublishAndSubscribe(user);
    full.grantPublish(user);
    full.grantSubscribe(user);
    iamApi.grantConnect(user);
    imported.grantPublishAndSubscribe(user);
    imported.grant(user, appsync.AppSyncEventResource.all(), 'appsync:EventConnect');
    imported.grant(user, appsync.AppSyncEventResource.ofChannelNamespace('x'), 'appsync:EventPublish');
    out('Arn', plain.apiArn);
    out('Id', plain.apiId);
    out('Key', plain.apiKeys.Default.attrApiKey);
    out('KeyTwo', full.apiKeys.Two.attrApiKey);
    out('Http', full.httpDns);
    out('Realtime', full.realtimeDns);
    out('OwnHttp', full.customHttpEndpoint);
    out('OwnRealtime', full.customRealtimeEndpoint);
    out('OwnDomain', full.appSyncDomainName);
    out('LogGroup', full.logGroup.logGroupArn);
    out('PlainLogGroup', plain.logGroup.logGroupName);
    out('Ref', full.apiRef.apiArn);
    out('ImportedArn', imported.apiArn);
    out('Namespace', news.channelNamespaceArn);
    out('NamespaceRef', news.channelNamespaceRef.channelNamespaceArn);
    out('NamespaceByArn', appsync.ChannelNamespace.fromChannelNamespaceArn(stack, 'ImportedNamespace', 'arn:namespace').channelNamespaceRef.channelNamespaceArn);
  },
};
