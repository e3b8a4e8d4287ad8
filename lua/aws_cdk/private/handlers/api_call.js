// Calls of the AWS API by names, as texts that come from a template.
'use strict';

const services = require('./services.json');
const types = require('./types.json'); // see sdk_type_rows.lua

// Names in an older version of the SDK are understood as well.
exports.serviceOf = name => {
  const service = name.toLowerCase().replace(/^@aws-sdk\/client-/, '');
  return services[service] || service;
};

exports.packageOf = service => `@aws-sdk/client-${exports.serviceOf(service)}`;

// The client is the class named …Client that is not the bare base of all clients.
function clientOf(sdk) {
  const name = Object.keys(sdk).find(key => key.endsWith('Client') && key !== '__Client');
  if (!name) throw new Error('the package of the SDK has no client');
  return sdk[name];
}

// Some actions end with "Command" themselves, such as SSM's SendCommand.
function commandOf(sdk, action) {
  const find = name => Object.keys(sdk).find(key => key.toLowerCase() === name.toLowerCase());
  const name = find(`${action}Command`) || find(action);
  if (!name) throw new Error(`the SDK has no action ${action}`);
  return name;
}

const CONVERT = {
  n: value => (typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)) ? Number(value) : value),
  b: value => (typeof value === 'string' || typeof value === 'number' ? new TextEncoder().encode(String(value)) : value),
  d: value => {
    const date = typeof value === 'string' || typeof value === 'number' ? new Date(value) : value;
    return date instanceof Date && Number.isNaN(date.getTime()) ? value : date;
  },
};

// Values that are known at deployment only arrive as texts: numbers, bytes and dates become what the SDK expects.
function convert(value, type) {
  if (type === undefined) return value;
  if (typeof type === 'string') return CONVERT[type](value);
  const next = types[type];
  if (Array.isArray(value)) return value.map(element => convert(element, next['*']));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, convert(field, next[key] ?? next['*'])]));
}

function typed(service, command, parameters) {
  const type = types[0][exports.serviceOf(service)];
  const action = command.replace(/Command$/, '').toLowerCase();
  return type === undefined ? parameters : convert(parameters, types[type][action]);
}

// What a response holds, with streams read and bytes as text.
async function readable(value) {
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (typeof value.transformToString === 'function') return value.transformToString();
  if (ArrayBuffer.isView(value)) return new TextDecoder().decode(value);
  if (Array.isArray(value)) return Promise.all(value.map(readable));
  const result = {};
  for (const [key, part] of Object.entries(value)) result[key] = await readable(part);
  return result;
}

// Makes the call { service, action, parameters, region, apiVersion } by the package `sdk`. Returns the response, and what
// the client took for the rest: { response, region, apiVersion }.
exports.call = async (sdk, { service, action, parameters = {}, region, apiVersion }, credentials) => {
  const Client = clientOf(sdk), command = commandOf(sdk, action);
  const client = new Client({ region, apiVersion, credentials });
  const { $metadata, ...response } = await client.send(new sdk[command](typed(service, command, parameters)));
  return {
    response: await readable(response), region: await client.config.region(), apiVersion: client.config.apiVersion,
  };
};
