--- What the tasks of SageMaker have in common.
local engine = require "luacdk.engine"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local l2 = require "aws_cdk.l2"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"
local ec2 = require "aws_cdk.aws_ec2"
local iam = require "aws_cdk.aws_iam"

local M = {}

local SERVICE <const> = "sagemaker.amazonaws.com"

-- What SageMaker does with the interfaces that connect it to a VPC.
M.NETWORK_ACTIONS = {}
for _, action in ipairs {
  "CreateNetworkInterface", "CreateNetworkInterfacePermission", "DeleteNetworkInterface",
  "DeleteNetworkInterfacePermission", "DescribeNetworkInterfaces", "DescribeVpcs", "DescribeDhcpOptions",
  "DescribeSubnets", "DescribeSecurityGroups",
} do
  M.NETWORK_ACTIONS[#M.NETWORK_ACTIONS + 1] = "ec2:" .. action
end

--- The text; nil if it is empty.
function M.some(text) return text ~= "" and text or nil end

--- The ARN of what the text names; of all of that kind where the name is known only when the task runs.
function M.arn(self, resource, name, suffix)
  if integration.is_expression(name) then
    name = "*"
  else
    name = (engine.is_unresolved(name) and name or name:lower()) .. (suffix or "")
  end
  return task.arn(self, "sagemaker", resource, name)
end

--- What SageMaker calls the type of an instance.
function M.instance_type(type)
  local name = type:to_string()
  return integration.is_expression(name) and name or "ml." .. name
end

--- The instances of a job unless it names some.
function M.default_instance_type() return ec2.InstanceType.of(ec2.InstanceClass.M4, ec2.InstanceSize.XLARGE) end

--- A list of keys and values; nil if there are no tags.
function M.tags(tags)
  if not tags then return nil end
  local all = engine.list {}
  for i, key in ipairs(engine.keys(tags)) do all[i] = engine.ordered("Key", key, "Value", tags[key]) end
  return all
end

--- That SageMaker may list tags.
function M.allow_list_tags() return task.allow({ "sagemaker:ListTags" }, { "*" }) end

--- That the state machine may hand the role to SageMaker.
function M.allow_pass_role(role)
  return task.allow({ "iam:PassRole" }, { role.role_arn },
    { StringEquals = { ["iam:PassedToService"] = SERVICE } })
end

--- A role for SageMaker.
function M.role(self, id, props)
  props.assumed_by = iam.ServicePrincipal(SERVICE)
  return iam.Role(self, id, props)
end

--- Remembers where in the VPC the task's instances are.
function M.place(self, vpc, selection)
  self.connections, self._security_groups = ec2.Connections {}, {}
  if not vpc then return end
  self._vpc, self._subnets = vpc, vpc:select_subnets(selection or {}).subnet_ids
end

--- Gives the instances a security group of their own, once, if they are in a VPC.
function M.secure(self, id)
  if not self._vpc or self._security_group then return end
  self._security_group = ec2.SecurityGroup(self, id, { vpc = self._vpc })
  self.connections:add_security_group(self._security_group)
  self._security_groups[#self._security_groups + 1] = self._security_group
end

--- VpcConfig; nil without a VPC.
function M.vpc_config(self)
  if not self._vpc then return nil end
  return engine.ordered("SecurityGroupIds", engine.lazy(function()
    return l2.pluck(self._security_groups, "security_group_id")
  end, { kind = "list" }), "Subnets", self._subnets)
end

--- Gives a class of tasks in a VPC add_security_group(); returns the class.
function M.in_vpc(class)
  --- Puts the instances into this security group, too.
  function class:add_security_group(security_group)
    self._security_groups[#self._security_groups + 1] = security_group
  end

  return class
end

return M
