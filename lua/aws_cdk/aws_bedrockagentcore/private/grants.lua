--- Methods that let somebody act on a resource.
local iam = require "aws_cdk.aws_iam"

local function prefixed(names)
  local actions = {}
  for i, name in ipairs(names) do actions[i] = "bedrock-agentcore:" .. name end
  return actions
end

--- Gives a class of resources grant(grantee, …), and a method for each row: names of actions on the resource. Those in
-- `everywhere` of a row are on all resources, because they have none.
return function(class, arn, rows)
  function class:grant(grantee, ...)
    return iam.Grant.add_to_principal { grantee = grantee, actions = { ... }, resource_arns = { self[arn] } }
  end

  for method, row in pairs(rows) do
    local actions, everywhere = prefixed(row), row.everywhere and prefixed(row.everywhere)
    class[method] = function(self, grantee)
      local grant = self:grant(grantee, table.unpack(actions))
      if not everywhere then return grant end
      return grant:combine(iam.Grant.add_to_principal {
        grantee = grantee, actions = everywhere, resource_arns = { "*" },
      })
    end
  end
end
