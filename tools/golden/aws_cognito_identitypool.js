'use strict';

// Cases of aws_cognito_identitypool; their Lua twins are in spec/aws_cdk/aws_cognito_identitypool/aws_cognito_identitypool_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };

module.exports = {
  identity_pools: (app, cdk, lib) => {
    const cognito = lib('aws-cognito'), iam = lib('aws-iam'), s3 = lib('aws-s3'), identitypool = lib('aws-cognito-identitypool');
    const { IdentityPool, IdentityPoolProviderUrl: Url, UserPoolAuthenticationProvider: Provider } = identitypool;
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const plain = new IdentityPool(stack, 'Plain');
    const userPool = new cognito.UserPool(stack, 'Users'), client = userPool.addClient('Client');
    const guests = new iam.Role(stack, 'Guests', { assumedBy: new iam.FederatedPrincipal('cognito-identity.amazonaws.com') });
    const admins = iam.Role.fromRoleArn(stack, 'Admins', 'arn:aws:iam::111122223333:role/admins');
    const full = new IdentityPool(stack, 'Full', {
      identityPoolName: 'full', allowUnauthenticatedIdentities: true, allowClassicFlow: true, unauthenticatedRole: guests, authenticatedRole: admins,
      authenticationProviders: {
        amazon: { appId: 'amzn1.app' }, apple: { servicesId: 'com.example' }, customProvider: 'my.provider', facebook: { appId: '1' }, google: { clientId: 'g' },
        twitter: { consumerKey: 'k', consumerSecret: 's' }, userPools: [new Provider({ userPool }), new Provider({ userPool, userPoolClient: client, disableServerSideTokenCheck: true })],
        openIdConnectProviders: [new iam.OpenIdConnectProvider(stack, 'Oidc', { url: 'https://oidc.example' })],
        samlProviders: [new iam.SamlProvider(stack, 'Saml', { metadataDocument: iam.SamlMetadataDocument.fromXml('<xml/>') })],
      },
      roleMappings: [
        { providerUrl: Url.AMAZON, useToken: true, resolveAmbiguousRoles: true },
        { providerUrl: Url.userPool(userPool, client), mappingKey: 'users', rules: [
          { claim: 'custom:admin', claimValue: 'admin', mappedRole: admins },
          { claim: 'sub', claimValue: 'x', mappedRole: guests, matchType: identitypool.RoleMappingMatchType.STARTS_WITH },
        ] },
        { providerUrl: Url.saml('saml'), rules: [], resolveAmbiguousRoles: false },
        { providerUrl: Url.custom('own'), useToken: true }, { providerUrl: Url.openId('https://oidc.example'), useToken: true },
        { providerUrl: new Url(identitypool.IdentityPoolProviderType.CUSTOM, 'other'), useToken: true },
      ],
    });
    plain.addUserPoolAuthentication(new Provider({ userPool, userPoolClient: client }));
    new s3.Bucket(stack, 'Bucket').grantRead(plain.authenticatedRole);
    new s3.Bucket(stack, 'Public').grantRead(plain.unauthenticatedRole);
    new IdentityPool(stack, 'Empty', { authenticationProviders: { userPools: [], openIdConnectProviders: [], samlProviders: [] }, roleMappings: [] });
    out('Id', plain.identityPoolId);
    out('Arn', plain.identityPoolArn);
    out('Name', full.identityPoolName);
    out('Ref', full.identityPoolRef.identityPoolId);
    out('Attachment', full.roleAttachment.attrId);
    const byId = IdentityPool.fromIdentityPoolId(stack, 'ById', 'eu-west-1:abc');
    const byArn = IdentityPool.fromIdentityPoolArn(stack, 'ByArn', 'arn:aws:cognito-identity:us-east-1:444455556666:identitypool/us-east-1:def');
    [byId, byArn, IdentityPool.fromIdentityPoolId(stack, 'ByToken', cdk.Fn.importValue('id'))].forEach((pool, i) => {
      out(`Id${i}`, pool.identityPoolId);
      out(`Arn${i}`, pool.identityPoolArn);
      out(`Ref${i}`, pool.identityPoolRef.identityPoolId);
      out(`Region${i}`, pool.env.region);
    });
  },
};
