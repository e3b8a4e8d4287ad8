--- The types of parameters, a row each: which values they accept from files and as text, which facets they have, and
--- their form in JSON Schema and as CloudFormation parameters. Everything else asks here.
---
---     facets   name → what it must be itself: see params.lua
---     read     (text, spec) → raw value | nil, reason: from `--set` and the environment
---     check    (raw, spec) → value | nil, reason: from a file or a script, and results of `read`
---     measure  (value) → what `min` and `max` refer to, and its unit in words
---     show     (value) → text for `luacdk params` and `--explain-values`
---     schema   (spec) → JSON Schema without what all types have in common
---     deploy   (spec) → properties of the CfnParameter; absent: the type is known at synthesis only
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"
local network = require "luacdk.template.network"
local ranges = require "luacdk.template.ranges"

local types = {}

local ordered, display, is_unresolved = engine.ordered, engine.display, engine.is_unresolved

-- ---- words and texts ------------------------------------------------------------------------------------------------

local function kind(value)
  if type(value) == "string" then return "the string " .. display(value) end
  if type(value) == "number" then return "the number " .. display(value) end
  if type(value) == "boolean" then return tostring(value) end
  return display(value)
end

local function identity(value) return value end

local function read_json(what, example)
  return function(text)
    local ok, value = pcall(assembly.parse_json, text)
    if not ok and value:find "kept exactly" or not ok and value:find "infinite" then return nil, value end
    if not ok or type(value) ~= "table" then return nil, ("must be %s as JSON, such as %s"):format(what, example) end
    return value
  end
end

local function is_text(value) return type(value) == "string" or is_unresolved(value) end

local function check_text(value)
  if is_text(value) then return value end
  if type(value) == "number" or type(value) == "boolean" then
    return nil, ("must be a string, got %s; put it in quotes"):format(kind(value))
  end
  return nil, ("must be a string, got %s"):format(kind(value))
end

local function check_number(value)
  if type(value) == "number" then
    local fault = engine.number_fault(value)
    if fault then return nil, ("must be a number, but %s %s"):format(display(value), (fault:gsub("; write .*", ""))) end
    return value
  end
  if is_unresolved(value) then return value end
  local unquoted = type(value) == "string" and tonumber(value)
  return nil, ("must be a number, got %s%s"):format(kind(value), unquoted and "; write it without quotes" or "")
end

local function text_length(value) return utf8.len(value, 1, -1, true) or #value end

local function count_of(word)
  return function(value)
    local count = 0
    for _ in pairs(value) do count = count + 1 end
    return count, word
  end
end

local function bounds(schema, spec, min, max)
  schema[min], schema[max] = spec.min, spec.max
  return schema
end

-- Anchored, as in CloudFormation: the whole value must match.
function types.whole_pattern(pattern) return "^(?:" .. pattern .. ")$" end

local function text_schema(spec, format)
  local schema = bounds(ordered("type", "string"), spec, "minLength", "maxLength")
  if spec.pattern then schema.pattern = types.whole_pattern(spec.pattern) end
  if format then schema.pattern = schema.pattern or format end
  return schema
end

-- ---- text and numbers -----------------------------------------------------------------------------------------------

types.string = {
  facets = { min = "count", max = "count", pattern = "pattern", one_of = "values" },
  read = identity,
  check = check_text,
  measure = function(value) return text_length(value), "characters" end,
  show = identity,
  schema = text_schema,
  deploy = function(spec)
    return { type = "String", min_length = spec.min, max_length = spec.max, allowed_pattern = spec.pattern }
  end,
}

types.enum = {
  facets = { one_of = "values" },
  needs = "one_of",
  read = identity,
  check = check_text,
  show = identity,
  schema = function() return ordered("type", "string") end,
  deploy = function() return { type = "String" } end,
}

