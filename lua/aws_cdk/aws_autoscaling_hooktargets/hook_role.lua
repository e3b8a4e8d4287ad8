--- The role with which Auto Scaling notifies about a hook.
local iam = require "aws_cdk.aws_iam"

--- The role that was given, or a new one.
return function(scope, role)
  return role or iam.Role(scope, "Role", { assumed_by = iam.ServicePrincipal "autoscaling.amazonaws.com" })
end
