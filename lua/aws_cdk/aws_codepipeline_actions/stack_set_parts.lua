--- Parts of stack sets: template, parameters, where the instances go, and who deploys them.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

-- A class whose instances have the artifacts that they refer to, and a function that gives what they stand for.
local function part(name)
  local class = engine.class("aws_cdk.aws_codepipeline_actions." .. name)
  local Part = engine.class("aws_cdk.aws_codepipeline_actions." .. name .. "Part", class)
  function Part:init(artifacts, render) self._artifacts, self._render = artifacts, render end
  return class, Part
end

local function located(Part)
  return function(artifact_path)
    return Part({ artifact_path.artifact }, function() return artifact_path.location end)
  end
end

local StackSetTemplate, Template = part "StackSetTemplate"

--- The template in a file of an artifact.
StackSetTemplate.from_artifact_path = located(Template)

local StackSetParameters, Parameters = part "StackSetParameters"

--- The parameters in a file of an artifact.
StackSetParameters.from_artifact_path = located(Parameters)

--- Values of parameters, and names of those that keep their values.
function StackSetParameters.from_literal(parameters, use_previous_values)
  return Parameters({}, function()
    local words = {}
    for i, key in ipairs(engine.keys(parameters)) do
      words[i] = ("ParameterKey=%s,ParameterValue=%s"):format(key, tostring(parameters[key]))
    end
    for _, key in ipairs(use_previous_values or {}) do
      words[#words + 1] = ("ParameterKey=%s,UsePreviousValue=true"):format(key)
    end
    return table.concat(words, " ")
  end)
end

local StackInstances, Instances = part "StackInstances"

local function check_filled(name, list)
  if #list == 0 then engine.fail(nil, "%s must not be empty", name) end
end

-- Instances in the places that `targets` gives.
local function instances(artifacts, targets, regions)
  check_filled("regions", regions)
  return Instances(artifacts, function()
    return engine.ordered("DeploymentTargets", targets(), "Regions", l2.joined(regions, ","))
  end)
end

local function listed(name)
  return function(list, regions)
    check_filled(name, list)
    return instances({}, function() return l2.joined(list, ",") end, regions)
  end
end

--- Instances in accounts, or in accounts of organizational units, and in regions.
StackInstances.in_accounts = listed "accounts"
StackInstances.in_organizational_units = listed "ous"

--- Instances in the accounts or organizational units that a file of an artifact lists.
function StackInstances.from_artifact_path(artifact_path, regions)
  return instances({ artifact_path.artifact }, function() return artifact_path.location end, regions)
end

local StackSetDeploymentModel, Model = part "StackSetDeploymentModel"

--- AWS Organizations deploy. Options: auto_deployment.
function StackSetDeploymentModel.organizations(props)
  return Model({}, function()
    return engine.ordered(
      "PermissionModel", "SERVICE_MANAGED", "OrganizationsAutoDeployment", props and props.auto_deployment)
  end)
end

local function administration_role(scope, execution_role_name)
  local partition = cdk.Aws.PARTITION
  local role = iam.Role(scope, "StackSetAdministrationRole", {
    assumed_by = iam.ServicePrincipal("cloudformation.amazonaws.com", {
      conditions = {
        StringLike = {
          ["aws:SourceArn"] = "arn:" .. partition .. ":cloudformation:*:" .. cdk.Aws.ACCOUNT_ID .. ":stackset/*",
        },
      },
    }),
  })
  role:add_to_principal_policy(iam.PolicyStatement {
    actions = { "sts:AssumeRole" },
    resources = {
      "arn:" .. partition .. ":iam::*:role/" .. (execution_role_name or "AWSCloudFormationStackSetExecutionRole"),
    },
  })
  return role
end

--- Roles of one's own deploy. Options: administration_role, execution_role_name
-- ("AWSCloudFormationStackSetExecutionRole").
function StackSetDeploymentModel.self_managed(props)
  props = props or {}
  return Model({}, function(scope)
    local role = props.administration_role or administration_role(scope, props.execution_role_name)
    return engine.ordered(
      "PermissionModel", "SELF_MANAGED",
      "AdministrationRoleArn", role.role_arn,
      "ExecutionRoleName", props.execution_role_name), role
  end)
end

return {
  StackInstances = StackInstances, StackSetDeploymentModel = StackSetDeploymentModel,
  StackSetParameters = StackSetParameters, StackSetTemplate = StackSetTemplate,
}
