local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local tokens = require "aws_cdk.private.tokens"
local Intrinsic = cdk.Intrinsic

--- Text that must not be seen: mostly a dynamic reference into Secrets Manager or SSM.
local SecretValue = engine.class("aws_cdk.SecretValue", Intrinsic)
SecretValue.__tostring, SecretValue.__concat = Intrinsic.__tostring, Intrinsic.__concat

function SecretValue:init(protected_value, options)
  Intrinsic.init(self, protected_value, options)
end

function SecretValue.is_secret_value(x) return engine.is_a(x, SecretValue) end

--- Literal text as a secret: it will be readable in the template.
function SecretValue.unsafe_plain_text(secret) return SecretValue(secret) end

function SecretValue.plain_text(secret)
  engine.deprecated("aws_cdk.SecretValue#plain_text", "use unsafe_plain_text")
  return SecretValue(secret)
end

--- The key part of a reference to Secrets Manager: `<id>:SecretString:<field>:<stage>:<version>`.
function SecretValue.cfn_dynamic_reference_key(secret_id, options)
  options = options or {}
  if secret_id == "" or secret_id == nil then engine.fail(nil, "the secret id cannot be empty") end
  if not engine.is_unresolved(secret_id) and secret_id:sub(1, 4) ~= "arn:" and secret_id:find(":", 1, true) then
    engine.fail(nil, "the secret id %s contains a colon but is not an ARN; -> give a name without colons or the "
      .. "whole ARN",
      engine.display(secret_id))
  end
  if options.version_stage and options.version_id then
    engine.fail(nil, "version_stage (%s) and version_id (%s) were both given; -> give only one",
      engine.display(options.version_stage), engine.display(options.version_id))
  end
  return secret_id .. ":SecretString:" .. (options.json_field or "") .. ":" .. (options.version_stage or "") .. ":"
    .. (options.version_id or "")
end

--- `{{resolve:secretsmanager:…}}`; options: json_field, version_stage or version_id.
function SecretValue.secrets_manager(secret_id, options)
  return SecretValue(cdk.CfnDynamicReference("secretsmanager", SecretValue.cfn_dynamic_reference_key(secret_id,
    options)))
end

--- `{{resolve:ssm-secure:<name>[:<version>]}}`.
function SecretValue.ssm_secure(parameter_name, version)
  local key = version and version ~= "" and parameter_name .. ":" .. version or parameter_name
  return SecretValue(cdk.CfnDynamicReference("ssm-secure", key))
end

function SecretValue.cfn_dynamic_reference(ref) return SecretValue(ref) end

--- From a parameter of the stack, which must have `no_echo`.
function SecretValue.cfn_parameter(param)
  if not param.no_echo then
    engine.fail(param, "the CloudFormation parameter must be made with no_echo = true to be used as a secret")
  end
  return SecretValue(param.value)
end

--- From an attribute of a resource, e.g. a generated password.
function SecretValue.resource_attribute(attribute)
  local target = tokens.reference_target(tokens.reverse(attribute))
  if not target or not engine.is_a(target, cdk.CfnResource) then
    engine.fail(nil, "SecretValue.resource_attribute needs an attribute of a resource, got %s",
      engine.display(attribute))
  end
  return SecretValue(attribute)
end

--- The text (a token), without the protection.
function SecretValue:unsafe_unwrap()
  return cdk.Token.as_string(self._value)
end

function SecretValue:resolve(ctx)
  if ctx and ctx.scope and cdk.FeatureFlags.of(ctx.scope):is_enabled("@aws-cdk/core:checkSecretUsage") then
    engine.fail(ctx.scope,
      "a SecretValue would be written into the template and exposed; -> pass it only to properties that"
      .. " take a SecretValue, or call secret:unsafe_unwrap() if you mean it")
  end
  return self._value
end

return { SecretValue = SecretValue }
