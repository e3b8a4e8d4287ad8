'use strict';

// Cases of aws_batch; their Lua twins are in spec/aws_cdk/aws_batch/aws_batch_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };
const FLAG = '@aws-cdk/aws-batch:defaultToAL2023';
const CLUSTER = { clusterArn: 'arn:aws:eks:eu-west-1:111122223333:cluster/c' };

let cdk, batch, ec2, ecr, ecr_assets, ecs, efs, iam, secretsmanager, ssm;

const load = (core, lib) => {
  cdk = core;
  batch = lib('aws-batch');
  ec2 = lib('aws-ec2');
  ecr = lib('aws-ecr');
  ecr_assets = lib('aws-ecr-assets');
  ecs = lib('aws-ecs');
  efs = lib('aws-efs');
  iam = lib('aws-iam');
  secretsmanager = lib('aws-secretsmanager');
  ssm = lib('aws-ssm');
};

const outputs = (stack) => (id, value) => new cdk.CfnOutput(stack, id, { value });
const arn = (resource) => 'arn:aws:batch:us-east-1:123456789012:' + resource;
const containerOf = (stack, id) => new batch.EcsEc2ContainerDefinition(stack, id, {
  image: ecs.ContainerImage.fromRegistry('nginx'), cpu: 1, memory: cdk.Size.gibibytes(2),
});

