-- Tests of templates. What matches is compared with the reference on random values: tools/golden/assertions.js.
local assembly = require "luacdk.assembly"
local assert = require "luassert"
local assertions = require "aws_cdk.assertions"
local cdk = require "aws_cdk"
local engine = require "luacdk.engine"
local json_value = require "aws_cdk.assertions.json_value"
local luacdk = require "spec.support.luacdk"
local sqs = require "aws_cdk.aws_sqs"

local Annotations, Capture, Match, Tags, Template = assertions.Annotations, assertions.Capture, assertions.Match,
  assertions.Tags, assertions.Template

local MEMBERS = {
  absent = "absent", anyValue = "any_value", arrayEquals = "array_equals", arrayWith = "array_with", exact = "exact",
  ["not"] = "not_", objectEquals = "object_equals", objectLike = "object_like", serializedJson = "serialized_json",
  stringLikeRegexp = "string_like_regexp",
}

-- A recorded pattern with its matchers; captures are added to the list.
local function decoded(value, captures)
  if type(value) ~= "table" then return value end
  local name = value["$"]
  if type(name) ~= "string" then
    local copy = {}
    for key, one in pairs(value) do copy[key] = decoded(one, captures) end
    return engine.is_ordered(value) and engine.map(copy) or engine.list(copy)
  end
  local inside
  if value.of ~= nil then inside = decoded(value.of, captures) end
  if name ~= "Capture" then return Match[MEMBERS[name]](inside) end
  local capture = Capture(inside)
  table.insert(captures, capture)
  return capture
end

