'use strict';

const WANTED = { 'aws-cdk:auto-delete-images': 'true' };
const create = { RequestType: 'Create', ResourceProperties: { RepositoryName: 'r' } };
const remove = { RequestType: 'Delete', PhysicalResourceId: 'p', ResourceProperties: { RepositoryName: 'r' } };
const rename = {
  RequestType: 'Update', ResourceProperties: { RepositoryName: 'q' }, OldResourceProperties: { RepositoryName: 'r' },
};
const image = (i, tag) => ({ imageDigest: `sha256:${i}`, ...(tag ? { imageTag: tag } : {}) });
const images = count => Array.from({ length: count }, (_, i) => image(i, i % 2 ? `t${i}` : undefined));
const repository = fields => ({ repositories: { r: { tags: WANTED, ...fields } } });
const ok = { Status: 'SUCCESS', PhysicalResourceId: 'p' };

module.exports = {
  program: 'aws-ecr/auto-delete-images-handler',
  file: 'index.js',
  scenarios: {
    'a repository with images, from its creation to its deletion': {
      events: [create, rename, { ...remove, PhysicalResourceId: 'q' }], state: repository({ images: images(5) }),
    },
    'an update that keeps the name keeps the resource': {
      events: [create, { ...rename, ResourceProperties: { RepositoryName: 'r' } }], state: repository({}),
      better: {
        1: {
          why: 'another id would make CloudFormation empty the repository',
          answer: { Status: 'SUCCESS', PhysicalResourceId: 'request-0' },
        },
      },
    },
    'no images': { events: [remove], state: repository({ images: [] }) },
    'images without tags': { events: [remove], state: repository({ images: [image(1), image(2)] }) },
    'an image with several tags': { events: [remove], state: repository({ images: [image(1, 'a'), image(1, 'b'), image(2)] }) },
    '250 images': {
      events: [remove], state: repository({ images: images(250) }),
      better: {
        0: {
          why: 'pages are counted anew once images are gone, so each is the first',
          answer: ok, threw: false,
          calls: [
            { operation: 'DescribeRepositories', input: { repositoryNames: ['r'] } },
            { operation: 'ListTagsForResource', input: { resourceArn: 'arn:aws:ecr:us-east-1:111111111111:repository/r' } },
            ...[0, 100, 200].flatMap(from => {
              const page = images(250).slice(from, from + 100), order = (a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
              const batch = ids => ({ operation: 'BatchDeleteImage', input: { repositoryName: 'r', imageIds: ids } });
              return [
                { operation: 'ListImages', input: { repositoryName: 'r' } },
                ...[batch(page.filter(id => id.imageTag)), batch(page.filter(id => !id.imageTag))].sort(order),
              ];
            }),
          ],
        },
      },
    },
    'images that a list of images refers to': {
      events: [remove], state: repository({ images: [image(1, 'latest'), image(2)], parents: { 'sha256:2': 'sha256:1' } }),
    },
    'images that go only once their list has gone': {
      events: [remove],
      state: repository({ images: [image(2, 'part'), image(1)], parents: { 'sha256:2': 'sha256:1' } }),
      better: {
        0: {
          why: 'what fails because of another image is tried again',
          calls: [
            { operation: 'DescribeRepositories', input: { repositoryNames: ['r'] } },
            { operation: 'ListTagsForResource', input: { resourceArn: 'arn:aws:ecr:us-east-1:111111111111:repository/r' } },
            { operation: 'ListImages', input: { repositoryName: 'r' } },
            { operation: 'BatchDeleteImage', input: { repositoryName: 'r', imageIds: [image(1)] } },
            { operation: 'BatchDeleteImage', input: { repositoryName: 'r', imageIds: [image(2, 'part')] } },
            { operation: 'ListImages', input: { repositoryName: 'r' } },
            { operation: 'BatchDeleteImage', input: { repositoryName: 'r', imageIds: [image(2, 'part')] } },
          ],
        },
      },
    },
    'images that cannot be deleted': {
      events: [remove], state: repository({ images: [image(1)], locked: ['sha256:1'] }),
      better: {
        0: { why: 'images that stay are told', answer: { Status: 'FAILED', PhysicalResourceId: 'p' }, reason: 'the key is disabled' },
      },
    },
    'no repository': {
      events: [remove], state: {}, better: { 0: { why: 'what is gone needs no deletion', answer: ok } },
    },
    'a repository that vanishes meanwhile': { events: [remove], state: repository({ images: images(2), vanished: true }) },
    'deleted twice': { events: [remove, remove], state: repository({ images: images(2) }) },
    'without the tag': { events: [remove], state: repository({ tags: {}, images: images(2) }) },
    'images that may not be deleted': {
      events: [remove], state: repository({ images: images(2) }),
      faults: [{ operation: 'BatchDeleteImage', code: 'AccessDeniedException' }],
      better: { 0: { reason: 'AccessDeniedException' } },
    },
    'no name': { events: [{ ...remove, ResourceProperties: {} }], state: {} },
  },
};
