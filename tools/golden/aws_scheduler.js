'use strict';

// Cases of aws_scheduler and aws_scheduler_targets; their Lua twins are in spec/aws_cdk/aws_scheduler/aws_scheduler_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };

module.exports = {
  schedules: (app, cdk, lib) => {
    const scheduler = lib('aws-scheduler'), targets = lib('aws-scheduler-targets'), sqs = lib('aws-sqs'), kms = lib('aws-kms');
    const stack = new cdk.Stack(app, 'S');
    const queue = new sqs.Queue(stack, 'Queue');
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const { ScheduleExpression: Expression } = scheduler;
    const make = (id, schedule, more) => new scheduler.Schedule(stack, id, { schedule, target: new targets.SqsSendMessage(queue), ...more });
    const group = new scheduler.ScheduleGroup(stack, 'Group');
    const key = new kms.Key(stack, 'Key');
    const plain = make('Plain', Expression.rate(cdk.Duration.hours(12)));
    const full = make('Full', Expression.cron({ minute: '0', hour: '6', weekDay: 'MON-FRI', timeZone: cdk.TimeZone.EUROPE_BERLIN }), {
      scheduleName: 'full', description: 'every working day', enabled: false, key, scheduleGroup: group,
      start: new Date('2030-01-01T00:00:00+02:00'), end: new Date('2030-12-31T23:59:59.5Z'),
      timeWindow: scheduler.TimeWindow.flexible(cdk.Duration.hours(2)),
    });
    make('Once', Expression.at(new Date('2030-06-01T12:30:00.250+01:00'), cdk.TimeZone.ASIA_TOKYO));
    make('Literal', Expression.expression('rate(5 minutes)'), { timeWindow: scheduler.TimeWindow.off(), enabled: true });
    make('Zone', Expression.expression('cron(0 9 * * ? *)', cdk.TimeZone.of('Mars/Olympus')));
    make('Default', Expression.cron({}), { scheduleGroup: scheduler.ScheduleGroup.fromDefaultScheduleGroup(stack, 'DefaultGroup') });
    out('PlainArn', plain.scheduleArn);
    out('FullArn', full.scheduleArn);
    out('PlainName', plain.scheduleName);
    out('Ref', full.scheduleRef.scheduleName);
    const imported = scheduler.Schedule.fromScheduleArn(stack, 'Imported', 'arn:aws:scheduler:eu-west-1:111122223333:schedule/g/s');
    out('ImportedName', imported.scheduleName);
    out('ImportedRef', imported.scheduleRef.scheduleArn);
  },

  groups: (app, cdk, lib) => {
    const scheduler = lib('aws-scheduler'), iam = lib('aws-iam'), cloudwatch = lib('aws-cloudwatch');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const user = new iam.User(stack, 'User');
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const Group = scheduler.ScheduleGroup;
    const group = new Group(stack, 'Group');
    const named = new Group(stack, 'Named', { scheduleGroupName: 'jobs', removalPolicy: cdk.RemovalPolicy.RETAIN });
    const imported = Group.fromScheduleGroupName(stack, 'Imported', 'other');
    const byArn = Group.fromScheduleGroupArn(stack, 'ByArn', 'arn:aws:scheduler:us-east-1:444455556666:schedule-group/far');
    group.grant(user, 'scheduler:TagResource', 'scheduler:UntagResource');
    group.grantReadSchedules(user);
    named.grantWriteSchedules(user);
    imported.grantDeleteSchedules(user);
    byArn.grants.readSchedules(user);
    scheduler.ScheduleGroupGrants.fromScheduleGroup(new scheduler.CfnScheduleGroup(stack, 'L1', { name: 'l1' })).writeSchedules(user);
    [group, named, imported, byArn].forEach((one, i) => {
      out(`Arn${i}`, one.scheduleGroupArn);
      out(`Name${i}`, one.scheduleGroupName);
    });
    const alarm = (id, metric) => new cloudwatch.Alarm(stack, id, { metric, threshold: 1, evaluationPeriods: 1 });
    const of = { period: cdk.Duration.minutes(1) };
    alarm('Any', group.metric('InvocationAttemptCount'));
    alarm('Maximum', named.metric('InvocationAttemptCount', { statistic: 'max' }));
    alarm('Throttled', group.metricThrottled());
    alarm('Attempts', group.metricAttempts(of));
    alarm('Errors', group.metricTargetErrors());
    alarm('TargetThrottled', group.metricTargetThrottled());
    alarm('Dropped', imported.metricDropped());
    alarm('Dlq', group.metricSentToDLQ());
    alarm('NotDlq', group.metricFailedToBeSentToDLQ());
    alarm('NotDlqBecause', group.metricFailedToBeSentToDLQ('AccessDenied', of));
    alarm('Truncated', group.metricSentToDLQTruncated());
    const { Schedule } = scheduler;
    alarm('AllAny', Schedule.metricAll('X', of));
    alarm('AllThrottled', Schedule.metricAllThrottled());
    alarm('AllAttempts', Schedule.metricAllAttempts());
    alarm('AllErrors', Schedule.metricAllErrors(of));
    alarm('AllTargetThrottled', Schedule.metricAllTargetThrottled());
    alarm('AllDropped', Schedule.metricAllDropped());
    alarm('AllDlq', Schedule.metricAllSentToDLQ());
    alarm('AllNotDlq', Schedule.metricAllFailedToBeSentToDLQ());
    alarm('AllNotDlqBecause', Schedule.metricAllFailedToBeSentToDLQ('AccessDenied'));
    alarm('AllTruncated', Schedule.metricAllSentToDLQTruncated());
  },

  targets: (app, cdk, lib) => {
    const scheduler = lib('aws-scheduler'), targets = lib('aws-scheduler-targets'), sqs = lib('aws-sqs'), kms = lib('aws-kms');
    const sns = lib('aws-sns'), lambda = lib('aws-lambda'), events = lib('aws-events'), kinesis = lib('aws-kinesis'), iam = lib('aws-iam');
    const codebuild = lib('aws-codebuild'), codepipeline = lib('aws-codepipeline'), inspector = lib('aws-inspector');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const schedule = scheduler.ScheduleExpression.rate(cdk.Duration.days(1));
    let n = 0;
    const invoke = (target, more) => new scheduler.Schedule(stack, `Schedule${++n}`, { schedule, target, ...more });
    const dead = new sqs.Queue(stack, 'Dead');
    const group = new scheduler.ScheduleGroup(stack, 'Group', { scheduleGroupName: 'g' });
    const fn = new lambda.Function(stack, 'Fn', {
      runtime: lambda.Runtime.PYTHON_3_12, handler: 'index.handler', code: lambda.Code.fromInline('pass'),
    });
    const { ScheduleTargetInput: Input, ContextAttribute: Attribute } = scheduler;
    invoke(new targets.LambdaInvoke(fn, {
      input: Input.fromObject({ at: Attribute.scheduledTime, list: [1, true, { n: cdk.Duration.days(1).toSeconds() }], table: dead.queueName }),
      deadLetterQueue: dead, maxEventAge: cdk.Duration.hours(1), retryAttempts: 0,
    }));
    invoke(new targets.LambdaInvoke(fn), { scheduleGroup: group });
    invoke(new targets.LambdaInvoke(fn.currentVersion, { input: Input.fromText(`run ${Attribute.executionId} of ${dead.queueName}`), retryAttempts: 185 }));
    invoke(new targets.SqsSendMessage(new sqs.Queue(stack, 'Secret', { encryptionMasterKey: new kms.Key(stack, 'QueueKey') })));
    invoke(new targets.SqsSendMessage(new sqs.Queue(stack, 'Fifo', { fifo: true, contentBasedDeduplication: true }), { messageGroupId: 'g' }));
    const topic = new sns.Topic(stack, 'Topic', { masterKey: new kms.Key(stack, 'TopicKey') });
    invoke(new targets.SnsPublish(topic, { input: Input.fromText(`${Attribute.scheduleArn} ${Attribute.attemptNumber} ${Attribute.fromName('x')}`) }));
    invoke(new targets.SnsPublish(topic, { role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com') }) }), { scheduleGroup: group });
    invoke(new targets.EventBridgePutEvents({
      eventBus: new events.EventBus(stack, 'Bus'), detail: Input.fromObject({ a: 'b' }), detailType: 'job', source: 'me',
    }, { deadLetterQueue: dead }));
    invoke(new targets.KinesisStreamPutRecord(new kinesis.Stream(stack, 'Stream', { encryption: kinesis.StreamEncryption.KMS }), { partitionKey: 'p' }));
    invoke(new targets.KinesisStreamPutRecord(kinesis.Stream.fromStreamArn(stack, 'Other', 'arn:aws:kinesis:eu-west-1:111122223333:stream/o'), { partitionKey: 'p' }));
    invoke(new targets.Universal({ service: 'sqs', action: 'createQueue', input: Input.fromObject({ QueueName: 'q' }) }));
    invoke(new targets.Universal({
      service: 'cloudwatchlogs', action: 'deleteLogGroup', policyStatements: [new iam.PolicyStatement({ actions: ['logs:DeleteLogGroup'], resources: ['*'] })],
    }));
    invoke(new targets.CodeBuildStartBuild(new codebuild.CfnProject(stack, 'Project', {
      artifacts: { type: 'NO_ARTIFACTS' }, environment: { computeType: 'c', image: 'i', type: 't' }, serviceRole: 'r', source: { type: 'NO_SOURCE' },
    })));
    invoke(new targets.CodePipelineStartPipelineExecution(new codepipeline.CfnPipeline(stack, 'Pipeline', { roleArn: 'r', stages: [] })));
    invoke(new targets.InspectorStartAssessmentRun(new inspector.CfnAssessmentTemplate(stack, 'Template', {
      assessmentTargetArn: 'arn', durationInSeconds: 60, rulesPackageArns: [],
    })));
    const { StateMachine, DefinitionBody } = lib('aws-stepfunctions');
    invoke(new targets.StepFunctionsStartExecution(new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromString('{}') }), {
      input: Input.fromObject({ a: 'b' }),
    }));
    invoke(new targets.StepFunctionsStartExecution(StateMachine.fromStateMachineName(stack, 'Known', 'known'), {}));
    invoke(new targets.SageMakerStartPipelineExecution({
      pipelineArn: 'arn:aws:sagemaker:eu-west-1:111122223333:pipeline/p',
      grantStartPipelineExecution: role => role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['sagemaker:StartPipelineExecution'], resources: ['*'] })),
    }, { pipelineParameterList: [{ name: 'n', value: 'v' }] }));
    invoke(new targets.FirehosePutRecord(lib('aws-kinesisfirehose').DeliveryStream.fromDeliveryStreamName(stack, 'Delivery', 'd')));
    class Own extends targets.ScheduleTargetBase {
      addTargetActionToRole(role) { role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['own:Do'], resources: [this.targetArn] })); }
    }
    invoke(new Own({ retryAttempts: 3 }, 'arn:aws:own:eu-west-1:111122223333:thing'));
    invoke({ bind: () => ({ arn: 'arn:x', role: iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111122223333:role/r'), retryPolicy: {}, ecsParameters: { taskDefinitionArn: 't' } }) });
  },

  across_stacks: (app, cdk, lib) => {
    const scheduler = lib('aws-scheduler'), targets = lib('aws-scheduler-targets'), sqs = lib('aws-sqs');
    const one = new cdk.Stack(app, 'One', { env: ENV }), two = new cdk.Stack(app, 'Two', { env: ENV });
    const far = new cdk.Stack(app, 'Far', { env: { ...ENV, region: 'us-east-1' } });
    const schedule = scheduler.ScheduleExpression.rate(cdk.Duration.days(1));
    const group = new scheduler.ScheduleGroup(one, 'Group');
    const queue = new sqs.Queue(one, 'Queue');
    new scheduler.Schedule(two, 'Schedule', { schedule, target: new targets.SqsSendMessage(queue), scheduleGroup: group });
    const named = new scheduler.Schedule(one, 'Named', { schedule, target: new targets.SqsSendMessage(queue), scheduleName: 'named' });
    new cdk.CfnOutput(two, 'Near', { value: named.scheduleArn });
    new cdk.CfnOutput(far, 'FarArn', { value: named.scheduleArn });
    new cdk.CfnOutput(far, 'FarName', { value: named.scheduleName });
  },

  ecs_tasks: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2'), ecs = lib('aws-ecs'), iam = lib('aws-iam'), scheduler = lib('aws-scheduler'), targets = lib('aws-scheduler-targets');
    const stack = new cdk.Stack(app, 'S', { env: ENV }), vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
    const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
    const image = ecs.ContainerImage.fromRegistry('nginx');
    const fargate = new ecs.FargateTaskDefinition(stack, 'Fargate');
    fargate.addContainer('C', { image, logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'p' }) });
    const bridge = new ecs.Ec2TaskDefinition(stack, 'Bridge');
    bridge.addContainer('C', { image, memoryLimitMiB: 64 });
    const inVpc = new ecs.Ec2TaskDefinition(stack, 'InVpc', { networkMode: ecs.NetworkMode.AWS_VPC });
    inVpc.addContainer('C', { image, memoryLimitMiB: 64 });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com') });
    const group = new ec2.SecurityGroup(stack, 'Group', { vpc });
    const strategies = [{ capacityProvider: 'FARGATE', base: 1, weight: 2 }];
    let n = 0;
    const start = target => new scheduler.Schedule(stack, `Schedule${++n}`, { schedule: scheduler.ScheduleExpression.rate(cdk.Duration.days(1)), target });
    start(new targets.EcsRunFargateTask(cluster, { taskDefinition: fargate }));
    start(new targets.EcsRunFargateTask(cluster, {
      taskDefinition: fargate, assignPublicIp: true, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, platformVersion: ecs.FargatePlatformVersion.LATEST,
      capacityProviderStrategies: strategies, securityGroups: [group], taskCount: 2, tags: [{ key: 'k', value: 'v' }], propagateTags: true,
      enableEcsManagedTags: true, enableExecuteCommand: false, group: 'g', referenceId: 'r', role,
      input: scheduler.ScheduleTargetInput.fromText('t'),
    }));
    start(new targets.EcsRunFargateTask(cluster, { taskDefinition: fargate, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, securityGroups: [] }));
    start(new targets.EcsRunFargateTask(cluster, { taskDefinition: fargate, assignPublicIp: false, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } }));
    start(new targets.EcsRunEc2Task(cluster, { taskDefinition: bridge, propagateTags: false, tags: [{ key: 'k', value: 'v' }] }));
    start(new targets.EcsRunEc2Task(cluster, {
      taskDefinition: inVpc, securityGroups: [group], placementConstraints: [ecs.PlacementConstraint.distinctInstances()],
      placementStrategies: [ecs.PlacementStrategy.spreadAcross('a', 'b')],
    }));
    start(new targets.EcsRunEc2Task(cluster, { taskDefinition: inVpc, capacityProviderStrategies: strategies, placementConstraints: [] }));
  },
};
