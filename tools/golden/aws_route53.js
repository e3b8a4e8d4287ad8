'use strict';

// Cases of aws_route53; their Lua twins are in spec/aws_cdk/aws_route53/aws_route53_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };
const ROLE = 'arn:aws:iam::444455556666:role/delegation';

module.exports = {
  zones: (app, cdk, lib) => {
    const route53 = lib('aws-route53'), ec2 = lib('aws-ec2'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 0 });
    const plain = new route53.HostedZone(stack, 'Plain', { zoneName: 'example.com' });
    out('Id', plain.hostedZoneId);
    out('Arn', plain.hostedZoneArn);
    out('Name', plain.name);
    out('Servers', cdk.Fn.join(',', plain.hostedZoneNameServers));
    out('Ref', plain.hostedZoneRef.hostedZoneId);
    const full = new route53.HostedZone(stack, 'Full', {
      zoneName: 'full.example.com', comment: 'a zone', queryLogsLogGroupArn: 'arn:aws:logs:us-east-1:111122223333:log-group:g', vpcs: [vpc],
    });
    full.addVpc(ec2.Vpc.fromVpcAttributes(stack, 'Other', { vpcId: 'vpc-1', availabilityZones: ['a'], region: 'us-east-1' }));
    new route53.HostedZone(stack, 'NoDot', { zoneName: 'example.com', addTrailingDot: false, comment: '' });
    new route53.HostedZone(stack, 'Dot', { zoneName: 'example.com.' });
    new route53.HostedZone(stack, 'Token', { zoneName: cdk.Fn.importValue('zone') });
    new route53.HostedZone(stack, 'TokenDot', { zoneName: `${cdk.Fn.importValue('zone')}.` });
    new route53.HostedZone(stack, 'Odd', { zoneName: '!"#$%&\'()*+,/:;<=>?@[\\]^_`{|}~.EXAMPLE-1.com' });
    new route53.PrivateHostedZone(stack, 'Private', { zoneName: 'internal', vpc, comment: 'c' });
    new route53.PublicHostedZone(stack, 'Public', { zoneName: 'public.example.com', caaAmazon: true, acceleratedRecoveryEnabled: true });
    const delegating = new route53.PublicHostedZone(stack, 'Delegating', {
      zoneName: 'delegating.example.com', acceleratedRecoveryEnabled: false,
      crossAccountZoneDelegationPrincipal: new iam.AccountPrincipal('444455556666'), crossAccountZoneDelegationRoleName: 'r',
    });
    out('Role', delegating.crossAccountZoneDelegationRole.roleArn);
  },

  dnssec: (app, cdk, lib) => {
    const route53 = lib('aws-route53'), kms = lib('aws-kms');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const kmsKey = new kms.Key(stack, 'Key', { keySpec: kms.KeySpec.ECC_NIST_P256, keyUsage: kms.KeyUsage.SIGN_VERIFY });
    const signed = new route53.PublicHostedZone(stack, 'Signed', { zoneName: 'example.com' });
    const key = signed.enableDnssec({ kmsKey });
    out('Name', key.keySigningKeyName);
    out('Id', key.keySigningKeyId);
    new route53.HostedZone(stack, 'Named', { zoneName: 'a.example.com' }).enableDnssec({ kmsKey, keySigningKeyName: 'mine' });
    const hostedZone = route53.HostedZone.fromHostedZoneId(stack, 'Zone', 'Z1');
    const own = new route53.KeySigningKey(stack, 'Own', { hostedZone, kmsKey, status: route53.KeySigningKeyStatus.INACTIVE });
    out('Ref', `${own.keySigningKeyRef.hostedZoneId} ${own.keySigningKeyRef.keySigningKeyName}`);
    const imported = route53.KeySigningKey.fromKeySigningKeyAttributes(stack, 'Imported', { hostedZone, keySigningKeyName: 'k' });
    out('ImportedId', imported.keySigningKeyId);
    out('ImportedRef', `${imported.keySigningKeyRef.hostedZoneId} ${imported.keySigningKeyRef.keySigningKeyName}`);
  },

  imported_zones: (app, cdk, lib) => {
    const route53 = lib('aws-route53'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const attributes = { hostedZoneId: 'Z2', zoneName: 'example.org' };
    stack.node.setContext('hosted-zone:account=111122223333:domainName=known.example.net:privateZone=false:region=eu-west-1', {
      Id: '/hostedzone/Z3', Name: 'known.example.net.',
    });
    const { HostedZone, PublicHostedZone, PrivateHostedZone } = route53;
    const zones = {
      ById: HostedZone.fromHostedZoneId(stack, 'ById', 'Z1'),
      Attributes: HostedZone.fromHostedZoneAttributes(stack, 'Attributes', attributes),
      PublicById: PublicHostedZone.fromPublicHostedZoneId(stack, 'PublicById', 'Z1'),
      Public: PublicHostedZone.fromPublicHostedZoneAttributes(stack, 'Public', attributes),
      PrivateById: PrivateHostedZone.fromPrivateHostedZoneId(stack, 'PrivateById', 'Z1'),
      Private: PrivateHostedZone.fromPrivateHostedZoneAttributes(stack, 'Private', attributes),
      Dummy: HostedZone.fromLookup(stack, 'Dummy', { domainName: 'example.net' }),
      Dot: HostedZone.fromLookup(stack, 'Dot', { domainName: 'example.net.', privateZone: true, vpcId: 'vpc-1' }),
      Known: HostedZone.fromLookup(stack, 'Known', { domainName: 'known.example.net', privateZone: false }),
    };
    const user = new iam.User(stack, 'User');
    for (const [id, zone] of Object.entries(zones)) {
      out(`${id}Id`, zone.hostedZoneId);
      out(`${id}Arn`, zone.hostedZoneArn);
      out(`${id}Ref`, zone.hostedZoneRef.hostedZoneId);
      if (!id.endsWith('ById')) {
        out(`${id}Name`, zone.zoneName);
        new route53.TxtRecord(stack, `${id}Record`, { zone, values: [id] });
      }
      zone.grantDelegation(user);
    }
  },

  records: (app, cdk, lib) => {
    const route53 = lib('aws-route53');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const zone = new route53.HostedZone(stack, 'Zone', { zoneName: 'example.com' });
    const { RecordTarget } = route53;
    const token = cdk.Fn.importValue('name');
    const a = new route53.ARecord(stack, 'A', { zone, target: RecordTarget.fromIpAddresses('1.2.3.4', '5.6.7.8') });
    new cdk.CfnOutput(stack, 'Name', { value: a.domainName });
    new cdk.CfnOutput(stack, 'Ref', { value: `${a.recordSetRef.recordSetName} ${a.recordSetRef.type}` });
    const names = ['www', 'www.example.com', 'www.example.com.', 'example.com', 'xexample.com', '', '@', '*', token, `www.${token}`,
      `${token}.example.com`, `${token}.`];
    names.forEach((recordName, i) => {
      new route53.AaaaRecord(stack, `Named${i}`, { zone, recordName, target: RecordTarget.fromValues('::1') });
    });
    const unknown = route53.HostedZone.fromHostedZoneAttributes(stack, 'Unknown', { hostedZoneId: token, zoneName: token });
    for (const [i, recordName] of ['www', token, `www.${token}`, undefined].entries()) {
      new route53.ARecord(stack, `Unknown${i}`, { zone: unknown, recordName, target: RecordTarget.fromValues(token) });
    }
    const dotted = new route53.HostedZone(stack, 'Dotted', { zoneName: 'example.org.' });
    for (const [i, recordName] of ['www', 'www.example.org', undefined].entries()) {
      new route53.ARecord(stack, `Dotted${i}`, { zone: dotted, recordName, target: RecordTarget.fromValues('1.2.3.4') });
    }
    new route53.CnameRecord(stack, 'Cname', { zone, domainName: 'target.example.com', ttl: cdk.Duration.seconds(0), comment: 'c' });
    new route53.TxtRecord(stack, 'Txt', {
      zone, values: ['v=spf1 "all" \\ \t', 'x'.repeat(255), 'y'.repeat(256), 'é'.repeat(300), `a${'😀'.repeat(130)}`, '', token, `a "${token}"`],
    });
    new route53.SrvRecord(stack, 'Srv', { zone, values: [{ hostName: 'h', port: 8080, priority: 10, weight: 5 }] });
    new route53.CaaRecord(stack, 'Caa', {
      zone, values: [{ flag: 0, tag: route53.CaaTag.ISSUE, value: 'ca.example' }, { flag: 128, tag: route53.CaaTag.IODEF, value: 'mailto:a@b' }],
    });
    new route53.CaaAmazonRecord(stack, 'CaaAmazon', { zone, recordName: 'amazon', ttl: cdk.Duration.minutes(5) });
    new route53.MxRecord(stack, 'Mx', { zone, values: [{ hostName: 'mail1', priority: 10 }, { hostName: 'mail2', priority: 20 }] });
    new route53.NsRecord(stack, 'Ns', { zone, recordName: 'sub', values: ['ns-1.example.', 'ns-2.example'] });
    new route53.NsRecord(stack, 'Late', { zone, recordName: 'late', values: cdk.Fn.split(',', cdk.Fn.importValue('servers')) });
    new route53.DsRecord(stack, 'Ds', { zone, recordName: 'sub', values: ['12345 3 1 abcdef'] });
    const { SvcbRecordValue, HttpsRecordValue, Alpn } = route53;
    new route53.SvcbRecord(stack, 'Svcb', {
      zone, values: [
        SvcbRecordValue.alias('svc.example.com'), SvcbRecordValue.service(),
        SvcbRecordValue.service({
          priority: 2, targetName: 't', mandatory: ['alpn', 'port'], alpn: [Alpn.H2, Alpn.H3, Alpn.of('own')], noDefaultAlpn: true,
          port: 8443, ipv4hint: ['1.2.3.4', '5.6.7.8'], ipv6hint: ['::1'],
        }),
        SvcbRecordValue.service({ alpn: [], mandatory: [], noDefaultAlpn: false }),
      ],
    });
    new route53.HttpsRecord(stack, 'Https', {
      zone, values: [HttpsRecordValue.alias('web.example.com'), HttpsRecordValue.service({ alpn: [Alpn.HTTP1_1] })],
    });
    new route53.HttpsRecord(stack, 'HttpsAlias', {
      zone, target: RecordTarget.fromAlias({ bind: () => ({ dnsName: 'd', hostedZoneId: 'Z9', evaluateTargetHealth: false }) }),
    });
    new cdk.CfnOutput(stack, 'Value', { value: HttpsRecordValue.service({ port: 1 }).toString() });
    route53.ARecord.fromARecordAttributes(stack, 'Attributes', { zone, targetDNS: 'other.example.com', recordName: 'r', ttl: cdk.Duration.hours(1) });
    new route53.RecordSet(stack, 'Ptr', {
      zone, recordName: '4.3.2.1', recordType: route53.RecordType.PTR, target: RecordTarget.fromValues('host.'),
    });
  },

  routing: (app, cdk, lib) => {
    const route53 = lib('aws-route53');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const zone = new route53.HostedZone(stack, 'Zone', { zoneName: 'example.com' });
    const { GeoLocation, Continent, CidrRoutingConfig, Failover, RecordTarget } = route53;
    const record = (id, options) => new route53.ARecord(stack, id, { zone, target: RecordTarget.fromValues('1.2.3.4'), ...options });
    record('Continent', { geoLocation: GeoLocation.continent(Continent.EUROPE) });
    record('Country', { geoLocation: GeoLocation.country('DE') });
    record('Subdivision', { geoLocation: GeoLocation.subdivision('WA') });
    record('Ukraine', { geoLocation: GeoLocation.subdivision('05', 'UA') });
    record('Everybody', { geoLocation: GeoLocation.default() });
    record('Weight', { weight: 20 });
    record('NoWeight', { weight: 0 });
    record('WeightLater', { weight: cdk.Token.asNumber({ Ref: 'Weight' }) });
    record('Identified', { weight: 255, setIdentifier: 'mine' });
    record('Region', { region: 'us-east-1' });
    record('A'.repeat(100), { region: 'us-east-1' });
    record('Many', { multiValueAnswer: true });
    record('NotMany', { multiValueAnswer: false });
    record('Cidr', {
      cidrRoutingConfig: CidrRoutingConfig.create({ collectionId: '11112222-3333-4444-5555-666677778888', locationName: 'my_location' }),
      setIdentifier: 'cidr',
    });
    record('CidrDefault', { cidrRoutingConfig: CidrRoutingConfig.withDefaultLocationName(cdk.Fn.importValue('collection')) });
    const healthCheck = new route53.HealthCheck(stack, 'Check', { type: route53.HealthCheckType.TCP, port: 22, ipAddress: '1.2.3.4' });
    record('Primary', { failover: Failover.PRIMARY, healthCheck });
    record('Secondary', { failover: Failover.SECONDARY });
    record('SecondaryAlias', {
      failover: Failover.SECONDARY,
      target: RecordTarget.fromAlias({ bind: () => ({ dnsName: 'd', hostedZoneId: 'Z9', evaluateTargetHealth: true }) }),
    });
    record('PrimaryAlias', {
      failover: Failover.PRIMARY,
      target: RecordTarget.fromAlias({ bind: () => ({ dnsName: 'd', hostedZoneId: 'Z9', evaluateTargetHealth: true }) }),
    });
  },

  delegation: (app, cdk, lib) => {
    const route53 = lib('aws-route53'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const parent = new route53.PublicHostedZone(stack, 'Parent', { zoneName: 'example.com' });
    const child = new route53.PublicHostedZone(stack, 'Child', { zoneName: 'sub.example.com' });
    parent.addDelegation(child);
    parent.addDelegation(new route53.PublicHostedZone(stack, 'Other', { zoneName: 'other.example.com' }), {
      comment: 'c', ttl: cdk.Duration.hours(1),
    });
    new route53.ZoneDelegationRecord(stack, 'Given', {
      zone: parent, recordName: 'given', nameServers: ['ns-1.example.com', 'ns-2.example.com.', cdk.Fn.importValue('server')],
    });
    const delegationRole = iam.Role.fromRoleArn(stack, 'Role', ROLE);
    new route53.CrossAccountZoneDelegationRecord(stack, 'ByName', {
      delegatedZone: child, parentHostedZoneName: 'example.com', delegationRole,
    });
    new route53.CrossAccountZoneDelegationRecord(stack, 'ById', {
      delegatedZone: child, parentHostedZoneId: 'Z1', delegationRole, ttl: cdk.Duration.minutes(5), assumeRoleRegion: 'us-east-1',
      removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    for (const [id, recordName] of [['Old', 'old'], ['Older', undefined]]) {
      new route53.ARecord(stack, id, {
        zone: parent, recordName, target: route53.RecordTarget.fromValues('1.2.3.4'), deleteExisting: true,
      });
    }
    new route53.MxRecord(stack, 'OldMx', { zone: child, values: [{ hostName: 'h', priority: 1 }], deleteExisting: true });
  },

  grants: (app, cdk, lib) => {
    const route53 = lib('aws-route53'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const zone = new route53.PublicHostedZone(stack, 'Zone', { zoneName: 'example.com.' });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountPrincipal('444455556666') });
    zone.grantDelegation(role);
    zone.grantDelegation(role, { delegatedZoneNames: ['a.example.com', '*.b-1_c.example.com', '!"#$%&\'()+,/:;<=>?@[\\]^`{|}~.example.com'] });
    zone.grants.delegation(role, { delegatedZoneNames: [cdk.Fn.importValue('zone')] });
    zone.grantDelegation(role, { delegatedZoneNames: [] });
    route53.HostedZoneGrants.fromHostedZone(new route53.CfnHostedZone(stack, 'L1', { name: 'l1.example.com' }))
      .delegation(role, { delegatedZoneNames: ['a.l1.example.com'] });
    new route53.HostedZone(stack, 'Later', { zoneName: cdk.Fn.importValue('zone') })
      .grantDelegation(role, { delegatedZoneNames: ['anything'] });
  },

  health_checks: (app, cdk, lib) => {
    const route53 = lib('aws-route53');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const { HealthCheck, HealthCheckType } = route53;
    const checks = Object.values(HealthCheckType).filter((type) => type !== 'CALCULATED')
      .map((type) => new HealthCheck(stack, `Plain${type}`, { type }));
    new cdk.CfnOutput(stack, 'Id', { value: checks[0].healthCheckId });
    new cdk.CfnOutput(stack, 'Ref', { value: checks[0].healthCheckRef.healthCheckId });
    const imported = HealthCheck.fromHealthCheckId(stack, 'Imported', 'h');
    new cdk.CfnOutput(stack, 'ImportedRef', { value: imported.healthCheckRef.healthCheckId });
    new HealthCheck(stack, 'Calculated', { type: HealthCheckType.CALCULATED, childHealthChecks: [...checks, imported] });
    new HealthCheck(stack, 'Threshold', { type: HealthCheckType.CALCULATED, healthThreshold: 0, inverted: true });
    new HealthCheck(stack, 'Full', {
      type: HealthCheckType.HTTPS_STR_MATCH, enableSNI: false, failureThreshold: 1, fqdn: 'example.com', measureLatency: true, port: 8443,
      regions: ['us-east-1', 'eu-west-1', 'ap-southeast-1'], requestInterval: cdk.Duration.seconds(10), resourcePath: '/health',
      searchString: 'ok', inverted: false,
    });
    new HealthCheck(stack, 'Alarm', {
      type: HealthCheckType.CLOUDWATCH_METRIC, alarmIdentifier: { name: 'alarm', region: 'us-east-1' },
      insufficientDataHealthStatus: route53.InsufficientDataHealthStatusEnum.UNHEALTHY,
    });
    new HealthCheck(stack, 'Control', {
      type: HealthCheckType.RECOVERY_CONTROL, routingControl: 'arn:aws:route53-recovery-control::111122223333:controlpanel/c/routingcontrol/r',
    });
  },

  endpoint_service_names: (app, cdk, lib) => {
    const route53 = lib('aws-route53'), ec2 = lib('aws-ec2'), elbv2 = lib('aws-elasticloadbalancingv2');
    const stack = new cdk.Stack(app, 'S');
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 0 });
    const endpointService = new ec2.VpcEndpointService(stack, 'Service', {
      vpcEndpointServiceLoadBalancers: [new elbv2.NetworkLoadBalancer(stack, 'Balancer', { vpc })],
    });
    const publicHostedZone = new route53.PublicHostedZone(stack, 'Zone', { zoneName: 'example.com' });
    new route53.VpcEndpointServiceDomainName(stack, 'Name', { endpointService, domainName: 'service.example.com', publicHostedZone });
  },
};
