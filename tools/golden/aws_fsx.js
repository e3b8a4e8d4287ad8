'use strict';

// Cases of aws_fsx; their Lua twins are in spec/aws_cdk/aws_fsx/aws_fsx_spec.lua.
module.exports = {
  lustre: (app, cdk, lib) => {
    const fsx = lib('aws-fsx'), ec2 = lib('aws-ec2'), kms = lib('aws-kms');
    const stack = new cdk.Stack(app, 'S');
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const vpcSubnet = vpc.privateSubnets[0];
    const { LustreDeploymentType } = fsx;
    const plain = new fsx.LustreFileSystem(stack, 'Plain', {
      vpc, vpcSubnet, storageCapacityGiB: 1200, lustreConfiguration: { deploymentType: LustreDeploymentType.SCRATCH_2 },
    });
    const days = new cdk.CfnParameter(stack, 'Days', { type: 'Number' }).valueAsNumber;
    new fsx.LustreFileSystem(stack, 'Parameter', {
      vpc, vpcSubnet, storageCapacityGiB: 1200, lustreConfiguration: { deploymentType: LustreDeploymentType.PERSISTENT_2, automaticBackupRetention: cdk.Duration.days(days) },
    });
    const group = new ec2.SecurityGroup(stack, 'Group', { vpc });
    new fsx.LustreFileSystem(stack, 'Full', {
      vpc, vpcSubnet, storageCapacityGiB: 2400, backupId: 'backup-1', kmsKey: new kms.Key(stack, 'Key'), securityGroup: group,
      storageType: fsx.StorageType.SSD, fileSystemTypeVersion: fsx.FileSystemTypeVersion.V_2_12,
      removalPolicy: cdk.RemovalPolicy.DESTROY,
      lustreConfiguration: {
        deploymentType: LustreDeploymentType.PERSISTENT_1, autoImportPolicy: fsx.LustreAutoImportPolicy.NEW_CHANGED_DELETED,
        automaticBackupRetention: cdk.Duration.days(3), copyTagsToBackups: true,
        dailyAutomaticBackupStartTime: new fsx.DailyAutomaticBackupStartTime({ hour: 9, minute: 5 }),
        dataCompressionType: fsx.LustreDataCompressionType.LZ4, importPath: 's3://bucket/in', exportPath: 's3://bucket/in/out',
        importedFileChunkSizeMiB: 512, perUnitStorageThroughput: 100,
        weeklyMaintenanceStartTime: new fsx.LustreMaintenanceTime({ day: fsx.Weekday.SUNDAY, hour: 22, minute: 0 }),
      },
    });
    const disks = (id, storageCapacityGiB, configuration) => new fsx.LustreFileSystem(stack, id, {
      vpc, vpcSubnet, storageCapacityGiB, storageType: fsx.StorageType.HDD,
      lustreConfiguration: { deploymentType: LustreDeploymentType.PERSISTENT_1, ...configuration },
    });
    disks('Disks', 6000, { perUnitStorageThroughput: 12 });
    disks('Cached', 1800, { perUnitStorageThroughput: 40, driveCacheType: fsx.DriveCacheType.READ });
    new fsx.LustreFileSystem(stack, 'Second', {
      vpc, vpcSubnet, storageCapacityGiB: 4800,
      lustreConfiguration: { deploymentType: LustreDeploymentType.PERSISTENT_2, perUnitStorageThroughput: 250 },
    });
    plain.connections.allowDefaultPortFrom(group);
    const imported = fsx.LustreFileSystem.fromLustreFileSystemAttributes(stack, 'Imported', {
      dnsName: 'd', fileSystemId: 'fs-1', securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'G', 'sg-0123456789abcdef0'),
    });
    imported.connections.allowDefaultPortFromAnyIpv4();
    [plain.dnsName, plain.fileSystemId, plain.mountName, imported.dnsName, imported.fileSystemId].forEach((value, i) => {
      new cdk.CfnOutput(stack, `Out${i + 1}`, { value });
    });
  },
};
