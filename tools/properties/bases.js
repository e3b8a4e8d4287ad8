// What the types do not say of the values in one-property programs: values that the library accepts for a type, and required
// properties of constructs that need more than one value of each type.
'use strict';

const { snake } = require('../schema/names');

const KEYWORDS = new Set(('and break do else elseif end false for function goto if in local nil not or repeat return then ' +
  'true until while').split(' '));

/** A name as the key of a Lua table. */
const keyword = (name) => (KEYWORDS.has(name) ? `["${name}"]` : name);

const cdk = (name) => require(require.resolve('aws-cdk-lib', { paths: [process.argv[2]] }))[name];

const call = (program, fqn, method, snakeName, ...values) => {
  const holder = fqn.split('.').reduce((value, step) => value[step], require(require.resolve('aws-cdk-lib', { paths: [process.argv[2]] })));
  const text = (value) => (value && value.lua ? value.lua : JSON.stringify(value));
  const js = (value) => (value && value.lua ? value.js : value);
  return {
    js: method ? holder[method](...values.map(js)) : new holder(...values.map(js)),
    lua: `${program.name(`aws-cdk-lib.${fqn}`)}${method ? '.' + snakeName : ''}(${values.map(text).join(', ')})`,
  };
};
const stack = (program) => ({ js: program.stack, lua: 'stack' });

const role = (program, id) =>
  call(program, 'aws_iam.Role', 'fromRoleArn', 'from_role_arn', stack(program), id, 'arn:aws:iam::123456789012:role/r');
const managedPolicy = (program) => call(program, 'aws_iam.ManagedPolicy', 'fromAwsManagedPolicyName',
  'from_aws_managed_policy_name', 'ReadOnlyAccess');
const key = (program, id) => call(program, 'aws_kms.Key', 'fromKeyArn', 'from_key_arn', stack(program), id,
  'arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012');
const bucket = (program, id) =>
  call(program, 'aws_s3.Bucket', 'fromBucketName', 'from_bucket_name', stack(program), id, 'bucket');
const topic = (program, id) => call(program, 'aws_sns.Topic', 'fromTopicArn', 'from_topic_arn', stack(program), id,
  'arn:aws:sns:us-east-1:123456789012:t');
const queue = (program, id) => call(program, 'aws_sqs.Queue', 'fromQueueArn', 'from_queue_arn', stack(program), id,
  'arn:aws:sqs:us-east-1:123456789012:q');
const logGroup = (program, id) =>
  call(program, 'aws_logs.LogGroup', 'fromLogGroupName', 'from_log_group_name', stack(program), id, 'g');
const lambda = (program, id) => call(program, 'aws_lambda.Function', 'fromFunctionArn', 'from_function_arn', stack(program),
  id, 'arn:aws:lambda:us-east-1:123456789012:function:f');
const vpc = (program, id) => {
  const attributes = {
    vpcId: 'vpc-1', availabilityZones: ['us-east-1a', 'us-east-1b'], publicSubnetIds: ['s-1', 's-2'],
    privateSubnetIds: ['p-1', 'p-2'], vpcCidrBlock: '10.0.0.0/16',
  };
  const lua = '{ vpc_id = "vpc-1", availability_zones = { "us-east-1a", "us-east-1b" }, ' +
    'public_subnet_ids = { "s-1", "s-2" }, private_subnet_ids = { "p-1", "p-2" }, vpc_cidr_block = "10.0.0.0/16" }';
  return call(program, 'aws_ec2.Vpc', 'fromVpcAttributes', 'from_vpc_attributes', stack(program), id, { js: attributes, lua });
};
const securityGroup = (program, id) => call(program, 'aws_ec2.SecurityGroup', 'fromSecurityGroupId', 'from_security_group_id',
  stack(program), id, 'sg-1');

const hostedZone = (program, id) => {
  const lua = '{ hosted_zone_id = "Z1", zone_name = "example.com" }';
  return call(program, 'aws_route53.PublicHostedZone', 'fromPublicHostedZoneAttributes',
    'from_public_hosted_zone_attributes', stack(program), id, { js: { hostedZoneId: 'Z1', zoneName: 'example.com' }, lua });
};
const certificate = (program, id) => call(program, 'aws_certificatemanager.Certificate', 'fromCertificateArn',
  'from_certificate_arn', stack(program), id, 'arn:aws:acm:us-east-1:123456789012:certificate/c');
