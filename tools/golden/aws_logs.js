'use strict';

// Cases of aws_logs; their Lua twins are in spec/aws_cdk/aws_logs/aws_logs_spec.lua.
module.exports = {
  log_group_plain: (app, cdk, lib) => {
    const stack = new cdk.Stack(app, 'S');
    const group = new (lib('aws-logs').LogGroup)(stack, 'Group');
    new cdk.CfnOutput(stack, 'Arn', { value: group.logGroupArn });
    new cdk.CfnOutput(stack, 'Name', { value: group.logGroupName });
  },

  log_group_all_properties: (app, cdk, lib) => {
    const logs = lib('aws-logs'), kms = lib('aws-kms');
    const stack = new cdk.Stack(app, 'S');
    const audit = new logs.LogGroup(stack, 'Audit', { retention: logs.RetentionDays.INFINITE });
    new logs.LogGroup(stack, 'Group', {
      logGroupName: '/app/main',
      retention: logs.RetentionDays.ONE_WEEK,
      encryptionKey: new kms.Key(stack, 'Key'),
      logGroupClass: logs.LogGroupClass.STANDARD,
      removalPolicy: cdk.RemovalPolicy.DESTROY,
      deletionProtectionEnabled: true,
      fieldIndexPolicies: [new logs.FieldIndexPolicy({ fields: ['requestId', 'transactionId'] })],
      dataProtectionPolicy: new logs.DataProtectionPolicy({
        name: 'policy',
        description: 'described',
        identifiers: [
          logs.DataIdentifier.DRIVERSLICENSE_US, new logs.DataIdentifier('EmailAddress'),
          new logs.CustomDataIdentifier('EmployeeId', 'EmployeeId-\\d{9}'),
        ],
        logGroupAuditDestination: audit,
        deliveryStreamNameAuditDestination: 'stream',
      }),
    });
    new logs.LogGroup(stack, 'Delivery', { logGroupClass: logs.LogGroupClass.DELIVERY });
  },

  grants: (app, cdk, lib) => {
    const logs = lib('aws-logs'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const group = new logs.LogGroup(stack, 'Group');
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    group.grantWrite(role);
    group.grantRead(role);
    group.grant(role, 'logs:DescribeQueries');
    group.grantWrite(new iam.ServicePrincipal('es.amazonaws.com'));
    group.addToResourcePolicy(new iam.PolicyStatement({
      actions: ['logs:PutLogEvents'], resources: ['*'], principals: [new iam.ArnPrincipal('arn:aws:iam::123456789012:user/u')],
    }));
    const named = logs.LogGroup.fromLogGroupName(stack, 'Named', 'my-group:*');
    named.grantWrite(role);
    const byArn = logs.LogGroup.fromLogGroupArn(stack, 'ByArn', 'arn:aws:logs:us-east-1:123456789012:log-group:by-arn');
    byArn.grantRead(role);
    byArn.addStream('Stream', { logStreamName: 'named' });
  },

  filters: (app, cdk, lib) => {
    const logs = lib('aws-logs');
    const stack = new cdk.Stack(app, 'S');
    const group = new logs.LogGroup(stack, 'Group');
    const P = logs.FilterPattern;
    const patterns = [
      P.literal('[a, b]'), P.allEvents(), P.allTerms('one', 'a "b" \\c'), P.anyTerm('x', 'y'), P.anyTermGroup(['a', 'b'], ['c']),
      P.stringValue('$.a', '==', 'v*'), P.numberValue('$.n', '>=', 4.5), P.regexValue('$.r', '=', '^a.*'), P.isNull('$.z'),
      P.notExists('$.y'), P.exists('$.x'), P.booleanValue('$.b', true),
      P.all(P.exists('$.x'), P.any(P.numberValue('$.n', '<', 3), P.booleanValue('$.b', false))),
      P.spaceDelimited('time', '...', 'status').whereString('time', '!=', 'x').whereNumber('status', '=', 200)
        .whereNumber('status', '!=', 201),
    ];
    patterns.forEach((filterPattern, i) => new logs.MetricFilter(stack, `Filter${i}`, {
      logGroup: group, filterPattern, metricNamespace: 'N', metricName: `M${i}`,
    }));
    group.addMetricFilter('Full', {
      filterPattern: P.allEvents(), metricNamespace: 'N', metricName: 'Full', metricValue: '$.v', defaultValue: 0,
      dimensions: { A: '$.a', B: '$.b' }, unit: lib('aws-cloudwatch').Unit.COUNT, filterName: 'named', applyOnTransformedLogs: true,
    });
    group.extractMetric('$.latency', 'Space', 'Latency');
    group.addSubscriptionFilter('Sub', {
      destination: { bind: () => ({ arn: 'arn:bogus' }) }, filterPattern: P.literal('some'), filterName: 'sub',
    });
  },

  queries_and_policies: (app, cdk, lib) => {
    const logs = lib('aws-logs'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const group = new logs.LogGroup(stack, 'Group');
    new logs.QueryDefinition(stack, 'Query', {
      queryDefinitionName: 'My/Query',
      queryString: new logs.QueryString({
        fields: ['@timestamp', '@message'], parseStatements: ['@message "a *" as b', '@message "c *" as d'],
        filterStatements: ['x = 1', 'y = 2'], statsStatements: ['count(*) by bin(5m)'], sort: '@timestamp desc', limit: 20,
        display: 'b',
      }),
      logGroups: [group],
    });
    new logs.QueryDefinition(stack, 'Plain', { queryDefinitionName: 'Plain', queryString: new logs.QueryString() });
    const policy = new logs.ResourcePolicy(stack, 'Policy', {
      resourcePolicyName: 'named',
      policyStatements: [new iam.PolicyStatement({
        actions: ['logs:CreateLogStream'], principals: [new iam.ServicePrincipal('es.amazonaws.com')], resources: [group.logGroupArn],
      })],
    });
    policy.document.addStatements(new iam.PolicyStatement({
      actions: ['logs:PutLogEvents'], principals: [new iam.ServicePrincipal('es.amazonaws.com')], resources: ['*'],
    }));
    const destination = new logs.CrossAccountDestination(stack, 'Destination', {
      role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('logs.amazonaws.com') }), targetArn: 'arn:bogus',
    });
    destination.addToPolicy(new iam.PolicyStatement({
      actions: ['logs:TalkToMe'], principals: [new iam.AccountPrincipal('123456789012')],
    }));
  },

  transformer: (app, cdk, lib) => {
    const logs = lib('aws-logs');
    const stack = new cdk.Stack(app, 'S');
    const group = new logs.LogGroup(stack, 'Group');
    group.addTransformer('Transformer', {
      transformerName: 'T',
      transformerConfig: [
        new logs.ParserProcessor({ type: logs.ParserProcessorType.JSON }),
        new logs.ParserProcessor({ type: logs.ParserProcessorType.KEY_VALUE, keyValueOptions: { keyPrefix: 'p' } }),
        new logs.ParserProcessor({ type: logs.ParserProcessorType.CSV, csvOptions: { columns: ['a', 'b'] } }),
        new logs.ParserProcessor({ type: logs.ParserProcessorType.GROK, grokOptions: { match: '%{WORD:w}' } }),
        new logs.JsonMutatorProcessor({
          type: logs.JsonMutatorType.ADD_KEYS, addKeysOptions: { entries: [{ key: 'k', value: 'v' }] },
        }),
        new logs.JsonMutatorProcessor({
          type: logs.JsonMutatorType.RENAME_KEYS,
          renameKeysOptions: { entries: [{ key: 'k', renameTo: 'l', overwriteIfExists: true }] },
        }),
        new logs.JsonMutatorProcessor({
          type: logs.JsonMutatorType.LIST_TO_MAP, listToMapOptions: { source: 's', key: 'k', flatten: true, flattenedElement: 'first' },
        }),
        new logs.StringMutatorProcessor({ type: logs.StringMutatorType.TRIM, trimKeys: ['a'] }),
        new logs.StringMutatorProcessor({
          type: logs.StringMutatorType.SUBSTITUTE, substituteOptions: { entries: [{ source: 's', from: 'f', to: 't' }] },
        }),
        new logs.DataConverterProcessor({
          type: logs.DataConverterType.DATETIME_CONVERTER,
          dateTimeConverterOptions: { source: 'a', target: 'b', matchPatterns: ['epoch'], locale: 'en' },
        }),
      ],
    });
    new logs.Transformer(stack, 'Vended', {
      logGroup: logs.LogGroup.fromLogGroupName(stack, 'G', 'g'), transformerName: 'V',
      transformerConfig: [new logs.VendedLogParser({ logType: logs.VendedLogType.VPC })],
    });
  },

  log_retention: (app, cdk, lib) => {
    const logs = lib('aws-logs');
    const stack = new cdk.Stack(app, 'S');
    const one = new logs.LogRetention(stack, 'One', {
      logGroupName: 'one', retention: logs.RetentionDays.ONE_DAY, removalPolicy: cdk.RemovalPolicy.DESTROY,
    });
    new logs.LogRetention(stack, 'Two', {
      logGroupName: 'two', retention: logs.RetentionDays.INFINITE, logGroupRegion: 'us-east-1',
      logRetentionRetryOptions: { maxRetries: 7 },
    });
    new cdk.CfnOutput(stack, 'Arn', { value: one.logGroupArn });
  },

  metrics: (app, cdk, lib) => {
    const logs = lib('aws-logs');
    const stack = new cdk.Stack(app, 'S');
    const group = new logs.LogGroup(stack, 'Group');
    group.metricIncomingBytes({ period: cdk.Duration.minutes(1) }).createAlarm(stack, 'Bytes', { threshold: 1, evaluationPeriods: 2 });
    group.metric('Some', { statistic: 'Average' }).createAlarm(stack, 'Some', { threshold: 1, evaluationPeriods: 2 });
    const filter = group.addMetricFilter('Filter', {
      filterPattern: logs.FilterPattern.allEvents(), metricNamespace: 'N', metricName: 'M',
    });
    filter.metric().createAlarm(stack, 'Filtered', { threshold: 1, evaluationPeriods: 2 });
    new logs.LogStream(stack, 'Stream', { logGroup: group, removalPolicy: cdk.RemovalPolicy.DESTROY });
  },

  cfn_log_group: (app, cdk, lib) => {
    const logs = lib('aws-logs'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const cfn = new logs.CfnLogGroup(stack, 'Cfn');
    logs.LogGroupGrants.fromLogGroup(cfn).write(new iam.ServicePrincipal('es.amazonaws.com'));
  },
};
