'use strict';

// Cases of aws_config; their Lua twins are in spec/aws_cdk/aws_config/aws_config_spec.lua.
module.exports = {
  rules: (app, cdk, lib) => {
    const config = lib('aws-config'), lambda = lib('aws-lambda'), sqs = lib('aws-sqs'), targets = lib('aws-events-targets'), sns = lib('aws-sns'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S'), { RuleScope, ResourceType } = config;
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const managed = new config.ManagedRule(stack, 'Managed', {
      identifier: config.ManagedRuleIdentifiers.ACM_CERTIFICATE_EXPIRATION_CHECK, configRuleName: 'named', description: 'd', inputParameters: { days: 30, list: ['a'] },
      maximumExecutionFrequency: config.MaximumExecutionFrequency.SIX_HOURS, ruleScope: RuleScope.fromTag('k', 'v'), evaluationModes: config.EvaluationMode.DETECTIVE_AND_PROACTIVE,
    });
    new config.ManagedRule(stack, 'Resources', { identifier: 'X', ruleScope: RuleScope.fromResources([ResourceType.S3_BUCKET, ResourceType.of('AWS::X::Y')]) });
    new config.ManagedRule(stack, 'Resource', { identifier: 'X', ruleScope: RuleScope.fromResource(ResourceType.EC2_INSTANCE, 'i-1') });
    new config.ManagedRule(stack, 'Tag', { identifier: 'X', ruleScope: RuleScope.fromTag('k') });
    new config.AccessKeysRotated(stack, 'Keys');
    new config.AccessKeysRotated(stack, 'OldKeys', { maxAge: cdk.Duration.days(30), description: 'd' });
    new config.CloudFormationStackDriftDetectionCheck(stack, 'Drift');
    new config.CloudFormationStackDriftDetectionCheck(stack, 'OwnDrift', { ownStackOnly: true, role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('config.amazonaws.com') }) });
    new config.CloudFormationStackNotificationCheck(stack, 'Notification');
    new config.CloudFormationStackNotificationCheck(stack, 'Topics', { topics: [new sns.Topic(stack, 'A'), new sns.Topic(stack, 'B')] });
    const code = { runtime: lambda.Runtime.PYTHON_3_12, handler: 'index.handler', code: lambda.Code.fromInline('pass') };
    const fn = new lambda.Function(stack, 'Fn', code);
    const custom = new config.CustomRule(stack, 'Custom', { lambdaFunction: fn, configurationChanges: true, periodic: true, maximumExecutionFrequency: config.MaximumExecutionFrequency.ONE_HOUR });
    new config.CustomRule(stack, 'Periodic', { lambdaFunction: fn, periodic: true, ruleScope: RuleScope.fromResource(ResourceType.LAMBDA_FUNCTION) });
    new config.CustomRule(stack, 'Imported', {
      lambdaFunction: lambda.Function.fromFunctionArn(stack, 'Other', 'arn:aws:lambda:eu-west-1:111122223333:function:f'), configurationChanges: true,
    });
    new config.CustomPolicy(stack, 'Policy', { policyText: 'rule x {}', enableDebugLog: true, evaluationModes: config.EvaluationMode.PROACTIVE, ruleScope: RuleScope.fromResources([ResourceType.DYNAMODB_TABLE]) });
    const target = new targets.SqsQueue(new sqs.Queue(stack, 'Queue'));
    managed.onEvent('Event', { target });
    custom.onComplianceChange('Compliance', { target, description: 'd' });
    config.ManagedRule.fromConfigRuleName(stack, 'ByName', 'by-name').onReEvaluationStatus('Again', { target });
    out('Name', managed.configRuleName);
    out('Arn', managed.configRuleArn);
    out('Id', custom.configRuleId);
    out('Type', custom.configRuleComplianceType);
    out('Ref', custom.configRuleRef.configRuleArn);
  },

  functions_of_an_environment: (app, cdk, lib) => {
    const config = lib('aws-config'), lambda = lib('aws-lambda');
    const stack = new cdk.Stack(app, 'S', { env: { account: '111122223333', region: 'eu-west-1' } });
    const fn = new lambda.Function(stack, 'Fn', { runtime: lambda.Runtime.PYTHON_3_12, handler: 'index.handler', code: lambda.Code.fromInline('pass') });
    new config.CustomRule(stack, 'One', { lambdaFunction: fn, configurationChanges: true });
    new config.CustomRule(stack, 'Two', { lambdaFunction: fn, periodic: true });
  },
};
