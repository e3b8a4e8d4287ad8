'use strict';

const CREATE_FAILED = 'AWSCDK::CustomResourceProviderFramework::CREATE_FAILED';
const text = JSON.stringify;
const get = (fields = {}) => ({ service: 'SSM', action: 'getParameter', parameters: { Name: '/a' }, physicalResourceId: { id: 'mine' }, ...fields });
const event = (RequestType, calls, fields = {}) => ({
  RequestType,
  ResourceProperties: { InstallLatestAwsSdk: 'false', ...Object.fromEntries(Object.entries(calls).map(([k, v]) => [k, v && text(v)])) },
  ...fields,
});
const drop = { service: 'SSM', action: 'deleteParameter', parameters: { Name: '/a' } };
const state = { parameters: { '/a': 'value', '/b': 'other' }, buckets: { b: { objects: { k: 'body of the object' } } } };
const p = { PhysicalResourceId: 'p' };
const failed = id => ({ Status: 'FAILED', PhysicalResourceId: id });
const one = (call, fields = {}) => ({ events: [event('Create', { Create: call })], state, ...fields });

module.exports = {
  program: 'custom-resources/aws-custom-resource-handler',
  file: 'index.js',
  scenarios: {
    'calls, from the creation to the deletion': {
      events: ['Create', 'Update', 'Delete'].map(type => event(type, { Create: get(), Update: get({ parameters: { Name: '/b' } }), Delete: drop })),
      state,
    },
    'names of other versions of the SDK': one(get({ service: '@aws-sdk/client-ssm', action: 'GetParameterCommand' })),
    'a service of another name': one({ service: 'CloudWatchLogs', action: 'createLogGroup', parameters: { logGroupName: 'g' }, physicalResourceId: { id: 'i' } }),
    'another region': one(get({ region: 'eu-west-1' })),
    'an object that is a stream': one({ service: 'S3', action: 'getObject', parameters: { Bucket: 'b', Key: 'k' }, physicalResourceId: { id: 'i' } }),
    'data that must not be logged': {
      ...one(get({ logApiResponseData: false }), { state: { parameters: { '/a': 'hunter2' } } }), secrets: ['hunter2'],
    },
    'some of the response': one(get({ outputPaths: ['Parameter.Value'] })),
    'one path of the response': one(get({ outputPath: 'Parameter.Name' })),
    'an id from the response': {
      events: [event('Create', { Create: get({ physicalResourceId: { responsePath: 'Parameter.Name' } }) }),
        event('Update', { Update: get({ parameters: { Name: '/b' }, physicalResourceId: { responsePath: 'Parameter.Name' } }) })],
      state,
    },
    'a list in the response': one({ service: 'SSM', action: 'describeParameters', physicalResourceId: { id: 'i' } }),
    'parameters that refer to the id': {
      events: [event('Update', { Update: { ...get(), physicalResourceId: undefined, parameters: { Name: 'PHYSICAL:RESOURCEID:' } } }, { PhysicalResourceId: '/b' }),
        event('Delete', { Delete: { ...drop, parameters: { Name: 'PHYSICAL:RESOURCEID:' } } }, { PhysicalResourceId: '/b' })],
      state,
    },
    'numbers that come as texts': one({ service: 'SSM', action: 'describeParameters', parameters: { MaxResults: '5' }, physicalResourceId: { id: 'i' } }),
    'numbers at depth, and texts that look like numbers': one({
      service: 'ECR', action: 'listImages', parameters: { repositoryName: '12', maxResults: '7' }, physicalResourceId: { id: 'i' },
    }, { state: { repositories: { 12: { images: [] } } } }),
    'bytes that come as texts': one({
      service: 'Lambda', action: 'invoke', parameters: { FunctionName: 'f', Payload: '{"a":1}' }, physicalResourceId: { id: 'i' },
    }, { state: { functions: { f: [{ value: { b: 2 } }] } } }),
    'no call for the creation': {
      events: [event('Create', { Update: get(), Delete: drop }), event('Update', { Update: get() }), event('Delete', {})], state,
    },
    'no call at all': { events: [event('Update', { Create: get() }, p)], state },
    'an id of the deletion alone': { events: [event('Create', { Delete: { ...drop, physicalResourceId: { id: 'd' } } })], state },
    'an error that is ignored': {
      ...one(get({ ignoreErrorCodesMatching: 'ParameterNot.*' }), { state: {} }),
    },
    'another error than those ignored': {
      ...one(get({ ignoreErrorCodesMatching: 'Throttling' }), { state: {} }),
      better: { 0: { why: 'what could not be made is marked', answer: failed(CREATE_FAILED), reason: 'ParameterNotFound' } },
    },
    'a failed creation, and the deletion that follows': {
      events: [event('Create', { Create: get(), Delete: drop }), event('Delete', { Create: get(), Delete: drop })],
      state, faults: [{ operation: 'GetParameter', code: 'AccessDeniedException' }],
      better: {
        0: { why: 'what could not be made is marked', answer: failed(CREATE_FAILED), reason: 'AccessDeniedException' },
        1: { why: 'the parameter was there before', answer: { Status: 'SUCCESS', PhysicalResourceId: CREATE_FAILED }, calls: [] },
      },
    },
    'a failed update': {
      events: [event('Update', { Update: get() }, p)], state: {},
      better: { 0: { why: 'the id stays', answer: failed('p'), reason: 'ParameterNotFound' } },
    },
    'a failed deletion': {
      events: [event('Delete', { Delete: drop }, p)], state, faults: [{ operation: 'DeleteParameter', code: 'ParameterNotFound' }],
      better: { 0: { why: 'the id stays', answer: failed('p') } },
    },
    'deleted twice, where that is ignored': {
      events: [0, 1].map(() => event('Delete', { Delete: { ...drop, ignoreErrorCodesMatching: 'ParameterNotFound' } }, p)), state,
      faults: [{ operation: 'DeleteParameter', code: 'ParameterNotFound' }],
    },
    'a service that has to slow down': one(get(), { faults: [{ operation: 'GetParameter', code: 'ThrottlingException', times: 2 }] }),
    'the newest SDK that cannot be had': {
      events: [event('Create', { Create: get() }, { ResourceProperties: { InstallLatestAwsSdk: 'true', Create: text(get()) } })], state,
      env: { PATH: '/nowhere' },
    },
    'another role': one(get({ assumedRoleArn: 'arn:aws:iam::222222222222:role/R', externalId: 'x' })),
    'an external id without a role': {
      ...one(get({ externalId: 'x' })),
      better: { 0: { why: 'what could not be made is marked', answer: failed(CREATE_FAILED), reason: 'externalId' } },
    },
    'a service that is not there': {
      ...one({ service: 'Nothing', action: 'do', physicalResourceId: { id: 'i' } }),
      better: { 0: { why: 'what could not be made is marked', answer: failed(CREATE_FAILED), reason: 'client-nothing' } },
    },
    'an action that is not there': {
      ...one(get({ action: 'frobnicate' })),
      better: { 0: { why: 'what could not be made is marked', answer: failed(CREATE_FAILED), reason: 'frobnicate' } },
    },
    'an address that refuses once': {
      ...one(get(), { replies: [503] }),
      better: {
        0: {
          why: 'the answer is sent again',
          answer: {
            Status: 'SUCCESS', PhysicalResourceId: 'mine', NoEcho: false,
            Data: { region: 'us-east-1', 'Parameter.Name': '/a', 'Parameter.Value': 'value', 'Parameter.Version': 3 },
          },
        },
      },
    },
  },
};
