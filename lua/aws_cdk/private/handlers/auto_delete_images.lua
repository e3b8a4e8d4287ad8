--- Deletes the images of a repository when its custom resource is deleted.
return {
  ["respond.js"] = require "aws_cdk.private.handlers.respond",
  ["index.js"] = [==[
'use strict';

const { ECR } = require('@aws-sdk/client-ecr');
const { handle } = require('./respond');

const TAG = 'aws-cdk:auto-delete-images';
const ecr = new ECR({});

// A repository that is to be emptied carries the tag: without it the custom resource alone was taken out of the app.
async function wanted(repositoryName) {
  try {
    const { repositories } = await ecr.describeRepositories({ repositoryNames: [repositoryName] });
    const { tags = [] } = await ecr.listTagsForResource({ resourceArn: repositories[0].repositoryArn });
    return tags.some(tag => tag.Key === TAG && tag.Value === 'true');
  } catch (error) {
    if (error.name === 'RepositoryNotFoundException') return false;
    throw error;
  }
}

async function empty(repositoryName) {
  for (;;) {
    const { imageIds = [] } = await ecr.listImages({ repositoryName, maxResults: 100 });
    if (imageIds.length === 0) return;
    // By digest an image goes with all of its tags.
    const digests = [...new Set(imageIds.map(id => id.imageDigest))].map(imageDigest => ({ imageDigest }));
    const { imageIds: deleted = [], failures = [] } = await ecr.batchDeleteImage({ repositoryName, imageIds: digests });
    if (deleted.length > 0) continue; // images that a list of images refers to go after that list
    if (failures.length > 0) throw new Error(`images cannot be deleted: ${failures[0].failureReason}`);
  }
}

exports.handler = handle(async event => {
  const name = event.ResourceProperties.RepositoryName;
  if (event.RequestType === 'Create') return { id: name };
  if (event.RequestType === 'Update') {
    const before = event.OldResourceProperties.RepositoryName;
    return before === name ? {} : { id: name };
  }
  if (name && await wanted(name)) await empty(name);
  return {};
});
]==],
}
