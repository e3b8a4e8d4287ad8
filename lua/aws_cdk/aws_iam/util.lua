-- Helpers shared by the files of this folder: text keys, canonical JSON, comparisons, attached policies.
local engine = require "luacdk.engine"

local is_unresolved = engine.is_unresolved
local concat, sort, format = table.concat, table.sort, string.format

local util = {}

--- The key under which a principal fragment keeps a bare string such as "*".
util.LITERAL = "LiteralString"
--- IAM's limit for the name of an inline policy.
util.MAX_POLICY_NAME_LEN = 128

--- For luacdk check, before the first statement: `util.watch_action(action)` is called with each action that a
--- statement is given, and returns whether to call it for that action again.
util.watch_action = nil

--- A string that is equal for equal values: strings are their own key, tokens have their marker.
function util.key(value)
  if type(value) == "string" then return value end
  return tostring(value)
end

--- The list for a property declared as a list of strings: a list token counts as its only element.
function util.as_list(value)
  if value == nil then return nil end
  if type(value) == "table" then return value end
  return { value }
end

local ESCAPES = { ['"'] = '\\"', ["\\"] = "\\\\", ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r",
  ["\t"] = "\\t" }

-- The same actions and keys occur again and again; the limit keeps a long session from growing.
local MAX_QUOTED = 4096
local quoted, count = {}, 0

local function quote(text)
  local known = quoted[text]
  if known then return known end
  if count == MAX_QUOTED then quoted, count = {}, 0 end
  known = '"' .. text:gsub('[%c"\\]', function(c) return ESCAPES[c] or format("\\u%04x", c:byte()) end) .. '"'
  quoted[text], count = known, count + 1
  return known
end

local json

