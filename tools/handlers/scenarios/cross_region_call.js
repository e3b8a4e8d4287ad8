'use strict';

const scenario = (service, action, parameters, fields) => ({
  plain: true, events: [{ region: 'us-west-2', service, action, parameters, ...fields }],
  state: { parameters: { '/a': '1' }, buckets: { b: { objects: { k: 'x' } } } },
});

module.exports = {
  program: 'aws-stepfunctions-tasks/cross-region-aws-sdk-handler',
  file: 'index.js',
  scenarios: {
    'a call': scenario('ssm', 'getParameter', { Name: '/a' }),
    'a call without parameters': scenario('ssm', 'describeParameters'),
    'another endpoint': scenario('ssm', 'getParameter', { Name: '/a' }, { endpoint: 'https://ssm.example.com' }),
    'an error': scenario('ssm', 'getParameter', { Name: '/z' }),
    'an action that is not there': scenario('ssm', 'frobnicate'),
  },
};
