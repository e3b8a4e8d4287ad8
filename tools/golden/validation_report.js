// What the reference writes to validation-report.json for the app of spec/aws_cdk/core/validation_report_spec.lua, by
// case: spec/golden/validation_report/*.json. Stack traces are the program's own and not recorded.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');

const CASES = {
  plugin: { plugin: true },
  annotations: { flag: true },
  failing: { plugin: true, failing: true },
  rules: { rules: true },
  enforced: { rules: true, enforced: true },
};

const tool = {
  name: 'my tool',
  version: '1.2',
  validate(context) {
    const at = (...locations) =>
      [{ resourceLogicalId: 'Q63C6E3AB', templatePath: context.templatePaths[0], locations }];
    return {
      success: false,
      violations: [
        { ruleName: 'R', description: 'desc', fix: 'fix it', severity: 'high', violatingResources: at('Properties.X') },
        { ruleName: 'other::X', description: 'accepted', severity: 'error', violatingResources: at() },
      ],
    };
  },
};

function record({ cdk, lib }, options) {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'report-'));
  const context = options.flag ? { '@aws-cdk/core:annotationsInValidationReport': true }
    : options.enforced ? { '@aws-cdk/core:validateAgainstDefaultRules': true } : {};
  const app = new cdk.App({ outdir, context });
  const stack = new cdk.Stack(app, 'S');
  const queue = new (lib('aws-sqs').Queue)(stack, 'Q');
  if (options.rules) {
    const { CfnQueue } = lib('aws-sqs');
    new CfnQueue(stack, 'Long', { visibilityTimeout: 50000 });
    const known = new CfnQueue(stack, 'Known', { visibilityTimeout: 50000 });
    cdk.Validations.of(known).acknowledge({ id: 'CloudFormation-Validate::F3034', reason: 'known' });
  }
  if (options.plugin) cdk.Validations.of(app).addPlugins(tool);
  if (options.failing) {
    cdk.Validations.of(app).addPlugins({ name: 'bad', validate() { throw new Error('boom'); } });
  }
  cdk.Validations.of(queue).acknowledge({ id: 'other::X', reason: 'known' });
  cdk.Validations.of(queue).addWarning('my::Rule', 'careful');
  const validation = process.env.CDK_VALIDATION;
  if (options.rules) process.env.CDK_VALIDATION = 'true'; // for other recordings it is off
  const log = console.log, error = console.error, status = process.exitCode;
  console.log = console.error = () => {};
  try {
    app.synth();
  } catch (failure) {
    // A failed validation ends the reference's run as well.
  } finally {
    Object.assign(console, { log, error });
    process.exitCode = status;
    if (validation !== undefined) process.env.CDK_VALIDATION = validation;
  }
  const report = JSON.parse(fs.readFileSync(path.join(outdir, 'validation-report.json'), 'utf8'));
  const keep = (key, value) => (key === 'stackTraces' || key === 'acknowledgedStackTrace' ? undefined : value);
  return `${JSON.stringify(report, keep, 1)}\n`;
}

module.exports = (reference) => Object.fromEntries(Object.entries(CASES)
  .filter(([name]) => reference.wanted(name))
  .map(([name, options]) => [`validation_report/${name}.json`, record(reference, options)]));
