--- Changes a group of instances of EMR.
local engine = require "luacdk.engine"
local emr = require "aws_cdk.aws_stepfunctions_tasks.private.emr"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

local function seconds(duration) return duration and duration:to_seconds() end

local function resize_policy(property)
  return engine.ordered("InstancesToProtect", property.instances_to_protect,
    "InstancesToTerminate", property.instances_to_terminate,
    "InstanceTerminationTimeout", seconds(property.instance_termination_timeout))
end

local function shrink_policy(property)
  return engine.ordered("DecommissionTimeout", seconds(property.decommission_timeout),
    "InstanceResizePolicy", property.instance_resize_policy and resize_policy(property.instance_resize_policy))
end

return {
  EmrModifyInstanceGroupByName = task.class("EmrModifyInstanceGroupByName", {
    service = "elasticmapreduce", api = "modifyInstanceGroupByName",
    policies = emr.policies { "ModifyInstanceGroups", "ListInstanceGroups" },
    parameters = function(_, props)
      local group = props.instance_group
      return engine.ordered("ClusterId", props.cluster_id, "InstanceGroupName", props.instance_group_name,
        "InstanceGroup", engine.ordered("Configurations", task.list(group.configurations, emr.configuration),
          "EC2InstanceIdsToTerminate", group.e_c2_instance_ids_to_terminate, "InstanceCount", group.instance_count,
          "ShrinkPolicy", group.shrink_policy and shrink_policy(group.shrink_policy)))
    end,
  }),
}
