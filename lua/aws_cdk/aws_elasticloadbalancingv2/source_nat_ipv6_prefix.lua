--- Prefixes of IPv6 addresses that a network load balancer translates to.
local engine = require "luacdk.engine"

local SourceNatIpv6Prefix = engine.class "aws_cdk.aws_elasticloadbalancingv2.SourceNatIpv6Prefix"

--- Arguments: the prefix.
function SourceNatIpv6Prefix:init(prefix) self.prefix = prefix end

--- A prefix that AWS chooses.
function SourceNatIpv6Prefix.auto_assigned() return SourceNatIpv6Prefix "auto_assigned" end

--- A custom prefix of 80 bits.
function SourceNatIpv6Prefix.from_ipv6_prefix(prefix)
  if tostring(prefix):match "^[^/]*/([^/]*)" ~= "80" then
    engine.fail(nil, "an IPv6 prefix must end in /80, like 2001:db8::/80, got %s", engine.display(prefix))
  end
  return SourceNatIpv6Prefix(prefix)
end

return { SourceNatIpv6Prefix = SourceNatIpv6Prefix }
