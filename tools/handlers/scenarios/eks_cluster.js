'use strict';

const ROLE = 'arn:aws:iam::111111111111:role/creation';
const CONFIG = {
  version: '1.34', roleArn: 'arn:aws:iam::111111111111:role/r', resourcesVpcConfig: {
    subnetIds: ['subnet-1', 'subnet-2'], securityGroupIds: ['sg-1'], endpointPublicAccess: 'true', endpointPrivateAccess: 'true',
  },
};
const vpc = fields => ({ resourcesVpcConfig: { ...CONFIG.resourcesVpcConfig, ...fields } });
const logging = (...types) => ({ logging: { clusterLogging: [{ enabled: 'true', types }] } });
const mode = authenticationMode => ({ accessConfig: { authenticationMode } });
const CLUSTER = { ResourceType: 'Custom::AWSCDK-EKS-Cluster', RequestId: '11111111-2222-3333-4444-555555555555', LogicalResourceId: 'Cluster9EE0221C' };
const NAME = { PhysicalResourceId: 'mine' };
const event = (RequestType, fields, more) => ({
  RequestType, ...CLUSTER, ...(RequestType === 'Create' ? {} : NAME),
  ResourceProperties: { AssumeRoleArn: ROLE, Config: { ...CONFIG, ...fields } }, ...more,
});
const update = (fields, old = {}, more = {}) =>
  event('Update', fields, { OldResourceProperties: { AssumeRoleArn: ROLE, Config: { ...CONFIG, ...old } }, ...more });

const run = exported => (events, state = { clusters: { mine: { status: 'ACTIVE' } } }, more = {}) =>
  ({ plain: true, returns: true, export: exported, events: [events].flat(), state, ...more });
const starting = run('onEvent'), waiting = run('isComplete');

const active = fields => ({ clusters: { mine: { status: 'ACTIVE', ...fields } } });
const FULL = {
  endpoint: 'https://e.eks.amazonaws.com', certificateAuthority: { data: 'Q0E=' }, resourcesVpcConfig: { clusterSecurityGroupId: 'sg-9' },
  identity: { oidc: { issuer: 'https://oidc.eks.us-east-1.amazonaws.com/id/I' } },
  encryptionConfig: [{ provider: { keyArn: 'arn:aws:kms:us-east-1:111111111111:key/k' } }],
};
const updating = (...updates) => ({ ...active(), updates: updates.map(status => (status.status ? status : { status })) });
const UPDATE = { EksUpdateId: 'U1' };

const PROFILE = { ...CLUSTER, ResourceType: 'Custom::AWSCDK-EKS-FargateProfile', LogicalResourceId: 'FargateProfile' };
const profile = (RequestType, fields, more) => ({
  RequestType, ...PROFILE, ...(RequestType === 'Create' ? {} : { PhysicalResourceId: 'p' }),
  ResourceProperties: { AssumeRoleArn: ROLE, Config: { clusterName: 'mine', podExecutionRoleArn: 'a', selectors: [{ namespace: 'n' }], ...fields } }, ...more,
});
const profiles = (...statuses) => ({ profiles: { p: statuses } });
const gone = { clusters: {}, profiles: {} };
const fault = (operation, code) => ({ faults: [{ operation, code, status: 400 }] });
const ASSUMED = kind => ({ operation: 'AssumeRole', input: { RoleArn: ROLE, RoleSessionName: `AWSCDK.EKSCluster.${kind}.${CLUSTER.RequestId}` } });
const quiet = why => ({ better: { 0: { why, calls: [], returned: undefined, threw: false } } });

