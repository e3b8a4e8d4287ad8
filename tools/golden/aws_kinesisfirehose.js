'use strict';

// Cases of aws_kinesisfirehose; their Lua twins are in spec/aws_cdk/aws_kinesisfirehose/aws_kinesisfirehose_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };

module.exports = {
  delivery_streams: (app, cdk, lib) => {
    const firehose = lib('aws-kinesisfirehose'), s3 = lib('aws-s3'), kms = lib('aws-kms'), kinesis = lib('aws-kinesis'), iam = lib('aws-iam'), ec2 = lib('aws-ec2');
    const cloudwatch = lib('aws-cloudwatch');
    const stack = new cdk.Stack(app, 'S'), placed = new cdk.Stack(app, 'Placed', { env: ENV });
    const { DeliveryStream, S3Bucket, StreamEncryption } = firehose;
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const bucket = new s3.Bucket(stack, 'Bucket');
    const destination = () => new S3Bucket(bucket);
    const plain = new DeliveryStream(stack, 'Plain', { destination: destination() });
    const named = new DeliveryStream(stack, 'Named', {
      destination: destination(), deliveryStreamName: 'named', encryption: StreamEncryption.customerManagedKey(new kms.Key(stack, 'Key')),
      role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('firehose.amazonaws.com') }),
    });
    new DeliveryStream(stack, 'OwnKey', { destination: destination(), encryption: StreamEncryption.customerManagedKey() });
    new DeliveryStream(stack, 'GivenKey', { destination: destination(), encryption: StreamEncryption.customerManagedKey(new kms.Key(stack, 'Other')) });
    new DeliveryStream(stack, 'AwsKey', { destination: destination(), encryption: StreamEncryption.awsOwnedKey() });
    new DeliveryStream(stack, 'NoKey', { destination: destination(), encryption: StreamEncryption.unencrypted() });
    new DeliveryStream(stack, 'FromStream', {
      destination: destination(), source: new firehose.KinesisStreamSource(new kinesis.Stream(stack, 'Stream')), encryption: StreamEncryption.unencrypted(),
    });
    const user = new iam.User(stack, 'User');
    plain.grant(user, 'firehose:DescribeDeliveryStream');
    plain.grantPutRecords(user);
    named.grants.putRecords(user);
    const imported = [
      DeliveryStream.fromDeliveryStreamName(stack, 'ByName', 'by-name'),
      DeliveryStream.fromDeliveryStreamArn(stack, 'ByArn', 'arn:aws:firehose:us-east-1:444455556666:deliverystream/by-arn'),
      DeliveryStream.fromDeliveryStreamAttributes(stack, 'ByBoth', { deliveryStreamName: 'a', deliveryStreamArn: 'arn:b', role: iam.Role.fromRoleName(stack, 'R', 'r') }),
    ];
    imported.forEach((one, i) => {
      one.grantPutRecords(user);
      out(`Name${i}`, one.deliveryStreamName);
      out(`Arn${i}`, one.deliveryStreamArn);
    });
    bucket.grantRead(plain);
    bucket.grantDelete(imported[2]);
    const group = new ec2.SecurityGroup(placed, 'Group', { vpc: new ec2.Vpc(placed, 'Vpc') });
    const near = new DeliveryStream(placed, 'Near', { destination: new S3Bucket(s3.Bucket.fromBucketName(placed, 'B', 'bbb'), { loggingConfig: new firehose.DisableLogging() }) });
    group.connections.allowFrom(near, ec2.Port.tcp(5439));
    new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc') }).connections.allowFrom(plain, ec2.Port.tcp(5439));
    const alarm = (id, metric) => new cloudwatch.Alarm(stack, id, { metric, threshold: 1, evaluationPeriods: 1 });
    alarm('Any', plain.metric('X'));
    alarm('Bytes', plain.metricIncomingBytes());
    alarm('Records', plain.metricIncomingRecords({ period: cdk.Duration.minutes(1) }));
    alarm('Backup', imported[0].metricBackupToS3Bytes());
    alarm('Fresh', plain.metricBackupToS3DataFreshness());
    alarm('BackupRecords', plain.metricBackupToS3Records());
    out('Name', plain.deliveryStreamName);
    out('Arn', named.deliveryStreamArn);
    out('Ref', plain.deliveryStreamRef.deliveryStreamArn);
  },

  buckets: (app, cdk, lib) => {
    const firehose = lib('aws-kinesisfirehose'), s3 = lib('aws-s3'), kms = lib('aws-kms'), lambda = lib('aws-lambda'), logs = lib('aws-logs'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const { DeliveryStream, S3Bucket, Compression, BackupMode } = firehose;
    const bucket = new s3.Bucket(stack, 'Bucket'), key = new kms.Key(stack, 'Key');
    const fn = new lambda.Function(stack, 'Fn', { runtime: lambda.Runtime.PYTHON_3_12, handler: 'index.handler', code: lambda.Code.fromInline('pass') });
    let n = 0;
    const make = props => new DeliveryStream(stack, `Stream${++n}`, { destination: new S3Bucket(bucket, props) });
    make({
      compression: Compression.GZIP, bufferingInterval: cdk.Duration.minutes(2), bufferingSize: cdk.Size.mebibytes(8), encryptionKey: key, fileExtension: '.json.gz', timeZone: cdk.TimeZone.EUROPE_LONDON,
      dataOutputPrefix: 'a/!{timestamp:yyyy}/', errorOutputPrefix: 'e/!{firehose:error-output-type}/', loggingConfig: new firehose.EnableLogging(new logs.LogGroup(stack, 'Group')),
      processors: [new firehose.LambdaFunctionProcessor(fn, { bufferInterval: cdk.Duration.minutes(1), bufferSize: cdk.Size.mebibytes(1), retries: 5 })],
      s3Backup: {
        mode: BackupMode.ALL, bucket: new s3.Bucket(stack, 'Backup'), compression: Compression.of('X'), dataOutputPrefix: 'b', errorOutputPrefix: 'be', encryptionKey: key,
        bufferingInterval: cdk.Duration.seconds(0), bufferingSize: cdk.Size.mebibytes(1), loggingConfig: new firehose.DisableLogging(),
      },
      role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('firehose.amazonaws.com') }),
    });
    make({ s3Backup: { mode: BackupMode.ALL }, processor: new firehose.LambdaFunctionProcessor(fn), loggingConfig: new firehose.EnableLogging(), timeZone: cdk.TimeZone.of('UTC') });
    make({ processors: [new firehose.DecompressionProcessor(), new firehose.CloudWatchLogProcessor({ dataMessageExtraction: true }), new firehose.AppendDelimiterToRecordProcessor()], processor: undefined });
    make({
      dynamicPartitioning: { enabled: true, retryDuration: cdk.Duration.minutes(1) }, dataOutputPrefix: '!{partitionKeyFromQuery:id}/!{partitionKeyFromLambda:x}/', errorOutputPrefix: 'e',
      processors: [
        firehose.RecordDeAggregationProcessor.delimited('#'), firehose.MetadataExtractionProcessor.jq16({ id: '.id' }), new firehose.LambdaFunctionProcessor(fn),
      ],
    });
    make({
      dynamicPartitioning: { enabled: true }, dataOutputPrefix: '!{partitionKeyFromQuery:a}/!{partitionKeyFromQuery:b}/', errorOutputPrefix: 'e', bufferingSize: cdk.Size.mebibytes(64),
      processors: [firehose.RecordDeAggregationProcessor.json(), firehose.MetadataExtractionProcessor.jq16({ a: '.a|tostring', b: '.b' })],
    });
    make({ dynamicPartitioning: { enabled: false } });
  },

  formats: (app, cdk, lib) => {
    const firehose = lib('aws-kinesisfirehose'), s3 = lib('aws-s3'), glue = lib('aws-glue');
    const stack = new cdk.Stack(app, 'S');
    const { DeliveryStream, S3Bucket, InputFormat, OutputFormat, SchemaConfiguration } = firehose;
    const table = new glue.CfnTable(stack, 'Table', { catalogId: stack.account, databaseName: 'db', tableInput: { name: 't' } });
    const schemaConfiguration = SchemaConfiguration.fromCfnTable(table);
    let n = 0;
    const make = (inputFormat, outputFormat, more) => new DeliveryStream(stack, `Stream${++n}`, {
      destination: new S3Bucket(s3.Bucket.fromBucketName(stack, `Bucket${n}`, 'bbb'), { dataFormatConversion: { schemaConfiguration, inputFormat, outputFormat, ...more } }),
    });
    make(InputFormat.OPENX_JSON, OutputFormat.PARQUET);
    make(InputFormat.HIVE_JSON, OutputFormat.ORC, { schemaConfiguration: SchemaConfiguration.fromCfnTable(table, { region: 'us-east-1', versionId: '3' }) });
    make(new firehose.OpenXJsonInputFormat({ lowercaseColumnNames: false, columnToJsonKeyMappings: { a: 'A' }, convertDotsInJsonKeysToUnderscores: true }), new firehose.ParquetOutputFormat({
      blockSize: cdk.Size.mebibytes(64), compression: firehose.ParquetCompression.GZIP, enableDictionaryCompression: true, maxPadding: cdk.Size.bytes(10), pageSize: cdk.Size.kibibytes(64),
      writerVersion: firehose.ParquetWriterVersion.V2,
    }), { enabled: false });
    make(new firehose.HiveJsonInputFormat({ timestampParsers: [firehose.TimestampParser.EPOCH_MILLIS, firehose.TimestampParser.fromFormatString('yyyy')] }), new firehose.OrcOutputFormat({
      blockSize: cdk.Size.mebibytes(64), bloomFilterColumns: ['a'], bloomFilterFalsePositiveProbability: 0.5, compression: firehose.OrcCompression.ZLIB, dictionaryKeyThreshold: 1, enablePadding: true,
      formatVersion: firehose.OrcFormatVersion.V0_11, paddingTolerance: 0, rowIndexStride: 1000, stripeSize: cdk.Size.mebibytes(8),
    }));
  },

  addresses: (app, cdk, lib) => {
    const firehose = lib('aws-kinesisfirehose'), secretsmanager = lib('aws-secretsmanager'), s3 = lib('aws-s3'), lambda = lib('aws-lambda'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const { DeliveryStream, HttpEndpoint, Datadog } = firehose;
    const secret = new secretsmanager.Secret(stack, 'Secret');
    new DeliveryStream(stack, 'Plain', { destination: new HttpEndpoint({ endpointConfig: { url: 'https://x' } }) });
    new DeliveryStream(stack, 'Full', {
      destination: new HttpEndpoint({
        endpointConfig: { url: 'https://x', name: 'x', accessKey: cdk.SecretValue.unsafePlainText('k'), secret }, attributes: [{ name: 'a', value: 'b' }],
        backupMode: firehose.HttpBackupMode.ALL, bufferingHints: { interval: cdk.Duration.seconds(5), size: cdk.Size.mebibytes(2) }, requestCompression: firehose.HttpCompression.GZIP,
        retryOptions: { duration: cdk.Duration.seconds(7200) }, s3Backup: { bucket: new s3.Bucket(stack, 'Backup'), dataOutputPrefix: 'p' }, loggingConfig: new firehose.DisableLogging(),
        role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('firehose.amazonaws.com') }),
      }),
    });
    new DeliveryStream(stack, 'Datadog', { destination: new Datadog({ apiKey: secret, endpoint: firehose.DatadogEndpoint.LOGS_EU }) });
    new DeliveryStream(stack, 'Tagged', {
      destination: new Datadog({
        apiKey: secret, endpoint: firehose.DatadogEndpoint.of('https://dd'), tags: [{ name: 'a', value: 'b' }], requestCompression: firehose.HttpCompression.NONE,
        bufferingHints: { size: cdk.Size.mebibytes(1) }, retryOptions: { duration: cdk.Duration.seconds(1) }, backupMode: firehose.HttpBackupMode.ALL,
      }),
    });
  },
};
