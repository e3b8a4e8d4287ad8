'use strict';

const call = (service, action, parameters, fields) => ({ service, action, parameters, ...fields });
const scenario = (...event) => ({ plain: true, events: [call(...event)], state: { parameters: { '/a': '1' }, buckets: { b: { objects: { k: 'x' } } } } });

module.exports = {
  program: 'aws-events-targets/aws-api-handler',
  file: 'index.js',
  scenarios: {
    'a call': scenario('SSM', 'getParameter', { Name: '/a' }),
    'a call without parameters': scenario('ssm', 'describeParameters'),
    'names of other versions of the SDK': scenario('@aws-sdk/client-ssm', 'GetParameterCommand', { Name: '/a' }),
    'numbers that come as texts': scenario('SSM', 'describeParameters', { MaxResults: '5' }),
    'a stream': scenario('S3', 'getObject', { Bucket: 'b', Key: 'k' }),
    'an error': scenario('SSM', 'getParameter', { Name: '/z' }),
    'an error that is expected': scenario('SSM', 'getParameter', { Name: '/z' }, { catchErrorPattern: 'ParameterNotFound' }),
    'another error than expected': scenario('SSM', 'getParameter', { Name: '/z' }, { catchErrorPattern: 'Throttling' }),
    'an action that is not there': scenario('SSM', 'frobnicate'),
  },
};
