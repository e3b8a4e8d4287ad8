'use strict';

const CREATE_FAILED = 'AWSCDK::CustomResourceProviderFramework::CREATE_FAILED';
const props = (fields = {}) => ({ LogGroupName: 'g', RetentionInDays: '7', ...fields });
const create = fields => ({ RequestType: 'Create', ResourceProperties: props(fields) });
const update = fields => ({ RequestType: 'Update', ResourceProperties: props(fields), OldResourceProperties: props() });
const remove = fields => ({ RequestType: 'Delete', PhysicalResourceId: 'g', ResourceProperties: props(fields) });
const failed = { Status: 'FAILED', PhysicalResourceId: CREATE_FAILED };

module.exports = {
  program: 'aws-logs/log-retention-handler',
  file: 'index.js',
  scenarios: {
    'a group, from its creation to its deletion': {
      events: [create(), update({ RetentionInDays: '30' }), remove()], state: {},
    },
    'a group that is there': { events: [create()], state: { groups: { g: {}, '/aws/lambda/fn': {} } } },
    'a group that keeps its events': {
      events: [create({ RetentionInDays: undefined }), update({ RetentionInDays: '0' })], state: {},
    },
    'another group': { events: [create(), update({ LogGroupName: 'h' })], state: {} },
    'a group of another region': { events: [create({ LogGroupRegion: 'eu-west-1' })], state: {} },
    'a group that goes with its resource': { events: [remove({ RemovalPolicy: 'destroy' })], state: { groups: { g: {} } } },
    'a group that stays': { events: [remove({ RemovalPolicy: 'retain' })], state: { groups: { g: {} } } },
    'a group that is gone': { events: [remove({ RemovalPolicy: 'destroy' })], state: {} },
    'deleted twice': {
      events: [remove({ RemovalPolicy: 'destroy' }), remove({ RemovalPolicy: 'destroy' })], state: { groups: { g: {} } },
    },
    'changes at the same time': {
      events: [create()], state: {},
      faults: [
        { operation: 'CreateLogGroup', code: 'OperationAbortedException', times: 2 },
        { operation: 'PutRetentionPolicy', code: 'OperationAbortedException' },
      ],
    },
    'too many calls': {
      events: [remove({ RemovalPolicy: 'destroy' })], state: { groups: { g: {} } },
      faults: [{ operation: 'DeleteLogGroup', code: 'ThrottlingException', times: 2 }],
    },
    'changes that do not end': {
      events: [create({ SdkRetry: { maxRetries: '1' } })], state: {},
      faults: [{ operation: 'CreateLogGroup', code: 'OperationAbortedException', times: 9 }],
      better: { 0: { why: 'what could not be made is marked', answer: failed, reason: 'OperationAbortedException' } },
    },
    'a retention that may not be set, and the deletion that follows': {
      events: [create({ RemovalPolicy: 'destroy' }), { ...remove({ RemovalPolicy: 'destroy' }), PhysicalResourceId: undefined }],
      state: { groups: { g: {} } },
      faults: [{ operation: 'PutRetentionPolicy', code: 'AccessDeniedException' }],
      better: {
        0: { why: 'what could not be made is marked', answer: failed, reason: 'AccessDeniedException' },
        1: { why: 'the group was there before', answer: { Status: 'SUCCESS', PhysicalResourceId: CREATE_FAILED }, calls: [] },
      },
    },
    'a deletion that is not allowed': {
      events: [remove({ RemovalPolicy: 'destroy' })], state: { groups: { g: {} } },
      faults: [{ operation: 'DeleteLogGroup', code: 'AccessDeniedException' }],
      better: { 0: { why: 'there are no data of what failed', answer: { Status: 'FAILED', PhysicalResourceId: 'g' } } },
    },
  },
};
