'use strict';

const props = name => ({ Region: 'us-east-1', ParameterName: name });
const create = name => ({ RequestType: 'Create', ResourceProperties: props(name) });
const update = (name, old) => ({ RequestType: 'Update', ResourceProperties: props(name), OldResourceProperties: props(old) });
const remove = name => ({ RequestType: 'Delete', ResourceProperties: props(name) });
const state = { parameters: { '/cdk/EdgeFunctionArn/eu-west-1/S/Fn': 'arn:aws:lambda:us-east-1:1:function:f:1', '/b': 'arn:b' } };
const NAME = '/cdk/EdgeFunctionArn/eu-west-1/S/Fn';

module.exports = {
  program: 'aws-cloudfront/edge-function',
  file: '__entrypoint__.js',
  scenarios: {
    'an ARN, from its creation to its deletion': { events: [create(NAME), update('/b', NAME), remove('/b')], state },
    'a parameter that is not there': { events: [create('/z'), remove('/z')], state },
    'a parameter that may not be read': {
      events: [create(NAME)], state, faults: [{ operation: 'GetParameter', code: 'AccessDeniedException' }],
    },
    'a service that has to slow down': {
      events: [create(NAME)], state, faults: [{ operation: 'GetParameter', code: 'ThrottlingException', times: 2 }],
    },
  },
};
