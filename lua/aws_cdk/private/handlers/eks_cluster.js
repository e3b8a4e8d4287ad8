// Makes, changes and deletes EKS clusters and Fargate profiles; the provider framework asks until it is done. A role of
// its own does it, because who makes a cluster is its first administrator.
'use strict';

const { EKS } = require('@aws-sdk/client-eks');
const { fromTemporaryCredentials } = require('@aws-sdk/credential-providers');

const LONGEST_CLUSTER_NAME = 100, LONGEST_PROFILE_NAME = 63;
const PROXY_VARIABLES = ['http_proxy', 'https_proxy', 'all_proxy'];

// Through the proxy that the environment names, if it does. A layer has the package for it.
function connection() {
  if (!PROXY_VARIABLES.some(name => process.env[name] || process.env[name.toUpperCase()])) return {};
  const { ProxyAgent } = require('proxy-agent');
  const agent = new ProxyAgent();
  return { requestHandler: { httpAgent: agent, httpsAgent: agent } };
}

function clientFor({ RequestType, RequestId, ResourceProperties: { AssumeRoleArn } }) {
  if (!AssumeRoleArn) throw new Error('AssumeRoleArn is missing');
  const params = { RoleArn: AssumeRoleArn, RoleSessionName: `AWSCDK.EKSCluster.${RequestType}.${RequestId}` };
  return new EKS({ ...connection(), credentials: fromTemporaryCredentials({ params, clientConfig: connection() }) });
}

// A name that another request would not give.
function nameFor({ LogicalResourceId, RequestId }, longest) {
  const id = RequestId.replace(/-/g, '');
  return `${LogicalResourceId.slice(0, Math.max(0, longest - id.length - 1))}-${id}`;
}

const isGone = error => error.name === 'ResourceNotFoundException';

// The result of a call, or undefined if there is no such thing.
const unlessGone = call => call.catch(error => {
  if (!isGone(error)) throw error;
});

// ---- clusters: what is wanted ---------------------------------------------------------------------------------------------

// CloudFormation gives booleans as texts.
const bool = value => (typeof value === 'string' ? value === 'true' : value);

function withBooleans(object, ...names) {
  if (!object) return object;
  const given = names.filter(name => object[name] !== undefined);
  return { ...object, ...Object.fromEntries(given.map(name => [name, bool(object[name])])) };
}

function configOf(props = {}) {
  const config = withBooleans(props.Config || {}, 'bootstrapSelfManagedAddons', 'deletionProtection');
  return Object.assign(config, config.resourcesVpcConfig && {
    resourcesVpcConfig: withBooleans(config.resourcesVpcConfig, 'endpointPrivateAccess', 'endpointPublicAccess'),
  }, config.accessConfig && {
    accessConfig: withBooleans(config.accessConfig, 'bootstrapClusterCreatorAdminPermissions'),
  });
}

const logTypes = ({ logging }) => (logging?.clusterLogging || []).find(group => group.types)?.types || [];

// EKS keeps logging what it is not told to stop.
function loggingFor(wanted, previous) {
  const on = logTypes(wanted), off = logTypes(previous).filter(type => !on.includes(type));
  const groups = [{ types: on, enabled: true }, { types: off, enabled: false }].filter(({ types }) => types.length > 0);
  return groups.length > 0 ? { clusterLogging: groups } : {};
}

const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const isSameSet = (a = [], b = []) => isSame([...new Set(a)].sort(), [...new Set(b)].sort());
const tierOf = config => config.controlPlaneScalingConfig?.tier ?? 'standard';
const modeOf = config => config.accessConfig?.authenticationMode;

// Whatever the order of the keys.
const sorted = value => (value && typeof value === 'object' && !Array.isArray(value)
  ? Object.fromEntries(Object.keys(value).sort().map(key => [key, sorted(value[key])])) : value);
const isAlike = (a, b) => isSame(Array.isArray(a) ? a.map(sorted) : sorted(a), Array.isArray(b) ? b.map(sorted) : sorted(b));

// ---- clusters: changes ----------------------------------------------------------------------------------------------------

// What makes another cluster of it.
function needsAnother(wanted, previous) {
  const differs = read => (read(wanted) ?? true) !== (read(previous) ?? true);
  return wanted.name !== previous.name || wanted.roleArn !== previous.roleArn
    || differs(config => config.accessConfig?.bootstrapClusterCreatorAdminPermissions)
    || differs(config => config.bootstrapSelfManagedAddons);
}

// From one way to let people in to another, EKS goes only forward, step by step; none is the first.
const MODES = ['CONFIG_MAP', 'API_AND_CONFIG_MAP', 'API'];

function checkMode(wanted, previous) {
  const from = modeOf(previous), to = modeOf(wanted);
  const step = MODES.indexOf(to) - MODES.indexOf(from ?? MODES[0]);
  if (to === undefined || step < 0 || step > 1) {
    throw new Error(`the authentication mode cannot change from ${from ?? 'none'} to ${to ?? 'none'}`);
  }
}

