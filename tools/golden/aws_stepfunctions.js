'use strict';

// Cases of aws_stepfunctions; their Lua twins are in spec/aws_cdk/aws_stepfunctions/aws_stepfunctions_spec.lua. The keys of maps
// are in the order in which Lua tells them.
const ENV = { account: '111122223333', region: 'eu-west-1' };

const machine = (sfn, scope, id, definition, more) =>
  new sfn.StateMachine(scope, id, { definitionBody: sfn.DefinitionBody.fromChainable(definition), ...more });

/** A task as a package outside of the library writes it. */
const taskClass = (sfn, iam) => class extends sfn.TaskStateBase {
  constructor(scope, id, props) {
    super(scope, id, props);
    this.given = props;
    this.taskMetrics = props.metrics;
    this.taskPolicies = props.action && [new iam.PolicyStatement({ actions: [props.action], resources: ['*'] })];
  }
  _renderTask(top) {
    const language = this.given.queryLanguage ?? top ?? sfn.QueryLanguage.JSON_PATH;
    return { Resource: 'arn:aws:states:::demo:run', ...this._renderParametersOrArguments(this.given.payload, language) };
  }
};

module.exports = {
  waits: (app, cdk, lib) => {
    const sfn = lib('aws-stepfunctions');
    const stack = new cdk.Stack(app, 'S');
    const time = sfn.WaitTime.seconds('{% $s %}');
    machine(sfn, stack, 'M', sfn.Wait.jsonPath(stack, 'Path', {
      time: sfn.WaitTime.secondsPath('$.s'), inputPath: '$.in', outputPath: '$.out', comment: 'c',
    }).next(sfn.Wait.jsonata(stack, 'Jsonata', { time, outputs: { a: 1, b: '{% $states.input.b %}' }, assign: { v: 2 } })));
  },
  states: (app, cdk, lib) => {
    const sfn = lib('aws-stepfunctions');
    const stack = new cdk.Stack(app, 'S');
    const { JsonPath } = sfn;
    const all = { comment: 'c', inputPath: '$.in', outputPath: '$.out', stateName: 'Named' };
    const pass = new sfn.Pass(stack, 'Pass', {
      ...all, resultPath: '$.r', assign: { a: JsonPath.stringAt('$.a'), b: 2 },
      parameters: { list: JsonPath.listAt('$.l'), nested: { n: JsonPath.numberAt('$.n'), t: 'text' }, object: JsonPath.objectAt('$.o') },
      result: sfn.Result.fromObject({ a: [1, 'two', { three: false }], b: null }),
    });
    const results = ['x', 1.5, false, ['a', 'b']].map((value, i) =>
      new sfn.Pass(stack, `Result${i}`, { result: [sfn.Result.fromString, sfn.Result.fromNumber, sfn.Result.fromBoolean, sfn.Result.fromArray][i](value) }));
    const waits = [
      sfn.WaitTime.duration(cdk.Duration.minutes(2)), sfn.WaitTime.seconds('{% $s %}'), sfn.WaitTime.secondsPath('$.s'),
      sfn.WaitTime.timestamp('2030-01-01T00:00:00Z'), sfn.WaitTime.timestampPath('$.t'),
    ].map((time, i) => new sfn.Wait(stack, `Wait${i}`, { time, comment: `wait ${i}`, assign: i ? undefined : { w: 1 } }));
    const discard = new sfn.Pass(stack, 'Discard', { inputPath: JsonPath.DISCARD, outputPath: JsonPath.DISCARD, resultPath: JsonPath.DISCARD });
    const custom = new sfn.CustomState(stack, 'Custom', { stateJson: { Parameters: { 'a.$': '$.a' }, Resource: 'arn', Type: 'Task' } });
    const retrying = new sfn.CustomState(stack, 'Retrying', {
      stateJson: { Catch: [{ ErrorEquals: ['B'], Next: 'Bad' }], Resource: 'arn', Retry: [{ ErrorEquals: ['A'] }], Type: 'Task' },
    });
    retrying.addRetry({ errors: ['C'], maxAttempts: 0 });
    retrying.addCatch(new sfn.Fail(stack, 'Bad', { cause: 'because', error: 'E', comment: 'sad' }), { errors: ['D'], resultPath: '$.e' });
    const fails = new sfn.Fail(stack, 'Paths', { causePath: "States.Format('{}', $.c)", errorPath: '$.e' });
    const choice = new sfn.Choice(stack, 'Choice', { comment: 'which', inputPath: '$.c', outputPath: '$.d', assign: { x: JsonPath.stringAt('$.x') } })
      .when(sfn.Condition.isPresent('$.a'), fails, { comment: 'is there', assign: { y: JsonPath.numberAt('$.y') } })
      .otherwise(new sfn.Succeed(stack, 'Good', { comment: 'fine', inputPath: '$.i', outputPath: '$.o' }));
    let chain = pass;
    for (const state of [...results, ...waits, discard, custom, retrying, choice]) chain = chain.next(state);
    machine(sfn, stack, 'Machine', chain, { comment: 'all of them', timeout: cdk.Duration.hours(1) });
    machine(sfn, stack, 'Numbers', new sfn.Pass(stack, '10').next(new sfn.Pass(stack, 'b')).next(new sfn.Pass(stack, '9')).next(new sfn.Pass(stack, 'a')));
    const name = new cdk.CfnParameter(stack, 'Name');
    machine(sfn, stack, 'Token', new sfn.Pass(stack, 'T1', { stateName: name.valueAsString, comment: `in ${stack.region} "quoted"` }).next(new sfn.Pass(stack, 'T2')));
    const errors = cdk.Token.asList(cdk.Fn.importValue('errors'));
    const later = new sfn.Parallel(stack, 'Later').branch(new sfn.Pass(stack, 'L1'));
    machine(sfn, stack, 'Errors', later.addRetry().addRetry({ errors }).addCatch(new sfn.Pass(stack, 'L2'), { errors }));
  },

  jsonata: (app, cdk, lib) => {
    const sfn = lib('aws-stepfunctions'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const Task = taskClass(sfn, iam);
    const states = (of, more) => {
      const make = (kind, id, props) => (of ? sfn[kind].jsonata(of, id, props) : new sfn[kind](more, id, props));
      const scope = of ?? more;
      const output = { outputs: { o: '{% $states.input %}' } };
      const assign = { assign: { v: '{% 1 %}' } };
      const task = new Task(scope, 'Task', {
        payload: { a: '{% $a %}', b: [1] }, ...output, ...(of ? { queryLanguage: sfn.QueryLanguage.JSONATA, ...assign } : {}),
        taskTimeout: sfn.Timeout.jsonata('{% $t %}'), heartbeatTimeout: sfn.Timeout.at('$.h'),
      });
      task.addRetry({ errors: [sfn.Errors.TIMEOUT], interval: cdk.Duration.seconds(3), maxDelay: cdk.Duration.minutes(1), jitterStrategy: sfn.JitterType.FULL });
      const fail = make('Fail', 'Fail', { cause: '{% $c %}', error: '{% $e %}' });
      task.addCatch(fail, of ? { ...output, ...assign } : {});
      const parallel = make('Parallel', 'Parallel', { arguments: { p: '{% $p %}' }, ...output, ...assign })
        .branch(make('Pass', 'Branch', { ...output, ...assign }))
        .branch(make('Parallel', 'Inner', { arguments: ['{% $p %}', { q: 1 }] }).branch(make('Pass', 'Deep', {})));
      const map = make('Map', 'Map', {
        items: sfn.ProvideItems.jsonArray([1, { two: '{% 2 %}' }]), jsonataItemSelector: '{% $i %}', jsonataMaxConcurrency: '{% 5 %}', ...output,
      }).itemProcessor(make('Wait', 'Wait', { time: sfn.WaitTime.seconds('{% $s %}'), ...assign }));
      const choice = make('Choice', 'Choice', { ...output })
        .when(sfn.Condition.jsonata('{% $x > 1 %}'), fail, of ? { comment: 'big', ...output, ...assign } : { comment: 'big', ...assign })
        .otherwise(make('Succeed', 'Succeed', output));
      return task.next(parallel).next(map).next(choice);
    };
    const Construct = require('constructs').Construct;
    machine(sfn, stack, 'States', states(new Construct(stack, 'Own')));
    machine(sfn, stack, 'Whole', states(undefined, new Construct(stack, 'Top')), { queryLanguage: sfn.QueryLanguage.JSONATA });
    machine(sfn, stack, 'Both', sfn.Pass.jsonPath(stack, 'Path', { parameters: { a: sfn.JsonPath.stringAt('$.a') } })
      .next(sfn.Pass.jsonata(stack, 'Ata', { outputs: '{% 1 %}' })), { queryLanguage: sfn.QueryLanguage.JSON_PATH });
  },

  flow: (app, cdk, lib) => {
    const sfn = lib('aws-stepfunctions'), iam = lib('aws-iam');
    const stack = new cdk.Stack(app, 'S');
    const Task = taskClass(sfn, iam);
    const pass = (id, scope) => new sfn.Pass(scope ?? stack, id);
    const task = new Task(stack, 'Task', { action: 'demo:First' });
    const handled = pass('Handled').next(pass('Reported'));
    task.addRetry();
    task.addRetry({ errors: ['One', 'Two'], backoffRate: 1.5, interval: cdk.Duration.seconds(0), maxAttempts: 7 });
    task.addCatch(handled, { resultPath: '$.error', assign: { e: sfn.JsonPath.stringAt('$.Cause') } });
    task.addCatch(pass('Timed'), { errors: [sfn.Errors.TIMEOUT], resultPath: sfn.JsonPath.DISCARD });
    const choice = new sfn.Choice(stack, 'Choice')
      .when(sfn.Condition.stringEquals('$.kind', 'a'), pass('A').next(pass('A2')))
      .when(sfn.Condition.stringEquals('$.kind', 'b'), pass('B'));
    const parallel = new sfn.Parallel(stack, 'Parallel', {
      comment: 'both', inputPath: '$.i', outputPath: '$.o', resultPath: '$.r', resultSelector: { first: sfn.JsonPath.objectAt('$[0]') },
      parameters: { p: sfn.JsonPath.entirePayload },
    });
    parallel.branch(pass('Left').next(new Task(stack, 'LeftTask', { action: 'demo:Left' })), new sfn.Parallel(stack, 'Inner').branch(pass('In1'), pass('In2')));
    parallel.addCatch(handled).addRetry({ maxAttempts: 1 });
    const map = new sfn.Map(stack, 'Map', {
      comment: 'each', itemsPath: '$.items', itemSelector: { index: sfn.JsonPath.numberAt('$$.Map.Item.Index'), value: sfn.JsonPath.objectAt('$$.Map.Item.Value') },
      maxConcurrency: 3, resultPath: '$.m', resultSelector: { all: sfn.JsonPath.listAt('$') },
    });
    map.itemProcessor(pass('Item').next(new Task(stack, 'ItemTask', { action: 'demo:Item' })));
    map.addRetry().addCatch(handled);
    const older = new sfn.Map(stack, 'Older', { maxConcurrencyPath: '$.max', parameters: { v: sfn.JsonPath.stringAt('$.v') } });
    older.iterator(pass('OlderItem'));
    const express = new sfn.Map(stack, 'Express', { maxConcurrency: sfn.JsonPath.numberAt('$.n') });
    express.itemProcessor(pass('ExpressItem'), { mode: sfn.ProcessorMode.DISTRIBUTED, executionType: sfn.ProcessorType.EXPRESS });
    const definition = task.next(choice.afterwards({ includeOtherwise: true })).next(parallel).next(map).next(older).next(express);
    machine(sfn, stack, 'Machine', definition);

    class Twice extends sfn.StateMachineFragment {
      constructor(scope, id) {
        super(scope, id);
        const first = pass('First', this), last = pass('Last', this);
        this.startState = first;
        this.endStates = first.next(new sfn.Choice(this, 'Which').when(sfn.Condition.isNull('$.x'), last).afterwards({ includeOtherwise: true })).endStates;
      }
    }
    const ends = new Twice(stack, 'Ends').prefixStates();
    const single = new Twice(stack, 'Single').toSingleState({ resultPath: '$.single' });
    const named = new Twice(stack, 'NamedOne').toSingleState({ stateId: 'Other', prefixStates: 'p-', comment: 'named' });
    machine(sfn, stack, 'Fragments', ends.next(single).next(named).next(sfn.Chain.start(pass('X')).next(pass('Y')).toSingleState('XY', { outputPath: '$[0]' })));
    // loops, and states that are only reached by errors
    const loop = pass('Loop');
    const again = new sfn.Choice(stack, 'Again').when(sfn.Condition.numberLessThan('$.n', 3), loop).otherwise(new sfn.Succeed(stack, 'Done'));
    machine(sfn, stack, 'Loops', loop.next(new Task(stack, 'Failing', {}).addCatch(new sfn.Fail(stack, 'Never'))).next(again));
    new cdk.CfnOutput(stack, 'Reachable', { value: sfn.State.findReachableStates(loop).map((s) => s.stateId).join() });
    new cdk.CfnOutput(stack, 'ReachableByErrors', { value: sfn.State.findReachableStates(loop, { includeErrorHandlers: true }).map((s) => s.stateId).join() });
    new cdk.CfnOutput(stack, 'Ends2', { value: sfn.State.findReachableEndStates(loop).map((s) => s.stateId).join() });
  },

  conditions: (app, cdk, lib) => {
    const sfn = lib('aws-stepfunctions');
    const stack = new cdk.Stack(app, 'S');
    const { Condition } = sfn;
    const choice = new sfn.Choice(stack, 'Choice');
    const done = new sfn.Pass(stack, 'Done');
    const names = Object.getOwnPropertyNames(Condition).filter((name) => typeof Condition[name] === 'function' && !['and', 'or', 'not', 'jsonata'].includes(name)).sort();
    for (const name of names) {
      const value = /JsonPath$/.test(name) ? '$.other' : /^boolean/.test(name) ? true : /^number/.test(name) ? 2.5 : 'text';
      choice.when(Condition[name].length === 1 ? Condition[name]('$.v') : Condition[name]('$.v', value), done);
    }
    const some = Condition.isPresent('$["a b"]');
    choice.when(Condition.and(some, Condition.or(Condition.not(some), Condition.isString('$')), Condition.not(Condition.and(some))), done);
    machine(sfn, stack, 'Machine', choice);
  },

  fields: (app, cdk, lib) => {
    const sfn = lib('aws-stepfunctions');
    const stack = new cdk.Stack(app, 'S');
    const { JsonPath, FieldUtils, TaskInput } = sfn;
    const at = JsonPath.stringAt('$.a');
    const calls = {
      array: JsonPath.array('x', at, "it's"),
      arrayContains: JsonPath.arrayContains(JsonPath.listAt('$.l'), 1),
      arrayGetItem: JsonPath.arrayGetItem(JsonPath.listAt('$.l'), JsonPath.numberAt('$.i')),
      arrayLength: JsonPath.arrayLength(JsonPath.listAt('$.l')),
      arrayPartition: JsonPath.arrayPartition(JsonPath.listAt('$.l'), 4),
      arrayRange: JsonPath.arrayRange(1, 9.5, 2),
      arrayUnique: JsonPath.arrayUnique(JsonPath.objectAt('$.l')),
      base64Decode: JsonPath.base64Decode(at),
      base64Encode: JsonPath.base64Encode('a\\b'),
      context: JsonPath.entireContext,
      executionId: JsonPath.executionId,
      executionInput: JsonPath.executionInput,
      executionName: JsonPath.executionName,
      executionRoleArn: JsonPath.executionRoleArn,
      executionStartTime: JsonPath.executionStartTime,
      format: JsonPath.format('Hi {} \\{\\} in {}\\', JsonPath.executionName, stack.region),
      hash: JsonPath.hash(JsonPath.objectAt('$.o'), 'SHA-1'),
      jsonMerge: JsonPath.jsonMerge(JsonPath.objectAt('$.o1'), JsonPath.objectAt('$.o2')),
      jsonToString: JsonPath.jsonToString(JsonPath.objectAt('$.o')),
      mathAdd: JsonPath.mathAdd(JsonPath.numberAt('$.n'), -1),
      mathRandom: JsonPath.mathRandom(1, 999),
      payload: JsonPath.entirePayload,
      stateEnteredTime: JsonPath.stateEnteredTime,
      stateMachineId: JsonPath.stateMachineId,
      stateMachineName: JsonPath.stateMachineName,
      stateName: JsonPath.stateName,
      stateRetryCount: JsonPath.stateRetryCount,
      stringSplit: JsonPath.stringSplit(at, ','),
      stringToJson: JsonPath.stringToJson(at),
      taskToken: JsonPath.taskToken,
      text: cdk.Token.asString(JsonPath.objectAt('$.view')),
      uuid: JsonPath.uuid(),
    };
    const input = {
      calls, deep: { list: [{ a: at }, ['plain'], 7, []], nothing: null, text: `in ${stack.region}`, yes: true },
      list: ['a', 'b'], token: cdk.Aws.REGION, variable: JsonPath.stringAt('$var.x'),
    };
    machine(sfn, stack, 'Machine', new sfn.Pass(stack, 'Pass', { parameters: input }));
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value: stack.toJsonString(value) });
    out('Paths', FieldUtils.findReferencedPaths(input));
    out('More', FieldUtils.findReferencedPaths({
      a: JsonPath.stringAt('$.my_key'), b: JsonPath.stringAt('States.Array($[0].a, States.Format(\'{}\', $$.X.Y), \'t\')'),
      c: JsonPath.stringAt("$['a b'].c[?(@.d > 1)]"), d: JsonPath.stringAt('States.UUID() x'),
    }));
    out('Rendered', FieldUtils.renderObject({ a: at, b: { c: JsonPath.listAt('$.l') } }));
    out('Tokens', [
      { a: JsonPath.taskToken }, { a: { b: JsonPath.entireContext } }, { a: JsonPath.stringAt('$$.Task') }, { a: JsonPath.stateName }, {},
      { a: '{% $states.context.Task.Token %}' }, { a: ['{% f($states.context) %}'] }, { a: '{% $states.context.Execution.Id %}' },
      { a: '$states.context.Task.Token' }, { a: '{% $states.context.Task.Tokens %}' },
    ].map((object) => FieldUtils.containsTaskToken(object)));
    out('Encoded', [at, JsonPath.numberAt('$.n').toString(), 'x', '$.x'].map((value) => JsonPath.isEncodedJsonPath(value)).slice(0, 1).concat(JsonPath.isEncodedJsonPath('$.x')));
    out('Inputs', [TaskInput.fromText('t'), TaskInput.fromObject({ a: 1 }), TaskInput.fromJsonPathAt('$.p')].map((one) => [one.type, one.value]));
  },

  distributed_maps: (app, cdk, lib) => {
    const sfn = lib('aws-stepfunctions'), s3 = lib('aws-s3');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const bucket = new s3.Bucket(stack, 'Bucket');
    const pass = (id) => new sfn.Pass(stack, id);
    const at = (path) => sfn.JsonPath.stringAt(path);
    const readers = {
      Objects: new sfn.S3ObjectsItemReader({ bucket, maxItems: 5, prefix: 'in/' }),
      ObjectsAt: new sfn.S3ObjectsItemReader({ bucketNamePath: at('$.bucket') }),
      Json: new sfn.S3JsonItemReader({ bucket, key: 'a.json', maxItems: 0 }),
      JsonL: new sfn.S3JsonLItemReader({ bucket, key: at('$.key') }),
      Csv: new sfn.S3CsvItemReader({ bucket, key: 'a.csv' }),
      CsvGiven: new sfn.S3CsvItemReader({ bucketNamePath: at('$.b'), csvDelimiter: sfn.CsvDelimiter.PIPE, csvHeaders: sfn.CsvHeaders.use(['a', 'b']), key: 'k', maxItems: 9 }),
      Manifest: new sfn.S3ManifestItemReader({ bucket, key: 'manifest.json' }),
    };
    let chain;
    for (const [id, itemReader] of Object.entries(readers)) {
      const map = new sfn.DistributedMap(stack, id, { itemReader, label: `label-${id}` }).itemProcessor(pass(`${id}Item`));
      chain = chain ? chain.next(map) : map;
    }
    machine(sfn, stack, 'Readers', chain);
    const full = new sfn.DistributedMap(stack, 'Full', {
      comment: 'all', itemBatcher: new sfn.ItemBatcher({ batchInput: { a: 1 }, maxInputBytesPerBatch: 1000, maxItemsPerBatchPath: '$.max' }),
      itemSelector: { v: at('$$.Map.Item.Value') }, itemsPath: '$.items', mapExecutionType: sfn.StateMachineType.EXPRESS, maxConcurrency: 0,
      resultPath: '$.r', resultWriter: new sfn.ResultWriter({ bucket, prefix: 'one' }),
      resultWriterV2: new sfn.ResultWriterV2({ bucket, prefix: 'two', writerConfig: { outputType: sfn.OutputType.JSONL, transformation: sfn.Transformation.FLATTEN } }),
      toleratedFailureCount: 3, toleratedFailurePercentage: 12.5,
    });
    full.itemProcessor(pass('FullItem'), { executionType: sfn.ProcessorType.STANDARD, mode: sfn.ProcessorMode.DISTRIBUTED });
    full.addRetry({ errors: ['x'] }).addCatch(pass('FullCatch'));
    const inner = new sfn.DistributedMap(stack, 'Inner', {
      itemBatcher: new sfn.ItemBatcher({ maxInputBytesPerBatchPath: '$.b', maxItemsPerBatch: 2 }), label: 'inner',
      resultWriterV2: new sfn.ResultWriterV2({ bucketNamePath: at('$.out') }), toleratedFailureCountPath: '$.c', toleratedFailurePercentagePath: '$.p',
    }).itemProcessor(pass('InnerItem'));
    machine(sfn, stack, 'Nested', new sfn.Map(stack, 'Outer').itemProcessor(inner).next(full));
    machine(sfn, stack, 'Empty', new sfn.DistributedMap(stack, 'EmptyWriter', { resultWriterV2: new sfn.ResultWriterV2({}) }).itemProcessor(pass('EmptyItem')));
    machine(sfn, stack, 'Jsonata', sfn.DistributedMap.jsonata(stack, 'Ata', {
      itemReader: new sfn.S3JsonItemReader({ bucket, key: '{% $key %}' }), items: sfn.ProvideItems.jsonata('{% $i %}'), outputs: '{% 1 %}',
      resultWriterV2: new sfn.ResultWriterV2({ bucket, prefix: '{% $p %}' }),
    }).itemProcessor(sfn.Pass.jsonata(stack, 'AtaItem')));
  },

  distributed_maps_v2: (app, cdk, lib) => {
    app.node.setContext('@aws-cdk/aws-stepfunctions:useDistributedMapResultWriterV2', true);
    module.exports.distributed_maps(app, cdk, lib);
  },

  machines: (app, cdk, lib) => {
    const sfn = lib('aws-stepfunctions'), iam = lib('aws-iam'), kms = lib('aws-kms'), logs = lib('aws-logs'), cloudwatch = lib('aws-cloudwatch');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const other = new cdk.Stack(app, 'Other', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const key = new kms.Key(stack, 'Key');
    const encryption = new sfn.CustomerManagedEncryptionConfiguration(key, cdk.Duration.seconds(75));
    const full = machine(sfn, stack, 'Full', new sfn.Pass(stack, 'P1'), {
      encryptionConfiguration: encryption, logs: { destination: new logs.LogGroup(stack, 'Logs'), includeExecutionData: true, level: sfn.LogLevel.ALL },
      removalPolicy: cdk.RemovalPolicy.RETAIN, stateMachineName: "My+Machine!(1)=_'", stateMachineType: sfn.StateMachineType.EXPRESS, tracingEnabled: true,
    });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('states.amazonaws.com') });
    const text = new sfn.StateMachine(stack, 'Text', {
      definitionBody: sfn.DefinitionBody.fromString('{"StartAt":"X"}'), definitionSubstitutions: { a: 'b', c: stack.region },
      encryptionConfiguration: new sfn.AwsOwnedEncryptionConfiguration(), logs: { level: sfn.LogLevel.OFF }, role, tracingEnabled: false,
    });
    machine(sfn, stack, 'KeyWithLogs', new sfn.Pass(stack, 'P2'), {
      encryptionConfiguration: new sfn.CustomerManagedEncryptionConfiguration(key), logs: { destination: logs.LogGroup.fromLogGroupName(stack, 'Known', 'known') },
    });
    const old = new sfn.StateMachine(stack, 'Old', { definition: new sfn.Pass(stack, 'P3'), role: iam.Role.fromRoleArn(stack, 'FarRole', 'arn:aws:iam::444455556666:role/r') });
    const imported = sfn.StateMachine.fromStateMachineArn(stack, 'Arn', 'arn:aws:states:us-east-1:444455556666:stateMachine:far');
    const named = sfn.StateMachine.fromStateMachineName(stack, 'Named', 'near');
    const user = new iam.User(stack, 'User');
    full.grantStartExecution(user);
    text.grantStartSyncExecution(user);
    text.grantRead(user);
    old.grantTaskResponse(user);
    imported.grantExecution(user, 'states:GetExecutionHistory');
    imported.grantRedriveExecution(user);
    named.grant(user, 'states:ListExecutions');
    named.grants.redriveExecution(user);
    full.grants.redriveExecution(user);
    sfn.StateMachineGrants.fromStateMachine(new sfn.CfnStateMachine(stack, 'L1', { roleArn: 'r' })).read(user);
    key.grantDecrypt(text);
    full.addToRolePolicy(new iam.PolicyStatement({ actions: ['a:B'], resources: ['*'] }));
    out('Name', full.stateMachineName);
    out('Revision', full.stateMachineRevisionId);
    out('Type', `${full.stateMachineType} ${text.stateMachineType}`);
    out('ImportedArn', imported.stateMachineArn);
    out('NamedArn', named.stateMachineArn);
    out('Ref', text.stateMachineRef.stateMachineArn);
    new cdk.CfnOutput(other, 'Arn', { value: full.stateMachineArn });
    text.grantStartExecution(new iam.User(other, 'User'));
    const of = { period: cdk.Duration.minutes(1) };
    const alarm = (id, metric) => new cloudwatch.Alarm(stack, id, { evaluationPeriods: 1, metric, threshold: 1 });
    ['metricFailed', 'metricThrottled', 'metricAborted', 'metricSucceeded', 'metricTimedOut', 'metricStarted', 'metricTime'].forEach((name) => alarm(name, full[name](of)));
    alarm('Any', imported.metric('Any'));
    alarm('Maximum', named.metric('Any', { statistic: 'max' }));
    const transitions = sfn.StateTransitionMetric;
    alarm('Bucket', transitions.metricProvisionedBucketSize());
    alarm('Refill', transitions.metricProvisionedRefillRate(of));
    alarm('Capacity', transitions.metricConsumedCapacity());
    alarm('ThrottledEvents', transitions.metricThrottledEvents());
    alarm('Transition', transitions.metric('X'));
  },

  agnostic: (app, cdk, lib) => {
    const sfn = lib('aws-stepfunctions'), kms = lib('aws-kms');
    const stack = new cdk.Stack(app, 'S');
    const key = new kms.Key(stack, 'Key');
    machine(sfn, stack, 'Machine', new sfn.Pass(stack, 'P'), { encryptionConfiguration: new sfn.CustomerManagedEncryptionConfiguration(key) });
    const imported = sfn.StateMachine.fromStateMachineName(stack, 'Named', 'near');
    new cdk.CfnOutput(stack, 'Arn', { value: imported.stateMachineArn });
    const activity = new sfn.Activity(stack, 'Activity', { encryptionConfiguration: new sfn.CustomerManagedEncryptionConfiguration(key) });
    new cdk.CfnOutput(stack, 'Activity2', { value: sfn.Activity.fromActivityName(stack, 'A', 'near').activityArn });
    new cdk.CfnOutput(stack, 'ActivityArn', { value: activity.activityArn });
  },

  activities: (app, cdk, lib) => {
    const sfn = lib('aws-stepfunctions'), iam = lib('aws-iam'), kms = lib('aws-kms'), cloudwatch = lib('aws-cloudwatch');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const other = new cdk.Stack(app, 'Other', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, id, { value });
    const activity = new sfn.Activity(stack, 'Activity');
    const named = new sfn.Activity(stack, 'Named', {
      activityName: 'named', encryptionConfiguration: new sfn.CustomerManagedEncryptionConfiguration(new kms.Key(stack, 'Key'), cdk.Duration.seconds(75)),
    });
    new sfn.Activity(stack, 'Owned', { encryptionConfiguration: new sfn.AwsOwnedEncryptionConfiguration() });
    const Construct = require('constructs').Construct;
    new sfn.Activity(new Construct(stack, 'A'.repeat(60)), 'B'.repeat(60));
    const imported = sfn.Activity.fromActivityArn(stack, 'Arn', 'arn:aws:states:us-east-1:444455556666:activity:far');
    const byName = sfn.Activity.fromActivityName(stack, 'ByName', 'near');
    const user = new iam.User(stack, 'User');
    [activity, named, imported, byName].forEach((one, i) => {
      one.grant?.(user, `states:${i}`);
      out(`Arn${i}`, one.activityArn);
      out(`Name${i}`, one.activityName);
    });
    out('Ref', activity.activityRef.activityArn);
    new cdk.CfnOutput(other, 'Far', { value: named.activityArn });
    const alarm = (id, metric) => new cloudwatch.Alarm(stack, id, { evaluationPeriods: 1, metric, threshold: 1 });
    ['metricRunTime', 'metricScheduleTime', 'metricTime', 'metricScheduled', 'metricTimedOut', 'metricStarted', 'metricSucceeded', 'metricFailed', 'metricHeartbeatTimedOut']
      .forEach((name) => alarm(name, activity[name]()));
    alarm('Any', activity.metric('Any', { period: cdk.Duration.minutes(1) }));
  },

  tasks: (app, cdk, lib) => {
    const sfn = lib('aws-stepfunctions'), iam = lib('aws-iam'), cloudwatch = lib('aws-cloudwatch');
    const stack = new cdk.Stack(app, 'S', { env: ENV });
    const Task = taskClass(sfn, iam);
    const { JsonPath } = sfn;
    const full = new Task(stack, 'Full', {
      action: 'demo:Run', comment: 'c', inputPath: '$.i', outputPath: '$.o', resultPath: '$.r', resultSelector: { s: JsonPath.stringAt('$.s') },
      assign: { a: JsonPath.stringAt('$.a') }, credentials: { role: sfn.TaskRole.fromRole(iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::444455556666:role/r')) },
      heartbeat: cdk.Duration.seconds(30), payload: { p: JsonPath.listAt('$.p'), q: 1 }, timeout: cdk.Duration.minutes(5),
      metrics: { metricDimensions: { Demo: 'd' }, metricPrefixPlural: 'Demos', metricPrefixSingular: 'Demo' },
    });
    const paths = new Task(stack, 'Paths', {
      credentials: { role: sfn.TaskRole.fromRoleArnJsonPath('$.role') }, heartbeatTimeout: sfn.Timeout.duration(cdk.Duration.minutes(1)),
      taskTimeout: sfn.Timeout.at('$.timeout'), resultSelector: { list: ['a', { b: JsonPath.numberAt('$.b') }] },
    });
    machine(sfn, stack, 'Machine', full.next(paths));
    const alarm = (id, metric) => new cloudwatch.Alarm(stack, id, { evaluationPeriods: 1, metric, threshold: 1 });
    ['metricRunTime', 'metricScheduleTime', 'metricTime', 'metricScheduled', 'metricTimedOut', 'metricStarted', 'metricSucceeded', 'metricFailed', 'metricHeartbeatTimedOut']
      .forEach((name) => alarm(name, full[name]({ period: cdk.Duration.minutes(1) })));
    alarm('Maximum', full.metricTime({ statistic: 'max' }));
    alarm('Any', full.metric('Any'));
    alarm('Bare', paths.metric('Bare'));
  },
};
