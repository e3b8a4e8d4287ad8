--- Connections: how jobs and crawlers reach a store of data.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local glue = require "aws_cdk.aws_glue"
local l2 = require "aws_cdk.l2"
local warn_of_secrets = require "aws_cdk.aws_glue.private.plaintext_secrets"

local ConnectionType = engine.class "aws_cdk.aws_glue.ConnectionType"

--- Arguments: the name, in Glue's words.
function ConnectionType:init(name) self.name = name end

function ConnectionType:to_string() return self.name end

local ConnectionNetwork = engine.class "aws_cdk.aws_glue.ConnectionNetwork"

function ConnectionNetwork:init(subnet, vpc, vpc_subnets)
  self._subnet, self._vpc, self._vpc_subnets = subnet, vpc, vpc_subnets
end

--- The subnet in which the connection is made.
function ConnectionNetwork.subnet(subnet) return ConnectionNetwork(subnet) end

--- The first of the subnets of a VPC that the SubnetSelection takes.
function ConnectionNetwork.vpc(vpc, vpc_subnets) return ConnectionNetwork(nil, vpc, vpc_subnets) end

--- The subnet; fails if the selection takes none.
function ConnectionNetwork:_resolve_subnet(scope)
  if self._subnet then return self._subnet end
  local selected = self._vpc:select_subnets(self._vpc_subnets)
  if not selected.is_pending_lookup and #selected.subnets == 0 then
    engine.fail(scope, "vpc_subnets takes no subnet of the VPC: -> change the selection, or give a subnet with "
      .. "ConnectionNetwork.subnet")
  end
  return selected.subnets[1]
end

local Connection = l2.resource("aws_cdk.aws_glue.Connection", cdk.Resource, { name = { "connection_name" } })

local function arn_of(scope, name)
  return engine.stack_of(scope):format_arn { service = "glue", resource = "connection", resource_name = name }
end

l2.kept(Connection, "connection_arn", function(self) return arn_of(self, self.connection_name) end)

-- The properties as they are when the template is written.
local function properties_of(self, secret_id)
  local properties = l2.with(engine.map {}, self._properties)
  if secret_id ~= nil and properties.SECRET_ID ~= nil then
    engine.fail(self, "secret and the property SECRET_ID are mutually exclusive; -> give one of them")
  end
  warn_of_secrets(self, properties, "@aws-cdk/aws-glue-alpha:plaintextConnectionSecret",
    "Give the connection a secret of AWS Secrets Manager instead.")
  if secret_id ~= nil then properties.SECRET_ID = secret_id end
  return l2.unless_empty(properties)
end

--- Arguments: scope, id, ConnectionProps: type (required).
function Connection:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.connection_name })
  self._properties = l2.with(engine.map {}, props.properties)
  local subnet, groups = props.network and props.network:_resolve_subnet(self), props.security_groups
  local secret_id = props.secret and props.secret.secret_ref.secret_id
  self._resource = glue.CfnConnection(self, "Resource", {
    catalog_id = engine.stack_of(self).account,
    connection_input = {
      connection_properties = engine.lazy(function() return properties_of(self, secret_id) end, { kind = "any" }),
      connection_type = props.type.name,
      description = props.description,
      match_criteria = props.match_criteria,
      name = props.connection_name,
      physical_connection_requirements = (subnet or groups) and {
        availability_zone = subnet and subnet.availability_zone, subnet_id = subnet and subnet.subnet_id,
        security_group_id_list = l2.pluck(groups, "security_group_id"),
      } or nil,
    },
  })
end

--- Sets a property of the connection, in Glue's words.
function Connection:add_property(key, value) self._properties[key] = value end

local Imported = l2.imported(Connection, cdk.Resource)

function Imported:init(scope, id, name, arn)
  cdk.Resource.init(self, scope, id)
  self.connection_name, self.connection_arn = name, arn
end

--- A connection made elsewhere.
function Connection.from_connection_arn(scope, id, connection_arn)
  return Imported(scope, id, cdk.Arn.extract_resource_name(connection_arn, "connection"), connection_arn)
end

--- A connection made elsewhere, in the account and region of the scope's stack.
function Connection.from_connection_name(scope, id, connection_name)
  return Imported(scope, id, connection_name, arn_of(scope, connection_name))
end

return { Connection = Connection, ConnectionNetwork = ConnectionNetwork, ConnectionType = ConnectionType }
