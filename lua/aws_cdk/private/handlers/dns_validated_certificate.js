// Requests a certificate of ACM, puts the records that validate it into a hosted zone, and waits until it is issued.
'use strict';

const { createHash } = require('crypto');
const { ACM, waitUntilCertificateValidated } = require('@aws-sdk/client-acm');
const { Route53, waitUntilResourceRecordSetsChanged } = require('@aws-sdk/client-route-53');
const { serve } = require('./custom_resource');

// The function has 15 minutes: seconds for records to be there, and for ACM to see them.
const RECORDS_WAIT = { maxWaitTime: 300, minDelay: 10, maxDelay: 30 };
const VALIDATION_WAIT = { maxWaitTime: 540, minDelay: 10, maxDelay: 30 };
const LOOKS = 10;
const RECORD_TTL = 60;

// What makes it another certificate.
const IDENTITY = [
  'DomainName', 'SubjectAlternativeNames', 'CertificateTransparencyLoggingPreference', 'HostedZoneId', 'Region',
];

const sleep = milliseconds => new Promise(done => setTimeout(done, milliseconds));
const isArn = id => typeof id === 'string' && id.startsWith('arn:');

// Looks at the certificate, ever less often, until `judge` returns something; undefined when it never does.
async function look(acm, CertificateArn, judge) {
  for (let attempt = 0; attempt < LOOKS; attempt++) {
    const found = judge((await acm.describeCertificate({ CertificateArn })).Certificate);
    if (found) return found;
    if (attempt < LOOKS - 1) await sleep((150 + 50 * Math.random()) * 2 ** attempt);
  }
  return undefined;
}

// The records that validate the certificate, each once, or undefined while ACM has not named all of them.
function recordsOf({ DomainValidationOptions: options = [] }) {
  if (options.length === 0 || !options.every(option => option.ResourceRecord)) return undefined;
  const byName = new Map(options.map(({ ResourceRecord }) => [ResourceRecord.Name, ResourceRecord]));
  return [...byName.keys()].sort().map(name => byName.get(name));
}

async function changeRecords(props, records, Action) {
  const route53 = new Route53(props.Route53Endpoint ? { endpoint: props.Route53Endpoint } : {});
  const Changes = records.map(({ Name, Type, Value }) => (
    { Action, ResourceRecordSet: { Name, Type, TTL: RECORD_TTL, ResourceRecords: [{ Value }] } }));
  const { ChangeInfo } = await route53.changeResourceRecordSets({
    HostedZoneId: props.HostedZoneId, ChangeBatch: { Changes },
  });
  await waitUntilResourceRecordSetsChanged({ client: route53, ...RECORDS_WAIT }, { Id: ChangeInfo.Id });
}

async function request(acm, requestId, props) {
  const { CertificateArn } = await acm.requestCertificate({
    DomainName: props.DomainName,
    SubjectAlternativeNames: props.SubjectAlternativeNames,
    Options: { CertificateTransparencyLoggingPreference: props.CertificateTransparencyLoggingPreference },
    IdempotencyToken: createHash('sha256').update(requestId).digest('hex').slice(0, 32),
    ValidationMethod: 'DNS',
  });
  const records = await look(acm, CertificateArn, recordsOf);
  if (!records) throw new Error(`ACM has named no records that validate ${CertificateArn} after ${LOOKS} looks`);
  await changeRecords(props, records, 'UPSERT');
  await waitUntilCertificateValidated({ client: acm, ...VALIDATION_WAIT }, { CertificateArn });
  return CertificateArn;
}

async function tag(acm, CertificateArn, tags) {
  const Tags = Object.entries(tags || {}).map(([Key, Value]) => ({ Key, Value }));
  if (Tags.length > 0) await acm.addTagsToCertificate({ CertificateArn, Tags });
}

async function remove(acm, CertificateArn, props) {
  const cleanup = props.CleanupRecords === 'true';
  let users, records;
  try {
    await look(acm, CertificateArn, certificate => {
      users = certificate.InUseBy || [];
      records = cleanup ? recordsOf(certificate) : [];
      return users.length === 0 && records;
    });
    if (users.length > 0) throw new Error(`the certificate ${CertificateArn} is still used by ${users.join(', ')}`);
    if (!records) throw new Error(`ACM has named no records of ${CertificateArn} after ${LOOKS} looks`);
    await acm.deleteCertificate({ CertificateArn });
  } catch (error) {
    if (error.name === 'ResourceNotFoundException') return;
    throw error;
  }
  if (cleanup) await changeRecords(props, records, 'DELETE');
}

async function handle({ RequestType, RequestId, PhysicalResourceId, ResourceProperties: props, OldResourceProperties: old }) {
  const acm = new ACM({ region: props.Region });
  if (RequestType === 'Delete') {
    const kept = (props.RemovalPolicy || 'destroy') !== 'destroy';
    if (isArn(PhysicalResourceId) && !kept) await remove(acm, PhysicalResourceId, props);
    return {};
  }
  const same = RequestType === 'Update' && isArn(PhysicalResourceId) && old
    && IDENTITY.every(name => JSON.stringify(old[name]) === JSON.stringify(props[name]));
  const Arn = same ? PhysicalResourceId : await request(acm, RequestId, props);
  await tag(acm, Arn, props.Tags);
  return { PhysicalResourceId: Arn, Data: { Arn } };
}

exports.certificateRequestHandler = serve(handle);
