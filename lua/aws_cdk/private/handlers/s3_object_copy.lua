--- Copies an object into a bucket that keeps versions, and deletes the copy's version with the custom resource.
return {
  ["respond.js"] = require "aws_cdk.private.handlers.respond",
  ["index.js"] = [==[
'use strict';

const { createHash } = require('node:crypto');
const { S3 } = require('@aws-sdk/client-s3');
const { handle } = require('./respond');

const VERSION = '?versionId=';
const s3 = new S3({ followRegionRedirects: true });

// The same content with another configuration is another object, so that a revision never loses its code to the next.
function keyOf(props) {
  const sorted = (key, value) => value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
  const configuration = props.Configuration === undefined ? null : props.Configuration;
  const text = JSON.stringify([props.ContentHash, configuration], sorted);
  return `${props.DestinationKeyPrefix}${createHash('sha256').update(text).digest('hex').slice(0, 32)}.zip`;
}

// The physical id says which version of which object the resource stands for.
function describe(copy) {
  return { id: `${copy.Bucket}/${copy.Key}${VERSION}${copy.VersionId}`, data: copy };
}

function parse(id) {
  const slash = id.indexOf('/');
  const mark = id.lastIndexOf(VERSION);
  if (slash < 0 || mark < slash) return undefined;
  return { Bucket: id.slice(0, slash), Key: id.slice(slash + 1, mark), VersionId: id.slice(mark + VERSION.length) };
}

async function copy(props) {
  const Bucket = props.DestinationBucketName;
  const Key = keyOf(props);
  const source = props.SourceObjectKey.split('/').map(encodeURIComponent).join('/');
  const { VersionId } = await s3.copyObject({ Bucket, Key, CopySource: `${props.SourceBucketName}/${source}` });
  if (!VersionId || VersionId === 'null') throw new Error(`the bucket ${Bucket} does not keep versions`);
  return describe({ Bucket, Key, VersionId });
}

exports.handler = handle(async event => {
  const props = event.ResourceProperties;
  const present = event.PhysicalResourceId ? parse(event.PhysicalResourceId) : undefined;
  if (event.RequestType === 'Delete') {
    if (present) await s3.deleteObject(present);
    return {};
  }
  const same = present && present.Bucket === props.DestinationBucketName && present.Key === keyOf(props);
  if (same) return describe(present);
  return copy(props);
});
]==],
}
