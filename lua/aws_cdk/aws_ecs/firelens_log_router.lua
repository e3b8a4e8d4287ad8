--- Containers that pass on what the other containers of their task print.
local engine = require "luacdk.engine"
local ecs = require "aws_cdk.aws_ecs"
local iam = require "aws_cdk.aws_iam"

local ContainerDefinition = ecs.ContainerDefinition
local FirelensLogRouter = engine.class("aws_cdk.aws_ecs.FirelensLogRouter", ContainerDefinition)

local function is_s3_arn(value)
  return engine.is_unresolved(value) or tostring(value):find "arn:aws[%a-]*:s3:::." ~= nil
end

-- The options with their defaults.
local function complete(self, options)
  local value, type = options.config_file_value, options.config_file_type
  local has_value = value ~= nil and value ~= ""
  if has_value and type == nil or value == nil and type ~= nil then
    engine.fail(self, "config_file_value and config_file_type must be given together")
  end
  local all = { enable_ecs_log_metadata = options.enable_ecs_log_metadata ~= false }
  if value ~= nil then
    local in_bucket = (type == nil or type == "s3") and is_s3_arn(value)
    all.config_file_type, all.config_file_value = in_bucket and "s3" or "file", value
  end
  return all
end

local function let_read(task_definition, arn)
  local bucket = tostring(arn):match "^[^/]*"
  for _, row in ipairs { { "s3:GetObject", arn }, { "s3:GetBucketLocation", bucket } } do
    task_definition:add_to_execution_role_policy(iam.PolicyStatement { actions = { row[1] }, resources = { row[2] } })
  end
end

--- Arguments: scope, id, FirelensLogRouterProps: firelens_config, image, task_definition (required).
function FirelensLogRouter:init(scope, id, props)
  ContainerDefinition.init(self, scope, id, props)
  local config = props.firelens_config
  if not config.options then
    self.firelens_config = config
    return
  end
  local options = complete(self, config.options)
  self.firelens_config = { type = config.type, options = options }
  if options.config_file_type == "s3" then let_read(props.task_definition, options.config_file_value) end
end

--- The form in the task definition.
function FirelensLogRouter:render_container_definition()
  local all, config = ContainerDefinition.render_container_definition(self), self.firelens_config
  local options = config.options
  all.firelens_configuration = {
    type = config.type,
    options = options and engine.ordered(
      "enable-ecs-log-metadata", options.enable_ecs_log_metadata and "true" or "false",
      "config-file-type", options.config_file_type,
      "config-file-value", options.config_file_value) or nil,
  }
  return all
end

return { FirelensLogRouter = FirelensLogRouter }
