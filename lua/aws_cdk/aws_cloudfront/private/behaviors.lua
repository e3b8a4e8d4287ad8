--- What of a request becomes part of a cache key, or goes to the origin: all, none or a list of names.
local engine = require "luacdk.engine"

local behaviors = {}

local TYPES = { allow_list = "whitelist", deny_list = "allExcept" }

--- The list of names, which must not be empty.
local function names(class, method, ...)
  if select("#", ...) == 0 then
    engine.fail(nil, "%s.%s needs at least one name", class.__name:match "%w+$", method)
  end
  return { ... }
end

--- A class of behaviours whose names are in `field`, with these static methods: all, none, allow_list, deny_list.
function behaviors.class(name, field, ...)
  local class = engine.class("aws_cdk.aws_cloudfront." .. name)

  function class:init(behavior, list) self.behavior, self[field] = behavior, list end

  for _, method in ipairs { ... } do
    local type = TYPES[method]
    class[method] = type and function(...) return class(type, names(class, method, ...)) end
      or function() return class(method) end
  end
  return class
end

--- The behaviours of a policy as its L1 resource has them.
function behaviors.of(props, module, prefix)
  local function none(kind) return module[prefix .. kind .. "Behavior"].none() end
  local cookies = props.cookie_behavior or none "Cookie"
  local headers = props.header_behavior or none "Header"
  local query_strings = props.query_string_behavior or none "QueryString"
  return {
    cookies_config = { cookie_behavior = cookies.behavior, cookies = cookies.cookies },
    headers_config = { header_behavior = headers.behavior, headers = headers.headers },
    query_strings_config = {
      query_string_behavior = query_strings.behavior, query_strings = query_strings.query_strings,
    },
  }
end

--- Fails unless the name of a policy has only letters, digits, "-" and "_".
function behaviors.check_name(self, field, name)
  if not engine.is_unresolved(name) and not name:find "^[%w_-]+$" then
    engine.fail(self, "%s can contain only letters, digits, '-' and '_', got %s", field, engine.display(name))
  end
end

return behaviors
