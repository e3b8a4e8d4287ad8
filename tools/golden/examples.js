'use strict';

// Twins of examples/*.lua, from the project's folder; recorded with their asset manifests. Maps are written sorted.
const fs = require('fs');
const os = require('os');
const path = require('path');

const here = 'examples';
const HELLO = "def handler(event, context):\n    return 'hello'\n";

const python = (lib, code, more) => ({
  code, handler: 'index.handler', runtime: lib('aws-lambda').Runtime.PYTHON_3_12, ...more,
});
const image = (lib, code, more) => {
  const { Handler, Runtime } = lib('aws-lambda');
  return { code, handler: Handler.FROM_IMAGE, runtime: Runtime.FROM_IMAGE, ...more };
};
const customCommand = (lambda, options) => {
  const output = fs.mkdtempSync(path.join(os.tmpdir(), 'custom-command-'));
  return lambda.Code.fromCustomCommand(output, ['cp', `${here}/handler/index.py`, `${output}/index.py`], options);
};
const withDocker = (use) => {
  process.env.CDK_DOCKER = path.resolve('tools/demo-docker');
  try {
    return use();
  } finally {
    delete process.env.CDK_DOCKER;
  }
};

module.exports = {
  ecr_image: (app, cdk, lib) => {
    const lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'EcrImage');
    const repository = new (lib('aws-ecr').Repository)(stack, 'Repository');
    new lambda.Function(stack, 'Documented', image(lib, new lambda.EcrImageCode(repository, {
      cmd: ['cmd'], entrypoint: ['entrypoint'], tag: 'tag', tagOrDigest: 'tagOrDigest', workingDirectory: 'workingDirectory',
    })));
    new lambda.Function(stack, 'Tagged', image(lib, lambda.Code.fromEcrImage(repository, {
      tagOrDigest: 'v1', cmd: ['index.handler'],
    })));
    new lambda.DockerImageFunction(stack, 'Latest', { code: lambda.DockerImageCode.fromEcr(repository) });
  },

  asset: (app, cdk, lib) => {
    const lambda = lib('aws-lambda'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'Asset');
    const auditor = new iam.Role(stack, 'Auditor', { assumedBy: new iam.AccountRootPrincipal() });
    new lambda.Function(stack, 'Handler', python(lib, lambda.Code.fromAsset(`${here}/handler`, {
      exclude: ['*.md', '**/__pycache__'], ignoreMode: cdk.IgnoreMode.GIT,
      followSymlinks: cdk.SymlinkFollowMode.NEVER, readers: [auditor],
    })));
  },

  asset_bundling: (app, cdk, lib) => {
    const lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'AssetBundling');
    new lambda.Function(stack, 'Handler', python(lib, lambda.Code.fromAsset(`${here}/handler`, {
      assetHashType: cdk.AssetHashType.OUTPUT,
      bundling: {
        image: lambda.Runtime.PYTHON_3_12.bundlingImage,
        command: ['sh', '-c', 'pip install -r requirements.txt -t /asset-output && cp -r . /asset-output'],
        local: {
          tryBundle: (output) => {
            fs.writeFileSync(`${output}/index.py`, '# bundled\n' + fs.readFileSync(`${here}/handler/index.py`));
            return true;
          },
        },
      },
    })));
  },

  asset_image: (app, cdk, lib) => {
    const lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'AssetImage');
    new lambda.Function(stack, 'Handler', image(lib, lambda.Code.fromAssetImage(`${here}/image`, {
      file: 'Dockerfile', buildArgs: { VERSION: '1' }, platform: lib('aws-ecr-assets').Platform.LINUX_ARM64,
      exclude: ['*.md'], cmd: ['index.handler'], entrypoint: ['/lambda-entrypoint.sh'], workingDirectory: '/var/task',
    }), { architecture: lambda.Architecture.ARM_64 }));
    new lambda.DockerImageFunction(stack, 'Short', {
      code: lambda.DockerImageCode.fromImageAsset(`${here}/image`), architecture: lambda.Architecture.X86_64,
    });
  },

  bucket: (app, cdk, lib) => {
    const lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'Bucket');
    const artifacts = lib('aws-s3').Bucket.fromBucketName(stack, 'Artifacts', 'my-artifacts');
    new lambda.Function(stack, 'Handler', python(lib, lambda.Code.fromBucket(artifacts, 'handler.zip', '3f2a1c')));
  },

  bucket_v2: (app, cdk, lib) => {
    const lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'BucketV2', { env: { account: '111111111111', region: 'us-east-1' } });
    const key = new (lib('aws-kms').Key)(stack, 'Key');
    const artifacts = new (lib('aws-s3').Bucket)(stack, 'Artifacts', { versioned: true, encryptionKey: key });
    const handler = (id, options) =>
      new lambda.Function(stack, id, python(lib, lambda.Code.fromBucketV2(artifacts, 'handler.zip', options)));
    handler('Latest');
    handler('Versioned', { objectVersion: '3f2a1c' });
    handler('Encrypted', { objectVersion: '3f2a1c', sourceKMSKey: key });
    handler('Referenced', { objectVersion: '3f2a1c', s3ObjectStorageMode: lambda.S3ObjectStorageMode.REFERENCE });
  },

  cfn_parameters: (app, cdk, lib) => {
    const { Code, Function } = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'CfnParameters');
    const code = Code.fromCfnParameters();
    new Function(stack, 'Handler', python(lib, code));
    new cdk.CfnOutput(stack, 'BucketParameter', { value: code.bucketNameParam });
    new cdk.CfnOutput(stack, 'Overrides', {
      value: stack.toJsonString(code.assign({ bucketName: 'my-artifacts', objectKey: 'handler.zip' })),
    });
    const given = Code.fromCfnParameters({
      bucketNameParam: new cdk.CfnParameter(stack, 'CodeBucket', { default: 'my-artifacts' }),
      objectKeyParam: new cdk.CfnParameter(stack, 'CodeKey'),
    });
    new Function(stack, 'Other', python(lib, given));
  },

  custom_command: (app, cdk, lib) => {
    const lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'CustomCommand');
    new lambda.Function(stack, 'Handler', python(lib, customCommand(lambda, {
      commandOptions: { cwd: '.' }, displayName: 'handler',
    })));
  },

  docker_build: (app, cdk, lib) => {
    const lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'DockerBuild');
    new lambda.Function(stack, 'Handler', python(lib, withDocker(() => lambda.Code.fromDockerBuild(`${here}/image`, {
      imagePath: '/asset', buildArgs: { VERSION: '1' }, platform: 'linux/amd64',
    }))));
  },

  inline: (app, cdk, lib) => {
    const lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'Inline');
    new lambda.Function(stack, 'Handler', python(lib, lambda.Code.fromInline(
      'def handler(event, context):\n    return {"statusCode": 200, "body": "hello"}\n')));
    new lambda.Function(stack, 'WhereAmI', {
      code: lambda.Code.fromInline("exports.handler = async () => '" + cdk.Aws.REGION + "';"),
      handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X,
    });
  },

  own_code: (app, cdk, lib) => {
    const lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'OwnCode');
    class TemplateCode extends lambda.Code {
      constructor(text, values) {
        super();
        this.isInline = true;
        this.text = text.replace(/{{(\w+)}}/g, (_, name) => values[name]);
      }
      bind(scope) {
        cdk.Annotations.of(scope).addInfo('filled in');
        return { inlineCode: this.text };
      }
      bindToResource(resource) {
        resource.addMetadata('Template', 'greeting');
      }
    }
    new lambda.Function(stack, 'Greeter', {
      code: new TemplateCode("exports.handler = async () => '{{greeting}}, {{name}}';", { greeting: 'hello', name: 'world' }),
      handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X,
    });
  },

  layers: (app, cdk, lib) => {
    const lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'Layers');
    const layer = new lambda.LayerVersion(stack, 'Greeting', {
      code: lambda.Code.fromAsset(`${here}/layer`),
      compatibleRuntimes: [lambda.Runtime.PYTHON_3_12, lambda.Runtime.PYTHON_3_13],
      compatibleArchitectures: [lambda.Architecture.X86_64, lambda.Architecture.ARM_64],
      description: 'says hello', license: 'Apache-2.0', removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    layer.addPermission('Partner', { accountId: '222222222222' });
    const handler = new lambda.Function(stack, 'Handler', python(lib, lambda.Code.fromInline(
      "from greeting import greeting\ndef handler(event, context):\n    return greeting('you')\n"), { layers: [layer] }));
    handler.addLayers(lambda.LayerVersion.fromLayerVersionArn(stack, 'Insights',
      'arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension:38'));
  },

  cross_stack: (app, cdk, lib) => {
    const lambda = lib('aws-lambda'), s3 = lib('aws-s3');
    const env = { account: '111111111111', region: 'us-east-1' };
    const storage = new cdk.Stack(app, 'Storage', { env });
    const bucket = new s3.Bucket(storage, 'Uploads', { encryption: s3.BucketEncryption.S3_MANAGED });
    const compute = new cdk.Stack(app, 'Compute', { env });
    const handler = new lambda.Function(compute, 'Handler', python(lib, lambda.Code.fromInline(HELLO), {
      environment: { BUCKET: bucket.bucketName, INBOX: `s3://${bucket.bucketName}/inbox` },
    }));
    bucket.grantRead(handler);
  },

  image_service: (app, cdk, lib) => {
    const lambda = lib('aws-lambda'), ec2 = lib('aws-ec2'), efs = lib('aws-efs'), sqs = lib('aws-sqs');
    const secretsmanager = lib('aws-secretsmanager'), destinations = lib('aws-lambda-destinations');
    const stack = new cdk.Stack(app, 'ImageService', { env: { account: '111111111111', region: 'eu-central-1' } });
    const vpc = new ec2.Vpc(stack, 'Network', {
      availabilityZones: ['eu-central-1a', 'eu-central-1b'], natGateways: 0,
      subnetConfiguration: [{ name: 'Inside', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
    });
    const secrets = vpc.addInterfaceEndpoint('Secrets', {
      service: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER, open: false,
    });
    const files = new efs.FileSystem(stack, 'Files', {
      vpc, encrypted: true, lifecyclePolicy: efs.LifecyclePolicy.AFTER_30_DAYS, throughputMode: efs.ThroughputMode.ELASTIC,
      removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    const models = files.addAccessPoint('Models', {
      path: '/models', createAcl: { ownerUid: '1000', ownerGid: '1000', permissions: '750' },
      posixUser: { uid: '1000', gid: '1000' },
    });
    const credentials = new secretsmanager.Secret(stack, 'Credentials', {
      generateSecretString: {
        secretStringTemplate: '{"user":"predictor"}', generateStringKey: 'password', excludePunctuation: true,
      },
    });
    const failed = new sqs.Queue(stack, 'Failed', { encryption: sqs.QueueEncryption.SQS_MANAGED, enforceSSL: true });
    const predict = new lambda.DockerImageFunction(stack, 'Predict', {
      code: lambda.DockerImageCode.fromImageAsset(`${here}/image`), architecture: lambda.Architecture.ARM_64,
      memorySize: 3008, timeout: cdk.Duration.minutes(1), vpc, allowAllOutbound: false,
      filesystem: lambda.FileSystem.fromEfsAccessPoint(models, '/mnt/models'),
      environment: { CREDENTIALS: credentials.secretArn, MODELS: '/mnt/models' },
      onFailure: new destinations.SqsDestination(failed),
    });
    credentials.grantRead(predict);
    secrets.connections.allowDefaultPortFrom(predict, 'Credentials of the function');
    failed.metricApproximateNumberOfMessagesVisible({ period: cdk.Duration.minutes(1) })
      .createAlarm(stack, 'Failures', { threshold: 1, evaluationPeriods: 1 });
  },

  order_workflow: (app, cdk, lib) => {
    const lambda = lib('aws-lambda'), sqs = lib('aws-sqs'), iam = lib('aws-iam'), logs = lib('aws-logs');
    const cloudwatch = lib('aws-cloudwatch'), sfn = lib('aws-stepfunctions');
    const { JsonPath, Condition } = sfn;
    const stack = new cdk.Stack(app, 'OrderWorkflow');
    const newFunction = (id, code) => new lambda.Function(stack, id, {
      runtime: lambda.Runtime.NODEJS_LATEST, handler: 'index.handler', code: lambda.Code.fromInline(code),
    });
    const check = newFunction('Check', 'exports.handler = async item => ({ ok: item.count > 0 });');
    const charge = newFunction('Charge', 'exports.handler = async order => ({ charged: order.total });');
    const approvals = new sqs.Queue(stack, 'Approvals', { enforceSSL: true });
    const tasks = lib('aws-stepfunctions-tasks');
    const checkItem = new tasks.LambdaInvoke(stack, 'CheckItem', { lambdaFunction: check, outputPath: '$.Payload' });
    checkItem.addRetry({
      errors: ['Lambda.TooManyRequestsException'], interval: cdk.Duration.seconds(2), maxAttempts: 5, backoffRate: 2,
      jitterStrategy: sfn.JitterType.FULL,
    });
    const checkItems = new sfn.Map(stack, 'CheckItems', {
      itemsPath: '$.items', maxConcurrency: 5, resultPath: '$.checks',
      itemSelector: { count: JsonPath.numberAt('$$.Map.Item.Value.count'), order: JsonPath.stringAt('$.id') },
    });
    checkItems.itemProcessor(checkItem);
    const rejected = new sfn.Fail(stack, 'Rejected', { error: 'Rejected', causePath: '$.reason' });
    const failed = new sfn.Pass(stack, 'ChargeFailed', {
      parameters: { reason: JsonPath.format('order {} could not be charged', JsonPath.stringAt('$.id')) },
    });
    failed.next(rejected);
    const approve = new tasks.SqsSendMessage(stack, 'AskForApproval', {
      queue: approvals, messageBody: sfn.TaskInput.fromObject({ order: JsonPath.stringAt('$.id'), token: JsonPath.taskToken }),
      integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN, resultPath: '$.approval',
      taskTimeout: sfn.Timeout.duration(cdk.Duration.days(1)),
    });
    approve.addCatch(rejected, { errors: [sfn.Errors.TIMEOUT, 'Denied'], resultPath: JsonPath.DISCARD });
    const chargeOrder = new tasks.LambdaInvoke(stack, 'ChargeOrder', { lambdaFunction: charge, resultPath: '$.charge' });
    chargeOrder.addRetry({ errors: [sfn.Errors.TASKS_FAILED], maxAttempts: 3 });
    chargeOrder.addCatch(failed, { resultPath: '$.error' });
    const isLarge = new sfn.Choice(stack, 'IsLarge')
      .when(Condition.and(Condition.isNumeric('$.total'), Condition.numberGreaterThan('$.total', 1000)), approve);
    const machine = new sfn.StateMachine(stack, 'Orders', {
      definitionBody: sfn.DefinitionBody.fromChainable(checkItems.next(isLarge.afterwards({ includeOtherwise: true })).next(chargeOrder)
        .next(new sfn.Succeed(stack, 'Done'))),
      timeout: cdk.Duration.days(2), tracingEnabled: true,
      logs: { destination: new logs.LogGroup(stack, 'Log'), level: sfn.LogLevel.ERROR },
    });
    approvals.grantConsumeMessages(new iam.Role(stack, 'Approver', { assumedBy: new iam.AccountRootPrincipal() }));
    new cloudwatch.Alarm(stack, 'OrdersFail', {
      metric: machine.metricFailed({ period: cdk.Duration.minutes(5) }), threshold: 1, evaluationPeriods: 1,
    });
  },

  queue_worker: (app, cdk, lib) => {
    const lambda = lib('aws-lambda'), sqs = lib('aws-sqs'), sns = lib('aws-sns'), kms = lib('aws-kms'), cloudwatch = lib('aws-cloudwatch');
    const sources = lib('aws-lambda-event-sources'), subscriptions = lib('aws-sns-subscriptions'), actions = lib('aws-cloudwatch-actions');
    const stack = new cdk.Stack(app, 'QueueWorker');
    const key = new kms.Key(stack, 'Key', { enableKeyRotation: true, description: 'Orders on their way' });
    const failed = new sqs.Queue(stack, 'Failed', { encryptionMasterKey: key, enforceSSL: true, retentionPeriod: cdk.Duration.days(14) });
    const orders = new sqs.Queue(stack, 'Orders', {
      encryptionMasterKey: key, enforceSSL: true, visibilityTimeout: cdk.Duration.minutes(6), deadLetterQueue: { queue: failed, maxReceiveCount: 3 },
    });
    const placed = new sns.Topic(stack, 'Placed', { enforceSSL: true });
    placed.addSubscription(new subscriptions.SqsSubscription(orders, {
      rawMessageDelivery: true, filterPolicy: { kind: sns.SubscriptionFilter.stringFilter({ allowlist: ['order', 'refund'] }) },
    }));
    const worker = new lambda.Function(stack, 'Worker', {
      runtime: lambda.Runtime.NODEJS_LATEST, architecture: lambda.Architecture.ARM_64, handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async event => ({ batchItemFailures: [] });'),
      timeout: cdk.Duration.minutes(1), reservedConcurrentExecutions: 20,
    });
    worker.addEventSource(new sources.SqsEventSource(orders, {
      batchSize: 100, maxBatchingWindow: cdk.Duration.seconds(5), maxConcurrency: 10, reportBatchItemFailures: true,
    }));
    const notify = new actions.SnsAction(new sns.Topic(stack, 'Alarms'));
    const minute = { period: cdk.Duration.minutes(1) };
    const waiting = new cloudwatch.Alarm(stack, 'OrdersWait', {
      metric: orders.metricApproximateAgeOfOldestMessage(minute), threshold: 900, evaluationPeriods: 3,
      alarmDescription: 'Orders have waited for a quarter of an hour',
    });
    const failing = new cloudwatch.Alarm(stack, 'OrdersFail', {
      metric: failed.metricApproximateNumberOfMessagesVisible(minute), threshold: 1, evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING, alarmDescription: 'Orders could not be worked off',
    });
    waiting.addAlarmAction(notify);
    failing.addAlarmAction(notify);
    failing.addOkAction(notify);
    const board = new cloudwatch.Dashboard(stack, 'Board', { defaultInterval: cdk.Duration.hours(12) });
    board.addWidgets(
      new cloudwatch.GraphWidget({
        title: 'Orders', width: 12, left: [orders.metricNumberOfMessagesSent(minute), orders.metricNumberOfMessagesDeleted(minute)],
        right: [orders.metricApproximateAgeOfOldestMessage(minute)],
      }),
      new cloudwatch.GraphWidget({
        title: 'Worker', width: 12, left: [worker.metricInvocations(minute), worker.metricErrors(minute)], right: [worker.metricDuration(minute)],
      }));
    board.addWidgets(new cloudwatch.AlarmStatusWidget({ title: 'Alarms', width: 24, alarms: [waiting, failing] }));
  },

  rest_api: (app, cdk, lib) => {
    const api = lib('aws-apigateway'), lambda = lib('aws-lambda'), dynamodb = lib('aws-dynamodb'), logs = lib('aws-logs');
    const cloudwatch = lib('aws-cloudwatch');
    const stack = new cdk.Stack(app, 'BookShop');
    const books = new dynamodb.TableV2(stack, 'Books', { partitionKey: { name: 'isbn', type: dynamodb.AttributeType.STRING } });
    const handler = new lambda.Function(stack, 'Handler', {
      runtime: lambda.Runtime.PYTHON_3_13, architecture: lambda.Architecture.ARM_64, handler: 'index.handler',
      code: lambda.Code.fromInline(
        'import boto3, json, os\n' +
        'table = boto3.resource("dynamodb").Table(os.environ["TABLE"])\n' +
        'def handler(event, context):\n' +
        '    if event["httpMethod"] == "POST":\n' +
        '        table.put_item(Item=json.loads(event["body"]))\n' +
        '        return {"statusCode": 201}\n' +
        '    isbn = (event["pathParameters"] or {}).get("isbn")\n' +
        '    found = table.get_item(Key={"isbn": isbn}).get("Item") if isbn else table.scan(Limit=50)["Items"]\n' +
        '    headers = {"Access-Control-Allow-Origin": "https://shop.example.com"}\n' +
        '    return {"statusCode": 200 if found else 404, "headers": headers, "body": json.dumps(found)}\n'),
      environment: { TABLE: books.tableName },
    });
    books.grantReadWriteData(handler);
    const shop = new api.RestApi(stack, 'Shop', {
      restApiName: 'books', defaultIntegration: new api.LambdaIntegration(handler, { scopePermissionToMethod: false }),
      defaultCorsPreflightOptions: { allowOrigins: ['https://shop.example.com'], allowMethods: ['GET'], maxAge: cdk.Duration.hours(1) },
      deployOptions: {
        stageName: 'v1', throttlingRateLimit: 50, throttlingBurstLimit: 100,
        accessLogDestination: new api.LogGroupLogDestination(new logs.LogGroup(stack, 'Requests', { retention: logs.RetentionDays.ONE_MONTH })),
        accessLogFormat: api.AccessLogFormat.jsonWithStandardFields(),
      },
    });
    shop.addGatewayResponse('TooMany', { type: api.ResponseType.THROTTLED, responseHeaders: { 'Retry-After': "'60'" } });
    const book = shop.addModel('Book', {
      schema: {
        type: api.JsonSchemaType.OBJECT,
        properties: {
          isbn: { type: api.JsonSchemaType.STRING, pattern: '^[0-9]{13}$' }, title: { type: api.JsonSchemaType.STRING, minLength: 1 },
        },
        required: ['isbn', 'title'],
      },
    });
    const all = shop.root.addResource('books');
    all.addMethod('GET');
    all.addResource('{isbn}').addMethod('GET');
    const add = all.addMethod('POST', undefined, {
      apiKeyRequired: true, requestModels: { 'application/json': book }, requestValidatorOptions: { validateRequestBody: true },
    });
    const plan = shop.addUsagePlan('Partners', {
      quota: { limit: 10000, period: api.Period.MONTH }, throttle: { rateLimit: 10, burstLimit: 20 },
      apiStages: [{ stage: shop.deploymentStage, throttle: [{ method: add, throttle: { rateLimit: 1, burstLimit: 5 } }] }],
    });
    plan.addApiKey(shop.addApiKey('Publisher', { description: 'The first partner' }));
    shop.metricServerError({ period: cdk.Duration.minutes(5) }).createAlarm(stack, 'Failing', {
      threshold: 5, evaluationPeriods: 1, treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
  },

  http_api: (app, cdk, lib) => {
    const lambda = lib('aws-lambda'), dynamodb = lib('aws-dynamodb'), route53 = lib('aws-route53'), acm = lib('aws-certificatemanager');
    const apigatewayv2 = lib('aws-apigatewayv2'), logs = lib('aws-logs'), targets = lib('aws-route53-targets');
    const { HttpJwtAuthorizer } = lib('aws-apigatewayv2-authorizers'), { HttpLambdaIntegration } = lib('aws-apigatewayv2-integrations');
    const stack = new cdk.Stack(app, 'HttpApi');
    const notes = new dynamodb.TableV2(stack, 'Notes', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, removalPolicy: cdk.RemovalPolicy.DESTROY,
    });
    const handler = new lambda.Function(stack, 'Handler', {
      runtime: lambda.Runtime.PYTHON_3_13, architecture: lambda.Architecture.ARM_64, handler: 'index.handler',
      code: lambda.Code.fromInline('import boto3, json, os\ntable = boto3.resource("dynamodb").Table(os.environ["TABLE"])\n'
        + 'def handler(event, context):\n    if event["requestContext"]["http"]["method"] == "PUT":\n'
        + '        table.put_item(Item={**json.loads(event["body"]), "id": event["pathParameters"]["id"]})\n'
        + '        return {"statusCode": 204}\n    return {"statusCode": 200, "body": json.dumps(table.scan()["Items"], default=str)}\n'),
      environment: { TABLE: notes.tableName },
    });
    notes.grantReadWriteData(handler);
    const zone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' });
    const domain = new apigatewayv2.DomainName(stack, 'Domain', {
      domainName: 'notes.example.com', certificate: new acm.Certificate(stack, 'Certificate', {
        domainName: 'notes.example.com', validation: acm.CertificateValidation.fromDns(zone),
      }),
    });
    const { CorsHttpMethod, HttpMethod } = apigatewayv2;
    const api = new apigatewayv2.HttpApi(stack, 'Api', {
      description: 'Notes of the company', createDefaultStage: false,
      corsPreflight: {
        allowOrigins: ['https://www.example.com'], allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.PUT],
        allowHeaders: ['authorization', 'content-type'], maxAge: cdk.Duration.hours(1),
      },
      defaultAuthorizer: new HttpJwtAuthorizer('Company', 'https://login.example.com', { jwtAudience: ['notes'] }),
    });
    const integration = new HttpLambdaIntegration('Handler', handler);
    api.addRoutes({ path: '/notes', methods: [HttpMethod.GET], integration });
    api.addRoutes({ path: '/notes/{id}', methods: [HttpMethod.PUT], integration, authorizationScopes: ['write'] });
    const calls = new logs.LogGroup(stack, 'Calls', { retention: logs.RetentionDays.ONE_MONTH, removalPolicy: cdk.RemovalPolicy.DESTROY });
    const stage = api.addStage('Live', {
      autoDeploy: true, throttle: { rateLimit: 50, burstLimit: 100 }, domainMapping: { domainName: domain },
      accessLogSettings: { destination: new apigatewayv2.LogGroupLogDestination(calls) },
    });
    new route53.ARecord(stack, 'Alias', {
      zone, recordName: 'notes',
      target: route53.RecordTarget.fromAlias(new targets.ApiGatewayv2DomainProperties(domain.regionalDomainName, domain.regionalHostedZoneId)),
    });
    stage.metricServerError({ period: cdk.Duration.minutes(5) }).createAlarm(stack, 'Errors', { threshold: 5, evaluationPeriods: 1 });
    new cdk.CfnOutput(stack, 'Url', { value: stage.domainUrl });
  },

  scheduled_job: (app, cdk, lib) => {
    const lambda = lib('aws-lambda'), dynamodb = lib('aws-dynamodb'), sqs = lib('aws-sqs'), scheduler = lib('aws-scheduler');
    const targets = lib('aws-scheduler-targets');
    const stack = new cdk.Stack(app, 'ScheduledJob');
    const reminders = new dynamodb.TableV2(stack, 'Reminders', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, timeToLiveAttribute: 'expires', removalPolicy: cdk.RemovalPolicy.DESTROY,
      globalSecondaryIndexes: [{ indexName: 'due', partitionKey: { name: 'day', type: dynamodb.AttributeType.STRING } }],
    });
    const send = new lambda.Function(stack, 'Send', {
      runtime: lambda.Runtime.PYTHON_3_13, architecture: lambda.Architecture.ARM_64, handler: 'index.handler',
      code: lambda.Code.fromInline('import boto3, os\ntable = boto3.resource("dynamodb").Table(os.environ["TABLE"])\n'
        + 'def handler(event, context):\n    print(event["scheduled"], table.name)\n'),
      timeout: cdk.Duration.minutes(5), environment: { TABLE: reminders.tableName },
    });
    reminders.grantReadWriteData(send);
    const failed = new sqs.Queue(stack, 'Failed', { enforceSSL: true, retentionPeriod: cdk.Duration.days(14) });
    const group = new scheduler.ScheduleGroup(stack, 'Jobs');
    const schedule = new scheduler.Schedule(stack, 'EveryMorning', {
      schedule: scheduler.ScheduleExpression.cron({ minute: '0', hour: '6', weekDay: 'MON-FRI', timeZone: cdk.TimeZone.EUROPE_BERLIN }),
      target: new targets.LambdaInvoke(send, {
        input: scheduler.ScheduleTargetInput.fromObject({ scheduled: scheduler.ContextAttribute.scheduledTime }),
        maxEventAge: cdk.Duration.hours(2), retryAttempts: 5, deadLetterQueue: failed,
      }),
      scheduleGroup: group, timeWindow: scheduler.TimeWindow.flexible(cdk.Duration.minutes(15)), description: 'Sends the reminders of the day',
    });
    group.metricTargetErrors({ period: cdk.Duration.minutes(5) }).createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
    new cdk.CfnOutput(stack, 'Schedule', { value: schedule.scheduleName });
  },

  sign_up: (app, cdk, lib) => {
    const lambda = lib('aws-lambda'), dynamodb = lib('aws-dynamodb'), cognito = lib('aws-cognito'), s3 = lib('aws-s3');
    const identitypool = lib('aws-cognito-identitypool');
    const stack = new cdk.Stack(app, 'SignUp');
    const members = new dynamodb.TableV2(stack, 'Members', {
      partitionKey: { name: 'email', type: dynamodb.AttributeType.STRING }, removalPolicy: cdk.RemovalPolicy.DESTROY,
    });
    const common = { runtime: lambda.Runtime.PYTHON_3_13, architecture: lambda.Architecture.ARM_64, handler: 'index.handler' };
    const decide = new lambda.Function(stack, 'Decide', {
      ...common, code: lambda.Code.fromInline('def handler(event, context):\n    email = event["request"]["userAttributes"]["email"]\n'
        + '    if not email.endswith("@example.com"):\n        raise Exception("Only addresses of example.com can sign up")\n    return event\n'),
    });
    const greet = new lambda.Function(stack, 'Greet', {
      ...common, code: lambda.Code.fromInline('import boto3, os\ntable = boto3.resource("dynamodb").Table(os.environ["TABLE"])\n'
        + 'def handler(event, context):\n    table.put_item(Item={"email": event["request"]["userAttributes"]["email"]})\n    return event\n'),
      environment: { TABLE: members.tableName },
    });
    members.grantWriteData(greet);
    const users = new cognito.UserPool(stack, 'Users', {
      selfSignUpEnabled: true, signInAliases: { email: true }, standardAttributes: { email: { required: true }, fullname: { required: true } },
      customAttributes: { team: new cognito.StringAttribute({ maxLen: 40, mutable: true }) },
      passwordPolicy: { minLength: 12, tempPasswordValidity: cdk.Duration.days(3) }, mfa: cognito.Mfa.OPTIONAL, mfaSecondFactor: { sms: false, otp: true },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY, featurePlan: cognito.FeaturePlan.ESSENTIALS, lambdaTriggers: { preSignUp: decide },
      removalPolicy: cdk.RemovalPolicy.DESTROY,
    });
    users.addTrigger(cognito.UserPoolOperation.POST_CONFIRMATION, greet);
    const domain = users.addDomain('Domain', {
      cognitoDomain: { domainPrefix: 'sign-up-example' }, managedLoginVersion: cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    const client = users.addClient('Web', {
      authFlows: { userSrp: true },
      oAuth: {
        flows: { authorizationCodeGrant: true }, scopes: [cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL], callbackUrls: ['https://app.example.com'],
      },
      preventUserExistenceErrors: true,
    });
    users.addGroup('Editors', { groupName: 'editors', precedence: 1 });
    const files = new s3.Bucket(stack, 'Files', { enforceSSL: true, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
    const identities = new identitypool.IdentityPool(stack, 'Identities', {
      authenticationProviders: { userPools: [new identitypool.UserPoolAuthenticationProvider({ userPool: users, userPoolClient: client })] },
    });
    files.grantReadWrite(identities.authenticatedRole, '${cognito-identity.amazonaws.com:sub}/*');
    new cdk.CfnOutput(stack, 'SignIn', { value: domain.signInUrl(client, { redirectUri: 'https://app.example.com' }) });
  },

  graphql_api: (app, cdk, lib) => {
    const appsync = lib('aws-appsync'), cognito = lib('aws-cognito'), dynamodb = lib('aws-dynamodb'), events = lib('aws-events');
    const targets = lib('aws-events-targets');
    const stack = new cdk.Stack(app, 'GraphqlApi');
    const users = new cognito.UserPool(stack, 'Users', {
      selfSignUpEnabled: true, signInAliases: { email: true }, removalPolicy: cdk.RemovalPolicy.DESTROY,
    });
    users.addClient('Web', { authFlows: { userSrp: true } });
    const notes = new dynamodb.TableV2(stack, 'Notes', {
      partitionKey: { name: 'owner', type: dynamodb.AttributeType.STRING }, sortKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      removalPolicy: cdk.RemovalPolicy.DESTROY,
    });
    const api = new appsync.GraphqlApi(stack, 'Api', {
      name: 'notes', definition: appsync.Definition.fromFile(`${here}/notes/schema.graphql`),
      authorizationConfig: {
        defaultAuthorization: { authorizationType: appsync.AuthorizationType.USER_POOL, userPoolConfig: { userPool: users } },
        additionalAuthorizationModes: [{ authorizationType: appsync.AuthorizationType.IAM }],
      },
      queryDepthLimit: 5, xrayEnabled: true,
    });
    const source = api.addDynamoDbDataSource('Notes', notes);
    for (const [typeName, fieldName, file] of [['Query', 'note', 'get'], ['Query', 'notes', 'list'], ['Mutation', 'write', 'write'], ['Mutation', 'remove', 'remove']]) {
      source.createResolver(`${typeName}-${fieldName}`, {
        typeName, fieldName, code: appsync.Code.fromAsset(`${here}/notes/${file}.js`), runtime: appsync.FunctionRuntime.JS_1_0_0,
      });
    }
    new events.Rule(stack, 'Announced', {
      eventPattern: { source: ['example.announcements'] },
      targets: [new targets.AppSync(api, {
        graphQLOperation: 'mutation Write($text: String!) { write(text: $text) { owner id text written } }',
        variables: events.RuleTargetInput.fromObject({ text: events.EventField.fromPath('$.detail.text') }),
      })],
    });
    new cdk.CfnOutput(stack, 'Url', { value: api.graphqlUrl });
  },

  stages_and_nested: (app, cdk, lib) => {
    const lambda = lib('aws-lambda'), s3 = lib('aws-s3');
    const stage = (id, env) => {
      const service = new cdk.Stack(new cdk.Stage(app, id, { env }), 'Service');
      const storage = new cdk.NestedStack(service, 'Storage');
      const bucket = new s3.Bucket(storage, 'Bucket', { removalPolicy: cdk.RemovalPolicy.DESTROY });
      new lambda.Function(service, 'Handler', python(lib, lambda.Code.fromInline(HELLO), {
        environment: { BUCKET: bucket.bucketName },
      }));
    };
    stage('Test', { account: '111111111111', region: 'eu-central-1' });
    stage('Prod', { account: '222222222222', region: 'us-east-1' });
  },

  tags_and_aspects: (app, cdk, lib) => {
    const lambda = lib('aws-lambda'), s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'TagsAndAspects');
    new s3.Bucket(stack, 'Logs');
    new s3.Bucket(stack, 'Data', { versioned: true });
    const handler = new lambda.Function(stack, 'Handler', python(lib, lambda.Code.fromInline(HELLO)));
    cdk.Tags.of(app).add('team', 'storage');
    cdk.Tags.of(app).add('stage', 'test');
    cdk.Tags.of(handler).add('team', 'compute');
    cdk.Tags.of(handler).remove('stage');
    cdk.Aspects.of(stack).add({
      visit: (construct) => {
        if (!cdk.CfnResource.isCfnResource(construct)) return;
        if (construct.cfnResourceType === 'AWS::S3::Bucket' && !construct.versioningConfiguration) {
          cdk.Annotations.of(construct).addInfo('now keeps old versions');
          construct.versioningConfiguration = { status: 'Enabled' };
        }
      },
    });
  },

  existing_template: (app, cdk, lib) => {
    const { CfnInclude } = lib('cloudformation-include');
    const stack = new cdk.Stack(app, 'ExistingTemplate');
    const template = new CfnInclude(stack, 'Template', {
      templateFile: `${here}/existing/orders.yaml`, parameters: { Stage: 'prod' },
    });
    const orders = template.getResource('Orders');
    orders.sqsManagedSseEnabled = true;
    template.getResource('Dead').applyRemovalPolicy(cdk.RemovalPolicy.RETAIN);
    new (lib('aws-cloudwatch').CfnAlarm)(stack, 'TooOld', {
      comparisonOperator: 'GreaterThanThreshold', dimensions: [{ name: 'QueueName', value: orders.attrQueueName }],
      evaluationPeriods: 1, metricName: 'ApproximateAgeOfOldestMessage', namespace: 'AWS/SQS', period: 300,
      statistic: 'Maximum', threshold: 3600,
    });
  },

  // The script is what `luacdk import` wrote of the template.
  imported_template: (app, cdk, lib) => {
    const { CfnInclude } = lib('cloudformation-include');
    const stack = new cdk.Stack(app, 'orders', {
      synthesizer: new cdk.DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
    });
    new CfnInclude(stack, 'Template', { templateFile: `${here}/existing/orders.yaml` });
  },

  all_factories: (app, cdk, lib) => {
    const lambda = lib('aws-lambda');
    const { Code } = lambda;
    const stack = new cdk.Stack(app, 'AllFactories');
    const bucket = lib('aws-s3').Bucket.fromBucketName(stack, 'Artifacts', 'my-artifacts');
    const repository = new (lib('aws-ecr').Repository)(stack, 'Repository');
    const zip = (id, code) => new lambda.Function(stack, id, python(lib, code));
    zip('Inline', Code.fromInline(HELLO));
    zip('Asset', Code.fromAsset(`${here}/handler`));
    zip('Bucket', Code.fromBucket(bucket, 'code.zip', 'version-1'));
    zip('BucketV2', Code.fromBucketV2(bucket, 'code.zip', { objectVersion: 'version-1' }));
    zip('Parameters', Code.fromCfnParameters());
    zip('CustomCommand', customCommand(lambda));
    zip('DockerBuild', withDocker(() => Code.fromDockerBuild(`${here}/image`)));
    new lambda.Function(stack, 'EcrImage', image(lib, Code.fromEcrImage(repository, { tagOrDigest: 'v1', cmd: ['index.handler'] })));
    new lambda.Function(stack, 'AssetImage', image(lib, Code.fromAssetImage(`${here}/image`, { cmd: ['index.handler'] })));
  },
};
