-- Parameters of Systems Manager. The cases are twins of tools/golden/aws_ssm.js.
local cdk = require "aws_cdk"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local ssm = require "aws_cdk.aws_ssm"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }

local cases = {}

function cases.parameters(app)
  local stack = cdk.Stack(app, "S")
  ssm.StringParameter(stack, "Plain", { string_value = "v" })
  local full = ssm.StringParameter(stack, "Full", {
    string_value = "abc", parameter_name = "/my/path", description = "d", allowed_pattern = "^[a-c]+$",
    tier = ssm.ParameterTier.ADVANCED, data_type = ssm.ParameterDataType.TEXT, simple_name = false,
  })
  local named = ssm.StringParameter(stack, "Named", {
    string_value = stack.region, parameter_name = "my-name", simple_name = true,
  })
  local given = cdk.CfnParameter(stack, "Given")
  local token = ssm.StringParameter(stack, "Token", {
    string_value = given.value_as_string, parameter_name = given.value_as_string, simple_name = false,
    allowed_pattern = "x",
  })
  local list = ssm.StringListParameter(stack, "List", {
    string_list_value = { "a", "b", stack.region }, allowed_pattern = ".", parameter_name = "list", description = "d",
  })
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  out("FullArn", full.parameter_arn)
  out("NamedArn", named.parameter_arn)
  out("TokenArn", token.parameter_arn)
  out("Type", token.parameter_type)
  out("Value", full.string_value)
  out("Name", token.parameter_name)
  out("Second", cdk.Fn.select(1, list.string_list_value))
  out("ListArn", list.parameter_arn)
end

function cases.imports(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local function out(id, parameter, list)
    cdk.CfnOutput(stack, id .. "Arn", { value = parameter.parameter_arn })
    cdk.CfnOutput(stack, id .. "Name", { value = parameter.parameter_name })
    cdk.CfnOutput(stack, id .. "Type", { value = parameter.parameter_type })
    cdk.CfnOutput(stack, id .. "Value", {
      value = list and cdk.Fn.join("|", parameter.string_list_value) or parameter.string_value,
    })
  end
  local String, List = ssm.StringParameter, ssm.StringListParameter
  out("ByName", String.from_string_parameter_name(stack, "ByName", "/path/name"))
  out("ByArn", String.from_string_parameter_arn(stack, "ByArn",
    "arn:aws:ssm:eu-west-1:444455556666:parameter/path/name"))
  out("Simple", String.from_string_parameter_attributes(stack, "Simple", { parameter_name = "name", version = 3 }))
  out("Typed", String.from_string_parameter_attributes(stack, "Typed", {
    parameter_name = "name", value_type = ssm.ParameterValueType.AWS_EC2_VPC_ID,
  }))
  out("Forced", String.from_string_parameter_attributes(stack, "Forced", {
    parameter_name = "name", force_dynamic_reference = true,
  }))
  out("Token", String.from_string_parameter_attributes(stack, "Token", {
    parameter_name = cdk.Fn.import_value "name", simple_name = true,
  }))
  out("Pieces", String.from_string_parameter_attributes(stack, "Pieces", {
    parameter_name = "/a/" .. cdk.Aws.STACK_NAME, simple_name = false, force_dynamic_reference = true,
  }))
  out("Secure", String.from_secure_string_parameter_attributes(stack, "Secure", {
    parameter_name = "/secret", version = 5,
  }))
  out("Newest", String.from_secure_string_parameter_attributes(stack, "Newest", {
    parameter_name = "secret",
    encryption_key = kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:eu-west-1:111122223333:key/k"),
  }))
  out("List", List.from_string_list_parameter_name(stack, "List", "/list"), true)
  out("Lists", List.from_list_parameter_attributes(stack, "Lists", {
    parameter_name = "/list", element_type = ssm.ParameterValueType.AWS_EC2_SUBNET_ID,
  }), true)
  out("Versioned", List.from_list_parameter_attributes(stack, "Versioned", {
    parameter_name = "list", version = 2,
  }), true)
end

function cases.values(app)
  app.node:set_context("ssm:account=111122223333:parameterName=/known:region=eu-west-1", "known value")
  local stack = cdk.Stack(app, "S", { env = ENV })
  local group = cdk.Stack(stack, "Inner")
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  local String, List = ssm.StringParameter, ssm.StringListParameter
  out("One", String.value_for_string_parameter(stack, "/a/b"))
  out("Again", String.value_for_string_parameter(stack, "/a/b"))
  out("Versioned", String.value_for_string_parameter(stack, "c", 4))
  out("Typed", String.value_for_typed_string_parameter_v2(stack, "image", ssm.ParameterValueType.AWS_EC2_IMAGE_ID))
  out("Text", String.value_for_typed_string_parameter_v2(stack, "text"))
  out("List", cdk.Fn.select(0, List.value_for_typed_list_parameter(stack, "list")))
  out("Vpcs", cdk.Fn.select(0, List.value_for_typed_list_parameter(stack, "vpcs",
    ssm.ParameterValueType.AWS_EC2_VPC_ID)))
  cdk.CfnOutput(group, "Own", { value = String.value_for_string_parameter(group, "/a/b") })
  out("Known", String.value_from_lookup(stack, "/known"))
  out("Unknown", String.value_from_lookup(stack, "/unknown"))
  out("Else", String.value_from_lookup(stack, "/else", "else", { additional_cache_key = "k" }))
  out("Empty", String.value_from_lookup(stack, "/empty", ""))
end

function cases.deprecated_values(app)
  local stack = cdk.Stack(app, "S")
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  local String = ssm.StringParameter
  out("Typed", String.value_for_typed_string_parameter(stack, "image", ssm.ParameterType.AWS_EC2_IMAGE_ID))
  out("Text", String.value_for_typed_string_parameter(stack, "text", nil, 2))
  out("Secure", String.value_for_secure_string_parameter(stack, "secure", 2))
  String(stack, "List", { string_value = "a,b", type = ssm.ParameterType.STRING_LIST })
end

function cases.grants(app)
  local stack = cdk.Stack(app, "S")
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "lambda.amazonaws.com" })
  local user = iam.User(stack, "User")
  local key = kms.Key(stack, "Key")
  local own = ssm.StringParameter(stack, "Own", { string_value = "v" })
  own:grant_read(role)
  own:grant_write(user)
  ssm.StringListParameter(stack, "List", { string_list_value = { "a" }, parameter_name = "/l" }):grant_read(user)
  local secure = ssm.StringParameter.from_secure_string_parameter_attributes(stack, "Secure", {
    parameter_name = "/s", version = 1, encryption_key = key,
  })
  secure:grant_read(role)
  secure:grant_write(user)
  ssm.StringParameter.from_string_parameter_name(stack, "Named", "n"):grant_read(role)
  secure:grant_on_key(user, "kms:Describe*")
