-- Whether gateways take a description of an API: OpenAPI 3.0 or 3.1 as JSON, without what they do not support.
local engine = require "luacdk.engine"
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"

local open_api = {}

local METHODS = { "get", "post", "put", "delete", "patch", "head", "options" }
local RESPONSE_TYPES = { ["application/json"] = true, ["application/xml"] = true }
local REQUEST_TYPES = {
  ["application/json"] = true, ["application/xml"] = true, ["multipart/form-data"] = true,
  ["application/x-www-form-urlencoded"] = true,
}
local STYLES = { matrix = true, label = true, deepObject = true }
local COMPOSITIONS = { "oneOf", "anyOf", "allOf" }

-- JSON's values: null and an empty text count as absent, as in JavaScript.
local function present(value)
  return value ~= nil and value ~= engine.NULL and value ~= false and value ~= "" and value ~= 0
end

local function field(value, name)
  local found = type(value) == "table" and value[name]
  return present(found) and found or nil
end

local LIST = getmetatable(engine.list {})

local function is_list(value) return type(value) == "table" and (#value > 0 or getmetatable(value) == LIST) end

-- The members of an object, or of a list in its place, as a list of { name, value }.
local function members(value)
  local all = {}
  if is_list(value) then
    for i, one in ipairs(value) do all[i] = { tostring(i - 1), one } end
  elseif type(value) == "table" then
    for i, name in ipairs(engine.keys(value)) do all[i] = { name, value[name] } end
  end
  return all
end

-- ---- the parts of a description -------------------------------------------------------------------------------------

local function check_version(schema, say)
  local version = field(schema, "openapi")
  if type(version) ~= "string" or not (version:find "^3%.0%." or version:find "^3%.1%.") then
    say("openapi must be a version 3.0.x or 3.1.x, got %s", version == nil and "nothing" or engine.display(version))
  end
end

local function check_servers(schema, say)
  local servers = field(schema, "servers")
  if not (is_list(servers) and #servers > 0) then return say "servers must have at least 1 server with a URL" end
  for i, server in ipairs(servers) do
    local url = field(server, "url")
    local protocol = type(url) == "string" and url:match "^(.-)://"
    local known = protocol and (protocol:lower() == "http" or protocol:lower() == "https")
    if not protocol or not (known or protocol:find("{", 1, true)) then
      say("servers[%d].url must be a URL with http:// or https://, got %s", i - 1,
        url == nil and "nothing" or engine.display(url))
    end
  end
end

-- Adds the media types in `content` that are not among those allowed, each once.
local function note_types(content, allowed, unsupported)
  for _, member in ipairs(type(content) == "string" and { { content } } or members(content)) do
    local media_type = member[1]
    if not allowed[media_type] then
      unsupported[#unsupported + 1] = not unsupported[media_type] and media_type or nil
      unsupported[media_type] = true
    end
  end
end

local function check_operation(operation, where, unsupported, say)
  if not field(operation, "operationId") then say("%s must have an operationId", where) end
  note_types(field(field(operation, "requestBody"), "content"), REQUEST_TYPES, unsupported)
  for _, response in ipairs(members(field(operation, "responses"))) do
    if response[2] == engine.NULL then say("%s responses.%s must be an object", where, response[1]) end
    note_types(field(response[2], "content"), RESPONSE_TYPES, unsupported)
  end
  local parameters = field(operation, "parameters")
  if parameters and not is_list(parameters) then return say("%s parameters must be a list", where) end
  for i, parameter in ipairs(parameters or {}) do
    local style = field(parameter, "style")
    if parameter == engine.NULL then say("%s parameters[%d] must be an object", where, i - 1) end
    if STYLES[style] then say("%s parameters[%d].style %s is not supported", where, i - 1, style) end
  end
end

local function check_paths(schema, say)
  local paths, unsupported = field(schema, "paths"), {}
  if type(paths) ~= "table" then return say "paths must be an object" end
  for _, item in ipairs(members(paths)) do
    local path = item[1]
    if path:find "{[;?]" or path:find("{*}", 1, true) then
      say("the way in which %s contains parameters is not supported", path)
    end
    for _, method in ipairs(METHODS) do
      local operation = field(item[2], method)
      if operation then check_operation(operation, method:upper() .. " " .. path, unsupported, say) end
    end
    for _, member in ipairs(members(item[2])) do
      if field(member[2], "callbacks") then say("the callbacks of %s are not supported", path) end
    end
  end
  if #unsupported > 0 then
    say("media types must be application/json or application/xml, or multipart/form-data or "
      .. "application/x-www-form-urlencoded in requests, got %s", table.concat(unsupported, ", "))
  end
end

-- Schemas must not be composed of others, wherever they stand.
local function check_composition(value, path, say)
  for _, name in ipairs(COMPOSITIONS) do
    if value[name] ~= nil then say("%s at %s is not supported", name, path) end
  end
  local place = is_list(value) and "%s[%s]" or "%s.%s"
  for _, member in ipairs(members(value)) do
    local key, one = member[1], member[2]
    if type(one) == "table" and not (key == "oneOf" or key == "anyOf" or key == "allOf") then
      check_composition(one, place:format(path, key), say)
    end
  end
end

-- ---- the whole ------------------------------------------------------------------------------------------------------

local function problems_of(schema)
  local problems = {}
  local function say(text, ...) problems[#problems + 1] = text:format(...) end
  check_version(schema, say)
  check_servers(schema, say)
  check_paths(schema, say)
  for _, row in ipairs {
    { field(field(schema, "components"), "schemas"), "components.schemas" },
    { field(schema, "definitions"), "definitions" }, { field(schema, "paths"), "paths" },
  } do
    if type(row[1]) == "table" then check_composition(row[1], row[2], say) end
  end
  local security = field(schema, "security")
  if is_list(security) and #security > 0 then
    say "security is not supported; the target's credentials say how the gateway proves who it is"
  end
  if field(schema, "webhooks") then say "webhooks are not supported" end
  return problems
end

--- Fails unless the text is a description that gateways take. One known only at deployment passes.
-- @param noun what it is, in the error's words
function open_api.check(scope, noun, text)
  if engine.is_unresolved(text) then return end
  local ok, schema = pcall(assembly.parse_json, text)
  if not ok or schema == nil then engine.fail(scope, "%s must be JSON; YAML is not supported", noun) end
  if not present(schema) then return end
  local problems = problems_of(schema)
  if #problems > 0 then
    engine.fail(scope, "%s is not what gateways take: %s; -> or set validate_open_api_schema = false", noun,
      table.concat(problems, "; "))
  end
end

--- The same for a file of this machine. Fails if it cannot be read.
function open_api.check_file(scope, path)
  local text, message = assets.read_file(assets.path.resolve(path))
  if not text then engine.fail(scope, "%s", message) end
  open_api.check(scope, "the OpenAPI schema in " .. path, text)
end

return open_api
