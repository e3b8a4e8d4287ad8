'use strict';

// Cases of aws_ses_actions; their Lua twins are in spec/aws_cdk/aws_ses_actions/aws_ses_actions_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };

module.exports = {
  actions: (app, cdk, lib) => {
    const actions = lib('aws-ses-actions'), kms = lib('aws-kms'), lambda = lib('aws-lambda'), s3 = lib('aws-s3'), ses = lib('aws-ses'), sns = lib('aws-sns');
    const stack = new cdk.Stack(app, 'S'), topic = new sns.Topic(stack, 'Topic'), bucket = new s3.Bucket(stack, 'Bucket'), kmsKey = new kms.Key(stack, 'Key');
    const fn = new lambda.Function(stack, 'Function', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('code') });
    const singleton = new lambda.SingletonFunction(stack, 'Singleton', { uuid: 'u', runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('code') });
    const rules = new ses.ReceiptRuleSet(stack, 'Rules'), { BounceTemplate } = actions;
    rules.addRule('Plain', {
      actions: [
        new actions.AddHeader({ name: 'X-My-Header', value: 'v' }), new actions.AddHeader({ name: 'A', value: new cdk.CfnParameter(stack, 'Value').valueAsString }),
        new actions.Sns({ topic }), new actions.Sns({ topic, encoding: actions.EmailEncoding.BASE64 }), new actions.Stop(), new actions.Stop({ topic }),
        new actions.WorkMail({ organizationArn: 'arn:aws:workmail:eu-west-1:111122223333:organization/m-1' }),
        new actions.WorkMail({ organizationArn: 'arn:aws:workmail:eu-west-1:111122223333:organization/m-2', topic }),
      ],
    });
    const templates = [
      BounceTemplate.MAILBOX_DOES_NOT_EXIST, BounceTemplate.MAILBOX_FULL, BounceTemplate.MESSAGE_CONTENT_REJECTED, BounceTemplate.MESSAGE_TOO_LARGE, BounceTemplate.TEMPORARY_FAILURE,
      new BounceTemplate({ message: 'm', smtpReplyCode: '500' }),
    ];
    rules.addRule('Bounces', { actions: templates.map((template, i) => new actions.Bounce({ sender: 'a@example.com', template, topic: i ? undefined : topic })) });
    const call = new actions.Lambda({ function: fn, invocationType: actions.LambdaInvocationType.REQUEST_RESPONSE, topic });
    rules.addRule('Calls', { actions: [call, new actions.Lambda({ function: fn, invocationType: actions.LambdaInvocationType.EVENT }), new actions.Lambda({ function: singleton })] });
    rules.addRule('Again', { actions: [call] });
    rules.addRule('Stores', { actions: [new actions.S3({ bucket, kmsKey, objectKeyPrefix: 'emails/', topic }), new actions.S3({ bucket })] });

    const other = new cdk.Stack(app, 'Other', { env: ENV }), others = new ses.ReceiptRuleSet(other, 'Rules'), l1 = new ses.CfnReceiptRule(other, 'L1', { ruleSetName: 'r', rule: {} });
    const imported = lambda.Function.fromFunctionArn(other, 'Function', 'arn:aws:lambda:eu-west-1:444455556666:function:f');
    const here = lambda.Function.fromFunctionAttributes(other, 'Here', { functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:g', sameEnvironment: true });
    others.addRule('Rule', {
      actions: [
        new actions.Lambda({ function: imported }), new actions.Lambda({ function: here }), new actions.S3({ bucket: s3.Bucket.fromBucketName(other, 'Bucket', 'bucket') }),
        new actions.S3({ bucket: new s3.Bucket(other, 'Own'), kmsKey: kms.Alias.fromAliasName(other, 'SesKey', 'alias/aws/ses') }),
        new actions.S3({ bucket: new s3.Bucket(other, 'Locked', { encryptionKey: new kms.Key(other, 'Key') }), kmsKey: kms.Key.fromKeyArn(other, 'Imported', 'arn:aws:kms:eu-west-1:111122223333:key/k') }),
      ],
    });
    l1.rule = { actions: [new actions.Stop().bind(l1), new actions.S3({ bucket: new s3.Bucket(other, 'Direct') }).bind(l1)] };
  },
};
