'use strict';

// Cases of aws_appconfig; their Lua twins are in spec/aws_cdk/aws_appconfig/aws_appconfig_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };
const FILES = 'spec/fixtures/appconfig/';

module.exports = {
  applications_and_environments: (app, cdk, lib) => {
    const appconfig = lib('aws-appconfig'), iam = lib('aws-iam'), cloudwatch = lib('aws-cloudwatch'), { Application, Environment, Monitor, DeletionProtectionCheck } = appconfig;
    const stack = new cdk.Stack(app, 'S', { env: ENV }), out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const application = new Application(stack, 'App', { applicationName: 'named', description: 'd' }), plain = new Application(stack, 'Plain');
    const metric = new cloudwatch.Metric({ namespace: 'n', metricName: 'm' }), alarm = new cloudwatch.Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('appconfig.amazonaws.com') }), user = new iam.User(stack, 'User');
    const environment = application.addEnvironment('Env', {
      environmentName: 'env', description: 'd', deletionProtectionCheck: DeletionProtectionCheck.BYPASS,
      monitors: [Monitor.fromCloudWatchAlarm(alarm), Monitor.fromCloudWatchAlarm(alarm, role), Monitor.fromCfnMonitorsProperty({ alarmArn: 'a' }), Monitor.fromCloudWatchAlarm(alarm)],
    });
    const second = new Environment(stack, 'Second', { application: plain });
    environment.grant(user, 'appconfig:A');
    second.grantReadConfig(user);
    const imported = Environment.fromEnvironmentArn(stack, 'ByArn', 'arn:aws:appconfig:eu-west-1:111122223333:application/a/environment/e');
    imported.grantReadConfig(user);
    const given = Environment.fromEnvironmentAttributes(stack, 'Given', { application, environmentId: 'e', name: 'n' });
    out('Arn', application.applicationArn);
    out('Id', plain.applicationRef.applicationId);
    out('Environment', environment.environmentArn);
    out('EnvironmentRef', second.environmentRef.environmentId);
    out('ImportedApp', imported.applicationId);
    out('Given', given.environmentArn);
    out('AppByArn', Application.fromApplicationArn(stack, 'AppByArn', 'arn:aws:appconfig:eu-west-1:111122223333:application/a').applicationId);
    out('AppById', Application.fromApplicationId(stack, 'AppById', 'a').applicationArn);
    out('Layer', Application.getLambdaLayerVersionArn('eu-west-1'));
    out('Gov', Application.getLambdaLayerVersionArn('us-gov-west-1', appconfig.Platform.X86_64));
    out('Arm', Application.getLambdaLayerVersionArn('eu-west-1', appconfig.Platform.ARM_64));
  },

  configurations: (app, cdk, lib) => {
    const appconfig = lib('aws-appconfig'), iam = lib('aws-iam'), kms = lib('aws-kms'), lambda = lib('aws-lambda'), s3 = lib('aws-s3'), secrets = lib('aws-secretsmanager'), ssm = lib('aws-ssm');
    const { ConfigurationContent: Content, ConfigurationSource: Source } = appconfig, { DeploymentStrategy: Strategy, DeploymentStrategyId: StrategyId, RolloutStrategy: Rollout } = appconfig;
    const stack = new cdk.Stack(app, 'S', { env: ENV }), out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const application = new appconfig.Application(stack, 'App'), one = application.addEnvironment('One'), two = application.addEnvironment('Two', { environmentName: 'two' });
    const key = new kms.Key(stack, 'Key'), bucket = new s3.Bucket(stack, 'Bucket');
    const own = new Strategy(stack, 'Own', { deploymentStrategyName: 'own', description: 'd', rolloutStrategy: Rollout.linear({ growthFactor: 7.5, deploymentDuration: cdk.Duration.hours(1) }) });
    new Strategy(stack, 'Fast', { rolloutStrategy: Rollout.ALL_AT_ONCE });
    new Strategy(stack, 'Steps', { rolloutStrategy: Rollout.LINEAR_20_PERCENT_EVERY_6_MINUTES });
    new Strategy(stack, 'Half', { rolloutStrategy: Rollout.LINEAR_50_PERCENT_EVERY_30_SECONDS });
    const known = Strategy.fromDeploymentStrategyId(stack, 'Known', StrategyId.ALL_AT_ONCE);
    const fn = new lambda.Function(stack, 'Fn', { runtime: lambda.Runtime.PYTHON_3_12, handler: 'index.handler', code: lambda.Code.fromInline('pass') });
    const hosted = new appconfig.HostedConfiguration(stack, 'Hosted', {
      application, name: 'hosted', description: 'd', type: appconfig.ConfigurationType.FEATURE_FLAGS, content: Content.fromFile(`${FILES}flags.json`), latestVersionNumber: 3, versionLabel: 'l',
      validators: [appconfig.JsonSchemaValidator.fromInline('{}'), appconfig.JsonSchemaValidator.fromFile(`${FILES}flags.json`), appconfig.LambdaValidator.fromFunction(fn)],
      deployTo: [one], deploymentKey: key, kmsKey: key, deploymentStrategy: own, deletionProtectionCheck: appconfig.DeletionProtectionCheck.APPLY,
    });
    application.addHostedConfiguration('Plain', { content: Content.fromInlineText('text'), deploymentStrategy: known });
    application.addHostedConfiguration('Yaml', { content: Content.fromInlineYaml('a: 1') });
    application.addHostedConfiguration('Json', { content: Content.fromInlineJson('{}'), deployTo: [one, two], deploymentStrategy: known });
    application.addHostedConfiguration('Bytes', { content: Content.fromInline('x'), deploymentStrategy: known });
    application.addHostedConfiguration('File', { content: Content.fromFile(`${FILES}settings.yaml`), deploymentStrategy: known });
    application.addHostedConfiguration('NoType', { content: Content.fromFile(`${FILES}none`), deploymentStrategy: known });
    application.addHostedConfiguration('Typed', { content: Content.fromFile(`${FILES}none`, 'own/type'), deploymentStrategy: known });
    const sourced = application.addSourcedConfiguration('Object', { location: Source.fromBucket(bucket, 'a/b', key), deploymentStrategy: known, versionNumber: '1', deployTo: [two] });
    application.addSourcedConfiguration('Secret', { location: Source.fromSecret(new secrets.Secret(stack, 'Value', { encryptionKey: key })), deploymentStrategy: known });
    application.addSourcedConfiguration('Parameter', { location: Source.fromParameter(new ssm.StringParameter(stack, 'Param', { stringValue: 'v' })), deploymentStrategy: known, deployTo: [one] });
    application.addSourcedConfiguration('Document', { location: Source.fromCfnDocument(new ssm.CfnDocument(stack, 'Doc', { content: {} })), deploymentStrategy: known });
    new appconfig.SourcedConfiguration(stack, 'WithRole', { application, location: Source.fromBucket(bucket, 'c'), retrievalRole: iam.Role.fromRoleArn(stack, 'Given', 'arn:aws:iam::111122223333:role/r') });
    const imported = appconfig.Environment.fromEnvironmentAttributes(stack, 'Imported', { application, environmentId: 'e', name: 'imported' });
    application.addHostedConfiguration('There', { content: Content.fromInlineText('text'), deployTo: [imported], deploymentStrategy: own });
    imported.addDeployments(hosted, sourced);
    out('Profile', hosted.configurationProfileArn);
    out('Version', hosted.hostedConfigurationVersionArn);
    out('Sourced', sourced.configurationProfileArn);
    out('Role', sourced.retrievalRole.roleArn);
    out('Strategy', own.deploymentStrategyArn);
    out('ById', known.deploymentStrategyArn);
    out('ByArn', Strategy.fromDeploymentStrategyArn(stack, 'ByArn', 'arn:aws:appconfig:eu-west-1:111122223333:deploymentstrategy/s').deploymentStrategyRef.deploymentStrategyId);
  },

  extensions: (app, cdk, lib) => {
    const appconfig = lib('aws-appconfig'), events = lib('aws-events'), iam = lib('aws-iam'), lambda = lib('aws-lambda'), sns = lib('aws-sns'), sqs = lib('aws-sqs');
    const { Action, ActionPoint, Extension, Parameter } = appconfig, { LambdaDestination, SqsDestination, SnsDestination, EventBridgeDestination } = appconfig;
    const stack = new cdk.Stack(app, 'S', { env: ENV }), out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const application = new appconfig.Application(stack, 'App', { applicationName: 'app' }), environment = application.addEnvironment('Env');
    const configuration = application.addHostedConfiguration('Config', { content: appconfig.ConfigurationContent.fromInlineText('text') });
    const fn = new lambda.Function(stack, 'Fn', { runtime: lambda.Runtime.PYTHON_3_12, handler: 'index.handler', code: lambda.Code.fromInline('pass') });
    const queue = new SqsDestination(new sqs.Queue(stack, 'Queue')), topic = new SnsDestination(new sns.Topic(stack, 'Topic')), bus = new EventBridgeDestination(new events.EventBus(stack, 'Bus'));
    const extension = new Extension(stack, 'Ext', {
      extensionName: 'ext', description: 'd', latestVersionNumber: 2, parameters: [Parameter.required('a', 'x', 'd'), Parameter.notRequired('b'), Parameter.notRequired('c', 'y'), Parameter.required(cdk.Lazy.string({ produce: () => 'lazy' }), 'z')],
      actions: [
        new Action({ actionPoints: [ActionPoint.PRE_START_DEPLOYMENT, ActionPoint.ON_DEPLOYMENT_STEP], eventDestination: queue, name: 'n', description: 'd' }),
        new Action({ actionPoints: [ActionPoint.ON_DEPLOYMENT_COMPLETE], eventDestination: topic, executionRole: iam.Role.fromRoleArn(stack, 'Given', 'arn:aws:iam::111122223333:role/r') }),
        new Action({ actionPoints: [ActionPoint.ON_DEPLOYMENT_BAKING], eventDestination: topic, invokeWithoutExecutionRole: true }),
        new Action({ actionPoints: [ActionPoint.AT_DEPLOYMENT_TICK], eventDestination: bus }),
        new Action({ actionPoints: [ActionPoint.ON_DEPLOYMENT_START], eventDestination: new LambdaDestination(fn) }),
      ],
    });
    application.addExtension(extension);
    environment.addExtension(Extension.fromExtensionArn(stack, 'ByArn', 'arn:aws:appconfig:eu-west-1:111122223333:extension/e/2'));
    configuration.addExtension(Extension.fromExtensionAttributes(stack, 'ByAttributes', { extensionId: 'e', extensionVersionNumber: 3, name: 'long-name' }));
    application.preCreateHostedConfigurationVersion(new LambdaDestination(fn));
    application.onDeploymentStep(queue, { extensionName: 'own', description: 'd', latestVersionNumber: 1, parameters: [Parameter.required('p', 'v')] });
    environment.preStartDeployment(queue, { extensionName: 'pre' });
    environment.onDeploymentStart(topic, { extensionName: 'start' });
    environment.onDeploymentRolledBack(bus, { extensionName: 'back' });
    configuration.onDeploymentBaking(topic, { extensionName: 'bake' });
    configuration.onDeploymentComplete(bus, { extensionName: 'done' });
    configuration.atDeploymentTick(bus, { extensionName: 'tick' });
    configuration.on(ActionPoint.ON_DEPLOYMENT_START, queue, { extensionName: 'any' });
    appconfig.Application.fromApplicationArn(stack, 'AppByArn', 'arn:aws:appconfig:eu-west-1:111122223333:application/a').onDeploymentStart(bus, { extensionName: 'there' });
    out('Arn', extension.extensionArn);
    out('Id', extension.extensionRef.extensionId);
  },
};
