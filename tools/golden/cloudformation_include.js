'use strict';

// What the reference's CfnInclude makes of the templates in spec/fixtures/templates, by its options:
// spec/golden/cloudformation_include/<case>.json holds { template, nested }, or null where it throws. Twins of the
// options: spec/aws_cdk/cloudformation_include/cfn_include_spec.lua.
const fs = require('fs');
const os = require('os');
const path = require('path');

const folder = 'spec/fixtures/templates';

const OPTIONS = {
  'lambda.yaml+parameters': { parameters: { Stage: 'prod', MemorySize: 512 } },
  'conditions.yaml+parameters': { parameters: { Environment: 'prod' } },
  'functions_long.json+ids': { preserveLogicalIds: false },
  'conditions.yaml+ids': { preserveLogicalIds: false },
  'cycles.yaml+cycles': { allowCyclicalReferences: true },
  'nested.yaml+nested': { loadNestedStacks: { Network: { templateFile: `${folder}/nested_child.yaml`, parameters: { Count: 3 } } } },
};

module.exports = ({ cdk, lib }) => {
  const { CfnInclude } = lib('cloudformation-include');
  const include = (file, options) => {
    const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'include-'));
    const app = new cdk.App({ outdir, analyticsReporting: false, context: { 'aws:cdk:disable-stack-trace': true } });
    const stack = new cdk.Stack(app, 'S', { synthesizer: new cdk.LegacyStackSynthesizer() });
    try {
      new CfnInclude(stack, 'T', { templateFile: `${folder}/${file}`, ...options });
      app.synth();
    } catch {
      return null;
    }
    const read = (name) => JSON.parse(fs.readFileSync(path.join(outdir, name), 'utf8'));
    const nested = fs.readdirSync(outdir).find((name) => name.endsWith('.nested.template.json'));
    return { template: read('S.template.json'), nested: nested && read(nested) };
  };
  const files = {};
  for (const name of [...fs.readdirSync(folder).sort(), ...Object.keys(OPTIONS)]) {
    files[`cloudformation_include/${name}.json`] = `${JSON.stringify(include(name.split('+')[0], OPTIONS[name]), null, 1)}\n`;
  }
  return files;
};
