// Programs whose templates the reference records for spec/aws_cdk/aws_lambda/permission_spec.lua, which holds their twins.
'use strict';

const one = (build, context = {}) => (app, cdk, lib) => {
  for (const [key, value] of Object.entries(context)) app.node.setContext(key, value);
  const lambda = lib('aws-lambda');
  const stack = new cdk.Stack(app, 'S');
  const f = new lambda.Function(stack, 'F', {
    code: lambda.Code.fromInline('x'), handler: 'i.h', runtime: lambda.Runtime.NODEJS_24_X,
  });
  build({ stack, lambda, cdk, lib, f, iam: lib('aws-iam') });
};

module.exports = {
  permissions: one(({ stack, f, iam }) => {
    f.addPermission('Service', { principal: new iam.ServicePrincipal('apigateway.amazonaws.com'), sourceArn: 'arn:x' });
    f.addPermission('Account', { principal: new iam.AccountPrincipal('111122223333'), action: 'lambda:*' });
    f.addPermission('Arn', { principal: new iam.ArnPrincipal('arn:aws:iam::111122223333:role/r'), eventSourceToken: 't' });
    f.addPermission('Organization', { principal: new iam.OrganizationPrincipal('o-1234567890') });
    f.addPermission('OrganizationId', { principal: new iam.AnyPrincipal(), organizationId: 'o-1234567890' });
    f.addPermission('Conditions', {
      principal: new iam.PrincipalWithConditions(new iam.ServicePrincipal('s3.amazonaws.com'), {
        ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::b' }, StringEquals: { 'aws:SourceAccount': stack.account },
      }),
    });
    f.addPermission('Role', { principal: new iam.Role(stack, 'R', { assumedBy: new iam.AnyPrincipal() }) });
    f.addPermission('Tags', { principal: new iam.ArnPrincipal('arn:aws:iam::1:user/u').withSessionTags() });
  }),
  grant_invoke: one(({ stack, f, iam }) => {
    const role = new iam.Role(stack, 'R', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    f.grantInvoke(role);
    f.grantInvoke(role);
    f.grantInvoke(new iam.User(stack, 'U'));
    f.grantInvoke(new iam.ServicePrincipal('apigateway.amazonaws.com'));
    f.grantInvoke(new iam.ServicePrincipal('apigateway.amazonaws.com'));
    f.grantInvoke(new iam.AccountPrincipal('111122223333'));
    f.grantInvoke(new iam.OrganizationPrincipal('o-1234567890'));
    f.grantInvoke(new iam.ArnPrincipal('arn:aws:iam::111122223333:role/r'));
    f.grantInvoke(new iam.AccountRootPrincipal());
  }),
  grant_invoke_of_versions: one(({ stack, f, iam, lambda }) => {
    const role = new iam.Role(stack, 'R', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    const user = new iam.User(stack, 'U');
    f.grantInvokeLatestVersion(role);
    f.grantInvokeVersion(user, lambda.Version.fromVersionAttributes(stack, 'V', { lambda: f, version: '3' }));
    f.grantInvokeVersion(new iam.ServicePrincipal('s3.amazonaws.com'),
      lambda.Version.fromVersionAttributes(stack, 'W', { lambda: f, version: '4' }));
  }),
  grant_invoke_to_composite: one(({ f, iam }) => f.grantInvokeCompositePrincipal(new iam.CompositePrincipal(
    new iam.OrganizationPrincipal('o-zzzzzzzzzz'), new iam.ServicePrincipal('apigateway.amazonaws.com')))),
  grant_url: one(({ stack, f, iam }) => {
    f.grantInvokeUrl(new iam.Role(stack, 'R', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
    f.grantInvokeUrl(new iam.ServicePrincipal('apigateway.amazonaws.com'));
  }),
  other_scope: one(({ stack, f, iam, cdk }) => {
    const other = new cdk.Stack(stack.node.root, 'T');
    f.addPermission('P', { principal: new iam.ServicePrincipal('sns.amazonaws.com'), scope: other });
    f.grantInvoke(new iam.Role(other, 'R', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
  }),
  list_token_resources: one(({ f, iam, cdk }) => {
    f.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b'] }));
    f.addToRolePolicy(new iam.PolicyStatement({
      actions: ['s3:PutObject'], resources: cdk.Fn.split(',', cdk.Fn.importValue('arns')),
    }));
    f.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: ['*'] }));
  }),
};
