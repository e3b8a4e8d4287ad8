--- Further endpoints of a proxy.
local cdk = require "aws_cdk"
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local rds = require "aws_cdk.aws_rds"

local LONGEST_NAME = 60

local DatabaseProxyEndpoint = engine.class("aws_cdk.aws_rds.DatabaseProxyEndpoint", cdk.Resource)

--- Arguments: scope, id, DatabaseProxyEndpointProps: db_proxy and vpc (required), with two subnets or more.
function DatabaseProxyEndpoint:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local name = props.db_proxy_endpoint_name
  if not name or name == "" then name = cdk.Names.unique_resource_name(self, { max_length = LONGEST_NAME }) end
  local subnet_ids = props.vpc:select_subnets(props.vpc_subnets).subnet_ids
  if #subnet_ids < 2 then
    engine.fail(self, "the endpoint of a proxy needs two subnets or more, vpc_subnets selects %d", #subnet_ids)
  end
  local groups = props.security_groups
  if groups and #groups == 0 then
    engine.fail(self, "security_groups must not be empty; -> leave it out for the default group of the VPC")
  end
  local resource = rds.CfnDBProxyEndpoint(self, "Resource", {
    db_proxy_endpoint_name = name,
    db_proxy_name = props.db_proxy.db_proxy_ref.db_proxy_name,
    vpc_subnet_ids = subnet_ids,
    vpc_security_group_ids = l2.pluck(groups, "security_group_id"),
    target_role = props.target_role,
  })
  self.db_proxy_endpoint_name, self.db_proxy_endpoint_arn = name, resource.attr_db_proxy_endpoint_arn
  self.endpoint = resource.attr_endpoint
end

local Imported = engine.class("aws_cdk.aws_rds.ImportedDatabaseProxyEndpoint", cdk.Resource,
  "aws_cdk.aws_rds.IDatabaseProxyEndpoint")

function Imported:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  self.db_proxy_endpoint_name, self.db_proxy_endpoint_arn = attrs.db_proxy_endpoint_name, attrs.db_proxy_endpoint_arn
  self.endpoint = attrs.endpoint
end

--- An endpoint that exists already: DatabaseProxyEndpointAttributes.
function DatabaseProxyEndpoint.from_database_proxy_endpoint_attributes(scope, id, attrs)
  return Imported(scope, id, attrs)
end

return { DatabaseProxyEndpoint = DatabaseProxyEndpoint }