const meshed = (kind) => (program, id) => call(program, `aws_appmesh.${kind}`, `from${kind}Arn`,
  `from${kind.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_arn`, stack(program), id,
  `arn:aws:appmesh:us-east-1:123456789012:mesh/m/${kind[0].toLowerCase()}${kind.slice(1)}/n`);
const routeSpec = (program, kind, field, snakeField, target) => call(program, `aws_appmesh.${kind}`, 'http', 'http',
  { js: { [field]: target.js }, lua: `{ ${snakeField} = ${target.lua} }` });
/** A struct of values; what is no value is the same text in both languages. */
const struct = (fields) => {
  const all = Object.entries(fields).map(([name, one]) => [name, one && one.lua ? one : { js: one, lua: JSON.stringify(one) }]);
  return {
    js: Object.fromEntries(all.map(([name, one]) => [name, one.js])),
    lua: `{ ${all.map(([name, one]) => `${keyword(snake(name))} = ${one.lua}`).join(', ')} }`,
  };
};
const list = (one) => ({ js: [one.js], lua: `{ ${one.lua} }` });

const instanceType = (program) => call(program, 'aws_ec2.InstanceType', null, null, 'r5.large');
const imported = (program, fqn, method, id, ...rest) => call(program, fqn, method, snake(method), stack(program), id, ...rest);
const engine = (program, kind, name, versions, version) => {
  const known = {
    js: cdk('aws_rds')[versions][version], lua: `${program.name(`aws-cdk-lib.aws_rds.${versions}`)}.${version}`,
  };
  return call(program, `aws_rds.${kind}`, name, snake(name), struct({ version: known }));
};
const clusterEngine = (program) =>
  engine(program, 'DatabaseClusterEngine', 'auroraPostgres', 'AuroraPostgresEngineVersion', 'VER_17_6');
const instanceEngine = (program) => engine(program, 'DatabaseInstanceEngine', 'postgres', 'PostgresEngineVersion', 'VER_17_7');
const databaseInstance = (program, id) => imported(program, 'aws_rds.DatabaseInstance', 'fromDatabaseInstanceAttributes', id,
  struct({ instanceIdentifier: 'i', instanceEndpointAddress: 'e', port: 5432, engine: instanceEngine(program),
    securityGroups: list(securityGroup(program, `${id}Group`)) }));
const databaseProxy = (program, id) => imported(program, 'aws_rds.DatabaseProxy', 'fromDatabaseProxyAttributes', id,
  struct({ dbProxyName: 'p', dbProxyArn: 'arn:aws:rds:us-east-1:123456789012:db-proxy:prx-1', endpoint: 'e',
    securityGroups: list(securityGroup(program, `${id}Group`)) }));
const documentCluster = (program, id) => imported(program, 'aws_docdb.DatabaseCluster', 'fromDatabaseClusterAttributes', id,
  struct({ clusterIdentifier: 'c', clusterEndpointAddress: 'e', readerEndpointAddress: 'r', port: 27017,
    instanceIdentifiers: { js: [], lua: '{}' } }));
const image = (program) => call(program, 'aws_ecs.ContainerImage', 'fromRegistry', 'from_registry', 'image');
const cluster = (program, id) => {
  const one = vpc(program, `${id}Vpc`);
  return call(program, 'aws_ecs.Cluster', 'fromClusterAttributes', 'from_cluster_attributes', stack(program), id,
    { js: { clusterName: 'c', vpc: one.js }, lua: `{ cluster_name = "c", vpc = ${one.lua} }` });
};
// A task definition with a container; the Lua text is that of a call, so the container is added by a function.
const task = (program, id, name) => {
  const one = call(program, `aws_ecs.${name}`, null, null, stack(program), id);
  const container = image(program);
  one.js.addContainer('C', { image: container.js, memoryLimitMiB: 64 });
  return {
    js: one.js,
    lua: `(function(task) task:add_container("C", { image = ${container.lua}, memory_limit_mib = 64 }) return task end)` +
      `(${one.lua})`,
  };
};
// The properties without which a pattern on ECS has no task.
const pattern = (key, text, ...kept) => (program) => {
  const one = image(program);
  const inside = (js, lua) => (key ? { js: { [key]: js }, lua: `${text} = ${lua}` } : { js, lua: lua.slice(2, -2) });
  const lua = `{ image = ${one.lua}, memory_limit_mib = 64 }`;
  const options = key && key.startsWith('scheduledEc2') ? inside({ image: one.js, memoryLimitMiB: 64 }, lua)
    : inside({ image: one.js }, `{ image = ${one.lua} }`);
  for (const [name, snake, make] of kept) {
    const value = make(program);
    options.js[name] = value.js;
    options.lua += `, ${snake} = ${value.lua}`;
  }
  return { js: options.js, lua: `{ ${options.lua} }` };
};
const memory = ['memoryLimitMiB', 'memory_limit_mib', () => ({ js: 64, lua: '64' })];
const instances = ['cluster', 'cluster', (program) => cluster(program, 'Cluster')];
const hourly = ['schedule', 'schedule', (program) => call(program, 'aws_applicationautoscaling.Schedule', 'expression',
  'expression', 'rate(1 hour)')];
