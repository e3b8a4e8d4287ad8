--- Options of an engine: features that are added to instances.
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local rds = require "aws_cdk.aws_rds"

local OptionGroup = engine.class("aws_cdk.aws_rds.OptionGroup", cdk.Resource)

local function settings_of(configuration)
  if not configuration.settings then return nil end
  local all = engine.list {}
  for i, name in ipairs(engine.keys(configuration.settings)) do
    all[i] = { name = name, value = configuration.settings[name] }
  end
  return all
end

local function rendered(self)
  local all = engine.list {}
  for i, one in ipairs(self._configurations) do
    local connections = one.vpc and self.option_connections[one.name]
    all[i] = {
      option_name = one.name, option_settings = settings_of(one), option_version = one.version, port = one.port,
      vpc_security_group_memberships = connections and l2.pluck(connections.security_groups, "security_group_id"),
    }
  end
  return all
end

--- Arguments: scope, id, OptionGroupProps. The engine must have a version.
function OptionGroup:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local of = props.engine
  local major = of.engine_version and of.engine_version.major_version
  if not major or major == "" then
    engine.fail(self, "option groups are for one version of an engine; -> name the version of %s", of.engine_type)
  end
  self._configurations, self.option_connections = {}, engine.map {}
  for _, one in ipairs(props.configurations) do self:add_configuration(one) end
  local description = props.description
  if not description or description == "" then
    description = ("Option group for %s %s"):format(of.engine_type, major)
  end
  local resource = rds.CfnOptionGroup(self, "Resource", {
    engine_name = of.engine_type,
    major_engine_version = major,
    option_group_description = description,
    option_configurations = engine.lazy(function() return rendered(self) end, { kind = "any" }),
    option_group_name = props.option_group_name,
  })
  self.option_group_name = props.option_group_name or resource.ref
end

--- Adds an option: OptionConfiguration. One with a port gets security groups. Returns true.
function OptionGroup:add_configuration(configuration)
  local port, vpc, name = configuration.port, configuration.vpc, configuration.name
  local has_port = port and port ~= 0
  if has_port and not vpc or vpc and not has_port and not self.option_connections[name] then
    engine.fail(self, "option %s must have both port and vpc, or neither", name)
  end
  self._configurations[#self._configurations + 1] = configuration
  if has_port then
    local groups = configuration.security_groups
    if not groups or #groups == 0 then
      groups = { ec2.SecurityGroup(self, "SecurityGroup" .. name, {
        description = ("Security group for %s option"):format(name), vpc = vpc,
      }) }
    end
    self.option_connections[name] = ec2.Connections {
      security_groups = groups, default_port = ec2.Port.tcp(port),
    }
  end
  return true
end

local Imported = l2.imported_by(OptionGroup, "option_group_name")

--- An imported group cannot be changed: returns false.
function Imported:add_configuration() return false end -- luacheck: no unused args

return { OptionGroup = OptionGroup }
