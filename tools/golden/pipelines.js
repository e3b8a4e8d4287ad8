'use strict';

// Cases of pipelines; their Lua twins are in spec/aws_cdk/pipelines/pipelines_spec.lua. The keys of maps are in the order in
// which Lua tells them.
const ENV = { account: '111122223333', region: 'eu-west-1' };
const US = { account: '111122223333', region: 'us-east-1' };
const CONNECTION = 'arn:aws:codestar-connections:eu-west-1:111122223333:connection/c';
const FILE = 'spec/fixtures/appsync/schema.graphql';

const source = (pipelines, name) => pipelines.CodePipelineSource.connection(name, 'main', { connectionArn: CONNECTION });

// A stage with two stacks, of which one needs the other, and an asset in one of them.
const makeStage = (cdk, sqs, assets, scope, id, env) => {
  const stage = new cdk.Stage(scope, id, { env });
  const first = new cdk.Stack(stage, 'First', { tags: { 'Team': 'one' } });
  const queue = new sqs.Queue(first, 'Queue');
  new assets.Asset(first, 'Asset', { path: FILE, displayName: 'A file' });
  const second = new cdk.Stack(stage, 'Second', { stackName: `named-${id}` });
  new cdk.CfnOutput(second, 'Other', { value: queue.queueArn });
  new cdk.CfnOutput(first, 'Name', { value: queue.queueName });
  return stage;
};

