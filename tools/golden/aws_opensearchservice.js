'use strict';

// Cases of aws_opensearchservice; their Lua twins are in spec/aws_cdk/aws_opensearchservice/aws_opensearchservice_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };
const FLAG = '@aws-cdk/aws-opensearchservice:enableOpensearchMultiAzWithStandby';

let cdk, acm, cloudwatch, ec2, iam, kms, logs, opensearch, route53;

const load = (core, lib) => {
  cdk = core;
  acm = lib('aws-certificatemanager');
  cloudwatch = lib('aws-cloudwatch');
  ec2 = lib('aws-ec2');
  iam = lib('aws-iam');
  kms = lib('aws-kms');
  logs = lib('aws-logs');
  opensearch = lib('aws-opensearchservice');
  route53 = lib('aws-route53');
};

const outputs = (stack) => (id, value) => new cdk.CfnOutput(stack, id, { value });
const anyone = () => new iam.PolicyStatement({ actions: ['es:ESHttp*'], principals: [new iam.AnyPrincipal()], resources: ['*'] });

const cases = {
  domains: (app) => {
    const stack = new cdk.Stack(app, 'S');
    const out = outputs(stack);
    const plain = new opensearch.Domain(stack, 'Plain', { version: opensearch.EngineVersion.OPENSEARCH_2_19 });
    const full = new opensearch.Domain(stack, 'Full', {
      version: opensearch.EngineVersion.openSearch('3.5'), domainName: 'full',
      capacity: {
        dataNodes: 3, dataNodeInstanceType: 'R6g.large.search', masterNodes: 3, masterNodeInstanceType: 'm6g.large.search', warmNodes: 2,
        warmInstanceType: 'ultrawarm1.large.search', multiAzWithStandbyEnabled: false,
        nodeOptions: [{ nodeType: opensearch.NodeType.COORDINATOR, nodeConfig: { enabled: true, count: 2, type: 'm5.xlarge.search' } }],
      },
      zoneAwareness: { availabilityZoneCount: 3 },
      ebs: { volumeSize: 100, volumeType: ec2.EbsDeviceVolumeType.GP3, iops: 3000, throughput: 250 },
      encryptionAtRest: { kmsKey: new kms.Key(stack, 'Key') }, nodeToNodeEncryption: true, enforceHttps: true,
      tlsSecurityPolicy: opensearch.TLSSecurityPolicy.TLS_1_2_PFS, coldStorageEnabled: true, automatedSnapshotStartHour: 5,
      advancedOptions: { 'rest.action.multi.allow_explicit_index': 'false' }, enableVersionUpgrade: true, enableAutoSoftwareUpdate: true,
      useLatestServiceSoftwareForBlueGreen: false, ipAddressType: opensearch.IpAddressType.DUAL_STACK, offPeakWindowStart: { hours: 20, minutes: 30 },
      removalPolicy: cdk.RemovalPolicy.DESTROY, s3VectorsEngineEnabled: false,
      cognitoDashboardsAuth: { identityPoolId: 'i', userPoolId: 'u', role: iam.Role.fromRoleName(stack, 'Cognito', 'r') },
      accessPolicies: [anyone()],
    });
    full.addAccessPolicies(new iam.PolicyStatement({ actions: ['es:ESHttpGet'], principals: [new iam.AccountRootPrincipal()], resources: [full.domainArn] }));
    new opensearch.Domain(stack, 'Storage', {
      version: opensearch.EngineVersion.ELASTICSEARCH_7_10, capacity: { dataNodeInstanceType: 'i3.large.search' }, ebs: { enabled: false },
      offPeakWindowEnabled: true, zoneAwareness: { enabled: true },
    });
    out('Name', plain.domainName);
    out('Arn', plain.domainArn);
    out('Id', plain.domainId);
    out('Endpoint', full.domainEndpoint);
    out('Ref', full.domainRef.domainArn);
  },

  multi_az: (app) => {
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    stack.node.setContext(FLAG, true);
    new opensearch.Domain(stack, 'Domain', {
      version: opensearch.EngineVersion.OPENSEARCH_1_3,
      encryptionAtRest: { enabled: true, kmsKey: kms.Key.fromKeyArn(stack, 'Far', 'arn:aws:kms:us-east-1:111122223333:key/k') },
    });
    new opensearch.Domain(stack, 'Near', {
      version: opensearch.EngineVersion.OPENSEARCH_1_3, capacity: { multiAzWithStandbyEnabled: false },
      encryptionAtRest: { enabled: true, kmsKey: kms.Key.fromKeyArn(stack, 'NearKey', 'arn:aws:kms:eu-west-1:111122223333:key/k') },
    });
  },

  security: (app) => {
    const stack = new cdk.Stack(app, 'S');
    const version = opensearch.EngineVersion.OPENSEARCH_2_5;
    new opensearch.Domain(stack, 'Unsigned', { version, useUnsignedBasicAuth: true, accessPolicies: [anyone()] });
    new opensearch.Domain(stack, 'ByArn', {
      version, enforceHttps: true, nodeToNodeEncryption: true, encryptionAtRest: { enabled: true },
      fineGrainedAccessControl: {
        masterUserArn: 'arn:aws:iam::111122223333:role/r',
        samlAuthenticationOptions: {
          idpEntityId: 'entity-id', idpMetadataContent: 'metadata', masterUserName: 'm', masterBackendRole: 'b', subjectKey: 's',
        },
      },
    });
    new opensearch.Domain(stack, 'ByName', {
      version, enforceHttps: true, nodeToNodeEncryption: true, encryptionAtRest: { enabled: true },
      fineGrainedAccessControl: {
        masterUserName: 'a"b', samlAuthenticationEnabled: true,
        samlAuthenticationOptions: { idpEntityId: 'entity-id', idpMetadataContent: 'metadata', rolesKey: 'r', sessionTimeoutMinutes: 1440 },
      },
      logging: { auditLogEnabled: true },
    });
    new opensearch.Domain(stack, 'Password', {
      version, useUnsignedBasicAuth: true,
      fineGrainedAccessControl: { masterUserName: 'n', masterUserPassword: cdk.SecretValue.secretsManager('s') },
    });
  },

  logs_and_network: (app) => {
    const stack = new cdk.Stack(app, 'S');
    const version = opensearch.EngineVersion.OPENSEARCH_2_5;
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const domain = new opensearch.Domain(stack, 'Domain', {
      version, vpc, enforceHttps: true, zoneAwareness: { enabled: true },
      logging: {
        slowSearchLogEnabled: true, slowIndexLogEnabled: false, appLogEnabled: true, appLogGroup: logs.LogGroup.fromLogGroupName(stack, 'Group', 'g'),
      },
    });
    domain.connections.allowDefaultPortFromAnyIpv4('d');
    outputs(stack)('GroupName', domain.slowSearchLogGroup.logGroupName);
    const other = new opensearch.Domain(stack, 'Other', {
      version, vpc, vpcSubnets: [{ subnetType: ec2.SubnetType.PUBLIC }], securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Sg', 'sg-12345678')],
      suppressLogsResourcePolicy: true, logging: { slowIndexLogEnabled: true },
    });
    other.connections.allowFromAnyIpv4(ec2.Port.tcp(443));
  },

  custom_endpoints: (app) => {
    const stack = new cdk.Stack(app, 'S');
    const version = opensearch.EngineVersion.OPENSEARCH_2_5;
    const hostedZone = new route53.PublicHostedZone(stack, 'Zone', { zoneName: 'example.com' });
    new opensearch.Domain(stack, 'Zoned', { version, customEndpoint: { domainName: 'search.example.com', hostedZone } });
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111122223333:certificate/c');
    new opensearch.Domain(stack, 'Certified', { version, customEndpoint: { domainName: 'search.example.com', certificate } });
  },

  grants_and_metrics: (app) => {
    const stack = new cdk.Stack(app, 'S');
    const out = outputs(stack);
    const domain = new opensearch.Domain(stack, 'Domain', { version: opensearch.EngineVersion.OPENSEARCH_2_5 });
    const imported = opensearch.Domain.fromDomainEndpoint(stack, 'Imported', 'https://search-my-domain-jcjotrt6f7otem4sqcwbch3c4u.eu-west-1.es.amazonaws.com');
    const byArn = opensearch.Domain.fromDomainAttributes(stack, 'ByArn', {
      domainArn: cdk.Fn.importValue('arn'), domainEndpoint: 'https://d.example.com',
    });
    const user = new iam.User(stack, 'User');
    domain.grantRead(user);
    domain.grantIndexWrite('i', user);
    domain.grantPathReadWrite('p/*', user);
    imported.grantReadWrite(user);
    byArn.grantIndexRead('i', user);
    out('ImportedName', imported.domainName);
    out('ImportedId', imported.domainId);
    out('ImportedEndpoint', imported.domainEndpoint);
    out('ByArnName', byArn.domainName);
    out('ByArnEndpoint', byArn.domainEndpoint);
    new cloudwatch.Alarm(stack, 'Red', { metric: domain.metricClusterStatusRed(), threshold: 1, evaluationPeriods: 1 });
    new cloudwatch.Alarm(stack, 'Nodes', { metric: imported.metricNodes(), threshold: 1, evaluationPeriods: 1 });
    new cloudwatch.Alarm(stack, 'Any', { metric: byArn.metric('M', { statistic: 'Sum' }), threshold: 1, evaluationPeriods: 1 });
    new cloudwatch.Alarm(stack, 'Latency', { metric: domain.metricSearchLatency(), threshold: 1, evaluationPeriods: 1 });
  },
};

module.exports = Object.fromEntries(Object.entries(cases).map(([name, run]) => [name, (app, core, lib) => {
  load(core, lib);
  run(app);
}]));
