'use strict';

// Cases of aws_autoscaling; their Lua twins are in spec/aws_cdk/aws_autoscaling/aws_autoscaling_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };
const FLAG = '@aws-cdk/aws-autoscaling:generateLaunchTemplateInsteadOfLaunchConfig';
const AMI = 'ami-1234567890abcdef0';

module.exports = {
  launch_configurations: (app, cdk, lib) => {
    const autoscaling = lib('aws-autoscaling'), ec2 = lib('aws-ec2'), iam = lib('aws-iam');
    const { BlockDeviceVolume } = autoscaling;
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const machineImage = ec2.MachineImage.genericLinux({ 'eu-west-1': AMI });
    const instanceType = ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.MICRO);
    const plain = new autoscaling.AutoScalingGroup(stack, 'Plain', { vpc, machineImage, instanceType });
    const full = new autoscaling.AutoScalingGroup(stack, 'Full', {
      vpc, machineImage, instanceType, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, associatePublicIpAddress: true,
      keyName: 'key', spotPrice: '0.05', instanceMonitoring: autoscaling.Monitoring.DETAILED, userData: ec2.UserData.forLinux(),
      role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }),
      securityGroup: new ec2.SecurityGroup(stack, 'Group', { vpc }), ssmSessionPermissions: true, requireImdsv2: true,
      blockDevices: [
        { deviceName: '/dev/a', volume: BlockDeviceVolume.ebs(15, {
          deleteOnTermination: true, encrypted: true, iops: 500, volumeType: autoscaling.EbsDeviceVolumeType.IO1,
        }) },
        { deviceName: '/dev/b', volume: BlockDeviceVolume.ebsFromSnapshot('snap-1', { volumeSize: 500, deleteOnTermination: false }) },
        { deviceName: '/dev/c', volume: BlockDeviceVolume.ephemeral(0) },
        { deviceName: '/dev/d', volume: BlockDeviceVolume.noDevice() },
        { deviceName: '/dev/e', volume: BlockDeviceVolume.ebs(20, {
          volumeType: autoscaling.EbsDeviceVolumeType.GP3, throughput: 250,
        }) },
        { deviceName: '/dev/f', volume: BlockDeviceVolume.ebs(20, { iops: 100, volumeInitializationRate: cdk.Size.mebibytes(100) }) },
      ],
    });
    new autoscaling.AutoScalingGroup(stack, 'Basic', {
      vpc, machineImage, instanceType, instanceMonitoring: autoscaling.Monitoring.BASIC, allowAllOutbound: false,
    });
    full.addUserData('echo one', 'echo two');
    full.addSecurityGroup(ec2.SecurityGroup.fromSecurityGroupId(stack, 'Other', 'sg-12345678'));
    full.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] }));
    full.connections.allowFromAnyIpv4(ec2.Port.tcp(22));
    plain.role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'));
    out('Name', plain.autoScalingGroupName);
    out('Arn', plain.autoScalingGroupArn);
    out('RefArn', plain.autoScalingGroupRef.autoScalingGroupArn);
    out('OsType', String(plain.osType));
    out('SpotPrice', full.spotPrice);
  },

  launch_templates: (app, cdk, lib) => {
    const autoscaling = lib('aws-autoscaling'), ec2 = lib('aws-ec2'), iam = lib('aws-iam');
    const { BlockDeviceVolume } = autoscaling;
    app.node.setContext(FLAG, true);
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const machineImage = ec2.MachineImage.genericWindows({ 'eu-west-1': AMI });
    const instanceType = ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.MICRO);
    const plain = new autoscaling.AutoScalingGroup(stack, 'Plain', { vpc, machineImage, instanceType });
    const full = new autoscaling.AutoScalingGroup(stack, 'Full', {
      vpc, machineImage, instanceType, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, associatePublicIpAddress: true,
      keyPair: new ec2.KeyPair(stack, 'Pair'), spotPrice: '0.050', instanceMonitoring: autoscaling.Monitoring.DETAILED,
      userData: ec2.UserData.forWindows(), ssmSessionPermissions: true, requireImdsv2: true,
      role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }),
      blockDevices: [
        { deviceName: '/dev/a', volume: BlockDeviceVolume.ebs(15, {
          deleteOnTermination: true, encrypted: true, iops: 500, volumeType: autoscaling.EbsDeviceVolumeType.GP3, throughput: 125,
        }) },
        { deviceName: '/dev/b', volume: BlockDeviceVolume.ebsFromSnapshot('snap-1', {
          volumeSize: 500, volumeInitializationRate: cdk.Size.mebibytes(200),
        }) },
        { deviceName: '/dev/c', volume: BlockDeviceVolume.ephemeral(1) },
        { deviceName: '/dev/d', volume: BlockDeviceVolume.noDevice() },
      ],
    });
    new autoscaling.AutoScalingGroup(stack, 'Named', { vpc, machineImage, instanceType, keyName: 'key' });
    full.addUserData('echo one');
    full.addSecurityGroup(ec2.SecurityGroup.fromSecurityGroupId(stack, 'Other', 'sg-12345678'));
    plain.connections.allowFromAnyIpv4(ec2.Port.tcp(22));
    new cdk.CfnOutput(stack, 'OsType', { value: String(plain.osType) });
  },

  given_launch_templates: (app, cdk, lib) => {
    const autoscaling = lib('aws-autoscaling'), ec2 = lib('aws-ec2'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const template = new ec2.LaunchTemplate(stack, 'Template', {
      machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': AMI }), instanceType: new ec2.InstanceType('t3.micro'),
      securityGroup: new ec2.SecurityGroup(stack, 'Group', { vpc }), userData: ec2.UserData.forLinux(),
      role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }),
    });
    const own = new autoscaling.AutoScalingGroup(stack, 'Own', { vpc, launchTemplate: template, ssmSessionPermissions: true });
    own.addUserData('echo one');
    own.connections.allowFromAnyIpv4(ec2.Port.tcp(22));
    own.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] }));
    const byName = ec2.LaunchTemplate.fromLaunchTemplateAttributes(stack, 'ByName', {
      launchTemplateName: 'name', versionNumber: '3',
    });
    const byId = ec2.LaunchTemplate.fromLaunchTemplateAttributes(stack, 'ById', { launchTemplateId: 'lt-1' });
    new autoscaling.AutoScalingGroup(stack, 'Imported', { vpc, launchTemplate: byName });
    new autoscaling.AutoScalingGroup(stack, 'Mixed', {
      vpc, mixedInstancesPolicy: {
        launchTemplate: template,
        instancesDistribution: {
          onDemandAllocationStrategy: autoscaling.OnDemandAllocationStrategy.PRIORITIZED, onDemandBaseCapacity: 1,
          onDemandPercentageAboveBaseCapacity: 25, spotInstancePools: 2, spotMaxPrice: '0.1',
          spotAllocationStrategy: autoscaling.SpotAllocationStrategy.LOWEST_PRICE,
        },
        launchTemplateOverrides: [
          { instanceType: new ec2.InstanceType('t4g.micro'), launchTemplate: byId, weightedCapacity: 9 },
          { instanceRequirements: { vCpuCount: { min: 4, max: 8 }, memoryMiB: { min: 16384 }, cpuManufacturers: ['intel'] } },
        ],
      },
    });
    new autoscaling.AutoScalingGroup(stack, 'MixedImported', { vpc, mixedInstancesPolicy: { launchTemplate: byId } });
  },

  properties: (app, cdk, lib) => {
    const autoscaling = lib('aws-autoscaling'), ec2 = lib('aws-ec2'), sns = lib('aws-sns');
    const { GroupMetric, GroupMetrics, ScalingEvent, ScalingEvents, TerminationPolicy } = autoscaling;
    const { RETAIN } = autoscaling.TerminateHookAbandonAction;
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const machineImage = ec2.MachineImage.genericLinux({ 'eu-west-1': AMI });
    const instanceType = new ec2.InstanceType('t3.micro');
    const group = (id, props) => new autoscaling.AutoScalingGroup(stack, id, { vpc, machineImage, instanceType, ...props });
    const topic = new sns.Topic(stack, 'Topic');
    const full = group('Full', {
      autoScalingGroupName: 'full', minCapacity: 2, maxCapacity: 6, desiredCapacity: 3, cooldown: cdk.Duration.minutes(2),
      azCapacityDistributionStrategy: autoscaling.CapacityDistributionStrategy.BALANCED_ONLY, capacityRebalance: true,
      defaultInstanceWarmup: cdk.Duration.seconds(5), deletionProtection: autoscaling.DeletionProtection.PREVENT_ALL_DELETION,
      groupMetrics: [
        new GroupMetrics(GroupMetric.MIN_SIZE, GroupMetric.MAX_SIZE, GroupMetric.MIN_SIZE), GroupMetrics.all(),
        new GroupMetrics(new GroupMetric('Own')),
      ],
      healthChecks: autoscaling.HealthChecks.withAdditionalChecks({
        additionalTypes: [autoscaling.AdditionalHealthCheckType.EBS, autoscaling.AdditionalHealthCheckType.ELB],
        gracePeriod: cdk.Duration.minutes(1),
      }),
      instanceLifecyclePolicy: { retentionTriggers: { terminateHookAbandon: RETAIN } },
      maxInstanceLifetime: cdk.Duration.days(7), newInstancesProtectedFromScaleIn: false,
      minHealthyPercentage: 90, maxHealthyPercentage: 120,
      notifications: [
        { topic, scalingEvents: ScalingEvents.ERRORS }, { topic },
        { topic, scalingEvents: new ScalingEvents(ScalingEvent.TEST_NOTIFICATION) },
      ],
      terminationPolicies: [TerminationPolicy.CUSTOM_LAMBDA_FUNCTION, TerminationPolicy.OLDEST_INSTANCE],
      terminationPolicyCustomLambdaFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:terminate',
    });
    group('Ec2', { healthChecks: autoscaling.HealthChecks.ec2({ gracePeriod: cdk.Duration.minutes(3) }) });
    group('Ec2Default', { healthChecks: autoscaling.HealthChecks.ec2() });
    group('OldEc2', { healthCheck: autoscaling.HealthCheck.ec2() });
    group('OldElb', { healthCheck: autoscaling.HealthCheck.elb({ grace: cdk.Duration.minutes(2) }) });
    group('Cleared', { minHealthyPercentage: -1, maxHealthyPercentage: -1, maxInstanceLifetime: cdk.Duration.seconds(0) });
    group('Desired', { desiredCapacity: 5 });
    group('Empty', { minCapacity: 0, groupMetrics: [], notifications: [], terminationPolicies: [] });
    const parameter = new cdk.CfnParameter(stack, 'Least', { type: 'Number' });
    group('Tokens', { minCapacity: parameter.valueAsNumber });
    group('Kept', { ignoreUnmodifiedSizeProperties: false });
    const protectedLater = group('Protected');
    protectedLater.protectNewInstancesFromScaleIn();
    new cdk.CfnOutput(stack, 'AreProtected', { value: String(protectedLater.areNewInstancesProtectedFromScaleIn()) });
    new cdk.CfnOutput(stack, 'AreNot', { value: String(full.areNewInstancesProtectedFromScaleIn()) });
    new cdk.CfnOutput(stack, 'Life', { value: String(full.maxInstanceLifetime.toDays()) });
  },

  updates: (app, cdk, lib) => {
    const autoscaling = lib('aws-autoscaling'), ec2 = lib('aws-ec2'), cloudwatch = lib('aws-cloudwatch');
    const { ScalingProcess, Signals, UpdatePolicy } = autoscaling;
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const machineImage = ec2.MachineImage.genericLinux({ 'eu-west-1': AMI });
    const instanceType = new ec2.InstanceType('t3.micro');
    const group = (id, props) => new autoscaling.AutoScalingGroup(stack, id, { vpc, machineImage, instanceType, ...props });
    group('All', { signals: Signals.waitForAll(), desiredCapacity: 4 });
    group('AllLeast', { signals: Signals.waitForAll({ timeout: cdk.Duration.hours(1), minSuccessPercentage: 50 }), minCapacity: 2 });
    group('Min', { signals: Signals.waitForMinCapacity({ minSuccessPercentage: 100 }), minCapacity: 3, maxCapacity: 5 });
    group('Count', { signals: Signals.waitForCount(7, { timeout: cdk.Duration.minutes(8) }) });
    group('Replacing', { updatePolicy: UpdatePolicy.replacingUpdate() });
    group('Rolling', { updatePolicy: UpdatePolicy.rollingUpdate() });
    group('RollingFull', {
      migrateToLaunchTemplate: true,
      updatePolicy: UpdatePolicy.rollingUpdate({
        maxBatchSize: 4, minInstancesInService: 2, minSuccessPercentage: 80, pauseTime: cdk.Duration.minutes(10),
        suspendProcesses: [ScalingProcess.LAUNCH, ScalingProcess.TERMINATE], waitOnResourceSignals: true,
      }),
    });
    group('RollingSignals', {
      signals: Signals.waitForAll({ timeout: cdk.Duration.hours(1), minSuccessPercentage: 50 }),
      updatePolicy: UpdatePolicy.rollingUpdate(),
    });
    group('RollingImpatient', {
      signals: Signals.waitForAll(), updatePolicy: UpdatePolicy.rollingUpdate({ waitOnResourceSignals: false }),
    });
    group('Refresh', {
      updatePolicy: UpdatePolicy.instanceRefresh({ strategy: autoscaling.InstanceRefreshStrategy.ROLLING }),
    });
    const alarm = new cloudwatch.Alarm(stack, 'Alarm', {
      metric: new cloudwatch.Metric({ namespace: 'N', metricName: 'm' }), threshold: 1, evaluationPeriods: 1,
    });
    group('RefreshFull', {
      signals: Signals.waitForAll(),
      updatePolicy: UpdatePolicy.instanceRefresh({
        strategy: autoscaling.InstanceRefreshStrategy.REPLACE_ROOT_VOLUME, minHealthyPercentage: 90, maxHealthyPercentage: 110,
        instanceWarmup: cdk.Duration.minutes(1), skipMatching: false, checkpointPercentages: [20, 50, 100],
        checkpointDelay: cdk.Duration.minutes(10), bakeTime: cdk.Duration.minutes(5), alarms: [alarm],
        scaleInProtectedInstances: autoscaling.ScaleInProtectedInstances.REFRESH,
        standbyInstances: autoscaling.StandbyInstances.TERMINATE,
      }),
    });
    group('RefreshEmpty', {
      updatePolicy: UpdatePolicy.instanceRefresh({
        strategy: autoscaling.InstanceRefreshStrategy.ROLLING, alarms: [], checkpointPercentages: [],
      }),
    });
  },

  cloud_formation_init: (app, cdk, lib) => {
    const autoscaling = lib('aws-autoscaling'), ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const machineImage = ec2.MachineImage.genericLinux({ 'eu-west-1': AMI });
    const instanceType = new ec2.InstanceType('t3.micro');
    const init = () => ec2.CloudFormationInit.fromElements(ec2.InitCommand.shellCommand('echo hello'));
    new autoscaling.AutoScalingGroup(stack, 'Plain', {
      vpc, machineImage, instanceType, signals: autoscaling.Signals.waitForAll(), init: init(),
    });
    new autoscaling.AutoScalingGroup(stack, 'Options', {
      vpc, machineImage, instanceType, signals: autoscaling.Signals.waitForCount(2, { timeout: cdk.Duration.minutes(5) }),
      init: init(), updatePolicy: autoscaling.UpdatePolicy.replacingUpdate(),
      initOptions: {
        configSets: ['default'], embedFingerprint: false, ignoreFailures: true, includeRole: true, includeUrl: true, printLog: false,
      },
    });
    const later = new autoscaling.AutoScalingGroup(stack, 'Later', {
      vpc, machineImage, instanceType, signals: autoscaling.Signals.waitForAll(),
    });
    later.applyCloudFormationInit(init());
  },

  scaling: (app, cdk, lib) => {
    const autoscaling = lib('aws-autoscaling'), ec2 = lib('aws-ec2'), cloudwatch = lib('aws-cloudwatch');
    const { AdjustmentType, MetricAggregationType } = autoscaling;
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const group = new autoscaling.AutoScalingGroup(stack, 'Group', {
      vpc, machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': AMI }), instanceType: new ec2.InstanceType('t3.micro'),
    });
    const metric = new cloudwatch.Metric({
      namespace: 'Own', metricName: 'Load', dimensionsMap: { Name: 'x' }, statistic: 'Maximum', unit: cloudwatch.Unit.PERCENT,
    });
    group.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 30 });
    group.scaleOnIncomingBytes('In', { targetBytesPerSecond: 100, cooldown: cdk.Duration.minutes(1) });
    group.scaleOnOutgoingBytes('Out', { targetBytesPerSecond: 200, disableScaleIn: true });
    const tracked = group.scaleToTrackMetric('Metric', {
      metric, targetValue: 2, estimatedInstanceWarmup: cdk.Duration.minutes(3),
    });
    const steps = group.scaleOnMetric('Steps', {
      metric, estimatedInstanceWarmup: cdk.Duration.seconds(150),
      scalingSteps: [{ upper: 0, change: -1 }, { lower: 100, change: 1 }, { lower: 500, change: 5 }],
    });
    group.scaleOnMetric('Exact', {
      metric, adjustmentType: AdjustmentType.EXACT_CAPACITY, evaluationPeriods: 10, datapointsToAlarm: 6,
      scalingSteps: [{ upper: 10, change: 0 }, { lower: 10, upper: 20, change: 2 }, { lower: 20, change: 8 }],
      metricAggregationType: MetricAggregationType.MINIMUM, minAdjustmentMagnitude: 3, cooldown: cdk.Duration.minutes(1),
    });
    group.scaleOnMetric('Percent', {
      metric: metric.with({ statistic: 'p99' }), adjustmentType: AdjustmentType.PERCENT_CHANGE_IN_CAPACITY,
      scalingSteps: [{ lower: 10, upper: 20, change: 10 }, { lower: 20, change: 50 }],
    });
    const action = new autoscaling.StepScalingAction(stack, 'Action', { autoScalingGroup: group });
    action.addAdjustment({ adjustment: 1, lowerBound: 0, upperBound: 10 });
    action.addAdjustment({ adjustment: 2, lowerBound: 10 });
    new autoscaling.TargetTrackingScalingPolicy(stack, 'Requests', {
      autoScalingGroup: group, predefinedMetric: autoscaling.PredefinedMetric.ALB_REQUEST_COUNT_PER_TARGET, targetValue: 10,
      resourceLabel: 'app/a/b',
    });
    group.scaleOnSchedule('Morning', {
      schedule: autoscaling.Schedule.cron({ hour: '8', minute: '0' }), minCapacity: 20, timeZone: 'Europe/London',
    });
    group.scaleOnSchedule('Everything', {
      schedule: autoscaling.Schedule.cron({ weekDay: '1-5' }), maxCapacity: 3, desiredCapacity: 2,
      startTime: new Date('2033-09-10T12:00:00Z'), endTime: new Date('2033-09-11T12:34:56Z'),
    });
    const action2 = group.scaleOnSchedule('Literal', { schedule: autoscaling.Schedule.expression('0 1 * * *'), desiredCapacity: 0 });
    new cdk.CfnOutput(stack, 'Tracked', { value: tracked.scalingPolicyArn });
    new cdk.CfnOutput(stack, 'Upper', { value: steps.upperAction.scalingPolicyArn });
    new cdk.CfnOutput(stack, 'Alarm', { value: steps.lowerAlarm.alarmArn });
    new cdk.CfnOutput(stack, 'Scheduled', { value: action2.scheduledActionName });
  },

  hooks_and_pools: (app, cdk, lib) => {
    const autoscaling = lib('aws-autoscaling'), ec2 = lib('aws-ec2');
    const { DefaultResult, LifecycleTransition } = autoscaling;
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const group = (id) => new autoscaling.AutoScalingGroup(stack, id, {
      vpc, machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': AMI }), instanceType: new ec2.InstanceType('t3.micro'),
    });
    const plain = group('Plain');
    plain.addWarmPool();
    const hook = plain.addLifecycleHook('Launching', { lifecycleTransition: LifecycleTransition.INSTANCE_LAUNCHING });
    plain.addLifecycleHook('Terminating', {
      lifecycleTransition: LifecycleTransition.INSTANCE_TERMINATING, defaultResult: DefaultResult.ABANDON,
      heartbeatTimeout: cdk.Duration.minutes(3), lifecycleHookName: 'named', notificationMetadata: 'metadata',
    });
    group('Full').addWarmPool({
      maxGroupPreparedCapacity: 5, minSize: 2, poolState: autoscaling.PoolState.HIBERNATED, reuseOnScaleIn: true,
    });
    group('Unlimited').addWarmPool({ maxGroupPreparedCapacity: -1, minSize: 0, reuseOnScaleIn: false });
    new cdk.CfnOutput(stack, 'Name', { value: hook.lifecycleHookName });
    new cdk.CfnOutput(stack, 'Ref', { value: hook.lifecycleHookRef.autoScalingGroupName });
  },

  imports: (app, cdk, lib) => {
    const autoscaling = lib('aws-autoscaling'), iam = lib('aws-iam'), cloudwatch = lib('aws-cloudwatch');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const group = autoscaling.AutoScalingGroup.fromAutoScalingGroupName(stack, 'Group', 'name');
    group.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 50 });
    group.addLifecycleHook('Hook', { lifecycleTransition: autoscaling.LifecycleTransition.INSTANCE_LAUNCHING });
    group.addWarmPool();
    group.addUserData('ignored');
    group.scaleOnMetric('Steps', {
      metric: new cloudwatch.Metric({ namespace: 'N', metricName: 'm' }),
      scalingSteps: [{ upper: 1, change: -1 }, { lower: 9, change: 1 }],
    });
    new iam.Policy(stack, 'Policy', {
      roles: [new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() })],
      statements: [new iam.PolicyStatement({ actions: ['a:B'], resources: [group.autoScalingGroupArn] })],
    });
    new cdk.CfnOutput(stack, 'Name', { value: group.autoScalingGroupName });
    new cdk.CfnOutput(stack, 'OsType', { value: String(group.osType) });
  },

  classic_load_balancers: (app, cdk, lib) => {
    const autoscaling = lib('aws-autoscaling'), ec2 = lib('aws-ec2'), elb = lib('aws-elasticloadbalancing');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const group = new autoscaling.AutoScalingGroup(stack, 'Group', {
      vpc, machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': AMI }), instanceType: new ec2.InstanceType('t3.micro'),
    });
    const balancer = new elb.LoadBalancer(stack, 'Balancer', { vpc, targets: [group], healthCheck: { port: 80 } });
    balancer.addListener({ externalPort: 80 });
  },

  imdsv2: (app, cdk, lib) => {
    const autoscaling = lib('aws-autoscaling'), ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 });
    new autoscaling.AutoScalingGroup(stack, 'Group', {
      vpc, machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': AMI }), instanceType: new ec2.InstanceType('t3.micro'),
    });
    cdk.Aspects.of(stack).add(new autoscaling.AutoScalingGroupRequireImdsv2Aspect());
  },

  imdsv2_of_templates: (app, cdk, lib) => {
    const autoscaling = lib('aws-autoscaling'), ec2 = lib('aws-ec2');
    app.node.setContext(FLAG, true);
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 });
    new autoscaling.AutoScalingGroup(stack, 'Group', {
      vpc, machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': AMI }), instanceType: new ec2.InstanceType('t3.micro'),
    });
    cdk.Aspects.of(app).add(new autoscaling.AutoScalingGroupRequireImdsv2Aspect());
  },
};
