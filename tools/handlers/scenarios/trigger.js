'use strict';

const ARN = 'arn:aws:lambda:us-east-1:111111111111:function:fn';
const props = fields => ({ HandlerArn: ARN, InvocationType: 'RequestResponse', Timeout: '120000', ExecuteOnHandlerChange: 'true', ...fields });
const create = fields => ({ RequestType: 'Create', ResourceProperties: props(fields) });
const update = fields => ({ RequestType: 'Update', PhysicalResourceId: 't', ResourceProperties: props(fields), OldResourceProperties: props() });
const remove = { RequestType: 'Delete', PhysicalResourceId: 't', ResourceProperties: props() };
const fn = (...results) => ({ functions: { fn: results } });
const good = fn({ value: 'done' });
const denied = times => [{ operation: 'Invoke', code: 'AccessDeniedException', status: 403, times }];

module.exports = {
  program: 'triggers/lambda',
  file: '__entrypoint__.js',
  scenarios: {
    'a trigger, from its creation to its deletion': { events: [create(), update(), remove], state: good },
    'a trigger that a change does not run': { events: [create({ ExecuteOnHandlerChange: 'false' }), update({ ExecuteOnHandlerChange: 'false' })], state: good },
    'a run that nobody waits for': { events: [create({ InvocationType: 'Event' })], state: good },
    'a run that gives nothing': { events: [create()], state: fn({}) },
    'a function that fails': {
      events: [create(), remove], state: fn({ error: { errorMessage: 'no table', errorType: 'Error', trace: ['at line 1'] } }),
      better: { 0: { reason: 'no table\nat line 1' } },
    },
    'a function that fails in an update': {
      events: [update()], state: fn({ error: { errorMessage: 'no table' } }), better: { 0: { reason: 'no table' } },
    },
    'a function that fails without a message': {
      events: [create()], state: fn({ error: { kind: 'odd' } }), better: { 0: { reason: '{"kind":"odd"}' } },
    },
    'a function that fails with a text': { events: [create()], state: fn({ error: 'broken', raw: true }), better: { 0: { reason: 'broken' } } },
    'a right that Lambda does not know yet': { events: [create()], state: good, faults: denied(2) },
    'a function that is not there': {
      events: [create()], state: good, faults: [{ operation: 'Invoke', code: 'ResourceNotFoundException', status: 404 }],
      better: { 0: { reason: 'ResourceNotFoundException' } },
    },
    'no function': { events: [create({ HandlerArn: undefined })], state: good, better: { 0: { reason: 'HandlerArn' } } },
    'a timeout that is no number': { events: [create({ Timeout: 'soon' })], state: good, better: { 0: { reason: 'Timeout' } } },
  },
};
