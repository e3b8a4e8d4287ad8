-- CfnInclude against what the reference makes of the same templates (tools/golden/cloudformation_include.js).
local assembly = require "luacdk.assembly"
local cdk = require "aws_cdk"
local engine = require "luacdk.engine"
local include = require "aws_cdk.cloudformation_include"
local luacdk = require "spec.support.luacdk"

local FOLDER = "spec/fixtures/templates/"

local OPTIONS = {
  ["lambda.yaml+parameters"] = { parameters = { Stage = "prod", MemorySize = 512 } },
  ["conditions.yaml+parameters"] = { parameters = { Environment = "prod" } },
  ["functions_long.json+ids"] = { preserve_logical_ids = false },
  ["conditions.yaml+ids"] = { preserve_logical_ids = false },
  ["cycles.yaml+cycles"] = { allow_cyclical_references = true },
  ["nested.yaml+nested"] = {
    load_nested_stacks = { Network = { template_file = FOLDER .. "nested_child.yaml", parameters = { Count = 3 } } },
  },
}

--- The templates by file of an app whose stack S holds the template; `change` may alter it.
local function synth(file, options, change)
  local folder = luacdk.folder()
  local app = cdk.App { outdir = folder, analytics_reporting = false }
  local stack = cdk.Stack(app, "S", { synthesizer = cdk.LegacyStackSynthesizer() })
  local props = { template_file = FOLDER .. file }
  for key, value in pairs(options or {}) do props[key] = value end
  local ok, message = pcall(function()
    local template = include.CfnInclude(stack, "T", props)
    if change then change(template, stack) end
    app:synth()
  end)
  local documents = {}
  for _, name in ipairs(ok and luacdk.list(folder) or {}) do
    if name:find "%.template%.json$" then
      local kind = name:find "%.nested%." and "nested" or "template"
      documents[kind] = assembly.parse_json(luacdk.read(folder .. "/" .. name))
    end
  end
  luacdk.remove(folder)
  return ok and documents or nil, message
end

-- The template given as text.
local function synth_text(text, options, change)
  local folder = luacdk.folder { ["t.yaml"] = text }
  local props = { template_file = folder .. "/t.yaml" }
  for key, value in pairs(options or {}) do props[key] = value end
  local documents, message = synth("", props, change)
  luacdk.remove(folder)
  return documents, message
end

local function sorted(value)
  if type(value) ~= "table" then return value end
  local copy = {}
  for key, entry in pairs(value) do copy[key] = sorted(entry) end
  return copy
end

local function refusal(text, options)
  local documents, message = synth_text(text, options)
  assert.is_nil(documents)
  return (message:gsub("^.-%[S/T[^%]]*%] ", ""))
end

