'use strict';

const WANTED = { 'aws-cdk:auto-delete-objects': 'true' };
const create = { RequestType: 'Create', ResourceProperties: { BucketName: 'b' } };
const remove = { RequestType: 'Delete', ResourceProperties: { BucketName: 'b' } };
const rename = { RequestType: 'Update', ResourceProperties: { BucketName: 'c' }, OldResourceProperties: { BucketName: 'b' } };
const touch = { RequestType: 'Update', ResourceProperties: { BucketName: 'b' }, OldResourceProperties: { BucketName: 'b' } };
const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:Get*', Resource: '*' }] };
const versions = count => Array.from({ length: count }, (_, i) => ({ Key: `k${i}`, VersionId: `v${i}` }));
const bucket = fields => ({ buckets: { b: { tags: WANTED, policy, ...fields } } });
const ok = id => ({ Status: 'SUCCESS', PhysicalResourceId: id });

module.exports = {
  program: 'aws-s3/auto-delete-objects-handler',
  file: 'index.js',
  scenarios: {
    'a bucket with objects, from its creation to its deletion': {
      events: [create, rename, remove], state: bucket({ versions: versions(3) }),
    },
    'an update that keeps the name keeps the resource': {
      events: [create, touch], state: bucket({}),
      better: { 1: { why: 'another id would make CloudFormation empty the bucket', answer: ok('request-0') } },
    },
    'an empty bucket': { events: [{ ...remove, PhysicalResourceId: 'p' }], state: bucket({ versions: [] }) },
    'versions and markers': {
      events: [{ ...remove, PhysicalResourceId: 'p' }],
      state: bucket({ versions: [...versions(2), { Key: 'gone', VersionId: 'm', marker: true }, { Key: 'k&<0>', VersionId: 'x' }] }),
    },
    'several pages': { events: [{ ...remove, PhysicalResourceId: 'p' }], state: bucket({ versions: versions(25), page: 10 }) },
    'no bucket': { events: [{ ...remove, PhysicalResourceId: 'p' }], state: {} },
    'a bucket that vanishes meanwhile': {
      events: [{ ...remove, PhysicalResourceId: 'p' }], state: bucket({ versions: versions(25), page: 10, vanishes: true }),
    },
    'deleted twice': {
      events: [{ ...remove, PhysicalResourceId: 'p' }, { ...remove, PhysicalResourceId: 'p' }], state: bucket({ versions: versions(2) }),
    },
    'without the tag': { events: [{ ...remove, PhysicalResourceId: 'p' }], state: bucket({ tags: { other: 'x' }, versions: versions(1) }) },
    'without any tag': {
      events: [{ ...remove, PhysicalResourceId: 'p' }], state: bucket({ tags: undefined, versions: versions(1) }),
      better: { 0: { why: 'a bucket without tags is not to be emptied, which is no failure', answer: ok('p') } },
    },
    'without a policy': { events: [{ ...remove, PhysicalResourceId: 'p' }], state: bucket({ policy: undefined, versions: versions(1) }) },
    'a policy that cannot be read': {
      events: [{ ...remove, PhysicalResourceId: 'p' }], state: bucket({ versions: versions(1) }),
      faults: [{ operation: 'GetBucketPolicy', code: 'AccessDenied', status: 403 }],
    },
    'a policy that cannot be changed': {
      events: [{ ...remove, PhysicalResourceId: 'p' }], state: bucket({ versions: versions(1) }),
      faults: [{ operation: 'PutBucketPolicy', code: 'AccessDenied', status: 403 }],
    },
    'objects that may not be listed': {
      events: [{ ...remove, PhysicalResourceId: 'p' }], state: bucket({ versions: versions(1) }),
      faults: [{ operation: 'ListObjectVersions', code: 'AccessDenied', status: 403 }],
      better: { 0: { reason: 'AccessDenied' } },
    },
    'tags that may not be read': {
      events: [{ ...remove, PhysicalResourceId: 'p' }], state: bucket({ versions: versions(1) }),
      faults: [{ operation: 'GetBucketTagging', code: 'AccessDenied', status: 403 }],
    },
    'a service that has to slow down': {
      events: [{ ...remove, PhysicalResourceId: 'p' }], state: bucket({ versions: versions(1) }),
      faults: [{ operation: 'DeleteObjects', code: 'SlowDown', status: 503, times: 2 }],
    },
    'objects that are locked': {
      events: [{ ...remove, PhysicalResourceId: 'p' }], state: bucket({ versions: versions(3), locked: ['k1'] }),
      better: {
        0: { why: 'objects that stay are told', answer: { Status: 'FAILED', PhysicalResourceId: 'p' }, reason: 'k1' },
      },
    },
    'no name': { events: [{ RequestType: 'Delete', PhysicalResourceId: 'p', ResourceProperties: {} }], state: {} },
    'a deletion that follows a failed creation': {
      events: [{ ...remove, PhysicalResourceId: 'AWSCDK::CustomResourceProviderFramework::CREATE_FAILED' }],
      state: bucket({ versions: versions(1) }),
    },
  },
};