local function json_map(map)
  local meta = getmetatable(map)
  local parts, keys = {}, {}
  for k in pairs(map) do keys[#keys + 1] = k end
  -- Maps that remember an order keep it; others have none, so the one of their keys' bytes is used.
  if not (type(meta) == "table" and meta.__pairs) then
    sort(keys, function(a, b) return util.key(a) < util.key(b) end)
  end
  for i, k in ipairs(keys) do parts[i] = quote(util.key(k)) .. ":" .. json(map[k]) end
  return "{" .. concat(parts, ",") .. "}"
end

function json(value)
  local kind = type(value)
  if kind == "string" then return quote(value) end
  if kind == "number" then
    if value == math.floor(value) and math.abs(value) < 1e15 then return format("%d", value) end
    return format("%.17g", value)
  end
  if kind == "boolean" then return tostring(value) end
  if value == engine.NULL then return "null" end
  if kind == "table" then
    if #value > 0 then
      local parts = {}
      for i = 1, #value do parts[i] = json(value[i]) end
      return "[" .. concat(parts, ",") .. "]"
    end
    return json_map(value)
  end
  return quote(tostring(value))
end

--- Compact JSON of a plain value, tokens as their markers. Only ever compared or measured, never written out.
util.json = json

--- How two strings compare when either may be a token: "same", "different", "one" or "both" unresolved.
function util.compare(a, b)
  local left, right = is_unresolved(a), is_unresolved(b)
  if left and right then return "both" end
  if left or right then return "one" end
  return a == b and "same" or "different"
end

--- Copies a list.
function util.copy_list(list)
  local copy = {}
  if list then for i = 1, #list do copy[i] = list[i] end end
  return copy
end

--- The keys of a map: in their order if it remembers one, else sorted, for the output must not depend on chance.
function util.sorted_keys(map)
  local keys = {}
  for k in pairs(map) do keys[#keys + 1] = k end
  local meta = getmetatable(map)
  if type(meta) ~= "table" or not meta.__pairs then
    sort(keys, function(a, b) return util.key(a) < util.key(b) end)
  end
  return keys
end

--- Iterates over a map: in its own order if it remembers one, by sorted keys otherwise.
function util.each(map)
  local meta = getmetatable(map)
  if type(meta) == "table" and meta.__pairs then return pairs(map) end
  local keys, i = util.sorted_keys(map), 0
  return function()
    i = i + 1
    return keys[i], map[keys[i]]
  end
end

--- Copies one level of a map and lays `over` on top of it; what was there first stays first.
function util.merged(map, over)
  local copy = engine.ordered()
  for k, v in util.each(map) do copy[k] = v end
  if over then
    for k, v in util.each(over) do copy[k] = v end
  end
  return copy
end

--- Fails unless `value` is a map of condition keys (or a token that may become one).
function util.check_condition(value)
  if type(value) == "userdata" and is_unresolved(value) then return end
  if type(value) ~= "table" or #value > 0 then
    engine.fail(nil,
      'a condition maps an operator to a map of keys and values, such as StringEquals = { ["aws:SourceAccount"] = '
      .. '"123456789012" }; got %s', engine.display(value))
  end
end

--- Adds the entries of one principal map to another; `keys` remembers the order of first appearance.
--  A literal principal ("*") cannot share a statement with any other kind.
function util.merge_principal(target, keys, source)
  for _, key in ipairs(util.sorted_keys(source)) do
    local list = target[key]
    if not list then
      if keys[1] and (key == util.LITERAL or keys[1] == util.LITERAL) then
        engine.fail(nil,
          "cannot merge principals %s and %s: a literal principal string must be the only principal of its statement",
          json(target), json(source))
      end
      list = {}
      target[key] = list
      keys[#keys + 1] = key
    end
    local value = source[key]
    if type(value) == "table" and value[1] ~= nil then
      for i = 1, #value do list[#list + 1] = value[i] end
    elseif type(value) ~= "table" or getmetatable(value) then
      list[#list + 1] = value
    end
  end
end

--- Remembers which inline policies an identity has, in `_attached_policies`; two of one name cannot be attached.
function util.attach(identity, policy)
  local policies = identity._attached_policies
  if not policies then
    identity._attached_policies = { policy, known = { [policy] = true } }
    return
  end
  if policies.known[policy] then return end
  -- Creates a name only if there are several policies: reading a name relies on the policy.
  local names = policies.names
  if not names then
    names = { [util.key(policies[1].policy_name)] = true }
    policies.names = names
  end
  local name = util.key(policy.policy_name)
  if names[name] then
    engine.fail(policy, "a policy named %s is already attached; -> give each policy of an identity its own policy_name",
      engine.display(policy.policy_name))
  end
  names[name] = true
  policies.known[policy] = true
  policies[#policies + 1] = policy
end

--- Adds a principal to a trust policy: by its own method when it has one, as a plain statement otherwise.
function util.add_principal_to_trust_policy(principal, document)
  if engine.has(principal, "add_to_assume_role_policy") then
    principal:add_to_assume_role_policy(document)
    return
  end
  local PolicyStatement = require("aws_cdk.aws_iam.policy_statement").PolicyStatement
  document:add_statements(PolicyStatement { actions = { principal.assume_role_action }, principals = { principal } })
end

--- The path of an IAM entity as it precedes its name in an ARN: without the leading slash.
function util.arn_path(path, name)
  if name == nil or not path or path == "" then return name end
  if path:sub(1, 1) == "/" then path = path:sub(2) end
  return path .. name
end

-- Resolves to no construct: for permissions that need no waiting.
local Nothing = {}

function Nothing._dependency_roots() return {} end

--- A dependable for statements that are already in force, or that are not part of this app.
util.NOTHING_TO_WAIT_FOR = Nothing

--- The constructs a dependable stands for: itself, or those its `_dependency_roots` lists.
function util.dependency_roots(dependables)
  local roots, seen = {}, {}
  local function add(dependable)
    if engine.has(dependable, "_dependency_roots") then
      for _, root in ipairs(dependable:_dependency_roots()) do add(root) end
    elseif not seen[dependable] then
      seen[dependable] = true
      roots[#roots + 1] = dependable
    end
  end
  for _, dependable in ipairs(dependables) do add(dependable) end
  return roots
end

--- The last part of an ARN's resource name; IAM paths precede the name.
function util.last_part(resource_name)
  if is_unresolved(resource_name) then return resource_name end
  return resource_name:match("^.*/(.*)$") or resource_name
end

return util
