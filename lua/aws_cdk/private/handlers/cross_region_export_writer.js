// Keeps values of a stack as parameters in the region of the stack that uses them.
'use strict';

const { SSM } = require('@aws-sdk/client-ssm');

const AT_ONCE = 10; // as many as one call may delete

async function put(ssm, values) {
  for (const [Name, Value] of Object.entries(values)) {
    await ssm.putParameter({ Name, Value, Type: 'String', Overwrite: true });
  }
}

async function remove(ssm, names) {
  const sorted = [...names].sort();
  for (let i = 0; i < sorted.length; i += AT_ONCE) {
    await ssm.deleteParameters({ Names: sorted.slice(i, i + AT_ONCE) });
  }
}

exports.handler = async event => {
  const { region, exports: now = {} } = event.ResourceProperties.WriterProps;
  const ssm = new SSM({ region });
  if (event.RequestType === 'Delete') return remove(ssm, Object.keys(now));
  const before = event.RequestType === 'Update' ? event.OldResourceProperties.WriterProps.exports || {} : {};
  await remove(ssm, Object.keys(before).filter(name => !(name in now)));
  await put(ssm, Object.fromEntries(Object.entries(now).filter(([name, value]) => before[name] !== value)));
};
