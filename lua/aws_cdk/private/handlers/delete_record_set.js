// Deletes the record of a name and type that is there, so that CloudFormation can make its own.
'use strict';

const { Route53, waitUntilResourceRecordSetsChanged } = require('@aws-sdk/client-route-53');

// The function has 15 minutes.
const MAX_WAIT_SECONDS = 890;
const KEPT = ['Name', 'Type', 'TTL', 'AliasTarget', 'ResourceRecords'];

const isEmpty = value => !value || (Array.isArray(value) && value.length === 0);

exports.handler = async ({ RequestType, ResourceProperties }) => {
  if (RequestType !== 'Create') return {};
  const { HostedZoneId, RecordName, RecordType } = ResourceProperties;
  const route53 = new Route53();
  const { ResourceRecordSets = [] } = await route53.listResourceRecordSets({
    HostedZoneId, StartRecordName: RecordName, StartRecordType: RecordType,
  });
  const found = ResourceRecordSets.find(record => record.Name === RecordName && record.Type === RecordType);
  if (!found) return {};
  const ResourceRecordSet = Object.fromEntries(
    KEPT.filter(name => !isEmpty(found[name])).map(name => [name, found[name]]));
  const { ChangeInfo } = await route53.changeResourceRecordSets({
    HostedZoneId, ChangeBatch: { Changes: [{ Action: 'DELETE', ResourceRecordSet }] },
  });
  await waitUntilResourceRecordSetsChanged({ client: route53, maxWaitTime: MAX_WAIT_SECONDS }, { Id: ChangeInfo.Id });
  return { PhysicalResourceId: `${found.Name}-${found.Type}` };
};
