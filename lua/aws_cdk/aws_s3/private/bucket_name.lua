--- Rules for bucket names.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local SHORTEST, MAX_PREFIX = 3, 37

local bucket_name = {}

local function checkable(name) return name ~= nil and name ~= "" and not engine.is_unresolved(name) end

-- First of several patterns' positions, or nil.
local function first_of(text, ...)
  local first
  for _, pattern in ipairs { ... } do
    local at = text:find(pattern)
    if at and (not first or at < first) then first = at end
  end
  return first
end

local function report(construct, what, name, errors)
  if #errors > 0 then
    engine.fail(construct, "%s %s: %s", what, engine.display(name), table.concat(errors, "; "))
  end
end

--- Raises unless `name` is a valid name; names that are not known yet pass.
-- @param construct the construct the error is about, or nil
-- @param legacy also takes the looser rules that old buckets of us-east-1 were made by
function bucket_name.check(construct, name, legacy)
  if not checkable(name) then return end
  local errors = {}
  local longest = l2.limit "aws_s3.CfnBucketProps.bucket_name"
  if #name < SHORTEST or #name > longest then
    errors[#errors + 1] = ("a bucket name has %d to %d characters, got %d"):format(SHORTEST, longest, #name)
  end
  local illegal = name:find(legacy and "[^%w._-]" or "[^a-z0-9.-]")
  if illegal then
    errors[#errors + 1] = (legacy and "only letters, digits, '.', '_' and '-' are allowed (character %d)"
      or "only lowercase letters, digits, '.' and '-' are allowed (character %d)"):format(illegal)
  end
  local edge = legacy and "%w" or "[a-z0-9]"
  local kind = legacy and "a letter or digit" or "a lowercase letter or digit"
  if not name:find("^" .. edge) then errors[#errors + 1] = "it must start with " .. kind end
  if not name:find(edge .. "$") then errors[#errors + 1] = "it must end with " .. kind end
  local neighbours = first_of(name, "%.%-", "%-%.", "%.%.")
  if neighbours then
    errors[#errors + 1] = ("'.' may not be next to '-' or '.' (character %d)"):format(neighbours)
  end
  if name:find "^%d%d?%d?%.%d%d?%d?%.%d%d?%d?%.%d%d?%d?$" then
    errors[#errors + 1] = "it must not look like an IP address"
  end
  report(construct, "bucket name", name, errors)
end

--- Raises unless `prefix` is a valid bucket_name_prefix.
function bucket_name.check_prefix(construct, prefix)
  if not checkable(prefix) then return end
  local errors = {}
  if #prefix > MAX_PREFIX then
    errors[#errors + 1] = ("it must have at most %d characters, got %d"):format(MAX_PREFIX, #prefix)
  end
  if not prefix:find "^[a-z0-9]" then errors[#errors + 1] = "it must start with a lowercase letter or digit" end
  if not prefix:find "[a-z0-9]$" then errors[#errors + 1] = "it must end with a lowercase letter or digit" end
  if prefix:find "[^a-z0-9-]" then errors[#errors + 1] = "only lowercase letters, digits and '-' are allowed" end
  report(construct, "bucket_name_prefix", prefix, errors)
end

--- Raises unless the ways of naming go together.
function bucket_name.check_combination(construct, props)
  local name, prefix, namespace = props.bucket_name, props.bucket_name_prefix, props.bucket_namespace
  local has_name, has_prefix = name ~= nil and name ~= "", prefix ~= nil and prefix ~= ""
  if has_name and has_prefix then
    engine.fail(construct, "bucket_name and bucket_name_prefix are mutually exclusive; -> give one of them")
  end
  if has_name and namespace and namespace ~= "global" then
    engine.fail(construct, "bucket_name needs bucket_namespace GLOBAL; -> for ACCOUNT_REGIONAL give "
      .. "bucket_name_prefix")
  end
  if has_prefix and namespace ~= "account-regional" then
    engine.fail(construct, "bucket_name_prefix needs bucket_namespace ACCOUNT_REGIONAL")
  end
  if namespace == "account-regional" and not has_prefix then
    engine.fail(construct, "bucket_namespace ACCOUNT_REGIONAL needs bucket_name_prefix")
  end
end

return bucket_name
