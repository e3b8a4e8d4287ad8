'use strict';

const props = fields => ({
  AssumeRoleArn: 'arn:aws:iam::444455556666:role/r', ParentZoneId: 'Z1', DelegatedZoneName: 'sub.example.com', TTL: '172800',
  DelegatedZoneNameServers: ['ns-1.example.', 'ns-2.example.'], ...fields,
});
const create = fields => ({ RequestType: 'Create', ResourceProperties: props(fields) });
const update = (fields, old) => ({ RequestType: 'Update', ResourceProperties: props(fields), OldResourceProperties: props(old) });
const remove = fields => ({ RequestType: 'Delete', ResourceProperties: props(fields) });
const byName = { ParentZoneId: undefined, ParentZoneName: 'example.com' };
const zones = [
  { Id: 'Z0', Name: 'example.com.', PrivateZone: true }, { Id: 'Z2', Name: 'example.com.' }, { Id: 'Z3', Name: 'example.org.' },
];

module.exports = {
  program: 'aws-route53/cross-account-zone-delegation-handler',
  file: '__entrypoint__.js',
  scenarios: {
    'a delegation, from its creation to its deletion': { events: [create(), update({ TTL: '60' }), remove()], state: {} },
    'another name': { events: [update({ DelegatedZoneName: 'other.example.com' })], state: {} },
    'another parent': { events: [update({ ParentZoneId: 'Z9' })], state: {} },
    'a parent by its name': { events: [create(byName), remove(byName)], state: { zones } },
    'no parent of that name': { events: [create({ ...byName, ParentZoneName: 'example.net' })], state: { zones } },
    'two parents of that name': { events: [create(byName)], state: { zones: [...zones, { Id: 'Z4', Name: 'example.com.' }] } },
    'no parent': { events: [create({ ParentZoneId: undefined })], state: {} },
    'a region to ask for the role in': { events: [create({ AssumeRoleRegion: 'eu-west-1' })], state: {} },
    'in China': { env: { AWS_REGION: 'cn-north-1' }, events: [create()], state: {} },
    'in a sovereign cloud': { env: { AWS_REGION: 'eusc-de-east-9' }, events: [create()], state: {} },
    'a parent that refuses': { events: [create()], state: { refusal: 'AccessDenied' }, better: { 0: { reason: 'AccessDenied' } } },
  },
};
