// What the reference makes of one-property programs (tools/properties/programs.js), for the modules that are there:
// spec/golden/properties/<module>.json. Of each program the call, and of its template the hash, with no flags and with all
// that are recommended; null where the reference refuses it. `modules` names those that are not called as their locals are.
'use strict';

const crypto = require('crypto');
const fs = require('fs');
const path = require('path');
const { programs, flags } = require('../properties/programs');

// The text of inline handlers is ours, and the order of keys is compared elsewhere.
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.keys(value).filter((key) => key !== 'ZipFile').sort().map((key) => [key, sorted(value[key])]));
}

const hashOf = (template) =>
  crypto.createHash('sha256').update(JSON.stringify(sorted(JSON.parse(template)))).digest('hex').slice(0, 16);

// The reference prints private fields of the statement. The version of a function with imported layers hashes all runtimes
// that the process has made so far.
const DIFFERENT = new Set(['aws_events.EventBusPolicy',
  ...['insights_version', 'layers', 'params_and_secrets'].map((property) => `triggers.TriggerFunction.${property}`)]);

module.exports = ({ root }) => {
  const there = fs.readdirSync(path.join(root, 'lua/aws_cdk')).filter((name) => name.startsWith('aws_') || name === 'triggers');
  const rows = new Map();
  programs(there, (module, { name, flags: set, call, modules, template }) => {
    if (DIFFERENT.has(name)) return;
    if (!rows.has(module)) rows.set(module, new Map());
    const others = Object.fromEntries(Object.entries(modules).filter(([local, one]) => local !== 'cdk' && one !== `aws_cdk.${local}`));
    const key = `${name} ${call}`;
    const row = rows.get(module).get(key) ?? { name, call, ...(Object.keys(others).length ? { modules: others } : {}) };
    row[set] = template === undefined ? null : hashOf(template);
    rows.get(module).set(key, row);
  }, () => {});
  const files = { 'properties/flags.json': `${JSON.stringify(flags, null, 1)}\n` };
  for (const [module, all] of rows) {
    files[`properties/${module}.json`] = `[\n${[...all.values()].map((row) => '  ' + JSON.stringify(row)).join(',\n')}\n]\n`;
  }
  return files;
};
