'use strict';

// Amazon EKS; the Lua twins are in spec/aws_cdk/aws_eks/aws_eks_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };

// A stack with a VPC in one zone, and a layer with kubectl.
function prepared(cdk, lib, app, id, props) {
  const ec2 = lib('aws-ec2'), lambda = lib('aws-lambda');
  const stack = new cdk.Stack(app, id, props);
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-00000001', availabilityZones: ['eu-west-1a', 'eu-west-1b'], publicSubnetIds: ['subnet-00000001', 'subnet-00000002'],
    privateSubnetIds: ['subnet-00000003', 'subnet-00000004'],
  });
  const layer = lambda.LayerVersion.fromLayerVersionArn(stack, 'Kubectl',
    'arn:aws:lambda:eu-west-1:111122223333:layer:kubectl:1');
  return { stack, vpc, layer };
}

module.exports = {
  clusters_with_nodes: (app, cdk, lib) => {
    const eks = lib('aws-eks'), ec2 = lib('aws-ec2'), s3assets = lib('aws-s3-assets'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const { layer } = prepared(cdk, lib, app, 'Layer');
    const cluster = new eks.Cluster(stack, 'Cluster', {
      version: eks.KubernetesVersion.V1_31, kubectlLayer: layer,
      vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 }), defaultCapacityType: eks.DefaultCapacityType.EC2, defaultCapacity: 1,
    });
    const out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    cluster.addAutoScalingGroupCapacity('Spot', {
      instanceType: new ec2.InstanceType('t4g.small'), spotPrice: '0.1',
      bootstrapOptions: {
        additionalArgs: '--more', awsApiRetryAttempts: 5, dnsClusterIp: '10.0.0.10', dockerConfigJson: '{}',
        enableDockerBridge: true, kubeletExtraArgs: '--labels a=b', useMaxPods: false,
      },
    });
    cluster.addAutoScalingGroupCapacity('Accelerated', {
      instanceType: new ec2.InstanceType('inf1.2xlarge'), mapRole: false, spotPrice: '1', spotInterruptHandler: false,
    });
    cluster.addAutoScalingGroupCapacity('Bottlerocket', {
      instanceType: new ec2.InstanceType('m5.large'), machineImageType: eks.MachineImageType.BOTTLEROCKET,
    });
    cluster.addAutoScalingGroupCapacity('Bare', {
      instanceType: new ec2.InstanceType('p3.2xlarge'), bootstrapEnabled: false,
    });
    cluster.awsAuth.addUserMapping(new iam.User(stack, 'User'), { groups: ['g'], username: 'u' });
    cluster.awsAuth.addRoleMapping(new iam.Role(stack, 'Nobody', { assumedBy: new iam.AccountRootPrincipal() }), { groups: [] });
    cluster.awsAuth.addAccount('444455556666');
    cluster.awsAuth.addMastersRole(iam.Role.fromRoleArn(stack, 'Master', 'arn:aws:iam::111122223333:role/m'), 'admin');
    out('Service', cluster.getServiceLoadBalancerAddress('web'));
    out('Ingress', cluster.getIngressLoadBalancerAddress('web2', { namespace: 'n', timeout: cdk.Duration.minutes(1) }));
    for (const field of ['clusterName', 'clusterArn', 'clusterEndpoint', 'clusterCertificateAuthorityData',
      'clusterEncryptionConfigKeyArn', 'clusterOpenIdConnectIssuer', 'clusterOpenIdConnectIssuerUrl',
      'clusterSecurityGroupId']) out(field, cluster[field]);
  },

  fargate_with_load_balancers: (app, cdk, lib) => {
    const eks = lib('aws-eks'), iam = lib('aws-iam');
    const { stack, vpc, layer } = prepared(cdk, lib, app, 'S', { env: ENV });
    const cluster = new eks.FargateCluster(stack, 'Cluster', {
      version: eks.KubernetesVersion.of('1.30'), kubectlLayer: layer, vpc, clusterName: 'c',
      authenticationMode: eks.AuthenticationMode.API_AND_CONFIG_MAP,
      mastersRole: new iam.Role(stack, 'Master', { assumedBy: new iam.AccountRootPrincipal() }),
      outputClusterName: true, outputMastersRoleArn: true, placeClusterHandlerInVpc: true,
      albController: {
        version: eks.AlbControllerVersion.V2_8_2, additionalHelmChartValues: { enableWaf: false, enableWafv2: true },
      },
      removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    cluster.addFargateProfile('More', {
      selectors: [{ labels: { a: 'b' }, namespace: 'n' }], fargateProfileName: 'more', vpc,
      subnetSelection: { subnets: [vpc.privateSubnets[0]] }, removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    cdk.Tags.of(cluster.defaultProfile).add('k', 'v');
    cluster.addServiceAccount('Account', {
      name: 'web', namespace: 'shop', labels: { l: 'v' }, annotations: { a: 'w' }, overwriteServiceAccount: true,
      removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    const policy = eks.AccessPolicy.fromAccessPolicyName('AmazonEKSViewPolicy', {
      accessScopeType: eks.AccessScopeType.NAMESPACE, namespaces: ['n'],
    });
    const principal = 'arn:aws:iam::111122223333:role/r';
    cluster.grantAccess('Access', principal, [policy], { accessEntryType: eks.AccessEntryType.STANDARD });
    cluster.grantAccess('Again', principal, [new eks.AccessPolicy({
      accessScope: { type: eks.AccessScopeType.CLUSTER }, policy: eks.AccessPolicyArn.AMAZON_EKS_ADMIN_POLICY,
    })]);
  },

  all_options: (app, cdk, lib) => {
    const eks = lib('aws-eks'), ec2 = lib('aws-ec2'), iam = lib('aws-iam'), kms = lib('aws-kms');
    const { stack, vpc, layer } = prepared(cdk, lib, app, 'S');
    const group = (id) => ec2.SecurityGroup.fromSecurityGroupId(stack, id, `sg-0000000${id.length}`);
    const role = (id) => iam.Role.fromRoleArn(stack, id, `arn:aws:iam::111122223333:role/${id}`);
    const cluster = new eks.Cluster(stack, 'Cluster', {
      version: eks.KubernetesVersion.V1_32, kubectlLayer: layer, awscliLayer: layer, onEventLayer: layer, vpc,
      clusterName: new cdk.CfnParameter(stack, 'Name').valueAsString, prune: false,
      authenticationMode: eks.AuthenticationMode.API, bootstrapClusterCreatorAdminPermissions: false,
      bootstrapSelfManagedAddons: false, deletionProtection: true, clusterHandlerEnvironment: { H: 'h' },
      clusterHandlerSecurityGroup: group('Handler'), placeClusterHandlerInVpc: true,
      clusterLogging: [eks.ClusterLoggingTypes.API, eks.ClusterLoggingTypes.SCHEDULER],
      controlPlaneScalingTier: eks.ControlPlaneScalingTier.TIER_XL, coreDnsComputeType: eks.CoreDnsComputeType.FARGATE,
      defaultCapacity: 0, endpointAccess: eks.EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom('10.0.0.0/8', '1.2.3.4/32'),
      ipFamily: eks.IpFamily.IP_V6, kubectlEnvironment: { K: 'k' }, kubectlMemory: cdk.Size.gibibytes(2),
      kubectlLambdaRole: new iam.Role(stack, 'KubectlRole', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
      mastersRole: role('Masters'), outputConfigCommand: false, role: role('Cluster_'), securityGroup: group('Control'),
      remoteNodeNetworks: [{ cidrs: ['10.1.0.0/16', '10.2.0.0/16'] }, { cidrs: ['10.3.0.0/16'] }],
      remotePodNetworks: [{ cidrs: ['10.4.0.0/16'] }], secretsEncryptionKey: new kms.Key(stack, 'Key'),
      tags: { a: 'b' }, vpcSubnets: [{ subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }],
    });
    cluster.addNodegroupCapacity('Full', {
      amiType: eks.NodegroupAmiType.BOTTLEROCKET_ARM_64, capacityType: eks.CapacityType.SPOT, desiredSize: 3, diskSize: 30,
      enableNodeAutoRepair: true, forceUpdate: false, instanceTypes: [new ec2.InstanceType('m6g.large'), new ec2.InstanceType('t4g.large')],
      labels: { l: 'v' }, maxSize: 5, maxUnavailable: 2, minSize: 2, nodegroupName: 'full', releaseVersion: '1',
      remoteAccess: { sshKeyName: 'k', sourceSecurityGroups: [group('Ssh')] }, removalPolicy: cdk.RemovalPolicy.RETAIN,
      subnets: { subnets: [vpc.privateSubnets[0]] }, tags: { t: 'v' },
      taints: [{ effect: eks.TaintEffect.NO_EXECUTE, key: 'k', value: 'v' }],
    });
    const template = new eks.Nodegroup(stack, 'Template', {
      cluster, launchTemplateSpec: { id: 'lt-1', version: '2' }, nodeRole: role('Node'), maxUnavailablePercentage: 50,
      instanceTypes: [new ec2.InstanceType('trn1.2xlarge')],
    });
    cluster.addNodegroupCapacity('Plain');
    const named = new eks.Addon(stack, 'Addon', {
      cluster, addonName: 'vpc-cni', addonVersion: 'v1', configurationValues: { replicas: 2, values: { a: ['b'] } },
      preserveOnDelete: false, removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    const addons = [named, eks.Addon.fromAddonAttributes(stack, 'ByName', { addonName: 'a', clusterName: 'c' }),
      eks.Addon.fromAddonArn(stack, 'ByArn', 'arn:aws:eks:eu-west-1:111122223333:addon/c/a/uuid')];
    const entry = new eks.AccessEntry(stack, 'Entry', {
      cluster, principal: 'arn:aws:iam::111122223333:role/e', accessPolicies: [],
      accessEntryType: eks.AccessEntryType.HYPERPOD_LINUX, removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    const imported = eks.AccessEntry.fromAccessEntryAttributes(stack, 'Imported', { accessEntryArn: 'arn', accessEntryName: 'n' });
    cluster.addServiceAccount('Pod', { identityType: eks.IdentityType.POD_IDENTITY });
    const out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    addons.forEach((addon, i) => { out(`AddonName${i}`, addon.addonName); out(`AddonArn${i}`, addon.addonArn); });
    out('EntryName', entry.accessEntryName);
    out('EntryArn', entry.accessEntryArn);
    out('ImportedName', imported.accessEntryName);
    out('NodegroupName', template.nodegroupName);
    out('NodegroupArn', template.nodegroupArn);
    out('ByName', eks.Nodegroup.fromNodegroupName(stack, 'NodegroupByName', 'n').nodegroupName);
  },

  imports_and_resources: (app, cdk, lib) => {
    const eks = lib('aws-eks'), ec2 = lib('aws-ec2'), iam = lib('aws-iam'), s3assets = lib('aws-s3-assets');
    const { stack, vpc, layer } = prepared(cdk, lib, app, 'S');
    const cluster = eks.Cluster.fromClusterAttributes(stack, 'Cluster', {
      clusterName: 'c', kubectlRoleArn: 'arn:aws:iam::111122223333:role/k', kubectlLayer: layer, awscliLayer: layer, vpc,
      kubectlPrivateSubnetIds: ['subnet-00000005'], kubectlSecurityGroupId: 'sg-00000001', kubectlEnvironment: { K: 'k' },
      kubectlMemory: cdk.Size.mebibytes(512), clusterSecurityGroupId: 'sg-00000002', securityGroupIds: ['sg-00000003', 'sg-00000004'],
      clusterHandlerSecurityGroupId: 'sg-00000005', prune: false,
      openIdConnectProvider: new eks.OpenIdConnectProvider(stack, 'Provider', { url: 'https://x.y/z' }),
    });
    const json = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { annotations: { a: 'b' }, name: 'i' } };
    new eks.KubernetesManifest(stack, 'Manifest', {
      cluster, ingressAlb: true, ingressAlbScheme: eks.AlbScheme.INTERNET_FACING, overwrite: true, prune: true,
      skipValidation: true, removalPolicy: cdk.RemovalPolicy.RETAIN,
      manifest: [json, { apiVersion: 'v1', kind: 'Pod', metadata: { labels: { l: 'v' }, name: cdk.Aws.REGION } }],
    });
    cluster.addManifest('Two', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } }, { apiVersion: 'v1', kind: 'Pod' });
    cluster.addCdk8sChart('Chart8', { toJson: () => [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'q' } }] }, { ingressAlb: true });
    cluster.addHelmChart('Chart', {
      chart: 'nginx', repository: 'https://charts', version: '1.2.3', namespace: 'n', release: 'r', atomic: true,
      createNamespace: false, skipCrds: true, wait: true, timeout: cdk.Duration.minutes(10), values: { a: { b: [1, true] } },
      removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    new eks.HelmChart(stack, 'FromAsset', {
      cluster, chartAsset: new s3assets.Asset(stack, 'Asset', { path: 'spec/fixtures/glue/library.py' }),
    });
    new eks.KubernetesPatch(stack, 'Patch', {
      cluster, resourceName: 'deployment/d', resourceNamespace: 'n', applyPatch: { spec: { replicas: 5 } },
      restorePatch: { spec: { replicas: 3 } }, patchType: eks.PatchType.MERGE, removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    new eks.KubernetesPatch(stack, 'JsonPatch', {
      cluster, resourceName: 'deployment/d', applyPatch: [{ op: 'replace', path: '/spec/replicas', value: 5 }], restorePatch: [],
      patchType: eks.PatchType.JSON,
    });
    const value = new eks.KubernetesObjectValue(stack, 'Value', {
      cluster, objectType: 'service', objectName: 's', jsonPath: '.status', removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    new cdk.CfnOutput(stack, 'OutValue', { value: value.value });
    cluster.addServiceAccount('Account');
    const other = eks.Cluster.fromClusterAttributes(stack, 'Other', {
      clusterName: 'o', clusterEndpoint: 'https://e', clusterCertificateAuthorityData: 'ca', clusterSecurityGroupId: 'sg-00000006',
      kubectlProvider: eks.KubectlProvider.fromKubectlProviderAttributes(stack, 'KubectlProvider', {
        functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:f', kubectlRoleArn: 'arn:aws:iam::111122223333:role/k',
        handlerRole: iam.Role.fromRoleArn(stack, 'HandlerRole', 'arn:aws:iam::111122223333:role/h'),
      }),
    });
    other.addManifest('Pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } });
    const nodes = new (lib('aws-autoscaling').AutoScalingGroup)(stack, 'Nodes', {
      vpc, instanceType: new ec2.InstanceType('t3.micro'), machineImage: new eks.EksOptimizedImage({
        cpuArch: eks.CpuArch.X86_64, kubernetesVersion: '1.30', nodeType: eks.NodeType.GPU,
      }),
    });
    other.connectAutoScalingGroupCapacity(nodes, {});
    new eks.OidcProviderNative(stack, 'Native', { url: 'https://x.y/n' });
    const ref = other.clusterRef;
    new cdk.CfnOutput(stack, 'OutRef', { value: `${ref.clusterName} ${ref.clusterArn}` });
  },

  flags: (app, cdk, lib) => {
    const eks = lib('aws-eks'), ec2 = lib('aws-ec2');
    for (const flag of ['@aws-cdk/aws-eks:nodegroupNameAttribute', '@aws-cdk/aws-eks:useNativeOidcProvider',
      '@aws-cdk/aws-eks:defaultToAL2023']) app.node.setContext(flag, true);
    const { stack, vpc, layer } = prepared(cdk, lib, app, 'S');
    const cluster = new eks.Cluster(stack, 'Cluster', {
      version: eks.KubernetesVersion.V1_33, kubectlLayer: layer, vpc, endpointAccess: eks.EndpointAccess.PUBLIC,
    });
    cluster.addServiceAccount('Account');
    cluster.addNodegroupCapacity('Gpu', { instanceTypes: [new ec2.InstanceType('g5.xlarge')] });
    new cdk.CfnOutput(stack, 'Out', { value: cluster.defaultNodegroup.nodegroupName });
    eks.AlbController.create(stack, {
      cluster, version: eks.AlbControllerVersion.of('v9.9.9', '1.9.9'), repository: 'r',
      policy: { Statement: [{ Effect: 'Allow', Action: 'a:*', Resource: ['arn:aws:s3:::b', '*'] }, { Effect: 'Allow', Action: 'b:*', Resource: '*' }] },
    });
  },

  resources_of_another_stack: (app, cdk, lib) => {
    const eks = lib('aws-eks');
    const { stack, vpc, layer } = prepared(cdk, lib, app, 'S');
    const other = new cdk.Stack(app, 'Other');
    const cluster = new eks.Cluster(stack, 'Cluster', {
      version: eks.KubernetesVersion.V1_31, kubectlLayer: layer, vpc, defaultCapacity: 0,
      authenticationMode: eks.AuthenticationMode.API, clusterName: cdk.PhysicalName.GENERATE_IF_NEEDED,
    });
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'shared' } };
    for (const id of ['One', 'Two']) new eks.KubernetesManifest(other, id, { cluster, manifest: [pod] });
    new eks.ServiceAccount(other, 'Account', { cluster });
    new eks.Nodegroup(other, 'Nodes', { cluster });
  },

  // Lists that have nothing in them, objects that nothing labels, and values that count as none.
  empty_lists: (app, cdk, lib) => {
    const eks = lib('aws-eks'), iam = lib('aws-iam'), ec2 = lib('aws-ec2');
    const { stack, vpc, layer } = prepared(cdk, lib, app, 'S');
    const cluster = new eks.Cluster(stack, 'Cluster', {
      version: eks.KubernetesVersion.V1_31, kubectlLayer: layer, vpc, defaultCapacity: 0, prune: false,
      clusterLogging: [], endpointAccess: eks.EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom(),
      remoteNodeNetworks: [{ cidrs: [] }], remotePodNetworks: [],
    });
    cluster.awsAuth.addRoleMapping(iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/r'), { groups: [] });
    cluster.addFargateProfile('Profile', {
      selectors: [{ namespace: 'n' }], vpc, subnetSelection: { subnetFilters: [ec2.SubnetFilter.byIds(['subnet-00000009'])] },
    });
    cluster.addManifest('None');
    new eks.KubernetesManifest(stack, 'Bare', { cluster, manifest: [{ kind: 'Pod' }, { kind: 'Ingress', metadata: {} }], ingressAlb: true });
    new eks.KubernetesManifest(stack, 'Odd', { cluster, prune: true, manifest: [
      { kind: '' }, { kind: 'a', metadata: '' }, { kind: 'b', metadata: null }, { kind: 'c', metadata: { labels: null } },
      { kind: 'd', metadata: { labels: '' } },
    ] });
    const imported = eks.Cluster.fromClusterAttributes(stack, 'Imported', {
      clusterName: 'c', kubectlRoleArn: '', clusterSecurityGroupId: '', kubectlSecurityGroupId: '', clusterHandlerSecurityGroupId: '',
    });
    new cdk.CfnOutput(stack, 'Out', { value: String(imported.kubectlRole) });
  },
};
