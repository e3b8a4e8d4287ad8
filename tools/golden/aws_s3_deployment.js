'use strict';

// Cases of aws_s3_deployment; their Lua twins are in spec/aws_cdk/aws_s3_deployment/aws_s3_deployment_spec.lua.
const path = require('path');

module.exports = {
  sources: (app, cdk, lib) => {
    const deployment = lib('aws-s3-deployment'), s3 = lib('aws-s3'), sqs = lib('aws-sqs'), lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'S');
    const { Source } = deployment, queue = new sqs.Queue(stack, 'Queue');
    const bucket = new s3.Bucket(stack, 'Bucket'), other = s3.Bucket.fromBucketName(stack, 'Other', 'other');
    const list = cdk.Fn.split(',', queue.queueName);
    const all = new deployment.BucketDeployment(stack, 'All', {
      destinationBucket: bucket,
      sources: [
        Source.bucket(other, 'a.zip'),
        Source.data('plain.txt', 'text\n'),
        Source.data('a/b/named.txt', `queue ${queue.queueName}, again ${queue.queueName}: ${cdk.Token.asNumber(cdk.Lazy.any({ produce: () => 7 }))}`, { jsonEscape: true }),
        Source.jsonData('config.json', {
          arn: queue.queueArn, count: cdk.Token.asNumber(cdk.Lazy.any({ produce: () => 3 })), deep: { list, text: `x ${queue.queueName}`, yes: true }, n: [1, 2.5, null],
        }),
        Source.jsonData('bare.json', { arn: queue.queueArn }, { escape: false }),
        Source.yamlData('config.yaml', {
          arn: queue.queueArn, list: ['a', `x ${queue.queueName}`, { k: 'v', list }], text: 'two\nlines\n', yes: 'yes',
        }),
        Source.data('empty', ''),
      ],
    });
    all.addSource(Source.bucket(other, 'a.zip'));
    all.addSource(Source.bucket(other, 'b.zip'));
    all.addSource(Source.data('late.txt', queue.queueArn));
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    out('In', all.deployedBucket.bucketName);
    out('Keys', cdk.Fn.select(0, all.objectKeys));
    const kept = new deployment.BucketDeployment(stack, 'Kept', { destinationBucket: bucket, sources: [Source.bucket(other, 'a.zip')], extract: false, destinationKeyPrefix: 'kept' });
    out('Version', cdk.Fn.select(0, kept.objectVersionIds));
    new deployment.BucketDeployment(stack, 'Nothing', { destinationBucket: bucket, sources: [] });
  },

  options: (app, cdk, lib) => {
    const deployment = lib('aws-s3-deployment'), s3 = lib('aws-s3'), iam = lib('aws-iam'), logs = lib('aws-logs'), kms = lib('aws-kms');
    const stack = new cdk.Stack(app, 'S', { env: { account: '111122223333', region: 'eu-west-1' } });
    const { Source, CacheControl } = deployment;
    const bucket = new s3.Bucket(stack, 'Bucket', { encryptionKey: new kms.Key(stack, 'Key'), websiteIndexDocument: 'index.html' });
    const sources = [Source.bucket(s3.Bucket.fromBucketName(stack, 'Other', 'other'), 'a.zip')];
    new deployment.BucketDeployment(stack, 'Full', {
      destinationBucket: bucket, sources, destinationKeyPrefix: 'web/x', exclude: ['*.map'], include: ['a.map'], prune: false,
      retainOnDelete: false, extract: true, signContent: true, outputObjectKeys: false, waitForDistributionInvalidation: false,
      distribution: { distributionRef: { distributionId: 'D1' }, node: stack.node }, distributionPaths: ['/a', '/b/*'],
      memoryLimit: 512, ephemeralStorageSize: cdk.Size.gibibytes(2), logGroup: new logs.LogGroup(stack, 'Log'),
      role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
      metadata: { A: '1', 'b-C': '2' }, accessControl: s3.BucketAccessControl.BUCKET_OWNER_FULL_CONTROL,
      cacheControl: [
        CacheControl.maxAge(cdk.Duration.days(1)), CacheControl.sMaxAge(cdk.Duration.minutes(1)), CacheControl.noCache(), CacheControl.noStore(), CacheControl.noTransform(),
        CacheControl.mustRevalidate(), CacheControl.mustUnderstand(), CacheControl.proxyRevalidate(), CacheControl.setPublic(), CacheControl.setPrivate(),
        CacheControl.immutable(), CacheControl.staleIfError(cdk.Duration.seconds(5)), CacheControl.staleWhileRevalidate(cdk.Duration.seconds(6)), CacheControl.fromString('own'),
      ],
      contentDisposition: 'inline', contentEncoding: 'gzip', contentLanguage: 'en', contentType: 'text/html', expires: cdk.Expiration.atDate(new Date('2031-02-03T04:05:06Z')),
      serverSideEncryption: deployment.ServerSideEncryption.AWS_KMS, serverSideEncryptionAwsKmsKeyId: 'k', serverSideEncryptionCustomerAlgorithm: 'AES256',
      storageClass: deployment.StorageClass.INTELLIGENT_TIERING, websiteRedirectLocation: 'elsewhere',
    });
    const plain = new deployment.BucketDeployment(stack, 'Plain', { destinationBucket: bucket, sources, logRetention: logs.RetentionDays.ONE_WEEK });
    new cdk.CfnOutput(stack, 'Website', { value: plain.deployedBucket.bucketWebsiteUrl });
    new deployment.BucketDeployment(stack, 'Again', { destinationBucket: bucket, sources, destinationKeyPrefix: '/' });
  },

  in_a_network: (app, cdk, lib) => {
    const deployment = lib('aws-s3-deployment'), s3 = lib('aws-s3'), ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S', { env: { account: '111122223333', region: 'eu-west-1' } });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const bucket = new s3.Bucket(stack, 'Bucket');
    const sources = [deployment.Source.bucket(s3.Bucket.fromBucketName(stack, 'Other', 'other'), 'a.zip')];
    new deployment.BucketDeployment(stack, 'Efs', { destinationBucket: bucket, sources, vpc, useEfs: true, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS } });
    new deployment.BucketDeployment(stack, 'Groups', {
      destinationBucket: bucket, sources, vpc, memoryLimit: 256, securityGroups: [new ec2.SecurityGroup(stack, 'A', { vpc }), new ec2.SecurityGroup(stack, 'B', { vpc })],
    });
    new deployment.BucketDeployment(stack, 'None', { destinationBucket: bucket, sources, vpc, securityGroups: [] });
  },

  substituted_files: (app, cdk, lib) => {
    const deployment = lib('aws-s3-deployment'), s3 = lib('aws-s3'), sqs = lib('aws-sqs'), iam = lib('aws-iam');
    const fs = require('fs'), os = require('os');
    const stack = new cdk.Stack(app, 'S');
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'record-')), source = path.join(folder, 'page.html');
    fs.writeFileSync(source, '<p>{{ queue }} {{queue}} {{  other}} {{unknown}} { {queue} }</p>\n');
    const queue = new sqs.Queue(stack, 'Queue'), bucket = new s3.Bucket(stack, 'Bucket');
    const file = new deployment.DeployTimeSubstitutedFile(stack, 'File', { source, destinationBucket: bucket, substitutions: { queue: queue.queueUrl, other: 'text' } });
    new deployment.DeployTimeSubstitutedFile(stack, 'Named', {
      source, destinationBucket: bucket, substitutions: {}, destinationKey: 'a/page.html',
      role: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/r'),
    });
    new cdk.CfnOutput(stack, 'Key', { value: file.objectKey });
    new cdk.CfnOutput(stack, 'In', { value: file.bucket.bucketName });
    fs.rmSync(folder, { recursive: true });
  },
};
