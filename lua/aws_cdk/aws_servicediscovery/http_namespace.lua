--- Namespaces whose services are found by calls of Cloud Map's API.
local namespaces = require "aws_cdk.aws_servicediscovery.private.namespaces"

return namespaces("HttpNamespace", "HTTP", {})
