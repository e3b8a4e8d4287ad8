-- State machines: states and how they follow each other, their definition, permissions and metrics. The cases are twins
-- of tools/golden/aws_stepfunctions.js.
local Construct = require("constructs").Construct
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local engine = require "luacdk.engine"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local logs = require "aws_cdk.aws_logs"
local luacdk = require "spec.support.luacdk"
local s3 = require "aws_cdk.aws_s3"
local sfn = require "aws_cdk.aws_stepfunctions"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }

local JsonPath, Condition, Pass = sfn.JsonPath, sfn.Condition, sfn.Pass
local at = JsonPath.string_at

local function machine(scope, id, definition, more)
  local props = { definition_body = sfn.DefinitionBody.from_chainable(definition) }
  for name, value in pairs(more or {}) do props[name] = value end
  return sfn.StateMachine(scope, id, props)
end

-- A task as a package outside of the library writes it.
local Task = sfn.TaskStateBase:extend "Task"

function Task:init(scope, id, props)
  Task.super.init(self, scope, id, {
    comment = props.comment, input_path = props.input_path, output_path = props.output_path,
    result_path = props.result_path, result_selector = props.result_selector, assign = props.assign,
    credentials = props.credentials, heartbeat = props.heartbeat, heartbeat_timeout = props.heartbeat_timeout,
    timeout = props.timeout, task_timeout = props.task_timeout, outputs = props.outputs,
    query_language = props.query_language,
  })
  self._given = props
  self._task_metrics = props.metrics
  self._task_policies = props.action
    and { iam.PolicyStatement { actions = { props.action }, resources = { "*" } } }
end

function Task:_render_task(top)
  return require("aws_cdk.aws_stepfunctions.integration").render("arn:aws:states:::demo:run", self._given.payload,
    self:_actual_query_language(top))
end

local cases = {}

function cases.waits(app)
  local stack = cdk.Stack(app, "S")
  machine(stack, "M", sfn.Wait.json_path(stack, "Path", {
    time = sfn.WaitTime.seconds_path "$.s", input_path = "$.in", output_path = "$.out", comment = "c",
  }):next(sfn.Wait.jsonata(stack, "Jsonata", {
    time = sfn.WaitTime.seconds "{% $s %}", outputs = { a = 1, b = "{% $states.input.b %}" }, assign = { v = 2 },
  })))
end

function cases.states(app)
  local stack = cdk.Stack(app, "S")
  local pass = Pass(stack, "Pass", {
    comment = "c", input_path = "$.in", output_path = "$.out", state_name = "Named", result_path = "$.r",
    assign = { a = at "$.a", b = 2 },
    parameters = {
      list = JsonPath.list_at "$.l", nested = { n = JsonPath.number_at "$.n", t = "text" },
      object = JsonPath.object_at "$.o",
    },
    result = sfn.Result.from_object { a = { 1, "two", { three = false } }, b = cdk.NULL },
  })
  local chain = pass
  local function go_on(state) chain = chain:next(state) end
  local Result = sfn.Result
  for i, result in ipairs {
    Result.from_string "x", Result.from_number(1.5), Result.from_boolean(false), Result.from_array { "a", "b" },
  } do
    go_on(Pass(stack, "Result" .. i - 1, { result = result }))
  end
  for i, time in ipairs {
    sfn.WaitTime.duration(cdk.Duration.minutes(2)), sfn.WaitTime.seconds "{% $s %}", sfn.WaitTime.seconds_path "$.s",
    sfn.WaitTime.timestamp "2030-01-01T00:00:00Z", sfn.WaitTime.timestamp_path "$.t",
  } do
    go_on(sfn.Wait(stack, "Wait" .. i - 1, {
      time = time, comment = "wait " .. i - 1, assign = i == 1 and { w = 1 } or nil,
    }))
  end
  go_on(Pass(stack, "Discard", {
    input_path = JsonPath.DISCARD, output_path = JsonPath.DISCARD, result_path = JsonPath.DISCARD,
  }))
  go_on(sfn.CustomState(stack, "Custom", {
    state_json = { Parameters = { ["a.$"] = "$.a" }, Resource = "arn", Type = "Task" },
  }))
  local retrying = sfn.CustomState(stack, "Retrying", {
    state_json = {
      Catch = { { ErrorEquals = { "B" }, Next = "Bad" } }, Resource = "arn", Retry = { { ErrorEquals = { "A" } } },
      Type = "Task",
    },
  })
  retrying:add_retry { errors = { "C" }, max_attempts = 0 }
  retrying:add_catch(sfn.Fail(stack, "Bad", { cause = "because", error = "E", comment = "sad" }),
    { errors = { "D" }, result_path = "$.e" })
  go_on(retrying)
  local fails = sfn.Fail(stack, "Paths", { cause_path = "States.Format('{}', $.c)", error_path = "$.e" })
  go_on(sfn.Choice(stack, "Choice", {
    comment = "which", input_path = "$.c", output_path = "$.d", assign = { x = at "$.x" },
  }):when(Condition.is_present "$.a", fails, { comment = "is there", assign = { y = JsonPath.number_at "$.y" } })
    :otherwise(sfn.Succeed(stack, "Good", { comment = "fine", input_path = "$.i", output_path = "$.o" })))
  machine(stack, "Machine", pass, { comment = "all of them", timeout = cdk.Duration.hours(1) })
  machine(stack, "Numbers",
    Pass(stack, "10"):next(Pass(stack, "b")):next(Pass(stack, "9")):next(Pass(stack, "a")))
  local name = cdk.CfnParameter(stack, "Name")
  machine(stack, "Token", Pass(stack, "T1", {
    state_name = name.value_as_string, comment = "in " .. stack.region .. ' "quoted"',
  }):next(Pass(stack, "T2")))
  local errors = cdk.Token.as_list(cdk.Fn.import_value "errors")
  local later = sfn.Parallel(stack, "Later"):branch(Pass(stack, "L1"))
  machine(stack, "Errors",
    later:add_retry():add_retry({ errors = errors }):add_catch(Pass(stack, "L2"), { errors = errors }))
