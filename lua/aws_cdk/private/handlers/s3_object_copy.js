// Copies an object into a bucket that keeps versions, and deletes the copy's version with the custom resource.
'use strict';

const { createHash } = require('crypto');
const { S3 } = require('@aws-sdk/client-s3');
const { serve } = require('./custom_resource');

const VERSION = '?versionId=';
const s3 = new S3({ followRegionRedirects: true });

// The same content with another configuration is another object, so that a revision never loses its code to the next.
function keyOf({ ContentHash, Configuration = null, DestinationKeyPrefix }) {
  const sorted = (_, value) => value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
  const text = JSON.stringify([ContentHash, Configuration], sorted);
  return `${DestinationKeyPrefix}${createHash('sha256').update(text).digest('hex').slice(0, 32)}.zip`;
}

// The physical id says which version of which object the resource stands for.
const describe = copy => ({ PhysicalResourceId: `${copy.Bucket}/${copy.Key}${VERSION}${copy.VersionId}`, Data: copy });

function parse(id) {
  const [, Bucket, Key, VersionId] = /^([^/]+)\/(.+)\?versionId=(.+)$/s.exec(id) || [];
  return Bucket && { Bucket, Key, VersionId };
}

async function copy({ SourceBucketName, SourceObjectKey, DestinationBucketName: Bucket }, Key) {
  const source = SourceObjectKey.split('/').map(encodeURIComponent).join('/');
  const { VersionId } = await s3.copyObject({ Bucket, Key, CopySource: `${SourceBucketName}/${source}` });
  if (!VersionId || VersionId === 'null') throw new Error(`the bucket ${Bucket} must keep versions: enable versioning`);
  return describe({ Bucket, Key, VersionId });
}

async function remove(version) {
  try {
    await s3.deleteObject(version);
  } catch (error) {
    if (error.name !== 'NoSuchBucket') throw error;
  }
}

exports.handler = serve(async event => {
  const props = event.ResourceProperties;
  const present = parse(event.PhysicalResourceId || '');
  if (event.RequestType === 'Delete') return present ? remove(present) : {};
  const key = keyOf(props);
  const same = present && present.Bucket === props.DestinationBucketName && present.Key === key;
  return same ? describe(present) : copy(props, key);
});
