local iam = require "aws_cdk.aws_iam"

local ID = "AppConfigPermission"

--- Lets AppConfig call the function; does nothing if it may already.
return function(func)
  if func.permissions_node:try_find_child(ID) then return end
  func:add_permission(ID, { principal = iam.ServicePrincipal "appconfig.amazonaws.com" })
end
