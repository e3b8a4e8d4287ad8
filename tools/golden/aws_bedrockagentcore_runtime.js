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
    const core = lib('aws-bedrockagentcore'), cognito = lib('aws-cognito'), ecr = lib('aws-ecr'), iam = lib('aws-iam'), s3 = lib('aws-s3'), { AgentRuntimeArtifact: Artifact, AgentCoreRuntime, Runtime, RuntimeAuthorizerConfiguration: Authorizer, RuntimeCustomClaim: Claim } = core;
    const stack = new cdk.Stack(app, 'S', { env: ENV }), url = 'https://example.com/.well-known/openid-configuration';
    const nested = new cdk.NestedStack(stack, 'Nested'), bucket = new s3.Bucket(stack, 'Bucket'), pool = new cognito.UserPool(stack, 'Pool'), clients = [pool.addClient('One'), pool.addClient('Two')];
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
    const shared = Artifact.fromEcrRepository(ecr.Repository.fromRepositoryName(stack, 'Given', 'given'));
    runtime('Shared', shared);
    new Runtime(nested, 'Shared', { agentRuntimeArtifact: shared, executionRole: new iam.Role(nested, 'Role', { assumedBy: new iam.AccountRootPrincipal() }) });
    new Runtime(new cdk.NestedStack(stack, 'Later'), 'Shared', { agentRuntimeArtifact: shared });
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

  tools: (app, cdk, lib) => {
    const core = lib('aws-bedrockagentcore'), iam = lib('aws-iam'), s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S'), out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const user = new iam.User(stack, 'User'), bucket = new s3.Bucket(stack, 'Bucket');
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('bedrock-agentcore.amazonaws.com') });
    const browser = new core.BrowserCustom(stack, 'Browser', { recordingConfig: { enabled: true, s3Location: { bucketName: bucket.bucketName, objectKey: 'a' } } });
    const named = new core.BrowserCustom(stack, 'Named', {
      browserCustomName: 'named', description: 'd', tags: { k: 'v' }, browserSigning: core.BrowserSigning.ENABLED, executionRole: role, recordingConfig: { s3Location: { bucketName: 'own', objectKey: 'b/' } },
    });
    const interpreter = new core.CodeInterpreterCustom(stack, 'Interpreter'), own = new core.CodeInterpreterCustom(stack, 'Own', { codeInterpreterCustomName: 'own', description: 'd', tags: { k: 'v' }, executionRole: role });
    const importedBrowser = core.BrowserCustom.fromBrowserCustomAttributes(stack, 'ImportedBrowser', { browserArn: `${ARN}browser-custom/b`, roleArn: ROLE, status: 'READY' });
    const importedInterpreter = core.CodeInterpreterCustom.fromCodeInterpreterCustomAttributes(stack, 'ImportedInterpreter', { codeInterpreterArn: cdk.Fn.importValue('arn'), roleArn: ROLE });
    for (const one of [browser, importedBrowser]) [one.grantRead(user), one.grantUse(user), one.grant(user, 'bedrock-agentcore:A', 'bedrock-agentcore:B')];
    for (const one of [interpreter, importedInterpreter]) [one.grantRead(user), one.grantUse(user), one.grantInvoke(user), one.grant(user, 'bedrock-agentcore:C')];
    bucket.grantRead(importedBrowser);
    bucket.grantRead(interpreter);
    const alarm = (id, metric) => metric.createAlarm(stack, id, { threshold: 1, evaluationPeriods: 1 });
    for (const [name, one] of [['Browser', named], ['Interpreter', own]]) {
      for (const kind of ['Latency', 'Invocations', 'Errors', 'Throttles', 'SystemErrors', 'UserErrors']) alarm(`${name}${kind}`, one[`metric${kind}ForApiOperation`]('Start'));
      alarm(`${name}Session`, one.metricSessionDuration({ label: 'l' }));
      alarm(`${name}Own`, one.metricForApiOperation('Own', 'Op', { dimensionsMap: { A: 'b' } }));
      alarm(`${name}Any`, one.metric('Any', { account: '999999999999' }));
    }
    for (const kind of ['Count', 'ReleaseCount', 'Duration']) alarm(`TakeOver${kind}`, browser[`metricTakeOver${kind}`]());
    out('Browser', [browser.browserCustomName, browser.browserId, browser.status, browser.createdAt, browser.lastUpdatedAt, browser.failureReason, browser.browserCustomRef.browserArn, importedBrowser.browserId].join());
    out('Interpreter', [own.codeInterpreterCustomName, own.codeInterpreterId, own.status, own.createdAt, own.lastUpdatedAt, own.failureReason, own.codeInterpreterCustomRef.codeInterpreterArn, importedInterpreter.codeInterpreterId].join());
  },

  memories: (app, cdk, lib) => {
    const core = lib('aws-bedrockagentcore'), bedrock = lib('aws-bedrock'), iam = lib('aws-iam'), kinesis = lib('aws-kinesis'), kms = lib('aws-kms'), s3 = lib('aws-s3'), sns = lib('aws-sns');
    const { Memory, MemoryStrategy: Strategy, MemoryStrategyType: Type, StreamDeliveryResource } = core, { days, seconds } = cdk.Duration;
    const stack = new cdk.Stack(app, 'S'), out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const key = new kms.Key(stack, 'Key'), user = new iam.User(stack, 'User'), topic = new sns.Topic(stack, 'Topic'), bucket = new s3.Bucket(stack, 'Bucket');
    const model = (id) => bedrock.FoundationModel.fromFoundationModelId(stack, id, new bedrock.FoundationModelIdentifier(id)), custom = (id) => ({ model: model(id), appendToPrompt: id });
    const stream = new kinesis.Stream(stack, 'Stream', { encryptionKey: key }), contentConfigurations = [{ type: core.StreamDeliveryContentType.MEMORY_RECORDS, level: core.StreamDeliveryContentLevel.FULL_CONTENT }];
    const memory = new Memory(stack, 'Memory', { memoryStrategies: [Strategy.usingBuiltInSummarization(), Strategy.usingBuiltInSemantic(), Strategy.usingBuiltInUserPreference(), Strategy.usingBuiltInEpisodic()] });
    const base = { strategyName: 'own', namespaces: ['/a/{actorId}'] }, reflectionConfiguration = { namespaces: ['/b/{sessionId}'] };
    const named = new Memory(stack, 'Named', { memoryName: 'named', description: 'd', expirationDuration: days(7), kmsKey: key, tags: { k: 'v' }, memoryStrategies: [
      Strategy.usingSemantic({ ...base, description: 'd', customConsolidation: custom('one'), customExtraction: custom('two') }), Strategy.usingUserPreference({ ...base, customExtraction: custom('three') }),
      Strategy.usingSummarization({ ...base, customConsolidation: custom('four'), customExtraction: custom('five') }), Strategy.usingEpisodic({ ...base, customConsolidation: custom('six'), reflectionConfiguration }),
    ], streamDeliveryResources: [StreamDeliveryResource.kinesis(stream, { contentConfigurations })] });
    named.addMemoryStrategy(Strategy.usingEpisodic({ ...base, namespaces: [], reflectionConfiguration }));
    named.addMemoryStrategy(Strategy.usingSemantic({ ...base, reflectionConfiguration }));
    named.addMemoryStrategy(Strategy.usingSelfManaged({ strategyName: 'self', description: 'd', invocationConfiguration: { topic, s3Location: { bucketName: bucket.bucketName, objectKey: 'k' } } }));
    memory.addMemoryStrategy(new core.SelfManagedMemoryStrategy(Type.CUSTOM, {
      strategyName: 'all', invocationConfiguration: { topic, s3Location: { bucketName: 'own', objectKey: 'k' } }, historicalContextWindowSize: 0,
      triggerConditions: { messageBasedTrigger: 2, timeBasedTrigger: seconds(3000), tokenBasedTrigger: 500000 },
    }));
    memory.addMemoryStrategy(new core.ManagedMemoryStrategy(Type.CUSTOM, { ...base, customConsolidation: custom('seven') }));
    memory.addMemoryStrategy(new core.ManagedMemoryStrategy(Type.CUSTOM, base));
    memory.addStreamDeliveryResource(StreamDeliveryResource.kinesis(kinesis.Stream.fromStreamArn(stack, 'Given', 'arn:aws:kinesis:eu-west-1:111122223333:stream/s'), { contentConfigurations }));
    new Memory(stack, 'Given role', { executionRole: iam.Role.fromRoleArn(stack, 'Role', ROLE), memoryStrategies: [Strategy.usingSemantic({ ...base, customExtraction: custom('eight') })] });
    const imported = Memory.fromMemoryAttributes(stack, 'Imported', { memoryArn: `${ARN}memory/m`, roleArn: ROLE, kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/k', createdAt: 'c' });
    for (const verb of ['Write', 'Read', 'ReadShortTermMemory', 'ReadLongTermMemory', 'Delete', 'DeleteShortTermMemory', 'DeleteLongTermMemory', 'Admin', 'FullAccess']) {
      for (const one of [memory, imported]) one[`grant${verb}`](new iam.User(stack, `${verb}${one.node.id}`));
    }
    memory.grant(user, 'bedrock-agentcore:A');
    bucket.grantRead(imported);
    imported.kmsKey.grantDecrypt(user);
    const alarm = (id, metric) => metric.createAlarm(stack, id, { threshold: 1, evaluationPeriods: 1 });
    for (const kind of ['Latency', 'Invocations', 'Errors']) alarm(kind, memory[`metric${kind}ForApiOperation`]('Get'));
    alarm('Events', named.metricEventCreationCount());
    alarm('Records', imported.metricMemoryRecordCreationCount({ statistic: 'Average' }));
    alarm('Any', memory.metric('Any'));
    alarm('Op', memory.metricForApiOperation('Own', 'Op'));
    out('Memory', [memory.memoryName, memory.memoryId, memory.status, memory.createdAt, memory.updatedAt, memory.failureReason, memory.memoryRef.memoryArn, imported.memoryId].join());
  },

  evaluations: (app, cdk, lib) => {
    const core = lib('aws-bedrockagentcore'), iam = lib('aws-iam'), lambda = lib('aws-lambda');
    const { DataSourceConfig: Source, Evaluator, EvaluatorConfig: Config, EvaluatorRatingScale: Scale, EvaluatorSelector: Selector, FilterOperator: Operator, FilterValue, OnlineEvaluationConfig } = core;
    const stack = new cdk.Stack(app, 'S'), out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value }), user = new iam.User(stack, 'User');
    const fn = new lambda.Function(stack, 'Fn', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda.Code.fromInline('x') });
    const categories = Scale.categorical([{ label: 'a', definition: 'b' }]), numbers = Scale.numerical([{ label: 'a', definition: 'b', value: 0.5 }, { label: 'c', definition: 'd', value: 1 }]);
    const judge = new Evaluator(stack, 'Judge', { evaluatorName: 'judge', level: core.EvaluationLevel.TRACE, evaluatorConfig: Config.llmAsAJudge({ instructions: 'judge', modelId: 'm', ratingScale: categories }), tags: {} });
    const full = new Evaluator(stack, 'Full', { evaluatorName: 'full', level: core.EvaluationLevel.SESSION, description: 'd', tags: { b: 'ä b', 'a b': '' }, evaluatorConfig: Config.llmAsAJudge({
      instructions: 'judge', modelId: 'm', ratingScale: numbers, inferenceConfig: { maxTokens: 1, temperature: 0, topP: 0.5 }, additionalModelRequestFields: { top_k: 5 },
    }) });
    const coded = new Evaluator(stack, 'Code', { evaluatorName: 'code', level: core.EvaluationLevel.TOOL_CALL, evaluatorConfig: Config.codeBased({ lambdaFunction: fn, timeout: cdk.Duration.minutes(1) }) });
    new Evaluator(stack, 'Given', { evaluatorName: 'given', level: core.EvaluationLevel.TOOL_CALL, evaluatorConfig: Config.codeBased({ lambdaFunction: lambda.Function.fromFunctionArn(stack, 'GivenFn', 'arn:aws:lambda:eu-west-1:111122223333:function:f') }) });
    const byId = Evaluator.fromEvaluatorId(stack, 'ById', 'id'), byArn = Evaluator.fromEvaluatorArn(stack, 'ByArn', `${ARN}evaluator/e`);
    const byAttributes = Evaluator.fromEvaluatorAttributes(stack, 'ByAttributes', { evaluatorArn: `${ARN}evaluator/f`, evaluatorId: 'f', evaluatorName: 'n' });
    const runtime = new core.Runtime(stack, 'Runtime', { agentRuntimeArtifact: core.AgentRuntimeArtifact.fromImageUri('111122223333.dkr.ecr.eu-west-1.amazonaws.com/a:b') });
    const evaluation = new OnlineEvaluationConfig(stack, 'Evaluation', { onlineEvaluationConfigName: 'evaluation', dataSource: Source.fromAgentRuntimeEndpoint(runtime), evaluators: [Selector.builtin(core.BuiltinEvaluator.COHERENCE), Selector.custom(judge)] });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('bedrock-agentcore.amazonaws.com') });
    const whole = new OnlineEvaluationConfig(stack, 'Whole', {
      onlineEvaluationConfigName: 'whole', dataSource: Source.fromAgentRuntimeEndpoint(runtime, runtime.addEndpoint('prod')), evaluators: [Selector.custom(byId), Selector.custom(byAttributes)], description: 'd', executionRole: role,
      executionStatus: core.ExecutionStatus.DISABLED, samplingPercentage: 0.01, sessionTimeout: cdk.Duration.hours(1), tags: { k: 'v w' },
      filters: [['a', Operator.EQUAL, FilterValue.string('x')], ['b', Operator.LESS_THAN_OR_EQUAL, FilterValue.number(1.5)], ['c', Operator.NOT_EQUAL, FilterValue.boolean(false)]].map(([name, operator, value]) => ({ key: name, operator, value })),
    });
    new OnlineEvaluationConfig(stack, 'Logs', {
      onlineEvaluationConfigName: 'logs', dataSource: Source.fromCloudWatchLogs({ logGroupNames: ['one', 'two'], serviceNames: ['s'] }), evaluators: [Selector.builtin(core.BuiltinEvaluator.REFUSAL)], filters: [],
      executionRole: iam.Role.fromRoleArn(stack, 'GivenRole', ROLE),
    });
    new OnlineEvaluationConfig(stack, 'Named', { onlineEvaluationConfigName: 'named', dataSource: Source.fromAgentRuntimeEndpointName(runtime, 'own'), evaluators: [Selector.builtin(core.BuiltinEvaluator.HARMFULNESS)], tags: {} });
    const ids = [
      OnlineEvaluationConfig.fromOnlineEvaluationConfigId(stack, 'OnlineById', 'id'), OnlineEvaluationConfig.fromOnlineEvaluationConfigArn(stack, 'OnlineByArn', `${ARN}online-evaluation-config/o`),
      OnlineEvaluationConfig.fromOnlineEvaluationConfigAttributes(stack, 'OnlineByAttributes', { onlineEvaluationConfigArn: 'arn:own', onlineEvaluationConfigId: 'i', onlineEvaluationConfigName: 'n', executionRoleArn: ROLE }),
    ];
    for (const one of [judge, byId, byArn, evaluation, ...ids]) one.grant(user, 'bedrock-agentcore:A', 'bedrock-agentcore:B');
    fn.grantInvoke(evaluation);
    fn.grantInvoke(ids[2]);
    out('Evaluator', [full.evaluatorId, coded.evaluatorName, full.status, full.createdAt, full.updatedAt, judge.evaluatorRef.evaluatorArn, byId.evaluatorArn, byArn.evaluatorName, byAttributes.evaluatorName].join());
    out('Online', [whole.onlineEvaluationConfigId, whole.onlineEvaluationConfigName, whole.status, whole.executionStatus, whole.createdAt, whole.updatedAt, evaluation.onlineEvaluationConfigRef.onlineEvaluationConfigArn, ...ids.map((one) => one.onlineEvaluationConfigName)].join());
    out('Bound', [Selector.custom(byId).bind().evaluatorId, Source.fromCloudWatchLogs({ logGroupNames: ['a'], serviceNames: ['b'] }).cloudWatchLogsConfig.serviceNames[0]].join());
  },
};
