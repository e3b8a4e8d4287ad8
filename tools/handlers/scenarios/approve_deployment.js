'use strict';

const event = { PipelineName: 'p', StageName: 's', ActionName: 'a.Confirm' };
const waiting = {
  p: [
    { stageName: 'other', actionStates: [{ actionName: 'a.Confirm', latestExecution: { token: 'not this one' } }] },
    { stageName: 's', actionStates: [
      { actionName: 'a.Check', latestExecution: {} }, { actionName: 'a.Confirm', latestExecution: { token: 'token' } },
    ] },
  ],
};

// Ours gives another reason for the approval.
const looks = count => Array.from({ length: count }, () => ({ operation: 'GetPipelineState', input: { name: 'p' } }));
const approval = {
  operation: 'PutApprovalResult',
  input: {
    pipelineName: 'p', stageName: 's', actionName: 'a.Confirm', token: 'token',
    result: { status: 'Approved', summary: 'Approved by a function: the deployment gives no further permissions' },
  },
};
const inOwnWords = count => ({ 0: { why: 'the reason is in words of our own', calls: [...looks(count), approval] } });

module.exports = {
  program: 'pipelines/approve-lambda',
  file: 'index.js',
  scenarios: {
    'an approval that is asked for': { events: [event], state: { pipelines: waiting }, better: inOwnWords(1) },
    'an approval that is asked for only later': { events: [event], state: { pipelines: waiting, early: 1 }, better: inOwnWords(2) },
    'a pipeline that is not there': { events: [{ ...event, PipelineName: 'q' }], state: { pipelines: waiting } },
    'an approval that somebody else has given': {
      events: [event], state: { pipelines: waiting }, better: inOwnWords(1),
      faults: [{ operation: 'PutApprovalResult', code: 'ApprovalAlreadyCompletedException' }],
    },
  },
};
