'use strict';

// The newer module of Amazon EKS; the Lua twins are in spec/aws_cdk/aws_eks_v2/aws_eks_v2_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };
const ROLES = 'arn:aws:iam::111122223333:role/';

// A stack with an imported VPC, and a layer with kubectl.
function prepared(cdk, lib, app, id, props) {
  const ec2 = lib('aws-ec2'), lambda = lib('aws-lambda');
  const stack = new cdk.Stack(app, id, props);
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-00000001', availabilityZones: ['eu-west-1a', 'eu-west-1b'], publicSubnetIds: ['subnet-00000001', 'subnet-00000002'],
    privateSubnetIds: ['subnet-00000003', 'subnet-00000004'],
  });
  const layer = lambda.LayerVersion.fromLayerVersionArn(stack, 'Kubectl', 'arn:aws:lambda:eu-west-1:111122223333:layer:kubectl:1');
  return { stack, vpc, layer, out: (name, value) => new cdk.CfnOutput(stack, `Out${name}`, { value }) };
}

module.exports = {
  auto_mode: (app, cdk, lib) => {
    const eks = lib('aws-eks-v2'), iam = lib('aws-iam');
    const { stack, vpc, out } = prepared(cdk, lib, app, 'S');
    const cluster = new eks.Cluster(stack, 'Cluster', { version: eks.KubernetesVersion.V1_34 });
    for (const field of ['clusterName', 'clusterArn', 'clusterEndpoint', 'clusterCertificateAuthorityData', 'clusterEncryptionConfigKeyArn',
      'clusterOpenIdConnectIssuerUrl', 'clusterSecurityGroupId']) out(field, cluster[field]);
    out('Ref', cluster.clusterRef.clusterArn);
    new eks.Cluster(stack, 'Pools', {
      version: eks.KubernetesVersion.V1_33, vpc, defaultCapacityType: eks.DefaultCapacityType.AUTOMODE, role: iam.Role.fromRoleArn(stack, 'R', `${ROLES}r`),
      compute: { nodePools: ['system'], nodeRole: iam.Role.fromRoleArn(stack, 'N', `${ROLES}n`) }, tags: { a: 'b', c: 'd' }, bootstrapSelfManagedAddons: false,
      mastersRole: iam.Role.fromRoleArn(stack, 'M', `${ROLES}m`), endpointAccess: eks.EndpointAccess.PUBLIC,
    });
    new eks.Cluster(stack, 'NoPools', { version: eks.KubernetesVersion.V1_33, vpc, compute: { nodePools: [] }, ipFamily: eks.IpFamily.IP_V6 });
  },

  all_options: (app, cdk, lib) => {
    const eks = lib('aws-eks-v2'), ec2 = lib('aws-ec2'), iam = lib('aws-iam'), kms = lib('aws-kms'), autoscaling = lib('aws-autoscaling');
    const { stack, vpc, layer, out } = prepared(cdk, lib, app, 'S', { env: ENV });
    const group = (id) => ec2.SecurityGroup.fromSecurityGroupId(stack, id, `sg-0000000${id.length}`);
    const cluster = new eks.Cluster(stack, 'Cluster', {
      version: eks.KubernetesVersion.of('1.32'), clusterName: 'named', vpc, vpcSubnets: [{ subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }], prune: false,
      defaultCapacityType: eks.DefaultCapacityType.NODEGROUP, defaultCapacity: 3, defaultCapacityInstance: new ec2.InstanceType('t3.large'),
      kubectlProviderOptions: {
        kubectlLayer: layer, awscliLayer: layer, environment: { K: 'k' }, memory: cdk.Size.gibibytes(2), securityGroups: [group('Kubectl1')],
        role: new iam.Role(stack, 'KubectlRole', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
      },
      clusterLogging: [eks.ClusterLoggingTypes.API, eks.ClusterLoggingTypes.AUDIT], controlPlaneScalingTier: eks.ControlPlaneScalingTier.TIER_XL,
      coreDnsComputeType: eks.CoreDnsComputeType.FARGATE, endpointAccess: eks.EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom('10.0.0.0/8'),
      mastersRole: new iam.Role(stack, 'Masters', { assumedBy: new iam.AccountRootPrincipal() }), outputConfigCommand: true,
      remoteNodeNetworks: [{ cidrs: ['10.1.0.0/16', '10.2.0.0/16'] }], remotePodNetworks: [{ cidrs: ['10.4.0.0/16'] }], removalPolicy: cdk.RemovalPolicy.RETAIN,
      secretsEncryptionKey: new kms.Key(stack, 'Key'), securityGroup: group('Control'), serviceIpv4Cidr: '172.20.0.0/16', bootstrapSelfManagedAddons: true,
      bootstrapClusterCreatorAdminPermissions: false,
      albController: { version: eks.AlbControllerVersion.V2_8_2, additionalHelmChartValues: { 'a-b': ['c'], enableWaf: false } },
    });
    cluster.addManifest('Manifest', { kind: 'Pod', metadata: { name: 'p' } }, { kind: 'Ingress', metadata: { annotations: { a: 'b' }, name: 'i' } });
    new eks.KubernetesManifest(stack, 'Ingress', {
      cluster, manifest: [{ kind: 'Ingress', metadata: { name: 'i' } }], ingressAlb: true, ingressAlbScheme: eks.AlbScheme.INTERNET_FACING, overwrite: true, prune: true,
      skipValidation: true, removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    cluster.addHelmChart('Chart', {
      chart: 'nginx', repository: 'https://charts.example.com', version: '1.2.3', release: 'r', namespace: 'n', wait: true, timeout: cdk.Duration.minutes(5),
      createNamespace: false, skipCrds: true, atomic: true, values: { a: { b: 1 } }, removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    new eks.KubernetesPatch(stack, 'Patch', {
      cluster, resourceName: 'deployment/d', applyPatch: { a: 1 }, restorePatch: { a: 0 }, resourceNamespace: 'n', patchType: eks.PatchType.MERGE,
    });
    new eks.KubernetesPatch(stack, 'JsonPatch', {
      cluster, resourceName: 'deployment/d', applyPatch: [{ op: 'replace', path: '/a', value: 1 }], restorePatch: [], patchType: eks.PatchType.JSON,
    });
    out('Value', new eks.KubernetesObjectValue(stack, 'Value', { cluster, objectType: 'service', objectName: 's', jsonPath: '.a', timeout: cdk.Duration.minutes(1) }).value);
    out('Service', cluster.getServiceLoadBalancerAddress('web'));
    out('Ingress', cluster.getIngressLoadBalancerAddress('web2', { namespace: 'n', timeout: cdk.Duration.minutes(1) }));
    cluster.addAutoScalingGroupCapacity('Accelerated', {
      instanceType: new ec2.InstanceType('inf1.2xlarge'), spotPrice: '1', bootstrapOptions: { additionalArgs: '--more', kubeletExtraArgs: '--labels a=b', useMaxPods: false },
    });
    cluster.addAutoScalingGroupCapacity('Bottlerocket', { instanceType: new ec2.InstanceType('m5.large'), machineImageType: eks.MachineImageType.BOTTLEROCKET });
    cluster.connectAutoScalingGroupCapacity(new autoscaling.AutoScalingGroup(stack, 'Own', {
      vpc, instanceType: new ec2.InstanceType('m6g.large'), machineImage: new eks.EksOptimizedImage({ kubernetesVersion: '1.32', nodeType: eks.NodeType.STANDARD, cpuArch: eks.CpuArch.ARM_64 }),
    }), { bootstrapEnabled: false });
    const nodes = cluster.addNodegroupCapacity('Full', {
      amiType: eks.NodegroupAmiType.BOTTLEROCKET_ARM_64, capacityType: eks.CapacityType.SPOT, desiredSize: 3, diskSize: 30, enableNodeAutoRepair: true, forceUpdate: false,
      instanceTypes: [new ec2.InstanceType('m6g.large')], labels: { l: 'v' }, maxSize: 5, maxUnavailable: 2, minSize: 2, nodegroupName: 'full', releaseVersion: '1',
      remoteAccess: { sshKeyName: 'k', sourceSecurityGroups: [group('Ssh')] }, removalPolicy: cdk.RemovalPolicy.RETAIN, tags: { t: 'v' },
      taints: [{ effect: eks.TaintEffect.NO_EXECUTE, key: 'k', value: 'v' }],
    });
    cluster.addNodegroupCapacity('Trained', { instanceTypes: [new ec2.InstanceType('trn1.2xlarge')], maxUnavailable: 0, maxUnavailablePercentage: 50 });
    out('NodegroupName', nodes.nodegroupName);
    out('NodegroupArn', nodes.nodegroupArn);
    cluster.addServiceAccount('Irsa', { name: 'web', namespace: 'shop', labels: { l: 'v' }, annotations: { a: 'w' } });
    const pod = cluster.addServiceAccount('Pod', { identityType: eks.IdentityType.POD_IDENTITY });
    out('Added', String(pod.addToPolicy(new iam.PolicyStatement({ actions: ['s3:Get*'], resources: ['*'] }))));
    out('Agent', cluster.eksPodIdentityAgent.addonName);
    out('Oidc', cluster.openIdConnectProvider.openIdConnectProviderArn);
    const principal = `${ROLES}r`, view = eks.AccessPolicy.fromAccessPolicyName('AmazonEKSViewPolicy', { accessScopeType: eks.AccessScopeType.NAMESPACE, namespaces: ['n'] });
    out('Admin', cluster.grantClusterAdmin('Admin', principal).accessEntryArn);
    cluster.grantAccess('Access', principal, [view]);
    cluster.grantAccess('Other', `${ROLES}o`, [new eks.AccessPolicy({ accessScope: { type: eks.AccessScopeType.CLUSTER }, policy: eks.AccessPolicyArn.AMAZON_EKS_ADMIN_POLICY })],
      { accessEntryType: eks.AccessEntryType.STANDARD });
    new eks.Addon(stack, 'Addon', { cluster, addonName: 'vpc-cni', addonVersion: 'v1', configurationValues: { a: ['b'] }, preserveOnDelete: false });
  },

  fargate: (app, cdk, lib) => {
    const eks = lib('aws-eks-v2'), ec2 = lib('aws-ec2');
    const { stack, layer, out } = prepared(cdk, lib, app, 'S');
    const vpc = new ec2.Vpc(stack, 'Own', { maxAzs: 2, natGateways: 1 });
    const cluster = new eks.FargateCluster(stack, 'Cluster', {
      version: eks.KubernetesVersion.V1_33, vpc, endpointAccess: eks.EndpointAccess.PRIVATE, kubectlProviderOptions: { kubectlLayer: layer },
    });
    const more = cluster.addFargateProfile('More', {
      selectors: [{ namespace: 'n', labels: { a: 'b', c: 'd' } }], fargateProfileName: 'more', vpc, subnetSelection: { subnets: [vpc.privateSubnets[0]] },
      removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    out('Profile', more.fargateProfileName);
    out('ProfileArn', more.fargateProfileArn);
    new eks.FargateCluster(stack, 'Named', {
      version: eks.KubernetesVersion.V1_33, vpc, coreDnsComputeType: eks.CoreDnsComputeType.EC2, defaultProfile: { fargateProfileName: 'd', selectors: [{ namespace: 'x' }] },
    });
    new eks.Cluster(stack, 'Ec2', { version: eks.KubernetesVersion.V1_33, vpc, defaultCapacityType: eks.DefaultCapacityType.EC2 });
    new eks.Cluster(stack, 'None', { version: eks.KubernetesVersion.V1_33, vpc, defaultCapacityType: eks.DefaultCapacityType.NODEGROUP, defaultCapacity: 0 });
  },

  imports: (app, cdk, lib) => {
    const eks = lib('aws-eks-v2'), iam = lib('aws-iam'), ec2 = lib('aws-ec2'), s3assets = lib('aws-s3-assets');
    app.node.setContext('@aws-cdk/aws-eks:useNativeOidcProvider', true);
    const { stack, vpc, layer, out } = prepared(cdk, lib, app, 'S');
    const role = iam.Role.fromRoleArn(stack, 'Role', `${ROLES}k`);
    const provider = eks.KubectlProvider.fromKubectlProviderAttributes(stack, 'Provider', { serviceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:f', role });
    const oidc = new eks.OidcProviderNative(stack, 'Oidc', { url: 'https://oidc.example.com' });
    new eks.OpenIdConnectProvider(stack, 'Old', { url: 'https://oidc.example.com/old' });
    const cluster = eks.Cluster.fromClusterAttributes(stack, 'Cluster', {
      clusterName: 'c', kubectlProvider: provider, vpc, clusterSecurityGroupId: 'sg-00000002', securityGroupIds: ['sg-00000003'], openIdConnectProvider: oidc,
      clusterEndpoint: 'https://e', clusterCertificateAuthorityData: 'Q0E=', clusterEncryptionConfigKeyArn: 'k', prune: false, ipFamily: eks.IpFamily.IP_V6,
    });
    cluster.addManifest('M', { kind: 'Pod' });
    cluster.addHelmChart('Chart', { chartAsset: new s3assets.Asset(stack, 'Asset', { path: 'spec/fixtures/glue/library.py' }) });
    const chart = new (require('constructs').Construct)(stack, 'Chart8');
    chart.toJson = () => [{ kind: 'Pod', metadata: { name: 'a' } }];
    cluster.addCdk8sChart('Cdk8s', chart, { prune: true });
    cluster.addServiceAccount('Account');
    new eks.Nodegroup(stack, 'Nodes', { cluster, launchTemplateSpec: { id: 'lt-1', version: '2' }, nodeRole: role });
    out('Group', cluster.clusterSecurityGroup.securityGroupId);
    out('Arn', cluster.clusterArn);
    out('Node', eks.Nodegroup.fromNodegroupName(stack, 'ByName', 'n').nodegroupName);
    out('Addon', eks.Addon.fromAddonAttributes(stack, 'AddonByName', { addonName: 'a', clusterName: 'c' }).addonArn);
    out('AddonArn', eks.Addon.fromAddonArn(stack, 'AddonByArn', 'arn:aws:eks:eu-west-1:111122223333:addon/c/a/uuid').addonName);
    out('Entry', eks.AccessEntry.fromAccessEntryAttributes(stack, 'Entry', { accessEntryArn: 'arn', accessEntryName: 'n' }).accessEntryName);
    const bare = eks.Cluster.fromClusterAttributes(stack, 'Bare', { clusterName: 'bare', vpc, clusterSecurityGroupId: 'sg-00000005' });
    new eks.KubectlProvider(stack, 'Own', { cluster: bare, kubectlLayer: layer, privateSubnets: vpc.privateSubnets, removalPolicy: cdk.RemovalPolicy.RETAIN });
    new eks.KubectlProvider(stack, 'Given', {
      cluster: bare, kubectlLayer: layer, privateSubnets: vpc.privateSubnets, securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'G', 'sg-00000006'),
    });
    new eks.AlbController(stack, 'Alb', {
      cluster, version: eks.AlbControllerVersion.of('v9'), policy: { Statement: [{ Effect: 'Allow', Action: ['a:b'], Resource: ['arn:aws:s3:::b'] }] }, repository: 'mine',
    });
  },
};
