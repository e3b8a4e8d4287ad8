// Deletes the images of a repository when its custom resource is deleted.
'use strict';

const { ECR } = require('@aws-sdk/client-ecr');
const { serve } = require('./custom_resource');

const TAG = 'aws-cdk:auto-delete-images';
const ecr = new ECR({});

// A repository that is to be emptied carries the tag: without it the custom resource alone was taken out of the app.
async function wanted(repositoryName) {
  const { repositories } = await ecr.describeRepositories({ repositoryNames: [repositoryName] });
  const { tags = [] } = await ecr.listTagsForResource({ resourceArn: repositories[0].repositoryArn });
  return tags.some(tag => tag.Key === TAG && tag.Value === 'true');
}

async function empty(repositoryName) {
  for (;;) {
    const { imageIds = [], nextToken } = await ecr.listImages({ repositoryName });
    const tagged = imageIds.filter(id => id.imageTag), untagged = imageIds.filter(id => !id.imageTag);
    let deleted = 0;
    const failures = [];
    for (const ids of [tagged, untagged]) {
      if (ids.length === 0) continue;
      const result = await ecr.batchDeleteImage({ repositoryName, imageIds: ids });
      deleted += (result.imageIds || []).length;
      failures.push(...result.failures || []);
    }
    if (failures.length === 0 && !nextToken) return;
    // Images that a list of images refers to can go once that list has gone.
    if (deleted === 0 && failures.length > 0) {
      throw new Error(`${failures.length} images cannot be deleted: ${failures[0].failureReason}`);
    }
    if (imageIds.length === 0) return;
  }
}

async function clear(repository) {
  try {
    if (!await wanted(repository)) return console.log(`${repository} does not have the tag ${TAG}: it is left as it is`);
    await empty(repository);
  } catch (error) {
    if (error.name !== 'RepositoryNotFoundException') throw error;
    console.log(`there is no repository ${repository}`);
  }
}

exports.handler = serve(async event => {
  const { RepositoryName } = event.ResourceProperties;
  if (event.RequestType === 'Update') {
    // With another id CloudFormation deletes the old resource, which empties the old repository.
    return event.OldResourceProperties.RepositoryName === RepositoryName ? {} : { PhysicalResourceId: RepositoryName };
  }
  if (event.RequestType === 'Delete') {
    if (!RepositoryName) throw new Error('the custom resource has no RepositoryName');
    await clear(RepositoryName);
  }
});
