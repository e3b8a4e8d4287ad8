'use strict';

const props = fields => ({
  SourceBucketName: 'from', SourceObjectKey: 'folder/a b+c.zip', DestinationBucketName: 'to', DestinationKeyPrefix: 'p/',
  ContentHash: 'h', Configuration: { b: '1', a: ['x', { z: '1', y: '2' }] }, ...fields,
});
const create = fields => ({ RequestType: 'Create', ResourceProperties: props(fields) });
const update = fields => ({ RequestType: 'Update', ResourceProperties: props(fields), OldResourceProperties: props() });
const remove = fields => ({ RequestType: 'Delete', ResourceProperties: props(), ...fields });
const state = { buckets: { from: {}, to: {}, other: {} } };
const CREATE_FAILED = 'AWSCDK::CustomResourceProviderFramework::CREATE_FAILED';

module.exports = {
  program: 'aws-s3-deployment/s3-object-copy-handler',
  file: 'index.js',
  scenarios: {
    'a copy, from its creation to its deletion': { events: [create(), update({ ContentHash: 'i' }), remove()], state },
    'the same content': { events: [create(), update({ Configuration: { a: ['x', { y: '2', z: '1' }], b: '1' } })], state },
    'another configuration': { events: [create(), update({ Configuration: { a: 'other' } })], state },
    'no configuration': { events: [create({ Configuration: undefined })], state },
    'another bucket': { events: [create(), update({ DestinationBucketName: 'other' })], state },
    'a bucket without versions': {
      events: [create(), remove()], state: { buckets: { from: {}, to: { versioned: false } } }, better: { 0: { reason: 'versioning' } },
    },
    'a bucket that is gone': { events: [create(), remove({ PhysicalResourceId: 'gone/k?versionId=v1' })], state },
    'an id that names no version': { events: [remove({ PhysicalResourceId: 'something' })], state },
    'a copy that is not allowed, and the deletion that follows': {
      events: [create(), remove()], state, faults: [{ operation: 'CopyObject', code: 'AccessDenied', status: 403 }],
      better: { 0: { reason: 'AccessDenied' } },
    },
    'a version that may not be deleted': {
      events: [remove({ PhysicalResourceId: 'to/k?versionId=v1' })], state,
      faults: [{ operation: 'DeleteObject', code: 'AccessDenied', status: 403 }],
    },
    'what could not be copied is not deleted': { events: [remove({ PhysicalResourceId: CREATE_FAILED })], state },
  },
};
