// The argument vectors with which the reference calls docker, by way of spec/support/docker_stand_in: spec/golden/docker_argv.json.
// Maps are written sorted, structs in the order of the Python structs; the Lua twins of the cases are in spec/assets/docker_spec.lua.
'use strict';

const fs = require('fs');
const os = require('os');
const path = require('path');

const image = 'spec/fixtures/lambda_code/image', bundle = 'spec/fixtures/lambda_code/bundle';

module.exports = ({ cdk, lib, root }) => {
  const lambda = lib('aws-lambda'), s3Assets = lib('aws-s3-assets');

  const FULL_BUILD = {
    buildArgs: { A: '1', B: 'two words' }, buildContexts: { c: 'docker-image://x' }, cacheDisabled: true,
    cacheFrom: [{ type: 'registry', params: { mode: 'max', ref: 'r' } }, { type: 'gha' }], cacheTo: { type: 'inline' },
    file: 'sub/../Other', network: 'host', platform: 'linux/arm64', targetStage: 't',
  };
  const FULL_RUN = {
    command: ['sh', '-c', 'echo "hi"'], entrypoint: ['/e', 'a', 'b'], environment: { A: '1', B: 'x=y' }, network: 'none',
    platform: 'linux/amd64', securityOpt: 'no-new-privileges', user: '1:2', volumesFrom: ['v1', 'v2'],
    volumes: [{ hostPath: '/h', containerPath: '/c' },
      { hostPath: '/h2', containerPath: '/c2', consistency: cdk.DockerVolumeConsistency.CONSISTENT }],
    workingDirectory: '/w',
  };
  const BUNDLING = {
    command: ['make'], entrypoint: ['/e'], environment: { A: '1' }, network: 'none', platform: 'linux/amd64',
    securityOpt: 's', user: '1:2', volumes: [{ containerPath: '/c', hostPath: '/h' }], volumesFrom: ['v1'],
    workingDirectory: '/w',
  };

  const bundled = (options) => (stack) => new s3Assets.Asset(stack, 'A', {
    path: bundle, bundling: { image: cdk.DockerImage.fromRegistry('alpine'), ...options },
  });

  const cases = {
    run_plain: () => cdk.DockerImage.fromRegistry('alpine').run(),
    run_full: () => cdk.DockerImage.fromRegistry('alpine').run(FULL_RUN),
    run_entrypoint_empty: () => cdk.DockerImage.fromRegistry('alpine').run({ entrypoint: ['/e', '', 'b'], command: ['c'], user: '' }),
    build_plain: () => cdk.DockerImage.fromBuild(image),
    build_full: () => cdk.DockerImage.fromBuild(image, FULL_BUILD),
    build_known: () => { process.env.DOCKER_HAS_IMAGE = '1'; cdk.DockerImage.fromBuild(image, { file: 'Other' }); },
    build_known_contexts: () => { process.env.DOCKER_HAS_IMAGE = '1'; cdk.DockerImage.fromBuild(image, { buildContexts: { c: 'd' } }); },
    cp: () => cdk.DockerImage.fromRegistry('alpine').cp('/a/b', fs.mkdtempSync(path.join(os.tmpdir(), 'cdk-docker-cp-'))),
    cp_temporary: () => cdk.DockerImage.fromRegistry('alpine').cp('/a/b'),
    code_plain: () => lambda.Code.fromDockerBuild(image),
    code_slash: () => lambda.Code.fromDockerBuild(image, { imagePath: '/x/' }),
    code_dot: () => lambda.Code.fromDockerBuild(image, { imagePath: '/x/.' }),
    code_file: () => lambda.Code.fromDockerBuild(image, { imagePath: '/x.zip', buildArgs: { A: '1' } }),
    bundling_plain: bundled({}),
    bundling_full: bundled(BUNDLING),
    bundling_copy: bundled({ bundlingFileAccess: cdk.BundlingFileAccess.VOLUME_COPY }),
    bundling_copy_full: bundled({ bundlingFileAccess: cdk.BundlingFileAccess.VOLUME_COPY, ...BUNDLING }),
  };

  const result = {};
  for (const [name, call] of Object.entries(cases)) {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'argv-'));
    process.env.DOCKER_LOG = path.join(dir, 'log');
    process.env.CDK_DOCKER = path.join(root, 'spec/support/docker_stand_in');
    delete process.env.DOCKER_HAS_IMAGE;
    const stack = new cdk.Stack(new cdk.App({ outdir: path.join(dir, 'out') }), 'S');
    call(stack);
    const log = fs.readFileSync(process.env.DOCKER_LOG, 'utf8')
      .split(path.join(dir, 'out')).join('$OUT').split(root).join('$ROOT')
      .replace(/[^\s:]*cdk-docker-cp-\w{6}/g, '$TMP')
      .replace(new RegExp(`^${process.getuid()}:${process.getgid()}$`, 'gm'), '$USER')
      .replace(new RegExp(`chown -R ${process.getuid()}:${process.getgid()}`, 'g'), 'chown -R $USER')
      .replace(/(assetInput|assetOutput|copyContainer)[0-9a-f]{24}/g, '$1X');
    result[name] = log.split('\n.\n').filter(Boolean).map(call => call.split('\n'));
    fs.rmSync(dir, { recursive: true });
  }
  for (const name of ['DOCKER_LOG', 'CDK_DOCKER', 'DOCKER_HAS_IMAGE']) delete process.env[name];
  return { 'docker_argv.json': JSON.stringify(result, null, 1) + '\n' };
};
