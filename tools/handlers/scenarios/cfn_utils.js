'use strict';

const parse = (RequestType, Value) => ({ RequestType, ResourceType: 'Custom::AWSCDKCfnJson', ResourceProperties: { Value } });
const print = (RequestType, Value) => ({ RequestType, ResourceType: 'Custom::AWSCDKCfnJsonStringify', ResourceProperties: { Value } });

module.exports = {
  program: 'core/cfn-utils-provider',
  file: '__entrypoint__.js',
  sdk: false,
  scenarios: {
    'text becomes a value': { events: [parse('Create', '{"a":[1,true,null]}'), parse('Update', '"x"'), parse('Delete', '"x"')] },
    'a value becomes text': { events: [print('Create', ['a', { b: 'c' }]), print('Update', []), print('Delete', [])] },
    'text that is no JSON, and the deletion that follows': { events: [parse('Create', '{'), parse('Delete', '{')] },
    'a text of before that is no JSON can be deleted': {
      events: [{ ...parse('Delete', '{'), PhysicalResourceId: 'p' }],
      better: { 0: { why: 'nothing is computed for a deletion', answer: { Status: 'SUCCESS', PhysicalResourceId: 'p' } } },
    },
    'a resource of another type': { events: [{ RequestType: 'Create', ResourceType: 'Custom::X', ResourceProperties: {} }] },
  },
};