// The changes that EKS makes one at a time: name → { differs, make }, where `make` returns what updateClusterConfig takes.
const CHANGES = {
  version: { differs: (wanted, previous) => wanted.version !== previous.version },
  logging: {
    differs: (wanted, previous) => !isSameSet(logTypes(wanted), logTypes(previous)),
    make: (wanted, previous) => ({ logging: loggingFor(wanted, previous) }),
  },
  'endpoint access': {
    differs: ({ resourcesVpcConfig: wanted = {} }, { resourcesVpcConfig: previous = {} }) =>
      wanted.endpointPrivateAccess !== previous.endpointPrivateAccess
      || wanted.endpointPublicAccess !== previous.endpointPublicAccess
      || !isSameSet(wanted.publicAccessCidrs, previous.publicAccessCidrs),
    make: ({ resourcesVpcConfig: { endpointPrivateAccess, endpointPublicAccess, publicAccessCidrs } = {} }) =>
      ({ resourcesVpcConfig: { endpointPrivateAccess, endpointPublicAccess, publicAccessCidrs } }),
  },
  'subnets and security groups': {
    differs: ({ resourcesVpcConfig: wanted = {} }, { resourcesVpcConfig: previous = {} }) =>
      !isSameSet(wanted.subnetIds, previous.subnetIds) || !isSameSet(wanted.securityGroupIds, previous.securityGroupIds),
    make: ({ resourcesVpcConfig: { subnetIds, securityGroupIds } = {} }) => ({ resourcesVpcConfig: { subnetIds, securityGroupIds } }),
  },
  'authentication mode': {
    differs: (wanted, previous) => modeOf(wanted) !== modeOf(previous),
    check: checkMode,
    make: ({ accessConfig }) => ({ accessConfig }),
  },
  'deletion protection': {
    differs: (wanted, previous) => (wanted.deletionProtection ?? false) !== (previous.deletionProtection ?? false),
    make: ({ deletionProtection = false }) => ({ deletionProtection }),
  },
  'scaling of the control plane': {
    differs: (wanted, previous) => tierOf(wanted) !== tierOf(previous),
    make: wanted => ({ controlPlaneScalingConfig: { tier: tierOf(wanted) } }),
  },
};

async function changeTags(eks, name, wanted = {}, previous = {}) {
  const tags = Object.fromEntries(Object.entries(wanted).filter(([key, value]) => previous[key] !== value));
  const tagKeys = Object.keys(previous).filter(key => !(key in wanted));
  if (Object.keys(tags).length === 0 && tagKeys.length === 0) return;
  const { cluster: { arn: resourceArn } } = await eks.describeCluster({ name });
  if (Object.keys(tags).length > 0) await eks.tagResource({ resourceArn, tags });
  if (tagKeys.length > 0) await eks.untagResource({ resourceArn, tagKeys });
}

async function updateCluster(eks, event) {
  const wanted = configOf(event.ResourceProperties), previous = configOf(event.OldResourceProperties);
  const name = event.PhysicalResourceId;
  if (!isAlike(wanted.encryptionConfig ?? {}, previous.encryptionConfig ?? {})) {
    throw new Error('the encryption of a cluster cannot change');
  }
  if (needsAnother(wanted, previous)) {
    if (wanted.name && wanted.name === previous.name) {
      throw new Error(`the cluster ${name} must be replaced, which its name prevents: rename it, or let it have no name`);
    }
    return createCluster(eks, event);
  }
  const changes = Object.keys(CHANGES).filter(change => CHANGES[change].differs(wanted, previous));
  if (changes.length > 1) throw new Error(`only one change at a time is possible, not ${changes.join(', ')}`);
  const [change] = changes;
  if (change === 'version' && !wanted.version) {
    throw new Error(`the version of a cluster, ${previous.version}, cannot be taken away`);
  }
  await changeTags(eks, name, wanted.tags, previous.tags);
  if (!change) return undefined;
  if (change === 'version' || change === 'authentication mode') {
    // It may have been done before: by an attempt of this, or by somebody else.
    const { cluster } = await eks.describeCluster({ name });
    if (change === 'version' ? cluster.version === wanted.version : modeOf(cluster) === modeOf(wanted)) return undefined;
  }
  CHANGES[change].check?.(wanted, previous);
  const { update } = change === 'version' ? await eks.updateClusterVersion({ name, version: wanted.version })
    : await eks.updateClusterConfig({ name, ...CHANGES[change].make(wanted, previous) });
  return { EksUpdateId: update?.id };
}

async function createCluster(eks, event) {
  const wanted = configOf(event.ResourceProperties);
  if (!wanted.roleArn) throw new Error('roleArn is missing');
  const name = wanted.name || nameFor(event, LONGEST_CLUSTER_NAME);
  const { cluster } = await eks.createCluster({ ...wanted, logging: wanted.logging && loggingFor(wanted, {}), name });
  return { PhysicalResourceId: cluster.name };
}

