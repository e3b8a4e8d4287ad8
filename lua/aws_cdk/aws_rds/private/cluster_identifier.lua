--- The identifier of a cluster as RDS keeps it.
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"
local engine = require "luacdk.engine"

--- The identifier in the properties; lower case with the flag for that.
return function(self, props)
  local identifier = props.cluster_identifier
  if identifier == nil or engine.is_unresolved(identifier) then return identifier end
  return cdk.FeatureFlags.of(self):is_enabled(cx_api.RDS_LOWERCASE_DB_IDENTIFIER) and identifier:lower() or identifier
end
