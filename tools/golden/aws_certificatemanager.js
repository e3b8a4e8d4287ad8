'use strict';

// Cases of aws_certificatemanager and aws_acmpca; their Lua twins are in
// spec/aws_cdk/aws_certificatemanager/aws_certificatemanager_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };
const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/11112222-3333';
const AUTHORITY = 'arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/11112222-3333';

module.exports = {
  validated_by_mail: (app, cdk, lib) => {
    const acm = lib('aws-certificatemanager');
    const stack = new cdk.Stack(app, 'S');
    const plain = new acm.Certificate(stack, 'Plain', { domainName: 'www.example.com' });
    new cdk.CfnOutput(stack, 'Arn', { value: plain.certificateArn });
    new cdk.CfnOutput(stack, 'Ref', { value: plain.certificateRef.certificateArn });
    new acm.Certificate(stack, 'Suffixes', {
      domainName: 'example.com',
      subjectAlternativeNames: ['*.a.example.co.uk', 'a.b.c.kawasaki.jp', 'city.kawasaki.jp', 'x.y.unknown', 'local', 'a.s3.amazonaws.com'],
    });
    new acm.Certificate(stack, 'Given', {
      domainName: 'a.b.example.com', subjectAlternativeNames: ['c.example.com'],
      validation: acm.CertificateValidation.fromEmail({ 'a.b.example.com': 'b.example.com' }),
    });
    const token = cdk.Fn.importValue('domain');
    new acm.Certificate(stack, 'Token', {
      domainName: token, validation: acm.CertificateValidation.fromEmail({ [token]: 'example.com' }),
    });
  },

  options: (app, cdk, lib) => {
    const acm = lib('aws-certificatemanager');
    const stack = new cdk.Stack(app, 'S');
    new acm.Certificate(stack, 'Full', {
      domainName: 'example.com', allowExport: true, certificateName: 'mine', keyAlgorithm: acm.KeyAlgorithm.EC_SECP384R1,
      transparencyLoggingEnabled: false, validation: acm.CertificateValidation.fromDns(),
    });
    new acm.Certificate(stack, 'Off', {
      domainName: 'example.com', allowExport: false, transparencyLoggingEnabled: true, certificateName: '',
      subjectAlternativeNames: ['example.com', 'example.com'], keyAlgorithm: new acm.KeyAlgorithm('OWN'),
    });
    const scope = 'x'.repeat(90).match(/.{30}/g).reduce((above, id) => new acm.Certificate(above, id, { domainName: 'a.b' }), stack);
    new acm.Certificate(scope, 'é'.repeat(200), { domainName: 'example.com' });
  },

  private_certificates: (app, cdk, lib) => {
    const acm = lib('aws-certificatemanager'), acmpca = lib('aws-acmpca');
    const stack = new cdk.Stack(app, 'S');
    const certificateAuthority = acmpca.CertificateAuthority.fromCertificateAuthorityArn(stack, 'CA', AUTHORITY);
    new cdk.CfnOutput(stack, 'Authority', { value: certificateAuthority.certificateAuthorityArn });
    const plain = new acm.PrivateCertificate(stack, 'Plain', { domainName: 'example.com', certificateAuthority });
    new cdk.CfnOutput(stack, 'Ref', { value: plain.certificateRef.certificateArn });
    new acm.PrivateCertificate(stack, 'Full', {
      domainName: 'example.com', certificateAuthority, allowExport: true, keyAlgorithm: acm.KeyAlgorithm.RSA_4096,
      subjectAlternativeNames: ['a.example.com'],
    });
    new acm.PrivateCertificate(stack, 'OfL1', {
      domainName: 'example.com',
      certificateAuthority: new acmpca.CfnCertificateAuthority(stack, 'L1', {
        keyAlgorithm: 'RSA_2048', signingAlgorithm: 'SHA256WITHRSA', subject: { commonName: 'c' }, type: 'ROOT',
      }),
    });
  },

  metrics: (app, cdk, lib) => {
    const acm = lib('aws-certificatemanager');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const alarm = { threshold: 30, evaluationPeriods: 1 };
    const plain = new acm.Certificate(stack, 'Plain', { domainName: 'example.com' });
    plain.metricDaysToExpiry().createAlarm(stack, 'A', alarm);
    plain.metricDaysToExpiry({ period: cdk.Duration.hours(1), statistic: 'p99', label: 'l', region: 'us-east-1' })
      .createAlarm(stack, 'B', alarm);
    for (const own of ['Certificate', 'PrivateCertificate']) {
      const imported = acm[own].fromCertificateArn(stack, own, CERTIFICATE);
      imported.metricDaysToExpiry().createAlarm(stack, `Of${own}`, alarm);
      new cdk.CfnOutput(stack, `Arn${own}`, { value: imported.certificateRef.certificateArn });
    }
  },

  validated_by_dns: (app, cdk, lib) => {
    const acm = lib('aws-certificatemanager'), route53 = lib('aws-route53');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const com = new route53.PublicHostedZone(stack, 'Com', { zoneName: 'example.com' });
    const org = route53.HostedZone.fromHostedZoneId(stack, 'Org', 'Z1');
    const token = cdk.Fn.importValue('domain');
    const { CertificateValidation } = acm;
    new acm.Certificate(stack, 'One', {
      domainName: '*.example.com', subjectAlternativeNames: ['example.com', '*.a.example.com', 'a.example.com', token, 'example.com'],
      validation: CertificateValidation.fromDns(com),
    });
    new acm.Certificate(stack, 'Several', {
      domainName: 'example.com', subjectAlternativeNames: ['example.org', '*.example.org', 'example.net'],
      validation: CertificateValidation.fromDnsMultiZone({ 'example.com': com, 'example.org': org, '*.example.org': org }),
    });
    new acm.Certificate(stack, 'ByHand', { domainName: 'example.com', validation: CertificateValidation.fromDns() });
  },

  requested_by_a_function: (app, cdk, lib) => {
    const acm = lib('aws-certificatemanager'), route53 = lib('aws-route53'), iam = lib('aws-iam'), cloudwatch = lib('aws-cloudwatch');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: '/hostedzone/Z1', zoneName: 'example.com.' });
    const plain = new acm.DnsValidatedCertificate(stack, 'Plain', { domainName: 'example.com', hostedZone });
    new cdk.CfnOutput(stack, 'Arn', { value: plain.certificateArn });
    new cdk.CfnOutput(stack, 'Ref', { value: plain.certificateRef.certificateArn });
    const full = new acm.DnsValidatedCertificate(stack, 'Full', {
      domainName: '*.a.example.com', subjectAlternativeNames: ['a.example.com', '*.b.example.com'], hostedZone, region: 'us-east-1',
      route53Endpoint: 'https://route53.example.com', cleanupRoute53Records: true, transparencyLoggingEnabled: false,
      customResourceRole: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/r'),
      keyAlgorithm: acm.KeyAlgorithm.RSA_4096,
    });
    full.applyRemovalPolicy(cdk.RemovalPolicy.RETAIN);
    cdk.Tags.of(full).add('k', 'v');
    new cloudwatch.Dashboard(stack, 'Dashboard', { widgets: [[new cloudwatch.GraphWidget({ left: [full.metricDaysToExpiry()] })]] });
    const later = new route53.HostedZone(stack, 'Later', { zoneName: cdk.Fn.importValue('zone') });
    new acm.DnsValidatedCertificate(stack, 'LaterName', {
      domainName: cdk.Fn.importValue('domain'), hostedZone: later, subjectAlternativeNames: [], transparencyLoggingEnabled: true,
    });
    cdk.Tags.of(stack).add('all', 'yes');
  },
};
