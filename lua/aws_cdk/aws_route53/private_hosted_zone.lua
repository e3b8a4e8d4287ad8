--- Hosted zones that only VPCs ask.
local engine = require "luacdk.engine"
local imported_zone = require "aws_cdk.aws_route53.private.imported_zone"
local route53 = require "aws_cdk.aws_route53"

local HostedZone = route53.HostedZone
local PrivateHostedZone = engine.class("aws_cdk.aws_route53.PrivateHostedZone", HostedZone)

--- Arguments: scope, id, PrivateHostedZoneProps: zone_name, vpc (required).
function PrivateHostedZone:init(scope, id, props)
  HostedZone.init(self, scope, id, props)
  self:add_vpc(props.vpc)
end

local by_id, by_attributes = imported_zone("PrivateHostedZone", {
  named = "PrivateHostedZone.from_private_hosted_zone_attributes",
})

--- A zone by its id. It does not know its name: records cannot be put into it.
PrivateHostedZone.from_private_hosted_zone_id = by_id

--- A zone by hosted_zone_id and zone_name.
PrivateHostedZone.from_private_hosted_zone_attributes = by_attributes

return { PrivateHostedZone = PrivateHostedZone }
