'use strict';

// Cases of custom_resources; their Lua twins are in spec/aws_cdk/custom_resources/custom_resources_spec.lua.
module.exports = {
  api_calls: (app, cdk, lib) => {
    const cr = lib('custom-resources'), lambda = lib('aws-lambda'), logs = lib('aws-logs');
    const stack = new cdk.Stack(app, 'S');
    const call = new cr.AwsCustomResource(stack, 'Call', {
      onUpdate: {
        service: 'SSM', action: 'getParameter', parameters: { Name: 'n', WithDecryption: true },
        physicalResourceId: cr.PhysicalResourceId.of('id'), outputPaths: ['Parameter.Value'],
      },
      onDelete: { service: 'CloudWatchLogs', action: 'DeleteLogGroupCommand', parameters: { logGroupName: new cr.PhysicalResourceIdReference() } },
      policy: cr.AwsCustomResourcePolicy.fromSdkCalls({ resources: cr.AwsCustomResourcePolicy.ANY_RESOURCE }),
      installLatestAwsSdk: false, logGroup: new logs.LogGroup(stack, 'Logs'),
    });
    new cdk.CfnOutput(stack, 'Value', { value: call.getResponseField('Parameter.Value') });
    const handler = new lambda.Function(stack, 'Handler', {
      code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X,
    });
    const provider = new cr.Provider(stack, 'Provider', {
      onEventHandler: handler, isCompleteHandler: handler, queryInterval: cdk.Duration.seconds(10),
      totalTimeout: cdk.Duration.minutes(5), disableWaiterStateMachineLogging: false,
    });
    new cdk.CustomResource(stack, 'Resource', { serviceToken: provider.serviceToken });
    const config = cr.CustomResourceConfig.of(stack);
    config.addLogRetentionLifetime(logs.RetentionDays.TEN_YEARS);
    config.addRemovalPolicy(cdk.RemovalPolicy.DESTROY);
    config.addLambdaRuntime(lambda.Runtime.NODEJS_20_X);
  },
  // What is set for the logs of the library's functions goes before what their constructs were given.
  log_retention(app, cdk, lib) {
    const cr = lib('custom-resources');
    const logs = lib('aws-logs');
    const stack = new cdk.Stack(app, 'S');
    new cr.AwsCustomResource(stack, 'Call', {
      onCreate: { service: 'S3', action: 'listBuckets', physicalResourceId: cr.PhysicalResourceId.of('x') },
      policy: cr.AwsCustomResourcePolicy.fromSdkCalls({ resources: cr.AwsCustomResourcePolicy.ANY_RESOURCE }),
      logRetention: logs.RetentionDays.ONE_DAY,
    });
    cr.CustomResourceConfig.of(stack).addLogRetentionLifetime(logs.RetentionDays.TEN_YEARS);
  },
};
