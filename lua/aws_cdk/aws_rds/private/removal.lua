--- What follows from the removal policy of a database for the resources around it.
local M = {}

--- What happens to resources that need no snapshot.
function M.of_part(policy) return policy == "retain" and policy or "destroy" end

--- The same where nothing is said of a resource that goes.
function M.of_subnet_group(policy) return policy == "retain" and policy or nil end

--- Whether the database is protected from deletion, if the user does not say it.
function M.protection(given, policy)
  if given == nil and policy == "retain" then return true end
  return given
end

return M
