'use strict';

// Cases of aws_cloudtrail; their Lua twins are in spec/aws_cdk/aws_cloudtrail/aws_cloudtrail_spec.lua.
module.exports = {
  trails: (app, cdk, lib) => {
    const cloudtrail = lib('aws-cloudtrail'), s3 = lib('aws-s3'), sns = lib('aws-sns'), kms = lib('aws-kms'), logs = lib('aws-logs'), lambda = lib('aws-lambda');
    const sqs = lib('aws-sqs'), targets = lib('aws-events-targets');
    const stack = new cdk.Stack(app, 'S');
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const { Trail, ReadWriteType } = cloudtrail;
    const plain = new Trail(stack, 'Plain');
    const full = new Trail(stack, 'Full', {
      trailName: 'full', bucket: new s3.Bucket(stack, 'Bucket'), s3KeyPrefix: 'p', encryptionKey: new kms.Key(stack, 'Key'), snsTopic: new sns.Topic(stack, 'Topic'),
      sendToCloudWatchLogs: true, managementEvents: ReadWriteType.WRITE_ONLY, enableFileValidation: false, isMultiRegionTrail: false, includeGlobalServiceEvents: false,
      isOrganizationTrail: true, orgId: 'o-1', insightTypes: [cloudtrail.InsightType.API_CALL_RATE, cloudtrail.InsightType.API_ERROR_RATE],
    });
    const none = new Trail(stack, 'None', {
      managementEvents: ReadWriteType.NONE, sendToCloudWatchLogs: true, cloudWatchLogsRetention: logs.RetentionDays.ONE_WEEK, bucket: s3.Bucket.fromBucketName(stack, 'Other', 'other'),
    });
    new Trail(stack, 'Logs', { sendToCloudWatchLogs: true, cloudWatchLogGroup: new logs.LogGroup(stack, 'Group'), isOrganizationTrail: true, trailName: 'x' });
    new Trail(stack, 'Unnamed', { isOrganizationTrail: true, orgId: 'o-1' });
    const fn = new lambda.Function(stack, 'Fn', { runtime: lambda.Runtime.PYTHON_3_12, handler: 'index.handler', code: lambda.Code.fromInline('pass') });
    none.addLambdaEventSelector([fn]);
    none.logAllLambdaDataEvents({ readWriteType: ReadWriteType.READ_ONLY, includeManagementEvents: true });
    full.addS3EventSelector([{ bucket: new s3.Bucket(stack, 'Watched') }, { bucket: new s3.CfnBucket(stack, 'L1'), objectPrefix: 'in' }], {
      excludeManagementEventSources: [cloudtrail.ManagementEventSources.KMS, cloudtrail.ManagementEventSources.RDS_DATA_API],
    });
    full.logAllS3DataEvents();
    full.addS3EventSelector([]);
    full.addLambdaEventSelector([]);
    full.addEventSelector(cloudtrail.DataResourceType.S3_OBJECT, ['arn:aws:s3:::b/'], { includeManagementEvents: false });
    Trail.onEvent(stack, 'Rule', { target: new targets.SqsQueue(new sqs.Queue(stack, 'Queue')), description: 'd', eventPattern: { source: ['aws.s3'] } });
    out('Arn', plain.trailArn);
    out('FullArn', full.trailArn);
    out('TopicArn', full.trailSnsTopicArn);
    out('LogGroup', full.logGroup.logGroupName);
  },
};
