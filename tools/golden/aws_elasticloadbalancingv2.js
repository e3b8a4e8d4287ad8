'use strict';

// Cases of aws_elasticloadbalancingv2 and its targets; their Lua twins are in
// spec/aws_cdk/aws_elasticloadbalancingv2/aws_elasticloadbalancingv2_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };
const CERTIFICATE = 'arn:aws:acm:eu-west-1:111122223333:certificate/';
const LB = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/';
const GROUP = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/group/0123456789abcdef';

module.exports = {
  application_load_balancers: (app, cdk, lib) => {
    const elbv2 = lib('aws-elasticloadbalancingv2'), ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const plain = new elbv2.ApplicationLoadBalancer(stack, 'Plain', { vpc });
    const full = new elbv2.ApplicationLoadBalancer(stack, 'Full', {
      vpc, internetFacing: true, loadBalancerName: 'full', deletionProtection: true, denyAllIgwTraffic: true,
      ipAddressType: elbv2.IpAddressType.DUAL_STACK, crossZoneEnabled: true, minimumCapacityUnit: 150,
      securityGroup: new ec2.SecurityGroup(stack, 'Group', { vpc }), http2Enabled: false, idleTimeout: cdk.Duration.minutes(2),
      dropInvalidHeaderFields: true, desyncMitigationMode: elbv2.DesyncMitigationMode.STRICTEST, preserveHostHeader: true,
      xAmznTlsVersionAndCipherSuiteHeaders: true, preserveXffClientPort: true, wafFailOpen: true,
      xffHeaderProcessingMode: elbv2.XffHeaderProcessingMode.PRESERVE, clientKeepAlive: cdk.Duration.minutes(10),
    });
    new elbv2.ApplicationLoadBalancer(stack, 'Six', {
      vpc, internetFacing: true, ipAddressType: elbv2.IpAddressType.DUAL_STACK_WITHOUT_PUBLIC_IPV4,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
    }).addListener('Listener', { port: 80, defaultAction: elbv2.ListenerAction.fixedResponse(404) });
    full.setAttribute('own.attribute', 'value');
    full.setAttribute('idle_timeout.timeout_seconds', '5');
    full.removeAttribute('waf.fail_open.enabled');
    full.addSecurityGroup(new ec2.SecurityGroup(stack, 'Another', { vpc }));
    full.addRedirect();
    plain.addRedirect({
      sourcePort: 8080, targetPort: 8443, open: false, sourceProtocol: elbv2.ApplicationProtocol.HTTP,
      targetProtocol: elbv2.ApplicationProtocol.HTTPS,
    });
    out('Arn', plain.loadBalancerArn);
    out('Name', plain.loadBalancerName);
    out('FullName', plain.loadBalancerFullName);
    out('Zone', plain.loadBalancerCanonicalHostedZoneId);
    out('Dns', plain.loadBalancerDnsName);
    out('Ref', plain.loadBalancerRef.loadBalancerArn);
    out('Groups', cdk.Fn.select(0, plain.loadBalancerSecurityGroups));
    out('Type', plain.ipAddressType);
    out('Listeners', String(plain.listeners.length));
  },

  application_listeners: (app, cdk, lib) => {
    const elbv2 = lib('aws-elasticloadbalancingv2'), ec2 = lib('aws-ec2'), s3 = lib('aws-s3');
    const { ApplicationProtocol, ListenerAction, ListenerCertificate, ListenerCondition, MutualAuthenticationMode } = elbv2;
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const balancer = new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc });
    const group = (id) => new elbv2.ApplicationTargetGroup(stack, id, { vpc, port: 80, targetType: elbv2.TargetType.IP });
    const one = group('One');
    const two = group('Two');
    const bucket = new s3.Bucket(stack, 'Bucket');
    const trustStore = new elbv2.TrustStore(stack, 'Trust', { bucket, key: 'ca.pem', version: '1' });
    new elbv2.TrustStore(stack, 'Named', { bucket, key: 'ca.pem', trustStoreName: 'named' });
    new elbv2.TrustStoreRevocation(stack, 'Revoked', {
      trustStore, revocationContents: [
        { bucket, key: 'crl.pem', revocationType: elbv2.RevocationType.CRL, version: '2' }, { bucket, key: 'other.pem' },
      ],
    });
    const imported = elbv2.TrustStore.fromTrustStoreArn(stack, 'Imported', cdk.Fn.importValue('Trust'));
    const certificate = (id) => ListenerCertificate.fromArn(CERTIFICATE + id);
    const https = balancer.addListener('Https', {
      protocol: ApplicationProtocol.HTTPS, certificates: [certificate('1'), certificate('2'), certificate('3')],
      sslPolicy: elbv2.SslPolicy.TLS12, defaultTargetGroups: [one], open: false,
      mutualAuthentication: {
        mutualAuthenticationMode: MutualAuthenticationMode.VERIFY, trustStore, ignoreClientCertificateExpiry: true,
        advertiseTrustStoreCaNames: true,
      },
    });
    https.addCertificates('More', [certificate('4')]);
    balancer.addListener('Passing', {
      port: 8443, defaultTargetGroups: [one, two], certificates: [certificate('1')],
      mutualAuthentication: { mutualAuthenticationMode: MutualAuthenticationMode.PASS_THROUGH },
    });
    balancer.addListener('Trusting', {
      port: 9443, protocol: ApplicationProtocol.HTTPS, certificates: [certificate('1')], defaultTargetGroups: [one],
      mutualAuthentication: {
        mutualAuthenticationMode: MutualAuthenticationMode.VERIFY, trustStore: imported, advertiseTrustStoreCaNames: false,
      },
    });
    const http = balancer.addListener('Http', { port: 80 });
    http.setAttribute('routing.http.response.server.enabled', 'false');
    http.setAttribute('gone', 'x');
    http.removeAttribute('gone');
    http.addAction('Default', { action: ListenerAction.fixedResponse(200, { contentType: 'text/plain', messageBody: 'hello' }) });
    http.addTargetGroups('Hosts', {
      priority: 10, targetGroups: [one], conditions: [
        ListenerCondition.hostHeaders(['a.example.com', 'b.example.com']), ListenerCondition.pathPatterns(['/a', '/b*']),
        ListenerCondition.httpHeader('X-Header', ['x']), ListenerCondition.httpRequestMethods(['GET', 'POST']),
        ListenerCondition.queryStrings([{ key: 'q', value: '1' }, { value: '2' }]),
        ListenerCondition.sourceIps(['10.0.0.0/8', '192.0.2.0/24']),
      ],
    });
    http.addAction('Weighted', {
      priority: 20, conditions: [ListenerCondition.pathPatterns(['/w'])],
      action: ListenerAction.weightedForward([{ targetGroup: one, weight: 3 }, { targetGroup: two }], {
        stickinessDuration: cdk.Duration.minutes(5),
      }),
    });
    http.addAction('Sticky', {
      priority: 30, conditions: [ListenerCondition.pathPatterns(['/s'])],
      action: ListenerAction.forward([two], { stickinessDuration: cdk.Duration.hours(1) }),
    });
    http.addAction('Elsewhere', {
      priority: 40, conditions: [ListenerCondition.pathPatterns(['/r'])], removeSuffix: true,
      action: ListenerAction.redirect({ host: 'h', path: '/p', port: '8080', protocol: 'HTTPS', query: 'q', permanent: true }),
    });
    const rule = new elbv2.ApplicationListenerRule(stack, 'Rule', {
      listener: http, priority: 50, conditions: [ListenerCondition.pathPatterns(['/rule'])], targetGroups: [one, two],
    });
    rule.addCondition(ListenerCondition.sourceIps(['10.0.0.0/8']));
    new elbv2.ApplicationListenerCertificate(stack, 'Certificates', {
      listener: https, certificates: [certificate('5'), certificate('6')],
    });
    http.connections.allowDefaultPortFromAnyIpv4('Anyone');
    new cdk.CfnOutput(stack, 'RuleArn', { value: rule.listenerRuleArn });
    new cdk.CfnOutput(stack, 'ListenerArn', { value: http.listenerArn });
    new cdk.CfnOutput(stack, 'Ref', { value: https.listenerRef.listenerArn });
    new cdk.CfnOutput(stack, 'Port', { value: String(https.port) });
    new cdk.CfnOutput(stack, 'CaCount', { value: trustStore.trustStoreRef.trustStoreArn });
    new cdk.CfnOutput(stack, 'TrustName', { value: imported.trustStoreName });
    new cdk.CfnOutput(stack, 'TrustStatus', { value: trustStore.status });
  },

  authentication: (app, cdk, lib) => {
    const elbv2 = lib('aws-elasticloadbalancingv2'), ec2 = lib('aws-ec2');
    const { ListenerAction, ListenerCertificate, ListenerCondition } = elbv2;
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const balancer = new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc });
    const group = new elbv2.ApplicationTargetGroup(stack, 'Group', { vpc, port: 80, targetType: elbv2.TargetType.IP });
    const oidc = (more) => ({
      authorizationEndpoint: 'https://a', clientId: 'id', clientSecret: cdk.SecretValue.secretsManager('secret'),
      issuer: 'https://i', tokenEndpoint: 'https://t', userInfoEndpoint: 'https://u', ...more,
    });
    const listener = balancer.addListener('Listener', {
      port: 443, certificates: [ListenerCertificate.fromArn(CERTIFICATE + '1')],
      defaultAction: ListenerAction.authenticateOidc(oidc({
        next: ListenerAction.forward([group]), sessionTimeout: cdk.Duration.days(1), scope: 'openid email',
        sessionCookieName: 'cookie', authenticationRequestExtraParams: { display: 'page' },
        onUnauthenticatedRequest: elbv2.UnauthenticatedAction.DENY,
      })),
    });
    listener.addAction('Rule', {
      priority: 1, conditions: [ListenerCondition.pathPatterns(['/a'])],
      action: ListenerAction.authenticateOidc(oidc({
        next: ListenerAction.fixedResponse(200), sessionTimeout: cdk.Duration.hours(1), allowHttpsOutbound: false,
      })),
    });
    listener.addAction('Jwt', {
      priority: 2, conditions: [ListenerCondition.pathPatterns(['/j'])],
      action: ListenerAction.authenticateJwt({
        issuer: 'https://issuer', jwksEndpoint: 'https://keys', next: ListenerAction.forward([group]),
      }),
    });
  },

  application_target_groups: (app, cdk, lib) => {
    const elbv2 = lib('aws-elasticloadbalancingv2'), ec2 = lib('aws-ec2'), lambda = lib('aws-lambda');
    const targets = lib('aws-elasticloadbalancingv2-targets');
    const { TargetGroupLoadBalancingAlgorithmType } = elbv2;
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const group = (id, props) => new elbv2.ApplicationTargetGroup(stack, id, { vpc, ...props });
    const full = group('Full', {
      targetGroupName: 'full', port: 8080, protocolVersion: elbv2.ApplicationProtocolVersion.HTTP2,
      deregistrationDelay: cdk.Duration.seconds(10), crossZoneEnabled: true, slowStart: cdk.Duration.seconds(60),
      ipAddressType: elbv2.TargetGroupIpAddressType.IPV4, stickinessCookieDuration: cdk.Duration.minutes(5),
      stickinessCookieName: 'session', targetType: elbv2.TargetType.IP,
      loadBalancingAlgorithmType: TargetGroupLoadBalancingAlgorithmType.LEAST_OUTSTANDING_REQUESTS,
      targetGroupHealth: {
        dnsMinimumHealthyTargetCount: 3, dnsMinimumHealthyTargetPercentage: 70, routingMinimumHealthyTargetCount: 1,
        routingMinimumHealthyTargetPercentage: 50,
      },
      healthCheck: {
        enabled: true, healthyHttpCodes: '200-299', healthyThresholdCount: 3, unhealthyThresholdCount: 4, path: '/health',
        interval: cdk.Duration.seconds(20), timeout: cdk.Duration.seconds(10), port: '8081', protocol: elbv2.Protocol.HTTP,
      },
      targets: [new targets.IpTarget('10.0.0.1'), new targets.IpTarget('10.0.0.2', 81, 'all')],
    });
    group('Off', {
      protocol: elbv2.ApplicationProtocol.HTTPS, targetType: elbv2.TargetType.IP, stickinessCookieDuration: cdk.Duration.days(1),
      targetGroupHealth: {
        dnsMinimumHealthyTargetCount: 0, dnsMinimumHealthyTargetPercentage: 0, routingMinimumHealthyTargetPercentage: 0,
      },
    });
    group('Random', {
      port: 80, targetType: elbv2.TargetType.IP, enableAnomalyMitigation: true,
      loadBalancingAlgorithmType: TargetGroupLoadBalancingAlgorithmType.WEIGHTED_RANDOM,
    }).configureHealthCheck({ healthyGrpcCodes: '12', path: '/later' });
    group('Still', { port: 80, targetType: elbv2.TargetType.IP, enableAnomalyMitigation: false });
    group('Instances', { port: 80 }).addTarget(new targets.InstanceIdTarget('i-1'), new targets.InstanceIdTarget('i-2', 81));
    const fn = new lambda.Function(stack, 'Fn', {
      code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.PYTHON_3_12,
    });
    new elbv2.ApplicationTargetGroup(stack, 'Functions', { targets: [new targets.LambdaTarget(fn)] });
    group('HeadersOfFunctions', {
      targetType: elbv2.TargetType.LAMBDA, multiValueHeadersEnabled: true, targets: [new targets.LambdaTarget(fn)],
    });
    const balancer = new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc });
    const listener = balancer.addListener('Listener', { port: 80 });
    listener.addTargets('Lambda', { targets: [new targets.LambdaTarget(fn)], healthCheck: { enabled: true } });
    const instance = new ec2.Instance(stack, 'Instance', {
      vpc, machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-1' }), instanceType: new ec2.InstanceType('t3.micro'),
    });
    const added = listener.addTargets('Instances', {
      port: 8080, targets: [new targets.InstanceTarget(instance)], priority: 5, slowStart: cdk.Duration.seconds(0),
      conditions: [elbv2.ListenerCondition.pathPatterns(['/i'])], stickinessCookieDuration: cdk.Duration.seconds(30),
    });
    out('Arn', full.targetGroupArn);
    out('Name', full.targetGroupName);
    out('FullName', full.targetGroupFullName);
    out('Ref', full.targetGroupRef.targetGroupArn);
    out('Balancers', cdk.Fn.select(0, full.targetGroupLoadBalancerArns));
    out('BalancerName', added.firstLoadBalancerFullName);
    const waits = new cdk.CfnResource(stack, 'Waits', { type: 'A::B::C' });
    waits.node.addDependency(added.loadBalancerAttached);
  },

  auto_scaling_groups: (app, cdk, lib) => {
    const elbv2 = lib('aws-elasticloadbalancingv2'), ec2 = lib('aws-ec2'), autoscaling = lib('aws-autoscaling');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const group = (id) => new autoscaling.AutoScalingGroup(stack, id, {
      vpc, machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-1' }), instanceType: new ec2.InstanceType('t3.micro'),
    });
    const balancer = new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc, internetFacing: true });
    const listener = balancer.addListener('Listener', { port: 80 });
    const served = group('Served');
    listener.addTargets('Target', { port: 8080, targets: [served] });
    served.scaleOnRequestCount('Requests', { targetRequestsPerMinute: 60, disableScaleIn: true });
    const later = group('Later');
    const imported = elbv2.ApplicationTargetGroup.fromTargetGroupAttributes(stack, 'Imported', { targetGroupArn: GROUP });
    later.attachToApplicationTargetGroup(imported);
    const network = new elbv2.NetworkLoadBalancer(stack, 'Network', { vpc });
    network.addListener('Listener', { port: 443 }).addTargets('Target', { port: 443, targets: [later] });
  },

  metrics: (app, cdk, lib) => {
    const elbv2 = lib('aws-elasticloadbalancingv2'), ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const application = new elbv2.ApplicationLoadBalancer(stack, 'Application', { vpc });
    const applicationGroup = new elbv2.ApplicationTargetGroup(stack, 'ApplicationGroup', {
      vpc, port: 80, targetType: elbv2.TargetType.IP,
    });
    application.addListener('Listener', { port: 80, defaultTargetGroups: [applicationGroup] });
    const network = new elbv2.NetworkLoadBalancer(stack, 'Network', { vpc });
    const networkGroup = new elbv2.NetworkTargetGroup(stack, 'NetworkGroup', { vpc, port: 80, targetType: elbv2.TargetType.IP });
    network.addListener('Listener', { port: 80, defaultTargetGroups: [networkGroup] });
    const alarm = (id, metric) => metric.createAlarm(stack, id, { threshold: 1, evaluationPeriods: 1 });
    const balancers = application.metrics;
    alarm('A1', balancers.activeConnectionCount());
    alarm('A2', balancers.clientTlsNegotiationErrorCount());
    alarm('A3', balancers.consumedLCUs());
    alarm('A4', balancers.elbAuthError());
    alarm('A5', balancers.elbAuthFailure());
    alarm('A6', balancers.elbAuthLatency());
    alarm('A7', balancers.elbAuthSuccess());
    alarm('A8', balancers.httpCodeElb(elbv2.HttpCodeElb.ELB_5XX_COUNT));
    alarm('A9', balancers.httpCodeTarget(elbv2.HttpCodeTarget.TARGET_4XX_COUNT));
    alarm('A10', balancers.httpFixedResponseCount());
    alarm('A11', balancers.httpRedirectCount());
    alarm('A12', balancers.httpRedirectUrlLimitExceededCount());
    alarm('A13', balancers.ipv6ProcessedBytes());
    alarm('A14', balancers.ipv6RequestCount());
    alarm('A15', balancers.newConnectionCount());
    alarm('A16', balancers.processedBytes());
    alarm('A17', balancers.rejectedConnectionCount());
    alarm('A18', balancers.requestCount({ statistic: 'p99', period: cdk.Duration.minutes(1) }));
    alarm('A19', balancers.ruleEvaluations());
    alarm('A20', balancers.targetConnectionErrorCount());
    alarm('A21', balancers.targetResponseTime());
    alarm('A22', balancers.targetTLSNegotiationErrorCount());
    alarm('A23', balancers.custom('Own', { statistic: 'Maximum' }));
    alarm('A24', application.metricRequestCount());
    const groups = applicationGroup.metrics;
    alarm('G1', groups.healthyHostCount());
    alarm('G2', groups.httpCodeTarget(elbv2.HttpCodeTarget.TARGET_2XX_COUNT));
    alarm('G3', groups.ipv6RequestCount());
    alarm('G4', groups.requestCount());
    alarm('G5', groups.requestCountPerTarget());
    alarm('G6', groups.targetConnectionErrorCount());
    alarm('G7', groups.targetResponseTime());
    alarm('G8', groups.targetTLSNegotiationErrorCount());
    alarm('G9', groups.unhealthyHostCount());
    alarm('G10', groups.custom('Own'));
    alarm('G11', applicationGroup.metricHttpCodeTarget(elbv2.HttpCodeTarget.TARGET_5XX_COUNT));
    const flows = network.metrics;
    alarm('N1', flows.activeFlowCount());
    alarm('N2', flows.consumedLCUs());
    alarm('N3', flows.newFlowCount());
    alarm('N4', flows.processedBytes());
    alarm('N5', flows.tcpClientResetCount());
    alarm('N6', flows.tcpElbResetCount());
    alarm('N7', flows.tcpTargetResetCount());
    alarm('N8', flows.custom('Own'));
    alarm('T1', networkGroup.metrics.healthyHostCount());
    alarm('T2', networkGroup.metrics.unHealthyHostCount());
    alarm('T3', networkGroup.metrics.custom('Own'));
    alarm('I1', elbv2.ApplicationTargetGroup.fromTargetGroupAttributes(stack, 'ImportedGroup', {
      targetGroupArn: GROUP, loadBalancerArns: LB + 'app/name/0123456789abcdef',
    }).metrics.requestCount());
    alarm('I2', elbv2.NetworkTargetGroup.fromTargetGroupAttributes(stack, 'ImportedTokens', {
      targetGroupArn: cdk.Fn.importValue('Group'), loadBalancerArns: cdk.Fn.importValue('Balancer'),
    }).metrics.healthyHostCount());
    alarm('I3', elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'ImportedBalancer', {
      loadBalancerArn: LB + 'app/name/0123456789abcdef', securityGroupId: 'sg-12345678',
    }).metrics.requestCount());
  },

  logs: (app, cdk, lib) => {
    const elbv2 = lib('aws-elasticloadbalancingv2'), ec2 = lib('aws-ec2'), s3 = lib('aws-s3');
    for (const region of ['eu-west-1', 'ap-southeast-4']) {
      const stack = new cdk.Stack(app, 'In-' + region, { env: { account: '111122223333', region } });
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
      const bucket = new s3.Bucket(stack, 'Bucket');
      const balancer = new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc });
      balancer.addListener('Listener', { port: 80, defaultAction: elbv2.ListenerAction.fixedResponse(200) });
      balancer.logAccessLogs(bucket);
      balancer.logConnectionLogs(bucket, 'connections');
      new elbv2.NetworkLoadBalancer(stack, 'Network', { vpc }).logAccessLogs(bucket, 'network');
      const elsewhere = s3.Bucket.fromBucketName(stack, 'Imported', 'bucket');
      new elbv2.NetworkLoadBalancer(stack, 'Elsewhere', { vpc }).logAccessLogs(elsewhere);
    }
  },

  network_load_balancers: (app, cdk, lib) => {
    const elbv2 = lib('aws-elasticloadbalancingv2'), ec2 = lib('aws-ec2');
    const targets = lib('aws-elasticloadbalancingv2-targets');
    const { ListenerCertificate, NetworkListenerAction, Protocol } = elbv2;
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const plain = new elbv2.NetworkLoadBalancer(stack, 'Plain', { vpc });
    const full = new elbv2.NetworkLoadBalancer(stack, 'Full', {
      vpc, internetFacing: true, loadBalancerName: 'full', crossZoneEnabled: false, zonalShift: true,
      clientRoutingPolicy: elbv2.ClientRoutingPolicy.PARTIAL_AVAILABILITY_ZONE_AFFINITY, minimumCapacityUnit: 5500,
      enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: false, enablePrefixForIpv6SourceNat: true,
      ipAddressType: elbv2.IpAddressType.DUAL_STACK, securityGroups: [new ec2.SecurityGroup(stack, 'Group', { vpc })],
    });
    full.addSecurityGroup(new ec2.SecurityGroup(stack, 'Another', { vpc }));
    new elbv2.NetworkLoadBalancer(stack, 'NoGroups', { vpc, securityGroups: [], zonalShift: false });
    new elbv2.NetworkLoadBalancer(stack, 'Mapped', {
      vpc, internetFacing: true, enablePrefixForIpv6SourceNat: true, subnetMappings: [
        { subnet: vpc.publicSubnets[0], allocationId: 'eipalloc-1' },
        { subnet: vpc.publicSubnets[1], sourceNatIpv6Prefix: elbv2.SourceNatIpv6Prefix.autoAssigned(), ipv6Address: '2001:db8::1' },
      ],
    });
    new elbv2.NetworkLoadBalancer(stack, 'MappedInside', {
      vpc, enablePrefixForIpv6SourceNat: false, enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: true,
      subnetMappings: [{ subnet: vpc.privateSubnets[0], privateIpv4Address: '10.0.128.5' }],
    });
    const certificate = (id) => ListenerCertificate.fromArn(CERTIFICATE + id);
    const group = (id, props) => new elbv2.NetworkTargetGroup(stack, id, { vpc, port: 443, ...props });
    const one = group('One', { targetType: elbv2.TargetType.IP });
    const two = group('Two', {
      protocol: Protocol.TLS, proxyProtocolV2: true, preserveClientIp: false, connectionTermination: true,
      targets: [new targets.IpTarget('10.0.0.5', 8443)],
      healthCheck: { protocol: Protocol.HTTPS, path: '/health', interval: cdk.Duration.seconds(10), timeout: cdk.Duration.seconds(6) },
    });
    const tls = plain.addListener('Tls', {
      port: 443, certificates: [certificate('1'), certificate('2')], alpnPolicy: elbv2.AlpnPolicy.HTTP2_PREFERRED,
      sslPolicy: elbv2.SslPolicy.TLS13_13, defaultTargetGroups: [one],
    });
    tls.addCertificates('More', [certificate('3')]);
    plain.addListener('Tcp', { port: 80, tcpIdleTimeout: cdk.Duration.minutes(10), defaultTargetGroups: [one, two] });
    const weighted = [{ targetGroup: one, weight: 2 }, { targetGroup: two }];
    plain.addListener('Udp', {
      port: 53, protocol: Protocol.UDP,
      defaultAction: NetworkListenerAction.weightedForward(weighted, { stickinessDuration: cdk.Duration.minutes(5) }),
    });
    plain.addListener('Both', { port: 54, protocol: Protocol.TCP_UDP })
      .addTargets('Target', { port: 54, targets: [new targets.InstanceIdTarget('i-1')], preserveClientIp: true });
    plain.addListener('Added', { port: 55 }).addTargetGroups('Groups', one, two);
    plain.addListener('Acting', { port: 56 }).addAction('Action', { action: NetworkListenerAction.forward([two]) });
    full.addListener('Udp', { port: 53, protocol: Protocol.UDP, defaultTargetGroups: [one] });
    const application = new elbv2.ApplicationLoadBalancer(stack, 'Application', { vpc });
    const listener = application.addListener('Listener', { port: 80, defaultAction: elbv2.ListenerAction.fixedResponse(200) });
    plain.addListener('ToApplication', { port: 81 })
      .addTargets('Target', { port: 80, targets: [new targets.AlbListenerTarget(listener)] });
    group('ToArn', { targets: [new targets.AlbArnTarget(LB + 'app/a/0123456789abcdef', 80)] });
    group('ToBalancer', { targets: [new targets.AlbTarget(application, 80)] });
    new ec2.VpcEndpointService(stack, 'Service', { vpcEndpointServiceLoadBalancers: [plain] });
    new cdk.CfnOutput(stack, 'Groups', { value: String(full.securityGroups.length) });
    new cdk.CfnOutput(stack, 'Enforce', { value: full.enforceSecurityGroupInboundRulesOnPrivateLinkTraffic });
    new cdk.CfnOutput(stack, 'First', { value: one.firstLoadBalancerFullName });
  },

  imports_and_look_ups: (app, cdk, lib) => {
    const elbv2 = lib('aws-elasticloadbalancingv2'), ec2 = lib('aws-ec2');
    const { ListenerAction, ListenerCertificate, ListenerCondition } = elbv2;
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const application = elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'Application', {
      loadBalancerArn: LB + 'app/a/0123456789abcdef', securityGroupId: 'sg-12345678', securityGroupAllowsAllOutbound: false,
      vpc, loadBalancerCanonicalHostedZoneId: 'Z1', loadBalancerDnsName: 'a.example.com',
    });
    const group = new elbv2.ApplicationTargetGroup(stack, 'Group', { vpc, port: 80, targetType: elbv2.TargetType.IP });
    application.addListener('Listener', { port: 80 }).addTargets('Target', { port: 80 });
    const network = elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(stack, 'Network', {
      loadBalancerArn: LB + 'net/n/0123456789abcdef', loadBalancerCanonicalHostedZoneId: 'Z2', vpc,
      loadBalancerDnsName: 'n.example.com', loadBalancerSecurityGroups: ['sg-1', 'sg-2'],
    });
    network.addListener('Listener', { port: 80 }).addTargets('Target', { port: 80 });
    network.connections.allowFromAnyIpv4(ec2.Port.tcp(80));
    const listener = elbv2.ApplicationListener.fromApplicationListenerAttributes(stack, 'ImportedListener', {
      listenerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/a/1/2', defaultPort: 8080,
      securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'Door', 'sg-87654321'),
    });
    const path = (value) => [ListenerCondition.pathPatterns([value])];
    listener.addTargetGroups('Groups', { priority: 1, conditions: path('/1'), targetGroups: [group] });
    listener.addAction('Action', { priority: 2, conditions: path('/2'), action: ListenerAction.fixedResponse(200) });
    listener.addAction('Bare', {
      priority: 3, conditions: path('/3'), action: ListenerAction.fixedResponse(201), removeSuffix: true,
    });
    listener.addCertificates('Certificates', [ListenerCertificate.fromArn(CERTIFICATE + '1')]);
    listener.connections.allowDefaultPortFromAnyIpv4();
    const found = elbv2.ApplicationLoadBalancer.fromLookup(stack, 'Found', { loadBalancerTags: { b: '2', a: '1' } });
    found.addListener('Listener', { port: 8000, defaultAction: ListenerAction.fixedResponse(200) });
    const foundNetwork = elbv2.NetworkLoadBalancer.fromLookup(stack, 'FoundNetwork', { loadBalancerArn: LB + 'net/n/1' });
    foundNetwork.addListener('Listener', { port: 90 }).addTargets('Target', { port: 80 });
    const foundListener = elbv2.ApplicationListener.fromLookup(stack, 'FoundListener', {
      listenerPort: 80, listenerProtocol: elbv2.ApplicationProtocol.HTTP, loadBalancerArn: LB + 'app/a/1',
    });
    foundListener.addAction('Action', { priority: 1, conditions: path('/1'), action: ListenerAction.fixedResponse(200) });
    const foundByArn = elbv2.ApplicationListener.fromLookup(stack, 'FoundByArn', {
      listenerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/a/1/2',
    });
    const foundTcp = elbv2.NetworkListener.fromLookup(stack, 'FoundTcp', {
      listenerProtocol: elbv2.Protocol.TCP, loadBalancerTags: { a: '1' },
    });
    const importedTcp = elbv2.NetworkListener.fromNetworkListenerArn(stack, 'ImportedTcp', 'arn:aws:x:y:z:listener/net/n/1/2');
    const importedGroup = elbv2.ApplicationTargetGroup.fromTargetGroupAttributes(stack, 'ImportedGroup', { targetGroupArn: GROUP });
    const tokenGroup = elbv2.NetworkTargetGroup.fromTargetGroupAttributes(stack, 'TokenGroup', {
      targetGroupArn: cdk.Fn.importValue('Group'),
    });
    foundTcp.node.addDependency(importedTcp);
    out('Dns', application.loadBalancerDnsName);
    out('Zone', application.loadBalancerCanonicalHostedZoneId);
    out('NetworkDns', network.loadBalancerDnsName);
    out('NetworkZone', network.loadBalancerCanonicalHostedZoneId);
    out('FoundDns', found.loadBalancerDnsName);
    out('FoundZone', found.loadBalancerCanonicalHostedZoneId);
    out('FoundType', found.ipAddressType);
    out('FoundArn', found.loadBalancerRef.loadBalancerArn);
    out('FoundNetworkDns', foundNetwork.loadBalancerDnsName);
    out('FoundNetworkGroups', String(foundNetwork.securityGroups.length));
    out('FoundListenerArn', foundListener.listenerArn);
    out('FoundArnOfListener', foundByArn.listenerArn);
    out('FoundTcpArn', foundTcp.listenerArn);
    out('ImportedTcpArn', importedTcp.listenerRef.listenerArn);
    out('GroupName', importedGroup.targetGroupName);
    out('TokenName', tokenGroup.targetGroupName);
    out('Env', application.env.region);
  },

  flags: (app, cdk, lib) => {
    const elbv2 = lib('aws-elasticloadbalancingv2'), ec2 = lib('aws-ec2');
    app.node.setContext('@aws-cdk/aws-elasticloadbalancingv2:usePostQuantumTlsPolicy', true);
    app.node.setContext('@aws-cdk/aws-elasticloadbalancingv2:networkLoadBalancerWithSecurityGroupByDefault', true);
    app.node.setContext('@aws-cdk/aws-elasticloadbalancingV2:albDualstackWithoutPublicIpv4SecurityGroupRulesDefault', true);
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const certificates = [elbv2.ListenerCertificate.fromArn(CERTIFICATE + '1')];
    const application = new elbv2.ApplicationLoadBalancer(stack, 'Application', {
      vpc, internetFacing: true, ipAddressType: elbv2.IpAddressType.DUAL_STACK_WITHOUT_PUBLIC_IPV4,
    });
    application.addListener('Listener', { port: 443, certificates, defaultAction: elbv2.ListenerAction.fixedResponse(200) });
    const network = new elbv2.NetworkLoadBalancer(stack, 'Network', { vpc });
    network.addListener('Listener', { port: 443, certificates }).addTargets('Target', { port: 80 });
    new elbv2.NetworkLoadBalancer(stack, 'Without', { vpc, disableSecurityGroups: true });
  },
};
