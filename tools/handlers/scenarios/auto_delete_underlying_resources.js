'use strict';

const TAG = { 'aws-cdk:auto-delete-underlying-resources': 'true' };
const LAMBDA = 'arn:aws:lambda:us-east-1:111111111111:function:cwsyn-c-id1';
const properties = { CanaryName: 'c' };
const create = { RequestType: 'Create', ResourceProperties: properties };
const remove = { RequestType: 'Delete', PhysicalResourceId: 'p', ResourceProperties: properties };
const rename = { RequestType: 'Update', ResourceProperties: { CanaryName: 'd' }, OldResourceProperties: properties };
const canary = fields => ({ canaries: { c: { Id: 'id1', EngineArn: `${LAMBDA}:7`, Tags: TAG, ...fields } }, functions: { 'cwsyn-c-id1': [] } });

module.exports = {
  program: 'aws-synthetics/auto-delete-underlying-resources-handler',
  file: 'index.js',
  scenarios: {
    'a canary, from its creation to its deletion': { events: [create, rename, { ...remove, PhysicalResourceId: 'd' }], state: canary() },
    'an update that keeps the name keeps the resource': {
      events: [create, { ...rename, ResourceProperties: properties }], state: canary(),
      better: {
        1: {
          why: 'another id would make CloudFormation delete the function of a canary that is needed',
          answer: { Status: 'SUCCESS', PhysicalResourceId: 'request-0' },
        },
      },
    },
    'a function without a version': { events: [remove], state: canary({ EngineArn: LAMBDA }) },
    'a canary without a function': { events: [remove], state: canary({ EngineArn: undefined }) },
    'a canary without an id': { events: [remove], state: canary({ Id: undefined }) },
    'without the tag': { events: [remove], state: canary({ Tags: { other: 'true' } }) },
    'the tag says no': { events: [remove], state: canary({ Tags: { ...TAG, 'aws-cdk:auto-delete-underlying-resources': 'false' } }) },
    'no tags at all': { events: [remove], state: canary({ Tags: undefined }) },
    'no canary': { events: [remove], state: {} },
    'the function is gone': { events: [remove], state: { ...canary(), functions: {} } },
    'deleted twice': { events: [remove, remove], state: canary() },
    'a canary that may not be seen': {
      events: [remove], state: canary(), faults: [{ operation: 'GetCanary', code: 'AccessDeniedException', status: 403 }],
      better: { 0: { reason: 'AccessDeniedException' } },
    },
    'a function that may not be deleted': {
      events: [remove], state: canary(), faults: [{ operation: 'DeleteFunction', code: 'AccessDeniedException', status: 403 }],
      better: { 0: { reason: 'AccessDeniedException' } },
    },
    'no name': { events: [{ ...remove, ResourceProperties: {} }], state: {} },
  },
};
