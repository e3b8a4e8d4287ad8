'use strict';

const event = (RequestType, fields, before) => ({
  RequestType, ResourceProperties: { DatabaseName: 'd', TableName: 't', IndexName: 'Index', Keys: ['a', 'b'], ...fields },
  ...(before && { OldResourceProperties: { DatabaseName: 'd', TableName: 't', IndexName: 'Index', Keys: ['a', 'b'], ...before } }),
});
const index = (IndexStatus, keys = ['a', 'b'], more) => ({
  indexes: { 'd.t': [{ IndexName: 'index', Keys: keys.map(Name => ({ Name })), IndexStatus, ...more }] },
});
const named = state => { state.indexes['d.t'][0].IndexName = 'Index'; return state; };
const starting = (events, state = {}, more) => ({ plain: true, returns: true, export: 'onEvent', events, state, ...more });
const waiting = (one, state = {}, more) => ({ plain: true, returns: true, export: 'isComplete', events: [one], state, ...more });
const taken = { faults: [{ operation: 'CreatePartitionIndex', code: 'ResourceNumberLimitExceededException', status: 400 }] };

module.exports = {
  program: 'aws-glue/partition-index-handler',
  file: 'index.js',
  scenarios: {
    'an index, from its creation to its deletion': starting([event('Create'), event('Update', {}, {}), event('Delete')]),
    'the same index is there': starting([event('Create')], named(index('ACTIVE'))),
    'an index of other keys is there': starting([event('Create')], named(index('ACTIVE', ['b', 'a']))),
    'there is no room for an index': starting([event('Create')], {}, taken),
    'there is no room, but the same index is there': starting([event('Create')], index('ACTIVE'), taken),
    'it must not be created': starting([event('Create')], {}, { faults: [{ operation: 'CreatePartitionIndex', code: 'AccessDeniedException', status: 400 }] }),
    'updated to other keys': starting([event('Update', { Keys: ['b'] }, {})], named(index('ACTIVE'))),
    'updated to other keys, but it is gone': starting([event('Update', { Keys: ['b'] }, {})]),
    'updated to another table': starting([event('Update', { TableName: 'u', Keys: ['b'] }, {})], named(index('ACTIVE'))),
    'updated, and nobody knows from what': starting([event('Update')], named(index('ACTIVE'))),
    'it must not be deleted': starting([event('Update', { Keys: ['b'] }, {}), event('Delete')], {},
      { faults: [{ operation: 'DeletePartitionIndex', code: 'AccessDeniedException', status: 400, times: 2 }] }),
    'deleted twice': starting([event('Delete'), event('Delete')]),
    'it is being created': waiting(event('Create'), index('CREATING')),
    'it is created': waiting(event('Create'), index('ACTIVE')),
    'it is not there yet': waiting(event('Create')),
    'its creation has failed': waiting(event('Create'), index('FAILED')),
    'its creation has failed for reasons': waiting(event('Create'), index('FAILED', ['a', 'b'], { BackfillErrors: [{ Code: 'ENCRYPTED_PARTITION_ERROR' }] })),
    'it is created while it is being deleted': waiting(event('Create'), index('DELETING')),
    'it is updated to the same': waiting(event('Update', {}, {}), index('ACTIVE')),
    'it is updated, and nobody knows from what': waiting(event('Update'), index('ACTIVE')),
    'it has other keys, the old index is there': waiting(event('Update', { Keys: ['b'] }, {}), index('DELETING')),
    'it has other keys, the old index is gone': waiting(event('Update', { Keys: ['b'] }, {})),
    'it has other keys, and is created': waiting(event('Update', { Keys: ['b'] }, {}), index('ACTIVE', ['b'])),
    'it has other keys, and is being created': waiting(event('Update', { Keys: ['b'] }, {}), index('CREATING', ['b'])),
    'it has another table': waiting(event('Update', {}, { TableName: 'u' })),
    'it has another table, and is created by somebody else': waiting(event('Update', {}, { TableName: 'u' }), {},
      { faults: [{ operation: 'CreatePartitionIndex', code: 'AlreadyExistsException', status: 400 }] }),
    'it has another table, and must not be created': waiting(event('Update', {}, { TableName: 'u' }), {},
      { faults: [{ operation: 'CreatePartitionIndex', code: 'AccessDeniedException', status: 400 }] }),
    'it is being deleted': waiting(event('Delete'), index('DELETING')),
    'it is deleted': waiting(event('Delete')),
  },
};
