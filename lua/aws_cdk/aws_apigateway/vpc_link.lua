--- The way from an API to load balancers in a VPC.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local cdk = require "aws_cdk"

local VpcLink = engine.class("aws_cdk.aws_apigateway.VpcLink", cdk.Resource)

local function each(self, field)
  local all = {}
  for i, target in ipairs(self._targets) do all[i] = target[field] end
  return all
end

--- Arguments: scope, id, VpcLinkProps.
function VpcLink:init(scope, id, props)
  local name = props.vpc_link_name
  cdk.Resource.init(self, scope, id, {
    physical_name = name and name ~= "" and name
      or engine.lazy(function() return cdk.Names.node_unique_id(self.node) end, { kind = "string" }),
  })
  self._targets = {}
  self._resource = apigateway.CfnVpcLink(self, "Resource", {
    name = self.physical_name, description = props.description,
    target_arns = engine.lazy(function() return each(self, "load_balancer_arn") end, { kind = "list" }),
  })
  self.vpc_link_id = self._resource.ref
  if props.targets then self:add_targets(table.unpack(props.targets)) end
  self.node:add_validation {
    validate = function()
      return #self._targets == 0 and { "the VPC link has no targets; add a load balancer" } or {}
    end,
  }
end

--- Adds network load balancers.
function VpcLink:add_targets(...)
  for _, target in ipairs { ... } do self._targets[#self._targets + 1] = target end
end

--- The DNS names of the load balancers.
function VpcLink:_target_dns_names() return each(self, "load_balancer_dns_name") end

--------------------------------------------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_apigateway.ImportedVpcLink", cdk.Resource)
Imported.__model = rawget(VpcLink, "__schema")
Imported.__interface = Imported.__model

function Imported:init(scope, id, vpc_link_id)
  cdk.Resource.init(self, scope, id)
  self.vpc_link_id = vpc_link_id
end

--- A VPC link that exists, by its id.
function VpcLink.from_vpc_link_id(scope, id, vpc_link_id) return Imported(scope, id, vpc_link_id) end

return { VpcLink = VpcLink }
