'use strict';

// Cases of aws_synthetics; their Lua twins are in spec/aws_cdk/aws_synthetics/aws_synthetics_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };
const FILES = 'spec/fixtures/synthetics/';

module.exports = {
  canaries: (app, cdk, lib) => {
    const synthetics = lib('aws-synthetics'), s3 = lib('aws-s3'), kms = lib('aws-kms'), iam = lib('aws-iam');
    const { Canary, Code, Runtime, Schedule, Test } = synthetics, { Duration, Size } = cdk;
    const stack = new cdk.Stack(app, 'S', { env: ENV }), out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const inline = Test.custom({ code: Code.fromInline('exports.handler = async () => {};'), handler: 'index.handler' });
    const asset = (folder, handler = 'canary.handler') => Test.custom({ code: Code.fromAsset(FILES + folder), handler });
    const bucket = new s3.Bucket(stack, 'Bucket'), key = new kms.Key(stack, 'Key');
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const plain = new Canary(stack, 'Plain', { runtime: Runtime.SYNTHETICS_NODEJS_PUPPETEER_13_0, test: inline });
    const whole = new Canary(stack, 'AnyCanaryWithALongName', {
      runtime: Runtime.SYNTHETICS_NODEJS_PUPPETEER_11_0, test: asset('top'), canaryName: 'whole', activeTracing: true,
      artifactS3EncryptionMode: synthetics.ArtifactsEncryptionMode.KMS, artifactS3KmsKey: key, artifactsBucketLocation: { bucket, prefix: 'p' },
      browserConfigs: [synthetics.BrowserType.CHROME, synthetics.BrowserType.FIREFOX], dryRunAndUpdate: true, environmentEncryption: key,
      environmentVariables: { A: 'b' }, failureRetentionPeriod: Duration.days(2), successRetentionPeriod: Duration.days(3), maxRetries: 2,
      memory: Size.gibibytes(2), provisionedResourceCleanup: true, resourcesToReplicateTags: [synthetics.ResourceToReplicateTags.LAMBDA_FUNCTION],
      role, schedule: Schedule.cron({ minute: '5', weekDay: 'MON' }), startAfterCreation: false, timeout: Duration.minutes(2), timeToLive: Duration.hours(1),
    });
    new Canary(stack, 'Old', {
      runtime: Runtime.SYNTHETICS_NODEJS_PUPPETEER_3_5, test: asset('old'), schedule: Schedule.rate(Duration.minutes(1)), artifactS3KmsKey: key, resourcesToReplicateTags: [],
      artifactsBucketLifecycleRules: [{ expiration: Duration.days(30) }], provisionedResourceCleanup: false, maxRetries: 0, activeTracing: false,
    });
    new Canary(stack, 'Playwright', {
      runtime: Runtime.SYNTHETICS_NODEJS_PLAYWRIGHT_2_0, test: asset('top'), schedule: Schedule.rate(Duration.minutes(0)), dryRunAndUpdate: true,
      artifactS3EncryptionMode: synthetics.ArtifactsEncryptionMode.KMS, cleanup: synthetics.Cleanup.NOTHING,
    });
    new Canary(stack, 'Python', { runtime: Runtime.SYNTHETICS_PYTHON_SELENIUM_1_0, test: asset('python'), schedule: Schedule.once(), dryRunAndUpdate: false, browserConfigs: [synthetics.BrowserType.CHROME] });
    new Canary(stack, 'Object', {
      runtime: new Runtime('syn-other-1.0', synthetics.RuntimeFamily.OTHER), schedule: Schedule.expression('rate(7 minutes)'),
      test: Test.custom({ code: Code.fromBucket(bucket, 'key', 'version'), handler: 'folder/file.run' }), timeToLive: Duration.seconds(30),
      artifactS3KmsKey: key,
    });
    new Canary(stack, 'Managed', {
      runtime: Runtime.SYNTHETICS_NODEJS_PUPPETEER_12_0, test: inline, artifactS3EncryptionMode: synthetics.ArtifactsEncryptionMode.S3_MANAGED,
      schedule: Schedule.cron({ day: '1', hour: '2', month: '3' }),
    });
    const byName = Canary.fromCanaryName(stack, 'ByName', 'named'), byArn = Canary.fromCanaryArn(stack, 'ByArn', 'arn:aws:synthetics:us-east-1:999999999999:canary:other');
    out('Arn', plain.canaryArn);
    out('Id', plain.canaryId);
    out('State', plain.canaryState);
    out('Name', whole.canaryName);
    out('Ref', whole.canaryRef.canaryName);
    out('Bucket', plain.artifactsBucket.bucketName);
    out('Role', whole.role.roleName);
    out('ByName', byName.canaryArn);
    out('ByArn', `${byArn.canaryId} ${byArn.canaryName} ${byArn.canaryArn} ${byArn.canaryRef.canaryName}`);
    plain.metricDuration().createAlarm(stack, 'Duration', { threshold: 1, evaluationPeriods: 1 });
    whole.metricFailed({ period: Duration.minutes(1) }).createAlarm(stack, 'Failed', { threshold: 1, evaluationPeriods: 1 });
    whole.metricSuccessPercent({ statistic: 'min' }).createAlarm(stack, 'Success', { threshold: 1, evaluationPeriods: 1 });
  },

  networks_and_cleanup: (app, cdk, lib) => {
    const { Canary, Cleanup, Code, Runtime, Test } = lib('aws-synthetics'), ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S'), vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
    const props = { runtime: Runtime.SYNTHETICS_NODEJS_PUPPETEER_13_0, test: Test.custom({ code: Code.fromInline('1'), handler: 'index.handler' }) };
    const one = new Canary(stack, 'One', { ...props, vpc, cleanup: Cleanup.LAMBDA });
    const group = new ec2.SecurityGroup(stack, 'Group', { vpc });
    const two = new Canary(stack, 'Two', { ...props, vpc, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, securityGroups: [group], cleanup: Cleanup.LAMBDA, canaryName: 'two' });
    one.connections.allowTo(two, ec2.Port.tcp(443));
    two.connections.addSecurityGroup(new ec2.SecurityGroup(stack, 'Late', { vpc }));
  },

  groups: (app, cdk, lib) => {
    const { Canary, Code, Group, Runtime, Test } = lib('aws-synthetics');
    const stack = new cdk.Stack(app, 'S', { env: ENV }), other = new cdk.Stack(app, 'T', { env: ENV }), out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const props = { runtime: Runtime.SYNTHETICS_NODEJS_PUPPETEER_13_0, test: Test.custom({ code: Code.fromInline('1'), handler: 'index.handler' }) };
    const one = new Canary(stack, 'One', props), two = new Canary(other, 'Two', props), known = Canary.fromCanaryName(stack, 'Known', 'known');
    const group = new Group(stack, 'Group', { groupName: 'named', canaries: [one, one, two] }), empty = new Group(stack, 'Empty');
    group.addCanary(known);
    group.addCanary(known);
    new Group(stack, 'Parameter', { groupName: new cdk.CfnParameter(stack, 'P').valueAsString });
    const byName = Group.fromGroupName(stack, 'ByName', 'g'), byArn = Group.fromGroupArn(stack, 'ByArn', 'arn:aws:synthetics:us-east-1:999999999999:group:h');
    out('Arn', group.groupArn);
    out('Id', empty.groupId);
    out('Name', empty.groupName);
    out('Ref', empty.groupRef.groupName);
    out('Count', `${group.canaries.length} ${empty.canaries.length}`);
    out('Imported', `${byName.groupArn} ${byArn.groupArn} ${byArn.groupId} ${byName.groupName} ${byName.groupRef.groupName}`);
  },
};
