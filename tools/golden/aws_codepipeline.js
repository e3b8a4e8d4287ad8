'use strict';

// Cases of aws_codepipeline; their Lua twins are in spec/aws_cdk/aws_codepipeline/aws_codepipeline_spec.lua. The keys of
// maps are in the order in which Lua tells them.
const ENV = { account: '111122223333', region: 'eu-west-1' };

const approval = (actions, name) => new actions.ManualApprovalAction({ actionName: name });

const connection = (actions, name, output) => new actions.CodeStarConnectionsSourceAction({
  actionName: name, connectionArn: 'arn:aws:codestar-connections:eu-west-1:111122223333:connection/c', owner: 'me', repo: 'r', output,
});

const stages = (actions, codepipeline) => [
  { stageName: 'Source', actions: [connection(actions, 'Source', new codepipeline.Artifact())] },
  { stageName: 'Approve', actions: [approval(actions, 'Approve')] },
];

module.exports = {
  pipelines: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codepipeline = lib('aws-codepipeline');
    const iam = lib('aws-iam');
    const s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S');
    const plain = new codepipeline.Pipeline(stack, 'Plain', { stages: stages(actions, codepipeline) });
    new codepipeline.Pipeline(stack, 'Full', {
      pipelineName: 'full', crossAccountKeys: true, enableKeyRotation: true, restartExecutionOnUpdate: true,
      usePipelineRoleForActions: true, pipelineType: codepipeline.PipelineType.V2,
      executionMode: codepipeline.ExecutionMode.QUEUED, stages: stages(actions, codepipeline),
    });
    const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/r');
    new codepipeline.Pipeline(stack, 'Given', {
      artifactBucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'some-bucket'), role, pipelineType: codepipeline.PipelineType.V1,
      executionMode: codepipeline.ExecutionMode.SUPERSEDED, stages: stages(actions, codepipeline),
    });
    new codepipeline.Pipeline(stack, 'WithoutKeys', {
      crossAccountKeys: false, pipelineType: codepipeline.PipelineType.V2, stages: stages(actions, codepipeline),
    });
    plain.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] }));
    new cdk.CfnOutput(stack, 'Arn', { value: plain.pipelineArn });
    new cdk.CfnOutput(stack, 'Name', { value: plain.pipelineName });
    new cdk.CfnOutput(stack, 'Version', { value: plain.pipelineVersion });
    new cdk.CfnOutput(stack, 'Count', { value: `${plain.stageCount} ${plain.stages[0].stageName}` });
    const imported = codepipeline.Pipeline.fromPipelineArn(stack, 'Imported', 'arn:aws:codepipeline:us-east-1:444455556666:other');
    new cdk.CfnOutput(stack, 'ImportedName', { value: `${imported.pipelineName} ${imported.env.region} ${imported.pipelineRef.pipelineName}` });
    imported.onEvent('Event');
  },
  stages: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codepipeline = lib('aws-codepipeline');
    const iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const pipeline = new codepipeline.Pipeline(stack, 'P', { pipelineType: codepipeline.PipelineType.V2, crossAccountKeys: false });
    const source = pipeline.addStage({ stageName: 'Source' });
    const artifact = new codepipeline.Artifact('Named', ['a/**', 'b']);
    source.addAction(connection(actions, 'One', artifact));
    source.addAction(connection(actions, 'Two.x@y', new codepipeline.Artifact()));
    const last = pipeline.addStage({
      stageName: 'Last', actions: [approval(actions, 'A')], transitionToEnabled: false, placement: { justAfter: source },
    });
    pipeline.addStage({
      stageName: 'Before', actions: [approval(actions, 'B')], transitionToEnabled: false, transitionDisabledReason: 'not yet',
      placement: { rightBefore: last },
    });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('codepipeline.amazonaws.com') });
    const rule = new codepipeline.Rule({
      name: 'rule', provider: 'LambdaInvoke', version: '1', region: 'us-east-1', role, configuration: { 'FunctionName': 'f' },
      inputArtifacts: ['Named'], commands: ['ls'],
    });
    pipeline.addStage({
      stageName: 'Conditions', actions: [approval(actions, 'C')],
      beforeEntry: { conditions: [{ rules: [rule], result: codepipeline.Result.SKIP }, { rules: [] }] },
      onSuccess: { conditions: [{ rules: [new codepipeline.Rule({ name: 'window', provider: 'DeploymentWindow' })] }] },
      onFailure: {
        result: codepipeline.Result.RETRY, retryMode: codepipeline.RetryMode.FAILED_ACTIONS,
        conditions: [{ result: codepipeline.Result.ROLLBACK }],
      },
    });
    pipeline.addStage({ stageName: 'Empty', actions: [approval(actions, 'D')], beforeEntry: {}, onFailure: {}, onSuccess: { conditions: [] } });
    new cdk.CfnOutput(stack, 'Rule', { value: `${rule.reference()} ${rule.ruleName}` });
    new cdk.CfnOutput(stack, 'Stage', { value: pipeline.stage('Last').stageName });
    new cdk.CfnOutput(stack, 'Actions', { value: source.actions[1].actionProperties.actionName });
  },
  variables: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codepipeline = lib('aws-codepipeline');
    const stack = new cdk.Stack(app, 'S');
    const artifact = new codepipeline.Artifact();
    const source = connection(actions, 'Source', artifact);
    const variable = new codepipeline.Variable({ variableName: 'one', defaultValue: 'd', description: 'first' });
    const pipeline = new codepipeline.Pipeline(stack, 'P', {
      pipelineType: codepipeline.PipelineType.V2, crossAccountKeys: false, variables: [variable],
      stages: [{ stageName: 'Source', actions: [source] }],
    });
    const commands = new actions.CommandsAction({
      actionName: 'Commands', commands: ['ls'], input: artifact, outputVariables: ['A', 'B'], variablesNamespace: 'given',
      output: new codepipeline.Artifact(), extraInputs: [artifact],
    });
    const unused = new actions.CommandsAction({ actionName: 'Unused', commands: ['ls'], input: artifact, variablesNamespace: 'kept' });
    pipeline.addStage({ stageName: 'Build', actions: [commands, unused] });
    pipeline.addStage({
      stageName: 'Approve', actions: [new actions.ManualApprovalAction({
        actionName: 'Approve', additionalInformation: `${source.variables.commitId} ${commands.variable('A')} ${variable.reference()}`,
        externalEntityLink: codepipeline.GlobalVariables.executionId,
      })],
    });
    pipeline.addVariable(new codepipeline.Variable({ variableName: 'two' }));
    new cdk.CfnOutput(stack, 'Variable', { value: variable.variableName });
    new cdk.CfnOutput(stack, 'Name', { value: artifact.bucketName });
    new cdk.CfnOutput(stack, 'Url', { value: artifact.url });
    new cdk.CfnOutput(stack, 'Param', { value: artifact.getParam('f.json', 'key') });
    new cdk.CfnOutput(stack, 'Key', { value: artifact.s3Location.objectKey });
    new cdk.CfnOutput(stack, 'Location', { value: artifact.atPath('x').location });
    new cdk.CfnOutput(stack, 'Static', { value: codepipeline.ArtifactPath.artifactPath('name', 'file').location });
    artifact.setMetadata('k', 'v');
    new cdk.CfnOutput(stack, 'Metadata', { value: artifact.getMetadata('k') });
  },
  triggers: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codepipeline = lib('aws-codepipeline');
    const stack = new cdk.Stack(app, 'S');
    const one = connection(actions, 'One', new codepipeline.Artifact());
    const two = connection(actions, 'Two', new codepipeline.Artifact());
    const providerType = codepipeline.ProviderType.CODE_STAR_SOURCE_CONNECTION;
    const pipeline = new codepipeline.Pipeline(stack, 'P', {
      pipelineType: codepipeline.PipelineType.V2, crossAccountKeys: false,
      stages: [{ stageName: 'Source', actions: [one, two] }, { stageName: 'Approve', actions: [approval(actions, 'A')] }],
      triggers: [{
        providerType, gitConfiguration: {
          sourceAction: one,
          pushFilter: [
            { tagsIncludes: ['v*'], tagsExcludes: ['w'] },
            { branchesIncludes: ['main'], branchesExcludes: [], filePathsIncludes: ['a'], filePathsExcludes: ['b'] },
          ],
        },
      }],
    });
    const { GitPullRequestEvent: Event } = codepipeline;
    const trigger = pipeline.addTrigger({
      providerType, gitConfiguration: {
        sourceAction: two, pushFilter: [],
        pullRequestFilter: [
          { branchesIncludes: ['main'], events: [Event.OPEN, Event.CLOSED, Event.OPEN] },
          { branchesExcludes: ['x'], filePathsIncludes: ['a'] },
        ],
      },
    });
    pipeline.addTrigger({ providerType });
    new cdk.CfnOutput(stack, 'Source', { value: trigger.sourceAction.actionProperties.provider });
  },
  events: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codepipeline = lib('aws-codepipeline');
    const events = lib('aws-events');
    const sns = lib('aws-sns');
    const targets = lib('aws-events-targets');
    const stack = new cdk.Stack(app, 'S');
    const topic = new sns.Topic(stack, 'Topic');
    const pipeline = new codepipeline.Pipeline(stack, 'P', { pipelineType: codepipeline.PipelineType.V2, crossAccountKeys: false });
    const source = connection(actions, 'Source', new codepipeline.Artifact());
    const stage = pipeline.addStage({ stageName: 'Source', actions: [source] });
    const action = approval(actions, 'A');
    pipeline.addStage({ stageName: 'Approve', actions: [action] });
    pipeline.onEvent('Event', { eventPattern: { detail: { 'state': ['FAILED'] } }, description: 'd', ruleName: 'r' });
    pipeline.onStateChange('State', { target: new targets.SnsTopic(topic) });
    stage.onStateChange('Stage', new targets.SnsTopic(topic), { description: 'of a stage' });
    stage.onStateChange('NoTarget');
    action.onStateChange('Action', new targets.SnsTopic(topic), { enabled: false });
    pipeline.notifyOn('On', topic, { events: [codepipeline.PipelineNotificationEvents.MANUAL_APPROVAL_NEEDED] });
    pipeline.notifyOnExecutionStateChange('Execution', topic, { notificationRuleName: 'n' });
    pipeline.notifyOnAnyStageStateChange('AnyStage', topic);
    pipeline.notifyOnAnyActionStateChange('AnyAction', topic, { enabled: false });
    pipeline.notifyOnAnyManualApprovalStateChange('Approval', topic);
    const nightly = new events.Rule(stack, 'Nightly', { schedule: events.Schedule.rate(cdk.Duration.days(1)) });
    nightly.addTarget(new targets.CodePipeline(pipeline));
  },
  cross_region: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codepipeline = lib('aws-codepipeline');
    const lambda = lib('aws-lambda');
    const s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const other = new cdk.Stack(app, 'Other', { env: { account: '111122223333', region: 'us-east-1' } });
    const inOther = new s3.Bucket(other, 'Bucket', { bucketName: 'in-other' });
    const artifact = new codepipeline.Artifact();
    const deletes = (name, region) => new actions.CloudFormationDeleteStackAction({ actionName: name, stackName: 'x', adminPermissions: false, region });
    const pipeline = new codepipeline.Pipeline(stack, 'P', {
      crossAccountKeys: true, enableKeyRotation: true, pipelineType: codepipeline.PipelineType.V2,
      stages: [{ stageName: 'Source', actions: [connection(actions, 'Source', artifact)] }],
    });
    const invoked = lambda.Function.fromFunctionArn(stack, 'F', 'arn:aws:lambda:ap-south-1:111122223333:function:f');
    pipeline.addStage({
      stageName: 'Deploy', actions: [
        new actions.S3DeployAction({ actionName: 'S3', bucket: inOther, input: artifact }), deletes('Tokyo', 'ap-northeast-1'),
        deletes('TokyoToo', 'ap-northeast-1'), deletes('Here', 'eu-west-1'),
        new actions.LambdaInvokeAction({ actionName: 'Invoke', lambda: invoked }),
      ],
    });
    const single = new codepipeline.Pipeline(stack, 'Single', {
      crossAccountKeys: false, reuseCrossRegionSupportStacks: false, pipelineType: codepipeline.PipelineType.V2,
      stages: [
        { stageName: 'Source', actions: [connection(actions, 'Source', new codepipeline.Artifact())] },
        { stageName: 'Deploy', actions: [deletes('Tokyo', 'ap-northeast-1')] },
      ],
    });
    new cdk.CfnOutput(stack, 'Support', { value: single.crossRegionSupport['ap-northeast-1'].stack.stackName });
    const given = new codepipeline.Pipeline(stack, 'Given', {
      crossRegionReplicationBuckets: {
        'eu-west-1': s3.Bucket.fromBucketName(stack, 'Ireland', 'ireland'), 'us-east-1': s3.Bucket.fromBucketName(stack, 'Virginia', 'virginia'),
      },
      pipelineType: codepipeline.PipelineType.V2,
      stages: [{ stageName: 'Source', actions: [connection(actions, 'Source', new codepipeline.Artifact())] }],
    });
    given.addStage({ stageName: 'Deploy', actions: [deletes('Virginia', 'us-east-1')] });
    new cdk.CfnOutput(stack, 'Bucket', { value: given.artifactBucket.bucketName });
  },
  cross_account: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codepipeline = lib('aws-codepipeline');
    const iam = lib('aws-iam');
    const s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const other = new cdk.Stack(app, 'Other', { env: { account: '444455556666', region: 'us-east-1' } });
    const bucket = new s3.Bucket(other, 'Bucket', { bucketName: 'in-other' });
    const role = new iam.Role(other, 'Role', { assumedBy: new iam.AccountPrincipal('111122223333'), roleName: 'other-role' });
    const artifact = new codepipeline.Artifact();
    const deletes = (name, account, region, given) =>
      new actions.CloudFormationDeleteStackAction({ actionName: name, stackName: 'x', adminPermissions: true, account, region, role: given });
    new codepipeline.Pipeline(stack, 'P', {
      crossAccountKeys: true, pipelineType: codepipeline.PipelineType.V2,
      stages: [
        { stageName: 'Source', actions: [connection(actions, 'Source', artifact)] },
        {
          stageName: 'Deploy', actions: [
            new actions.S3DeployAction({ actionName: 'S3', bucket, input: artifact }), deletes('Third', '777788889999'),
            deletes('ThirdToo', '777788889999', 'us-east-1'), deletes('Role', '444455556666', 'us-east-1', role),
          ],
        },
      ],
    });
  },
  flags: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codepipeline = lib('aws-codepipeline');
    app.node.setContext('@aws-cdk/aws-codepipeline:crossAccountKeysDefaultValueToFalse', true);
    app.node.setContext('@aws-cdk/aws-codepipeline:defaultPipelineTypeToV2', true);
    app.node.setContext('@aws-cdk/aws-codepipeline:crossAccountKeyAliasStackSafeResourceName', true);
    app.node.setContext('@aws-cdk/pipelines:reduceStageRoleTrustScope', true);
    app.node.setContext('@aws-cdk/pipelines:reduceCrossAccountActionRoleTrustScope', true);
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    new codepipeline.Pipeline(stack, 'Plain', { stages: stages(actions, codepipeline) });
    const pipeline = new codepipeline.Pipeline(stack, 'Keys', { crossAccountKeys: true, stages: stages(actions, codepipeline) });
    pipeline.addStage({
      stageName: 'Other', actions: [new actions.CloudFormationDeleteStackAction({
        actionName: 'Delete', stackName: 'x', adminPermissions: true, account: '777788889999', region: 'us-east-1',
      })],
    });
  },
  custom_actions: (app, cdk, lib) => {
    const codepipeline = lib('aws-codepipeline');
    const stack = new cdk.Stack(app, 'S');
    const artifactBounds = { minInputs: 0, maxInputs: 5, minOutputs: 1, maxOutputs: 2 };
    new codepipeline.CustomActionRegistration(stack, 'Plain', { category: codepipeline.ActionCategory.BUILD, provider: 'own', artifactBounds });
    new codepipeline.CustomActionRegistration(stack, 'Full', {
      category: codepipeline.ActionCategory.TEST, provider: 'own', version: '2', entityUrl: 'https://e', executionUrl: 'https://x', artifactBounds,
      actionProperties: [
        { name: 'p', required: true }, { name: 'q', required: false, key: true, secret: true, queryable: true, type: 'Number', description: 'd' },
      ],
    });
  },
};
