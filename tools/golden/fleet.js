'use strict';

// The fleet of examples/fleet as one program, its values written out; from the project's folder. Maps are written sorted.
const ENVIRONMENTS = {
  dev: { account: '111111111111', memory: 128, timeout: 10, level: 'debug', retention: 1, alarmAt: 1 },
  test: { account: '222222222222', memory: 256, timeout: 30, level: 'debug', samples: '100', retention: 4, alarmAt: 1 },
  prod: { account: '333333333333', memory: 1024, timeout: 60, level: 'info', retention: 14, alarmAt: 5, costs: '4711' },
};

function build(stack, env, cdk, lib) {
  const { account, memory, timeout, level, samples, retention, alarmAt, costs } = ENVIRONMENTS[env];
  const lambda = lib('aws-lambda'), sns = lib('aws-sns'), sqs = lib('aws-sqs'), cloudwatch = lib('aws-cloudwatch');
  const contact = new cdk.CfnParameter(stack, 'Contact', {
    type: 'String', default: 'orders@example.com', allowedPattern: '[^@]+@[^@]+', description: 'Who is told of alarms',
  });
  const queue = new sqs.Queue(stack, 'Failed', {
    retentionPeriod: cdk.Duration.days(retention), encryption: sqs.QueueEncryption.SQS_MANAGED,
  });
  const handler = new lambda.Function(stack, 'Handler', {
    code: lambda.Code.fromAsset('examples/fleet/handler'),
    handler: 'index.handler',
    runtime: lambda.Runtime.PYTHON_3_12,
    memorySize: memory,
    timeout: cdk.Duration.seconds(timeout),
    deadLetterQueue: queue,
    environment: { LOG_LEVEL: level, ...(samples && { SAMPLES: samples }) },
  });
  handler.addEnvironment('ENV', env);
  const key = stack.region.startsWith('eu-') ? 'orders/api/eu' : 'orders/api';
  handler.addEnvironment('API_KEY', cdk.SecretValue.secretsManager(key, { jsonField: 'key' }).unsafeUnwrap());
  const topic = new sns.Topic(stack, 'Alarms');
  new sns.CfnSubscription(stack, 'Mail', {
    topicArn: topic.topicArn, protocol: 'email', endpoint: contact.valueAsString,
  });
  new cloudwatch.CfnAlarm(stack, 'TooManyFailed', {
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    evaluationPeriods: 1,
    threshold: alarmAt,
    metricName: 'ApproximateNumberOfMessagesVisible',
    namespace: 'AWS/SQS',
    dimensions: [{ name: 'QueueName', value: queue.queueName }],
    period: 300,
    statistic: 'Maximum',
    alarmActions: [topic.topicArn],
  });
  if (costs) cdk.Tags.of(stack).add('CostCentre', costs);
  cdk.Tags.of(stack).add('Service', 'orders');
  cdk.Tags.of(stack).add('Team', 'commerce');
}

module.exports = {
  fleet: (app, cdk, lib) => {
    for (const env of ['dev', 'test', 'prod']) {
      for (const region of ['eu-west-1', 'eu-central-1', 'us-east-1', 'ap-southeast-2']) {
        const stack = new cdk.Stack(app, `orders-${env}-${region}`, {
          env: { account: ENVIRONMENTS[env].account, region }, description: 'Takes orders.',
        });
        build(stack, env, cdk, lib);
      }
    }
  },
};
