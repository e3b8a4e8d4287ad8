'use strict';

// Cases of aws_dynamodb; their Lua twins are in spec/aws_cdk/aws_dynamodb/aws_dynamodb_spec.lua.
const ENV = { env: { account: '111122223333', region: 'eu-west-1' } };
const modules = (lib) => ({ ddb: lib('aws-dynamodb'), iam: lib('aws-iam'), kms: lib('aws-kms') });
const keysOf = (ddb) => ({
  partitionKey: { name: 'pk', type: ddb.AttributeType.STRING }, sortKey: { name: 'sk', type: ddb.AttributeType.NUMBER },
});

module.exports = {
  table_all_properties: (app, cdk, lib) => {
    const { ddb } = modules(lib);
    const stack = new cdk.Stack(app, 'S');
    const keys = keysOf(ddb);
    new ddb.Table(stack, 'Plain', { partitionKey: keys.partitionKey });
    new ddb.Table(stack, 'Named', {
      ...keys,
      tableName: 'orders',
      readCapacity: 3,
      writeCapacity: 0,
      stream: ddb.StreamViewType.KEYS_ONLY,
      tableClass: ddb.TableClass.STANDARD_INFREQUENT_ACCESS,
      timeToLiveAttribute: 'expires',
      deletionProtection: true,
      removalPolicy: cdk.RemovalPolicy.DESTROY,
      contributorInsightsSpecification: { enabled: true, mode: ddb.ContributorInsightsMode.THROTTLED_KEYS },
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 7 },
      warmThroughput: { readUnitsPerSecond: 13000, writeUnitsPerSecond: 5000 },
    });
    new ddb.Table(stack, 'OnDemand', {
      ...keys, billingMode: ddb.BillingMode.PAY_PER_REQUEST, maxReadRequestUnits: 10, maxWriteRequestUnits: 0,
      pointInTimeRecovery: true, contributorInsightsEnabled: false,
    });
    new ddb.Table(stack, 'Several', {
      ...keys, maxReadRequestUnits: 4, stream: ddb.StreamViewType.NEW_IMAGE,
    });
  },

  table_encryption: (app, cdk, lib) => {
    const { ddb, iam, kms } = modules(lib);
    const stack = new cdk.Stack(app, 'S');
    const keys = keysOf(ddb);
    const user = new iam.User(stack, 'User');
    const own = new ddb.Table(stack, 'Own', {
      ...keys, encryption: ddb.TableEncryption.CUSTOMER_MANAGED, stream: ddb.StreamViewType.OLD_IMAGE,
    });
    new ddb.Table(stack, 'Given', { ...keys, encryptionKey: new kms.Key(stack, 'Key') });
    new ddb.Table(stack, 'Managed', { ...keys, encryption: ddb.TableEncryption.AWS_MANAGED });
    new ddb.Table(stack, 'Default', { ...keys, encryption: ddb.TableEncryption.DEFAULT });
    own.grantReadData(user);
    own.grantWriteData(user);
    own.grantStreamRead(user);
  },

  table_import_source: (app, cdk, lib) => {
    const { ddb } = modules(lib);
    const s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S');
    const keys = keysOf(ddb);
    const bucket = new s3.Bucket(stack, 'Bucket');
    const formats = {
      Json: ddb.InputFormat.dynamoDBJson(), Ion: ddb.InputFormat.ion(), Csv: ddb.InputFormat.csv(),
      Tab: ddb.InputFormat.csv({ delimiter: '\t', headerList: ['id', 'name'] }),
    };
    for (const id of ['Json', 'Ion', 'Csv', 'Tab']) {
      new ddb.Table(stack, id, {
        ...keys,
        importSource: {
          inputFormat: formats[id], bucket, bucketOwner: '111122223333', keyPrefix: 'p/',
          compressionType: ddb.InputCompressionType.ZSTD,
        },
      });
    }
  },

  table_indices: (app, cdk, lib) => {
    const { ddb, iam } = modules(lib);
    const stack = new cdk.Stack(app, 'S');
    const keys = keysOf(ddb);
    const text = (name) => ({ name, type: ddb.AttributeType.STRING });
    const table = new ddb.Table(stack, 'Table', keys);
    const user = new iam.User(stack, 'User');
    table.grantReadData(user);
    table.addGlobalSecondaryIndex({
      indexName: 'one', partitionKey: text('a'), sortKey: keys.sortKey, readCapacity: 9,
      projectionType: ddb.ProjectionType.INCLUDE, nonKeyAttributes: ['x', 'y'],
      contributorInsightsSpecification: { enabled: true },
    });
    table.addGlobalSecondaryIndex({
      indexName: 'many', partitionKeys: [text('a'), text('b')], sortKeys: [text('c'), keys.sortKey],
      projectionType: ddb.ProjectionType.KEYS_ONLY, warmThroughput: { readUnitsPerSecond: 1 }, contributorInsightsEnabled: true,
    });
    table.addLocalSecondaryIndex({ indexName: 'local', sortKey: text('d') });
    const demand = new ddb.Table(stack, 'Demand', { ...keys, billingMode: ddb.BillingMode.PAY_PER_REQUEST });
    demand.addGlobalSecondaryIndex({ indexName: 'one', partitionKey: text('a'), maxReadRequestUnits: 1 });
    const text2 = (keysOfOne) => `${keysOfOne.partitionKey.name} ${keysOfOne.sortKey ? keysOfOne.sortKey.name : '-'}`;
    new cdk.CfnOutput(stack, 'Own', { value: text2(table.schema()) });
    new cdk.CfnOutput(stack, 'One', { value: text2(table.schema('one')) });
    new cdk.CfnOutput(stack, 'Many', { value: table.schemaV2('many').sortKeys.map((key) => key.name).join() });
  },

  table_scaling: (app, cdk, lib) => {
    const { ddb } = modules(lib);
    const appscaling = lib('aws-applicationautoscaling');
    const stack = new cdk.Stack(app, 'S');
    const keys = keysOf(ddb);
    const table = new ddb.Table(stack, 'Table', keys);
    table.addGlobalSecondaryIndex({ indexName: 'one', partitionKey: keys.partitionKey });
    const reads = table.autoScaleReadCapacity({ minCapacity: 1, maxCapacity: 50 });
    reads.scaleOnUtilization({ targetUtilizationPercent: 75, scaleInCooldown: cdk.Duration.minutes(1), policyName: 'p' });
    reads.scaleOnSchedule('Morning', { schedule: appscaling.Schedule.cron({ hour: '8', minute: '0' }), minCapacity: 20 });
    table.autoScaleWriteCapacity({ minCapacity: 2, maxCapacity: 5 }).scaleOnUtilization({ targetUtilizationPercent: 10 });
    table.autoScaleGlobalSecondaryIndexReadCapacity('one', { minCapacity: 1, maxCapacity: 9 })
      .scaleOnUtilization({ targetUtilizationPercent: 90, disableScaleIn: true });
    table.autoScaleGlobalSecondaryIndexWriteCapacity('one', { minCapacity: 1, maxCapacity: 9 });
  },

  table_replicas: (app, cdk, lib) => {
    const { ddb, iam } = modules(lib);
    const keys = keysOf(ddb);
    const stack = new cdk.Stack(app, 'S', ENV);
    const user = new iam.User(stack, 'User');
    const table = new ddb.Table(stack, 'Table', {
      ...keys, replicationRegions: ['us-east-1', 'eu-central-1', 'us-east-1'], replicationTimeout: cdk.Duration.hours(1),
      waitForReplicationToFinish: false, removalPolicy: cdk.RemovalPolicy.DESTROY,
    });
    table.grantReadWriteData(user);
    table.addGlobalSecondaryIndex({ indexName: 'one', partitionKey: { name: 'a', type: ddb.AttributeType.BINARY } });
    const second = new ddb.Table(stack, 'Second', {
      ...keys, billingMode: ddb.BillingMode.PROVISIONED, replicationRegions: ['us-east-2'],
      replicaRemovalPolicy: cdk.RemovalPolicy.RETAIN, waitForReplicationToFinish: true,
    });
    second.autoScaleWriteCapacity({ minCapacity: 1, maxCapacity: 3 }).scaleOnUtilization({ targetUtilizationPercent: 50 });
    const anywhere = new cdk.Stack(app, 'Anywhere');
    new ddb.Table(anywhere, 'Table', { ...keys, replicationRegions: ['us-east-1', 'eu-central-1', 'ap-south-1'] });
  },

  table_grants: (app, cdk, lib) => {
    const { ddb, iam, kms } = modules(lib);
    const stack = new cdk.Stack(app, 'S', ENV);
    const keys = keysOf(ddb);
    const user = new iam.User(stack, 'User');
    const table = new ddb.Table(stack, 'Table', { ...keys, stream: ddb.StreamViewType.NEW_AND_OLD_IMAGES });
    table.grant(user, 'dynamodb:DescribeBackup');
    table.grantFullAccess(user);
    table.grantStream(user, 'dynamodb:DescribeStream');
    table.grantTableListStreams(user);
    table.grantReadData(new iam.AccountPrincipal('444455556666'));
    table.grantReadWriteData(new iam.ServicePrincipal('redshift.amazonaws.com'));
    table.addToResourcePolicy(new iam.PolicyStatement({
      actions: ['dynamodb:GetItem'], principals: [new iam.AccountPrincipal('777788889999')], resources: ['*'],
    }));
    const policed = new ddb.Table(stack, 'Policed', {
      ...keys,
      resourcePolicy: new iam.PolicyDocument({
        statements: [new iam.PolicyStatement({
          actions: ['dynamodb:*'], principals: [new iam.AccountRootPrincipal()], resources: ['*'],
        })],
      }),
    });
    policed.grantWriteData(user);
    const imported = ddb.Table.fromTableAttributes(stack, 'Imported', {
      tableArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/other', globalIndexes: ['g'],
      tableStreamArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/other/stream/x',
      encryptionKey: new kms.Key(stack, 'Key'),
    });
    imported.grantReadData(user);
    imported.grantStreamRead(user);
    const named = ddb.Table.fromTableName(stack, 'ByName', 'named');
    named.grantWriteData(user);
    const byArn = ddb.Table.fromTableArn(stack, 'ByArn', cdk.Fn.importValue('table'));
    byArn.grantReadData(user);
    new cdk.CfnOutput(stack, 'NameOfArn', { value: byArn.tableName });
    new cdk.CfnOutput(stack, 'ArnOfName', { value: named.tableArn });
    const key = new kms.CfnKey(stack, 'CfnKey');
    const plain = new ddb.CfnTable(stack, 'L1', {
      keySchema: [{ attributeName: 'a', keyType: 'HASH' }], sseSpecification: { sseEnabled: true, kmsMasterKeyId: key.attrArn },
    });
    const grants = ddb.TableGrants.fromTable(plain, ['us-west-2'], true);
    grants.readData(new iam.AccountPrincipal('444455556666'));
    grants.actions(user, 'dynamodb:Query');
    ddb.TableGrants.fromTable(table, [], false).writeData(user);
  },

  cross_stack: (app, cdk, lib) => {
    const { ddb, iam } = modules(lib);
    const keys = keysOf(ddb);
    const one = new cdk.Stack(app, 'One', ENV);
    const two = new cdk.Stack(app, 'Two', ENV);
    const three = new cdk.Stack(app, 'Three', { env: { account: '444455556666', region: 'eu-west-1' } });
    const role = (stack) => new iam.Role(stack, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), roleName: cdk.PhysicalName.GENERATE_IF_NEEDED,
    });
    const table = new ddb.Table(one, 'Table', { ...keys, tableName: 'shared' });
    const global = new ddb.TableV2(one, 'Global', keys);
    for (const stack of [two, three]) {
      const reader = role(stack);
      table.grantReadData(reader);
      global.grantReadData(reader);
    }
  },

  metrics: (app, cdk, lib) => {
    const { ddb } = modules(lib);
    const stack = new cdk.Stack(app, 'S', ENV);
    const keys = keysOf(ddb);
    const far = new cdk.Stack(app, 'Far', { env: { account: '111122223333', region: 'us-east-1' } });
    const alarm = (id, metric) => metric.createAlarm(id.startsWith('Three') ? far : stack, id, { threshold: 1, evaluationPeriods: 1 });
    const tables = {
      One: new ddb.Table(stack, 'OneTable', keys),
      Two: new ddb.TableV2(stack, 'TwoTable', { ...keys, replicas: [{ region: 'us-east-1' }] }),
    };
    tables.Three = tables.Two.replica('us-east-1');
    for (const id of ['One', 'Two', 'Three']) {
      const table = tables[id];
      const operation = { dimensionsMap: { Operation: 'GetItem' } };
      alarm(`${id}Reads`, table.metricConsumedReadCapacityUnits());
      alarm(`${id}Writes`, table.metricConsumedWriteCapacityUnits({ statistic: 'Maximum' }));
      alarm(`${id}Failed`, table.metricConditionalCheckFailedRequests());
      alarm(`${id}User`, table.metricUserErrors());
      alarm(`${id}System`, table.metricSystemErrors(operation));
      alarm(`${id}Latency`, table.metricSuccessfulRequestLatency(operation));
      alarm(`${id}Throttled`, table.metricThrottledRequestsForOperation('PutItem', { period: cdk.Duration.minutes(1) }));
      alarm(`${id}ThrottledAny`, table.metricThrottledRequests());
      alarm(`${id}ThrottledSome`, table.metricThrottledRequestsForOperations({
        operations: [ddb.Operation.GET_ITEM, ddb.Operation.SCAN], color: '#ff0000', period: cdk.Duration.minutes(1),
      }));
      alarm(`${id}Own`, table.metric('ReturnedItemCount', { statistic: 'p90' }));
    }
    const { Dashboard, GraphWidget } = lib('aws-cloudwatch');
    new Dashboard(stack, 'Dashboard', {
      widgets: [
        [new GraphWidget({ left: [tables.One.metricSystemErrorsForOperations()] })],
        [new GraphWidget({ left: [tables.Two.metricSystemErrorsForOperations({ statistic: 'Average' })] })],
      ],
    });
  },

  metrics_anywhere: (app, cdk, lib) => {
    const { ddb } = modules(lib);
    const { Dashboard, GraphWidget } = lib('aws-cloudwatch');
    const stack = new cdk.Stack(app, 'S');
    const other = new cdk.Stack(app, 'Other', ENV);
    const table = new ddb.TableV2(stack, 'Table', keysOf(ddb));
    const fixed = new ddb.TableV2(other, 'Table', keysOf(ddb));
    const reads = table.metricConsumedReadCapacityUnits({ label: 'reads' });
    reads.createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 });
    const metrics = [reads, table.metricThrottledRequestsForOperations({ operations: [ddb.Operation.SCAN] })];
    new Dashboard(stack, 'Dashboard', { widgets: [[new GraphWidget({ left: [...metrics, fixed.metricUserErrors()] })]] });
    new Dashboard(other, 'Dashboard', { widgets: [[new GraphWidget({ left: [fixed.metricUserErrors()] })]] });
  },

  table_v2: (app, cdk, lib) => {
    const { ddb, iam, kms } = modules(lib);
    const stack = new cdk.Stack(app, 'S', ENV);
    const keys = keysOf(ddb);
    const text = (name) => ({ name, type: ddb.AttributeType.STRING });
    new ddb.TableV2(new cdk.Stack(app, 'Anywhere'), 'Plain', keys);
    const policy = () => new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({
        actions: ['dynamodb:*'], principals: [new iam.AccountRootPrincipal()], resources: ['*'],
      })],
    });
    const table = new ddb.TableV2(stack, 'Table', {
      ...keys,
      tableName: 'orders',
      billing: ddb.Billing.provisioned({
        readCapacity: ddb.Capacity.fixed(10),
        writeCapacity: ddb.Capacity.autoscaled({ maxCapacity: 20, seedCapacity: 5, targetUtilizationPercent: 40 }),
      }),
      encryption: ddb.TableEncryptionV2.customerManagedKey(new kms.Key(stack, 'Key'), {
        'us-east-1': 'arn:aws:kms:us-east-1:111122223333:key/a', 'us-west-2': 'arn:aws:kms:us-west-2:111122223333:key/b',
      }),
      contributorInsightsSpecification: { enabled: true },
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 3 },
      tableClass: ddb.TableClass.STANDARD,
      deletionProtection: true,
      timeToLiveAttribute: 'expires',
      removalPolicy: cdk.RemovalPolicy.DESTROY,
      resourcePolicy: policy(),
      streamResourcePolicy: policy(),
      tags: [{ key: 'b', value: 'own' }, { key: cdk.Fn.importValue('tag'), value: 'late' }],
      globalTableSettingsReplicationMode: ddb.GlobalTableSettingsReplicationMode.ALL,
      warmThroughput: { readUnitsPerSecond: 1 },
      globalSecondaryIndexes: [
        { indexName: 'one', partitionKey: text('a'), readCapacity: ddb.Capacity.autoscaled({ maxCapacity: 4 }) },
        { indexName: 'two', partitionKeys: [text('a'), text('b')], sortKeys: [text('c')], projectionType: ddb.ProjectionType.INCLUDE,
          nonKeyAttributes: ['x'], writeCapacity: ddb.Capacity.autoscaled({ minCapacity: 2, maxCapacity: 4 }) },
      ],
      localSecondaryIndexes: [{ indexName: 'local', sortKey: text('d') }],
      replicas: [{
        region: 'us-east-1', readCapacity: ddb.Capacity.autoscaled({ maxCapacity: 7 }), deletionProtection: false,
        tableClass: ddb.TableClass.STANDARD_INFREQUENT_ACCESS, tags: [{ key: 'b', value: 'replica' }, { key: 'a', value: '1' }, { key: '10', value: 'first' }],
        pointInTimeRecovery: false, resourcePolicy: policy(), streamResourcePolicy: policy(),
        contributorInsightsSpecification: { enabled: false },
        globalSecondaryIndexOptions: {
          one: { readCapacity: ddb.Capacity.fixed(2), contributorInsightsSpecification: { enabled: true } },
          two: {},
        },
      }],
    });
    table.addReplica({ region: 'us-west-2' });
    table.addToResourcePolicy(new iam.PolicyStatement({
      actions: ['dynamodb:Query'], principals: [new iam.AccountPrincipal('444455556666')], resources: ['*'],
    }));
    table.addToStreamResourcePolicy(new iam.PolicyStatement({
      actions: ['dynamodb:GetRecords'], principals: [new iam.AccountPrincipal('444455556666')], resources: ['*'],
    }));
    cdk.Tags.of(table).add('all', 'yes');
    const demand = new ddb.TableV2(stack, 'Demand', {
      partitionKey: keys.partitionKey, billing: ddb.Billing.onDemand({ maxReadRequestUnits: 10, maxWriteRequestUnits: 20 }),
      dynamoStream: ddb.StreamViewType.KEYS_ONLY, encryption: ddb.TableEncryptionV2.awsManagedKey(),
      pointInTimeRecovery: true, contributorInsights: true,
      globalSecondaryIndexes: [
        { indexName: 'one', partitionKey: text('a'), maxReadRequestUnits: 3, maxWriteRequestUnits: 4, warmThroughput: {} },
      ],
      replicas: [{
        region: 'us-east-1', maxReadRequestUnits: 8,
        globalSecondaryIndexOptions: { one: { maxReadRequestUnits: 6, contributorInsights: false } },
      }],
    });
    demand.addGlobalSecondaryIndex({ indexName: 'late', partitionKey: text('late') });
    new ddb.TableV2(stack, 'Owned', { ...keys, encryption: ddb.TableEncryptionV2.dynamoOwnedKey() });
    new ddb.TableV2(stack, 'Strong', {
      ...keys, multiRegionConsistency: ddb.MultiRegionConsistency.STRONG, witnessRegion: 'eu-west-3',
      replicas: [{ region: 'eu-west-2' }],
    });
    new ddb.TableV2(stack, 'Three', {
      ...keys, multiRegionConsistency: ddb.MultiRegionConsistency.STRONG,
      replicas: [{ region: 'eu-west-2' }, { region: 'eu-central-1' }],
    });
  },

  table_v2_grants: (app, cdk, lib) => {
    const { ddb, iam, kms } = modules(lib);
    const stack = new cdk.Stack(app, 'S', ENV);
    const keys = keysOf(ddb);
    const user = new iam.User(stack, 'User');
    const table = new ddb.TableV2(stack, 'Table', {
      ...keys,
      encryption: ddb.TableEncryptionV2.customerManagedKey(new kms.Key(stack, 'Key'), {
        'us-east-1': 'arn:aws:kms:us-east-1:111122223333:key/a',
      }),
      replicas: [{ region: 'us-east-1' }],
      globalSecondaryIndexes: [{ indexName: 'one', partitionKey: { name: 'a', type: ddb.AttributeType.STRING } }],
    });
    for (const one of [table, table.replica('us-east-1')]) {
      one.grant(user, 'dynamodb:DescribeBackup');
      one.grantReadData(user);
      one.grantWriteData(user);
      one.grantReadWriteData(user);
      one.grantStream(user, 'dynamodb:DescribeStream');
      one.grantStreamRead(user);
    }
    table.grantFullAccess(new iam.AccountPrincipal('444455556666'));
    table.grants.readData(user);
    table.grants.fullAccess(new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }));
    const imported = ddb.TableV2.fromTableAttributes(stack, 'Imported', {
      tableArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/other', tableId: 'id', grantIndexPermissions: true,
    });
    imported.grantReadData(user);
    imported.grants.writeData(user);
    ddb.TableV2.fromTableName(stack, 'ByName', 'named').grantReadData(user);
    ddb.TableV2.fromTableArn(stack, 'ByArn', 'arn:aws:dynamodb:us-east-1:444455556666:table/far').grantReadData(user);
    new cdk.CfnOutput(stack, 'Id', { value: table.tableId });
    new cdk.CfnOutput(stack, 'Stream', { value: table.tableStreamArn });
  },

  multi_account_replica: (app, cdk, lib) => {
    const { ddb, iam, kms } = modules(lib);
    const keys = keysOf(ddb);
    const stack = new cdk.Stack(app, 'S', ENV);
    const far = new cdk.Stack(app, 'Far', { env: { account: '444455556666', region: 'us-east-1' } });
    const source = new ddb.TableV2(stack, 'Table', { ...keys, tableName: 'orders' });
    const replica = new ddb.TableV2MultiAccountReplica(far, 'Replica', {
      replicaSourceTable: source, tableName: 'orders', deletionProtection: true, tags: [{ key: 'a', value: 'b' }],
      encryption: ddb.TableEncryptionV2.customerManagedKey(new kms.Key(far, 'Key')),
      globalTableSettingsReplicationMode: ddb.GlobalTableSettingsReplicationMode.ALL,
    });
    const user = new iam.User(far, 'User');
    replica.grantReadData(user);
    replica.grants.writeData(user);
    replica.addToStreamResourcePolicy(new iam.PolicyStatement({
      actions: ['dynamodb:GetRecords'], principals: [new iam.AccountPrincipal('444455556666')], resources: ['*'],
    }));
    new ddb.TableV2MultiAccountReplica(far, 'OfImported', {
      replicaSourceTable: ddb.TableV2.fromTableArn(far, 'Source', 'arn:aws:dynamodb:eu-west-1:777788889999:table/x'),
    });
  },

  event_source: (app, cdk, lib) => {
    const { ddb, kms } = modules(lib);
    const lambda = lib('aws-lambda'), sources = lib('aws-lambda-event-sources');
    const stack = new cdk.Stack(app, 'S', ENV);
    const keys = keysOf(ddb);
    const fn = new lambda.Function(stack, 'Fn', {
      code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_20_X,
    });
    const tables = [
      new ddb.Table(stack, 'One', { ...keys, stream: ddb.StreamViewType.NEW_IMAGE, encryptionKey: new kms.Key(stack, 'Key') }),
      new ddb.TableV2(stack, 'Two', { ...keys, dynamoStream: ddb.StreamViewType.NEW_IMAGE }),
    ];
    for (const table of tables) {
      fn.addEventSource(new sources.DynamoEventSource(table, { startingPosition: lambda.StartingPosition.LATEST, batchSize: 5 }));
    }
  },
};
