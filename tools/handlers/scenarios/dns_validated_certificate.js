'use strict';

const ARN = 'arn:aws:acm:us-east-1:111111111111:certificate/example.com';
const props = fields => ({
  DomainName: 'example.com', SubjectAlternativeNames: ['*.example.com', 'a.example.com'], HostedZoneId: 'Z1', Region: 'us-east-1',
  CertificateTransparencyLoggingPreference: 'ENABLED', RemovalPolicy: 'destroy', Tags: { b: '2', a: '1' }, ...fields,
});
const create = fields => ({ RequestType: 'Create', ResourceProperties: props(fields) });
const update = (fields, old) => ({
  RequestType: 'Update', PhysicalResourceId: ARN, ResourceProperties: props(fields), OldResourceProperties: props(old),
});
const remove = (fields, id = ARN) => ({ RequestType: 'Delete', PhysicalResourceId: id, ResourceProperties: props(fields) });
const alone = { SubjectAlternativeNames: undefined };
const there = fields => ({
  certificates: {
    [ARN]: {
      DomainValidationOptions: [
        { DomainName: 'example.com', ResourceRecord: { Name: '_b.example.com.', Type: 'CNAME', Value: 'b.acm.' } },
        { DomainName: 'a.example.com', ResourceRecord: { Name: '_a.example.com.', Type: 'CNAME', Value: 'a.acm.' } },
      ],
      ...fields,
    },
  },
});
const plain = scenario => ({ export: 'certificateRequestHandler', ...scenario });
const describe = { operation: 'DescribeCertificate', input: { CertificateArn: ARN } };

module.exports = {
  program: 'aws-certificatemanager/dns-validated-certificate-handler',
  file: 'index.js',
  scenarios: {
    'a certificate is requested': plain({ events: [create()], state: {} }),
    'a certificate of one name, without tags': plain({ events: [create({ ...alone, Tags: undefined })], state: {} }),
    'records that are named later': plain({ events: [create()], state: { unnamed: 2 } }),
    'other tags of the same certificate': plain({ events: [update(alone, { ...alone, Tags: {} })], state: there() }),
    'another name': plain({ events: [update({ ...alone, DomainName: 'b.example.com' }, alone)], state: there() }),
    'another zone': plain({ events: [update({ ...alone, HostedZoneId: 'Z2' }, alone)], state: there() }),
    'other tags of a certificate with more names': plain({
      events: [update({}, { Tags: {} })], state: there(),
      better: {
        0: {
          why: 'the same names are no other names', answer: { Status: 'SUCCESS', PhysicalResourceId: ARN, Data: { Arn: ARN } },
          calls: [{
            operation: 'AddTagsToCertificate',
            input: { CertificateArn: ARN, Tags: [{ Key: 'b', Value: '2' }, { Key: 'a', Value: '1' }] },
          }],
        },
      },
    }),
    'a deletion with the records': plain({ events: [remove({ CleanupRecords: 'true' })], state: there() }),
    'a deletion without the records': plain({
      ours: true, events: [remove()], state: there(),
      better: {
        0: {
          why: 'what is not used is deleted at once, not after ten looks', threw: false,
          calls: [describe, { operation: 'DeleteCertificate', input: { CertificateArn: ARN } }],
          answer: { Status: 'SUCCESS', PhysicalResourceId: ARN },
        },
      },
    }),
    'a deletion of what is gone': plain({ events: [remove()], state: {} }),
    'a certificate that is kept': plain({ events: [remove({ RemovalPolicy: 'retain' })], state: there() }),
    'a deletion of what was never made': plain({ events: [remove({}, 'log-stream')], state: {} }),
    'a request that is refused': plain({
      events: [create()], state: {}, faults: [{ operation: 'RequestCertificate', code: 'LimitExceededException', times: 9 }],
      better: {
        0: {
          why: 'the deletion that follows touches nothing', reason: 'LimitExceededException',
          answer: { Status: 'FAILED', PhysicalResourceId: 'AWSCDK::CustomResourceProviderFramework::CREATE_FAILED' },
        },
      },
    }),
    'a zone that is not ours': plain({
      events: [create()], state: { refusal: 'NoSuchHostedZone' },
      better: {
        0: {
          why: 'the deletion that follows touches nothing', reason: 'NoSuchHostedZone',
          answer: { Status: 'FAILED', PhysicalResourceId: 'AWSCDK::CustomResourceProviderFramework::CREATE_FAILED' },
        },
      },
    }),
  },
};
