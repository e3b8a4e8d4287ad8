--- What is wrong with names of load balancers and target groups.
local engine = require "luacdk.engine"

local LONGEST = 32

--- Adds to `problems` what Elastic Load Balancing has against the name of a `noun`.
return function(problems, noun, name)
  if name == nil or engine.is_unresolved(name) then return end
  local function add(what)
    problems[#problems + 1] = ("the name %s of the %s %s"):format(engine.display(name), noun, what)
  end
  if #name > LONGEST then add(("has %d characters, but at most %d are allowed"):format(#name, LONGEST)) end
  if noun == "load balancer" and name:sub(1, 9) == "internal-" then add "must not begin with 'internal-'" end
  if name:sub(1, 1) == "-" or name:sub(-1) == "-" then add "must not begin or end with a hyphen" end
  if not name:find "^[%w-]+$" then add "must have only letters, digits and hyphens" end
end
