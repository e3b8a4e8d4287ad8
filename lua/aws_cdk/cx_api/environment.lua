local engine = require "luacdk.engine"

--- `aws://<account>/<region>`.
local EnvironmentUtils = engine.class("aws_cdk.cx_api.EnvironmentUtils")

function EnvironmentUtils.format(account, region) return ("aws://%s/%s"):format(account, region) end

function EnvironmentUtils.make(account, region)
  return { account = account, region = region, name = EnvironmentUtils.format(account, region) }
end

function EnvironmentUtils.parse(environment)
  local account, region = tostring(environment):match("^aws://([%w-]+)/([%w-]+)$")
  if not account then
    engine.fail(nil, "%s is not an environment; -> write aws://<account>/<region>", engine.display(environment))
  end
  return { account = account, region = region, name = environment }
end

--- Strings in manifests that the CLI replaces when it deploys.
local EnvironmentPlaceholders = engine.class("aws_cdk.cx_api.EnvironmentPlaceholders")

EnvironmentPlaceholders.CURRENT_REGION = "${AWS::Region}"
EnvironmentPlaceholders.CURRENT_ACCOUNT = "${AWS::AccountId}"
EnvironmentPlaceholders.CURRENT_PARTITION = "${AWS::Partition}"

local function replace_in_text(text, placeholder, value)
  return (text:gsub("%$%{" .. placeholder .. "%}", (tostring(value):gsub("%%", "%%%%"))))
end

--- A copy of a string, list or map with the placeholders replaced by account_id, region and partition.
function EnvironmentPlaceholders.replace(object, values)
  if type(object) == "string" then
    object = replace_in_text(object, "AWS::Region", values.region)
    object = replace_in_text(object, "AWS::AccountId", values.account_id)
    return replace_in_text(object, "AWS::Partition", values.partition)
  end
  if type(object) ~= "table" then return object end
  if #object > 0 then
    local list = {}
    for i, value in ipairs(object) do list[i] = EnvironmentPlaceholders.replace(value, values) end
    return list
  end
  local copy = engine.ordered()
  for key, value in pairs(object) do copy[key] = EnvironmentPlaceholders.replace(value, values) end
  return copy
end

--- The same with values that are requested only if a placeholder exists: `provider:region()`, `provider:account_id()`
--- and `provider:partition()`.
function EnvironmentPlaceholders.replace_async(object, provider)
  return EnvironmentPlaceholders.replace(object, setmetatable({}, {
    __index = function(_, name) return provider[name](provider) end,
  }))
end

return { EnvironmentUtils = EnvironmentUtils, EnvironmentPlaceholders = EnvironmentPlaceholders }