const graphqlApi = (program, id) => call(program, 'aws_appsync.GraphqlApi', 'fromGraphqlApiAttributes',
  'from_graphql_api_attributes', stack(program), id, { js: { graphqlApiId: 'a' }, lua: '{ graphql_api_id = "a" }' });
const schema = () => ({
  js: { bind: (api) => ({ apiId: api.apiId, definition: 'd' }) },
  lua: '{ bind = function(_, api) return { api_id = api.api_id, definition = "d" } end }',
});
const definition = (program) => call(program, 'aws_appsync.Definition', 'fromSchema', 'from_schema', schema());
const secret = (program, id) =>
  call(program, 'aws_secretsmanager.Secret', 'fromSecretNameV2', 'from_secret_name_v2', stack(program), id, 's');
const synthetics = (program) => ({
  js: cdk('aws_synthetics').Runtime.SYNTHETICS_NODEJS_PUPPETEER_13_0,
  lua: `${program.name('aws-cdk-lib.aws_synthetics.Runtime')}.SYNTHETICS_NODEJS_PUPPETEER_13_0`,
});
const glueDatabase = (program, id) => call(program, 'aws_glue.Database', 'fromDatabaseArn', 'from_database_arn', stack(program),
  id, 'arn:aws:glue:us-east-1:123456789012:database/d');
const glueMember = (type, name) => (program) =>
  ({ js: cdk('aws_glue')[type][name], lua: `${program.name(`aws-cdk-lib.aws_glue.${type}`)}.${name}` });

// A file that is there in the folders in which programs run: they have a link to the fixtures.
const FILE = 'spec/fixtures/glue/library.py';
const asset = (program, id) =>
  call(program, 'aws_s3_assets.Asset', null, null, stack(program), id, struct({ path: FILE }));
const kubectlLayer = (program) => imported(program, 'aws_lambda.LayerVersion', 'fromLayerVersionArn', 'Kubectl',
  'arn:aws:lambda:us-east-1:123456789012:layer:kubectl:1');
// What a cluster of aws_eks_v2 needs before anything runs kubectl.
const kubernetes = (program) => {
  const version = {
    js: cdk('aws_eks_v2').KubernetesVersion.V1_34,
    lua: `${program.name('aws-cdk-lib.aws_eks_v2.KubernetesVersion')}.V1_34`,
  };
  return struct({ version, kubectlProviderOptions: struct({ kubectlLayer: kubectlLayer(program) }) });
};
const kubernetesCluster = (program, id) =>
  call(program, 'aws_eks_v2.Cluster', null, null, stack(program), id, kubernetes(program));

