--- Namespaces whose services are found by DNS inside a VPC.
local namespaces = require "aws_cdk.aws_servicediscovery.private.namespaces"

return namespaces("PrivateDnsNamespace", "DNS_PRIVATE", {
  has_zone = true,
  properties = function(props) return { vpc = props.vpc.vpc_id } end,
})
