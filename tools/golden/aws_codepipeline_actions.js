'use strict';

// Cases of aws_codepipeline_actions; their Lua twins are in
// spec/aws_cdk/aws_codepipeline_actions/aws_codepipeline_actions_spec.lua. The keys of maps are in the order in which Lua
// tells them.
const ENV = { account: '111122223333', region: 'eu-west-1' };

// A pipeline with a source, and further actions in a stage.
const deploys = (codepipeline, actions, stack, artifact, all) => new codepipeline.Pipeline(stack, 'P', {
  pipelineType: codepipeline.PipelineType.V2, crossAccountKeys: false, stages: [
    {
      stageName: 'Source', actions: [new actions.CodeStarConnectionsSourceAction({
        actionName: 'Source', connectionArn: 'arn:aws:codestar-connections:eu-west-1:111122223333:connection/c', owner: 'me', repo: 'r', output: artifact,
      })],
    },
    { stageName: 'Deploy', actions: all },
  ],
});

// A pipeline of sources.
const sources = (codepipeline, actions, stack, id, all) => new codepipeline.Pipeline(stack, id, {
  pipelineType: codepipeline.PipelineType.V2, crossAccountKeys: false, stages: [
    { stageName: 'Source', actions: all },
    { stageName: 'Approve', actions: [new actions.ManualApprovalAction({ actionName: 'Approve' })] },
  ],
});

