// Makes and deletes a replica of a DynamoDB table; the provider framework asks until it is done.
'use strict';

const { DynamoDB } = require('@aws-sdk/client-dynamodb');

const dynamodb = new DynamoDB({});

const describe = async TableName => (await dynamodb.describeTable({ TableName })).Table || {};
const replicaIn = (table, region) => (table.Replicas || []).find(replica => replica.RegionName === region);
const isSet = value => value === true || value === 'true';

exports.onEventHandler = async event => {
  const { TableName, Region, SkipReplicaDeletion } = event.ResourceProperties;
  const change = kind => dynamodb.updateTable({ TableName, ReplicaUpdates: [{ [kind]: { RegionName: Region } }] });
  if (event.RequestType === 'Delete') {
    if (!isSet(SkipReplicaDeletion)) await change('Delete');
    return {};
  }
  // An update finds the replica there, unless it was of another region.
  const there = event.RequestType === 'Update' && replicaIn(await describe(TableName), Region);
  if (!there) await change('Create');
  return { PhysicalResourceId: `${TableName}-${Region}` };
};

exports.isCompleteHandler = async event => {
  const { TableName, Region, SkipReplicaDeletion, SkipReplicationCompletedWait } = event.ResourceProperties;
  const deleting = event.RequestType === 'Delete';
  if (deleting && isSet(SkipReplicaDeletion)) return { IsComplete: true };
  const table = await describe(TableName);
  const replica = replicaIn(table, Region);
  const settled = deleting
    ? replica === undefined
    : isSet(SkipReplicationCompletedWait) || (replica !== undefined && replica.ReplicaStatus === 'ACTIVE');
  return { IsComplete: table.TableStatus === 'ACTIVE' && settled };
};
