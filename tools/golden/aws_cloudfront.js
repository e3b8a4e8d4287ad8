'use strict';

// Cases of aws_cloudfront and its experimental part; their Lua twins are in
// spec/aws_cdk/aws_cloudfront/aws_cloudfront_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };
const HOME = { account: '111122223333', region: 'us-east-1' };
const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/11112222-3333';
const VERSION = 'arn:aws:lambda:us-east-1:111122223333:function:f:1';
const KEY = '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----';
const LONG = 'x'.repeat(60);
const FLAGS = [
  '@aws-cdk/aws-cloudfront:defaultSecurityPolicyTLSv1.2_2021',
  '@aws-cdk/aws-cloudfront:defaultViewerProtocolPolicyRedirectToHttps',
  '@aws-cdk/aws-cloudfront:defaultFunctionRuntimeV2_0',
];

module.exports = {
  cache_policies: (app, cdk, lib) => {
    const cloudfront = lib('aws-cloudfront');
    const stack = new cdk.Stack(app, 'S');
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const plain = new cloudfront.CachePolicy(stack, 'Plain');
    out('Id', plain.cachePolicyId);
    out('Ref', plain.cachePolicyRef.cachePolicyId);
    new cloudfront.CachePolicy(stack, 'Full', {
      cachePolicyName: 'a_b-9', comment: 'c', defaultTtl: cdk.Duration.days(2), minTtl: cdk.Duration.minutes(1), maxTtl: cdk.Duration.days(10),
      cookieBehavior: cloudfront.CacheCookieBehavior.all(), headerBehavior: cloudfront.CacheHeaderBehavior.allowList('X-A', 'X-B'),
      queryStringBehavior: cloudfront.CacheQueryStringBehavior.denyList('q'), enableAcceptEncodingGzip: true, enableAcceptEncodingBrotli: true,
    });
    new cloudfront.CachePolicy(stack, 'Raised', {
      minTtl: cdk.Duration.days(400), cookieBehavior: cloudfront.CacheCookieBehavior.allowList('a', 'b'),
      headerBehavior: cloudfront.CacheHeaderBehavior.none(), queryStringBehavior: cloudfront.CacheQueryStringBehavior.allowList('q'),
    });
    new cloudfront.CachePolicy(stack, 'Excluded', {
      defaultTtl: cdk.Duration.seconds(0), maxTtl: cdk.Duration.seconds(0), cookieBehavior: cloudfront.CacheCookieBehavior.denyList('c'),
      queryStringBehavior: cloudfront.CacheQueryStringBehavior.all(),
    });
    const token = cdk.Token.asNumber(cdk.Fn.importValue('ttl'));
    new cloudfront.CachePolicy(stack, 'Tokens', {
      cachePolicyName: cdk.Fn.importValue('name'), defaultTtl: cdk.Duration.seconds(token), maxTtl: cdk.Duration.seconds(1),
    });
    new cloudfront.CachePolicy(new cdk.Stack(app, 'Here', { env: ENV }), `${LONG}${LONG}`);
    out('Imported', cloudfront.CachePolicy.fromCachePolicyId(stack, 'ImportedOne', 'p').cachePolicyRef.cachePolicyId);
    for (const name of ['AMPLIFY', 'CACHING_OPTIMIZED', 'CACHING_OPTIMIZED_FOR_UNCOMPRESSED_OBJECTS', 'CACHING_DISABLED',
      'ELEMENTAL_MEDIA_PACKAGE', 'USE_ORIGIN_CACHE_CONTROL_HEADERS', 'USE_ORIGIN_CACHE_CONTROL_HEADERS_QUERY_STRINGS']) {
      out(name, cloudfront.CachePolicy[name].cachePolicyId);
    }
  },

  origin_request_policies: (app, cdk, lib) => {
    const cloudfront = lib('aws-cloudfront');
    const stack = new cdk.Stack(app, 'S');
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const plain = new cloudfront.OriginRequestPolicy(stack, 'Plain');
    out('Id', plain.originRequestPolicyId);
    out('Ref', plain.originRequestPolicyRef.originRequestPolicyId);
    const { OriginRequestHeaderBehavior: Header, OriginRequestCookieBehavior: Cookie, OriginRequestQueryStringBehavior: Query } = cloudfront;
    const policy = (id, headerBehavior, cookieBehavior, queryStringBehavior) =>
      new cloudfront.OriginRequestPolicy(stack, id, { headerBehavior, cookieBehavior, queryStringBehavior });
    policy('All', Header.all(), Cookie.all(), Query.all());
    policy('None', Header.none(), Cookie.none(), Query.none());
    policy('Allowed', Header.allowList('X-A'), Cookie.allowList('a', 'b'), Query.allowList('q'));
    policy('Denied', Header.denyList('X-A', 'X-B'), Cookie.denyList('a'), Query.denyList('q', 'r'));
    policy('Added', Header.all('CloudFront-Viewer-Country'));
    new cloudfront.OriginRequestPolicy(stack, 'Named', { originRequestPolicyName: 'n', comment: 'c' });
    new cloudfront.OriginRequestPolicy(stack, 'Token', { originRequestPolicyName: cdk.Fn.importValue('name') });
    out('Imported', cloudfront.OriginRequestPolicy.fromOriginRequestPolicyId(stack, 'ImportedOne', 'p').originRequestPolicyId);
    for (const name of ['USER_AGENT_REFERER_HEADERS', 'CORS_CUSTOM_ORIGIN', 'CORS_S3_ORIGIN', 'ALL_VIEWER', 'ELEMENTAL_MEDIA_TAILOR',
      'ALL_VIEWER_AND_CLOUDFRONT_2022', 'ALL_VIEWER_EXCEPT_HOST_HEADER', 'HOST_HEADER_ONLY']) {
      out(name, cloudfront.OriginRequestPolicy[name].originRequestPolicyRef.originRequestPolicyId);
    }
  },

  response_headers_policies: (app, cdk, lib) => {
    const cloudfront = lib('aws-cloudfront');
    const stack = new cdk.Stack(app, 'S');
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const plain = new cloudfront.ResponseHeadersPolicy(stack, 'Plain');
    out('Id', plain.responseHeadersPolicyId);
    out('Ref', plain.responseHeadersPolicyRef.responseHeadersPolicyId);
    new cloudfront.ResponseHeadersPolicy(stack, 'Full', {
      responseHeadersPolicyName: 'n', comment: 'c', removeHeaders: ['Server', cdk.Fn.importValue('header')], serverTimingSamplingRate: 12.3456,
      corsBehavior: {
        accessControlAllowCredentials: true, accessControlAllowHeaders: ['X-A'], accessControlAllowMethods: ['GET', 'POST'],
        accessControlAllowOrigins: ['*'], accessControlExposeHeaders: ['X-B'], accessControlMaxAge: cdk.Duration.hours(1), originOverride: true,
      },
      customHeadersBehavior: { customHeaders: [{ header: 'X-C', value: 'v', override: false }] },
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: 'default-src https:', override: true }, contentTypeOptions: { override: true },
        frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: cloudfront.HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: cdk.Duration.days(2), includeSubdomains: true, override: true, preload: false },
        xssProtection: { protection: true, modeBlock: false, reportUri: 'https://example.com', override: true },
      },
    });
    new cloudfront.ResponseHeadersPolicy(stack, 'Some', {
      serverTimingSamplingRate: 0, removeHeaders: [], securityHeadersBehavior: {},
      corsBehavior: {
        accessControlAllowCredentials: false, accessControlAllowHeaders: ['*'], accessControlAllowMethods: ['ALL'],
        accessControlAllowOrigins: cdk.Token.asList(cdk.Fn.importValue('origins')), originOverride: false,
      },
    });
    out('Imported', cloudfront.ResponseHeadersPolicy.fromResponseHeadersPolicyId(stack, 'ImportedOne', 'p').responseHeadersPolicyId);
    for (const name of ['CORS_ALLOW_ALL_ORIGINS', 'CORS_ALLOW_ALL_ORIGINS_WITH_PREFLIGHT', 'SECURITY_HEADERS',
      'CORS_ALLOW_ALL_ORIGINS_AND_SECURITY_HEADERS', 'CORS_ALLOW_ALL_ORIGINS_WITH_PREFLIGHT_AND_SECURITY_HEADERS']) {
      out(name, cloudfront.ResponseHeadersPolicy[name].responseHeadersPolicyId);
    }
  },

  keys: (app, cdk, lib) => {
    const cloudfront = lib('aws-cloudfront');
    const stack = new cdk.Stack(app, 'S');
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const key = new cloudfront.PublicKey(stack, 'Key', { encodedKey: KEY });
    const named = new cloudfront.PublicKey(stack, LONG, { encodedKey: cdk.Fn.importValue('key'), comment: 'c' });
    const given = new cloudfront.PublicKey(stack, 'Given', { encodedKey: KEY, publicKeyName: 'n' });
    const imported = cloudfront.PublicKey.fromPublicKeyId(stack, 'Imported', 'K1');
    const group = new cloudfront.KeyGroup(stack, 'Group', { items: [key, named, given, imported] });
    new cloudfront.KeyGroup(group, `${LONG}y`, { items: [imported], comment: 'c' });
    new cloudfront.KeyGroup(stack, 'GivenGroup', { items: [], keyGroupName: 'g' });
    out('KeyId', key.publicKeyId);
    out('KeyRef', key.publicKeyRef.publicKeyId);
    out('GroupId', group.keyGroupId);
    out('GroupRef', group.keyGroupRef.keyGroupId);
    out('ImportedGroupId', cloudfront.KeyGroup.fromKeyGroupId(stack, 'ImportedGroup', 'G1').keyGroupRef.keyGroupId);
  },

  functions: (app, cdk, lib) => {
    const cloudfront = lib('aws-cloudfront');
    const code = cloudfront.FunctionCode.fromInline('code');
    const stacks = { Anywhere: new cdk.Stack(app, 'S'), Here: new cdk.Stack(app, 'Here', { env: ENV }) };
    for (const stack of Object.values(stacks)) {
      const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
      const plain = new cloudfront.Function(stack, 'Plain', { code });
      out('Arn', plain.functionArn);
      out('Name', plain.functionName);
      out('Stage', plain.functionStage);
      out('Ref', plain.functionRef.functionArn);
      new cloudfront.Function(stack, LONG, { code: cloudfront.FunctionCode.fromFile({ filePath: 'spec/fixtures/appsync/resolver.js' }) });
      const store = new cloudfront.KeyValueStore(stack, 'Store');
      new cloudfront.Function(stack, 'Stored', { code, keyValueStore: store });
      new cloudfront.Function(stack, 'Full', {
        code, functionName: 'n', comment: 'c', autoPublish: false, runtime: cloudfront.FunctionRuntime.custom('cloudfront-js-9.0'), keyValueStore: store,
      });
      new cloudfront.Function(stack, 'Newer', { code, runtime: cloudfront.FunctionRuntime.JS_2_0 });
      const imported = cloudfront.Function.fromFunctionAttributes(stack, 'Imported', { functionName: 'f', functionArn: 'arn:f' });
      out('ImportedArn', imported.functionRef.functionArn);
      out('ImportedName', imported.functionName);
    }
  },

  key_value_stores: (app, cdk, lib) => {
    const cloudfront = lib('aws-cloudfront'), s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S');
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const plain = new cloudfront.KeyValueStore(stack, 'Plain', { keyValueStoreName: 'n', comment: 'c' });
    out('Arn', plain.keyValueStoreArn);
    out('Id', plain.keyValueStoreId);
    out('Status', plain.keyValueStoreStatus);
    out('Ref', plain.keyValueStoreRef.keyValueStoreArn);
    out('RefName', plain.keyValueStoreRef.keyValueStoreName);
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket');
    new cloudfront.KeyValueStore(stack, 'OfBucket', { source: cloudfront.ImportSource.fromBucket(bucket, 'key.json') });
    const asset = cloudfront.ImportSource.fromAsset('spec/fixtures/appsync/resolver.js', { displayName: 'd' });
    new cloudfront.KeyValueStore(stack, 'OfAsset', { source: asset });
    new cloudfront.KeyValueStore(stack, 'OfAssetAgain', { source: asset });
    new cloudfront.KeyValueStore(stack, 'Inline', { source: cloudfront.ImportSource.fromInline('{"data":[{"key":"k","value":"é"}]}') });
    new cloudfront.KeyValueStore(stack, LONG, { source: new cloudfront.S3ImportSource(bucket, 'other.json') });
    const imported = cloudfront.KeyValueStore.fromKeyValueStoreArn(stack, 'Imported', 'arn:aws:cloudfront::111122223333:key-value-store/k');
    out('ImportedId', imported.keyValueStoreId);
    out('ImportedRef', imported.keyValueStoreRef.keyValueStoreName);
    const token = cloudfront.KeyValueStore.fromKeyValueStoreArn(stack, 'Token', cdk.Fn.importValue('store'));
    out('TokenId', token.keyValueStoreId);
  },

  realtime_logs: (app, cdk, lib) => {
    const cloudfront = lib('aws-cloudfront'), kinesis = lib('aws-kinesis'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const stream = new kinesis.Stream(stack, 'Stream');
    const encrypted = new kinesis.Stream(stack, 'Encrypted', { encryption: kinesis.StreamEncryption.KMS });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('cloudfront.amazonaws.com') });
    const plain = new cloudfront.RealtimeLogConfig(stack, 'Plain', {
      endPoints: [cloudfront.Endpoint.fromKinesisStream(stream), cloudfront.Endpoint.fromKinesisStream(encrypted)],
      fields: ['timestamp', 'c-ip'], samplingRate: 1,
    });
    const named = new cloudfront.RealtimeLogConfig(stack, 'Named', {
      endPoints: [cloudfront.Endpoint.fromKinesisStream(stream, role)], fields: ['timestamp'], samplingRate: 100, realtimeLogConfigName: 'n',
    });
    out('Arn', plain.realtimeLogConfigArn);
    out('Name', plain.realtimeLogConfigName);
    out('Ref', plain.realtimeLogConfigRef.realtimeLogConfigArn);
    const other = new cdk.Stack(app, 'Other', { env: HOME });
    new cdk.CfnOutput(other, 'Arn', { value: named.realtimeLogConfigArn });
    new cdk.CfnOutput(other, 'Name', { value: named.realtimeLogConfigName });
  },

  access_to_origins: (app, cdk, lib) => {
    const cloudfront = lib('aws-cloudfront'), s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S');
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    for (const name of ['S3OriginAccessControl', 'FunctionUrlOriginAccessControl', 'MediaPackageV2OriginAccessControl']) {
      const plain = new cloudfront[name](stack, name);
      new cloudfront[name](stack, `${name}Full`, {
        originAccessControlName: 'n', description: 'd', signing: new cloudfront.Signing('sigv4a', 'no-override'),
      });
      out(`Of${name}`, plain.originAccessControlId);
      out(`RefOf${name}`, plain.originAccessControlRef.originAccessControlId);
      out(`ImportOf${name}`, cloudfront[name].fromOriginAccessControlId(stack, `${name}Import`, 'c').originAccessControlRef.originAccessControlId);
    }
    new cloudfront.S3OriginAccessControl(stack, 'Never', { signing: cloudfront.Signing.NEVER });
    new cloudfront.S3OriginAccessControl(stack, 'Newer', { signing: cloudfront.Signing.SIGV4A_ALWAYS });
    const bucket = new s3.Bucket(stack, 'Bucket');
    const identity = new cloudfront.OriginAccessIdentity(stack, 'Identity');
    new cloudfront.OriginAccessIdentity(stack, 'Long', { comment: 'é'.repeat(200) });
    const imported = cloudfront.OriginAccessIdentity.fromOriginAccessIdentityId(stack, 'Imported', 'I1');
    const older = cloudfront.OriginAccessIdentity.fromOriginAccessIdentityName(stack, 'Older', 'I2');
    bucket.grantRead(identity);
    bucket.grantWrite(imported);
    out('Id', identity.originAccessIdentityId);
    out('Name', identity.originAccessIdentityName);
    out('User', identity.cloudFrontOriginAccessIdentityS3CanonicalUserId);
    out('Ref', identity.cloudFrontOriginAccessIdentityRef.cloudFrontOriginAccessIdentityId);
    out('ImportedRef', imported.cloudFrontOriginAccessIdentityRef.cloudFrontOriginAccessIdentityId);
    out('OlderName', older.originAccessIdentityName);
  },

  vpc_origins: (app, cdk, lib) => {
    const cloudfront = lib('aws-cloudfront'), ec2 = lib('aws-ec2'), elbv2 = lib('aws-elasticloadbalancingv2');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['s-1'] });
    const instance = new ec2.Instance(stack, 'Instance', {
      vpc, instanceType: new ec2.InstanceType('t3.micro'), machineImage: ec2.MachineImage.latestAmazonLinux2023(),
    });
    const alb = new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc });
    const nlb = new elbv2.NetworkLoadBalancer(stack, 'Nlb', { vpc });
    const plain = new cloudfront.VpcOrigin(stack, 'Plain', { endpoint: cloudfront.VpcOriginEndpoint.ec2Instance(instance) });
    new cloudfront.VpcOrigin(stack, 'Full', {
      endpoint: cloudfront.VpcOriginEndpoint.applicationLoadBalancer(alb), vpcOriginName: 'n', httpPort: 8080, httpsPort: 443,
      protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY, originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_1],
    });
    const last = new cloudfront.VpcOrigin(stack, LONG, { endpoint: cloudfront.VpcOriginEndpoint.networkLoadBalancer(nlb) });
    cdk.Tags.of(last).add('k', 'v');
    out('Arn', plain.vpcOriginArn);
    out('Id', plain.vpcOriginId);
    out('Ref', plain.vpcOriginRef.vpcOriginArn);
    out('Domain', plain.domainName);
    out('ArnById', cloudfront.VpcOrigin.fromVpcOriginId(stack, 'ById', 'v').vpcOriginArn);
    const byArn = cloudfront.VpcOrigin.fromVpcOriginArn(stack, 'ByArn', 'arn:aws:cloudfront::1:vpcorigin/w');
    out('IdByArn', byArn.vpcOriginRef.vpcOriginId);
    const both = cloudfront.VpcOrigin.fromVpcOriginAttributes(stack, 'Both', { vpcOriginId: 'x', vpcOriginArn: 'arn:x', domainName: 'd.example.com' });
    out('DomainOfBoth', both.domainName);
  },

  distributions: (app, cdk, lib) => {
    const cloudfront = lib('aws-cloudfront'), origins = lib('aws-cloudfront-origins'), s3 = lib('aws-s3'), acm = lib('aws-certificatemanager');
    const stack = new cdk.Stack(app, 'S');
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const origin = new origins.HttpOrigin('example.com');
    const plain = new cloudfront.Distribution(stack, 'Plain', { defaultBehavior: { origin } });
    out('Id', plain.distributionId);
    out('Arn', plain.distributionArn);
    out('Domain', plain.domainName);
    out('Name', plain.distributionDomainName);
    out('Ref', plain.distributionRef.distributionId);
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', CERTIFICATE);
    new cloudfront.Distribution(stack, 'Full', {
      defaultBehavior: { origin }, certificate, domainNames: ['a.example.com', 'b.example.com'], comment: 'c', defaultRootObject: 'index.html',
      enabled: false, enableIpv6: false, httpVersion: cloudfront.HttpVersion.HTTP3, priceClass: cloudfront.PriceClass.PRICE_CLASS_100,
      minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2025, sslSupportMethod: cloudfront.SSLMethod.VIP,
      geoRestriction: cloudfront.GeoRestriction.allowlist('DE', 'GB'), enableLogging: true, logFilePrefix: 'p', logIncludesCookies: true,
      publishAdditionalMetrics: true, webAclId: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/w/1',
      errorResponses: [
        { httpStatus: 404, responseHttpStatus: 200, responsePagePath: '/404.html', ttl: cdk.Duration.minutes(1) },
        { httpStatus: 403, responsePagePath: '/403.html' }, { httpStatus: 500, ttl: cdk.Duration.seconds(0) }, { httpStatus: 502, responseHttpStatus: 503 },
      ],
    });
    const bucket = new s3.Bucket(stack, 'Logs', { objectOwnership: s3.ObjectOwnership.OBJECT_WRITER });
    const other = new cloudfront.Distribution(stack, 'Other', {
      defaultBehavior: { origin }, certificate, comment: `${LONG}${LONG}12345678é`, logBucket: bucket, webAclId: cdk.Fn.importValue('acl'),
      geoRestriction: cloudfront.GeoRestriction.denylist('FR'), errorResponses: [], domainNames: ['c.example.com'],
    });
    new cloudfront.Distribution(stack, 'Cut', { defaultBehavior: { origin }, comment: `${LONG}${LONG}12345678éé` });
    new cloudfront.Distribution(other, LONG, { defaultBehavior: { origin: new origins.HttpOrigin('example.org') } });
    const attached = new cloudfront.Distribution(stack, 'Attached', { defaultBehavior: { origin } });
    attached.attachWebAclId('acl');
    const imported = cloudfront.Distribution.fromDistributionAttributes(stack, 'Imported', { distributionId: 'E1', domainName: 'd1.cloudfront.net' });
    out('ImportedArn', imported.distributionArn);
    out('ImportedRef', imported.distributionRef.distributionId);
    out('ImportedName', imported.distributionDomainName);
  },

  behaviors: (app, cdk, lib) => {
    const cloudfront = lib('aws-cloudfront'), origins = lib('aws-cloudfront-origins'), lambda = lib('aws-lambda'), kinesis = lib('aws-kinesis');
    const stack = new cdk.Stack(app, 'S', { env: HOME });
    const origin = new origins.HttpOrigin('example.com');
    const second = new origins.HttpOrigin('second.example.com');
    const fn = new lambda.Function(stack, 'Fn', { code: lambda.Code.fromInline('c'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X });
    const edge = new cloudfront.Function(stack, 'Edge', { code: cloudfront.FunctionCode.fromInline('c') });
    const keys = cloudfront.KeyGroup.fromKeyGroupId(stack, 'Keys', 'G1');
    const full = {
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL, cachedMethods: cloudfront.CachedMethods.CACHE_GET_HEAD_OPTIONS, compress: false,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED, originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER,
      responseHeadersPolicy: cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS, smoothStreaming: true, trustedKeyGroups: [keys],
      realtimeLogConfig: new cloudfront.RealtimeLogConfig(stack, 'Logs', {
        endPoints: [cloudfront.Endpoint.fromKinesisStream(new kinesis.Stream(stack, 'Stream'))], fields: ['timestamp'], samplingRate: 5,
      }),
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
      functionAssociations: [{ function: edge, eventType: cloudfront.FunctionEventType.VIEWER_REQUEST }],
      edgeLambdas: [
        { functionVersion: fn.currentVersion, eventType: cloudfront.LambdaEdgeEventType.ORIGIN_REQUEST, includeBody: true },
        { functionVersion: lambda.Version.fromVersionArn(stack, 'Version', VERSION), eventType: cloudfront.LambdaEdgeEventType.VIEWER_RESPONSE },
      ],
    };
    const all = new cloudfront.Distribution(stack, 'All', {
      defaultBehavior: { origin, ...full },
      additionalBehaviors: {
        '/a/*': { origin: second, enableGrpc: true, allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL },
        '/b/*': { origin, ...full, compress: true }, '/c': { origin: second, enableGrpc: false },
      },
    });
    all.addBehavior('/d', second);
    all.addBehavior('/e', new origins.HttpOrigin('third.example.com'), {
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.ALLOW_ALL, cachePolicy: new cloudfront.CachePolicy(stack, 'Policy'),
      originRequestPolicy: new cloudfront.OriginRequestPolicy(stack, 'Forwarded'),
      responseHeadersPolicy: new cloudfront.ResponseHeadersPolicy(stack, 'Headers'),
    });
  },

  grants_and_metrics: (app, cdk, lib) => {
    const cloudfront = lib('aws-cloudfront'), origins = lib('aws-cloudfront-origins'), iam = lib('aws-iam'), cloudwatch = lib('aws-cloudwatch');
    const stack = new cdk.Stack(app, 'S');
    const behavior = { defaultBehavior: { origin: new origins.HttpOrigin('example.com') }, publishAdditionalMetrics: true };
    const distribution = new cloudfront.Distribution(stack, 'Distribution', behavior);
    const web = new cloudfront.CloudFrontWebDistribution(stack, 'Web', {
      originConfigs: [{ customOriginSource: { domainName: 'example.com' }, behaviors: [{ isDefaultBehavior: true }] }],
    });
    const attributes = { distributionId: 'E1', domainName: 'd1.cloudfront.net' };
    const imported = cloudfront.Distribution.fromDistributionAttributes(stack, 'Imported', attributes);
    const webImported = cloudfront.CloudFrontWebDistribution.fromDistributionAttributes(stack, 'WebImported', attributes);
    const user = new iam.User(stack, 'User');
    for (const one of [distribution, web, imported, webImported]) {
      one.grant(user, 'cloudfront:GetInvalidation', 'cloudfront:ListKeyGroups', 'cloudfront:Get*');
      one.grantCreateInvalidation(user);
    }
    distribution.grant(user, 'cloudfront:ListDistributions');
    distribution.grants.createInvalidation(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
    cloudfront.DistributionGrants.fromDistribution(imported).actions(user, ['cloudfront:GetDistribution']);
    const left = [
      'metricRequests', 'metricBytesUploaded', 'metricBytesDownloaded', 'metricTotalErrorRate', 'metric4xxErrorRate', 'metric5xxErrorRate',
      'metricOriginLatency', 'metricCacheHitRate', 'metric401ErrorRate', 'metric403ErrorRate', 'metric404ErrorRate', 'metric502ErrorRate',
      'metric503ErrorRate', 'metric504ErrorRate',
    ].map((name, i) => distribution[name]({ label: `m${i + 1}` }));
    const right = [distribution.metric('Own', { statistic: 'Maximum' }), distribution.metricRequests(), distribution.metricOriginLatency()];
    new cloudwatch.Dashboard(stack, 'Dashboard', { widgets: [[new cloudwatch.GraphWidget({ left, right })]] });
  },

  web_distributions: (app, cdk, lib) => {
    const cloudfront = lib('aws-cloudfront'), s3 = lib('aws-s3'), acm = lib('aws-certificatemanager'), lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'S');
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const bucket = new s3.Bucket(stack, 'Bucket');
    const identity = new cloudfront.OriginAccessIdentity(stack, 'Identity');
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', CERTIFICATE);
    const plain = new cloudfront.CloudFrontWebDistribution(stack, 'Plain', {
      originConfigs: [{ s3OriginSource: { s3BucketSource: bucket }, behaviors: [{ isDefaultBehavior: true }] }],
    });
    out('Id', plain.distributionId);
    out('Arn', plain.distributionArn);
    out('Domain', plain.distributionDomainName);
    out('Ref', plain.distributionRef.distributionId);
    const fn = new lambda.Function(stack, 'Fn', { code: lambda.Code.fromInline('c'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X });
    const full = new cloudfront.CloudFrontWebDistribution(stack, 'Full', {
      comment: `${LONG}${LONG}123456789`, defaultRootObject: 'a.html', enabled: false, enableIpV6: false, httpVersion: cloudfront.HttpVersion.HTTP1_1,
      priceClass: cloudfront.PriceClass.PRICE_CLASS_200, viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.ALLOW_ALL, webACLId: 'acl',
      errorConfigurations: [{ errorCode: 404, responseCode: 200, responsePagePath: '/', errorCachingMinTtl: 1 }],
      geoRestriction: cloudfront.GeoRestriction.allowlist('DE'), loggingConfig: { prefix: 'p', includeCookies: true },
      viewerCertificate: cloudfront.ViewerCertificate.fromAcmCertificate(certificate, {
        aliases: ['a.example.com'], securityPolicy: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021, sslMethod: cloudfront.SSLMethod.STATIC_IP,
      }),
      originConfigs: [
        {
          s3OriginSource: {
            s3BucketSource: bucket, originAccessIdentity: identity, originPath: '/p', originHeaders: { 'X-A': '1', 'X-B': '2' }, originShieldRegion: 'eu-west-1',
          },
          connectionAttempts: 2, connectionTimeout: cdk.Duration.seconds(5), failoverCustomOriginSource: { domainName: 'failover.example.com' },
          behaviors: [
            {
              isDefaultBehavior: true, allowedMethods: cloudfront.CloudFrontAllowedMethods.ALL, compress: false,
              cachedMethods: cloudfront.CloudFrontAllowedCachedMethods.GET_HEAD_OPTIONS, defaultTtl: cdk.Duration.days(1),
              maxTtl: cdk.Duration.days(2), minTtl: cdk.Duration.seconds(0), forwardedValues: { queryString: true, headers: ['X-A'] },
              trustedSigners: ['self'], trustedKeyGroups: [cloudfront.KeyGroup.fromKeyGroupId(stack, 'Keys', 'G1')],
              lambdaFunctionAssociations: [
                { lambdaFunction: fn.currentVersion, eventType: cloudfront.LambdaEdgeEventType.VIEWER_REQUEST, includeBody: true },
              ],
              functionAssociations: [{
                function: cloudfront.Function.fromFunctionAttributes(stack, 'Edge', { functionName: 'f', functionArn: 'arn:f' }),
                eventType: cloudfront.FunctionEventType.VIEWER_RESPONSE,
              }],
            },
            { pathPattern: '/a', viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY },
          ],
        },
        {
          customOriginSource: {
            domainName: 'example.com', httpPort: 8080, httpsPort: 8443, originKeepaliveTimeout: cdk.Duration.seconds(9),
            originReadTimeout: cdk.Duration.seconds(8), originProtocolPolicy: cloudfront.OriginProtocolPolicy.MATCH_VIEWER, originPath: '/q',
            allowedOriginSSLVersions: [cloudfront.OriginSslPolicy.SSL_V3], originHeaders: {},
          },
          originShieldRegion: 'us-east-1', failoverS3OriginSource: { s3BucketSource: bucket },
          failoverCriteriaStatusCodes: [cloudfront.FailoverStatusCode.FORBIDDEN], behaviors: [{ pathPattern: '/b' }],
        },
      ],
    });
    out('Logs', full.loggingBucket.bucketName);
    const simple = (id, props) => new cloudfront.CloudFrontWebDistribution(stack, id, {
      originConfigs: [{ customOriginSource: { domainName: 'example.com' }, behaviors: [{ isDefaultBehavior: true }] }], ...props,
    });
    simple('Iam', { viewerCertificate: cloudfront.ViewerCertificate.fromIamCertificate('i', { sslMethod: cloudfront.SSLMethod.VIP }) });
    simple('Own', { viewerCertificate: cloudfront.ViewerCertificate.fromCloudFrontDefaultCertificate('b.example.com') });
    simple('Logged', { loggingConfig: { bucket } });
  },

  flags: (app, cdk, lib) => {
    for (const flag of FLAGS) app.node.setContext(flag, true);
    const cloudfront = lib('aws-cloudfront'), origins = lib('aws-cloudfront-origins'), acm = lib('aws-certificatemanager');
    const stack = new cdk.Stack(app, 'S');
    const origin = new origins.HttpOrigin('example.com');
    const distribution = new cloudfront.Distribution(stack, 'Distribution', {
      defaultBehavior: { origin }, domainNames: ['example.com'], certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', CERTIFICATE),
    });
    distribution.addBehavior('/a', origin);
    new cloudfront.Function(stack, 'Function', { code: cloudfront.FunctionCode.fromInline('c') });
  },

  edge_functions: (app, cdk, lib) => {
    const cloudfront = lib('aws-cloudfront'), origins = lib('aws-cloudfront-origins'), lambda = lib('aws-lambda'), iam = lib('aws-iam');
    const cloudwatch = lib('aws-cloudwatch');
    const props = { code: lambda.Code.fromInline('c'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X };
    const home = new cdk.Stack(app, 'Home', { env: HOME });
    const away = new cdk.Stack(app, 'Away', { env: ENV, tags: { stage: 'test' } });
    const far = new cdk.Stack(app, 'Far', { env: { region: 'ap-south-1' } });
    for (const stack of [home, away, far]) {
      const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
      const fn = new cloudfront.experimental.EdgeFunction(stack, 'Fn', props);
      const named = new cloudfront.experimental.EdgeFunction(stack, 'Named+1', { ...props, functionName: `n-${stack.node.id}`, stackId: `Edge${stack.node.id}` });
      new cloudfront.Distribution(stack, 'Distribution', {
        defaultBehavior: {
          origin: new origins.HttpOrigin('example.com'),
          edgeLambdas: [
            { functionVersion: fn, eventType: cloudfront.LambdaEdgeEventType.ORIGIN_REQUEST },
            { functionVersion: named.currentVersion, eventType: cloudfront.LambdaEdgeEventType.VIEWER_REQUEST },
          ],
        },
      });
      fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
      fn.addAlias('live', { description: 'd' });
      fn.addPermission('Permission', { principal: new iam.ServicePrincipal('s.amazonaws.com') });
      fn.configureAsyncInvoke({ retryAttempts: 1 });
      fn.addFunctionUrl();
      fn.addEventSourceMapping('Mapping', { eventSourceArn: 'arn:aws:sqs:us-east-1:111122223333:q' });
      out('Arn', fn.edgeArn);
      out('Version', fn.version);
      out('FunctionRef', fn.functionRef.functionArn);
      out('VersionRef', fn.versionRef.functionArn);
      out('Bound', String(fn.isBoundToVpc));
      out('Architecture', fn.architecture.name);
    }
    const fn = new cloudfront.experimental.EdgeFunction(home, 'Granted', props);
    const user = new iam.User(home, 'User');
    fn.grantInvoke(user);
    fn.grantInvokeUrl(user);
    fn.grantInvokeCompositePrincipal(new iam.CompositePrincipal(new iam.AccountPrincipal('1'), new iam.AccountPrincipal('2')));
    const left = [fn.metric('M'), fn.metricDuration(), fn.metricErrors({ label: 'l' }), fn.metricInvocations(), fn.metricThrottles()];
    new cloudwatch.Dashboard(home, 'Dashboard', { widgets: [[new cloudwatch.GraphWidget({ left })]] });
  },
};
