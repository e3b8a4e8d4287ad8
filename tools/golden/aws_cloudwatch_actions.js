'use strict';

// Cases of aws_cloudwatch_actions and of the scaling that alarms do; their Lua twins are in
// spec/aws_cdk/aws_cloudwatch_actions/aws_cloudwatch_actions_spec.lua.
const ALARM = (lib, scope, id) => {
  const cloudwatch = lib('aws-cloudwatch');
  return new cloudwatch.Alarm(scope, id, {
    metric: new cloudwatch.Metric({ namespace: 'n', metricName: 'm' }), threshold: 1, evaluationPeriods: 1,
  });
};
const FN = (lib, scope, id) => {
  const lambda = lib('aws-lambda');
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.PYTHON_3_12, handler: 'index.handler', code: lambda.Code.fromInline('pass'),
  });
};
const TARGET = (lib, scope, id) => {
  const scaling = lib('aws-applicationautoscaling');
  return new scaling.ScalableTarget(scope, id, {
    serviceNamespace: scaling.ServiceNamespace.ECS, maxCapacity: 10, minCapacity: 1, resourceId: 'service/c/s',
    scalableDimension: 'ecs:service:DesiredCount',
  });
};

module.exports = {
  actions: (app, cdk, lib) => {
    const actions = lib('aws-cloudwatch-actions'), sns = lib('aws-sns'), scaling = lib('aws-applicationautoscaling');
    const stack = new cdk.Stack(app, 'S');
    const alarm = ALARM(lib, stack, 'Alarm');
    alarm.addAlarmAction(new actions.SnsAction(new sns.Topic(stack, 'Topic')));
    alarm.addAlarmAction(new actions.Ec2Action(actions.Ec2InstanceAction.REBOOT));
    alarm.addOkAction(new actions.SsmAction(actions.OpsItemSeverity.CRITICAL, actions.OpsItemCategory.PERFORMANCE));
    alarm.addOkAction(new actions.SsmAction(actions.OpsItemSeverity.LOW));
    alarm.addInsufficientDataAction(new actions.SsmIncidentAction('Plan'));
    const step = new scaling.StepScalingAction(stack, 'Step', { scalingTarget: TARGET(lib, stack, 'Target'),
      adjustmentType: scaling.AdjustmentType.PERCENT_CHANGE_IN_CAPACITY, cooldown: cdk.Duration.minutes(1),
      metricAggregationType: scaling.MetricAggregationType.MAXIMUM, minAdjustmentMagnitude: 2, policyName: 'p' });
    step.addAdjustment({ adjustment: 1, lowerBound: 0 });
    step.addAdjustment({ adjustment: -1, lowerBound: -5, upperBound: 0 });
    alarm.addAlarmAction(new actions.ApplicationScalingAction(step));
  },
  functions: (app, cdk, lib) => {
    const actions = lib('aws-cloudwatch-actions');
    const stack = new cdk.Stack(app, 'S');
    const fn = FN(lib, stack, 'Fn'), one = ALARM(lib, stack, 'One'), two = ALARM(lib, stack, 'Two');
    one.addAlarmAction(new actions.LambdaAction(fn));
    one.addOkAction(new actions.LambdaAction(fn));
    two.addAlarmAction(new actions.LambdaAction(fn, { useUniquePermissionId: true }));
    two.addAlarmAction(new actions.LambdaAction(FN(lib, stack, 'Other').addAlias('live')));
  },
  functions_by_alarm: (app, cdk, lib) => {
    const actions = lib('aws-cloudwatch-actions');
    app.node.setContext('@aws-cdk/aws-cloudwatch-actions:changeLambdaPermissionLogicalIdForLambdaAction', true);
    const stack = new cdk.Stack(app, 'S');
    const fn = FN(lib, stack, 'Fn');
    for (const id of ['One', 'Two']) ALARM(lib, stack, id).addAlarmAction(new actions.LambdaAction(fn));
  },
  step_scaling: (app, cdk, lib) => {
    const scaling = lib('aws-applicationautoscaling'), cloudwatch = lib('aws-cloudwatch');
    const stack = new cdk.Stack(app, 'S');
    const metric = (statistic) => new cloudwatch.Metric({ namespace: 'n', metricName: 'm', statistic });
    const steps = {
      Usual: { scalingSteps: [{ upper: 10, change: -1 }, { lower: 50, change: +1 }, { lower: 70, change: +3 }] },
      Gapless: { scalingSteps: [
        { upper: 10, change: -1 }, { lower: 10, upper: 20, change: 0 }, { lower: 20, change: 2 }] },
      Full: { scalingSteps: [
        { lower: 0, upper: 2, change: 1 }, { lower: 2, upper: 4, change: 2 }, { lower: 4, change: 3 }],
        adjustmentType: scaling.AdjustmentType.EXACT_CAPACITY, cooldown: cdk.Duration.minutes(2), evaluationPeriods: 3,
        datapointsToAlarm: 2, minAdjustmentMagnitude: 1 },
      Unordered: { scalingSteps: [{ lower: 80, change: 5 }, { lower: 60, change: 2 }],
        metricAggregationType: scaling.MetricAggregationType.MINIMUM },
      Down: { scalingSteps: [{ lower: 0, upper: 5, change: -2 }, { lower: 5, upper: 9, change: -1 }] },
      Zeros: { scalingSteps: [{ upper: 5, change: 0 }, { lower: 5, upper: 6, change: 0 }, { lower: 8, change: 1 }] },
      ExactZero: { scalingSteps: [{ upper: 5, change: 0 }, { lower: 5, change: 4 }],
        adjustmentType: scaling.AdjustmentType.EXACT_CAPACITY },
    };
    const statistics = ['Average', 'Maximum', 'Minimum', 'Sum', 'p99', 'Average', 'Average'];
    Object.entries(steps).forEach(([id, props], i) => {
      TARGET(lib, stack, id).scaleOnMetric('Scale', { metric: metric(statistics[i]), ...props });
    });
  },
  profiles: (app, cdk, lib) => {
    const signer = lib('aws-signer'), profiler = lib('aws-codeguruprofiler'), lambda = lib('aws-lambda');
    const iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    new signer.SigningProfile(stack, 'Plain', { platform: signer.Platform.AMAZON_FREE_RTOS_DEFAULT });
    const profile = new signer.SigningProfile(stack, 'Profile', { platform: signer.Platform.of('x'),
      signatureValidity: cdk.Duration.days(30), signingProfileName: 'ignored' });
    const imported = signer.SigningProfile.fromSigningProfileAttributes(stack, 'Imported', {
      signingProfileName: 'n', signingProfileVersion: 'v' });
    new lambda.CodeSigningConfig(stack, 'Config', { signingProfiles: [profile, imported] });
    for (const [id, value] of [['Arn', imported.signingProfileArn], ['Name', profile.signingProfileName],
      ['Version', profile.signingProfileVersion]]) new cdk.CfnOutput(stack, id, { value });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    new profiler.ProfilingGroup(stack, 'Group').grantRead(role);
    profiler.ProfilingGroup.fromProfilingGroupName(stack, 'ByName', 'name').grantPublish(role);
    new cdk.CfnOutput(stack, 'GroupName', {
      value: profiler.ProfilingGroup.fromProfilingGroupArn(stack, 'ByArn',
        'arn:aws:codeguru-profiler:eu-west-1:111122223333:profilingGroup/g').profilingGroupName });
    new lambda.Function(stack, 'Fn', {
      runtime: lambda.Runtime.PYTHON_3_9, handler: 'index.handler', code: lambda.Code.fromInline('pass'),
      profiling: true,
    });
    new lambda.Function(stack, 'Fn2', {
      runtime: lambda.Runtime.PYTHON_3_9, handler: 'index.handler', code: lambda.Code.fromInline('pass'),
      profilingGroup: new profiler.ProfilingGroup(stack, 'Named', { profilingGroupName: 'named' }),
    });
  },
  named_profile: (app, cdk, lib) => {
    const signer = lib('aws-signer');
    app.node.setContext('@aws-cdk/aws-signer:signingProfileNamePassedToCfn', true);
    const stack = new cdk.Stack(app, 'S');
    new signer.SigningProfile(stack, 'Profile', { platform: signer.Platform.AWS_LAMBDA_SHA384_ECDSA,
      signingProfileName: 'passed' });
  },
};
