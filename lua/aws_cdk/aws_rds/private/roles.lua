--- Roles that RDS assumes for a database.
local iam = require "aws_cdk.aws_iam"

local M = {}

local function managed(name) return iam.ManagedPolicy.from_aws_managed_policy_name("service-role/" .. name) end

--- The role that writes metrics of the operating system.
function M.monitoring(self)
  return iam.Role(self, "MonitoringRole", {
    assumed_by = iam.ServicePrincipal "monitoring.rds.amazonaws.com",
    managed_policies = { managed "AmazonRDSEnhancedMonitoringRole" },
  })
end

--- The role that talks to the directory of a domain.
function M.directory(self, id)
  return iam.Role(self, id, {
    assumed_by = iam.CompositePrincipal(iam.ServicePrincipal "rds.amazonaws.com",
      iam.ServicePrincipal "directoryservice.rds.amazonaws.com"),
    managed_policies = { managed "AmazonRDSDirectoryServiceAccess" },
  })
end

return M
