// Programs whose templates the reference records for spec/aws_cdk/aws_lambda/event_source_spec.lua, which holds their twins.
'use strict';

const one = build => (app, cdk, lib) => {
  const lambda = lib('aws-lambda');
  const stack = new cdk.Stack(app, 'S');
  const f = new lambda.Function(stack, 'F', {
    code: lambda.Code.fromInline('x'), handler: 'i.h', runtime: lambda.Runtime.NODEJS_24_X,
  });
  build({ stack, lambda, cdk, lib, f, sources: lib('aws-lambda-event-sources') });
};

module.exports = {
  mapping: one(({ stack, lambda, cdk, f, lib, sources }) => {
    const mapping = f.addEventSourceMapping('M', {
      eventSourceArn: 'arn:aws:kinesis:us-east-1:1:stream/s', batchSize: 10, bisectBatchOnError: true, enabled: false,
      maxBatchingWindow: cdk.Duration.seconds(7), maxConcurrency: 5, maxRecordAge: cdk.Duration.minutes(2), retryAttempts: -1,
      parallelizationFactor: 3, reportBatchItemFailures: true, startingPosition: lambda.StartingPosition.AT_TIMESTAMP,
      startingPositionTimestamp: 1640995200, tumblingWindow: cdk.Duration.minutes(1),
      logLevel: lambda.EventSourceMappingLogLevel.DEBUG, metricsConfig: { metrics: [lambda.MetricType.EVENT_COUNT] },
      onFailure: new sources.SqsDlq(new (lib('aws-sqs').Queue)(stack, 'Q')),
      filters: [
        lambda.FilterCriteria.filter({ body: { n: lambda.FilterRule.between(1, 5), s: lambda.FilterRule.isEqual('x') } }),
        lambda.FilterCriteria.filter({
          a: lambda.FilterRule.null(), b: lambda.FilterRule.empty(), c: lambda.FilterRule.isEqual(5),
          d: lambda.FilterRule.or('p', 'q'), e: lambda.FilterRule.notEquals('r'), f: lambda.FilterRule.exists(),
          g: lambda.FilterRule.notExists(), h: lambda.FilterRule.beginsWith('t'),
        }),
      ],
    });
    new cdk.CfnOutput(stack, 'Id', { value: mapping.eventSourceMappingId });
    new cdk.CfnOutput(stack, 'Arn', { value: mapping.eventSourceMappingArn });
  }),
  kafka_mapping: one(({ lambda, f }) => f.addEventSourceMapping('M', {
    kafkaBootstrapServers: ['a:9092', 'b:9092'], kafkaTopic: 't', kafkaConsumerGroupId: 'g',
    provisionedPollerConfig: { minimumPollers: 1, maximumPollers: 4 },
    sourceAccessConfigurations: [
      { type: lambda.SourceAccessConfigurationType.BASIC_AUTH, uri: 'arn:s' },
      { type: lambda.SourceAccessConfigurationType.of('OTHER'), uri: 'arn:o' },
    ],
  })),
  queue: one(({ stack, cdk, f, lib, sources }) => {
    const { Queue } = lib('aws-sqs');
    f.addEventSource(new sources.SqsEventSource(new Queue(stack, 'Q')));
    f.addEventSource(new sources.SqsEventSource(new Queue(stack, 'R'), {
      batchSize: 100, maxBatchingWindow: cdk.Duration.minutes(1), reportBatchItemFailures: true, maxConcurrency: 7,
    }));
  }),
  topic: one(({ stack, f, lib, sources }) => f.addEventSource(new sources.SnsEventSource(
    new (lib('aws-sns').Topic)(stack, 'T'), { deadLetterQueue: new (lib('aws-sqs').Queue)(stack, 'Q') }))),
  managed_kafka: one(({ stack, lambda, f, lib, sources }) => f.addEventSource(new sources.ManagedKafkaEventSource({
    clusterArn: 'arn:aws:kafka:us-east-1:1:cluster/c', topic: 't', startingPosition: lambda.StartingPosition.LATEST,
    batchSize: 50, consumerGroupId: 'g', onFailure: new sources.S3OnFailureDestination(new (lib('aws-s3').Bucket)(stack, 'B')),
    metricsConfig: { metrics: [lambda.MetricType.KAFKA_METRICS] },
    schemaRegistryConfig: new sources.GlueSchemaRegistry({
      schemaRegistryArn: 'arn:aws:glue:us-east-1:123456789012:registry/reg', eventRecordFormat: lambda.EventRecordFormat.JSON,
      schemaValidationConfigs: [{ attribute: lambda.KafkaSchemaValidationAttribute.KEY }],
    }),
  }))),
  dead_letters: one(({ stack, f, lambda, lib, sources }) => {
    f.addEventSourceMapping('Sns', {
      eventSourceArn: 'arn:a', onFailure: new sources.SnsDlq(new (lib('aws-sns').Topic)(stack, 'T')),
    });
    f.addEventSourceMapping('Kafka', { eventSourceArn: 'arn:b', onFailure: new sources.KafkaDlq('topic') });
  }),
};
