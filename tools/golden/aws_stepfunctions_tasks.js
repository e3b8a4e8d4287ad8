'use strict';

// Cases of aws_stepfunctions_tasks; their Lua twins are in
// spec/aws_cdk/aws_stepfunctions_tasks/aws_stepfunctions_tasks_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };

const setup = (app, cdk, lib) => {
  const stack = new cdk.Stack(app, 'S', { env: ENV });
  const sfn = lib('aws-stepfunctions');
  return { stack, sfn, tasks: lib('aws-stepfunctions-tasks'), input: (value) => sfn.TaskInput.fromObject(value) };
};

const machine = ({ sfn, stack }, id, states) =>
  new sfn.StateMachine(stack, id, { definitionBody: sfn.DefinitionBody.fromChainable(sfn.Chain.start(states.reduce((a, b) => (a ? a.next(b) : b), null))) });

const token = (sfn) => sfn.JsonPath.taskToken;

module.exports = {
  values_known_later: (app, cdk, lib) => {
    const all = setup(app, cdk, lib);
    const { stack, sfn, tasks, input } = all;
    const api = new (lib('aws-apigateway').RestApi)(stack, 'Api');
    api.root.addMethod('GET');
    const call = { api, stageName: 'p', method: tasks.HttpMethod.GET };
    machine(all, 'M', [
      new tasks.EventBridgePutEvents(stack, 'Put', {
        entries: [
          { detail: input({}), detailType: 'T', source: sfn.JsonPath.stringAt('$.source') },
          { detail: input({}), detailType: 'T', source: cdk.Fn.importValue('source') },
        ],
      }),
      new tasks.CallApiGatewayRestApiEndpoint(stack, 'Path', { ...call, apiPath: sfn.JsonPath.stringAt('$.path') }),
      new tasks.CallApiGatewayRestApiEndpoint(stack, 'Import', { ...call, apiPath: '/a/' + cdk.Fn.importValue('path') }),
      new tasks.EvaluateExpression(stack, 'Evaluate', { expression: `${cdk.Fn.importValue('sum')} + $.b` }),
    ]);
  },
  messages: (app, cdk, lib) => {
    const all = setup(app, cdk, lib);
    const { stack, sfn, tasks, input } = all;
    const { IntegrationPattern, JsonPath } = sfn;
    const key = new (lib('aws-kms').Key)(stack, 'Key');
    const queue = new (lib('aws-sqs').Queue)(stack, 'Queue', { encryptionMasterKey: key });
    const topic = new (lib('aws-sns').Topic)(stack, 'Topic', { fifo: true, contentBasedDeduplication: true });
    const bus = new (lib('aws-events').EventBus)(stack, 'Bus');
    machine(all, 'M', [
      new tasks.SqsSendMessage(stack, 'Send', {
        queue, messageBody: input({ token: token(sfn) }), integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
        delay: cdk.Duration.seconds(5), messageDeduplicationId: JsonPath.stringAt('$.id'), messageGroupId: 'g',
      }),
      new tasks.SnsPublish(stack, 'Publish', {
        topic, message: sfn.TaskInput.fromText('hello'), messageGroupId: 'g', subject: 's', messagePerSubscriptionType: true,
        messageAttributes: {
          a: { value: 'x' }, b: { value: 5 }, c: { value: Buffer.from('x').toString('base64'), dataType: tasks.MessageAttributeDataType.BINARY },
          d: { value: sfn.TaskInput.fromJsonPathAt('$.d') }, e: { value: ['p', 'q'] }, f: { value: true },
        },
      }),
      new tasks.EventBridgePutEvents(stack, 'Put', {
        entries: [
          { detail: input({ a: JsonPath.stringAt('$.a') }), detailType: 'T', source: 'app', eventBus: bus },
          { detail: sfn.TaskInput.fromText('{}'), detailType: 'U', source: 'app' },
        ],
      }),
    ]);
  },
  functions: (app, cdk, lib) => {
    const all = setup(app, cdk, lib);
    const { stack, sfn, tasks, input } = all;
    const lambda = lib('aws-lambda');
    const fn = new lambda.Function(stack, 'Fn', { runtime: lambda.Runtime.NODEJS_24_X, handler: 'i.h', code: lambda.Code.fromInline('x') });
    const activity = new sfn.Activity(stack, 'Activity');
    machine(all, 'M', [
      new tasks.LambdaInvoke(stack, 'Invoke', { lambdaFunction: fn, qualifier: '1', invocationType: tasks.LambdaInvocationType.EVENT }),
      new tasks.LambdaInvoke(stack, 'Only', { lambdaFunction: fn, payloadResponseOnly: true, payload: input({ a: 1 }), retryOnServiceExceptions: false }),
      tasks.LambdaInvoke.jsonata(stack, 'Jsonata', { lambdaFunction: fn }),
      new tasks.StepFunctionsInvokeActivity(stack, 'Act', { activity, parameters: { a: sfn.JsonPath.stringAt('$.a') }, heartbeatTimeout: sfn.Timeout.duration(cdk.Duration.minutes(1)) }),
      new tasks.EvaluateExpression(stack, 'Evaluate', { expression: '$.a.b + $.c[0] + `${$.a.b}`', resultPath: '$.sum' }),
      new tasks.CallAwsService(stack, 'Call', { service: 's3', action: 'getObject', parameters: { Bucket: 'b', Key: sfn.JsonPath.stringAt('$.k') }, iamResources: ['arn:aws:s3:::b/*'] }),
      new tasks.CallAwsServiceCrossRegion(stack, 'Far', { service: 'sfn', action: 'listStateMachines', region: 'us-west-2', iamResources: ['*'] }),
    ]);
  },
  workflows: (app, cdk, lib) => {
    const all = setup(app, cdk, lib);
    const { stack, sfn, tasks, input } = all;
    const child = new sfn.StateMachine(stack, 'Child', { definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'P')) });
    const role = new (lib('aws-iam').Role)(stack, 'Role', { assumedBy: new (lib('aws-iam').ServicePrincipal)('scheduler.amazonaws.com') });
    const connection = new (lib('aws-events').Connection)(stack, 'Connection', {
      authorization: lib('aws-events').Authorization.apiKey('k', cdk.SecretValue.unsafePlainText('v')),
    });
    machine(all, 'M', [
      new tasks.StepFunctionsStartExecution(stack, 'Start', { stateMachine: child, integrationPattern: sfn.IntegrationPattern.RUN_JOB, associateWithParent: true, input: input({ a: 1 }), name: 'n' }),
      new tasks.HttpInvoke(stack, 'Http', {
        apiRoot: 'https://example.com', apiEndpoint: sfn.TaskInput.fromText('v1/things'), method: sfn.TaskInput.fromText('POST'), connection,
        headers: input({ 'X-A': 'b' }), body: input({ c: sfn.JsonPath.stringAt('$.c') }), urlEncodingFormat: tasks.URLEncodingFormat.INDICES,
      }),
      new tasks.EventBridgeSchedulerCreateScheduleTask(stack, 'Schedule', {
        scheduleName: 'nightly', schedule: tasks.Schedule.rate(cdk.Duration.hours(36)), timezone: 'UTC', flexibleTimeWindow: cdk.Duration.minutes(15),
        actionAfterCompletion: tasks.ActionAfterCompletion.DELETE,
        target: new tasks.EventBridgeSchedulerTarget({
          arn: 'arn:aws:sqs:eu-west-1:111122223333:q', role, input: '{}',
          retryPolicy: { maximumRetryAttempts: 2, maximumEventAge: cdk.Duration.hours(1) },
        }),
      }),
    ]);
  },
  items: (app, cdk, lib) => {
    const all = setup(app, cdk, lib);
    const { stack, sfn, tasks } = all;
    const V = tasks.DynamoAttributeValue;
    const { Table, AttributeType } = lib('aws-dynamodb');
    const table = new Table(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
    const key = { id: V.fromString(sfn.JsonPath.stringAt('$.id')) };
    machine(all, 'M', [
      new tasks.DynamoGetItem(stack, 'Get', {
        table, key, consistentRead: true, projectionExpression: [new tasks.DynamoProjectionExpression().withAttribute('a').atIndex(1).withAttribute('b')],
      }),
      new tasks.DynamoPutItem(stack, 'PutItem', {
        table, returnValues: tasks.DynamoReturnValues.ALL_OLD, conditionExpression: 'attribute_not_exists(id)',
        item: {
          a: V.fromNumber(1.5), b: V.fromBinary('eA=='), c: V.fromStringSet(['x']), d: V.fromNumberSet([1, 2]), e: V.fromMap({ n: V.fromNull(true) }),
          f: V.fromList([V.fromBoolean(true)]), g: V.mapFromJsonPath('$.m'), h: V.listFromJsonPath('$.l'), i: V.booleanFromJsonPath('$.b'), id: V.fromString('x'), j: V.booleanFromJsonPath(sfn.JsonPath.stringAt('$.t')), n: V.fromNumber(cdk.Token.asNumber(cdk.Fn.ref('AWS::NoValue'))),
        },
      }),
      new tasks.DynamoUpdateItem(stack, 'Update', {
        table, key, updateExpression: 'SET #n = :v', expressionAttributeNames: { '#n': 'n' }, expressionAttributeValues: { ':v': V.numberFromString(sfn.JsonPath.stringAt('$.v')) },
      }),
      new tasks.DynamoDeleteItem(stack, 'Delete', { table, key, returnConsumedCapacity: tasks.DynamoConsumedCapacity.TOTAL }),
    ]);
  },
  jobs: (app, cdk, lib) => {
    const all = setup(app, cdk, lib);
    const { stack, sfn, tasks, input } = all;
    const model = lib('aws-bedrock').FoundationModel.fromFoundationModelId(stack, 'Model', lib('aws-bedrock').FoundationModelIdentifier.ANTHROPIC_CLAUDE_V2);
    machine(all, 'M', [
      new tasks.AthenaStartQueryExecution(stack, 'Query', {
        queryString: 'select 1', queryExecutionContext: { databaseName: 'db' }, integrationPattern: sfn.IntegrationPattern.RUN_JOB,
        resultConfiguration: { outputLocation: { bucketName: 'b', objectKey: 'k' }, encryptionConfiguration: { encryptionOption: tasks.EncryptionOption.S3_MANAGED } },
        resultReuseConfigurationMaxAge: cdk.Duration.hours(1), executionParameters: ['p'],
      }),
      new tasks.AthenaGetQueryResults(stack, 'Results', { queryExecutionId: sfn.JsonPath.stringAt('$.Id') }),
      new tasks.BatchSubmitJob(stack, 'Batch', {
        jobDefinitionArn: 'arn:aws:batch:eu-west-1:111122223333:job-definition/d:1', jobName: 'j', jobQueueArn: 'arn:aws:batch:eu-west-1:111122223333:job-queue/q',
        arraySize: 3, attempts: 2, payload: input({ p: 'x' }), taskTimeout: sfn.Timeout.duration(cdk.Duration.minutes(5)), tags: { k: 'v' },
        containerOverrides: { command: ['c'], environment: { e: 'f' }, memory: cdk.Size.gibibytes(2), vcpus: 2, gpuCount: 1 }, dependsOn: [{ jobId: 'i', type: 'N_TO_N' }],
      }),
      new tasks.BatchSubmitJob(stack, 'Bare', {
        jobDefinitionArn: 'arn:aws:batch:eu-west-1:111122223333:job-definition/d:1', jobName: 'j', jobQueueArn: 'arn:aws:batch:eu-west-1:111122223333:job-queue/q',
        containerOverrides: { command: [], environment: {}, gpuCount: cdk.Token.asNumber(cdk.Fn.ref('AWS::NoValue')) }, dependsOn: [],
      }),
      new tasks.GlueStartJobRun(stack, 'Glue', {
        glueJobName: 'g', integrationPattern: sfn.IntegrationPattern.RUN_JOB, arguments: input({ '--a': 'b' }), notifyDelayAfter: cdk.Duration.minutes(5),
        workerConfiguration: { workerTypeV2: tasks.WorkerTypeV2.G_1X, numberOfWorkers: 2 }, executionClass: tasks.ExecutionClass.FLEX,
      }),
      new tasks.GlueStartCrawlerRun(stack, 'Crawl', { crawlerName: 'c' }),
      new tasks.GlueDataBrewStartJobRun(stack, 'Brew', { name: 'b', integrationPattern: sfn.IntegrationPattern.RUN_JOB }),
      new tasks.MediaConvertCreateJob(stack, 'Convert', { createJobRequest: { Role: 'arn:aws:iam::111122223333:role/r', Settings: { a: 1 } }, integrationPattern: sfn.IntegrationPattern.RUN_JOB }),
      new tasks.BedrockInvokeModel(stack, 'Ask', { model, body: input({ prompt: sfn.JsonPath.stringAt('$.p') }), guardrail: tasks.Guardrail.enable('abc', 2), traceEnabled: true }),
    ]);
  },
  clusters: (app, cdk, lib) => {
    const all = setup(app, cdk, lib);
    const { stack, sfn, tasks } = all;
    const clusterId = sfn.JsonPath.stringAt('$.ClusterId');
    machine(all, 'M', [
      new tasks.EmrAddStep(stack, 'Add', {
        clusterId, name: 's', jar: 'j', mainClass: 'c', args: ['a'], properties: { k: 'v', l: 'w' }, executionRoleArn: 'arn:aws:iam::111122223333:role/r',
        actionOnFailure: tasks.ActionOnFailure.TERMINATE_CLUSTER,
      }),
      new tasks.EmrAddStep(stack, 'AddBare', { clusterId, name: 's', jar: 'j', args: [], properties: {} }),
      new tasks.EmrCancelStep(stack, 'Cancel', { clusterId, stepId: sfn.JsonPath.stringAt('$.StepId'), integrationPattern: sfn.IntegrationPattern.RUN_JOB }),
      new tasks.EmrSetClusterTerminationProtection(stack, 'Protect', { clusterId, terminationProtected: false }),
      new tasks.EmrModifyInstanceFleetByName(stack, 'Fleet', { clusterId, instanceFleetName: 'f', targetOnDemandCapacity: 2, targetSpotCapacity: 0 }),
      new tasks.EmrModifyInstanceGroupByName(stack, 'Group', {
        clusterId, instanceGroupName: 'g',
        instanceGroup: {
          configurations: [{ classification: 'c', properties: { k: 'v' }, configurations: [{ classification: 'd' }] }], eC2InstanceIdsToTerminate: ['i-1'], instanceCount: 1,
          shrinkPolicy: {
            decommissionTimeout: cdk.Duration.minutes(1),
            instanceResizePolicy: { instanceTerminationTimeout: cdk.Duration.minutes(2), instancesToProtect: ['i-2'], instancesToTerminate: ['i-3'] },
          },
        },
      }),
      tasks.EmrTerminateCluster.jsonata(stack, 'Terminate', { clusterId: '{% $states.input.ClusterId %}' }),
      new tasks.EmrContainersCreateVirtualCluster(stack, 'Create', {
        eksCluster: tasks.EksClusterInput.fromTaskInput(sfn.TaskInput.fromText('eks')), eksNamespace: 'n', tags: { k: 'v' },
      }),
      tasks.EmrContainersCreateVirtualCluster.jsonata(stack, 'CreateNamed', { eksCluster: tasks.EksClusterInput.fromTaskInput(sfn.TaskInput.fromText('eks')) }),
      new tasks.EmrContainersDeleteVirtualCluster(stack, 'Delete', {
        virtualClusterId: sfn.TaskInput.fromText('v'), integrationPattern: sfn.IntegrationPattern.RUN_JOB,
      }),
      new tasks.EmrContainersDeleteVirtualCluster(stack, 'DeleteOther', { virtualClusterId: sfn.TaskInput.fromJsonPathAt('$.Id') }),
    ]);
  },
  training: (app, cdk, lib) => {
    const all = setup(app, cdk, lib);
    const { stack, sfn, tasks } = all;
    const { FoundationModel, FoundationModelIdentifier } = lib('aws-bedrock');
    const { Vpc, SecurityGroup } = lib('aws-ec2');
    const baseModel = FoundationModel.fromFoundationModelId(stack, 'Model', FoundationModelIdentifier.AMAZON_TITAN_TEXT_G1_EXPRESS_V1);
    const bucket = new (lib('aws-s3').Bucket)(stack, 'Bucket');
    const customModelKmsKey = new (lib('aws-kms').Key)(stack, 'Key');
    const vpc = new Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 0 });
    machine(all, 'M', [
      new tasks.BedrockInvokeModel(stack, 'Draft', {
        model: baseModel, body: sfn.TaskInput.fromObject({}), guardrail: tasks.Guardrail.enableDraft(cdk.Fn.importValue('guardrail')),
      }),
      new tasks.BedrockCreateModelCustomizationJob(stack, 'Train', {
        baseModel, customModelName: 'm', jobName: 'j', clientRequestToken: 'c-1', customizationType: tasks.CustomizationType.FINE_TUNING, customModelKmsKey,
        customModelTags: [{ key: 'k', value: 'v' }], jobTags: [{ key: 'l', value: 'w' }], hyperParameters: { batchSize: '1' },
        outputData: { bucket, path: 'out' }, trainingData: { bucket, path: 'in/d.json' }, validationData: [{ bucket, path: 'v.json' }],
        vpcConfig: { securityGroups: [new SecurityGroup(stack, 'Group', { vpc })], subnets: vpc.publicSubnets },
      }),
      new tasks.BedrockCreateModelCustomizationJob(stack, 'Evaluate', {
        baseModel, customModelName: 'n', jobName: 'k', hyperParameters: { 'Evaluation percentage': '10' }, outputData: { bucket }, trainingData: { bucket },
        integrationPattern: sfn.IntegrationPattern.RUN_JOB,
      }),
    ]);
  },
  create_cluster: (app, cdk, lib) => {
    const all = setup(app, cdk, lib);
    const { stack, sfn, tasks } = all;
    const E = tasks.EmrCreateCluster;
    const configurations = [{ classification: 'c', properties: { k: 'v' } }];
    const ebsConfiguration = {
      ebsOptimized: true,
      ebsBlockDeviceConfigs: [{ volumeSpecification: { volumeSize: cdk.Size.gibibytes(10), volumeType: E.EbsBlockDeviceVolumeType.IO1, iops: 100 }, volumesPerInstance: 2 }],
    };
    machine(all, 'M', [
      new E(stack, 'Groups', {
        name: 'n', additionalInfo: 'i', applications: [{ name: 'Spark', args: ['a'], version: '3', additionalInfo: { k: 'v' } }], configurations, customAmiId: 'ami-1',
        bootstrapActions: [{ name: 'b', scriptBootstrapAction: { path: 's3://b/k', args: ['x'] } }], logUri: 's3://b/logs', releaseLabel: 'emr-7.1.0',
        ebsRootVolumeSize: cdk.Size.gibibytes(20), ebsRootVolumeIops: 3000, ebsRootVolumeThroughput: 125, stepConcurrencyLevel: 2, tags: { k: 'v' },
        kerberosAttributes: { realm: 'r', kdcAdminPassword: 'p' }, scaleDownBehavior: E.EmrClusterScaleDownBehavior.TERMINATE_AT_TASK_COMPLETION,
        managedScalingPolicy: { computeLimits: { unitType: E.ComputeLimitsUnitType.VCPU, minimumCapacityUnits: 1, maximumCapacityUnits: 4, maximumCoreCapacityUnits: 2 } },
        autoTerminationPolicyIdleTimeout: cdk.Duration.minutes(5), visibleToAllUsers: false,
        instances: {
          ec2SubnetId: 'subnet-1', placement: { availabilityZone: 'eu-west-1a' }, terminationProtected: true,
          instanceGroups: [{
            instanceCount: 1, instanceRole: E.InstanceRoleType.CORE, instanceType: 'm5.xlarge', bidPrice: '1', market: E.InstanceMarket.SPOT, name: 'g', configurations, ebsConfiguration,
            autoScalingPolicy: {
              constraints: { minCapacity: 1, maxCapacity: 3 },
              rules: [{
                name: 'r', description: 'd',
                action: { market: E.InstanceMarket.SPOT, simpleScalingPolicyConfiguration: { scalingAdjustment: 1, coolDown: 5, adjustmentType: E.ScalingAdjustmentType.CHANGE_IN_CAPACITY } },
                trigger: {
                  cloudWatchAlarmDefinition: {
                    comparisonOperator: E.CloudWatchAlarmComparisonOperator.GREATER_THAN, metricName: 'm', period: cdk.Duration.minutes(5), dimensions: [{ key: 'k', value: 'v' }],
                    evaluationPeriods: 2, namespace: 'ns', statistic: E.CloudWatchAlarmStatistic.SUM, threshold: 3, unit: E.CloudWatchAlarmUnit.COUNT,
                  },
                },
              }],
            },
          }],
        },
      }),
      E.jsonata(stack, 'Fleets', {
        name: 'f', integrationPattern: sfn.IntegrationPattern.REQUEST_RESPONSE,
        instances: {
          instanceFleets: [
            { instanceFleetType: E.InstanceRoleType.MASTER, targetOnDemandCapacity: 1, name: 'm' },
            {
              instanceFleetType: E.InstanceRoleType.TASK, targetSpotCapacity: 2,
              instanceTypeConfigs: [{ instanceType: 'm5.large', priority: 0, weightedCapacity: 1, bidPriceAsPercentageOfOnDemandPrice: 50, configurations, ebsConfiguration }],
              launchSpecifications: {
                onDemandSpecification: { allocationStrategy: E.OnDemandAllocationStrategy.PRIORITIZED },
                spotSpecification: { timeoutAction: E.SpotTimeoutAction.TERMINATE_CLUSTER, timeout: cdk.Duration.minutes(10), allocationStrategy: E.SpotAllocationStrategy.DIVERSIFIED },
              },
            },
          ],
        },
      }),
    ]);
  },
  sagemaker: (app, cdk, lib) => {
    const all = setup(app, cdk, lib);
    const { stack, sfn, tasks, input } = all;
    const { InstanceType, InstanceClass, InstanceSize, SecurityGroup, SubnetType, Vpc } = lib('aws-ec2');
    const { S3Location, DockerImage } = tasks;
    const path = sfn.JsonPath.stringAt;
    const tags = sfn.TaskInput.fromJsonPathAt('$.tags');
    const vpc = new Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 0 });
    const group = new SecurityGroup(stack, 'Group', { vpc });
    const bucket = new (lib('aws-s3').Bucket)(stack, 'Bucket');
    const key = new (lib('aws-kms').Key)(stack, 'Key');
    const repository = new (lib('aws-ecr').Repository)(stack, 'Repository');
    const large = InstanceType.of(InstanceClass.P3, InstanceSize.XLARGE2);
    const model = new tasks.SageMakerCreateModel(stack, 'Model', {
      modelName: 'Model-1', vpc, subnetSelection: { subnetType: SubnetType.PUBLIC }, enableNetworkIsolation: true, tags,
      primaryContainer: new tasks.ContainerDefinition({
        image: DockerImage.fromEcrRepository(repository, 'v1'), mode: tasks.Mode.SINGLE_MODEL, modelS3Location: S3Location.fromBucket(bucket, 'models/m.tgz'),
        environmentVariables: input({ A: 'b' }),
      }),
      containers: [
        new tasks.ContainerDefinition({ containerHostName: 'h', modelPackageName: 'p', modelS3Location: S3Location.fromJsonExpression('$.model') }),
        new tasks.ContainerDefinition({ image: DockerImage.fromJsonExpression(path('$.image')) }),
      ],
    });
    model.addSecurityGroup(group);
    const train = new tasks.SageMakerCreateTrainingJob(stack, 'Train', {
      trainingJobName: 'Job', integrationPattern: sfn.IntegrationPattern.RUN_JOB, enableNetworkIsolation: false,
      algorithmSpecification: { trainingImage: DockerImage.fromRegistry('r/i:1'), trainingInputMode: tasks.InputMode.PIPE, metricDefinitions: [{ name: 'm', regex: 'x=(.*)' }] },
      inputDataConfig: [
        { channelName: 'train', dataSource: { s3DataSource: { s3Location: S3Location.fromBucket(bucket, 'in') } } },
        {
          channelName: 'test', compressionType: tasks.CompressionType.GZIP, contentType: 'text/csv', inputMode: tasks.InputMode.FILE, recordWrapperType: tasks.RecordWrapperType.RECORD_IO,
          dataSource: {
            s3DataSource: {
              s3Location: S3Location.fromJsonExpression('$.data'), s3DataType: tasks.S3DataType.MANIFEST_FILE, attributeNames: ['a'],
              s3DataDistributionType: tasks.S3DataDistributionType.SHARDED_BY_S3_KEY,
            },
          },
        },
      ],
      outputDataConfig: { s3OutputLocation: S3Location.fromBucket(bucket, 'out'), encryptionKey: key },
      resourceConfig: { instanceCount: 2, instanceType: large, volumeSize: cdk.Size.gibibytes(50), volumeEncryptionKey: key },
      stoppingCondition: { maxRuntime: cdk.Duration.minutes(5) }, hyperparameters: { epochs: '5', rate: path('$.rate') }, tags: { k: 'v' }, environment: { A: 'b' },
      vpcConfig: { vpc, subnets: { subnetType: SubnetType.PUBLIC } },
    });
    train.addSecurityGroup(group);
    train.connections.allowFromAnyIpv4(lib('aws-ec2').Port.tcp(443));
    machine(all, 'M', [
      model, train,
      tasks.SageMakerCreateTrainingJob.jsonata(stack, 'TrainPlain', {
        trainingJobName: '{% $states.input.name %}', algorithmSpecification: { algorithmName: 'arn:aws:sagemaker:eu-west-1:111122223333:algorithm/a-1', metricDefinitions: [] }, inputDataConfig: [],
        outputDataConfig: { s3OutputLocation: S3Location.fromJsonExpression('{% $states.input.uri %}') },
      }),
      new tasks.SageMakerCreateEndpointConfig(stack, 'Config', {
        endpointConfigName: 'Config', kmsKey: key, tags,
        productionVariants: [
          { instanceType: large, modelName: 'm', variantName: 'a', acceleratorType: tasks.AcceleratorType.of(tasks.AcceleratorClass.EIA2, InstanceSize.LARGE) },
          { instanceType: new InstanceType(path('$.type')), modelName: path('$.m'), variantName: 'b', initialInstanceCount: 3, initialVariantWeight: 0.5, acceleratorType: new tasks.AcceleratorType('ml.eia1.medium') },
        ],
      }),
      new tasks.SageMakerCreateEndpoint(stack, 'Endpoint', { endpointName: 'End', endpointConfigName: path('$.config'), tags }),
      tasks.SageMakerUpdateEndpoint.jsonata(stack, 'Update', { endpointName: '{% $states.input.end %}', endpointConfigName: 'Config' }),
      new tasks.SageMakerCreateTransformJob(stack, 'Transform', {
        transformJobName: 't', modelName: 'm', integrationPattern: sfn.IntegrationPattern.RUN_JOB, batchStrategy: tasks.BatchStrategy.MULTI_RECORD, environment: { A: 'b' },
        maxConcurrentTransforms: 2, maxPayload: cdk.Size.mebibytes(6), modelClientOptions: { invocationsMaxRetries: 1, invocationsTimeout: cdk.Duration.minutes(2) }, tags: { k: 'v' },
        transformInput: {
          compressionType: tasks.CompressionType.GZIP, contentType: 'text/csv', splitType: tasks.SplitType.LINE,
          transformDataSource: { s3DataSource: { s3Uri: 's3://b/in', s3DataType: tasks.S3DataType.S3_PREFIX } },
        },
        transformOutput: { s3OutputPath: 's3://b/out', accept: 'text/csv', assembleWith: tasks.AssembleWith.LINE, encryptionKey: key },
        transformResources: { instanceCount: 1, instanceType: large, volumeEncryptionKey: key },
      }),
      new tasks.SageMakerCreateTransformJob(stack, 'TransformPlain', {
        transformJobName: 'u', modelName: 'm', modelClientOptions: {}, transformInput: { transformDataSource: { s3DataSource: { s3Uri: 's3://b/in' } } },
        transformOutput: { s3OutputPath: 's3://b/out' },
      }),
    ]);
  },
  kubernetes: (app, cdk, lib) => {
    const all = setup(app, cdk, lib);
    const { stack, sfn, tasks, input } = all;
    const cluster = lib('aws-eks').Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'c', clusterEndpoint: 'https://c', clusterCertificateAuthorityData: 'data' });
    machine(all, 'M', [
      new tasks.EksCall(stack, 'Make', {
        cluster, httpMethod: tasks.HttpMethods.POST, httpPath: '/apis/batch/v1/namespaces/n/jobs', queryParameters: { dryRun: ['All'] },
        requestBody: input({ kind: 'Job', metadata: { name: sfn.JsonPath.stringAt('$.name') } }),
      }),
      tasks.EksCall.jsonata(stack, 'List', { cluster, httpMethod: tasks.HttpMethods.GET, httpPath: '{% $states.input.path %}' }),
    ]);
  },
  spark: (app, cdk, lib) => {
    const all = setup(app, cdk, lib);
    const { stack, sfn, tasks } = all;
    const { Classification, ReleaseLabel, VirtualClusterInput } = tasks;
    const virtualCluster = VirtualClusterInput.fromVirtualClusterId('v');
    const entryPoint = sfn.TaskInput.fromText('local:///main.py');
    const bucket = new (lib('aws-s3').Bucket)(stack, 'Bucket');
    const executionRole = new (lib('aws-iam').Role)(stack, 'Role', { assumedBy: new (lib('aws-iam').ServicePrincipal)('states.amazonaws.com') });
    machine(all, 'M', [
      new tasks.EmrContainersStartJobRun(stack, 'Run', {
        virtualCluster, releaseLabel: ReleaseLabel.EMR_6_3_0, jobName: 'j', tags: { k: 'v' }, monitoring: { logging: true, logStreamNamePrefix: 'p', persistentAppUI: false },
        jobDriver: { sparkSubmitJobDriver: { entryPoint, entryPointArguments: sfn.TaskInput.fromJsonPathAt('$.args'), sparkSubmitParameters: '--conf a=b' } },
        applicationConfig: [
          { classification: Classification.SPARK_DEFAULTS, properties: { a: 'b' } },
          { classification: new Classification('c'), nestedConfig: [{ classification: Classification.SPARK_LOG4J, properties: { c: 'd' } }] },
        ],
      }),
      tasks.EmrContainersStartJobRun.jsonata(stack, 'Start', {
        virtualCluster: VirtualClusterInput.fromTaskInput(sfn.TaskInput.fromText('{% $states.input.id %}')), releaseLabel: new ReleaseLabel('emr-7'),
        integrationPattern: sfn.IntegrationPattern.REQUEST_RESPONSE, jobDriver: { sparkSubmitJobDriver: { entryPoint } }, executionRole, monitoring: { logBucket: bucket },
      }),
      new tasks.EmrContainersStartJobRun(stack, 'Another', { virtualCluster, releaseLabel: ReleaseLabel.EMR_5_33_0, jobDriver: { sparkSubmitJobDriver: { entryPoint } } }),
    ]);
  },

  ecs_tasks: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2'), ecs = lib('aws-ecs'), iam = lib('aws-iam'), sfn = lib('aws-stepfunctions'), tasks = lib('aws-stepfunctions-tasks');
    const stack = new cdk.Stack(app, 'S'), vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
    const near = new ecs.Cluster(stack, 'Near', { vpc });
    const group = new ec2.SecurityGroup(stack, 'Group', { vpc });
    const cluster = ecs.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'c', vpc, securityGroups: [group] });
    const image = ecs.ContainerImage.fromRegistry('nginx');
    const fargate = new ecs.FargateTaskDefinition(stack, 'Fargate');
    const container = fargate.addContainer('C', { image, logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'p' }) });
    const bridge = new ecs.Ec2TaskDefinition(stack, 'Bridge');
    bridge.addContainer('C', { image, memoryLimitMiB: 64 });
    const strategy = [{ capacityProvider: 'FARGATE', base: 1, weight: 2 }];
    const onFargate = new tasks.EcsFargateLaunchTarget({ platformVersion: ecs.FargatePlatformVersion.VERSION1_4 });
    const first = new tasks.EcsRunTask(stack, 'First', { cluster: near, taskDefinition: fargate, launchTarget: onFargate });
    const second = new tasks.EcsRunTask(stack, 'Second', {
      integrationPattern: sfn.IntegrationPattern.RUN_JOB, cluster: near, taskDefinition: fargate, assignPublicIp: true, securityGroups: [group],
      launchTarget: new tasks.EcsFargateLaunchTarget({
        platformVersion: ecs.FargatePlatformVersion.LATEST, capacityProviderOptions: tasks.CapacityProviderOptions.custom(strategy),
      }),
      containerOverrides: [{
        containerDefinition: container, command: sfn.JsonPath.listAt('$.b'), cpu: 1, memoryLimit: 2, memoryReservation: 3,
        environment: [{ name: 'A', value: sfn.JsonPath.stringAt('$.a') }],
      }],
      cpu: '256', memoryMiB: '512', propagatedTagSource: ecs.PropagatedTagSource.TASK_DEFINITION, revisionNumber: 4, enableExecuteCommand: true,
    });
    const third = new tasks.EcsRunTask(stack, 'Third', {
      integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN, cluster, taskDefinition: bridge,
      launchTarget: new tasks.EcsEc2LaunchTarget({
        placementConstraints: [ecs.PlacementConstraint.memberOf('x')], placementStrategies: [ecs.PlacementStrategy.spreadAcross('a'), ecs.PlacementStrategy.randomly()],
      }),
      containerOverrides: [{ containerDefinition: bridge.defaultContainer, environment: [{ name: 'T', value: sfn.JsonPath.taskToken }] }],
    });
    const fourth = tasks.EcsRunTask.jsonata(stack, 'Fourth', {
      cluster, taskDefinition: bridge, memoryMiB: '512',
      launchTarget: new tasks.EcsEc2LaunchTarget({ capacityProviderOptions: tasks.CapacityProviderOptions.default() }),
    });
    const fifth = tasks.EcsRunTask.jsonPath(stack, 'Fifth', { cluster, taskDefinition: bridge, launchTarget: new tasks.EcsEc2LaunchTarget(), containerOverrides: [] });
    new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(first.next(second).next(third).next(fourth).next(fifth)) });
    first.connections.allowToAnyIpv4(ec2.Port.tcp(443));
    third.connections.allowToAnyIpv4(ec2.Port.tcp(444));
    new sfn.StateMachine(stack, 'Later', {
      definitionBody: sfn.DefinitionBody.fromChainable(new tasks.EcsRunTask(stack, 'Sixth', { cluster: near, taskDefinition: fargate, launchTarget: onFargate })),
      role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('states.amazonaws.com') }),
    });
  },
};
