'use strict';

// Cases of aws_sqs; their Lua twins are in spec/aws_cdk/aws_sqs/aws_sqs_spec.lua.
module.exports = {
  queue_all_properties: (app, cdk, lib) => {
    const sqs = lib('aws-sqs');
    const stack = new cdk.Stack(app, 'S');
    const dead = new sqs.Queue(stack, 'Dead', { retentionPeriod: cdk.Duration.days(14) });
    new sqs.Queue(stack, 'Queue', {
      queueName: 'orders',
      deadLetterQueue: { queue: dead, maxReceiveCount: 3 },
      deliveryDelay: cdk.Duration.seconds(5),
      maxMessageSizeBytes: 2048,
      receiveMessageWaitTime: cdk.Duration.seconds(20),
      visibilityTimeout: cdk.Duration.minutes(2),
      removalPolicy: cdk.RemovalPolicy.RETAIN,
      redriveAllowPolicy: { sourceQueues: [dead] },
      enforceSSL: true,
    });
    new sqs.Queue(stack, 'Deny', { redriveAllowPolicy: { redrivePermission: sqs.RedrivePermission.DENY_ALL } });
    new sqs.Queue(stack, 'Default', { redriveAllowPolicy: {} });
  },

  fifo: (app, cdk, lib) => {
    const sqs = lib('aws-sqs');
    const stack = new cdk.Stack(app, 'S');
    new sqs.Queue(stack, 'Named', { queueName: 'x.fifo' });
    new sqs.Queue(stack, 'Flag', { fifo: true, contentBasedDeduplication: false });
    new sqs.Queue(stack, 'Dedup', { contentBasedDeduplication: true });
    new sqs.Queue(stack, 'High', {
      fifo: true, deduplicationScope: sqs.DeduplicationScope.MESSAGE_GROUP,
      fifoThroughputLimit: sqs.FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
    });
    new sqs.Queue(stack, 'Not', { fifo: false });
  },

  encryption: (app, cdk, lib) => {
    const sqs = lib('aws-sqs'), kms = lib('aws-kms'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    new sqs.Queue(stack, 'None', { encryption: sqs.QueueEncryption.UNENCRYPTED });
    new sqs.Queue(stack, 'Managed', { encryption: sqs.QueueEncryption.SQS_MANAGED });
    new sqs.Queue(stack, 'KmsManaged', { encryption: sqs.QueueEncryption.KMS_MANAGED, dataKeyReuse: cdk.Duration.hours(1) });
    const own = new sqs.Queue(stack, 'Own', { encryption: sqs.QueueEncryption.KMS });
    const given = new sqs.Queue(stack, 'Given', { encryptionMasterKey: new kms.Key(stack, 'Key') });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    own.grantSendMessages(role);
    given.grantConsumeMessages(role);
    own.grantPurge(role);
  },

  grants: (app, cdk, lib) => {
    const sqs = lib('aws-sqs'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: { account: '111122223333', region: 'eu-west-1' } });
    const queue = new sqs.Queue(stack, 'Queue');
    const user = new iam.User(stack, 'User');
    queue.grantSendMessages(user);
    queue.grantConsumeMessages(new iam.ServicePrincipal('events.amazonaws.com'));
    queue.grantPurge(new iam.AccountPrincipal('444455556666'));
    queue.grant(user, 'sqs:ListQueues');
    const imported = sqs.Queue.fromQueueArn(stack, 'Imported', 'arn:aws:sqs:eu-west-1:111122223333:other.fifo');
    imported.grantSendMessages(user);
    imported.grantSendMessages(new iam.ServicePrincipal('sns.amazonaws.com'));
    const keyed = sqs.Queue.fromQueueAttributes(stack, 'Keyed', {
      queueArn: cdk.Fn.importValue('queue'), fifo: true, keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/k',
    });
    keyed.grantConsumeMessages(user);
    new cdk.CfnOutput(stack, 'Url', { value: imported.queueUrl });
    new cdk.CfnOutput(stack, 'KeyedUrl', { value: keyed.queueUrl });
    new cdk.CfnOutput(stack, 'KeyedName', { value: keyed.queueName });
    new cdk.CfnOutput(stack, 'Fifo', { value: `${imported.fifo} ${keyed.fifo} ${queue.fifo}` });
    const plain = new sqs.CfnQueue(stack, 'Plain');
    sqs.QueueGrants.fromQueue(plain).sendMessages(new iam.ServicePrincipal('events.amazonaws.com'));
  },

  metrics: (app, cdk, lib) => {
    const sqs = lib('aws-sqs');
    const stack = new cdk.Stack(app, 'S', { env: { account: '111122223333', region: 'eu-west-1' } });
    const queue = new sqs.Queue(stack, 'Queue');
    queue.metricApproximateNumberOfMessagesVisible().createAlarm(stack, 'Visible', { threshold: 10, evaluationPeriods: 2 });
    queue.metricApproximateNumberOfMessagesOutstanding({ period: cdk.Duration.minutes(1) })
      .createAlarm(stack, 'Outstanding', { threshold: 1.5, evaluationPeriods: 3, datapointsToAlarm: 2 });
    queue.metric('Own', { statistic: 'p99.9', dimensionsMap: { A: 'b' } })
      .createAlarm(stack, 'Own', { threshold: 1, evaluationPeriods: 1 });
  },
};
