'use strict';

// Cases of aws_ssm; their Lua twins are in spec/aws_cdk/aws_ssm/aws_ssm_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };

module.exports = {
  parameters: (app, cdk, lib) => {
    const ssm = lib('aws-ssm');
    const stack = new cdk.Stack(app, 'S');
    new ssm.StringParameter(stack, 'Plain', { stringValue: 'v' });
    const full = new ssm.StringParameter(stack, 'Full', {
      stringValue: 'abc', parameterName: '/my/path', description: 'd', allowedPattern: '^[a-c]+$',
      tier: ssm.ParameterTier.ADVANCED, dataType: ssm.ParameterDataType.TEXT, simpleName: false,
    });
    const named = new ssm.StringParameter(stack, 'Named', { stringValue: stack.region, parameterName: 'my-name', simpleName: true });
    const given = new cdk.CfnParameter(stack, 'Given');
    const token = new ssm.StringParameter(stack, 'Token', {
      stringValue: given.valueAsString, parameterName: given.valueAsString, simpleName: false, allowedPattern: 'x',
    });
    const list = new ssm.StringListParameter(stack, 'List', {
      stringListValue: ['a', 'b', stack.region], allowedPattern: '.', parameterName: 'list', description: 'd',
    });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    out('FullArn', full.parameterArn);
    out('NamedArn', named.parameterArn);
    out('TokenArn', token.parameterArn);
    out('Type', token.parameterType);
    out('Value', full.stringValue);
    out('Name', token.parameterName);
    out('Second', cdk.Fn.select(1, list.stringListValue));
    out('ListArn', list.parameterArn);
  },

  imports: (app, cdk, lib) => {
    const ssm = lib('aws-ssm'), kms = lib('aws-kms');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const out = (id, parameter) => {
      new cdk.CfnOutput(stack, `${id}Arn`, { value: parameter.parameterArn });
      new cdk.CfnOutput(stack, `${id}Name`, { value: parameter.parameterName });
      new cdk.CfnOutput(stack, `${id}Type`, { value: parameter.parameterType });
      if (parameter.stringValue) new cdk.CfnOutput(stack, `${id}Value`, { value: parameter.stringValue });
      else new cdk.CfnOutput(stack, `${id}Value`, { value: cdk.Fn.join('|', parameter.stringListValue) });
    };
    const String = ssm.StringParameter, List = ssm.StringListParameter;
    out('ByName', String.fromStringParameterName(stack, 'ByName', '/path/name'));
    out('ByArn', String.fromStringParameterArn(stack, 'ByArn', 'arn:aws:ssm:eu-west-1:444455556666:parameter/path/name'));
    out('Simple', String.fromStringParameterAttributes(stack, 'Simple', { parameterName: 'name', version: 3 }));
    out('Typed', String.fromStringParameterAttributes(stack, 'Typed', {
      parameterName: 'name', valueType: ssm.ParameterValueType.AWS_EC2_VPC_ID,
    }));
    out('Forced', String.fromStringParameterAttributes(stack, 'Forced', { parameterName: 'name', forceDynamicReference: true }));
    out('Token', String.fromStringParameterAttributes(stack, 'Token', {
      parameterName: cdk.Fn.importValue('name'), simpleName: true,
    }));
    out('Pieces', String.fromStringParameterAttributes(stack, 'Pieces', {
      parameterName: `/a/${cdk.Aws.STACK_NAME}`, simpleName: false, forceDynamicReference: true,
    }));
    out('Secure', String.fromSecureStringParameterAttributes(stack, 'Secure', { parameterName: '/secret', version: 5 }));
    out('Newest', String.fromSecureStringParameterAttributes(stack, 'Newest', {
      parameterName: 'secret', encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/k'),
    }));
    out('List', List.fromStringListParameterName(stack, 'List', '/list'));
    out('Lists', List.fromListParameterAttributes(stack, 'Lists', {
      parameterName: '/list', elementType: ssm.ParameterValueType.AWS_EC2_SUBNET_ID,
    }));
    out('Versioned', List.fromListParameterAttributes(stack, 'Versioned', { parameterName: 'list', version: 2 }));
  },

  values: (app, cdk, lib) => {
    app.node.setContext('ssm:account=111122223333:parameterName=/known:region=eu-west-1', 'known value');
    const ssm = lib('aws-ssm');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const group = new cdk.Stack(stack, 'Inner');
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    out('One', ssm.StringParameter.valueForStringParameter(stack, '/a/b'));
    out('Again', ssm.StringParameter.valueForStringParameter(stack, '/a/b'));
    out('Versioned', ssm.StringParameter.valueForStringParameter(stack, 'c', 4));
    out('Typed', ssm.StringParameter.valueForTypedStringParameterV2(stack, 'image', ssm.ParameterValueType.AWS_EC2_IMAGE_ID));
    out('Text', ssm.StringParameter.valueForTypedStringParameterV2(stack, 'text'));
    out('List', cdk.Fn.select(0, ssm.StringListParameter.valueForTypedListParameter(stack, 'list')));
    out('Vpcs', cdk.Fn.select(0, ssm.StringListParameter.valueForTypedListParameter(stack, 'vpcs',
      ssm.ParameterValueType.AWS_EC2_VPC_ID)));
    new cdk.CfnOutput(group, 'Own', { value: ssm.StringParameter.valueForStringParameter(group, '/a/b') });
    out('Known', ssm.StringParameter.valueFromLookup(stack, '/known'));
    out('Unknown', ssm.StringParameter.valueFromLookup(stack, '/unknown'));
    out('Else', ssm.StringParameter.valueFromLookup(stack, '/else', 'else', { additionalCacheKey: 'k' }));
    out('Empty', ssm.StringParameter.valueFromLookup(stack, '/empty', ''));
  },

  deprecated_values: (app, cdk, lib) => {
    const ssm = lib('aws-ssm');
    const stack = new cdk.Stack(app, 'S');
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    out('Typed', ssm.StringParameter.valueForTypedStringParameter(stack, 'image', ssm.ParameterType.AWS_EC2_IMAGE_ID));
    out('Text', ssm.StringParameter.valueForTypedStringParameter(stack, 'text', undefined, 2));
    out('Secure', ssm.StringParameter.valueForSecureStringParameter(stack, 'secure', 2));
    new ssm.StringParameter(stack, 'List', { stringValue: 'a,b', type: ssm.ParameterType.STRING_LIST });
  },

  grants: (app, cdk, lib) => {
    const ssm = lib('aws-ssm'), iam = lib('aws-iam'), kms = lib('aws-kms');
    const stack = new cdk.Stack(app, 'S');
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const user = new iam.User(stack, 'User');
    const key = new kms.Key(stack, 'Key');
    const own = new ssm.StringParameter(stack, 'Own', { stringValue: 'v' });
    own.grantRead(role);
    own.grantWrite(user);
    new ssm.StringListParameter(stack, 'List', { stringListValue: ['a'], parameterName: '/l' }).grantRead(user);
    const secure = ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'Secure', {
      parameterName: '/s', version: 1, encryptionKey: key,
    });
    secure.grantRead(role);
    secure.grantWrite(user);
    ssm.StringParameter.fromStringParameterName(stack, 'Named', 'n').grantRead(role);
    secure.grantOnKey(user, 'kms:Describe*');
  },

  other_stack: (app, cdk, lib) => {
    const ssm = lib('aws-ssm'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const same = new cdk.Stack(app, 'Same', { env: ENV });
    const other = new cdk.Stack(app, 'Other', { env: { account: '444455556666', region: 'eu-west-1' } });
    const list = new ssm.StringListParameter(stack, 'List', { stringListValue: ['a'] });
    const path = new ssm.StringParameter(stack, 'Path', { stringValue: 'v', parameterName: '/path' });
    path.grantRead(new iam.User(other, 'User'));
    path.grantRead(new iam.User(same, 'User'));
    new cdk.CfnOutput(same, 'First', { value: cdk.Fn.select(0, list.stringListValue) });
    new cdk.CfnOutput(same, 'Value', { value: path.stringValue });
  },
};