module.exports = {
  program: 'aws-eks/cluster-resource-handler',
  file: 'index.js',
  scenarios: {
    'a cluster, from its creation to its deletion': starting([event('Create'), event('Delete')], {
      clusters: { 'Cluster9EE0221C-11111111222233334444555555555555': {}, mine: {} },
    }),
    'a cluster with a name': starting(event('Create', { name: 'mine' })),
    'a cluster with everything': starting(event('Create', {
      name: 'mine', ...logging('api', 'audit'), ...mode('API'), bootstrapSelfManagedAddons: 'false', deletionProtection: 'true',
      kubernetesNetworkConfig: { ipFamily: 'ipv4', serviceIpv4Cidr: '10.1.0.0/16' }, tags: { a: 'b' },
      encryptionConfig: [{ provider: { keyArn: 'k' }, resources: ['secrets'] }],
      remoteNetworkConfig: { remoteNodeNetworks: [{ cidrs: ['10.2.0.0/16'] }] }, controlPlaneScalingConfig: { tier: 'tier-xl' },
    })),
    'a cluster whose creator is no administrator': starting(event('Create', {
      accessConfig: { authenticationMode: 'API_AND_CONFIG_MAP', bootstrapClusterCreatorAdminPermissions: 'false' }, deletionProtection: 'false',
      ...vpc({ endpointPublicAccess: 'false', endpointPrivateAccess: 'false', publicAccessCidrs: ['10.0.0.0/8'] }),
    })),
    'a cluster with a long logical id': starting(event('Create', {}, { LogicalResourceId: 'L'.repeat(120) })),
    'a cluster that cannot be made': starting(event('Create'), undefined, fault('CreateCluster', 'InvalidParameterException')),
    'a cluster without a role': starting(event('Create', { roleArn: undefined })),
    'a creation without a role to assume': starting({ ...event('Create'), ResourceProperties: { Config: CONFIG } }),
    'a role that may not be assumed': starting(event('Create'), undefined, fault('AssumeRole', 'AccessDenied')),
    'a cluster that is gone': starting(event('Delete'), gone),
    'a cluster that is in use': starting(event('Delete'), undefined, fault('DeleteCluster', 'ResourceInUseException')),
    'an unknown request': starting(event('Change')),
    'an unknown resource': starting({ ...event('Create'), ResourceType: 'Custom::T' }),
    'a deletion of nothing': starting({ ...event('Delete'), PhysicalResourceId: undefined }),

    'nothing changes': starting(update()),
    'only the order changes': starting(update(vpc({ subnetIds: ['subnet-2', 'subnet-1'] }))),
    'another version': starting(update({ version: '1.35' })),
    'another version, which it has': starting(update({ version: '1.35' }), active({ version: '1.35' })),
    'no version any more': starting(update({ version: undefined })),
    'a version for the first time': starting(update({}, { version: undefined })),
    'another version that EKS does not have': starting(update({ version: '2' }), undefined, fault('UpdateClusterVersion', 'InvalidParameterException')),
    'logging begins': starting(update(logging('api', 'audit'))),
    'less is logged': starting(update(logging('api'), logging('api', 'audit', 'scheduler'))),
    'something else is logged': starting(update(logging('api'), logging('audit'))),
    'logging ends': starting(update({}, logging('api'))),
    'logging stays, and the version changes': starting(update({ ...logging('api'), version: '1.35' }, logging('api')), undefined, {
      better: {
        0: {
          why: 'the order of keys says nothing', threw: false, returned: { EksUpdateId: 'U2' },
          calls: [
            ASSUMED('Update'), { operation: 'DescribeCluster', input: { name: 'mine' } },
            { operation: 'UpdateClusterVersion', input: { name: 'mine', version: '1.35' } },
          ],
        },
      },
    }),
    'the endpoint becomes private': starting(update(vpc({ endpointPublicAccess: 'false' }))),
    'the endpoint becomes public': starting(update(vpc({ endpointPrivateAccess: 'false', publicAccessCidrs: ['1.2.3.4/32'] }), vpc({ endpointPublicAccess: 'false' }))),
    'others may reach the endpoint': starting(update(vpc({ publicAccessCidrs: ['b', 'a'] }), vpc({ publicAccessCidrs: ['a'] }))),
    'the same may reach the endpoint': starting(update(vpc({ publicAccessCidrs: ['b', 'a'] }), vpc({ publicAccessCidrs: ['a', 'b'] }))),
    'other subnets': starting(update(vpc({ subnetIds: ['subnet-1', 'subnet-3'] }))),
    'other security groups': starting(update(vpc({ securityGroupIds: ['sg-1', 'sg-2'] }))),
    'other tags': starting(update({ tags: { a: '2', b: 'same', d: 'new' } }, { tags: { a: '1', b: 'same', c: 'old' } })),
    'the first tags': starting(update({ tags: { a: '1' } })),
    'no tags any more': starting(update({}, { tags: { a: '1', b: '2' } })),
    'other tags and another version': starting(update({ tags: { a: '1' }, version: '1.35' })),
    'another mode': starting(update(mode('API'), mode('API_AND_CONFIG_MAP'))),
    'another mode, the first': starting(update(mode('API_AND_CONFIG_MAP'))),
    'another mode, from the map': starting(update(mode('API_AND_CONFIG_MAP'), mode('CONFIG_MAP'))),
    'another mode, which it has': starting(update(mode('API'), mode('API_AND_CONFIG_MAP')), active({ accessConfig: { authenticationMode: 'API' } })),
    'a mode backward': starting(update(mode('API_AND_CONFIG_MAP'), mode('API'))),
    'a mode backward to the map': starting(update(mode('CONFIG_MAP'), mode('API_AND_CONFIG_MAP'))),
    'no mode any more': starting(update({}, mode('CONFIG_MAP')), active(mode('CONFIG_MAP'))),
    'a mode two steps on': starting(update(mode('API'), mode('CONFIG_MAP'))),
    'a mode two steps on, from none': starting(update(mode('API'))),
    'protection begins': starting(update({ deletionProtection: 'true' })),
    'protection ends': starting(update({ deletionProtection: 'false' }, { deletionProtection: 'true' })),
    'protection is said no more': starting(update({}, { deletionProtection: 'true' }), undefined, {
      better: {
        0: {
          why: 'it ends, rather than an update of nothing', calls: [
            ASSUMED('Update'), { operation: 'UpdateClusterConfig', input: { name: 'mine', deletionProtection: false } },
          ],
        },
      },
    }),
    'no protection is said': starting(update({ deletionProtection: 'false' }), undefined, quiet('nothing changes')),
    'a larger control plane': starting(update({ controlPlaneScalingConfig: { tier: 'tier-2xl' } })),
    'a control plane as it comes': starting(update({}, { controlPlaneScalingConfig: { tier: 'tier-xl' } })),
    'the same control plane': starting(update({ controlPlaneScalingConfig: { tier: 'standard' } })),
    'two changes': starting(update({ version: '1.35', ...logging('api') })),
    'another key': starting(update({ encryptionConfig: [{ provider: { keyArn: 'k' } }] })),
    'another name': starting(update({ name: 'b' }, { name: 'a' })),
    'a name no more': starting(update({}, { name: 'a' })),
    'another role': starting(update({ roleArn: 'other' })),
    'another role for a cluster with a name': starting(update({ name: 'a', roleArn: 'other' }, { name: 'a' })),
    'the creator is no administrator any more': starting(update({ accessConfig: { bootstrapClusterCreatorAdminPermissions: 'false' } }, {
      accessConfig: { bootstrapClusterCreatorAdminPermissions: 'true' },
    })),
    'the creator is an administrator, as ever': starting(update({ accessConfig: { bootstrapClusterCreatorAdminPermissions: 'true' } })),
    'addons are not there from the start any more': starting(update({ bootstrapSelfManagedAddons: 'false' })),
    'addons of a cluster with a name': starting(update({ name: 'a', bootstrapSelfManagedAddons: 'false' }, { name: 'a' })),
    'an update of a cluster that is gone': starting(update({ version: '1.35' }), gone),

    'it is being made': waiting(event('Create', {}, NAME), { clusters: { mine: { status: 'CREATING' } } }),
    'it is made': waiting(event('Create', {}, NAME), active(FULL)),
    'it is made, with little to tell': waiting(event('Create', {}, NAME), active()),
    'it could not be made': waiting(event('Create', {}, NAME), { clusters: { mine: { status: 'FAILED' } } }),
    'it is not there yet': waiting(event('Create', {}, NAME), gone),
    'it is updated': waiting(update(), active(FULL)),
    'it is being updated': waiting(update(), { clusters: { mine: { status: 'UPDATING' } } }),
    'an update goes on, then is done': waiting([update({}, {}, UPDATE), update({}, {}, UPDATE)], updating('InProgress', 'Successful')),
    'an update failed': waiting(update({}, {}, UPDATE), updating({ status: 'Failed', errors: [{ errorCode: 'SubnetNotFound', errorMessage: 'no subnet' }] })),
    'an update was cancelled': waiting(update({}, {}, UPDATE), updating('Cancelled')),
    'it is being deleted': waiting(event('Delete'), { clusters: { mine: { status: 'DELETING' } } }),
    'it is deleted': waiting(event('Delete'), gone),
    'nobody may see whether it is deleted': waiting(event('Delete'), undefined, fault('DescribeCluster', 'AccessDeniedException')),
    'an unknown request is waited for': waiting(event('Change')),

    'a profile, from its creation to its deletion': starting([profile('Create'), profile('Update'), profile('Delete')], profiles('ACTIVE')),
    'a profile with a name': starting(profile('Create', { fargateProfileName: 'p', subnets: ['subnet-1'], tags: { a: 'b' } })),
    'a profile with a long logical id': starting(profile('Create', {}, { LogicalResourceId: 'L'.repeat(70) })),
    'a profile that cannot be made': starting(profile('Create'), undefined, fault('CreateFargateProfile', 'ResourceLimitExceededException')),
    'a profile that is gone': starting(profile('Delete'), gone, { better: { 0: { why: 'nothing is left to delete', threw: false } } }),
    'a profile that cannot be deleted': starting(profile('Delete'), profiles('ACTIVE'), fault('DeleteFargateProfile', 'InvalidRequestException')),
    'a profile without an id': starting({ ...profile('Delete'), PhysicalResourceId: undefined }),
    'a profile is being made': waiting(profile('Create', {}, { PhysicalResourceId: 'p' }), profiles('CREATING')),
    'a profile is made': waiting(profile('Create', {}, { PhysicalResourceId: 'p' }), profiles('ACTIVE')),
    'a profile could not be made': waiting(profile('Create', {}, { PhysicalResourceId: 'p' }), profiles('CREATE_FAILED')),
    'a profile is not there': waiting(profile('Update'), gone),
    'a profile is being deleted': waiting(profile('Delete'), profiles('DELETING')),
    'a profile is deleted': waiting(profile('Delete'), gone),
    'a profile could not be deleted': waiting(profile('Delete'), profiles('DELETE_FAILED')),
    'nobody may see the profile': waiting(profile('Delete'), profiles('DELETING'), fault('DescribeFargateProfile', 'AccessDeniedException')),

    'a cluster behind a proxy': starting(event('Create'), undefined, {
      env: { AWS_ENDPOINT_URL: 'http://eks.invalid', http_proxy: '<services>' },
    }),
    'a cluster beside a proxy': starting(event('Create'), undefined, { env: { http_proxy: 'http://proxy.invalid', NO_PROXY: '127.0.0.1' } }),
  },
};
