--- Empties a bucket when its custom resource is deleted.
return {
  ["respond.js"] = require "aws_cdk.private.handlers.respond",
  ["index.js"] = [==[
'use strict';

const { S3 } = require('@aws-sdk/client-s3');
const { handle } = require('./respond');

const TAG = 'aws-cdk:auto-delete-objects';
const s3 = new S3({});

// A bucket that is to be emptied carries the tag: without it the custom resource alone was taken out of the app.
async function wanted(Bucket) {
  try {
    const { TagSet = [] } = await s3.getBucketTagging({ Bucket });
    return TagSet.some(tag => tag.Key === TAG && tag.Value === 'true');
  } catch (error) {
    if (error.name === 'NoSuchBucket' || error.name === 'NoSuchTagSet') return false;
    throw error;
  }
}

// New objects would make the bucket's own deletion fail. Emptying goes on if they cannot be refused.
async function refuseWrites(Bucket) {
  let policy = { Version: '2012-10-17', Statement: [] };
  try {
    policy = JSON.parse((await s3.getBucketPolicy({ Bucket })).Policy);
  } catch (error) {
    if (error.name !== 'NoSuchBucketPolicy') { console.warn(error); return; }
  }
  policy.Statement = [].concat(policy.Statement, {
    Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `arn:${partition()}:s3:::${Bucket}/*`,
  });
  try {
    await s3.putBucketPolicy({ Bucket, Policy: JSON.stringify(policy) });
  } catch (error) {
    console.warn(error);
  }
}

function partition() {
  const region = process.env.AWS_REGION || '';
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  if (region.startsWith('eusc-')) return 'aws-eusc';
  if (region.startsWith('us-isob-')) return 'aws-iso-b';
  if (region.startsWith('us-isof-')) return 'aws-iso-f';
  if (region.startsWith('us-iso-')) return 'aws-iso';
  if (region.startsWith('eu-isoe-')) return 'aws-iso-e';
  return 'aws';
}

async function empty(Bucket) {
  for (;;) {
    const page = await s3.listObjectVersions({ Bucket });
    const Objects = [...page.Versions || [], ...page.DeleteMarkers || []]
      .map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return;
    const { Errors = [] } = await s3.deleteObjects({ Bucket, Delete: { Objects, Quiet: true } });
    if (Errors.length > 0) throw new Error(`${Errors[0].Key} cannot be deleted: ${Errors[0].Message}`);
  }
}

exports.handler = handle(async event => {
  const bucket = event.ResourceProperties.BucketName;
  if (event.RequestType === 'Create') return { id: bucket };
  if (event.RequestType === 'Update') {
    const before = event.OldResourceProperties.BucketName;
    return before === bucket ? {} : { id: bucket };
  }
  if (bucket && await wanted(bucket)) {
    await refuseWrites(bucket);
    await empty(bucket);
  }
  return {};
});
]==],
}