end

function cases.other_stack(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local same = cdk.Stack(app, "Same", { env = ENV })
  local other = cdk.Stack(app, "Other", { env = { account = "444455556666", region = "eu-west-1" } })
  local list = ssm.StringListParameter(stack, "List", { string_list_value = { "a" } })
  local path = ssm.StringParameter(stack, "Path", { string_value = "v", parameter_name = "/path" })
  path:grant_read(iam.User(other, "User"))
  path:grant_read(iam.User(same, "User"))
  cdk.CfnOutput(same, "First", { value = cdk.Fn.select(0, list.string_list_value) })
  cdk.CfnOutput(same, "Value", { value = path.string_value })
end

describe("aws_ssm", function()
  golden.check("aws_ssm", cases)

  it("refuses what Systems Manager does not take", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local token = cdk.Fn.import_value "name"
    local n = 0
    for text, props in pairs {
      ["does not match allowed_pattern '^b'"] = { string_value = "abc", allowed_pattern = "^b" },
      ["cannot be used"] = { string_value = "abc", allowed_pattern = "(" },
      ["description must have at most 1024 characters, got 1025"] =
        { string_value = "v", description = ("x"):rep(1025) },
      ["parameter_name must have at most 2048 characters, got 2049"] =
        { string_value = "v", parameter_name = ("x"):rep(2049) },
      ["parameter_name can only contain letters"] = { string_value = "v", parameter_name = "a b" },
      ["data_type = ssm.ParameterDataType.AWS_EC2_IMAGE"] =
        { string_value = "v", type = ssm.ParameterType.AWS_EC2_IMAGE_ID },
      ["its ARN is not known"] = { string_value = "v", parameter_name = token },
      ["simple_name must be true or left out"] = { string_value = "v", simple_name = false },
      ["the name '/a' has a path, but simple_name is true"] =
        { string_value = "v", parameter_name = "/a", simple_name = true },
      ["the name 'a' has no path, but simple_name is false"] =
        { string_value = "v", parameter_name = "a", simple_name = false },
    } do
      n = n + 1
      refuses(text, ssm.StringParameter, stack, "P" .. n, props)
    end
    refuses("a value of a list cannot contain a comma", ssm.StringListParameter, stack, "Comma",
      { string_list_value = { "a,b" } })
    refuses("the value 'c' does not match allowed_pattern '^[ab]", ssm.StringListParameter, stack, "Pattern",
      { string_list_value = { "a", "c" }, allowed_pattern = "^[ab]$" })
  end)

  it("refuses imports that cannot be told apart", function()
    local stack = cdk.Stack(cdk.App(), "S", { env = ENV })
    local String, List = ssm.StringParameter, ssm.StringListParameter
    refuses("must be a literal string", String.from_string_parameter_arn, stack, "Token", cdk.Fn.import_value "arn")
    refuses("has the form arn:", String.from_string_parameter_arn, stack, "Form", "arn:aws:ssm:parameter/x")
    refuses("must be in the region of the stack, 'eu-west-1'; its ARN says 'us-east-1'",
      String.from_string_parameter_arn, stack, "Region", "arn:aws:ssm:us-east-1:1:parameter/x")
    refuses("parameter_name cannot be empty", String.from_string_parameter_name, stack, "Empty", "")
    refuses("parameter_name cannot be empty", List.from_list_parameter_attributes, stack, "Empties",
      { parameter_name = "" })
    refuses("got 'StringList'", String.from_string_parameter_attributes, stack, "Type",
      { parameter_name = "x", type = ssm.ParameterType.STRING_LIST })
    refuses("value_for_typed_list_parameter", String.value_for_typed_string_parameter, stack, "x",
      ssm.ParameterType.STRING_LIST)
  end)

  it("makes a dynamic reference of what a function names, for a default cannot be computed", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local function value(name)
      local id = "I" .. #stack.node.children
      return stack:resolve(ssm.StringParameter.from_string_parameter_attributes(stack, id, {
        parameter_name = name, simple_name = true,
      }).string_value)
    end
    local joined = value(cdk.Fn.import_value "x")["Fn::Join"][2]
    assert.are.equal("{{resolve:ssm:", joined[1])
    assert.are.equal("{{resolve:ssm:", value(tostring(cdk.Fn.ref "x") .. "/y")["Fn::Join"][2][1])
    assert.truthy(value("y" .. cdk.Fn.ref "x").Ref)
    assert.truthy(value(cdk.Aws.STACK_NAME).Ref)
    assert.truthy(value(cdk.CfnParameter(stack, "P").value_as_string).Ref)
  end)
end)
