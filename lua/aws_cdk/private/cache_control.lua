-- Directives of the header Cache-Control, which two services have as classes of their own.
local engine = require "luacdk.engine"

local WORDS = {
  must_revalidate = "must-revalidate", no_cache = "no-cache", no_transform = "no-transform", no_store = "no-store",
  must_understand = "must-understand", set_public = "public", set_private = "private", immutable = "immutable",
  proxy_revalidate = "proxy-revalidate",
}
local WORDS_WITH_DURATION = {
  max_age = "max-age", s_max_age = "s-maxage", stale_while_revalidate = "stale-while-revalidate",
  stale_if_error = "stale-if-error",
}

local M = {}

--- A class of directives, with a static method for each.
function M.class(full_name)
  local CacheControl = engine.class(full_name)

  function CacheControl:init(value) self.value = value end

  for name, word in pairs(WORDS) do
    CacheControl[name] = function() return CacheControl(word) end
  end
  for name, word in pairs(WORDS_WITH_DURATION) do
    CacheControl[name] = function(duration)
      local seconds = duration:to_seconds()
      return CacheControl(word .. "=" .. (engine.is_unresolved(seconds) and seconds or engine.json(seconds)))
    end
  end
  return CacheControl
end

--- The header of a list of directives; nil without a list.
function M.header(directives)
  if not directives then return nil end
  local all = {}
  for i, directive in ipairs(directives) do all[i] = tostring(directive.value) end
  return table.concat(all, ", ")
end

return M
