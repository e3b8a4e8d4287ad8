'use strict';

const CREATE_FAILED = 'AWSCDK::CustomResourceProviderFramework::CREATE_FAILED';
const ID = { PhysicalResourceId: 'aws.cdk.s3deployment.1' };
const props = fields => ({ SourceBucketNames: ['from'], SourceObjectKeys: ['k.zip'], DestinationBucketName: 'to', ...fields });
const create = fields => ({ RequestType: 'Create', ResourceProperties: props(fields) });
const update = (fields, old) => ({ RequestType: 'Update', ...ID, ResourceProperties: props(fields), OldResourceProperties: props(old) });
const remove = (fields, more) => ({ RequestType: 'Delete', ...ID, ResourceProperties: props(fields), ...more });
const marker = n => `<<marker:0xbaba:${n}>>`;
const FILES = { 'index.html': '<p>hello</p>\n', 'a/b.txt': 'text' };
const state = (more = {}, rest = {}) => ({ buckets: { from: { zips: { 'k.zip': FILES, ...more } }, to: {}, ...rest.buckets }, distributions: ['D1'] });
const tagged = tags => state({}, { buckets: { to: { tags } } });
const failed = { Status: 'FAILED', PhysicalResourceId: CREATE_FAILED, NoEcho: false, Data: {} };
const notMade = (reason, more) => ({ 0: { why: 'what could not be made is marked', answer: failed, reason, ...more } });

// One file of markers, with their values and settings.
const filled = (text, markers, config) => ({
  events: [create({ SourceMarkers: [markers], ...(config ? { SourceMarkersConfig: [config] } : {}) })],
  state: { buckets: { from: { zips: { 'k.zip': { f: text } } }, to: {} } },
});

