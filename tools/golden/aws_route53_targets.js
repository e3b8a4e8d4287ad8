'use strict';

// Cases of aws_route53_targets; their Lua twins are in spec/aws_cdk/aws_route53_targets/aws_route53_targets_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };

const zoneIn = (lib, stack) => new (lib('aws-route53').HostedZone)(stack, 'Zone', { zoneName: 'example.com' });
const recorder = (lib, stack, zone) => (id, target) => {
  const { ARecord, RecordTarget } = lib('aws-route53');
  return new ARecord(stack, id, { zone, recordName: id, target: RecordTarget.fromAlias(target) });
};

module.exports = {
  load_balancers: (app, cdk, lib) => {
    const ec2 = lib('aws-ec2'), elb = lib('aws-elasticloadbalancing'), elbv2 = lib('aws-elasticloadbalancingv2');
    const targets = lib('aws-route53-targets');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const record = recorder(lib, stack, zoneIn(lib, stack));
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 });
    const classic = new elb.LoadBalancer(stack, 'Classic', { vpc });
    record('classic', new targets.ClassicLoadBalancerTarget(classic));
    record('classic-health', new targets.ClassicLoadBalancerTarget(classic, { evaluateTargetHealth: true }));
    const network = new elbv2.NetworkLoadBalancer(stack, 'Network', { vpc });
    record('network', new targets.LoadBalancerTarget(network));
    record('network-health', new targets.LoadBalancerTarget(network, { evaluateTargetHealth: false }));
    record('imported', new targets.LoadBalancerTarget(elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'Imported', {
      loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/a/1', securityGroupId: 'sg-1',
      loadBalancerDnsName: 'a.elb', loadBalancerCanonicalHostedZoneId: 'Z9',
    })));
    record('endpoint', new targets.InterfaceVpcEndpointTarget(
      new ec2.InterfaceVpcEndpoint(stack, 'Endpoint', { vpc, service: ec2.InterfaceVpcEndpointAwsService.SQS })));
  },

  names: (app, cdk, lib) => {
    const route53 = lib('aws-route53'), s3 = lib('aws-s3'), targets = lib('aws-route53-targets');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const zone = zoneIn(lib, stack), record = recorder(lib, stack, zone);
    const plain = new route53.ARecord(stack, 'Plain', { zone, target: route53.RecordTarget.fromValues('1.2.3.4') });
    record('record', new targets.Route53RecordTarget(plain));
    record('bucket', new targets.BucketWebsiteTarget(new s3.Bucket(stack, 'Bucket')));
    record('bucket-health', new targets.BucketWebsiteTarget(s3.Bucket.fromBucketName(stack, 'Imported', 'bucket'), { evaluateTargetHealth: true }));
    record('accelerator', new targets.GlobalAcceleratorDomainTarget('a.awsglobalaccelerator.com'));
    record('accelerator-health', new targets.GlobalAcceleratorDomainTarget('a.awsglobalaccelerator.com', { evaluateTargetHealth: false }));
    record('accelerator-l2', new targets.GlobalAcceleratorTarget(
      lib('aws-globalaccelerator').Accelerator.fromAcceleratorAttributes(stack, 'Accelerator', {
        acceleratorArn: 'arn:aws:globalaccelerator::111122223333:accelerator/a', dnsName: 'b.awsglobalaccelerator.com',
      }), { evaluateTargetHealth: true }));
    record('beanstalk', new targets.ElasticBeanstalkEnvironmentEndpointTarget('mine.us-east-1.elasticbeanstalk.com'));
    record('beanstalk-zone', new targets.ElasticBeanstalkEnvironmentEndpointTarget('mine.example.com', {
      hostedZoneId: 'Z8', evaluateTargetHealth: true,
    }));
    record('beanstalk-later', new targets.ElasticBeanstalkEnvironmentEndpointTarget(cdk.Fn.importValue('endpoint')));
    record('http-api', new targets.ApiGatewayv2DomainProperties('d.execute-api.eu-west-1.amazonaws.com', 'Z7'));
  },

  rest_apis: (app, cdk, lib) => {
    const apigateway = lib('aws-apigateway'), acm = lib('aws-certificatemanager'), targets = lib('aws-route53-targets');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const record = recorder(lib, stack, zoneIn(lib, stack));
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111122223333:certificate/c');
    const api = new apigateway.RestApi(stack, 'Api', { domainName: { domainName: 'api.example.com', certificate } });
    api.root.addMethod('GET', new apigateway.MockIntegration());
    record('api', new targets.ApiGateway(api));
    record('domain', new targets.ApiGatewayDomain(apigateway.DomainName.fromDomainNameAttributes(stack, 'Domain', {
      domainName: 'd.example.com', domainNameAliasHostedZoneId: 'Z6', domainNameAliasTarget: 'd.execute-api.eu-west-1.amazonaws.com',
    })));
    const http = new (lib('aws-apigatewayv2').DomainName)(stack, 'Http', { domainName: 'http.example.com', certificate });
    record('http', new targets.ApiGatewayv2DomainProperties(http.regionalDomainName, http.regionalHostedZoneId));
  },

  cloud_front: (app, cdk, lib) => {
    const targets = lib('aws-route53-targets');
    for (const id of ['S', 'T']) {
      const stack = new cdk.Stack(app, id, { env: { ...ENV, account: id === 'S' ? ENV.account : '444455556666' } });
      if (id === 'T') stack.node.setContext('@aws-cdk/aws-route53-targets:userPoolDomainNameMethodWithoutCustomResource', true);
      const record = recorder(lib, stack, zoneIn(lib, stack));
      const distribution = lib('aws-cloudfront').Distribution.fromDistributionAttributes(stack, 'Distribution', {
        distributionId: 'E1', domainName: 'd1.cloudfront.net',
      });
      const certificate = lib('aws-certificatemanager').Certificate.fromCertificateArn(stack, 'Certificate',
        'arn:aws:acm:us-east-1:111122223333:certificate/c');
      const domain = new (lib('aws-cognito').UserPool)(stack, 'Pool')
        .addDomain('Domain', { customDomain: { domainName: 'login.example.com', certificate } });
      record('login', new targets.UserPoolDomainTarget(domain));
      record('one', new targets.CloudFrontTarget(distribution));
      record('two', new targets.CloudFrontTarget(distribution));
      new cdk.CfnOutput(stack, 'ZoneId', { value: targets.CloudFrontTarget.getHostedZoneId(stack) });
    }
  },
};
