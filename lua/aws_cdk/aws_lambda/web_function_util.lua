--- Rules that web functions and their endpoints share.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local digest = require "aws_cdk.aws_lambda.digest"

local M = {}

-- Web functions with a way into a VPC; their endpoints are limited to the home region.
M.with_egress_connector = setmetatable({}, { __mode = "k" })

--- Fails for a name the service does not take.
function M.check_name(name, label, scope)
  if #name < 2 or #name > 64 or not name:find "^%w[%w_-]*%w$" then
    engine.fail(scope, "%s must have 2 to 64 letters, digits, hyphens or underscores, the first and last being a "
      .. "letter or digit; it is %s", label, engine.display(name))
  end
end

--- Fails for a number of the service that is out of CloudFormation's bounds, or not a whole one.
function M.check_whole(scope, label, value, field, unit)
  l2.within(scope, "aws_lambda.CfnWebFunctionRevision.ServiceConfigProperty." .. (field or label), value, label, unit)
  if value ~= nil and not engine.is_unresolved(value) and value % 1 ~= 0 then
    engine.fail(scope, "%s must be a whole number, got %s", label, engine.display(value))
  end
end

--- Whether a list, or an item of it, is known at deployment only.
function M.has_tokens(list)
  if engine.is_unresolved(list) then return true end
  for _, item in ipairs(list) do
    if engine.is_unresolved(item) then return true end
  end
  return false
end

--- Eight digits that change with the type and regions of an endpoint, for its name.
function M.shape_hash(scope, endpoint_type, regions)
  local shape = engine.list { endpoint_type, regions and engine.resolve(scope, regions) or engine.NULL }
  return digest.md5(engine.json(shape)):sub(1, 8)
end

return M