end

-- The same states, by jsonata() or as members of a state machine in that language.
local function jsonata_states(scope, own)
  local function make(kind, id, props) return (own and sfn[kind].jsonata or sfn[kind])(scope, id, props) end
  local outputs, assign = { o = "{% $states.input %}" }, { v = "{% 1 %}" }
  local task = Task(scope, "Task", {
    payload = { a = "{% $a %}", b = { 1 } }, outputs = outputs, query_language = own and "JSONata" or nil,
    assign = own and assign or nil, task_timeout = sfn.Timeout.jsonata "{% $t %}",
    heartbeat_timeout = sfn.Timeout.at "$.h",
  })
  task:add_retry {
    errors = { sfn.Errors.TIMEOUT }, interval = cdk.Duration.seconds(3), max_delay = cdk.Duration.minutes(1),
    jitter_strategy = sfn.JitterType.FULL,
  }
  local fail = make("Fail", "Fail", { cause = "{% $c %}", error = "{% $e %}" })
  task:add_catch(fail, own and { outputs = outputs, assign = assign } or {})
  local parallel = make("Parallel", "Parallel", { arguments = { p = "{% $p %}" }, outputs = outputs, assign = assign })
    :branch(make("Pass", "Branch", { outputs = outputs, assign = assign }))
    :branch(make("Parallel", "Inner", { arguments = { "{% $p %}", { q = 1 } } }):branch(make("Pass", "Deep", {})))
  local map = make("Map", "Map", {
    items = sfn.ProvideItems.json_array { 1, { two = "{% 2 %}" } }, jsonata_item_selector = "{% $i %}",
    jsonata_max_concurrency = "{% 5 %}", outputs = outputs,
  }):item_processor(make("Wait", "Wait", { time = sfn.WaitTime.seconds "{% $s %}", assign = assign }))
  local choice = make("Choice", "Choice", { outputs = outputs })
    :when(Condition.jsonata "{% $x > 1 %}", fail,
      { comment = "big", outputs = own and outputs or nil, assign = assign })
    :otherwise(make("Succeed", "Succeed", { outputs = outputs }))
  return task:next(parallel):next(map):next(choice)
end

function cases.jsonata(app)
  local stack = cdk.Stack(app, "S")
  machine(stack, "States", jsonata_states(Construct(stack, "Own"), true))
  machine(stack, "Whole", jsonata_states(Construct(stack, "Top"), false),
    { query_language = sfn.QueryLanguage.JSONATA })
  machine(stack, "Both", Pass.json_path(stack, "Path", { parameters = { a = at "$.a" } })
    :next(Pass.jsonata(stack, "Ata", { outputs = "{% 1 %}" })), { query_language = sfn.QueryLanguage.JSON_PATH })
end

local Twice = sfn.StateMachineFragment:extend "Twice"

function Twice:init(scope, id)
  Twice.super.init(self, scope, id)
  local first, last = Pass(self, "First"), Pass(self, "Last")
  self.start_state = first
  self.end_states = first:next(sfn.Choice(self, "Which"):when(Condition.is_null "$.x", last)
    :afterwards { include_otherwise = true }).end_states
end

local function state_ids(states)
  local ids = {}
  for i, state in ipairs(states) do ids[i] = state.state_id end
  return table.concat(ids, ",")
end

function cases.flow(app)
  local stack = cdk.Stack(app, "S")
  local function pass(id) return Pass(stack, id) end
  local task = Task(stack, "Task", { action = "demo:First" })
  local handled = pass("Handled"):next(pass "Reported")
  task:add_retry()
  task:add_retry {
    errors = { "One", "Two" }, backoff_rate = 1.5, interval = cdk.Duration.seconds(0), max_attempts = 7,
  }
  task:add_catch(handled, { result_path = "$.error", assign = { e = at "$.Cause" } })
  task:add_catch(pass "Timed", { errors = { sfn.Errors.TIMEOUT }, result_path = JsonPath.DISCARD })
  local choice = sfn.Choice(stack, "Choice")
    :when(Condition.string_equals("$.kind", "a"), pass("A"):next(pass "A2"))
    :when(Condition.string_equals("$.kind", "b"), pass "B")
  local parallel = sfn.Parallel(stack, "Parallel", {
    comment = "both", input_path = "$.i", output_path = "$.o", result_path = "$.r",
    result_selector = { first = JsonPath.object_at "$[0]" }, parameters = { p = JsonPath.entire_payload },
  })
  local left = pass("Left"):next(Task(stack, "LeftTask", { action = "demo:Left" }))
  parallel:branch(left, sfn.Parallel(stack, "Inner"):branch(pass "In1", pass "In2"))
  parallel:add_catch(handled):add_retry { max_attempts = 1 }
  local map = sfn.Map(stack, "Map", {
    comment = "each", items_path = "$.items", item_selector = {
      index = JsonPath.number_at "$$.Map.Item.Index", value = JsonPath.object_at "$$.Map.Item.Value",
    },
    max_concurrency = 3, result_path = "$.m", result_selector = { all = JsonPath.list_at "$" },
  })
  map:item_processor(pass("Item"):next(Task(stack, "ItemTask", { action = "demo:Item" })))
  map:add_retry():add_catch(handled)
  local older = sfn.Map(stack, "Older", { max_concurrency_path = "$.max", parameters = { v = at "$.v" } })
  older:iterator(pass "OlderItem")
  local express = sfn.Map(stack, "Express", { max_concurrency = JsonPath.number_at "$.n" })
  express:item_processor(pass "ExpressItem",
    { mode = sfn.ProcessorMode.DISTRIBUTED, execution_type = sfn.ProcessorType.EXPRESS })
  machine(stack, "Machine", task:next(choice:afterwards { include_otherwise = true }):next(parallel):next(map)
    :next(older):next(express))

  local ends = Twice(stack, "Ends"):prefix_states()
  local single = Twice(stack, "Single"):to_single_state { result_path = "$.single" }
  local named = Twice(stack, "NamedOne"):to_single_state {
    state_id = "Other", prefix_states = "p-", comment = "named",
  }
  machine(stack, "Fragments", ends:next(single):next(named)
    :next(sfn.Chain.start(pass "X"):next(pass "Y"):to_single_state("XY", { output_path = "$[0]" })))
  -- loops, and states that are only reached by errors
  local loop = pass "Loop"
  local again = sfn.Choice(stack, "Again"):when(Condition.number_less_than("$.n", 3), loop)
    :otherwise(sfn.Succeed(stack, "Done"))
  machine(stack, "Loops",
    loop:next(Task(stack, "Failing", {}):add_catch(sfn.Fail(stack, "Never"))):next(again))
  cdk.CfnOutput(stack, "Reachable", { value = state_ids(sfn.State.find_reachable_states(loop)) })
  cdk.CfnOutput(stack, "ReachableByErrors", {
    value = state_ids(sfn.State.find_reachable_states(loop, { include_error_handlers = true })),
  })
  cdk.CfnOutput(stack, "Ends2", { value = state_ids(sfn.State.find_reachable_end_states(loop)) })