/** Type → value. */
const values = {
  Duration: () => ({ js: cdk('Duration').minutes(15), lua: 'cdk.Duration.minutes(15)' }),
  Size: () => ({ js: cdk('Size').gibibytes(20), lua: 'cdk.Size.gibibytes(20)' }),
  SecretValue: () => ({ js: cdk('SecretValue').unsafePlainText('secret'), lua: 'cdk.SecretValue.unsafe_plain_text("secret")' }),
  'aws_iam.IRole': role,
  'interfaces.aws_iam.IRoleRef': role,
  'aws_iam.IManagedPolicy': managedPolicy,
  'aws_kms.IKey': key,
  'interfaces.aws_kms.IKeyRef': key,
  'aws_s3.IBucket': bucket,
  'interfaces.aws_s3.IBucketRef': bucket,
  'aws_sns.ITopic': topic,
  'interfaces.aws_sns.ITopicRef': topic,
  'aws_sqs.IQueue': queue,
  'interfaces.aws_sqs.IQueueRef': queue,
  'aws_logs.ILogGroup': logGroup,
  'interfaces.aws_logs.ILogGroupRef': logGroup,
  'aws_lambda.IFunction': lambda,
  'interfaces.aws_lambda.IFunctionRef': lambda,
  'aws_lambda.Code': (program) => call(program, 'aws_lambda.Code', 'fromInline', 'from_inline', 'code'),
  'aws_lambda.Runtime': (program) => ({ js: cdk('aws_lambda').Runtime.PYTHON_3_12,
    lua: `${program.name('aws-cdk-lib.aws_lambda.Runtime')}.PYTHON_3_12` }),
  'aws_iam.PolicyStatement': (program) => call(program, 'aws_iam.PolicyStatement', null, null,
    { js: { actions: ['s:A'], resources: ['*'] }, lua: '{ actions = { "s:A" }, resources = { "*" } }' }),
  'aws_iam.PolicyDocument': (program) => call(program, 'aws_iam.PolicyDocument', null, null, { js: {}, lua: '{}' }),
  'aws_scheduler.ScheduleExpression': (program) =>
    call(program, 'aws_scheduler.ScheduleExpression', 'expression', 'expression', 'rate(1 hour)'),
  'aws_scheduler.IScheduleTarget': (program, id) =>
    call(program, 'aws_scheduler_targets.SqsSendMessage', null, null, queue(program, id)),
  'aws_scheduler.TimeWindow': (program) =>
    call(program, 'aws_scheduler.TimeWindow', 'flexible', 'flexible', values.Duration()),
  'aws_servicecatalog.CloudFormationTemplate': (program) =>
    call(program, 'aws_servicecatalog.CloudFormationTemplate', 'fromUrl', 'from_url', 'https://example.com/template.json'),
  'aws_ses.EventDestination': (program, id) =>
    call(program, 'aws_ses.EventDestination', 'snsTopic', 'sns_topic', topic(program, id)),
  'aws_kinesisfirehose.IDestination': (program, id) =>
    call(program, 'aws_kinesisfirehose.S3Bucket', null, null, bucket(program, id)),
  'aws_kinesisfirehose.StreamEncryption': (program) =>
    call(program, 'aws_kinesisfirehose.StreamEncryption', 'awsOwnedKey', 'aws_owned_key'),
  'aws_codebuild.IArtifacts': (program, id) => {
    const place = bucket(program, id);
    return call(program, 'aws_codebuild.Artifacts', 's3', 's3',
      { js: { bucket: place.js, identifier: 'a' }, lua: `{ bucket = ${place.lua}, identifier = "a" }` });
  },
  'aws_codebuild.ISource': (program) => call(program, 'aws_codebuild.Source', 'gitHub', 'git_hub',
    { js: { owner: 'o', repo: 'r', identifier: 'a' }, lua: '{ owner = "o", repo = "r", identifier = "a" }' }),
  'aws_codebuild.IFileSystemLocation': (program) => call(program, 'aws_codebuild.FileSystemLocation', 'efs', 'efs',
    { js: { identifier: 'a', location: 'l', mountPoint: '/m' }, lua: '{ identifier = "a", location = "l", mount_point = "/m" }' }),
  'aws_codestarnotifications.INotificationRuleTarget': topic,
  'aws_s3_deployment.ISource': (program, id) =>
    call(program, 'aws_s3_deployment.Source', 'bucket', 'bucket', bucket(program, id), 'a.zip'),
  'aws_config.RuleScope': (program) => call(program, 'aws_config.RuleScope', 'fromTag', 'from_tag', 'k', 'v'),
  'aws_config.EvaluationMode': (program) => ({ js: cdk('aws_config').EvaluationMode.DETECTIVE,
    lua: `${program.name('aws-cdk-lib.aws_config.EvaluationMode')}.DETECTIVE` }),
  'aws_apigateway.Integration': (program) => call(program, 'aws_apigateway.MockIntegration', null, null),
  'aws_apigateway.IAccessLogDestination': (program, id) =>
    call(program, 'aws_apigateway.LogGroupLogDestination', null, null, logGroup(program, id)),
  'aws_appsync.IGraphqlApi': graphqlApi,
  'interfaces.aws_appsync.IGraphQLApiRef': graphqlApi,
  'aws_appsync.ISchema': schema,
  'aws_appsync.Definition': definition,
  'aws_ec2.IVpc': vpc,
  'interfaces.aws_ec2.IVPCRef': vpc,
  'aws_ec2.ISecurityGroup': securityGroup,
  'interfaces.aws_ec2.ISecurityGroupRef': securityGroup,
  'aws_iam.IPrincipal': (program) => call(program, 'aws_iam.ServicePrincipal', null, null, 's.amazonaws.com'),
  'aws_route53.IHostedZone': hostedZone,
  'aws_route53.IPublicHostedZone': hostedZone,
  'aws_route53.CidrRoutingConfig': (program) => call(program, 'aws_route53.CidrRoutingConfig', 'withDefaultLocationName',
    'with_default_location_name', '11112222-3333-4444-5555-666677778888'),
  'aws_route53.GeoLocation': (program) => call(program, 'aws_route53.GeoLocation', 'country', 'country', 'DE'),
  'aws_apigatewayv2.HttpRouteIntegration': (program) =>
    call(program, 'aws_apigatewayv2_integrations.HttpUrlIntegration', null, null, 'Url', 'https://example.com'),
  'aws_apigatewayv2.WebSocketRouteIntegration': (program) =>
    call(program, 'aws_apigatewayv2_integrations.WebSocketMockIntegration', null, null, 'Mock'),
  'aws_apigatewayv2.HttpRouteKey': (program) => call(program, 'aws_apigatewayv2.HttpRouteKey', 'with', 'with', '/path'),
  'aws_apigatewayv2.IAccessLogSettings': (program, id) => {
    const destination = call(program, 'aws_apigatewayv2.LogGroupLogDestination', null, null, logGroup(program, `${id}Group`));
    return { js: { destination: destination.js }, lua: `{ destination = ${destination.lua} }` };
  },
  'interfaces.aws_acmpca.ICertificateAuthorityRef': (program, id) => call(program, 'aws_acmpca.CertificateAuthority',
    'fromCertificateAuthorityArn', 'from_certificate_authority_arn', stack(program), id,
    'arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/c'),
  'aws_cloudfront.BehaviorOptions': (program) => {
    const origin = call(program, 'aws_cloudfront_origins.HttpOrigin', null, null, 'example.com');
    return { js: { origin: origin.js }, lua: `{ origin = ${origin.lua} }` };
  },
  'aws_cloudfront.GeoRestriction': (program) => call(program, 'aws_cloudfront.GeoRestriction', 'allowlist', 'allowlist', 'DE'),
  'aws_cloudfront.OriginRequestHeaderBehavior': (program) =>
    call(program, 'aws_cloudfront.OriginRequestHeaderBehavior', 'allowList', 'allow_list', 'x-a'),
  'aws_ecs.ContainerImage': image,
  'aws_ecs.ICluster': cluster,
  'aws_ecs.Ec2TaskDefinition': (program, id) => task(program, id, 'Ec2TaskDefinition'),
  'aws_ecs.FargateTaskDefinition': (program, id) => task(program, id, 'FargateTaskDefinition'),
  'aws_ecs.EnvironmentFile': (program, id) =>
    call(program, 'aws_ecs.EnvironmentFile', 'fromBucket', 'from_bucket', bucket(program, id), 'a.env'),
  'aws_ecs.LogDriver': (program) => {
    const options = { js: { streamPrefix: 'p' }, lua: '{ stream_prefix = "p" }' };
    return call(program, 'aws_ecs.LogDriver', 'awsLogs', 'aws_logs', options);
  },
  'aws_ecs.Secret': (program, id) =>
    call(program, 'aws_ecs.Secret', 'fromSecretsManager', 'from_secrets_manager', secret(program, id)),
  'aws_eks_v2.Cluster': kubernetesCluster,
  'aws_eks_v2.ICluster': kubernetesCluster,
  'aws_s3_assets.Asset': asset,
  'interfaces.aws_secretsmanager.ISecretRef': secret,
  'aws_appmesh.Backend': (program, id) => call(program, 'aws_appmesh.Backend', 'virtualService', 'virtual_service',
    meshed('VirtualService')(program, id)),
  'aws_appmesh.GatewayRouteSpec': (program, id) => routeSpec(program, 'GatewayRouteSpec', 'routeTarget', 'route_target',
    meshed('VirtualService')(program, id)),
  'aws_appmesh.IVirtualGateway': meshed('VirtualGateway'),
  'aws_appmesh.IVirtualRouter': meshed('VirtualRouter'),
  'aws_appmesh.RouteSpec': (program, id) => {
    const node = meshed('VirtualNode')(program, id);
    return routeSpec(program, 'RouteSpec', 'weightedTargets', 'weighted_targets',
      { js: [{ virtualNode: node.js }], lua: `{ { virtual_node = ${node.lua} } }` });
  },
  'aws_appmesh.VirtualServiceProvider': (program, id) => call(program, 'aws_appmesh.VirtualServiceProvider', 'virtualNode',
    'virtual_node', meshed('VirtualNode')(program, id)),
  'aws_docdb.IDatabaseCluster': documentCluster,
  'interfaces.aws_docdb.IDBClusterRef': documentCluster,
  'aws_rds.IClusterEngine': clusterEngine,
  'aws_rds.IInstanceEngine': instanceEngine,
  'aws_rds.IDatabaseInstance': databaseInstance,
  'interfaces.aws_rds.IDBInstanceRef': databaseInstance,
  'interfaces.aws_rds.IDBProxyRef': databaseProxy,
  'aws_rds.IClusterInstance': (program) => call(program, 'aws_rds.ClusterInstance', 'serverlessV2', 'serverless_v2', 'w'),
  'aws_rds.ProxyTarget': (program, id) =>
    call(program, 'aws_rds.ProxyTarget', 'fromInstance', 'from_instance', databaseInstance(program, id)),
  'aws_rds.Credentials': (program) =>
    call(program, 'aws_rds.Credentials', 'fromGeneratedSecret', 'from_generated_secret', 'u'),
  'aws_rds.SnapshotCredentials': (program) =>
    call(program, 'aws_rds.SnapshotCredentials', 'fromGeneratedSecret', 'from_generated_secret', 'u'),
  'aws_appconfig.Action': (program, id) => {
    const queueDestination = call(program, 'aws_appconfig.SqsDestination', null, null, queue(program, id));
    return call(program, 'aws_appconfig.Action', null, null, {
      js: { actionPoints: ['ON_DEPLOYMENT_STEP'], eventDestination: queueDestination.js },
      lua: `{ action_points = { "ON_DEPLOYMENT_STEP" }, event_destination = ${queueDestination.lua} }`,
    });
  },
  'aws_appconfig.ConfigurationContent': (program) =>
    call(program, 'aws_appconfig.ConfigurationContent', 'fromInlineText', 'from_inline_text', 'text'),
  'aws_appconfig.ConfigurationSource': (program, id) =>
    call(program, 'aws_appconfig.ConfigurationSource', 'fromBucket', 'from_bucket', bucket(program, id), 'key'),
  'aws_appconfig.IApplication': (program, id) => call(program, 'aws_appconfig.Application', 'fromApplicationArn',
    'from_application_arn', stack(program), id, 'arn:aws:appconfig:us-east-1:123456789012:application/a'),
  'aws_backup.BackupPlanRule': (program) => call(program, 'aws_backup.BackupPlanRule', 'daily', 'daily'),
  'aws_backup.BackupResource': (program) => call(program, 'aws_backup.BackupResource', 'fromArn', 'from_arn', 'arn:a'),
  'interfaces.aws_backup.IBackupPlanRef': (program, id) => call(program, 'aws_backup.BackupPlan', 'fromBackupPlanId',
    'from_backup_plan_id', stack(program), id, 'p'),
  'interfaces.aws_backup.IBackupVaultRef': (program, id) => call(program, 'aws_backup.BackupVault', 'fromBackupVaultName',
    'from_backup_vault_name', stack(program), id, 'v'),
  'aws_bedrockagentcore.AgentRuntimeArtifact': (program) => call(program, 'aws_bedrockagentcore.AgentRuntimeArtifact',
    'fromImageUri', 'from_image_uri', '123456789012.dkr.ecr.us-east-1.amazonaws.com/a:b'),
  'aws_glue.ICatalog': (program, id) => call(program, 'aws_glue.Catalog', 'fromCatalogArn', 'from_catalog_arn', stack(program),
    id, 'arn:aws:glue:us-east-1:123456789012:catalog/c'),
  'aws_glue.Code': (program, id) => call(program, 'aws_glue.Code', 'fromBucket', 'from_bucket', bucket(program, id), 'key'),
  'aws_glue.ConnectionNetwork': (program, id) =>
    call(program, 'aws_glue.ConnectionNetwork', 'vpc', 'vpc', vpc(program, id)),
  'aws_glue.DataFormat': glueMember('DataFormat', 'ORC'),
  'aws_glue.DataQualityTargetTable': (program, id) => call(program, 'aws_glue.DataQualityTargetTable', 'fromTableName',
    'from_table_name', glueDatabase(program, id), 't'),
  'aws_glue.Dqdl': (program) => call(program, 'aws_glue.Dqdl', 'fromString', 'from_string', 'Rules = [ IsComplete "a" ]'),
  'aws_glue.IConnection': (program, id) =>
    call(program, 'aws_glue.Connection', 'fromConnectionName', 'from_connection_name', stack(program), id, 'c'),
  'aws_glue.IDatabase': glueDatabase,
  'aws_glue.PartitionProjectionConfiguration': (program) =>
    call(program, 'aws_glue.PartitionProjectionConfiguration', 'injected', 'injected'),
  'aws_glue.Type': glueMember('Schema', 'STRING'),
  'aws_synthetics.Runtime': synthetics,
  'aws_synthetics.Schedule': (program) => call(program, 'aws_synthetics.Schedule', 'once', 'once'),
  'aws_synthetics.Test': (program) => {
    const code = call(program, 'aws_synthetics.Code', 'fromInline', 'from_inline', 'code');
    return call(program, 'aws_synthetics.Test', 'custom', 'custom', {
      js: { code: code.js, handler: 'index.handler' }, lua: `{ code = ${code.lua}, handler = "index.handler" }`,
    });
  },
  'aws_bedrockagentcore.PolicyStatement': (program) => call(program, 'aws_bedrockagentcore.PolicyStatement', 'fromCedar',
    'from_cedar', 'permit(principal, action, resource is AgentCore::Gateway);'),
  'aws_bedrockagentcore.IInterceptor': (program, id) =>
    call(program, 'aws_bedrockagentcore.LambdaInterceptor', 'forRequest', 'for_request', lambda(program, id)),
  'aws_bedrockagentcore.ITargetConfiguration': (program) =>
    call(program, 'aws_bedrockagentcore.McpServerTargetConfiguration', 'create', 'create', 'https://example.com'),
  'aws_ecs.ProxyConfiguration': (program) => {
    const proxy = {
      js: { containerName: 'c', properties: { appPorts: [80], ignoredUID: 1, proxyEgressPort: 81, proxyIngressPort: 82 } },
      lua: '{ container_name = "c", properties = { app_ports = { 80 }, ignored_uid = 1, proxy_egress_port = 81, ' +
        'proxy_ingress_port = 82 } }',
    };
    return call(program, 'aws_ecs.AppMeshProxyConfiguration', null, null, proxy);
  },
  'aws_ecs.ContainerDefinition': (program, id) => {
    const task = call(program, 'aws_ecs.FargateTaskDefinition', null, null, stack(program), id);
    const image = call(program, 'aws_ecs.ContainerImage', 'fromRegistry', 'from_registry', 'image');
    return { js: task.js.addContainer('C', { image: image.js }), lua: `${task.lua}:add_container("C", { image = ${image.lua} })` };
  },
  'aws_stepfunctions.TaskInput': (program) => call(program, 'aws_stepfunctions.TaskInput', 'fromText', 'from_text', 'text'),
  'aws_stepfunctions.TaskRole': (program, id) =>
    call(program, 'aws_stepfunctions.TaskRole', 'fromRole', 'from_role', role(program, id)),
  'aws_iam.IInstanceProfile': (program, id) => call(program, 'aws_iam.InstanceProfile', 'fromInstanceProfileName',
    'from_instance_profile_name', stack(program), id, 'p'),
  'aws_certificatemanager.ICertificate': certificate,
  'interfaces.aws_certificatemanager.ICertificateRef': certificate,
};

