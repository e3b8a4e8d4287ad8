--- How machines of Auto Scaling groups become machines of a cluster.
local engine = require "luacdk.engine"
local autoscaling = require "aws_cdk.aws_autoscaling"
local ec2 = require "aws_cdk.aws_ec2"
local ecs = require "aws_cdk.aws_ecs"
local iam = require "aws_cdk.aws_iam"

local M = {}

-- What the cluster needs of AddCapacityOptions; the rest is for the group.
local OWN = { machine_image_type = true, spot_instance_draining = true, topic_encryption_key = true }

local function set_up_windows(cluster, group, drains)
  local function set(name, value)
    group:add_user_data(('[Environment]::SetEnvironmentVariable("%s", '):format(name) .. value .. ', "Machine")')
  end
  group:add_user_data "Remove-Item -Recurse C:\\ProgramData\\Amazon\\ECS\\Cache"
  group:add_user_data "Import-Module ECSTools"
  set("ECS_CLUSTER", '"' .. cluster.cluster_name .. '"')
  set("ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE", '"true"')
  set("ECS_AVAILABLE_LOGGING_DRIVERS", [['["json-file","awslogs"]']])
  if drains then set("ECS_ENABLE_SPOT_INSTANCE_DRAINING", '"true"') end
  group:add_user_data("Initialize-ECSAgent -Cluster '" .. cluster.cluster_name .. "'")
end

local function set_up_bottlerocket(cluster, group)
  group:add_user_data("[settings.ecs]", 'cluster = "' .. cluster.cluster_name .. '"')
  for _, name in ipairs { "AmazonSSMManagedInstanceCore", "service-role/AmazonEC2ContainerServiceforEC2Role" } do
    group.role:add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name(name))
  end
end

local function set_up_linux(cluster, group, drains)
  group:add_user_data("echo ECS_CLUSTER=" .. cluster.cluster_name .. " >> /etc/ecs/ecs.config")
  if drains then group:add_user_data "echo ECS_ENABLE_SPOT_INSTANCE_DRAINING=true >> /etc/ecs/ecs.config" end
end

local function let_agent_work(cluster, group)
  for _, statement in ipairs {
    {
      actions = { "ecs:DeregisterContainerInstance", "ecs:RegisterContainerInstance", "ecs:Submit*" },
      resources = { cluster.cluster_arn },
    },
    {
      actions = { "ecs:Poll", "ecs:StartTelemetrySession" }, resources = { "*" },
      conditions = { ArnEquals = { ["ecs:cluster"] = cluster.cluster_arn } },
    },
    {
      actions = {
        "ecs:DiscoverPollEndpoint", "ecr:GetAuthorizationToken", "logs:CreateLogStream", "logs:PutLogEvents",
      },
      resources = { "*" },
    },
  } do
    group:add_to_role_policy(iam.PolicyStatement(statement))
  end
end

--- Has the group's machines register with the cluster. `options`: machine_image_type, spot_instance_draining,
-- topic_encryption_key; `drains`: whether ECS moves tasks away from machines that stop; otherwise a function does.
function M.configure(cluster, group, options, drains)
  if not engine.is_a(group, autoscaling.AutoScalingGroup) then
    engine.fail(cluster, "an imported Auto Scaling group cannot be configured for the cluster")
  end
  local image_type = options.machine_image_type or ecs.MachineImageType.AMAZON_LINUX_2
  local spot = group.spot_price and options.spot_instance_draining
  if group.os_type == ec2.OperatingSystemType.WINDOWS then
    set_up_windows(cluster, group, spot)
  elseif image_type == ecs.MachineImageType.BOTTLEROCKET then
    set_up_bottlerocket(cluster, group)
  else
    set_up_linux(cluster, group, spot)
  end
  let_agent_work(cluster, group)
  if not drains then
    require "aws_cdk.aws_ecs.private.instance_drain_hook"(group, "DrainECSHook", {
      auto_scaling_group = group, cluster = cluster, topic_encryption_key = options.topic_encryption_key,
    })
  end
end

--- A new group of machines for the cluster. `options`: AddCapacityOptions.
function M.new_group(cluster, id, options)
  local image, image_type = options.machine_image, options.machine_image_type
  local is_bottlerocket = image_type == ecs.MachineImageType.BOTTLEROCKET
  if not image then
    image = is_bottlerocket and ecs.BottleRocketImage { architecture = options.instance_type.architecture }
      or ecs.EcsOptimizedImage.amazon_linux2()
  end
  if options.signals and not options.update_policy then
    engine.fail(cluster, "signals need update_policy: the instances of a cluster are replaced otherwise")
  end
  local props = { vpc = cluster.vpc }
  for name, value in pairs(options) do
    if not OWN[name] then props[name] = value end
  end
  props.machine_image = image
  props.update_policy = options.update_policy
    or not options.init and autoscaling.UpdatePolicy.replacing_update() or nil
  local group = autoscaling.AutoScalingGroup(cluster, id, props)
  if image_type == nil and ecs.BottleRocketImage.is_bottle_rocket_image(image) then
    image_type = ecs.MachineImageType.BOTTLEROCKET
  end
  local joining = {}
  for name in pairs(OWN) do joining[name] = options[name] end
  joining.machine_image_type = image_type
  return group, joining
end

return M
