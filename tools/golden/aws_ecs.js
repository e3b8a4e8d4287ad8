'use strict';

// Cases of aws_ecs; their Lua twins are in spec/aws_cdk/aws_ecs/aws_ecs_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };

// The program that drains instances is ours.
function hideProgram(stack) {
  for (const one of stack.node.findAll()) {
    if (one.node.path.endsWith('DrainECSHook/Function/Resource')) one.addPropertyOverride('Code.ZipFile', '(handler)');
  }
}

module.exports = {
  task_definitions: (app, cdk, lib) => {
    const ecs = lib('aws-ecs'), iam = lib('aws-iam'), s3 = lib('aws-s3'), ssm = lib('aws-ssm');
    const stack = new cdk.Stack(app, 'S');
    const out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const { ContainerImage, NetworkMode, Compatibility, PlacementConstraint } = ecs;
    const image = ContainerImage.fromRegistry('amazon/amazon-ecs-sample');
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
    const user = new iam.User(stack, 'User');
    const machine = new ecs.Ec2TaskDefinition(stack, 'Ec2', {
      networkMode: NetworkMode.AWS_VPC, family: 'family', taskRole: role, ipcMode: ecs.IpcMode.TASK,
      pidMode: ecs.PidMode.HOST, placementConstraints: [PlacementConstraint.memberOf('a == b', 'c == d')],
      volumes: [{ name: 'host', host: { sourcePath: '/ecs' } }], enableFaultInjection: true,
      proxyConfiguration: ecs.ProxyConfigurations.appMeshProxyConfiguration({
        containerName: 'envoy',
        properties: {
          appPorts: [80, 81], egressIgnoredIPs: ['169.254.170.2', '169.254.169.254'], egressIgnoredPorts: [22],
          ignoredUID: 1337, proxyEgressPort: 15001, proxyIngressPort: 15000,
        },
      }),
    });
    machine.addContainer('Web', { image, memoryLimitMiB: 512, environment: { A: 'a' } });
    machine.addContainer('envoy', { image, memoryReservationMiB: 64, essential: false, cpu: 10 });
    machine.addVolume({
      name: 'docker',
      dockerVolumeConfiguration: {
        driver: 'local', scope: ecs.Scope.SHARED, autoprovision: true, driverOpts: { o: '1' }, labels: { l: '2' },
      },
    });
    machine.grantRun(user);
    const nat = new ecs.Ec2TaskDefinition(stack, 'Nat', {
      networkMode: NetworkMode.NAT, inferenceAccelerators: [{ deviceName: 'd1', deviceType: 'eia2.medium' }],
    });
    nat.addInferenceAccelerator({ deviceName: 'd2', deviceType: 'eia2.large' });
    nat.addContainer('C', { image, memoryLimitMiB: 64, inferenceAcceleratorResources: ['d1', 'd2'], gpuCount: 2 });
    const fargate = new ecs.FargateTaskDefinition(stack, 'Fargate', {
      cpu: 1024, memoryLimitMiB: 4096, ephemeralStorageGiB: 100, executionRole: role,
      runtimePlatform: {
        operatingSystemFamily: ecs.OperatingSystemFamily.WINDOWS_SERVER_2022_CORE,
        cpuArchitecture: ecs.CpuArchitecture.X86_64,
      },
    });
    fargate.addVolume({
      name: 'efs',
      efsVolumeConfiguration: {
        fileSystemId: 'fs-1', rootDirectory: '/', transitEncryption: 'ENABLED', transitEncryptionPort: 2049,
        authorizationConfig: { accessPointId: 'ap', iam: 'ENABLED' },
      },
    });
    fargate.addContainer('C', { image });
    fargate.grantRun(user);
    const lean = new ecs.FargateTaskDefinition(stack, 'Lean', {
      pidMode: ecs.PidMode.TASK,
      runtimePlatform: { operatingSystemFamily: ecs.OperatingSystemFamily.LINUX, cpuArchitecture: ecs.CpuArchitecture.of('Q') },
    });
    lean.addContainer('C', { image });
    lean.grantRun(user);
    lean.obtainExecutionRole();
    lean.addToTaskRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
    lean.addToExecutionRolePolicy(new iam.PolicyStatement({ actions: ['s3:PutObject'], resources: ['*'] }));
    const external = new ecs.ExternalTaskDefinition(stack, 'External', { networkMode: NetworkMode.HOST });
    external.addContainer('C', { image, memoryLimitMiB: 64 });
    new ecs.ExternalTaskDefinition(stack, 'Bridged').addContainer('C', { image, memoryReservationMiB: 64 });
    const both = new ecs.TaskDefinition(stack, 'Both', {
      compatibility: Compatibility.EC2_AND_FARGATE, cpu: '512', memoryMiB: '1024',
    });
    both.addContainer('C', { image, cpu: 256 });
    new ecs.TaskDefinition(stack, 'Managed', { compatibility: Compatibility.MANAGED_INSTANCES, cpu: '256', memoryMiB: '512' })
      .addContainer('C', { image, memoryLimitMiB: 64 });
    new ecs.TaskDefinition(stack, 'MoreManaged', {
      compatibility: Compatibility.EC2_AND_MANAGED_INSTANCES, networkMode: NetworkMode.HOST,
      runtimePlatform: { operatingSystemFamily: ecs.OperatingSystemFamily.LINUX },
    }).addContainer('C', { image, memoryLimitMiB: 64 });
    new ecs.TaskDefinition(stack, 'All', { compatibility: Compatibility.FARGATE_AND_EC2_AND_MANAGED_INSTANCES })
      .addContainer('C', { image, memoryLimitMiB: 64 });
    new ecs.TaskDefinition(stack, 'FargateManaged', {
      compatibility: Compatibility.FARGATE_AND_MANAGED_INSTANCES, cpu: '256', memoryMiB: '512',
    }).addContainer('C', { image });
    const none = new ecs.Ec2TaskDefinition(stack, 'None', { networkMode: NetworkMode.NONE });
    none.addContainer('C', { image, memoryLimitMiB: 64 });
    none.addPlacementConstraint(PlacementConstraint.memberOf('e == f'));
    const byArn = ecs.TaskDefinition.fromTaskDefinitionArn(stack, 'ByArn', 'arn:t');
    const attrs = { taskDefinitionArn: 'arn:u', networkMode: NetworkMode.AWS_VPC, taskRole: role, executionRole: role };
    const imported = [
      ecs.Ec2TaskDefinition.fromEc2TaskDefinitionAttributes(stack, 'I1', attrs),
      ecs.FargateTaskDefinition.fromFargateTaskDefinitionAttributes(stack, 'I2', attrs),
      ecs.ExternalTaskDefinition.fromExternalTaskDefinitionAttributes(stack, 'I3', attrs),
      ecs.TaskDefinition.fromTaskDefinitionAttributes(stack, 'I4', attrs),
      ecs.Ec2TaskDefinition.fromEc2TaskDefinitionArn(stack, 'I5', 'arn:5'),
      ecs.FargateTaskDefinition.fromFargateTaskDefinitionArn(stack, 'I6', 'arn:6'),
      ecs.ExternalTaskDefinition.fromEc2TaskDefinitionArn(stack, 'I7', 'arn:7'),
    ];
    imported.forEach((one, i) => {
      out(`Arn${i}`, one.taskDefinitionRef.taskDefinitionArn);
      out(`Compatible${i}`, `${one.isEc2Compatible} ${one.isFargateCompatible} ${one.isExternalCompatible}`);
    });
    out('ByArn', byArn.taskDefinitionArn);
    out('Mode', imported[0].networkMode);
    out('Role', imported[1].taskRole.roleArn);
    out('Family', fargate.family);
    out('Ref', machine.taskDefinitionRef.taskDefinitionArn);
    out('Revision', ecs.TaskDefinitionRevision.of(3).revision);
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket');
    const parameter = ssm.StringParameter.fromStringParameterName(stack, 'Parameter', 'p');
    const joined = new ecs.Ec2TaskDefinition(stack, 'Joined');
    joined.addContainer('A', {
      image, memoryLimitMiB: 64, credentialSpecs: [ecs.DomainJoinedCredentialSpec.fromS3Bucket(bucket, 'key')],
    });
    joined.addContainer('B', {
      image, memoryLimitMiB: 64, credentialSpecs: [ecs.DomainlessCredentialSpec.fromSsmParameter(parameter)],
    });
    joined.addContainer('C', {
      image, memoryLimitMiB: 64, credentialSpecs: [ecs.DomainlessCredentialSpec.fromS3Bucket(bucket, 'key')],
    });
    joined.addContainer('D', {
      image, memoryLimitMiB: 64, credentialSpecs: [ecs.DomainJoinedCredentialSpec.fromSsmParameter(parameter)],
    });
    joined.addContainer('E', { image, memoryLimitMiB: 64, credentialSpecs: [new ecs.CredentialSpec('own', 'place')] });
  },

  containers: (app, cdk, lib) => {
    const ecs = lib('aws-ecs'), iam = lib('aws-iam'), s3 = lib('aws-s3'), ssm = lib('aws-ssm');
    const secretsmanager = lib('aws-secretsmanager');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const { ContainerImage, NetworkMode, Secret } = ecs;
    const image = ContainerImage.fromRegistry('nginx');
    const secret = new secretsmanager.Secret(stack, 'Secret');
    const parameter = ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'P', { parameterName: 'p', version: 1 });
    const bucket = new s3.Bucket(stack, 'Bucket');
    const task = new ecs.Ec2TaskDefinition(stack, 'Task');
    const linux = new ecs.LinuxParameters(stack, 'Linux', {
      initProcessEnabled: true, sharedMemorySize: 1024, maxSwap: cdk.Size.mebibytes(512), swappiness: 50,
    });
    linux.addCapabilities(ecs.Capability.ALL, ecs.Capability.NET_ADMIN);
    linux.dropCapabilities(ecs.Capability.KILL);
    linux.addDevices({ hostPath: '/dev/a', containerPath: '/dev/b', permissions: [ecs.DevicePermission.READ] }, { hostPath: '/c' });
    linux.addTmpfs({ containerPath: '/tmp', size: 64, mountOptions: [ecs.TmpfsMountOption.RW] });
    const full = task.addContainer('Full', {
      image, containerName: 'full', command: ['a', 'b'], cpu: 128, disableNetworking: true, dnsSearchDomains: ['d'],
      dnsServers: ['1.1.1.1'], dockerLabels: { l: 'm' }, dockerSecurityOptions: ['o'], entryPoint: ['e'],
      environment: { A: '1', B: '2' }, essential: false, extraHosts: { h: '10.0.0.1' }, hostname: 'host', interactive: true,
      memoryLimitMiB: 512, memoryReservationMiB: 256, privileged: true, pseudoTerminal: true, readonlyRootFilesystem: true,
      startTimeout: cdk.Duration.minutes(1), stopTimeout: cdk.Duration.seconds(30), user: 'u', workingDirectory: '/w',
      versionConsistency: ecs.VersionConsistency.ENABLED, systemControls: [{ namespace: 'n', value: 'v' }],
      environmentFiles: [ecs.EnvironmentFile.fromBucket(bucket, 'key.env')], linuxParameters: linux,
      secrets: { S1: Secret.fromSecretsManager(secret), S2: Secret.fromSsmParameter(parameter) },
      healthCheck: {
        command: ['curl', 'x'], interval: cdk.Duration.seconds(60), retries: 5, startPeriod: cdk.Duration.seconds(1),
        timeout: cdk.Duration.seconds(10),
      },
      enableRestartPolicy: true, restartIgnoredExitCodes: [0, 127], restartAttemptPeriod: cdk.Duration.minutes(3),
      portMappings: [{ containerPort: 80 }, { containerPort: 81, hostPort: 8081, protocol: ecs.Protocol.UDP }],
      ulimits: [{ name: ecs.UlimitName.CORE, softLimit: 1, hardLimit: 2 }],
    });
    const other = task.addContainer('Other', {
      image, memoryLimitMiB: 64, healthCheck: { command: ['exit 0'] }, restartIgnoredExitCodes: [1],
      secrets: {
        S1: Secret.fromSecretsManager(secret, 'field'), S2: Secret.fromSecretsManagerVersion(secret, { versionId: 'id' }),
        S3: Secret.fromSecretsManagerVersion(secret, { versionStage: 'stage' }, 'field'),
      },
    });
    task.addContainer('Checked', {
      image, memoryLimitMiB: 64, healthCheck: { command: ['CMD', 'x'] }, linuxParameters: new ecs.LinuxParameters(stack, 'Lean'),
    });
    full.addLink(other);
    full.addLink(other, 'alias');
    full.addMountPoints({ containerPath: '/a', readOnly: true, sourceVolume: 'v' });
    full.addScratch({ containerPath: '/b', name: 'scratch', readOnly: false, sourcePath: '/s' });
    full.addEnvironment('C', '3');
    full.addDockerLabel('x', 'y');
    full.addSecret('S4', Secret.fromSecretsManager(secret, 'other'));
    full.addUlimits({ name: ecs.UlimitName.CPU, softLimit: 3, hardLimit: 4 });
    full.addContainerDependencies({ container: other }, { container: other, condition: ecs.ContainerDependencyCondition.START });
    full.addVolumesFrom({ sourceContainer: 'Other', readOnly: true });
    full.addPortMappings({ containerPort: 82, name: 'named', appProtocol: ecs.AppProtocol.http2 });
    full.addToExecutionPolicy(new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: ['*'] }));
    other.addPortMappings({ containerPort: ecs.ContainerDefinition.CONTAINER_PORT_USE_RANGE, containerPortRange: '90-99' });
    out('Ingress', `${full.ingressPort}`);
    out('Port', `${full.containerPort}`);
    out('Found', `${full.findPortMapping(81, ecs.Protocol.UDP).hostPort}`);
    out('FoundByName', `${full.findPortMappingByName('named').containerPort}`);
    out('Json', `${other.referencesSecretJsonField} ${task.referencesSecretJsonField}`);
    out('Image', full.imageName);
    out('Default', task.defaultContainer.containerName);
    const awsvpc = new ecs.Ec2TaskDefinition(stack, 'Awsvpc', { networkMode: NetworkMode.AWS_VPC });
    const inVpc = awsvpc.addContainer('C', { image, memoryLimitMiB: 64, portMappings: [{ containerPort: 80, hostPort: 80 }] });
    out('VpcIngress', `${inVpc.ingressPort}`);
    out('VpcJson', `${awsvpc.referencesSecretJsonField}`);
    out('ByName', awsvpc.findContainer('C').containerName);
    out('Mapping', `${task.findPortMappingByName('named').containerPort}`);
  },

  images: (app, cdk, lib) => {
    const ecs = lib('aws-ecs'), ecr = lib('aws-ecr'), ecr_assets = lib('aws-ecr-assets');
    const secretsmanager = lib('aws-secretsmanager');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const { ContainerImage } = ecs;
    const task = new ecs.FargateTaskDefinition(stack, 'Task');
    const repository = new ecr.Repository(stack, 'Repository');
    let n = 0;
    const add = image => task.addContainer(`C${++n}`, { image });
    add(ContainerImage.fromEcrRepository(repository));
    add(ContainerImage.fromEcrRepository(repository, 'v1'));
    add(ContainerImage.fromEcrRepository(repository, 'sha256:0123'));
    add(ContainerImage.fromRegistry('private/image', { credentials: new secretsmanager.Secret(stack, 'Login') }));
    add(ContainerImage.fromRegistry('111122223333.dkr.ecr.eu-west-1.amazonaws.com/a:b'));
    add(ContainerImage.fromAsset('spec/fixtures/lambda_code/image'));
    add(ContainerImage.fromAsset('spec/fixtures/lambda_code/image', { buildArgs: { A: 'b' }, file: 'Dockerfile' }));
    add(ContainerImage.fromDockerImageAsset(new ecr_assets.DockerImageAsset(stack, 'Asset', { directory: 'spec/fixtures/lambda_code/image' })));
    task.addContainer('Pinned', {
      image: ContainerImage.fromAsset('spec/fixtures/lambda_code/image'), versionConsistency: ecs.VersionConsistency.ENABLED,
    });
    const byTag = new ecs.TagParameterContainerImage(repository);
    const byDigest = new ecs.TagParameterContainerImage(repository, { isImageDigest: true });
    add(byTag);
    add(byDigest);
    add(ContainerImage.fromTarball('spec/fixtures/appsync/resolver.js'));
    const file = ecs.EnvironmentFile.fromAsset('spec/fixtures/appsync/resolver.js');
    task.addContainer('WithFile', { image: ContainerImage.fromRegistry('x'), environmentFiles: [file] });
    task.addContainer('WithSameFile', { image: ContainerImage.fromRegistry('x'), environmentFiles: [file] });
    out('TagName', byTag.tagParameterName);
    out('TagValue', byTag.tagParameterValue);
    out('DigestName', byDigest.tagParameterName);
    out('EcrImage', new ecs.EcrImage(repository, 'x').imageName);
  },

  logging: (app, cdk, lib) => {
    const ecs = lib('aws-ecs'), logs = lib('aws-logs'), secretsmanager = lib('aws-secretsmanager'), s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const { ContainerImage, LogDrivers, Secret } = ecs;
    const image = ContainerImage.fromRegistry('nginx');
    const secret = new secretsmanager.Secret(stack, 'Secret');
    const group = new logs.LogGroup(stack, 'Group');
    const task = new ecs.Ec2TaskDefinition(stack, 'Task');
    let n = 0;
    const add = logging => task.addContainer(`C${++n}`, { image, memoryLimitMiB: 64, logging });
    add(LogDrivers.awsLogs({ streamPrefix: 'a' }));
    add(ecs.LogDriver.awsLogs({ streamPrefix: 'a', logRetention: logs.RetentionDays.ONE_WEEK }));
    add(new ecs.AwsLogDriver({
      streamPrefix: 'b', logGroup: group, datetimeFormat: 'f', multilinePattern: 'm', mode: ecs.AwsLogDriverMode.NON_BLOCKING,
      maxBufferSize: cdk.Size.mebibytes(25),
    }));
    add(LogDrivers.fluentd());
    add(LogDrivers.fluentd({
      address: 'a', asyncConnect: true, async: false, bufferLimit: 128, retryWait: cdk.Duration.seconds(2), maxRetries: 3,
      subSecondPrecision: true, tag: 't', labels: ['l', 'm'], env: ['e'], envRegex: 'r',
    }));
    add(LogDrivers.gelf({
      address: 'g', compressionType: ecs.GelfCompressionType.GZIP, compressionLevel: 9, tcpMaxReconnect: 2,
      tcpReconnectDelay: cdk.Duration.seconds(4),
    }));
    add(LogDrivers.journald({ tag: 't' }));
    add(LogDrivers.journald());
    add(LogDrivers.jsonFile({ maxSize: '10m', maxFile: 2, compress: true, labels: ['x'], env: ['y'], envRegex: 'z' }));
    add(LogDrivers.jsonFile());
    add(LogDrivers.splunk({
      secretToken: Secret.fromSecretsManager(secret, 'token'), url: 'u', source: 's', sourceType: 't', index: 'i', caPath: 'p',
      caName: 'c', insecureSkipVerify: 'true', format: ecs.SplunkLogFormat.JSON, verifyConnection: false, gzip: true,
      gzipLevel: 3, tag: 'tag',
    }));
    add(LogDrivers.syslog({
      address: 'a', facility: 'f', tlsCaCert: 'c', tlsCert: 'd', tlsKey: 'k', tlsSkipVerify: false, format: 'x',
    }));
    add(LogDrivers.syslog());
    add(LogDrivers.none());
    add(new ecs.GenericLogDriver({ logDriver: 'splunk', options: { a: 'b' }, secretOptions: { c: Secret.fromSecretsManager(secret) } }));
    add(new ecs.GenericLogDriver({ logDriver: 'own' }));
    const lens = new ecs.FargateTaskDefinition(stack, 'Lens');
    lens.addContainer('C', {
      image,
      logging: LogDrivers.firelens({
        options: { 'Name': 'cloudwatch', log_retention_days: '1' }, secretOptions: { key: Secret.fromSecretsManager(secret) },
      }),
    });
    const firehose = new ecs.FargateTaskDefinition(stack, 'Firehose');
    firehose.addContainer('C', { image, logging: LogDrivers.firelens({ options: { 'Name': 'firehose' } }) });
    const kinesis = new ecs.FargateTaskDefinition(stack, 'Kinesis');
    kinesis.addContainer('C', { image, logging: LogDrivers.firelens({ options: { 'Name': 'kinesis' } }) });
    const plain = new ecs.FargateTaskDefinition(stack, 'Plain');
    plain.addContainer('C', { image, logging: new ecs.FireLensLogDriver({}) });
    const bucket = new s3.Bucket(stack, 'Bucket');
    const routed = new ecs.FargateTaskDefinition(stack, 'Routed');
    routed.addContainer('C', { image, logging: LogDrivers.firelens({ options: {} }) });
    routed.addFirelensLogRouter('Router', {
      image, logging: LogDrivers.awsLogs({ streamPrefix: 'r' }),
      firelensConfig: {
        type: ecs.FirelensLogRouterType.FLUENTD,
        options: { enableECSLogMetadata: false, configFileType: ecs.FirelensConfigFileType.S3, configFileValue: `${bucket.bucketArn}/fluent.conf` },
      },
    });
    const inFile = new ecs.FargateTaskDefinition(stack, 'InFile');
    inFile.addFirelensLogRouter('Router', {
      image,
      firelensConfig: {
        type: ecs.FirelensLogRouterType.FLUENTBIT,
        options: { configFileType: ecs.FirelensConfigFileType.FILE, configFileValue: '/etc/x.conf' },
      },
    });
    const metadata = new ecs.FargateTaskDefinition(stack, 'Metadata');
    metadata.addFirelensLogRouter('Router', { image, firelensConfig: { type: ecs.FirelensLogRouterType.FLUENTBIT, options: {} } });
    const arn = new ecs.FargateTaskDefinition(stack, 'Arn');
    arn.addFirelensLogRouter('Router', {
      image,
      firelensConfig: {
        type: ecs.FirelensLogRouterType.FLUENTBIT,
        options: { configFileType: ecs.FirelensConfigFileType.S3, configFileValue: 'arn:aws:s3:::bucket/a/b.conf' },
      },
    });
  },

  clusters: (app, cdk, lib) => {
    const ecs = lib('aws-ecs'), ec2 = lib('aws-ec2'), kms = lib('aws-kms'), s3 = lib('aws-s3'), logs = lib('aws-logs');
    const iam = lib('aws-iam'), cloudwatch = lib('aws-cloudwatch'), servicediscovery = lib('aws-servicediscovery');
    const stack = new cdk.Stack(app, 'S');
    const out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const { Cluster, ContainerInsights, ExecuteCommandLogging } = ecs;
    const plain = new Cluster(stack, 'Plain');
    const vpc = plain.vpc;
    const key = new kms.Key(stack, 'Key');
    const full = new Cluster(stack, 'Full', {
      clusterName: 'full', vpc, containerInsightsV2: ContainerInsights.ENHANCED, enableFargateCapacityProviders: true,
      executeCommandConfiguration: {
        kmsKey: key, logging: ExecuteCommandLogging.OVERRIDE,
        logConfiguration: {
          cloudWatchLogGroup: new logs.LogGroup(stack, 'Logs'), cloudWatchEncryptionEnabled: true,
          s3Bucket: new s3.Bucket(stack, 'Bucket'), s3EncryptionEnabled: true, s3KeyPrefix: 'p',
        },
      },
      managedStorageConfiguration: { fargateEphemeralStorageKmsKey: key, kmsKey: key },
      defaultCloudMapNamespace: { name: 'full.local', useForServiceConnect: true },
    });
    full.addDefaultCapacityProviderStrategy([
      { capacityProvider: 'FARGATE', base: 1, weight: 2 }, { capacityProvider: 'FARGATE_SPOT', weight: 1 },
    ]);
    new Cluster(stack, 'Insights', { vpc, containerInsights: true, managedStorageConfiguration: { fargateEphemeralStorageKmsKey: key } });
    new Cluster(stack, 'NoInsights', { vpc, containerInsights: false, executeCommandConfiguration: { logging: ExecuteCommandLogging.NONE } });
    const open = new Cluster(stack, 'Public', { vpc });
    open.addDefaultCloudMapNamespace({ name: 'example.com', type: servicediscovery.NamespaceType.DNS_PUBLIC });
    const calls = new Cluster(stack, 'Http', { vpc });
    calls.addDefaultCloudMapNamespace({ name: 'calls', type: servicediscovery.NamespaceType.HTTP, useForServiceConnect: true });
    const found = new Cluster(stack, 'Found', { vpc });
    found.addExistingDefaultCloudMapNamespace({ namespace: calls.defaultCloudMapNamespace, useForServiceConnect: true });
    calls.enableFargateCapacityProviders();
    calls.enableFargateCapacityProviders();
    const user = new iam.User(stack, 'User');
    full.grantTaskProtection(user);
    plain.grants.taskProtection(user);
    const alarm = (id, metric) => new cloudwatch.Alarm(stack, id, { metric, threshold: 1, evaluationPeriods: 1 });
    alarm('A1', plain.metric('X'));
    alarm('A2', plain.metricCpuReservation());
    alarm('A3', full.metricCpuUtilization());
    alarm('A4', plain.metricMemoryReservation({ period: cdk.Duration.minutes(1) }));
    alarm('A5', plain.metricMemoryUtilization());
    out('Arn', full.clusterArn);
    out('Name', plain.clusterName);
    out('Ref', plain.clusterRef.clusterArn);
    out('Tasks', full.arnForTasks('a*'));
    out('Providers', calls.capacityProviderNames.join(','));
    const byArn = Cluster.fromClusterArn(stack, 'ByArn', 'arn:aws:ecs:us-east-1:444455556666:cluster/by-arn');
    const imported = Cluster.fromClusterAttributes(stack, 'Imported', {
      clusterName: 'imported', vpc, securityGroups: [new ec2.SecurityGroup(stack, 'Group', { vpc })], hasEc2Capacity: false,
    });
    const known = Cluster.fromClusterAttributes(stack, 'Known', { clusterName: 'known', vpc, clusterArn: 'arn:known' });
    out('ByArnName', byArn.clusterName);
    out('ByArnRef', byArn.clusterRef.clusterName);
    out('ImportedArn', imported.clusterArn);
    out('Capacity', `${imported.hasEc2Capacity} ${known.hasEc2Capacity} ${Cluster.isCluster(known)} ${Cluster.isCluster(plain)}`);
    out('KnownArn', known.clusterRef.clusterArn);
    imported.connections.allowFromAnyIpv4(ec2.Port.tcp(80));
    const insights = value => new ecs.mixins.ClusterSettings([{ name: 'containerInsights', value }, { name: 'x', value: 'y' }]);
    cdk.Mixins.of(plain).apply(insights('enabled'));
    cdk.Mixins.of(full).apply(insights('disabled'));
  },

  capacity: (app, cdk, lib) => {
    const ecs = lib('aws-ecs'), ec2 = lib('aws-ec2'), autoscaling = lib('aws-autoscaling'), kms = lib('aws-kms');
    const iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'ecs-stack', { env: ENV }), other = new cdk.Stack(app, 'Other');
    const { AsgCapacityProvider, EcsOptimizedImage, AmiHardwareType, MachineImageType } = ecs;
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
    const instanceType = new ec2.InstanceType('t3.small');
    const cluster = new ecs.Cluster(stack, 'Cluster', { vpc, capacity: { instanceType, desiredCapacity: 2 } });
    cluster.addCapacity('Spot', { instanceType, spotPrice: '0.1', spotInstanceDraining: true, topicEncryptionKey: new kms.Key(stack, 'Key') });
    cluster.addCapacity('Rocket', { instanceType, machineImage: new ecs.BottleRocketImage() });
    cluster.addCapacity('Typed', { instanceType, machineImageType: MachineImageType.BOTTLEROCKET });
    cluster.addCapacity('Windows', {
      instanceType, machineImage: EcsOptimizedImage.windows(ecs.WindowsOptimizedVersion.SERVER_2022), spotPrice: '0.2', spotInstanceDraining: true,
    });
    cluster.addCapacity('Rolling', { instanceType, updatePolicy: autoscaling.UpdatePolicy.rollingUpdate() });
    cluster.addCapacity('Gpu', { instanceType, machineImage: EcsOptimizedImage.amazonLinux2(AmiHardwareType.GPU) });
    cluster.connections.allowFromAnyIpv4(ec2.Port.tcp(443));
    const images = [
      EcsOptimizedImage.amazonLinux2023(), EcsOptimizedImage.amazonLinux2023(AmiHardwareType.NEURON), EcsOptimizedImage.amazonLinux(),
      EcsOptimizedImage.amazonLinux2(AmiHardwareType.ARM), EcsOptimizedImage.amazonLinux2(AmiHardwareType.NEURON),
      EcsOptimizedImage.amazonLinux2023(AmiHardwareType.STANDARD, { cachedInContext: true }),
      new ecs.BottleRocketImage({ variant: ecs.BottlerocketEcsVariant.AWS_ECS_2, architecture: ec2.InstanceArchitecture.ARM_64 }),
    ];
    const group = i => new autoscaling.AutoScalingGroup(stack, `Group${i}`, { vpc, instanceType, machineImage: images[i] });
    const plain = new AsgCapacityProvider(stack, 'P0', { autoScalingGroup: group(0) });
    const full = new AsgCapacityProvider(stack, 'P1', {
      autoScalingGroup: group(1), capacityProviderName: 'full', enableManagedScaling: false, enableManagedTerminationProtection: false,
    });
    const sized = new AsgCapacityProvider(stack, 'P2', {
      autoScalingGroup: group(2), targetCapacityPercent: 50, maximumScalingStepSize: 10, minimumScalingStepSize: 2, instanceWarmupPeriod: 100,
      enableManagedDraining: true, enableManagedTerminationProtection: false,
    });
    const draining = new AsgCapacityProvider(stack, 'P3', { autoScalingGroup: group(3), enableManagedDraining: false });
    const rocket = new AsgCapacityProvider(stack, 'P6', { autoScalingGroup: group(6), machineImageType: MachineImageType.BOTTLEROCKET });
    const foreign = autoscaling.AutoScalingGroup.fromAutoScalingGroupName(stack, 'Foreign', 'foreign');
    new AsgCapacityProvider(stack, 'P7', { autoScalingGroup: foreign, enableManagedTerminationProtection: false });
    group(4);
    group(5);
    cluster.addAsgCapacityProvider(plain);
    cluster.addAsgCapacityProvider(plain);
    cluster.addAsgCapacityProvider(full, { topicEncryptionKey: new kms.Key(stack, 'TopicKey') });
    cluster.addAsgCapacityProvider(sized);
    cluster.addAsgCapacityProvider(draining);
    cluster.addAsgCapacityProvider(rocket);
    cluster.addDefaultCapacityProviderStrategy([
      { capacityProvider: plain.capacityProviderName, base: 1 }, { capacityProvider: full.capacityProviderName, weight: 1 },
    ]);
    const securityGroup = new ec2.SecurityGroup(stack, 'SecurityGroup', { vpc });
    const managed = new ecs.ManagedInstancesCapacityProvider(stack, 'Managed', {
      subnets: vpc.privateSubnets, securityGroups: [securityGroup], capacityProviderName: 'managed',
      capacityOptionType: ecs.CapacityOptionType.SPOT, monitoring: ecs.InstanceMonitoring.DETAILED,
      propagateTags: ecs.PropagateManagedInstancesTags.CAPACITY_PROVIDER, taskVolumeStorage: cdk.Size.gibibytes(100),
      instanceRequirements: {
        vCpuCountMin: 1, vCpuCountMax: 4, memoryMin: cdk.Size.gibibytes(2), memoryMax: cdk.Size.gibibytes(8),
        acceleratorCountMin: 1, acceleratorManufacturers: [ec2.AcceleratorManufacturer.NVIDIA], acceleratorNames: [ec2.AcceleratorName.A100],
        acceleratorTotalMemoryMin: cdk.Size.gibibytes(1), acceleratorTypes: [ec2.AcceleratorType.GPU], allowedInstanceTypes: ['m5.*'],
        bareMetal: ec2.BareMetal.EXCLUDED, baselineEbsBandwidthMbpsMin: 10, burstablePerformance: ec2.BurstablePerformance.INCLUDED,
        cpuManufacturers: [ec2.CpuManufacturer.INTEL], instanceGenerations: [ec2.InstanceGeneration.CURRENT],
        localStorage: ec2.LocalStorage.REQUIRED, localStorageTypes: [ec2.LocalStorageType.SSD], memoryPerVCpuMin: cdk.Size.gibibytes(1),
        networkBandwidthGbpsMax: 10, networkInterfaceCountMin: 1, onDemandMaxPricePercentageOverLowestPrice: 30,
        requireHibernateSupport: true, totalLocalStorageGBMin: 100, maxSpotPriceAsPercentageOfOptimalOnDemandPrice: 50,
      },
    });
    const lean = new ecs.ManagedInstancesCapacityProvider(stack, 'LeanManaged', {
      subnets: vpc.privateSubnets, securityGroups: [securityGroup],
      ec2InstanceProfile: new iam.InstanceProfile(stack, 'Profile', { role: new iam.Role(stack, 'R', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }) }),
      infrastructureRole: new iam.Role(stack, 'I', { assumedBy: new iam.ServicePrincipal('ecs.amazonaws.com') }),
      instanceRequirements: { vCpuCountMin: 1, memoryMin: cdk.Size.gibibytes(2), excludedInstanceTypes: ['t2.*'] },
    });
    cluster.addManagedInstancesCapacityProvider(managed);
    cluster.addManagedInstancesCapacityProvider(managed);
    cluster.addManagedInstancesCapacityProvider(lean);
    managed.connections.allowFromAnyIpv4(ec2.Port.tcp(80));
    const far = new ecs.Cluster(other, 'Far');
    const farGroup = new autoscaling.AutoScalingGroup(other, 'Group', { vpc: far.vpc, instanceType, machineImage: images[0] });
    far.addAsgCapacityProvider(new AsgCapacityProvider(other, 'P', { autoScalingGroup: farGroup }));
    hideProgram(stack);
  },

  services: (app, cdk, lib) => {
    const ecs = lib('aws-ecs'), ec2 = lib('aws-ec2'), kms = lib('aws-kms'), cloudwatch = lib('aws-cloudwatch'), lambda = lib('aws-lambda');
    const iam = lib('aws-iam'), logs = lib('aws-logs'), s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const { FargateService, Ec2Service, ExternalService, PlacementStrategy, PlacementConstraint, DeploymentControllerType, NetworkMode } = ecs;
    const image = ecs.ContainerImage.fromRegistry('nginx');
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
    const key = new kms.Key(stack, 'Key');
    const cluster = new ecs.Cluster(stack, 'Cluster', {
      vpc, capacity: { instanceType: new ec2.InstanceType('t3.small') },
      executeCommandConfiguration: {
        kmsKey: key, logging: ecs.ExecuteCommandLogging.OVERRIDE,
        logConfiguration: {
          cloudWatchLogGroup: new logs.LogGroup(stack, 'Logs'), cloudWatchEncryptionEnabled: true,
          s3Bucket: new s3.Bucket(stack, 'Bucket'), s3EncryptionEnabled: true,
        },
      },
    });
    const simple = new ecs.Cluster(stack, 'Simple', { vpc });
    const fargateTask = new ecs.FargateTaskDefinition(stack, 'FargateTask');
    fargateTask.addContainer('Web', { image, portMappings: [{ containerPort: 80, name: 'web' }] });
    const ec2Task = new ecs.Ec2TaskDefinition(stack, 'Ec2Task');
    ec2Task.addContainer('Web', { image, memoryLimitMiB: 64, portMappings: [{ containerPort: 80 }] });
    const vpcTask = new ecs.Ec2TaskDefinition(stack, 'VpcTask', { networkMode: NetworkMode.AWS_VPC });
    vpcTask.addContainer('Web', { image, memoryLimitMiB: 64, portMappings: [{ containerPort: 80 }] });
    const externalTask = new ecs.ExternalTaskDefinition(stack, 'ExternalTask');
    externalTask.addContainer('Web', { image, memoryLimitMiB: 64 });
    const plain = new FargateService(stack, 'Plain', { cluster: simple, taskDefinition: fargateTask });
    const group = new ec2.SecurityGroup(stack, 'Group', { vpc });
    const full = new FargateService(stack, 'Full', {
      cluster, taskDefinition: fargateTask, serviceName: 'full', desiredCount: 3, assignPublicIp: true, securityGroups: [group],
      platformVersion: ecs.FargatePlatformVersion.VERSION1_4, minHealthyPercent: 100, maxHealthyPercent: 150,
      circuitBreaker: { rollback: true }, enableECSManagedTags: true, enableExecuteCommand: true,
      healthCheckGracePeriod: cdk.Duration.minutes(2), propagateTags: ecs.PropagatedTagSource.SERVICE,
      availabilityZoneRebalancing: ecs.AvailabilityZoneRebalancing.ENABLED,
      capacityProviderStrategies: [{ capacityProvider: 'FARGATE', weight: 1 }],
      deploymentAlarms: { alarmNames: ['a', 'b'], behavior: ecs.AlarmBehavior.FAIL_ON_ALARM },
      forceNewDeployment: { enabled: true, nonce: 'n' }, taskDefinitionRevision: ecs.TaskDefinitionRevision.of(2),
      vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
    });
    new FargateService(stack, 'Shell', { cluster: simple, taskDefinition: fargateTask, enableExecuteCommand: true, taskDefinitionRevision: ecs.TaskDefinitionRevision.LATEST });
    new FargateService(stack, 'CodeDeploy', { cluster, taskDefinition: fargateTask, deploymentController: { type: DeploymentControllerType.CODE_DEPLOY } });
    new FargateService(stack, 'Outside', { cluster, taskDefinition: fargateTask, deploymentController: { type: DeploymentControllerType.EXTERNAL } });
    new FargateService(stack, 'Controlled', { cluster, taskDefinition: fargateTask, deploymentController: { type: DeploymentControllerType.ECS }, circuitBreaker: { enable: false } });
    new FargateService(stack, 'Canary', {
      cluster, taskDefinition: fargateTask, deploymentStrategy: ecs.DeploymentStrategy.CANARY, bakeTime: cdk.Duration.minutes(5),
      canaryConfiguration: { stepPercent: 5.5, stepBakeTime: cdk.Duration.minutes(10) },
    });
    new FargateService(stack, 'Linear', {
      cluster, taskDefinition: fargateTask, deploymentStrategy: ecs.DeploymentStrategy.LINEAR, linearConfiguration: { stepPercent: 25 },
    });
    const handler = new lambda.Function(stack, 'Fn', { runtime: lambda.Runtime.PYTHON_3_12, handler: 'i.h', code: lambda.Code.fromInline('pass') });
    const hook = new ecs.DeploymentLifecycleLambdaTarget(handler, 'Hook', { lifecycleStages: [ecs.DeploymentLifecycleStage.PRE_SCALE_UP] });
    const hooked = new FargateService(stack, 'Hooked', {
      cluster, taskDefinition: fargateTask, deploymentStrategy: ecs.DeploymentStrategy.BLUE_GREEN, lifecycleHooks: [hook],
    });
    const given = new iam.Role(stack, 'HookRole', { assumedBy: new iam.ServicePrincipal('ecs.amazonaws.com') });
    hooked.addLifecycleHook(new ecs.DeploymentLifecycleLambdaTarget(handler, 'Given', {
      role: given, lifecycleStages: [ecs.DeploymentLifecycleStage.POST_SCALE_UP, ecs.DeploymentLifecycleStage.TEST_TRAFFIC_SHIFT],
    }));
    const machine = new Ec2Service(stack, 'Machine', {
      cluster, taskDefinition: ec2Task,
      placementStrategies: [PlacementStrategy.spreadAcrossInstances(), PlacementStrategy.packedByCpu(), PlacementStrategy.packedByMemory()],
      placementConstraints: [PlacementConstraint.distinctInstances(), PlacementConstraint.memberOf('a', 'b')],
    });
    machine.addPlacementStrategies(PlacementStrategy.randomly(), PlacementStrategy.spreadAcross(ecs.BuiltInAttributes.AVAILABILITY_ZONE, 'x'));
    machine.addPlacementConstraints(PlacementConstraint.memberOf('c'));
    new Ec2Service(stack, 'Daemon', { cluster, taskDefinition: ec2Task, daemon: true, enableExecuteCommand: true });
    new Ec2Service(stack, 'InVpc', { cluster, taskDefinition: vpcTask, minHealthyPercent: 0, propagateTags: ecs.PropagatedTagSource.NONE });
    new Ec2Service(stack, 'Balanced', {
      cluster, taskDefinition: vpcTask, availabilityZoneRebalancing: ecs.AvailabilityZoneRebalancing.ENABLED, securityGroups: [group],
      placementStrategies: [PlacementStrategy.spreadAcross(ecs.BuiltInAttributes.AVAILABILITY_ZONE)],
    });
    new ExternalService(stack, 'Own', { cluster: simple, taskDefinition: externalTask });
    new ExternalService(stack, 'OwnDaemon', { cluster: simple, taskDefinition: externalTask, daemon: true, propagateTags: ecs.PropagatedTagSource.SERVICE });
    plain.enableDeploymentAlarms(['c'], { behavior: ecs.AlarmBehavior.ROLLBACK_ON_ALARM });
    plain.enableDeploymentAlarms(['d']);
    plain.forceNewDeployment('nonce');
    const volume = new ecs.ServiceManagedVolume(stack, 'Volume', {
      name: 'ebs',
      managedEBSVolume: {
        size: cdk.Size.gibibytes(15), volumeType: ec2.EbsDeviceVolumeType.GP3, iops: 4000, throughput: 500, encrypted: true, kmsKeyId: key,
        fileSystemType: ecs.FileSystemType.XFS, snapShotId: 'snap-0123', volumeInitializationRate: cdk.Size.mebibytes(200),
        tagSpecifications: [{ propagateTags: ecs.EbsPropagatedTagSource.SERVICE, tags: { a: 'b', c: 'd' } }, {}],
      },
    });
    const stored = new ecs.FargateTaskDefinition(stack, 'Stored', { volumes: [{ name: 'x' }] });
    const container = stored.addContainer('Web', { image });
    volume.mountIn(container, { containerPath: '/var', readOnly: false });
    stored.addVolume(volume);
    const withVolume = new FargateService(stack, 'WithVolume', { cluster, taskDefinition: stored });
    withVolume.addVolume(volume);
    out('VolumeName', volume.name);
    const alarm = (id, metric) => new cloudwatch.Alarm(stack, id, { metric, threshold: 1, evaluationPeriods: 1 });
    alarm('A1', plain.metric('X'));
    alarm('A2', full.metricCpuUtilization());
    alarm('A3', plain.metricMemoryUtilization({ statistic: 'max' }));
    full.connections.allowFromAnyIpv4(ec2.Port.tcp(80));
    const scaling = full.autoScaleTaskCount({ maxCapacity: 10, minCapacity: 2 });
    scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 50, scaleInCooldown: cdk.Duration.minutes(1), policyName: 'p' });
    scaling.scaleOnMemoryUtilization('Memory', { targetUtilizationPercent: 60, disableScaleIn: true });
    scaling.scaleToTrackCustomMetric('Custom', { metric: plain.metric('Y'), targetValue: 7 });
    scaling.scaleOnMetric('Steps', { metric: plain.metricCpuUtilization(), scalingSteps: [{ upper: 10, change: -1 }, { lower: 50, change: 1 }] });
    out('Name', plain.serviceName);
    out('Arn', full.serviceArn);
    out('Ref', machine.serviceRef.serviceArn);
    out('Ecs', `${plain.isUsingECSDeploymentController()} ${hooked.isUsingECSDeploymentController()}`);
    const arn = 'arn:aws:ecs:eu-west-1:111122223333:service/cluster/name';
    const imported = [
      FargateService.fromFargateServiceArn(stack, 'I1', arn), Ec2Service.fromEc2ServiceArn(stack, 'I2', arn.replace('cluster/', '')),
      ExternalService.fromExternalServiceArn(stack, 'I3', arn),
      FargateService.fromFargateServiceAttributes(stack, 'I4', { cluster, serviceArn: arn }),
      Ec2Service.fromEc2ServiceAttributes(stack, 'I5', { cluster, serviceName: 'name' }),
      ExternalService.fromExternalServiceAttributes(stack, 'I6', { cluster, serviceName: 'name' }),
      ecs.BaseService.fromServiceArnWithCluster(stack, 'I7', arn),
      FargateService.fromFargateServiceArn(stack, 'I8', cdk.Fn.importValue('service')),
      ecs.BaseService.fromServiceArnWithCluster(stack, 'I9', cdk.Fn.importValue('service')),
    ];
    imported.forEach((one, i) => {
      out(`ImportedName${i}`, one.serviceName);
      out(`ImportedArn${i}`, one.serviceRef.serviceArn);
    });
    out('ImportedCluster', imported[6].cluster.clusterName);
    hideProgram(stack);
  },

  networks: (app, cdk, lib) => {
    const ecs = lib('aws-ecs'), ec2 = lib('aws-ec2'), elbv2 = lib('aws-elasticloadbalancingv2'), elb = lib('aws-elasticloadbalancing');
    const servicediscovery = lib('aws-servicediscovery'), kms = lib('aws-kms'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S'), far = new cdk.Stack(app, 'Far');
    const { FargateService, Ec2Service, NetworkMode, ListenerConfig, ListenerRuleConfiguration } = ecs;
    const { DnsRecordType } = servicediscovery;
    const image = ecs.ContainerImage.fromRegistry('nginx');
    const cluster = new ecs.Cluster(stack, 'Cluster', {
      capacity: { instanceType: new ec2.InstanceType('t3.small') }, defaultCloudMapNamespace: { name: 'local' },
    });
    const vpc = cluster.vpc;
    const fargateTask = new ecs.FargateTaskDefinition(stack, 'FargateTask');
    const web = fargateTask.addContainer('Web', {
      image,
      portMappings: [{ containerPort: 80, name: 'web' }, { containerPort: 8080, name: 'api', appProtocol: ecs.AppProtocol.grpc }],
    });
    web.addPortMappings({ containerPort: 53, protocol: ecs.Protocol.UDP });
    const bridgeTask = new ecs.Ec2TaskDefinition(stack, 'BridgeTask');
    bridgeTask.addContainer('Web', { image, memoryLimitMiB: 64, portMappings: [{ containerPort: 80 }] });
    const hostTask = new ecs.Ec2TaskDefinition(stack, 'HostTask', { networkMode: NetworkMode.HOST });
    const hostWeb = hostTask.addContainer('Web', { image, memoryLimitMiB: 64, portMappings: [{ containerPort: 80 }, { containerPort: 81 }] });
    const fargate = new FargateService(stack, 'Fargate', { cluster, taskDefinition: fargateTask, cloudMapOptions: { name: 'fargate' } });
    const bridge = new Ec2Service(stack, 'Bridge', { cluster, taskDefinition: bridgeTask, cloudMapOptions: {} });
    const host = new Ec2Service(stack, 'Host', { cluster, taskDefinition: hostTask });
    host.enableCloudMap({ container: hostWeb, containerPort: 81, failureThreshold: 3, dnsTtl: cdk.Duration.minutes(2) });
    const balancer = new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc });
    const listener = balancer.addListener('Listener', { port: 80 });
    const targets = listener.addTargets('Fargate', { port: 80, targets: [fargate] });
    listener.addTargets('Bridge', {
      port: 80, priority: 1, conditions: [elbv2.ListenerCondition.pathPatterns(['/b'])],
      targets: [bridge.loadBalancerTarget({ containerName: 'Web', containerPort: 80 })],
    });
    fargate.registerLoadBalancerTargets({
      containerName: 'Web', containerPort: 8080, newTargetGroupId: 'Api',
      listener: ListenerConfig.applicationListener(balancer.addListener('Api', { port: 8080, protocol: elbv2.ApplicationProtocol.HTTP }), {
        protocol: elbv2.ApplicationProtocol.HTTP,
      }),
    });
    const network = new elbv2.NetworkLoadBalancer(stack, 'Network', { vpc });
    const tcp = network.addListener('Tcp', { port: 80 });
    host.registerLoadBalancerTargets({ containerName: 'Web', newTargetGroupId: 'Host', listener: ListenerConfig.networkListener(tcp) });
    network.addListener('Udp', { port: 53, protocol: elbv2.Protocol.UDP }).addTargets('Udp', {
      port: 53, protocol: elbv2.Protocol.UDP, targets: [fargate.loadBalancerTarget({ containerName: 'Web', containerPort: 53, protocol: ecs.Protocol.UDP })],
    });
    const classic = new elb.LoadBalancer(stack, 'Classic', { vpc, listeners: [{ externalPort: 80 }] });
    classic.addTarget(bridge);
    classic.addTarget(host.loadBalancerTarget({ containerName: 'Web', containerPort: 81 }));
    fargate.autoScaleTaskCount({ maxCapacity: 5 }).scaleOnRequestCount('Requests', { targetGroup: targets, requestsPerTarget: 100 });
    const connected = new FargateService(stack, 'Connected', {
      cluster, taskDefinition: fargateTask,
      serviceConnectConfiguration: {
        logDriver: ecs.LogDrivers.awsLogs({ streamPrefix: 'connect' }),
        accessLogConfiguration: { format: ecs.ServiceConnectAccessLogFormat.JSON, includeQueryParameters: true },
        services: [
          {
            portMappingName: 'web', discoveryName: 'd', dnsName: 'dns', ingressPortOverride: 100, port: 8000,
            idleTimeout: cdk.Duration.seconds(10), perRequestTimeout: cdk.Duration.seconds(5),
            tls: { awsPcaAuthorityArn: 'arn:pca', kmsKey: new kms.Key(stack, 'Key'), role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs.amazonaws.com') }) },
          },
          { portMappingName: 'api' },
        ],
      },
    });
    connected.associateCloudMapService({ service: fargate.cloudMapService });
    const named = new FargateService(stack, 'Named', { cluster, taskDefinition: fargateTask });
    named.enableServiceConnect({ namespace: 'other' });
    const joined = new FargateService(stack, 'Joined', { cluster, taskDefinition: fargateTask });
    joined.enableServiceConnect();
    const service = new servicediscovery.Service(stack, 'Service', { namespace: cluster.defaultCloudMapNamespace, dnsRecordType: DnsRecordType.SRV });
    const srv = new FargateService(stack, 'Srv', { cluster, taskDefinition: fargateTask });
    srv.associateCloudMapService({ service });
    const blue = new elbv2.ApplicationTargetGroup(stack, 'Blue', { vpc, port: 80, targetType: elbv2.TargetType.IP });
    const green = new elbv2.ApplicationTargetGroup(stack, 'Green', { vpc, port: 80, targetType: elbv2.TargetType.IP });
    const second = balancer.addListener('Second', { port: 81, defaultAction: elbv2.ListenerAction.forward([blue]), protocol: elbv2.ApplicationProtocol.HTTP });
    const rule = new elbv2.ApplicationListenerRule(stack, 'Rule', {
      listener: second, priority: 1, conditions: [elbv2.ListenerCondition.pathPatterns(['/x'])], action: elbv2.ListenerAction.weightedForward([{ targetGroup: blue, weight: 1 }, { targetGroup: green, weight: 0 }]),
    });
    const shifting = new FargateService(stack, 'Shifting', { cluster, taskDefinition: fargateTask, deploymentStrategy: ecs.DeploymentStrategy.BLUE_GREEN });
    blue.addTarget(shifting.loadBalancerTarget({
      containerName: 'Web', containerPort: 80,
      alternateTarget: new ecs.AlternateTarget('Alternate', {
        alternateTargetGroup: green, productionListener: ListenerRuleConfiguration.applicationListenerRule(rule),
        testListener: ListenerRuleConfiguration.networkListener(tcp),
      }),
    }));
    const farGroup = new ec2.SecurityGroup(far, 'Group', { vpc: new ec2.Vpc(far, 'Vpc') });
    const imported = ecs.Cluster.fromClusterAttributes(far, 'Imported', { clusterName: 'c', vpc: ec2.Vpc.fromVpcAttributes(far, 'V', { vpcId: 'v', availabilityZones: ['a'], privateSubnetIds: ['p'] }), securityGroups: [farGroup] });
    const farTask = new ecs.Ec2TaskDefinition(far, 'Task');
    farTask.addContainer('C', { image, memoryLimitMiB: 64, portMappings: [{ containerPort: 80 }] });
    const farService = new Ec2Service(far, 'Service', { cluster: imported, taskDefinition: farTask });
    farService.connections.allowFromAnyIpv4(ec2.Port.tcp(80));
    const nearTask = new ecs.Ec2TaskDefinition(far, 'NearTask');
    nearTask.addContainer('C', { image, memoryLimitMiB: 64, portMappings: [{ containerPort: 80 }] });
    const near = new Ec2Service(far, 'Near', { cluster, taskDefinition: nearTask });
    near.connections.allowFromAnyIpv4(ec2.Port.tcp(81));
    hideProgram(stack);
  },

  flags: (app, cdk, lib) => {
    const ecs = lib('aws-ecs'), ec2 = lib('aws-ec2');
    app.node.setContext('@aws-cdk/aws-ecs:arnFormatIncludesClusterName', true);
    app.node.setContext('@aws-cdk/aws-ecs:disableExplicitDeploymentControllerForCircuitBreaker', true);
    app.node.setContext('@aws-cdk/aws-ecs:removeDefaultDeploymentAlarm', true);
    app.node.setContext('@aws-cdk/aws-ecs:reduceEc2FargateCloudWatchPermissions', true);
    app.node.setContext('@aws-cdk/aws-ecs:removeEmptyLoadBalancers', true);
    const stack = new cdk.Stack(app, 'S'), china = new cdk.Stack(app, 'China', { env: { account: '111122223333', region: 'cn-north-1' } });
    const out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const cluster = new ecs.Cluster(stack, 'Cluster');
    const image = ecs.ContainerImage.fromRegistry('nginx');
    const task = new ecs.FargateTaskDefinition(stack, 'Task');
    task.addContainer('C', { image });
    new ecs.FargateService(stack, 'Service', { cluster, taskDefinition: task, circuitBreaker: {}, enableExecuteCommand: true });
    const arn = 'arn:aws:ecs:eu-west-1:111122223333:service/cluster/name';
    const imported = [
      ecs.FargateService.fromFargateServiceArn(stack, 'I1', arn),
      ecs.FargateService.fromFargateServiceArn(stack, 'I2', cdk.Fn.importValue('service')),
      ecs.Ec2Service.fromEc2ServiceAttributes(stack, 'I3', { cluster, serviceName: 'name' }),
      ecs.Ec2Service.fromEc2ServiceAttributes(stack, 'I4', { cluster, serviceArn: cdk.Fn.importValue('service') }),
    ];
    imported.forEach((one, i) => {
      out(`Name${i}`, one.serviceName);
      out(`Arn${i}`, one.serviceArn);
    });
    const vpc = ec2.Vpc.fromVpcAttributes(china, 'V', { vpcId: 'v', availabilityZones: ['a'], privateSubnetIds: ['p'] });
    const farTask = new ecs.FargateTaskDefinition(china, 'Task');
    farTask.addContainer('C', { image });
    new ecs.FargateService(china, 'Service', { cluster: new ecs.Cluster(china, 'Cluster', { vpc }), taskDefinition: farTask });
  },

  shared: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2'), ecs = lib('aws-ecs'), iam = lib('aws-iam'), kms = lib('aws-kms');
    const base = new cdk.Stack(app, 'Base'), stack = new cdk.Stack(app, 'S');
    const vpc = new ec2.Vpc(base, 'Vpc', { maxAzs: 2 }), key = new kms.Key(base, 'Key');
    const role = new iam.Role(base, 'Role', { assumedBy: new iam.ServicePrincipal('ecs.amazonaws.com') });
    const image = ecs.ContainerImage.fromRegistry('web');
    const cluster = new ecs.Cluster(base, 'Cluster', {
      vpc, clusterName: 'c', managedStorageConfiguration: { fargateEphemeralStorageKmsKey: key },
    });
    const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task', { ephemeralStorageGiB: 0 });
    const container = taskDefinition.addContainer('C', { image });
    const volume = new ecs.ServiceManagedVolume(stack, 'Volume', {
      name: 'v', managedEBSVolume: { size: cdk.Size.gibibytes(10), kmsKeyId: key, role },
    });
    taskDefinition.addVolume(volume);
    volume.mountIn(container, { containerPath: '/v', readOnly: false });
    new ecs.FargateService(stack, 'Service', {
      cluster, taskDefinition, securityGroups: [new ec2.SecurityGroup(base, 'Group', { vpc })], volumeConfigurations: [volume],
    });
    new ecs.Ec2TaskDefinition(stack, 'Empty', { inferenceAccelerators: [] }).addContainer('C', { image, memoryLimitMiB: 64 });
  },
};
