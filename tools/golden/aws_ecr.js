'use strict';

// Cases of aws_ecr; their Lua twins are in spec/aws_cdk/aws_ecr/aws_ecr_spec.lua.
module.exports = {
  repository_plain: (app, cdk, lib) => {
    const stack = new cdk.Stack(app, 'S');
    const repo = new (lib('aws-ecr').Repository)(stack, 'Repo');
    new cdk.CfnOutput(stack, 'Uri', { value: repo.repositoryUri });
    new cdk.CfnOutput(stack, 'Registry', { value: repo.registryUri });
    new cdk.CfnOutput(stack, 'Tag', { value: repo.repositoryUriForTag('v1') });
    new cdk.CfnOutput(stack, 'Digest', { value: repo.repositoryUriForTagOrDigest('sha256:abc') });
  },

  repository_all_properties: (app, cdk, lib) => {
    const ecr = lib('aws-ecr'), kms = lib('aws-kms');
    const stack = new cdk.Stack(app, 'S');
    const repo = new ecr.Repository(stack, 'Repo', {
      repositoryName: 'team/app',
      imageScanOnPush: true,
      imageTagMutability: ecr.TagMutability.IMMUTABLE_WITH_EXCLUSION,
      imageTagMutabilityExclusionFilters: [
        ecr.ImageTagMutabilityExclusionFilter.wildcard('dev-*'), ecr.ImageTagMutabilityExclusionFilter.wildcard('latest'),
      ],
      encryptionKey: new kms.Key(stack, 'Key'),
      emptyOnDelete: true,
      removalPolicy: cdk.RemovalPolicy.DESTROY,
      lifecycleRegistryId: '123456789012',
      lifecycleRules: [{ maxImageCount: 5 }, { tagPrefixList: ['a', 'b'], maxImageAge: cdk.Duration.days(30), rulePriority: 4 }],
    });
    repo.addLifecycleRule({ tagPatternList: ['v*'], maxImageCount: 3, description: 'few "v"' });
    new ecr.Repository(stack, 'Kms', { encryption: ecr.RepositoryEncryption.KMS, imageTagMutability: ecr.TagMutability.IMMUTABLE });
  },

  grants: (app, cdk, lib) => {
    const ecr = lib('aws-ecr'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const repo = new ecr.Repository(stack, 'Repo');
    const user = new iam.User(stack, 'User');
    repo.grantPull(user);
    repo.grantPush(user);
    repo.grantPullPush(new iam.ServicePrincipal('lambda.amazonaws.com'));
    repo.grantRead(new iam.AccountPrincipal('111122223333'));
    repo.grant(user, 'ecr:DeleteRepository');
    ecr.AuthorizationToken.grantRead(user);
    ecr.PublicGalleryAuthorizationToken.grantRead(user);
  },

  grant_across: (app, cdk, lib) => {
    const ecr = lib('aws-ecr'), iam = lib('aws-iam');
    const one = new cdk.Stack(app, 'One', { env: { account: '111111111111', region: 'us-west-2' } });
    const two = new cdk.Stack(app, 'Two', { env: { account: '222222222222', region: 'us-west-2' } });
    const repo = new ecr.Repository(one, 'Repo', { repositoryName: 'shared' });
    repo.grantPull(new iam.Role(two, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), roleName: 'puller' }));
  },

  imports: (app, cdk, lib) => {
    const ecr = lib('aws-ecr');
    const stack = new cdk.Stack(app, 'S');
    const named = ecr.Repository.fromRepositoryName(stack, 'Named', 'my/repo');
    const byArn = ecr.Repository.fromRepositoryArn(stack, 'ByArn', 'arn:aws:ecr:us-east-1:585695036304:repository/boom/boom');
    const both = ecr.Repository.fromRepositoryAttributes(stack, 'Both', {
      repositoryArn: cdk.Fn.getAtt('Boom', 'Arn').toString(), repositoryName: cdk.Fn.getAtt('Boom', 'Name').toString(),
    });
    new cdk.CfnOutput(stack, 'A', { value: named.repositoryUriForTag('x') });
    new cdk.CfnOutput(stack, 'B', { value: byArn.repositoryUriForDigest('sha256:y') });
    new cdk.CfnOutput(stack, 'C', { value: both.repositoryUri });
    new cdk.CfnOutput(stack, 'D', { value: ecr.Repository.arnForLocalRepository('z', stack) });
  },

  events: (app, cdk, lib) => {
    const ecr = lib('aws-ecr');
    const stack = new cdk.Stack(app, 'S');
    const repo = new ecr.Repository(stack, 'Repo');
    const target = { bind: () => ({ arn: 'ARN', id: '' }) };
    repo.onCloudTrailEvent('Any', { target, description: 'any' });
    repo.onCloudTrailImagePushed('Pushed', { target, imageTag: 'some' });
    repo.onImageScanCompleted('Scan', { target, imageTags: ['t1', 't2'] });
    repo.onEvent('Event', { target });
  },

  auto_delete_images: (app, cdk, lib) => {
    const ecr = lib('aws-ecr');
    const stack = new cdk.Stack(app, 'S');
    new ecr.Repository(stack, 'Repo', { autoDeleteImages: true, removalPolicy: cdk.RemovalPolicy.DESTROY });
    new ecr.Repository(stack, 'Other', { autoDeleteImages: true, removalPolicy: cdk.RemovalPolicy.DESTROY });
  },

  lookup: (app, cdk, lib) => {
    const ecr = lib('aws-ecr');
    const stack = new cdk.Stack(app, 'S', { env: { account: '111111111111', region: 'eu-west-1' } });
    const repo = ecr.Repository.fromLookup(stack, 'Repo', { repositoryName: 'x/y' });
    new cdk.CfnOutput(stack, 'Arn', { value: repo.repositoryArn });
    new cdk.CfnOutput(stack, 'Name', { value: repo.repositoryName });
  },
};
