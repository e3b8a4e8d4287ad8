'use strict';

// Cases of aws_codedeploy; their Lua twins are in spec/aws_cdk/aws_codedeploy/aws_codedeploy_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };
const FLAG = '@aws-cdk/aws-codedeploy:removeAlarmsFromDeploymentGroup';

let cdk, autoscaling, cloudwatch, codedeploy, ec2, ecs, elb, elbv2, iam, lambda;

const load = (core, lib) => {
  cdk = core;
  autoscaling = lib('aws-autoscaling');
  cloudwatch = lib('aws-cloudwatch');
  codedeploy = lib('aws-codedeploy');
  ec2 = lib('aws-ec2');
  ecs = lib('aws-ecs');
  elb = lib('aws-elasticloadbalancing');
  elbv2 = lib('aws-elasticloadbalancingv2');
  iam = lib('aws-iam');
  lambda = lib('aws-lambda');
};

const outputs = (stack) => (id, value) => new cdk.CfnOutput(stack, id, { value });
const vpcOf = (stack) => ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
  vpcId: 'vpc-12345678', availabilityZones: ['eu-west-1a', 'eu-west-1b'], privateSubnetIds: ['subnet-11111111', 'subnet-22222222'],
  publicSubnetIds: ['subnet-33333333', 'subnet-44444444'],
});
const alarmOf = (stack, id) => new cloudwatch.Alarm(stack, id, {
  metric: new cloudwatch.Metric({ namespace: 'n', metricName: 'm' }), threshold: 1, evaluationPeriods: 1,
});
const functionOf = (stack, id) => new lambda.Function(stack, id, {
  code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_20_X,
});
const aliasOf = (stack, id) => new lambda.Alias(stack, id, { aliasName: 'live', version: functionOf(stack, id + 'Fn').currentVersion });

