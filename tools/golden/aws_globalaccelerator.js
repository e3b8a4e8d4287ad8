'use strict';

// Cases of aws_globalaccelerator and aws_globalaccelerator_endpoints; their Lua twins are in
// spec/aws_cdk/aws_globalaccelerator/aws_globalaccelerator_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };
const LONG = 'x'.repeat(80);

module.exports = {
  accelerators: (app, cdk, lib) => {
    const ga = lib('aws-globalaccelerator');
    const stack = new cdk.Stack(app, 'S');
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const plain = new ga.Accelerator(stack, 'Plain');
    out('Arn', plain.acceleratorArn);
    out('Ref', plain.acceleratorRef.acceleratorArn);
    out('Name', plain.dnsName);
    out('DualName', plain.dualStackDnsName);
    out('V4', cdk.Fn.join(',', plain.ipv4Addresses));
    out('V6', cdk.Fn.select(0, plain.ipv6Addresses));
    new ga.Accelerator(stack, LONG, { enabled: false, ipAddressType: ga.IpAddressType.DUAL_STACK });
    new ga.Accelerator(stack, 'Named', { acceleratorName: 'n', ipAddresses: ['1.2.3.4', '5.6.7.8'] });
    new ga.Accelerator(stack, 'Token', { acceleratorName: cdk.Fn.importValue('name') });
    const imported = ga.Accelerator.fromAcceleratorAttributes(stack, 'Imported', {
      acceleratorArn: 'arn:a', dnsName: 'a.example.com', dualStackDnsName: 'd.example.com', ipv4Addresses: ['1.2.3.4'], ipv6Addresses: ['::1'],
    });
    out('ImportedRef', imported.acceleratorRef.acceleratorArn);
    out('ImportedV4', cdk.Fn.select(0, imported.ipv4Addresses));
    const listener = plain.addListener('Listener', { portRanges: [{ fromPort: 80 }, { fromPort: 1000, toPort: 2000 }] });
    out('ListenerArn', listener.listenerArn);
    out('ListenerRef', listener.listenerRef.listenerArn);
    out('ListenerName', listener.listenerName);
    const full = new ga.Listener(stack, 'Full', {
      accelerator: imported, portRanges: [{ fromPort: 443 }], protocol: ga.ConnectionProtocol.UDP, clientAffinity: ga.ClientAffinity.SOURCE_IP,
      listenerName: 'l',
    });
    out('FullName', full.listenerName);
    const group = listener.addEndpointGroup('Group');
    out('GroupArn', group.endpointGroupArn);
    out('GroupRef', group.endpointGroupRef.endpointGroupArn);
    out('GroupName', group.endpointGroupName);
    const importedListener = ga.Listener.fromListenerArn(stack, 'ImportedListener', 'arn:l');
    const filled = new ga.EndpointGroup(stack, 'Filled', {
      listener: importedListener, endpointGroupName: 'g', healthCheckInterval: cdk.Duration.seconds(10), healthCheckPath: '/health', healthCheckPort: 8080,
      healthCheckProtocol: ga.HealthCheckProtocol.HTTPS, healthCheckThreshold: 5, trafficDialPercentage: 50,
      portOverrides: [{ endpointPort: 8080, listenerPort: 80 }], endpoints: [new ga.RawEndpoint({ endpointId: 'e1' })],
    });
    filled.addEndpoint(new ga.RawEndpoint({ endpointId: 'e2', region: 'us-west-2', weight: 0, preserveClientIp: true }));
    out('FilledName', filled.endpointGroupName);
    new ga.EndpointGroup(stack, 'Regional', { listener: importedListener, region: 'eu-central-1', endpoints: [] });
    out('ImportedGroup', ga.EndpointGroup.fromEndpointGroupArn(stack, 'G', 'arn:g').endpointGroupRef.endpointGroupArn);
  },

  endpoints: (app, cdk, lib) => {
    const ga = lib('aws-globalaccelerator'), endpoints = lib('aws-globalaccelerator-endpoints'), ec2 = lib('aws-ec2'), elbv2 = lib('aws-elasticloadbalancingv2');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1', availabilityZones: ['eu-west-1a', 'eu-west-1b'], privateSubnetIds: ['s-1', 's-2'], publicSubnetIds: ['p-1', 'p-2'],
    });
    const alb = new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc, internetFacing: true });
    const nlb = new elbv2.NetworkLoadBalancer(stack, 'Nlb', { vpc });
    const instance = new ec2.Instance(stack, 'Instance', {
      vpc, instanceType: new ec2.InstanceType('t3.micro'), machineImage: ec2.MachineImage.latestAmazonLinux2023(),
    });
    const eip = new ec2.CfnEIP(stack, 'Eip');
    const listener = new ga.Accelerator(stack, 'Accelerator').addListener('Listener', { portRanges: [{ fromPort: 443 }] });
    const group = listener.addEndpointGroup('Group', {
      endpoints: [new endpoints.ApplicationLoadBalancerEndpoint(alb, { weight: 128, preserveClientIp: true }), new endpoints.NetworkLoadBalancerEndpoint(nlb)],
    });
    group.addEndpoint(new endpoints.InstanceEndpoint(instance, { weight: 255, preserveClientIp: false }));
    group.addEndpoint(new endpoints.CfnEipEndpoint(eip, { weight: 0 }));
    group.addEndpoint(new endpoints.NetworkLoadBalancerEndpoint(nlb, { weight: cdk.Token.asNumber(cdk.Fn.importValue('weight')), preserveClientIp: true }));
    alb.connections.allowFrom(group.connectionsPeer('Peer', vpc), ec2.Port.tcp(443));
    instance.connections.allowTo(group.connectionsPeer('Other', vpc), ec2.Port.tcp(80), 'd');
  },
};
