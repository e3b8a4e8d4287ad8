'use strict';

// Cases of VPCs; their Lua twins are in spec/aws_cdk/aws_ec2/vpc_spec.lua.
const env = { account: '111122223333', region: 'eu-west-1' };

module.exports = {
  defaults: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2');
    const agnostic = new cdk.Stack(app, 'Agnostic');
    const vpc = new ec2.Vpc(agnostic, 'Vpc');
    new cdk.CfnOutput(agnostic, 'Facts', { value: [vpc.vpcArn, vpc.vpcCidrBlock, vpc.vpcDefaultNetworkAcl,
      vpc.vpcDefaultSecurityGroup, vpc.internetGatewayId].join() });
    const known = new cdk.Stack(app, 'Known', { env });
    new ec2.Vpc(known, 'Vpc');
    new ec2.Vpc(known, 'NoNat', { natGateways: 0, vpcName: 'named', restrictDefaultSecurityGroup: true });
    new ec2.Vpc(known, 'One', { maxAzs: 1, natGateways: 7, enableDnsHostnames: false, enableDnsSupport: false,
      defaultInstanceTenancy: ec2.DefaultInstanceTenancy.DEDICATED });
  },

  subnets: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S', { env });
    const { PUBLIC, PRIVATE_WITH_EGRESS, PRIVATE_ISOLATED } = ec2.SubnetType;
    new ec2.Vpc(stack, 'Masks', {
      ipAddresses: ec2.IpAddresses.cidr('10.1.0.0/16'), maxAzs: 2, reservedAzs: 1, natGateways: 1,
      natGatewaySubnets: { subnetGroupName: 'ingress' },
      subnetConfiguration: [
        { name: 'ingress', subnetType: PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        { name: 'rest', subnetType: PRIVATE_WITH_EGRESS },
        { name: 'later', subnetType: PRIVATE_WITH_EGRESS, reserved: true },
        { name: 'data', subnetType: PRIVATE_ISOLATED, cidrMask: 28 },
      ],
    });
    new ec2.Vpc(stack, 'Isolated', { availabilityZones: ['eu-west-1a'],
      subnetConfiguration: [{ name: 'only', subnetType: PRIVATE_ISOLATED }] });
    new ec2.Vpc(stack, 'Empty', { subnetConfiguration: [] });
    new ec2.Vpc(stack, 'NoGateway', { maxAzs: 1, createInternetGateway: false });
    new ec2.Vpc(stack, 'Pool', {
      ipAddresses: ec2.IpAddresses.awsIpamAllocation({ ipv4IpamPoolId: 'pool', ipv4NetmaskLength: 16,
        defaultSubnetIpv4NetmaskLength: 24 }),
      maxAzs: 2,
      subnetConfiguration: [
        { name: 'a', subnetType: PUBLIC, cidrMask: 28 }, { name: 'b', subnetType: PRIVATE_ISOLATED },
      ],
    });
    new ec2.Vpc(stack, 'Dual', { maxAzs: 2, ipProtocol: ec2.IpProtocol.DUAL_STACK,
      subnetConfiguration: [
        { name: 'a', subnetType: PUBLIC, mapPublicIpOnLaunch: true },
        { name: 'b', subnetType: PRIVATE_WITH_EGRESS, ipv6AssignAddressOnCreation: false },
        { name: 'c', subnetType: PRIVATE_ISOLATED },
      ] });
    new ec2.Vpc(stack, 'DualIsolated', { maxAzs: 1, ipProtocol: ec2.IpProtocol.DUAL_STACK,
      subnetConfiguration: [{ name: 'c', subnetType: PRIVATE_ISOLATED }] });
  },

  nat: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S', { env });
    const gateways = ec2.NatProvider.gateway({ eipAllocationIds: ['eip-1', 'eip-2'],
      maxDrainDuration: cdk.Duration.seconds(60) });
    const vpc = new ec2.Vpc(stack, 'Gateways', { natGatewayProvider: gateways, natGateways: 2 });
    const more = new ec2.PrivateSubnet(stack, 'More', { availabilityZone: 'eu-west-1z', vpcId: vpc.vpcId,
      cidrBlock: '10.0.250.0/24' });
    gateways.configureSubnet(more);
    new cdk.CfnOutput(stack, 'Made', { value: gateways.configuredGateways.map(g => g.az + g.gatewayId).join() });
    const regional = ec2.NatProvider.regionalGateway({ allocationId: 'eip-3' });
    new ec2.Vpc(stack, 'Regional', { natGatewayProvider: regional, maxAzs: 2 });
    new cdk.CfnOutput(stack, 'One', { value: regional.configuredGateways[0].gatewayId });
    new ec2.Vpc(stack, 'Zones', { natGatewayProvider: ec2.NatProvider.regionalGateway({
      availabilityZoneAddresses: [{ availabilityZone: 'dummy1a', allocationIds: ['eip-4'] }],
      maxDrainDuration: cdk.Duration.minutes(1) }), maxAzs: 1 });
  },

  nat_instances: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S', { env });
    const arm = new ec2.InstanceType('t4g.micro');
    const instances = ec2.NatProvider.instanceV2({ instanceType: arm });
    const vpc = new ec2.Vpc(stack, 'V2', { natGatewayProvider: instances, maxAzs: 2, natGateways: 1 });
    instances.connections.allowFromAnyIpv4(ec2.Port.tcp(22));
    instances.configureSubnet(new ec2.PrivateSubnet(stack, 'More', { availabilityZone: 'eu-west-1z', vpcId: vpc.vpcId,
      cidrBlock: '10.0.250.0/24' }));
    new cdk.CfnOutput(stack, 'Ids', { value: [instances.gatewayInstances[0].instanceId, instances.securityGroup.securityGroupId,
      ...instances.configuredGateways.map(g => g.gatewayId)].join() });
    const userData = ec2.UserData.forLinux();
    userData.addCommands('true');
    new ec2.Vpc(stack, 'Configured', { maxAzs: 1, natGatewayProvider: ec2.NatProvider.instanceV2({
      instanceType: new ec2.InstanceType('t3.micro'), machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-1' }),
      defaultAllowedTraffic: ec2.NatTrafficDirection.OUTBOUND_ONLY, userData, associatePublicIpAddress: true,
      creditSpecification: ec2.CpuCredits.UNLIMITED }) });
    new ec2.Vpc(stack, 'Old', { maxAzs: 1, natGatewayProvider: ec2.NatProvider.instance({ instanceType: arm,
      defaultAllowedTraffic: ec2.NatTrafficDirection.NONE }) });
  },

  functions: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2'), lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'S', { env });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
    const base = { code: lambda.Code.fromInline('x'), handler: 'i.h', runtime: lambda.Runtime.PYTHON_3_12, vpc };
    const plain = new lambda.Function(stack, 'Plain', base);
    plain.connections.allowToAnyIpv4(ec2.Port.tcp(443));
    const closed = new lambda.Function(stack, 'Closed', { ...base, allowAllOutbound: false, allowPublicSubnet: true,
      vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } });
    closed.connections.allowTo(plain, ec2.Port.tcp(80));
    new lambda.Function(stack, 'Grouped', { ...base, ipv6AllowedForDualStack: true, securityGroups: [
      new ec2.SecurityGroup(stack, 'Group', { vpc }), ec2.SecurityGroup.fromSecurityGroupId(stack, 'Known', 'sg-1')],
      vpcSubnets: { availabilityZones: ['dummy1b'] } });
    new lambda.Function(stack, 'Six', { ...base, allowAllIpv6Outbound: true });
    const lists = ec2.Vpc.fromVpcAttributes(stack, 'Lists', { vpcId: 'v',
      availabilityZones: cdk.Fn.split(',', cdk.Fn.importValue('Zones')),
      privateSubnetIds: cdk.Fn.split(',', cdk.Fn.importValue('Subnets')) });
    new lambda.Function(stack, 'InLists', { ...base, vpc: lists });
  },

  selections: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S', { env });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 3, natGateways: 1, subnetConfiguration: [
      { name: 'front', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 24 },
      { name: 'back', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 20 },
      { name: 'back2', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 24 },
      { name: 'data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 26 }] });
    const show = (id, selection) => {
      const chosen = vpc.selectSubnets(selection);
      new cdk.CfnOutput(stack, id, { value: [...chosen.subnetIds, ...chosen.availabilityZones, chosen.hasPublic,
        chosen.isPendingLookup].join() });
    };
    const { SubnetFilter } = ec2;
    show('Usual', undefined);
    show('Public', { subnetType: ec2.SubnetType.PUBLIC });
    show('Group', { subnetGroupName: 'back2' });
    show('Given', { subnets: [vpc.publicSubnets[1], vpc.isolatedSubnets[0]] });
    show('Zones', { availabilityZones: ['dummy1b'] });
    show('OnePerAz', { onePerAz: true });
    show('Ids', { subnetFilters: [SubnetFilter.byIds([vpc.privateSubnets[2].subnetId])] });
    show('Mask', { subnetFilters: [SubnetFilter.byCidrMask(20)] });
    show('Ranges', { subnetFilters: [SubnetFilter.byCidrRanges(['10.0.16.0/20', '10.0.64.0/24'])] });
    show('Addresses', { subnetFilters: [SubnetFilter.containsIpAddresses(['10.0.17.1', '10.0.32.0'])] });
    show('Both', { subnetFilters: [SubnetFilter.byCidrMask(24)], availabilityZones: ['dummy1a', 'dummy1c'], onePerAz: true });
  },

  imports: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S', { env });
    stack.node.setContext('vpc-provider:account=111122223333:filter.vpc-id=vpc-5:region=eu-west-1:' +
      'returnAsymmetricSubnets=true', { vpcId: 'vpc-5', vpcCidrBlock: '10.9.0.0/16', availabilityZones: [],
      vpnGatewayId: 'vgw-1', subnetGroups: [
        { name: 'Web', type: 'Public', subnets: [
          { subnetId: 's-b', cidr: '10.9.1.0/24', availabilityZone: 'eu-west-1b', routeTableId: 'rtb-1' },
          { subnetId: 's-a', cidr: '10.9.0.0/24', availabilityZone: 'eu-west-1a', routeTableId: 'rtb-1' }] }] });
    const show = (id, vpc, selection) => {
      const chosen = vpc.selectSubnets(selection);
      new cdk.CfnOutput(stack, id, { value: [vpc.vpcId, vpc.vpcArn, vpc.availabilityZones, ...chosen.subnetIds,
        chosen.availabilityZones, chosen.isPendingLookup].join() });
    };
    const imported = ec2.Vpc.fromVpcAttributes(stack, 'Imported', { vpcId: 'vpc-1', region: 'us-east-1',
      availabilityZones: ['a', 'b'], vpcCidrBlock: '10.0.0.0/16', publicSubnetIds: ['p1', 'p2', 'p3', 'p4'],
      publicSubnetNames: ['x', 'y'], publicSubnetRouteTableIds: ['r1', 'r2', 'r3', 'r4'], privateSubnetIds: ['q1', 'q2'],
      isolatedSubnetIds: ['i1', 'i2'], isolatedSubnetIpv4CidrBlocks: ['10.0.1.0/24', '10.0.2.0/24'] });
    show('ImportedPublic', imported, { subnetGroupName: 'y' });
    show('ImportedIsolated', imported, { subnetType: ec2.SubnetType.PRIVATE_ISOLATED,
      subnetFilters: [ec2.SubnetFilter.byCidrRanges(['10.0.2.0/23'])] });
    const lists = ec2.Vpc.fromVpcAttributes(stack, 'Lists', { vpcId: cdk.Fn.importValue('Vpc'),
      availabilityZones: cdk.Fn.split(',', cdk.Fn.importValue('Zones')),
      privateSubnetIds: cdk.Fn.split(',', cdk.Fn.importValue('Subnets')) });
    new cdk.CfnResource(stack, 'UsesLists', { type: 'A::B::C', properties: {
      SubnetIds: lists.selectSubnets().subnetIds } });
    const looked = ec2.Vpc.fromLookup(stack, 'Looked', { isDefault: true, tags: { a: 'y', b: 'x' }, vpcName: 'n' });
    show('LookedPrivate', looked);
    show('LookedIsolated', looked, { subnetType: ec2.SubnetType.PRIVATE_ISOLATED });
    ec2.Vpc.fromLookup(stack, 'Other', { vpcId: 'vpc-9', region: 'us-east-1', ownerAccountId: '444455556666',
      returnVpnGateways: false, subnetGroupNameTag: 'group' });
    const found = ec2.Vpc.fromLookup(stack, 'Found', { vpcId: 'vpc-5' });
    show('FoundDefault', found);
    new cdk.CfnOutput(stack, 'FoundFacts', { value: `${found.vpcCidrBlock} ${found.vpnGatewayId}` });
    const subnet = ec2.Subnet.fromSubnetAttributes(stack, 'Subnet', { subnetId: 's-1', availabilityZone: 'a',
      routeTableId: 'rtb-3', ipv4CidrBlock: '10.0.0.0/24' });
    new cdk.CfnOutput(stack, 'SubnetFacts', { value: [subnet.subnetId, subnet.availabilityZone, subnet.ipv4CidrBlock,
      subnet.routeTable.routeTableId].join() });
    ec2.Subnet.fromSubnetId(stack, 'ById', 's-2');
  },

  acls: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S', { env });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 });
    const acl = new ec2.NetworkAcl(stack, 'Acl', { vpc, networkAclName: 'acl',
      subnetSelection: { subnetType: ec2.SubnetType.PUBLIC } });
    const { AclCidr, AclTraffic, TrafficDirection } = ec2;
    acl.addEntry('All', { cidr: AclCidr.anyIpv4(), ruleNumber: 100, traffic: AclTraffic.allTraffic() });
    acl.addEntry('Web', { cidr: AclCidr.ipv4('10.0.0.0/8'), ruleNumber: 110, direction: TrafficDirection.INGRESS,
      traffic: AclTraffic.tcpPort(443), ruleAction: ec2.Action.DENY });
    acl.addEntry('Range', { cidr: AclCidr.anyIpv6(), ruleNumber: 120, direction: TrafficDirection.EGRESS,
      traffic: AclTraffic.udpPortRange(1000, 2000) });
    acl.addEntry('Icmp', { cidr: AclCidr.ipv4('10.0.0.0/8'), ruleNumber: 130, traffic: AclTraffic.icmp({ code: -1, type: 8 }) });
    acl.addEntry('Icmp6', { cidr: AclCidr.ipv6('::/8'), ruleNumber: 140, traffic: AclTraffic.icmpv6({ code: 0, type: 1 }) });
    const imported = ec2.NetworkAcl.fromNetworkAclId(stack, 'Imported', 'acl-1');
    imported.addEntry('Udp', { cidr: AclCidr.anyIpv4(), ruleNumber: 1, traffic: AclTraffic.udpPort(53) });
    vpc.privateSubnets[0].associateNetworkAcl('Assoc', imported);
    new cdk.CfnOutput(stack, 'Ids', { value: [acl.networkAclId, vpc.publicSubnets[0].subnetNetworkAclAssociationId,
      vpc.privateSubnets[0].subnetNetworkAclAssociationId].join() });
    const subnet = vpc.publicSubnets[0];
    subnet.addRoute('Peer', { routerId: 'pcx-1', routerType: ec2.RouterType.VPC_PEERING_CONNECTION,
      destinationCidrBlock: '10.7.0.0/16' });
    subnet.addIpv6Nat64Route('nat-1');
    new cdk.CfnOutput(stack, 'SubnetFacts', { value: [subnet.subnetVpcId, subnet.subnetAvailabilityZone,
      subnet.subnetOutpostArn].join() });
  },
};
