// Values known only at deployment where a construct makes one text of several.
'use strict';

const stackOf = (app, cdk) => new cdk.Stack(app, 'S', { env: { account: '111122223333', region: 'eu-west-1' } });

module.exports = {
  identity_sources: (app, cdk, lib) => {
    const stack = stackOf(app, cdk), api = lib('aws-apigateway');
    const handler = lib('aws-lambda').Function.fromFunctionArn(stack, 'F', 'arn:aws:lambda:eu-west-1:111122223333:function:f');
    const authorizer = new api.RequestAuthorizer(stack, 'Authorizer', { handler, identitySources: [cdk.Fn.importValue('x'), 'a'] });
    new api.RestApi(stack, 'Api').root.addMethod('GET', undefined, { authorizer });
  },

  log_options: (app, cdk, lib) => {
    const stack = stackOf(app, cdk), ecs = lib('aws-ecs');
    const image = ecs.ContainerImage.fromRegistry('x'), text = cdk.Fn.importValue('x');
    new ecs.FargateTaskDefinition(stack, 'Task').addContainer('c', {
      image, logging: ecs.LogDrivers.gelf({ address: 'udp://1.2.3.4:5', labels: [text, 'b'], env: [text] }),
    });
  },

  machines: (app, cdk, lib) => {
    const stack = stackOf(app, cdk), ec2 = lib('aws-ec2'), autoscaling = lib('aws-autoscaling');
    const common = {
      vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 0 }), instanceType: new ec2.InstanceType('t3.micro'),
      machineImage: ec2.MachineImage.latestAmazonLinux2(), vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
    };
    new autoscaling.AutoScalingGroup(stack, 'Group', common).scaleOnSchedule('Late', {
      schedule: autoscaling.Schedule.cron({ minute: cdk.Fn.importValue('x'), hour: '1' }), minCapacity: 1,
    });
    new ec2.Instance(stack, 'Instance', {
      ...common, init: ec2.CloudFormationInit.fromElements(ec2.InitCommand.shellCommand(cdk.Fn.importValue('x'))),
      initOptions: { configSets: [cdk.Fn.importValue('x'), 'b'] },
    });
  },

  lists: (app, cdk, lib) => {
    const stack = stackOf(app, cdk), ec2 = lib('aws-ec2'), elb = lib('aws-elasticloadbalancingv2');
    const list = cdk.Fn.split(',', cdk.Fn.importValue('x'));
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 });
    new elb.ApplicationLoadBalancer(stack, 'Balancer', { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } })
      .addListener('Http', { port: 80, defaultAction: elb.ListenerAction.fixedResponse(404) })
      .addAction('Late', {
        priority: 1, conditions: [elb.ListenerCondition.pathPatterns(list)], action: elb.ListenerAction.fixedResponse(200),
      });
    const ddb = lib('aws-dynamodb');
    new ddb.TableV2(stack, 'Table', {
      partitionKey: { name: 'a', type: ddb.AttributeType.STRING },
      billing: ddb.Billing.provisioned({
        readCapacity: ddb.Capacity.fixed(1),
        writeCapacity: ddb.Capacity.autoscaled({ minCapacity: cdk.Token.asNumber(cdk.Fn.importValue('x')), maxCapacity: 9 }),
      }),
    });
    new ec2.Instance(stack, 'Instance', {
      vpc, instanceType: new ec2.InstanceType('t3.micro'), machineImage: ec2.MachineImage.latestAmazonLinux2(),
      vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
      init: ec2.CloudFormationInit.fromElements(ec2.InitCommand.argvCommand(list)),
    });
  },

  queries: (app, cdk, lib) => {
    const stack = stackOf(app, cdk), cloudwatch = lib('aws-cloudwatch'), firehose = lib('aws-kinesisfirehose');
    const text = cdk.Fn.importValue('x');
    new cloudwatch.Dashboard(stack, 'Dashboard', { variables: [new cloudwatch.DashboardVariable({
      id: 'a', type: cloudwatch.VariableType.PROPERTY, inputType: cloudwatch.VariableInputType.SELECT, value: 'v', label: 'l',
      values: cloudwatch.Values.fromSearchComponents({
        namespace: text, dimensions: ['InstanceId', text], metricName: text, populateFrom: 'InstanceId',
      }),
    })] });
    new firehose.DeliveryStream(stack, 'Stream', { destination: new firehose.S3Bucket(new (lib('aws-s3').Bucket)(stack, 'Bucket'), {
      dataOutputPrefix: '!{partitionKeyFromQuery:a}/', errorOutputPrefix: 'e', dynamicPartitioning: { enabled: true },
      processors: [firehose.MetadataExtractionProcessor.jq16({ a: text })],
    }) });
  },
};
