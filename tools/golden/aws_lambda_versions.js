// Programs whose templates the reference records for spec/aws_cdk/aws_lambda/version_spec.lua, which holds their twins.
'use strict';

const inline = (lambda, more) => ({
  code: lambda.Code.fromInline('x'), handler: 'i.h', runtime: lambda.Runtime.NODEJS_24_X, ...more,
});
const one = (build, context = {}) => (app, cdk, lib) => {
  for (const [key, value] of Object.entries(context)) app.node.setContext(key, value);
  const lambda = lib('aws-lambda');
  build({ stack: new cdk.Stack(app, 'S'), lambda, cdk, lib, fn: (more) => inline(lambda, more) });
};

module.exports = {
  current_version: one(({ stack, lambda, fn }) => void new lambda.Function(stack, 'F', fn()).currentVersion),
  current_version_with_environment: one(({ stack, lambda, fn }) => {
    const f = new lambda.Function(stack, 'F', fn({ environment: { A: '2', Z: '1' } }));
    void f.currentVersion;
  }),
  current_version_with_text: one(({ stack, lambda, fn }) => {
    const f = new lambda.Function(stack, 'F', fn());
    void f.currentVersion;
    f.invalidateVersionBasedOn('a');
    f.invalidateVersionBasedOn('bc');
  }),
  current_version_without_known_properties: one(({ stack, lambda, fn }) => {
    void new lambda.Function(stack, 'F', fn()).currentVersion;
  }, { '@aws-cdk/aws-lambda:recognizeVersionProps': false }),
  current_version_with_recognized_layers: one(({ stack, lambda, lib, fn }) => {
    const bucket = new (lib('aws-s3').Bucket)(stack, 'B');
    const layer = id => new lambda.LayerVersion(stack, id, { code: lambda.Code.fromBucket(bucket, id, '1'), description: id });
    const b = layer('Lb'), a = layer('La');
    const imported = lambda.LayerVersion.fromLayerVersionAttributes(stack, 'Lc', {
      layerVersionArn: 'arn:aws:lambda:us-east-1:1:layer:l:1', compatibleRuntimes: [lambda.Runtime.NODEJS_24_X],
    });
    void new lambda.Function(stack, 'F', fn({ layers: [imported, b, a] })).currentVersion;
    void new lambda.Function(stack, 'G', fn()).currentVersion;
  }, { '@aws-cdk/aws-lambda:recognizeLayerVersion': true }),
  current_version_of_much: one(({ stack, lambda, lib, cdk, fn }) => {
    const f = new lambda.Function(stack, 'F', fn({
      functionName: 'n', description: 'é"\\', timeout: cdk.Duration.seconds(3), memorySize: 256, tracing: lambda.Tracing.ACTIVE,
      ephemeralStorageSize: cdk.Size.mebibytes(600), reservedConcurrentExecutions: 5, deadLetterQueueEnabled: true,
      architecture: lambda.Architecture.X86_64, loggingFormat: lambda.LoggingFormat.JSON,
      runtimeManagementMode: lambda.RuntimeManagementMode.AUTO, environment: { T: stack.stackName, A: 'b' },
      currentVersionOptions: {
        description: 'v', removalPolicy: cdk.RemovalPolicy.RETAIN, provisionedConcurrentExecutions: 2, codeSha256: 'sha',
        retryAttempts: 1,
      },
    }));
    cdk.Tags.of(f).add('k', 'v');
    new cdk.CfnOutput(stack, 'V', { value: f.currentVersion.functionArn });
    new cdk.CfnOutput(stack, 'N', { value: f.currentVersion.functionName });
    new cdk.CfnOutput(stack, 'W', { value: f.currentVersion.version });
  }),
  current_version_with_overrides: one(({ stack, lambda, fn }) => {
    const f = new lambda.Function(stack, 'F', fn({ memorySize: 128, description: 'd' }));
    f.node.defaultChild.addPropertyOverride('MemorySize', 256);
    f.node.defaultChild.addPropertyOverride('Novel.Deep', ['x']);
    f.node.defaultChild.addPropertyDeletionOverride('Description');
    lambda.Function.classifyVersionProperty('Novel', true);
    void f.currentVersion;
  }),
  version: one(({ stack, lambda, cdk, fn }) => {
    const f = new lambda.Function(stack, 'F', fn());
    const v = new lambda.Version(stack, 'V', {
      lambda: f, minExecutionEnvironments: 1, maxExecutionEnvironments: 3, maxEventAge: cdk.Duration.minutes(5),
    });
    v.addAlias('old');
    new cdk.CfnOutput(stack, 'E', { value: v.edgeArn });
  }),
  edge: one(({ stack, lambda, cdk, fn }) => {
    const f = new lambda.Function(stack, 'F', fn());
    f.addEnvironment('A', '1', { removeInEdge: true });
    new cdk.CfnOutput(stack, 'E', { value: f.currentVersion.edgeArn });
  }),
  alias: one(({ stack, lambda, lib, cdk, fn }) => {
    const f = new lambda.Function(stack, 'F', fn());
    const v2 = new lambda.Version(stack, 'V2', { lambda: f });
    const alias = new lambda.Alias(stack, 'A', {
      aliasName: 'live', version: f.currentVersion, description: 'd', provisionedConcurrentExecutions: 3,
      additionalVersions: [{ version: v2, weight: 0.25 }], retryAttempts: 0,
    });
    new cdk.CfnOutput(stack, 'Arn', { value: alias.functionArn });
    new cdk.CfnOutput(stack, 'Name', { value: alias.functionName });
    alias.grantInvoke(new (lib('aws-iam').ServicePrincipal)('s3.amazonaws.com'));
    alias.addPermission('P', { principal: new (lib('aws-iam').ServicePrincipal)('sns.amazonaws.com') });
  }),
  alias_scaling: one(({ stack, lambda, lib, cdk, fn }) => {
    const alias = new lambda.Function(stack, 'F', fn()).addAlias('live');
    const scaling = alias.addAutoScaling({ maxCapacity: 10, minCapacity: 2 });
    scaling.scaleOnUtilization({ utilizationTarget: 0.5, scaleInCooldown: cdk.Duration.minutes(1) });
    const { Schedule } = lib('aws-applicationautoscaling');
    scaling.scaleOnSchedule('Up', { schedule: Schedule.cron({ hour: '8', minute: '0' }), minCapacity: 5 });
    scaling.scaleOnSchedule('Down', { schedule: Schedule.rate(cdk.Duration.hours(12)), maxCapacity: 3 });
    scaling.scaleOnSchedule('Day', {
      schedule: Schedule.rate(cdk.Duration.hours(1)), maxCapacity: 4, startTime: new Date('2030-01-31T12:00:00.5+01:00'), endTime: new Date('2030-02-01'),
    });
    scaling.scaleOnSchedule('Second', { schedule: Schedule.rate(cdk.Duration.hours(1)), maxCapacity: 4, startTime: new Date(1700000000000) });
  }),
  imports: one(({ stack, lambda, lib, cdk }) => {
    const iam = lib('aws-iam');
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const version = lambda.Version.fromVersionArn(stack, 'V', 'arn:aws:lambda:us-east-1:111122223333:function:fn:7');
    out('VName', version.functionName);
    out('VLambda', version.lambda.functionArn);
    out('VEdge', version.edgeArn);
    const token = lambda.Version.fromVersionArn(stack, 'T', cdk.Fn.importValue('v'));
    out('TName', token.functionName);
    out('TLambda', token.lambda.functionArn);
    const f = lambda.Function.fromFunctionName(stack, 'N', 'by-name');
    out('FArn', f.functionArn);
    out('FName', f.functionName);
    f.addPermission('P', { principal: new iam.ServicePrincipal('sns.amazonaws.com') });
    const v = lambda.Version.fromVersionAttributes(stack, 'W', { lambda: f, version: '3' });
    const alias = lambda.Alias.fromAliasAttributes(stack, 'A', { aliasName: 'live', aliasVersion: v });
    out('AArn', alias.functionArn);
    out('AName', alias.functionName);
    const role = iam.Role.fromRoleArn(stack, 'R', 'arn:aws:iam::111122223333:role/r');
    const g = lambda.Function.fromFunctionAttributes(stack, 'G', {
      functionArn: 'arn:aws:lambda:us-east-1:111122223333:function:g', role, sameEnvironment: true,
    });
    g.addToRolePolicy(new iam.PolicyStatement({ actions: ['a:b'], resources: ['*'] }));
    g.grantInvoke(new iam.ServicePrincipal('sns.amazonaws.com'));
  }),
  current_version_across_stacks: (app, cdk, lib) => {
    const lambda = lib('aws-lambda'), iam = lib('aws-iam');
    const first = new cdk.Stack(app, 'First'), second = new cdk.Stack(app, 'Second');
    const nested = new cdk.NestedStack(first, 'Nested');
    for (const [from, to, id] of [[first, second, 'A'], [first, nested, 'B'], [second, new cdk.Stack(app, 'Third'), 'C']]) {
      const queue = new (lib('aws-sqs').Queue)(from, 'Q' + id);
      const f = new lambda.Function(to, 'F' + id, inline(lambda, { environment: { URL: queue.queueUrl } }));
      for (const action of ['sqs:SendMessage', 'sqs:ReceiveMessage']) {
        f.addToRolePolicy(new iam.PolicyStatement({ actions: [action], resources: [queue.queueArn] }));
      }
      new cdk.CfnOutput(to, 'V' + id, { value: f.currentVersion.functionArn });
    }
  },
  version_upgrade: one(({ stack, lambda, lib, cdk, fn }) => {
    new lambda.Function(stack, 'F', fn({ description: 'text' }));
    new lambda.Function(stack, 'G', fn());
    cdk.Aspects.of(stack).add(new lambda.FunctionVersionUpgrade('@aws-cdk/aws-lambda:recognizeVersionProps'));
  }),
};
