'use strict';

// Cases of aws_cloudfront_origins; their Lua twins are in spec/aws_cdk/aws_cloudfront_origins/aws_cloudfront_origins_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/11112222-3333-4444-5555-666677778888';
const ALL = {
  connectionAttempts: 2, connectionTimeout: '5', customHeaders: { 'X-A': '1', 'X-B': '2' }, originAccessControlId: 'c', originId: 'own',
  originPath: 'p/q/', originShieldRegion: 'eu-west-1', responseCompletionTimeout: '100',
};

module.exports = {
  servers: (app, cdk, lib) => {
    const cloudfront = lib('aws-cloudfront'), origins = lib('aws-cloudfront-origins');
    const apigateway = lib('aws-apigateway'), elbv2 = lib('aws-elasticloadbalancingv2'), ec2 = lib('aws-ec2'), s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const all = {
      ...ALL, connectionTimeout: cdk.Duration.seconds(5), responseCompletionTimeout: cdk.Duration.seconds(100),
      readTimeout: cdk.Duration.seconds(20), keepaliveTimeout: cdk.Duration.seconds(10),
    };
    const serve = (id, origin) => new cloudfront.Distribution(stack, id, { defaultBehavior: { origin } });
    serve('Http', new origins.HttpOrigin('example.com'));
    serve('HttpFull', new origins.HttpOrigin('example.com', {
      ...all, httpPort: 8080, httpsPort: 443, protocolPolicy: cloudfront.OriginProtocolPolicy.MATCH_VIEWER,
      originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1, cloudfront.OriginSslPolicy.TLS_V1_2], ipAddressType: cloudfront.OriginIpAddressType.DUALSTACK,
    }));
    serve('NoShield', new origins.HttpOrigin('example.com', { originShieldEnabled: false, originShieldRegion: 'eu-west-1', originPath: '/', customHeaders: {} }));
    serve('Shield', new origins.HttpOrigin(cdk.Fn.importValue('domain'), {
      originShieldEnabled: true, originShieldRegion: 'eu-west-1', originPath: cdk.Fn.importValue('path'), httpPort: cdk.Token.asNumber(cdk.Fn.importValue('port')),
    }));
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1', availabilityZones: ['eu-west-1a', 'eu-west-1b'], privateSubnetIds: ['s-1', 's-2'],
    });
    const balancer = new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc });
    serve('OfBalancer', new origins.LoadBalancerV2Origin(balancer));
    serve('OfBalancerFull', new origins.LoadBalancerV2Origin(balancer, { ...all, protocolPolicy: cloudfront.OriginProtocolPolicy.HTTP_ONLY }));
    const api = new apigateway.RestApi(stack, 'Api');
    api.root.addMethod('GET');
    serve('OfApi', new origins.RestApiOrigin(api));
    serve('OfApiFull', new origins.RestApiOrigin(api, all));
    const site = new s3.Bucket(stack, 'Site', { websiteIndexDocument: 'index.html' });
    serve('OfSite', new origins.S3StaticWebsiteOrigin(site));
    serve('OfSiteFull', new origins.S3StaticWebsiteOrigin(site, { ...all, protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY }));
    serve('OlderSite', new origins.S3Origin(site, {
      originPath: '/older', originAccessIdentity: cloudfront.OriginAccessIdentity.fromOriginAccessIdentityId(stack, 'Identity', 'I'),
    }));
  },

  function_urls: (app, cdk, lib) => {
    const cloudfront = lib('aws-cloudfront'), origins = lib('aws-cloudfront-origins'), lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'S');
    const serve = (id, origin) => new cloudfront.Distribution(stack, id, { defaultBehavior: { origin } });
    const fn = new lambda.Function(stack, 'Fn', { code: lambda.Code.fromInline('c'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X });
    const open = fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
    const closed = new lambda.FunctionUrl(stack, 'Closed', { function: fn });
    serve('Plain', new origins.FunctionUrlOrigin(open));
    serve('Full', new origins.FunctionUrlOrigin(open, {
      readTimeout: cdk.Duration.seconds(20), keepaliveTimeout: cdk.Duration.seconds(10), responseCompletionTimeout: cdk.Duration.seconds(20),
      ipAddressType: cloudfront.OriginIpAddressType.IPV6, originId: 'own',
    }));
    serve('Signed', origins.FunctionUrlOrigin.withOriginAccessControl(closed));
    const control = new cloudfront.FunctionUrlOriginAccessControl(stack, 'Control', { signing: cloudfront.Signing.NEVER });
    const shared = origins.FunctionUrlOrigin.withOriginAccessControl(open, {
      originAccessControl: control, readTimeout: cdk.Duration.seconds(20), keepaliveTimeout: cdk.Duration.seconds(10),
      ipAddressType: cloudfront.OriginIpAddressType.IPV4, responseCompletionTimeout: cdk.Duration.seconds(5),
    });
    serve('Unsigned', shared);
    serve('UnsignedAgain', shared);
  },

  buckets: (app, cdk, lib) => {
    const cloudfront = lib('aws-cloudfront'), origins = lib('aws-cloudfront-origins'), s3 = lib('aws-s3'), kms = lib('aws-kms');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const serve = (id, origin) => new cloudfront.Distribution(stack, id, { defaultBehavior: { origin } });
    const bucket = new s3.Bucket(stack, 'Bucket');
    const imported = s3.Bucket.fromBucketName(stack, 'Imported', 'imported');
    const encrypted = new s3.Bucket(stack, 'Encrypted', { encryption: s3.BucketEncryption.KMS, encryptionKey: new kms.Key(stack, 'Key') });
    const foreignKey = new s3.Bucket(stack, 'ForeignKey', {
      encryption: s3.BucketEncryption.KMS, encryptionKey: kms.Key.fromKeyArn(stack, 'ImportedKey', KEY),
    });
    const { S3BucketOrigin, S3Origin } = origins;
    const { AccessLevel } = cloudfront;
    serve('Plain', S3BucketOrigin.withBucketDefaults(bucket));
    serve('PlainFull', S3BucketOrigin.withBucketDefaults(bucket, { originPath: '/p', originAccessControlId: 'c', customHeaders: { 'X-A': '1' } }));
    serve('Signed', S3BucketOrigin.withOriginAccessControl(bucket));
    const levels = [AccessLevel.WRITE, AccessLevel.READ, AccessLevel.LIST, AccessLevel.READ, AccessLevel.DELETE, AccessLevel.READ_VERSIONED];
    const full = S3BucketOrigin.withOriginAccessControl(encrypted, {
      originAccessControl: new cloudfront.S3OriginAccessControl(stack, 'Control'), originAccessLevels: levels, originPath: '/p',
    });
    serve('SignedFull', full);
    serve('SignedAgain', full);
    serve('SignedForeignKey', S3BucketOrigin.withOriginAccessControl(foreignKey, {
      originAccessControl: cloudfront.S3OriginAccessControl.fromOriginAccessControlId(stack, 'ImportedControl', 'c'),
    }));
    serve('SignedImported', S3BucketOrigin.withOriginAccessControl(imported, { originAccessLevels: [AccessLevel.LIST] }));
    serve('Read', S3BucketOrigin.withOriginAccessIdentity(bucket));
    serve('ReadFull', S3BucketOrigin.withOriginAccessIdentity(encrypted, {
      originAccessIdentity: new cloudfront.OriginAccessIdentity(stack, 'Identity'), originPath: '/p', originId: 'own',
    }));
    serve('ReadImported', S3BucketOrigin.withOriginAccessIdentity(imported, {
      originAccessIdentity: cloudfront.OriginAccessIdentity.fromOriginAccessIdentityId(stack, 'ImportedIdentity', 'I'),
    }));
    serve('Older', new S3Origin(bucket));
    serve('OlderFull', new S3Origin(bucket, { originAccessIdentity: new cloudfront.OriginAccessIdentity(stack, 'OlderIdentity'), originPath: '/p' }));
  },

  buckets_of_another_stack: (app, cdk, lib) => {
    const cloudfront = lib('aws-cloudfront'), origins = lib('aws-cloudfront-origins'), s3 = lib('aws-s3');
    const data = new cdk.Stack(app, 'Data');
    const stack = new cdk.Stack(app, 'S');
    const serve = (id, origin) => new cloudfront.Distribution(stack, id, { defaultBehavior: { origin } });
    const bucket = new s3.Bucket(data, 'Bucket');
    serve('Read', origins.S3BucketOrigin.withOriginAccessIdentity(bucket));
    serve('Older', new origins.S3Origin(bucket));
    serve('Plain', origins.S3BucketOrigin.withBucketDefaults(bucket));
  },

  groups: (app, cdk, lib) => {
    const cloudfront = lib('aws-cloudfront'), origins = lib('aws-cloudfront-origins'), s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S');
    const primaryOrigin = origins.S3BucketOrigin.withOriginAccessControl(new s3.Bucket(stack, 'Bucket'));
    const fallbackOrigin = new origins.HttpOrigin('fallback.example.com');
    const group = new origins.OriginGroup({ primaryOrigin, fallbackOrigin });
    const distribution = new cloudfront.Distribution(stack, 'Distribution', {
      defaultBehavior: { origin: group },
      additionalBehaviors: {
        '/a': { origin: group }, '/b': { origin: fallbackOrigin },
        '/c': {
          origin: new origins.OriginGroup({
            primaryOrigin: new origins.HttpOrigin('c.example.com', { originId: 'own' }), fallbackOrigin, fallbackStatusCodes: [404],
            selectionCriteria: cloudfront.OriginSelectionCriteria.MEDIA_QUALITY_BASED,
          }),
        },
      },
    });
    distribution.addBehavior('/d', new origins.OriginGroup({
      primaryOrigin: new origins.HttpOrigin('d.example.com'), fallbackOrigin: new origins.HttpOrigin('e.example.com'),
    }));
  },

  vpc_origins: (app, cdk, lib) => {
    const cloudfront = lib('aws-cloudfront'), origins = lib('aws-cloudfront-origins'), ec2 = lib('aws-ec2'), elbv2 = lib('aws-elasticloadbalancingv2');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const serve = (id, origin) => new cloudfront.Distribution(stack, id, { defaultBehavior: { origin } });
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1', availabilityZones: ['eu-west-1a', 'eu-west-1b'], privateSubnetIds: ['s-1', 's-2'],
    });
    const instance = new ec2.Instance(stack, 'Instance', {
      vpc, instanceType: new ec2.InstanceType('t3.micro'), machineImage: ec2.MachineImage.latestAmazonLinux2023(),
    });
    const { VpcOrigin } = origins;
    serve('OfInstance', VpcOrigin.withEc2Instance(instance));
    const shared = VpcOrigin.withApplicationLoadBalancer(new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc }), {
      domainName: 'alb.example.com', vpcOriginName: 'n', httpPort: 8080, httpsPort: 8443, protocolPolicy: cloudfront.OriginProtocolPolicy.HTTP_ONLY,
      originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_1], readTimeout: cdk.Duration.seconds(20), keepaliveTimeout: cdk.Duration.seconds(10),
    });
    serve('OfAlb', shared);
    serve('OfAlbAgain', shared);
    serve('OfNlb', VpcOrigin.withNetworkLoadBalancer(new elbv2.NetworkLoadBalancer(stack, 'Nlb', { vpc })));
    const made = new cloudfront.VpcOrigin(stack, 'Made', { endpoint: cloudfront.VpcOriginEndpoint.ec2Instance(instance) });
    serve('Given', VpcOrigin.withVpcOrigin(made, { originPath: '/p', readTimeout: cdk.Duration.seconds(1) }));
    const imported = cloudfront.VpcOrigin.fromVpcOriginId(stack, 'Imported', 'v');
    serve('GivenImported', VpcOrigin.withVpcOrigin(imported, { domainName: 'v.example.com' }));
  },
};
