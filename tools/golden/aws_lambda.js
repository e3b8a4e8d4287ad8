// Programs whose templates the reference records for spec/aws_cdk/aws_lambda/function_spec.lua, which holds their twins.
'use strict';

const inline = (lambda, more) => ({
  code: lambda.Code.fromInline('x'), handler: 'i.h', runtime: lambda.Runtime.NODEJS_24_X, ...more,
});

// A case with one stack S and the module at hand.
const one = (build, env) => (app, cdk, lib) => {
  const lambda = lib('aws-lambda');
  build({ stack: new cdk.Stack(app, 'S', env), lambda, cdk, lib, fn: (more) => inline(lambda, more) });
};
const withFlag = (flag, build) => (app, cdk, lib) => {
  app.node.setContext(flag, true);
  one(build)(app, cdk, lib);
};

module.exports = {
  minimal: one(({ stack, lambda, fn }) => new lambda.Function(stack, 'F', fn())),
  plain_properties: one(({ stack, lambda, cdk, lib, fn }) => new lambda.Function(stack, 'F', fn({
    functionName: 'my-fn', description: 'd', timeout: cdk.Duration.minutes(2), memorySize: 512,
    ephemeralStorageSize: cdk.Size.gibibytes(1), reservedConcurrentExecutions: 0,
    architecture: lambda.Architecture.ARM_64, runtimeManagementMode: lambda.RuntimeManagementMode.manual('arn:x'),
    recursiveLoop: lambda.RecursiveLoop.ALLOW, tenancyConfig: lambda.TenancyConfig.PER_TENANT,
    environmentEncryption: lib('aws-kms').Key.fromKeyArn(stack, 'K', 'arn:aws:kms:us-east-1:111122223333:key/k'),
  }))),
  environment: one(({ stack, lambda, fn }) => new lambda.Function(stack, 'F', fn({ environment: { A: '1', Z: '2' } }))
    .addEnvironment('M', stack.region).addEnvironment('A', '3')),
  given_role: one(({ stack, lambda, lib, fn }) => {
    const iam = lib('aws-iam');
    const role = new iam.Role(stack, 'R', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const f = new lambda.Function(stack, 'F', fn({
      role, initialPolicy: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })],
    }));
    f.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:PutObject'], resources: ['*'] }));
  }),
  dead_letter_queue: one(({ stack, lambda, fn }) => new lambda.Function(stack, 'F', fn({ deadLetterQueueEnabled: true }))),
  dead_letter_queue_given: one(({ stack, lambda, lib, fn }) => new lambda.Function(stack, 'F', fn({
    deadLetterQueue: new (lib('aws-sqs').Queue)(stack, 'Q'),
  }))),
  dead_letter_topic: one(({ stack, lambda, lib, fn }) => new lambda.Function(stack, 'F', fn({
    deadLetterTopic: new (lib('aws-sns').Topic)(stack, 'T'),
  }))),
  tracing: one(({ stack, lambda, fn }) => {
    new lambda.Function(stack, 'A', fn({ tracing: lambda.Tracing.ACTIVE }));
    new lambda.Function(stack, 'P', fn({ tracing: lambda.Tracing.PASS_THROUGH }));
    new lambda.Function(stack, 'D', fn({ tracing: lambda.Tracing.DISABLED }));
  }),
  logging_config: one(({ stack, lambda, lib, fn }) => new lambda.Function(stack, 'F', fn({
    loggingFormat: lambda.LoggingFormat.JSON, systemLogLevelV2: lambda.SystemLogLevel.DEBUG,
    applicationLogLevelV2: lambda.ApplicationLogLevel.TRACE, logGroup: new (lib('aws-logs').LogGroup)(stack, 'L'),
  }))),
  log_retention: one(({ stack, lambda, lib, cdk, fn }) => {
    new lambda.Function(stack, 'F', fn({ logRetention: 7 }));
    new lambda.Function(stack, 'G', fn({ logRetention: 9999, logRemovalPolicy: cdk.RemovalPolicy.DESTROY }));
    void new lambda.Function(stack, 'H', fn()).logGroup.logGroupName;
  }),
  managed_log_group: withFlag('@aws-cdk/aws-lambda:useCdkManagedLogGroup', ({ stack, lambda, fn }) => {
    new lambda.Function(stack, 'F', fn());
  }),
  snap_start: one(({ stack, lambda, fn }) => new lambda.Function(stack, 'F', fn({
    runtime: lambda.Runtime.PYTHON_3_12, snapStart: lambda.SnapStartConf.ON_PUBLISHED_VERSIONS,
  }))),
  durable: one(({ stack, lambda, cdk, fn }) => new lambda.Function(stack, 'F', fn({
    durableConfig: { executionTimeout: cdk.Duration.hours(1), retentionPeriod: cdk.Duration.days(3) },
  }))),
  latest_node: one(({ stack, lambda, fn }) => new lambda.Function(stack, 'F', fn({ runtime: lambda.Runtime.NODEJS_LATEST }))),
  code_from_bucket: one(({ stack, lambda, lib }) => new lambda.Function(stack, 'F', {
    code: lambda.Code.fromBucket(new (lib('aws-s3').Bucket)(stack, 'B'), 'k.zip', 'v1'), handler: 'h',
    runtime: lambda.Runtime.JAVA_21,
  })),
  image: one(({ stack, lambda, lib }) => {
    const repo = new (lib('aws-ecr').Repository)(stack, 'R');
    new lambda.Function(stack, 'F', {
      code: lambda.Code.fromEcrImage(repo, { cmd: [], entrypoint: ['e'], workingDirectory: '' }),
      handler: lambda.Handler.FROM_IMAGE, runtime: lambda.Runtime.FROM_IMAGE,
    });
    new lambda.DockerImageFunction(stack, 'D', { code: lambda.DockerImageCode.fromEcr(repo, { tagOrDigest: 'v1' }) });
  }),
  layers: one(({ stack, lambda, lib, fn }) => {
    const bucket = new (lib('aws-s3').Bucket)(stack, 'B');
    const own = new lambda.LayerVersion(stack, 'Own', {
      code: lambda.Code.fromBucket(bucket, 'l.zip', '1'), layerVersionName: 'own', license: 'MIT', description: 'd',
      compatibleRuntimes: [lambda.Runtime.NODEJS_24_X, lambda.Runtime.PYTHON_3_13],
      compatibleArchitectures: [lambda.Architecture.ARM_64],
    });
    own.addPermission('All', { accountId: '*', organizationId: 'o-1234567890' });
    own.addPermission('One', { accountId: '111122223333' });
    const imported = lambda.LayerVersion.fromLayerVersionArn(stack, 'Imp', 'arn:aws:lambda:us-east-1:1:layer:l:1');
    const f = new lambda.Function(stack, 'F', fn({ layers: [own] }));
    f.addLayers(imported);
  }),
  layer_extensions: one(({ stack, lambda, cdk, fn }) => new lambda.Function(stack, 'F', fn({
    insightsVersion: lambda.LambdaInsightsVersion.VERSION_1_0_229_0,
    adotInstrumentation: {
      layerVersion: lambda.AdotLayerVersion.fromJavaScriptSdkLayerVersion(lambda.AdotLambdaLayerJavaScriptSdkVersion.LATEST),
      execWrapper: lambda.AdotLambdaExecWrapper.REGULAR_HANDLER,
    },
    paramsAndSecrets: lambda.ParamsAndSecretsLayerVersion.fromVersion(lambda.ParamsAndSecretsVersions.V1_0_103, {
      cacheSize: 500, logLevel: lambda.ParamsAndSecretsLogLevel.DEBUG, secretsManagerTtl: cdk.Duration.minutes(2),
    }),
  }))),
  layer_extensions_in_a_region: one(({ stack, lambda, fn }) => new lambda.Function(stack, 'F', fn({
    architecture: lambda.Architecture.ARM_64,
    insightsVersion: lambda.LambdaInsightsVersion.VERSION_1_0_229_0,
    adotInstrumentation: {
      layerVersion: lambda.AdotLayerVersion.fromGenericLayerVersion(lambda.AdotLambdaLayerGenericVersion.V0_115_0),
      execWrapper: lambda.AdotLambdaExecWrapper.PROXY_HANDLER,
    },
    paramsAndSecrets: lambda.ParamsAndSecretsLayerVersion.fromVersion(lambda.ParamsAndSecretsVersions.V1_0_103),
  })), { env: { region: 'us-east-1', account: '111122223333' } }),
  new_policies: withFlag('@aws-cdk/aws-lambda:createNewPoliciesWithAddToRolePolicy', ({ stack, lambda, lib, fn }) => {
    const { PolicyStatement } = lib('aws-iam');
    const f = new lambda.Function(stack, 'F', fn());
    f.addToRolePolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
    f.addToRolePolicy(new PolicyStatement({ actions: ['s3:PutObject'], resources: ['*'] }));
  }),
  singleton: one(({ stack, lambda, lib, fn }) => {
    const iam = lib('aws-iam');
    const props = fn({ uuid: '84c0de93-353f-4217-9b0b-45b6c993251a', lambdaPurpose: 'Purpose', environment: { A: '1' } });
    const a = new lambda.SingletonFunction(stack, 'A', props);
    const b = new lambda.SingletonFunction(stack, 'B', { ...props, environment: { B: '2' } });
    b.addEnvironment('C', '3');
    a.addPermission('P', { principal: new iam.ServicePrincipal('sns.amazonaws.com') });
    b.grantInvoke(new iam.ServicePrincipal('events.amazonaws.com'));
    a.addDependency(new (lib('aws-sqs').Queue)(stack, 'Q'));
  }),
  async_invocation: one(({ stack, lambda, lib, cdk, fn }) => {
    const destinations = lib('aws-lambda-destinations');
    const other = new lambda.Function(stack, 'Other', fn());
    new lambda.Function(stack, 'F', fn({
      maxEventAge: cdk.Duration.hours(1), retryAttempts: 0,
      onFailure: new destinations.SqsDestination(new (lib('aws-sqs').Queue)(stack, 'Q')),
      onSuccess: new destinations.LambdaDestination(other),
    }));
    other.configureAsyncInvoke({
      onFailure: new destinations.SnsDestination(new (lib('aws-sns').Topic)(stack, 'T')),
      onSuccess: new destinations.S3Destination(new (lib('aws-s3').Bucket)(stack, 'B')),
    });
  }),
  async_to_event_bridge: one(({ stack, lambda, lib, fn }) => {
    const destinations = lib('aws-lambda-destinations');
    new lambda.Function(stack, 'F', fn({ onSuccess: new destinations.EventBridgeDestination(), retryAttempts: 2 }));
  }),
  function_url: one(({ stack, lambda, lib, cdk, fn }) => {
    const iam = lib('aws-iam');
    const f = new lambda.Function(stack, 'F', fn());
    const url = f.addFunctionUrl({
      cors: { allowedOrigins: ['*'], maxAge: cdk.Duration.minutes(1), allowCredentials: true },
      invokeMode: lambda.InvokeMode.RESPONSE_STREAM,
    });
    new cdk.CfnOutput(stack, 'Url', { value: url.url });
    url.grantInvokeUrl(new iam.Role(stack, 'R', { assumedBy: new iam.AnyPrincipal() }));
    url.grantInvokeUrl(new iam.AccountPrincipal('444455556666'));
    new lambda.Function(stack, 'G', fn()).addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
    f.addAlias('live').addFunctionUrl();
  }),
  code_signing: one(({ stack, lambda, fn }) => {
    const profile = { signingProfileVersionArn: 'arn:aws:signer:us-east-1:111122223333:/signing-profiles/p/v' };
    const config = new lambda.CodeSigningConfig(stack, 'C', {
      signingProfiles: [profile], untrustedArtifactOnDeployment: lambda.UntrustedArtifactOnDeployment.ENFORCE,
    });
    new lambda.Function(stack, 'F', fn({ codeSigningConfig: config }));
    new lambda.Function(stack, 'G', fn({
      codeSigningConfig: lambda.CodeSigningConfig.fromCodeSigningConfigArn(stack, 'I',
        'arn:aws:lambda:us-east-1:111122223333:code-signing-config:csc-1'),
    }));
  }),
  other_stack: (app, cdk, lib) => {
    const lambda = lib('aws-lambda');
    const f = new lambda.Function(new cdk.Stack(app, 'A'), 'F', inline(lambda));
    const b = new cdk.Stack(app, 'B');
    new cdk.CfnOutput(b, 'Arn', { value: f.functionArn });
    new cdk.CfnOutput(b, 'Name', { value: f.functionName });
  },
  other_account: (app, cdk, lib) => {
    const lambda = lib('aws-lambda');
    const a = new cdk.Stack(app, 'A', { env: { account: '111122223333', region: 'us-east-1' } });
    const b = new cdk.Stack(app, 'B', { env: { account: '444455556666', region: 'us-east-1' } });
    const f = new lambda.Function(a, 'F', inline(lambda, { functionName: cdk.PhysicalName.GENERATE_IF_NEEDED }));
    const g = new lambda.Function(a, 'G', inline(lambda, { functionName: 'named' }));
    new cdk.CfnOutput(b, 'F', { value: f.functionArn });
    new cdk.CfnOutput(b, 'G', { value: g.functionArn });
    new cdk.CfnOutput(b, 'GName', { value: g.functionName });
  },
};
