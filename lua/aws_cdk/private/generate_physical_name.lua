local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"

--- A name for a resource that another environment refers to: parts of the stack's name and of the unique id, and a
--- hash.
return function(resource)
  local stack = resource.stack
  for _, part in ipairs { "region", "account" } do
    if engine.is_unresolved(stack[part]) then
      engine.fail(resource,
        "a physical name cannot be generated because the %s of the stack is not known; -> give the stack"
        .. " env = { account = …, region = … }", part)
    end
  end
  local id = cdk.Names.unique_id(resource)
  local hash = assets.sha256(stack.stack_name .. id .. stack.region .. stack.account):sub(1, 12)
  return (stack.stack_name:sub(1, 25) .. id:sub(-24) .. hash):lower()
end