module.exports = {
  s3_sources: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codepipeline = lib('aws-codepipeline');
    const s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S');
    const bucket = new s3.Bucket(stack, 'Bucket');
    const key = new cdk.CfnParameter(stack, 'Key').valueAsString;
    const { S3Trigger: Trigger } = actions;
    const one = new actions.S3SourceAction({
      actionName: 'One', bucket, bucketKey: 'a.zip', output: new codepipeline.Artifact('named'), trigger: Trigger.EVENTS, runOrder: 2,
      variablesNamespace: 'ns',
    });
    const two = new actions.S3SourceAction({ actionName: 'Two', bucket, bucketKey: key, output: new codepipeline.Artifact(), trigger: Trigger.EVENTS });
    sources(codepipeline, actions, stack, 'P', [
      one, two,
      new actions.S3SourceAction({ actionName: 'Three', bucket, bucketKey: key, output: new codepipeline.Artifact(), trigger: Trigger.EVENTS }),
      new actions.S3SourceAction({ actionName: 'Four', bucket, bucketKey: 'b', output: new codepipeline.Artifact(), trigger: Trigger.POLL }),
      new actions.S3SourceAction({ actionName: 'Five', bucket, bucketKey: 'b', output: new codepipeline.Artifact(), trigger: Trigger.NONE }),
      new actions.S3SourceAction({ actionName: 'Six', bucket, bucketKey: 'b', output: new codepipeline.Artifact() }),
    ]);
    new cdk.CfnOutput(stack, 'Variables', { value: `${one.variables.versionId} ${two.variables.eTag}` });
  },
  sources: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codepipeline = lib('aws-codepipeline');
    const ecr = lib('aws-ecr');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const { GitHubTrigger: Trigger } = actions;
    const token = cdk.SecretValue.secretsManager('token');
    const github = (name, branch, trigger) => new actions.GitHubSourceAction({
      actionName: name, owner: 'me', repo: 'r', oauthToken: token, output: new codepipeline.Artifact(), branch, trigger,
    });
    const webhook = github('Webhook');
    sources(codepipeline, actions, stack, 'P', [
      webhook, github('Poll', 'dev', Trigger.POLL), github('None', '', Trigger.NONE), github('Hook', 'main', Trigger.WEBHOOK),
    ]);
    const cloned = new actions.CodeStarConnectionsSourceAction({
      actionName: 'Cloned', connectionArn: 'arn:aws:codestar-connections:eu-west-1:111122223333:connection/c', owner: 'me', repo: 'r',
      branch: 'dev', output: new codepipeline.Artifact(), codeBuildCloneOutput: true, triggerOnPush: false,
    });
    const repository = new ecr.Repository(stack, 'Repository');
    const latest = new actions.EcrSourceAction({ actionName: 'Latest', repository, output: new codepipeline.Artifact() });
    sources(codepipeline, actions, stack, 'Q', [
      cloned, latest, new actions.EcrSourceAction({ actionName: 'Tag', repository, output: new codepipeline.Artifact(), imageTag: 'v1' }),
      new actions.EcrSourceAction({
        actionName: 'Each', repository: ecr.Repository.fromRepositoryName(stack, 'Imported', 'imported'), output: new codepipeline.Artifact(),
        imageTag: '',
      }),
    ]);
    const g = webhook.variables;
    new cdk.CfnOutput(stack, 'GitHub', {
      value: `${g.repositoryName} ${g.branchName} ${g.authorDate} ${g.committerDate} ${g.commitId} ${g.commitMessage} ${g.commitUrl}`,
    });
    const c = cloned.variables;
    new cdk.CfnOutput(stack, 'Connection', {
      value: `${c.fullRepositoryName} ${c.branchName} ${c.authorDate} ${c.commitId} ${c.commitMessage} ${c.connectionArn}`,
    });
    const e = latest.variables;
    new cdk.CfnOutput(stack, 'Ecr', { value: `${e.registryId} ${e.repositoryName} ${e.imageDigest} ${e.imageTag} ${e.imageUri}` });
  },
  code_commit: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codecommit = lib('aws-codecommit');
    const codepipeline = lib('aws-codepipeline');
    const iam = lib('aws-iam');
    const sns = lib('aws-sns');
    const targets = lib('aws-events-targets');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const repository = new codecommit.Repository(stack, 'Repository', { repositoryName: 'r' });
    const branch = new cdk.CfnParameter(stack, 'Branch').valueAsString;
    const { CodeCommitTrigger: Trigger } = actions;
    const plain = new actions.CodeCommitSourceAction({ actionName: 'Plain', repository, output: new codepipeline.Artifact() });
    const eventRole = new iam.Role(stack, 'EventRole', { assumedBy: new iam.ServicePrincipal('events.amazonaws.com') });
    sources(codepipeline, actions, stack, 'P', [
      plain,
      new actions.CodeCommitSourceAction({ actionName: 'Dev', repository, output: new codepipeline.Artifact(), branch: 'dev', eventRole }),
      new actions.CodeCommitSourceAction({ actionName: 'Token', repository, output: new codepipeline.Artifact(), branch }),
      new actions.CodeCommitSourceAction({ actionName: 'TokenToo', repository, output: new codepipeline.Artifact(), branch }),
      new actions.CodeCommitSourceAction({
        actionName: 'Poll', repository, output: new codepipeline.Artifact(), trigger: Trigger.POLL, codeBuildCloneOutput: true,
      }),
      new actions.CodeCommitSourceAction({ actionName: 'None', repository, output: new codepipeline.Artifact(), trigger: Trigger.NONE }),
    ]);
    const topic = new sns.Topic(stack, 'Topic');
    const eventPattern = { source: ['aws.codecommit'], detail: { 'event': ['referenceUpdated'] } };
    sources(codepipeline, actions, stack, 'Q', [
      new actions.CodeCommitSourceAction({
        actionName: 'Custom', repository, output: new codepipeline.Artifact(), branch: 'custom',
        customEventRule: { eventPattern, target: new targets.SnsTopic(topic), ruleName: 'custom', description: 'd' },
      }),
    ]);
    const v = plain.variables;
    new cdk.CfnOutput(stack, 'Variables', {
      value: `${v.repositoryName} ${v.branchName} ${v.authorDate} ${v.committerDate} ${v.commitId} ${v.commitMessage}`,
    });
    const other = new cdk.Stack(app, 'Other', { env: { account: '444455556666', region: 'eu-west-1' } });
    other.node.setContext('@aws-cdk/aws-codepipeline-actions:useNewDefaultBranchForCodeCommitSource', true);
    const pipeline = new codepipeline.Pipeline(other, 'P', { pipelineType: codepipeline.PipelineType.V2, crossAccountKeys: true });
    const remote = codecommit.Repository.fromRepositoryArn(other, 'Remote', 'arn:aws:codecommit:eu-west-1:111122223333:remote');
    pipeline.addStage({
      stageName: 'Source', actions: [new actions.CodeCommitSourceAction({ actionName: 'Remote', repository: remote, output: new codepipeline.Artifact() })],
    });
    pipeline.addStage({ stageName: 'Approve', actions: [new actions.ManualApprovalAction({ actionName: 'Approve' })] });
  },
  cloud_formation: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codepipeline = lib('aws-codepipeline');
    const iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const artifact = new codepipeline.Artifact();
    const extra = new codepipeline.Artifact('extra');
    const deploymentRole = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/deploys');
    const templatePath = artifact.atPath('t.json');
    const replace = new actions.CloudFormationCreateReplaceChangeSetAction({
      actionName: 'Replace', stackName: 'x', changeSetName: 'c', templatePath, adminPermissions: true, runOrder: 2,
      cfnCapabilities: [cdk.CfnCapabilities.AUTO_EXPAND, cdk.CfnCapabilities.NAMED_IAM], extraInputs: [extra],
      templateConfiguration: extra.atPath('config.json'),
      parameterOverrides: { 'Bucket': artifact.bucketName, 'Key': artifact.objectKey, 'Param': extra.getParam('f.json', 'k'), 'Text': 'text' },
    });
    const create = new actions.CloudFormationCreateUpdateStackAction({
      actionName: 'Create', stackName: 'y', templatePath, adminPermissions: true, replaceOnFailure: true, outputFileName: 'out.json', output: extra, runOrder: 1,
    });
    const pipeline = deploys(codepipeline, actions, stack, artifact, [
      replace, create,
      new actions.CloudFormationExecuteChangeSetAction({ actionName: 'Execute', stackName: 'x', changeSetName: 'c', runOrder: 3, outputFileName: 'o' }),
      new actions.CloudFormationExecuteChangeSetAction({ actionName: 'ExecuteToo', stackName: 'x2', changeSetName: 'c', runOrder: 3 }),
      new actions.CloudFormationCreateUpdateStackAction({
        actionName: 'Given', stackName: 'z', templatePath, adminPermissions: false, deploymentRole, cfnCapabilities: [cdk.CfnCapabilities.NONE],
      }),
      new actions.CloudFormationDeleteStackAction({ actionName: 'Delete', stackName: 'x', adminPermissions: false, cfnCapabilities: [] }),
    ]);
    const added = create.addToDeploymentRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
    new cdk.CfnOutput(stack, 'Added', { value: `${added} ${pipeline.stageCount}` });
    new cdk.CfnOutput(stack, 'DeploymentRole', { value: replace.deploymentRole.roleArn });
  },
  cloud_formation_elsewhere: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codepipeline = lib('aws-codepipeline');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const artifact = new codepipeline.Artifact();
    const pipeline = new codepipeline.Pipeline(stack, 'P', { pipelineType: codepipeline.PipelineType.V2, crossAccountKeys: true });
    pipeline.addStage({
      stageName: 'Source', actions: [new actions.CodeStarConnectionsSourceAction({
        actionName: 'Source', connectionArn: 'arn:aws:codestar-connections:eu-west-1:111122223333:connection/c', owner: 'me', repo: 'r', output: artifact,
      })],
    });
    pipeline.addStage({
      stageName: 'Deploy', actions: [new actions.CloudFormationCreateUpdateStackAction({
        actionName: 'Create', stackName: 'y', templatePath: artifact.atPath('t.json'), adminPermissions: true, account: '444455556666',
        region: 'us-east-1',
      })],
    });
  },
  stack_sets: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codepipeline = lib('aws-codepipeline');
    const iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const artifact = new codepipeline.Artifact();
    const template = actions.StackSetTemplate.fromArtifactPath(artifact.atPath('t.json'));
    const { StackInstances: Instances } = actions;
    const { StackSetDeploymentModel: Model } = actions;
    const { StackSetParameters: Parameters } = actions;
    const administrationRole = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/administers');
    deploys(codepipeline, actions, stack, artifact, [
      new actions.CloudFormationDeployStackSetAction({ actionName: 'Plain', stackSetName: 'plain', template }),
      new actions.CloudFormationDeployStackSetAction({
        actionName: 'Full', stackSetName: 'full', template, description: 'd', cfnCapabilities: [cdk.CfnCapabilities.NAMED_IAM],
        parameters: Parameters.fromLiteral({ 'A': '1', 'B': 'two' }, ['C']), failureTolerancePercentage: 10, maxAccountConcurrencyPercentage: 100,
        stackInstances: Instances.inAccounts(['111122223333', '444455556666'], ['us-east-1', 'eu-west-1']), stackSetRegion: 'eu-west-1',
        deploymentModel: Model.organizations({ autoDeployment: actions.StackSetOrganizationsAutoDeployment.ENABLED_WITH_STACK_RETENTION }),
      }),
      new actions.CloudFormationDeployStackSetAction({
        actionName: 'Given', stackSetName: 'given', template, parameters: Parameters.fromArtifactPath(artifact.atPath('p.json')),
        deploymentModel: Model.selfManaged({ administrationRole, executionRoleName: 'executes' }),
      }),
      new actions.CloudFormationDeployStackSetAction({ actionName: 'Bare', stackSetName: 'bare', template, deploymentModel: Model.organizations() }),
      new actions.CloudFormationDeployStackInstancesAction({
        actionName: 'Instances', stackSetName: 'full', runOrder: 2, stackInstances: Instances.inOrganizationalUnits(['ou-1'], ['us-east-1']),
        failureTolerancePercentage: 0,
      }),
      new actions.CloudFormationDeployStackInstancesAction({
        actionName: 'Listed', stackSetName: 'full', runOrder: 2, maxAccountConcurrencyPercentage: 5,
        stackInstances: Instances.fromArtifactPath(artifact.atPath('targets.json'), ['us-east-1']),
        parameterOverrides: Parameters.fromLiteral({ 'A': '2' }),
      }),
    ]);
  },
  invocations: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codepipeline = lib('aws-codepipeline');
    const lambda = lib('aws-lambda');
    const sfn = lib('aws-stepfunctions');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const artifact = new codepipeline.Artifact();
    const own = new lambda.Function(stack, 'F', { code: lambda.Code.fromInline('x'), handler: 'index.h', runtime: lambda.Runtime.NODEJS_22_X });
    const stateMachine = new sfn.StateMachine(stack, 'M', { definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Pass')) });
    const { StateMachineInput: Input } = actions;
    const invoke = new actions.LambdaInvokeAction({
      actionName: 'Lambda', lambda: own, inputs: [artifact], outputs: [new codepipeline.Artifact()],
      userParameters: { 'a': own.functionName, 'b': [1, 'x'], 'c': { 'd': true } },
    });
    const targetPipeline = codepipeline.Pipeline.fromPipelineArn(stack, 'Other', 'arn:aws:codepipeline:eu-west-1:111122223333:other');
    deploys(codepipeline, actions, stack, artifact, [
      invoke, new actions.LambdaInvokeAction({ actionName: 'LambdaText', lambda: own, userParametersString: 'text' }),
      new actions.LambdaInvokeAction({ actionName: 'LambdaPlain', lambda: own }),
      new actions.LambdaInvokeAction({ actionName: 'LambdaList', lambda: own, userParameters: [1, { 'd': own.functionName }] }),
      new actions.StepFunctionInvokeAction({ actionName: 'Plain', stateMachine }),
      new actions.StepFunctionInvokeAction({
        actionName: 'Literal', stateMachine, stateMachineInput: Input.literal({ 'a': 1, 'b': 'text' }), executionNamePrefix: 'pre',
        output: new codepipeline.Artifact(),
      }),
      new actions.StepFunctionInvokeAction({ actionName: 'File', stateMachine, stateMachineInput: Input.filePath(artifact.atPath('f.json')) }),
      new actions.PipelineInvokeAction({ actionName: 'Pipeline', targetPipeline }),
      new actions.PipelineInvokeAction({
        actionName: 'PipelineFull', targetPipeline, variables: [{ name: 'n', value: own.functionArn }],
        sourceRevisions: [{ actionName: 'a', revisionType: actions.RevisionType.COMMIT_ID, revisionValue: 'v' }],
      }),
    ]);
    new cdk.CfnOutput(stack, 'Variable', { value: invoke.variable('any') });
  },
  approvals: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codepipeline = lib('aws-codepipeline');
    const iam = lib('aws-iam');
    const sns = lib('aws-sns');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const notificationTopic = new sns.Topic(stack, 'Topic');
    const emails = new actions.ManualApprovalAction({
      actionName: 'Emails', notifyEmails: ['a@example.com', 'b@example.com'], additionalInformation: 'look', externalEntityLink: 'https://example.com',
      timeout: cdk.Duration.days(2),
    });
    deploys(codepipeline, actions, stack, new codepipeline.Artifact(), [
      emails, new actions.ManualApprovalAction({ actionName: 'Topic', notificationTopic, notifyEmails: ['c@example.com'] }),
      new actions.ManualApprovalAction({ actionName: 'Nobody', notifyEmails: [] }),
    ]);
    emails.grantManualApproval(new iam.User(stack, 'User'));
    new cdk.CfnOutput(stack, 'NewTopic', { value: emails.notificationTopic.topicArn });
  },
  deployments: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codepipeline = lib('aws-codepipeline');
    const ecs = lib('aws-ecs');
    const kms = lib('aws-kms');
    const lambda = lib('aws-lambda');
    const s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const artifact = new codepipeline.Artifact();
    const { CacheControl } = actions;
    const bucket = new s3.Bucket(stack, 'Bucket');
    const service = ecs.BaseService.fromServiceArnWithCluster(stack, 'Service', 'arn:aws:ecs:eu-west-1:111122223333:service/c/s');
    const secret = cdk.SecretValue.secretsManager('secret');
    deploys(codepipeline, actions, stack, artifact, [
      new actions.S3DeployAction({ actionName: 'S3', bucket, input: artifact }),
      new actions.S3DeployAction({
        actionName: 'S3Full', bucket, input: artifact, extract: false, objectKey: 'o', accessControl: s3.BucketAccessControl.BUCKET_OWNER_FULL_CONTROL,
        encryptionKey: new kms.Key(stack, 'Key'), cacheControl: [
          CacheControl.mustRevalidate(), CacheControl.noCache(), CacheControl.noTransform(), CacheControl.noStore(), CacheControl.mustUnderstand(),
          CacheControl.setPublic(), CacheControl.setPrivate(), CacheControl.immutable(), CacheControl.proxyRevalidate(),
          CacheControl.maxAge(cdk.Duration.hours(1)), CacheControl.sMaxAge(cdk.Duration.minutes(1)),
          CacheControl.staleWhileRevalidate(cdk.Duration.seconds(2)), CacheControl.staleIfError(cdk.Duration.days(1)), CacheControl.fromString('own'),
        ],
      }),
      new actions.EcsDeployAction({ actionName: 'Ecs', service, input: artifact }),
      new actions.EcsDeployAction({
        actionName: 'EcsFile', service, imageFile: artifact.atPath('images.json'), deploymentTimeout: cdk.Duration.hours(1),
      }),
      new actions.ElasticBeanstalkDeployAction({ actionName: 'Beanstalk', applicationName: 'a', environmentName: 'e', input: artifact }),
      new actions.ServiceCatalogDeployActionBeta1({
        actionName: 'Catalog', templatePath: artifact.atPath('t.yaml'), productId: 'p', productVersionName: 'v', productVersionDescription: 'd',
      }),
      new actions.AlexaSkillDeployAction({
        actionName: 'Alexa', clientId: 'c', clientSecret: secret, refreshToken: secret, skillId: 's', input: artifact,
        parameterOverridesArtifact: new codepipeline.Artifact('overrides'), runOrder: 2,
      }),
      new actions.LambdaInvokeAction({
        actionName: 'Makes', lambda: lambda.Function.fromFunctionName(stack, 'F', 'f'), outputs: [codepipeline.Artifact.artifact('overrides')],
      }),
    ]);
  },
  instances: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codepipeline = lib('aws-codepipeline');
    const elbv2 = lib('aws-elasticloadbalancingv2');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const artifact = new codepipeline.Artifact();
    const specifications = actions.Ec2DeploySpecifications.inline({ targetDirectory: '/opt', postScript: 'post.sh', preScript: 'pre.sh' });
    const plain = actions.Ec2DeploySpecifications.inline({ targetDirectory: '/opt', postScript: 'post.sh' });
    const group = elbv2.ApplicationTargetGroup.fromTargetGroupAttributes(stack, 'Group', {
      targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/name/0123456789abcdef',
    });
    const { Ec2MaxInstances: Most } = actions;
    deploys(codepipeline, actions, stack, artifact, [
      new actions.Ec2DeployAction({
        actionName: 'Plain', input: artifact, instanceType: actions.Ec2InstanceType.EC2, instanceTagKey: 'k', deploySpecifications: plain, targetGroups: [],
      }),
      new actions.Ec2DeployAction({
        actionName: 'Full', input: artifact, instanceType: actions.Ec2InstanceType.SSM_MANAGED_NODE, instanceTagKey: 'k', instanceTagValue: 'v',
        deploySpecifications: specifications, maxBatch: Most.targets(2), maxError: Most.percentage(50), targetGroups: [group],
      }),
    ]);
  },
  images: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codepipeline = lib('aws-codepipeline');
    const ecr = lib('aws-ecr');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const artifact = new codepipeline.Artifact();
    const repository = new ecr.Repository(stack, 'Repository');
    const { RegistryType: Type } = actions;
    const publish = new actions.EcrBuildAndPublishAction({ actionName: 'Plain', repositoryName: 'r', input: artifact });
    const scan = new actions.InspectorSourceCodeScanAction({ actionName: 'Code', input: artifact, output: new codepipeline.Artifact(), highThreshold: 3 });
    deploys(codepipeline, actions, stack, artifact, [
      publish, scan,
      new actions.EcrBuildAndPublishAction({
        actionName: 'Public', repositoryName: 'r', input: artifact, dockerfileDirectoryPath: './d', imageTags: ['a', 'b'], registryType: Type.PUBLIC,
      }),
      new actions.EcrBuildAndPublishAction({ actionName: 'Private', repositoryName: 'r', input: artifact, imageTags: [], registryType: Type.PRIVATE }),
      new actions.InspectorEcrImageScanAction({ actionName: 'Image', repository, output: new codepipeline.Artifact() }),
      new actions.InspectorEcrImageScanAction({
        actionName: 'ImageFull', repository, output: new codepipeline.Artifact(), imageTag: 'v1', criticalThreshold: 0, highThreshold: 1, mediumThreshold: 2,
        lowThreshold: 3,
      }),
    ]);
    new cdk.CfnOutput(stack, 'Published', { value: `${publish.variables.ecrImageDigestId} ${publish.variables.ecrRepositoryName}` });
    new cdk.CfnOutput(stack, 'Severity', { value: scan.variables.highestScannedSeverity });
  },
  jenkins: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codepipeline = lib('aws-codepipeline');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const artifact = new codepipeline.Artifact();
    const provider = new actions.JenkinsProvider(stack, 'Provider', { providerName: 'own', serverUrl: 'https://j.example.com' });
    const imported = actions.JenkinsProvider.fromJenkinsProviderAttributes(stack, 'Imported', {
      providerName: 'other', serverUrl: 'https://o.example.com', version: '2',
    });
    new actions.JenkinsProvider(stack, 'Both', { providerName: 'both', serverUrl: 'https://b.example.com/', version: '3', forBuild: true, forTest: true });
    const { JenkinsActionType: Type } = actions;
    const jenkins = (name, jenkinsProvider, type, inputs, outputs) =>
      new actions.JenkinsAction({ actionName: name, jenkinsProvider, projectName: 'p', type, inputs, outputs });
    deploys(codepipeline, actions, stack, artifact, [
      jenkins('Build', provider, Type.BUILD, [artifact], [new codepipeline.Artifact()]), jenkins('BuildToo', provider, Type.BUILD),
      jenkins('Test', provider, Type.TEST, [artifact]), jenkins('Imported', imported, Type.TEST, [artifact]),
    ]);
    new cdk.CfnOutput(stack, 'Provider0', { value: `${provider.version} ${imported.version} ${imported.serverUrl} ${imported.providerName}` });
  },
  own_actions: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codepipeline = lib('aws-codepipeline');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const artifact = new codepipeline.Artifact();
    const Own = class extends actions.Action {
      bound(scope, stage, options) {
        options.bucket.grantRead(options.role);
        return { configuration: { Of: stage.stageName, Path: scope.node.id, Var: this.variableExpression('v') } };
      }
    };
    deploys(codepipeline, actions, stack, artifact, [
      new Own({
        actionName: 'Own', category: codepipeline.ActionCategory.COMPUTE, provider: 'p', owner: 'Custom', version: '7', inputs: [artifact, artifact],
        artifactBounds: { minInputs: 0, maxInputs: 1, minOutputs: 0, maxOutputs: 0 }, timeout: cdk.Duration.minutes(7), commands: ['ls'],
        outputVariables: ['o'], region: 'eu-west-1', account: '111122223333', runOrder: 4,
      }),
    ]);
  },
  code_deploy: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const autoscaling = lib('aws-autoscaling');
    const codedeploy = lib('aws-codedeploy');
    const codepipeline = lib('aws-codepipeline');
    const ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const artifact = new codepipeline.Artifact();
    const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0, maxAzs: 1 });
    const group = new autoscaling.AutoScalingGroup(stack, 'Group', {
      vpc, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, instanceType: new ec2.InstanceType('t3.micro'),
      machineImage: new ec2.GenericLinuxImage({ 'eu-west-1': 'ami-1' }),
    });
    const servers = new codedeploy.ServerDeploymentGroup(stack, 'Servers', { autoScalingGroups: [group] });
    const services = codedeploy.EcsDeploymentGroup.fromEcsDeploymentGroupAttributes(stack, 'Services', {
      application: codedeploy.EcsApplication.fromEcsApplicationName(stack, 'Application', 'a'), deploymentGroupName: 'g',
    });
    deploys(codepipeline, actions, stack, artifact, [
      new actions.CodeDeployServerDeployAction({ actionName: 'Servers', deploymentGroup: servers, input: artifact }),
      new actions.CodeDeployEcsDeployAction({
        actionName: 'Inputs', deploymentGroup: services, taskDefinitionTemplateInput: artifact, appSpecTemplateInput: artifact,
      }),
      new actions.CodeDeployEcsDeployAction({
        actionName: 'Files', deploymentGroup: services, taskDefinitionTemplateFile: artifact.atPath('task.json'),
        appSpecTemplateFile: artifact.atPath('spec.yaml'),
        containerImageInputs: [{ input: artifact }, { input: artifact, taskDefinitionPlaceholder: 'PLACE' }],
      }),
    ]);
  },
  code_build: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codebuild = lib('aws-codebuild');
    const codecommit = lib('aws-codecommit');
    const codepipeline = lib('aws-codepipeline');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const connected = new codepipeline.Artifact();
    const committed = new codepipeline.Artifact();
    const project = new codebuild.PipelineProject(stack, 'Project');
    const batch = new codebuild.PipelineProject(stack, 'Batch');
    const imported = codebuild.Project.fromProjectName(stack, 'Imported', 'imported');
    const { CodeBuildActionType: Type } = actions;
    const build = new actions.CodeBuildAction({
      actionName: 'Build', project, input: connected, extraInputs: [committed], outputs: [new codepipeline.Artifact(), new codepipeline.Artifact('named')],
      environmentVariables: {
        'PARAMETER': { type: codebuild.BuildEnvironmentVariableType.PARAMETER_STORE, value: '/parameter' }, 'TEXT': { value: 'text' },
      },
    });
    new codepipeline.Pipeline(stack, 'P', {
      pipelineType: codepipeline.PipelineType.V2, crossAccountKeys: true, stages: [
        {
          stageName: 'Source', actions: [
            new actions.CodeStarConnectionsSourceAction({
              actionName: 'Connected', connectionArn: 'arn:aws:codestar-connections:eu-west-1:111122223333:connection/c', owner: 'me', repo: 'r',
              output: connected, codeBuildCloneOutput: true,
            }),
            new actions.CodeCommitSourceAction({
              actionName: 'Committed', repository: new codecommit.Repository(stack, 'Repository', { repositoryName: 'r' }), output: committed,
              codeBuildCloneOutput: true,
            }),
          ],
        },
        {
          stageName: 'Build', actions: [
            build, new actions.CodeBuildAction({ actionName: 'Test', project, input: connected, type: Type.TEST, runOrder: 2 }),
            new actions.CodeBuildAction({
              actionName: 'Batch', project: batch, input: committed, executeBatchBuild: true, combineBatchBuildArtifacts: true, type: Type.BUILD,
              checkSecretsInPlainTextEnvVariables: false, environmentVariables: { 'SECRET': { value: cdk.SecretValue.unsafePlainText('s').unsafeUnwrap() } },
            }),
            new actions.CodeBuildAction({ actionName: 'Imported', project: imported, input: committed }),
          ],
        },
      ],
    });
    new cdk.CfnOutput(stack, 'Variable', { value: build.variable('V') });
  },
};
