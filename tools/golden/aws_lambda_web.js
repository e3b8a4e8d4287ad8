// Programs whose templates the reference records for spec/aws_cdk/aws_lambda/web_function_spec.lua, which holds their twins.
'use strict';

const one = (build, env) => (app, cdk, lib) => build({
  stack: new cdk.Stack(app, 'S', env), cdk, lib, lambda: lib('aws-lambda'), s3: lib('aws-s3'), iam: lib('aws-iam'),
});
const props = (lambda, code, more) => ({
  code, runtime: lambda.WebFunctionRuntime.NODEJS_24_X, defaultEndpointAuth: lambda.WebFunctionAuthType.IAM_AUTH, ...more,
});

module.exports = {
  from_bucket: one(({ stack, lambda, s3, cdk }) => {
    const bucket = new s3.Bucket(stack, 'B', { versioned: true });
    const fn = new lambda.WebFunction(stack, 'W', props(lambda, lambda.WebFunctionCode.fromBucket(bucket, 'k.zip', 'v'), {
      webFunctionName: 'web', environment: { A: '1' }, entryPoint: 'server.js', timeout: cdk.Duration.minutes(1),
      maxConcurrencyPerEnvironment: 8, revisionDescription: 'd', tags: { b: '2', a: '1' },
      applicationLogLevel: lambda.ApplicationLogLevel.WARN, systemLogLevel: lambda.SystemLogLevel.INFO,
      defaultEndpoint: { endpointDescription: 'e', maxEnvironments: 4, rateLimit: 100 },
    }));
    for (const [id, value] of Object.entries({
      Arn: fn.webFunctionArn, Name: fn.webFunctionName, Revision: fn.revisionArn, Id: fn.revisionId,
      Domain: fn.endpoint.domainName, Endpoint: fn.endpoint.endpointArn, Owner: fn.endpoint.webFunctionArn,
    })) new cdk.CfnOutput(stack, id, { value });
  }),
  endpoints: one(({ stack, lambda, s3, iam }) => {
    const bucket = new s3.Bucket(stack, 'B', { versioned: true });
    const fn = new lambda.WebFunction(stack, 'W', props(lambda, lambda.WebFunctionCode.fromBucket(bucket, 'k.zip'), {
      defaultEndpoint: { endpointLocation: lambda.WebFunctionEndpointLocation.multiRegion(['us-west-2', 'eu-west-1']) },
    }));
    const endpoint = fn.addEndpoint('More', { authType: lambda.WebFunctionAuthType.APPLICATION_MANAGED });
    endpoint.grants.invoke(new iam.Role(stack, 'R', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
    fn.endpoint.grants.invoke(new iam.ServicePrincipal('cloudfront.amazonaws.com'));
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
    fn.addToResourcePolicy(new iam.PolicyStatement({
      actions: ['lambda:InvokeWebFunctionEndpoint'], resources: ['*'], principals: [new iam.AccountPrincipal('111122223333')],
    }));
  }),
  encrypted_bucket: one(({ stack, lambda, s3, lib }) => {
    const key = new (lib('aws-kms').Key)(stack, 'K');
    const bucket = new s3.Bucket(stack, 'B', { versioned: true, encryptionKey: key });
    new lambda.WebFunction(stack, 'W', props(lambda, lambda.WebFunctionCode.fromBucket(bucket, 'k.zip'), { kmsKey: key }));
  }),
  imports: one(({ stack, lambda, iam, cdk }) => {
    const fn = lambda.WebFunction.fromWebFunctionArn(stack, 'W', 'arn:aws:lambda:us-west-2:123456789012:web-function/w');
    new cdk.CfnOutput(stack, 'Name', { value: fn.webFunctionName });
    fn.addToResourcePolicy(new iam.PolicyStatement({ actions: ['a:b'], resources: ['*'], principals: [new iam.AnyPrincipal()] }));
    const endpoint = lambda.WebFunctionEndpoint.fromWebFunctionEndpointAttributes(stack, 'E', {
      endpointArn: 'arn:aws:lambda:us-west-2:123456789012:web-function/w/endpoint/e', domainName: 'd',
      endpointType: lambda.WebFunctionEndpointType.HOME_REGION, authType: lambda.WebFunctionAuthType.IAM_AUTH,
    });
    new cdk.CfnOutput(stack, 'Owner', { value: endpoint.webFunctionArn });
    endpoint.grants.invoke(new iam.Role(stack, 'R', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
  }),
  capacity_provider: one(({ stack, lambda, cdk, lib }) => {
    const subnet = { subnetId: 'subnet-1' }, group = { securityGroupId: 'sg-1' };
    const provider = new lambda.CapacityProvider(stack, 'C', {
      subnets: [subnet], securityGroups: [group], capacityProviderName: 'cp', architectures: [lambda.Architecture.ARM_64],
      maxVCpuCount: 20, scalingOptions: lambda.ScalingOptions.manual([lambda.TargetTrackingScalingPolicy.cpuUtilization(70)]),
      propagateTags: lambda.PropagateTags.explicit({ a: '1', b: '2' }), systemLogLevel: lambda.SystemLogLevel.WARN,
    });
    const fn = new lambda.Function(stack, 'F', {
      code: lambda.Code.fromInline('x'), handler: 'i.h', runtime: lambda.Runtime.NODEJS_24_X,
    });
    provider.addFunction(fn, {
      publishToLatestPublished: true, perExecutionEnvironmentMaxConcurrency: 4, executionEnvironmentMemoryGiBPerVCpu: 2,
      latestPublishedScalingConfig: { minExecutionEnvironments: 1, maxExecutionEnvironments: 9 },
    });
    new cdk.CfnOutput(stack, 'V', { value: fn.currentVersion.version });
    new cdk.CfnOutput(stack, 'Arn', { value: provider.capacityProviderArn });
    const imported = lambda.CapacityProvider.fromCapacityProviderName(stack, 'I', 'other');
    new cdk.CfnOutput(stack, 'Name', { value: imported.capacityProviderName });
    new cdk.CfnOutput(stack, 'ImportedArn', { value: imported.capacityProviderArn });
  }),
  network_connector: one(({ stack, lambda, iam, cdk, s3 }) => {
    const vpc = { selectSubnets: () => ({ subnetIds: ['subnet-1', 'subnet-2'] }) };
    const connector = new lambda.NetworkConnector(stack, 'N', {
      networkConnectorName: 'nc', tags: { k: 'v' },
      configuration: lambda.NetworkConnectorConfiguration.vpcEgress({
        computeType: lambda.NetworkConnectorComputeType.WEB_FUNCTION, vpc,
        securityGroups: [{ securityGroupRef: { securityGroupId: 'sg-1' } }],
      }),
    });
    new lambda.NetworkConnector(stack, 'M', {
      operatorRole: new iam.Role(stack, 'R', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
      configuration: lambda.NetworkConnectorConfiguration.vpcEgress({
        computeType: lambda.NetworkConnectorComputeType.MICRO_VM, vpc,
        securityGroups: [{ securityGroupRef: { securityGroupId: 'sg-2' } }],
        networkProtocol: lambda.NetworkConnectorProtocol.DUAL_STACK,
      }),
    });
    const bucket = new s3.Bucket(stack, 'B', { versioned: true });
    new lambda.WebFunction(stack, 'W', props(lambda, lambda.WebFunctionCode.fromBucket(bucket, 'k.zip'), {
      egressNetworkConnector: connector,
    }));
    const imported = lambda.NetworkConnector.fromNetworkConnectorVersionArn(stack, 'I',
      'arn:aws:lambda:us-east-1:111122223333:network-connector:nc:3');
    new cdk.CfnOutput(stack, 'Arn', { value: imported.networkConnectorArn });
    new cdk.CfnOutput(stack, 'Version', { value: imported.latestVersionArn });
  }),
  managed_bucket: one(({ stack, lambda, cdk }) => {
    const code = () => lambda.WebFunctionCode.fromAssetToManagedBucket('spec/fixtures/web_app');
    new lambda.WebFunction(stack, 'W', props(lambda, code()));
    const kept = new lambda.WebFunction(stack, 'Kept', props(lambda, code()));
    kept.resourceRevision.applyRemovalPolicy(cdk.RemovalPolicy.RETAIN);
  }),
  provided_bucket: one(({ stack, lambda, s3 }) => {
    const bucket = new s3.Bucket(stack, 'B', { versioned: true });
    new lambda.WebFunction(stack, 'W', props(lambda, lambda.WebFunctionCode.fromAssetToProvidedBucket(bucket,
      'spec/fixtures/web_app', { keyPrefix: 'apps/' })));
  }),
};
