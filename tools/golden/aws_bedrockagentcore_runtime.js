'use strict';

// Cases of runtimes, browsers, code interpreters, memories and evaluations of aws_bedrockagentcore; their Lua twins are in
// spec/aws_cdk/aws_bedrockagentcore_runtime/aws_bedrockagentcore_runtime_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };
const ARN = 'arn:aws:bedrock-agentcore:eu-west-1:111122223333:';
const CODE = 'spec/fixtures/lambda_code';
const ROLE = 'arn:aws:iam::111122223333:role/path/role';

module.exports = {
  runtimes: (app, cdk, lib) => {
    const core = lib('aws-bedrockagentcore'), ecr = lib('aws-ecr'), iam = lib('aws-iam'), cloudwatch = lib('aws-cloudwatch');
    const { AgentRuntimeArtifact: Artifact, Runtime } = core;
    const stack = new cdk.Stack(app, 'S'), out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const repository = new ecr.Repository(stack, 'Repository'), user = new iam.User(stack, 'User');
    const artifact = Artifact.fromEcrRepository(repository);
    const runtime = new Runtime(stack, 'Runtime', { agentRuntimeArtifact: artifact });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('bedrock-agentcore.amazonaws.com') });
    const whole = new Runtime(stack, 'Whole', {
      agentRuntimeArtifact: Artifact.fromEcrRepository(repository, 'v1'), runtimeName: 'whole', description: 'all', executionRole: role,
      environmentVariables: { A: 'b', C: cdk.Aws.REGION }, tags: { k: 'v', empty: '' }, protocolConfiguration: core.ProtocolType.MCP, platformVersion: core.PlatformVersion.V2,
      lifecycleConfiguration: { idleRuntimeSessionTimeout: cdk.Duration.minutes(2), maxLifetime: cdk.Duration.hours(8) },
      requestHeaderConfiguration: { allowlistedHeaders: ['X-Own', 'Authorization'] }, authorizerConfiguration: core.RuntimeAuthorizerConfiguration.usingIAM(),
    });
    const shared = new Runtime(stack, 'Shared', { agentRuntimeArtifact: artifact, requestHeaderConfiguration: {}, environmentVariables: {}, lifecycleConfiguration: { maxLifetime: cdk.Duration.seconds(60) } });
    new Runtime(stack, 'OfUri', {
      agentRuntimeArtifact: Artifact.fromImageUri('111122223333.dkr.ecr.eu-west-1.amazonaws.com/a/b:tag'), executionRole: iam.Role.fromRoleArn(stack, 'Given', ROLE),
      protocolConfiguration: core.ProtocolType.of('OWN'), platformVersion: core.PlatformVersion.of('V9'), description: '',
    });
    const endpoint = runtime.addEndpoint('prod'), second = whole.addEndpoint('second', { version: '3', description: 'third' });
    const alone = new core.RuntimeEndpoint(stack, 'Endpoint', { agentRuntimeId: runtime.agentRuntimeId, tags: { k: 'v' } });
    new core.RuntimeEndpoint(stack, 'Of', { agentRuntimeId: 'abc-0123456789', agentRuntimeVersion: '7', endpointName: 'own', description: 'own' });
    whole.grant(['s3:A', 's3:B'], ['arn:aws:s3:::c']);
    shared.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:C'], resources: ['*'] })).grantInvoke(user);
    runtime.grantInvokeRuntime(user);
    runtime.grantInvokeRuntimeForUser(whole);
    const imported = Runtime.fromAgentRuntimeAttributes(stack, 'Imported', { agentRuntimeArn: `${ARN}runtime/i-0123456789`, agentRuntimeId: 'i-0123456789', agentRuntimeName: 'i', roleArn: ROLE, description: 'd' });
    imported.grantInvoke(user);
    imported.grant(['s3:D'], ['*']);
    imported.applicationLogGroup.grantRead(user);
    const attributes = { agentRuntimeArn: runtime.agentRuntimeArn, agentRuntimeEndpointArn: `${ARN}endpoint`, endpointName: 'e', status: 'READY', endpointId: 'id' };
    const { runtimeEndpointRef, status, endpointId, liveVersion } = core.RuntimeEndpoint.fromRuntimeEndpointAttributes(stack, 'ImportedEndpoint', attributes);
    ['Invocations', 'InvocationsAggregated', 'Throttles', 'SystemErrors', 'UserErrors', 'Latency', 'TotalErrors', 'SessionCount', 'SessionsAggregated'].forEach((name, i) => {
      const metric = [runtime, whole, imported][i % 3][`metric${name}`](i % 2 ? { period: cdk.Duration.minutes(1), dimensionsMap: { Name: 'own' } } : undefined);
      metric.createAlarm(stack, name, { threshold: 1, evaluationPeriods: 1 });
    });
    whole.metric('Own', { statistic: cloudwatch.Stats.MAXIMUM, region: 'us-east-1' }).createAlarm(stack, 'Own', { threshold: 1, evaluationPeriods: 1 });
    out('Name', runtime.agentRuntimeName);
    out('Version', shared.agentRuntimeVersion);
    out('Status', whole.agentStatus);
    out('Created', whole.createdAt);
    out('Updated', whole.lastUpdatedAt);
    out('Ref', runtime.runtimeRef.agentRuntimeId);
    out('Logs', runtime.applicationLogGroup.logGroupName);
    out('Endpoint', [endpoint.agentRuntimeEndpointArn, endpoint.endpointName, second.endpointId, second.liveVersion, second.targetVersion, alone.status, alone.agentRuntimeArn, alone.createdAt, alone.lastUpdatedAt, alone.agentRuntimeVersion].join());
    out('Imported', [runtimeEndpointRef.agentRuntimeEndpointArn, status, endpointId, `${liveVersion}`].join());
    out('Values', [core.AgentCoreRuntime.NODE_22, core.AgentCoreRuntime.of('X'), core.ProtocolType.A2A, core.PlatformVersion.V1, core.AgentCoreRuntime.PYTHON_3_13].map((one) => one.toString() + one.value).join());
  },

  code: (app, cdk, lib) => {
    const core = lib('aws-bedrockagentcore'), cognito = lib('aws-cognito'), s3 = lib('aws-s3'), { AgentRuntimeArtifact: Artifact, AgentCoreRuntime, Runtime, RuntimeAuthorizerConfiguration: Authorizer, RuntimeCustomClaim: Claim } = core;
    const stack = new cdk.Stack(app, 'S', { env: ENV }), url = 'https://example.com/.well-known/openid-configuration';
    const bucket = new s3.Bucket(stack, 'Bucket'), pool = new cognito.UserPool(stack, 'Pool'), clients = [pool.addClient('One'), pool.addClient('Two')];
    const runtime = (id, agentRuntimeArtifact, props) => new Runtime(stack, id, { agentRuntimeArtifact, ...props });
    const asset = Artifact.fromCodeAsset({ path: CODE, runtime: AgentCoreRuntime.PYTHON_3_12, entrypoint: ['main.py'], exclude: ['image'] });
    runtime('Asset', asset, { authorizerConfiguration: Authorizer.usingJWT(url) });
    runtime('Again', asset, { authorizerConfiguration: Authorizer.usingJWT(url, ['c'], ['a'], ['s'], [Claim.withStringValue('n', 'v'), Claim.withStringArrayValue('m', ['w'])]) });
    runtime('Image', Artifact.fromAsset(`${CODE}/image`), { authorizerConfiguration: Authorizer.usingOAuth(url, 'client', undefined, ['s'], [Claim.withStringArrayValue('m', ['w', 'x'], core.CustomClaimOperator.CONTAINS_ANY)]) });
    runtime('Built', Artifact.fromAsset(`${CODE}/image`, { buildArgs: { A: 'b' } }), { authorizerConfiguration: Authorizer.usingCognito(pool, clients) });
    runtime('Archive', Artifact.fromS3({ bucketName: bucket.bucketName, objectKey: 'key' }, AgentCoreRuntime.PYTHON_3_10, ['opentelemetry-instrument', 'main.py']), {
      authorizerConfiguration: Authorizer.usingCognito(pool, [clients[0]], ['a'], ['s'], []),
    });
    runtime('Version', Artifact.fromS3({ bucketName: 'other', objectKey: 'key', objectVersion: 'v' }, AgentCoreRuntime.of('OWN'), ['main.py']));
    runtime('Unknown', Artifact.fromImageUri(cdk.Fn.importValue('uri')));
  },

  networks: (app, cdk, lib) => {
    const core = lib('aws-bedrockagentcore'), ec2 = lib('aws-ec2'), { AgentRuntimeArtifact: Artifact, RuntimeNetworkConfiguration: Network } = core;
    const stack = new cdk.Stack(app, 'S'), vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 }), group = new ec2.SecurityGroup(stack, 'Group', { vpc });
    const runtime = (id, networkConfiguration) => new core.Runtime(stack, id, { agentRuntimeArtifact: Artifact.fromImageUri('111122223333.dkr.ecr.eu-west-1.amazonaws.com/a:b'), networkConfiguration });
    runtime('Public', Network.usingPublicNetwork());
    const inside = runtime('Inside', Network.usingVpc(stack, { vpc }));
    const grouped = runtime('Grouped', Network.usingVpc(new cdk.NestedStack(stack, 'Nested'), { vpc, securityGroups: [group], vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } }));
    inside.connections.allowFrom(grouped, ec2.Port.tcp(443));
    new core.BrowserCustom(stack, 'Browser', { networkConfiguration: core.BrowserNetworkConfiguration.usingPublicNetwork() });
    const browser = new core.BrowserCustom(stack, 'BrowserInside', { networkConfiguration: core.BrowserNetworkConfiguration.usingVpc(group, { vpc, allowAllOutbound: false }) });
    browser.connections.allowToAnyIpv4(ec2.Port.tcp(80));
    new core.CodeInterpreterCustom(stack, 'Sandbox', { networkConfiguration: core.CodeInterpreterNetworkConfiguration.usingSandboxNetwork() });
    new core.CodeInterpreterCustom(stack, 'Interpreter', { networkConfiguration: core.CodeInterpreterNetworkConfiguration.usingPublicNetwork() });
    const interpreter = new core.CodeInterpreterCustom(stack, 'InterpreterInside', { networkConfiguration: core.CodeInterpreterNetworkConfiguration.usingVpc(vpc, { vpc, securityGroups: [] }) });
    interpreter.connections.allowFrom(browser, ec2.Port.allTraffic());
    const given = { securityGroups: [group], roleArn: ROLE };
    core.Runtime.fromAgentRuntimeAttributes(stack, 'R', { ...given, agentRuntimeArn: 'arn', agentRuntimeId: 'i', agentRuntimeName: 'i' }).connections.allowFromAnyIpv4(ec2.Port.tcp(1));
    core.BrowserCustom.fromBrowserCustomAttributes(stack, 'B', { ...given, browserArn: `${ARN}browser-custom/b` }).connections.allowFromAnyIpv4(ec2.Port.tcp(2));
    core.CodeInterpreterCustom.fromCodeInterpreterCustomAttributes(stack, 'C', { ...given, codeInterpreterArn: `${ARN}code-interpreter-custom/c` }).connections.allowFromAnyIpv4(ec2.Port.tcp(3));
  },

  deliveries: (app, cdk, lib) => {
    const core = lib('aws-bedrockagentcore'), firehose = lib('aws-kinesisfirehose'), logs = lib('aws-logs'), s3 = lib('aws-s3');
    const { AgentRuntimeArtifact: Artifact, LoggingDestination: Destination, LogType } = core;
    const stack = new cdk.Stack(app, 'S'), bucket = new s3.Bucket(stack, 'Bucket'), groups = ['A', 'B'].map((id) => new logs.LogGroup(stack, id));
    const stream = new firehose.DeliveryStream(stack, 'Stream', { destination: new firehose.S3Bucket(bucket) });
    const agentRuntimeArtifact = Artifact.fromImageUri('111122223333.dkr.ecr.eu-west-1.amazonaws.com/a:b');
    const runtime = (id, props) => new core.Runtime(stack, id, { agentRuntimeArtifact, ...props });
    runtime('All', { tracingEnabled: true, loggingConfigs: [
      { logType: LogType.APPLICATION_LOGS, destination: Destination.cloudWatchLogs(groups[0]) }, { logType: LogType.USAGE_LOGS, destination: Destination.s3(bucket) },
      { logType: LogType.APPLICATION_LOGS, destination: Destination.firehose(stream) }, { logType: LogType.of('OWN_kind'), destination: Destination.cloudWatchLogs(groups[1]) },
    ] });
    runtime('Traced', { tracingEnabled: true, loggingConfigs: [] });
    runtime('Own', { tracingEnabled: true, manageDeliveryResourcePolicy: false, loggingConfigs: [{ logType: LogType.APPLICATION_LOGS, destination: Destination.cloudWatchLogs(groups[0]) }] });
  },
};
