'use strict';

// Cases of aws_rds; their Lua twins are in spec/aws_cdk/aws_rds/aws_rds_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };

const flagged = (app, ...flags) => flags.forEach((flag) => app.node.setContext(`@aws-cdk/aws-rds:${flag}`, true));

const outputs = (cdk, stack) => {
  let n = 0;
  return (...values) => values.forEach((value) => new cdk.CfnOutput(stack, `Out${n += 1}`, { value }));
};

const start = (app, cdk, lib, props) => {
  const ec2 = lib('aws-ec2');
  const stack = new cdk.Stack(app, 'S', props);
  return { stack, vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }), out: outputs(cdk, stack) };
};

module.exports = {
  instances: (app, cdk, lib) => {
    const rds = lib('aws-rds'), ec2 = lib('aws-ec2'), iam = lib('aws-iam'), kms = lib('aws-kms'), logs = lib('aws-logs');
    const { stack, vpc } = start(app, cdk, lib);
    const engine = rds.DatabaseInstanceEngine.mysql({ version: rds.MysqlEngineVersion.VER_8_0_40 });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('rds.amazonaws.com') });
    const key = new kms.Key(stack, 'Key');
    const group = new ec2.SecurityGroup(stack, 'Group', { vpc });
    new rds.DatabaseInstance(stack, 'Plain', { engine, vpc });
    new rds.DatabaseInstance(stack, 'Full', {
      engine, vpc, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, multiAz: true, storageType: rds.StorageType.GP3,
      storageThroughput: 500, iops: 12000, processorFeatures: { coreCount: 4, threadsPerCore: 1 },
      instanceIdentifier: 'MyInstance', port: 3307, iamAuthentication: true, backupRetention: cdk.Duration.days(7),
      preferredBackupWindow: '01:00-02:00', copyTagsToSnapshot: false, deleteAutomatedBackups: true,
      monitoringInterval: cdk.Duration.minutes(1), enablePerformanceInsights: true,
      performanceInsightRetention: rds.PerformanceInsightRetention.MONTHS_15, performanceInsightEncryptionKey: key,
      databaseInsightsMode: rds.DatabaseInsightsMode.ADVANCED, cloudwatchLogsExports: ['error', 'audit'],
      cloudwatchLogsRetention: logs.RetentionDays.ONE_MONTH, cloudwatchLogsRetentionRole: role,
      autoMinorVersionUpgrade: false, preferredMaintenanceWindow: 'Sun:03:00-Sun:04:00', deletionProtection: true,
      securityGroups: [group], maxAllocatedStorage: 500, domain: 'd-1', publiclyAccessible: false,
      networkType: rds.NetworkType.DUAL, removalPolicy: cdk.RemovalPolicy.RETAIN,
      caCertificate: rds.CaCertificate.RDS_CA_ECC384_G1, applyImmediately: true,
      engineLifecycleSupport: rds.EngineLifecycleSupport.OPEN_SOURCE_RDS_EXTENDED_SUPPORT,
      instanceType: new ec2.InstanceType('r6g.large'), licenseModel: rds.LicenseModel.GENERAL_PUBLIC_LICENSE,
      allowMajorVersionUpgrade: true, allocatedStorage: 200, databaseName: 'main', parameters: { a: '1', b: '2' },
      characterSetName: 'UTF8', storageEncryptionKey: key,
    });
    new rds.DatabaseInstance(stack, 'Given', {
      engine, vpc, monitoringInterval: cdk.Duration.seconds(5), monitoringRole: role, domain: 'd-2', domainRole: role,
      storageType: rds.StorageType.IO1, availabilityZone: 'eu-west-1a', storageEncrypted: false,
      performanceInsightEncryptionKey: key, removalPolicy: cdk.RemovalPolicy.SNAPSHOT,
      caCertificate: rds.CaCertificate.of('own'), subnetGroup: rds.SubnetGroup.fromSubnetGroupName(stack, 'Sub', 's'),
      parameterGroup: rds.ParameterGroup.fromParameterGroupName(stack, 'Par', 'p'),
      optionGroup: rds.OptionGroup.fromOptionGroupName(stack, 'Opt', 'o'),
    });
  },

  engines: (app, cdk, lib) => {
    const rds = lib('aws-rds'), s3 = lib('aws-s3');
    const { stack, vpc } = start(app, cdk, lib, { env: ENV });
    const bucket = new s3.Bucket(stack, 'Bucket');
    const all = rds.DatabaseInstanceEngine;
    const postgres = rds.PostgresEngineVersion;
    Object.entries({
      Maria: all.mariaDb({ version: rds.MariaDbEngineVersion.VER_10_11 }), Mysql: all.MYSQL,
      Postgres: all.postgres({ version: postgres.of('17.9', '17') }),
    }).forEach(([id, engine]) => new rds.DatabaseInstance(stack, id, { engine, vpc }));
    const oracle = { version: rds.OracleEngineVersion.VER_19_0_0_0_2020_04_R1 };
    const sqlServer = { version: rds.SqlServerEngineVersion.VER_15_00_4316_3_V1 };
    Object.entries({
      OracleEe: all.oracleEe(oracle), OracleEeCdb: all.oracleEeCdb(oracle), OracleSe2: all.oracleSe2(oracle),
      OracleSe2Cdb: all.oracleSe2Cdb(oracle), ServerEe: all.sqlServerEe(sqlServer), ServerEx: all.sqlServerEx(sqlServer),
      ServerSe: all.sqlServerSe(sqlServer), ServerWeb: all.sqlServerWeb(sqlServer),
      PostgresS3: all.postgres({ version: postgres.VER_16_4 }),
    }).forEach(([id, engine]) => new rds.DatabaseInstance(stack, id, {
      engine, vpc, s3ImportBuckets: [bucket], s3ExportBuckets: [bucket],
      timezone: id.startsWith('Server') ? 'Europe/Zurich' : undefined,
      parameters: { a: '1' },
    }));
  },

  restored: (app, cdk, lib) => {
    const rds = lib('aws-rds'), ec2 = lib('aws-ec2'), secrets = lib('aws-secretsmanager');
    const { stack, vpc, out } = start(app, cdk, lib);
    const engine = rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 });
    const snapshot = (id, props) => new rds.DatabaseInstanceFromSnapshot(stack, id, { engine, vpc, ...props });
    const { SnapshotCredentials } = rds;
    snapshot('Plain', { snapshotIdentifier: 's' });
    snapshot('Cluster', { clusterSnapshotIdentifier: 'c', credentials: SnapshotCredentials.fromGeneratedPassword('me') });
    const one = snapshot('Generated', {
      snapshotIdentifier: 's', credentials: SnapshotCredentials.fromGeneratedSecret('me', { excludeCharacters: '"$' }),
    });
    snapshot('Given', {
      snapshotIdentifier: 's', credentials: SnapshotCredentials.fromPassword(cdk.SecretValue.ssmSecure('/p', '1')),
    });
    snapshot('Secret', {
      snapshotIdentifier: 's',
      credentials: SnapshotCredentials.fromSecret(secrets.Secret.fromSecretNameV2(stack, 'S', 'name')),
    });
    const instanceType = new ec2.InstanceType('t3.small');
    const replica = new rds.DatabaseInstanceReadReplica(stack, 'Replica', {
      sourceDatabaseInstance: one, instanceType, vpc, allocatedStorage: 300, storageEncrypted: true, domain: 'd-1',
    });
    out(replica.instanceResourceId, replica.instanceArn, one.instanceResourceId);
  },

  credentials: (app, cdk, lib) => {
    const rds = lib('aws-rds'), kms = lib('aws-kms'), secrets = lib('aws-secretsmanager');
    const { stack, vpc, out } = start(app, cdk, lib, { env: ENV });
    const key = new kms.Key(stack, 'Key');
    const engine = rds.DatabaseInstanceEngine.POSTGRES;
    const { Credentials } = rds;
    const master = new rds.DatabaseSecret(stack, 'Master', { username: 'master', secretName: 'm' });
    const instance = (id, credentials, managed) => new rds.DatabaseInstance(stack, id, {
      engine, vpc, credentials, manageMasterUserPassword: managed,
    });
    instance('Generated', Credentials.fromGeneratedSecret('me', {
      encryptionKey: key, excludeCharacters: '!&', secretName: 'n', replicaRegions: [{ region: 'eu-west-3' }],
    }));
    instance('Password', Credentials.fromPassword('me', cdk.SecretValue.unsafePlainText('p')));
    instance('Name', Credentials.fromUsername('me', { encryptionKey: key }));
    instance('Secret', Credentials.fromSecret(secrets.Secret.fromSecretNameV2(stack, 'S', 'name')));
    instance('Named', Credentials.fromSecret(master, 'other'));
    const managed = instance('Managed', Credentials.fromUsername('me', { encryptionKey: key }), true);
    out(managed.secret.secretArn);
    instance('ManagedPlain', undefined, true);
    instance('Table', { username: 'me', password: cdk.SecretValue.unsafePlainText('p') });
    new rds.DatabaseSecret(stack, 'User', {
      username: 'user', masterSecret: master, dbname: 'db', replaceOnPasswordCriteriaChanges: true,
      encryptionKey: key,
    });
  },

  members_of_instances: (app, cdk, lib) => {
    const rds = lib('aws-rds'), ec2 = lib('aws-ec2'), iam = lib('aws-iam'), cloudwatch = lib('aws-cloudwatch');
    const { stack, vpc, out } = start(app, cdk, lib);
    const engine = rds.DatabaseInstanceEngine.mariaDb({ version: rds.MariaDbEngineVersion.VER_10_11 });
    const instance = new rds.DatabaseInstance(stack, 'Db', { engine, vpc });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    instance.addRotationSingleUser({ automaticallyAfter: cdk.Duration.days(9), excludeCharacters: '!' });
    const secret = new rds.DatabaseSecret(stack, 'User', { username: 'user', masterSecret: instance.secret });
    instance.addRotationMultiUser('Multi', { secret: secret.attach(instance) });
    instance.grantConnect(role);
    instance.grantConnect(role, 'user');
    const target = new (lib('aws-events-targets').SnsTopic)(new (lib('aws-sns').Topic)(stack, 'Topic'));
    instance.onEvent('Event', { eventPattern: { detailType: ['RDS DB Instance Event'] }, target });
    instance.connections.allowDefaultPortFrom(new ec2.SecurityGroup(stack, 'Group', { vpc }));
    const proxy = instance.addProxy('Proxy', { vpc, secrets: [instance.secret] });
    proxy.grantConnect(role);
    for (const name of ['CPUUtilization', 'DatabaseConnections', 'FreeStorageSpace', 'FreeableMemory', 'ReadIOPS', 'WriteIOPS']) {
      const metric = instance[`metric${name}`]();
      new cloudwatch.Alarm(stack, name, { metric, threshold: 1, evaluationPeriods: 1 });
    }
    const metric = instance.metric('Other', { statistic: 'Sum' });
    new cloudwatch.Alarm(stack, 'Other', { metric, threshold: 1, evaluationPeriods: 1 });
    out(instance.instanceArn, instance.instanceEndpoint.socketAddress, instance.dbInstanceEndpointAddress,
      instance.dbInstanceEndpointPort, instance.dbInstanceRef.dbInstanceArn, instance.instanceIdentifier);
  },

  groups: (app, cdk, lib) => {
    const rds = lib('aws-rds'), ec2 = lib('aws-ec2');
    const { stack, vpc, out } = start(app, cdk, lib);
    const group = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0123456789abcdef0');
    const engine = rds.DatabaseInstanceEngine.oracleSe2({ version: rds.OracleEngineVersion.VER_19 });
    const options = new rds.OptionGroup(stack, 'Options', {
      engine, configurations: [
        { name: 'XMLDB' }, { name: 'OEM', port: 1158, vpc }, { name: 'SSL', port: 2484, vpc, securityGroups: [group] },
        { name: 'S3', version: '1.0', settings: { a: '1', b: '2' } },
      ],
    });
    options.addConfiguration({ name: 'Later' });
    options.optionConnections.OEM.connections.allowDefaultPortFromAnyIpv4();
    new rds.OptionGroup(stack, 'None', { engine, configurations: [], description: 'd', optionGroupName: 'none' });
    const both = new rds.ParameterGroup(stack, 'Both', { engine, parameters: { a: '1' }, removalPolicy: cdk.RemovalPolicy.RETAIN });
    both.bindToCluster({});
    both.addParameter('b', '2');
    out(both.bindToInstance({}).parameterGroupName);
    const named = rds.ParameterGroup.forInstance(stack, 'One', { engine, description: 'd', name: 'n' });
    rds.ParameterGroup.forCluster(stack, 'Cluster', { engine });
    new rds.ParameterGroup(stack, 'Unused', { engine });
    const imported = rds.ParameterGroup.fromParameterGroupName(stack, 'Imported', 'i');
    imported.addParameter('a', 'b');
    const subnets = new rds.SubnetGroup(stack, 'Subnets', {
      vpc, description: 'd', subnetGroupName: 'UPPER', vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
      removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    new rds.SubnetGroup(stack, 'Plain', { vpc, description: 'd' });
    out(options.optionGroupName, options.optionGroupRef.optionGroupName, named.dbParameterGroupRef.dbParameterGroupArn,
      named.dbParameterGroupRef.dbParameterGroupName, imported.dbParameterGroupRef.dbParameterGroupArn,
      imported.dbClusterParameterGroupRef.dbClusterParameterGroupName, subnets.dbSubnetGroupRef.dbSubnetGroupArn,
      rds.SubnetGroup.fromSubnetGroupName(stack, 'Sub', 's').dbSubnetGroupRef.dbSubnetGroupArn,
      rds.OptionGroup.fromOptionGroupName(stack, 'Opt', 'o').optionGroupRef.optionGroupName);
  },

  clusters: (app, cdk, lib) => {
    const rds = lib('aws-rds'), ec2 = lib('aws-ec2'), iam = lib('aws-iam'), kms = lib('aws-kms'), logs = lib('aws-logs');
    const s3 = lib('aws-s3');
    const { stack, vpc, out } = start(app, cdk, lib);
    const { ClusterInstance, DatabaseClusterEngine } = rds;
    const mysql = DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_08_0 });
    const postgres = DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4 });
    const key = new kms.Key(stack, 'Key');
    const bucket = new s3.Bucket(stack, 'Bucket');
    new rds.DatabaseCluster(stack, 'Plain', { engine: mysql, vpc, writer: ClusterInstance.provisioned('Writer') });
    const full = new rds.DatabaseCluster(stack, 'Full', {
      engine: mysql, vpc, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, autoMinorVersionUpgrade: true,
      backtrackWindow: cdk.Duration.hours(1), backup: { retention: cdk.Duration.days(20), preferredWindow: '01:00-02:00' },
      cloudwatchLogsExports: ['error', 'audit'], cloudwatchLogsRetention: logs.RetentionDays.ONE_DAY,
      clusterIdentifier: 'MyCluster', copyTagsToSnapshot: false, credentials: rds.Credentials.fromGeneratedSecret('me'),
      databaseInsightsMode: rds.DatabaseInsightsMode.ADVANCED, defaultDatabaseName: 'main', deleteAutomatedBackups: false,
      deletionProtection: false, domain: 'd-1', enableClusterLevelEnhancedMonitoring: true, enableDataApi: true,
      enableLocalWriteForwarding: true, enablePerformanceInsights: true,
      performanceInsightRetention: rds.PerformanceInsightRetention.MONTHS_15, performanceInsightEncryptionKey: key,
      engineLifecycleSupport: rds.EngineLifecycleSupport.OPEN_SOURCE_RDS_EXTENDED_SUPPORT_DISABLED,
      iamAuthentication: true, monitoringInterval: cdk.Duration.seconds(30), networkType: rds.NetworkType.DUAL,
      parameters: { a: '1' }, port: 3307, preferredMaintenanceWindow: 'Sun:03:00-Sun:04:00',
      removalPolicy: cdk.RemovalPolicy.RETAIN, s3ImportBuckets: [bucket], s3ExportBuckets: [bucket],
      serverlessV2MinCapacity: 0, serverlessV2MaxCapacity: 16, serverlessV2AutoPauseDuration: cdk.Duration.minutes(10),
      storageEncryptionKey: key, storageType: rds.DBClusterStorageType.AURORA_IOPT1,
      writer: ClusterInstance.serverlessV2('Writer'), readers: [ClusterInstance.serverlessV2('Reader', { scaleWithWriter: true })],
    });
    full.addRotationSingleUser();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    full.grantConnect(role, 'me');
    full.grantDataApiAccess(role);
    out(full.clusterArn, full.clusterIdentifier, full.clusterResourceIdentifier, full.clusterEndpoint.socketAddress,
      full.clusterReadEndpoint.hostname, full.instanceIdentifiers.join(), full.instanceEndpoints[1].socketAddress,
      full.dbClusterRef.dbClusterArn);
    new rds.DatabaseCluster(stack, 'Legacy', {
      engine: postgres, instances: 3, instanceIdentifierBase: 'base', instanceUpdateBehaviour: rds.InstanceUpdateBehaviour.ROLLING,
      monitoringInterval: cdk.Duration.seconds(5), s3ImportBuckets: [bucket], s3ExportRole: role,
      instanceProps: {
        vpc, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, instanceType: new ec2.InstanceType('r5.large'),
        parameters: { b: '2' }, allowMajorVersionUpgrade: true, autoMinorVersionUpgrade: true, deleteAutomatedBackups: true,
        preferredMaintenanceWindow: 'w', enablePerformanceInsights: true,
      },
    });
    new rds.DatabaseCluster(stack, 'Two', { engine: DatabaseClusterEngine.AURORA_MYSQL, clusterIdentifier: 'two', instanceProps: { vpc } });
    new rds.DatabaseCluster(stack, 'Managed', {
      engine: postgres, vpc, writer: ClusterInstance.provisioned('W'), manageMasterUserPassword: true,
      credentials: rds.Credentials.fromUsername('me', { encryptionKey: key }),
    });
    new rds.DatabaseCluster(stack, 'Copy', {
      engine: postgres, vpc, writer: ClusterInstance.provisioned('W'), replicationSourceIdentifier: 'arn:of:source',
    });
    new rds.DatabaseCluster(stack, 'Limitless', {
      engine: DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4_LIMITLESS }), vpc,
      clusterScalabilityType: rds.ClusterScalabilityType.LIMITLESS, enablePerformanceInsights: true,
      performanceInsightRetention: rds.PerformanceInsightRetention.MONTHS_1, monitoringInterval: cdk.Duration.seconds(5),
      enableClusterLevelEnhancedMonitoring: true, storageType: rds.DBClusterStorageType.AURORA_IOPT1,
      cloudwatchLogsExports: ['postgresql'],
    });
  },

  cluster_instances: (app, cdk, lib) => {
    const rds = lib('aws-rds'), ec2 = lib('aws-ec2'), kms = lib('aws-kms');
    const { stack, vpc } = start(app, cdk, lib);
    const { ClusterInstance } = rds;
    const engine = rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_17_4 });
    const key = new kms.Key(stack, 'Key');
    const cluster = (id, writer, ...readers) => new rds.DatabaseCluster(stack, id, {
      engine, vpc, writer, readers, monitoringInterval: cdk.Duration.seconds(5), vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
    });
    cluster('Full', ClusterInstance.provisioned('Writer', {
      allowMajorVersionUpgrade: true, applyImmediately: true, autoMinorVersionUpgrade: false, availabilityZone: 'eu-west-1a',
      caCertificate: rds.CaCertificate.RDS_CA_RSA4096_G1, enablePerformanceInsights: true, instanceIdentifier: 'w',
      parameters: { a: '1' }, performanceInsightEncryptionKey: key, preferredMaintenanceWindow: 'm', publiclyAccessible: false,
      performanceInsightRetention: rds.PerformanceInsightRetention.LONG_TERM,
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.R6G, ec2.InstanceSize.XLARGE8),
    }), ClusterInstance.serverlessV2('Scaled', { scaleWithWriter: true }), ClusterInstance.serverlessV2('Alone'),
    ClusterInstance.provisioned('Other', { promotionTier: 1, instanceType: new ec2.InstanceType('r5.large') }));
    cluster('Serverless', ClusterInstance.serverlessV2('Writer'), ClusterInstance.serverlessV2('Reader'));
    cluster('Mixed', ClusterInstance.provisioned('Writer'), ClusterInstance.provisioned('R1', { promotionTier: 15 }),
      ClusterInstance.serverlessV2('R2'));
    cluster('Legacy', ClusterInstance.provisioned('Instance1', { isFromLegacyInstanceProps: true }));
  },

  restored_clusters: (app, cdk, lib) => {
    const rds = lib('aws-rds');
    const { stack, vpc } = start(app, cdk, lib);
    const engine = rds.DatabaseClusterEngine.AURORA_MYSQL;
    const { SnapshotCredentials } = rds;
    const cluster = (id, props) => new rds.DatabaseClusterFromSnapshot(stack, id, {
      engine, vpc, writer: rds.ClusterInstance.provisioned('Writer'), snapshotIdentifier: 's', ...props,
    });
    cluster('Plain');
    cluster('Old', { credentials: rds.Credentials.fromGeneratedSecret('me') });
    cluster('Generated', { snapshotCredentials: SnapshotCredentials.fromGeneratedSecret('me') });
    cluster('Given', { snapshotCredentials: SnapshotCredentials.fromPassword(cdk.SecretValue.unsafePlainText('p')) });
    cluster('Managed', { manageMasterUserPassword: true });
    new rds.DatabaseClusterFromSnapshot(stack, 'Legacy', { engine, snapshotIdentifier: 's', instanceProps: { vpc }, instances: 1 });
  },

  serverless: (app, cdk, lib) => {
    const rds = lib('aws-rds'), iam = lib('aws-iam'), kms = lib('aws-kms');
    const { stack, vpc, out } = start(app, cdk, lib);
    const engine = rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_13_9 });
    const cluster = new rds.ServerlessCluster(stack, 'Cluster', {
      engine, vpc, backupRetention: cdk.Duration.days(3), clusterIdentifier: 'Mine', defaultDatabaseName: 'd',
      removalPolicy: cdk.RemovalPolicy.RETAIN, storageEncryptionKey: new kms.Key(stack, 'Key'),
      scaling: {
        autoPause: cdk.Duration.minutes(10), minCapacity: rds.AuroraCapacityUnit.ACU_2, maxCapacity: rds.AuroraCapacityUnit.ACU_32,
        timeout: cdk.Duration.seconds(100), timeoutAction: rds.TimeoutAction.FORCE_APPLY_CAPACITY_CHANGE,
      },
    });
    cluster.addRotationSingleUser();
    cluster.grantDataApiAccess(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
    cluster.connections.allowDefaultPortFromAnyIpv4();
    out(cluster.clusterArn, cluster.clusterEndpoint.socketAddress);
    new rds.ServerlessCluster(stack, 'Outside', { engine, scaling: { autoPause: cdk.Duration.minutes(0) } });
    new rds.ServerlessClusterFromSnapshot(stack, 'Restored', {
      engine, snapshotIdentifier: 's', vpc, enableDataApi: true, credentials: rds.SnapshotCredentials.fromGeneratedPassword('me'),
    });
    const imported = rds.ServerlessCluster.fromServerlessClusterAttributes(stack, 'Imported', {
      clusterIdentifier: 'i', port: 3306, clusterEndpointAddress: 'e', readerEndpointAddress: 'r',
    });
    out(imported.clusterArn, imported.clusterEndpoint.socketAddress, imported.clusterReadEndpoint.socketAddress);
  },

  proxies: (app, cdk, lib) => {
    const rds = lib('aws-rds'), ec2 = lib('aws-ec2'), iam = lib('aws-iam');
    const { stack, vpc, out } = start(app, cdk, lib);
    const engine = rds.DatabaseClusterEngine.AURORA_MYSQL;
    const cluster = new rds.DatabaseCluster(stack, 'Cluster', { engine, vpc, writer: rds.ClusterInstance.serverlessV2('W') });
    const legacy = new rds.DatabaseCluster(stack, 'Legacy', { engine, instanceProps: { vpc } });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    const proxy = cluster.addProxy('Proxy', {
      vpc, secrets: [cluster.secret], borrowTimeout: cdk.Duration.seconds(30), dbProxyName: 'named', debugLogging: true,
      clientPasswordAuthType: rds.ClientPasswordAuthType.MYSQL_NATIVE_PASSWORD, iamAuth: true, initQuery: 'SET x=1',
      idleClientTimeout: cdk.Duration.minutes(2), maxConnectionsPercent: 90, maxIdleConnectionsPercent: 40, requireTLS: false,
      sessionPinningFilters: [rds.SessionPinningFilter.EXCLUDE_VARIABLE_SETS, rds.SessionPinningFilter.of('F')],
      vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
    });
    const endpoint = proxy.addEndpoint('Reader', { vpc, targetRole: rds.ProxyEndpointTargetRole.READ_ONLY });
    proxy.grantConnect(role);
    new rds.DatabaseProxy(stack, 'Iam', {
      vpc, proxyTarget: rds.ProxyTarget.fromCluster(legacy), defaultAuthScheme: rds.DefaultAuthScheme.IAM_AUTH, role,
    }).grantConnect(role, 'me');
    const imported = rds.DatabaseProxy.fromDatabaseProxyAttributes(stack, 'Imported', {
      dbProxyArn: 'arn:aws:rds:eu-west-1:111122223333:db-proxy:prx-1', dbProxyName: 'p', endpoint: 'e', securityGroups: [],
    });
    imported.grantConnect(role, 'you');
    new rds.DatabaseProxyEndpoint(stack, 'Endpoint', { dbProxy: imported, vpc, dbProxyEndpointName: 'n' });
    const other = rds.DatabaseProxyEndpoint.fromDatabaseProxyEndpointAttributes(stack, 'Other', {
      dbProxyEndpointArn: 'a', dbProxyEndpointName: 'n', endpoint: 'e',
    });
    new rds.DatabaseSecret(stack, 'Secret', { username: 'u' }).attach(proxy);
    out(proxy.dbProxyArn, proxy.dbProxyName, proxy.endpoint, proxy.dbProxyRef.dbProxyArn, endpoint.endpoint,
      endpoint.dbProxyEndpointArn, endpoint.dbProxyEndpointName, imported.endpoint,
      other.dbProxyEndpointRef.dbProxyEndpointArn);
  },

  imports: (app, cdk, lib) => {
    const rds = lib('aws-rds'), ec2 = lib('aws-ec2'), iam = lib('aws-iam');
    const { stack, vpc, out } = start(app, cdk, lib, { env: ENV });
    const group = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0123456789abcdef0');
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    const instance = rds.DatabaseInstance.fromDatabaseInstanceAttributes(stack, 'Instance', {
      instanceIdentifier: 'i', instanceEndpointAddress: 'a', port: 3306, securityGroups: [group], instanceResourceId: 'db-1',
      engine: rds.DatabaseInstanceEngine.MYSQL,
    });
    instance.grantConnect(role, 'me');
    instance.addProxy('Proxy', { vpc, secrets: [new rds.DatabaseSecret(stack, 'Secret', { username: 'u' })] });
    instance.connections.allowDefaultPortFromAnyIpv4();
    const cluster = rds.DatabaseCluster.fromDatabaseClusterAttributes(stack, 'Cluster', {
      clusterIdentifier: 'c', clusterEndpointAddress: 'e', clusterResourceIdentifier: 'cluster-1', dataApiEnabled: true,
      engine: rds.DatabaseClusterEngine.AURORA_MYSQL, instanceEndpointAddresses: ['x', 'y'], instanceIdentifiers: ['a', 'b'],
      port: 3306, readerEndpointAddress: 'r', securityGroups: [group],
      secret: new rds.DatabaseSecret(stack, 'Other', { username: 'u' }),
    });
    cluster.grantConnect(role, 'me');
    cluster.grantDataApiAccess(role);
    rds.ClusterInstance.provisioned('More').bind(stack, cluster, {});
    out(instance.instanceArn, instance.instanceEndpoint.socketAddress, instance.dbInstanceEndpointPort, cluster.clusterArn,
      cluster.clusterEndpoint.socketAddress, cluster.clusterReadEndpoint.socketAddress, cluster.instanceEndpoints[1].socketAddress,
      cluster.instanceIdentifiers.join(), cluster.clusterResourceIdentifier);
    const found = rds.DatabaseInstance.fromLookup(stack, 'FoundInstance', { instanceIdentifier: 'i' });
    const foundCluster = rds.DatabaseCluster.fromLookup(stack, 'FoundCluster', { clusterIdentifier: 'c' });
    foundCluster.grantDataApiAccess(role);
    out(found.instanceEndpoint.socketAddress, foundCluster.clusterEndpoint.socketAddress);
  },

  flags: (app, cdk, lib) => {
    const rds = lib('aws-rds'), ec2 = lib('aws-ec2');
    flagged(app, 'auroraClusterChangeScopeOfInstanceParameterGroupWithEachParameters', 'databaseProxyUniqueResourceName',
      'lowercaseDbIdentifier', 'preventRenderingDeprecatedCredentials',
      'setCorrectValueForDatabaseInstanceReadReplicaInstanceResourceId');
    const { stack, vpc, out } = start(app, cdk, lib);
    const engine = rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 });
    const instance = new rds.DatabaseInstance(stack, 'Db', { engine, vpc, instanceIdentifier: 'UPPER' });
    instance.addProxy('Proxy', { vpc, secrets: [instance.secret] });
    const replica = new rds.DatabaseInstanceReadReplica(stack, 'Replica', {
      sourceDatabaseInstance: instance, instanceType: new ec2.InstanceType('t3.small'), vpc,
    });
    out(replica.instanceResourceId);
    const parameters = { a: '1' };
    new rds.DatabaseClusterFromSnapshot(stack, 'Cluster', {
      engine: rds.DatabaseClusterEngine.AURORA_MYSQL, vpc, snapshotIdentifier: 's', clusterIdentifier: 'UPPER',
      writer: rds.ClusterInstance.provisioned('W', { parameters }), readers: [rds.ClusterInstance.provisioned('R', { parameters })],
    });
    const other = new cdk.Stack(app, 'Other', { env: { account: '444455556666', region: 'eu-west-1' } });
    new cdk.CfnOutput(other, 'Name', { value: instance.instanceIdentifier });
  },
};
