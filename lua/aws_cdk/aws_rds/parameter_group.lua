--- Parameters of an engine, for instances, clusters or both: each kind that is asked for becomes a resource.
local cdk = require "aws_cdk"
local engine = require "luacdk.engine"
local rds = require "aws_cdk.aws_rds"

local ParameterGroup = engine.class("aws_cdk.aws_rds.ParameterGroup", cdk.Resource)

--- Arguments: scope, id, ParameterGroupProps. The engine must have a version.
function ParameterGroup:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local family = props.engine.parameter_group_family
  if not family or family == "" then
    engine.fail(self, "parameter groups are for one version of an engine; -> name the version of %s",
      props.engine.engine_type)
  end
  self._family, self._description, self._name = family, props.description, props.name
  self._removal_policy = props.removal_policy
  self._parameters = engine.ordered()
  for _, key in ipairs(engine.keys(props.parameters or {})) do self._parameters[key] = props.parameters[key] end
end

-- The name of the resource of one kind, which is made when it is first asked for.
local function bound(self, field, other, class, own_id, said, name_property)
  local resource = self[field]
  if not resource then
    local description = self._description
    if not description or description == "" then description = ("%s for %s"):format(said, self._family) end
    resource = rds[class](self, self[other] and own_id or "Resource", {
      description = description,
      family = self._family,
      [name_property] = self._name,
      parameters = engine.lazy(function() return self._parameters end, { kind = "any" }),
    })
    self[field] = resource
  end
  if self._removal_policy then resource:apply_removal_policy(self._removal_policy) end
  return { parameter_group_name = resource.ref }
end

--- Called by clusters that use the group. Returns its name.
function ParameterGroup:bind_to_cluster(_)
  return bound(self, "_for_cluster", "_for_instance", "CfnDBClusterParameterGroup", "ClusterParameterGroup",
    "Cluster parameter group", "db_cluster_parameter_group_name")
end

--- Called by instances that use the group. Returns its name.
function ParameterGroup:bind_to_instance(_)
  return bound(self, "_for_instance", "_for_cluster", "CfnDBParameterGroup", "InstanceParameterGroup",
    "Parameter group", "db_parameter_group_name")
end

--- Sets a parameter. Returns true.
function ParameterGroup:add_parameter(key, value)
  self._parameters[key] = value
  return true
end

local function name_of(self, resource) return resource and resource.ref or self._name or "" end

ParameterGroup.get.db_parameter_group_ref = function(self)
  local resource = self._for_instance
  local reference = { db_parameter_group_name = name_of(self, resource) }
  if resource then
    reference.db_parameter_group_arn = resource.attr_db_parameter_group_arn
    return reference
  end
  return setmetatable(reference, { __index = function(_, field)
    if field ~= "db_parameter_group_arn" then return nil end
    engine.fail(self, "no instance uses the group, so it has no ARN; -> make it with ParameterGroup.for_instance")
  end })
end

ParameterGroup.get.db_cluster_parameter_group_ref = function(self)
  return { db_cluster_parameter_group_name = name_of(self, self._for_cluster) }
end

--- A group for instances.
function ParameterGroup.for_instance(scope, id, props)
  local group = ParameterGroup(scope, id, props)
  group:bind_to_instance {}
  return group
end

--- A group for clusters.
function ParameterGroup.for_cluster(scope, id, props)
  local group = ParameterGroup(scope, id, props)
  group:bind_to_cluster {}
  return group
end

-- ---- imports --------------------------------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_rds.ImportedParameterGroup", cdk.Resource, "aws_cdk.aws_rds.IParameterGroup")

function Imported:init(scope, id, name)
  cdk.Resource.init(self, scope, id)
  self._name = name
end

function Imported:bind_to_cluster(_) return { parameter_group_name = self._name } end
function Imported:bind_to_instance(_) return { parameter_group_name = self._name } end

--- An imported group cannot be changed: returns false.
function Imported:add_parameter() return false end -- luacheck: no unused args

Imported.get.db_parameter_group_ref = function(self)
  return {
    db_parameter_group_name = self._name,
    db_parameter_group_arn = engine.stack_of(self):format_arn {
      service = "rds", resource = "pg", resource_name = self._name, arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
    },
  }
end

Imported.get.db_cluster_parameter_group_ref = function(self)
  return { db_cluster_parameter_group_name = self._name }
end

--- A group by its name.
function ParameterGroup.from_parameter_group_name(scope, id, parameter_group_name)
  return Imported(scope, id, parameter_group_name)
end

return { ParameterGroup = ParameterGroup }