end

local function camel(name)
  return (name:gsub("_(%l)", string.upper))
end

function cases.conditions(app)
  local stack = cdk.Stack(app, "S")
  local choice, done = sfn.Choice(stack, "Choice"), Pass(stack, "Done")
  local names = {}
  for name, value in pairs(Condition) do
    local compares = type(value) == "function" and (name:find "^is_" or name:find "_equals" or name:find "_than"
      or name == "string_matches")
    if compares then names[#names + 1] = name end
  end
  table.sort(names, function(a, b) return camel(a) < camel(b) end)
  for _, name in ipairs(names) do
    local value = name:find "_json_path$" and "$.other" or name:find "^boolean" and true
      or name:find "^number" and 2.5 or "text"
    if name:find "^is_" then
      choice:when(Condition[name] "$.v", done)
    else
      choice:when(Condition[name]("$.v", value), done)
    end
  end
  local some = Condition.is_present '$["a b"]'
  choice:when(Condition.and_(some, Condition.or_(Condition.not_(some), Condition.is_string "$"),
    Condition.not_(Condition.and_(some))), done)
  machine(stack, "Machine", choice)
end

function cases.fields(app)
  local stack = cdk.Stack(app, "S")
  local FieldUtils, TaskInput = sfn.FieldUtils, sfn.TaskInput
  local a, list, object = at "$.a", JsonPath.list_at "$.l", JsonPath.object_at "$.o"
  local calls = {
    array = JsonPath.array("x", a, "it's"),
    arrayContains = JsonPath.array_contains(list, 1),
    arrayGetItem = JsonPath.array_get_item(list, JsonPath.number_at "$.i"),
    arrayLength = JsonPath.array_length(list),
    arrayPartition = JsonPath.array_partition(list, 4),
    arrayRange = JsonPath.array_range(1, 9.5, 2),
    arrayUnique = JsonPath.array_unique(JsonPath.object_at "$.l"),
    base64Decode = JsonPath.base64_decode(a),
    base64Encode = JsonPath.base64_encode "a\\b",
    context = JsonPath.entire_context,
    executionId = JsonPath.execution_id,
    executionInput = JsonPath.execution_input,
    executionName = JsonPath.execution_name,
    executionRoleArn = JsonPath.execution_role_arn,
    executionStartTime = JsonPath.execution_start_time,
    format = JsonPath.format("Hi {} \\{\\} in {}\\", JsonPath.execution_name, stack.region),
    hash = JsonPath.hash(object, "SHA-1"),
    jsonMerge = JsonPath.json_merge(JsonPath.object_at "$.o1", JsonPath.object_at "$.o2"),
    jsonToString = JsonPath.json_to_string(object),
    mathAdd = JsonPath.math_add(JsonPath.number_at "$.n", -1),
    mathRandom = JsonPath.math_random(1, 999),
    payload = JsonPath.entire_payload,
    stateEnteredTime = JsonPath.state_entered_time,
    stateMachineId = JsonPath.state_machine_id,
    stateMachineName = JsonPath.state_machine_name,
    stateName = JsonPath.state_name,
    stateRetryCount = JsonPath.state_retry_count,
    stringSplit = JsonPath.string_split(a, ","),
    stringToJson = JsonPath.string_to_json(a),
    taskToken = JsonPath.task_token,
    text = cdk.Token.as_string(JsonPath.object_at "$.view"),
    uuid = JsonPath.uuid(),
  }
  local input = {
    calls = calls,
    deep = {
      list = { { a = a }, { "plain" }, 7, engine.list {} }, nothing = cdk.NULL, text = "in " .. stack.region,
      yes = true,
    },
    list = { "a", "b" }, token = cdk.Aws.REGION, variable = at "$var.x",
  }
  machine(stack, "Machine", Pass(stack, "Pass", { parameters = input }))
  local function out(id, value) cdk.CfnOutput(stack, id, { value = stack:to_json_string(value) }) end
  out("Paths", FieldUtils.find_referenced_paths(input))
  out("More", FieldUtils.find_referenced_paths {
    a = at "$.my_key", b = at "States.Array($[0].a, States.Format('{}', $$.X.Y), 't')",
    c = at "$['a b'].c[?(@.d > 1)]", d = at "States.UUID() x",
  })
  out("Rendered", FieldUtils.render_object { a = a, b = { c = list } })
  local tokens = {}
  for i, one in ipairs {
    { a = JsonPath.task_token }, { a = { b = JsonPath.entire_context } }, { a = at "$$.Task" },
    { a = JsonPath.state_name }, {}, { a = "{% $states.context.Task.Token %}" },
    { a = { "{% f($states.context) %}" } }, { a = "{% $states.context.Execution.Id %}" },
    { a = "$states.context.Task.Token" }, { a = "{% $states.context.Task.Tokens %}" },
  } do
    tokens[i] = FieldUtils.contains_task_token(one)
  end
  out("Tokens", tokens)
  out("Encoded", { JsonPath.is_encoded_json_path(a), JsonPath.is_encoded_json_path "$.x" })
  local inputs = {}
  for i, one in ipairs {
    TaskInput.from_text "t", TaskInput.from_object { a = 1 }, TaskInput.from_json_path_at "$.p",
  } do
    inputs[i] = { one.type, one.value }
  end
  out("Inputs", inputs)
end

function cases.distributed_maps(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local bucket = s3.Bucket(stack, "Bucket")
  local function pass(id) return Pass(stack, id) end
  local readers = {
    { "Objects", sfn.S3ObjectsItemReader { bucket = bucket, max_items = 5, prefix = "in/" } },
    { "ObjectsAt", sfn.S3ObjectsItemReader { bucket_name_path = at "$.bucket" } },
    { "Json", sfn.S3JsonItemReader { bucket = bucket, key = "a.json", max_items = 0 } },
    { "JsonL", sfn.S3JsonLItemReader { bucket = bucket, key = at "$.key" } },
    { "Csv", sfn.S3CsvItemReader { bucket = bucket, key = "a.csv" } },
    { "CsvGiven", sfn.S3CsvItemReader {
      bucket_name_path = at "$.b", csv_delimiter = sfn.CsvDelimiter.PIPE, csv_headers = sfn.CsvHeaders.use { "a", "b" },
      key = "k", max_items = 9,
    } },
    { "Manifest", sfn.S3ManifestItemReader { bucket = bucket, key = "manifest.json" } },
  }
  local chain
  for _, row in ipairs(readers) do
    local map = sfn.DistributedMap(stack, row[1], { item_reader = row[2], label = "label-" .. row[1] })
      :item_processor(pass(row[1] .. "Item"))
    chain = chain and chain:next(map) or map
  end
  machine(stack, "Readers", sfn.Chain.start(stack.node:find_child "Objects"))
  local full = sfn.DistributedMap(stack, "Full", {
    comment = "all",
    item_batcher = sfn.ItemBatcher {
      batch_input = { a = 1 }, max_input_bytes_per_batch = 1000, max_items_per_batch_path = "$.max",
    },
    item_selector = { v = at "$$.Map.Item.Value" }, items_path = "$.items",
    map_execution_type = sfn.StateMachineType.EXPRESS, max_concurrency = 0, result_path = "$.r",
    result_writer = sfn.ResultWriter { bucket = bucket, prefix = "one" },
    result_writer_v2 = sfn.ResultWriterV2 {
      bucket = bucket, prefix = "two", writer_config = sfn.WriterConfig {
        output_type = sfn.OutputType.JSONL, transformation = sfn.Transformation.FLATTEN,
      },
    },
    tolerated_failure_count = 3, tolerated_failure_percentage = 12.5,
  })
  full:item_processor(pass "FullItem",
    { execution_type = sfn.ProcessorType.STANDARD, mode = sfn.ProcessorMode.DISTRIBUTED })
  full:add_retry({ errors = { "x" } }):add_catch(pass "FullCatch")
  local inner = sfn.DistributedMap(stack, "Inner", {
    item_batcher = sfn.ItemBatcher { max_input_bytes_per_batch_path = "$.b", max_items_per_batch = 2 },
    label = "inner", result_writer_v2 = sfn.ResultWriterV2 { bucket_name_path = at "$.out" },
    tolerated_failure_count_path = "$.c", tolerated_failure_percentage_path = "$.p",
  }):item_processor(pass "InnerItem")
  machine(stack, "Nested", sfn.Map(stack, "Outer"):item_processor(inner):next(full))
  machine(stack, "Empty",
    sfn.DistributedMap(stack, "EmptyWriter", { result_writer_v2 = sfn.ResultWriterV2 {} })
      :item_processor(pass "EmptyItem"))
  machine(stack, "Jsonata", sfn.DistributedMap.jsonata(stack, "Ata", {
    item_reader = sfn.S3JsonItemReader { bucket = bucket, key = "{% $key %}" },
    items = sfn.ProvideItems.jsonata "{% $i %}", outputs = "{% 1 %}",
    result_writer_v2 = sfn.ResultWriterV2 { bucket = bucket, prefix = "{% $p %}" },
  }):item_processor(Pass.jsonata(stack, "AtaItem")))
end

function cases.distributed_maps_v2(app)
  app.node:set_context("@aws-cdk/aws-stepfunctions:useDistributedMapResultWriterV2", true)
  cases.distributed_maps(app)
end

function cases.machines(app)
  local stack, other = cdk.Stack(app, "S", { env = ENV }), cdk.Stack(app, "Other", { env = ENV })
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  local key = kms.Key(stack, "Key")
  local encryption = sfn.CustomerManagedEncryptionConfiguration(key, cdk.Duration.seconds(75))
  local full = machine(stack, "Full", Pass(stack, "P1"), {
    encryption_configuration = encryption,
    logs = {
      destination = logs.LogGroup(stack, "Logs"), include_execution_data = true, level = sfn.LogLevel.ALL,
    },
    removal_policy = cdk.RemovalPolicy.RETAIN, state_machine_name = "My+Machine!(1)=_'",
    state_machine_type = sfn.StateMachineType.EXPRESS, tracing_enabled = true,
  })
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "states.amazonaws.com" })
  local text = sfn.StateMachine(stack, "Text", {
    definition_body = sfn.DefinitionBody.from_string '{"StartAt":"X"}',
    definition_substitutions = { a = "b", c = stack.region },
    encryption_configuration = sfn.AwsOwnedEncryptionConfiguration(), logs = { level = sfn.LogLevel.OFF }, role = role,
    tracing_enabled = false,
  })
  machine(stack, "KeyWithLogs", Pass(stack, "P2"), {
    encryption_configuration = sfn.CustomerManagedEncryptionConfiguration(key),
    logs = { destination = logs.LogGroup.from_log_group_name(stack, "Known", "known") },
  })
  local old = sfn.StateMachine(stack, "Old", {
    definition = Pass(stack, "P3"),
    role = iam.Role.from_role_arn(stack, "FarRole", "arn:aws:iam::444455556666:role/r"),
  })
  local imported =
    sfn.StateMachine.from_state_machine_arn(stack, "Arn", "arn:aws:states:us-east-1:444455556666:stateMachine:far")
  local named = sfn.StateMachine.from_state_machine_name(stack, "Named", "near")
  local user = iam.User(stack, "User")
  full:grant_start_execution(user)
  text:grant_start_sync_execution(user)
  text:grant_read(user)
  old:grant_task_response(user)
  imported:grant_execution(user, "states:GetExecutionHistory")
  imported:grant_redrive_execution(user)
  named:grant(user, "states:ListExecutions")
  named.grants:redrive_execution(user)
  full.grants:redrive_execution(user)
  sfn.StateMachineGrants.from_state_machine(sfn.CfnStateMachine(stack, "L1", { role_arn = "r" })):read(user)
  key:grant_decrypt(text)
  full:add_to_role_policy(iam.PolicyStatement { actions = { "a:B" }, resources = { "*" } })
  out("Name", full.state_machine_name)
  out("Revision", full.state_machine_revision_id)
  out("Type", full.state_machine_type .. " " .. text.state_machine_type)
  out("ImportedArn", imported.state_machine_arn)
  out("NamedArn", named.state_machine_arn)
  out("Ref", text.state_machine_ref.state_machine_arn)
  cdk.CfnOutput(other, "Arn", { value = full.state_machine_arn })
  text:grant_start_execution(iam.User(other, "User"))
  local of = { period = cdk.Duration.minutes(1) }
  local function alarm(id, metric)
    cloudwatch.Alarm(stack, id, { evaluation_periods = 1, metric = metric, threshold = 1 })
  end
  for _, name in ipairs {
    "metric_failed", "metric_throttled", "metric_aborted", "metric_succeeded", "metric_timed_out", "metric_started",
    "metric_time",
  } do
    alarm(camel(name), full[name](full, of))
  end
  alarm("Any", imported:metric "Any")
  alarm("Maximum", named:metric("Any", { statistic = "max" }))
  local transitions = sfn.StateTransitionMetric
  alarm("Bucket", transitions.metric_provisioned_bucket_size())
  alarm("Refill", transitions.metric_provisioned_refill_rate(of))
  alarm("Capacity", transitions.metric_consumed_capacity())
  alarm("ThrottledEvents", transitions.metric_throttled_events())
  alarm("Transition", transitions.metric "X")
