'use strict';

const event = (RequestType, fields) => ({
  RequestType, ResourceProperties: { TableName: 't', Region: 'eu-west-1', ...fields },
});
const table = (replicas, status = 'ACTIVE') => ({
  tables: { t: { TableStatus: status, Replicas: Object.entries(replicas).map(([RegionName, ReplicaStatus]) => ({ RegionName, ReplicaStatus })) } },
});
const starting = (events, state, more) => ({ plain: true, returns: true, export: 'onEventHandler', events, state, ...more });
const waiting = (one, state, more) => ({ plain: true, returns: true, export: 'isCompleteHandler', events: [one], state, ...more });

const KEPT = { SkipReplicaDeletion: 'true' };
const UNWATCHED = { SkipReplicationCompletedWait: 'true' };
const here = table({ 'eu-west-1': 'ACTIVE' }), elsewhere = table({ 'us-west-2': 'ACTIVE' });

module.exports = {
  program: 'aws-dynamodb/replica-handler',
  file: 'index.js',
  scenarios: {
    'a replica, from its creation to its deletion': starting([event('Create'), event('Update'), event('Delete')], table({})),
    'an update to another region': starting([event('Update')], elsewhere),
    'an update of a table without replicas': starting([event('Update')], { tables: { t: { TableStatus: 'ACTIVE' } } }),
    'a replica that is kept': starting([event('Delete', KEPT)], here),
    'a replica that is not kept': starting([event('Delete', { SkipReplicaDeletion: 'false' })], here),
    'created twice': starting([event('Create'), event('Create')], table({})),
    'no table': starting([event('Create'), event('Update'), event('Delete')], {}),
    'it is being created': waiting(event('Create'), table({ 'eu-west-1': 'CREATING' })),
    'it is created': waiting(event('Create'), here),
    'it is created, the table is busy': waiting(event('Create'), table({ 'eu-west-1': 'ACTIVE' }, 'UPDATING')),
    'it is not there yet': waiting(event('Create'), elsewhere),
    'its creation is not waited for': waiting(event('Create', UNWATCHED), table({ 'eu-west-1': 'CREATING' })),
    'its creation is not waited for, the table is busy': waiting(event('Create', UNWATCHED), table({}, 'UPDATING')),
    'it is updated': waiting(event('Update'), here),
    'it is being deleted': waiting(event('Delete'), table({ 'eu-west-1': 'DELETING' })),
    'its deletion is waited for all the same': waiting(event('Delete', UNWATCHED), table({ 'eu-west-1': 'DELETING' })),
    'it is deleted': waiting(event('Delete'), elsewhere),
    'it is deleted, the table is busy': waiting(event('Delete'), table({}, 'UPDATING')),
    'it is kept': waiting(event('Delete', KEPT), table({ 'eu-west-1': 'ACTIVE' }, 'UPDATING'), {
      better: { 0: { why: 'what is kept needs no look at the table', calls: [] } },
    }),
    'there is no table to look at': waiting(event('Create'), {}),
  },
};