local function captured(captures)
  local list = {}
  for _, capture in ipairs(captures) do
    for _, value in ipairs(capture._captured) do list[#list + 1] = value end
  end
  return assembly.print_json(engine.list(list))
end

local function places_of(result)
  local places, seen = {}, {}
  for _, text in ipairs(result:to_human_strings()) do
    local place = text:match " at (/%S*) %(Match%.[%w_]+%)$" or ""
    if not seen[place] then places[#places + 1] = place end
    seen[place] = true
  end
  table.sort(places)
  return table.concat(places, " ")
end

-- "hasResource" → "has_resource"
local function snake(name) return (name:gsub("%u", function(letter) return "_" .. letter:lower() end)) end

local recorded = assembly.parse_json(luacdk.read(luacdk.golden .. "/assertions.json"))

describe("a pattern", function()
  it("matches what it matches for the reference, and finds mistakes in the same places", function()
    for i, case in ipairs(recorded.matches) do
      local captures, told = {}, ("case %d: %s"):format(i, assembly.print_json(case))
      local done, result = pcall(function()
        return Match.object_like({ ["in"] = decoded(case[2], captures) }):test({ ["in"] = case[1] }):finished()
      end)
      assert.equal(case[3] ~= "throws", done, told .. tostring(result))
      if done then
        assert.equal(case[3], result:has_failed(), told)
        assert.equal(case[4], result.fail_cost, told)
        assert.equal(table.concat(case[5], " "), places_of(result), told)
        assert.equal(assembly.print_json(case[6]), captured(captures), told)
      end
    end
  end)

  it("is compared with a template, or its parts, as by the reference", function()
    for i, case in ipairs(recorded.templates) do
      local captures, told = {}, ("case %d: %s"):format(i, assembly.print_json(case))
      local done, result = pcall(function()
        local given = {}
        for at, one in ipairs(case[3]) do given[at] = decoded(one, captures) end
        return Template.from_json(case[1])[snake(case[2])](Template.from_json(case[1]), table.unpack(given)) or true
      end)
      assert.equal(case[4] ~= engine.NULL, done, told .. tostring(result))
      if done then
        assert.same(json_value.plain(case[4]), result, told)
        -- The reference's templateMatches forgets to give captures their values.
        if case[2] ~= "templateMatches" then
          assert.equal(assembly.print_json(case[5]), captured(captures), told)
        end
      end
    end
  end)
end)

local function shop()
  local stack = cdk.Stack(cdk.App(), "Shop")
  local dead = sqs.Queue(stack, "Dead")
  sqs.Queue(stack, "Jobs", {
    visibility_timeout = cdk.Duration.seconds(30), dead_letter_queue = { queue = dead, max_receive_count = 3 },
  })
  return stack
end

-- The message of the error that the call raises, without its place, which must be a line of this file.
local function message_of(call, ...)
  local done, message = pcall(call, ...)
  assert.is_false(done)
  local place, text = tostring(message):match "^(%S+:%d+): (.*)$"
  assert.matches("assertions_spec.lua", place, 1, true)
  return text
end

describe("a template", function()
  it("is that of a stack, of a nested stack, of a stage's stack, a table or a text", function()
    local app = cdk.App()
    local stack = cdk.Stack(app, "Outer")
    local nested = cdk.NestedStack(stack, "Inner")
    sqs.Queue(nested, "Queue")
    local staged = cdk.Stack(cdk.Stage(app, "Prod"), "Staged")
    cdk.CfnOutput(staged, "Name", { value = "x" })
    Template.from_stack(stack):resource_count_is("AWS::CloudFormation::Stack", 1)
    Template.from_stack(nested):resource_count_is("AWS::SQS::Queue", 1)
    Template.from_stack(staged):has_output("Name", { Value = "x" })
    Template.from_json({ Outputs = { A = { Value = 1 } } }):has_output("*", { Value = 1 })
    Template.from_string('{"Outputs":{"A":{"Value":1}}}'):has_output("A", { Value = 1 })
    assert.same({ Outputs = {} }, Template.from_json({ Outputs = {} }):to_json())
  end)

  it("gives captures the values that stand in their place", function()
    local times, target = Capture(), Capture { ["Fn::GetAtt"] = Match.any_value() }
    Template.from_stack(shop()):has_resource_properties("AWS::SQS::Queue", {
      VisibilityTimeout = 30, RedrivePolicy = { maxReceiveCount = times, deadLetterTargetArn = target },
    })
    assert.equal(3, times:as_number())
    assert.equal("Arn", target:as_object()["Fn::GetAtt"][2])
    assert.is_false(times:next())
    assert.equal("the captured value is not a string but a number: 3", message_of(times.as_string, times))
    assert.equal("nothing was captured; does an assertion with the capture come first?",
      message_of(times.as_array, Capture()))
  end)

  it("shows what is closest, with the mistakes above the lines that have them", function()
    local template = Template.from_stack(shop())
    assert.equal([[
the template has 2 resources of type AWS::SQS::Queue, none of which matches; closest:
JobsDF1CC2D4 :: {
  "DeletionPolicy": "Delete",
  "Properties": {
    "RedrivePolicy": {
      "deadLetterTargetArn": { "Fn::GetAtt": [ "DeadB2807C34", "Arn" ] },
!!     expected 5, got 3
      "maxReceiveCount": 3
    },
    "VisibilityTimeout": 30
  },
  "Type": "AWS::SQS::Queue",
  "UpdateReplacePolicy": "Delete"
}
DeadB2807C34 :: {
  "DeletionPolicy": "Delete",
  "Properties": {
!!   missing key 'RedrivePolicy'
    "RedrivePolicy": nothing,
!!   missing key 'VisibilityTimeout'
    "VisibilityTimeout": nothing
  },
  "Type": "AWS::SQS::Queue",
  "UpdateReplacePolicy": "Delete"
}]], message_of(template.has_resource_properties, template, "AWS::SQS::Queue", {
      VisibilityTimeout = 30, RedrivePolicy = { maxReceiveCount = 5 },
    }))
  end)

  it("shows which elements of a list matched, and which comes closest to the next", function()
    local template = Template.from_json { Resources = { A = { Type = "X::Y::Z", Properties = {
      L = { 1, 2, { a = 1, b = 2 } },
    } } } }
    assert.equal([[
the template has 1 resource of type X::Y::Z, which does not match:
A :: {
  "Properties": {
    "L": [
      1,
!!     element 1 of the pattern matched here
      2,
!!     element 2 of the pattern has no match; this comes closest
      {
        "a": 1,
!!       unexpected key 'b'
        "b": 2
      }
    ]
  },
  "Type": "X::Y::Z"
}]], message_of(template.has_resource_properties, template, "X::Y::Z", { L = Match.array_with { 2, { a = 1 } } }))
  end)

  it("names what it has in place of a misspelt type or name", function()
    local template = Template.from_stack(shop())
    assert.equal("the template has no resource of type AWS::SQS::Queu; did you mean AWS::SQS::Queue?",
      message_of(template.has_resource, template, "AWS::SQS::Queu", {}))
    assert.equal("expected 1 resource of type AWS::SQS::Queue, got 2: DeadB2807C34, JobsDF1CC2D4",
      message_of(template.resource_count_is, template, "AWS::SQS::Queue", 1))
    assert.equal("the template has no parameter named BootstrapVersio; did you mean BootstrapVersion?",
      message_of(template.has_parameter, template, "BootstrapVersio", {}))
    assert.matches("^1 of 2 resources of type AWS::SQS::Queue do not match: DeadB2807C34\n", message_of(
      template.all_resources_properties, template, "AWS::SQS::Queue", { VisibilityTimeout = 30 }))
    assert.equal("2 resources of type AWS::SQS::Queue match, not one: DeadB2807C34, JobsDF1CC2D4",
      message_of(template.get_resource_id, template, "AWS::SQS::Queue"))
  end)

  it("says so when its resources need each other", function()
    local function circular(options)
      return Template.from_json({ Resources = {
        A = { Type = "X::Y::Z", Properties = { b = { Ref = "B" } } },
        B = { Type = "X::Y::Z", DependsOn = "C" },
        C = { Type = "X::Y::Z", Properties = { a = { ["Fn::Sub"] = "${!B}-${A.Arn}" } } },
      } }, options)
    end
    assert.matches("^these resources need each other, so the template cannot be deployed: A %-> B %-> C %-> A\n",
      message_of(circular))
    circular { skip_cyclical_dependencies_check = true }
  end)

  it("is not compared with tokens or constructs, which are never in it", function()
    local stack = shop()
    local queue = stack.node:find_child "Jobs"
    local template = Template.from_stack(stack)
    assert.matches("cannot be part of a pattern, since templates contain resolved values: write stack:resolve(value)",
      message_of(
      template.has_resource_properties, template, "AWS::SQS::Queue", { QueueName = queue.queue_arn }), 1, true)
    assert.matches("a pattern consists of JSON values and matchers, not ", message_of(
      template.has_resource_properties, template, "AWS::SQS::Queue", { QueueName = queue }), 1, true)
    template:has_resource_properties("AWS::SQS::Queue", {
      RedrivePolicy = { deadLetterTargetArn = stack:resolve(stack.node:find_child("Dead").queue_arn) },
    })
  end)

  it("is compared by matchers of the user's own, too", function()
    local Even = assertions.Matcher:extend "Even"
    Even.name = "even"
    function Even:test(actual)
      local result = assertions.MatchResult(actual)
      if actual % 2 ~= 0 then
        result:record_failure { matcher = self, path = {}, message = "expected an even number" }
      end
      return result
    end
    local template = Template.from_stack(shop())
    template:has_resource_properties("AWS::SQS::Queue", { VisibilityTimeout = Even() })
    assert.matches("!!     expected an even number\n      \"maxReceiveCount\": 3", message_of(
      template.has_resource_properties, template, "AWS::SQS::Queue", { RedrivePolicy = { maxReceiveCount = Even() } }))
  end)
end)

describe("annotations", function()
  it("are found by construct, level and text", function()
    local stack = cdk.Stack(cdk.App(), "Shop")
    local queue = sqs.Queue(stack, "Jobs")
    cdk.Annotations.of(queue):add_warning_v2("shop:slow", "this is slow")
    cdk.Annotations.of(queue):add_error "this is wrong"
    local annotations = Annotations.from_stack(stack)
    annotations:has_warning("/Shop/Jobs", Match.string_like_regexp "slow")
    annotations:has_error("*", "this is wrong")
    annotations:has_no_info("*", Match.any_value())
    assert.equal(1, #annotations:find_warning("*", Match.any_value()))
    assert.equal("/Shop/Jobs", annotations:find_error("*", Match.any_value())[1].id)
    assert.matches("^the stack has 2 messages at '/Shop/Jobs', none of which matches; closest:\n", message_of(
      annotations.has_warning, annotations, "/Shop/Jobs", "this is quick"))
    assert.matches("^expected no such error, got 1:\n", message_of(
      annotations.has_no_error, annotations, "*", Match.any_value()))
  end)
end)

describe("the tags of a stack", function()
  it("are those in the manifest", function()
    local app = cdk.App()
    local stack = cdk.Stack(app, "Shop", { tags = { Team = "orders", Cost = "7" } })
    local tags = Tags.from_stack(stack)
    tags:has_values { Team = "orders", Cost = Match.any_value() }
    tags:has_values(Match.exact { Team = "orders", Cost = "7" })
    assert.same({ Team = "orders", Cost = "7" }, tags:all())
    assert.matches('!! expected "mail", got "orders"', message_of(tags.has_values, tags, { Team = "mail" }), 1, true)
    assert.matches("unexpected key 'Team'", message_of(tags.has_none, tags), 1, true)
    Tags.from_stack(cdk.Stack(cdk.App(), "Plain")):has_none()
    assert.equal("a stack without tags has an empty map of them: use has_none() in place of Match.absent()",
      message_of(tags.has_values, tags, Match.absent()))
  end)
end)
