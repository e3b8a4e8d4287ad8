local engine = require "luacdk.engine"
local sdk = require "aws_cdk.private.sdk_rows"

--- Makes the calls of an AwsCustomResource: the SDK's command of the call, with the values of its parameters.
return {
  ["respond.js"] = require "aws_cdk.private.handlers.respond",
  ["services.json"] = engine.json(engine.map(sdk.v3)),
  ["index.js"] = [==[
'use strict';

const { execFileSync } = require('child_process');
const { handle } = require('./respond');
const services = require('./services.json');

const ID_REFERENCE = 'PHYSICAL:RESOURCEID:';
const installed = new Set();

// The SDK comes with the runtime; the newest one is fetched once for each package when that is wanted.
function load(packageName, newest) {
  if (newest && !installed.has(packageName)) {
    try {
      execFileSync('npm', ['install', '--no-audit', '--no-fund', '--omit=dev', '--prefix', '/tmp', packageName], {
        env: { ...process.env, HOME: '/tmp' }, stdio: 'inherit',
      });
      installed.add(packageName);
    } catch (error) {
      console.log(`cannot install ${packageName}, using the runtime's own: ${error.message}`);
    }
  }
  return require(installed.has(packageName) ? `/tmp/node_modules/${packageName}` : packageName);
}

function packageOf(service) {
  const name = service.toLowerCase().replace(/^@aws-sdk\/client-/, '');
  return `@aws-sdk/client-${services[name] || name}`;
}

// The client is the class named …Client that is not the bare base of all clients.
function clientOf(sdk) {
  const name = Object.keys(sdk).find(key => key.endsWith('Client') && key !== '__Client');
  if (!name) throw new Error('the SDK package has no client');
  return sdk[name];
}

function commandOf(sdk, action) {
  const wanted = (action.endsWith('Command') && sdk[action] ? action : `${action}Command`).toLowerCase();
  const name = Object.keys(sdk).find(key => key.toLowerCase() === wanted);
  if (!name) throw new Error(`the SDK has no action ${action}`);
  return sdk[name];
}

// CloudFormation gives every value as a text; the reference to the physical id is filled in.
function decode(value, id) {
  if (value === ID_REFERENCE) return id;
  if (value === 'TRUE:BOOLEAN') return true;
  if (value === 'FALSE:BOOLEAN') return false;
  if (Array.isArray(value)) return value.map(element => decode(element, id));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, decode(element, id)]));
  }
  return value;
}

async function readable(value) {
  if (value && typeof value.transformToString === 'function') return value.transformToString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return Promise.all(value.map(readable));
  if (value !== null && typeof value === 'object') {
    const entries = await Promise.all(Object.entries(value).map(async ([key, part]) => [key, await readable(part)]));
    return Object.fromEntries(entries);
  }
  return value;
}

// { A: { B: [1] } } as { 'A.B.0': 1 }
function flatten(value, prefix = '', result = {}) {
  for (const [key, part] of Object.entries(value)) {
    if (part !== null && typeof part === 'object') flatten(part, `${prefix}${key}.`, result);
    else if (part !== undefined) result[`${prefix}${key}`] = part;
  }
  return result;
}

function only(data, paths) {
  if (!paths) return data;
  return Object.fromEntries(Object.entries(data).filter(([key]) => paths.some(path => key.startsWith(path))));
}

async function credentialsOf(call, newest) {
  if (!call.assumedRoleArn) return undefined;
  const { fromTemporaryCredentials } = load('@aws-sdk/credential-providers', newest);
  const name = `${Date.now()}-${call.service}-${call.action}`.replace(/[^\w+=,.@-]/g, '').slice(0, 64);
  return fromTemporaryCredentials({
    params: { RoleArn: call.assumedRoleArn, RoleSessionName: name, ExternalId: call.externalId },
    clientConfig: call.region ? { region: call.region } : {},
  });
}

exports.handler = handle(async event => {
  const properties = event.ResourceProperties;
  const newest = properties.InstallLatestAwsSdk === 'true';
  const text = properties[event.RequestType];
  const previous = event.PhysicalResourceId;
  let id = previous;
  if (event.RequestType === 'Create') id = event.LogicalResourceId;
  if (!text) return { id };
  const call = decode(JSON.parse(text), previous);
  if (call.physicalResourceId && call.physicalResourceId.id) id = call.physicalResourceId.id;
  const sdk = load(packageOf(call.service), newest);
  const Client = clientOf(sdk), Command = commandOf(sdk, call.action);
  const client = new Client({
    region: call.region, credentials: await credentialsOf(call, newest), apiVersion: call.apiVersion,
  });
  let data = {};
  try {
    const { $metadata, ...response } = await client.send(new Command(call.parameters || {}));
    if (call.logApiResponseData !== false) console.log('response', JSON.stringify(response));
    data = { apiVersion: call.apiVersion, region: call.region, ...flatten(await readable(response)) };
  } catch (error) {
    const ignored = call.ignoreErrorCodesMatching;
    if (!ignored || !new RegExp(ignored).test(error.name)) throw error;
  }
  if (call.physicalResourceId && call.physicalResourceId.responsePath) id = data[call.physicalResourceId.responsePath];
  return { id, data: only(data, call.outputPaths) };
});
]==],
}
