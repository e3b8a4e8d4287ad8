'use strict';

const ARN = 'arn:aws:iam::111111111111:oidc-provider/issuer.example.com';
const ISSUER = 'https://issuer.example.com';
const props = fields => ({ Url: ISSUER, ClientIDList: ['b', 'a'], ThumbprintList: ['BB', 'AA'], RejectUnauthorized: 'false', ...fields });
const create = fields => ({ RequestType: 'Create', ResourceProperties: props(fields) });
const update = (fields, old) => ({ RequestType: 'Update', ResourceProperties: props(fields), OldResourceProperties: props(old) });
const remove = { RequestType: 'Delete', ResourceProperties: props() };
const own = { Url: 'https://localhost:<port>', ThumbprintList: undefined };

module.exports = {
  program: 'aws-iam/oidc-handler',
  file: '__entrypoint__.js',
  scenarios: {
    'a provider, from its creation to its deletion': { events: [create(), update({ ClientIDList: ['c', 'a'] }), remove], state: {} },
    'a provider without clients': { events: [create({ ClientIDList: undefined }), update({ ClientIDList: undefined })], state: {} },
    'other thumbprints': { events: [create(), update({ ThumbprintList: ['CC'] })], state: {} },
    'another issuer': { events: [create(), update({ Url: 'https://other.example.com' })], state: {} },
    'the thumbprint that the issuer shows': { known: true, events: [create({ ...own, RejectUnauthorized: undefined })], state: {} },
    'an issuer that is not known, and need not be': {
      events: [create(own)], state: {},
      better: {
        0: {
          why: '"false" is not true', answer: {
            Status: 'SUCCESS', PhysicalResourceId: 'arn:aws:iam::111111111111:oidc-provider/localhost',
            Data: { Thumbprints: '["<unknown thumbprint>"]' },
          },
          calls: [{
            operation: 'CreateOpenIDConnectProvider',
            input: {
              Url: 'https://localhost', 'ClientIDList.member.1': 'a', 'ClientIDList.member.2': 'b',
              'ThumbprintList.member.1': '<unknown thumbprint>',
            },
          }],
        },
      },
    },
    'an issuer that is not known, though it must be': { events: [create({ ...own, RejectUnauthorized: 'true' })], state: {} },
    'an issuer that does not answer': {
      events: [create({ Url: 'https://localhost:1', ThumbprintList: undefined, RejectUnauthorized: undefined })], state: {},
      better: { 0: { reason: 'ECONNREFUSED' } },
    },
    'an issuer that must be known and is': { known: true, events: [create({ ...own, RejectUnauthorized: 'true' })], state: {} },
    'a provider that is there': {
      events: [create(), { ...remove, PhysicalResourceId: undefined }], state: {},
      faults: [{ operation: 'CreateOpenIDConnectProvider', code: 'EntityAlreadyExists', status: 409 }],
    },
    'clients that may not be added': {
      events: [create(), update({ ClientIDList: ['z'] })], state: {},
      faults: [{ operation: 'AddClientIDToOpenIDConnectProvider', code: 'AccessDenied', status: 403 }],
      better: { 1: { reason: 'AccessDenied' } },
    },
    'a provider that is gone': {
      events: [{ ...remove, PhysicalResourceId: ARN }], state: {},
      better: { 0: { why: 'what is gone needs no deletion', answer: { Status: 'SUCCESS', PhysicalResourceId: ARN } } },
    },
  },
};
