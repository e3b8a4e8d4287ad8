// Marks the parameters that a stack reads, so that their stack knows, and hands on their values.
'use strict';

const { SSM } = require('@aws-sdk/client-ssm');

const MARK = 'aws-cdk:strong-ref:';
const ResourceType = 'Parameter';

async function mark(ssm, names, tag) {
  for (const ResourceId of names) {
    await ssm.addTagsToResource({ ResourceId, ResourceType, Tags: [{ Key: tag, Value: 'true' }] });
  }
}

async function unmark(ssm, names, tag) {
  for (const ResourceId of names) {
    try {
      await ssm.removeTagsFromResource({ ResourceId, ResourceType, TagKeys: [tag] });
    } catch (error) {
      if (error.name !== 'InvalidResourceId') throw error; // it is gone
    }
  }
}

exports.handler = async event => {
  const { region, prefix, imports = {} } = event.ResourceProperties.ReaderProps;
  const ssm = new SSM({ region });
  const tag = MARK + prefix;
  const names = Object.keys(imports);
  if (event.RequestType === 'Delete') return unmark(ssm, names, tag);
  const before = event.RequestType === 'Update' ? Object.keys(event.OldResourceProperties.ReaderProps.imports || {}) : [];
  await unmark(ssm, before.filter(name => !names.includes(name)), tag);
  await mark(ssm, names.filter(name => !before.includes(name)), tag);
  return { Data: imports };
};
