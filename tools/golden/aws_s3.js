'use strict';

// Cases of aws_s3; their Lua twins are in spec/aws_cdk/aws_s3/aws_s3_spec.lua.
module.exports = {
  bucket_plain: (app, cdk, lib) => {
    const stack = new cdk.Stack(app, 'S');
    const bucket = new (lib('aws-s3').Bucket)(stack, 'Bucket');
    const values = {
      Arn: bucket.bucketArn, Name: bucket.bucketName, Domain: bucket.bucketDomainName, Dual: bucket.bucketDualStackDomainName,
      Regional: bucket.bucketRegionalDomainName, Url: bucket.bucketWebsiteUrl, Site: bucket.bucketWebsiteDomainName,
      A: bucket.urlForObject(), B: bucket.urlForObject('/a/b'), C: bucket.virtualHostedUrlForObject('k'),
      D: bucket.virtualHostedUrlForObject('k', { regional: false }), E: bucket.virtualHostedUrlForObject(),
      F: bucket.s3UrlForObject('/k'), G: bucket.s3UrlForObject(), H: bucket.transferAccelerationUrlForObject(),
      I: bucket.transferAccelerationUrlForObject('k', { dualStack: true }), J: bucket.arnForObjects('x/*'),
    };
    for (const [id, value] of Object.entries(values)) new cdk.CfnOutput(stack, id, { value });
  },

  encryption: (app, cdk, lib) => {
    const s3 = lib('aws-s3'), kms = lib('aws-kms');
    const stack = new cdk.Stack(app, 'S');
    for (const kind of ['UNENCRYPTED', 'KMS_MANAGED', 'S3_MANAGED', 'KMS', 'DSSE_MANAGED', 'DSSE']) {
      new s3.Bucket(stack, kind, { encryption: s3.BucketEncryption[kind] });
    }
    new s3.Bucket(stack, 'Given', { encryptionKey: new kms.Key(stack, 'Key'), bucketKeyEnabled: true });
    new s3.Bucket(stack, 'Blocked', { blockedEncryptionTypes: [s3.BlockedEncryptionType.SSE_C] });
    new s3.Bucket(stack, 'Custom', {
      encryption: s3.BucketEncryption.S3_MANAGED, bucketKeyEnabled: true,
      blockedEncryptionTypes: [s3.BlockedEncryptionType.custom('SSE-X'), s3.BlockedEncryptionType.SSE_C],
    });
  },

  configuration: (app, cdk, lib) => {
    const s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S');
    const bucket = new s3.Bucket(stack, 'Bucket', {
      bucketName: 'my-own.bucket-1',
      versioned: true,
      accessControl: s3.BucketAccessControl.PUBLIC_READ,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ACLS_ONLY,
      publicReadAccess: true,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      transferAcceleration: true,
      abacStatus: true,
      objectLockEnabled: true,
      objectLockDefaultRetention: s3.ObjectLockRetention.governance(cdk.Duration.days(7)),
      removalPolicy: cdk.RemovalPolicy.DESTROY,
      cors: [{ allowedMethods: [s3.HttpMethods.GET, s3.HttpMethods.HEAD], allowedOrigins: ['https://example.com'], maxAge: 60 }],
      metrics: [{ id: 'all' }, { id: 'some', prefix: 'p', tagFilters: { a: '1', b: '2' } }],
      intelligentTieringConfigurations: [{
        name: 'tier', prefix: 'p', tags: [{ key: 'k', value: 'v' }], archiveAccessTierTime: cdk.Duration.days(90),
        deepArchiveAccessTierTime: cdk.Duration.days(180),
      }],
      transitionDefaultMinimumObjectSize: s3.TransitionDefaultMinimumObjectSize.VARIES_BY_STORAGE_CLASS,
      lifecycleRules: [{
        id: 'all', enabled: false, prefix: 'p', tagFilters: { x: 'y' }, expiration: cdk.Duration.days(400),
        abortIncompleteMultipartUploadAfter: cdk.Duration.days(2), noncurrentVersionExpiration: cdk.Duration.days(3),
        noncurrentVersionsToRetain: 2, objectSizeGreaterThan: 10, objectSizeLessThan: 1000,
        noncurrentVersionTransitions: [{
          storageClass: s3.StorageClass.GLACIER, transitionAfter: cdk.Duration.days(10), noncurrentVersionsToRetain: 1,
        }],
        transitions: [
          { storageClass: s3.StorageClass.INFREQUENT_ACCESS, transitionAfter: cdk.Duration.days(30) },
          { storageClass: s3.StorageClass.DEEP_ARCHIVE, transitionDate: new Date('2030-01-02') },
        ],
      }],
    });
    bucket.addLifecycleRule({ expirationDate: new Date('2031-02-03T04:05:06Z') });
    bucket.addLifecycleRule({ expiredObjectDeleteMarker: true });
    bucket.addCorsRule({ id: 'two', allowedMethods: [s3.HttpMethods.PUT], allowedOrigins: ['*'], allowedHeaders: ['a'], exposedHeaders: ['b'] });
    bucket.addMetric({ id: 'late' });
    new s3.Bucket(stack, 'Prefixed', { bucketNamePrefix: 'pre-fix', bucketNamespace: s3.BucketNamespace.ACCOUNT_REGIONAL });
    new s3.Bucket(stack, 'Owner', { accessControl: s3.BucketAccessControl.BUCKET_OWNER_READ });
    new s3.Bucket(stack, 'Generated', { bucketName: cdk.PhysicalName.GENERATE_IF_NEEDED });
    new s3.Bucket(stack, 'Blocked', { blockPublicAccess: new s3.BlockPublicAccess({ blockPublicAcls: false }) });
  },

  public_access_flag: (app, cdk, lib) => {
    const s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S');
    stack.node.setContext('@aws-cdk/aws-s3:publicAccessBlockedByDefault', true);
    new s3.Bucket(stack, 'Blocked', { blockPublicAccess: new s3.BlockPublicAccess({ blockPublicAcls: false }) });
    new s3.Bucket(stack, 'Plain');
  },

  website: (app, cdk, lib) => {
    const s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S');
    new s3.Bucket(stack, 'Site', {
      websiteIndexDocument: 'index.html', websiteErrorDocument: 'error.html',
      websiteRoutingRules: [{
        hostName: 'www.example.com', httpRedirectCode: '302', protocol: s3.RedirectProtocol.HTTPS,
        replaceKey: s3.ReplaceKey.prefixWith('test/'),
        condition: { httpErrorCodeReturnedEquals: '200', keyPrefixEquals: 'prefix' },
      }, { hostName: 'h', replaceKey: s3.ReplaceKey.with('whole') }],
    });
    new s3.Bucket(stack, 'Redirect', { websiteRedirect: { hostName: 'example.com', protocol: s3.RedirectProtocol.HTTP } });
  },

  access_logs: (app, cdk, lib) => {
    const s3 = lib('aws-s3'), kms = lib('aws-kms');
    const stack = new cdk.Stack(app, 'S');
    const logs = new s3.Bucket(stack, 'Logs', { encryptionKey: new kms.Key(stack, 'Key') });
    new s3.Bucket(stack, 'Bucket', { serverAccessLogsBucket: logs, serverAccessLogsPrefix: 'p/' });
    new s3.Bucket(stack, 'Own', { serverAccessLogsPrefix: 'own' });
    new s3.Bucket(stack, 'Format', {
      serverAccessLogsBucket: logs,
      targetObjectKeyFormat: s3.TargetObjectKeyFormat.partitionedPrefix(s3.PartitionDateSource.EVENT_TIME),
    });
    new s3.Bucket(stack, 'Simple', { serverAccessLogsPrefix: 's', targetObjectKeyFormat: s3.TargetObjectKeyFormat.simplePrefix() });
    new s3.Bucket(stack, 'Elsewhere', { serverAccessLogsBucket: s3.Bucket.fromBucketName(stack, 'Import', 'import') });
  },

  access_logs_flag: (app, cdk, lib) => {
    const s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S');
    stack.node.setContext('@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy', true);
    const logs = new s3.Bucket(stack, 'Logs');
    new s3.Bucket(stack, 'Bucket', { serverAccessLogsBucket: logs, serverAccessLogsPrefix: 'p/' });
    new s3.Bucket(stack, 'Own', { serverAccessLogsPrefix: 'own' });
  },

  inventory: (app, cdk, lib) => {
    const s3 = lib('aws-s3'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const target = new s3.Bucket(stack, 'Target');
    const bucket = new s3.Bucket(stack, 'Bucket', {
      inventories: [{ destination: { bucket: target, prefix: 'p', bucketOwner: '123456789012' } }],
    });
    bucket.addInventory({
      destination: { bucket: target }, enabled: false, format: s3.InventoryFormat.PARQUET, frequency: s3.InventoryFrequency.DAILY,
      includeObjectVersions: s3.InventoryObjectVersion.CURRENT, inventoryId: 'mine', objectsPrefix: 'o', optionalFields: ['Size'],
    });
    bucket.addInventory({ destination: { bucket: s3.Bucket.fromBucketName(stack, 'Import', 'import') } });
    target.addToResourcePolicy(new iam.PolicyStatement({
      actions: ['s3:GetObject'], principals: [new iam.AnyPrincipal()], resources: [target.arnForObjects('*')],
    }));
  },

  grants: (app, cdk, lib) => {
    const s3 = lib('aws-s3'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const plain = new s3.Bucket(stack, 'Plain');
    const keyed = new s3.Bucket(stack, 'Keyed', { encryption: s3.BucketEncryption.KMS });
    const imported = s3.Bucket.fromBucketName(stack, 'Import', 'import');
    for (const [i, bucket] of [plain, keyed, imported].entries()) {
      const role = id => new iam.Role(stack, id + i, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
      bucket.grantRead(role('Read'));
      bucket.grantWrite(role('Write'), 'x/*');
      bucket.grantWrite(role('WriteSome'), undefined, ['s3:PutObject']);
      bucket.grantPut(role('Put'));
      bucket.grantPutAcl(role('PutAcl'), 'acl/*');
      bucket.grantDelete(role('Delete'));
      bucket.grantReadWrite(role('ReadWrite'));
      bucket.grantReplicationPermission(role('Replicate'), { destinations: [{ bucket: plain }] });
      s3.BucketGrants.fromBucket(bucket).actionsOnObjectKeys(role('Keys'), 'k', 's3:GetObject', 'kms:Sign');
    }
    plain.grantRead(new iam.AccountPrincipal('111122223333'));
    plain.grantPublicAccess('pub/*', 's3:GetObject', 's3:ListBucket');
    const cfn = new s3.CfnBucket(stack, 'Cfn');
    s3.BucketGrants.fromBucket(cfn).read(new iam.AccountPrincipal('111122223333'));
  },

  imports: (app, cdk, lib) => {
    const s3 = lib('aws-s3');
    const unknown = new cdk.Stack(app, 'Unknown');
    const known = new cdk.Stack(app, 'Known', { env: { account: '123456789012', region: 'eu-west-1' } });
    const china = new cdk.Stack(app, 'China', { env: { account: '123456789012', region: 'cn-north-1' } });
    for (const stack of [unknown, known, china]) {
      const all = {
        Name: s3.Bucket.fromBucketName(stack, 'Name', 'by-name'),
        Arn: s3.Bucket.fromBucketArn(stack, 'Arn', 'arn:aws:s3:::By_Arn'),
        Region: s3.Bucket.fromBucketAttributes(stack, 'Region', { bucketName: 'in-region', region: 'us-east-2', account: '999' }),
        Token: s3.Bucket.fromBucketName(stack, 'Token', cdk.Fn.importValue('x')),
        Url: s3.Bucket.fromBucketAttributes(stack, 'Url', { bucketName: 'url', bucketWebsiteUrl: 'http://h/x' }),
      };
      for (const [id, bucket] of Object.entries(all)) {
        const values = [
          bucket.bucketArn, bucket.bucketName, bucket.bucketDomainName, bucket.bucketRegionalDomainName,
          bucket.bucketDualStackDomainName, bucket.bucketWebsiteUrl, bucket.bucketWebsiteDomainName, bucket.urlForObject('k'),
        ];
        values.forEach((value, i) => new cdk.CfnOutput(stack, `${id}${i}`, { value }));
      }
    }
  },

  from_cfn: (app, cdk, lib) => {
    const s3 = lib('aws-s3'), iam = lib('aws-iam'), kms = lib('aws-kms');
    const stack = new cdk.Stack(app, 'S');
    const key = new kms.CfnKey(stack, 'Key', { keyPolicy: { Version: '2012-10-17', Statement: [] } });
    const cfn = new s3.CfnBucket(stack, 'Bucket', {
      bucketEncryption: {
        serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.attrArn } }],
      },
    });
    const bucket = s3.Bucket.fromCfnBucket(cfn);
    bucket.grantRead(new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }));
    bucket.grantRead(new iam.AccountPrincipal('111122223333'));
    new cdk.CfnOutput(stack, 'Site', { value: bucket.bucketWebsiteDomainName });
  },

  replication: (app, cdk, lib) => {
    const s3 = lib('aws-s3'), kms = lib('aws-kms'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: { account: '111111111111', region: 'eu-west-1' } });
    const key = new kms.Key(stack, 'Key');
    const target = new s3.Bucket(stack, 'Target', { versioned: true });
    const foreign = s3.Bucket.fromBucketAttributes(stack, 'Foreign', { bucketArn: 'arn:aws:s3:::foreign', account: '222222222222' });
    new s3.Bucket(stack, 'Source', {
      versioned: true,
      encryptionKey: new kms.Key(stack, 'SourceKey'),
      replicationRules: [{
        destination: target, priority: 0, replicationTimeControl: s3.ReplicationTimeValue.FIFTEEN_MINUTES,
        metrics: s3.ReplicationTimeValue.FIFTEEN_MINUTES, kmsKey: key, storageClass: s3.StorageClass.INFREQUENT_ACCESS,
        sseKmsEncryptedObjects: true, replicaModifications: false, id: 'first',
        filter: { prefix: 'p', tags: [{ key: 'k', value: 'v' }] },
      }, {
        destination: foreign, priority: 1, accessControlTransition: true, deleteMarkerReplication: true,
        metrics: s3.ReplicationTimeValue.FIFTEEN_MINUTES,
      }],
    });
    target.addReplicationPolicy('arn:aws:iam::222222222222:role/r', true, '222222222222');
    foreign.addReplicationPolicy('arn:aws:iam::222222222222:role/r');
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('s3.amazonaws.com') });
    new s3.Bucket(stack, 'Roled', { versioned: true, replicationRole: role, replicationRules: [{ destination: target }] });
  },

  auto_delete_objects: (app, cdk, lib) => {
    const s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S');
    new s3.Bucket(stack, 'Bucket', { autoDeleteObjects: true, removalPolicy: cdk.RemovalPolicy.DESTROY });
    new s3.Bucket(stack, 'Second', { autoDeleteObjects: true, removalPolicy: cdk.RemovalPolicy.DESTROY });
  },

  events: (app, cdk, lib) => {
    const s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S');
    const bucket = new s3.Bucket(stack, 'Bucket');
    const target = { bind: () => ({ arn: 'ARN', id: '' }) };
    bucket.onCloudTrailEvent('Any', { target });
    bucket.onCloudTrailPutObject('Put', { target, paths: ['a', 'b/c'] });
    bucket.onCloudTrailWriteObject('Write', { target, paths: ['a'], description: 'd' });
  },

  policy: (app, cdk, lib) => {
    const s3 = lib('aws-s3'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const bucket = new s3.Bucket(stack, 'Bucket');
    const policy = new s3.BucketPolicy(stack, 'Policy', { bucket, removalPolicy: cdk.RemovalPolicy.RETAIN });
    policy.document.addStatements(new iam.PolicyStatement({
      actions: ['s3:GetObject*'], principals: [new iam.AnyPrincipal()], resources: [bucket.arnForObjects('*')],
    }));
    const cfn = new s3.CfnBucketPolicy(stack, 'Cfn', {
      bucket: 'literal-name',
      policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*', Principal: '*' }] },
    });
    const wrapped = s3.BucketPolicy.fromCfnBucketPolicy(cfn);
    wrapped.document.addStatements(new iam.PolicyStatement({
      actions: ['s3:List*'], principals: [new iam.AnyPrincipal()], resources: ['*'],
    }));
  },

  // The handler's source is part of the template; luacdk has one of its own, so both are overridden here.
  notifications: (app, cdk, lib) => {
    const s3 = lib('aws-s3'), n = lib('aws-s3-notifications'), sqs = lib('aws-sqs'), sns = lib('aws-sns'), kms = lib('aws-kms');
    const lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'S');
    const bucket = new s3.Bucket(stack, 'Bucket', { eventBridgeEnabled: true, notificationsSkipDestinationValidation: true });
    bucket.addObjectCreatedNotification(new n.SqsDestination(new sqs.Queue(stack, 'Queue')), { prefix: 'p' }, { suffix: 's' });
    bucket.addObjectRemovedNotification(new n.SnsDestination(new sns.Topic(stack, 'Topic')));
    bucket.addEventNotification(s3.EventType.OBJECT_RESTORE, new n.SqsDestination(new sqs.Queue(stack, 'Keyed', {
      encryptionMasterKey: new kms.Key(stack, 'Key'),
    })), { suffix: '.png', prefix: 'img/' });
    bucket.addToResourcePolicy(new (lib('aws-iam').PolicyStatement)({
      actions: ['s3:GetObject'], principals: [new (lib('aws-iam').AnyPrincipal)()], resources: [bucket.arnForObjects('*')],
    }));
    const fn = new lambda.Function(stack, 'Fn', {
      code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_20_X,
    });
    const imported = s3.Bucket.fromBucketName(stack, 'Import', 'import');
    imported.addEventNotification(s3.EventType.OBJECT_TAGGING, new n.LambdaDestination(fn));
    bucket.addEventNotification(s3.EventType.OBJECT_TAGGING, new n.LambdaDestination(fn));
    stack.node.findChild('BucketNotificationsHandler050a0587b7544547bf325f094a3db834').node.findChild('Resource')
      .addPropertyOverride('Code.ZipFile', '(handler)');
  },

  flags: (app, cdk, lib) => {
    const s3 = lib('aws-s3'), n = lib('aws-s3-notifications'), sns = lib('aws-sns'), kms = lib('aws-kms'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    for (const flag of [
      'aws-s3:setUniqueReplicationRoleName', 'aws-s3:keepNotificationInImportedBucket',
      's3-notifications:addS3TrustKeyPolicyForSnsSubscriptions',
    ]) stack.node.setContext('@aws-cdk/' + flag, true);
    const target = new s3.Bucket(stack, 'Target', { versioned: true });
    const bucket = new s3.Bucket(stack, 'Bucket', {
      versioned: true, replicationRules: [{ destination: target }],
      notificationsHandlerRole: iam.Role.fromRoleArn(stack, 'Handler', 'arn:aws:iam::111122223333:role/handler'),
    });
    bucket.addObjectCreatedNotification(new n.SnsDestination(new sns.Topic(stack, 'Topic', { masterKey: new kms.Key(stack, 'Key') })));
    stack.node.findChild('BucketNotificationsHandler050a0587b7544547bf325f094a3db834').node.findChild('Resource')
      .addPropertyOverride('Code.ZipFile', '(handler)');
  },

  mixins: (app, cdk, lib) => {
    const s3 = lib('aws-s3'), kms = lib('aws-kms'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const cfn = new s3.CfnBucket(stack, 'Cfn');
    cfn.applyRemovalPolicy(cdk.RemovalPolicy.DESTROY);
    cfn.with(new s3.mixins.BucketVersioning(), new s3.mixins.BucketBlockPublicAccess(), new s3.mixins.BucketAutoDeleteObjects());
    const key = new kms.CfnKey(stack, 'Key', {
      keyPolicy: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*', Principal: { AWS: 'arn:aws:iam::111122223333:root' } }],
      },
    });
    const keyed = new s3.CfnBucket(stack, 'Keyed', {
      bucketEncryption: {
        serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.attrArn } }],
      },
    });
    s3.BucketGrants.fromBucket(keyed).write(
      new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }));
    new s3.Bucket(stack, 'Bucket').with(new s3.mixins.BucketVersioning(false));
  },
  // The policy of an L1 bucket is the nearest one that refers to it, or that names its id.
  policies_of_plain_buckets: (app, cdk, lib) => {
    const s3 = lib('aws-s3');
    const { Construct } = require('constructs');
    const stack = new cdk.Stack(app, 'S');
    const inner = new Construct(stack, 'Inner');
    const bucket = (scope, id, more) => new s3.CfnBucket(scope, id, more);
    const policy = (scope, id, name) => new s3.CfnBucketPolicy(scope, id, { bucket: name, policyDocument: { Statement: [] } });
    const open = (of) => s3.BucketGrants.fromBucket(of).publicAccess();
    const below = bucket(stack, 'Below'), beside = bucket(stack, 'Beside'), twice = bucket(inner, 'Twice');
    policy(new Construct(below, 'C'), 'Policy', below.ref);
    policy(stack, 'PolicyOfBeside', beside.attrArn);
    policy(stack, 'Far', twice.ref);
    policy(inner, 'Near', twice.ref);
    const named = bucket(stack, 'Named', { bucketName: 'a-name' }), meant = bucket(stack, 'Meant');
    policy(stack, 'ByName', 'a-name');
    policy(stack, 'ById', 'the-Meant-one');
    const moved = bucket(stack, 'Moved'), left = bucket(stack, 'Left'), removed = bucket(stack, 'Removed');
    const moving = policy(stack, 'Moving', left.ref);
    policy(stack, 'Gone', removed.ref);
    stack.node.tryRemoveChild('Gone');
    open(left);
    moving.bucket = moved.ref;
    [below, beside, twice, named, meant, moved, left, removed].forEach(open);
  },
};
