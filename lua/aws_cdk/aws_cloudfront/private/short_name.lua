--- Names of keys and groups of keys: made of the construct's path, with the middle left out if it is too long.
local cdk = require "aws_cdk"

local LONGEST, HALF = 80, 40

return function(self)
  local name = cdk.Names.unique_id(self)
  if #name <= LONGEST then return name end
  return name:sub(1, HALF) .. name:sub(-HALF)
end
