'use strict';

// Cases of aws_kinesis; their Lua twins are in spec/aws_cdk/aws_kinesis/aws_kinesis_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };
const STREAM = 'arn:aws:kinesis:eu-west-1:111122223333:stream/imported';

const METRICS = ['GetRecordsBytes', 'GetRecordsIteratorAgeMilliseconds', 'GetRecordsSuccess', 'GetRecords',
  'GetRecordsLatency', 'PutRecordBytes', 'PutRecordLatency', 'PutRecordSuccess', 'PutRecordsBytes', 'PutRecordsLatency',
  'PutRecordsSuccess', 'PutRecordsTotalRecords', 'PutRecordsSuccessfulRecords', 'PutRecordsFailedRecords',
  'PutRecordsThrottledRecords', 'IncomingBytes', 'IncomingRecords', 'ReadProvisionedThroughputExceeded',
  'WriteProvisionedThroughputExceeded'];

module.exports = {
  streams: (app, cdk, lib) => {
    const kinesis = lib('aws-kinesis'), kms = lib('aws-kms');
    const { StreamEncryption, StreamMode, ShardLevelMetrics } = kinesis;
    const stack = new cdk.Stack(app, 'S');
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const plain = new kinesis.Stream(stack, 'Plain');
    new kinesis.Stream(stack, 'Again');
    new kinesis.Stream(stack, 'Full', {
      streamName: 'full', shardCount: 3, retentionPeriod: cdk.Duration.days(365), streamMode: StreamMode.PROVISIONED,
      removalPolicy: cdk.RemovalPolicy.DESTROY,
      shardLevelMetrics: [ShardLevelMetrics.INCOMING_BYTES, ShardLevelMetrics.OUTGOING_BYTES],
    });
    new kinesis.Stream(stack, 'OnDemand', { streamMode: StreamMode.ON_DEMAND, shardLevelMetrics: [ShardLevelMetrics.ALL] });
    new kinesis.Stream(stack, 'Unencrypted', { encryption: StreamEncryption.UNENCRYPTED });
    new kinesis.Stream(stack, 'Managed', { encryption: StreamEncryption.MANAGED });
    const own = new kinesis.Stream(stack, 'Own', { encryption: StreamEncryption.KMS });
    new kinesis.Stream(stack, 'Given', { encryptionKey: new kms.Key(stack, 'Key') });
    out('Arn', plain.streamArn);
    out('Name', plain.streamName);
    out('OwnKey', own.encryptionKey.keyArn);
    out('Ref', plain.streamRef.streamArn);
  },

  consumers: (app, cdk, lib) => {
    const kinesis = lib('aws-kinesis'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const user = new iam.User(stack, 'User');
    const stream = new kinesis.Stream(stack, 'Stream');
    const own = new kinesis.StreamConsumer(stack, 'Own', { stream, streamConsumerName: 'own' });
    const imported = kinesis.StreamConsumer.fromStreamConsumerArn(stack, 'Imported', `${STREAM}/consumer/c:1570000000`);
    const attributes = kinesis.StreamConsumer.fromStreamConsumerAttributes(stack, 'Attributes', {
      streamConsumerArn: 'arn:aws-cn:kinesis:cn-north-1:444455556666:stream/s/consumer/d:1',
    });
    for (const [id, consumer] of Object.entries({ Own: own, Imported: imported, Attributes: attributes })) {
      out(`${id}Arn`, consumer.streamConsumerArn);
      out(`${id}Name`, consumer.streamConsumerName);
      out(`${id}Stream`, consumer.stream.streamArn);
      out(`${id}StreamName`, consumer.stream.streamName);
      out(`${id}Ref`, consumer.streamConsumerRef.consumerArn);
      consumer.grantRead(user);
      consumer.grant(new iam.ServicePrincipal('events.amazonaws.com'), 'kinesis:SubscribeToShard');
    }
    own.grantRead(new iam.AccountPrincipal('444455556666'));
  },

  grants: (app, cdk, lib) => {
    const kinesis = lib('aws-kinesis'), iam = lib('aws-iam'), kms = lib('aws-kms');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const user = new iam.User(stack, 'User');
    const plain = new kinesis.Stream(stack, 'Plain');
    plain.grantRead(user);
    plain.grantRead(new iam.AccountPrincipal('444455556666'));
    plain.grant(new iam.AccountPrincipal('444455556666'), 'kinesis:ListStreams');
    plain.grant(user, 'kinesis:DescribeLimits', 'kinesis:ListStreams');
    const keyed = new kinesis.Stream(stack, 'Keyed', { encryption: kinesis.StreamEncryption.KMS, streamName: 'keyed' });
    keyed.grantWrite(user);
    keyed.grantReadWrite(new iam.ServicePrincipal('events.amazonaws.com'));
    keyed.grantRead(new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }));
    const imported = kinesis.Stream.fromStreamAttributes(stack, 'Imported', {
      streamArn: STREAM, encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/k'),
    });
    imported.grantReadWrite(user);
    imported.grantRead(new iam.ServicePrincipal('events.amazonaws.com'));
    kinesis.Stream.fromStreamArn(stack, 'ByArn', cdk.Fn.importValue('stream')).grantWrite(user);
    new kinesis.ResourcePolicy(stack, 'Policy', {
      stream: imported,
      policyDocument: new iam.PolicyDocument({
        statements: [new iam.PolicyStatement({
          actions: ['kinesis:PutRecord'], resources: [STREAM], principals: [new iam.AccountPrincipal('444455556666')],
        })],
      }),
    });
    const other = new cdk.Stack(app, 'Other', { env: { ...ENV, region: 'us-east-1' } });
    keyed.grantRead(new iam.User(other, 'User', { userName: 'u' }));
  },

  metrics: (app, cdk, lib) => {
    const kinesis = lib('aws-kinesis');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const stream = new kinesis.Stream(stack, 'Stream');
    const alarm = { threshold: 1, evaluationPeriods: 1 };
    for (const name of METRICS) stream[`metric${name}`]().createAlarm(stack, name, alarm);
    stream.metric('Own', { statistic: 'p99' }).createAlarm(stack, 'Any', alarm);
    kinesis.Stream.fromStreamArn(stack, 'Imported', STREAM).metricIncomingBytes({ period: cdk.Duration.minutes(1) })
      .createAlarm(stack, 'OfImported', alarm);
  },

  lambda_sources: (app, cdk, lib) => {
    const kinesis = lib('aws-kinesis'), lambda = lib('aws-lambda'), sources = lib('aws-lambda-event-sources');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const fn = new lambda.Function(stack, 'Lambda', {
      code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.PYTHON_3_12,
    });
    const stream = new kinesis.Stream(stack, 'Stream', { encryption: kinesis.StreamEncryption.KMS });
    const startingPosition = lambda.StartingPosition.TRIM_HORIZON;
    fn.addEventSource(new sources.KinesisEventSource(stream, { startingPosition }));
    fn.addEventSource(new sources.KinesisConsumerEventSource(
      new kinesis.StreamConsumer(stack, 'Consumer', { stream, streamConsumerName: 'c' }), { startingPosition }));
    fn.addEventSource(new sources.KinesisEventSource(kinesis.Stream.fromStreamArn(stack, 'Imported', STREAM), {
      startingPosition, batchSize: 10,
    }));
  },
  rule_targets: (app, cdk, lib) => {
    const kinesis = lib('aws-kinesis'), events = lib('aws-events'), targets = lib('aws-events-targets');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const stream = new kinesis.Stream(stack, 'Stream', { encryption: kinesis.StreamEncryption.KMS });
    const schedule = events.Schedule.rate(cdk.Duration.hours(1));
    new events.Rule(stack, 'Rule', { schedule, targets: [new targets.KinesisStream(stream)] });
    new events.Rule(stack, 'Full', {
      schedule, targets: [
        new targets.KinesisStream(stream, {
          message: events.RuleTargetInput.fromText('x'), partitionKeyPath: events.EventField.eventId, retryAttempts: 2,
        }),
        new targets.KinesisStream(kinesis.Stream.fromStreamArn(stack, 'Imported', STREAM), { partitionKeyPath: '' }),
      ],
    });
  },
};
