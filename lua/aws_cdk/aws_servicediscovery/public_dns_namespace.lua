--- Namespaces whose services everybody finds by DNS.
local namespaces = require "aws_cdk.aws_servicediscovery.private.namespaces"

return namespaces("PublicDnsNamespace", "DNS_PUBLIC", { has_zone = true })
