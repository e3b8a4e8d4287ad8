--- Aspects that turn version 1 of the instance metadata service off.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local cx_api = require "aws_cdk.cx_api"

local WARNING = "@aws-cdk/aws-ec2:imdsv2RequireImdsv2Aspect"
local FLAG_UNIQUE_NAME = cx_api.EC2_UNIQUE_IMDSV2_LAUNCH_TEMPLATE_NAME

local RequireImdsv2Aspect = engine.class("aws_cdk.aws_ec2.RequireImdsv2Aspect")

function RequireImdsv2Aspect:init(props) self._suppress_warnings = props and props.suppress_warnings or false end

--- Says what could not be done, unless warnings are suppressed.
function RequireImdsv2Aspect:_warn(node, message)
  if not self._suppress_warnings then
    cdk.Annotations.of(node):add_warning_v2(WARNING, ("IMDSv2 is not required by %s: %s"):format(node.node.id, message))
  end
end

local InstanceRequireImdsv2Aspect = engine.class("aws_cdk.aws_ec2.InstanceRequireImdsv2Aspect", RequireImdsv2Aspect)

--- Arguments: { suppress_warnings, suppress_launch_template_warning }.
function InstanceRequireImdsv2Aspect:init(props)
  RequireImdsv2Aspect.init(self, props)
  self._suppress_template_warning = props and props.suppress_launch_template_warning or false
end

function InstanceRequireImdsv2Aspect:_warn(node, message)
  if not self._suppress_template_warning then RequireImdsv2Aspect._warn(self, node, message) end
end

--- Gives instances a launch template that requires tokens.
function InstanceRequireImdsv2Aspect:visit(node)
  if not engine.is_a(node, ec2.Instance) then return end
  local instance = node.instance
  if instance.launch_template ~= nil then
    self:_warn(node, "the instance already has a launch template")
    return
  end
  local template = ec2.CfnLaunchTemplate(node, "LaunchTemplate", {
    launch_template_data = { metadata_options = { http_tokens = "required" } },
  })
  local unique = cdk.FeatureFlags.of(node):is_enabled(FLAG_UNIQUE_NAME)
  template.launch_template_name = unique and cdk.Names.unique_id(template) or node.node.id .. "LaunchTemplate"
  instance.launch_template = {
    launch_template_name = template.launch_template_name, version = template:get_att "LatestVersionNumber",
  }
end

local LaunchTemplateRequireImdsv2Aspect = engine.class("aws_cdk.aws_ec2.LaunchTemplateRequireImdsv2Aspect",
  RequireImdsv2Aspect)

local function copy_of(map)
  local copy = l2.with({}, map)
  return copy
end

--- Has launch templates require tokens.
function LaunchTemplateRequireImdsv2Aspect:visit(node)
  if not engine.is_a(node, ec2.LaunchTemplate) then return end
  local template = node.node:try_find_child "Resource"
  local data = template.launch_template_data
  if cdk.Token.is_unresolved(data) then
    self:_warn(node, "launch_template_data is a token")
    return
  end
  if cdk.Token.is_unresolved(data.metadata_options) then
    self:_warn(node, "metadata_options of launch_template_data is a token")
    return
  end
  local changed = copy_of(data)
  changed.metadata_options = copy_of(data.metadata_options)
  changed.metadata_options.http_tokens = "required"
  template.launch_template_data = changed
end

return {
  InstanceRequireImdsv2Aspect = InstanceRequireImdsv2Aspect,
  LaunchTemplateRequireImdsv2Aspect = LaunchTemplateRequireImdsv2Aspect,
}
