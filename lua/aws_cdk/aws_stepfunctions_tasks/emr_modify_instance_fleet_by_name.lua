--- Changes the capacities that a fleet of instances of EMR aims at.
local engine = require "luacdk.engine"
local emr = require "aws_cdk.aws_stepfunctions_tasks.private.emr"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

return {
  EmrModifyInstanceFleetByName = task.class("EmrModifyInstanceFleetByName", {
    service = "elasticmapreduce", api = "modifyInstanceFleetByName",
    policies = emr.policies { "ModifyInstanceFleet", "ListInstanceFleets" },
    parameters = function(_, props)
      return engine.ordered("ClusterId", props.cluster_id, "InstanceFleetName", props.instance_fleet_name,
        "InstanceFleet", engine.ordered("TargetOnDemandCapacity", props.target_on_demand_capacity,
          "TargetSpotCapacity", props.target_spot_capacity))
    end,
  }),
}
