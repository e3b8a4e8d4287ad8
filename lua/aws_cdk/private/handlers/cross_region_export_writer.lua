--- Keeps values of a stack as parameters in the region of the stack that uses them, and lets none go that is in use.
return {
  ["respond.js"] = require "aws_cdk.private.handlers.respond",
  ["__entrypoint__.js"] = [==[
'use strict';

const { SSM } = require('@aws-sdk/client-ssm');
const { handle } = require('./respond');

const IN_USE = 'aws-cdk:strong-ref:';
const AT_ONCE = 10;

// Stacks that read the parameter have put a tag on it.
async function usersOf(ssm, name) {
  try {
    const { TagList = [] } = await ssm.listTagsForResource({ ResourceId: name, ResourceType: 'Parameter' });
    return TagList.filter(tag => tag.Key.startsWith(IN_USE)).map(tag => tag.Key.slice(IN_USE.length));
  } catch (error) {
    if (error.name === 'InvalidResourceId') return [];
    throw error;
  }
}

async function refuseWhenUsed(ssm, names, what) {
  const used = [];
  for (const name of names) {
    const users = await usersOf(ssm, name);
    if (users.length) used.push(`${name} is used by ${users.join(', ')}`);
  }
  if (used.length) throw new Error(`cannot ${what} exports that other stacks use: ${used.join('; ')}`);
}

async function put(ssm, values) {
  for (const [Name, Value] of Object.entries(values)) {
    await ssm.putParameter({ Name, Value, Type: 'String', Overwrite: true });
  }
}

async function remove(ssm, names) {
  for (let i = 0; i < names.length; i += AT_ONCE) await ssm.deleteParameters({ Names: names.slice(i, i + AT_ONCE) });
}

exports.handler = handle(async event => {
  const { region, exports: now = {} } = event.ResourceProperties.WriterProps;
  const before = (event.OldResourceProperties && event.OldResourceProperties.WriterProps.exports) || {};
  const ssm = new SSM({ region });
  if (event.RequestType === 'Delete') {
    const names = Object.keys(now);
    await refuseWhenUsed(ssm, names, 'delete');
    await remove(ssm, names);
    return {};
  }
  const changed = Object.keys(now).filter(name => name in before && before[name] !== now[name]);
  const gone = Object.keys(before).filter(name => !(name in now));
  await refuseWhenUsed(ssm, changed, 'change');
  await refuseWhenUsed(ssm, gone, 'delete');
  await put(ssm, Object.fromEntries(Object.entries(now).filter(([name, value]) => before[name] !== value)));
  await remove(ssm, gone);
  return { data: now };
});
]==],
}
