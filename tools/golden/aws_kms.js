'use strict';

// Cases of aws_kms; their Lua twins are in spec/aws_cdk/aws_kms/aws_kms_spec.lua.
module.exports = {
  key_plain: (app, cdk, lib) => {
    new (lib('aws-kms').Key)(new cdk.Stack(app, 'S'), 'Key');
  },

  key_all_properties: (app, cdk, lib) => {
    const kms = lib('aws-kms'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const key = new kms.Key(stack, 'Key', {
      alias: 'app/main',
      description: 'all of it',
      enabled: false,
      enableKeyRotation: true,
      rotationPeriod: cdk.Duration.days(180),
      keySpec: kms.KeySpec.SYMMETRIC_DEFAULT,
      keyUsage: kms.KeyUsage.ENCRYPT_DECRYPT,
      multiRegion: true,
      pendingWindow: cdk.Duration.days(7),
      removalPolicy: cdk.RemovalPolicy.DESTROY,
      admins: [new iam.ArnPrincipal('arn:aws:iam::111122223333:role/admin')],
    });
    key.addAlias('alias/second');
    new kms.Key(stack, 'Mac', { keySpec: kms.KeySpec.HMAC_256, keyUsage: kms.KeyUsage.GENERATE_VERIFY_MAC });
    new kms.Key(stack, 'Rotated', { rotationPeriod: cdk.Duration.days(90) });
    new kms.Key(stack, 'Own', {
      policy: new iam.PolicyDocument({
        statements: [new iam.PolicyStatement({
          actions: ['kms:*'], resources: ['*'], principals: [new iam.ServicePrincipal('logs.amazonaws.com')],
        })],
      }),
    });
  },

  grants: (app, cdk, lib) => {
    const kms = lib('aws-kms'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const key = new kms.Key(stack, 'Key');
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    key.grantEncrypt(role);
    key.grantDecrypt(role);
    key.grantSignVerify(role);
    key.grantGenerateMac(new iam.ServicePrincipal('sqs.amazonaws.com'));
    key.grants.verifyMac(role);
    key.grant(role, 'kms:TagResource');
    key.grantEncryptDecrypt(new kms.ViaServicePrincipal('s3.eu-west-1.amazonaws.com', role));
  },

  grants_across: (app, cdk, lib) => {
    const kms = lib('aws-kms'), iam = lib('aws-iam');
    const one = new cdk.Stack(app, 'One', { env: { account: '111111111111', region: 'eu-west-1' } });
    const two = new cdk.Stack(app, 'Two', { env: { account: '111111111111', region: 'us-east-1' } });
    const same = new cdk.Stack(app, 'Same', { env: { account: '111111111111', region: 'eu-west-1' } });
    const key = new kms.Key(one, 'Key', { removalPolicy: cdk.RemovalPolicy.DESTROY });
    const named = { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), roleName: cdk.PhysicalName.GENERATE_IF_NEEDED };
    key.grantDecrypt(new iam.Role(same, 'Role', named));
    const imported = kms.Key.fromKeyArn(two, 'Imported', 'arn:aws:kms:us-east-1:111111111111:key/1234');
    imported.grantEncrypt(new iam.Role(two, 'Role', named));
  },

  imports: (app, cdk, lib) => {
    const kms = lib('aws-kms'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const key = kms.Key.fromKeyArn(stack, 'Imported', 'arn:aws:kms:us-east-1:123456789012:key/12345678-1234');
    key.addAlias('one');
    key.grantEncryptDecrypt(role);
    const cfn = new kms.CfnKey(stack, 'Cfn', {
      keyPolicy: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*', Principal: { AWS: 'arn:aws:iam::111122223333:root' } }],
      },
    });
    kms.Key.fromCfnKey(cfn).grantDecrypt(role);
    const named = kms.Alias.fromAliasName(stack, 'Named', 'alias/known');
    named.grantDecrypt(role);
    const full = kms.Alias.fromAliasAttributes(stack, 'Full', { aliasName: 'alias/full', aliasTargetKey: key });
    full.grantDecrypt(role);
    new cdk.CfnOutput(stack, 'KeyId', { value: key.keyId });
    new cdk.CfnOutput(stack, 'NamedArn', { value: named.keyArn });
    new cdk.CfnOutput(stack, 'FullArn', { value: full.aliasArn });
  },

  alias: (app, cdk, lib) => {
    const kms = lib('aws-kms');
    const stack = new cdk.Stack(app, 'S');
    const key = new kms.Key(stack, 'Key');
    const alias = new kms.Alias(stack, 'Alias', {
      aliasName: `name-${cdk.Aws.REGION}`, targetKey: key, removalPolicy: cdk.RemovalPolicy.DESTROY,
    });
    new cdk.CfnOutput(stack, 'Name', { value: alias.aliasName });
    new cdk.CfnOutput(stack, 'Arn', { value: alias.aliasArn });
  },

  flags: (app, cdk, lib) => {
    const kms = lib('aws-kms'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: { account: '111111111111', region: 'eu-west-1' } });
    for (const flag of ['reduceCrossAccountRegionPolicyScope', 'aliasNameRef', 'applyImportedAliasPermissionsToPrincipal']) {
      stack.node.setContext('@aws-cdk/aws-kms:' + flag, true);
    }
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    kms.Alias.fromAliasName(stack, 'Named', 'alias/known').grantDecrypt(role);
    const alias = new kms.Alias(stack, 'Alias', { aliasName: 'mine', targetKey: new kms.Key(stack, 'Key') });
    alias.grantEncrypt(role);
    new cdk.CfnOutput(stack, 'Name', { value: alias.aliasName });
    const elsewhere = kms.Key.fromKeyArn(stack, 'Elsewhere', 'arn:aws:kms:us-east-1:222222222222:key/1234');
    elsewhere.grantDecrypt(role);
  },

  grants_to_other_accounts: (app, cdk, lib) => {
    const kms = lib('aws-kms'), iam = lib('aws-iam');
    const one = new cdk.Stack(app, 'One', { env: { account: '111111111111', region: 'eu-west-1' } });
    const two = new cdk.Stack(app, 'Two', { env: { account: '222222222222', region: 'eu-west-1' } });
    const key = new kms.Key(one, 'Key', { removalPolicy: cdk.RemovalPolicy.DESTROY });
    const role = new iam.Role(two, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), roleName: 'named' });
    key.grantEncrypt(role);
    const late = new cdk.Stack(app, 'Late', { env: { account: '111111111111', region: 'eu-west-1' } });
    late.addDependency(one);
    key.grantDecrypt(new iam.Role(late, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }));
    key.grantVerify(new iam.AccountPrincipal('333333333333'));
    key.grantSign(new iam.OrganizationPrincipal('o-1234567890'));
  },

  lookup: (app, cdk, lib) => {
    const kms = lib('aws-kms');
    const stack = new cdk.Stack(app, 'S', { env: { account: '111111111111', region: 'eu-west-1' } });
    const key = kms.Key.fromLookup(stack, 'Key', { aliasName: 'alias/x' });
    new cdk.CfnOutput(stack, 'Arn', { value: key.keyArn });
    new cdk.CfnOutput(stack, 'Dummy', { value: String(kms.Key.isLookupDummy(key)) });
  },
};
