'use strict';

const ARN = 'arn:aws:ec2:us-east-1:111111111111:security-group/g';
const props = fields => ({ DefaultSecurityGroupId: 'g', Account: '111111111111', ...fields });
const create = { RequestType: 'Create', ResourceProperties: props() };
const update = (fields, old) => ({ RequestType: 'Update', PhysicalResourceId: ARN, ResourceProperties: props(fields), OldResourceProperties: props(old) });
const remove = { RequestType: 'Delete', PhysicalResourceId: ARN, ResourceProperties: props() };
const open = () => ({ ingress: true, egress: true });
const closed = () => ({ ingress: false, egress: false });

module.exports = {
  program: 'aws-ec2/restrict-default-security-group-handler',
  file: '__entrypoint__.js',
  scenarios: {
    'a group, from its creation to its deletion': { events: [create, remove], state: { groups: { g: open() } } },
    'a group whose rules are gone': { events: [create], state: { groups: { g: closed() } } },
    'a group that takes traffic out only': { events: [create], state: { groups: { g: { egress: true } } } },
    'another group': {
      events: [update({ DefaultSecurityGroupId: 'h' })], state: { groups: { g: closed(), h: open() } },
    },
    'the same group': { events: [update({}, { Account: '222222222222' })], state: { groups: { g: closed() } } },
    'a group that is not there': { events: [create], state: {} },
    'rules that may not be taken away': {
      events: [create], state: { groups: { g: open() } },
      faults: [{ operation: 'RevokeSecurityGroupEgress', code: 'UnauthorizedOperation', status: 403 }],
    },
    'rules that may not be given back': {
      events: [remove], state: { groups: { g: closed() } },
      faults: [{ operation: 'AuthorizeSecurityGroupIngress', code: 'UnauthorizedOperation', status: 403 }],
    },
  },
};
