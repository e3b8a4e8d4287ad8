--- The aspect that turns version 1 of the instance metadata service off for groups.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local autoscaling = require "aws_cdk.aws_autoscaling"
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"

local FLAG_GENERATE = cx_api.AUTOSCALING_GENERATE_LAUNCH_TEMPLATE
local WARNING = "@aws-cdk/aws-autoscaling:imdsv2AutoScalingGroupRequireImdsv2Aspect"

local Aspect = engine.class "aws_cdk.aws_autoscaling.AutoScalingGroupRequireImdsv2Aspect"

function Aspect.init() end

--- Says what could not be done.
function Aspect._warn(_, node, message)
  cdk.Annotations.of(node):add_warning_v2(WARNING, ("IMDSv2 is not required by %s: %s"):format(node.node.id, message))
end

local function with_tokens_required(options)
  local all = { http_tokens = "required" }
  for name, value in pairs(options or {}) do
    if name ~= "http_tokens" then all[name] = value end
  end
  return all
end

local function change_template(self, group)
  local template = group.node:try_find_child "LaunchTemplate"
  local resource = template and template.node:try_find_child "Resource"
  if not resource then
    self:_warn(group, "its launch template is not its own; use ec2.LaunchTemplateRequireImdsv2Aspect for that one")
    return
  end
  local data = resource.launch_template_data
  if cdk.Token.is_unresolved(data) then
    self:_warn(group, "launch_template_data is a token")
    return
  end
  if cdk.Token.is_unresolved(data.metadata_options) then
    self:_warn(group, "metadata_options of launch_template_data is a token")
    return
  end
  local changed = l2.with({}, data)
  changed.metadata_options = with_tokens_required(data.metadata_options)
  resource.launch_template_data = changed
end

local function change_configuration(self, group)
  local configuration = group.node:try_find_child "LaunchConfig"
  if not configuration then
    self:_warn(group, "it has a launch template; use ec2.LaunchTemplateRequireImdsv2Aspect for that one")
    return
  end
  if cdk.Token.is_unresolved(configuration.metadata_options) then
    self:_warn(group, "metadata_options of its launch configuration is a token")
    return
  end
  configuration.metadata_options = with_tokens_required(configuration.metadata_options)
end

--- Has the group's machines require tokens.
function Aspect:visit(node)
  if not engine.is_a(node, autoscaling.AutoScalingGroup) then return end
  if cdk.FeatureFlags.of(node):is_enabled(FLAG_GENERATE) then
    change_template(self, node)
  else
    change_configuration(self, node)
  end
end

return { AutoScalingGroupRequireImdsv2Aspect = Aspect }