describe("CfnInclude", function()
  local recorded = luacdk.golden .. "/cloudformation_include"
  -- What the reference refuses although CloudFormation takes it.
  local more = { ["functions_extensions.yaml"] = true, ["include_transform.yaml"] = true, ["markers.yaml"] = true }
  -- Where the reference loses a part: DefaultValue of Fn::FindInMap; a property whose name has a dot.
  local losses = { ["functions.yaml"] = true, ["newer.yaml"] = true }

  it("writes the parts of policies in the reference's order", function()
    local name = "policy_parts.json"
    local expected = assembly.parse_json(luacdk.read(recorded .. "/" .. name .. ".json"))
    assert.equal(assembly.print_json(expected.template.Resources, 1),
      assembly.print_json(synth(name).template.Resources, 1))
  end)

  for _, name in ipairs(luacdk.list(recorded)) do
    local case = name:match "^(.*)%.json$"
    local expected = assembly.parse_json(luacdk.read(recorded .. "/" .. name))
    if not more[case] and not losses[case] then
      it(("%s %s as the reference does"):format(expected == engine.NULL and "refuses" or "takes over", case), function()
        local actual, message = synth(case:match "^[^+]*", OPTIONS[case])
        if expected == engine.NULL then
          assert.is_nil(actual)
        else
          assert(actual, message)
          assert.same(sorted(expected), sorted(actual))
        end
      end)
    end
  end

  it("takes over what the reference refuses or loses", function()
    for name in pairs(more) do
      local documents, message = synth(name)
      assert(documents, message)
      local original = assert(assembly.parse_yaml(luacdk.read(FOLDER .. name), { short_forms = true }))
      assert.same(sorted(original), sorted(documents.template))
    end
    local everything = synth("functions.yaml").template.Resources.Fns.Properties
    assert.same({ DefaultValue = "ami-0" }, sorted(everything.FindWithDefault["Fn::FindInMap"][4]))
    assert.equal(1, synth("newer.yaml").template.Resources.Function.Properties.Code["Future.Key"])
  end)

  it("makes L1 constructs that can be read and changed", function()
    local documents = synth("bucket.yaml", nil, function(template, stack)
      local bucket = template:get_resource "Bucket"
      assert.equal("aws_cdk.aws_s3.CfnBucket", engine.class_name(bucket))
      assert.equal("Enabled", bucket.versioning_configuration.status)
      assert.equal(7, bucket.lifecycle_configuration.rules[1].noncurrent_version_transitions[1].transition_in_days)
      assert.equal("Retain", bucket.cfn_options.deletion_policy)
      bucket.bucket_name = "renamed"
      bucket.versioning_configuration = nil
      template:get_output "BucketArn".description = "changed"
      cdk.CfnOutput(stack, "More", { value = bucket.attr_arn })
    end).template
    assert.equal("renamed", documents.Resources.Bucket.Properties.BucketName)
    assert.is_nil(documents.Resources.Bucket.Properties.VersioningConfiguration)
    assert.equal("changed", documents.Outputs.BucketArn.Description)
    assert.same({ ["Fn::GetAtt"] = { "Bucket", "Arn" } }, sorted(documents.Outputs.More.Value))
  end)

  it("finds every kind of entry by its name, and says what there is not", function()
    synth("rules.yaml", nil, function(template)
      assert.equal("aws_cdk.CfnRule", engine.class_name(template:get_rule "ProdSize"))
      assert.equal("aws_cdk.CfnParameter", engine.class_name(template:get_parameter "Size"))
    end)
    synth("blue_green.yaml", nil, function(template)
      local hook = template:get_hook "CodeDeployBlueGreenHook"
      assert.equal("CodeDeployRole", hook.service_role)
      assert.equal(15, hook.traffic_routing_config.time_based_canary.step_percentage)
    end)
    synth("conditions.yaml", nil, function(template)
      assert.equal("aws_cdk.CfnCondition", engine.class_name(template:get_condition "IsProd"))
      assert.has_error(function() template:get_condition "IsProt" end)
      assert.has_error(function() template:get_nested_stack "Queue" end)
    end)
    synth("vpc.yaml", nil, function(template)
      assert.equal("aws_cdk.CfnMapping", engine.class_name(template:get_mapping "Sizes"))
    end)
    local _, message = synth("vpc.yaml", nil, function(template) template:get_resource "SubnetC" end)
    assert.matches("in the template vpc.yaml: Resources has no 'SubnetC'; did you mean 'Subnet[AB]'%?", message)
  end)

  it("loads nested stacks later, too", function()
    local documents, message = synth("nested.yaml", nil, function(template)
      local nested = template:load_nested_stack("Network", { template_file = FOLDER .. "nested_child.yaml" })
      assert.equal("10.0.0.0/16", nested.included_template:get_parameter "Cidr".default or "10.0.0.0/16")
      assert.equal(nested.stack, template:get_nested_stack "Network".stack)
      nested.included_template:get_resource("Vpc").enable_dns_support = true
    end)
    assert(documents, message)
    assert.is_true(documents.nested.Resources.Vpc.Properties.EnableDnsSupport)
    assert.same({ ["Fn::GetAtt"] = "Network.Outputs.VpcId" },
      sorted(documents.template.Resources.App.Properties.Parameters.VpcId))
  end)

  it("keeps dehydrated resources as they are, under their names", function()
    local documents, message = synth_text([[
Conditions: {C: !Equals [a, b]}
Resources:
  Queue: {Type: AWS::SQS::Queue}
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    Condition: C
    DependsOn: Queue
    UpdatePolicy: {AutoScalingRollingUpdate: !If [C, {MinInstancesInService: "1"}, !Ref AWS::NoValue]}
    Properties: {MinSize: 1, MaxSize: !Ref Queue}
  Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref Group}}
]], { dehydrated_resources = { "Group" } })
    assert(documents, message)
    assert.same({
      Type = "AWS::AutoScaling::AutoScalingGroup",
      Condition = "C",
      DependsOn = "Queue",
      UpdatePolicy = {
        AutoScalingRollingUpdate = { ["Fn::If"] = { "C", { MinInstancesInService = "1" }, { Ref = "AWS::NoValue" } } },
      },
      Properties = { MinSize = 1, MaxSize = { Ref = "Queue" } },
    }, sorted(documents.template.Resources.Group))
    assert.equal("Group", documents.template.Resources.Topic.Properties.DisplayName.Ref)
  end)

  it("keeps values of Fn::Sub that no string asks for, as the reference does", function()
    for given, expected in pairs { ["!ImportValue z"] = { ["Fn::ImportValue"] = "z" }, ["5"] = 5, ["[1]"] = { 1 } } do
      local documents, message = synth_text(
        ("Resources: {A: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub [x, %s]}}}"):format(given))
      assert(documents, message)
      assert.same({ ["Fn::Sub"] = { "x", expected } }, sorted(documents.template.Resources.A.Properties.QueueName))
    end
  end)

  it("keeps what a parameter has, whatever it is, as the reference does", function()
    for given, expected in pairs { ["C"] = "C", ["0"] = 0, ["{a: 1}"] = { a = 1 }, ["[1]"] = { 1 } } do
      local documents, message = synth_text(
        ("Parameters: {P: {Type: String, AllowedValues: %s}}\nResources: {A: {Type: AWS::SQS::Queue}}"):format(given))
      assert(documents, message)
      assert.same(expected, sorted(documents.template.Parameters.P.AllowedValues))
    end
  end)

  it("says what is wrong with a template", function()
    for text, reason in pairs {
      ["Resources: {A: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref B}}}"] =
        "Ref names 'B', which does not exist",
      ["Resources: {A: {Type: AWS::SQS::Queue, Properties: {QueueName: !GetAtt B.Arn}}}"] =
        "Fn::GetAtt names the resource 'B', which does not exist",
      ["Resources: {A: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub '${B.Arn}'}}}"] =
        "${B.Arn} in Fn::Sub names 'B', which does not exist",
      ["Resources: {A: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub ['${B}', !ImportValue x]}}}"] =
        "the values of Fn::Sub must be a map, got {Fn::ImportValue: x} (known at deployment)",
      ["Resources: {A: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub ['${B}', 5]}}}"] =
        "the values of Fn::Sub must be a map, got 5",
      ["Resources: {A: {Type: AWS::SQS::Queue, Properties: {QueueName: !If [C, a, b]}}}"] =
        "Fn::If names the condition 'C', which does not exist",
      ["Parameters: {P: {Type: {a: 1}}}"] = "the type of the parameter P must be a string, got a table",
      ["Resources: {A: {Type: AWS::SQS::Queue, Properties: {QueueName: !If 0}}}"] = "Fn::If takes a list, got 0",
      ["Resources: {A: {Type: AWS::SQS::Queue, Properties: {QueueName: !FindInMap [M, a, b]}}}"] =
        "Fn::FindInMap names the mapping 'M', which does not exist",
      ["Resources: {A: {Type: AWS::SQS::Queue, Condition: C}}"] =
        "the resource 'A' has the condition 'C', which does not exist",
      ["Resources: {A: {Type: AWS::SQS::Queue, DependsOn: B}}"] =
        "the resource 'A' depends on 'B', which does not exist",
      ["Resources: {A: {Type: AWS::SQS::Queue, DeletionPolicy: Keep}}"] =
        "DeletionPolicy must be Delete, Retain, RetainExceptOnCreate or Snapshot, got 'Keep'",
      ["Resources: {A: {Properties: {}}}"] = "the resource 'A' has no Type",
      ["Resources: {A: {Type: AWS::SQS::Queue, Properties: {QueueName: {'Fn::Foo': a}}}}"] =
        "the function Fn::Foo is not known here",
      ["Resources: []"] = "the section Resources must be a map, got a list of 0",
      ["Conditions: {C: !GetAtt A.B}"] = "Fn::GetAtt is not allowed in Conditions",
      ["Conditions: {C: !Not [!Condition C]}"] = "the condition 'C' depends on itself",
      ["Mappings: {M: {a: {b: !Ref C}}}"] = "Ref is not allowed in Mappings",
      ["Outputs: {O: {Value: a, Condition: C}}"] = "the output 'O' has the condition 'C', which does not exist",
    } do
      assert.equal("in the template t.yaml: " .. reason, refusal(text))
    end
    assert.matches("the template is not YAML: .*t.yaml:1:4: unknown tag !Foo", refusal "a: !Foo b")
    assert.matches("t.yaml is not a template: expected a map of sections", refusal "[a]")
    assert.matches(
      "in the template t.yaml: resource 'A': the property EnableDnsSupport takes true or false, not 'maybe'",
      refusal "Resources: {A: {Type: AWS::EC2::VPC, Properties: {EnableDnsSupport: maybe}}}")
    assert.equal(
      "in the template t.yaml: parameters names 'Stag', which Parameters does not have; did you mean 'Stage'?",
      refusal("Parameters: {Stage: {Type: String}}", { parameters = { Stag = "x" } }))
    local _, message = synth "no_such_file.yaml"
    assert.matches("the template cannot be read", message)
  end)

  it("takes resources that wait for each other, where circles are allowed", function()
    local text = "Resources: {A: {Type: AWS::SQS::Queue, DependsOn: [B]}, B: {Type: AWS::SQS::Queue, DependsOn: A}}"
    local documents, message = synth_text(text, { allow_cyclical_references = true })
    assert(documents, message)
    assert.same({ A = { "B" }, B = { "A" } }, {
      A = sorted(documents.template.Resources.A.DependsOn), B = sorted(documents.template.Resources.B.DependsOn),
    })
  end)

  it("counts the template among the files that a run depends on", function()
    local folder = luacdk.folder {
      ["t.yaml"] = "Resources: {Q: {Type: AWS::SQS::Queue}}",
      ["app.lua"] = [[
local cdk = require "aws_cdk"
require("aws_cdk.cloudformation_include").CfnInclude(cdk.Stack(cdk.App(), "S"), "T", { template_file = "t.yaml" })
]],
    }
    local result = luacdk.run(folder, { "synth", "--depfile", "app.d", "app.lua" })
    assert.equal(0, result.status, result.err)
    assert.matches("t%.yaml", luacdk.read(folder .. "/app.d"))
    luacdk.remove(folder)
  end)
end)
