'use strict';
const cdk = require('aws-cdk-lib');
const ecr = require('aws-cdk-lib/aws-ecr');
const lambda = require('aws-cdk-lib/aws-lambda');
const s3 = require('aws-cdk-lib/aws-s3');

const app = new cdk.App();
const stack = new cdk.Stack(app, 'Factories');
const bucket = new s3.Bucket(stack, 'Bucket');
const repository = new ecr.Repository(stack, 'Repository');

const zip = (id, code) =>
  new lambda.Function(stack, id, { code, handler: 'index.handler', runtime: lambda.Runtime.PYTHON_3_12 });
const image = (id, code) =>
  new lambda.Function(stack, id, { code, handler: lambda.Handler.FROM_IMAGE, runtime: lambda.Runtime.FROM_IMAGE });

zip('Inline', lambda.Code.fromInline("def handler(event, context):\n    return 'hello'\n"));
zip('Asset', lambda.Code.fromAsset('examples/handler'));
zip('S3', lambda.Code.fromBucket(bucket, 'code.zip'));
zip('Parameters', lambda.Code.fromCfnParameters());
image('Ecr', lambda.Code.fromEcrImage(repository, { tagOrDigest: 'v1' }));
image('Image', lambda.Code.fromAssetImage('examples/image'));

app.synth();
