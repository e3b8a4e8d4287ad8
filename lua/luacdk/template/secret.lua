--- Parameters with secret values: the value says where the secret is kept, and never is the secret itself.
---
---     "name"                                            where the declaration's `from` says
---     { secrets_manager = "name or ARN", json_field = "password", version_stage = …, version_id = … }
---     { ssm = "/name", version = 3 }
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"

local OPTIONS = {
  secrets_manager = { "json_field", "version_stage", "version_id" },
  ssm = { "version" },
}
local KINDS = { "secrets_manager", "ssm" }

local function unknown(word, names, what)
  local near = engine.nearest(word, names)
  return ("has the unknown %s '%s'%s"):format(what, word, near and "; did you mean '" .. near .. "'?" or "")
end

-- The kind of store that a table names.
local function kind_of(value)
  for _, kind in ipairs(KINDS) do
    if value[kind] ~= nil then return kind end
  end
end

local function check_reference(value)
  local kind = kind_of(value)
  if not kind then return nil, "must name the secret as { secrets_manager = \"name\" } or { ssm = \"/name\" }" end
  local allowed = { kind, table.unpack(OPTIONS[kind]) }
  for key, item in pairs(value) do
    local known = false
    for _, name in ipairs(allowed) do known = known or name == key end
    if not known then return nil, unknown(tostring(key), allowed, "key") end
    if type(item) ~= "string" and not (key == "version" and math.tointeger(item)) then
      return nil, ("must have a string as its %s"):format(key)
    end
  end
  if value[kind] == "" then return nil, "must name the secret, but the name is empty" end
  return value
end

-- The meaning of a plain name; other values unchanged.
local function as_reference(value, spec)
  if type(value) ~= "string" or value == "" then return value end
  local from = spec.from or "secrets_manager"
  return { [from] = value, json_field = from == "secrets_manager" and spec.json_field or nil }
end

local function secret_value(value)
  local SecretValue = require("aws_cdk").SecretValue
  if value.ssm then return SecretValue.ssm_secure(value.ssm, value.version and tostring(value.version)) end
  return SecretValue.secrets_manager(value.secrets_manager, {
    json_field = value.json_field, version_stage = value.version_stage, version_id = value.version_id,
  })
end

return {
  facets = { from = "store", json_field = "text" },
  masked = true,
  read = function(text)
    if text:find "^%s*{" then
      local ok, value = pcall(assembly.parse_json, text)
      if not ok then return nil, "must be a name, or a reference as JSON" end
      return value
    end
    return text
  end,
  check = function(value, spec)
    local SecretValue = require("aws_cdk").SecretValue
    if engine.is_a(value, SecretValue) then return value end
    value = as_reference(value, spec)
    if type(value) ~= "table" then
      return nil, "must be the name of a secret, or { secrets_manager = \"name\" } or { ssm = \"/name\" }"
    end
    local reference, why = check_reference(value)
    if not reference then return nil, why end
    local ok, made = pcall(secret_value, reference)
    if not ok then return nil, (tostring(made):gsub("^[^\n]-:%d+: ", "")) end
    return made
  end,
  show = function() return "********" end,
  --- Where the secret is kept, which is no secret: "secrets_manager db, json_field password". For a value given as a
  --- SecretValue, nothing is shown.
  reference = function(raw, spec)
    local value = type(raw) == "string" and raw:find "^%s*{" and select(2, pcall(assembly.parse_json, raw)) or raw
    value = as_reference(value, spec)
    if type(value) ~= "table" or engine.class_name(value) or not check_reference(value) then return "********" end
    local kind = kind_of(value)
    local words = { kind .. " " .. tostring(value[kind]) }
    for _, option in ipairs(OPTIONS[kind]) do
      if value[option] ~= nil then words[#words + 1] = option .. " " .. tostring(value[option]) end
    end
    return table.concat(words, ", ")
  end,
  schema = function()
    local text = function() return engine.ordered("type", "string") end
    return engine.ordered("anyOf", {
      text(),
      engine.ordered("type", "object", "required", { "secrets_manager" }, "additionalProperties", false, "properties",
        engine.ordered("secrets_manager", text(), "json_field", text(), "version_stage", text(), "version_id", text())),
      engine.ordered("type", "object", "required", { "ssm" }, "additionalProperties", false, "properties",
        engine.ordered("ssm", text(), "version", engine.ordered("anyOf", {
          text(), engine.ordered("type", "integer"),
        }))),
    })
  end,
  deploy = function() return { type = "String", no_echo = true } end,
}
