'use strict';

// Cases of aws_logs_destinations; their Lua twins are in spec/aws_cdk/aws_logs_destinations/aws_logs_destinations_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };

module.exports = {
  lambda: (app, cdk, lib) => {
    const logs = lib('aws-logs'), destinations = lib('aws-logs-destinations'), lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const fn = new lambda.Function(stack, 'Lambda', {
      code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.PYTHON_3_12,
    });
    const logGroup = new logs.LogGroup(stack, 'LogGroup');
    const filterPattern = logs.FilterPattern.allEvents();
    const destination = new destinations.LambdaDestination(fn);
    new logs.SubscriptionFilter(stack, 'One', { logGroup, destination, filterPattern });
    new logs.SubscriptionFilter(stack, 'Two', { logGroup: new logs.LogGroup(stack, 'Other'), destination, filterPattern });
    logGroup.addSubscriptionFilter('Without', {
      destination: new destinations.LambdaDestination(fn, { addPermissions: false }), filterPattern, filterName: 'n',
    });
    logGroup.addSubscriptionFilter('Imported', {
      destination: new destinations.LambdaDestination(lambda.Function.fromFunctionArn(stack, 'Function',
        'arn:aws:lambda:eu-west-1:444455556666:function:f')), filterPattern,
    });
  },

  streams: (app, cdk, lib) => {
    const logs = lib('aws-logs'), destinations = lib('aws-logs-destinations'), kinesis = lib('aws-kinesis'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const logGroup = new logs.LogGroup(stack, 'LogGroup');
    const filterPattern = logs.FilterPattern.literal('x');
    const own = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('logs.amazonaws.com') });
    const imported = iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111122223333:role/r');
    const stream = new kinesis.Stream(stack, 'Stream', { encryption: kinesis.StreamEncryption.KMS });
    const { KinesisDestination, FirehoseDestination } = destinations;
    logGroup.addSubscriptionFilter('Plain', {
      destination: new KinesisDestination(stream), filterPattern, distribution: logs.Distribution.RANDOM,
    });
    logGroup.addSubscriptionFilter('Own', { destination: new KinesisDestination(stream, { role: own }), filterPattern });
    logGroup.addSubscriptionFilter('Given', { destination: new KinesisDestination(stream, { role: imported }), filterPattern });
    const delivery = lib('aws-kinesisfirehose').DeliveryStream.fromDeliveryStreamName(stack, 'Delivery', 'd');
    logGroup.addSubscriptionFilter('Firehose', { destination: new FirehoseDestination(delivery), filterPattern });
    logGroup.addSubscriptionFilter('Both', { destination: new FirehoseDestination(delivery, { role: own }), filterPattern });
  },
};
