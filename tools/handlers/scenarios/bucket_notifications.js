'use strict';

const CREATE_FAILED = 'AWSCDK::CustomResourceProviderFramework::CREATE_FAILED';
const QUEUE = { Events: ['s3:ObjectCreated:*'], QueueArn: 'arn:q', Filter: { Key: { FilterRules: [{ Name: 'suffix', Value: '.png' }, { Name: 'prefix', Value: 'in/' }] } } };
const TOPIC = { Events: ['s3:ObjectRemoved:*'], TopicArn: 'arn:t' };
const LAMBDA = { Events: ['s3:ObjectCreated:Put'], LambdaFunctionArn: 'arn:f' };
const props = (NotificationConfiguration, fields) => ({ BucketName: 'b', NotificationConfiguration, ...fields });
const event = (RequestType, configuration, fields = {}, old) => ({
  RequestType, ResourceProperties: props(configuration, fields),
  ...(old ? { OldResourceProperties: props(old, fields) } : {}),
});
const unmanaged = { Managed: 'false' };
const STACK = 'arn:aws:cloudformation:us-east-1:111111111111:stack/S/1';
const present = id => `<QueueConfiguration><Id>${id}</Id><Queue>arn:q</Queue><Event>s3:ObjectCreated:*</Event>`
  + '<Filter><S3Key><FilterRule><Name>Prefix</Name><Value>in/</Value></FilterRule><FilterRule><Name>Suffix</Name><Value>.png</Value>'
  + '</FilterRule></S3Key></Filter></QueueConfiguration>';
const other = '<TopicConfiguration><Id>theirs</Id><Topic>arn:theirs</Topic><Event>s3:ObjectRestore:*</Event></TopicConfiguration>';
const state = notifications => ({ buckets: { b: { notifications } } });

module.exports = {
  program: 'aws-s3/notifications-resource-handler',
  file: 'index.py',
  scenarios: {
    'notifications, from their creation to their deletion': {
      events: [event('Create', { QueueConfigurations: [QUEUE], TopicConfigurations: [TOPIC] }),
        event('Update', { LambdaFunctionConfigurations: [LAMBDA], EventBridgeConfiguration: {} }, {}, { QueueConfigurations: [QUEUE] }), event('Delete', {})],
      state: state(''),
    },
    'beside those of others': {
      events: [event('Create', { QueueConfigurations: [QUEUE] }, unmanaged)], state: state(other),
    },
    'changed beside those of others': {
      events: [event('Update', { LambdaFunctionConfigurations: [LAMBDA] }, unmanaged, { QueueConfigurations: [QUEUE] })].map(e => ({ ...e, PhysicalResourceId: 'p' })),
      state: state(present(`${STACK}-1`) + other),
    },
    'removed beside those of others': {
      events: [{ ...event('Delete', { QueueConfigurations: [QUEUE] }, unmanaged), PhysicalResourceId: 'p' }],
      state: state(`${present(`${STACK}-1`)}${other}<EventBridgeConfiguration></EventBridgeConfiguration>`),
    },
    'events to EventBridge beside those of others': {
      events: [event('Create', { EventBridgeConfiguration: {} }, unmanaged)], state: state(other),
    },
    'destinations that are not asked': { events: [event('Create', { QueueConfigurations: [QUEUE] }, { SkipDestinationValidation: 'true' })], state: state('') },
    'notifications that may not be set, and the deletion that follows': {
      events: [event('Create', { QueueConfigurations: [QUEUE] }), event('Delete', { QueueConfigurations: [QUEUE] })], state: state(''),
      faults: [{ operation: 'PutBucketNotificationConfiguration', code: 'AccessDenied', status: 403 }],
      better: {
        0: { why: 'what could not be made is marked', answer: { Status: 'FAILED', PhysicalResourceId: CREATE_FAILED, NoEcho: false }, reason: 'AccessDenied' },
        1: { why: 'nothing was set', answer: { Status: 'SUCCESS', PhysicalResourceId: CREATE_FAILED, NoEcho: false }, calls: [] },
      },
    },
    'a bucket that is gone': {
      events: [{ ...event('Delete', { QueueConfigurations: [QUEUE] }), PhysicalResourceId: 'p' }], state: {},
      better: { 0: { why: 'what is gone has no notifications', answer: { Status: 'SUCCESS', PhysicalResourceId: 'p', NoEcho: false } } },
    },
    'an address that refuses once': {
      events: [event('Create', {})], state: state(''), replies: [503],
      better: { 0: { why: 'the answer is sent again', answer: { Status: 'SUCCESS', PhysicalResourceId: 'Logical', NoEcho: false } } },
    },
  },
};
