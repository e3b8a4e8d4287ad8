'use strict';

// Cases of aws_elasticsearch; their Lua twins are in spec/aws_cdk/aws_elasticsearch/aws_elasticsearch_spec.lua.
let cdk, cloudwatch, ec2, elasticsearch, iam, kms;

const load = (core, lib) => {
  cdk = core;
  cloudwatch = lib('aws-cloudwatch');
  ec2 = lib('aws-ec2');
  elasticsearch = lib('aws-elasticsearch');
  iam = lib('aws-iam');
  kms = lib('aws-kms');
};

const outputs = (stack) => (id, value) => new cdk.CfnOutput(stack, id, { value });

const cases = {
  domains: (app) => {
    const stack = new cdk.Stack(app, 'S');
    const out = outputs(stack);
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const plain = new elasticsearch.Domain(stack, 'Plain', { version: elasticsearch.ElasticsearchVersion.V7_10 });
    const full = new elasticsearch.Domain(stack, 'Full', {
      version: elasticsearch.ElasticsearchVersion.of('7.9.1'), domainName: 'full', vpc, zoneAwareness: { enabled: true },
      capacity: { dataNodes: 2, masterNodes: 3, warmNodes: 2 }, ebs: { volumeSize: 20, volumeType: ec2.EbsDeviceVolumeType.IO1, iops: 1000 },
      encryptionAtRest: { kmsKey: new kms.Key(stack, 'Key') }, nodeToNodeEncryption: true, enforceHttps: true,
      fineGrainedAccessControl: { masterUserName: 'admin' }, automatedSnapshotStartHour: 3, enableVersionUpgrade: true,
      logging: { slowSearchLogEnabled: true, slowIndexLogEnabled: true, appLogEnabled: true, auditLogEnabled: true },
      cognitoKibanaAuth: { identityPoolId: 'i', userPoolId: 'u', role: iam.Role.fromRoleName(stack, 'Cognito', 'r') },
      accessPolicies: [new iam.PolicyStatement({ actions: ['es:ESHttp*'], principals: [new iam.AnyPrincipal()], resources: ['*'] })],
    });
    full.connections.allowFromAnyIpv4(ec2.Port.tcp(443));
    new elasticsearch.Domain(stack, 'Unsigned', { version: elasticsearch.ElasticsearchVersion.V7_4, useUnsignedBasicAuth: true });
    new elasticsearch.Domain(stack, 'Old', {
      version: elasticsearch.ElasticsearchVersion.V2_3, capacity: { dataNodeInstanceType: 't2.micro.elasticsearch', masterNodeInstanceType: 'm4.large.elasticsearch' },
      logging: { slowIndexLogEnabled: false },
    });
    const imported = elasticsearch.Domain.fromDomainEndpoint(stack, 'Imported', 'https://search-my-domain-abc.eu-west-1.es.amazonaws.com');
    imported.grantReadWrite(new iam.User(stack, 'User'));
    new cloudwatch.Alarm(stack, 'Alarm', { metric: imported.metricCPUUtilization(), threshold: 1, evaluationPeriods: 1 });
    out('Name', plain.domainName);
    out('Arn', full.domainArn);
    out('Endpoint', full.domainEndpoint);
    out('Ref', full.domainRef.domainName);
    out('ImportedName', imported.domainName);
  },
};

module.exports = Object.fromEntries(Object.entries(cases).map(([name, run]) => [name, (app, core, lib) => {
  load(core, lib);
  run(app);
}]));