end

function cases.agnostic(app)
  local stack = cdk.Stack(app, "S")
  local encryption = sfn.CustomerManagedEncryptionConfiguration(kms.Key(stack, "Key"))
  machine(stack, "Machine", Pass(stack, "P"), { encryption_configuration = encryption })
  local imported = sfn.StateMachine.from_state_machine_name(stack, "Named", "near")
  cdk.CfnOutput(stack, "Arn", { value = imported.state_machine_arn })
  local activity = sfn.Activity(stack, "Activity", { encryption_configuration = encryption })
  cdk.CfnOutput(stack, "Activity2", { value = sfn.Activity.from_activity_name(stack, "A", "near").activity_arn })
  cdk.CfnOutput(stack, "ActivityArn", { value = activity.activity_arn })
end

local ACTIVITY_METRICS = {
  "metric_run_time", "metric_schedule_time", "metric_time", "metric_scheduled", "metric_timed_out", "metric_started",
  "metric_succeeded", "metric_failed", "metric_heartbeat_timed_out",
}

function cases.activities(app)
  local stack, other = cdk.Stack(app, "S", { env = ENV }), cdk.Stack(app, "Other", { env = ENV })
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  local activity = sfn.Activity(stack, "Activity")
  local named = sfn.Activity(stack, "Named", {
    activity_name = "named",
    encryption_configuration =
      sfn.CustomerManagedEncryptionConfiguration(kms.Key(stack, "Key"), cdk.Duration.seconds(75)),
  })
  sfn.Activity(stack, "Owned", { encryption_configuration = sfn.AwsOwnedEncryptionConfiguration() })
  sfn.Activity(Construct(stack, ("A"):rep(60)), ("B"):rep(60))
  local imported =
    sfn.Activity.from_activity_arn(stack, "Arn", "arn:aws:states:us-east-1:444455556666:activity:far")
  local by_name = sfn.Activity.from_activity_name(stack, "ByName", "near")
  local user = iam.User(stack, "User")
  activity:grant(user, "states:0")
  named:grant(user, "states:1")
  for i, one in ipairs { activity, named, imported, by_name } do
    out("Arn" .. i - 1, one.activity_arn)
    out("Name" .. i - 1, one.activity_name)
  end
  out("Ref", activity.activity_ref.activity_arn)
  cdk.CfnOutput(other, "Far", { value = named.activity_arn })
  local function alarm(id, metric)
    cloudwatch.Alarm(stack, id, { evaluation_periods = 1, metric = metric, threshold = 1 })
  end
  for _, name in ipairs(ACTIVITY_METRICS) do alarm(camel(name), activity[name](activity)) end
  alarm("Any", activity:metric("Any", { period = cdk.Duration.minutes(1) }))
