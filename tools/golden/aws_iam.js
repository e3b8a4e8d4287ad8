'use strict';

// Cases of aws_iam; their Lua twins are in spec/aws_cdk/aws_iam/aws_iam_spec.lua.
const statement = (iam, actions, resources, more) => new iam.PolicyStatement({ actions, resources, ...more });
const lambdaRole = (iam, scope, id, more) =>
  new iam.Role(scope, id, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), ...more });

module.exports = {
  role_all_properties: (app, cdk, lib) => {
    const iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const own = new iam.ManagedPolicy(stack, 'Own', {
      managedPolicyName: 'own', path: '/team/', description: 'ours',
      statements: [statement(iam, ['s3:GetObject', 's3:PutObject'], ['*'])],
    });
    const role = new iam.Role(stack, 'Role', {
      assumedBy: new iam.ServicePrincipal('ec2'),
      roleName: 'worker',
      path: '/team/',
      description: 'works',
      externalIds: ['one', 'two'],
      maxSessionDuration: cdk.Duration.hours(2),
      permissionsBoundary: own,
      managedPolicies: [
        own,
        iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'),
        iam.ManagedPolicy.fromManagedPolicyName(stack, 'ByName', 'named'),
        iam.ManagedPolicy.fromManagedPolicyArn(stack, 'ByArn', 'arn:aws:iam::111122223333:policy/x'),
        iam.ManagedPolicy.fromManagedPolicyArn(stack, 'ByArn2', 'arn:aws:iam::111122223333:policy/x'),
      ],
      inlinePolicies: {
        A: new iam.PolicyDocument({ statements: [statement(iam, ['sqs:SendMessage'], ['*'])] }),
        B: new iam.PolicyDocument({ assignSids: true, statements: [statement(iam, ['sns:Publish'], ['*'])] }),
      },
    });
    role.addManagedPolicy(own);
    role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('IAMReadOnlyAccess'));
    role.applyRemovalPolicy(cdk.RemovalPolicy.RETAIN);
    new cdk.CfnOutput(stack, 'Arn', { value: role.roleArn });
    new cdk.CfnOutput(stack, 'Name', { value: role.roleName });
    new cdk.CfnOutput(stack, 'Id', { value: role.roleId });
    new cdk.CfnOutput(stack, 'PolicyName', { value: own.managedPolicyName });
  },

  trust: (app, cdk, lib) => {
    const iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: { account: '111122223333', region: 'eu-west-1' } });
    const conditions = { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } };
    const principals = {
      Account: new iam.AccountPrincipal('444455556666'),
      Root: new iam.AccountRootPrincipal(),
      Arn: new iam.ArnPrincipal('arn:aws:iam::444455556666:role/r'),
      InOrg: new iam.ArnPrincipal('arn:aws:iam::444455556666:role/r').inOrganization('o-abcdefghij'),
      Org: new iam.OrganizationPrincipal('o-1234567890'),
      Canonical: new iam.CanonicalUserPrincipal('79a59d'),
      Any: new iam.AnyPrincipal(),
      Star: new iam.StarPrincipal(),
      Federated: new iam.FederatedPrincipal('cognito-identity.amazonaws.com', conditions, 'sts:AssumeRoleWithWebIdentity'),
      Web: new iam.WebIdentityPrincipal('accounts.google.com', conditions),
      Service: new iam.ServicePrincipal('states', { region: 'me-south-1' }),
      ServiceHere: new iam.ServicePrincipal('states', { region: 'eu-west-1' }),
      China: new iam.ServicePrincipal('ec2.amazonaws.com.cn'),
      Long: new iam.ServicePrincipal('logs.eu-west-1.amazonaws.com', { conditions }),
      Static: iam.ServicePrincipal.fromStaticServicePrincipleName('elasticmapreduce.amazonaws.com.cn'),
      Conditions: new iam.AccountPrincipal('444455556666').withConditions(conditions),
      Twice: new iam.AccountPrincipal('444455556666').withConditions(conditions)
        .withConditions({ StringEquals: { 'aws:x': 'y' }, Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      Tags: new iam.ServicePrincipal('ec2.amazonaws.com').withSessionTags(),
      TagsWithConditions: new iam.AccountPrincipal('444455556666').withSessionTags().withConditions(conditions),
      Composite: new iam.CompositePrincipal(
        new iam.ServicePrincipal('ec2.amazonaws.com'),
        new iam.AccountPrincipal('444455556666').withConditions(conditions),
        new iam.WebIdentityPrincipal('accounts.google.com', conditions)),
    };
    for (const [id, assumedBy] of Object.entries(principals)) new iam.Role(stack, id, { assumedBy });
    new iam.Role(stack, 'External', { assumedBy: principals.Composite, externalIds: ['me'] });
    const open = new iam.Role(stack, 'Open', { assumedBy: principals.Account });
    open.assumeRolePolicy.addStatements(new iam.PolicyStatement({
      effect: iam.Effect.DENY, actions: ['sts:AssumeRole'], notPrincipals: [new iam.ArnPrincipal('arn:aws:iam::1:root')],
    }));
  },

  providers: (app, cdk, lib) => {
    const iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: { region: 'cn-north-1' } });
    const saml = new iam.SamlProvider(stack, 'Saml', { name: 'idp', metadataDocument: iam.SamlMetadataDocument.fromXml('<x/>') });
    new iam.Role(stack, 'SamlRole', { assumedBy: new iam.SamlPrincipal(saml, { StringEquals: { 'SAML:iss': 'i' } }) });
    new iam.Role(stack, 'Console', { assumedBy: new iam.SamlConsolePrincipal(saml) });
    const imported = iam.SamlProvider.fromSamlProviderArn(stack, 'SamlImport', 'arn:aws:iam::1:saml-provider/x');
    new iam.Role(stack, 'SamlImported', { assumedBy: new iam.SamlPrincipal(imported, {}) });
    const native = new iam.OidcProviderNative(stack, 'Native', {
      url: 'https://token.example.com', clientIds: ['a', 'b'], thumbprints: ['0123456789012345678901234567890123456789'],
      removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    new iam.Role(stack, 'NativeRole', { assumedBy: new iam.OpenIdConnectPrincipal(native, { StringLike: { a: 'b' } }) });
    new cdk.CfnOutput(stack, 'Issuer', { value: native.oidcProviderIssuer });
    const oidc = iam.OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, 'Oidc', 'arn:aws:iam::1:oidc-provider/x.y/z');
    new iam.Role(stack, 'OidcRole', { assumedBy: new iam.OpenIdConnectPrincipal(oidc) });
    new cdk.CfnOutput(stack, 'ImportedIssuer', { value: oidc.openIdConnectProviderIssuer });
  },

  open_id_connect_provider: (app, cdk, lib) => {
    const iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const provider = new iam.OpenIdConnectProvider(stack, 'P', { url: 'https://x', clientIds: ['a'], thumbprints: ['t'] });
    new iam.OpenIdConnectProvider(stack, 'Q', { url: 'https://y' });
    new iam.Role(stack, 'R', { assumedBy: new iam.OpenIdConnectPrincipal(provider, { StringEquals: { a: 'b' } }) });
    new cdk.CfnOutput(stack, 'T', { value: provider.openIdConnectProviderthumbprints });
  },

  statements: (app, cdk, lib) => {
    const iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const role = lambdaRole(iam, stack, 'Role');
    const topic = new cdk.CfnResource(stack, 'T', { type: 'AWS::SNS::Topic' });
    role.addToPolicy(statement(iam, ['sns:Publish', 'sns:Publish'], [topic.ref, `${topic.ref}/*`, `${topic.ref}/*`]));
    role.addToPolicy(statement(iam, ['sns:Publish'], [topic.ref, `${topic.ref}/*`]));
    role.addToPolicy(new iam.PolicyStatement({
      sid: 'Deny1', effect: iam.Effect.DENY, notActions: ['iam:*', 'sts:*'], resources: ['*'],
      conditions: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] } },
    }));
    const other = new iam.PolicyStatement();
    other.addActions('kms:Decrypt');
    other.addNotResources('arn:aws:kms:*:*:key/secret');
    other.addSourceAccountCondition(stack.account);
    other.addSourceArnCondition(topic.ref);
    other.addCondition('StringEquals', { 'aws:x': 'y' });
    role.addToPolicy(other);
    role.addToPolicy(iam.PolicyStatement.fromJson({
      Sid: 'Json', Effect: 'Allow', Action: ['a:b', 'c:d'], Resource: '*', Condition: { Bool: { x: 'true' } },
    }));
    role.addToPolicy(other.copy({ sid: 'Copy', actions: ['kms:Encrypt'] }));
    new cdk.CfnResource(stack, 'Doc', {
      type: 'Custom::X',
      properties: {
        Document: new iam.PolicyDocument({
          assignSids: true,
          statements: [
            statement(iam, ['a:b'], ['*'], { principals: [new iam.ArnPrincipal('x'), new iam.ServicePrincipal('y')] }),
            statement(iam, ['a:c'], ['*'], { sid: 'own', principals: [new iam.ArnPrincipal('x'), new iam.ArnPrincipal('z')] }),
            statement(iam, ['a:d'], ['*'], { principals: [new iam.StarPrincipal()] }),
          ],
        }),
        FromJson: iam.PolicyDocument.fromJson({
          Statement: [
            { Effect: 'Deny', Principal: '*', Action: 'x:y', Resource: ['a', 'b'] },
            { Effect: 'Allow', NotPrincipal: { AWS: 'q' }, NotAction: 'x:z', NotResource: 'a' },
          ],
        }),
      },
    });
  },

  minimized: (app, cdk, lib) => {
    app.node.setContext('@aws-cdk/aws-iam:minimizePolicies', true);
    const iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const bucket = new cdk.CfnResource(stack, 'B', { type: 'AWS::S3::Bucket' });
    const arn = cdk.Token.asString(bucket.getAtt('Arn'));
    const role = lambdaRole(iam, stack, 'Role');
    role.addToPolicy(statement(iam, ['s3:PutObject', 's3:GetObject'], [arn, `${arn}/*`]));
    role.addToPolicy(statement(iam, ['s3:Abort*', 's3:GetObject'], [`${arn}/*`, arn]));
    role.addToPolicy(statement(iam, ['s3:Abort*', 's3:GetObject', 's3:PutObject'], ['arn:aws:s3:::other']));
    role.addToPolicy(statement(iam, ['sqs:SendMessage'], ['q2', 'q1']));
    role.addToPolicy(statement(iam, ['sqs:SendMessage'], ['q3'], { sid: 'Keep' }));
    role.addToPolicy(statement(iam, ['sqs:SendMessage'], ['q3'], { effect: iam.Effect.DENY }));
    role.addToPolicy(statement(iam, ['sqs:SendMessage'], ['q4'], { conditions: { Bool: { a: 'b' } } }));
    role.addToPolicy(statement(iam, ['sqs:SendMessage'], ['q5'], { conditions: { Bool: { a: 'b' } } }));
    new cdk.CfnResource(stack, 'Doc', {
      type: 'Custom::X',
      properties: {
        Document: new iam.PolicyDocument({
          statements: [
            statement(iam, ['a:b'], ['*'], { principals: [new iam.ServicePrincipal('y')] }),
            statement(iam, ['a:b'], ['*'], { principals: [new iam.ArnPrincipal('x'), new iam.ArnPrincipal('w')] }),
            statement(iam, ['a:b'], ['*'], { principals: [new iam.StarPrincipal()] }),
            statement(iam, ['a:b'], ['*'], { principals: [new iam.ServicePrincipal('y')] }),
            statement(iam, ['a:c'], ['*'], { principals: [new iam.ServicePrincipal('y')] }),
          ],
        }),
        Plain: new iam.PolicyDocument({
          minimize: false,
          statements: [statement(iam, ['b:b', 'a:a'], ['z', 'y']), statement(iam, ['c:c'], ['z', 'y'])],
        }),
      },
    });
  },

  large_policy: (app, cdk, lib) => {
    const iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const role = lambdaRole(iam, stack, 'Role');
    const waiting = new cdk.CfnResource(stack, 'W', { type: 'Custom::W' });
    for (let i = 0; i < 120; i++) {
      const grant = iam.Grant.addToPrincipal({
        grantee: role, actions: [`service${i}:DoSomethingWithALongName`],
        resourceArns: [`arn:aws:service:eu-west-1:111122223333:thing/with-a-rather-long-name-${i}`, stack.account],
      });
      if (i === 100) grant.applyBefore(waiting);
    }
    const small = new cdk.CfnResource(stack, 'V', { type: 'Custom::V' });
    iam.Grant.addToPrincipal({ grantee: lambdaRole(iam, stack, 'Small'), actions: ['a:b'], resourceArns: ['*'] })
      .applyBefore(small);
  },

  large_policy_minimized: (app, cdk, lib) => {
    app.node.setContext('@aws-cdk/aws-iam:minimizePolicies', true);
    const iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const role = lambdaRole(iam, stack, 'Role');
    for (let i = 0; i < 300; i++) {
      role.addToPolicy(statement(iam, [`s3:Get${i % 7}`], [`arn:aws:s3:::bucket-of-a-rather-long-name-${i}`]));
    }
  },

  policies: (app, cdk, lib) => {
    const iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const role = lambdaRole(iam, stack, 'Role');
    const user = new iam.User(stack, 'User');
    const group = new iam.Group(stack, 'Group');
    new iam.Policy(stack, 'Empty');
    new iam.Policy(stack, 'Unattached', { statements: [statement(iam, ['a:b'], ['*'])] });
    new iam.Policy(stack, 'All', {
      policyName: 'all', roles: [role, role], users: [user], groups: [group], statements: [statement(iam, ['a:b'], ['*'])],
    });
    const late = new iam.Policy(stack, 'Late', { document: new iam.PolicyDocument() });
    late.attachToRole(role);
    late.document.addStatements(statement(iam, ['c:d'], ['*']));
    const forced = new iam.Policy(stack, 'Forced', { force: true, statements: [statement(iam, ['e:f'], ['*'])] });
    role.attachInlinePolicy(forced);
    iam.Grant.addToPrincipal({ grantee: late, actions: ['g:h'], resourceArns: ['*'] });
    const managed = new iam.ManagedPolicy(stack, 'Managed', { users: [user], groups: [group] });
    managed.attachToRole(role);
    managed.attachToRole(role);
    iam.Grant.addToPrincipal({ grantee: managed, actions: ['i:j'], resourceArns: ['*'] });
    new cdk.CfnOutput(stack, 'Id', { value: late.policyRef.policyId });
  },

  users_and_groups: (app, cdk, lib) => {
    const iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const boundary = iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess');
    const group = new iam.Group(stack, 'Group', {
      groupName: 'g', path: '/p/', managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')],
    });
    group.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'));
    const user = new iam.User(stack, 'User', {
      userName: 'u', path: '/p/', groups: [group], managedPolicies: [boundary], permissionsBoundary: boundary,
      password: cdk.SecretValue.unsafePlainText('secret'), passwordResetRequired: true,
    });
    user.addToPolicy(statement(iam, ['a:b'], ['*']));
    group.addToPolicy(statement(iam, ['a:c'], ['*']));
    user.addManagedPolicy(boundary);
    const second = new iam.User(stack, 'Second');
    group.addUser(second);
    new iam.AccessKey(stack, 'Key', { user: second, serial: 2, status: iam.AccessKeyStatus.INACTIVE });
    for (const [id, imported] of Object.entries({
      ByName: iam.User.fromUserName(stack, 'ByName', 'n'),
      ByArn: iam.User.fromUserArn(stack, 'ByArn', 'arn:aws:iam::111122223333:user/p/q/n'),
      ByToken: iam.User.fromUserArn(stack, 'ByToken', cdk.Fn.importValue('userarn')),
    })) {
      imported.addToPrincipalPolicy(statement(iam, ['a:d'], ['*']));
      new cdk.CfnOutput(stack, 'Name' + id, { value: imported.userName });
    }
    iam.User.fromUserName(stack, 'Joining', 'j').addToGroup(iam.Group.fromGroupName(stack, 'ImportedGroup', 'ig'));
    iam.Group.fromGroupArn(stack, 'ArnGroup', 'arn:aws:iam::111122223333:group/x').addToPrincipalPolicy(
      statement(iam, ['a:e'], ['*']));
    new cdk.CfnOutput(stack, 'UserArn', { value: user.userArn });
    new cdk.CfnOutput(stack, 'GroupArn', { value: group.groupArn });
  },

  instance_profiles: (app, cdk, lib) => {
    const iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const own = new iam.InstanceProfile(stack, 'Own');
    new iam.InstanceProfile(stack, 'Given', {
      role: lambdaRole(iam, stack, 'Role'), instanceProfileName: 'ip', path: '/x/',
    });
    const imported = iam.InstanceProfile.fromInstanceProfileName(stack, 'Imported', 'n');
    new cdk.CfnOutput(stack, 'Arn', { value: own.instanceProfileArn });
    new cdk.CfnOutput(stack, 'Name', { value: own.instanceProfileName });
    new cdk.CfnOutput(stack, 'ImportedArn', { value: imported.instanceProfileArn });
    own.role.addToPrincipalPolicy(statement(iam, ['a:b'], ['*']));
  },

  imported_roles: (app, cdk, lib) => {
    const iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: { account: '111122223333', region: 'eu-west-1' } });
    const add = role => {
      role.addToPrincipalPolicy(statement(iam, ['a:b'], ['*']));
      return role;
    };
    add(iam.Role.fromRoleArn(stack, 'Same', 'arn:aws:iam::111122223333:role/path/same'));
    add(iam.Role.fromRoleArn(stack, 'Other', 'arn:aws:iam::444455556666:role/other'));
    add(iam.Role.fromRoleArn(stack, 'Token', cdk.Fn.importValue('arn')));
    add(iam.Role.fromRoleArn(stack, 'Immutable', 'arn:aws:iam::111122223333:role/i', { mutable: false }));
    add(iam.Role.fromRoleArn(stack, 'Named', 'arn:aws:iam::111122223333:role/n', { defaultPolicyName: 'Mine' }));
    const named = iam.Role.fromRoleName(stack, 'ByName', 'byname');
    add(named);
    new iam.ManagedPolicy(stack, 'Managed', { roles: [named], statements: [statement(iam, ['a:c'], ['*'])] });
    const user = new iam.User(stack, 'User');
    named.grant(user, 'iam:GetRole');
    named.grantPassRole(user);
    const role = lambdaRole(iam, stack, 'Role');
    role.grantAssumeRole(user);
    role.grantPassRole(user);
    add(role.withoutPolicyUpdates());
    const looked = iam.Role.fromLookup(stack, 'Looked', { roleName: 'looked' });
    new cdk.CfnOutput(stack, 'LookedArn', { value: looked.roleArn });
    new cdk.CfnOutput(stack, 'LookedName', { value: looked.roleName });
    const lazy = new iam.LazyRole(stack, 'Lazy', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    add(lazy);
    const used = new iam.LazyRole(stack, 'Used', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    add(used);
    used.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'));
    new cdk.CfnOutput(stack, 'Used0', { value: used.roleArn });
    const safe = new cdk.Stack(app, 'Safe');
    safe.node.setContext('@aws-cdk/aws-iam:importedRoleStackSafeDefaultPolicyName', true);
    add(iam.Role.fromRoleName(safe, 'Safe', 'safe'));
  },

  cross_environment: (app, cdk, lib) => {
    const iam = lib('aws-iam');
    const one = new cdk.Stack(app, 'One', { env: { account: '111111111111', region: 'eu-west-1' } });
    const two = new cdk.Stack(app, 'Two', { env: { account: '222222222222', region: 'eu-west-1' } });
    const named = lambdaRole(iam, one, 'Named', { roleName: 'named', path: '/a/b/' });
    const generated = lambdaRole(iam, one, 'Generated', { roleName: cdk.PhysicalName.GENERATE_IF_NEEDED });
    const managed = new iam.ManagedPolicy(one, 'Managed', {
      managedPolicyName: 'mp', statements: [statement(iam, ['a:b'], ['*'])],
    });
    lambdaRole(iam, two, 'User', { managedPolicies: [managed] }).addToPolicy(
      statement(iam, ['sts:AssumeRole'], [named.roleArn, generated.roleArn, generated.roleName]));
  },

  boundaries: (app, cdk, lib) => {
    const iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const role = lambdaRole(iam, stack, 'Role');
    const user = new iam.User(stack, 'User');
    iam.PermissionsBoundary.of(stack).apply(iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'));
    iam.PermissionsBoundary.of(user).clear();
    iam.PermissionsBoundary.of(role).apply(iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess'));
  },

  precreated_roles: (app, cdk, lib) => {
    const iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    iam.Role.customizeRoles(stack, { usePrecreatedRoles: { 'S/Role': 'existing', 'Imported': 'x' } });
    const role = lambdaRole(iam, stack, 'Role', { managedPolicies: [
      iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')] });
    role.addToPolicy(statement(iam, ['a:b'], ['*']));
    new iam.ManagedPolicy(stack, 'Managed', { roles: [role], statements: [statement(iam, ['c:d'], [role.roleArn])] });
    iam.Role.fromRoleName(stack, 'Imported', 'imported').addToPrincipalPolicy(statement(iam, ['e:f'], ['*']));
    new cdk.CfnOutput(stack, 'Arn', { value: role.roleArn });
  },

  reported_roles: (app, cdk, lib) => {
    const iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    iam.Role.customizeRoles(stack, { preventSynthesis: false });
    const role = lambdaRole(iam, stack, 'Role');
    role.addToPolicy(statement(iam, ['a:b'], ['*']));
    new cdk.CfnOutput(stack, 'Arn', { value: role.roleArn });
  },

  // The references of attributes that are known late, and of texts around them, are in the report by their paths.
  reported_references: (app, cdk, lib) => {
    const iam = lib('aws-iam');
    const dynamodb = lib('aws-dynamodb');
    iam.Role.customizeRoles(app, { usePrecreatedRoles: { 'S/Role': 'existing', 'Other/Role': 'other' } });
    const stack = new cdk.Stack(app, 'S');
    const other = new cdk.Stack(app, 'Other');
    const table = new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: 'S' } });
    table.addGlobalSecondaryIndex({ indexName: 'index', partitionKey: { name: 'id', type: 'S' } });
    for (const owner of [stack, other]) {
      const role = lambdaRole(iam, owner, 'Role');
      table.grantReadData(role);
      role.addToPolicy(statement(iam, ['a:b'], [
        cdk.Fn.join('/', [table.tableArn, 'x']),
        cdk.Lazy.string({ produce: () => cdk.Fn.join(':', ['y', table.tableName]) }),
        `${cdk.Lazy.string({ produce: () => cdk.Aws.PARTITION })}:z`,
        cdk.Token.asString(cdk.Lazy.any({ produce: () => table.tableArn })),
        cdk.Token.asString({ resolve: () => ({ Ref: 'AWS::Region' }), creationStack: [] }),
      ]));
    }
  },

  grants: (app, cdk, lib) => {
    const iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: { account: '111122223333', region: 'eu-west-1' } });
    class Thing extends cdk.Resource {
      constructor(scope, id) {
        super(scope, id);
        this.document = new iam.PolicyDocument();
        new cdk.CfnResource(this, 'Resource', { type: 'Custom::Thing', properties: { Policy: this.document } });
      }
      addToResourcePolicy(s) {
        this.document.addStatements(s);
        return { statementAdded: true, policyDependable: this };
      }
    }
    const thing = new Thing(stack, 'Thing');
    const options = grantee => ({ grantee, actions: ['t:Use'], resourceArns: ['thing'], resource: thing });
    const role = lambdaRole(iam, stack, 'Role');
    const g1 = iam.Grant.addToPrincipalOrResource(options(role));
    const g2 = iam.Grant.addToPrincipalOrResource({ ...options(new iam.AccountPrincipal('444455556666')), resourceSelfArns: ['*'] });
    iam.Grant.addToPrincipalOrResource(options(iam.Role.fromRoleArn(stack, 'Other', 'arn:aws:iam::444455556666:role/o')));
    iam.Grant.addToPrincipalOrResource(options(iam.Role.fromRoleArn(stack, 'To', 'arn:aws:iam::111122223333:role/o', {
      mutable: false, addGrantsToResources: true })));
    const g3 = iam.Grant.addToPrincipalAndResource({ ...options(role), conditions: { Bool: { a: 'b' } } });
    const waiting = new cdk.CfnResource(stack, 'W', { type: 'Custom::W' });
    g1.combine(g2).combine(g3).applyBefore(waiting);
    iam.Grant.drop(role, 'nothing').applyBefore(waiting);
  },

  managed_policies_added: (app, cdk, lib) => {
    const iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const managed = name => iam.ManagedPolicy.fromAwsManagedPolicyName(name);
    for (const given of [undefined, [managed('First')]]) {
      const id = given ? 'Given' : '';
      const identities = [
        new iam.Role(stack, 'Role' + id, { assumedBy: new iam.AnyPrincipal(), managedPolicies: given }),
        new iam.User(stack, 'User' + id, { managedPolicies: given }),
        new iam.Group(stack, 'Group' + id, { managedPolicies: given }),
      ];
      for (const identity of identities) {
        for (let i = 1; i <= 3; i++) identity.addManagedPolicy(managed('P' + i));
      }
    }
  },

  empty_sids: (app, cdk, lib) => {
    const iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const statement = (action, more) => new iam.PolicyStatement({ actions: [action], resources: ['*'], ...more });
    const document = (id, options) => new cdk.CfnResource(stack, id, { type: 'Custom::X', properties: {
      Document: new iam.PolicyDocument({
        statements: [statement('a:b', { sid: '' }), statement('c:d'), statement('e:f', { sid: 'Named' })], ...options,
      }) } });
    document('Numbered', { assignSids: true });
    document('Merged', { minimize: true });
  },

  // Any statements, in documents that are merged as a whole, and in a policy that is split.
  many_statements: (app, cdk, lib) => {
    const iam = lib('aws-iam');
    app.node.setContext('@aws-cdk/aws-iam:minimizePolicies', true);
    const stack = new cdk.Stack(app, 'S');
    let seed = 42;
    const random = (n) => { seed = (seed * 1103515 + 12345) % 2147483648; return Math.floor(seed / 65536) % n; };
    const some = (n, make) => [...Array(1 + random(n)).keys()].map(make);
    const long = 'a-rather-long-name-of-a-thing-'.repeat(3);
    const resources = [0, 1, 2, 3].map((i) => cdk.Fn.ref('T' + i));
    for (let i = 0; i < 20; i++) resources.push(`arn:aws:s3:::${i % 3 ? '' : long}${i}`);
    const principals = [new iam.ArnPrincipal('arn:aws:iam::1:role/a'), new iam.ArnPrincipal('arn:aws:iam::1:role/a'),
      new iam.ServicePrincipal('x.amazonaws.com'), new iam.AccountPrincipal('123456789012')];
    const any = (of, more) => new iam.PolicyStatement({
      actions: some(2, () => `s3:Get${random(4)}`), resources: some(2, () => resources[random(of)]),
      ...(random(9) === 0 ? { effect: iam.Effect.DENY } : {}), ...(random(9) === 0 ? { sid: 'Named' + random(2) } : {}),
      ...(random(9) === 0 ? { conditions: { StringEquals: { a: 'b' } } } : {}), ...more(),
    });
    for (let i = 0; i < 6; i++) {
      const document = new iam.PolicyDocument({ minimize: true });
      const count = 10 + 10 * i;
      for (let k = 0; k < count; k++) {
        document.addStatements(any(6 + 3 * i, () => ({ principals: some(2, () => principals[random(4)]) })));
      }
      new cdk.CfnResource(stack, 'Document' + i, { type: 'Custom::X', properties: { Document: document } });
    }
    const role = lambdaRole(iam, stack, 'Role');
    for (let k = 0; k < 120; k++) role.addToPolicy(any(24, () => ({})));
  },
  // Policies of L1 resources are plain JSON: equal statements stay.
  grants_on_plain_resources: (app, cdk, lib) => {
    const dynamodb = lib('aws-dynamodb'), iam = lib('aws-iam'), kms = lib('aws-kms'), logs = lib('aws-logs');
    const sns = lib('aws-sns'), sqs = lib('aws-sqs');
    const stack = new cdk.Stack(app, 'S');
    const other = new iam.AccountPrincipal('111122223333');
    const key = new kms.CfnKey(stack, 'Key');
    const topic = new sns.CfnTopic(stack, 'Topic', { kmsMasterKeyId: key.attrArn });
    const queue = new sqs.CfnQueue(stack, 'Queue', { kmsMasterKeyId: key.ref });
    const table = new dynamodb.CfnTable(stack, 'Table', {
      keySchema: [{ attributeName: 'a', keyType: 'HASH' }],
      sseSpecification: { sseEnabled: true, kmsMasterKeyId: key.attrKeyId },
    });
    const group = new logs.CfnLogGroup(stack, 'Group');
    for (let i = 0; i < 2; i++) {
      sns.TopicGrants.fromTopic(topic).publish(other);
      sqs.QueueGrants.fromQueue(queue).sendMessages(other);
      dynamodb.TableGrants.fromTable(table).readData(other);
      kms.KeyGrants.fromKey(key).decrypt(other);
      logs.LogGroupGrants.fromLogGroup(group).write(new iam.ServicePrincipal('es.amazonaws.com'));
    }
    key.keyPolicy = { Statement: [] };
    table.resourcePolicy = { policyDocument: { Statement: [] } };
    kms.KeyGrants.fromKey(key).encrypt(other);
    dynamodb.TableGrants.fromTable(table).writeData(other);
  },
};
