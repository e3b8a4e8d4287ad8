'use strict';

// Cases of aws_ecs_patterns; their Lua twins are in spec/aws_cdk/aws_ecs_patterns/aws_ecs_patterns_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };
const CLOSED = '@aws-cdk/aws-ecs-patterns:secGroupsDisablesImplicitOpenListener';
const UNIQUE = '@aws-cdk/aws-ecs-patterns:uniqueTargetGroupId';
const CERTIFICATE = 'arn:aws:acm:eu-west-1:111122223333:certificate/1';

const zoneOf = (lib, stack) => lib('aws-route53').HostedZone.fromHostedZoneAttributes(stack, 'Zone',
  { hostedZoneId: 'Z1', zoneName: 'example.com' });

// A cluster with instances.
const machines = (lib, stack) => {
  const ec2 = lib('aws-ec2'), ecs = lib('aws-ecs');
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
  return ecs.Cluster.fromClusterAttributes(stack, 'Cluster', {
    clusterName: 'machines', vpc, securityGroups: [new ec2.SecurityGroup(stack, 'Group', { vpc })],
  });
};

const options = (lib, stack) => {
  const ecs = lib('aws-ecs'), iam = lib('aws-iam'), ssm = lib('aws-ssm');
  const role = (id) => new iam.Role(stack, id, { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
  const parameter = ssm.StringParameter.fromStringParameterName(stack, 'Parameter', 'p');
  return {
    image: ecs.ContainerImage.fromRegistry('web'), environment: { A: 'a', B: 'b' }, secrets: { S: ecs.Secret.fromSsmParameter(parameter) },
    dockerLabels: { l: '1' }, family: 'family', executionRole: role('Execution'), taskRole: role('Task'), containerName: 'main',
  };
};

const services = (cdk, lib, stack, kind) => {
  const ecs = lib('aws-ecs'), patterns = lib('aws-ecs-patterns');
  const image = ecs.ContainerImage.fromRegistry('web'), cluster = machines(lib, stack);
  new patterns[`${kind}LoadBalancedFargateService`](stack, 'Plain', { taskImageOptions: { image } });
  const fargate = new patterns[`${kind}LoadBalancedFargateService`](stack, 'Other', {
    taskImageOptions: { ...options(lib, stack), containerPort: 8080, enableLogging: false }, publicLoadBalancer: false, cpu: 512,
    memoryLimitMiB: 1024, ephemeralStorageGiB: 30, desiredCount: 3, minHealthyPercent: 50, maxHealthyPercent: 150,
    circuitBreaker: { rollback: true }, platformVersion: ecs.FargatePlatformVersion.VERSION1_4, enableECSManagedTags: true,
    propagateTags: ecs.PropagatedTagSource.SERVICE, serviceName: 'service',
    capacityProviderStrategies: [{ capacityProvider: 'FARGATE_SPOT', weight: 2 }],
    runtimePlatform: { cpuArchitecture: ecs.CpuArchitecture.ARM64, operatingSystemFamily: ecs.OperatingSystemFamily.LINUX },
  });
  fargate.service.connections.allowFromAnyIpv4(lib('aws-ec2').Port.tcp(9000));
  const instances = new patterns[`${kind}LoadBalancedEc2Service`](stack, 'Instances', {
    cluster, taskImageOptions: { image, containerPort: 90 }, memoryLimitMiB: 512, memoryReservationMiB: 256, cpu: 100,
    placementConstraints: [ecs.PlacementConstraint.distinctInstances()], placementStrategies: [ecs.PlacementStrategy.packedByCpu()],
    healthCheckGracePeriod: cdk.Duration.minutes(2), enableExecuteCommand: true,
  });
  new cdk.CfnOutput(stack, 'Address', { value: instances.loadBalancer.loadBalancerArn });
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Definition');
  taskDefinition.addContainer('C', { image, portMappings: [{ containerPort: 70 }] });
  new patterns[`${kind}LoadBalancedFargateService`](stack, 'Given', { taskDefinition, cluster, assignPublicIp: true });
};

module.exports = {
  count_known_later: (app, cdk, lib) => {
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    new (lib('aws-ecs-patterns').ApplicationLoadBalancedFargateService)(stack, 'P', {
      taskImageOptions: { image: lib('aws-ecs').ContainerImage.fromRegistry('web') },
      desiredCount: cdk.Token.asNumber(cdk.Fn.importValue('count')),
    });
  },
  application: (app, cdk, lib) => {
    services(cdk, lib, new cdk.Stack(app, 'S', { env: ENV }), 'Application');
  },

  network: (app, cdk, lib) => {
    services(cdk, lib, new cdk.Stack(app, 'S'), 'Network');
  },

  domains: (app, cdk, lib) => {
    const acm = lib('aws-certificatemanager'), ecs = lib('aws-ecs'), elbv2 = lib('aws-elasticloadbalancingv2');
    const { ApplicationLoadBalancedFargateService, NetworkLoadBalancedFargateService, ...patterns } = lib('aws-ecs-patterns');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const domainZone = zoneOf(lib, stack), taskImageOptions = { image: ecs.ContainerImage.fromRegistry('web') };
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', CERTIFICATE);
    new ApplicationLoadBalancedFargateService(stack, 'Made', {
      taskImageOptions, domainName: 'a.example.com', domainZone, protocol: elbv2.ApplicationProtocol.HTTPS, redirectHTTP: true,
      listenerPort: 8443, sslPolicy: elbv2.SslPolicy.TLS12, targetProtocol: elbv2.ApplicationProtocol.HTTPS,
      idleTimeout: cdk.Duration.minutes(10), healthCheck: { command: ['CMD', 'true'] }, containerCpu: 128, containerMemoryLimitMiB: 256,
    });
    new ApplicationLoadBalancedFargateService(stack, 'Cname', {
      taskImageOptions, certificate, domainName: 'b.example.com', domainZone, redirectHTTP: true,
      recordType: patterns.ApplicationLoadBalancedServiceRecordType.CNAME, openListener: false,
    });
    new ApplicationLoadBalancedFargateService(stack, 'None', {
      taskImageOptions, domainName: 'c.example.com', domainZone,
      recordType: patterns.ApplicationLoadBalancedServiceRecordType.NONE,
    });
    new NetworkLoadBalancedFargateService(stack, 'Tls', {
      taskImageOptions, listenerCertificate: certificate, domainName: 'd.example.com', domainZone,
    });
    new NetworkLoadBalancedFargateService(stack, 'NetworkCname', {
      taskImageOptions: { ...taskImageOptions, containerPort: 90 }, listenerPort: 81, domainName: 'e.example.com', domainZone,
      recordType: patterns.NetworkLoadBalancedServiceRecordType.CNAME,
    });
  },

  balancers: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2'), ecs = lib('aws-ecs'), elbv2 = lib('aws-elasticloadbalancingv2'), patterns = lib('aws-ecs-patterns');
    for (const name of ['Older', 'Newer']) {
      const stack = new cdk.Stack(app, name, { env: ENV });
      if (name === 'Newer') for (const flag of [CLOSED, UNIQUE]) stack.node.setContext(flag, true);
      const taskImageOptions = { image: ecs.ContainerImage.fromRegistry('web') };
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
      const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
      new patterns.ApplicationLoadBalancedFargateService(stack, 'Named', {
        taskImageOptions, vpc, loadBalancerName: 'balancer', publicLoadBalancer: false,
      });
      new patterns.ApplicationLoadBalancedFargateService(stack, 'Given', {
        taskImageOptions, cluster, loadBalancer: new elbv2.ApplicationLoadBalancer(stack, 'Application', { vpc }),
      });
      new patterns.ApplicationLoadBalancedFargateService(stack, 'Imported', {
        taskImageOptions, cluster,
        loadBalancer: elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'ImportedApplication', {
          vpc, loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/a/1', securityGroupId: 'sg-1',
          loadBalancerDnsName: 'a.example.com', securityGroupAllowsAllOutbound: false,
        }),
      });
      new patterns.NetworkLoadBalancedFargateService(stack, 'NetworkImported', {
        taskImageOptions, cluster,
        loadBalancer: elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(stack, 'ImportedNetwork', {
          vpc, loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/n/1',
        }),
      });
    }
  },

  target_groups: (app, cdk, lib) => {
    const acm = lib('aws-certificatemanager'), ecs = lib('aws-ecs'), patterns = lib('aws-ecs-patterns');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const image = ecs.ContainerImage.fromRegistry('web'), cluster = machines(lib, stack), domainZone = zoneOf(lib, stack);
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', CERTIFICATE);
    for (const kind of ['Application', 'Network']) {
      const isApplication = kind === 'Application';
      new patterns[`${kind}MultipleTargetGroupsFargateService`](stack, `${kind}Plain`, {
        taskImageOptions: { image }, circuitBreaker: { rollback: true },
      });
      new patterns[`${kind}MultipleTargetGroupsEc2Service`](stack, `${kind}Instances`, {
        cluster, taskImageOptions: { image, containerPorts: [80, 81], family: 'unused', enableLogging: false }, memoryLimitMiB: 64,
      });
      const many = new patterns[`${kind}MultipleTargetGroupsFargateService`](stack, `${kind}Many`, {
        cluster, taskImageOptions: { image, containerPorts: [80] }, desiredCount: 2,
        loadBalancers: [{
          name: `${kind}One`, domainName: 'a.example.com', domainZone,
          listeners: isApplication
            ? [{ name: `${kind}Listener1`, certificate }, { name: `${kind}Listener2`, port: 8080, protocol: 'HTTP' }]
            : [{ name: `${kind}Listener1` }, { name: `${kind}Listener2`, port: 8080 }],
        }, { name: `${kind}Two`, publicLoadBalancer: false, listeners: [{ name: `${kind}Listener3`, port: 82 }] }],
        targetGroups: [
          { containerPort: 80 }, { containerPort: 90, listener: `${kind}Listener2` },
          isApplication ? { containerPort: 91, pathPattern: '/a*', hostHeader: 'h.example.com', priority: 10, listener: 'ApplicationListener3' }
            : { containerPort: 92, listener: 'NetworkListener3' },
          ...(isApplication ? [{ containerPort: 93, listener: 'ApplicationListener3', protocol: ecs.Protocol.TCP }] : []),
        ],
      });
      new cdk.CfnOutput(stack, `${kind}Names`, {
        value: [many.loadBalancer, many.targetGroup, many.listener, many.loadBalancers[1], many.listeners[2]].map((one) => one.node.id).join(),
      });
    }
    new patterns.ApplicationMultipleTargetGroupsFargateService(stack, 'Confirmed', {
      taskImageOptions: { image },
      loadBalancers: [{ name: 'C', domainName: 'c.example.com', domainZone, listeners: [{ name: 'L', protocol: 'HTTPS' }] }],
    });
  },

  queues: (app, cdk, lib) => {
    const ecs = lib('aws-ecs'), patterns = lib('aws-ecs-patterns'), sqs = lib('aws-sqs');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const image = ecs.ContainerImage.fromRegistry('worker'), cluster = machines(lib, stack);
    new patterns.QueueProcessingFargateService(stack, 'Plain', { image });
    new patterns.QueueProcessingFargateService(stack, 'Own', {
      image, queue: new sqs.Queue(stack, 'Queue', { encryption: sqs.QueueEncryption.KMS }), cluster, environment: { A: 'a', Z: 'z' },
      scalingSteps: [{ upper: 0, change: -2 }, { lower: 10, change: 2 }], cooldown: cdk.Duration.seconds(90), cpuTargetUtilizationPercent: 70,
      minScalingCapacity: 0, maxScalingCapacity: 9, assignPublicIp: true, command: ['run'], family: 'f', containerName: 'c',
      healthCheck: { command: ['true'] },
    });
    new patterns.QueueProcessingEc2Service(stack, 'Instances', {
      image, cluster, memoryLimitMiB: 64, disableCpuBasedScaling: true, maxReceiveCount: 42, visibilityTimeout: cdk.Duration.minutes(5),
      retentionPeriod: cdk.Duration.days(7), gpuCount: 1, enableLogging: false, placementStrategies: [ecs.PlacementStrategy.randomly()],
    });
  },

  schedules: (app, cdk, lib) => {
    const scaling = lib('aws-applicationautoscaling'), ecs = lib('aws-ecs'), patterns = lib('aws-ecs-patterns');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const image = ecs.ContainerImage.fromRegistry('job'), cluster = machines(lib, stack);
    const hourly = scaling.Schedule.expression('rate(1 hour)');
    new patterns.ScheduledFargateTask(stack, 'Plain', {
      schedule: scaling.Schedule.cron({ hour: '4' }), scheduledFargateTaskImageOptions: { image }, cpu: 256, memoryLimitMiB: 512,
      ephemeralStorageGiB: 30, runtimePlatform: {},
    });
    new patterns.ScheduledFargateTask(stack, 'Other', {
      schedule: hourly, cluster, enabled: false, ruleName: 'rule', desiredTaskCount: 2, tags: [{ key: 'k', value: 'v' }],
      propagateTags: ecs.PropagatedTagSource.TASK_DEFINITION, platformVersion: ecs.FargatePlatformVersion.VERSION1_3,
      subnetSelection: { subnetType: lib('aws-ec2').SubnetType.PUBLIC },
      scheduledFargateTaskImageOptions: {
        image, command: ['a'], environment: { A: 'a' }, logDriver: ecs.LogDrivers.awsLogs({ streamPrefix: 's' }), cpu: 1024,
        memoryLimitMiB: 2048, ephemeralStorageGiB: 50, containerName: 'c',
      },
    });
    const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Definition');
    taskDefinition.addContainer('C', { image });
    new patterns.ScheduledFargateTask(stack, 'Given', {
      schedule: hourly, vpc: new (lib('aws-ec2').Vpc)(stack, 'Own'), scheduledFargateTaskDefinitionOptions: { taskDefinition },
    });
    const task = new patterns.ScheduledEc2Task(stack, 'Instances', {
      schedule: hourly, cluster, scheduledEc2TaskImageOptions: { image, memoryReservationMiB: 64, cpu: 10 },
    });
    task.taskDefinition.addVolume({ name: 'v' });
    task.eventRule.addEventPattern({ source: ['aws.s3'] });
  },
};
