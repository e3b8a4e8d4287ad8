// Keeps the record in a hosted zone of another account that delegates a part of it, by a role of that account.
'use strict';

const { Route53 } = require('@aws-sdk/client-route-53');
const { fromTemporaryCredentials } = require('@aws-sdk/credential-providers');

// Where STS is asked for a role: Route 53 has one region a partition. The start of regions' names → that region.
const REGIONS = {
  'cn-': 'cn-northwest-1', 'us-gov-': 'us-gov-west-1', 'us-iso-': 'us-iso-east-1', 'us-isob-': 'us-isob-east-1',
  'eu-isoe-': 'eu-isoe-west-1', 'us-isof-': 'us-isof-south-1', 'eusc-de-': 'eusc-de-east-1',
};

function defaultRegion() {
  const own = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? '';
  const start = Object.keys(REGIONS).find(prefix => own.startsWith(prefix));
  return start ? REGIONS[start] : 'us-east-1';
}

const clientFor = ({ AssumeRoleArn, AssumeRoleRegion }) => new Route53({
  credentials: fromTemporaryCredentials({
    clientConfig: { region: AssumeRoleRegion ?? defaultRegion() },
    params: { RoleArn: AssumeRoleArn, RoleSessionName: `cross-account-zone-delegation-${Date.now()}` },
  }),
});

// The id of the public zone of that name; there must be one alone.
async function zoneNamed(route53, name) {
  const { HostedZones = [] } = await route53.listHostedZonesByName({ DNSName: name });
  const found = HostedZones.filter(zone => zone.Name === `${name}.` && zone.Config?.PrivateZone !== true);
  if (found.length !== 1) throw new Error(`expected one public hosted zone with the name ${name}, found ${found.length}`);
  return found[0].Id;
}

async function change(Action, props) {
  const { ParentZoneId, ParentZoneName, DelegatedZoneName, DelegatedZoneNameServers, TTL } = props;
  if (!ParentZoneId && !ParentZoneName) throw new Error('ParentZoneId or ParentZoneName must be given');
  const route53 = clientFor(props);
  const HostedZoneId = ParentZoneId ?? await zoneNamed(route53, ParentZoneName);
  const ResourceRecordSet = {
    Name: DelegatedZoneName, Type: 'NS', TTL, ResourceRecords: DelegatedZoneNameServers.map(Value => ({ Value })),
  };
  await route53.changeResourceRecordSets({ HostedZoneId, ChangeBatch: { Changes: [{ Action, ResourceRecordSet }] } });
}

exports.handler = async ({ RequestType, ResourceProperties: props, OldResourceProperties: old }) => {
  if (RequestType === 'Delete') return change('DELETE', props);
  // The record of another name is another record.
  if (RequestType === 'Update' && old && old.DelegatedZoneName !== props.DelegatedZoneName) await change('DELETE', old);
  return change('UPSERT', props);
};
