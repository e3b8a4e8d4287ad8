'use strict';

// Cases of aws_cognito; their Lua twins are in spec/aws_cdk/aws_cognito/aws_cognito_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };

const FN = (lib, stack, id) => {
  const lambda = lib('aws-lambda');
  return new lambda.Function(stack, id, { runtime: lambda.Runtime.PYTHON_3_12, handler: 'index.handler', code: lambda.Code.fromInline('pass') });
};

module.exports = {
  user_pools: (app, cdk, lib) => {
    const cognito = lib('aws-cognito'), iam = lib('aws-iam'), kms = lib('aws-kms');
    const { UserPool, UserPoolEmail, Mfa, AccountRecovery, FeaturePlan } = cognito;
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    let n = 0;
    const pool = (props) => new UserPool(stack, `Pool${++n}`, props);
    const plain = new UserPool(stack, 'Plain');
    const full = pool({
      accountRecovery: AccountRecovery.EMAIL_ONLY, autoVerify: { email: true, phone: true }, customSenderKmsKey: new kms.Key(stack, 'Key'),
      customAttributes: {
        born: new cognito.DateTimeAttribute(), level: new cognito.NumberAttribute({ min: 1, max: 99, mutable: true }), member: new cognito.BooleanAttribute({ mutable: false }),
        name: new cognito.StringAttribute({ minLen: 0, maxLen: 5 }), other: new cognito.StringAttribute(), zero: new cognito.NumberAttribute({ min: 0, max: 0 }),
        zip: new cognito.StringAttribute({ minLen: 2 }),
      },
      customThreatProtectionMode: cognito.CustomThreatProtectionMode.AUDIT_ONLY, deletionProtection: true,
      deviceTracking: { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: false },
      email: UserPoolEmail.withSES({ fromEmail: 'no-reply@example.com', fromName: 'The Example', replyTo: 'help@exämple.com', sesVerifiedDomain: 'example.com', configurationSetName: 'c' }),
      featurePlan: FeaturePlan.PLUS, keepOriginal: { email: true, phone: true }, mfa: Mfa.REQUIRED, mfaMessage: 'Code: {####}',
      mfaSecondFactor: { sms: true, otp: true, email: true }, passkeyRelyingPartyId: 'example.com', passkeyUserVerification: cognito.PasskeyUserVerification.REQUIRED,
      passwordPolicy: { minLength: 12, passwordHistorySize: 3, requireDigits: true, requireLowercase: false, requireSymbols: true, requireUppercase: true, tempPasswordValidity: cdk.Duration.days(3) },
      removalPolicy: cdk.RemovalPolicy.DESTROY, selfSignUpEnabled: true, signInAliases: { email: true, phone: true, preferredUsername: true, username: true }, signInCaseSensitive: false,
      signInPolicy: { allowedFirstAuthFactors: { password: true, emailOtp: true, passkey: true, smsOtp: true } }, snsRegion: 'eu-central-1',
      standardAttributes: {
        address: {}, birthdate: {}, email: { required: true }, familyName: { mutable: false }, fullname: {}, gender: {}, givenName: {}, lastUpdateTime: {}, locale: {},
        middleName: {}, nickname: {}, phoneNumber: { required: true, mutable: true }, preferredUsername: {}, profilePage: {}, profilePicture: {}, timezone: {}, website: {},
      },
      standardThreatProtectionMode: cognito.StandardThreatProtectionMode.FULL_FUNCTION,
      userInvitation: { emailBody: 'Hello {username}, {####}', emailSubject: 'Come in', smsMessage: '{username} {####}' }, userPoolName: 'full',
      userVerification: { emailBody: 'It is {####}', emailStyle: cognito.VerificationEmailStyle.CODE, emailSubject: 'Verify', smsMessage: '{####}' },
    });
    pool({ signInAliases: { email: true }, userVerification: { emailStyle: cognito.VerificationEmailStyle.LINK } });
    pool({ signInAliases: { phone: true }, userVerification: { emailStyle: cognito.VerificationEmailStyle.LINK, emailBody: '{##* Klick mich, bitte *##}', emailSubject: 's' } });
    pool({ signInAliases: {}, autoVerify: {}, keepOriginal: {}, userInvitation: {}, passwordPolicy: {} });
    pool({ signInAliases: { username: true }, mfa: Mfa.OPTIONAL, accountRecovery: AccountRecovery.PHONE_AND_EMAIL });
    pool({ mfa: Mfa.OPTIONAL, mfaSecondFactor: { sms: false, otp: true }, accountRecovery: AccountRecovery.NONE });
    pool({ mfa: Mfa.OFF, enableSmsRole: true, snsRegion: 'us-east-1', accountRecovery: AccountRecovery.PHONE_ONLY_WITHOUT_MFA });
    pool({ mfa: Mfa.REQUIRED, enableSmsRole: false, accountRecovery: AccountRecovery.EMAIL_AND_PHONE_WITHOUT_MFA });
    pool({ smsRole: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('cognito-idp.amazonaws.com') }), smsRoleExternalId: 'external', snsRegion: 'us-east-1' });
    pool({ standardThreatProtectionMode: cognito.StandardThreatProtectionMode.AUDIT_ONLY, deletionProtection: false });
    pool({ email: UserPoolEmail.withCognito() });
    pool({ email: UserPoolEmail.withCognito('help@bücher.example') });
    ['Example', 'Doe, "J." \\ Co', '"quoted \\" name"', 'Bücher', '"'].forEach((fromName) =>
      pool({ email: UserPoolEmail.withSES({ fromEmail: 'someone@domain.例え。テスト', fromName, sesRegion: 'us-east-1' }) }));
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    out('Arn', plain.userPoolArn);
    out('Id', full.userPoolId);
    out('Name', plain.userPoolProviderName);
    out('Url', plain.userPoolProviderUrl);
    out('Ref', full.userPoolRef.userPoolArn);
    full.grant(new iam.User(stack, 'User'), 'cognito-idp:AdminCreateUser', 'cognito-idp:AdminGetUser');
  },

  triggers: (app, cdk, lib) => {
    const cognito = lib('aws-cognito'), kms = lib('aws-kms'), lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'S', { env: ENV }), other = new cdk.Stack(app, 'T', { env: ENV });
    const { UserPoolOperation: Operation, LambdaVersion } = cognito;
    const fn = FN(lib, stack, 'Fn'), far = FN(lib, other, 'Fn');
    const pool = new cognito.UserPool(stack, 'Pool', {
      customSenderKmsKey: new kms.Key(stack, 'Key'),
      lambdaTriggers: {
        createAuthChallenge: fn, customEmailSender: fn, customMessage: far, customSmsSender: fn, defineAuthChallenge: fn, postAuthentication: fn, postConfirmation: fn,
        preAuthentication: fn, preSignUp: fn, preTokenGeneration: fn, userMigration: fn, verifyAuthChallengeResponse: fn,
      },
    });
    pool.addTrigger(Operation.PRE_TOKEN_GENERATION_CONFIG, fn, LambdaVersion.V3_0);
    const later = new cognito.UserPool(other, 'Later', { customSenderKmsKey: kms.Key.fromKeyArn(other, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/k') });
    later.addTrigger(Operation.CUSTOM_SMS_SENDER, far);
    later.addTrigger(Operation.CUSTOM_EMAIL_SENDER, far, LambdaVersion.V1_0);
    later.addTrigger(Operation.PRE_TOKEN_GENERATION_CONFIG, far);
    later.addTrigger(Operation.of('PreSignUp'), lambda.Function.fromFunctionArn(other, 'Imported', 'arn:aws:lambda:eu-west-1:111122223333:function:f'));
    later.addTrigger(Operation.of('somethingNew'), far);
    later.addTrigger(Operation.USER_MIGRATION, lambda.Function.fromFunctionArn(other, 'Foreign', 'arn:aws:lambda:us-east-1:444455556666:function:f'));
  },

  clients: (app, cdk, lib) => {
    const cognito = lib('aws-cognito'), iam = lib('aws-iam'), pinpoint = lib('aws-pinpoint');
    const stack = new cdk.Stack(app, 'S', { env: ENV }), other = new cdk.Stack(app, 'T', { env: ENV });
    const { OAuthScope, UserPoolClientIdentityProvider: Provider, ClientAttributes } = cognito;
    const pool = new cognito.UserPool(stack, 'Pool');
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    let n = 0;
    const client = (options) => pool.addClient(`Client${++n}`, options);
    const plain = pool.addClient('Plain');
    const read = new cognito.ResourceServerScope({ scopeName: 'read', scopeDescription: 'Read' });
    const server = pool.addResourceServer('Server', { identifier: 'orders', scopes: [read] });
    const full = client({
      accessTokenValidity: cdk.Duration.minutes(30), authFlows: { adminUserPassword: true, custom: true, user: true, userPassword: true, userSrp: true },
      authSessionValidity: cdk.Duration.minutes(15), enablePropagateAdditionalUserContextData: true, enableTokenRevocation: true, generateSecret: true,
      idTokenValidity: cdk.Duration.hours(1), oAuth: {
        callbackUrls: ['https://a.example', 'https://b.example'], defaultRedirectUri: 'https://b.example', flows: { authorizationCodeGrant: true },
        logoutUrls: ['https://a.example/bye'], scopes: [OAuthScope.EMAIL, OAuthScope.custom('x/y'), OAuthScope.resourceServer(server, read), OAuthScope.EMAIL],
      },
      preventUserExistenceErrors: true, readAttributes: new ClientAttributes().withStandardAttributes({ email: true, fullname: true, phoneNumberVerified: true, website: false }).withCustomAttributes('b', 'custom:a'),
      refreshTokenValidity: cdk.Duration.days(2), supportedIdentityProviders: [Provider.COGNITO, Provider.GOOGLE, Provider.custom('Own')], userPoolClientName: 'full',
      writeAttributes: new ClientAttributes().withStandardAttributes({ timezone: true, lastUpdateTime: true }),
    });
    client({ oAuth: { flows: { clientCredentials: true }, scopes: [OAuthScope.COGNITO_ADMIN] }, preventUserExistenceErrors: false });
    client({ oAuth: { flows: { implicitCodeGrant: true }, callbackUrls: ['https://a.example'], scopes: [OAuthScope.OPENID, OAuthScope.PROFILE] } });
    client({ oAuth: { flows: {}, callbackUrls: [], scopes: [] } });
    client({ disableOAuth: true, supportedIdentityProviders: [], authFlows: {}, readAttributes: new ClientAttributes() });
    client({ refreshTokenRotationGracePeriod: cdk.Duration.seconds(10), authFlows: { user: true } });
    client({ refreshTokenRotationGracePeriod: cdk.Duration.seconds(0), authFlows: { user: false } });
    client({ refreshTokenValidity: cdk.Duration.hours(1), oAuth: { defaultRedirectUri: cdk.Fn.importValue('uri'), callbackUrls: cdk.Fn.split(',', cdk.Fn.importValue('urls')) } });
    client({ analytics: { applicationId: 'id', externalId: 'e', role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('cognito-idp.amazonaws.com') }), shareUserData: true } });
    client({ analytics: { application: new pinpoint.CfnApp(stack, 'App', { name: 'app' }), shareUserData: false } });
    const far = new cognito.UserPoolClient(other, 'Far', { userPool: pool, generateSecret: true });
    new cognito.UserPoolClient(stack, 'OfL1', { userPool: new cognito.CfnUserPool(stack, 'L1'), supportedIdentityProviders: [Provider.AMAZON, Provider.APPLE, Provider.FACEBOOK] });
    const imported = cognito.UserPoolClient.fromUserPoolClientId(stack, 'Imported', 'client-id');
    out('Id', plain.userPoolClientId);
    out('Name', full.userPoolClientName);
    out('Ref', full.userPoolClientRef.clientId);
    out('RefPool', full.userPoolClientRef.userPoolId);
    out('Secret', full.userPoolClientSecret.unsafeUnwrap());
    out('SecretAgain', full.userPoolClientSecret.unsafeUnwrap());
    new cdk.CfnOutput(other, 'FarSecret', { value: far.userPoolClientSecret.unsafeUnwrap() });
    out('ImportedId', imported.userPoolClientId);
    out('ImportedRef', imported.userPoolClientRef.clientId);
  },

  domains_groups_and_servers: (app, cdk, lib) => {
    const cognito = lib('aws-cognito'), iam = lib('aws-iam'), acm = lib('aws-certificatemanager');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const pool = new cognito.UserPool(stack, 'Pool');
    const certificate = new acm.CfnCertificate(stack, 'Certificate', { domainName: 'login.example.com' });
    const prefix = pool.addDomain('Prefix', { cognitoDomain: { domainPrefix: 'my-app-1' }, managedLoginVersion: cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN });
    const custom = pool.addDomain('Custom', { customDomain: { certificate, domainName: 'login.example.com' }, managedLoginVersion: cognito.ManagedLoginVersion.CLASSIC_HOSTED_UI });
    const code = pool.addClient('Code'), implicit = pool.addClient('Implicit', { oAuth: { flows: { implicitCodeGrant: true } } });
    out('Url', prefix.baseUrl());
    out('FipsUrl', prefix.baseUrl({ fips: true }));
    out('CustomUrl', custom.baseUrl({ fips: true }));
    out('SignIn', prefix.signInUrl(code, { redirectUri: 'https://a.example' }));
    out('SignInImplicit', custom.signInUrl(implicit, { redirectUri: 'https://a.example', signInPath: '/oauth2/authorize', fips: true }));
    out('Endpoint', custom.cloudFrontEndpoint);
    out('Name', custom.cloudFrontDomainName);
    out('NameAgain', custom.cloudFrontDomainName);
    out('DomainRef', custom.userPoolDomainRef.userPoolId);
    out('NamedDomain', cognito.UserPoolDomain.fromDomainName(stack, 'ImportedDomain', 'd').userPoolDomainRef.domain);
    const group = pool.addGroup('Group', { description: 'd', groupName: 'editörs', precedence: 1, role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('cognito-identity.amazonaws.com') }) });
    pool.addGroup('Bare', {});
    out('GroupName', group.groupName);
    out('GroupRef', group.userPoolGroupRef.userPoolId);
    out('NamedGroup', cognito.UserPoolGroup.fromGroupName(stack, 'ImportedGroup', 'g').userPoolGroupRef.groupName);
    const scope = new cognito.ResourceServerScope({ scopeName: 'read', scopeDescription: 'Read' });
    const server = pool.addResourceServer('Server', { identifier: 'orders', scopes: [scope], userPoolResourceServerName: 'Orders' });
    pool.addResourceServer('BareServer', { identifier: 'bare' });
    out('ServerId', server.userPoolResourceServerId);
    out('ServerRef', server.userPoolResourceServerRef.identifier);
    const imported = cognito.UserPoolResourceServer.fromUserPoolResourceServerId(stack, 'ImportedServer', 'other');
    out('NamedServer', cognito.OAuthScope.resourceServer(imported, scope).scopeName);
    out('ImportedServerRef', imported.userPoolResourceServerRef.identifier);
  },

  identity_providers: (app, cdk, lib) => {
    const cognito = lib('aws-cognito');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const { ProviderAttribute: Attribute, UserPoolIdentityProviderSamlMetadata: Metadata } = cognito;
    const userPool = new cognito.UserPool(stack, 'Pool');
    const attributeMapping = {
      custom: { born: Attribute.other('birthday'), level: Attribute.FACEBOOK_ID }, email: Attribute.AMAZON_EMAIL, emailVerified: Attribute.APPLE_EMAIL_VERIFIED,
      familyName: Attribute.GOOGLE_FAMILY_NAME, fullname: Attribute.GOOGLE_NAMES, profilePicture: Attribute.GOOGLE_PICTURE, timezone: Attribute.other('tz'),
    };
    const secret = (id) => cdk.SecretValue.secretsManager(id);
    const amazon = new cognito.UserPoolIdentityProviderAmazon(stack, 'Amazon', { userPool, clientId: 'a', clientSecret: 's', scopes: ['profile', 'postal_code'], attributeMapping });
    pool_client(userPool, 'Early');
    new cognito.UserPoolIdentityProviderAmazon(stack, 'AmazonAgain', { userPool: new cognito.UserPool(stack, 'Other'), clientId: 'a', clientSecret: 's', attributeMapping: {} });
    new cognito.UserPoolIdentityProviderApple(stack, 'Apple', { userPool, clientId: 'a', teamId: 't', keyId: 'k', privateKeyValue: secret('key') });
    new cognito.UserPoolIdentityProviderApple(stack, 'AppleText', { userPool, clientId: 'a', teamId: 't', keyId: 'k', privateKey: 'p', scopes: ['email', 'name'], attributeMapping: { custom: {} } });
    new cognito.UserPoolIdentityProviderFacebook(stack, 'Facebook', { userPool, clientId: 'f', clientSecret: 's', apiVersion: 'v20.0', scopes: ['public_profile', cdk.Fn.importValue('scope')] });
    new cognito.UserPoolIdentityProviderFacebook(stack, 'FacebookPlain', { userPool, clientId: 'f', clientSecret: 's' });
    new cognito.UserPoolIdentityProviderGoogle(stack, 'Google', { userPool, clientId: 'g', clientSecretValue: secret('google'), scopes: ['email', 'openid'], attributeMapping });
    new cognito.UserPoolIdentityProviderGoogle(stack, 'GoogleText', { userPool, clientId: 'g', clientSecret: 's' });
    new cognito.UserPoolIdentityProviderOidc(stack, 'Oidc', {
      userPool, clientId: 'o', clientSecret: 's', issuerUrl: 'https://issuer.example', attributeRequestMethod: cognito.OidcAttributeRequestMethod.POST, identifiers: ['a', 'b'], name: 'Own-Üser',
      endpoints: { authorization: 'https://i/a', jwksUri: 'https://i/j', token: 'https://i/t', userInfo: 'https://i/u' }, scopes: ['openid', cdk.Fn.importValue('scope')], attributeMapping,
    });
    new cognito.UserPoolIdentityProviderOidc(stack, 'OidcWithAnIdThatIsLongerThanNamesMayBe', { userPool, clientId: 'o', clientSecret: 's', issuerUrl: 'https://issuer.example' });
    new cognito.UserPoolIdentityProviderOidc(stack, 'O', { userPool, clientId: 'o', clientSecret: 's', issuerUrl: 'https://issuer.example', name: '' });
    new cognito.UserPoolIdentityProviderSaml(stack, 'Saml', {
      userPool, metadata: Metadata.url('https://saml.example/metadata'), encryptedResponses: true, identifiers: ['a'], idpInitiated: true, idpSignout: true, name: 'saml',
      requestSigningAlgorithm: cognito.SigningAlgorithm.RSA_SHA256, attributeMapping,
    });
    const saml = new cognito.UserPoolIdentityProviderSaml(stack, 'SamlWithAnIdThatIsLongerThanNamesMayBe', { userPool, metadata: Metadata.file('<xml/>'), encryptedResponses: false });
    const imported = cognito.UserPoolIdentityProvider.fromProviderName(stack, 'Imported', 'existing');
    userPool.registerIdentityProvider(imported);
    userPool.registerIdentityProvider(imported);
    pool_client(userPool, 'Late');
    out('Amazon1', amazon.providerName);
    out('Ref', saml.userPoolIdentityProviderRef.providerName);
    out('RefPool', saml.userPoolIdentityProviderRef.userPoolId);
    out('ImportedRef', imported.userPoolIdentityProviderRef.providerName);
    function pool_client(one, id) { one.addClient(id); }
  },

  pools_that_exist: (app, cdk, lib) => {
    const cognito = lib('aws-cognito'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const byId = cognito.UserPool.fromUserPoolId(stack, 'ById', 'eu-west-1_abc');
    const byArn = cognito.UserPool.fromUserPoolArn(stack, 'ByArn', 'arn:aws:cognito-idp:us-east-1:444455556666:userpool/us-east-1_def');
    const byToken = cognito.UserPool.fromUserPoolArn(stack, 'ByToken', cdk.Fn.importValue('pool'));
    [byId, byArn, byToken].forEach((pool, i) => {
      out(`Arn${i}`, pool.userPoolArn);
      out(`Id${i}`, pool.userPoolId);
      out(`Name${i}`, pool.userPoolProviderName);
      out(`Ref${i}`, pool.userPoolRef.userPoolId);
      out(`Region${i}`, pool.env.region);
      pool.addClient('Client', { generateSecret: true });
      pool.addDomain('Domain', { cognitoDomain: { domainPrefix: cdk.Fn.importValue('prefix') } });
      pool.addGroup('Group', { groupName: 'g' });
      pool.addResourceServer('Server', { identifier: 'x' });
      new cognito.UserPoolIdentityProviderAmazon(stack, `Amazon${i}`, { userPool: pool, clientId: 'a', clientSecret: 's' });
      pool.grant(new iam.User(stack, `User${i}`), 'cognito-idp:AdminGetUser');
    });
    byId.addClient('Second');
    new cognito.UserPool(stack, 'Mail', { email: cognito.UserPoolEmail.withSES({ fromEmail: cdk.Fn.importValue('from'), fromName: cdk.Fn.importValue('name'), sesRegion: cdk.Aws.REGION }) });
    new cognito.UserPool(stack, 'Anyhow', { mfa: cognito.Mfa.REQUIRED });
  },
};
