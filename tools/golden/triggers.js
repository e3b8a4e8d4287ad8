'use strict';

// Cases of triggers; their Lua twins are in spec/aws_cdk/triggers/triggers_spec.lua.
module.exports = {
  functions_that_run_on_deployment: (app, cdk, lib) => {
    const triggers = lib('triggers'), lambda = lib('aws-lambda'), sqs = lib('aws-sqs'), sns = lib('aws-sns');
    const stack = new cdk.Stack(app, 'S');
    const code = { runtime: lambda.Runtime.PYTHON_3_12, handler: 'index.handler', code: lambda.Code.fromInline('pass') };
    const queue = new sqs.Queue(stack, 'Queue'), topic = new sns.Topic(stack, 'Topic');
    new triggers.TriggerFunction(stack, 'Plain', code);
    const late = new triggers.TriggerFunction(stack, 'Late', {
      ...code, timeout: cdk.Duration.seconds(7), executeAfter: [queue], executeBefore: [topic], executeOnHandlerChange: false,
    });
    late.executeAfter(topic.node.scope.node.findChild('Plain'));
    late.executeBefore(new sqs.Queue(stack, 'Last'));
  },

  triggers_of_functions: (app, cdk, lib) => {
    const triggers = lib('triggers'), lambda = lib('aws-lambda'), sqs = lib('aws-sqs');
    const one = new cdk.Stack(app, 'One'), two = new cdk.Stack(app, 'Two');
    const handler = new lambda.Function(one, 'Fn', {
      runtime: lambda.Runtime.PYTHON_3_12, handler: 'index.handler', code: lambda.Code.fromInline('pass'),
    });
    new triggers.Trigger(one, 'Plain', { handler });
    const full = new triggers.Trigger(two, 'Full', {
      handler, timeout: cdk.Duration.minutes(10), invocationType: triggers.InvocationType.EVENT,
      executeOnHandlerChange: true, executeAfter: [new sqs.Queue(two, 'A'), new sqs.Queue(two, 'B')],
    });
    full.executeBefore(new sqs.Queue(two, 'C'), new sqs.Queue(two, 'D'));
    full.executeAfter();
  },
};