/** Construct → its required properties, as { js, lua }. */
const balanced = (name, ...kept) => [`aws_ecs_patterns.${name}`, pattern('taskImageOptions', 'task_image_options', ...kept)];
const props = {
  ...Object.fromEntries(['ApplicationLoadBalanced', 'ApplicationMultipleTargetGroups', 'NetworkLoadBalanced',
    'NetworkMultipleTargetGroups'].flatMap((kind) => [
    balanced(`${kind}Ec2Service`, memory, instances), balanced(`${kind}FargateService`)])),
  'aws_ecs_patterns.QueueProcessingEc2Service': pattern(null, null, memory, instances),
  'aws_ecs_patterns.QueueProcessingFargateService': pattern(null, null),
  'aws_ecs_patterns.ScheduledEc2Task': pattern('scheduledEc2TaskImageOptions', 'scheduled_ec2_task_image_options', hourly),
  'aws_ecs_patterns.ScheduledFargateTask':
    pattern('scheduledFargateTaskImageOptions', 'scheduled_fargate_task_image_options', hourly),
  'aws_appmesh.VirtualNode': (program) => struct({
    mesh: imported(program, 'aws_appmesh.Mesh', 'fromMeshName', 'Vmesh', 'm'),
    serviceDiscovery: call(program, 'aws_appmesh.ServiceDiscovery', 'dns', 'dns', 'h'),
  }),
  'aws_bedrockagentcore.RuntimeEndpoint': () =>
    ({ js: { agentRuntimeId: 'a-0123456789' }, lua: '{ agent_runtime_id = "a-0123456789" }' }),
  'aws_docdb.DatabaseCluster': (program) => struct({
    masterUser: struct({ username: 'u' }), vpc: vpc(program, 'Base'), instanceType: instanceType(program),
  }),
  'aws_eks.KubectlProvider': (program) => struct({
    cluster: imported(program, 'aws_eks.Cluster', 'fromClusterAttributes', 'Base', struct({
      clusterName: 'c', kubectlRoleArn: 'arn:aws:iam::123456789012:role/k', kubectlLayer: kubectlLayer(program),
    })),
  }),
  'aws_eks.OidcProviderNative': () => struct({ url: 'https://example.com' }),
  'aws_eks_v2.Cluster': kubernetes,
  'aws_eks_v2.FargateCluster': kubernetes,
  'aws_eks_v2.OidcProviderNative': () => struct({ url: 'https://example.com' }),
  'aws_fsx.LustreFileSystem': (program) => struct({
    lustreConfiguration: struct({ deploymentType: 'PERSISTENT_2' }), storageCapacityGiB: 1200, vpc: vpc(program, 'Base'),
    vpcSubnet: imported(program, 'aws_ec2.Subnet', 'fromSubnetId', 'Vsubnet', 's-3'),
  }),
  'aws_rds.DatabaseCluster': (program) => struct({
    engine: clusterEngine(program), vpc: vpc(program, 'Base'),
    writer: call(program, 'aws_rds.ClusterInstance', 'provisioned', 'provisioned', 'W'),
  }),
  'aws_rds.DatabaseInstanceFromSnapshot': (program) => struct({
    engine: instanceEngine(program), vpc: vpc(program, 'Base'), snapshotIdentifier: 's',
  }),
  'aws_rds.DatabaseProxy': (program) => struct({
    proxyTarget: call(program, 'aws_rds.ProxyTarget', 'fromInstance', 'from_instance', databaseInstance(program, 'Target')),
    secrets: list(secret(program, 'Secret')), vpc: vpc(program, 'Base'),
  }),
  'aws_rds.ServerlessCluster': (program) => struct({ engine: clusterEngine(program), vpc: vpc(program, 'Base') }),
  'aws_rds.DatabaseClusterFromSnapshot': (program) => struct({
    engine: clusterEngine(program), vpc: vpc(program, 'Base'), snapshotIdentifier: 's',
    writer: call(program, 'aws_rds.ClusterInstance', 'provisioned', 'provisioned', 'W'),
  }),
  'aws_appsync.GraphqlApi': (program) => {
    const one = definition(program);
    return { js: { name: 'n', definition: one.js }, lua: `{ name = "n", definition = ${one.lua} }` };
  },
};

module.exports = { values, props, keyword };
