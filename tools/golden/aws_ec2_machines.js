'use strict';

// Cases of the machines in aws_ec2 and of what guards them; their Lua twins are in
// spec/aws_cdk/aws_ec2/machines_spec.lua.
const network = (stack, ec2) => ec2.Vpc.fromVpcAttributes(stack, 'Network', {
  vpcId: 'vpc-1', availabilityZones: ['us-east-1a'], privateSubnetIds: ['subnet-1'], publicSubnetIds: ['subnet-2'],
});

module.exports = {
  security_group_properties: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S');
    const vpc = network(stack, ec2);
    new ec2.SecurityGroup(stack, 'Plain', { vpc });
    new ec2.SecurityGroup(stack, 'Closed', { vpc, allowAllOutbound: false, description: 'closed', securityGroupName: 'c' });
    new ec2.SecurityGroup(stack, 'Six', { vpc, allowAllIpv6Outbound: true });
    const apart = new ec2.SecurityGroup(stack, 'Apart', { vpc, allowAllIpv6Outbound: true, disableInlineRules: true });
    apart.addIngressRule(ec2.Peer.ipv4('10.0.0.0/16'), ec2.Port.tcp(80));
    const shut = new ec2.SecurityGroup(stack, 'Shut', { vpc, allowAllOutbound: false, disableInlineRules: true });
    const opened = new ec2.SecurityGroup(stack, 'Opened', { vpc, allowAllOutbound: false, disableInlineRules: true });
    opened.addEgressRule(ec2.Peer.ipv4('10.0.0.0/16'), ec2.Port.tcp(80));
    new cdk.CfnOutput(stack, 'Id', { value: shut.securityGroupId });
    new cdk.CfnOutput(stack, 'Vpc', { value: shut.securityGroupVpcId });
  },

  security_group_rules: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S');
    const vpc = network(stack, ec2);
    const group = new ec2.SecurityGroup(stack, 'Group', { vpc, allowAllOutbound: false });
    const parameter = new cdk.CfnParameter(stack, 'Cidr');
    const port = cdk.Token.asNumber(cdk.Fn.importValue('port'));
    const peers = [
      ec2.Peer.anyIpv4(), ec2.Peer.anyIpv6(), ec2.Peer.ipv4('10.0.0.0/8'), ec2.Peer.ipv6('2001:db8::/32'),
      ec2.Peer.prefixList('pl-123'), ec2.Peer.securityGroupId('sg-12345678'),
      ec2.Peer.securityGroupId('sg-12345678', '123456789012'), ec2.Peer.ipv4(parameter.valueAsString),
      ec2.Peer.prefixList(cdk.Fn.importValue('list')), ec2.Peer.prefixList(cdk.Fn.importValue('other')),
    ];
    const ports = [
      ec2.Port.tcp(80), ec2.Port.tcpRange(80, 90), ec2.Port.allTcp(), ec2.Port.udp(53), ec2.Port.udpRange(1, 2),
      ec2.Port.allUdp(), ec2.Port.icmpTypeAndCode(3, 4), ec2.Port.icmpType(8), ec2.Port.icmpPing(), ec2.Port.allIcmp(),
      ec2.Port.allIcmpV6(), ec2.Port.esp(), ec2.Port.ah(), ec2.Port.HTTPS, ec2.Port.DNS_UDP, ec2.Port.POP3S,
      ec2.Port.tcp(port), ec2.Port.udp(port), ec2.Port.tcpRange(port, 100),
      new ec2.Port({ protocol: ec2.Protocol.IPTM, stringRepresentation: 'iptm' }),
    ];
    for (const peer of peers) {
      for (const one of ports) {
        group.addIngressRule(peer, one);
        group.addEgressRule(peer, one, 'out');
        group.addIngressRule(peer, one, 'again');
      }
    }
    group.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.allTraffic());
  },

  connections: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S');
    const vpc = network(stack, ec2);
    const group = (id, props) => new ec2.SecurityGroup(stack, id, { vpc, ...props });
    const a = group('A', { allowAllOutbound: false }), b = group('B', { allowAllOutbound: false }), c = group('C');
    const server = new ec2.Connections({ securityGroups: [a], defaultPort: ec2.Port.tcp(3306) });
    const client = new ec2.Connections({ securityGroups: [b] });
    client.allowTo(server, ec2.Port.tcp(80), 'web');
    client.allowToDefaultPort(server);
    server.allowDefaultPortFrom(client, 'database');
    server.allowDefaultPortInternally();
    server.allowDefaultPortFromAnyIpv4('open');
    server.allowDefaultPortTo(c);
    server.allowFrom(ec2.Peer.ipv4('10.1.0.0/16'), ec2.Port.tcpRange(1, 5));
    client.allowInternally(ec2.Port.allTraffic());
    client.allowToAnyIpv4(ec2.Port.HTTPS);
    client.allowFromAnyIpv4(ec2.Port.SSH);
    client.allowTo(client, ec2.Port.tcp(7));
    server.addSecurityGroup(group('Late', { allowAllOutbound: false }));
    client.addSecurityGroup(c);
  },

  connections_across_stacks: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2');
    const one = new cdk.Stack(app, 'One'), two = new cdk.Stack(app, 'Two');
    const a = new ec2.SecurityGroup(one, 'A', { vpc: network(one, ec2), allowAllOutbound: false });
    const b = new ec2.SecurityGroup(two, 'B', { vpc: network(two, ec2), allowAllOutbound: false });
    a.connections.allowFrom(b, ec2.Port.tcp(100));
    a.connections.allowTo(b, ec2.Port.tcp(200), 'there');
  },

  security_group_imports: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S', { env: { account: '123456789012', region: 'us-east-1' } });
    const by = ec2.SecurityGroup;
    for (const [id, options] of Object.entries({
      Plain: undefined, Closed: { allowAllOutbound: false }, Fixed: { mutable: false, allowAllOutbound: false },
    })) {
      const group = by.fromSecurityGroupId(stack, id, 'sg-' + id, options);
      group.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(80));
      group.addEgressRule(ec2.Peer.ipv4('10.0.0.0/16'), ec2.Port.tcp(80));
      group.connections.allowFrom(ec2.Peer.prefixList('pl-1'), ec2.Port.HTTPS, 'list');
    }
    new cdk.CfnOutput(stack, 'Found', { value: by.fromLookupById(stack, 'ById', 'sg-1').securityGroupId });
    new cdk.CfnOutput(stack, 'Named', {
      value: by.fromLookupByName(stack, 'ByName', 'name', network(stack, ec2)).securityGroupId,
    });
  },

  user_data: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2'), s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S');
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'files');
    const resource = new ec2.SecurityGroup(stack, 'Group', { vpc: network(stack, ec2) });
    const fill = (data) => {
      data.addCommands('one', 'two ' + cdk.Aws.REGION);
      const file = data.addS3DownloadCommand({ bucket, bucketKey: 'a/b.sh' });
      data.addS3DownloadCommand({ bucket, bucketKey: 'k', localFile: '/opt/k', region: 'us-east-1' });
      data.addExecuteFileCommand({ filePath: file, arguments: '--all ' });
      data.addExecuteFileCommand({ filePath: file });
    };
    const whole = (data) => {
      fill(data);
      data.addSignalOnExitCommand(resource);
      data.addOnExitCommands('bye');
      return data;
    };
    const show = (id, data) => new cdk.CfnOutput(stack, id, { value: data.render() });
    const linux = ec2.UserData.forLinux({ shebang: '#!/bin/sh' });
    fill(linux);
    show('Plain', ec2.UserData.forLinux());
    show('Linux', linux);
    show('LinuxWhole', whole(ec2.UserData.forLinux()));
    const windows = ec2.UserData.forWindows({ persist: true });
    fill(windows);
    show('Windows', windows);
    show('WindowsWhole', whole(ec2.UserData.forWindows()));
    const custom = ec2.UserData.custom('text');
    custom.addCommands('more');
    show('Custom', custom);
    show('System', ec2.UserData.forOperatingSystem(ec2.OperatingSystemType.WINDOWS));
    const parts = new ec2.MultipartUserData();
    parts.addUserDataPart(ec2.UserData.forLinux());
    parts.addUserDataPart(ec2.UserData.custom('hook'), ec2.MultipartBody.CLOUD_BOOTHOOK);
    parts.addPart(ec2.MultipartBody.fromRawBody({ contentType: 'text/x', body: 'raw', transferEncoding: '7bit' }));
    parts.addPart(ec2.MultipartBody.fromRawBody({ contentType: 'text/y' }));
    show('Parts', whole(parts));
    show('Separated', new ec2.MultipartUserData({ partsSeparator: '//' }));
  },

  images: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2');
    const here = new cdk.Stack(app, 'Here', { env: { account: '123456789012', region: 'us-east-1' } });
    const anywhere = new cdk.Stack(app, 'Anywhere');
    const of = ec2.MachineImage;
    const arm = { cpuType: ec2.AmazonLinuxCpuType.ARM_64, edition: ec2.AmazonLinuxEdition.MINIMAL };
    const regions = { 'us-east-1': 'ami-1', 'eu-west-1': 'ami-2' };
    const images = [
      of.latestAmazonLinux2(), of.latestAmazonLinux2(arm), of.latestAmazonLinux2022(), of.latestAmazonLinux2023(),
      of.latestAmazonLinux2023(arm), of.latestAmazonLinux(), of.latestWindows(ec2.WindowsVersion.WINDOWS_SERVER_2022_ENGLISH_FULL_BASE),
      new ec2.AmazonLinuxImage({ generation: ec2.AmazonLinuxGeneration.AMAZON_LINUX_2, storage: ec2.AmazonLinuxStorage.EBS }),
      new ec2.AmazonLinuxImage({ generation: ec2.AmazonLinuxGeneration.AMAZON_LINUX_2022 }),
      new ec2.AmazonLinuxImage({ generation: ec2.AmazonLinuxGeneration.AMAZON_LINUX_2023, ...arm }),
      new ec2.AmazonLinux2ImageSsmParameter({
        kernel: ec2.AmazonLinux2Kernel.DEFAULT, cachedInContext: false, virtualization: ec2.AmazonLinuxVirt.PV,
      }),
      new ec2.AmazonLinux2022ImageSsmParameter({ cachedInContext: false }),
      new ec2.AmazonLinux2023ImageSsmParameter({ cachedInContext: false }),
      of.fromSsmParameter('/mine', { os: ec2.OperatingSystemType.WINDOWS }),
      of.resolveSsmParameterAtLaunch('/at/launch', { parameterVersion: '3' }), of.genericLinux(regions),
    ];
    const looked = [
      new ec2.AmazonLinux2ImageSsmParameter({}), new ec2.AmazonLinux2023ImageSsmParameter(),
      of.fromSsmParameter('/kept', { cachedInContext: true, additionalCacheKey: 'k' }),
      of.lookup({ name: 'image-*', owners: ['amazon'], windows: true, filters: { state: ['pending'] } }),
      of.genericWindows(regions),
    ];
    const show = (stack, image, i) => {
      const config = image.getImage(stack);
      new cdk.CfnOutput(stack, 'Image' + i, { value: config.imageId + config.osType + config.userData.render() });
    };
    images.forEach((image, i) => show(anywhere, image, i));
    images.concat(looked).forEach((image, i) => show(here, image, i));
  },

  instance_types: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S');
    const of = (name, size) => ec2.InstanceType.of(ec2.InstanceClass[name], ec2.InstanceSize[size]);
    const types = [
      of('STANDARD3', 'NANO'), of('M5ZN', 'XLARGE2'), of('MEMORY6_GRAVITON', 'METAL'), of('IO4_INTEL', 'XLARGE'),
      of('ARM1', 'XLARGE48METAL'), of('U_6TB1', 'XLARGE56'), of('T4G', 'SMALL'), of('MACINTOSH2_M2_PRO', 'METAL'),
    ];
    types.forEach((type, i) => {
      let architecture = 'none';
      try { architecture = type.architecture; } catch { /* has a form of its own */ }
      new cdk.CfnOutput(stack, 'Type' + i, { value: `${type} ${type.isBurstable()} ${architecture}` });
    });
    new cdk.CfnOutput(stack, 'Same', { value: `${types[0].sameInstanceClassAs(new ec2.InstanceType('m3.large'))}` });
  },

  instance: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2'), iam = lib('aws-iam'), kms = lib('aws-kms');
    const stack = new cdk.Stack(app, 'S');
    const vpc = network(stack, ec2), machineImage = ec2.MachineImage.genericLinux({ 'us-east-1': 'ami-1' });
    const instanceType = ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.MICRO);
    const image = ec2.MachineImage.resolveSsmParameterAtLaunch('/image');
    const plain = new ec2.Instance(stack, 'Plain', { vpc, instanceType, machineImage });
    plain.addUserData('ls', 'rm');
    plain.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));
    plain.addSecurityGroup(new ec2.SecurityGroup(stack, 'More', { vpc }));
    plain.connections.allowFromAnyIpv4(ec2.Port.tcp(22));
    const key = kms.Key.fromKeyArn(stack, 'Key',
      'arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012');
    const ebs = ec2.BlockDeviceVolume;
    new ec2.Instance(stack, 'Whole', {
      vpc, instanceType, machineImage: image, allowAllOutbound: false, allowAllIpv6Outbound: true,
      blockDevices: [
        { deviceName: '/a', volume: ebs.ebs(10, { encrypted: true, kmsKey: key, volumeType: ec2.EbsDeviceVolumeType.IO1, iops: 100 }) },
        { deviceName: '/b', volume: ebs.ebsFromSnapshot('snap-1', { deleteOnTermination: false }) },
        { deviceName: '/c', volume: ebs.ephemeral(0) }, { deviceName: '/d', volume: ebs.ephemeral(1), mappingEnabled: false },
        { deviceName: '/e', volume: ebs.ebs(3, { volumeType: ec2.EbsDeviceVolumeType.GP3, throughput: 200 }) },
      ],
      creditSpecification: ec2.CpuCredits.UNLIMITED, detailedMonitoring: true, disableApiTermination: true,
      ebsOptimized: true, hibernationEnabled: true, httpEndpoint: true, httpTokens: ec2.HttpTokens.REQUIRED,
      httpPutResponseHopLimit: 2, instanceMetadataTags: false, httpProtocolIpv6: true, instanceName: 'named',
      instanceInitiatedShutdownBehavior: ec2.InstanceInitiatedShutdownBehavior.TERMINATE, ipv6AddressCount: 1,
      keyPair: ec2.KeyPair.fromKeyPairName(stack, 'Pair', 'pair'), privateIpAddress: '10.0.0.1',
      placementGroup: ec2.PlacementGroup.fromPlacementGroupName(stack, 'Placed', 'placed'),
      propagateTagsToVolumeOnCreation: true, resourceSignalTimeout: cdk.Duration.minutes(7), sourceDestCheck: false,
      ssmSessionPermissions: true, userData: ec2.UserData.custom('x'), userDataCausesReplacement: true,
    });
    const profile = new iam.InstanceProfile(stack, 'Profile');
    new ec2.Instance(stack, 'Public', {
      vpc, instanceType, machineImage: image, associatePublicIpAddress: true, instanceProfile: profile,
      vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, availabilityZone: 'us-east-1a', privateIpAddress: '10.0.0.2',
      requireImdsv2: true, securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'Known', 'sg-1'),
    });
    for (const field of ['instanceId', 'instancePrivateIp', 'instancePublicDnsName', 'instanceAvailabilityZone']) {
      new cdk.CfnOutput(stack, 'O' + field, { value: plain[field] });
    }
  },

  cfn_init: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2'), s3 = lib('aws-s3'), assets = lib('aws-s3-assets');
    const stack = new cdk.Stack(app, 'S');
    const vpc = network(stack, ec2);
    const instance = (id, image, props) => new ec2.Instance(stack, id, {
      vpc, instanceType: new ec2.InstanceType('m5.large'), machineImage: image, ...props,
    });
    const linux = ec2.MachineImage.resolveSsmParameterAtLaunch('/image');
    const windows = ec2.MachineImage.resolveSsmParameterAtLaunch('/image', { os: ec2.OperatingSystemType.WINDOWS });
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'files');
    const asset = new assets.Asset(stack, 'Asset', { path: 'spec/fixtures/web_app' });
    const handle = new ec2.InitServiceRestartHandle(), serviceRestartHandles = [handle];
    const file = 'spec/fixtures/web_app/server.js';
    instance('Linux', linux, {
      init: ec2.CloudFormationInit.fromElements(
        ec2.InitService.enable('web', { serviceRestartHandle: handle, serviceManager: ec2.ServiceManager.SYSTEMD }),
        ec2.InitService.disable('mail'),
        ec2.InitPackage.yum('httpd', { version: ['1', '2'], serviceRestartHandles }), ec2.InitPackage.yum('php'),
        ec2.InitPackage.rpm('http://x/y.rpm'), ec2.InitPackage.rubyGem('rake'), ec2.InitPackage.python('pip'),
        ec2.InitPackage.apt('git'), ec2.InitGroup.fromName('staff', 7), ec2.InitGroup.fromName('other'),
        ec2.InitUser.fromName('me', { userId: 5, groups: ['staff'], homeDir: '/me' }), ec2.InitUser.fromName('you'),
        ec2.InitSource.fromUrl('/src', 'https://x/y.zip', { serviceRestartHandles }),
        ec2.InitSource.fromGitHub('/hub', 'me', 'mine'), ec2.InitSource.fromGitHub('/hub2', 'me', 'mine', 'v1'),
        ec2.InitSource.fromS3Object('/object', bucket, 'key'), ec2.InitSource.fromExistingAsset('/asset', asset),
        ec2.InitSource.fromAsset('/own', 'spec/fixtures/web_app'),
        ec2.InitFile.fromString('/text', 'text ' + cdk.Aws.REGION, { mode: '000600', owner: 'me', group: 'staff', serviceRestartHandles }),
        ec2.InitFile.fromString('/encoded', 'dGV4dA==', { base64Encoded: true }), ec2.InitFile.symlink('/link', '/text'),
        ec2.InitFile.fromObject('/object', { a: [1, 'x'], b: { c: true } }), ec2.InitFile.fromUrl('/url', 'https://x'),
        ec2.InitFile.fromFileInline('/inline', file), ec2.InitFile.fromFileInline('/inline64', file, { base64Encoded: true }),
        ec2.InitFile.fromS3Object('/fromObject', bucket, 'k'), ec2.InitFile.fromAsset('/fromAsset', file, { mode: '000755' }),
        ec2.InitFile.fromExistingAsset('/fromExisting', asset),
        ec2.InitService.systemdConfigFile('job', {
          command: '/bin/job', cwd: '/', user: 'me', group: 'staff', description: 'A job', environmentFiles: ['/env'],
          environmentVariables: { A: '1', B: '2' },
        }),
        ec2.InitService.systemdConfigFile('bare', { command: '/bin/x', keepRunning: false, afterNetwork: false }),
        ec2.InitCommand.shellCommand('ls', { cwd: '/', env: { A: 'b' }, ignoreErrors: true, key: 'list', testCmd: 'true' }),
        ec2.InitCommand.argvCommand(['a', 'a'], { serviceRestartHandles }),
      ),
      initOptions: { timeout: cdk.Duration.minutes(10), includeUrl: true, includeRole: true, ignoreFailures: true },
      resourceSignalTimeout: cdk.Duration.minutes(3),
    });
    const sets = ec2.CloudFormationInit.fromConfigSets({
      configSets: { default: ['first', 'empty'], second: ['other'] },
      configs: {
        empty: new ec2.InitConfig([]), first: new ec2.InitConfig([ec2.InitFile.fromString('C:/x', 'x')]),
        other: new ec2.InitConfig([
          ec2.InitCommand.shellCommand('dir', { waitAfterCompletion: ec2.InitCommandWaitDuration.forever() }),
          ec2.InitCommand.shellCommand('cd', { waitAfterCompletion: ec2.InitCommandWaitDuration.of(cdk.Duration.minutes(1)) }),
          ec2.InitPackage.msi('https://x/y.msi', { key: 'y' }), ec2.InitService.enable('web', { ensureRunning: false }),
        ]),
      },
    });
    sets.addConfig('late', new ec2.InitConfig([ec2.InitCommand.shellCommand('late')]));
    sets.addConfigSet('all', ['late', 'other']);
    instance('Windows', windows, { init: sets, initOptions: { configSets: ['default', 'all'], printLog: false, embedFingerprint: false } });
  },

  launch_template: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const vpc = network(stack, ec2);
    const machineImage = ec2.MachineImage.resolveSsmParameterAtLaunch('/image');
    new ec2.LaunchTemplate(stack, 'Plain');
    const whole = new ec2.LaunchTemplate(stack, 'Whole', {
      machineImage, launchTemplateName: 'whole', versionDescription: 'one', instanceType: new ec2.InstanceType('t3.nano'),
      blockDevices: [
        { deviceName: '/a', volume: ec2.BlockDeviceVolume.ebs(9, { volumeType: ec2.EbsDeviceVolumeType.GP3, throughput: 250, iops: 3000 }) },
        { deviceName: '/b', volume: ec2.BlockDeviceVolume.ephemeral(1), mappingEnabled: false },
        { deviceName: '/c', volume: ec2.BlockDeviceVolume.ebsFromSnapshot('snap-1', { volumeInitializationRate: cdk.Size.mebibytes(200) }) },
      ],
      cpuCredits: ec2.CpuCredits.STANDARD, cpuOptions: { coreCount: 2, threadsPerCore: 1, amdSevSnp: true, nestedVirtualization: false },
      detailedMonitoring: true, disableApiTermination: false, ebsOptimized: true, hibernationConfigured: true,
      httpEndpoint: false, httpTokens: ec2.LaunchTemplateHttpTokens.OPTIONAL, httpPutResponseHopLimit: 3, instanceMetadataTags: true,
      instanceInitiatedShutdownBehavior: ec2.InstanceInitiatedShutdownBehavior.STOP, nitroEnclaveEnabled: false,
      keyPair: ec2.KeyPair.fromKeyPairAttributes(stack, 'Pair', { keyPairName: 'p', type: ec2.KeyPairType.ED25519 }),
      role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }),
      securityGroup: new ec2.SecurityGroup(stack, 'Group', { vpc }), userData: ec2.UserData.forLinux(),
      spotOptions: {
        blockDuration: cdk.Duration.hours(2), interruptionBehavior: ec2.SpotInstanceInterruption.STOP, maxPrice: 0.25,
        requestType: ec2.SpotRequestType.ONE_TIME, validUntil: cdk.Expiration.atTimestamp(1700000000000),
      },
    });
    whole.addSecurityGroup(new ec2.SecurityGroup(stack, 'More', { vpc }));
    cdk.Tags.of(whole).add('k', 'v');
    new ec2.LaunchTemplate(stack, 'Public', {
      associatePublicIpAddress: true, securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'Known', 'sg-1'),
      requireImdsv2: true, spotOptions: {}, instanceProfile: new iam.InstanceProfile(stack, 'Profile'),
      placementGroup: new ec2.PlacementGroup(stack, 'Placed', { partitions: 3 }),
    });
    const late = new ec2.LaunchTemplate(stack, 'Late', { machineImage, httpEndpoint: true });
    cdk.Aspects.of(late).add(new ec2.LaunchTemplateRequireImdsv2Aspect());
    const imported = ec2.LaunchTemplate.fromLaunchTemplateAttributes(stack, 'Imported', { launchTemplateName: 'n' });
    new cdk.CfnOutput(stack, 'Versions', { value: `${imported.versionNumber} ${ec2.LaunchTemplateSpecialVersions.LATEST_VERSION}` });
    for (const field of ['versionNumber', 'latestVersionNumber', 'defaultVersionNumber', 'launchTemplateId']) {
      new cdk.CfnOutput(stack, 'O' + field, { value: whole[field] });
    }
  },

  volumes: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2'), iam = lib('aws-iam'), kms = lib('aws-kms');
    const stack = new cdk.Stack(app, 'S');
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    const encryptionKey = new kms.Key(stack, 'Key');
    const availabilityZone = 'us-east-1a';
    new ec2.Volume(stack, 'Plain', { availabilityZone, size: cdk.Size.gibibytes(8) });
    const whole = new ec2.Volume(stack, 'Whole', {
      availabilityZone, snapshotId: 'snap-12ab', encryptionKey, encrypted: true, autoEnableIo: true, enableMultiAttach: true,
      volumeType: ec2.EbsDeviceVolumeType.PROVISIONED_IOPS_SSD, iops: 500, size: cdk.Size.tebibytes(1), volumeName: 'whole',
      volumeInitializationRate: cdk.Size.mebibytes(100), removalPolicy: cdk.RemovalPolicy.SNAPSHOT,
    });
    new ec2.Volume(stack, 'Fast', {
      availabilityZone, size: cdk.Size.gibibytes(100), volumeType: ec2.EbsDeviceVolumeType.GP3, throughput: 500, iops: 4000,
    });
    const instance = new ec2.CfnInstance(stack, 'Instance');
    whole.grantAttachVolume(role);
    whole.grantDetachVolume(role, [instance]);
    whole.grantAttachVolumeByResourceTag(role, [stack.node.findChild('Plain')]);
    whole.grantDetachVolumeByResourceTag(role, [instance], 'mine');
    ec2.Volume.fromVolumeAttributes(stack, 'Imported', { volumeId: 'vol-12ab', availabilityZone }).grantAttachVolume(role);
  },

  key_pairs_and_placement: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S');
    const pair = new ec2.KeyPair(stack, 'Pair');
    new ec2.KeyPair(stack, 'Named', { keyPairName: 'named', type: ec2.KeyPairType.ED25519, format: ec2.KeyPairFormat.PPK });
    new ec2.KeyPair(stack, 'Given', { publicKeyMaterial: 'ssh-rsa x' });
    new ec2.PlacementGroup(stack, 'Plain');
    new ec2.PlacementGroup(stack, 'Cluster', { strategy: ec2.PlacementGroupStrategy.CLUSTER });
    const spread = new ec2.PlacementGroup(stack, 'Spread', { spreadLevel: ec2.PlacementGroupSpreadLevel.RACK });
    new cdk.CfnOutput(stack, 'Key', { value: pair.privateKey.parameterName });
    new cdk.CfnOutput(stack, 'Fingerprint', { value: pair.keyPairFingerprint });
    new cdk.CfnOutput(stack, 'Group', { value: spread.placementGroupName });
  },

  bastion: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S');
    const host = new ec2.BastionHostLinux(stack, 'Host', { vpc: network(stack, ec2), requireImdsv2: true });
    host.allowSshAccessFrom(ec2.Peer.ipv4('1.2.3.4/32'), ec2.Peer.prefixList('pl-1'));
    const newer = new cdk.Stack(app, 'Newer');
    newer.node.setContext('@aws-cdk/aws-ec2:bastionHostUseAmazonLinux2023ByDefault', true);
    newer.node.setContext('@aws-cdk/aws-ec2:uniqueImdsv2TemplateName', true);
    new ec2.BastionHostLinux(newer, 'Host', {
      vpc: network(newer, ec2), instanceType: new ec2.InstanceType('t4g.nano'), requireImdsv2: true, instanceName: 'door',
    });
  },
};
