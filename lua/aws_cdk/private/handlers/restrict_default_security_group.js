// Takes the rules away that AWS gives to the default security group of a VPC, and gives them back when its custom resource
// is deleted.
'use strict';

const { EC2 } = require('@aws-sdk/client-ec2');

const ec2 = new EC2({});

// What AWS lets in: traffic of the group's own members.
const ingress = (GroupId, UserId) => ({
  GroupId, IpPermissions: [{ UserIdGroupPairs: [{ GroupId, UserId }], IpProtocol: '-1' }],
});

// What AWS lets out: everything.
const egress = GroupId => ({
  GroupId, IpPermissions: [{ IpRanges: [{ CidrIp: '0.0.0.0/0' }], IpProtocol: '-1' }],
});

// Makes the call; an error of this name says that things are as they should be already.
async function tolerate(name, call) {
  try {
    await call();
  } catch (error) {
    if (error.name !== name) throw error;
  }
}

async function restrict(group, account) {
  await tolerate('InvalidPermission.NotFound', () => ec2.revokeSecurityGroupEgress(egress(group)));
  await tolerate('InvalidPermission.NotFound', () => ec2.revokeSecurityGroupIngress(ingress(group, account)));
}

async function restore(group, account) {
  await tolerate('InvalidPermission.Duplicate', () => ec2.authorizeSecurityGroupIngress(ingress(group, account)));
  await tolerate('InvalidPermission.Duplicate', () => ec2.authorizeSecurityGroupEgress(egress(group)));
}

exports.handler = async event => {
  const { DefaultSecurityGroupId: group, Account: account } = event.ResourceProperties;
  if (event.RequestType === 'Delete') return restore(group, account);
  if (event.RequestType === 'Update') {
    const previous = event.OldResourceProperties.DefaultSecurityGroupId;
    if (previous === group) return undefined;
    await restore(previous, account);
  }
  return restrict(group, account);
};
