'use strict';

// Cases of aws_ses; their Lua twins are in spec/aws_cdk/aws_ses/aws_ses_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };

module.exports = {
  sending: (app, cdk, lib) => {
    const ses = lib('aws-ses'), events = lib('aws-events'), firehose = lib('aws-kinesisfirehose'), iam = lib('aws-iam'), sns = lib('aws-sns');
    const { ConfigurationSet, DedicatedIpPool, EventDestination, VdmAttributes } = ses;
    const stack = new cdk.Stack(app, 'S'), other = new cdk.Stack(app, 'Other', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const pool = new DedicatedIpPool(stack, 'Pool', { dedicatedIpPoolName: 'my-pool_1', scalingMode: ses.ScalingMode.MANAGED });
    new DedicatedIpPool(stack, 'Plain');
    const set = new ConfigurationSet(stack, 'Set', {
      configurationSetName: 'set', dedicatedIpPool: pool, tlsPolicy: ses.ConfigurationSetTlsPolicy.REQUIRE, maxDeliveryDuration: cdk.Duration.minutes(5), reputationMetrics: true,
      sendingEnabled: false, suppressionReasons: ses.SuppressionReasons.BOUNCES_ONLY, autoValidationThreshold: ses.AutoValidationThreshold.HIGH,
      customTrackingRedirectDomain: 'track.example.com', customTrackingHttpsPolicy: ses.HttpsPolicy.REQUIRE_OPEN_ONLY, vdmOptions: { engagementMetrics: true, optimizedSharedDelivery: false },
    });
    const plain = new ConfigurationSet(stack, 'PlainSet');
    new ConfigurationSet(stack, 'Off', { disableSuppressionList: true, disableAutoValidation: true, vdmOptions: {}, maxDeliveryDuration: cdk.Duration.hours(14) });
    new ConfigurationSet(stack, 'On', {
      disableSuppressionList: false, disableAutoValidation: false, suppressionReasons: ses.SuppressionReasons.BOUNCES_AND_COMPLAINTS, vdmOptions: { engagementMetrics: false },
      dedicatedIpPool: DedicatedIpPool.fromDedicatedIpPoolName(stack, 'ImportedPool', 'p'),
    });
    new ConfigurationSet(stack, 'Complaints', { suppressionReasons: ses.SuppressionReasons.COMPLAINTS_ONLY, dedicatedIpPool: new ses.CfnDedicatedIpPool(stack, 'L1Pool') });

    const topic = new sns.Topic(stack, 'Topic');
    set.addEventDestination('Sns', { destination: EventDestination.snsTopic(topic), events: [ses.EmailSendingEvent.BOUNCE, ses.EmailSendingEvent.COMPLAINT], enabled: false });
    const named = set.addEventDestination('Metrics', {
      configurationSetEventDestinationName: 'metrics', destination: EventDestination.cloudWatchDimensions([
        { source: ses.CloudWatchDimensionSource.MESSAGE_TAG, name: 'n', defaultValue: 'd' }, { source: ses.CloudWatchDimensionSource.LINK_TAG, name: 'm', defaultValue: 'e' },
      ]),
    });
    new ses.ConfigurationSetEventDestination(stack, 'Bus', { configurationSet: plain, destination: EventDestination.eventBus(events.EventBus.fromEventBusName(stack, 'Default', 'default')) });
    const deliveryStream = firehose.DeliveryStream.fromDeliveryStreamArn(stack, 'Stream', 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/s');
    plain.addEventDestination('Firehose', { destination: EventDestination.firehoseDeliveryStream({ deliveryStream }) });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ses.amazonaws.com') });
    plain.addEventDestination('WithRole', { destination: EventDestination.firehoseDeliveryStream({ deliveryStream, role }) });
    const imported = ConfigurationSet.fromConfigurationSetName(other, 'Imported', 'imported');
    imported.node.addMetadata('k', 'v');
    for (const [id, destination] of Object.entries({
      Topic: EventDestination.snsTopic(sns.Topic.fromTopicArn(other, 'Topic', 'arn:aws:sns:eu-west-1:111122223333:t')), OwnTopic: EventDestination.snsTopic(new sns.Topic(other, 'OwnTopic')),
      Bus: EventDestination.eventBus(events.EventBus.fromEventBusName(other, 'DefaultBus', 'default')),
      Stream: EventDestination.firehoseDeliveryStream({ deliveryStream: firehose.DeliveryStream.fromDeliveryStreamName(other, 'DeliveryStream', 's') }),
    })) new ses.ConfigurationSetEventDestination(other, `To${id}`, { configurationSet: imported, destination });

    const vdm = new VdmAttributes(stack, 'Vdm');
    new VdmAttributes(other, 'Vdm', { engagementMetrics: false, optimizedSharedDelivery: false });
    const byId = ses.ConfigurationSetEventDestination.fromConfigurationSetEventDestinationId(stack, 'ById', 'id');
    const whole = ses.ConfigurationSetEventDestination.fromConfigurationSetEventDestinationAttributes(stack, 'ByAttributes', { configurationSetEventDestinationId: 'id', configurationSet: set });
    out('Pool', pool.dedicatedIpPoolRef.poolName);
    out('Set', set.configurationSetRef.configurationSetName);
    out('ImportedSet', imported.configurationSetRef.configurationSetName);
    out('Destination', named.configurationSetEventDestinationId);
    out('DestinationSet', named.configurationSetEventDestinationRef.configurationSetName);
    out('ById', byId.configurationSetEventDestinationRef.configurationSetEventDestinationId);
    out('Whole', whole.configurationSetEventDestinationRef.configurationSetName);
    out('Vdm', vdm.vdmAttributesName);
    out('VdmRef', vdm.vdmAttributesRef.vdmAttributesResourceId);
    out('VdmImported', VdmAttributes.fromVdmAttributesName(stack, 'ImportedVdm', 'v').vdmAttributesRef.vdmAttributesResourceId);
  },

  identities: (app, cdk, lib) => {
    const ses = lib('aws-ses'), iam = lib('aws-iam'), route53 = lib('aws-route53'), { EmailIdentity, Identity, DkimIdentity } = ses;
    const stack = new cdk.Stack(app, 'S'), other = new cdk.Stack(app, 'Other', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const zone = new route53.PublicHostedZone(stack, 'Zone', { zoneName: 'example.com' });
    const whole = new EmailIdentity(stack, 'Whole', {
      identity: Identity.publicHostedZone(zone), configurationSet: ses.ConfigurationSet.fromConfigurationSetName(stack, 'Set', 's'), dkimIdentity: DkimIdentity.easyDkim(ses.EasyDkimSigningKeyLength.RSA_1024_BIT),
      dkimSigning: false, feedbackForwarding: false, mailFromDomain: 'mail.example.com', mailFromBehaviorOnMxFailure: ses.MailFromBehaviorOnMxFailure.REJECT_MESSAGE,
    });
    const address = new EmailIdentity(stack, 'Address', { identity: Identity.email('a@example.com'), mailFromDomain: 'mail.example.org' });
    new EmailIdentity(other, 'Domain', {
      identity: Identity.domain('example.org'), dkimIdentity: DkimIdentity.byoDkim({ privateKey: cdk.SecretValue.secretsManager('key'), selector: 's', publicKey: 'p' }), dkimSigning: true,
    });
    const imported = route53.PublicHostedZone.fromPublicHostedZoneAttributes(other, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.net' });
    new EmailIdentity(other, 'Own', {
      identity: Identity.publicHostedZone(imported), mailFromDomain: 'mail.example.net', mailFromBehaviorOnMxFailure: ses.MailFromBehaviorOnMxFailure.USE_DEFAULT_VALUE,
      dkimIdentity: DkimIdentity.byoDkim({ privateKey: cdk.SecretValue.unsafePlainText('k'), selector: 's', publicKey: 'p'.repeat(300) }),
    });
    new EmailIdentity(other, 'Private', { identity: Identity.publicHostedZone(imported), dkimIdentity: DkimIdentity.byoDkim({ privateKey: cdk.SecretValue.unsafePlainText('k'), selector: 's' }) });
    const byName = EmailIdentity.fromEmailIdentityName(stack, 'ByName', 'name'), byArn = EmailIdentity.fromEmailIdentityArn(other, 'ByArn', 'arn:aws:ses:us-east-1:444455556666:identity/example.com');
    const user = new iam.User(stack, 'User'), role = new iam.Role(other, 'Role', { assumedBy: new iam.AccountPrincipal('444455556666') });
    whole.grantSendEmail(user);
    address.grant(user, 'ses:A', 'ses:B');
    byName.grantSendEmail(user);
    byArn.grant(role, 'ses:C');
    byArn.grantSendEmail(role);
    whole.dkimRecords.forEach(({ name, value }, i) => { out(`Name${i}`, name); out(`Value${i}`, value); });
    out('Token', address.dkimDnsTokenName2);
    out('Arn', whole.emailIdentityArn);
    out('Ref', whole.emailIdentityRef.emailIdentity);
    out('ByName', byName.emailIdentityRef.emailIdentity);
    out('ByNameArn', byName.emailIdentityArn);
    out('ByArn', byArn.emailIdentityName);
    out('ByArnArn', byArn.emailIdentityArn);
  },

  receiving: (app, cdk, lib) => {
    const ses = lib('aws-ses'), { AllowListReceiptFilter, DropSpamReceiptRule, ReceiptFilter, ReceiptRule, ReceiptRuleSet } = ses;
    const stack = new cdk.Stack(app, 'S'), other = new cdk.Stack(app, 'Other', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    new ReceiptFilter(stack, 'Filter');
    new ReceiptFilter(stack, 'Named', { receiptFilterName: 'n', ip: '1.2.3.4/16', policy: ses.ReceiptFilterPolicy.ALLOW });
    new AllowListReceiptFilter(stack, 'List', { ips: ['10.0.0.0/16', '1.2.3.4/16'] });
    const add = (headerName) => ({ bind: () => ({ addHeaderAction: { headerName, headerValue: 'v' } }) });
    const stop = { bind: () => ({ stopAction: { scope: 'RuleSet' } }) };
    const set = new ReceiptRuleSet(stack, 'Rules', {
      receiptRuleSetName: 'rules', dropSpam: true, rules: [
        { receiptRuleName: 'first', actions: [stop] }, {}, { recipients: ['a@example.com'], enabled: false, scanEnabled: true, tlsPolicy: ses.TlsPolicy.REQUIRE },
      ],
    });
    const last = set.addRule('Last', { actions: [add('X-A')] });
    last.addAction(add('X-B'));
    set.addRule('Second', { after: ReceiptRule.fromReceiptRuleName(stack, 'ByName', 'first') });
    set.addRule('Third');
    const imported = ReceiptRuleSet.fromReceiptRuleSetName(other, 'Rules', 'others');
    const one = imported.addRule('One', { after: new ses.CfnReceiptRule(other, 'L1', { ruleSetName: 'others', rule: {} }) });
    const drop = new DropSpamReceiptRule(other, 'DropSpam', { ruleSet: imported, enabled: false });
    new ReceiptRule(other, 'Rule', { ruleSet: new ses.CfnReceiptRuleSet(other, 'L1Rules'), after: drop.rule });
    const known = ReceiptRule.fromReceiptRuleAttributes(stack, 'Known', { receiptRuleName: 'n', ruleSet: set });
    out('Set', set.receiptRuleSetRef.ruleSetName);
    out('Rule', last.receiptRuleRef.ruleName);
    out('RuleSet', last.receiptRuleRef.ruleSetName);
    out('Known', known.receiptRuleRef.ruleSetName);
    out('KnownName', known.receiptRuleRef.ruleName);
    out('Imported', one.receiptRuleRef.ruleSetName);
  },
};
