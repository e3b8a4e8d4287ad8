'use strict';

// Cases of the core library; their Lua twins are in spec/aws_cdk/core/core_spec.lua.
// Keys in order, as Lua's maps are emitted.
const sorted = (value) => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
};
const res = (cdk, scope, id, properties) => new cdk.CfnResource(scope, id, { type: 'Test::Res::Type', properties: sorted(properties) });
const ENV = { account: '111111111111', region: 'us-east-1' };

module.exports = {
  stack_options: (app, cdk) => {
    const stack = new cdk.Stack(app, 'S', {
      description: 'what it is', env: ENV, stackName: 'my-name', terminationProtection: true,
      tags: { b: '2', a: '1', B: '3' }, notificationArns: ['arn:aws:sns:us-east-1:111111111111:t'],
    });
    stack.addTransform('A');
    stack.addTransform('B');
    stack.addTransform('A');
    stack.addMetadata('k', { a: [1, 2], z: 1 });
    stack.templateOptions.templateFormatVersion = '2010-09-09';
    res(cdk, stack, 'R', { Arn: stack.formatArn({ service: 's3', resource: 'bucket', resourceName: 'x' }) });
    new cdk.Stack(app, 'Other', { suppressTemplateIndentation: true });
  },

  stack_names: (app, cdk, lib) => {
    const { Construct } = require('constructs');
    const group = new Construct(app, 'Grp');
    new cdk.Stack(group, 'My');
    const stage = new cdk.Stage(app, 'Prod', { env: ENV });
    new cdk.Stack(new Construct(stage, 'Deep'), 'Er');
    new cdk.Stack(stage, 'Direct');
    new cdk.Stage(stage, 'Inner', { stageName: 'other' });
    new cdk.Stack(stage.node.findChild('Inner'), 'In');
  },

  tokens: (app, cdk) => {
    const stack = new cdk.Stack(app, 'S');
    const r = res(cdk, stack, 'Res', { A: 1 });
    const att = r.getAtt('Arn').toString();
    res(cdk, stack, 'Use', {
      Concat: `x${r.ref}y${att}z`,
      Join: cdk.Fn.join('-', ['a', 'b', r.ref, 'c', 'd']),
      JoinInJoin: cdk.Fn.join('', ['a', cdk.Fn.join('', ['b', r.ref]), 'c']),
      JoinOther: cdk.Fn.join('-', ['a', cdk.Fn.join('', ['b', r.ref]), 'c']),
      Literal: cdk.Fn.join('-', ['a', 'b']),
      Split: cdk.Fn.select(1, cdk.Fn.split('/', r.ref)),
      SplitLiteral: cdk.Fn.split('/', 'a/b/c'),
      SplitLength: cdk.Fn.split('/', r.ref, 2),
      SelectLiteral: cdk.Fn.select(1, ['a', 'b']),
      Sub: cdk.Fn.sub('${A}', { A: r.ref }),
      SubPlain: cdk.Fn.sub('${AWS::Region}'),
      Base64: cdk.Fn.base64(r.ref),
      Cidr: cdk.Fn.cidr(att, 3, '8'),
      Azs: cdk.Fn.getAzs(),
      Domain: cdk.Fn.parseDomainName('https://example.com/x/y'),
      DomainToken: cdk.Fn.parseDomainName(att),
      Import: cdk.Fn.importValue('abc'),
      ImportList: cdk.Fn.importListValue('abc', 2),
      Output: cdk.Fn.getStackOutput('st', 'out', 'eu-west-1'),
      Transform: cdk.Fn.transform('M', { P: 1 }),
      Ref: cdk.Fn.ref('Plain'),
      Att: cdk.Fn.getAtt('Plain', 'Arn'),
      If: cdk.Fn.conditionIf('C', 1, { Ref: 'AWS::NoValue' }),
      Len: cdk.Fn.len(['a', 'b']),
      Json: cdk.Fn.toJsonString({ a: 1 }),
      RefAll: cdk.Fn.refAll('AWS::EC2::VPC::Id'),
      ValueOf: cdk.Fn.valueOf('P', 'A'),
      Pseudo: [cdk.Aws.ACCOUNT_ID, cdk.Aws.REGION, cdk.Aws.PARTITION, cdk.Aws.URL_SUFFIX, cdk.Aws.STACK_NAME, cdk.Aws.STACK_ID,
        cdk.Aws.NO_VALUE],
      Notify: cdk.Aws.NOTIFICATION_ARNS,
      Number: cdk.Token.asNumber(r.getAtt('N')),
      NumberText: cdk.Tokenization.stringifyNumber(cdk.Token.asNumber(r.getAtt('N'))),
      List: cdk.Token.asList(r.getAtt('L')),
      JsonText: stack.toJsonString({ a: r.ref, b: [att, 1, true], c: 'q"x' }),
      Lazy: cdk.Lazy.string({ produce: () => 'later' }),
      LazyGone: cdk.Lazy.string({ produce: () => undefined }),
      LazyEmpty: cdk.Lazy.list({ produce: () => [] }, { omitEmpty: true }),
      LazyNumber: cdk.Lazy.number({ produce: () => 7 }),
      LazyAny: cdk.Lazy.any({ produce: () => ({ x: r.ref }) }),
      Dynamic: new cdk.CfnDynamicReference(cdk.CfnDynamicReferenceService.SSM, 'name:1').toString(),
    });
  },

  extensions: (app, cdk) => {
    const stack = new cdk.Stack(app, 'S');
    const r = res(cdk, stack, 'Res', {});
    const map = new cdk.CfnMapping(stack, 'Map', { mapping: { a: { x: '1' } } });
    res(cdk, stack, 'Use', {
      Map: map.findInMap(cdk.Aws.REGION, 'x', 'none'),
      Len: cdk.Fn.len(cdk.Token.asList(r.getAtt('L'))),
      Json: cdk.Fn.toJsonString(r.getAtt('J')),
    });
  },

  secrets: (app, cdk) => {
    const stack = new cdk.Stack(app, 'S');
    const p = new cdk.CfnParameter(stack, 'P', { noEcho: true });
    const r = res(cdk, stack, 'Res', {});
    res(cdk, stack, 'Use', {
      A: cdk.SecretValue.secretsManager('id'),
      B: cdk.SecretValue.secretsManager('id', { jsonField: 'f', versionStage: 's' }),
      C: cdk.SecretValue.ssmSecure('n', '1'),
      D: cdk.SecretValue.ssmSecure('n'),
      E: cdk.SecretValue.unsafePlainText('t'),
      F: cdk.SecretValue.cfnParameter(p),
      G: cdk.SecretValue.resourceAttribute(r.getAtt('Pw').toString()),
      H: 'x' + cdk.SecretValue.secretsManager('id').unsafeUnwrap(),
    });
  },

  elements: (app, cdk) => {
    const stack = new cdk.Stack(app, 'S');
    const p = new cdk.CfnParameter(stack, 'Param', {
      type: 'Number', default: 3, description: 'd', minValue: 1, maxValue: 9, noEcho: false, constraintDescription: 'c',
      allowedValues: ['1', '3'], allowedPattern: '.*', minLength: 1, maxLength: 2,
    });
    const list = new cdk.CfnParameter(stack, 'List', { type: 'CommaDelimitedList' });
    const cond = new cdk.CfnCondition(stack, 'Cond', { expression: cdk.Fn.conditionEquals(p.valueAsNumber, 3) });
    const two = new cdk.CfnCondition(stack, 'Two', { expression: cdk.Fn.conditionNot(cond) });
    new cdk.CfnCondition(stack, 'Many', {
      expression: cdk.Fn.conditionOr(...Array.from({ length: 12 }, (_, i) => cdk.Fn.conditionEquals(list.valueAsList, `${i}`))),
    });
    new cdk.CfnCondition(stack, 'One', { expression: cdk.Fn.conditionAnd(cond) });
    const r = res(cdk, stack, 'Res', { P: p, N: p.valueAsNumber, L: list.valueAsList, S: p.valueAsString });
    r.cfnOptions.condition = two;
    new cdk.CfnOutput(stack, 'Out', { value: r.ref, description: 'o', exportName: 'My:Export-1', condition: cond });
    new cdk.CfnOutput(stack, 'Keyed', { value: 'v', key: 'OtherKey' });
    new cdk.CfnMapping(stack, 'Mapping', { mapping: { k: { a: 1, b: 'two' } } });
    const lazy = new cdk.CfnMapping(stack, 'LazyMap', { lazy: true, mapping: { k: { a: 1 } } });
    res(cdk, stack, 'Mapped', { Now: lazy.findInMap('k', 'a') });
    const rule = new cdk.CfnRule(stack, 'Rule', { ruleCondition: cdk.Fn.conditionEquals(p, '3') });
    rule.addAssertion(cdk.Fn.conditionEachMemberIn(list.valueAsList, ['a']), 'must be a');
    new cdk.CfnHook(stack, 'Hook', { type: 'T', properties: { X: 1 } });
    new cdk.CfnInclude(stack, 'Inc', { template: { Resources: { Included: { Type: 'X' } }, Outputs: { IncludedOut: { Value: 1 } } } });
  },

  keys_known_late: (app, cdk, lib) => {
    const stack = new cdk.Stack(app, 'S');
    const key = cdk.Lazy.string({ produce: () => 'key' });
    new (lib('aws-ssm').CfnParameter)(stack, 'Parameter', { type: 'String', value: 'v', tags: { [key]: 'v', a: 'b' } });
    const { Function, Code, Runtime } = lib('aws-lambda');
    new Function(stack, 'Function', {
      code: Code.fromInline('x'), handler: 'h.h', runtime: Runtime.PYTHON_3_12, environment: { [key]: 'v', [`${key}_2`]: 'w' },
    });
    res(cdk, stack, 'Free', { [key]: { [key]: 1 } });
  },

  mapping_across: (app, cdk) => {
    const a = new cdk.Stack(app, 'A'), b = new cdk.Stack(app, 'B');
    const map = new cdk.CfnMapping(a, 'Map', { mapping: { k: { a: 1 } } });
    res(cdk, b, 'R', { V: map.findInMap(cdk.Aws.REGION, 'a') });
  },

  references_across: (app, cdk) => {
    const a = new cdk.Stack(app, 'A'), b = new cdk.Stack(app, 'B');
    const r = res(cdk, a, 'Res', {});
    res(cdk, b, 'Use', { R: r.ref, A: r.getAtt('Arn'), T: `x${r.ref}`, L: cdk.Token.asList(r.getAtt('Names', cdk.ResolutionTypeHint.STRING_LIST)) });
    new cdk.CfnOutput(b, 'StackId', { value: b.stackId });
    a.exportValue(r.getAtt('Name').toString());
    a.exportValue('v', { name: 'given' });
    a.exportValue(7, { name: 'number' });
    a.exportValue({ Ref: 'AWS::Region' }, { name: 'intrinsic' });
    a.exportStringListValue(cdk.Token.asList(r.getAtt('All', cdk.ResolutionTypeHint.STRING_LIST)));
    const c = new cdk.Stack(app, 'C');
    c.addStackDependency(b);
    c.addStackDependency(a, cdk.Fn.importValue('why'));
  },

  nested: (app, cdk) => {
    const stack = new cdk.Stack(app, 'S');
    const outside = res(cdk, stack, 'Outside', {});
    const nested = new cdk.NestedStack(stack, 'N', {
      description: 'inside', timeout: cdk.Duration.minutes(5), parameters: { A: '2', Z: '1' },
      removalPolicy: cdk.RemovalPolicy.RETAIN,
    });
    const inside = res(cdk, nested, 'Inside', { R: outside.ref, N: nested.stackName });
    res(cdk, stack, 'Use', { I: inside.getAtt('Arn'), N: nested.stackName, Id: nested.stackId });
    const deep = new cdk.NestedStack(nested, 'Deep');
    res(cdk, deep, 'D', { R: outside.ref });
    cdk.Tags.of(nested).add('k', 'v');
  },

  stages: (app, cdk) => {
    const stage = new cdk.Stage(app, 'Prod', { env: ENV });
    const a = new cdk.Stack(stage, 'A'), b = new cdk.Stack(stage, 'B', { env: { region: 'eu-west-1' } });
    res(cdk, a, 'R', {});
    res(cdk, b, 'R', {});
    b.addStackDependency(a);
    new cdk.Stack(app, 'Out');
  },

  tags: (app, cdk, lib) => {
    const s3 = lib('aws-s3'), ssm = lib('aws-ssm');
    const stack = new cdk.Stack(app, 'S', { tags: { own: 'stack' } });
    new s3.CfnBucket(stack, 'B', { tags: [{ key: 'z', value: '1' }, { key: 'shared', value: 'bucket' }] });
    new ssm.CfnParameter(stack, 'P', { type: 'String', value: 'v', tags: { m: 'x' } });
    cdk.Tags.of(app).add('app', 'yes');
    cdk.Tags.of(app).add('shared', 'app');
    cdk.Tags.of(stack).add('only', 'bucket', { includeResourceTypes: ['AWS::S3::Bucket'] });
    cdk.Tags.of(stack).add('not', 'stack', { excludeResourceTypes: ['aws:cdk:stack'] });
    cdk.Tags.of(stack).remove('z');
    cdk.Tags.of(stack).add('low', 'p', { priority: 10 });
  },

  aspects_and_policies: (app, cdk, lib) => {
    const s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S');
    new s3.CfnBucket(stack, 'B');
    const set = new s3.CfnBucket(stack, 'Set');
    set.applyRemovalPolicy(cdk.RemovalPolicy.SNAPSHOT);
    res(cdk, stack, 'R', {});
    cdk.MissingRemovalPolicies.of(stack).retain();
    cdk.RemovalPolicies.of(stack).destroy({ applyToResourceTypes: ['Test::Res::Type'] });
    const seen = [];
    cdk.Aspects.of(stack).add({ visit: (n) => { seen.push(n.node.path); } }, { priority: 50 });
    cdk.Aspects.of(stack).add({ visit: (n) => { if (cdk.CfnResource.isCfnResource(n)) n.addPropertyOverride('Seen', seen.length); } });
  },

  annotations: (app, cdk) => {
    const stack = new cdk.Stack(app, 'S');
    const r = res(cdk, stack, 'R', {});
    const a = cdk.Annotations.of(r);
    a.addWarningV2('id:1', 'first');
    a.addWarningV2('id:2', 'second');
    a.addInfoV2('id:3', 'third');
    a.addError('bad');
    a.addWarning('plain');
    a.addWarning('plain');
    a.acknowledgeWarning('id:1');
    cdk.Annotations.of(stack).acknowledgeInfo('id:3');
    cdk.Annotations.of(stack).acknowledgeWarning('id:4');
    a.addWarningV2('id:4', 'fourth');
    a.addDeprecation('an.api', 'use another');
    cdk.Validations.of(r).addWarning('Rule', 'message');
    cdk.Validations.of(r).acknowledge({ id: 'tool::Rule(x::y)', reason: 'because' });
    stack.node.addMetadata('own', { a: 1 });
  },

  custom_resources: (app, cdk) => {
    const stack = new cdk.Stack(app, 'S');
    new cdk.CustomResource(stack, 'A', { serviceToken: 'arn:x' });
    new cdk.CustomResource(stack, 'B', {
      serviceToken: 'arn:x', resourceType: 'Custom::My', properties: { Upper: 2, lower: 1 }, pascalCaseProperties: true,
      removalPolicy: cdk.RemovalPolicy.RETAIN, serviceTimeout: cdk.Duration.minutes(1),
    });
    const json = new cdk.CfnJson(stack, 'J', { value: { [`k${cdk.Aws.REGION}`]: 'v' } });
    res(cdk, stack, 'Use', { J: json, V: json.value });
  },

  dependencies: (app, cdk) => {
    const { Construct, DependencyGroup } = require('constructs');
    const stack = new cdk.Stack(app, 'S');
    const group = new Construct(stack, 'G');
    const a = res(cdk, group, 'A', {}), b = res(cdk, group, 'b', {});
    const c = res(cdk, stack, 'C', {}), d = res(cdk, stack, 'D', {}), e = res(cdk, stack, 'E', {});
    c.node.addDependency(group);
    d.addDependency(a);
    d.addDependency(b);
    d.removeDependency(a);
    const set = new DependencyGroup(c);
    set.add(d);
    e.node.addDependency(set);
  },

  synthesizers: (app, cdk) => {
    new cdk.Stack(app, 'Custom', {
      env: ENV,
      synthesizer: new cdk.DefaultStackSynthesizer({
        qualifier: 'q', fileAssetsBucketName: 'b-${Qualifier}-${AWS::Region}', bucketPrefix: 'p/',
        deployRoleArn: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/d', deployRoleExternalId: 'e',
        deployRoleAdditionalOptions: { Tags: [{ Key: 'a', Value: 'b' }] }, lookupRoleExternalId: 'l',
        fileAssetPublishingExternalId: 'f', bootstrapStackVersionSsmParameter: '/x/${Qualifier}',
        useLookupRoleForStackOperations: false,
      }),
    });
    new cdk.Stack(app, 'NoRule', { synthesizer: new cdk.DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) });
    new cdk.Stack(app, 'Cli', { synthesizer: new cdk.CliCredentialsStackSynthesizer() });
    new cdk.Stack(app, 'Less', { synthesizer: new cdk.BootstraplessSynthesizer({ deployRoleArn: 'arn:d' }) });
    new cdk.Stack(app, 'Legacy', { synthesizer: new cdk.LegacyStackSynthesizer() });
    const shared = new cdk.DefaultStackSynthesizer();
    new cdk.Stack(app, 'X', { synthesizer: shared });
    new cdk.Stack(app, 'Y', { synthesizer: shared });
  },

  assets_by_hand: (app, cdk) => {
    for (const [id, synthesizer] of [['D', undefined], ['L', new cdk.LegacyStackSynthesizer()]]) {
      const stack = new cdk.Stack(app, id, { synthesizer });
      const file = stack.synthesizer.addFileAsset({ fileName: 'asset.abc.txt', packaging: cdk.FileAssetPackaging.FILE, sourceHash: 'abc', displayName: 'F' });
      const zip = stack.synthesizer.addFileAsset({ fileName: 'asset.def', packaging: cdk.FileAssetPackaging.ZIP_DIRECTORY, sourceHash: 'def' });
      const image = stack.synthesizer.addDockerImageAsset({
        directoryName: 'asset.img', sourceHash: 'img', dockerBuildArgs: { A: '1' }, dockerFile: 'Dockerfile.x', platform: 'linux/arm64',
        dockerCacheFrom: [{ type: 'registry', params: { ref: 'r' } }], dockerCacheTo: { type: 'inline' }, dockerCacheDisabled: true,
        ...(id === 'D' ? { assetName: 'nice', displayName: 'I' } : {}),
      });
      res(cdk, stack, 'R', {
        B: file.bucketName, K: file.objectKey, U: file.httpUrl, O: file.s3ObjectUrl, Z: zip.objectKey, I: image.imageUri,
        Repo: image.repositoryName, T: image.imageTag,
      });
    }
  },

  missing_context: (app, cdk) => {
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    res(cdk, stack, 'R', { Z: stack.availabilityZones });
    const value = cdk.ContextProvider.getValue(stack, {
      provider: 'ssm', props: { nested: { l: ['p', 'q'], x: 1 }, parameterName: 'a:b' }, dummyValue: 'dummy', mustExist: false,
    }).value;
    const agnostic = new cdk.Stack(app, 'A');
    res(cdk, agnostic, 'R', { Z: agnostic.availabilityZones, V: value });
  },

  regional_facts: (app, cdk) => {
    const stack = new cdk.Stack(app, 'S'), known = new cdk.Stack(app, 'K', { env: ENV });
    for (const s of [stack, known]) {
      res(cdk, s, 'R', {
        Elb: s.regionalFact('elbv2Account'), Suffix: s.regionalFact('domainSuffix'), Node: s.regionalFact('latestNodeRuntime', 'x'),
        Site: s.regionalFact('s3-static-website:endpoint'), None: s.regionalFact('none', 'def'),
        Later: s.regionalFact(cdk.Fn.importValue('fact'), cdk.Fn.importValue('default')),
      });
    }
  },

  names: (app, cdk) => {
    const { Construct } = require('constructs');
    const stack = new cdk.Stack(app, 'S');
    const c = new Construct(new Construct(stack, 'A-b'), 'C_d');
    res(cdk, stack, 'R', {
      U: cdk.Names.uniqueId(c), N: cdk.Names.nodeUniqueId(c.node), P: cdk.Names.uniqueResourceName(c, {}),
      S: cdk.Names.uniqueResourceName(c, { separator: '-', allowedSpecialCharacters: '_' }),
      Range: cdk.Names.uniqueResourceName(c, { allowedSpecialCharacters: '.-_' }),
      Each: cdk.Names.uniqueResourceName(c, { allowedSpecialCharacters: '_.-' }),
      Signs: cdk.Names.uniqueResourceName(new Construct(c, 'a-b.c_d/e:fé\\g'), { allowedSpecialCharacters: '/-\\\\' }),
      M: cdk.Names.uniqueResourceName(c, { maxLength: 12 }), St: cdk.Names.uniqueResourceName(stack, {}),
      R: cdk.Names.stackRelativeConstructPath(c), Addr: c.node.addr,
    });
    const first = res(cdk, stack, 'Old', {});
    stack.renameLogicalId('Old', 'New');
    first.overrideLogicalId;
    res(cdk, stack, 'Over', {}).overrideLogicalId('Override');
  },

  arns: (app, cdk) => {
    const stack = new cdk.Stack(app, 'S');
    const r = res(cdk, stack, 'Res', {});
    const token = r.getAtt('Arn').toString();
    const parts = {};
    for (const [name, format] of Object.entries(cdk.ArnFormat)) {
      const split = stack.splitArn(token, format);
      parts[name] = { R: split.resource, N: split.resourceName, A: split.account, P: split.partition, S: split.service, Re: split.region };
      parts[`${name}Format`] = stack.formatArn({ service: 's', resource: 'r', resourceName: 'n', arnFormat: format, region: '' });
    }
    for (const [name, arn] of Object.entries({
      A: 'arn:aws:s3:::bucket', B: 'arn:aws:lambda:r:a:function:f:1', C: 'arn:aws:iam::a:role/x/y', D: 'arn:aws:x:r:a:/res/name:z',
    })) {
      const split = stack.splitArn(arn, cdk.ArnFormat.SLASH_RESOURCE_NAME);
      parts[name] = { R: split.resource, N: split.resourceName, A: split.account, F: split.arnFormat };
    }
    parts.Name = cdk.Arn.extractResourceName('arn:aws:iam::a:role/x', 'role');
    parts.TokenName = cdk.Arn.extractResourceName(token, 'role');
    res(cdk, stack, 'Use', parts);
  },

  durations: (app, cdk) => {
    const stack = new cdk.Stack(app, 'S');
    const { Duration, Size, Bitrate } = cdk;
    res(cdk, stack, 'R', {
      Iso: [Duration.minutes(5), Duration.seconds(3600), Duration.days(1.5), Duration.millis(1500), Duration.seconds(0)].map((d) => d.toIsoString()),
      Human: [Duration.minutes(90), Duration.seconds(1), Duration.days(10), Duration.millis(61001), Duration.hours(0)].map((d) => d.toHumanString()),
      Parsed: ['P1D', 'PT1H30M', 'PT4.5S', 'P1DT2H3M4.050S'].map((t) => Duration.parse(t).toMilliseconds()),
      Sum: Duration.minutes(1).plus(Duration.seconds(30)).toString(),
      Difference: Duration.minutes(1).minus(Duration.seconds(30)).toHumanString(),
      Fraction: Duration.seconds(90).toMinutes({ integral: false }),
      Label: Duration.days(1).unitLabel(),
      Formatted: Duration.seconds(cdk.Token.asNumber({ Ref: 'X' })).formatTokenToNumber(),
      Sizes: [Size.mebibytes(1536), Size.bytes(10), Size.kibibytes(2048), Size.gibibytes(1)].map((s) => s.toHumanString()),
      Floor: Size.bytes(1500).toKibibytes({ rounding: cdk.SizeRoundingBehavior.FLOOR }),
      None: Size.bytes(1536).toKibibytes({ rounding: cdk.SizeRoundingBehavior.NONE }),
      Text: Size.gibibytes(2).toString(),
      Rate: Bitrate.mbps(2.5).toKbps(),
      Expires: cdk.Expiration.fromString('2030-01-31T12:00:00Z').toEpoch(),
      Zone: cdk.TimeZone.EUROPE_LONDON.timezoneName,
    });
  },

  permissions_boundary: (app, cdk) => {
    const stack = new cdk.Stack(app, 'S', { env: ENV, permissionsBoundary: cdk.PermissionsBoundary.fromName('pb-${Qualifier}-${AWS::Region}') });
    new cdk.CfnResource(stack, 'Role', { type: 'AWS::IAM::Role', properties: {} });
    new cdk.CfnResource(stack, 'Other', { type: 'AWS::S3::Bucket' });
    const arn = new cdk.Stack(app, 'A', { env: ENV, permissionsBoundary: cdk.PermissionsBoundary.fromArn('arn:aws:iam::${AWS::AccountId}:policy/x') });
    new cdk.CfnResource(arn, 'User', { type: 'AWS::IAM::User' });
  },

  context_flags: (app, cdk, lib) => {
    app.node.setContext('aws:cdk:enable-path-metadata', true);
    app.node.setContext('aws:cdk:enable-asset-metadata', true);
    app.node.setContext('@aws-cdk/core:explicitStackTags', true);
    app.node.setContext('@aws-cdk/core:enablePartitionLiterals', true);
    app.node.setContext('@aws-cdk/core:bootstrapQualifier', 'other');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    res(cdk, stack, 'R', { P: stack.partition });
    new cdk.NestedStack(stack, 'N');
    cdk.Tags.of(stack).add('k', 'v');
  },

  blue_green: (app, cdk) => {
    const stack = new cdk.Stack(app, 'S');
    new cdk.CfnCodeDeployBlueGreenHook(stack, 'H', {
      serviceRole: 'role',
      applications: [{
        target: { type: 'AWS::ECS::Service', logicalId: 'Svc' },
        ecsAttributes: {
          taskDefinitions: ['a', 'b'], taskSets: ['c', 'd'],
          trafficRouting: {
            prodTrafficRoute: { type: 'T', logicalId: 'P' }, testTrafficRoute: { type: 'T', logicalId: 'Q' }, targetGroups: ['x', 'y'],
          },
        },
      }],
      trafficRoutingConfig: { type: cdk.CfnTrafficRoutingType.TIME_BASED_CANARY, timeBasedCanary: { stepPercentage: 10, bakeTimeMins: 5 } },
      additionalOptions: { terminationWaitTimeInMinutes: 3 },
      lifecycleEventHooks: { beforeInstall: 'f' },
    });
  },

  physical_names: (app, cdk, lib) => {
    const s3 = lib('aws-s3');
    const a = new cdk.Stack(app, 'A', { env: ENV }), b = new cdk.Stack(app, 'B', { env: { account: '222222222222', region: 'us-east-1' } });
    const bucket = new s3.Bucket(a, 'Bucket', { bucketName: cdk.PhysicalName.GENERATE_IF_NEEDED });
    const named = new s3.Bucket(a, 'Named', { bucketName: 'named' });
    res(cdk, b, 'Use', { N: bucket.bucketName, A: bucket.bucketArn, M: named.bucketArn, E: bucket.env.account });
  },

  json_text: (app, cdk) => {
    const stack = new cdk.Stack(app, 'S');
    const r = res(cdk, stack, 'Res', {});
    const param = new cdk.CfnParameter(stack, 'P', { type: 'Number' });
    const text = (value, space) => stack.toJsonString(value, space);
    res(cdk, stack, 'Use', {
      A: text({ a: { Ref: 'X' }, b: [{ 'Fn::GetAtt': ['A', 'B'] }] }),
      B: text({ a: cdk.Fn.conditionIf('C', { Ref: 'Q' }, ['x"y', r.ref]), b: cdk.Token.asAny({ Ref: 'X' }) }),
      C: text({ a: cdk.Token.asNumber({ Ref: 'N' }), b: cdk.Lazy.number({ produce: () => cdk.Token.asNumber(r.getAtt('N')) }) }),
      D: text({ a: cdk.Lazy.any({ produce: () => cdk.Token.asNumber({ Ref: 'N' }) }), b: param, c: param.valueAsNumber }),
      E: text({ a: cdk.Token.asList(r.getAtt('L', cdk.ResolutionTypeHint.STRING_LIST)), b: cdk.Fn.split(',', r.ref) }, 2),
      F: text({ a: cdk.Token.asString(cdk.Fn.getAzs()), b: cdk.Aws.NOTIFICATION_ARNS }),
      G: text({ [r.ref]: 1, a: cdk.Fn.sub('x"${A}', { 'k"k': r.ref }) }),
      H: text({ a: text({ b: r.ref }), c: new cdk.CfnCondition(stack, 'C', { expression: cdk.Fn.conditionEquals(1, 2) }) }),
      I: cdk.Fn.toJsonString({ a: `x${r.ref}`, b: [cdk.Aws.REGION, 1] }),
      J: cdk.Tokenization.stringifyNumber(1e-7),
    });
    const other = new cdk.Stack(app, 'O');
    res(cdk, other, 'Use', { A: other.toJsonString({ a: r.ref, b: { c: r.getAtt('X').toString() } }) });
  },

  joins_and_omissions: (app, cdk) => {
    const stack = new cdk.Stack(app, 'S');
    res(cdk, stack, 'R', {
      A: cdk.Fn.join(',', cdk.Lazy.list({ produce: () => ['a', 'b'] })),
      B: cdk.Fn.join(',', cdk.Lazy.list({ produce: () => [] })),
      C: cdk.Fn.join(',', [cdk.Lazy.string({ produce: () => undefined })]),
      D: cdk.Lazy.any({ produce: () => ({}) }, { omitEmptyArray: true }),
      E: cdk.Lazy.any({ produce: () => [] }, { omitEmptyArray: true }),
      F: cdk.Fn.join(',', ['a', cdk.Lazy.string({ produce: () => undefined })]),
      G: cdk.Fn.join(',', [cdk.Lazy.string({ produce: () => undefined }), cdk.Lazy.string({ produce: () => undefined })]),
    });
  },

  overrides: (app, cdk, lib) => {
    const a = new cdk.Stack(app, 'A'), b = new cdk.Stack(app, 'B');
    const r = res(cdk, a, 'Res', {});
    const use = res(cdk, b, 'Use', { Kept: `x${r.getAtt('Kept')}`, Gone: r.getAtt('Gone'), Replaced: r.getAtt('Replaced'), Map: { Ref: 1, B: 2 } });
    use.addPropertyDeletionOverride('Gone');
    use.addPropertyOverride('Replaced', 'literal');
    use.addPropertyOverride('Added', r.getAtt('Added'));
    use.addPropertyOverride('Deep.Added', [`y${r.getAtt('Deep')}`]);
    use.addPropertyOverride('Map.C', { D: r.ref, E: {} });
    use.addOverride('Metadata.M', r.ref);
    use.addOverride('Custom\\.Key.0.1', true);
    const list = res(cdk, a, 'List', { L: ['a'], M: [{ x: 1 }] });
    list.addPropertyOverride('L.3', 'd');
    list.addPropertyOverride('L.name', 'x');
    list.addPropertyOverride('M.2.y', 2);
    list.addPropertyOverride('M.name.y', 2);
    const order = new (lib('aws-s3').CfnBucket)(a, 'Order', { bucketName: 'n' });
    order.addPropertyOverride('Unknown', 1);
    order.addPropertyOverride('Tags', []);
    order.addPropertyOverride('AccessControl', 'x');
    const whole = res(cdk, a, 'Whole', { X: 1 });
    whole.addPropertyOverride('Ref.a', 1);
  },

  integer_like: (app, cdk) => {
    const stack = new cdk.Stack(app, 'S');
    for (const id of ['b', 'é10', '2', 'x-01', '01']) res(cdk, stack, id, {});
    stack.node.findChild('b').addPropertyOverride('z', 1);
    stack.node.findChild('b').addPropertyOverride('10', 1);
    stack.node.findChild('b').addPropertyOverride('9', 1);
    new cdk.CfnInclude(stack, 'Inc', { template: { Outputs: { z: { Value: 1 }, 7: { Value: 2 } } } });
    const map = {};
    for (const key of ['20', 'b', '3', '100', '01', '1', 'a', '4294967295', '4294967294', '30']) map[key] = key;
    const many = res(cdk, stack, 'many', { Map: map, List: [...'abcdefghijkl'] });
    for (const key of ['50', '2', 'c', '20', 'b', '101', '0', '1.x', '25']) many.addPropertyOverride('Map.' + key, 'o');
    for (const key of ['3', '11', '10', '0', '7', '12', '2', '9', '5']) many.addPropertyOverride('List.' + key, 'o');
  },

  dependencies_across: (app, cdk) => {
    const { Construct } = require('constructs');
    const a = new cdk.Stack(app, 'A'), b = new cdk.Stack(app, 'B'), c = new cdk.Stack(app, 'C');
    const nested = new cdk.NestedStack(a, 'N'), deep = new cdk.NestedStack(nested, 'Deep');
    const inA = res(cdk, a, 'R', {}), inNested = res(cdk, nested, 'R', {}), inDeep = res(cdk, deep, 'R', {}), inB = res(cdk, b, 'R', {});
    const empty = new Construct(c, 'Empty');
    empty.node.addDependency(inB);
    inA.node.addDependency(inDeep);
    const other = res(cdk, nested, 'Other', {});
    other.node.addDependency(deep);
    inB.addDependency(inNested);
    nested.node.addDependency(res(cdk, a, 'First', {}));
    const around = new Construct(a, 'Around');
    new cdk.NestedStack(around, 'M');
    res(cdk, a, 'Last', {}).node.addDependency(around);
    a.node.addDependency(inA);
    const inC = res(cdk, c, 'R', {});
    inC.addDependency(inDeep);
    inC.removeDependency(inDeep);
  },

  replaced_metadata: (app, cdk) => {
    app.node.setContext('aws:cdk:enable-path-metadata', true);
    const stack = new cdk.Stack(app, 'S');
    res(cdk, stack, 'Kept', {}).addMetadata('own', 1);
    res(cdk, stack, 'Replaced', {}).cfnOptions.metadata = { own: 1 };
  },

  list_tokens_in_lists: (app, cdk, lib) => {
    const stack = new cdk.Stack(app, 'S');
    const list = new (lib('aws-ec2').CfnVPCEndpoint)(stack, 'E', { vpcId: 'v' }).attrDnsEntries;
    const split = cdk.Fn.split(',', stack.region);
    const lazy = cdk.Lazy.list({ produce: () => list });
    const values = { a: list, b: [list], c: [[list]], d: [list, 'x'], e: [list, list], f: { g: [list] }, h: [split], i: [lazy] };
    const r = res(cdk, stack, 'R', values);
    r.addPropertyOverride('Over', [list]);
    r.addPropertyOverride('Ride', list);
    r.addOverride('Metadata.Over', [list]);
    r.addMetadata('own', [list]);
    stack.addMetadata('own', [list]);
    new cdk.CustomResource(stack, 'Custom', { serviceToken: 'x', properties: values });
    res(cdk, stack, 'Lazies', {
      a: cdk.Lazy.list({ produce: () => list }), b: cdk.Lazy.any({ produce: () => [list] }), c: [cdk.Lazy.list({ produce: () => list })],
      d: [cdk.Token.asList(cdk.Fn.ref('X'))], e: cdk.Fn.select(0, [list]), f: cdk.Fn.select(0, list), g: cdk.Fn.join(',', list),
    });
    for (const [id, value] of Object.entries({ A: [list], B: { a: list }, C: { a: [list] }, D: { a: [list, 1] }, E: { a: [[list]] } })) {
      new cdk.CfnOutput(stack, `Json${id}`, { value: stack.toJsonString(value) });
    }
  },

  loose_arguments: (app, cdk, lib) => {
    const { Construct } = require('constructs');
    const events = lib('aws-events'), logs = lib('aws-logs'), s3 = lib('aws-s3'), sqs = lib('aws-sqs'), cr = lib('custom-resources');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const custom = new cdk.CustomResource(stack, 'Custom', { serviceToken: 'x' });
    new cdk.CfnOutput(stack, 'Secret', { value: cdk.SecretValue.resourceAttribute(custom.getAttString('Password')).unsafeUnwrap() });
    const queue = new sqs.Queue(stack, 'Q');
    logs.LogGroup.fromLogGroupName(stack, 'Group' + queue.queueName, '/x');
    new Construct(stack, 'Plain' + queue.queueName);
    new s3.Bucket(stack, 'All', { blockPublicAccess: new s3.BlockPublicAccess(s3.BlockPublicAccess.BLOCK_ALL) });
    new s3.Bucket(stack, 'Some', { blockPublicAccess: { blockPublicAcls: true, restrictPublicBuckets: false } });
    new events.Rule(stack, 'Rule', { eventPattern: { detailType: [{ 'anything-but': ['x'] }, 'y'], source: [{ prefix: 'my.' }] } });
    new logs.LogGroup(stack, 'Kept', { retention: Infinity });
    cdk.ContextProvider.getValue(stack, { provider: 'ami', props: { a: 1 } });
    new sqs.CfnQueue(stack, 'Tagged', { tags: [new cdk.Tag('k', 'v'), { key: 'l', value: 'w' }] });
    const policy = cr.AwsCustomResourcePolicy.fromSdkCalls({ resources: ['*'] });
    const call = (physicalResourceId) => ({ service: 'S3', action: 'listBuckets', physicalResourceId });
    new cr.AwsCustomResource(stack, 'Text', { policy, onCreate: call('id') });
    new cr.AwsCustomResource(stack, 'Table', { policy, onCreate: call({ id: 'id' }) });
    new cr.AwsCustomResource(stack, 'Path', { policy, onCreate: call({ responsePath: 'a.b' }) });
  },

  resolve_context: (app, cdk) => {
    const stack = new cdk.Stack(app, 'S');
    const path = (context) => context.documentPath.map((key) => key.replace(/\$\{.*\}/, 'ID')).join('/');
    const told = { resolve: path, creationStack: [] };
    res(cdk, stack, 'R', {
      list: [{ q: { resolve: path } }, 'x' + cdk.Token.asString(told)], plain: { resolve: path },
      deep: { resolve: (context) => context.resolve({ k: { resolve: () => 1 } }) },
      post: {
        resolve(context) {
          context.registerPostProcessor({ postProcess: (value, inner) => ({ got: value, path: path(inner) }) });
          return ['w', { z: 1 }];
        },
      },
      type: { resolve: (context) => [typeof context.registerPostProcessor, typeof context.preparing] },
    });
    new cdk.CfnOutput(stack, 'O', { value: 'x', description: cdk.Token.asString(told) });
  },

  property_injectors: (app, cdk, lib) => {
    const s3 = lib('aws-s3'), sqs = lib('aws-sqs');
    const inject = (id, change) => ({ constructUniqueId: id, inject: (props, context) => ({ ...props, ...change(props, context) }) });
    const stack = new cdk.Stack(app, 'S', {
      propertyInjectors: [inject(s3.Bucket.PROPERTY_INJECTION_ID, (props, { id }) => ({ versioned: true, bucketName: `${id}-b`.toLowerCase() }))],
    });
    new s3.Bucket(stack, 'Bucket');
    new s3.Bucket(stack, 'Other', { enforceSSL: true, versioned: false });
    new sqs.Queue(stack, 'Queue');
    const stage = new cdk.Stage(app, 'Prod', {
      propertyInjectors: [inject(sqs.Queue.PROPERTY_INJECTION_ID, (props) => ({ fifo: props?.fifo ?? true }))],
    });
    const inner = new cdk.Stack(stage, 'S');
    new sqs.Queue(inner, 'Queue');
    new sqs.Queue(inner, 'Plain', { fifo: false });
    new s3.Bucket(inner, 'Bucket');
  },
};