const cases = {
  applications: (app) => {
    const stack = new cdk.Stack(app, 'S');
    const other = new cdk.Stack(app, 'Other', { env: ENV });
    const out = outputs(stack);
    const ecsApplication = new codedeploy.EcsApplication(stack, 'Ecs');
    const lambdaApplication = new codedeploy.LambdaApplication(stack, 'Lambda', { applicationName: 'my.app' });
    const server = new codedeploy.ServerApplication(other, 'Server', { applicationName: cdk.PhysicalName.GENERATE_IF_NEEDED });
    new codedeploy.ServerApplication(stack, 'Named', { applicationName: cdk.Fn.importValue('name') });
    out('EcsName', ecsApplication.applicationName);
    out('EcsArn', ecsApplication.applicationArn);
    out('EcsRef', ecsApplication.applicationRef.applicationName);
    out('LambdaArn', lambdaApplication.applicationArn);
    new cdk.CfnOutput(new cdk.Stack(app, 'Third', { env: { account: '444455556666', region: 'eu-west-1' } }), 'Arn', { value: server.applicationArn });
    const byName = codedeploy.EcsApplication.fromEcsApplicationName(other, 'ByName', 'n');
    const byArn = codedeploy.LambdaApplication.fromLambdaApplicationArn(stack, 'ByArn', 'arn:aws:codedeploy:us-west-2:999999999999:application:A');
    const odd = codedeploy.ServerApplication.fromServerApplicationArn(stack, 'Odd', 'arn:aws:codedeploy:us-west-2:999999999999:application');
    const token = codedeploy.ServerApplication.fromServerApplicationArn(stack, 'Token', cdk.Fn.importValue('arn'));
    out('ByNameArn', byName.applicationArn);
    out('ByArnName', byArn.applicationName);
    out('ByArnRegion', byArn.env.region);
    out('OddName', odd.applicationName);
    out('TokenName', token.applicationName);
  },

  configurations: (app) => {
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = outputs(stack);
    const five = cdk.Duration.minutes(5);
    const plain = new codedeploy.EcsDeploymentConfig(stack, 'Plain');
    new codedeploy.EcsDeploymentConfig(stack, 'Canary', {
      deploymentConfigName: 'canary', trafficRouting: codedeploy.TrafficRouting.timeBasedCanary({ interval: five, percentage: 10 }),
    });
    new codedeploy.LambdaDeploymentConfig(stack, 'Lambda');
    new codedeploy.LambdaDeploymentConfig(stack, 'Linear', {
      trafficRouting: new codedeploy.TimeBasedLinearTrafficRouting({ interval: five, percentage: 12.5 }),
    });
    new codedeploy.LambdaDeploymentConfig(stack, 'AtOnce', { trafficRouting: codedeploy.TrafficRouting.allAtOnce() });
    const server = new codedeploy.ServerDeploymentConfig(stack, 'Server', {
      deploymentConfigName: 'half', minimumHealthyHosts: codedeploy.MinimumHealthyHosts.percentage(50),
      zonalConfig: {
        monitorDuration: cdk.Duration.minutes(30), firstZoneMonitorDuration: cdk.Duration.seconds(0),
        minimumHealthyHostsPerZone: codedeploy.MinimumHealthyHostsPerZone.count(cdk.Token.asNumber(cdk.Fn.importValue('least'))),
      },
    });
    new codedeploy.ServerDeploymentConfig(stack, 'Zones', {
      minimumHealthyHosts: codedeploy.MinimumHealthyHosts.count(0),
      zonalConfig: { minimumHealthyHostsPerZone: codedeploy.MinimumHealthyHostsPerZone.percentage(25) },
    });
    out('Name', plain.deploymentConfigName);
    out('Arn', plain.deploymentConfigArn);
    out('ServerArn', server.deploymentConfigArn);
    out('Ref', server.deploymentConfigRef.deploymentConfigName);
    out('Predefined', codedeploy.LambdaDeploymentConfig.LINEAR_10PERCENT_EVERY_1MINUTE.deploymentConfigArn);
    out('PredefinedServer', codedeploy.ServerDeploymentConfig.HALF_AT_A_TIME.deploymentConfigName);
    out('PredefinedEcs', codedeploy.EcsDeploymentConfig.CANARY_10PERCENT_15MINUTES.deploymentConfigRef.deploymentConfigName);
    const imported = codedeploy.EcsDeploymentConfig.fromEcsDeploymentConfigName(stack, 'Imported', 'c');
    out('ImportedArn', imported.deploymentConfigArn);
    const importedServer = codedeploy.ServerDeploymentConfig.fromServerDeploymentConfigName(stack, 'ImportedServer', 'c');
    out('ImportedServer', importedServer.deploymentConfigArn);
    const old = codedeploy.LambdaDeploymentConfig.import(stack, 'Old', { deploymentConfigName: 'o' });
    out('ImportedOld', old.deploymentConfigArn);
  },

  custom_configurations: (app) => {
    const stack = new cdk.Stack(app, 'S');
    const canary = new codedeploy.CustomLambdaDeploymentConfig(stack, 'Canary', {
      type: codedeploy.CustomLambdaDeploymentConfigType.CANARY, interval: cdk.Duration.hours(2), percentage: 10.5,
    });
    new codedeploy.CustomLambdaDeploymentConfig(stack, 'Linear', {
      type: codedeploy.CustomLambdaDeploymentConfigType.LINEAR, interval: cdk.Duration.minutes(1), percentage: 99, deploymentConfigName: 'linear',
    });
    new codedeploy.LambdaDeploymentGroup(stack, 'Group', { alias: aliasOf(stack, 'Alias'), deploymentConfig: canary });
    outputs(stack)('Arn', canary.deploymentConfigArn);
  },

  lambda_groups: (app) => {
    const stack = new cdk.Stack(app, 'S');
    const out = outputs(stack);
    const plain = new codedeploy.LambdaDeploymentGroup(stack, 'Plain', { alias: aliasOf(stack, 'A') });
    const full = new codedeploy.LambdaDeploymentGroup(stack, 'Full', {
      alias: aliasOf(stack, 'B'), application: new codedeploy.LambdaApplication(stack, 'App', { applicationName: 'app' }), deploymentGroupName: 'group',
      deploymentConfig: codedeploy.LambdaDeploymentConfig.ALL_AT_ONCE, alarms: [alarmOf(stack, 'Alarm')], ignorePollAlarmsFailure: true,
      autoRollback: { failedDeployment: false, stoppedDeployment: true, deploymentInAlarm: true },
      role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('codedeploy.amazonaws.com') }),
      preHook: functionOf(stack, 'Pre'), postHook: functionOf(stack, 'Post'),
    });
    plain.addAlarm(alarmOf(stack, 'Later'));
    plain.addPreHook(functionOf(stack, 'LaterPre'));
    plain.addPostHook(functionOf(stack, 'LaterPost'));
    plain.grantPutLifecycleEventHookExecutionStatus(functionOf(stack, 'Granted'));
    new codedeploy.LambdaDeploymentGroup(stack, 'Never', {
      alias: aliasOf(stack, 'C'), ignoreAlarmConfiguration: true, alarms: [],
      deploymentConfig: codedeploy.LambdaDeploymentConfig.fromLambdaDeploymentConfigName(stack, 'Config', 'c'),
      autoRollback: { failedDeployment: false, deploymentInAlarm: false },
    });
    new codedeploy.LambdaDeploymentGroup(stack, 'Own', { alias: aliasOf(stack, 'D'), deploymentConfig: new codedeploy.LambdaDeploymentConfig(stack, 'OwnConfig') });
    out('Name', plain.deploymentGroupName);
    out('Arn', full.deploymentGroupArn);
    out('Ref', full.deploymentGroupRef.deploymentGroupName);
    out('ApplicationName', plain.application.applicationName);
    out('Config', full.deploymentConfig.deploymentConfigArn);
  },

  alarms_that_can_be_removed: (app) => {
    const stack = new cdk.Stack(app, 'S');
    stack.node.setContext(FLAG, true);
    new codedeploy.LambdaDeploymentGroup(stack, 'None', { alias: aliasOf(stack, 'A'), ignorePollAlarmsFailure: false });
    new codedeploy.LambdaDeploymentGroup(stack, 'Some', { alias: aliasOf(stack, 'B'), alarms: [alarmOf(stack, 'Alarm')] });
    new codedeploy.ServerDeploymentGroup(stack, 'Ignored', {
      ignoreAlarmConfiguration: true, alarms: [cloudwatch.Alarm.fromAlarmArn(stack, 'Imported', 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:x')],
      autoRollback: { deploymentInAlarm: false },
    });
  },

  server_groups: (app) => {
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = outputs(stack);
    const vpc = vpcOf(stack);
    const groupOf = (id, machineImage) => new autoscaling.AutoScalingGroup(stack, id, {
      vpc, instanceType: new ec2.InstanceType('t3.micro'), machineImage,
    });
    const plain = new codedeploy.ServerDeploymentGroup(stack, 'Plain');
    plain.addAutoScalingGroup(groupOf('Linux', new ec2.AmazonLinuxImage()));
    new codedeploy.ServerDeploymentGroup(stack, 'Generated', { deploymentGroupName: cdk.PhysicalName.GENERATE_IF_NEEDED });
    const full = new codedeploy.ServerDeploymentGroup(stack, 'Full', {
      application: new codedeploy.ServerApplication(stack, 'App'), deploymentConfig: codedeploy.ServerDeploymentConfig.ALL_AT_ONCE,
      deploymentGroupName: 'group', terminationHook: true,
      autoScalingGroups: [groupOf('Windows', new ec2.WindowsImage(ec2.WindowsVersion.WINDOWS_SERVER_2022_ENGLISH_FULL_BASE))],
      ec2InstanceTags: new codedeploy.InstanceTagSet({ 'Env': ['prod', 'test'], 'key': [] }, { '': ['any'] }),
      onPremiseInstanceTags: new codedeploy.InstanceTagSet({ 'rack': ['1'] }),
      loadBalancers: [
        codedeploy.LoadBalancer.classic(new elb.LoadBalancer(stack, 'Classic', { vpc })),
        codedeploy.LoadBalancer.application(new elbv2.ApplicationTargetGroup(stack, 'Application', { vpc, port: 80 })),
        codedeploy.LoadBalancer.network(new elbv2.NetworkTargetGroup(stack, 'Network', { vpc, port: 80 })),
      ],
    });
    new codedeploy.ServerDeploymentGroup(stack, 'Bare', {
      installAgent: false, autoScalingGroups: [groupOf('Untouched', ec2.MachineImage.latestAmazonLinux2023())],
      ec2InstanceTags: new codedeploy.InstanceTagSet(), role: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/r'),
      loadBalancer: codedeploy.LoadBalancer.network(new elbv2.NetworkTargetGroup(stack, 'Single', { vpc, port: 80 })),
      deploymentConfig: new codedeploy.ServerDeploymentConfig(stack, 'Config', { minimumHealthyHosts: codedeploy.MinimumHealthyHosts.count(1) }),
    });
    new codedeploy.ServerDeploymentGroup(stack, 'ByReference', {
      deploymentConfig: new codedeploy.CfnDeploymentConfig(stack, 'Cfn', {}),
    });
    out('Name', full.deploymentGroupName);
    out('Arn', full.deploymentGroupArn);
    out('PlainConfig', plain.deploymentConfig.deploymentConfigArn);
    out('ApplicationName', plain.application.applicationArn);
  },

  ecs_groups: (app) => {
    const stack = new cdk.Stack(app, 'S');
    const out = outputs(stack);
    const vpc = vpcOf(stack);
    const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
    const task = new ecs.FargateTaskDefinition(stack, 'Task');
    task.addContainer('web', { image: ecs.ContainerImage.fromRegistry('nginx'), portMappings: [{ containerPort: 80 }] });
    const service = new ecs.FargateService(stack, 'Service', {
      cluster, taskDefinition: task, deploymentController: { type: ecs.DeploymentControllerType.CODE_DEPLOY },
    });
    const blueTargetGroup = new elbv2.ApplicationTargetGroup(stack, 'Blue', { vpc, port: 80, targetType: elbv2.TargetType.IP });
    const greenTargetGroup = new elbv2.ApplicationTargetGroup(stack, 'Green', { vpc, port: 80, targetType: elbv2.TargetType.IP });
    const balancer = new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc });
    const listener = balancer.addListener('Listener', { port: 80, defaultTargetGroups: [blueTargetGroup] });
    const testListener = balancer.addListener('Test', {
      port: 8080, protocol: elbv2.ApplicationProtocol.HTTP, defaultTargetGroups: [greenTargetGroup],
    });
    const plain = new codedeploy.EcsDeploymentGroup(stack, 'Plain', { service, blueGreenDeploymentConfig: { blueTargetGroup, greenTargetGroup, listener } });
    const full = new codedeploy.EcsDeploymentGroup(stack, 'Full', {
      service: ecs.FargateService.fromFargateServiceAttributes(stack, 'Imported', { cluster, serviceName: 's' }),
      blueGreenDeploymentConfig: {
        blueTargetGroup, greenTargetGroup, listener, testListener, deploymentApprovalWaitTime: cdk.Duration.hours(8), terminationWaitTime: cdk.Duration.minutes(30),
      },
      deploymentConfig: new codedeploy.EcsDeploymentConfig(stack, 'Config'), deploymentGroupName: 'group',
      application: codedeploy.EcsApplication.fromEcsApplicationName(stack, 'App', 'app'), alarms: [alarmOf(stack, 'Alarm')],
      autoRollback: { stoppedDeployment: true },
    });
    full.addAlarm(alarmOf(stack, 'Another'));
    out('Name', plain.deploymentGroupName);
    out('Arn', full.deploymentGroupArn);
    out('ApplicationName', plain.application.applicationArn);
    out('ConfigArn', plain.deploymentConfig.deploymentConfigArn);
    out('Role', full.role.roleArn);
  },

  imported_groups: (app) => {
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = outputs(stack);
    const application = codedeploy.EcsApplication.fromEcsApplicationArn(stack, 'Ecs', 'arn:aws:codedeploy:us-west-2:999999999999:application:A');
    const group = codedeploy.EcsDeploymentGroup.fromEcsDeploymentGroupAttributes(stack, 'EcsGroup', { application, deploymentGroupName: 'g' });
    out('Arn', group.deploymentGroupArn);
    out('Region', group.env.region);
    out('Config', group.deploymentConfig.deploymentConfigArn);
    out('Ref', group.deploymentGroupRef.applicationName);
    const server = codedeploy.ServerDeploymentGroup.fromServerDeploymentGroupAttributes(stack, 'ServerGroup', {
      application: new codedeploy.ServerApplication(stack, 'Server'), deploymentGroupName: cdk.Fn.importValue('g'),
      deploymentConfig: codedeploy.ServerDeploymentConfig.HALF_AT_A_TIME,
    });
    out('ServerArn', server.deploymentGroupArn);
    out('ServerConfig', server.deploymentConfig.deploymentConfigName);
    const functions = codedeploy.LambdaDeploymentGroup.fromLambdaDeploymentGroupAttributes(stack, 'LambdaGroup', {
      application: codedeploy.LambdaApplication.fromLambdaApplicationName(stack, 'Lambda', 'l'), deploymentGroupName: 'g',
    });
    out('LambdaName', functions.deploymentGroupName);
    out('LambdaApplication', functions.application.applicationName);
    out('LambdaConfig', functions.deploymentConfig.deploymentConfigArn);
  },
};

module.exports = Object.fromEntries(Object.entries(cases).map(([name, run]) => [name, (app, core, lib) => {
  load(core, lib);
  run(app);
}]));
