'use strict';

// Cases of what stands around a VPC; their Lua twins are in spec/aws_cdk/aws_ec2/network_spec.lua.
const env = { account: '111122223333', region: 'eu-west-1' };

module.exports = {
  endpoints: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2'), iam = lib('aws-iam');
    const { GatewayVpcEndpointAwsService: Gateway, InterfaceVpcEndpointAwsService: Service } = ec2;
    const stack = new cdk.Stack(app, 'S', { env });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, gatewayEndpoints: { Bucket: { service: Gateway.S3 } } });
    const table = vpc.addGatewayEndpoint('Table', { service: Gateway.DYNAMODB,
      subnets: [{ subnetType: ec2.SubnetType.PUBLIC }], dnsRecordIpType: ec2.VpcEndpointDnsRecordIpType.IPV4,
      ipAddressType: ec2.VpcEndpointIpAddressType.IPV4 });
    table.addToPolicy(new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['dynamodb:*'], resources: ['*'] }));
    const queue = vpc.addInterfaceEndpoint('Queue', { service: Service.SQS });
    queue.addToPolicy(new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['sqs:*'], resources: ['*'] }));
    queue.connections.allowDefaultPortFromAnyIpv4();
    vpc.addInterfaceEndpoint('Closed', { service: Service.KEYSPACES, open: false, privateDnsEnabled: false,
      dnsRecordIpType: ec2.VpcEndpointDnsRecordIpType.DUALSTACK,
      privateDnsOnlyForInboundResolverEndpoint: ec2.VpcEndpointPrivateDnsOnlyForInboundResolverEndpoint.ALL_RESOLVERS,
      subnets: { subnetType: ec2.SubnetType.PUBLIC, availabilityZones: ['dummy1a'] }, serviceRegion: 'us-east-1' });
    new ec2.InterfaceVpcEndpoint(stack, 'Own', { vpc, service: new ec2.InterfaceVpcEndpointService('com.own.svc', 8080),
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')], lookupSupportedAzs: true });
    new ec2.InterfaceVpcEndpoint(stack, 'LookedUp', { vpc, service: Service.ECR_DOCKER, lookupSupportedAzs: true });
    new ec2.InterfaceVpcEndpoint(stack, 'Global', { vpc, service: Service.CODECATALYST });
    ec2.GatewayVpcEndpoint.fromGatewayVpcEndpointId(stack, 'ImportedGateway', 'vpce-1').addToPolicy(
      new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['a:*'], resources: ['*'] }));
    const imported = ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Imported', { vpcEndpointId: 'vpce-2',
      port: 443, securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Other', 'sg-2')] });
    imported.connections.allowDefaultPortFromAnyIpv4();
    new cdk.CfnOutput(stack, 'Ids', { value: [queue.vpcEndpointId, table.vpcEndpointId,
      queue.vpcEndpointCreationTimestamp, imported.vpcEndpointId].join() });

    for (const region of ['cn-north-1', 'us-iso-east-1', undefined]) {
      const other = new cdk.Stack(app, `In-${region}`, region ? { env: { ...env, region } } : {});
      const network = ec2.Vpc.fromVpcAttributes(other, 'Vpc', { vpcId: 'v', vpcCidrBlock: '10.0.0.0/16',
        availabilityZones: ['a'], privateSubnetIds: ['s'], privateSubnetRouteTableIds: ['r'] });
      network.addInterfaceEndpoint('Transcribe', { service: Service.TRANSCRIBE });
      network.addInterfaceEndpoint('Kms', { service: Service.KMS });
      network.addGatewayEndpoint('S3', { service: Gateway.S3 });
    }
  },

  flow_logs: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2'), s3 = lib('aws-s3'), logs = lib('aws-logs'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env });
    stack.node.setContext('@aws-cdk/aws-s3:createDefaultLoggingPolicy', true);
    const { FlowLogDestination: To, FlowLogResourceType: Of } = ec2;
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, flowLogs: { All: {} } });
    vpc.addFlowLog('Rejected', { trafficType: ec2.FlowLogTrafficType.REJECT,
      maxAggregationInterval: ec2.FlowLogMaxAggregationInterval.ONE_MINUTE,
      logFormat: [ec2.LogFormat.SRC_PORT, ec2.LogFormat.field('x'), ec2.LogFormat.custom('y ${z}')] });
    new ec2.FlowLog(stack, 'ToGroup', { resourceType: Of.fromSubnet(vpc.publicSubnets[0]), flowLogName: 'named',
      destination: To.toCloudWatchLogs(new logs.LogGroup(stack, 'Group'), new iam.Role(stack, 'Role', {
        assumedBy: new iam.ServicePrincipal('vpc-flow-logs.amazonaws.com') })) });
    const bucket = new s3.Bucket(stack, 'Bucket', { autoDeleteObjects: true, removalPolicy: cdk.RemovalPolicy.DESTROY });
    new ec2.FlowLog(stack, 'ToBucket', { resourceType: Of.fromNetworkInterfaceId('eni-1'),
      destination: To.toS3(bucket, 'prefix', { hiveCompatiblePartitions: true, fileFormat: ec2.FlowLogFileFormat.PARQUET }) });
    new ec2.FlowLog(stack, 'ToNewBucket', { resourceType: Of.fromTransitGatewayId('tgw-1'), destination: To.toS3() });
    new ec2.FlowLog(stack, 'ToStream', { resourceType: Of.fromTransitGatewayAttachmentId('tgw-2'),
      destination: To.toKinesisDataFirehoseDestination('arn:aws:firehose:eu-west-1:111122223333:deliverystream/s') });
    const imported = ec2.FlowLog.fromFlowLogId(stack, 'Imported', 'fl-1');
    new cdk.CfnOutput(stack, 'Id', { value: imported.flowLogRef.flowLogId });
  },

  vpn: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S', { env });
    new ec2.Vpc(stack, 'Gateway', { maxAzs: 1, vpnGateway: true, vpnGatewayAsn: 65100,
      vpnRoutePropagation: [{ subnetType: ec2.SubnetType.PUBLIC }, {}],
      vpnConnections: { One: { ip: '192.0.2.1' }, Two: { ip: '192.0.2.2', asn: 65200,
        staticRoutes: ['192.168.10.0/24', '192.168.20.0/24'],
        tunnelOptions: [{ preSharedKey: 'secretkey1234', tunnelInsideCidr: '169.254.10.0/30' },
          { preSharedKeySecret: cdk.SecretValue.secretsManager('s') }] } } });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 0 });
    const connection = vpc.addVpnConnection('Late', { ip: '192.0.2.3', asn: 65300 });
    new cdk.CfnOutput(stack, 'Ids', { value: [connection.vpnId, connection.customerGatewayId, vpc.vpnGatewayId].join() });
    const imported = ec2.VpnConnection.fromVpnConnectionAttributes(stack, 'Imported', { vpnId: 'vpn-1',
      customerGatewayId: 'cgw-1', customerGatewayIp: '192.0.2.4', customerGatewayAsn: 1 });
    connection.metricTunnelState().createAlarm(stack, 'State', { threshold: 1, evaluationPeriods: 1 });
    imported.metricTunnelDataIn().createAlarm(stack, 'DataIn', { threshold: 1, evaluationPeriods: 1 });
    ec2.VpnConnection.metricAllTunnelDataOut().createAlarm(stack, 'DataOut', { threshold: 1, evaluationPeriods: 1 });
    ec2.VpnConnection.metricAllTunnelState({ period: cdk.Duration.minutes(1) })
      .createAlarm(stack, 'AllState', { threshold: 1, evaluationPeriods: 1 });
    ec2.VpnConnection.metricAllTunnelDataIn().createAlarm(stack, 'AllIn', { threshold: 1, evaluationPeriods: 1 });
    new ec2.VpnGateway(stack, 'Alone', { type: ec2.VpnConnectionType.IPSEC_1 });
  },

  client_vpn: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2'), iam = lib('aws-iam'), logs = lib('aws-logs');
    const stack = new cdk.Stack(app, 'S', { env });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
    const saml = iam.SamlProvider.fromSamlProviderArn(stack, 'Saml', 'arn:aws:iam::111122223333:saml-provider/p');
    const arn = (id) => `arn:aws:acm:eu-west-1:111122223333:certificate/${id}`;
    const endpoint = vpc.addClientVpnEndpoint('Endpoint', { cidr: '10.100.0.0/16', serverCertificateArn: arn('s'),
      clientCertificateArn: arn('c'), userBasedAuthentication: ec2.ClientVpnUserBasedAuthentication.federated(saml, saml) });
    endpoint.addRoute('Route', { cidr: '0.0.0.0/0', target: ec2.ClientVpnRouteTarget.local(), description: 'd' });
    endpoint.addRoute('Subnet', { cidr: '10.8.0.0/16', target: ec2.ClientVpnRouteTarget.subnet(vpc.privateSubnets[0]) });
    endpoint.addAuthorizationRule('Rule', { cidr: '10.8.0.0/16', groupId: 'g', description: 'd' });
    endpoint.connections.allowFromAnyIpv4(ec2.Port.tcp(443));
    const group = new logs.LogGroup(stack, 'Group');
    new ec2.ClientVpnEndpoint(stack, 'Configured', { vpc, cidr: '10.200.0.0/16', serverCertificateArn: arn('s'),
      userBasedAuthentication: ec2.ClientVpnUserBasedAuthentication.activeDirectory('d-1'), selfServicePortal: false,
      authorizeAllUsersToVpcCidr: false, clientLoginBanner: 'hello', clientRouteEnforcementOptions: { enforced: true },
      description: 'd', disconnectOnSessionTimeout: true, dnsServers: ['8.8.8.8'], logGroup: group,
      logStream: group.addStream('Stream'), port: ec2.VpnPort.OPENVPN, transportProtocol: ec2.TransportProtocol.TCP,
      sessionTimeout: ec2.ClientVpnSessionTimeout.EIGHT_HOURS, splitTunnel: false,
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Sg', 'sg-1')],
      vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } });
    new ec2.ClientVpnEndpoint(stack, 'Silent', { vpc, cidr: '10.201.0.0/16', serverCertificateArn: arn('s'),
      clientCertificateArn: arn('c'), logging: false });
    const imported = ec2.ClientVpnEndpoint.fromEndpointAttributes(stack, 'Imported', { endpointId: 'cvpn-1',
      securityGroups: [] });
    new ec2.ClientVpnAuthorizationRule(stack, 'More', { clientVpnEndpoint: imported, cidr: '10.0.0.0/8' });
    new ec2.ClientVpnRoute(stack, 'MoreRoute', { clientVpnEndpoint: imported, cidr: '10.0.0.0/8',
      target: ec2.ClientVpnRouteTarget.local() });
  },

  prefix_lists: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2');
    const stack = new cdk.Stack(app, 'S', { env });
    const list = new ec2.PrefixList(stack, 'List');
    new ec2.PrefixList(stack, 'Four', { prefixListName: 'four', maxEntries: 9,
      entries: [{ cidr: '10.0.0.0/8', description: 'd' }, { cidr: '10.1.0.1' }] });
    new ec2.PrefixList(stack, 'Six', { addressFamily: ec2.AddressFamily.IP_V6,
      entries: [{ cidr: '::/0' }, { cidr: '2001:db8::1/128' }, { cidr: '1:2:3:4:5:6:7:8' }] });
    const imported = ec2.PrefixList.fromPrefixListId(stack, 'Imported', 'pl-1');
    const looked = ec2.PrefixList.fromLookup(stack, 'Looked', { prefixListName: 'n', ownerId: '1',
      addressFamily: ec2.AddressFamily.IP_V4 });
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'v', availabilityZones: ['a'] });
    const group = new ec2.SecurityGroup(stack, 'Group', { vpc, allowAllOutbound: false });
    group.addIngressRule(list, ec2.Port.tcp(80));
    group.connections.allowTo(imported, ec2.Port.tcp(81));
    group.addEgressRule(looked, ec2.Port.tcp(82));
    new cdk.CfnOutput(stack, 'Facts', { value: [list.prefixListId, list.prefixListArn, list.ownerId, list.addressFamily,
      list.prefixListName, imported.prefixListRef.prefixListArn, looked.prefixListId].join() });
  },

  endpoint_services: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2'), iam = lib('aws-iam');
    const balancer = { loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/l/1' };
    for (const region of ['eu-west-1', 'cn-north-1', undefined]) {
      const stack = new cdk.Stack(app, `In-${region}`, region ? { env: { ...env, region } } : {});
      const service = new ec2.VpcEndpointService(stack, 'Service', { vpcEndpointServiceLoadBalancers: [balancer] });
      new cdk.CfnOutput(stack, 'Name', { value: service.vpcEndpointServiceName });
      new ec2.VpcEndpointService(stack, 'Configured', { vpcEndpointServiceLoadBalancers: [balancer],
        acceptanceRequired: false, contributorInsights: true, allowedRegions: ['eu-west-1'],
        supportedIpAddressTypes: [ec2.IpAddressType.IPV6],
        allowedPrincipals: [new iam.ArnPrincipal('arn:aws:iam::123456789012:root')] });
    }
  },
};
