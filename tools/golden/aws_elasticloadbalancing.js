'use strict';

// Cases of aws_elasticloadbalancing; their Lua twins are in
// spec/aws_cdk/aws_elasticloadbalancing/aws_elasticloadbalancing_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };

module.exports = {
  load_balancers: (app, cdk, lib) => {
    const elb = lib('aws-elasticloadbalancing'), ec2 = lib('aws-ec2');
    const { LoadBalancingProtocol } = elb;
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const plain = new elb.LoadBalancer(stack, 'Plain', { vpc });
    new elb.LoadBalancer(stack, 'Full', {
      vpc, internetFacing: true, crossZone: false, listeners: [{ externalPort: 80 }],
      healthCheck: { port: 80 }, accessLoggingPolicy: { enabled: true, s3BucketName: 'logs' },
    });
    new elb.LoadBalancer(stack, 'Selected', {
      vpc, internetFacing: true, subnetSelection: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      healthCheck: {
        port: 8080, protocol: LoadBalancingProtocol.HTTPS, path: '/health', healthyThreshold: 3, unhealthyThreshold: 4,
        interval: cdk.Duration.minutes(1), timeout: cdk.Duration.seconds(10),
      },
    });
    new elb.LoadBalancer(stack, 'Tcp', { vpc, healthCheck: { port: 22, path: '/ignored' } });
    out('Name', plain.loadBalancerName);
    out('Ref', plain.loadBalancerRef.loadBalancerName);
    out('DnsName', plain.loadBalancerDnsName);
    out('Zone', plain.loadBalancerCanonicalHostedZoneName);
    out('ZoneId', plain.loadBalancerCanonicalHostedZoneNameId);
    out('SourceGroup', plain.loadBalancerSourceSecurityGroupGroupName);
    out('SourceOwner', plain.loadBalancerSourceSecurityGroupOwnerAlias);
  },

  listeners: (app, cdk, lib) => {
    const elb = lib('aws-elasticloadbalancing'), ec2 = lib('aws-ec2');
    const { LoadBalancingProtocol } = elb;
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const balancer = new elb.LoadBalancer(stack, 'Balancer', { vpc });
    const group = new ec2.SecurityGroup(stack, 'Group', { vpc });
    const other = new ec2.SecurityGroup(stack, 'Other', { vpc });
    const port = balancer.addListener({ externalPort: 443, sslCertificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/1' });
    port.connections.allowDefaultPortFrom(other, 'Others');
    balancer.addListener({
      externalPort: 8443, internalPort: 8080, externalProtocol: LoadBalancingProtocol.SSL, policyNames: ['policy'],
    });
    balancer.addListener({
      externalPort: 80, internalPort: 443, allowConnectionsFrom: [group, ec2.Peer.ipv4('10.0.0.0/8')],
    });
    balancer.addListener({ externalPort: 81, externalProtocol: LoadBalancingProtocol.HTTP, allowConnectionsFrom: [] });
    balancer.addListener({
      externalPort: 82, externalProtocol: LoadBalancingProtocol.TCP, internalProtocol: LoadBalancingProtocol.SSL,
    });
    new cdk.CfnOutput(stack, 'Ports', { value: String(balancer.listenerPorts.length) });
  },

  targets: (app, cdk, lib) => {
    const elb = lib('aws-elasticloadbalancing'), ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const instance = (id) => new ec2.Instance(stack, id, {
      vpc, machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-1234' }),
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.MICRO), allowAllOutbound: false,
    });
    const target = new elb.InstanceTarget(instance('First'));
    const balancer = new elb.LoadBalancer(stack, 'Balancer', { vpc, listeners: [{ externalPort: 80 }], targets: [target] });
    balancer.addListener({ externalPort: 443, internalPort: 8080 });
    balancer.addTarget(new elb.InstanceTarget(instance('Second')));
    new cdk.CfnOutput(stack, 'Id', { value: target.instance.instanceId });
  },
};
