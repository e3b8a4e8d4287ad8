// Functions that esbuild bundles, with stand-ins for esbuild and npm (spec/fixtures/nodejs/bin).
'use strict';

const path = require('path');

const PROJECT = 'spec/fixtures/nodejs';
const file = (name) => `${PROJECT}/${name}`;

const programs = {
  functions(app, cdk, lib) {
    const lambda = lib('aws-lambda');
    const { NodejsFunction } = lib('aws-lambda-nodejs');
    const stack = new cdk.Stack(app, 'S');
    const common = { depsLockFilePath: file('package-lock.json'), entry: file('entry.ts') };
    const add = (id, props, Runtime = 'NODEJS_22_X') =>
      new NodejsFunction(stack, id, { ...common, runtime: lambda.Runtime[Runtime], ...props });
    add('Plain');
    add('Handler', { handler: 'index.other', architecture: lambda.Architecture.ARM_64 });
    add('Named', { handler: 'other', memorySize: 512 });
    add('Mapped', { bundling: { sourceMap: true, minify: true, environment: { MODE: 'x' } } });
    add('Modules', { bundling: { nodeModules: ['left-pad'], format: 'esm' } });
    add('Hooks', { bundling: { commandHooks: {
      beforeBundling: (input, output) => [`test -f '${input}/package.json'`, `echo before > '${output}/before'`],
      beforeInstall: () => [],
      afterBundling: (input, output) => [`echo "$MODE" > '${output}/after'`],
    }, environment: { MODE: 'y' } } });
    add('Old', {}, 'NODEJS_16_X');
    add('OldWithout', { awsSdkConnectionReuse: false }, 'NODEJS_14_X');
    add('Reuse', { awsSdkConnectionReuse: true, environment: { A: 'b' } });
    add('Root', { entry: file('plain.js'), projectRoot: '.', depsLockFilePath: file('yarn.lock') });
    new NodejsFunction(stack, 'Code', {
      runtime: lambda.Runtime.NODEJS_20_X, code: lambda.Code.fromInline('x'), handler: 'index.x',
    });
    new NodejsFunction(stack, 'Default', common);
  },
  flags(app, cdk, lib) {
    const { NodejsFunction } = lib('aws-lambda-nodejs');
    const stack = new cdk.Stack(app, 'S');
    stack.node.setContext('@aws-cdk/aws-lambda-nodejs:useLatestRuntimeVersion', true);
    stack.node.setContext('@aws-cdk/aws-lambda-nodejs:sdkV3ExcludeSmithyPackages', true);
    const lambda = lib('aws-lambda');
    const common = { depsLockFilePath: file('package-lock.json'), entry: file('entry.ts') };
    new NodejsFunction(stack, 'Latest', common);
    new NodejsFunction(stack, 'Smithy', { ...common, runtime: lambda.Runtime.NODEJS_24_X });
  },
};

process.env.PATH = `${path.resolve(PROJECT, 'bin')}:${process.env.PATH}`;

module.exports = programs;
