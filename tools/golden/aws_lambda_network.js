'use strict';

// Cases of functions in a VPC and of what they mount; their Lua twins are in spec/aws_cdk/aws_lambda/aws_lambda_network_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };

module.exports = {
  functions_in_a_vpc: (app, cdk, lib) => {
    const lambda = lib('aws-lambda'), ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const fn = (id, props) => new lambda.Function(stack, id, {
      code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.PYTHON_3_12, vpc, ...props,
    });
    const plain = fn('Plain');
    const database = new ec2.SecurityGroup(stack, 'Database', { vpc });
    const group = new ec2.SecurityGroup(stack, 'Group', { vpc, allowAllOutbound: false });
    fn('Public', { vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, allowPublicSubnet: true });
    fn('Closed', { allowAllOutbound: false });
    fn('Open6', { allowAllIpv6Outbound: true, ipv6AllowedForDualStack: true });
    fn('Grouped', { securityGroups: [group] });
    plain.connections.allowTo(database, ec2.Port.tcp(5432), 'To the database');
    const permissions = new lambda.Function(stack, 'Outside', {
      code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.PYTHON_3_12,
    });
    const imported = lambda.Function.fromFunctionAttributes(stack, 'Imported', {
      functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:f', securityGroup: group,
    });
    imported.connections.allowTo(database, ec2.Port.tcp(5433));
    new cdk.CfnOutput(stack, 'IsBound', { value: String(plain.isBoundToVpc) });
    new cdk.CfnOutput(stack, 'IsNotBound', { value: String(permissions.isBoundToVpc) });
  },

  image_function_with_efs: (app, cdk, lib) => {
    const lambda = lib('aws-lambda'), ec2 = lib('aws-ec2'), efs = lib('aws-efs'), ecr = lib('aws-ecr');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 });
    const fileSystem = new efs.FileSystem(stack, 'Files', { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
    const point = fileSystem.addAccessPoint('Models', {
      path: '/models', posixUser: { uid: '1000', gid: '1000' },
      createAcl: { ownerUid: '1000', ownerGid: '1000', permissions: '755' },
    });
    const repository = ecr.Repository.fromRepositoryName(stack, 'Repository', 'models');
    const fn = new lambda.DockerImageFunction(stack, 'Predict', {
      code: lambda.DockerImageCode.fromEcr(repository, { tagOrDigest: 'v1' }), vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, architecture: lambda.Architecture.ARM_64,
      filesystem: lambda.FileSystem.fromEfsAccessPoint(point, '/mnt/models'), memorySize: 3008,
    });
    fileSystem.grantReadWrite(fn);
    new cdk.CfnOutput(stack, 'Version', { value: fn.currentVersion.version });
  },

  filesystem_of_another_stack: (app, cdk, lib) => {
    const lambda = lib('aws-lambda'), ec2 = lib('aws-ec2'), efs = lib('aws-efs');
    const base = new cdk.Stack(app, 'Base', { env: ENV });
    const vpc = new ec2.Vpc(base, 'Vpc', { maxAzs: 2 });
    const point = new efs.FileSystem(base, 'Files', { vpc }).addAccessPoint('Point');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    new lambda.Function(stack, 'Fn', {
      code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.PYTHON_3_12, vpc,
      filesystem: lambda.FileSystem.fromEfsAccessPoint(point, '/mnt/files'),
    });
  },

  s3_files: (app, cdk, lib) => {
    const lambda = lib('aws-lambda'), ec2 = lib('aws-ec2'), s3 = lib('aws-s3'), s3files = lib('aws-s3files');
    const { DirectS3Read, FileSystem } = lambda;
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const bucket = new s3.Bucket(stack, 'Bucket');
    const group = new ec2.SecurityGroup(stack, 'Group', { vpc });
    const files = new s3files.CfnFileSystem(stack, 'Files', {
      bucket: bucket.bucketArn, roleArn: 'arn:aws:iam::111122223333:role/files',
    });
    const target = (id, subnet) => new s3files.CfnMountTarget(stack, id, {
      fileSystemId: files.attrFileSystemId, subnetId: subnet.subnetId, securityGroups: [group.securityGroupId],
    });
    target('Target1', vpc.privateSubnets[0]);
    target('Target2', vpc.privateSubnets[1]);
    const point = (id) => new s3files.CfnAccessPoint(stack, id, { fileSystemId: files.attrFileSystemId });
    const fn = (id, filesystem) => new lambda.Function(stack, id, {
      code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.PYTHON_3_12, vpc, filesystem,
    });
    fn('Plain', FileSystem.fromS3FilesAccessPoint(point('PointOfPlain'), '/mnt/plain'));
    fn('Direct', FileSystem.fromS3FilesAccessPoint(point('PointOfDirect'), '/mnt/direct', {
      directS3Read: DirectS3Read.enabled(bucket),
    }));
    fn('Trusted', FileSystem.fromS3FilesAccessPoint(point('PointOfTrusted'), '/mnt/trusted', {
      directS3Read: DirectS3Read.enabledWithoutGrant(),
    }));
    fn('Auto', FileSystem.fromS3FilesAccessPoint(point('PointOfAuto'), '/mnt/auto', {
      directS3Read: DirectS3Read.auto(),
    }));
    fn('Disabled', FileSystem.fromS3FilesAccessPoint(point('PointOfDisabled'), '/mnt/off', {
      directS3Read: DirectS3Read.disabled(),
    }));
  },

  // Parameters of the nested stack stand in the order in which the function refers to the other stack.
  function_of_a_nested_stack: (app, cdk, lib) => {
    const lambda = lib('aws-lambda'), ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S'), nested = new cdk.NestedStack(stack, 'Nested');
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 });
    new lambda.Function(nested, 'Function', {
      code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.PYTHON_3_12, vpc,
      securityGroups: [new ec2.SecurityGroup(stack, 'Group', { vpc })],
    });
  },
};
