'use strict';

// Cases of aws_sns; their Lua twins are in spec/aws_cdk/aws_sns/aws_sns_spec.lua.
module.exports = {
  topics: (app, cdk, lib) => {
    const sns = lib('aws-sns'), kms = lib('aws-kms'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('sns.amazonaws.com') });
    const topic = new sns.Topic(stack, 'Topic', {
      topicName: 't', displayName: 'd', masterKey: new kms.Key(stack, 'Key'), enforceSSL: true, signatureVersion: '2',
      tracingConfig: sns.TracingConfig.ACTIVE,
      loggingConfigs: [{ protocol: sns.LoggingProtocol.SQS, failureFeedbackRole: role, successFeedbackRole: role,
        successFeedbackSampleRate: 50 }],
    });
    topic.addLoggingConfig({ protocol: sns.LoggingProtocol.HTTP, successFeedbackRole: role });
    topic.grantPublish(role);
    topic.grantSubscribe(new iam.ServicePrincipal('events.amazonaws.com'));
    topic.addToResourcePolicy(new iam.PolicyStatement({
      actions: ['sns:Publish'], resources: [topic.topicArn], principals: [new iam.AccountPrincipal('111122223333')],
    }));
    new sns.Topic(stack, 'Fifo', { fifo: true, contentBasedDeduplication: true, messageRetentionPeriodInDays: 7,
      fifoThroughputScope: sns.FifoThroughputScope.MESSAGE_GROUP });
    new sns.Topic(stack, 'NamedFifo', { fifo: true, topicName: 'x' });
    const imported = sns.Topic.fromTopicArn(stack, 'Imported', 'arn:aws:sns:eu-west-1:111122223333:x.fifo');
    imported.grantPublish(role);
    new cdk.CfnOutput(stack, 'Name', { value: topic.topicName });
    new cdk.CfnOutput(stack, 'ImportedName', { value: imported.topicName });
    topic.metricNumberOfMessagesPublished().createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 });
    new sns.TopicPolicy(stack, 'Policy', { topics: [topic, imported], enforceSSL: true });
    sns.TopicGrants.fromTopic(new sns.CfnTopic(stack, 'Plain')).publish(new iam.ServicePrincipal('s3.amazonaws.com'));
  },

  subscriptions: (app, cdk, lib) => {
    const sns = lib('aws-sns'), sqs = lib('aws-sqs');
    const stack = new cdk.Stack(app, 'S');
    const topic = new sns.Topic(stack, 'Topic');
    const queue = new sqs.Queue(stack, 'Queue');
    new sns.Subscription(stack, 'Url', {
      topic, endpoint: 'https://x', protocol: sns.SubscriptionProtocol.HTTPS, rawMessageDelivery: true,
      deadLetterQueue: queue,
      filterPolicy: {
        color: sns.SubscriptionFilter.stringFilter({ allowlist: ['red'], denylist: ['blue'], matchPrefixes: ['o'], matchSuffixes: ['e'] }),
        price: sns.SubscriptionFilter.numericFilter({ allowlist: [1], between: { start: 2, stop: 3 }, greaterThan: 100 }),
        there: sns.SubscriptionFilter.existsFilter(),
        gone: sns.SubscriptionFilter.notExistsFilter(),
      },
      deliveryPolicy: {
        healthyRetryPolicy: { minDelayTarget: cdk.Duration.seconds(5), maxDelayTarget: cdk.Duration.seconds(10), numRetries: 6,
          backoffFunction: sns.BackoffFunction.LINEAR },
        throttlePolicy: { maxReceivesPerSecond: 10 },
        requestPolicy: { headerContentType: 'application/json' },
      },
    });
    new sns.Subscription(stack, 'Body', {
      topic, endpoint: queue.queueArn, protocol: sns.SubscriptionProtocol.SQS,
      filterPolicyWithMessageBody: {
        a: sns.FilterOrPolicy.filter(sns.SubscriptionFilter.stringFilter({ allowlist: ['x'] })),
        b: sns.FilterOrPolicy.policy({ c: sns.FilterOrPolicy.filter(sns.SubscriptionFilter.existsFilter()) }),
      },
    });
    topic.addSubscription({
      bind: () => ({ subscriberId: 'Mine', endpoint: 'me@x', protocol: sns.SubscriptionProtocol.EMAIL, subscriptionDependency: queue }),
    });
    topic.addSubscription({
      bind: () => ({ subscriberId: topic.topicArn, endpoint: 'you@x', protocol: sns.SubscriptionProtocol.EMAIL }),
    });
  },

  filters_without_conditions: (app, cdk, lib) => {
    const sns = lib('aws-sns');
    const stack = new cdk.Stack(app, 'S');
    new sns.Subscription(stack, 'Subscription', {
      topic: new sns.Topic(stack, 'Topic'), endpoint: 'me@x', protocol: sns.SubscriptionProtocol.EMAIL,
      filterPolicy: { size: sns.SubscriptionFilter.stringFilter({}) },
    });
  },
  // Subscriptions to what is known only at deployment are numbered: from the highest number below their scope on.
  numbered_subscriptions: (app, cdk, lib) => {
    const sns = lib('aws-sns'), subscriptions = lib('aws-sns-subscriptions');
    const { Construct } = require('constructs');
    const stack = new cdk.Stack(app, 'S');
    const url = new cdk.CfnParameter(stack, 'Url').valueAsString;
    const add = (topic) => topic.addSubscription(
      new subscriptions.UrlSubscription(url, { protocol: sns.SubscriptionProtocol.HTTPS }));
    const [one, two] = ['One', 'Two'].map((id) => new sns.Topic(stack, id));
    [one, one, two, one].forEach(add);
    new Construct(new Construct(two, 'Inner'), 'MyTokenSubscription:7');
    [two, one].forEach(add);
    two.node.tryRemoveChild('Inner');
    two.node.tryRemoveChild('TokenSubscription:8');
    one.node.tryRemoveChild('TokenSubscription:2');
    [two, one].forEach(add);
  },
};