types.integer = {
  facets = { min = "integer", max = "integer", one_of = "values" },
  read = function(text)
    local value = text:find "^%s*[+-]?%d+%s*$" and math.tointeger(tonumber(text))
    if not value then return nil, ("must be an integer, got %s"):format(display(text)) end
    return value
  end,
  check = function(value)
    local number, why = check_number(value)
    if not number then return nil, (why:gsub("a number", "an integer", 1)) end
    if type(number) ~= "number" then return number end
    local integer = math.tointeger(number)
    if not integer then return nil, ("must be an integer, got %s"):format(display(number)) end
    return integer
  end,
  measure = identity,
  show = display,
  schema = function(spec) return bounds(ordered("type", "integer"), spec, "minimum", "maximum") end,
  deploy = function(spec) return { type = "Number", min_value = spec.min, max_value = spec.max } end,
}

types.number = {
  facets = { min = "number", max = "number", one_of = "values" },
  read = function(text)
    local value = not text:find "[xXnN]" and tonumber(text)
    if not value then return nil, ("must be a number, got %s"):format(display(text)) end
    return value
  end,
  check = check_number,
  measure = identity,
  show = display,
  schema = function(spec) return bounds(ordered("type", "number"), spec, "minimum", "maximum") end,
  deploy = function(spec) return { type = "Number", min_value = spec.min, max_value = spec.max } end,
}

types.boolean = {
  facets = {},
  read = function(text)
    if text == "true" then return true end
    if text == "false" then return false end
    return nil, ("must be true or false, got %s"):format(display(text))
  end,
  check = function(value)
    if type(value) == "boolean" then return value end
    return nil, ("must be true or false, got %s"):format(kind(value))
  end,
  show = tostring,
  schema = function() return ordered("type", "boolean") end,
}

-- ---- lists and maps -------------------------------------------------------------------------------------------------

