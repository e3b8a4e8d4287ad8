'use strict';

// Cases of aws_servicediscovery; their Lua twins are in
// spec/aws_cdk/aws_servicediscovery/aws_servicediscovery_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };

module.exports = {
  namespaces: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2'), servicediscovery = lib('aws-servicediscovery');
    const stack = new cdk.Stack(app, 'S');
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const { HttpNamespace, PublicDnsNamespace, PrivateDnsNamespace } = servicediscovery;
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 });
    const http = new HttpNamespace(stack, 'Http', { name: 'http', description: 'by calls' });
    const open = new PublicDnsNamespace(stack, 'Public', { name: 'example.com' });
    const inner = new PrivateDnsNamespace(stack, 'Private', { name: 'example.local', vpc, description: 'inner' });
    out('HttpArn', http.httpNamespaceArn);
    out('HttpId', http.httpNamespaceId);
    out('HttpName', http.httpNamespaceName);
    out('HttpRef', http.httpNamespaceRef.httpNamespaceArn);
    out('PublicArn', open.publicDnsNamespaceArn);
    out('PublicId', open.publicDnsNamespaceId);
    out('PublicName', open.publicDnsNamespaceName);
    out('PublicZone', open.namespaceHostedZoneId);
    out('PublicRef', open.publicDnsNamespaceRef.publicDnsNamespaceId);
    out('PrivateArn', inner.privateDnsNamespaceArn);
    out('PrivateId', inner.privateDnsNamespaceId);
    out('PrivateName', inner.privateDnsNamespaceName);
    out('PrivateZone', inner.namespaceHostedZoneId);
    out('PrivateRef', inner.privateDnsNamespaceRef.privateDnsNamespaceArn);
    http.createService('A', { name: 'a' });
    open.createService('B');
    inner.createService('C', { dnsRecordType: servicediscovery.DnsRecordType.A_AAAA, loadBalancer: true });
    const attrs = { namespaceName: 'n', namespaceId: 'ns-1', namespaceArn: 'arn:n' };
    const imported = [
      HttpNamespace.fromHttpNamespaceAttributes(stack, 'I1', attrs),
      PublicDnsNamespace.fromPublicDnsNamespaceAttributes(stack, 'I2', attrs),
      PrivateDnsNamespace.fromPrivateDnsNamespaceAttributes(stack, 'I3', attrs),
    ];
    new servicediscovery.Service(stack, 'S1', { namespace: imported[0] });
    new servicediscovery.Service(stack, 'S2', { namespace: imported[1] });
    new servicediscovery.Service(stack, 'S3', { namespace: imported[2] });
    out('Type1', imported[0].type);
    out('Type2', imported[1].type);
    out('Type3', imported[2].type);
    out('Ref1', imported[0].httpNamespaceRef.httpNamespaceId);
    out('Ref2', imported[1].publicDnsNamespaceRef.publicDnsNamespaceId);
    out('Ref3', imported[2].privateDnsNamespaceRef.privateDnsNamespaceArn);
  },

  services: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2'), elbv2 = lib('aws-elasticloadbalancingv2'), servicediscovery = lib('aws-servicediscovery');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const { Service, DnsRecordType, DiscoveryType, HealthCheckType, RoutingPolicy } = servicediscovery;
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 });
    const http = new servicediscovery.HttpNamespace(stack, 'Http', { name: 'http' });
    const open = new servicediscovery.PublicDnsNamespace(stack, 'Public', { name: 'example.com' });
    const named = http.createService('Named', { name: 'named', description: 'd', customHealthCheck: { failureThreshold: 2 } });
    open.createService('Api', { discoveryType: DiscoveryType.API });
    open.createService('Checked', { healthCheck: {}, dnsTtl: cdk.Duration.minutes(5) });
    open.createService('Tcp', { healthCheck: { type: HealthCheckType.TCP, failureThreshold: 3 } });
    open.createService('Https', { healthCheck: { type: HealthCheckType.HTTPS, resourcePath: '/ping' } });
    open.createService('Policy', { routingPolicy: RoutingPolicy.WEIGHTED });
    http.createService('Calls', { healthCheck: { type: HealthCheckType.HTTP } });
    const both = open.createService('Both', { dnsRecordType: DnsRecordType.A_AAAA });
    const srv = open.createService('Srv', { dnsRecordType: DnsRecordType.SRV });
    const cname = open.createService('Cname', { dnsRecordType: DnsRecordType.CNAME });
    const balanced = open.createService('Balanced', { loadBalancer: true, dnsRecordType: DnsRecordType.AAAA });
    const load = new elbv2.ApplicationLoadBalancer(stack, 'Load', { vpc });
    const alias = balanced.registerLoadBalancer('Alias', load, { color: 'blue' });
    named.registerNonIpInstance('Queue', { customAttributes: { url: 'https://q' }, instanceId: 'own' });
    both.registerIpInstance('Ip', { ipv4: '10.0.0.1', ipv6: '::1' });
    srv.registerIpInstance('SrvIp', { ipv4: '10.0.0.1', port: 8080, customAttributes: { a: 'b' } });
    const other = cname.registerCnameInstance('Other', { instanceCname: 'example.org' });
    out('Arn', named.serviceArn);
    out('Id', named.serviceId);
    out('Name', named.serviceName);
    out('Ref', named.serviceRef.serviceArn);
    out('InstanceId', alias.instanceId);
    out('InstanceRef', other.instanceRef.serviceId);
    out('Record', balanced.dnsRecordType);
    out('Routing', balanced.routingPolicy);
    out('Discovery', named.discoveryType);
    const imported = Service.fromServiceAttributes(stack, 'Imported', {
      namespace: open, serviceId: 'srv-1', serviceArn: 'arn:s', serviceName: 'n', dnsRecordType: DnsRecordType.A,
      routingPolicy: RoutingPolicy.WEIGHTED,
    });
    const far = Service.fromServiceAttributes(stack, 'Far', {
      namespace: http, serviceId: 'srv-2', serviceArn: 'arn:t', serviceName: 't', dnsRecordType: DnsRecordType.CNAME,
      routingPolicy: RoutingPolicy.MULTIVALUE, discoveryType: DiscoveryType.DNS_AND_API,
    });
    new servicediscovery.AliasTargetInstance(stack, 'AnAlias', { service: imported, dnsName: 'x.example.com' });
    new servicediscovery.IpInstance(stack, 'AnIp', { service: imported, ipv4: '10.0.0.2', instanceId: 'i' });
    out('FarDiscovery', far.discoveryType);
    out('ImportedDiscovery', imported.discoveryType);
    out('ImportedRef', imported.serviceRef.serviceId);
  },
};
