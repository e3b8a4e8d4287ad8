--- Has a model of Bedrock answer.
local engine = require "luacdk.engine"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"
local l2 = require "aws_cdk.l2"

local function has_new_parameters(self)
  return cdk.FeatureFlags.of(self):is_enabled(cx_api.USE_NEW_S3URI_PARAMETERS_FOR_BEDROCK_INVOKE_MODEL_TASK)
end

local function check(self, props)
  local new, input, output = has_new_parameters(self), props.input or {}, props.output or {}
  local has_input = input.s3_location ~= nil or new and input.s3_input_uri ~= nil or not new and props.input_path ~= nil
  if props.body and has_input then engine.fail(self, "body and input are mutually exclusive; -> give one of them") end
  if not props.body and not has_input then engine.fail(self, "give body or input") end
  for name, given in pairs { input = input, output = output } do
    if given.s3_location and given.s3_location.object_version then
      engine.fail(self, "%s.s3_location.object_version: Bedrock takes no version of an object", name)
    end
    if given.s3_location and (given.s3_input_uri or given.s3_output_uri or "") ~= "" then
      engine.fail(self, "%s: s3_location and s3_%s_uri are mutually exclusive; -> give one of them", name, name)
    end
    if new and (given.s3_input_uri == "" or given.s3_output_uri == "") then
      engine.fail(self, "%s.s3_%s_uri must not be empty", name, name)
    end
  end
  if props.input_path or props.output_path and not new then
    cdk.Annotations.of(self.node.scope):add_warning_v2("aws-cdk-lib/aws-stepfunctions-taks",
      "input_path and output_path become the S3 URIs of the model's input and output; to have them filter the state's "
        .. "input and output, enable the feature flag "
        .. "@aws-cdk/aws-stepfunctions-tasks:useNewS3UriParametersForBedrockInvokeModelTask and give the URIs as "
        .. "input.s3_input_uri and output.s3_output_uri")
  end
end

local function policies(self, props)
  local old = not has_new_parameters(self)
  local input, output, guardrail = props.input or {}, props.output or {}, props.guardrail
  local all = { task.allow({ "bedrock:InvokeModel" }, { props.model.model_arn }) }
  local function allow(action, is_open, location)
    local arn
    if is_open then
      arn = { region = "", account = "", service = "s3", resource = "*" }
    elseif location then
      arn = { region = "", account = "", service = "s3", resource = location.bucket_name,
        resource_name = location.object_key }
    else
      return
    end
    all[#all + 1] = task.allow({ action }, { task.stack(self):format_arn(arn) })
  end
  allow("s3:GetObject", input.s3_input_uri ~= nil or old and props.input_path ~= nil, input.s3_location)
  allow("s3:PutObject", output.s3_output_uri ~= nil or old and props.output_path ~= nil, output.s3_location)
  if guardrail then
    local id = guardrail.guardrail_identifier
    if tostring(id):sub(1, 4) ~= "arn:" then id = task.arn(self, "bedrock", "guardrail", id) end
    all[#all + 1] = task.allow({ "bedrock:ApplyGuardrail" }, { id })
  end
  return all
end

local function uri(location, given, path, is_new)
  if location then return "s3://" .. location.bucket_name .. "/" .. location.object_key end
  if is_new then return given end
  return path
end

local function parameters(self, props)
  local new, input, output = has_new_parameters(self), props.input or {}, props.output or {}
  local source = uri(input.s3_location, input.s3_input_uri, props.input_path, new)
  local result = uri(output.s3_location, output.s3_output_uri, props.output_path, new)
  return engine.ordered("ModelId", props.model.model_arn, "Accept", props.accept, "ContentType", props.content_type,
    "Body", task.value(props.body), "Input", source and { S3Uri = source } or nil,
    "Output", result and { S3Uri = result } or nil,
    "GuardrailIdentifier", props.guardrail and props.guardrail.guardrail_identifier,
    "GuardrailVersion", props.guardrail and props.guardrail.guardrail_version,
    "Trace", l2.switch(props.trace_enabled))
end

return {
  BedrockInvokeModel = task.class("BedrockInvokeModel", {
    service = "bedrock", api = "invokeModel", resource_pattern = false,
    patterns = task.REQUEST,
    check = check, policies = policies, parameters = parameters,
  }),
}
