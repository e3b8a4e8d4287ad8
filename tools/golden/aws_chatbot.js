'use strict';

// Cases of aws_chatbot; their Lua twins are in spec/aws_cdk/aws_chatbot/aws_chatbot_spec.lua.
module.exports = {
  channels: (app, cdk, lib) => {
    const chatbot = lib('aws-chatbot'), cloudwatch = lib('aws-cloudwatch'), codecommit = lib('aws-codecommit'), iam = lib('aws-iam'), logs = lib('aws-logs'), sns = lib('aws-sns');
    const { SlackChannelConfiguration } = chatbot;
    [{}, { env: { account: '111122223333', region: 'us-east-1' } }].forEach((props, i) => {
      const stack = new cdk.Stack(app, `S${i}`, props);
      const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
      const plain = new SlackChannelConfiguration(stack, 'Plain', { slackChannelConfigurationName: 'plain', slackChannelId: 'C1', slackWorkspaceId: 'T1' });
      const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('chatbot.amazonaws.com') });
      const topic = new sns.Topic(stack, 'Topic');
      const full = new SlackChannelConfiguration(stack, 'Full', {
        slackChannelConfigurationName: 'full', slackChannelId: 'C2', slackWorkspaceId: 'T2', role, loggingLevel: chatbot.LoggingLevel.ERROR,
        notificationTopics: [topic], guardrailPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'), new iam.ManagedPolicy(stack, 'Policy', {
          statements: [new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: ['*'] })],
        })],
        userRoleRequired: true, logRetention: logs.RetentionDays.ONE_MONTH, logRetentionRetryOptions: { base: cdk.Duration.millis(200), maxRetries: 3 },
      });
      full.addNotificationTopic(sns.Topic.fromTopicArn(stack, 'Other', 'arn:aws:sns:eu-west-1:111122223333:t'));
      plain.addNotificationTopic(topic);
      plain.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
      new SlackChannelConfiguration(stack, 'Empty', {
        slackChannelConfigurationName: 'empty', slackChannelId: 'C3', slackWorkspaceId: 'T3', notificationTopics: [], guardrailPolicies: [],
        loggingLevel: chatbot.LoggingLevel.NONE, logRetention: logs.RetentionDays.INFINITE, logRetentionRole: role, userRoleRequired: false,
      });
      const imported = SlackChannelConfiguration.fromSlackChannelConfigurationArn(stack, 'Imported',
        'arn:aws:chatbot::111122223333:chat-configuration/slack-channel/imported');
      const byToken = SlackChannelConfiguration.fromSlackChannelConfigurationArn(stack, 'ByToken', new cdk.CfnParameter(stack, 'Parameter').valueAsString);
      imported.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
      const repository = new codecommit.Repository(stack, 'Repository', { repositoryName: 'r' });
      [plain, full, imported, byToken].forEach((channel, j) => {
        out(`Arn${j}`, channel.slackChannelConfigurationArn);
        out(`Name${j}`, channel.slackChannelConfigurationName);
        out(`Ref${j}`, channel.slackChannelConfigurationRef.slackChannelConfigurationArn);
        repository.notifyOnPullRequestCreated(`Created${j}`, channel);
        new cloudwatch.Alarm(stack, `Alarm${j}`, { metric: channel.metric('MessageDeliverySuccess', { statistic: 'Sum' }), threshold: 1, evaluationPeriods: 1 });
      });
      new cloudwatch.Alarm(stack, 'All', { metric: SlackChannelConfiguration.metricAll('EventsThrottled'), threshold: 1, evaluationPeriods: 1 });
    });
  },
};