-- Strings between commas; `\,` is a comma inside one.
local function split_list(text)
  if text == "" then return {} end
  local items = {}
  for item in (text:gsub("\\,", "\0") .. ","):gmatch "([^,]*)," do items[#items + 1] = (item:gsub("\0", ",")) end
  return items
end

types.list = {
  facets = { min = "count", max = "count", of = "type" },
  needs = "of",
  -- Returns the items, and whether they are strings that are still to be parsed.
  read = function(text)
    if text:find "^%s*%[" then return read_json("a list", '["a", "b"]')(text) end
    return split_list(text), true
  end,
  check = function(value)
    if is_unresolved(value) then return value end
    if type(value) ~= "table" then return nil, ("must be a list, got %s"):format(kind(value)) end
    local gap = engine.gap(value)
    if gap then return nil, ("must be a list without gaps, but its entry %d is nil"):format(gap) end
    if next(value) ~= nil and #value == 0 then return nil, ("must be a list, got %s"):format(kind(value)) end
    for key in next, value do
      if type(key) == "string" then return nil, ("must be a list, but has an entry named %s"):format(display(key)) end
    end
    return value
  end,
  measure = count_of "items",
  schema = function(spec, item_schema)
    local schema = bounds(ordered("type", "array"), spec, "minItems", "maxItems")
    schema.items = item_schema
    return schema
  end,
}

types.map = {
  facets = { min = "count", max = "count", of = "type", fields = "params" },
  needs = "of or fields",
  read = read_json("a map", '{"key": "value"}'),
  check = function(value)
    if type(value) ~= "table" or #value > 0 then return nil, ("must be a map, got %s"):format(kind(value)) end
    for key in next, value do
      if type(key) ~= "string" and math.type(key) ~= "integer" and type(key) ~= "userdata" then
        return nil, ("must have strings as keys, got %s"):format(kind(key))
      end
    end
    return value
  end,
  measure = count_of "keys",
  schema = function(spec)
    return bounds(ordered("type", "object"), spec, "minProperties", "maxProperties")
  end,
}

-- A map whose key `key` says which other keys it may have. Its form in JSON Schema is made from that of its kinds.
types.union = {
  facets = { key = "key", kinds = "variants", fields = "params" },
  needs = "kinds",
  read = read_json("a map", '{"kind": "…"}'),
  check = types.map.check,
}

-- ---- amounts --------------------------------------------------------------------------------------------------------

local SECONDS_IN = { ms = 0.001, s = 1, m = 60, h = 3600, d = 86400 }
local DURATION_EXAMPLE = "write it like '5m', '1h30m', 'PT5M', or in seconds"

local function whole(number) return math.tointeger(number) or number end

local function parse_duration(text)
  local Duration = require("aws_cdk").Duration
  if text:find "^P" then
    local ok, value = pcall(Duration.parse, text)
    return ok and value or nil
  end
  if tonumber(text) and text:find "^%d" then return Duration.seconds(whole(tonumber(text))) end
  local total, rest = 0, text:gsub("%s+", "")
  if rest == "" then return nil end
  while rest ~= "" do
    local amount, unit, behind = rest:match "^(%d+%.?%d*)(%a+)(.*)$"
    if not amount or not SECONDS_IN[unit] then return nil end
    total, rest = total + tonumber(amount) * SECONDS_IN[unit], behind
  end
  return total % 1 == 0 and Duration.seconds(whole(total)) or Duration.millis(whole(total * 1000))
end

types.duration = {
  facets = { min = "value", max = "value" },
  read = identity,
  check = function(value)
    local Duration = require("aws_cdk").Duration
    if engine.is_a(value, Duration) then return value end
    if type(value) == "number" and value >= 0 then return Duration.seconds(value) end
    local parsed = type(value) == "string" and parse_duration(value)
    if parsed then return parsed end
    return nil, ("must be a duration, got %s; %s"):format(kind(value), DURATION_EXAMPLE)
  end,
  measure = function(value)
    if value:is_unresolved() then return nil end
    return value:to_milliseconds { integral = false }
  end,
  show = function(value) return value:is_unresolved() and "a token" or value:to_iso_string() end,
  -- Within bounds: seconds, and strings with one unit. No pattern can add up units or read ISO 8601.
  schema = function(spec)
    local low = spec.min and types.duration.measure(spec.min) or nil
    local high = spec.max and types.duration.measure(spec.max) or nil
    local units = {}
    for i, unit in ipairs { "ms", "s", "m", "h", "d" } do units[i] = { unit, SECONDS_IN[unit] * 1000 } end
    units[#units + 1] = { "", 1000 }
    local one = ranges.amounts(units, low, high, " *")
    local number = ordered("type", "number", "minimum", (low or 0) / 1000)
    number.maximum = high and whole(high / 1000) or nil
    number.minimum = whole(number.minimum)
    return ordered("anyOf", {
      ordered("type", "string", "pattern", "^ *(P.+|" .. one .. "|[0-9.]+(ms|s|m|h|d)( *[0-9.]+(ms|s|m|h|d))+) *$"),
      number,
    })
  end,
}

local SIZES = { B = "bytes", KiB = "kibibytes", MiB = "mebibytes", GiB = "gibibytes", TiB = "tebibytes",
  PiB = "pebibytes" }
local SIZE_EXAMPLE = "write it like '512 MiB'"

types.size = {
  facets = { min = "value", max = "value" },
  read = identity,
  check = function(value)
    local Size = require("aws_cdk").Size
    if engine.is_a(value, Size) then return value end
    local amount, unit = tostring(value):match "^%s*(%d+%.?%d*)%s*(%a*)%s*$"
    if type(value) ~= "string" and type(value) ~= "number" or not amount then
      return nil, ("must be a size, got %s; %s"):format(kind(value), SIZE_EXAMPLE)
    end
    if unit == "" then return nil, ("must have a unit, got %s; %s"):format(kind(value), SIZE_EXAMPLE) end
    local name = SIZES[unit]
    if not name then
      local near = SIZES[unit:sub(1, 1):upper() .. "iB"] and unit:sub(1, 1):upper() .. "iB"
      return nil, ("has the unknown unit '%s'%s"):format(unit, near and "; did you mean '" .. near .. "'?" or "")
    end
    return Size[name](whole(tonumber(amount)))
  end,
  measure = function(value)
    if value:is_unresolved() then return nil end
    local rounding = require("aws_cdk").SizeRoundingBehavior.NONE
    return value:to_bytes { rounding = rounding }
  end,
  show = function(value) return value:to_human_string() end,
  schema = function(spec)
    local units = {}
    for i, unit in ipairs { "B", "KiB", "MiB", "GiB", "TiB", "PiB" } do units[i] = { unit, 1024 ^ (i - 1) } end
    local amounts = ranges.amounts(units, spec.min and types.size.measure(spec.min),
      spec.max and types.size.measure(spec.max), " *")
    return ordered("type", "string", "pattern", "^ *(" .. amounts .. ") *$")
  end,
}

-- ---- names of things in AWS -----------------------------------------------------------------------------------------

local ARN_PATTERN = "arn:[a-z0-9-]+:%s:[a-z0-9-]*:[0-9]*:.+"

local function services_of(spec)
  local service = spec.service
  return type(service) == "table" and service or { service }
end

local function arn_pattern(spec)
  local services = services_of(spec)
  return ARN_PATTERN:format(#services > 0 and "(" .. table.concat(services, "|") .. ")" or "[a-z0-9-]+")
end

types.arn = {
  facets = { service = "names", pattern = "pattern", one_of = "values" },
  read = identity,
  check = function(value, spec)
    local text, why = check_text(value)
    if not text or is_unresolved(text) then return text, why end
    local partition, service, resource = text:match "^arn:([%w-]+):([%w-]+):[%w-]*:%d*:(.+)$"
    if not partition or not resource then
      return nil, ("must be an ARN, got %s; one looks like arn:aws:sns:eu-west-1:123456789012:topic"):format(kind(text))
    end
    local services = services_of(spec)
    for _, name in ipairs(services) do
      if name == service then return text end
    end
    if #services > 0 then
      return nil, ("must be the ARN of %s, got one of %s"):format(table.concat(services, " or "), service)
    end
    return text
  end,
  show = identity,
  schema = function(spec) return text_schema(spec, "^" .. arn_pattern(spec) .. "$") end,
  deploy = function(spec) return { type = "String", allowed_pattern = spec.pattern or arn_pattern(spec) } end,
}

local V4_ADDRESS, V4_BITS = "(\\d{1,3}\\.){3}\\d{1,3}/", 32
local V6_ADDRESS, V6_BITS = "[0-9a-fA-F:.]+/", 128

local function cidr_pattern(spec)
  local function pattern(address, bits)
    return address .. (ranges.whole(spec.min or 0, math.min(spec.max or bits, bits)) or "(?!)")
  end
  if spec.version == 6 then return pattern(V6_ADDRESS, V6_BITS) end
  if spec.version == 4 then return pattern(V4_ADDRESS, V4_BITS) end
  return "(" .. pattern(V4_ADDRESS, V4_BITS) .. "|" .. pattern(V6_ADDRESS, V6_BITS) .. ")"
end

-- What CloudFormation accepts as an AllowedPattern: only the form.
local function cidr_form(spec)
  local v4, v6 = V4_ADDRESS .. "\\d{1,2}", V6_ADDRESS .. "\\d{1,3}"
  return spec.version == 6 and v6 or spec.version == 4 and v4 or "(" .. v4 .. "|" .. v6 .. ")"
end

types.cidr = {
  facets = { min = "count", max = "count", version = "version" },
  read = identity,
  check = function(value, spec)
    local text, why = check_text(value)
    if not text or is_unresolved(text) then return text, why end
    return network.check_cidr(text, spec.version)
  end,
  measure = function(value) return tonumber(value:match "/(%d+)$"), "prefix bits" end,
  show = identity,
  schema = function(spec) return ordered("type", "string", "pattern", "^" .. cidr_pattern(spec) .. "$") end,
  deploy = function(spec) return { type = "String", allowed_pattern = cidr_form(spec) } end,
}

-- ---- what must not be seen, and code --------------------------------------------------------------------------------

local secret = require "luacdk.template.secret"
types.secret = secret

local code = require "luacdk.template.code"
types.code = code

return types
