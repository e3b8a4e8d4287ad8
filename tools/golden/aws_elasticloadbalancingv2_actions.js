'use strict';

// Cases of aws_elasticloadbalancingv2_actions; their Lua twins are in
// spec/aws_cdk/aws_elasticloadbalancingv2_actions/aws_elasticloadbalancingv2_actions_spec.lua.
module.exports = {
  logins: (app, cdk, lib) => {
    const cognito = lib('aws-cognito'), ec2 = lib('aws-ec2'), elbv2 = lib('aws-elasticloadbalancingv2'), actions = lib('aws-elasticloadbalancingv2-actions');
    const stack = new cdk.Stack(app, 'S');
    const vpc = new ec2.Vpc(stack, 'Vpc'), userPool = new cognito.UserPool(stack, 'Users');
    const userPoolClient = userPool.addClient('Client', { generateSecret: true }), userPoolDomain = userPool.addDomain('Domain', { cognitoDomain: { domainPrefix: 'd' } });
    const balancer = new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc, internetFacing: true });
    const next = elbv2.ListenerAction.fixedResponse(200, { messageBody: 'in' });
    const listener = balancer.addListener('Https', {
      port: 443, certificates: [elbv2.ListenerCertificate.fromArn('arn:certificate')],
      defaultAction: new actions.AuthenticateCognitoAction({ userPool, userPoolClient, userPoolDomain, next }),
    });
    listener.addAction('Rule', {
      priority: 1, conditions: [elbv2.ListenerCondition.pathPatterns(['/admin/*'])], action: new actions.AuthenticateCognitoAction({
        userPool, userPoolClient, userPoolDomain, next, allowHttpsOutbound: false, authenticationRequestExtraParams: { display: 'page' }, scope: 'openid email',
        onUnauthenticatedRequest: elbv2.UnauthenticatedAction.DENY, sessionCookieName: 'c', sessionTimeout: cdk.Duration.hours(1),
      }),
    });
    balancer.addListener('Other', {
      port: 8443, protocol: elbv2.ApplicationProtocol.HTTPS, certificates: [elbv2.ListenerCertificate.fromArn('arn:certificate')],
      defaultAction: new actions.AuthenticateCognitoAction({ userPool, userPoolClient, userPoolDomain, next, sessionTimeout: cdk.Duration.days(1) }),
    });
  },
};
