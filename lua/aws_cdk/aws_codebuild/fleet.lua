--- Machines that are reserved for builds.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local codebuild = require "aws_cdk.aws_codebuild"
local ec2 = require "aws_cdk.aws_ec2"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

local fail = engine.fail

local BY_ATTRIBUTES, BY_INSTANCE_TYPE = "ATTRIBUTE_BASED_COMPUTE", "CUSTOM_INSTANCE_TYPE"

local Fleet = l2.resource("aws_cdk.aws_codebuild.Fleet", cdk.Resource, {
  arn = {
    "fleet_arn", "attr_arn", service = "codebuild", resource = "fleet", format = cdk.ArnFormat.SLASH_RESOURCE_NAME,
  },
  name = { "fleet_name" },
})

Fleet.get.connections = function(self)
  return self._connections or fail(self, "a fleet without a VPC has no security groups; -> set vpc")
end

Fleet.get.grant_principal = function(self)
  if not self._role then
    self._role = iam.Role(self, "Role", {
      role_name = cdk.PhysicalName.GENERATE_IF_NEEDED, assumed_by = iam.ServicePrincipal "codebuild.amazonaws.com",
    })
  end
  return self._role
end

-- ---- compute --------------------------------------------------------------------------------------------------------

-- Zero and nothing count alike, as in the service.
local function wanted(value) return value ~= nil and value ~= 0 end

local function whole(self, value, noun)
  if value == nil or engine.is_unresolved(value) then return value end
  if value < 0 or value % 1 ~= 0 then
    fail(self, "%s must be a whole number of at least 0, got %s", noun, engine.display(value))
  end
  return value
end

local function gibibytes(size) return size and size:to_gibibytes() end

local function by_attributes(self, given)
  if not (given.disk or given.machine_type or given.memory or given.v_cpu ~= nil) then
    fail(self, "compute_type ATTRIBUTE_BASED needs a compute_configuration with disk, machine_type, memory or v_cpu")
  end
  if given.instance_type then
    fail(self, "compute_configuration.instance_type needs compute_type CUSTOM_INSTANCE_TYPE, got ATTRIBUTE_BASED")
  end
  return {
    disk = whole(self, gibibytes(given.disk) or 0, "compute_configuration.disk"),
    machine_type = given.machine_type,
    memory = whole(self, gibibytes(given.memory) or 0, "compute_configuration.memory"),
    v_cpu = whole(self, given.v_cpu or 0, "compute_configuration.v_cpu"),
  }
end

local function by_instance_type(self, given)
  if not given.instance_type then
    fail(self, "compute_type CUSTOM_INSTANCE_TYPE needs compute_configuration.instance_type")
  end
  if given.machine_type or given.memory or wanted(given.v_cpu) then
    fail(self, "machine_type, memory and v_cpu of a compute_configuration need compute_type ATTRIBUTE_BASED")
  end
  return {
    disk = whole(self, gibibytes(given.disk), "compute_configuration.disk"),
    instance_type = given.instance_type:to_string(),
  }
end

local function compute_configuration(self, props)
  local kind, given = props.compute_type, props.compute_configuration
  if kind == BY_ATTRIBUTES then return by_attributes(self, given or {}) end
  if kind == BY_INSTANCE_TYPE then return by_instance_type(self, given or {}) end
  if given then
    fail(self, "compute_configuration needs compute_type ATTRIBUTE_BASED or CUSTOM_INSTANCE_TYPE, got %s", kind)
  end
  return nil
end

-- ---- network --------------------------------------------------------------------------------------------------------

local function network_arn(self, kind, name)
  return cdk.Arn.format({ service = "ec2", resource = kind, resource_name = name }, self.stack)
end

-- The L1 property, and what the fleet needs before it can be made.
local function configure_vpc(self, props)
  local vpc, groups = props.vpc, props.security_groups
  if not vpc then
    for _, option in ipairs { "security_groups", "subnet_selection" } do
      if props[option] then fail(self, "%s needs a vpc", option) end
    end
    return nil, {}
  end
  if not (groups and #groups > 0) then groups = { ec2.SecurityGroup(self, "SecurityGroup", { vpc = vpc }) } end
  self._connections = ec2.Connections { security_groups = groups }

  local subnet_ids, subnet_arns, policies = vpc:select_subnets(props.subnet_selection).subnet_ids, {}, {}
  for i, id in ipairs(subnet_ids) do subnet_arns[i] = network_arn(self, "subnet", id) end
  local function allow(statement)
    local added = self.grant_principal:add_to_principal_policy(iam.PolicyStatement(statement))
    policies[#policies + 1] = added.policy_dependable
  end
  allow {
    actions = { "ec2:CreateNetworkInterfacePermission" },
    resources = { network_arn(self, "network-interface", "*") },
    conditions = { ArnEquals = { ["ec2:Subnet"] = subnet_arns } },
  }
  allow {
    actions = {
      "ec2:DescribeDhcpOptions", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets",
      "ec2:DescribeVpcs", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface",
      "ec2:ModifyNetworkInterfaceAttribute",
    },
    resources = { "*" },
  }
  return {
    vpc_id = vpc.vpc_id, subnets = subnet_ids, security_group_ids = l2.pluck(groups, "security_group_id"),
  }, policies
end

-- ---- the fleet ------------------------------------------------------------------------------------------------------

--- Arguments: scope, id, FleetProps: base_capacity, compute_type, environment_type, compute_configuration, fleet_name,
--  overflow_behavior, role, security_groups, subnet_selection, vpc.
function Fleet:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.fleet_name })
  self._role = props.role
  l2.within(self, "aws_codebuild.CfnFleetProps.name", props.fleet_name ~= "" and props.fleet_name or nil, "fleet_name")
  local capacity = props.base_capacity
  -- One that is known only at deployment is refused, as the library refuses it.
  if type(capacity) ~= "number" or capacity < 1 then
    fail(self, "base_capacity must be at least 1, got %s", engine.display(capacity))
  end
  local configuration = compute_configuration(self, props)
  local vpc_config, policies = configure_vpc(self, props)
  local resource = codebuild.CfnFleet(self, "Resource", {
    name = props.fleet_name,
    base_capacity = capacity,
    compute_type = props.compute_type,
    environment_type = props.environment_type,
    overflow_behavior = props.overflow_behavior,
    compute_configuration = configuration,
    fleet_vpc_config = vpc_config,
    fleet_service_role = self._role and self._role.role_arn,
  })
  self._resource = resource
  resource.node:add_dependency(table.unpack(policies))
  if props.vpc then resource.node:add_dependency(table.unpack(props.vpc.node:find_all())) end
  self.compute_type = props.compute_type
  self.environment_type = props.environment_type
end

-- ---- imported -------------------------------------------------------------------------------------------------------

local Imported = l2.imported(Fleet, cdk.Resource)

function Imported:init(scope, id, fleet_arn)
  cdk.Resource.init(self, scope, id)
  self.grant_principal = iam.UnknownPrincipal { resource = self }
  self.fleet_arn = fleet_arn
  local name = cdk.Arn.split(fleet_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
  self.fleet_name = engine.is_unresolved(name) and name or name:match "^[^:]*"
end

for _, field in ipairs { "compute_type", "environment_type", "connections" } do
  Imported.get[field] = function(self) return fail(self, "the %s of an imported fleet is not known", field) end
end

--- A fleet made elsewhere, by its ARN.
function Fleet.from_fleet_arn(scope, id, fleet_arn) return Imported(scope, id, fleet_arn) end

return { Fleet = Fleet }
