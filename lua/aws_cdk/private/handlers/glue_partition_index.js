// Makes and deletes an index of the partitions of a Glue table; the provider framework asks until it is done.
'use strict';

const { Glue } = require('@aws-sdk/client-glue');

const glue = new Glue({});

const equal = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const keysOf = index => index.Keys?.map(key => key.Name);
const tableOf = ({ DatabaseName, TableName }) => ({ DatabaseName, TableName });

// What `promise` gives, or undefined if it fails with one of these errors.
const unless = (names, promise) => promise.catch(error => {
  if (!names.includes(error.name)) throw error;
});

async function find(properties) {
  const { PartitionIndexDescriptorList = [] } = await glue.getPartitionIndexes(tableOf(properties));
  return PartitionIndexDescriptorList.find(index => index.IndexName?.toLowerCase() === properties.IndexName.toLowerCase());
}

const create = properties => glue.createPartitionIndex({
  ...tableOf(properties), PartitionIndex: { IndexName: properties.IndexName, Keys: properties.Keys },
});

const remove = properties => unless(['EntityNotFoundException'],
  glue.deletePartitionIndex({ ...tableOf(properties), IndexName: properties.IndexName }));

// What an update changes.
function changes({ RequestType, ResourceProperties: now, OldResourceProperties: before = {} }) {
  const updates = RequestType === 'Update';
  return { table: updates && !equal(tableOf(now), tableOf(before)), keys: updates && !equal(now.Keys, before.Keys) };
}

exports.onEvent = async event => {
  const properties = event.ResourceProperties;
  const { IndexName, Keys } = properties;
  if (event.RequestType === 'Delete') {
    await remove(properties);
    return {};
  }
  if (event.RequestType === 'Create') {
    const taken = ['AlreadyExistsException', 'ResourceNumberLimitExceededException'];
    if (!await unless(taken, create(properties))) {
      const there = await find(properties);
      if (!there || !equal(keysOf(there), Keys)) {
        throw new Error(`the table ${properties.DatabaseName}.${properties.TableName} cannot have the partition index ` +
          `${IndexName} of ${Keys}${there ? `: it has one of ${keysOf(there)}, delete that first` : ''}`);
      }
    }
  } else {
    const changed = changes(event);
    // An index of other keys has to go before the new one is made, which isComplete does.
    if (changed.keys && !changed.table) await remove(properties);
  }
  return { PhysicalResourceId: IndexName };
};

exports.isComplete = async event => {
  const properties = event.ResourceProperties;
  const index = await find(properties);
  if (event.RequestType === 'Delete') return { IsComplete: !index };
  const changed = changes(event);
  if (!index && (changed.table || changed.keys)) await unless(['AlreadyExistsException'], create(properties));
  const replaced = (changed.table || changed.keys) && index && !equal(keysOf(index), properties.Keys);
  if (!index || replaced || ['CREATING', 'DELETING'].includes(index.IndexStatus)) return { IsComplete: false };
  if (index.IndexStatus === 'ACTIVE') return { IsComplete: true };
  const { BackfillErrors: errors = [] } = index;
  throw new Error(`the partition index ${properties.IndexName} is ${index.IndexStatus}` +
    `${errors.length ? `: ${JSON.stringify(errors)}` : ''}`);
};
