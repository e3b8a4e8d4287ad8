// Records what the reference makes of the programs in tools/golden, one file an area.
//
//   node tools/record.js <node_modules> <folder> [area [case …]]        (`make record` writes spec/golden)
//
// An area is a table of programs, `case: (app, cdk, lib) => …`, each recorded in <folder>/<area>/<case>.json; KEPT says what
// of its assembly. Or it is a function that records by itself: `(reference) => ({ 'file in <folder>': text })`, with
// reference = { cdk, lib, modules, root, wanted }.
'use strict';

const fs = require('fs');
const os = require('os');
const path = require('path');
const Module = require('module');

const root = path.join(__dirname, '..');
const modules = path.resolve(process.argv[2]);
const folder = path.resolve(process.argv[3]);
const [onlyArea, ...onlyCases] = process.argv.slice(4);

const findModule = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  return findModule.call(this, request === 'constructs' ? path.join(modules, 'constructs') : request, ...rest);
};
const lib = (name) => require(path.join(modules, 'aws-cdk-lib', name ?? ''));

// All that the programs leave behind lies in one folder. They name files from the project's folder.
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'record-'));
process.env.TMPDIR = scratch;
process.env.CDK_VALIDATION = 'false';
process.chdir(root);
const cdk = lib();
const wanted = (name) => onlyCases.length === 0 || onlyCases.includes(name);

// Not recorded: the tree, reports, and places in source files.
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

// The documents of an assembly by their path, nested assemblies after their name.
function documents(assembly, prefix = '') {
  const found = {};
  for (const name of fs.readdirSync(path.join(assembly, prefix)).sort()) {
    if (name.startsWith('assembly-')) {
      Object.assign(found, documents(assembly, `${prefix}${name}/`));
    } else if (name.endsWith('.json') && name !== 'tree.json' && name !== 'validation-report.json') {
      found[prefix + name] = readable(name, JSON.parse(fs.readFileSync(path.join(assembly, prefix, name), 'utf8')));
    }
  }
  return found;
}

const select = (files, pattern) => Object.fromEntries(Object.entries(files).filter(([name]) => pattern.test(name)));
const templates = (files, pattern = /^[^/]*\.template\.json$/) => Object.fromEntries(Object.entries(select(files, pattern))
  .map(([name, document]) => [name.replace('.template.json', ''), document]));

const KEPT = {
  core: (files) => ({
    templates: templates(files),
    files: Object.fromEntries(Object.entries(files).map(([name, document]) => [name, JSON.stringify(document)])),
  }),
  examples: (files) => ({ files: select(files, /\.(template|assets)\.json$/) }),
  fleet: (files) => ({ files: select(files, /\.(template|assets)\.json$/) }),
  // What precreated roles need, if there are any.
  aws_iam: (files) => ({ templates: templates(files), ...select(files, /^iam-policy-report\.json$/) }),
  // Stages have assemblies of their own.
  pipelines: (files) => ({ templates: templates(files, /\.template\.json$/) }),
  default: (files) => ({ templates: templates(files) }),
};

function recordCase(area, run) {
  const outdir = fs.mkdtempSync(path.join(scratch, 'out-'));
  const app = new cdk.App({
    outdir,
    context: { 'aws:cdk:disable-stack-trace': true, 'aws:cdk:disable-creation-stack-traces': true },
  });
  run(app, cdk, lib);
  app.synth();
  return `${JSON.stringify((KEPT[area] ?? KEPT.default)(documents(outdir)), null, 1)}\n`;
}

function recordArea(area, programs) {
  if (typeof programs === 'function') return programs({ cdk, lib, modules, root, wanted });
  const files = {};
  for (const [name, run] of Object.entries(programs)) {
    if (wanted(name)) files[`${area}/${name}.json`] = recordCase(area, run);
  }
  return files;
}

// A recording that no case makes any more goes.
function removeOthers(files) {
  for (const dir of new Set(Object.keys(files).map((file) => path.dirname(file)).filter((dir) => dir !== '.'))) {
    for (const name of fs.readdirSync(path.join(folder, dir))) {
      if (!(`${dir}/${name}` in files)) fs.rmSync(path.join(folder, dir, name));
    }
  }
}

try {
  for (const file of fs.readdirSync(path.join(__dirname, 'golden')).sort()) {
    if (!file.endsWith('.js')) continue;
    const area = file.replace(/\.js$/, '');
    if (onlyArea !== undefined && onlyArea !== area) continue;
    const files = recordArea(area, require(path.join(__dirname, 'golden', file)));
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), text);
    }
    if (onlyCases.length === 0) removeOthers(files);
    console.log(`${area}: ${Object.keys(files).length} recorded`);
  }
} finally {
  fs.rmSync(scratch, { recursive: true, force: true });
}
