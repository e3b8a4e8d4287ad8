--- The networks in which runtimes, browsers and code interpreters are.
local engine = require "luacdk.engine"
local ec2 = require "aws_cdk.aws_ec2"
local l2 = require "aws_cdk.l2"

local MODULE = "aws_cdk.aws_bedrockagentcore."

local NetworkConfiguration = engine.class(MODULE .. "NetworkConfiguration")

local function groups_of(scope, vpc_config)
  local given = vpc_config.security_groups
  if given and #given > 0 then
    if vpc_config.allow_all_outbound ~= nil then
      engine.fail(scope, "allow_all_outbound cannot be combined with security_groups: -> set it on the security groups")
    end
    return given
  end
  return { ec2.SecurityGroup(scope, "SecurityGroup", {
    vpc = vpc_config.vpc, allow_all_outbound = vpc_config.allow_all_outbound ~= false,
  }) }
end

--- Arguments: mode, scope and VpcConfigProps for a network in a VPC: vpc (required), vpc_subnets, and either
--  security_groups or, for one that is made in the scope, allow_all_outbound.
function NetworkConfiguration:init(mode, scope, vpc_config)
  self.network_mode, self.scope = mode, scope
  if not scope then return end
  self.connections = ec2.Connections { security_groups = groups_of(scope, vpc_config) }
  self.vpc_subnets = vpc_config.vpc:select_subnets(vpc_config.vpc_subnets)
end

-- What the three kinds call the property with subnets and security groups.
local VPC_PROPERTY = {
  BrowserNetworkConfiguration = "vpc_config",
  CodeInterpreterNetworkConfiguration = "vpc_config",
  RuntimeNetworkConfiguration = "network_mode_config",
}

local classes = { NetworkConfiguration = NetworkConfiguration }

for name, property in pairs(VPC_PROPERTY) do
  local class = engine.class(MODULE .. name, NetworkConfiguration)
  local made = class
  if name == "BrowserNetworkConfiguration" then -- the library's documentation gives them to code interpreters too
    made = engine.class(MODULE .. "ToolNetworkConfiguration", class, MODULE .. "CodeInterpreterNetworkConfiguration")
  end

  --- The internet.
  function class.using_public_network() return made "PUBLIC" end

  --- A VPC, by VpcConfigProps. Makes a security group in the scope unless some are given.
  function class.using_vpc(scope, vpc_config) return made("VPC", scope, vpc_config) end

  function class:_render()
    local connections = self.connections
    return {
      network_mode = self.network_mode,
      [property] = connections and {
        subnets = l2.pluck(self.vpc_subnets.subnets, "subnet_id"),
        security_groups = l2.pluck(connections.security_groups, "security_group_id"),
      } or nil,
    }
  end

  classes[name] = class
end

--- No network at all.
function classes.CodeInterpreterNetworkConfiguration.using_sandbox_network()
  return classes.CodeInterpreterNetworkConfiguration "SANDBOX"
end

return classes
