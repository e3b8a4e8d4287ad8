'use strict';

// Cases of aws_secretsmanager; their Lua twins are in spec/aws_cdk/aws_secretsmanager/aws_secretsmanager_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };
const FLAGS = {
  '@aws-cdk/aws-secretsmanager:useAttachedSecretResourcePolicyForSecretTargetAttachments': true,
};
const COMPLETE = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:my-secret-aBc123';
const PARTIAL = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:my-secret';

const outputs = (cdk, stack) => (id, value) => new cdk.CfnOutput(stack, id, { value });
const described = (cdk, stack) => (id, secret) => {
  const out = outputs(cdk, stack);
  out(`${id}Arn`, secret.secretArn);
  out(`${id}Full`, secret.secretFullArn ?? 'none');
  out(`${id}Name`, secret.secretName);
  out(`${id}Key`, secret.cfnDynamicReferenceKey({ jsonField: 'f', versionStage: 's' }));
  out(`${id}Value`, secret.secretValue.unsafeUnwrap());
  out(`${id}Field`, secret.secretValueFromJson('password').unsafeUnwrap());
};

module.exports = {
  secrets: (app, cdk, lib) => {
    const secretsmanager = lib('aws-secretsmanager'), kms = lib('aws-kms');
    const stack = new cdk.Stack(app, 'S');
    const describe = described(cdk, stack);
    describe('Plain', new secretsmanager.Secret(stack, 'Plain'));
    const key = new kms.Key(stack, 'Key');
    describe('Full', new secretsmanager.Secret(stack, 'Full', {
      secretName: 'a-name-with-hyphens', description: 'd', encryptionKey: key, removalPolicy: cdk.RemovalPolicy.RETAIN,
      generateSecretString: {
        excludeCharacters: '"@/', excludeLowercase: true, excludeNumbers: true, excludePunctuation: true,
        excludeUppercase: false, includeSpace: true, passwordLength: 20, requireEachIncludedType: false,
        secretStringTemplate: '{"username":"u"}', generateStringKey: 'password',
      },
      replicaRegions: [{ region: 'us-east-1' }, { region: 'us-west-2', encryptionKey: key }],
    }));
    const replicated = new secretsmanager.Secret(stack, 'Replicated');
    replicated.addReplicaRegion('eu-west-3');
    replicated.addReplicaRegion('eu-west-2', key);
  },

  names: (app, cdk, lib) => {
    const secretsmanager = lib('aws-secretsmanager');
    const stack = new cdk.Stack(app, 'S');
    const out = outputs(cdk, stack);
    const given = new cdk.CfnParameter(stack, 'Given');
    out('Generated', new secretsmanager.Secret(stack, 'A').secretName);
    out('Named', new secretsmanager.Secret(stack, 'B', { secretName: 'b' }).secretName);
    out('Hyphens', new secretsmanager.Secret(stack, 'C', { secretName: 'c-d-e' }).secretName);
    out('Token', new secretsmanager.Secret(stack, 'D', { secretName: given.valueAsString }).secretName);
  },

  values: (app, cdk, lib) => {
    const secretsmanager = lib('aws-secretsmanager'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const user = new iam.User(stack, 'User');
    const access = new iam.AccessKey(stack, 'AccessKey', { user });
    new secretsmanager.Secret(stack, 'Text', { secretStringValue: cdk.SecretValue.unsafePlainText('plain "text"') });
    new secretsmanager.Secret(stack, 'Token', { secretStringValue: access.secretAccessKey });
    new secretsmanager.Secret(stack, 'Empty', { secretStringValue: cdk.SecretValue.unsafePlainText('') });
    new secretsmanager.Secret(stack, 'Object', {
      secretObjectValue: {
        fixed: cdk.SecretValue.unsafePlainText('a "quoted" text\n'),
        key: access.secretAccessKey,
        user: cdk.SecretValue.unsafePlainText(user.userName),
        other: cdk.SecretValue.secretsManager('other', { jsonField: 'f' }),
      },
    });
    new secretsmanager.Secret(stack, 'Nothing', { secretObjectValue: {} });
    new secretsmanager.Secret(stack, 'Beta', {
      secretStringBeta1: secretsmanager.SecretStringValueBeta1.fromToken(access.secretAccessKey.toString()),
    });
    new secretsmanager.Secret(stack, 'Unsafe', {
      secretStringBeta1: secretsmanager.SecretStringValueBeta1.fromUnsafePlaintext('x'),
    });
  },

  imports: (app, cdk, lib) => {
    const secretsmanager = lib('aws-secretsmanager'), kms = lib('aws-kms'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const describe = described(cdk, stack);
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const key = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/k');
    const { Secret } = secretsmanager;
    const secrets = {
      Complete: Secret.fromSecretCompleteArn(stack, 'Complete', COMPLETE),
      Partial: Secret.fromSecretPartialArn(stack, 'Partial', PARTIAL),
      Short: Secret.fromSecretPartialArn(stack, 'Short', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:plain'),
      Name: Secret.fromSecretNameV2(stack, 'Name', 'my-secret'),
      Token: Secret.fromSecretCompleteArn(stack, 'Token', cdk.Fn.importValue('arn')),
      Attributes: Secret.fromSecretAttributes(stack, 'Attributes', { secretPartialArn: PARTIAL, encryptionKey: key }),
      Other: Secret.fromSecretCompleteArn(stack, 'Other', COMPLETE.replace('111122223333', '444455556666')),
    };
    for (const [name, secret] of Object.entries(secrets)) {
      describe(name, secret);
      secret.grantRead(role);
      secret.grantWrite(role);
      secret.denyAccountRootDelete();
    }
    describe('Attached', secretsmanager.SecretTargetAttachment.fromSecretTargetAttachmentSecretArn(stack, 'Attached', COMPLETE));
  },

  grants: (app, cdk, lib) => {
    const secretsmanager = lib('aws-secretsmanager'), kms = lib('aws-kms'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const same = new cdk.Stack(app, 'Same', { env: ENV });
    const other = new cdk.Stack(app, 'Other', { env: { account: '444455556666', region: 'eu-west-1' } });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const plain = new secretsmanager.Secret(stack, 'Plain');
    const keyed = new secretsmanager.Secret(stack, 'Keyed', { encryptionKey: new kms.Key(stack, 'Key'), secretName: 'keyed' });
    plain.grantRead(role, ['AWSCURRENT', 'AWSPREVIOUS']);
    plain.grantWrite(role);
    plain.grantRead(role, cdk.Fn.split(',', cdk.Fn.importValue('stages')));
    plain.grantRead(role, []);
    plain.grantRead(new iam.AccountPrincipal(stack.account));
    keyed.grantRead(role);
    keyed.grantWrite(new iam.User(stack, 'User'));
    keyed.grantRead(new iam.AccountPrincipal('444455556666'), ['AWSCURRENT']);
    keyed.grantWrite(new iam.ArnPrincipal('arn:aws:iam::444455556666:role/r'));
    plain.grantRead(new iam.User(same, 'User'));
    keyed.grantRead(new iam.Role(other, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), roleName: 'r' }));
    plain.denyAccountRootDelete();
    new secretsmanager.ResourcePolicy(same, 'Policy', { secret: plain }).document.addStatements(new iam.PolicyStatement({
      actions: ['secretsmanager:*'], resources: ['*'], principals: [new iam.AccountRootPrincipal()],
    }));
  },

  attachments: (app, cdk, lib) => {
    const secretsmanager = lib('aws-secretsmanager'), iam = lib('aws-iam');
    for (const [name, flags] of [['Old', {}], ['New', FLAGS]]) {
      const stack = new cdk.Stack(app, name);
      for (const [flag, value] of Object.entries(flags)) stack.node.setContext(flag, value);
      const target = {
        asSecretAttachmentTarget: () => ({
          targetId: 'db', targetType: secretsmanager.AttachmentTargetType.RDS_DB_CLUSTER,
        }),
      };
      const attached = new secretsmanager.Secret(stack, 'Secret').attach(target);
      described(cdk, stack)('Attached', attached);
      attached.grantRead(new iam.User(stack, 'User'));
      attached.denyAccountRootDelete();
      outputs(cdk, stack)('Ref', attached.secretTargetAttachmentRef.secretId);
    }
  },

  rotation: (app, cdk, lib) => {
    const secretsmanager = lib('aws-secretsmanager'), lambda = lib('aws-lambda'), kms = lib('aws-kms');
    const stack = new cdk.Stack(app, 'S');
    const rotationLambda = new lambda.Function(stack, 'Lambda', {
      code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.PYTHON_3_12,
    });
    const secret = (id, props) => new secretsmanager.Secret(stack, id, props);
    const { HostedRotation } = secretsmanager;
    secret('Own', { encryptionKey: new kms.Key(stack, 'Key') })
      .addRotationSchedule('Rotation', { rotationLambda, automaticallyAfter: cdk.Duration.hours(4) });
    secretsmanager.Secret.fromSecretNameV2(stack, 'Named', 'n')
      .addRotationSchedule('Rotation', { rotationLambda, rotateImmediatelyOnUpdate: false });
    secret('Never').addRotationSchedule('Rotation', { rotationLambda, automaticallyAfter: cdk.Duration.days(0) });
    secret('Imported').addRotationSchedule('Rotation', {
      rotationLambda: lambda.Function.fromFunctionArn(stack, 'Function', 'arn:aws:lambda:us-east-1:111122223333:function:f'),
    });
    secret('Mysql').addRotationSchedule('Rotation', { hostedRotation: HostedRotation.mysqlSingleUser() });
    secret('Postgres', { generateSecretString: { excludeCharacters: '@' } }).addRotationSchedule('Rotation', {
      hostedRotation: HostedRotation.postgreSqlSingleUser({ functionName: 'rotate' }),
    });
    secret('Oracle', { encryptionKey: kms.Key.fromKeyArn(stack, 'Other', 'arn:aws:kms:eu-west-1:111122223333:key/k') })
      .addRotationSchedule('Rotation', {
        hostedRotation: HostedRotation.oracleMultiUser({ masterSecret: secret('Master'), excludeCharacters: 'x' }),
      });
    secret('Maria').addRotationSchedule('Rotation', {
      hostedRotation: HostedRotation.mariaDbMultiUser({
        masterSecret: secretsmanager.Secret.fromSecretNameV2(stack, 'MasterByName', 'master'),
      }),
    });
    for (const name of ['sqlServerSingleUser', 'redshiftSingleUser', 'mongoDbSingleUser', 'oracleSingleUser', 'mariaDbSingleUser']) {
      secret(name).addRotationSchedule('Rotation', { hostedRotation: HostedRotation[name]() });
    }
    const masterSecret = secret('Masters');
    for (const name of ['sqlServerMultiUser', 'redshiftMultiUser', 'mongoDbMultiUser', 'mysqlMultiUser', 'postgreSqlMultiUser']) {
      secret(name).addRotationSchedule('Rotation', { hostedRotation: HostedRotation[name]({ masterSecret }) });
    }
    const application = secretsmanager.SecretRotationApplication.MYSQL_ROTATION_SINGLE_USER;
    const own = new secretsmanager.SecretRotationApplication('Own', '1.0.0', {
      isMultiUser: true, additionalSemanticVersions: { 'aws-cn': '1.0.1' },
    });
    const out = outputs(cdk, stack);
    for (const partition of ['aws', 'aws-cn', 'aws-us-gov']) {
      const id = partition.replace(/-/g, '');
      out(`Arn${id}`, application.applicationArnForPartition(partition));
      out(`Version${id}`, application.semanticVersionForPartition(partition));
    }
    out('Own1', own.semanticVersionForPartition('aws-cn'));
    out('Own2', own.applicationArnForPartition('aws'));
  },
  rotation_in_a_vpc: (app, cdk, lib) => {
    const secretsmanager = lib('aws-secretsmanager'), ec2 = lib('aws-ec2'), kms = lib('aws-kms');
    const { HostedRotation, Secret, SecretRotationApplication } = secretsmanager;
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const database = new ec2.SecurityGroup(stack, 'Database', { vpc });
    const target = new ec2.Connections({ securityGroups: [database], defaultPort: ec2.Port.tcp(3306) });
    const single = new secretsmanager.SecretRotation(stack, 'Single', {
      application: SecretRotationApplication.MYSQL_ROTATION_SINGLE_USER, secret: new Secret(stack, 'Plain'), target, vpc,
    });
    const masterSecret = new Secret(stack, 'Master', { encryptionKey: new kms.Key(stack, 'MasterKey') });
    new secretsmanager.SecretRotation(stack, 'Multi', {
      application: SecretRotationApplication.POSTGRES_ROTATION_MULTI_USER, target, vpc, masterSecret,
      secret: new Secret(stack, 'Encrypted', { encryptionKey: new kms.Key(stack, 'Key') }),
      automaticallyAfter: cdk.Duration.days(7), excludeCharacters: '"@', rotateImmediatelyOnUpdate: false,
      vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, securityGroup: new ec2.SecurityGroup(stack, 'Own', { vpc }),
      endpoint: vpc.addInterfaceEndpoint('Endpoint', { service: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER }),
    });
    const hosted = HostedRotation.mysqlSingleUser({ vpc, functionName: 'rotate' });
    new Secret(stack, 'Hosted').addRotationSchedule('Rotation', { hostedRotation: hosted });
    target.allowDefaultPortFrom(hosted);
    const grouped = HostedRotation.postgreSqlMultiUser({
      masterSecret, vpc, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
      securityGroups: [new ec2.SecurityGroup(stack, 'Rotators', { vpc, allowAllOutbound: false })],
    });
    new Secret(stack, 'Grouped').addRotationSchedule('Rotation', { hostedRotation: grouped });
    grouped.connections.allowToDefaultPort(target);
    new cdk.CfnOutput(stack, 'Path', { value: single.node.path });
  },

  lambda: (app, cdk, lib) => {
    const secretsmanager = lib('aws-secretsmanager'), lambda = lib('aws-lambda'), sources = lib('aws-lambda-event-sources');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const secret = new secretsmanager.Secret(stack, 'Secret');
    const fn = new lambda.Function(stack, 'Lambda', {
      code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.PYTHON_3_12,
      environment: { ARN: secret.secretArn, VALUE: secret.secretValueFromJson('user').unsafeUnwrap() },
      paramsAndSecrets: lambda.ParamsAndSecretsLayerVersion.fromVersion(lambda.ParamsAndSecretsVersions.V1_0_103),
    });
    secret.grantRead(fn);
    const startingPosition = lambda.StartingPosition.LATEST;
    fn.addEventSource(new sources.ManagedKafkaEventSource({
      clusterArn: 'arn:aws:kafka:eu-west-1:111122223333:cluster/c/1', topic: 'topic', secret, startingPosition,
    }));
    fn.addEventSource(new sources.SelfManagedKafkaEventSource({
      bootstrapServers: ['b:9092'], topic: 'topic', startingPosition, secret,
      rootCACertificate: secretsmanager.Secret.fromSecretNameV2(stack, 'Certificate', 'certificate'),
    }));
  },
};
