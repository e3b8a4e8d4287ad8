'use strict';

// Cases of aws_events; their Lua twins are in spec/aws_cdk/aws_events/aws_events_spec.lua.
const target = (more = {}) => ({ bind: () => ({ id: '', arn: 'arn:aws:x:eu-west-1:1:y', ...more }) });

module.exports = {
  rules: (app, cdk, lib) => {
    const events = lib('aws-events'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('events.amazonaws.com') });
    const rule = new events.Rule(stack, 'Rule', {
      ruleName: 'mine', description: 'd', enabled: false, role,
      eventPattern: { source: ['aws.s3'], detailType: ['a'], detail: { bucket: { name: ['x'] } } },
    });
    rule.addEventPattern({ source: ['aws.ec2', 'aws.s3'], detail: { bucket: { name: ['y'] }, n: events.Match.interval(1, 2) } });
    rule.addTarget(target({ role, deadLetterConfig: { arn: 'dlq' }, retryPolicy: { maximumRetryAttempts: 2 } }));
    rule.addTarget(target({ id: 'Own', input: events.RuleTargetInput.fromEventPath('$.detail') }));
    new events.Rule(stack, 'Rate', { schedule: events.Schedule.rate(cdk.Duration.minutes(90)) });
    new events.Rule(stack, 'Day', { schedule: events.Schedule.rate(cdk.Duration.hours(24)) });
    new events.Rule(stack, 'Hours', { schedule: events.Schedule.rate(cdk.Duration.hours(5)) });
    new events.Rule(stack, 'Cron', { schedule: events.Schedule.cron({ minute: '0', hour: '4', weekDay: 'MON-FRI' }) });
    new events.Rule(stack, 'Every', { schedule: events.Schedule.cron({ day: '1' }) });
    new events.Rule(stack, 'Expression', { schedule: events.Schedule.expression('rate(1 minute)') });
    new events.Rule(stack, 'Empty', { eventPattern: { id: [], account: [] } }).addEventPattern({ id: ['x'], detail: {} });
    new cdk.CfnOutput(stack, 'Arn', { value: rule.ruleArn });
    new cdk.CfnOutput(stack, 'Name', { value: rule.ruleName });
    new cdk.CfnOutput(stack, 'Imported', {
      value: events.Rule.fromEventRuleArn(stack, 'I', 'arn:aws:events:eu-west-1:1:rule/r').ruleName });
  },

  matches: (app, cdk, lib) => {
    const { Rule, Match } = lib('aws-events');
    const stack = new cdk.Stack(app, 'S');
    new Rule(stack, 'Rule', {
      eventPattern: {
        region: Match.anyOf(Match.prefix('eu-'), Match.exactString('us-east-1')),
        detail: {
          a: Match.nullValue(), b: Match.exists(), c: Match.doesNotExist(), d: Match.equalsIgnoreCase('x'),
          e: Match.suffix('.png'), f: Match.prefixEqualsIgnoreCase('A'), g: Match.suffixEqualsIgnoreCase('B'),
          h: Match.wildcard('a*b'), i: Match.cidr('10.0.0.0/24'), j: Match.ipAddressRange('2001:db8::/32'),
          k: Match.anythingBut('a', 'b'), l: Match.anythingBut(1, 2), m: Match.anythingButPrefix('x'),
          n: Match.anythingButSuffix('x', 'y'), o: Match.anythingButWildcard('*x'),
          p: Match.anythingButEqualsIgnoreCase('z'), q: Match.greaterThan(1), r: Match.lessThanOrEqual(2.5),
          s: Match.equal(3), t: Match.allOf(Match.greaterThanOrEqual(0), Match.lessThan(1)),
          u: Match.anyOf(Match.equal(0), Match.equal(10)),
        },
      },
    });
  },

  inputs: (app, cdk, lib) => {
    const { Rule, RuleTargetInput, EventField, Schedule } = lib('aws-events');
    const stack = new cdk.Stack(app, 'S');
    const rule = new Rule(stack, 'Rule', { schedule: Schedule.expression('rate(1 minute)') });
    const res = new cdk.CfnResource(stack, 'R', { type: 'Custom::R' });
    for (const input of [
      RuleTargetInput.fromText('plain'),
      RuleTargetInput.fromText(`at ${EventField.time} by ${EventField.account}`),
      RuleTargetInput.fromMultilineText(`one "q"\ntwo ${EventField.fromPath('$.detail.x')}`),
      RuleTargetInput.fromObject({ a: 1, b: ['x'], c: res.ref }),
    ]) rule.addTarget(target({ input }));
    const second = new Rule(stack, 'Second', { schedule: Schedule.expression('rate(1 minute)') });
    second.addTarget(target({ input: RuleTargetInput.fromObject({
      deep: { id: EventField.eventId, ref: res.ref }, path: EventField.fromPath('$.detail.a[0]'),
      source: EventField.source, text: `from ${EventField.region}`,
    }) }));
  },

  buses: (app, cdk, lib) => {
    const events = lib('aws-events'), iam = lib('aws-iam'), kms = lib('aws-kms'), sqs = lib('aws-sqs');
    const stack = new cdk.Stack(app, 'S');
    const bus = new events.EventBus(stack, 'Bus', {
      eventBusName: 'b', description: 'd', kmsKey: new kms.Key(stack, 'Key'), deadLetterQueue: new sqs.Queue(stack, 'Queue') });
    const plain = new events.EventBus(stack, 'Plain');
    new events.EventBus(stack, 'Partner', { eventSourceName: 'aws.partner/x/y' });
    bus.archive('Archive', { eventPattern: { account: [stack.account], detailType: ['x'] }, retention: cdk.Duration.days(3) });
    new events.Archive(stack, 'Keyed', { sourceEventBus: plain, eventPattern: { source: ['a'] }, archiveName: 'k',
      kmsKey: new kms.Key(stack, 'ArchiveKey') });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    bus.grantPutEventsTo(role);
    plain.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'me', actions: ['events:PutEvents'], resources: [plain.eventBusArn], principals: [new iam.AccountRootPrincipal()] }));
    events.EventBus.grantAllPutEvents(role);
    const imported = events.EventBus.fromEventBusName(stack, 'ByName', 'other');
    imported.grantPutEventsTo(role);
    new events.Rule(stack, 'Rule', { eventBus: imported, eventPattern: { source: ['x'] } });
    new cdk.CfnOutput(stack, 'Arn', { value: bus.eventBusArn });
    new cdk.CfnOutput(stack, 'Name', {
      value: events.EventBus.fromEventBusArn(stack, 'ByArn', 'arn:aws:events:eu-west-1:1:event-bus/n').eventBusName });
  },

  across: (app, cdk, lib) => {
    const events = lib('aws-events');
    const one = new cdk.Stack(app, 'One', { env: { account: '111111111111', region: 'eu-west-1' } });
    const two = new cdk.Stack(app, 'Two', { env: { account: '222222222222', region: 'us-east-1' } });
    const there = new cdk.Resource(two, 'There');
    new cdk.CfnResource(there, 'Resource', { type: 'Custom::X' });
    const rule = new events.Rule(one, 'Rule', { eventPattern: { source: ['a'] }, description: 'd' });
    rule.addTarget(target({ targetResource: there }));
    rule.addEventPattern({ source: ['b'] });
  },

  left_out: (app, cdk, lib) => {
    const events = lib('aws-events');
    const stack = new cdk.Stack(app, 'S');
    new events.Archive(stack, 'Archive', { eventPattern: {}, sourceEventBus: new events.EventBus(stack, 'Bus') });
  },
};
