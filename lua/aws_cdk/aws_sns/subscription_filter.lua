-- Conditions on message attributes.
local engine = require "luacdk.engine"

local SubscriptionFilter = engine.class "aws_cdk.aws_sns.SubscriptionFilter"

--- Argument: a list of conditions as SNS writes them.
function SubscriptionFilter:init(conditions) self.conditions = engine.list(conditions or {}) end

local function current_or_old(conditions, name, old)
  if conditions[name] and conditions[old] then
    engine.fail(nil, "`%s` is the old name of `%s`; -> give only the new one", old, name)
  end
  return conditions[name] or conditions[old]
end

--- Conditions on strings: allowlist, denylist, match_prefixes, match_suffixes.
function SubscriptionFilter.string_filter(given)
  local conditions = {}
  local allowed = current_or_old(given, "allowlist", "whitelist")
  local denied = current_or_old(given, "denylist", "blacklist")
  for _, value in ipairs(allowed or {}) do conditions[#conditions + 1] = value end
  if denied then conditions[#conditions + 1] = { ["anything-but"] = denied } end
  for _, prefix in ipairs(given.match_prefixes or {}) do conditions[#conditions + 1] = { prefix = prefix } end
  for _, suffix in ipairs(given.match_suffixes or {}) do conditions[#conditions + 1] = { suffix = suffix } end
  return SubscriptionFilter(conditions)
end

--- Conditions on numbers: allowlist, between, between_strict, greater_than, greater_than_or_equal_to, less_than,
--  less_than_or_equal_to.
function SubscriptionFilter.numeric_filter(given)
  local conditions = {}
  local function add(...) conditions[#conditions + 1] = { numeric = { ... } } end
  for _, value in ipairs(current_or_old(given, "allowlist", "whitelist") or {}) do add("=", value) end
  if given.greater_than ~= nil then add(">", given.greater_than) end
  if given.greater_than_or_equal_to ~= nil then add(">=", given.greater_than_or_equal_to) end
  if given.less_than ~= nil then add("<", given.less_than) end
  if given.less_than_or_equal_to ~= nil then add("<=", given.less_than_or_equal_to) end
  if given.between then add(">=", given.between.start, "<=", given.between.stop) end
  if given.between_strict then add(">", given.between_strict.start, "<", given.between_strict.stop) end
  return SubscriptionFilter(conditions)
end

--- The attribute is there.
function SubscriptionFilter.exists_filter() return SubscriptionFilter { { exists = true } } end

--- The attribute is not there.
function SubscriptionFilter.not_exists_filter() return SubscriptionFilter { { exists = false } } end

return { SubscriptionFilter = SubscriptionFilter }
