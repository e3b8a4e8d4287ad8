// The JavaScript twin of examples/code_factories/app.lua; records its template. Run from the top folder:
//   NODE_PATH=<node_modules> CDK_DOCKER=$PWD/tools/demo-docker node tools/golden/examples/code_factories.js
'use strict';
process.env.CDK_VALIDATION = 'false';
const cdk = require('aws-cdk-lib');
const { aws_ecr: ecr, aws_lambda: lambda, aws_s3: s3 } = cdk;
const fs = require('fs');

const here = 'examples/code_factories';
const outdir = fs.mkdtempSync('/tmp/example-');
const app = new cdk.App({ outdir });
const stack = new cdk.Stack(app, 'CodeFactories');
const bucket = s3.Bucket.fromBucketName(stack, 'Artifacts', 'my-artifacts');
const repository = new ecr.Repository(stack, 'Repository');

const zip = (id, code) =>
  new lambda.Function(stack, id, { code, handler: 'index.handler', runtime: lambda.Runtime.PYTHON_3_12 });
const image = (id, code) =>
  new lambda.Function(stack, id, { code, handler: lambda.Handler.FROM_IMAGE, runtime: lambda.Runtime.FROM_IMAGE });

zip('Inline', lambda.Code.fromInline("def handler(event, context):\n    return 'hello'\n"));
zip('Asset', lambda.Code.fromAsset(`${here}/handler`));
zip('Bucket', lambda.Code.fromBucket(bucket, 'code.zip', 'version-1'));
zip('BucketV2', lambda.Code.fromBucketV2(bucket, 'code.zip', { objectVersion: 'version-1' }));
zip('Parameters', lambda.Code.fromCfnParameters());
const built = 'build/example';
fs.mkdirSync(built, { recursive: true });
zip('CustomCommand', lambda.Code.fromCustomCommand(built, ['cp', '-r', `${here}/handler/.`, `${built}/`]));
zip('DockerBuild', lambda.Code.fromDockerBuild(`${here}/image`));
image('EcrImage', lambda.Code.fromEcrImage(repository, { tagOrDigest: 'v1', cmd: ['index.handler'] }));
image('AssetImage', lambda.Code.fromAssetImage(`${here}/image`, { cmd: ['index.handler'] }));

app.synth();
fs.copyFileSync(`${outdir}/CodeFactories.template.json`, `${here}/expected.template.json`);
fs.rmSync(outdir, { recursive: true });
