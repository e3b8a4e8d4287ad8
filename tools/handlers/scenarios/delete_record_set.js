'use strict';

const event = (RequestType, fields) => ({
  RequestType, ResourceProperties: { HostedZoneId: 'Z1', RecordName: 'a.example.com.', RecordType: 'A', ...fields },
});
const values = { Name: 'a.example.com.', Type: 'A', TTL: 300, Values: ['1.2.3.4', '5.6.7.8'] };
const alias = { Name: 'a.example.com.', Type: 'A', Alias: { HostedZoneId: 'Z9', DNSName: 'd.example.' } };

module.exports = {
  program: 'aws-route53/delete-existing-record-set-handler',
  file: '__entrypoint__.js',
  scenarios: {
    'a record, from its creation to its deletion': { events: [event('Create'), event('Update'), event('Delete')], state: { records: [values] } },
    'an alias': { events: [event('Create')], state: { records: [alias] } },
    'no record': { events: [event('Create')], state: {} },
    'the next record': { events: [event('Create', { RecordName: '0.example.com.' })], state: { records: [values] } },
    'a record of another type': { events: [event('Create', { RecordType: 'AAAA' })], state: { records: [values] } },
    'a zone that refuses': {
      events: [event('Create')], state: { records: [values], refusal: 'AccessDenied' }, better: { 0: { reason: 'AccessDenied' } },
    },
  },
};
