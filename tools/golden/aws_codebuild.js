'use strict';

// Cases of aws_codebuild; their Lua twins are in spec/aws_cdk/aws_codebuild/aws_codebuild_spec.lua.
const ENVIRONMENT = { account: '111122223333', region: 'eu-west-1' };

module.exports = {
  projects: (app, cdk, lib) => {
    const codebuild = lib('aws-codebuild'), iam = lib('aws-iam'), kms = lib('aws-kms'), s3 = lib('aws-s3'), logs = lib('aws-logs');
    const { BuildSpec, Cache, LocalCacheMode } = codebuild;
    const stack = new cdk.Stack(app, 'S');
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const buildSpec = BuildSpec.fromObject({ phases: { build: { commands: ['make'] } }, version: '0.2' });
    const bucket = new s3.Bucket(stack, 'Bucket'), key = new kms.Key(stack, 'Key');
    const plain = new codebuild.Project(stack, 'Plain', { buildSpec });
    const full = new codebuild.Project(stack, 'Full', {
      buildSpec, projectName: 'full', description: 'd', badge: false, cache: Cache.bucket(bucket, { prefix: 'p', cacheNamespace: 'n' }), encryptionKey: key,
      timeout: cdk.Duration.hours(2), queuedTimeout: cdk.Duration.minutes(30), concurrentBuildLimit: 3, autoRetryLimit: 2,
      visibility: codebuild.ProjectVisibility.PUBLIC_READ, grantReportGroupPermissions: false, ssmSessionPermissions: true,
      fileSystemLocations: [codebuild.FileSystemLocation.efs({ identifier: 'fs', location: 'fs-1.efs.amazonaws.com:/', mountPoint: '/media', mountOptions: 'opts' })],
      artifacts: codebuild.Artifacts.s3({ bucket, path: 'out', name: 'a.zip', identifier: 'i' }),
      logging: { cloudWatch: { logGroup: new logs.LogGroup(stack, 'Group'), prefix: 'build' }, s3: { bucket, prefix: 'logs', encrypted: false } },
    });
    full.addFileSystemLocation(codebuild.FileSystemLocation.efs({ identifier: 'two', location: 'fs-2.efs.amazonaws.com:/', mountPoint: '/two' }));
    full.addSecondaryArtifact(codebuild.Artifacts.s3({ bucket, identifier: 'second', encryption: false, includeBuildId: false, packageZip: false }));
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('codebuild.amazonaws.com') });
    new codebuild.Project(stack, 'OfRole', {
      role, buildSpec: BuildSpec.fromObjectToYaml({ phases: { build: { commands: ['echo "a: b"', `echo ${bucket.bucketName}`] } }, version: '0.2' }),
      cache: Cache.local(LocalCacheMode.SOURCE, LocalCacheMode.DOCKER_LAYER, LocalCacheMode.CUSTOM),
      logging: { cloudWatch: { enabled: false }, s3: { bucket, enabled: false, encrypted: true } },
    });
    new codebuild.Project(stack, 'References', {
      role, buildSpec: BuildSpec.fromObject({ phases: { build: { commands: [`aws s3 ls ${bucket.bucketName}`, plain.projectArn] } } }),
      cache: Cache.bucket(bucket), artifacts: codebuild.Artifacts.s3({ bucket }),
    });
    new codebuild.Project(stack, 'Asset', { buildSpec: BuildSpec.fromAsset('spec/fixtures/appsync/schema.graphql') });
    full.enableBatchBuilds();
    full.enableBatchBuilds().role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: ['*'] }));
    full.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
    bucket.grantRead(plain);
    out('Arn', plain.projectArn);
    out('Name', plain.projectName);
    out('RefName', full.projectRef.projectName);
    out('RefArn', full.projectRef.projectArn);
  },

  pipeline_projects: (app, cdk, lib) => {
    const codebuild = lib('aws-codebuild'), kms = lib('aws-kms'), s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S');
    const project = new codebuild.PipelineProject(stack, 'Project');
    new codebuild.PipelineProject(stack, 'File', { buildSpec: codebuild.BuildSpec.fromSourceFilename('ci/buildspec.yml'), projectName: 'file' });
    const key = new kms.Key(stack, 'Key');
    project.bindToCodePipeline(stack, { artifactBucket: new s3.Bucket(stack, 'Bucket', { encryptionKey: key }) });
    project.bindToCodePipeline(stack, { artifactBucket: new s3.Bucket(stack, 'Ignored', { encryptionKey: new kms.Key(stack, 'Other') }) });
    const other = new cdk.Stack(app, 'Other', { env: ENVIRONMENT });
    const elsewhere = new codebuild.PipelineProject(other, 'Elsewhere');
    elsewhere.bindToCodePipeline(other, { artifactBucket: s3.Bucket.fromBucketAttributes(other, 'Bucket', { bucketName: 'bucket', encryptionKey: key }) });
    const imported = kms.Key.fromKeyArn(stack, 'Imported', 'arn:aws:kms:us-east-1:444455556666:key/k');
    elsewhere.bindToCodePipeline(other, { artifactBucket: s3.Bucket.fromBucketAttributes(other, 'ByAttributes', { bucketName: 'other', encryptionKey: imported }) });
  },
};