end

function cases.tasks(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local full = Task(stack, "Full", {
    action = "demo:Run", comment = "c", input_path = "$.i", output_path = "$.o", result_path = "$.r",
    result_selector = { s = at "$.s" }, assign = { a = at "$.a" },
    credentials = {
      role = sfn.TaskRole.from_role(iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::444455556666:role/r")),
    },
    heartbeat = cdk.Duration.seconds(30), payload = { p = JsonPath.list_at "$.p", q = 1 },
    timeout = cdk.Duration.minutes(5),
    metrics = {
      metric_dimensions = { Demo = "d" }, metric_prefix_plural = "Demos", metric_prefix_singular = "Demo",
    },
  })
  local paths = Task(stack, "Paths", {
    credentials = { role = sfn.TaskRole.from_role_arn_json_path "$.role" },
    heartbeat_timeout = sfn.Timeout.duration(cdk.Duration.minutes(1)), task_timeout = sfn.Timeout.at "$.timeout",
    result_selector = { list = { "a", { b = JsonPath.number_at "$.b" } } },
  })
  machine(stack, "Machine", full:next(paths))
  local function alarm(id, metric)
    cloudwatch.Alarm(stack, id, { evaluation_periods = 1, metric = metric, threshold = 1 })
  end
  for _, name in ipairs(ACTIVITY_METRICS) do
    alarm(camel(name), full[name](full, { period = cdk.Duration.minutes(1) }))
  end
  alarm("Maximum", full:metric_time { statistic = "max" })
  alarm("Any", full:metric "Any")
  alarm("Bare", paths:metric "Bare")
end

describe("aws_stepfunctions", function()
  golden.check("aws_stepfunctions", cases)

  local function new_stack() return cdk.Stack(cdk.App(), "S") end

  it("refuses paths that are none", function()
    local stack = new_stack()
    refuses("a JSON path begins with '$', '$$' for the context, or with an intrinsic function", at, "a.b")
    refuses("a JSON path begins with '$', '$$' for the context", JsonPath.number_at, "States.Nothing()")
    refuses("the path of a list begins with '$', got 'States.Array(1)'", JsonPath.list_at, "States.Array(1)")
    refuses("a variable is '$', or begins with '$.' or '$[', got 'a'", Condition.is_string, "a")
    refuses("[S/Input] a JSON path begins with '$', got 'in'", machine, stack, "M1",
      Pass(stack, "Input", { input_path = "in" }))
    refuses("[S/Catch] a JSON path begins with '$', got 'error'", machine, stack, "M2",
      Task(stack, "Catch", {}):add_catch(Pass(stack, "Caught"), { result_path = "error" }))
  end)

  it("refuses fields where Step Functions does not replace them", function()
    local render = sfn.FieldUtils.render_object
    refuses("a field of the input cannot stand in a list: '$.a'", render, { a = { at "$.a" } })
    refuses("a field of the input cannot stand in a list: '$.l'", render, { a = { { JsonPath.list_at "$.l" } } })
    refuses("a field of the input must be the whole text", render, { a = "x" .. at "$.a" })
    local stack = new_stack()
    refuses("[S/Pass] a field of the input cannot stand in a list: '$.a'", machine, stack, "M1",
      Pass(stack, "Pass", { parameters = { a = { at "$.a" } } }))
    refuses("[S/Task] a field of the input must be the whole text", machine, stack, "M2",
      Task(stack, "Task", { result_selector = { a = at "$.a" .. "x" } }))
    refuses("an argument of an intrinsic function must be a string, a number or a field", JsonPath.array_contains,
      JsonPath.list_at "$.l", true)
    refuses("JsonPath.json_to_string() takes a field", JsonPath.json_to_string, "x")
  end)

  it("renders the keys of plain maps in JavaScript's order: numbers first", function()
    local keys = {}
    for key in pairs(sfn.FieldUtils.render_object { b = at "$.b", ["10"] = at "$.c", ["9"] = 1, a = { at = 1 } }) do
      keys[#keys + 1] = key
    end
    assert.same({ "9", "10.$", "a", "b.$" }, keys)
  end)

  it("takes a map that contains itself", function()
    local map = { a = 1 }
    map.again = map
    local rendered = sfn.FieldUtils.render_object(map)
    assert.equal(1, rendered.a)
    assert.is_nil(next(rendered.again))
  end)

  it("refuses conditions that are none", function()
    refuses("Condition.and_() needs at least one condition", Condition.and_)
    refuses("a JSONata expression begins with '{%' and ends with '%}', got 'x'", Condition.jsonata, "x")
  end)

  it("refuses states that follow twice, or after the end", function()
    local stack = new_stack()
    local pass, succeed = Pass(stack, "Pass"), sfn.Succeed(stack, "Succeed")
    pass:next(succeed)
    refuses("[S/Pass] the state 'Pass' has a next state already, 'Succeed'", pass.next, pass, Pass(stack, "Other"))
    local ended = sfn.Chain.start(succeed)
    refuses("nothing can follow 'Succeed', the last state of the chain", ended.next, ended, pass)
    local choice = sfn.Choice(stack, "Choice"):otherwise(succeed)
    refuses("[S/Choice] the choice 'Choice' has a default already, 'Succeed'", choice.otherwise, choice, pass)
    refuses("include_otherwise cannot be combined with otherwise()", choice.afterwards, choice,
      { include_otherwise = true })
  end)

  it("refuses graphs that share states or names, or contain themselves", function()
    local stack = new_stack()
    local pass = Pass(stack, "Pass")
    machine(stack, "M1", pass)
    refuses("the state 'Pass' is used in State Machine definition (Pass), but is part of State Machine definition "
      .. "(Pass) already", machine, stack, "M2", pass)
    local twin = Pass(stack, "Twin"):next(Pass(stack, "Twin2", { state_name = "Twin" }))
    refuses("there are two states named 'Twin', in State Machine definition (Twin) and in State Machine definition",
      machine, stack, "M3", twin)
    local map, item = sfn.Map(stack, "Map"), Pass(stack, "Item")
    item:next(map)
    refuses("Map Map Item Processor (Item, Map) would be part of itself: a state in it leads to one outside of it",
      map.item_processor, map, item)
    local graph = sfn.StateGraph(Pass(stack, "G"), "one")
    graph:register_super_graph(sfn.StateGraph(Pass(stack, "G1"), "first"))
    refuses("one (G) is part of first (G1) already; it can only be part of one graph", graph.register_super_graph,
      graph, sfn.StateGraph(Pass(stack, "G2"), "second"))
  end)

  it("refuses errors that are named beside all others", function()
    local task = Task(new_stack(), "Task", {})
    local errors = { sfn.Errors.TIMEOUT, sfn.Errors.ALL }
    refuses("[S/Task] States.ALL must stand alone in a list of errors, got 2", task.add_retry, task,
      { errors = errors })
    refuses("States.ALL must stand alone", task.add_catch, task, Pass(task, "P"), { errors = errors })
  end)

  it("refuses JSONPath in a state machine of JSONata", function()
    local stack = new_stack()
    refuses("[S/Pass] query_language cannot be JSON_PATH in a state machine whose query_language is JSONATA", machine,
      stack, "M", Pass(stack, "Pass", { query_language = sfn.QueryLanguage.JSON_PATH }),
      { query_language = sfn.QueryLanguage.JSONATA })
  end)

  it("tells at synthesis what is missing or contradictory", function()
    local app = cdk.App()
    local stack = cdk.Stack(app, "S")
    local ARRAY = { path = "{% 1 %}" }
    sfn.Parallel(stack, "Parallel")
    sfn.Map(stack, "Map", {
      max_concurrency = 1.5, max_concurrency_path = "$.m", jsonata_max_concurrency = "1", item_selector = ARRAY,
      jsonata_item_selector = "2", parameters = ARRAY,
    })
    sfn.Map(stack, "Both"):iterator(Pass(stack, "B1"))
      :item_processor(Pass(stack, "B2"), { mode = sfn.ProcessorMode.DISTRIBUTED })
    sfn.DistributedMap(stack, "Distributed", {
      items_path = "$.i", item_reader = sfn.S3JsonItemReader { key = "k" }, label = ("a b"):rep(14),
      item_batcher = sfn.ItemBatcher { max_items_per_batch = 1, max_items_per_batch_path = "$.m" },
      result_writer_v2 = sfn.ResultWriterV2 { bucket = s3.Bucket(stack, "Bucket"), bucket_name_path = "$.b" },
      tolerated_failure_count = 1, tolerated_failure_count_path = "$.c", tolerated_failure_percentage = 101,
    }):item_processor(Pass(stack, "D"), { mode = sfn.ProcessorMode.INLINE })
    sfn.DistributedMap(stack, "Batches", {
      item_batcher = sfn.ItemBatcher {}, label = stack.region, tolerated_failure_percentage = JsonPath.number_at "$.p",
    }):item_processor(Pass(stack, "E"))
    sfn.Fail(stack, "Fail", { error = "e", error_path = "$.e", cause_path = "States.MathAdd(1, 2)" })
    local _, message = pcall(app.synth, app)
    message = tostring(message)
    for _, text in ipairs {
      "[S/Parallel] a parallel state needs a branch; add one with branch()",
      "[S/Map] max_concurrency must be a whole number, 0 or more, got 1.5",
      "[S/Map] max_concurrency and max_concurrency_path are mutually exclusive",
      "[S/Map] jsonata_max_concurrency and max_concurrency are mutually exclusive",
      "[S/Map] jsonata_max_concurrency and max_concurrency_path are mutually exclusive",
      "[S/Map] jsonata_max_concurrency must begin with '{%' and end with '%}', got '1'",
      "[S/Map] item_selector and jsonata_item_selector are mutually exclusive",
      "[S/Map] jsonata_item_selector must begin with '{%' and end with '%}', got '2'",
      "[S/Map] a map needs an item processor; set one with item_processor()",
      "[S/Map] parameters cannot be combined with item_selector or jsonata_item_selector",
      "[S/Both] the item processor needs an execution_type, as its mode is DISTRIBUTED",
      "[S/Both] iterator() and item_processor() are mutually exclusive",
      "[S/Distributed] the item processor of a distributed map cannot have the mode INLINE",
      "[S/Distributed] items_path and item_reader are mutually exclusive",
      "[S/Distributed] tolerated_failure_count and tolerated_failure_count_path are mutually exclusive",
      "[S/Distributed] tolerated_failure_percentage must be a number between 0 and 100, got 101",
      "[S/Distributed] max_items_per_batch and max_items_per_batch_path are mutually exclusive",
      "[S/Distributed] bucket or bucket_name_path must be given",
      "[S/Distributed] bucket and bucket_name_path are mutually exclusive",
      "[S/Distributed] label must have 40 characters at most, got 42",
      "[S/Distributed] label must not hold white space, control characters or any of",
      "[S/Batches] an ItemBatcher needs a property, such as max_items_per_batch",
      "[S/Batches] label must be known while the script runs, got ",
      "[S/Batches] tolerated_failure_percentage must be a number between 0 and 100, got ",
      "[S/Fail] error and error_path are mutually exclusive",
      "[S/Fail] cause_path must begin with '$' or with one of States.Format, ",
    } do
      assert.truthy(message:find(text, 1, true), text .. "\n" .. message)
    end
  end)

  it("refuses a distributed map without states for its items", function()
    local stack = new_stack()
    refuses("[S/Map] a distributed map needs an item processor; set one with item_processor()", machine, stack, "M",
      sfn.DistributedMap(stack, "Map"))
  end)

  it("refuses state machines that Step Functions does not have", function()
    local stack = new_stack()
    local n = 0
    local body = sfn.DefinitionBody.from_string "{}"
    for text, props in pairs {
      ["a state machine needs definition_body"] = {},
      ["definition and definition_body are mutually exclusive"] =
        { definition_body = body, definition = Pass(stack, "P") },
      ["state_machine_name must have 1 to 80 characters"] =
        { definition_body = body, state_machine_name = ("x"):rep(81) },
      ["state_machine_name must have 1 to 80 characters, got 0"] =
        { definition_body = body, state_machine_name = "" },
      ["state_machine_name may hold letters, digits and"] = { definition_body = body, state_machine_name = "a b" },
      ["logs needs a destination unless its level is OFF"] = { definition_body = body, logs = {} },
    } do
      n = n + 1
      refuses(text, sfn.StateMachine, stack, "M" .. n, props)
    end
    refuses("kms_data_key_reuse_period_seconds must be between 60 and 900 seconds, got 901",
      sfn.CustomerManagedEncryptionConfiguration, kms.Key(stack, "Key"), cdk.Duration.seconds(901))
  end)

  it("tells tasks that have no metrics or no definition of their own", function()
    local stack = new_stack()
    local task = Task(stack, "Task", {})
    refuses("[S/Task] the task has no metrics of its own", task.metric_time, task)
    local Bare = sfn.TaskStateBase:extend "Bare"
    refuses("Bare needs a method _render_task(language)", machine, stack, "M", Bare(stack, "Bare", {}))
  end)

  it("passes tasks what integrations have in common", function()
    local integration = require "aws_cdk.aws_stepfunctions.integration"
    local task = Task(new_stack(), "Task", {})
    local supported = { integration.REQUEST_RESPONSE, integration.RUN_JOB }
    assert.equal("REQUEST_RESPONSE", integration.pattern(task, nil, supported))
    refuses("[S/Task] integration_pattern must be one of REQUEST_RESPONSE, RUN_JOB, got WAIT_FOR_TASK_TOKEN",
      integration.pattern, task, sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN, supported)
    refuses("[S/Task] a task that waits for a callback must pass on its token: put JsonPath.task_token into payload",
      integration.needs_task_token, task, "WAIT_FOR_TASK_TOKEN", sfn.TaskInput.from_object { a = 1 }, "payload")
    integration.needs_task_token(task, "WAIT_FOR_TASK_TOKEN", sfn.TaskInput.from_object { t = JsonPath.task_token },
      "payload")
    assert.is_true(integration.is_expression(at "$.a"))
    assert.is_true(integration.is_expression "{% 1 %}")
    assert.is_false(integration.is_expression "x")
  end)

  it("takes a definition from a file", function()
    local app = cdk.App()
    local stack = cdk.Stack(app, "S")
    sfn.StateMachine(stack, "M", { definition_body = sfn.DefinitionBody.from_file "README.md" })
    local template = require("aws_cdk.assertions").Template.from_stack(stack)
    template:has_resource_properties("AWS::StepFunctions::StateMachine", {
      DefinitionS3Location = { Key = require("aws_cdk.assertions").Match.string_like_regexp "^[0-9a-f]+\\.md$" },
    })
  end)

  it("says what is deprecated, and what to use instead", function()
    local result = luacdk.script [[
      local sfn = stepfunctions
      local stack = cdk.Stack(cdk.App(), "S")
      local function pass(id) return sfn.Pass(stack, id) end
      local old = sfn.Map(stack, "Old", { parameters = { a = 1 } }):iterator(pass "I")
      local writer = sfn.ResultWriter { bucket = s3.Bucket(stack, "Bucket") }
      local map = sfn.DistributedMap(stack, "Map", { result_writer = writer }):item_processor(pass "J")
      sfn.StateMachine(stack, "M", { definition = old:next(map) })
    ]]
    for _, text in ipairs {
      "StateMachineProps#definition is deprecated.\n  use `definition_body` instead",
      "MapProps#parameters is deprecated.\n  use `item_selector` instead",
      "Map#iterator is deprecated.\n  use `item_processor` instead",
      "DistributedMapProps#result_writer is deprecated.\n  use `result_writer_v2` instead",
      "ResultWriter is deprecated.\n  use `ResultWriterV2` instead",
    } do
      assert.truthy(result.err:find(text, 1, true), result.err)
    end
  end)

  it("follows a long chain of states", function()
    local stack = new_stack()
    local first = Pass(stack, "P0")
    local last = first
    for i = 1, 3000 do
      local state = Pass(stack, "P" .. i)
      last:next(state)
      last = state
    end
    machine(stack, "M", first)
    assert.equal(3001, #sfn.State.find_reachable_states(first))
  end)
end)
