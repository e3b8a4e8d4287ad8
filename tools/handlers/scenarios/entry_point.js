// The entry point, in front of code of a user's, and how it answers.
'use strict';

const CREATE_FAILED = 'AWSCDK::CustomResourceProviderFramework::CREATE_FAILED';
const event = (RequestType, ResourceProperties = {}, fields = {}) => ({ RequestType, ResourceProperties, ...fields });
const p = { PhysicalResourceId: 'p' };

module.exports = {
  program: 'user',
  file: '__entrypoint__.js',
  sdk: false,
  scenarios: {
    'code without an id of its own': { events: [event('Create'), event('Update'), event('Delete')] },
    'the address of the answer is kept from the code': { events: [event('Create')] },
    'an id of its own, and another': {
      events: [event('Create', { result: { PhysicalResourceId: 'a', Data: { x: 1 } } }),
        event('Update', { result: { PhysicalResourceId: 'b' } }), event('Delete', { result: { PhysicalResourceId: 'b' } })],
    },
    'an id that changes on deletion': { events: [event('Delete', { result: { PhysicalResourceId: 'q' } }, p)] },
    'data that must not be shown': {
      events: [event('Create', { result: { NoEcho: true, Data: { password: 'hunter2' } } })], secrets: ['hunter2'],
    },
    'properties with a secret': {
      events: [event('Create', { password: 'hunter2' })], secrets: ['hunter2'],
    },
    'a failed creation, and the deletion that follows': {
      events: [event('Create', { fail: true }), event('Delete', { fail: true })], better: { 0: { reason: 'it does not work' } },
    },
    'a failed update': { events: [event('Update', { fail: true }, p)], better: { 0: { reason: 'it does not work' } } },
    'a failed deletion': { events: [event('Delete', { fail: true }, p)] },
    'a deletion of what could not be made': { events: [event('Delete', { fail: true }, { PhysicalResourceId: CREATE_FAILED })] },
    'an address that refuses once': { events: [event('Create')], replies: [503] },
    'an address that refuses, or breaks off, several times': { events: [event('Create')], replies: [503, 'reset', 500, 'reset'] },
    'an address that refuses a failure': { events: [event('Create', { fail: true })], replies: [503, 403] },
    'work that takes longer than the function may': {
      events: [event('Create', { slow: true })], remaining: 3000, ours: true,
      better: {
        0: {
          why: 'CloudFormation would wait for an hour', calls: [], threw: false,
          answer: { Status: 'FAILED', PhysicalResourceId: CREATE_FAILED }, reason: 'ran out of time',
        },
      },
    },
  },
};
