// What options of bundling are as a command line and in JSON, for spec/fixtures/nodejs: spec/golden/nodejs_bundling.json.
// The project's folder is told as "<here>".
'use strict';

const path = require('path');

const PROJECT = 'spec/fixtures/nodejs';
const file = (name) => `${PROJECT}/${name}`;

process.env.PATH = `${path.resolve(PROJECT, 'bin')}:${process.env.PATH}`;

const OPTIONS = [
  {},
  { minify: true, sourceMap: true, keepNames: true, metafile: true, sourcesContent: false, bundleAwsSDK: true },
  { sourceMapMode: 'inline', sourceMap: true, format: 'esm', mainFields: ['module', 'main'], target: 'es2020' },
  { sourceMapMode: 'default', banner: "/* it's */", footer: '// end', inject: ['a.js', 'b.js'], charset: 'utf8' },
  { define: { 'process.env.A': '"x y"', B: '$B' }, loader: { '.png': 'dataurl', '.txt': 'text' }, logLevel: 'silent' },
  { externalModules: ['aws-sdk', 'fs'], environment: { MODE: 'x' }, user: 'me', network: 'host', workingDirectory: '/w' },
  { esbuildArgs: { '--log-limit': '0', '--resolve-extensions': '.ts,.js', '--splitting': true, '--x': false, '--y': '',
    '--pure': ['a', 'b'], '--alias': 'c=d' } },
  { nodeModules: ['left-pad', 'local-one', 'tool'], assetHash: 'mine' },
  { nodeModules: ['tool'], logLevel: 'warning', externalModules: [] },
  { nodeModules: ['tool'], logLevel: 'info' },
  { preCompilation: true, tsconfig: file('tsconfig.json') },
  { preCompilation: true },
  { tsconfig: file('tsconfig.json'), forceDockerBundling: true, dockerImage: 'mine:1', volumes: [{ containerPath: '/c', hostPath: '/h' }],
    volumesFrom: ['v'], securityOpt: 'no-new-privileges', entrypoint: ['sh'], bundlingFileAccess: 'VOLUME_COPY' },
  { command: ['make', 'it'], buildArgs: { A: 'b' }, esbuildVersion: '0.20' },
];
const LOCK_FILES = ['package-lock.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'bun.lockb'];

// The command lines and JSON of all sets of options; those that install packages with each lock file.
function commands({ cdk, lib }) {
  const lambda = lib('aws-lambda');
  const { Bundling } = lib('aws-lambda-nodejs/lib/bundling');
  const rows = [];
  const stack = new cdk.Stack(new cdk.App(), 'S');
  const record = (options, lockFile, runtime, architecture) => {
    const given = { ...options };
    if (given.tsconfig) given.tsconfig = path.resolve(given.tsconfig);
    if (given.dockerImage) given.dockerImage = cdk.DockerImage.fromRegistry(given.dockerImage);
    const bundling = new Bundling(stack, {
      ...Object.fromEntries(Object.entries(given).sort(([a], [b]) => (snake(a) < snake(b) ? -1 : 1))),
      entry: path.resolve(file('entry.ts')), runtime: lambda.Runtime[runtime], architecture: lambda.Architecture[architecture],
      depsLockFilePath: path.resolve(file(lockFile)), projectRoot: path.resolve(PROJECT),
    });
    const plain = (text) => text.replaceAll(process.cwd(), '<here>');
    const command = bundling.command.map(plain);
    rows.push({ options, lockFile, runtime, architecture, command, json: plain(JSON.stringify(bundling)) });
  };
  for (const options of OPTIONS) {
    record(options, 'package-lock.json', 'NODEJS_22_X', 'X86_64');
    if (options.nodeModules) for (const lockFile of LOCK_FILES.slice(1)) record(options, lockFile, 'NODEJS_20_X', 'ARM_64');
  }
  for (const runtime of ['NODEJS_16_X', 'NODEJS_14_X', 'NODEJS_LATEST', 'NODEJS_24_X']) record({}, 'yarn.lock', runtime, 'ARM_64');
  return rows;
}

const snake = (name) => name.replace(/SDK$/, 'Sdk').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

module.exports = (reference) => ({
  'nodejs_bundling.json': `[\n${commands(reference).map((row) => '  ' + JSON.stringify(row)).join(',\n')}\n]\n`,
});
