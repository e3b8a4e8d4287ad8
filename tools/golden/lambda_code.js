// Programs around lambda.Code and assets: templates, asset manifests, the names of what is staged and the ids of warnings,
// in spec/golden/lambda_code; the Lua twins of the cases are in spec/lambda/code_golden_spec.lua.
'use strict';

const fs = require('fs');
const os = require('os');
const path = require('path');

const fixtures = 'spec/fixtures/lambda_code';

module.exports = ({ cdk, lib, root, wanted }) => {
  const lambda = lib('aws-lambda'), s3 = lib('aws-s3'), ecr = lib('aws-ecr'), kms = lib('aws-kms'), iam = lib('aws-iam');
  const ecrAssets = lib('aws-ecr-assets'), s3Assets = lib('aws-s3-assets');

  const ENV = { account: '111111111111', region: 'us-east-1' };
  const NODE = { handler: 'index.handler', runtime: lambda.Runtime.NODEJS_20_X };
  const IMAGE = { handler: lambda.Handler.FROM_IMAGE, runtime: lambda.Runtime.FROM_IMAGE };
  const fn = (scope, id, code, more) => new lambda.Function(scope, id, { ...NODE, code, ...more });
  const imageFn = (scope, id, code, more) => new lambda.Function(scope, id, { ...IMAGE, code, ...more });

  // A bundler that writes files; what it is given besides `files` is data and counts in the hash.
  const bundler = (files) => Object.defineProperty({}, 'tryBundle', {
    enumerable: false,
    value: (dir) => {
      for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(dir, name), text);
      return true;
    },
  });
  // In the order of the Python struct, which the Lua twins follow.
  const sorted = (o) => Object.fromEntries(Object.keys(o).sort((a, b) =>
    (a === 'image' ? -1 : b === 'image' ? 1 : a < b ? -1 : 1)).map(k => [k, o[k]]));
  const bundling = (files, more) =>
    sorted({ image: cdk.DockerImage.fromRegistry('alpine'), ...more, local: bundler(files) });

  const cases = {
    asset: (app) => {
      const stack = new cdk.Stack(app, 'S');
      fn(stack, 'Dir', lambda.Code.fromAsset(fixtures + '/fn'));
      fn(stack, 'Zip', lambda.Code.fromAsset(fixtures + '/fn.zip'));
      fn(stack, 'Tar', lambda.Code.fromAsset(fixtures + '/fn.tar.gz'));
      fn(stack, 'Excluded', lambda.Code.fromAsset(fixtures + '/fn', { exclude: ['*.md', 'lib'] }));
      fn(stack, 'Git', lambda.Code.fromAsset(fixtures + '/fn', { exclude: ['/lib/'], ignoreMode: cdk.IgnoreMode.GIT }));
      fn(stack, 'Never', lambda.Code.fromAsset(fixtures + '/fn', { followSymlinks: cdk.SymlinkFollowMode.NEVER }));
      fn(stack, 'Custom', lambda.Code.fromAsset(fixtures + '/fn', { assetHash: 'v1' }));
      fn(stack, 'Kept', lambda.Code.fromAsset(fixtures + '/fn', { deployTime: false, displayName: 'shown' }));
    },

    asset_env: (app) => {
      const stack = new cdk.Stack(app, 'S', { env: ENV });
      const key = new kms.Key(stack, 'Key');
      const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
      fn(stack, 'F', lambda.Code.fromAsset(fixtures + '/fn', { sourceKMSKey: key, readers: [role] }));
    },

    asset_shared: (app) => {
      app.node.setContext('aws:cdk:enable-asset-metadata', true);
      const stack = new cdk.Stack(app, 'S');
      const code = lambda.Code.fromAsset(fixtures + '/fn');
      fn(stack, 'A', code);
      fn(stack, 'B', code);
      new lambda.LayerVersion(stack, 'L', { code });
    },

    asset_salt: (app) => {
      app.node.setContext('@aws-cdk/core:assetHashSalt', 'pepper');
      const stack = new cdk.Stack(app, 'S');
      fn(stack, 'F', lambda.Code.fromAsset(fixtures + '/fn'));
      new s3Assets.Asset(stack, 'Text', { path: fixtures + '/fn/notes.md' });
      new ecrAssets.DockerImageAsset(stack, 'Image', { directory: fixtures + '/image', extraHash: 'x' });
    },

    asset_in_stage: (app) => {
      const stage = new cdk.Stage(app, 'Stage');
      const stack = new cdk.Stack(stage, 'S');
      fn(stack, 'F', lambda.Code.fromAsset(fixtures + '/fn'));
      imageFn(stack, 'I', lambda.Code.fromAssetImage(fixtures + '/image'));
      new ecrAssets.TarballImageAsset(stack, 'T', { tarballFile: fixtures + '/image.tar' });
    },

    asset_standalone: (app) => {
      const stack = new cdk.Stack(app, 'S');
      const user = new iam.User(stack, 'User');
      const asset = new s3Assets.Asset(stack, 'Text', { path: fixtures + '/fn/notes.md' });
      asset.grantRead(user);
      for (const name of ['assetHash', 's3BucketName', 's3ObjectKey', 's3ObjectUrl', 'httpUrl', 'assetPath'])
        new cdk.CfnOutput(stack, 'Out' + name, { value: asset[name] });
      new cdk.CfnOutput(stack, 'File', { value: String(asset.isFile) + String(asset.isZipArchive) });
      const tar = new ecrAssets.TarballImageAsset(stack, 'Tar', { tarballFile: fixtures + '/image.tar' });
      new cdk.CfnOutput(stack, 'Uri', { value: tar.imageUri });
      new cdk.CfnOutput(stack, 'Tag', { value: tar.imageTag });
      const image = new ecrAssets.DockerImageAsset(stack, 'Image', {
        directory: fixtures + '/image', file: 'Other', exclude: ['a.txt'], displayName: 'shown', assetName: 'named',
        networkMode: ecrAssets.NetworkMode.HOST, platform: ecrAssets.Platform.LINUX_ARM64, outputs: ['type=local,dest=out'],
        buildArgs: { A: '1', B: '2' }, buildContexts: { c: 'd' }, buildSecrets: { s: cdk.DockerBuildSecret.fromSrc('x') },
        buildSsh: 'default', target: 't', cacheFrom: [{ type: 'registry', params: { ref: 'r' } }, { type: 'gha' }],
        cacheTo: { type: 'inline' }, cacheDisabled: true, extraHash: 'more',
      });
      new cdk.CfnOutput(stack, 'ImageUri', { value: image.imageUri });
      new cdk.CfnOutput(stack, 'ImageHash', { value: image.assetHash });
      new ecrAssets.DockerImageAsset(stack, 'Loose', {
        directory: fixtures + '/image', buildArgs: { A: '1' }, target: 't', extraHash: 'u',
        invalidation: { buildArgs: false, target: false, extraHash: false },
      });
    },

    asset_image: (app) => {
      app.node.setContext('aws:cdk:enable-asset-metadata', true);
      const stack = new cdk.Stack(app, 'S');
      const plain = lambda.Code.fromAssetImage(fixtures + '/image');
      imageFn(stack, 'Plain', plain);
      imageFn(stack, 'Again', plain);
      imageFn(stack, 'Full', lambda.Code.fromAssetImage(fixtures + '/image', {
        cmd: ['app.handler'], entrypoint: ['/bin/sh', '-c'], workingDirectory: '/var', file: 'Other', target: 'stage',
        buildArgs: { A: '1' }, buildSecrets: { s: 'src=x' }, buildSsh: 'default', outputs: ['type=local'],
        cacheFrom: [{ type: 'registry', params: { ref: 'r' } }], cacheTo: { type: 'inline' }, cacheDisabled: false,
        platform: ecrAssets.Platform.custom('linux/riscv64'), networkMode: ecrAssets.NetworkMode.fromContainer('c1'),
        followSymlinks: cdk.SymlinkFollowMode.ALWAYS, ignoreMode: cdk.IgnoreMode.GLOB, exclude: ['sub'],
      }));
      imageFn(stack, 'Empty', lambda.Code.fromAssetImage(fixtures + '/image', { cmd: [], workingDirectory: '' }));
      const known = new cdk.Stack(app, 'K', { env: ENV });
      imageFn(known, 'F', lambda.Code.fromAssetImage(fixtures + '/image'));
    },

    docker_image_function: (app) => {
      const stack = new cdk.Stack(app, 'S'), other = new cdk.Stack(app, 'T');
      const code = lambda.DockerImageCode.fromImageAsset(fixtures + '/image', { cmd: ['a'] });
      new lambda.DockerImageFunction(stack, 'Plain', { code });
      new lambda.DockerImageFunction(stack, 'Arm', { code, architecture: lambda.Architecture.ARM_64 });
      new lambda.DockerImageFunction(other, 'X86', { code, architecture: lambda.Architecture.X86_64 });
      new lambda.DockerImageFunction(stack, 'Own', {
        code: lambda.DockerImageCode.fromImageAsset(fixtures + '/image', { platform: ecrAssets.Platform.LINUX_AMD64 }),
        architecture: lambda.Architecture.ARM_64,
      });
      const repo = ecr.Repository.fromRepositoryName(stack, 'Repo', 'rn');
      new lambda.DockerImageFunction(stack, 'Ecr', {
        code: lambda.DockerImageCode.fromEcr(repo, { tagOrDigest: 'v1', entrypoint: ['e'] }),
      });
    },

    bucket: (app) => {
      const stack = new cdk.Stack(app, 'S', { env: ENV }), other = new cdk.Stack(app, 'T', { env: ENV });
      const bucket = new s3.Bucket(stack, 'B');
      const named = s3.Bucket.fromBucketName(stack, 'N', 'name');
      const code = lambda.Code.fromBucket(bucket, 'k.zip');
      fn(stack, 'A', code);
      fn(other, 'A', code);
      fn(stack, 'V', lambda.Code.fromBucket(named, 'k.zip', 'v1'));
      fn(stack, 'E', lambda.Code.fromBucket(named, '', ''));
      fn(stack, 'C', new lambda.S3Code(named, 'k.zip'));
      new lambda.LayerVersion(stack, 'L', { code: lambda.Code.fromBucket(named, 'l.zip', 'v2') });
    },

    bucket_v2: (app) => {
      const stack = new cdk.Stack(app, 'S', { env: ENV });
      const key = new kms.Key(stack, 'Key');
      const bucket = new s3.Bucket(stack, 'B', { encryptionKey: key, versioned: true });
      const plain = new s3.Bucket(stack, 'P');
      const imported = s3.Bucket.fromBucketAttributes(stack, 'I', {
        bucketName: 'imported', encryptionKey: kms.Key.fromKeyArn(stack, 'IK', 'arn:aws:kms:us-east-1:111111111111:key/k'),
      });
      const mode = lambda.S3ObjectStorageMode;
      fn(stack, 'Copy', lambda.Code.fromBucketV2(bucket, 'k', { sourceKMSKey: key, s3ObjectStorageMode: mode.COPY }));
      const code = lambda.Code.fromBucketV2(bucket, 'k', { objectVersion: 'v', s3ObjectStorageMode: mode.REFERENCE });
      fn(stack, 'Ref', code);
      fn(stack, 'Named', code, { functionName: 'named' });
      new lambda.LayerVersion(stack, 'Layer', { code, layerVersionName: 'layer' });
      new lambda.LayerVersion(stack, 'Unnamed', { code });
      fn(stack, 'PlainRef', lambda.Code.fromBucketV2(plain, 'p', { objectVersion: 'v', s3ObjectStorageMode: mode.REFERENCE }));
      fn(stack, 'Imported', lambda.Code.fromBucketV2(imported, 'i', {
        objectVersion: 'v', s3ObjectStorageMode: mode.REFERENCE,
      }), { functionName: 'imp' });
    },

    cfn_parameters: (app) => {
      const stack = new cdk.Stack(app, 'S', { env: ENV }), other = new cdk.Stack(app, 'T', { env: ENV });
      const code = lambda.Code.fromCfnParameters();
      fn(stack, 'F', code);
      fn(other, 'G', code);
      new cdk.CfnOutput(stack, 'Bucket', { value: code.bucketNameParam });
      new cdk.CfnOutput(stack, 'Json', { value: stack.toJsonString(code.assign({ bucketName: 'b', objectKey: 'k' })) });
      const key = new kms.Key(stack, 'Key');
      const given = lambda.Code.fromCfnParameters({
        bucketNameParam: new cdk.CfnParameter(stack, 'BN', { type: 'Number' }),
        objectKeyParam: new cdk.CfnParameter(stack, 'OK', { type: 'String', default: 'x' }),
        sourceKMSKey: key,
      });
      fn(stack, 'H', given);
      new cdk.CfnOutput(stack, 'Given', { value: given.objectKeyParam });
    },

    ecr_image: (app) => {
      const stack = new cdk.Stack(app, 'S', { env: ENV }), other = new cdk.Stack(app, 'T', { env: ENV });
      const owned = new ecr.Repository(stack, 'R');
      const named = ecr.Repository.fromRepositoryName(stack, 'N', 'rn');
      const arn = ecr.Repository.fromRepositoryArn(stack, 'A', 'arn:aws:ecr:eu-west-1:111122223333:repository/a/b');
      const code = lambda.Code.fromEcrImage(owned);
      imageFn(stack, 'F1', code);
      imageFn(stack, 'F2', code);
      imageFn(other, 'F3', code);
      imageFn(stack, 'Tag', lambda.Code.fromEcrImage(named, { tagOrDigest: 'v1', cmd: [], workingDirectory: '' }));
      imageFn(stack, 'Digest', lambda.Code.fromEcrImage(arn, { tagOrDigest: 'sha256:abc', cmd: ['a', 'b'], entrypoint: ['e'] }));
      imageFn(stack, 'OldDigest', lambda.Code.fromEcrImage(arn, { tag: 'sha256:old' }));
      imageFn(stack, 'Old', lambda.Code.fromEcrImage(arn, { tag: 'old' }));
      imageFn(stack, 'Empty', lambda.Code.fromEcrImage(arn, { tagOrDigest: '' }));
      imageFn(stack, 'Token', lambda.Code.fromEcrImage(arn, { tagOrDigest: cdk.Fn.importValue('tag'), workingDirectory: cdk.Aws.REGION }));
      imageFn(stack, 'Direct', new lambda.EcrImageCode(owned, { tagOrDigest: 'x' }));
    },

    inline: (app) => {
      const stack = new cdk.Stack(app, 'S');
      fn(stack, 'F', lambda.Code.fromInline('a\nb "c"'));
      fn(stack, 'T', lambda.Code.fromInline('region = ' + cdk.Aws.REGION + ';'));
      fn(stack, 'Big', lambda.Code.fromInline('x'.repeat(5000)));
      fn(stack, 'P', new lambda.InlineCode('pass'), { runtime: lambda.Runtime.PYTHON_3_12 });
    },

    bundling: (app) => {
      const stack = new cdk.Stack(app, 'S');
      const asset = (id, options) => {
        const a = new s3Assets.Asset(stack, id, { path: fixtures + '/bundle', ...options });
        new cdk.CfnOutput(stack, id + 'Out', { value: [a.assetHash, a.assetPath, a.isFile, a.isZipArchive].join(' ') });
      };
      const out = { 'o.txt': 'out\n' }, zip = { 'o.zip': 'zip\n' };
      const O = cdk.BundlingOutput, H = cdk.AssetHashType;
      asset('Source', { bundling: bundling(out) });
      asset('Custom', { bundling: bundling(out), assetHash: 'abc' });
      asset('Output', { bundling: bundling(out), assetHashType: H.OUTPUT });
      asset('Archive', { bundling: bundling(zip, { command: ['z'] }) });
      asset('ArchiveOutput', { bundling: bundling(zip, { command: ['zo'] }), assetHashType: H.OUTPUT });
      asset('Single', { bundling: bundling({ plain: 'p' }, { command: ['s'], outputType: O.SINGLE_FILE }) });
      asset('SingleOutput', { bundling: bundling({ 'o.md': 'p' }, { command: ['so'], outputType: O.SINGLE_FILE }), assetHashType: H.OUTPUT });
      asset('NotArchived', { bundling: bundling(zip, { command: ['n'], outputType: O.NOT_ARCHIVED }) });
      const all = { bundlingFileAccess: cdk.BundlingFileAccess.VOLUME_COPY, command: ['a', 'é"'], entrypoint: [],
        environment: { B: '1', A: '2', PIP_INDEX_URL: 'https://me:secret@Example.com:443', PIP_EXTRA_INDEX_URL: 'https://me@host/x' },
        network: 'host', outputType: O.AUTO_DISCOVER, platform: 'linux/arm64', securityOpt: 'no-new-privileges', user: '0:0',
        volumes: [{ containerPath: '/c', hostPath: '/h', consistency: cdk.DockerVolumeConsistency.CACHED }],
        volumesFrom: ['v'], workingDirectory: '/w' };
      all.environment = sorted(all.environment);
      asset('Full', { bundling: bundling(out, all) });
    },

    bundling_skipped: (app) => {
      app.node.setContext('aws:cdk:bundling-stacks', ['Other*']);
      const stack = new cdk.Stack(app, 'S'), other = new cdk.Stack(app, 'OtherStack');
      for (const scope of [stack, other]) {
        new s3Assets.Asset(scope, 'Source', { path: fixtures + '/bundle', bundling: bundling({ 'o.txt': 'out\n' }) });
        new s3Assets.Asset(scope, 'Output', {
          path: fixtures + '/bundle', bundling: bundling({ 'o.txt': 'out\n' }), assetHashType: cdk.AssetHashType.OUTPUT,
        });
      }
    },

    staging_disabled: (app) => {
      app.node.setContext('aws:cdk:disable-asset-staging', true);
      const stack = new cdk.Stack(app, 'S');
      fn(stack, 'F', lambda.Code.fromAsset(fixtures + '/fn'));
      fn(stack, 'Z', lambda.Code.fromAsset(fixtures + '/fn.zip'));
      imageFn(stack, 'I', lambda.Code.fromAssetImage(fixtures + '/image'));
    },
  };

  // Everything of the assembly that depends on code and assets, with the project's folder as $ROOT.
  function record(build) {
    const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'golden-'));
    const app = new cdk.App({ outdir, analyticsReporting: false, context: { 'aws:cdk:disable-runtime-family': true } });
    build(app);
    app.synth();
    const result = { templates: {}, assets: {}, warnings: [], staged: [] };
    const clean = (file) => JSON.parse(fs.readFileSync(file, 'utf8').split(root).join('$ROOT'));
    const visit = (dir, prefix) => {
      for (const name of fs.readdirSync(dir).sort()) {
        const file = path.join(dir, name);
        if (name.endsWith('.template.json')) result.templates[prefix + name.replace('.template.json', '')] = clean(file);
        else if (name.endsWith('.assets.json')) result.assets[prefix + name.replace('.assets.json', '')] = clean(file);
        else if (name.startsWith('asset.')) result.staged.push(...staged(file, name));
        else if (name.startsWith('assembly-')) visit(file, prefix + name + '/');
        else if (name.endsWith('.metadata.json')) warnings(clean(file), result.warnings);
      }
    };
    visit(outdir, '');
    result.warnings.sort();
    fs.rmSync(outdir, { recursive: true });
    return result;
  }

  function staged(file, name) {
    if (!fs.statSync(file).isDirectory()) return [name];
    return fs.readdirSync(file, { recursive: true }).sort().map(n => name + '/' + n);
  }

  function warnings(metadata, list) {
    for (const [where, entries] of Object.entries(metadata)) {
      for (const entry of entries) {
        const id = entry.type === 'aws:cdk:warning' && /\[ack: (.*)\]/.exec(entry.data);
        if (id) list.push(where + ' ' + id[1]);
      }
    }
  }

  const files = {};
  for (const [name, build] of Object.entries(cases)) {
    if (wanted(name)) files[`lambda_code/${name}.json`] = JSON.stringify(record(build), null, 1) + '\n';
  }
  return files;
};