module.exports = {
  plain: (app, cdk, lib) => {
    const assets = lib('aws-s3-assets');
    const pipelines = lib('pipelines');
    const sqs = lib('aws-sqs');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const pipeline = new pipelines.CodePipeline(stack, 'P', {
      synth: new pipelines.ShellStep('Synth', { input: source(pipelines, 'me/repo'), commands: ['npm ci', 'npx cdk synth'] }),
    });
    pipeline.addStage(makeStage(cdk, sqs, assets, app, 'Test', ENV));
    pipeline.addStage(makeStage(cdk, sqs, assets, stack, 'Prod', US), { pre: [new pipelines.ManualApprovalStep('Approve')] });
  },
  agnostic: (app, cdk, lib) => {
    const pipelines = lib('pipelines');
    const sqs = lib('aws-sqs');
    const stack = new cdk.Stack(app, 'S');
    const pipeline = new pipelines.CodePipeline(stack, 'P', {
      selfMutation: false, useChangeSets: false, pipelineName: 'named',
      synth: new pipelines.ShellStep('Synth', {
        input: source(pipelines, 'group/sub/repo'), commands: ['make'], installCommands: ['apt install'], primaryOutputDirectory: 'out', env: { 'A': 'b' },
      }),
    });
    const stage = new cdk.Stage(stack, 'Stage');
    const deployed = new cdk.Stack(stage, 'Deployed');
    const queue = new sqs.Queue(deployed, 'Queue');
    const output = new cdk.CfnOutput(deployed, 'Output', { value: queue.queueName });
    pipeline.addStage(stage, {
      post: [new pipelines.ShellStep('Test', { commands: ['test $NAME'], envFromCfnOutputs: { 'NAME': output } })],
    });
    pipeline.buildPipeline();
    new cdk.CfnOutput(stack, 'Project', { value: pipeline.synthProject.projectName });
    new cdk.CfnOutput(stack, 'Pipeline', { value: pipeline.pipeline.pipelineArn });
  },
  sources: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codecommit = lib('aws-codecommit');
    const ecr = lib('aws-ecr');
    const pipelines = lib('pipelines');
    const s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const { CodePipelineSource: Source } = pipelines;
    const repository = new codecommit.Repository(stack, 'Repository', { repositoryName: 'r' });
    const images = ecr.Repository.fromRepositoryName(stack, 'Images', 'group/images');
    const bucket = new s3.Bucket(stack, 'Bucket');
    const github = Source.gitHub('me/repo', 'main', { authentication: cdk.SecretValue.secretsManager('own'), trigger: actions.GitHubTrigger.POLL });
    new pipelines.CodePipeline(stack, 'P', {
      synth: new pipelines.ShellStep('Synth', {
        input: github, commands: ['make'],
        additionalInputs: {
          '../other': Source.gitHub('me/other', 'main'),
          'commit': Source.codeCommit(repository, 'main', { trigger: actions.CodeCommitTrigger.POLL, actionName: 'Commit' }),
          'images': Source.ecr(images, { imageTag: 'v1' }),
          'nested/bucket': Source.s3(bucket, 'key.zip', { actionName: 'Bucket', trigger: actions.S3Trigger.EVENTS }),
        },
        env: { 'COMMIT': github.sourceAttribute('CommitId'), 'PLAIN': 'plain' },
      }),
    });
  },
  steps: (app, cdk, lib) => {
    const assets = lib('aws-s3-assets');
    const codebuild = lib('aws-codebuild');
    const ec2 = lib('aws-ec2');
    const iam = lib('aws-iam');
    const pipelines = lib('pipelines');
    const sns = lib('aws-sns');
    const sqs = lib('aws-sqs');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['a', 'b'], privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'] });
    const synth = new pipelines.CodeBuildStep('Synth', {
      input: source(pipelines, 'me/repo'), commands: ['make'], projectName: 'synth', vpc, timeout: cdk.Duration.minutes(20),
      rolePolicyStatements: [new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })],
      partialBuildSpec: codebuild.BuildSpec.fromObject({ 'phases': { 'pre_build': { 'commands': ['echo'] } }, 'version': '0.2' }),
      buildEnvironment: { computeType: codebuild.ComputeType.LARGE, environmentVariables: { 'V': { value: 'w' } } },
      actionRole: iam.Role.fromRoleArn(stack, 'ActionRole', 'arn:aws:iam::111122223333:role/acts'),
    });
    const more = synth.addOutputDirectory('more');
    const pipeline = new pipelines.CodePipeline(stack, 'P', {
      synth, codeBuildDefaults: { buildEnvironment: { buildImage: codebuild.LinuxBuildImage.STANDARD_6_0 }, timeout: cdk.Duration.hours(2) },
      synthCodeBuildDefaults: { rolePolicy: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })] },
      selfMutationCodeBuildDefaults: { cache: codebuild.Cache.local(codebuild.LocalCacheMode.SOURCE) },
      assetPublishingCodeBuildDefaults: { timeout: cdk.Duration.minutes(6) }, dockerEnabledForSynth: true, dockerEnabledForSelfMutation: true,
      cliVersion: '2.100.0', cdkAssetsCliVersion: '3',
    });
    const variable = new pipelines.CodeBuildStep('Exports', { commands: ['export X=1'], input: more });
    const approve = new pipelines.ManualApprovalStep('Approve', {
      comment: `see ${variable.exportedVariable('X')}`, reviewUrl: 'https://example.com', notificationTopic: new sns.Topic(stack, 'Topic'),
    });
    const stage = makeStage(cdk, sqs, assets, app, 'Test', ENV);
    const first = stage.node.findChild('First');
    const deployment = pipeline.addStage(stage, {
      stackSteps: [{
        stack: first, pre: [new pipelines.ManualApprovalStep('BeforeStack')], changeSet: [new pipelines.ManualApprovalStep('OnChangeSet')],
        post: [new pipelines.ShellStep('AfterStack', { commands: ['ls'], env: { 'X': variable.exportedVariable('X') } })],
      }],
    });
    deployment.addPre(approve, new pipelines.ShellStep('Before', { commands: ['ls'], input: synth }));
    deployment.addPost(...pipelines.Step.sequence([
      new pipelines.ShellStep('B', { commands: ['b'] }), new pipelines.ShellStep('A', { commands: ['a'] }),
    ]));
    pipeline.buildPipeline();
    new cdk.CfnOutput(stack, 'Exports', { value: variable.project.projectName });
    new cdk.CfnOutput(stack, 'SelfMutation', { value: pipeline.selfMutationProject.projectName });
  },
  waves: (app, cdk, lib) => {
    const assets = lib('aws-s3-assets');
    const codepipeline = lib('aws-codepipeline');
    const pipelines = lib('pipelines');
    const sqs = lib('aws-sqs');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const pipeline = new pipelines.CodePipeline(stack, 'P', {
      synth: new pipelines.ShellStep('Synth', { input: source(pipelines, 'me/repo'), commands: ['make'] }), crossAccountKeys: true, enableKeyRotation: true,
      pipelineType: codepipeline.PipelineType.V2, executionMode: codepipeline.ExecutionMode.PARALLEL, usePipelineRoleForActions: true,
    });
    const wave = pipeline.addWave('Wave', { post: [new pipelines.ShellStep('AfterWave', { commands: ['ls'] })] });
    wave.addStage(makeStage(cdk, sqs, assets, app, 'Ireland', ENV));
    wave.addStage(makeStage(cdk, sqs, assets, app, 'Other', { account: '444455556666', region: 'us-east-1' }));
    wave.addPre(new pipelines.ManualApprovalStep('Approve'));
    wave.addPost(new pipelines.ManualApprovalStep('Done'));
    const large = new cdk.Stage(app, 'Large', { env: ENV });
    for (const number of ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '13', '14', '15', '16', '17', '18', '19', '20', '21', '22', '23', '24', '25', '26']) {
      new sqs.Queue(new cdk.Stack(large, `Stack${number}`), 'Queue');
    }
    pipeline.addStage(large);
  },
  docker: (app, cdk, lib) => {
    const ecr = lib('aws-ecr');
    const ecr_assets = lib('aws-ecr-assets');
    const iam = lib('aws-iam');
    const pipelines = lib('pipelines');
    const secretsmanager = lib('aws-secretsmanager');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const { DockerCredential: Credential } = pipelines;
    const { DockerCredentialUsage: Usage } = pipelines;
    const secret = secretsmanager.Secret.fromSecretCompleteArn(stack, 'Secret', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:s-abcdef');
    const assumeRole = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/r');
    const pipeline = new pipelines.CodePipeline(stack, 'P', {
      synth: new pipelines.ShellStep('Synth', { input: source(pipelines, 'me/repo'), commands: ['make'] }),
      dockerCredentials: [
        Credential.dockerHub(secret),
        Credential.customRegistry('registry.example.com', secret, {
          secretUsernameField: 'user', secretPasswordField: 'password', assumeRole, usages: [Usage.SYNTH, Usage.ASSET_PUBLISHING],
        }),
        Credential.ecr([new ecr.Repository(stack, 'Own'), ecr.Repository.fromRepositoryName(stack, 'Other', 'other')], { usages: [Usage.SELF_UPDATE] }),
      ],
    });
    const stage = new cdk.Stage(app, 'Test', { env: ENV });
    new ecr_assets.DockerImageAsset(new cdk.Stack(stage, 'Images'), 'Image', { directory: 'spec/fixtures/appsync', file: 'schema.graphql', displayName: 'An image' });
    pipeline.addStage(stage);
  },
  single_publisher: (app, cdk, lib) => {
    const assets = lib('aws-s3-assets');
    const pipelines = lib('pipelines');
    const sqs = lib('aws-sqs');
    app.node.setContext('@aws-cdk/pipelines:reduceAssetRoleTrustScope', true);
    app.node.setContext('@aws-cdk/aws-codepipeline:defaultPipelineTypeToV2', true);
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const pipeline = new pipelines.CodePipeline(stack, 'P', {
      synth: new pipelines.ShellStep('Synth', { input: source(pipelines, 'me/repo'), commands: ['make'] }), publishAssetsInParallel: false,
    });
    const stage = makeStage(cdk, sqs, assets, app, 'Test', ENV);
    new assets.Asset(new cdk.Stack(stage, 'Third'), 'Asset', { path: 'spec/fixtures/appsync' });
    pipeline.addStage(stage);
  },
  existing_pipeline: (app, cdk, lib) => {
    const actions = lib('aws-codepipeline-actions');
    const codepipeline = lib('aws-codepipeline');
    const pipelines = lib('pipelines');
    const sqs = lib('aws-sqs');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const artifact = new codepipeline.Artifact('given');
    const codePipeline = new codepipeline.Pipeline(stack, 'Inner', { crossAccountKeys: false, pipelineType: codepipeline.PipelineType.V2 });
    const synth = new pipelines.ShellStep('Synth', {
      commands: ['make'], input: source(pipelines, 'me/repo'), additionalInputs: { 'given': pipelines.CodePipelineFileSet.fromArtifact(artifact) },
    });
    const pipeline = new pipelines.CodePipeline(stack, 'P', { synth, codePipeline, selfMutation: false });
    const stage = new cdk.Stage(app, 'Test', { env: ENV });
    new sqs.Queue(new cdk.Stack(stage, 'Queues'), 'Queue');
    pipeline.addStage(stage);
    pipeline.buildPipeline();
    const first = codePipeline.stage('Source').actions[0];
    new cdk.CfnOutput(stack, 'First', { value: first.actionProperties.actionName });
    codePipeline.stage('Source').addAction(new actions.S3SourceAction({
      actionName: 'Given', bucket: codePipeline.artifactBucket, bucketKey: 'k', output: artifact,
    }));
  },
  permissions_check: (app, cdk, lib) => {
    const pipelines = lib('pipelines');
    const sns = lib('aws-sns');
    const sqs = lib('aws-sqs');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const pipeline = new pipelines.CodePipeline(stack, 'P', {
      synth: new pipelines.ShellStep('Synth', { input: source(pipelines, 'me/repo'), commands: ['make'] }),
    });
    const notificationTopic = new sns.Topic(stack, 'Topic');
    const one = new cdk.Stage(app, 'One', { env: ENV });
    new sqs.Queue(new cdk.Stack(one, 'Queues'), 'Queue');
    pipeline.addStage(one, { pre: [new pipelines.ConfirmPermissionsBroadening('Check', { stage: one, notificationTopic })] });
    const two = new cdk.Stage(app, 'Two', { env: ENV });
    new sqs.Queue(new cdk.Stack(two, 'Queues'), 'Queue');
    pipeline.addStage(two, { pre: [new pipelines.ConfirmPermissionsBroadening('Check', { stage: two })] });
  },
};
