'use strict';

// Cases of aws_backup; their Lua twins are in spec/aws_cdk/aws_backup/aws_backup_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };

module.exports = {
  vaults: (app, cdk, lib) => {
    const backup = lib('aws-backup'), iam = lib('aws-iam'), kms = lib('aws-kms'), sns = lib('aws-sns');
    const { BackupVault, BackupVaultEvents } = backup, days = cdk.Duration.days;
    const stack = new cdk.Stack(app, 'S'), out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const statement = (action) => new iam.PolicyStatement({ actions: [action], principals: [new iam.AnyPrincipal()], resources: ['*'] });
    const user = new iam.User(stack, 'User'), key = new kms.Key(stack, 'Key'), topic = new sns.Topic(stack, 'Topic');
    const vault = new BackupVault(stack, 'Vault');
    const policy = new iam.PolicyDocument({ statements: [statement('backup:A')] });
    const named = new BackupVault(stack, 'Named', {
      backupVaultName: 'named', accessPolicy: policy, encryptionKey: key, notificationTopic: topic, blockRecoveryPointDeletion: true, removalPolicy: cdk.RemovalPolicy.DESTROY,
      lockConfiguration: { minRetention: days(1), maxRetention: days(30), changeableFor: days(3) },
    });
    new BackupVault(stack, 'Events', { notificationTopic: topic, notificationEvents: [BackupVaultEvents.BACKUP_JOB_FAILED], lockConfiguration: { minRetention: days(2) } });
    new BackupVault(new cdk.NestedStack(stack, 'ANestedStackWithAVeryLongNameSoThatTheNameIsCut'), 'AVaultWithALongNameToo', { backupVaultName: '' });
    named.addToAccessPolicy(statement('backup:B'));
    vault.blockRecoveryPointDeletion();
    vault.grant(user, 'backup:C', 'backup:D');
    const imported = BackupVault.fromBackupVaultArn(stack, 'ByArn', 'arn:aws:backup:eu-west-1:111122223333:backup-vault:v');
    imported.grant(user, 'backup:E');
    out('Arn', vault.backupVaultArn);
    out('Name', named.backupVaultRef.backupVaultName);
    out('Imported', imported.backupVaultName);
    out('ByName', BackupVault.fromBackupVaultName(stack, 'ByName', 'v').backupVaultArn);
    out('Token', BackupVault.fromBackupVaultArn(stack, 'ByToken', cdk.Fn.importValue('arn')).backupVaultName);
  },

  plans: (app, cdk, lib) => {
    const backup = lib('aws-backup'), events = lib('aws-events'), { BackupPlan, BackupPlanRule, BackupVault, IndexActionResourceType: Index } = backup, { days, hours } = cdk.Duration;
    const stack = new cdk.Stack(app, 'S', { env: ENV }), out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const vault = new BackupVault(stack, 'Vault'), l1 = new backup.CfnBackupVault(stack, 'L1', { backupVaultName: 'l1' });
    BackupPlan.daily35DayRetention(stack, 'Daily');
    BackupPlan.dailyMonthly1YearRetention(stack, 'Monthly1', vault);
    BackupPlan.dailyWeeklyMonthly5YearRetention(stack, 'Monthly5', l1);
    BackupPlan.dailyWeeklyMonthly7YearRetention(stack, 'Monthly7', vault);
    const plan = new BackupPlan(stack, 'Plan', { backupPlanName: 'plan', windowsVss: true, backupPlanRules: [new BackupPlanRule({}), BackupPlanRule.weekly(vault)] });
    plan.addRule(new BackupPlanRule({
      ruleName: 'whole', backupVault: vault, completionWindow: hours(2), startWindow: hours(1), deleteAfter: days(120), moveToColdStorageAfter: days(10), recoveryPointTags: { k: 'v' },
      scheduleExpression: events.Schedule.cron({ hour: '3', minute: '0' }), scheduleExpressionTimezone: cdk.TimeZone.EUROPE_BERLIN,
      copyActions: [{ destinationBackupVault: l1 }, { destinationBackupVault: vault, deleteAfter: days(100), moveToColdStorageAfter: days(10) }],
      indexActions: [{ resourceTypes: [Index.EBS, new Index('OWN')] }],
    }));
    plan.addRule(new BackupPlanRule({ enableContinuousBackup: true }));
    plan.addRule(new BackupPlanRule({ enableContinuousBackup: true, deleteAfter: days(7) }));
    out('Id', plan.backupPlanId);
    out('Arn', plan.backupPlanRef.backupPlanArn);
    out('Version', plan.versionId);
    out('Vault', plan.backupVault.backupVaultName);
    out('Imported', BackupPlan.fromBackupPlanId(stack, 'ById', 'id').backupPlanRef.backupPlanArn);
  },

  selections: (app, cdk, lib) => {
    const backup = lib('aws-backup'), dynamodb = lib('aws-dynamodb'), ec2 = lib('aws-ec2'), efs = lib('aws-efs'), rds = lib('aws-rds'), iam = lib('aws-iam'), s3 = lib('aws-s3');
    const { BackupResource, BackupSelection, TagOperation } = backup;
    const stack = new cdk.Stack(app, 'S'), out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const plan = backup.BackupPlan.daily35DayRetention(stack, 'Plan');
    const holder = new cdk.NestedStack(stack, 'Holder'), partitionKey = { name: 'k', type: dynamodb.AttributeType.STRING };
    const data = new dynamodb.Table(stack, 'Data', { partitionKey }), instance = new ec2.CfnInstance(stack, 'Instance'), files = new efs.CfnFileSystem(stack, 'Files');
    const cluster = new rds.CfnDBCluster(stack, 'Cluster', { engine: 'mysql' }), database = new rds.CfnDBInstance(stack, 'Database', { engine: 'mysql' });
    new dynamodb.Table(holder, 'Table', { partitionKey });
    new efs.CfnFileSystem(holder, 'Files');
    new ec2.CfnVolume(holder, 'Volume', { availabilityZone: 'a' });
    new ec2.CfnInstance(holder, 'Instance');
    new rds.CfnDBInstance(holder, 'Database', { engine: 'mysql' });
    new rds.CfnDBInstance(holder, 'OfCluster', { engine: 'mysql', dbClusterIdentifier: 'c' });
    new rds.CfnDBCluster(holder, 'Cluster', { engine: 'mysql' });
    new cdk.CfnResource(holder, 'Raw', { type: 'AWS::EC2::Volume' });
    const selection = plan.addSelection('All', {
      resources: [
        BackupResource.fromArn('arn:a'), BackupResource.fromTag('k', 'v'), BackupResource.fromTag('k', 'w', TagOperation.STRING_EQUALS), BackupResource.fromDynamoDbTable(data),
        BackupResource.fromEc2Instance(instance), BackupResource.fromEfsFileSystem(files), BackupResource.fromRdsDatabaseInstance(database), BackupResource.fromRdsDatabaseCluster(cluster),
        BackupResource.fromRdsServerlessCluster(cluster),
      ],
    });
    new BackupSelection(stack, 'Found', {
      backupPlan: backup.BackupPlan.fromBackupPlanId(stack, 'ById', 'id'), resources: [BackupResource.fromConstruct(holder)], allowRestores: true, backupSelectionName: 'found',
    });
    new BackupSelection(stack, 'Given', {
      backupPlan: plan, resources: [new BackupResource('arn:b', { key: 'k', value: 'v' })], disableDefaultBackupPolicy: true, allowRestores: true,
      role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('backup.amazonaws.com') }),
    });
    new s3.Bucket(stack, 'Bucket').grantRead(selection);
    out('Id', selection.selectionId);
    out('Plan', selection.backupPlanId);
  },
};
