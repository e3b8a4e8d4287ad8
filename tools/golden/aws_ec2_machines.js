'use strict';

// Cases of the machines in aws_ec2 and of what guards them; their Lua twins are in
// spec/aws_cdk/aws_ec2/machines_spec.lua.
const network = (stack, ec2) => ec2.Vpc.fromVpcAttributes(stack, 'Network', {
  vpcId: 'vpc-1', availabilityZones: ['us-east-1a'], privateSubnetIds: ['subnet-1'], publicSubnetIds: ['subnet-2'],
});

module.exports = {
  security_group_properties: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S');
    const vpc = network(stack, ec2);
    new ec2.SecurityGroup(stack, 'Plain', { vpc });
    new ec2.SecurityGroup(stack, 'Closed', { vpc, allowAllOutbound: false, description: 'closed', securityGroupName: 'c' });
    new ec2.SecurityGroup(stack, 'Six', { vpc, allowAllIpv6Outbound: true });
    const apart = new ec2.SecurityGroup(stack, 'Apart', { vpc, allowAllIpv6Outbound: true, disableInlineRules: true });
    apart.addIngressRule(ec2.Peer.ipv4('10.0.0.0/16'), ec2.Port.tcp(80));
    const shut = new ec2.SecurityGroup(stack, 'Shut', { vpc, allowAllOutbound: false, disableInlineRules: true });
    const opened = new ec2.SecurityGroup(stack, 'Opened', { vpc, allowAllOutbound: false, disableInlineRules: true });
    opened.addEgressRule(ec2.Peer.ipv4('10.0.0.0/16'), ec2.Port.tcp(80));
    new cdk.CfnOutput(stack, 'Id', { value: shut.securityGroupId });
    new cdk.CfnOutput(stack, 'Vpc', { value: shut.securityGroupVpcId });
  },

  security_group_rules: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S');
    const vpc = network(stack, ec2);
    const group = new ec2.SecurityGroup(stack, 'Group', { vpc, allowAllOutbound: false });
    const parameter = new cdk.CfnParameter(stack, 'Cidr');
    const port = cdk.Token.asNumber(cdk.Fn.importValue('port'));
    const peers = [
      ec2.Peer.anyIpv4(), ec2.Peer.anyIpv6(), ec2.Peer.ipv4('10.0.0.0/8'), ec2.Peer.ipv6('2001:db8::/32'),
      ec2.Peer.prefixList('pl-123'), ec2.Peer.securityGroupId('sg-12345678'),
      ec2.Peer.securityGroupId('sg-12345678', '123456789012'), ec2.Peer.ipv4(parameter.valueAsString),
      ec2.Peer.prefixList(cdk.Fn.importValue('list')), ec2.Peer.prefixList(cdk.Fn.importValue('other')),
    ];
    const ports = [
      ec2.Port.tcp(80), ec2.Port.tcpRange(80, 90), ec2.Port.allTcp(), ec2.Port.udp(53), ec2.Port.udpRange(1, 2),
      ec2.Port.allUdp(), ec2.Port.icmpTypeAndCode(3, 4), ec2.Port.icmpType(8), ec2.Port.icmpPing(), ec2.Port.allIcmp(),
      ec2.Port.allIcmpV6(), ec2.Port.esp(), ec2.Port.ah(), ec2.Port.HTTPS, ec2.Port.DNS_UDP, ec2.Port.POP3S,
      ec2.Port.tcp(port), ec2.Port.udp(port), ec2.Port.tcpRange(port, 100),
      new ec2.Port({ protocol: ec2.Protocol.IPTM, stringRepresentation: 'iptm' }),
    ];
    for (const peer of peers) {
      for (const one of ports) {
        group.addIngressRule(peer, one);
        group.addEgressRule(peer, one, 'out');
        group.addIngressRule(peer, one, 'again');
      }
    }
    group.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.allTraffic());
  },

  connections: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S');
    const vpc = network(stack, ec2);
    const group = (id, props) => new ec2.SecurityGroup(stack, id, { vpc, ...props });
    const a = group('A', { allowAllOutbound: false }), b = group('B', { allowAllOutbound: false }), c = group('C');
    const server = new ec2.Connections({ securityGroups: [a], defaultPort: ec2.Port.tcp(3306) });
    const client = new ec2.Connections({ securityGroups: [b] });
    client.allowTo(server, ec2.Port.tcp(80), 'web');
    client.allowToDefaultPort(server);
    server.allowDefaultPortFrom(client, 'database');
    server.allowDefaultPortInternally();
    server.allowDefaultPortFromAnyIpv4('open');
    server.allowDefaultPortTo(c);
    server.allowFrom(ec2.Peer.ipv4('10.1.0.0/16'), ec2.Port.tcpRange(1, 5));
    client.allowInternally(ec2.Port.allTraffic());
    client.allowToAnyIpv4(ec2.Port.HTTPS);
    client.allowFromAnyIpv4(ec2.Port.SSH);
    client.allowTo(client, ec2.Port.tcp(7));
    server.addSecurityGroup(group('Late', { allowAllOutbound: false }));
    client.addSecurityGroup(c);
  },

  connections_across_stacks: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2');
    const one = new cdk.Stack(app, 'One'), two = new cdk.Stack(app, 'Two');
    const a = new ec2.SecurityGroup(one, 'A', { vpc: network(one, ec2), allowAllOutbound: false });
    const b = new ec2.SecurityGroup(two, 'B', { vpc: network(two, ec2), allowAllOutbound: false });
    a.connections.allowFrom(b, ec2.Port.tcp(100));
    a.connections.allowTo(b, ec2.Port.tcp(200), 'there');
  },

  security_group_imports: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S', { env: { account: '123456789012', region: 'us-east-1' } });
    const by = ec2.SecurityGroup;
    for (const [id, options] of Object.entries({
      Plain: undefined, Closed: { allowAllOutbound: false }, Fixed: { mutable: false, allowAllOutbound: false },
    })) {
      const group = by.fromSecurityGroupId(stack, id, 'sg-' + id, options);
      group.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(80));
      group.addEgressRule(ec2.Peer.ipv4('10.0.0.0/16'), ec2.Port.tcp(80));
      group.connections.allowFrom(ec2.Peer.prefixList('pl-1'), ec2.Port.HTTPS, 'list');
    }
    new cdk.CfnOutput(stack, 'Found', { value: by.fromLookupById(stack, 'ById', 'sg-1').securityGroupId });
    new cdk.CfnOutput(stack, 'Named', {
      value: by.fromLookupByName(stack, 'ByName', 'name', network(stack, ec2)).securityGroupId,
    });
  },
};
