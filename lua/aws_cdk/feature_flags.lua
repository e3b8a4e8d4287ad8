local engine = require "luacdk.engine"
local rows = require "aws_cdk.private.feature_flags_rows"

--- Switches of behaviour, read from the context. A script run by hand has none set.
local FeatureFlags = engine.class("aws_cdk.FeatureFlags")

local expired, enabled_unless_set = {}, {}
for _, row in ipairs(rows) do
  if row.expired then expired[row.name] = true end
  if row.unconfigured then enabled_unless_set[row.name] = true end
end

function FeatureFlags:init(scope) self._scope = scope end

function FeatureFlags.of(scope) return FeatureFlags(scope) end

-- JavaScript's idea of truth: the empty string and zero are false, the string "false" is true.
local function truthy(value)
  return value ~= false and value ~= engine.NULL and value ~= "" and value ~= 0
end

--- Whether the flag is on at `scope`; the same as `FeatureFlags.of(scope):is_enabled(flag)` without the object.
function FeatureFlags._is_enabled(scope, flag)
  local value = scope._node:try_get_context(flag)
  if expired[flag] then
    if value ~= nil then
      engine.fail(scope,
        "the feature flag %s is no longer supported: its behaviour is always on; -> remove it from the context",
        engine.display(flag))
    end
    return true
  end
  if value == nil then return enabled_unless_set[flag] or false end
  return truthy(value)
end

function FeatureFlags:is_enabled(flag) return FeatureFlags._is_enabled(self._scope, flag) end

return { FeatureFlags = FeatureFlags }
