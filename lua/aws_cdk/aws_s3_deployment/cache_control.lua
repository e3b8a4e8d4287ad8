--- How long, and by whom, deployed files may be cached: directives of the header Cache-Control.
local engine = require "luacdk.engine"

local CacheControl = engine.class "aws_cdk.aws_s3_deployment.CacheControl"

function CacheControl:init(value) self.value = value end

for name, word in pairs {
  must_revalidate = "must-revalidate", no_cache = "no-cache", no_transform = "no-transform", no_store = "no-store",
  must_understand = "must-understand", set_public = "public", set_private = "private", immutable = "immutable",
  proxy_revalidate = "proxy-revalidate",
} do
  CacheControl[name] = function() return CacheControl(word) end
end

for name, word in pairs {
  max_age = "max-age", s_max_age = "s-maxage", stale_while_revalidate = "stale-while-revalidate",
  stale_if_error = "stale-if-error",
} do
  CacheControl[name] = function(duration)
    local seconds = duration:to_seconds()
    return CacheControl(word .. "=" .. (engine.is_unresolved(seconds) and seconds or engine.json(seconds)))
  end
end

return { CacheControl = CacheControl }
