'use strict';

// Cases of aws_docdb; their Lua twins are in spec/aws_cdk/aws_docdb/aws_docdb_spec.lua.
const start = (app, cdk, lib) => {
  const ec2 = lib('aws-ec2');
  const stack = new cdk.Stack(app, 'S');
  let n = 0;
  return {
    stack, vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }), instanceType: new ec2.InstanceType('r5.large'),
    out: (...values) => values.forEach((value) => new cdk.CfnOutput(stack, `Out${n += 1}`, { value })),
  };
};

module.exports = {
  clusters: (app, cdk, lib) => {
    const docdb = lib('aws-docdb'), ec2 = lib('aws-ec2'), iam = lib('aws-iam'), kms = lib('aws-kms'), logs = lib('aws-logs');
    const { stack, vpc, instanceType, out } = start(app, cdk, lib);
    const key = new kms.Key(stack, 'Key');
    const group = new ec2.SecurityGroup(stack, 'Group', { vpc });
    const plain = new docdb.DatabaseCluster(stack, 'Plain', { vpc, masterUser: { username: 'me' }, instanceType });
    const full = new docdb.DatabaseCluster(stack, 'Full', {
      vpc, instanceType, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, backup: { retention: cdk.Duration.days(7), preferredWindow: '01:00-02:00' },
      masterUser: { username: 'me', kmsKey: key, excludeCharacters: '"', secretName: 'named' },
      caCertificate: docdb.CaCertificate.RDS_CA_ECC384_G1, cloudWatchLogsRetention: logs.RetentionDays.ONE_MONTH,
      cloudWatchLogsRetentionRole: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
      copyTagsToSnapshot: true, dbClusterName: 'mine', deletionProtection: true, enablePerformanceInsights: true,
      engineVersion: '5.0.0', exportAuditLogsToCloudWatch: true, exportProfilerLogsToCloudWatch: true,
      instanceIdentifierBase: 'base', instanceMaintenanceWindow: 'Sun:03:00-Sun:03:30', instances: 2, kmsKey: key,
      parameterGroup: new docdb.ClusterParameterGroup(stack, 'Parameters', { family: 'docdb5.0', parameters: { a: '1' } }),
      port: 27018, preferredMaintenanceWindow: 'mon:03:00-mon:03:30', removalPolicy: cdk.RemovalPolicy.SNAPSHOT,
      storageType: docdb.StorageType.IOPT1,
    });
    new docdb.DatabaseCluster(stack, 'Given', {
      vpc, instanceType, masterUser: { username: 'me', password: cdk.SecretValue.unsafePlainText('p') }, securityGroup: group,
      storageEncrypted: false, instanceRemovalPolicy: cdk.RemovalPolicy.RETAIN, dbClusterName: 'given',
      caCertificate: docdb.CaCertificate.of('own'),
    });
    new docdb.DatabaseCluster(stack, 'Managed', {
      vpc, masterUser: { username: 'me' }, manageMasterUserPassword: true, masterUserSecretKmsKey: key,
      serverlessV2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 4 }, removalPolicy: cdk.RemovalPolicy.DESTROY,
      securityGroupRemovalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    plain.addRotationSingleUser();
    full.addRotationSingleUser(cdk.Duration.days(9));
    const user = new docdb.DatabaseSecret(stack, 'User', { username: 'user', masterSecret: full.secret });
    full.addRotationMultiUser('Multi', { secret: user.attach(full), automaticallyAfter: cdk.Duration.days(8) });
    full.addSecurityGroups(group);
    full.connections.allowDefaultPortFrom(group);
    out(full.clusterIdentifier, full.clusterResourceIdentifier, full.clusterEndpoint.socketAddress,
      full.clusterReadEndpoint.portAsString(), full.securityGroupId, full.instanceIdentifiers.join(),
      full.instanceEndpoints[1].hostname, full.dbClusterRef.dbClusterId);
  },

  instances_and_imports: (app, cdk, lib) => {
    const docdb = lib('aws-docdb'), ec2 = lib('aws-ec2');
    const { stack, instanceType, out } = start(app, cdk, lib);
    const group = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0123456789abcdef0');
    const cluster = docdb.DatabaseCluster.fromDatabaseClusterAttributes(stack, 'Cluster', {
      clusterIdentifier: 'c', clusterEndpointAddress: 'e', instanceEndpointAddresses: ['x', 'y'], instanceIdentifiers: ['a', 'b'],
      port: 27017, readerEndpointAddress: 'r', securityGroup: group,
    });
    cluster.connections.allowDefaultPortFromAnyIpv4();
    const plain = new docdb.DatabaseInstance(stack, 'Plain', { cluster, instanceType });
    const full = new docdb.DatabaseInstance(stack, 'Full', {
      cluster, instanceType, autoMinorVersionUpgrade: false, availabilityZone: 'eu-west-1a', dbInstanceName: 'named',
      caCertificate: docdb.CaCertificate.RDS_CA_RSA4096_G1, enablePerformanceInsights: true,
      preferredMaintenanceWindow: 'mon:03:00-mon:03:30', removalPolicy: cdk.RemovalPolicy.DESTROY,
    });
    const imported = docdb.DatabaseInstance.fromDatabaseInstanceAttributes(stack, 'Instance', {
      instanceIdentifier: 'i', instanceEndpointAddress: 'a', port: 27017,
    });
    const named = new docdb.ClusterParameterGroup(stack, 'Named', {
      family: 'docdb4.0', parameters: {}, description: 'd', dbClusterParameterGroupName: 'n',
    });
    const group2 = docdb.ClusterParameterGroup.fromParameterGroupName(stack, 'Parameters', 'p');
    out(cluster.clusterEndpoint.socketAddress, cluster.clusterReadEndpoint.hostname, cluster.securityGroupId,
      cluster.instanceIdentifiers.join(), cluster.instanceEndpoints[1].socketAddress, plain.instanceArn, full.instanceIdentifier,
      full.dbInstanceEndpointAddress, full.dbInstanceEndpointPort, full.instanceEndpoint.socketAddress, full.cluster.clusterIdentifier,
      full.dbInstanceRef.dbInstanceId, imported.instanceArn, imported.instanceEndpoint.socketAddress,
      imported.dbInstanceEndpointPort, named.parameterGroupName, group2.dbClusterParameterGroupRef.dbClusterParameterGroupName);
  },
};
