'use strict';

const CREATE_FAILED = 'AWSCDK::CustomResourceProviderFramework::CREATE_FAILED';
const ON_EVENT = 'arn:aws:lambda:us-east-1:111111111111:function:on-event';
const IS_COMPLETE = 'arn:aws:lambda:us-east-1:111111111111:function:is-complete';
const MACHINE = 'arn:aws:states:us-east-1:111111111111:stateMachine:M';
const direct = { USER_ON_EVENT_FUNCTION_ARN: ON_EVENT };
const waiting = { ...direct, USER_IS_COMPLETE_FUNCTION_ARN: IS_COMPLETE, WAITER_STATE_MACHINE_ARN: MACHINE };
const event = (RequestType, fields = {}) => ({ RequestType, ResourceProperties: { ServiceToken: 't', a: '1' }, ...fields });
const p = { PhysicalResourceId: 'p' };

const on = (events, results, fields = {}) => ({
  export: 'onEvent', events, state: { functions: { 'on-event': results } }, env: direct, ...fields,
});
const complete = (events, results, fields = {}) => ({
  export: 'isComplete', events, state: { functions: { 'is-complete': results } }, env: waiting, ...fields,
});
const timedOut = fields => ({
  StackId: 's', RequestId: 'r', LogicalResourceId: 'l', ResponseURL: 'https://localhost:<answer>/answer?signature=secret', ...fields,
});
const timeout = (cause, fields = {}) => ({ export: 'onTimeout', plain: true, events: [cause], env: waiting, ...fields });

module.exports = {
  program: 'provider-framework/runtime',
  file: 'framework.js',
  scenarios: {
    'a resource, from its creation to its deletion': on([event('Create'), event('Update'), event('Delete')], [
      { value: { PhysicalResourceId: 'x', Data: { b: 1 } } }, { value: { PhysicalResourceId: 'y' } }, { value: {} },
    ]),
    'a function that returns nothing': on([event('Create'), event('Update'), event('Delete')], [{}]),
    'a function that returns null': on([event('Create')], [{ value: 'null', raw: true }], { ours: true, better: {
      0: {
        why: 'nothing is nothing', threw: false, answer: { Status: 'SUCCESS', PhysicalResourceId: 'request-0' },
        calls: [{ operation: 'Invoke', input: { FunctionName: ON_EVENT, Payload: {
          StackId: 'arn:aws:cloudformation:us-east-1:111111111111:stack/S/1', RequestId: 'request-0', LogicalResourceId: 'Logical',
          ResourceType: 'Custom::T', ResponseURL: 'https://localhost/answer?signature=secret', RequestType: 'Create',
          ResourceProperties: { ServiceToken: 't', a: '1' },
        } } }],
      },
    } }),
    'a function that returns text': on([event('Create')], [{ value: 'no JSON', raw: true }], { better: { 0: { reason: 'no JSON' } } }),
    'an id that changes on deletion': on([event('Delete', p)], [{ value: { PhysicalResourceId: 'q' } }]),
    'data that must not be shown': on([event('Create')], [{ value: { NoEcho: true, Data: { password: 'hunter2' } } }], { secrets: ['hunter2'] }),
    'a function that fails': on([event('Create'), event('Delete')], [{ error: { errorType: 'Error', errorMessage: 'it does not work' } }],
      { better: { 0: { reason: 'it does not work' } } }),
    'a function that fails in an update': on([event('Update', p)], [{ error: { errorMessage: 'no', trace: ['a', 'b'] } }]),
    'a function that times out': on([event('Create')], [{ error: { errorMessage: 'Task timed out after 3.00 seconds' } }]),
    'a function that has to wake up first': on([event('Create')], [{ fault: 'ResourceNotReadyException', status: 502 }, { fault: 'ResourceNotReadyException', status: 502 }, { fault: 'ResourceNotReadyException', status: 502 }, { value: {} }]),
    'a function that may not be called': on([event('Create'), event('Delete')], [{ fault: 'AccessDeniedException', status: 403 }],
      { better: { 0: { reason: 'AccessDeniedException' } } }),
    'a deletion of what could not be made': on([event('Delete', { PhysicalResourceId: CREATE_FAILED })], [{ value: {} }]),
    'no properties': on([event('Create', { ResourceProperties: undefined })], [{}]),
    'an address that refuses twice': on([event('Create')], [{ value: {} }], { replies: [503, 'reset'] }),
    'what takes long starts the state machine': on([event('Create'), event('Delete', p)], [{ value: { PhysicalResourceId: 'p', Data: { b: 1 } } }], { env: waiting }),
    'a state machine that cannot be started': on([event('Create')], [{ value: {} }], {
      env: waiting, faults: [{ operation: 'StartExecution', code: 'AccessDeniedException' }],
    }),
    'complete': complete([event('Create', { ...p, Data: { b: 1, c: 1 } })], [{ value: { IsComplete: true, Data: { c: 2 } } }]),
    'complete with a secret': complete([event('Create', { ...p, NoEcho: true, Data: { b: 'hunter2' } })],
      [{ value: { IsComplete: true } }], { secrets: ['hunter2'] }),
    'not complete yet': complete([event('Create', p)], [{ value: { IsComplete: false } }]),
    'not complete, with data': complete([event('Create', p)], [{ value: { IsComplete: false, Data: { x: 1 } } }], { better: { 0: { reason: 'IsComplete' } } }),
    'completion that fails': complete([event('Update', p)], [{ error: { errorMessage: 'broken' } }], { better: { 0: { reason: 'broken' } } }),
    'completion of what could not be made': complete([event('Delete', { PhysicalResourceId: CREATE_FAILED })], [{ value: { IsComplete: true } }]),
    'time is over': timeout({ Error: 'Retry', Cause: JSON.stringify({ errorMessage: JSON.stringify(timedOut(p)) }) },
      { better: { 0: { reason: 'timed out' } } }),
    'time is over for a secret': timeout({ Error: 'Retry', Cause: JSON.stringify({ errorMessage: JSON.stringify(timedOut({ ...p, NoEcho: true, Data: { x: 'hunter2' } })) }) },
      { secrets: ['hunter2'] }),
    'a failure that holds no event': timeout({ Error: 'States.Timeout', Cause: 'no JSON' }),
  },
};