const cases = {
  containers_of_built_images(app) {
    const stack = new cdk.Stack(app, 'S');
    const directory = 'spec/fixtures/lambda_code/image';
    const image = new ecr_assets.DockerImageAsset(stack, 'Image', { directory });
    const images = {
      Folder: ecs.ContainerImage.fromAsset(directory), Built: ecs.ContainerImage.fromDockerImageAsset(image),
      Saved: ecs.ContainerImage.fromTarball('spec/fixtures/appsync/resolver.js'),
    };
    for (const [id, image] of Object.entries(images)) {
      new batch.EcsJobDefinition(stack, id + 'Job', {
        container: new batch.EcsFargateContainerDefinition(stack, id, { image, cpu: 1, memory: cdk.Size.gibibytes(2) }),
      });
    }
  },
  environments_on_ecs: (app) => {
    const stack = new cdk.Stack(app, 'S');
    const out = outputs(stack);
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const plain = new batch.ManagedEc2EcsComputeEnvironment(stack, 'Plain', { vpc });
    plain.addInstanceType(new ec2.InstanceType('m5.large'));
    plain.addInstanceClass(ec2.InstanceClass.C5);
    cdk.Tags.of(plain).add('k', 'v');
    new batch.ManagedEc2EcsComputeEnvironment(stack, 'Full', {
      vpc, computeEnvironmentName: 'full', enabled: false, maxvCpus: 512, minvCpus: 4, replaceComputeEnvironment: true, spot: true, spotBidPercentage: 75,
      terminateOnUpdate: true, updateTimeout: cdk.Duration.hours(1), updateToLatestImageVersion: true,
      allocationStrategy: batch.AllocationStrategy.BEST_FIT, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-12345678')],
      images: [
        { imageType: batch.EcsMachineImageType.ECS_AL2_NVIDIA }, { image: ec2.MachineImage.latestAmazonLinux2023() },
      ],
      instanceClasses: [ec2.InstanceClass.A1], defaultInstanceClasses: [batch.DefaultInstanceClass.ARM64],
      instanceRole: iam.Role.fromRoleName(stack, 'InstanceRole', 'r'), serviceRole: iam.Role.fromRoleName(stack, 'ServiceRole', 's'),
      launchTemplate: new ec2.LaunchTemplate(stack, 'Template'), placementGroup: new ec2.PlacementGroup(stack, 'Placement'),
    });
    new batch.ManagedEc2EcsComputeEnvironment(stack, 'Empty', {
      vpc, instanceTypes: [new ec2.InstanceType('c5.large')], useOptimalInstanceClasses: false, spot: true, images: [],
    });
    out('Name', plain.computeEnvironmentName);
    out('Arn', plain.computeEnvironmentArn);
    out('Ref', plain.computeEnvironmentRef.computeEnvironmentArn);
  },

  amazon_linux_2023: (app) => {
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    stack.node.setContext(FLAG, true);
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 });
    new batch.ManagedEc2EcsComputeEnvironment(stack, 'Ecs', { vpc, images: [{}, { imageType: batch.EcsMachineImageType.ECS_AL2 }] });
    new batch.ManagedEc2EksComputeEnvironment(stack, 'Eks', {
      vpc, eksCluster: CLUSTER, kubernetesNamespace: 'n', images: [{}], launchTemplate: new ec2.LaunchTemplate(stack, 'Template'),
    });
  },

  other_environments: (app) => {
    const stack = new cdk.Stack(app, 'S');
    const out = outputs(stack);
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    new batch.FargateComputeEnvironment(stack, 'Fargate', { vpc });
    const fargate = new batch.FargateComputeEnvironment(stack, 'Spot', { vpc, spot: true, computeEnvironmentName: 'spot' });
    fargate.connections.allowFromAnyIpv4(ec2.Port.tcp(80));
    new batch.ManagedEc2EksComputeEnvironment(stack, 'Eks', {
      vpc, eksCluster: CLUSTER, kubernetesNamespace: 'n', spot: true, spotBidPercentage: 50,
      images: [{ imageType: batch.EksMachineImageType.EKS_AL2_NVIDIA }], launchTemplate: new ec2.LaunchTemplate(stack, 'Template'),
    });
    new batch.UnmanagedComputeEnvironment(stack, 'Unmanaged');
    new batch.UnmanagedComputeEnvironment(stack, 'Known', {
      unmanagedvCpus: 256, serviceRole: iam.Role.fromRoleName(stack, 'ServiceRole', 's'), enabled: false, computeEnvironmentName: 'known',
    });
    const imported = batch.FargateComputeEnvironment.fromFargateComputeEnvironmentArn(stack, 'One', arn('compute-environment/one'));
    const two = batch.ManagedEc2EcsComputeEnvironment.fromManagedEc2EcsComputeEnvironmentArn(stack, 'Two', cdk.Fn.importValue('arn'));
    const three = batch.UnmanagedComputeEnvironment.fromUnmanagedComputeEnvironmentArn(stack, 'Three', arn('compute-environment/three'));
    out('OneName', imported.computeEnvironmentName);
    out('TwoName', two.computeEnvironmentName);
    out('ThreeRef', three.computeEnvironmentRef.computeEnvironmentArn);
  },

  queues: (app) => {
    const stack = new cdk.Stack(app, 'S');
    const out = outputs(stack);
    const environment = new batch.UnmanagedComputeEnvironment(stack, 'Environment');
    const policy = new batch.FairshareSchedulingPolicy(stack, 'Policy', {
      computeReservation: 50, schedulingPolicyName: 'policy', shareDecay: cdk.Duration.minutes(10), shares: [{ shareIdentifier: 'a', weightFactor: 0.5 }],
    });
    policy.addShare({ shareIdentifier: 'b', weightFactor: 2 });
    new batch.FairshareSchedulingPolicy(stack, 'Empty');
    const importedPolicy = batch.FairshareSchedulingPolicy.fromFairshareSchedulingPolicyArn(stack, 'ImportedPolicy', arn('scheduling-policy/p'));
    const queue = new batch.JobQueue(stack, 'Queue', {
      computeEnvironments: [{ computeEnvironment: environment, order: 1 }], priority: 10, jobQueueName: 'queue', schedulingPolicy: policy, enabled: false,
      jobStateTimeLimitActions: [
        { maxTime: cdk.Duration.minutes(10), reason: batch.JobStateTimeLimitActionsReason.JOB_RESOURCE_REQUIREMENT },
        {
          maxTime: cdk.Duration.hours(24), reason: batch.JobStateTimeLimitActionsReason.INSUFFICIENT_INSTANCE_CAPACITY,
          action: batch.JobStateTimeLimitActionsAction.TERMINATE, state: batch.JobStateTimeLimitActionsState.RUNNABLE,
        },
      ],
    });
    const later = new batch.JobQueue(stack, 'Later');
    later.addComputeEnvironment(environment, 2);
    const imported = batch.JobQueue.fromJobQueueArn(stack, 'Imported', arn('job-queue/q'));
    out('Name', queue.jobQueueName);
    out('Arn', queue.jobQueueArn);
    out('LaterRef', later.jobQueueRef.jobQueueArn);
    out('PolicyName', queue.schedulingPolicy.schedulingPolicyName);
    out('PolicyArn', policy.schedulingPolicyArn);
    out('ImportedPolicyName', importedPolicy.schedulingPolicyName);
    out('ImportedName', imported.jobQueueName);
    const resource = new batch.ConsumableResource(stack, 'Licences', { totalQuantity: 5, consumableResourceName: 'licences', tags: { 'k': 'v' } });
    resource.grants.read(new iam.User(stack, 'User'));
    resource.grants.update(new iam.User(stack, 'Other'));
    out('LicencesName', resource.consumableResourceName);
    out('LicencesArn', resource.consumableResourceArn);
    const importedResource = batch.ConsumableResource.fromConsumableResourceArn(stack, 'Cr', arn('consumable-resource/r'));
    out('ImportedResource', importedResource.consumableResourceName);
  },

  ecs_jobs: (app) => {
    const stack = new cdk.Stack(app, 'S');
    const out = outputs(stack);
    const linuxParameters = new batch.LinuxParameters(stack, 'Linux', {
      initProcessEnabled: true, maxSwap: cdk.Size.mebibytes(512), sharedMemorySize: cdk.Size.mebibytes(64), swappiness: 90,
    });
    linuxParameters.addDevices({ hostPath: '/dev/a' }, { hostPath: '/dev/b', containerPath: '/c', permissions: [batch.DevicePermission.READ] });
    linuxParameters.addTmpfs({ containerPath: '/t', size: cdk.Size.mebibytes(8), mountOptions: [batch.TmpfsMountOption.NOEXEC] });
    const secret = secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 's');
    const container = new batch.EcsEc2ContainerDefinition(stack, 'Container', {
      image: ecs.ContainerImage.fromEcrRepository(new ecr.Repository(stack, 'Repository')), cpu: 0.25, memory: cdk.Size.mebibytes(512), command: ['run'],
      environment: { 'A': '1', 'B': '2' }, enableExecuteCommand: true, gpu: 4, privileged: true, user: 'u', linuxParameters,
      logging: ecs.LogDriver.awsLogs({ streamPrefix: 'p' }), ulimits: [{ name: batch.UlimitName.CORE, hardLimit: 10, softLimit: 5 }],
      secrets: {
        'FIELD': batch.Secret.fromSecretsManager(secret, 'f'), 'PARAMETER': batch.Secret.fromSsmParameter(new ssm.StringParameter(stack, 'P', { stringValue: 'x' })),
        'VERSION': batch.Secret.fromSecretsManagerVersion(secret, { versionStage: 's' }), 'WHOLE': batch.Secret.fromSecretsManager(secret),
      },
      volumes: [
        batch.EcsVolume.efs({
          name: 'efs', containerPath: '/e', fileSystem: new efs.CfnFileSystem(stack, 'Files'), enableTransitEncryption: true, useJobRole: true,
          accessPointId: 'fsap-1', transitEncryptionPort: 20049, rootDirectory: '/r',
        }),
      ],
    });
    container.addVolume(batch.EcsVolume.host({ name: 'host', containerPath: '/h', hostPath: '/p', readonly: true }));
    container.addUlimit({ name: batch.UlimitName.NOFILE, hardLimit: 10, softLimit: 5 });
    const job = new batch.EcsJobDefinition(stack, 'Job', {
      container, jobDefinitionName: 'job', parameters: { 'p': 'v' }, retryAttempts: 3, schedulingPriority: 5, timeout: cdk.Duration.minutes(5),
      propagateTags: true, skipDeregisterOnUpdate: true,
      retryStrategies: [batch.RetryStrategy.of(batch.Action.EXIT, batch.Reason.CANNOT_PULL_CONTAINER)],
    });
    job.addRetryStrategy(batch.RetryStrategy.of(batch.Action.RETRY, batch.Reason.custom({ onExitCode: '40*', onReason: 'r', onStatusReason: 's' })));
    const fargate = new batch.EcsJobDefinition(stack, 'Fargate', {
      container: new batch.EcsFargateContainerDefinition(stack, 'FargateContainer', {
        image: ecs.ContainerImage.fromRegistry('nginx'), cpu: 1, memory: cdk.Size.gibibytes(2), assignPublicIp: true,
        ephemeralStorageSize: cdk.Size.gibibytes(21), fargateCpuArchitecture: ecs.CpuArchitecture.ARM64,
        fargateOperatingSystemFamily: ecs.OperatingSystemFamily.WINDOWS_SERVER_2022_CORE, fargatePlatformVersion: ecs.FargatePlatformVersion.VERSION1_4,
      }),
    });
    const queue = batch.JobQueue.fromJobQueueArn(stack, 'Queue', arn('job-queue/q'));
    fargate.grantSubmitJob(new iam.User(stack, 'User'), queue);
    out('Name', job.jobDefinitionName);
    out('Arn', job.jobDefinitionArn);
    out('Ref', fargate.jobDefinitionRef.jobDefinitionArn);
    out('ImportedName', batch.EcsJobDefinition.fromJobDefinitionArn(stack, 'Imported', arn('job-definition/job:3')).jobDefinitionName);
  },

  jobs_on_several_nodes: (app) => {
    const stack = new cdk.Stack(app, 'S');
    const out = outputs(stack);
    const secret = new secretsmanager.Secret(stack, 'Secret');
    const job = new batch.MultiNodeJobDefinition(stack, 'Job', {
      instanceType: new ec2.InstanceType('m5.large'), mainNode: 5, propagateTags: true,
      containers: [{
        startNode: 0, endNode: 9,
        container: new batch.EcsEc2ContainerDefinition(stack, 'Main', {
          image: ecs.ContainerImage.fromRegistry('nginx'), cpu: 1, memory: cdk.Size.gibibytes(2), secrets: { 'S': batch.Secret.fromSecretsManager(secret) },
        }),
      }],
    });
    job.addContainer({ container: containerOf(stack, 'Other'), startNode: 10, endNode: 19 });
    const optimal = new batch.MultiNodeJobDefinition(stack, 'Optimal');
    optimal.addContainer({ container: containerOf(stack, 'Only'), startNode: 0, endNode: 0 });
    out('Type', optimal.instanceType.toString());
    out('Name', job.jobDefinitionName);
    out('Arn', job.jobDefinitionArn);
    const imported = batch.MultiNodeJobDefinition.fromJobDefinitionArn(stack, 'Imported', arn('job-definition/job:3'));
    out('ImportedName', imported.jobDefinitionName);
  },

  eks_jobs: (app) => {
    const stack = new cdk.Stack(app, 'S');
    const out = outputs(stack);
    const container = new batch.EksContainerDefinition(stack, 'Container', {
      image: ecs.ContainerImage.fromRegistry('nginx'), args: ['a'], command: ['c'], env: { 'A': '1' }, imagePullPolicy: batch.ImagePullPolicy.ALWAYS,
      name: 'n', memoryLimit: cdk.Size.gibibytes(1), memoryReservation: cdk.Size.mebibytes(512), cpuLimit: 1, cpuReservation: 0.5, gpuLimit: 1,
      gpuReservation: 1, privileged: true, readonlyRootFilesystem: true, runAsGroup: 1, runAsRoot: true, runAsUser: 0,
      volumes: [batch.EksVolume.emptyDir({ name: 'e', mountPath: '/e', medium: batch.EmptyDirMediumType.MEMORY, sizeLimit: cdk.Size.gibibytes(1) })],
    });
    container.addVolume(batch.EksVolume.hostPath({ name: 'h', hostPath: '/h', readonly: true }));
    container.addVolume(batch.EksVolume.secret({ name: 's', secretName: 's', mountPath: '/s' }));
    const job = new batch.EksJobDefinition(stack, 'Job', {
      container, dnsPolicy: batch.DnsPolicy.CLUSTER_FIRST, serviceAccount: 'a', useHostNetwork: false, jobDefinitionName: 'job',
    });
    new batch.EksJobDefinition(stack, 'Plain', {
      container: new batch.EksContainerDefinition(stack, 'PlainContainer', { image: ecs.ContainerImage.fromRegistry('nginx') }),
    });
    out('Name', job.jobDefinitionName);
    out('Arn', job.jobDefinitionArn);
    const imported = batch.EksJobDefinition.fromEksJobDefinitionArn(stack, 'Imported', arn('job-definition/job:3'));
    out('ImportedName', imported.jobDefinitionName);
  },
};

module.exports = Object.fromEntries(Object.entries(cases).map(([name, run]) => [name, (app, core, lib) => {
  load(core, lib);
  run(app);
}]));
