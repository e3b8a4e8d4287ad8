'use strict';

// Cases of aws_events_targets; their Lua twins are in spec/aws_cdk/aws_events_targets/aws_events_targets_spec.lua.
const FN = (lib, scope, id) => {
  const lambda = lib('aws-lambda');
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.PYTHON_3_12, handler: 'index.handler', code: lambda.Code.fromInline('pass'),
  });
};
const RULE = (cdk, lib, scope, id) => {
  const events = lib('aws-events');
  return new events.Rule(scope, id, { schedule: events.Schedule.rate(cdk.Duration.hours(1)) });
};

module.exports = {
  functions_queues_topics: (app, cdk, lib) => {
    const events = lib('aws-events'), targets = lib('aws-events-targets'), sqs = lib('aws-sqs'), sns = lib('aws-sns');
    const kms = lib('aws-kms'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const fn = FN(lib, stack, 'Fn'), dead = new sqs.Queue(stack, 'Dead'), topic = new sns.Topic(stack, 'Topic');
    const base = { deadLetterQueue: dead, maxEventAge: cdk.Duration.hours(2), retryAttempts: 0 };
    const one = RULE(cdk, lib, stack, 'One');
    one.addTarget(new targets.LambdaFunction(fn, { ...base,
      event: events.RuleTargetInput.fromObject({ id: events.EventField.eventId, text: 'x' }) }));
    one.addTarget(new targets.LambdaFunction(fn));
    one.addTarget(new targets.SqsQueue(new sqs.Queue(stack, 'Queue'), { ...base,
      message: events.RuleTargetInput.fromText('hello') }));
    one.addTarget(new targets.SqsQueue(new sqs.Queue(stack, 'Fifo', { fifo: true }), { messageGroupId: 'group',
      retryAttempts: 3 }));
    const two = RULE(cdk, lib, stack, 'Two');
    two.addTarget(new targets.SqsQueue(
      new sqs.Queue(stack, 'Secret', { encryptionMasterKey: new kms.Key(stack, 'Key') })));
    two.addTarget(new targets.SnsTopic(topic, { ...base,
      message: events.RuleTargetInput.fromMultilineText(`a\nb ${events.EventField.source}`) }));
    two.addTarget(new targets.SnsTopic(topic, { authorizeUsingRole: true }));
    two.addTarget(new targets.SnsTopic(topic, {
      role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('events.amazonaws.com') }),
    }));
  },
  mutations: (app, cdk, lib) => {
    const appsync = lib('aws-appsync'), events = lib('aws-events'), targets = lib('aws-events-targets'), sqs = lib('aws-sqs'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: { account: '111122223333', region: 'eu-west-1' } });
    const byIam = { authorizationType: appsync.AuthorizationType.IAM };
    const api = new appsync.GraphqlApi(stack, 'Api', {
      name: 'api', definition: appsync.Definition.fromFile('spec/fixtures/appsync/schema.graphql'), authorizationConfig: { defaultAuthorization: byIam },
    });
    const imported = appsync.GraphqlApi.fromGraphqlApiAttributes(stack, 'Imported', { graphqlApiId: 'id', graphQLEndpointArn: 'arn:endpoint', modes: [appsync.AuthorizationType.IAM] });
    const graphQLOperation = 'mutation Write($text: String!) { write(text: $text) { id } }';
    const rule = RULE(cdk, lib, stack, 'Rule');
    rule.addTarget(new targets.AppSync(api, { graphQLOperation }));
    rule.addTarget(new targets.AppSync(imported, {
      graphQLOperation, variables: events.RuleTargetInput.fromObject({ text: events.EventField.source }), deadLetterQueue: new sqs.Queue(stack, 'Dead'),
      retryAttempts: 3, maxEventAge: cdk.Duration.minutes(10), eventRole: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('events.amazonaws.com') }),
    }));
  },

  same_account: (app, cdk, lib) => {
    const targets = lib('aws-events-targets'), sqs = lib('aws-sqs'), kms = lib('aws-kms');
    app.node.setContext('@aws-cdk/aws-events:eventsTargetQueueSameAccount', true);
    const stack = new cdk.Stack(app, 'S');
    RULE(cdk, lib, stack, 'Rule').addTarget(
      new targets.SqsQueue(new sqs.Queue(stack, 'Secret', { encryptionMasterKey: new kms.Key(stack, 'Key') })));
  },
  buses_and_destinations: (app, cdk, lib) => {
    const events = lib('aws-events'), targets = lib('aws-events-targets'), sqs = lib('aws-sqs'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const dead = new sqs.Queue(stack, 'Dead'), rule = RULE(cdk, lib, stack, 'Rule');
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('events.amazonaws.com') });
    rule.addTarget(new targets.EventBus(new events.EventBus(stack, 'Bus'), { deadLetterQueue: dead }));
    rule.addTarget(new targets.EventBus(
      events.EventBus.fromEventBusArn(stack, 'Other', 'arn:aws:events:eu-west-1:111122223333:event-bus/other'),
      { role }));
    const connection = new events.Connection(stack, 'Connection', {
      authorization: events.Authorization.apiKey('x-api-key', cdk.SecretValue.secretsManager('secret')),
    });
    const destination = new events.ApiDestination(stack, 'Destination', { connection, endpoint: 'https://x/*' });
    rule.addTarget(new targets.ApiDestination(destination));
    rule.addTarget(new targets.ApiDestination(destination, {
      deadLetterQueue: dead, retryAttempts: 1, eventRole: role, headerParameters: { 'x-h': 'v' },
      pathParameterValues: ['p'], queryStringParameters: { q: '1' },
      event: events.RuleTargetInput.fromEventPath('$.detail'),
    }));
  },
  log_groups: (app, cdk, lib) => {
    const events = lib('aws-events'), targets = lib('aws-events-targets'), logs = lib('aws-logs');
    const stack = new cdk.Stack(app, 'S');
    const group = new logs.LogGroup(stack, 'Group', { logGroupName: '/aws/events/x' });
    RULE(cdk, lib, stack, 'Plain').addTarget(new targets.CloudWatchLogGroup(group));
    RULE(cdk, lib, stack, 'Input').addTarget(new targets.CloudWatchLogGroup(group, {
      installLatestAwsSdk: false, maxEventAge: cdk.Duration.minutes(5),
      logEvent: targets.LogGroupTargetInput.fromObjectV2({ message: events.EventField.fromPath('$.detail.m') }),
    }));
    RULE(cdk, lib, stack, 'Own').addTarget(new targets.CloudWatchLogGroup(group, {
      logEvent: targets.LogGroupTargetInput.fromObjectV2({ timestamp: '1', message: 'text' }),
    }));
  },
  aws_api: (app, cdk, lib) => {
    const targets = lib('aws-events-targets'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const rule = RULE(cdk, lib, stack, 'Rule');
    rule.addTarget(new targets.AwsApi({ service: 'ECS', action: 'updateService', parameters: { a: 1, b: true },
      catchErrorPattern: 'Error', apiVersion: 'latest' }));
    rule.addTarget(new targets.AwsApi({ service: 'cloudwatch-logs', action: 'createLogStream' }));
    rule.addTarget(new targets.AwsApi({ service: 'rds', action: 'stopDBInstance',
      policyStatement: new iam.PolicyStatement({ actions: ['rds:StopDBInstance'], resources: ['arn'] }) }));
    const other = new cdk.Stack(app, 'T', { env: { account: '111122223333', region: 'eu-west-1' } });
    RULE(cdk, lib, other, 'Rule').addTarget(new targets.AwsApi({ service: 's3', action: 'listBuckets' }));
  },

  other_services: (app, cdk, lib) => {
    const events = lib('aws-events'), targets = lib('aws-events-targets'), firehose = lib('aws-kinesisfirehose'), s3 = lib('aws-s3'), sqs = lib('aws-sqs'), iam = lib('aws-iam');
    const codebuild = lib('aws-codebuild'), codepipeline = lib('aws-codepipeline'), secretsmanager = lib('aws-secretsmanager');
    const stack = new cdk.Stack(app, 'S');
    let n = 0;
    const invoke = target => new events.Rule(stack, `Rule${++n}`, { schedule: events.Schedule.rate(cdk.Duration.days(1)), targets: [target] });
    const more = { deadLetterQueue: new sqs.Queue(stack, 'Dead'), retryAttempts: 2, maxEventAge: cdk.Duration.hours(2) };
    const event = events.RuleTargetInput.fromText('x');
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('events.amazonaws.com') });
    const stream = new firehose.DeliveryStream(stack, 'Stream', { destination: new firehose.S3Bucket(s3.Bucket.fromBucketName(stack, 'Bucket', 'bbb')) });
    invoke(new targets.FirehoseDeliveryStream(stream));
    invoke(new targets.FirehoseDeliveryStream(stream, { message: event }));
    invoke(new targets.KinesisFirehoseStreamV2(stream, { message: event }));
    invoke(new targets.KinesisFirehoseStream(new firehose.CfnDeliveryStream(stack, 'L1')));
    const project = new codebuild.CfnProject(stack, 'Project', {
      artifacts: { type: 'NO_ARTIFACTS' }, environment: { computeType: 'c', image: 'i', type: 't' }, serviceRole: 'r', source: { type: 'NO_SOURCE' },
    });
    invoke(new targets.CodeBuildProject(project));
    invoke(new targets.CodeBuildProject(project, { ...more, event, eventRole: role }));
    const pipeline = new codepipeline.CfnPipeline(stack, 'Pipeline', { roleArn: 'r', stages: [] });
    invoke(new targets.CodePipeline(pipeline));
    invoke(new targets.CodePipeline(pipeline, { retryAttempts: 2, eventRole: role }));
    invoke(new targets.BatchJob('arn:queue', stack, 'arn:definition', stack));
    invoke(new targets.BatchJob('arn:queue', stack, 'arn:definition', stack, { ...more, event, jobName: 'job', size: 3, attempts: 2 }));
    invoke(new targets.RedshiftQuery('arn:cluster', { database: 'd', sql: ['select 1'] }));
    invoke(new targets.RedshiftQuery('arn:cluster', {
      database: 'd', sql: ['select 1', 'select 2'], dbUser: 'u', statementName: 's', sendEventBridgeEvent: true, role, input: event,
      secret: new secretsmanager.Secret(stack, 'Secret'),
    }));
    const { StateMachine, DefinitionBody } = lib('aws-stepfunctions');
    const machine = new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromString('{}') });
    invoke(new targets.SfnStateMachine(machine));
    invoke(new targets.SfnStateMachine(machine, more));
    invoke(new targets.SfnStateMachine(StateMachine.fromStateMachineName(stack, 'Known', 'known'), { input: event }));
    invoke(new targets.SfnStateMachine(machine, { ...more, input: event, role }));
  },

  rest_apis: (app, cdk, lib) => {
    const events = lib('aws-events'), targets = lib('aws-events-targets'), api = lib('aws-apigateway'), iam = lib('aws-iam'), sqs = lib('aws-sqs');
    const stack = new cdk.Stack(app, 'S');
    let n = 0;
    const invoke = target => new events.Rule(stack, `Rule${++n}`, { schedule: events.Schedule.rate(cdk.Duration.days(1)), targets: [target] });
    const rest = new api.RestApi(stack, 'Api', { cloudWatchRole: false });
    rest.root.addMethod('ANY');
    invoke(new targets.ApiGateway(rest));
    invoke(new targets.ApiGateway(rest, { path: '/a', method: 'GET' }));
    invoke(new targets.ApiGateway(rest, {
      path: '/*/b/*', method: 'PUT', stage: 'beta', pathParameterValues: ['x', 'y'], headerParameters: { H: 'h', I: 'i' },
      queryStringParameters: { q: 'r' }, postBody: events.RuleTargetInput.fromObject({ detail: events.EventField.fromPath('$.detail') }),
      deadLetterQueue: new sqs.Queue(stack, 'Dead'), retryAttempts: 2, maxEventAge: cdk.Duration.hours(2),
      eventRole: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('events.amazonaws.com') }),
    }));
    const known = api.RestApi.fromRestApiId(stack, 'Known', 'k');
    invoke(new targets.ApiGateway(known, { stage: 'prod' }));
  },

  http_apis: (app, cdk, lib) => {
    const events = lib('aws-events'), targets = lib('aws-events-targets'), api = lib('aws-apigatewayv2'), iam = lib('aws-iam'), sqs = lib('aws-sqs');
    const stack = new cdk.Stack(app, 'S');
    let n = 0;
    const invoke = target => new events.Rule(stack, `Rule${++n}`, { schedule: events.Schedule.rate(cdk.Duration.days(1)), targets: [target] });
    const http = new api.HttpApi(stack, 'Api');
    invoke(new targets.ApiGatewayV2(http));
    invoke(new targets.ApiGatewayV2(http, { path: '/a', method: 'GET' }));
    invoke(new targets.ApiGatewayV2(http, {
      path: '/*/b/*', method: 'any', stage: 'beta', pathParameterValues: ['x', 'y'], headerParameters: { H: 'h', I: 'i' },
      queryStringParameters: { q: 'r' }, postBody: events.RuleTargetInput.fromText('t'),
      deadLetterQueue: new sqs.Queue(stack, 'Dead'), retryAttempts: 2, maxEventAge: cdk.Duration.hours(2),
      eventRole: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('events.amazonaws.com') }),
    }));
    invoke(new targets.ApiGatewayV2(api.HttpApi.fromHttpApiAttributes(stack, 'Known', { httpApiId: 'k' })));
    invoke(new targets.ApiGatewayV2(new api.HttpApi(stack, 'Bare', { createDefaultStage: false }), { path: '', stage: '' }));
  },

  ecs_tasks: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2'), ecs = lib('aws-ecs'), events = lib('aws-events'), iam = lib('aws-iam'), sqs = lib('aws-sqs'), targets = lib('aws-events-targets');
    const stack = new cdk.Stack(app, 'S'), vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
    const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
    const image = ecs.ContainerImage.fromRegistry('nginx');
    const fargate = new ecs.FargateTaskDefinition(stack, 'Fargate');
    fargate.addContainer('C', { image, logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'p' }) });
    const bridge = new ecs.Ec2TaskDefinition(stack, 'Bridge');
    bridge.addContainer('C', { image, memoryLimitMiB: 64 });
    const inVpc = new ecs.Ec2TaskDefinition(stack, 'InVpc', { networkMode: ecs.NetworkMode.AWS_VPC });
    inVpc.addContainer('C', { image, memoryLimitMiB: 64 });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('events.amazonaws.com') });
    const group = new ec2.SecurityGroup(stack, 'Group', { vpc });
    let n = 0;
    const start = target => new events.Rule(stack, `Rule${++n}`, { schedule: events.Schedule.rate(cdk.Duration.days(1)), targets: [target] });
    start(new targets.EcsTask({ cluster, taskDefinition: fargate }));
    start(new targets.EcsTask({ cluster, taskDefinition: fargate, assignPublicIp: true, subnetSelection: { subnetType: ec2.SubnetType.PUBLIC } }));
    start(new targets.EcsTask({ cluster, taskDefinition: fargate, assignPublicIp: false, subnetSelection: { subnetType: ec2.SubnetType.PUBLIC } }));
    start(new targets.EcsTask({ cluster, taskDefinition: bridge, securityGroups: [group], taskCount: 3 }));
    start(new targets.EcsTask({
      cluster, taskDefinition: inVpc, securityGroups: [group], role, platformVersion: ecs.FargatePlatformVersion.LATEST,
      launchType: ecs.LaunchType.EC2, propagateTags: ecs.PropagatedTagSource.TASK_DEFINITION, enableExecuteCommand: true,
      tags: [{ key: 'k', value: 'v' }], deadLetterQueue: new sqs.Queue(stack, 'Dead'), retryAttempts: 1, maxEventAge: cdk.Duration.hours(1),
      containerOverrides: [{
        containerName: 'C', command: ['echo', events.EventField.fromPath('$.detail.x')], cpu: 1, environment: [{ name: 'A', value: 'a' }],
        memoryLimit: 512, memoryReservation: 256,
      }],
      cpu: '256', memory: '512', ephemeralStorage: { sizeInGiB: 30 }, executionRole: role, taskRole: role,
      inferenceAcceleratorOverrides: [{ deviceName: 'd', deviceType: 't' }],
    }));
    const imported = ecs.FargateTaskDefinition.fromFargateTaskDefinitionAttributes(stack, 'Imported', {
      taskDefinitionArn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/family', networkMode: ecs.NetworkMode.BRIDGE, taskRole: role,
    });
    start(new targets.EcsTask({ cluster, taskDefinition: imported }));
  },
  classes_of_other_modules: (app, cdk, lib) => {
    const appscaling = lib('aws-applicationautoscaling'), autoscaling = lib('aws-autoscaling'), batch = lib('aws-batch'), ec2 = lib('aws-ec2');
    const ecs = lib('aws-ecs'), events = lib('aws-events'), logs = lib('aws-logs'), patterns = lib('aws-ecs-patterns'), synthetics = lib('aws-synthetics');
    const secretsmanager = lib('aws-secretsmanager'), targets = lib('aws-events-targets');
    const stack = new cdk.Stack(app, 'S');
    new events.Rule(stack, 'Rule', { schedule: appscaling.Schedule.rate(cdk.Duration.minutes(5)) });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 0 }), image = ecs.ContainerImage.fromRegistry('web');
    const task = new patterns.ScheduledFargateTask(stack, 'Task', {
      schedule: events.Schedule.cron({ minute: '0', hour: '3' }), vpc, subnetSelection: { subnetType: ec2.SubnetType.PUBLIC },
      scheduledFargateTaskImageOptions: { image },
    });
    new appscaling.ScalableTarget(stack, 'Target', {
      serviceNamespace: appscaling.ServiceNamespace.ECS, maxCapacity: 2, minCapacity: 1, resourceId: 'r', scalableDimension: 'd',
    }).scaleOnSchedule('Night', { schedule: events.Schedule.rate(cdk.Duration.hours(1)), minCapacity: 1 });
    new synthetics.Canary(stack, 'Canary', {
      schedule: events.Schedule.rate(cdk.Duration.minutes(5)), runtime: synthetics.Runtime.SYNTHETICS_NODEJS_PUPPETEER_9_0,
      test: synthetics.Test.custom({ code: synthetics.Code.fromInline('x'), handler: 'index.handler' }),
    });
    const secret = new secretsmanager.Secret(stack, 'Secret');
    task.taskDefinition.defaultContainer.addSecret('B', batch.Secret.fromSecretsManager(secret));
    new batch.EcsJobDefinition(stack, 'Job', { container: new batch.EcsFargateContainerDefinition(stack, 'Container', {
      image, cpu: 1, memory: cdk.Size.gibibytes(2), secrets: { E: ecs.Secret.fromSecretsManager(secret) },
    }) });
    RULE(cdk, lib, stack, 'Logged').addTarget(new targets.CloudWatchLogGroup(new logs.LogGroup(stack, 'Group'), {
      logEvent: targets.LogGroupTargetInput.fromObject({ message: 'm' }),
    }));
  },
};
