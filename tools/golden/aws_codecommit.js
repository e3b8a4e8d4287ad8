'use strict';

// Cases of aws_codecommit and aws_codestarnotifications; their Lua twins are in
// spec/aws_cdk/aws_codecommit/aws_codecommit_spec.lua.


// Files that cases put into repositories.
const FILES = 'spec/fixtures/appsync';

module.exports = {
  repositories: (app, cdk, lib) => {
    const codecommit = lib('aws-codecommit'), kms = lib('aws-kms'), assets = lib('aws-s3-assets'), iam = lib('aws-iam'), sns = lib('aws-sns');
    const stack = new cdk.Stack(app, 'S');
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const plain = new codecommit.Repository(stack, 'Plain', { repositoryName: 'plain' });
    const topic = new sns.Topic(stack, 'Topic');
    const full = new codecommit.Repository(stack, 'Full', {
      repositoryName: 'full', description: 'd', kmsKey: new kms.Key(stack, 'Key'), code: codecommit.Code.fromDirectory(FILES, 'develop'),
    });
    const { RepositoryEventTrigger: Trigger } = codecommit;
    const same = full.notify(topic.topicArn, { events: [Trigger.ALL, Trigger.CREATE_REF] });
    same.notify('arn:aws:sns:eu-west-1:111122223333:t', { name: 'named', branches: ['main', 'x'], customData: 'data', events: [Trigger.UPDATE_REF, Trigger.DELETE_REF] });
    same.notify('arn:aws:sns:eu-west-1:111122223333:u').notify('arn:aws:sns:eu-west-1:111122223333:v', { events: [], name: '' });
    new codecommit.Repository(stack, 'OfAsset', {
      repositoryName: 'asset', code: codecommit.Code.fromAsset(new assets.Asset(stack, 'Asset', { path: FILES })),
    });
    const user = new iam.User(stack, 'User');
    plain.grant(user, 'codecommit:GetBranch', 'codecommit:GetCommit');
    plain.grantPull(user);
    plain.grantPullPush(new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
    full.grantRead(user);
    full.grants.read(new iam.Group(stack, 'Group'));
    out('Arn', plain.repositoryArn);
    out('Name', plain.repositoryName);
    out('Http', plain.repositoryCloneUrlHttp);
    out('Ssh', plain.repositoryCloneUrlSsh);
    out('Grc', plain.repositoryCloneUrlGrc);
    out('RefId', plain.repositoryRef.repositoryId);
    out('RefArn', plain.repositoryRef.repositoryArn);
  },

  imported: (app, cdk, lib) => {
    const codecommit = lib('aws-codecommit'), iam = lib('aws-iam');
    [{}, { env: { account: '111122223333', region: 'eu-west-1' } }].forEach((props, i) => {
      const stack = new cdk.Stack(app, `S${i}`, props);
      const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
      const token = new cdk.CfnParameter(stack, 'Parameter').valueAsString;
      [
        codecommit.Repository.fromRepositoryName(stack, 'ByName', 'named'),
        codecommit.Repository.fromRepositoryArn(stack, 'ByArn', 'arn:aws:codecommit:us-west-2:444455556666:other'),
        codecommit.Repository.fromRepositoryArn(stack, 'ByToken', token),
      ].forEach((repository, j) => {
        repository.grantPull(role);
        repository.onCommit('Commit', { branches: ['main'] });
        new cdk.CfnOutput(stack, `Arn${j}`, { value: repository.repositoryArn });
        new cdk.CfnOutput(stack, `Name${j}`, { value: repository.repositoryName });
        new cdk.CfnOutput(stack, `Http${j}`, { value: repository.repositoryCloneUrlHttp });
        new cdk.CfnOutput(stack, `Ssh${j}`, { value: repository.repositoryCloneUrlSsh });
        new cdk.CfnOutput(stack, `Grc${j}`, { value: repository.repositoryCloneUrlGrc });
        new cdk.CfnOutput(stack, `Region${j}`, { value: repository.env.region });
        new cdk.CfnOutput(stack, `Account${j}`, { value: repository.env.account });
      });
    });
  },

  events: (app, cdk, lib) => {
    const codecommit = lib('aws-codecommit'), events = lib('aws-events'), targets = lib('aws-events-targets'), sns = lib('aws-sns');
    const stack = new cdk.Stack(app, 'S');
    const repository = new codecommit.Repository(stack, 'Repository', { repositoryName: 'r' });
    const { ReferenceEvent } = codecommit;
    const target = new targets.SnsTopic(new sns.Topic(stack, 'Topic'), {
      message: events.RuleTargetInput.fromObject({
        commit: ReferenceEvent.commitId, full: ReferenceEvent.referenceFullName, id: ReferenceEvent.repositoryId, kind: ReferenceEvent.referenceType,
        name: ReferenceEvent.repositoryName, ref: ReferenceEvent.referenceName, type: ReferenceEvent.eventType,
      }),
    });
    repository.onEvent('Any', { target, description: 'd', ruleName: 'named', eventPattern: { account: ['111122223333'] } });
    repository.onStateChange('State');
    repository.onReferenceCreated('Created', { target });
    repository.onReferenceUpdated('Updated');
    repository.onReferenceDeleted('Deleted', { eventPattern: { detail: { 'repositoryName': ['x'], event: ['other'] } } });
    repository.onPullRequestStateChange('Pull', { target });
    repository.onCommentOnPullRequest('Comment');
    repository.onCommentOnCommit('CommentOnCommit');
    repository.onCommit('Commit');
    repository.onCommit('CommitTo', { branches: ['main', 'develop'], target });
  },

  notifications: (app, cdk, lib) => {
    const codecommit = lib('aws-codecommit'), notifications = lib('aws-codestarnotifications'), sns = lib('aws-sns');
    const stack = new cdk.Stack(app, 'S');
    const repository = new codecommit.Repository(stack, 'Repository', { repositoryName: 'r' });
    const topic = new sns.Topic(stack, 'Topic');
    const { RepositoryNotificationEvents: Events } = codecommit;
    repository.notifyOn('On', topic, { events: [Events.COMMIT_COMMENT, Events.BRANCH_OR_TAG_UPDATED, Events.COMMIT_COMMENT], notificationRuleName: 'named' });
    repository.notifyOnPullRequestComment('Comment', topic);
    repository.notifyOnApprovalStatusChanged('Status', topic, { detailType: notifications.DetailType.BASIC, enabled: false, createdBy: 'me' });
    repository.notifyOnApprovalRuleOverridden('Overridden', topic, { enabled: true });
    repository.notifyOnPullRequestCreated('PullRequest', topic, { notificationRuleName: '' });
    repository.notifiyOnPullRequestMerged('Merged', topic);
    repository.notifyOnPullRequestMerged('MergedToo', topic);
    repository.notifyOnBranchOrTagCreated('AVeryLongIdentifierOfARuleThatDoesNotFitIntoSixtyFourCharacters', topic);
    const rule = repository.notifyOnBranchOrTagDeleted('Deleted', topic);
    rule.addTarget(sns.Topic.fromTopicArn(stack, 'Imported', 'arn:aws:sns:eu-west-1:111122223333:t'));
    const own = {
      bindAsNotificationRuleTarget: (scope) => {
        return { targetType: 'AWSChatbotSlack', targetAddress: `address of ${scope.node.id}` };
      },
    };
    const bare = new notifications.NotificationRule(stack, 'Bare', {
      source: {
        bindAsNotificationRuleSource: () => {
          return { sourceArn: 'arn:aws:codebuild:eu-west-1:111122223333:project/p' };
        },
      },
      events: [],
    });
    new cdk.CfnOutput(stack, 'Added', { value: String(bare.addTarget(own)) });
    new notifications.NotificationRule(stack, 'NoTargets', { source: repository, events: ['e'] });
    const imported = notifications.NotificationRule.fromNotificationRuleArn(stack, 'Other', 'arn:aws:codestar-notifications:eu-west-1:111122223333:notificationrule/r');
    new cdk.CfnOutput(stack, 'NotAdded', { value: String(imported.addTarget(own)) });
    new cdk.CfnOutput(stack, 'Arn', { value: imported.notificationRuleArn });
    new cdk.CfnOutput(stack, 'Region', { value: imported.env.region });
    new cdk.CfnOutput(stack, 'Ref', { value: rule.notificationRuleRef.notificationRuleArn });
    codecommit.Repository.fromRepositoryName(stack, 'ByName', 'named').notifyOnBranchOrTagDeleted('Deleted', topic);
  },
};