// ---- clusters: whether it is done ---------------------------------------------------------------------------------------

async function isUpdated(eks, name, updateId) {
  const { update } = await eks.describeUpdate({ name, updateId });
  const { status, errors = [] } = update;
  if (status === 'Failed' || status === 'Cancelled') {
    const why = errors.map(({ errorCode, errorMessage }) => `${errorCode}: ${errorMessage}`).join('; ');
    throw new Error(`the update ${updateId} of ${name} is ${status.toLowerCase()}${why && `: ${why}`}`);
  }
  return status === 'Successful';
}

async function isActive(eks, name) {
  const { cluster } = await eks.describeCluster({ name });
  const { status, endpoint, arn, certificateAuthority, resourcesVpcConfig, identity, encryptionConfig } = cluster;
  if (status === 'FAILED') throw new Error(`the status of the cluster ${name} is ${status}`);
  if (status !== 'ACTIVE') return { IsComplete: false };
  const issuer = identity?.oidc?.issuer ?? '';
  return {
    IsComplete: true,
    Data: {
      Name: cluster.name,
      Endpoint: endpoint,
      Arn: arn,
      CertificateAuthorityData: certificateAuthority?.data ?? '',
      ClusterSecurityGroupId: resourcesVpcConfig?.clusterSecurityGroupId ?? '',
      OpenIdConnectIssuerUrl: issuer,
      OpenIdConnectIssuer: issuer.replace('https://', ''),
      EncryptionConfigKeyArn: encryptionConfig?.[0]?.provider?.keyArn ?? '',
    },
  };
}

const cluster = {
  create: createCluster,
  update: updateCluster,
  async remove(eks, { PhysicalResourceId: name }) {
    await unlessGone(eks.deleteCluster({ name }));
    return { PhysicalResourceId: name };
  },
  async isPresent(eks, { PhysicalResourceId: name, EksUpdateId }) {
    if (EksUpdateId && !await isUpdated(eks, name, EksUpdateId)) return { IsComplete: false };
    return isActive(eks, name);
  },
  async isRemoved(eks, { PhysicalResourceId: name }) {
    return { IsComplete: !await unlessGone(eks.describeCluster({ name })) };
  },
};

// ---- Fargate profiles ---------------------------------------------------------------------------------------------------

async function createProfile(eks, event) {
  const { Config } = event.ResourceProperties;
  const made = await eks.createFargateProfile({ fargateProfileName: nameFor(event, LONGEST_PROFILE_NAME), ...Config });
  const { fargateProfileName, fargateProfileArn } = made.fargateProfile;
  return { PhysicalResourceId: fargateProfileName, Data: { fargateProfileArn } };
}

const profileOf = ({ PhysicalResourceId, ResourceProperties }) => ({
  clusterName: ResourceProperties.Config.clusterName, fargateProfileName: PhysicalResourceId,
});

// Undefined if there is no such profile.
async function profileStatus(eks, event) {
  const { fargateProfile } = await unlessGone(eks.describeFargateProfile(profileOf(event))) || {};
  const status = fargateProfile?.status;
  if (/FAILED$/.test(status)) throw new Error(`the status of the Fargate profile ${event.PhysicalResourceId} is ${status}`);
  return status;
}

const profile = {
  create: createProfile,
  update: createProfile, // nothing of a profile can change but what it is called
  async remove(eks, event) {
    await unlessGone(eks.deleteFargateProfile(profileOf(event)));
  },
  isPresent: async (eks, event) => ({ IsComplete: await profileStatus(eks, event) === 'ACTIVE' }),
  isRemoved: async (eks, event) => ({ IsComplete: await profileStatus(eks, event) === undefined }),
};

// ---------------------------------------------------------------------------------------------------------------------------

const RESOURCES = { 'Custom::AWSCDK-EKS-Cluster': cluster, 'Custom::AWSCDK-EKS-FargateProfile': profile };
const STARTS = { Create: 'create', Update: 'update', Delete: 'remove' };
const WAITS = { Create: 'isPresent', Update: 'isPresent', Delete: 'isRemoved' };

const by = steps => async event => {
  const { RequestType, ResourceType, LogicalResourceId, PhysicalResourceId } = event;
  console.log(`${RequestType} of ${LogicalResourceId} (${ResourceType})`);
  const resource = RESOURCES[ResourceType], step = steps[RequestType];
  if (!resource) throw new Error(`${ResourceType} is no resource that this function knows`);
  if (!step) throw new Error(`${RequestType} is no request that this function knows`);
  if (step !== 'create' && !PhysicalResourceId) throw new Error(`${RequestType} without a PhysicalResourceId`);
  return resource[step](clientFor(event), event);
};

exports.onEvent = by(STARTS);
exports.isComplete = by(WAITS);
