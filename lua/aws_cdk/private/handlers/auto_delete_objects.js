// Empties a bucket when its custom resource is deleted.
'use strict';

const { S3 } = require('@aws-sdk/client-s3');
const { serve } = require('./custom_resource');

const TAG = 'aws-cdk:auto-delete-objects';
const s3 = new S3({});

// A bucket that is to be emptied carries the tag: without it the custom resource alone was taken out of the app.
async function wanted(Bucket) {
  try {
    const { TagSet = [] } = await s3.getBucketTagging({ Bucket });
    return TagSet.some(tag => tag.Key === TAG && tag.Value === 'true');
  } catch (error) {
    if (error.name === 'NoSuchTagSet') return false;
    throw error;
  }
}

// New objects would make the bucket's own deletion fail. It is emptied even if they cannot be refused.
async function refuseWrites(Bucket, partition) {
  try {
    const { Policy } = await s3.getBucketPolicy({ Bucket });
    const policy = JSON.parse(Policy);
    policy.Statement = [].concat(policy.Statement, {
      Principal: '*', Effect: 'Deny', Action: ['s3:PutObject'], Resource: [`arn:${partition}:s3:::${Bucket}/*`],
    });
    await s3.putBucketPolicy({ Bucket, Policy: JSON.stringify(policy) });
  } catch (error) {
    if (error.name === 'NoSuchBucket') throw error;
    console.log(`new objects of ${Bucket} cannot be refused: ${error.message}`);
  }
}

async function empty(Bucket) {
  for (;;) {
    const page = await s3.listObjectVersions({ Bucket });
    const Objects = [...page.Versions || [], ...page.DeleteMarkers || []]
      .map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return;
    const { Errors = [] } = await s3.deleteObjects({ Bucket, Delete: { Objects } });
    if (Errors.length > 0) {
      throw new Error(`${Errors.length} objects cannot be deleted, first ${Errors[0].Key}: ${Errors[0].Message}`);
    }
    if (!page.IsTruncated) return;
  }
}

async function clear(bucket, partition) {
  try {
    if (!await wanted(bucket)) return console.log(`${bucket} does not have the tag ${TAG}: it is left as it is`);
    await refuseWrites(bucket, partition);
    await empty(bucket);
  } catch (error) {
    if (error.name !== 'NoSuchBucket') throw error;
    console.log(`there is no bucket ${bucket}`);
  }
}

exports.handler = serve(async (event, context) => {
  const { BucketName } = event.ResourceProperties;
  if (event.RequestType === 'Update') {
    // With another id CloudFormation deletes the old resource, which empties the old bucket.
    return event.OldResourceProperties.BucketName === BucketName ? {} : { PhysicalResourceId: BucketName };
  }
  if (event.RequestType === 'Delete') {
    if (!BucketName) throw new Error('the custom resource has no BucketName');
    const partition = context && context.invokedFunctionArn ? context.invokedFunctionArn.split(':')[1] : 'aws';
    await clear(BucketName, partition);
  }
});
