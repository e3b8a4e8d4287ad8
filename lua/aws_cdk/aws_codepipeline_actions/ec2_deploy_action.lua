--- Deploys an artifact to instances.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
local actions = require "aws_cdk.aws_codepipeline_actions"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

local fail, is_unresolved = engine.fail, engine.is_unresolved

-- ---- what is done on the instances ----------------------------------------------------------------------------------

local Ec2DeploySpecifications = engine.class "aws_cdk.aws_codepipeline_actions.Ec2DeploySpecifications"

local Inline = engine.class("aws_cdk.aws_codepipeline_actions.Ec2DeploySpecificationsInline", Ec2DeploySpecifications)

function Inline:init(props) self._props = props end

function Inline:bind(scope)
  local props = self._props
  local folder = props.target_directory
  if not is_unresolved(folder) and folder:sub(1, 1) ~= "/" then
    fail(scope, "target_directory must be an absolute path, got %s", engine.display(folder))
  end
  return engine.ordered(
    "TargetDirectory", folder, "PreScript", props.pre_script, "PostScript", props.post_script)
end

--- Scripts of the artifact. Arguments: Ec2DeploySpecificationsInlineProps: target_directory, post_script (all
-- required), pre_script.
function Ec2DeploySpecifications.inline(props) return Inline(props) end

-- ---- how many at once -----------------------------------------------------------------------------------------------

local Ec2MaxInstances = engine.class "aws_cdk.aws_codepipeline_actions.Ec2MaxInstances"

local Limit = engine.class("aws_cdk.aws_codepipeline_actions.Ec2MaxInstancesLimit", Ec2MaxInstances)

function Limit:init(value) self.value = value end

local function is_count(number, highest)
  return is_unresolved(number) or number >= 1 and number <= highest and number % 1 == 0
end

--- A number of instances.
function Ec2MaxInstances.targets(targets)
  if not is_count(targets, math.huge) then
    fail(nil, "targets must be a positive whole number, got %s", engine.display(targets))
  end
  return Limit(cdk.Tokenization.stringify_number(targets))
end

--- A share of the instances, 1 to 100.
function Ec2MaxInstances.percentage(percentage)
  if not is_count(percentage, 100) then
    fail(nil, "percentage must be a whole number between 1 and 100, got %s", engine.display(percentage))
  end
  return Limit(cdk.Tokenization.stringify_number(percentage) .. "%")
end

-- ---- the action -----------------------------------------------------------------------------------------------------

local DESCRIBE_ACTIONS = {
  "ec2:DescribeInstances", "elasticloadbalancing:DescribeTargetGroupAttributes",
  "elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth", "ssm:CancelCommand",
  "ssm:DescribeInstanceInformation", "ssm:ListCommandInvocations",
}
local TARGET_ACTIONS = { "elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets" }

local Ec2DeployAction = engine.class("aws_cdk.aws_codepipeline_actions.Ec2DeployAction", actions.Action)

--- Arguments: Ec2DeployActionProps: action_name, input, instance_type, instance_tag_key, deploy_specifications (all
-- required), instance_tag_value, max_batch, max_error, target_groups.
function Ec2DeployAction:init(props)
  actions.Action.init(self, common.deploy(props, "EC2", props.input))
  self._props = props
end

-- Commands may be sent to instances with the tag.
local function tagged(props)
  local key, value = "aws:ResourceTag/" .. props.instance_tag_key, common.given(props.instance_tag_value)
  return value and { StringEquals = { [key] = value } } or { Null = { [key] = "false" } }
end

local function allow_all(props, scope, stage, role)
  local stack = engine.stack_of(scope)
  local function document(name)
    return stack:format_arn { service = "ssm", account = "", resource = "document/" .. name }
  end
  common.allow(role, DESCRIBE_ACTIONS, "*")
  common.allow(role, common.LOG_ACTIONS, { common.log_group_arn(scope, stage, ":*") })
  common.allow(role, { "ssm:SendCommand" },
    { stack:format_arn { service = "ec2", resource = "instance", resource_name = "*" } }, tagged(props))
  common.allow(role, { "ssm:SendCommand" }, { document "AWS-RunPowerShellScript", document "AWS-RunShellScript" })
end

function Ec2DeployAction:_bound(scope, stage, options)
  local props = self._props
  if is_unresolved(props.instance_tag_key) then fail(scope, "instance_tag_key must be known, got a token") end
  allow_all(props, scope, stage, options.role)
  local groups = props.target_groups
  if groups and #groups == 0 then groups = nil end
  if groups then common.allow(options.role, TARGET_ACTIONS, l2.pluck(groups, "target_group_arn")) end
  return {
    configuration = engine.extend(engine.ordered(
      "InstanceTagKey", props.instance_tag_key,
      "InstanceTagValue", props.instance_tag_value,
      "InstanceType", props.instance_type,
      "MaxBatch", props.max_batch and props.max_batch.value,
      "MaxError", props.max_error and props.max_error.value,
      "TargetGroupNameList", l2.joined(l2.pluck(groups, "target_group_name"), ",")),
      props.deploy_specifications:bind(scope)),
  }
end

return {
  Ec2DeployAction = Ec2DeployAction, Ec2DeploySpecifications = Ec2DeploySpecifications,
  Ec2MaxInstances = Ec2MaxInstances,
}
