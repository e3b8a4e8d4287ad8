'use strict';

// Cases of aws_codebuild; their Lua twins are in spec/aws_cdk/aws_codebuild/aws_codebuild_spec.lua.
const ENVIRONMENT = { account: '111122223333', region: 'eu-west-1' };

module.exports = {
  projects: (app, cdk, lib) => {
    const codebuild = lib('aws-codebuild'), iam = lib('aws-iam'), kms = lib('aws-kms'), s3 = lib('aws-s3'), logs = lib('aws-logs');
    const { BuildSpec, Cache, LocalCacheMode } = codebuild;
    const stack = new cdk.Stack(app, 'S');
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const buildSpec = BuildSpec.fromObject({ phases: { build: { commands: ['make'] } }, version: '0.2' });
    const bucket = new s3.Bucket(stack, 'Bucket'), key = new kms.Key(stack, 'Key');
    const plain = new codebuild.Project(stack, 'Plain', { buildSpec });
    const full = new codebuild.Project(stack, 'Full', {
      buildSpec, projectName: 'full', description: 'd', badge: false, cache: Cache.bucket(bucket, { prefix: 'p', cacheNamespace: 'n' }), encryptionKey: key,
      timeout: cdk.Duration.hours(2), queuedTimeout: cdk.Duration.minutes(30), concurrentBuildLimit: 3, autoRetryLimit: 2,
      visibility: codebuild.ProjectVisibility.PUBLIC_READ, grantReportGroupPermissions: false, ssmSessionPermissions: true,
      fileSystemLocations: [codebuild.FileSystemLocation.efs({ identifier: 'fs', location: 'fs-1.efs.amazonaws.com:/', mountPoint: '/media', mountOptions: 'opts' })],
      artifacts: codebuild.Artifacts.s3({ bucket, path: 'out', name: 'a.zip', identifier: 'i' }),
      logging: { cloudWatch: { logGroup: new logs.LogGroup(stack, 'Group'), prefix: 'build' }, s3: { bucket, prefix: 'logs', encrypted: false } },
    });
    full.addFileSystemLocation(codebuild.FileSystemLocation.efs({ identifier: 'two', location: 'fs-2.efs.amazonaws.com:/', mountPoint: '/two' }));
    full.addSecondaryArtifact(codebuild.Artifacts.s3({ bucket, identifier: 'second', encryption: false, includeBuildId: false, packageZip: false }));
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('codebuild.amazonaws.com') });
    new codebuild.Project(stack, 'OfRole', {
      role, buildSpec: BuildSpec.fromObjectToYaml({ phases: { build: { commands: ['echo "a: b"', `echo ${bucket.bucketName}`] } }, version: '0.2' }),
      cache: Cache.local(LocalCacheMode.SOURCE, LocalCacheMode.DOCKER_LAYER, LocalCacheMode.CUSTOM),
      logging: { cloudWatch: { enabled: false }, s3: { bucket, enabled: false, encrypted: true } },
    });
    new codebuild.Project(stack, 'References', {
      role, buildSpec: BuildSpec.fromObject({ phases: { build: { commands: [`aws s3 ls ${bucket.bucketName}`, plain.projectArn] } } }),
      cache: Cache.bucket(bucket), artifacts: codebuild.Artifacts.s3({ bucket }),
    });
    new codebuild.Project(stack, 'Asset', { buildSpec: BuildSpec.fromAsset('spec/fixtures/appsync/schema.graphql') });
    full.enableBatchBuilds();
    full.enableBatchBuilds().role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: ['*'] }));
    full.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
    bucket.grantRead(plain);
    out('Arn', plain.projectArn);
    out('Name', plain.projectName);
    out('RefName', full.projectRef.projectName);
    out('RefArn', full.projectRef.projectArn);
  },

  pipeline_projects: (app, cdk, lib) => {
    const codebuild = lib('aws-codebuild'), kms = lib('aws-kms'), s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S');
    const project = new codebuild.PipelineProject(stack, 'Project');
    new codebuild.PipelineProject(stack, 'File', { buildSpec: codebuild.BuildSpec.fromSourceFilename('ci/buildspec.yml'), projectName: 'file' });
    const key = new kms.Key(stack, 'Key');
    project.bindToCodePipeline(stack, { artifactBucket: new s3.Bucket(stack, 'Bucket', { encryptionKey: key }) });
    project.bindToCodePipeline(stack, { artifactBucket: new s3.Bucket(stack, 'Ignored', { encryptionKey: new kms.Key(stack, 'Other') }) });
    const other = new cdk.Stack(app, 'Other', { env: ENVIRONMENT });
    const elsewhere = new codebuild.PipelineProject(other, 'Elsewhere');
    elsewhere.bindToCodePipeline(other, { artifactBucket: s3.Bucket.fromBucketAttributes(other, 'Bucket', { bucketName: 'bucket', encryptionKey: key }) });
    const imported = kms.Key.fromKeyArn(stack, 'Imported', 'arn:aws:kms:us-east-1:444455556666:key/k');
    elsewhere.bindToCodePipeline(other, { artifactBucket: s3.Bucket.fromBucketAttributes(other, 'ByAttributes', { bucketName: 'other', encryptionKey: imported }) });
  },

  sources: (app, cdk, lib) => {
    const codebuild = lib('aws-codebuild'), codecommit = lib('aws-codecommit'), s3 = lib('aws-s3');
    const { EventAction, FilterGroup, Source } = codebuild;
    const { inEventOf } = FilterGroup;
    const stack = new cdk.Stack(app, 'S');
    const bucket = new s3.Bucket(stack, 'Bucket'), repository = new codecommit.Repository(stack, 'Repository', { repositoryName: 'r' });
    const project = (id, source) => new codebuild.Project(stack, id, { source, badge: source.badgeSupported });
    project('S3', Source.s3({ bucket, path: 'path/source.zip', version: 'v' }));
    project('CodeCommit', Source.codeCommit({ repository, branchOrRef: 'main', cloneDepth: 1, fetchSubmodules: true }));
    project('GitHub', Source.gitHub({ owner: 'o', repo: 'r' }));
    project('GitHubFull', Source.gitHub({
      owner: 'o', repo: 'r', branchOrRef: 'main', cloneDepth: 0, fetchSubmodules: false, reportBuildStatus: false, buildStatusUrl: 'https://example.com',
      buildStatusContext: 'context', webhookTriggersBatchBuild: true,
      webhookFilters: [
        inEventOf(EventAction.PUSH, EventAction.PUSH).andBranchIs('main').andBranchIsNot('x').andTagIs('v1')
          .andTagIsNot('v2').andFilePathIs('src/.*').andFilePathIsNot('doc/.*').andCommitMessageIs('a').andCommitMessageIsNot('b'),
        inEventOf(EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_MERGED).andBaseBranchIs('main').andBaseBranchIsNot('x')
          .andBaseRefIs('refs/a').andBaseRefIsNot('refs/b').andHeadRefIs('h').andHeadRefIsNot('i').andActorAccountIs('1').andActorAccountIsNot('2')
          .andRepositoryNameIs('r').andRepositoryNameIsNot('s'),
      ],
    }));
    project('NoWebhook', Source.gitHub({ owner: 'o', repo: 'r', webhook: false }));
    project('Webhook', Source.gitHub({ owner: 'o', repo: 'r', webhook: true, webhookFilters: [] }));
    project('Organization', Source.gitHub({ owner: 'org' }));
    project('OrganizationFilters', Source.gitHub({ owner: 'org', webhookFilters: [FilterGroup.inEventOf(EventAction.WORKFLOW_JOB_QUEUED).andRepositoryNameIs('x')] }));
    project('OrganizationWithout', Source.gitHub({ owner: 'org', webhookFilters: [] }));
    project('Enterprise', Source.gitHubEnterprise({
      httpsCloneUrl: 'https://git.example.com/o/r.git', ignoreSslErrors: true, buildStatusContext: 'context',
      webhookFilters: [FilterGroup.inEventOf(EventAction.PULL_REQUEST_UPDATED).andFilePathIs('src')],
    }));
    project('BitBucket', Source.bitBucket({ owner: 'o', repo: 'r', buildStatusName: 'name', webhook: true, webhookTriggersBatchBuild: true }));
    project('BitBucketUrl', Source.bitBucket({ owner: 'o', repo: 'r', buildStatusUrl: 'https://example.com', reportBuildStatus: true }));
    const many = new codebuild.Project(stack, 'Many', {
      source: Source.s3({ bucket, path: 'a' }), secondarySources: [Source.codeCommit({ repository, identifier: 'commit', branchOrRef: 'develop' })],
      secondaryArtifacts: [codebuild.Artifacts.s3({ bucket, identifier: 'out' })],
    });
    many.addSecondarySource(Source.gitHub({ owner: 'o', repo: 'r', identifier: 'hub' }));
    many.addSecondarySource(Source.s3({ bucket: s3.Bucket.fromBucketName(stack, 'ByName', 'bucket'), path: 'b', version: 'w', identifier: 'three' }));
  },

  images: (app, cdk, lib) => {
    const codebuild = lib('aws-codebuild'), ecr = lib('aws-ecr'), secretsmanager = lib('aws-secretsmanager');
    const { LinuxBuildImage, LinuxArmBuildImage, WindowsBuildImage, LinuxGpuBuildImage, LinuxLambdaBuildImage, LinuxArmLambdaBuildImage } = codebuild;
    [{}, { env: ENVIRONMENT }].forEach((props, i) => {
      const stack = new cdk.Stack(app, `S${i}`, props);
      const buildSpec = codebuild.BuildSpec.fromObject({ version: '0.2' });
      const project = (id, environment) => new codebuild.Project(stack, id, { buildSpec, environment });
      const secret = new secretsmanager.Secret(stack, 'Secret'), repository = new ecr.Repository(stack, 'Repository');
      project('Standard', { buildImage: LinuxBuildImage.STANDARD_8_0, computeType: codebuild.ComputeType.X2_LARGE, privileged: true, hostKernel: codebuild.HostKernel.LINUX_KERNEL_6 });
      project('Arm', { buildImage: LinuxBuildImage.AMAZON_LINUX_2_ARM_3 });
      project('Registry', { buildImage: LinuxBuildImage.fromDockerRegistry('alpine', { secretsManagerCredentials: secret }) });
      project('NamedSecret', {
        buildImage: LinuxArmBuildImage.fromDockerRegistry('alpine', { secretsManagerCredentials: secretsmanager.Secret.fromSecretNameV2(stack, 'Named', 'named') }),
      });
      project('Ecr', { buildImage: LinuxBuildImage.fromEcrRepository(repository) });
      project('EcrTag', { buildImage: LinuxArmBuildImage.fromEcrRepository(repository, 'v1') });
      project('EcrDigest', { buildImage: WindowsBuildImage.fromEcrRepository(repository, 'sha256:abc', codebuild.WindowsImageType.SERVER_2022) });
      project('Asset', { buildImage: LinuxBuildImage.fromAsset(stack, 'Image', { directory: 'spec/fixtures/lambda_code/image' }) });
      project('ById', { buildImage: LinuxBuildImage.fromCodeBuildImageId('aws/codebuild/standard:6.0') });
      project('Windows', { buildImage: WindowsBuildImage.WIN_SERVER_CORE_2019_BASE_3_0, computeType: codebuild.ComputeType.LARGE });
      project('WindowsBase', { buildImage: WindowsBuildImage.fromDockerRegistry('w', { secretsManagerCredentials: secret }, codebuild.WindowsImageType.SERVER_2019) });
      project('Lambda', { buildImage: LinuxLambdaBuildImage.AMAZON_LINUX_2023_NODE_22, computeType: codebuild.ComputeType.LAMBDA_10GB });
      project('LambdaArm', { buildImage: LinuxArmLambdaBuildImage.AMAZON_LINUX_2_PYTHON_3_11 });
      project('Gpu', { buildImage: LinuxGpuBuildImage.DLC_TENSORFLOW_2_2_0_TRAINING });
      project('GpuOfAccount', { buildImage: LinuxGpuBuildImage.awsDeepLearningContainersImage('repository', 'tag', '111122223333') });
      project('GpuEcr', { buildImage: LinuxGpuBuildImage.fromEcrRepository(repository), computeType: codebuild.ComputeType.SMALL });
      new codebuild.Project(stack, 'Script', { buildSpec: LinuxBuildImage.STANDARD_7_0.runScriptBuildspec('build.sh') });
      new codebuild.Project(stack, 'WindowsScript', { buildSpec: WindowsBuildImage.WINDOWS_BASE_2_0.runScriptBuildspec('build.ps1') });
    });
  },

  environments: (app, cdk, lib) => {
    const codebuild = lib('aws-codebuild'), ec2 = lib('aws-ec2'), iam = lib('aws-iam'), s3 = lib('aws-s3'), secretsmanager = lib('aws-secretsmanager'), ssm = lib('aws-ssm');
    const { BuildEnvironmentVariableType: Type } = codebuild;
    [{}, { env: ENVIRONMENT }].forEach((props, i) => {
      const stack = new cdk.Stack(app, `S${i}`, props);
      const bucket = new s3.Bucket(stack, 'Bucket'), secret = new secretsmanager.Secret(stack, 'Secret');
      const elsewhere = new cdk.Stack(app, `Elsewhere${i}`, { env: { account: '444455556666', region: 'eu-west-1' } });
      const far = new secretsmanager.Secret(elsewhere, 'Secret', { secretName: 'far' });
      new codebuild.Project(stack, 'Project', {
        source: codebuild.Source.s3({ bucket, path: 'p' }),
        environment: {
          certificate: { bucket, objectKey: 'certificate.pem' },
          dockerServer: { computeType: codebuild.DockerServerComputeType.SMALL, securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0123456789abcdef0')] },
          environmentVariables: { 'A': { value: 'of the environment' }, 'B': { value: 1.5 } },
        },
        environmentVariables: {
          'A': { value: 'of the project', type: Type.PLAINTEXT },
          'C': { value: true },
          'D': { value: bucket.bucketName },
          'List': { value: ['a', 'b'] },
          'ParameterOne': { value: '/a/b', type: Type.PARAMETER_STORE },
          'ParameterToken': { value: new ssm.StringParameter(stack, 'Parameter', { stringValue: 's' }).parameterName, type: Type.PARAMETER_STORE },
          'ParameterTwo': { value: 'c', type: Type.PARAMETER_STORE },
          'SecretArn': { value: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:name-123456:key', type: Type.SECRETS_MANAGER },
          'SecretArnFar': { value: 'arn:aws:secretsmanager:eu-west-1:444455556666:secret:name-123456', type: Type.SECRETS_MANAGER },
          'SecretFar': { value: `${far.secretArn}:key`, type: Type.SECRETS_MANAGER },
          'SecretName': { value: 'name:key', type: Type.SECRETS_MANAGER },
          'SecretToken': { value: secret.secretArn, type: Type.SECRETS_MANAGER },
          'SecretTokenKey': { value: `${secret.secretArn}:key`, type: Type.SECRETS_MANAGER },
        },
      });
      new codebuild.Project(stack, 'Plain', {
        source: codebuild.Source.s3({ bucket, path: 'p' }), checkSecretsInPlainTextEnvVariables: false,
        environmentVariables: { 'SECRET': { value: secret.secretValue } },
      });
      const shared = new iam.Role(stack, 'Shared', { assumedBy: new iam.ServicePrincipal('codebuild.amazonaws.com') });
      const serialized = codebuild.Project.serializeEnvVariables({ 'P': { value: 'p', type: Type.PARAMETER_STORE } }, true, shared);
      new cdk.CfnOutput(stack, 'Serialized', { value: `${serialized[0].name} ${serialized[0].type} ${serialized[0].value}` });
    });
  },

  networks: (app, cdk, lib) => {
    const codebuild = lib('aws-codebuild'), ec2 = lib('aws-ec2'), iam = lib('aws-iam');
    const { EnvironmentType, FleetComputeType } = codebuild;
    const stack = new cdk.Stack(app, 'S', { env: ENVIRONMENT });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('codebuild.amazonaws.com') });
    const buildSpec = codebuild.BuildSpec.fromObject({ version: '0.2' });
    const project = new codebuild.Project(stack, 'Project', { buildSpec, vpc });
    project.connections.allowToAnyIpv4(ec2.Port.tcp(443));
    new codebuild.Project(stack, 'Closed', { buildSpec, vpc, allowAllOutbound: false, subnetSelection: { subnetType: ec2.SubnetType.PUBLIC }, role });
    const group = new ec2.SecurityGroup(stack, 'Group', { vpc });
    new codebuild.Project(stack, 'Groups', { buildSpec, vpc, securityGroups: [group], role });
    new codebuild.Project(stack, 'NoGroups', { buildSpec, vpc, securityGroups: [], role: iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111122223333:role/r') });
    const fleet = new codebuild.Fleet(stack, 'Fleet', { baseCapacity: 1, computeType: FleetComputeType.SMALL, environmentType: EnvironmentType.LINUX_CONTAINER });
    const other = new codebuild.Fleet(stack, 'Other', {
      fleetName: 'other', baseCapacity: 3, computeType: FleetComputeType.ATTRIBUTE_BASED, environmentType: EnvironmentType.LINUX_EC2,
      computeConfiguration: { disk: cdk.Size.gibibytes(10), memory: cdk.Size.mebibytes(2048), vCpu: 2, machineType: codebuild.MachineType.NVME },
      overflowBehavior: codebuild.FleetOverflowBehavior.ON_DEMAND, vpc, role,
    });
    new codebuild.Fleet(stack, 'Attributes', {
      baseCapacity: 1, computeType: FleetComputeType.ATTRIBUTE_BASED, environmentType: EnvironmentType.ARM_EC2, computeConfiguration: { vCpu: 0 },
    });
    const custom = new codebuild.Fleet(stack, 'Custom', {
      baseCapacity: 1, computeType: FleetComputeType.CUSTOM_INSTANCE_TYPE, environmentType: EnvironmentType.LINUX_EC2,
      computeConfiguration: { instanceType: ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.MEDIUM), disk: cdk.Size.gibibytes(5) },
      vpc, securityGroups: [group], subnetSelection: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
    });
    other.connections.allowFrom(custom, ec2.Port.tcp(22));
    custom.grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: ['*'] }));
    new codebuild.Project(stack, 'OnFleet', { buildSpec, environment: { fleet } });
    new codebuild.Project(stack, 'OnFleetInVpc', { buildSpec, environment: { fleet }, vpc });
    const imported = codebuild.Fleet.fromFleetArn(stack, 'ImportedFleet', 'arn:aws:codebuild:eu-west-1:111122223333:fleet/name:1-2-3');
    const mac = new codebuild.Project(stack, 'OnImported', { buildSpec, environment: { fleet: imported, buildImage: codebuild.MacBuildImage.BASE_15 } });
    new cdk.CfnOutput(stack, 'MacArn', { value: mac.projectArn });
    new cdk.CfnOutput(stack, 'FleetName', { value: fleet.fleetName });
    new cdk.CfnOutput(stack, 'FleetArn', { value: fleet.fleetArn });
    new cdk.CfnOutput(stack, 'FleetRef', { value: fleet.fleetRef.fleetArn });
    new cdk.CfnOutput(stack, 'ImportedName', { value: imported.fleetName });
    new cdk.CfnOutput(stack, 'Kinds', { value: `${custom.computeType} ${custom.environmentType}` });
  },

  events: (app, cdk, lib) => {
    const cloudwatch = lib('aws-cloudwatch'), codebuild = lib('aws-codebuild'), events = lib('aws-events'), notifications = lib('aws-codestarnotifications');
    const sns = lib('aws-sns'), targets = lib('aws-events-targets');
    const { PhaseChangeEvent, StateChangeEvent } = codebuild;
    const stack = new cdk.Stack(app, 'S');
    const project = new codebuild.PipelineProject(stack, 'Project');
    const imported = codebuild.Project.fromProjectName(stack, 'Imported', 'imported');
    const topic = new sns.Topic(stack, 'Topic');
    const target = new targets.SnsTopic(topic, {
      message: events.RuleTargetInput.fromObject({
        build: StateChangeEvent.buildId, phase: StateChangeEvent.currentPhase, project: StateChangeEvent.projectName, status: StateChangeEvent.buildStatus,
      }),
    });
    const phases = new targets.SnsTopic(topic, {
      message: events.RuleTargetInput.fromObject({
        build: PhaseChangeEvent.buildId, complete: PhaseChangeEvent.buildComplete, phase: PhaseChangeEvent.completedPhase, project: PhaseChangeEvent.projectName,
        seconds: PhaseChangeEvent.completedPhaseDurationSeconds, status: PhaseChangeEvent.completedPhaseStatus,
      }),
    });
    project.onEvent('Any', { target: new targets.CodeBuildProject(project), ruleName: 'any', eventPattern: { account: ['111122223333'] } });
    project.onStateChange('State', { target });
    project.onPhaseChange('Phase', { target: phases, description: 'd' });
    project.onBuildStarted('Started');
    project.onBuildFailed('Failed', { target, eventPattern: { detail: { 'build-status': ['STOPPED'] } } });
    project.onBuildSucceeded('Succeeded');
    imported.onBuildFailed('Failed', { target });
    project.notifyOn('On', topic, {
      events: [codebuild.ProjectNotificationEvents.BUILD_STOPPED, codebuild.ProjectNotificationEvents.BUILD_PHASE_FAILED], notificationRuleName: 'named', enabled: false,
    });
    project.notifyOnBuildFailed('NotifyFailed', topic);
    imported.notifyOnBuildSucceeded('Succeeded', topic, { detailType: notifications.DetailType.BASIC });
    const alarm = (id, metric) => new cloudwatch.Alarm(stack, id, { metric, threshold: 1, evaluationPeriods: 1 });
    alarm('Builds', project.metricBuilds());
    alarm('Duration', project.metricDuration({ statistic: 'p99', period: cdk.Duration.minutes(1) }));
    alarm('SucceededBuilds', imported.metricSucceededBuilds());
    alarm('FailedBuilds', project.metricFailedBuilds({ label: 'failed' }));
    alarm('Other', project.metric('Queued'));
  },

  report_groups: (app, cdk, lib) => {
    const codebuild = lib('aws-codebuild'), iam = lib('aws-iam'), kms = lib('aws-kms'), s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S');
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('codebuild.amazonaws.com') });
    const plain = new codebuild.ReportGroup(stack, 'Plain');
    const full = new codebuild.ReportGroup(stack, 'Full', {
      reportGroupName: 'full', type: codebuild.ReportGroupType.CODE_COVERAGE, zipExport: true, deleteReports: true, removalPolicy: cdk.RemovalPolicy.DESTROY,
      exportBucket: new s3.Bucket(stack, 'Encrypted', { encryptionKey: new kms.Key(stack, 'Key') }),
    });
    const exported = new codebuild.ReportGroup(stack, 'Exported', { exportBucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket'), zipExport: false });
    const imported = codebuild.ReportGroup.fromReportGroupName(stack, 'Imported', 'imported');
    [plain, full, exported, imported].forEach((group, i) => {
      group.grantWrite(role);
      new cdk.CfnOutput(stack, `Name${i}`, { value: group.reportGroupName });
      new cdk.CfnOutput(stack, `Arn${i}`, { value: group.reportGroupArn });
      new cdk.CfnOutput(stack, `Ref${i}`, { value: group.reportGroupRef.reportGroupArn });
    });
    const project = new codebuild.PipelineProject(stack, 'Project', { grantReportGroupPermissions: false });
    plain.grantWrite(project);
  },

  credentials: (app, cdk, lib) => {
    const codebuild = lib('aws-codebuild'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const field = (jsonField) => cdk.SecretValue.secretsManager('credentials', { jsonField });
    new codebuild.GitHubSourceCredentials(stack, 'GitHub', { accessToken: field('token') });
    new codebuild.GitHubEnterpriseSourceCredentials(stack, 'Enterprise', { accessToken: cdk.SecretValue.unsafePlainText('token') });
    new codebuild.BitBucketSourceCredentials(stack, 'BitBucket', { username: field('username'), password: field('password') });
    new codebuild.UntrustedCodeBoundaryPolicy(stack, 'Boundary');
    const boundary = new codebuild.UntrustedCodeBoundaryPolicy(stack, 'Named', {
      managedPolicyName: 'boundary', additionalStatements: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })],
    });
    const project = new codebuild.PipelineProject(stack, 'Project');
    iam.PermissionsBoundary.of(project).apply(boundary);
  },

  imported: (app, cdk, lib) => {
    const codebuild = lib('aws-codebuild'), iam = lib('aws-iam');
    [{}, { env: ENVIRONMENT }].forEach((props, i) => {
      const stack = new cdk.Stack(app, `S${i}`, props);
      const token = new cdk.CfnParameter(stack, 'Parameter').valueAsString;
      [
        codebuild.Project.fromProjectName(stack, 'ByName', 'named'), codebuild.Project.fromProjectName(stack, 'ByToken', token),
        codebuild.Project.fromProjectArn(stack, 'ByArn', 'arn:aws:codebuild:us-east-1:444455556666:project/other'),
        codebuild.Project.fromProjectArn(stack, 'ByTokenArn', `arn:aws:codebuild:us-east-1:444455556666:project/${token}`),
      ].forEach((project, j) => {
        new cdk.CfnOutput(stack, `Name${j}`, { value: project.projectName });
        new cdk.CfnOutput(stack, `Arn${j}`, { value: project.projectArn });
        new cdk.CfnOutput(stack, `RefArn${j}`, { value: project.projectRef.projectArn });
        new cdk.CfnOutput(stack, `Region${j}`, { value: project.env.region });
        project.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: ['*'] }));
        project.enableBatchBuilds();
      });
    });
  },
};
