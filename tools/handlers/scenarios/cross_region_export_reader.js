'use strict';

const props = imports => ({ ReaderProps: { region: 'eu-west-1', prefix: 'S', imports } });
const create = imports => ({ RequestType: 'Create', ResourceProperties: props(imports) });
const update = (imports, old) => ({ RequestType: 'Update', ResourceProperties: props(imports), OldResourceProperties: props(old) });
const remove = imports => ({ RequestType: 'Delete', ResourceProperties: props(imports) });
const state = { parameters: { '/a': '1', '/b': '2', '/c': '3' } };

module.exports = {
  program: 'core/cross-region-ssm-reader-handler',
  file: '__entrypoint__.js',
  scenarios: {
    'imports, from their creation to their deletion': {
      events: [create({ '/a': '1', '/b': '2' }), update({ '/b': '2', '/c': '3' }, { '/a': '1', '/b': '2' }), remove({ '/b': '2', '/c': '3' })],
      state,
    },
    'no imports': { events: [create({}), update({}, {}), remove({})], state },
    'a parameter that is not there': {
      events: [create({ '/z': '1' }), remove({ '/z': '1' })], state, better: { 0: { reason: 'InvalidResourceId' } },
    },
    'parameters that are gone can be released': { events: [{ ...remove({ '/z': '1' }), PhysicalResourceId: 'p' }], state },
    'tags that may not be removed': {
      events: [{ ...remove({ '/a': '1' }), PhysicalResourceId: 'p' }], state,
      faults: [{ operation: 'RemoveTagsFromResource', code: 'AccessDeniedException' }],
    },
    'a service that has to slow down': {
      events: [create({ '/a': '1' })], state, faults: [{ operation: 'AddTagsToResource', code: 'ThrottlingException', times: 2 }],
    },
  },
};
