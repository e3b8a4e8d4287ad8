--- Registries of the schemas of Kafka records.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"

local ConfluentSchemaRegistry = engine.class("aws_cdk.aws_lambda_event_sources.ConfluentSchemaRegistry")

function ConfluentSchemaRegistry:init(props) self._props = props end

function ConfluentSchemaRegistry:bind(_, target_handler)
  local props = self._props
  props.secret:grant_read(target_handler)
  return {
    schema_registry_uri = props.schema_registry_uri,
    event_record_format = props.event_record_format,
    access_configs = { { type = props.authentication_type, uri = props.secret.secret_arn } },
    schema_validation_configs = props.schema_validation_configs,
  }
end

local GlueSchemaRegistry = engine.class("aws_cdk.aws_lambda_event_sources.GlueSchemaRegistry")

function GlueSchemaRegistry:init(props) self._props = props end

local function registry(props, target)
  if props.schema_registry then
    return props.schema_registry.attr_arn, props.schema_registry.name
  end
  local arn = props.schema_registry_arn
  if not arn then
    engine.fail(target, "a GlueSchemaRegistry needs schema_registry or schema_registry_arn")
  end
  local name = not engine.is_unresolved(arn) and arn:match "^arn:[^:]+:glue:[^:]+:[^:]+:registry/([^/]+)$"
  if not name then
    engine.fail(target, "schema_registry_arn must be arn:<partition>:glue:<region>:<account>:registry/<name>; it is %s",
      engine.display(arn))
  end
  return arn, name
end

function GlueSchemaRegistry:bind(target, target_handler)
  local props = self._props
  local arn, name = registry(props, target)
  target_handler:add_to_role_policy(iam.PolicyStatement { actions = { "glue:GetRegistry" }, resources = { arn } })
  target_handler:add_to_role_policy(iam.PolicyStatement {
    actions = { "glue:GetSchemaVersion" },
    resources = {
      arn,
      cdk.Fn.sub("arn:${AWS::Partition}:glue:${AWS::Region}:${AWS::AccountId}:schema/${registryName}/*",
        { registryName = name }),
    },
  })
  return {
    schema_registry_uri = arn,
    event_record_format = props.event_record_format,
    schema_validation_configs = props.schema_validation_configs,
  }
end

return { ConfluentSchemaRegistry = ConfluentSchemaRegistry, GlueSchemaRegistry = GlueSchemaRegistry }
