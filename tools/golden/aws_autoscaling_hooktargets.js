'use strict';

// Cases of aws_autoscaling_hooktargets; their Lua twins are in
// spec/aws_cdk/aws_autoscaling_hooktargets/aws_autoscaling_hooktargets_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };

module.exports = {
  targets: (app, cdk, lib) => {
    const autoscaling = lib('aws-autoscaling'), hooktargets = lib('aws-autoscaling-hooktargets'), ec2 = lib('aws-ec2');
    const iam = lib('aws-iam'), kms = lib('aws-kms'), lambda = lib('aws-lambda'), sns = lib('aws-sns'), sqs = lib('aws-sqs');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 });
    const group = new autoscaling.AutoScalingGroup(stack, 'Group', {
      vpc, machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-1' }), instanceType: new ec2.InstanceType('t3.micro'),
    });
    const fn = (id) => new lambda.Function(stack, id, {
      code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.PYTHON_3_12,
    });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('autoscaling.amazonaws.com') });
    const lifecycleTransition = autoscaling.LifecycleTransition.INSTANCE_LAUNCHING;
    const queue = group.addLifecycleHook('Queue', {
      lifecycleTransition, notificationTarget: new hooktargets.QueueHook(new sqs.Queue(stack, 'TheQueue')),
    });
    group.addLifecycleHook('Topic', {
      lifecycleTransition, notificationTarget: new hooktargets.TopicHook(new sns.Topic(stack, 'TheTopic')),
    });
    group.addLifecycleHook('Function', { lifecycleTransition, notificationTarget: new hooktargets.FunctionHook(fn('Fn')) });
    const key = new kms.Key(stack, 'Key');
    group.addLifecycleHook('Encrypted', {
      lifecycleTransition, notificationTarget: new hooktargets.FunctionHook(fn('Other'), key),
    });
    group.addLifecycleHook('WithRole', {
      lifecycleTransition, role, notificationTarget: new hooktargets.QueueHook(new sqs.Queue(stack, 'OtherQueue')),
    });
    new cdk.CfnOutput(stack, 'RoleArn', { value: queue.role.roleArn });
  },
};
