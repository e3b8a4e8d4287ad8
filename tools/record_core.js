// Records what the reference makes of the programs in tools/golden/core.js: all JSON files of the assembly.
// Usage: node tools/record_core.js <folder holding node_modules> [case …]
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const Module = require('module');

const modules = path.join(path.resolve(process.argv[2] || '.'), 'node_modules');
const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  return resolve.call(this, request === 'constructs' ? path.join(modules, 'constructs') : request, ...rest);
};
const lib = (name) => require(path.join(modules, 'aws-cdk-lib', name ?? ''));
const cdk = lib();
const cases = require('./golden/core.js');
const out = path.join(__dirname, '..', 'spec', 'golden', 'core');
const wanted = process.argv.slice(3);

// Not compared: the tree, reports, and places in source files.
function readable(file, document) {
  if (file.endsWith('metadata.json')) {
    for (const [name, entries] of Object.entries(document)) {
      document[name] = entries.filter((entry) => entry.type !== 'aws:cdk:creationStack');
      for (const entry of document[name]) delete entry.trace;
      if (document[name].length === 0) delete document[name];
    }
  }
  if (path.basename(file) === 'manifest.json') delete document.artifacts['aws-cdk-lib/feature-flag-report'];
  return document;
}

function collect(folder, prefix, result) {
  for (const name of fs.readdirSync(folder).sort()) {
    const file = path.join(folder, name);
    if (fs.statSync(file).isDirectory()) {
      if (name.startsWith('assembly-')) collect(file, `${prefix}${name}/`, result);
    } else if (name.endsWith('.json') && name !== 'tree.json' && name !== 'validation-report.json') {
      const document = readable(name, JSON.parse(fs.readFileSync(file, 'utf8')));
      result.files[prefix + name] = JSON.stringify(document);
      if (prefix === '' && name.endsWith('.template.json')) result.templates[name.replace('.template.json', '')] = document;
    }
  }
}

fs.mkdirSync(out, { recursive: true });
for (const [name, run] of Object.entries(cases)) {
  if (wanted.length && !wanted.includes(name)) continue;
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'golden-'));
  const app = new cdk.App({
    outdir, builtinCloudFormationValidation: false,
    context: { 'aws:cdk:disable-stack-trace': true, 'aws:cdk:disable-creation-stack-traces': true },
  });
  run(app, cdk, lib);
  app.synth();
  const result = { templates: {}, files: {} };
  collect(outdir, '', result);
  fs.writeFileSync(path.join(out, `${name}.json`), `${JSON.stringify(result, null, 1)}\n`);
  fs.rmSync(outdir, { recursive: true });
}
