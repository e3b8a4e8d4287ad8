'use strict';

// Cases of aws_glue; their Lua twins are in spec/aws_cdk/aws_glue/aws_glue_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };
const FILES = 'spec/fixtures/glue/';

module.exports = {
  catalogs_and_databases: (app, cdk, lib) => {
    const glue = lib('aws-glue'), kms = lib('aws-kms'), iam = lib('aws-iam'), { Catalog, Database, DataCatalogEncryptionAtRest: AtRest } = glue;
    const stack = new cdk.Stack(app, 'S'), other = new cdk.Stack(app, 'Other', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const key = new kms.Key(stack, 'Key'), role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('glue.amazonaws.com') });
    const account = Catalog.encryptAccount(stack, { encryptionAtRest: AtRest.kmsWithServiceRole(role, key), connectionPasswordEncryption: { kmsKey: key } });
    const catalog = new Catalog(stack, 'Catalog', {
      catalogName: 'c', description: 'd', encryptionAtRest: AtRest.kms(), connectionPasswordEncryption: { returnConnectionPasswordEncrypted: false },
    });
    new Catalog(stack, 'Plain', { catalogName: 'plain', encryptionAtRest: AtRest.disabled() });
    const database = new Database(stack, 'Database');
    new Database(stack, 'Named', { databaseName: 'named', description: 'd', locationUri: 's3://b/p', catalog, removalPolicy: cdk.RemovalPolicy.DESTROY });
    new Database(other, 'Other', { catalog: Catalog.fromCatalogId(other, 'ById', 'id') });
    const imported = Database.fromDatabaseArn(stack, 'Imported', 'arn:aws:glue:eu-west-1:111122223333:database/d');
    out('Account', account.catalogArn);
    out('CatalogArn', catalog.catalogArn);
    out('Ref', catalog.catalogRef.resourceArn);
    out('DatabaseArn', database.databaseArn);
    out('Catalog', database.catalog.catalogId);
    out('ImportedName', imported.databaseRef.databaseName);
    out('ImportedCatalog', imported.catalog.catalogArn);
    out('OfAccount', Catalog.fromCatalogArn(stack, 'OfAccount', 'arn:aws:glue:eu-west-1:111122223333:catalog').catalogId);
    out('OfName', Catalog.fromCatalogArn(stack, 'OfName', 'arn:aws:glue:eu-west-1:111122223333:catalog/n').catalogId);
    out('Without', Catalog.forAccount(other).catalogArn);
  },

  tables: (app, cdk, lib) => {
    const glue = lib('aws-glue'), kms = lib('aws-kms'), iam = lib('aws-iam'), s3 = lib('aws-s3');
    const { Schema, StorageParameter, S3TableStorage, S3TableEncryption, TableClientSideEncryption } = glue;
    const stack = new cdk.Stack(app, 'S'), database = new glue.Database(stack, 'Database', { databaseName: 'd' });
    const out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const user = new iam.User(stack, 'User'), key = new kms.Key(stack, 'Key'), bucket = new s3.Bucket(stack, 'Bucket');
    const columns = [{ name: 'a', type: Schema.STRING, comment: 'c' }];
    const types = [
      Schema.decimal(10), Schema.decimal(38, 0), Schema.char(255), Schema.varchar(65535), Schema.array(Schema.BIG_INT), Schema.map(Schema.DATE, Schema.array(Schema.FLOAT)),
      Schema.struct([{ name: 'x', type: Schema.BOOLEAN }, { name: 'y', type: Schema.BINARY, comment: 'c' }]), Schema.custom('own'), Schema.map(Schema.custom('k', true), Schema.TIMESTAMP),
    ];
    const whole = new glue.S3Table(stack, 'Whole', {
      database, tableName: 'whole', description: 'd', columns: types.map((type, i) => ({ name: `c${i}`, type })), partitionKeys: [{ name: 'p', type: Schema.SMALL_INT }],
      dataFormat: glue.DataFormat.JSON, compressed: true, enablePartitionFiltering: true, hasEncryptedData: false, storedAsSubDirectories: true, s3Prefix: 'data/',
      parameters: { own: 'x', classification: 'mine', has_encrypted_data: 'false' }, storage: S3TableStorage.fromBucket(bucket), clientSideEncryption: TableClientSideEncryption.kms(key),
      storageParameters: [
        StorageParameter.skipHeaderLineCount(1), StorageParameter.dataCleansingEnabled(true), StorageParameter.compressionType(glue.CompressionType.GZIP),
        StorageParameter.invalidCharHandling(glue.InvalidCharHandlingAction.REPLACE), StorageParameter.replacementChar('x'), StorageParameter.numericOverflowHandling(glue.NumericOverflowHandlingAction.FAIL),
        StorageParameter.surplusBytesHandling(glue.SurplusBytesHandlingAction.TRUNCATE), StorageParameter.surplusCharHandling(glue.SurplusCharHandlingAction.DISABLED),
        StorageParameter.columnCountMismatchHandling(glue.ColumnCountMismatchHandlingAction.DROP_ROW), StorageParameter.numRows(1e6), StorageParameter.serializationNullFormat('n'),
        StorageParameter.orcSchemaResolution(glue.OrcColumnMappingType.POSITION), StorageParameter.writeParallel(glue.WriteParallel.OFF), StorageParameter.writeMaxFileSizeMb(8),
        StorageParameter.writeKmsKeyId(key), StorageParameter.custom('separatorChar', ','),
      ],
    });
    const plain = new glue.S3Table(stack, 'Plain', { database, columns, dataFormat: glue.DataFormat.LOGSTASH, clientSideEncryption: TableClientSideEncryption.kms() });
    const encrypted = new glue.S3Table(stack, 'Encrypted', { database, columns, dataFormat: glue.DataFormat.PARQUET, storage: S3TableStorage.managedBucket(S3TableEncryption.kms(key)) });
    new glue.S3Table(stack, 'Managed', { database, columns, dataFormat: glue.DataFormat.AVRO, storage: S3TableStorage.managedBucket(S3TableEncryption.kmsManaged()) });
    const shared = new glue.S3Table(stack, 'Shared', { database, columns, dataFormat: glue.DataFormat.TSV, storage: S3TableStorage.fromBucket(bucket) });
    const connection = glue.Connection.fromConnectionName(stack, 'Connection', 'c');
    const external = new glue.ExternalTable(stack, 'External', {
      database, columns, connection, externalDataLocation: 'default.db.t', parameters: { connectionName: 'over' },
      dataFormat: new glue.DataFormat({
        inputFormat: new glue.InputFormat('in'), outputFormat: glue.OutputFormat.ORC, serializationLibrary: new glue.SerializationLibrary('s'), classificationString: new glue.ClassificationString('c'),
      }),
    });
    whole.grantReadWrite(user);
    plain.grantRead(user);
    plain.grantWrite(user);
    shared.grantRead(user);
    encrypted.grant(user, ['glue:A']);
    external.grantToUnderlyingResources(user, ['glue:B']);
    external.grantReadWrite(new iam.AccountPrincipal('444455556666'));
    external.grantRead(user);
    external.grantWrite(user);
    out('Arn', whole.tableArn);
    out('Name', external.tableName);
    out('Imported', glue.TableBase.fromTableArn(stack, 'ByArn', 'arn:aws:glue:eu-west-1:111122223333:table/d/t').tableName);
    out('Token', glue.S3Table.fromTableArn(stack, 'ByToken', cdk.Fn.importValue('arn')).tableName);
    out('Given', glue.TableBase.fromTableAttributes(stack, 'Given', { tableArn: 'a', tableName: 'n' }).tableName);
  },

  partitions: (app, cdk, lib) => {
    const glue = lib('aws-glue'), { Schema, PartitionProjectionConfiguration: Projection } = glue;
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const kms = lib('aws-kms'), key = new kms.Key(stack, 'Key');
    const catalog = new glue.Catalog(stack, 'Catalog', { catalogName: 'c', encryptionAtRest: glue.DataCatalogEncryptionAtRest.kms(key) });
    const database = new glue.Database(stack, 'Database', { catalog });
    const columns = [{ name: 'a', type: Schema.STRING }], dataFormat = glue.DataFormat.ORC;
    const names = ['year', 'day', 'hour', 'kind', 'who'], partitionKeys = names.map((name) => ({ name, type: Schema.STRING }));
    new glue.S3Table(stack, 'Projected', {
      database, columns, dataFormat, partitionKeys, parameters: { own: 'x' }, partitionProjection: {
        year: Projection.integer({ min: 2000, max: 2030, interval: 2, digits: 4 }), day: Projection.date({ min: '2020-01-01', max: 'NOW', format: "yyyy-MM-dd'T'''" }),
        hour: Projection.date({ min: 'a', max: 'b', format: 'yyyy/MM/dd/HH', step: { interval: 1, intervalUnit: glue.DateIntervalUnit.HOURS } }), kind: Projection.enum({ values: ['x', 'y'] }),
        who: Projection.injected(),
      },
    });
    new glue.S3Table(stack, 'Indexed', {
      database, columns, dataFormat, partitionKeys, partitionIndexes: [{ keyNames: ['year', 'day'] }, { keyNames: ['hour'], indexName: 'named' }],
    }).addPartitionIndex({ keyNames: ['kind'] });
    const long = 'x'.repeat(90);
    new glue.S3Table(stack, 'Long', { database: new glue.Database(stack, 'Other'), columns, dataFormat, partitionKeys: [{ name: long, type: Schema.STRING }] })
      .addPartitionIndex({ keyNames: [long] });
  },

  jobs: (app, cdk, lib) => {
    const glue = lib('aws-glue'), iam = lib('aws-iam'), logs = lib('aws-logs'), s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S'), out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('glue.amazonaws.com') }), bucket = new s3.Bucket(stack, 'Bucket');
    const script = glue.Code.fromBucket(bucket, 'job.py'), library = glue.Code.fromAsset(`${FILES}library.py`), jar = glue.Code.fromBucket(bucket, 'a.jar');
    const security = glue.SecurityConfiguration.fromSecurityConfigurationName(stack, 'Security', 's'), connection = glue.Connection.fromConnectionName(stack, 'Connection', 'c');
    const { minutes, hours } = cdk.Duration;
    const plain = new glue.PySparkEtlJob(stack, 'Plain', { role, script });
    new glue.PySparkEtlJob(stack, 'Whole', {
      role, script: glue.Code.fromAsset(`${FILES}job.py`), jobName: 'whole', description: 'd', glueVersion: glue.GlueVersion.V5_1, maxConcurrentRuns: 3, maxRetries: 2, jobRunQueuingEnabled: true,
      securityConfiguration: security, connections: [connection], tags: { k: 'v' }, timeout: hours(1), notifyDelayAfter: minutes(5), enableMetrics: false, enableObservabilityMetrics: false,
      workerConfiguration: { workerType: glue.WorkerType.G_025X, numberOfWorkers: 2 }, extraJars: [jar, glue.Code.fromBucket(bucket, 'b.jar')], extraJarsFirst: true, extraPythonFiles: [library],
      extraFiles: [jar], sparkUI: { bucket, prefix: '/ui/logs' }, defaultArguments: { '--own': 'x', '--job-language': 'python' },
      continuousLogging: { enabled: true, logGroup: new logs.LogGroup(stack, 'Logs'), logStreamPrefix: 'p', conversionPattern: '%m', quiet: true },
    });
    new glue.PySparkFlexEtlJob(stack, 'Flex', { role, script, sparkUI: {}, maxRetries: 1, notifyDelayAfter: minutes(1), maxConcurrentRuns: 0, continuousLogging: { enabled: false, quiet: true } });
    new glue.PySparkStreamingJob(stack, 'Stream', { role, script, sparkUI: { bucket, prefix: '' }, maxRetries: 1, extraFiles: [], connections: [] });
    new glue.ScalaSparkEtlJob(stack, 'Scala', { role, script: jar, className: 'com.A', notifyDelayAfter: minutes(1), defaultArguments: { '--class': 'com.A' } });
    new glue.ScalaSparkFlexEtlJob(stack, 'ScalaFlex', { role, script: jar, className: 'com.A', glueVersion: glue.GlueVersion.V4_0 });
    new glue.ScalaSparkStreamingJob(stack, 'ScalaStream', { role, script: jar, className: 'com.A', jobRunQueuingEnabled: true, maxRetries: 3 });
    const shell = new glue.PythonShellJob(stack, 'Shell', { role, script });
    new glue.PythonShellJob(stack, 'OwnShell', {
      role, script, librarySet: glue.LibrarySet.NONE, maxCapacity: glue.MaxCapacity.DPU_1, pythonVersion: glue.PythonVersion.THREE_NINE, maxRetries: 2, extraPythonFiles: [library, script],
      defaultArguments: { '--db-password': 'plain', '--api-key': cdk.Fn.importValue('key') },
    });
    bucket.grantWrite(plain);
    out('Arn', plain.jobArn);
    out('Name', shell.jobRef.jobName);
    out('Imported', glue.Job.fromJobAttributes(stack, 'Imported', { jobName: 'n', role }).jobArn);
  },

  events_and_metrics_of_jobs: (app, cdk, lib) => {
    const glue = lib('aws-glue'), iam = lib('aws-iam'), cloudwatch = lib('aws-cloudwatch'), targets = lib('aws-events-targets'), sns = lib('aws-sns');
    const stack = new cdk.Stack(app, 'S'), role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/r');
    const job = new glue.PySparkEtlJob(stack, 'Job', { role, script: glue.Code.fromAsset(`${FILES}job.py`, { assetHash: 'h' }) });
    const imported = glue.Job.fromJobAttributes(stack, 'Imported', { jobName: 'n' });
    const target = new targets.SnsTopic(new sns.Topic(stack, 'Topic'));
    const alarm = (id, metric) => new cloudwatch.Alarm(stack, id, { metric, threshold: 1, evaluationPeriods: 1 });
    job.onEvent('Any', { target, eventPattern: { account: ['1'] } });
    job.onSuccess('Success', { description: 'd', ruleName: 'r' });
    job.onFailure('Failure');
    imported.onTimeout('Timeout', { target });
    alarm('Succeeded', job.metricSuccess());
    alarm('SucceededAgain', job.metricSuccess({ period: cdk.Duration.minutes(1) }));
    alarm('Failed', job.metricFailure());
    alarm('TimedOut', imported.metricTimeout({ statistic: 'Average' }));
    alarm('Own', job.metric('glue.driver.aggregate.numFailedTasks', glue.MetricType.COUNT, { statistic: 'max' }));
  },

  workflows: (app, cdk, lib) => {
    const glue = lib('aws-glue'), { Action, Condition, TriggerSchedule } = glue, seconds = cdk.Duration.seconds;
    const stack = new cdk.Stack(app, 'S'), out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const job = glue.Job.fromJobAttributes(stack, 'Job', { jobName: 'j' }), crawler = new glue.CfnCrawler(stack, 'Crawler', { role: 'r', targets: {} });
    const security = new glue.SecurityConfiguration(stack, 'Security', { s3Encryption: glue.S3Encryption.s3Managed() });
    const workflow = new glue.Workflow(stack, 'Workflow', { workflowName: 'w', description: 'd', defaultRunProperties: { a: 'b' }, maxConcurrentRuns: 2 });
    const actions = [Action.job(job, { arguments: { '--a': 'b' }, timeout: cdk.Duration.minutes(3), securityConfiguration: security }), Action.crawler(crawler)];
    workflow.addOnDemandTrigger('Demand', { actions, name: 'n', description: '' });
    workflow.addScheduledTrigger('Daily', { actions, schedule: TriggerSchedule.daily(), description: '' });
    workflow.addScheduledTrigger('Weekly', { actions: [Action.job(job)], schedule: TriggerSchedule.weekly(), startOnCreation: true });
    workflow.addScheduledTrigger('Cron', { actions, schedule: TriggerSchedule.cron({ minute: '5', hour: '1' }) });
    workflow.addScheduledTrigger('Expression', { actions, schedule: TriggerSchedule.expression('cron(0 1 * * ? *)') });
    const event = workflow.addEventTrigger('Event', { actions, description: 'd', eventBatchingCondition: { batchSize: 5, batchWindow: seconds(60) } });
    workflow.addEventTrigger('Defaults', { actions, eventBatchingCondition: { batchSize: 0 } });
    const condition = Condition.job(job, glue.JobState.SUCCEEDED);
    workflow.addConditionalTrigger('One', { actions, predicate: { conditions: [condition], logical: glue.PredicateLogical.ANY } });
    workflow.addConditionalTrigger('Two', {
      actions, startOnCreation: true,
      predicate: { conditions: [condition, Condition.crawler(crawler, glue.CrawlerState.FAILED, { logicalOperator: glue.ConditionLogicalOperator.EQUALS })] },
    });
    workflow.addConditionalTrigger('None', { actions, predicate: { logical: glue.PredicateLogical.ANY } });
    const imported = glue.Workflow.fromWorkflowArn(stack, 'ByArn', 'arn:aws:glue:us-east-1:444455556666:workflow/x');
    imported.addOnDemandTrigger('Trigger', { actions: [] });
    out('Arn', workflow.workflowArn);
    out('Plain', new glue.Workflow(stack, 'Plain').workflowName);
    out('Imported', imported.workflowArn);
    out('ByName', glue.Workflow.fromWorkflowName(stack, 'ByName', 'n').workflowArn);
    out('Given', glue.Workflow.fromWorkflowAttributes(stack, 'Given', { workflowName: 'n', workflowArn: 'a' }).workflowArn);
    out('Trigger', event.triggerRef.triggerName);
  },

  connections_security_and_rulesets: (app, cdk, lib) => {
    const glue = lib('aws-glue'), kms = lib('aws-kms'), ec2 = lib('aws-ec2'), secrets = lib('aws-secretsmanager');
    const { Connection, ConnectionNetwork, ConnectionType, SecurityConfiguration, DataQualityRuleset, DataQualityTargetTable: Target, Dqdl } = glue;
    const stack = new cdk.Stack(app, 'S', { env: ENV }), other = new cdk.Stack(app, 'Other', { env: { ...ENV, region: 'us-east-1' } });
    const out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }), securityGroup = new ec2.SecurityGroup(stack, 'Group', { vpc }), key = new kms.Key(stack, 'Key');
    const subnet = ec2.Subnet.fromSubnetAttributes(stack, 'Subnet', { subnetId: 'subnet-1', availabilityZone: 'eu-west-1a' });
    const jdbc = new Connection(stack, 'Jdbc', {
      type: ConnectionType.JDBC, connectionName: 'jdbc', description: 'd', matchCriteria: ['m'], network: ConnectionNetwork.vpc(vpc, { subnetType: ec2.SubnetType.PUBLIC }),
      securityGroups: [securityGroup], properties: { JDBC_CONNECTION_URL: 'u', PASSWORD: 'plain' }, secret: new secrets.Secret(stack, 'Secret'),
    });
    const own = new Connection(stack, 'Own', { type: new ConnectionType('OWN'), network: ConnectionNetwork.subnet(subnet) });
    own.addProperty('KEY', 'value');
    new Connection(stack, 'Groups', { type: ConnectionType.NETWORK, securityGroups: [securityGroup] });
    new Connection(stack, 'First', { type: ConnectionType.MONGODB, network: ConnectionNetwork.vpc(vpc) });
    new SecurityConfiguration(stack, 'Keys', {
      securityConfigurationName: 'keys', cloudWatchEncryption: glue.CloudWatchEncryption.kms(key), jobBookmarksEncryption: glue.JobBookmarksEncryption.clientSideKms(key),
      s3Encryption: glue.S3Encryption.kms(key), removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    const made = new SecurityConfiguration(stack, 'Made', {
      cloudWatchEncryption: glue.CloudWatchEncryption.kms(), jobBookmarksEncryption: glue.JobBookmarksEncryption.clientSideKms(), s3Encryption: glue.S3Encryption.kms(),
    });
    const database = glue.Database.fromDatabaseArn(stack, 'Database', 'arn:aws:glue:eu-west-1:111122223333:database/d');
    const rules = new DataQualityRuleset(stack, 'Rules', {
      rulesetName: 'rules', dqdl: Dqdl.fromString('Rules = [ IsComplete "a" ]'), targetTable: Target.fromTableName(database, 't'), description: 'd', tags: { k: 'v' },
      removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    const table = glue.TableBase.fromTableAttributes(stack, 'Table', { tableArn: 'a', tableName: 'n' });
    new DataQualityRuleset(stack, 'OfTable', { rulesetName: 'of-table', dqdl: Dqdl.fromString('x'), targetTable: Target.fromTable(database, table) });
    out('Arn', jdbc.connectionArn);
    out('ByArn', Connection.fromConnectionArn(stack, 'ByArn', 'arn:aws:glue:eu-west-1:111122223333:connection/c').connectionName);
    out('ByName', Connection.fromConnectionName(stack, 'ByName', 'c').connectionArn);
    out('Security', made.securityConfigurationName);
    out('Key', made.s3EncryptionKey.keyRef.keyArn);
    out('RulesArn', rules.rulesetArn);
    out('RulesByArn', DataQualityRuleset.fromRulesetArn(stack, 'RulesByArn', 'arn:aws:glue:eu-west-1:111122223333:dataqualityruleset/r').rulesetName);
    out('RulesByName', DataQualityRuleset.fromRulesetName(stack, 'RulesByName', 'r').rulesetArn);
    new cdk.CfnOutput(other, 'There', { value: jdbc.connectionArn });
  },
};
