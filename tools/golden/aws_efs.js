'use strict';

// Cases of aws_efs; their Lua twins are in spec/aws_cdk/aws_efs/aws_efs_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };

const flagged = (app, flags) => {
  for (const flag of flags) app.node.setContext(`@aws-cdk/aws-efs:${flag}`, true);
};

module.exports = {
  file_systems: (app, cdk, lib) => {
    const efs = lib('aws-efs'), ec2 = lib('aws-ec2'), iam = lib('aws-iam'), kms = lib('aws-kms');
    const stack = new cdk.Stack(app, 'S');
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const plain = new efs.FileSystem(stack, 'Plain', { vpc });
    const group = new ec2.SecurityGroup(stack, 'Group', { vpc });
    const anyone = new iam.PolicyStatement({ actions: ['elasticfilesystem:ClientMount'], principals: [new iam.AnyPrincipal()] });
    const policy = new iam.PolicyDocument({ statements: [anyone] });
    new efs.FileSystem(stack, 'Full', {
      vpc, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, securityGroup: group, fileSystemName: 'full', encrypted: true,
      kmsKey: new kms.Key(stack, 'Key'), enableAutomaticBackups: true, fileSystemPolicy: policy,
      lifecyclePolicy: efs.LifecyclePolicy.AFTER_14_DAYS,
      outOfInfrequentAccessPolicy: efs.OutOfInfrequentAccessPolicy.AFTER_1_ACCESS,
      transitionToArchivePolicy: efs.LifecyclePolicy.AFTER_90_DAYS, performanceMode: efs.PerformanceMode.MAX_IO,
      throughputMode: efs.ThroughputMode.PROVISIONED, provisionedThroughputPerSecond: cdk.Size.mebibytes(1024),
      removalPolicy: cdk.RemovalPolicy.DESTROY,
      replicationOverwriteProtection: efs.ReplicationOverwriteProtection.ENABLED,
    });
    plain.connections.allowDefaultPortFrom(group);
    plain.addToResourcePolicy(new iam.PolicyStatement({
      actions: ['elasticfilesystem:ClientMount'], principals: [new iam.AccountRootPrincipal()],
    }));
    out('Id', plain.fileSystemId);
    out('Arn', plain.fileSystemArn);
    out('Ref', plain.fileSystemRef.fileSystemArn);
    out('Port', String(efs.FileSystem.DEFAULT_PORT));
    const waits = new cdk.CfnResource(stack, 'Waits', { type: 'A::B::C' });
    waits.node.addDependency(plain.mountTargetsAvailable);
  },

  one_zone: (app, cdk, lib) => {
    const efs = lib('aws-efs'), ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { availabilityZones: ['eu-west-1a', 'eu-west-1b'] });
    new efs.FileSystem(stack, 'First', { vpc, oneZone: true });
    new efs.FileSystem(stack, 'Second', { vpc, oneZone: true, vpcSubnets: { availabilityZones: ['eu-west-1b'] } });
  },

  replication: (app, cdk, lib) => {
    const efs = lib('aws-efs'), ec2 = lib('aws-ec2'), kms = lib('aws-kms');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const key = new kms.Key(stack, 'Key');
    const target = new efs.FileSystem(stack, 'Target', {
      vpc, replicationOverwriteProtection: efs.ReplicationOverwriteProtection.DISABLED,
    });
    const { ReplicationConfiguration } = efs;
    const existing = ReplicationConfiguration.existingFileSystem(target);
    const kinds = {
      Existing: existing, Here: ReplicationConfiguration.regionalFileSystem(),
      There: ReplicationConfiguration.regionalFileSystem('us-east-1', key),
      Zone: ReplicationConfiguration.oneZoneFileSystem('us-west-2', 'us-west-2a', key),
    };
    for (const id of ['Existing', 'Here', 'There', 'Zone']) {
      new efs.FileSystem(stack, id, { vpc, replicationConfiguration: kinds[id] });
    }
    new cdk.CfnOutput(stack, 'Id', { value: existing.destinationFileSystem.fileSystemId });
    new cdk.CfnOutput(stack, 'Region', { value: kinds.There.region });
    new cdk.CfnOutput(stack, 'ZoneName', { value: kinds.Zone.availabilityZone });
  },

  grants: (app, cdk, lib) => {
    const efs = lib('aws-efs'), ec2 = lib('aws-ec2'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const system = (id, props) => new efs.FileSystem(stack, id, { vpc, ...props });
    const user = new iam.User(stack, 'User');
    system('Reader').grantRead(user);
    system('Writer').grantReadWrite(new iam.AccountPrincipal('444455556666'));
    system('Root').grantRootAccess(user);
    system('Anonymous', { allowAnonymousAccess: true }).grantRead(new iam.AnyPrincipal());
    system('Named', { allowAnonymousAccess: false });
    system('Any').grant(user, 'elasticfilesystem:Backup');
  },

  flags: (app, cdk, lib) => {
    const efs = lib('aws-efs'), ec2 = lib('aws-ec2'), iam = lib('aws-iam');
    flagged(app, ['denyAnonymousAccess', 'mountTargetOrderInsensitiveLogicalId']);
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    new efs.FileSystem(stack, 'Plain', { vpc });
    new efs.FileSystem(stack, 'Open', { vpc, allowAnonymousAccess: true, encrypted: false });
    new efs.FileSystem(stack, 'Granted', { vpc }).grantRootAccess(new iam.User(stack, 'User'));
    const subnet = ec2.Subnet.fromSubnetId(stack, 'Subnet', 'subnet-12345678');
    new efs.FileSystem(stack, 'Subnets', { vpc, vpcSubnets: { subnets: [subnet] } });
  },

  access_points: (app, cdk, lib) => {
    const efs = lib('aws-efs'), ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const fileSystem = new efs.FileSystem(stack, 'System', { vpc });
    fileSystem.addAccessPoint('Plain');
    const full = fileSystem.addAccessPoint('Full', {
      path: '/export', clientToken: 'token', createAcl: { ownerUid: '1000', ownerGid: '1001', permissions: '0750' },
      posixUser: { uid: '1000', gid: '1001', secondaryGids: ['1002'] },
    });
    new efs.AccessPoint(stack, 'Own', { fileSystem, path: '/' });
    out('Id', full.accessPointId);
    out('Arn', full.accessPointArn);
    out('Ref', full.accessPointRef.accessPointArn);
    out('SystemId', full.fileSystem.fileSystemId);
  },

  imports: (app, cdk, lib) => {
    const efs = lib('aws-efs'), ec2 = lib('aws-ec2'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const securityGroup = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-12345678');
    const user = new iam.User(stack, 'User');
    const systems = {
      ById: efs.FileSystem.fromFileSystemAttributes(stack, 'ById', { securityGroup, fileSystemId: 'fs-12345678' }),
      ByArn: efs.FileSystem.fromFileSystemAttributes(stack, 'ByArn', {
        securityGroup, fileSystemArn: 'arn:aws:elasticfilesystem:us-east-1:444455556666:file-system/fs-87654321',
      }),
      ByToken: efs.FileSystem.fromFileSystemAttributes(stack, 'ByToken', {
        securityGroup, fileSystemArn: cdk.Fn.importValue('Arn'),
      }),
    };
    for (const id of ['ById', 'ByArn', 'ByToken']) {
      const system = systems[id];
      out(`${id}Id`, system.fileSystemId);
      out(`${id}Arn`, system.fileSystemArn);
      out(`${id}Region`, system.env.region);
      system.grantReadWrite(user);
      system.grant(user, 'elasticfilesystem:Backup');
    }
    systems.ById.connections.allowDefaultPortFromAnyIpv4();
    const points = {
      PointById: efs.AccessPoint.fromAccessPointId(stack, 'PointById', 'fsap-12345678'),
      PointByArn: efs.AccessPoint.fromAccessPointAttributes(stack, 'PointByArn', {
        accessPointArn: 'arn:aws:elasticfilesystem:us-east-1:444455556666:access-point/fsap-87654321',
        fileSystem: systems.ByArn,
      }),
      PointOf: efs.AccessPoint.fromAccessPointAttributes(stack, 'PointOf', {
        accessPointId: 'fsap-1', fileSystem: systems.ById,
      }),
    };
    for (const id of ['PointById', 'PointByArn', 'PointOf']) {
      const point = points[id];
      out(`${id}Id`, point.accessPointId);
      out(`${id}Arn`, point.accessPointArn);
      out(`${id}Ref`, point.accessPointRef.accessPointId);
    }
    out('SystemOfPoint', points.PointOf.fileSystem.fileSystemId);
  },

  functions: (app, cdk, lib) => {
    const efs = lib('aws-efs'), ec2 = lib('aws-ec2'), lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const fileSystem = new efs.FileSystem(stack, 'System', { vpc, removalPolicy: cdk.RemovalPolicy.DESTROY });
    const point = fileSystem.addAccessPoint('Point', {
      path: '/export', createAcl: { ownerUid: '1000', ownerGid: '1000', permissions: '0750' },
      posixUser: { uid: '1000', gid: '1000' },
    });
    const fn = (id, props) => new lambda.Function(stack, id, {
      code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.PYTHON_3_12, vpc, ...props,
    });
    fn('Own', { filesystem: lambda.FileSystem.fromEfsAccessPoint(point, '/mnt/data') });
    fn('Groups', {
      filesystem: lambda.FileSystem.fromEfsAccessPoint(point, '/mnt/data'),
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      securityGroups: [new ec2.SecurityGroup(stack, 'Group', { vpc, allowAllOutbound: false })],
    });
    const door = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Door', 'sg-12345678', { allowAllOutbound: false });
    const imported = efs.FileSystem.fromFileSystemAttributes(stack, 'Imported', {
      fileSystemId: 'fs-12345678', securityGroup: door,
    });
    const elsewhere = efs.AccessPoint.fromAccessPointAttributes(stack, 'Elsewhere', {
      accessPointId: 'fsap-12345678', fileSystem: imported,
    });
    fn('Imports', { filesystem: lambda.FileSystem.fromEfsAccessPoint(elsewhere, '/mnt/files') });
  },
};
