--- Marks the parameters that a stack reads, so that they are not deleted under it, and hands on their values.
return {
  ["respond.js"] = require "aws_cdk.private.handlers.respond",
  ["__entrypoint__.js"] = [==[
'use strict';

const { SSM } = require('@aws-sdk/client-ssm');
const { handle } = require('./respond');

const IN_USE = 'aws-cdk:strong-ref:';

async function mark(ssm, names, prefix) {
  for (const ResourceId of names) {
    const Tags = [{ Key: IN_USE + prefix, Value: 'true' }];
    await ssm.addTagsToResource({ ResourceId, ResourceType: 'Parameter', Tags });
  }
}

async function unmark(ssm, names, prefix) {
  for (const ResourceId of names) {
    try {
      await ssm.removeTagsFromResource({ ResourceId, ResourceType: 'Parameter', TagKeys: [IN_USE + prefix] });
    } catch (error) {
      if (error.name !== 'InvalidResourceId') throw error; // deleted already
    }
  }
}

exports.handler = handle(async event => {
  const { region, prefix, imports = {} } = event.ResourceProperties.ReaderProps;
  const before = (event.OldResourceProperties && event.OldResourceProperties.ReaderProps.imports) || {};
  const ssm = new SSM({ region });
  const names = Object.keys(imports);
  if (event.RequestType === 'Delete') {
    await unmark(ssm, names, prefix);
    return {};
  }
  await mark(ssm, names.filter(name => !(name in before)), prefix);
  await unmark(ssm, Object.keys(before).filter(name => !(name in imports)), prefix);
  return { data: imports };
});
]==],
}