module.exports = {
  program: 'aws-s3-deployment/bucket-deployment-handler',
  file: 'index.py',
  scenarios: {
    'a deployment, from its creation to its deletion': { events: [create(), update(), remove()], state: state() },
    'files that go with the deployment': { events: [remove({ RetainOnDelete: 'false' })], state: tagged({ other: 'x' }) },
    'files that another deployment owns': { events: [remove({ RetainOnDelete: 'false' })], state: tagged({ 'aws-cdk:cr-owned:12345678': 'true' }) },
    'files below a prefix': { events: [create({ DestinationBucketKeyPrefix: 'web/x' }), remove({ DestinationBucketKeyPrefix: 'web/x', RetainOnDelete: 'false' })], state: tagged({ 'aws-cdk:cr-owned:other:12345678': 'true' }) },
    'files below a prefix that another deployment owns': { events: [remove({ DestinationBucketKeyPrefix: 'web', RetainOnDelete: 'false' })], state: tagged({ 'aws-cdk:cr-owned:web:12345678': 'true' }) },
    'a prefix that is none': { events: [create({ DestinationBucketKeyPrefix: '/' })], state: state() },
    'a bucket without tags': { events: [remove({ RetainOnDelete: 'false' })], state: state() },
    'tags that may not be read': {
      events: [remove({ RetainOnDelete: 'false' })], state: state(), faults: [{ operation: 'GetBucketTagging', code: 'AccessDenied', status: 403 }],
    },
    'another destination': { events: [update({ RetainOnDelete: 'false', DestinationBucketKeyPrefix: 'new' }, { DestinationBucketKeyPrefix: 'old' })], state: state() },
    'another destination, the old files stay': { events: [update({ DestinationBucketKeyPrefix: 'new' }, {})], state: state() },
    'the same destination': { events: [update({ RetainOnDelete: 'false' })], state: state() },
    'an update that does not say what was before': {
      events: [{ ...update({ RetainOnDelete: 'false' }), OldResourceProperties: {} }], state: state(),
      better: { 0: { why: 'CloudFormation would wait for an hour', answer: { ...failed, ...ID }, reason: 'old properties' } },
    },
    'several sources': {
      events: [create({ SourceBucketNames: ['from', 'from'], SourceObjectKeys: ['k.zip', 'l.zip'] })],
      state: state({ 'l.zip': { 'index.html': 'later', c: 'c' } }),
    },
    'nothing is pruned, some is left out': { events: [create({ Prune: 'false', Exclude: ['*', 'x'], Include: ['*.html'] })], state: state() },
    'metadata': {
      events: [create({
        UserMetadata: { A: '1', b: 'two words' }, SystemMetadata: { 'cache-control': 'no-cache, max-age=5', 'content-type': 'text/html', acl: 'public-read' },
      })],
      state: state(),
    },
    'metadata of the system only': { events: [create({ SystemMetadata: { sse: 'aws:kms' } })], state: state() },
    'signed content': { events: [create({ SignContent: 'true' })], state: state() },
    'files as they are': {
      events: [create({ Extract: 'false', OutputObjectVersionIds: 'true' }), remove({ Extract: 'false', OutputObjectVersionIds: 'true' })],
      state: state({}, { buckets: { to: { versions: { 'k.zip': 'v1' } } } }),
    },
    'files as they are, below a prefix, without versions': {
      events: [create({ Extract: 'false', OutputObjectVersionIds: 'true', DestinationBucketKeyPrefix: 'p' })],
      state: state({}, { buckets: { to: { versions: { 'p/k.zip': '' } } } }),
    },
    'files as they are, which a filter left out': { events: [create({ Extract: 'false', OutputObjectVersionIds: 'true', DestinationBucketKeyPrefix: 'p/' })], state: state() },
    'versions that may not be seen': {
      events: [create({ Extract: 'false', OutputObjectVersionIds: 'true' })], state: state(),
      faults: [{ operation: 'HeadObject', code: 'AccessDenied', status: 403 }], better: notMade('403'),
    },
    'keys that nobody wants': { events: [create({ OutputObjectKeys: 'false', DestinationBucketArn: 'arn:aws:s3:::to' })], state: state() },
    'literal values': filled(`a=${marker(0)}\nb=${marker(1)}${marker(0)}\n`, { [marker(0)]: 'x"y', [marker(1)]: '' }),
    'many values': filled(`${marker(1)}${marker(10)}`, { [marker(1)]: 'one', [marker(10)]: 'ten' }),
    'values in JSON': filled(`{"a":"${marker(0)}","b":${marker(1)},"c":${marker(2)}}`,
      { [marker(0)]: 'x"\ny', [marker(1)]: ['p', 'q'], [marker(2)]: 'text' },
      { jsonEscape: 'true', markerEncodings: { [marker(1)]: 'JSON_VALUE', [marker(2)]: 'JSON_VALUE' } }),
    'values in YAML': filled([0, 1, 2, 3].map(n => `k${n}: ${marker(n)}\n`).join(''),
      { [marker(0)]: 'plain-text_1.0', [marker(1)]: 'Yes', [marker(2)]: 'a: b', [marker(3)]: '12' },
      { markerEncodings: Object.fromEntries([0, 1, 2, 3].map(n => [marker(n), 'YAML_STRING'])) }),
    'a value that holds a marker': {
      ...filled(marker(0), { [marker(0)]: marker(1), [marker(1)]: 'one' }),
      better: {
        0: {
          why: 'what a value holds is no marker',
          calls: [
            { operation: 'aws s3 cp', input: { arguments: ['s3', 'cp', 's3://from/k.zip', '<local>'] } },
            { operation: 'aws s3 sync', input: { arguments: ['s3', 'sync', '--delete', '<local>', 's3://to/'], files: { f: marker(1) } } },
          ],
        },
      },
    },
    'a literal value that is none': { ...filled(marker(0), { [marker(0)]: ['a'] }), better: notMade('must be a string') },
    'a value of no known encoding': { ...filled(marker(0), { [marker(0)]: 'a' }, { markerEncodings: { [marker(0)]: 'X' } }), better: notMade('X is no encoding') },
    'a distribution': { events: [create({ DistributionId: 'D1' }), remove({ DistributionId: 'D1' })], state: state() },
    'a distribution, below a prefix': { events: [create({ DistributionId: 'D1', DestinationBucketKeyPrefix: 'web' })], state: state() },
    'paths of a distribution': { events: [create({ DistributionId: 'D1', DistributionPaths: ['/a', '/b/*'] })], state: state() },
    'a distribution that is not waited for': {
      events: [create({ DistributionId: 'D1', WaitForDistributionInvalidation: 'false' })], state: state(),
      better: {
        0: {
          why: 'CloudFormation gives booleans as texts',
          calls: [
            { operation: 'aws s3 cp', input: { arguments: ['s3', 'cp', 's3://from/k.zip', '<local>'] } },
            { operation: 'aws s3 sync', input: { arguments: ['s3', 'sync', '--delete', '<local>', 's3://to/'], files: FILES } },
            { operation: 'CreateInvalidation', input: { Distribution: 'D1', Paths: [['Quantity', '1'], ['Items', [['Path', '/*']]]] } },
          ],
        },
      },
    },
    'a distribution that is not there': { events: [create({ DistributionId: 'D2' })], state: state(), better: notMade('NoSuchDistribution') },
    'a source that is not there, and the deletion that follows': {
      events: [create({ SourceObjectKeys: ['gone.zip'] }), remove({ RetainOnDelete: 'false' }, { PhysicalResourceId: CREATE_FAILED })], state: state(),
      better: {
        ...notMade('aws'),
        1: { why: 'nothing was put there', calls: [], answer: { Status: 'SUCCESS', PhysicalResourceId: CREATE_FAILED, NoEcho: false } },
      },
    },
    'a copy that fails': {
      events: [update()], state: state(), faults: [{ operation: 'aws s3 sync', code: 'AccessDenied', status: 403 }], better: { 0: { reason: 'sync' } },
    },
    'a property that is missing': {
      events: [{ RequestType: 'Create', ResourceProperties: { SourceBucketNames: [] } }], state: state(), better: notMade('SourceObjectKeys'),
    },
    'an update of nothing': { events: [{ ...update(), PhysicalResourceId: undefined }], state: state(), better: { 0: { reason: 'PhysicalResourceId' } } },
  },
};
