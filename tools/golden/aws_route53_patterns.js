'use strict';

// Cases of aws_route53_patterns; their Lua twins are in spec/aws_cdk/aws_route53_patterns/aws_route53_patterns_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };
const HOME = { account: '111122223333', region: 'us-east-1' };
const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/11112222-3333';
const USE_CERTIFICATE = '@aws-cdk/aws-route53-patters:useCertificate';
const USE_DISTRIBUTION = '@aws-cdk/aws-route53-patterns:useDistribution';

const redirect = (cdk, lib, stack) => {
  const patterns = lib('aws-route53-patterns'), route53 = lib('aws-route53');
  const zone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' });
  new patterns.HttpsRedirect(stack, 'Redirect', { zone, targetDomain: 'example.org' });
  new patterns.HttpsRedirect(stack, 'Named', { zone, targetDomain: 'example.org', recordNames: ['a.example.com', 'b.example.com'] });
};

module.exports = {
  older: (app, cdk, lib) => {
    const acm = lib('aws-certificatemanager'), patterns = lib('aws-route53-patterns'), route53 = lib('aws-route53');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    redirect(cdk, lib, stack);
    new patterns.HttpsRedirect(stack, 'Given', {
      zone: new route53.PublicHostedZone(stack, 'Own', { zoneName: 'own.example.com' }), targetDomain: 'example.org',
      certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', CERTIFICATE),
    });
  },

  newer: (app, cdk, lib) => {
    app.node.setContext(USE_CERTIFICATE, true);
    app.node.setContext(USE_DISTRIBUTION, true);
    redirect(cdk, lib, new cdk.Stack(app, 'Away', { env: ENV }));
    redirect(cdk, lib, new cdk.Stack(app, 'Home', { env: HOME }));
  },

  newer_certificate: (app, cdk, lib) => {
    app.node.setContext(USE_CERTIFICATE, true);
    redirect(cdk, lib, new cdk.Stack(app, 'Home', { env: HOME }));
  },

  newer_distribution: (app, cdk, lib) => {
    app.node.setContext(USE_DISTRIBUTION, true);
    redirect(cdk, lib, new cdk.Stack(app, 'S'));
  },

  no_names: (app, cdk, lib) => {
    const acm = lib('aws-certificatemanager'), patterns = lib('aws-route53-patterns'), route53 = lib('aws-route53');
    const unnamed = (stack) => new patterns.HttpsRedirect(stack, 'Redirect', {
      zone: new route53.PublicHostedZone(stack, 'Zone', { zoneName: 'example.com' }), targetDomain: 'example.org', recordNames: [],
      certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', CERTIFICATE),
    });
    unnamed(new cdk.Stack(app, 'Older'));
    const newer = new cdk.Stack(app, 'Newer');
    newer.node.setContext(USE_DISTRIBUTION, true);
    unnamed(newer);
  },
};
