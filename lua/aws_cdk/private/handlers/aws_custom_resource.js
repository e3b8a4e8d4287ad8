// Makes the calls of an AwsCustomResource.
'use strict';

const { execFileSync } = require('child_process');
const { call, packageOf } = require('./api_call');
const { serve } = require('./custom_resource');

const ID_REFERENCE = 'PHYSICAL:RESOURCEID:';
const installed = new Set();

// The SDK comes with the runtime. Its newest packages are fetched when that is wanted.
function load(packageName, newest) {
  if (newest && !installed.has(packageName)) {
    try {
      const options = ['--omit=dev', '--no-package-lock', '--no-save', '--prefix', '/tmp'];
      execFileSync('npm', ['install', packageName, ...options], {
        env: { ...process.env, HOME: '/tmp', NPM_CONFIG_UPDATE_NOTIFIER: 'false' }, stdio: 'inherit',
      });
      installed.add(packageName);
    } catch (error) {
      console.log(`${packageName} cannot be installed, so the runtime's own is used: ${error.message}`);
    }
  }
  try {
    return require(installed.has(packageName) ? `/tmp/node_modules/${packageName}` : packageName);
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    throw new Error(`there is no package ${packageName} in the SDK`);
  }
}

function credentialsOf({ assumedRoleArn, externalId, region }, id) {
  if (!assumedRoleArn) {
    if (externalId) throw new Error('an externalId goes with an assumedRoleArn');
    return undefined;
  }
  const { fromTemporaryCredentials } = require('@aws-sdk/credential-providers');
  const RoleSessionName = `${Date.now()}-${id}`.replace(/[^\w+=,.@-]/g, '').slice(0, 64);
  return fromTemporaryCredentials({
    params: { RoleArn: assumedRoleArn, RoleSessionName, ExternalId: externalId },
    clientConfig: region ? { region } : undefined,
  });
}

function withId(value, id) {
  if (value === ID_REFERENCE) return id;
  if (Array.isArray(value)) return value.map(element => withId(element, id));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, withId(element, id)]));
}

// { A: { B: [1] } } as { 'A.B.0': 1 }
function flatten(value, prefix = '', result = {}) {
  for (const [key, part] of Object.entries(value)) {
    if (part !== null && typeof part === 'object') flatten(part, `${prefix}${key}.`, result);
    else result[`${prefix}${key}`] = part;
  }
  return result;
}

function only(data, paths) {
  if (!paths) return data;
  return Object.fromEntries(Object.entries(data).filter(([key]) => paths.some(path => key.startsWith(path))));
}

// The id that the calls give, before there is a response.
function givenId(event, calls) {
  const of = type => calls[type] && calls[type].physicalResourceId && calls[type].physicalResourceId.id;
  if (event.RequestType !== 'Create') return of(event.RequestType) || event.PhysicalResourceId;
  return of('Create') || of('Update') || of('Delete') || event.LogicalResourceId;
}

exports.handler = serve(async event => {
  const calls = {};
  for (const type of ['Create', 'Update', 'Delete']) {
    if (event.ResourceProperties[type]) calls[type] = JSON.parse(event.ResourceProperties[type]);
  }
  let id = givenId(event, calls);
  const present = calls[event.RequestType];
  if (!present) return { PhysicalResourceId: id, Data: {}, NoEcho: false };

  const sdk = load(packageOf(present.service), event.ResourceProperties.InstallLatestAwsSdk === 'true');
  let data = {}, output = {};
  try {
    const parameters = withId(present.parameters, id);
    const { response, region, apiVersion } = await call(sdk, { ...present, parameters }, credentialsOf(present, id));
    if (present.logApiResponseData !== false) console.log('response', JSON.stringify(response));
    data = { apiVersion, region, ...flatten(response) };
    output = only(data, present.outputPath ? [present.outputPath] : present.outputPaths);
  } catch (error) {
    const ignored = present.ignoreErrorCodesMatching;
    if (!ignored || !new RegExp(ignored).test(error.name)) throw error;
  }
  const path = present.physicalResourceId && present.physicalResourceId.responsePath;
  if (path) id = data[path];
  // A resource is deleted under the id that it has, whatever the response says.
  if (event.RequestType === 'Delete') id = event.PhysicalResourceId;
  return { PhysicalResourceId: id, Data: output, NoEcho: false };
});
