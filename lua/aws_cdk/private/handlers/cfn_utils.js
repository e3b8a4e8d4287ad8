// Small computations at deployment: parses JSON text, and makes JSON text of a value.
'use strict';

const COMPUTE = {
  'Custom::AWSCDKCfnJson': JSON.parse,
  'Custom::AWSCDKCfnJsonStringify': value => JSON.stringify(value),
};

exports.handler = async event => {
  const compute = COMPUTE[event.ResourceType];
  if (!compute) throw new Error(`this function does not handle ${event.ResourceType}`);
  if (event.RequestType === 'Delete') return {};
  return { Data: { Value: compute(event.ResourceProperties.Value) } };
};
