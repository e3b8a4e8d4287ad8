'use strict';

const props = exports => ({ WriterProps: { region: 'eu-west-1', exports } });
const create = exports => ({ RequestType: 'Create', ResourceProperties: props(exports) });
const update = (exports, old) => ({ RequestType: 'Update', ResourceProperties: props(exports), OldResourceProperties: props(old) });
const remove = exports => ({ RequestType: 'Delete', ResourceProperties: props(exports), PhysicalResourceId: 'p' });
const many = count => Object.fromEntries(Array.from({ length: count }, (_, i) => [`/cdk/exports/S/${i}`, `v${i}`]));

module.exports = {
  program: 'core/cross-region-ssm-writer-handler',
  file: '__entrypoint__.js',
  scenarios: {
    'exports, from their creation to their deletion': {
      events: [create({ '/a': '1', '/b': '2' }), update({ '/b': '2', '/c': '3' }, { '/a': '1', '/b': '2' }), remove({ '/b': '2', '/c': '3' })],
    },
    'more than a call may delete': { events: [remove(many(23))] },
    'no exports': { events: [create({}), update({}, {}), { ...remove({}), PhysicalResourceId: undefined }] },
    'another value': {
      events: [update({ '/a': '2' }, { '/a': '1' })].map(event => ({ ...event, PhysicalResourceId: 'p' })),
      better: {
        0: {
          why: 'the parameter has the value that the stack has',
          calls: [{ operation: 'PutParameter', input: { Name: '/a', Value: '2', Type: 'String', Overwrite: true } }],
        },
      },
    },
    'parameters that are used': {
      events: [remove({ '/a': '1' })], state: { parameters: { '/a': '1' } },
    },
    'a failed creation, and the deletion that follows': {
      events: [create({ '/a': '1' }), { ...remove({ '/a': '1' }), PhysicalResourceId: undefined }], state: { parameters: { '/a': '0' } },
      faults: [{ operation: 'PutParameter', code: 'AccessDeniedException' }],
      better: { 0: { reason: 'AccessDeniedException' } },
    },
    'a service that has to slow down': {
      events: [create({ '/a': '1' })], faults: [{ operation: 'PutParameter', code: 'ThrottlingException', times: 2 }],
    },
    'a deletion that is not allowed': {
      events: [remove({ '/a': '1' })], faults: [{ operation: 'DeleteParameters', code: 'AccessDeniedException' }],
    },
    'deleted twice': { events: [remove({ '/a': '1' }), remove({ '/a': '1' })] },
  },
};
