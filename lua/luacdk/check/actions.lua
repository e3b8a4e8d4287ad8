--- The IAM actions that exist: luacdk.check.action_rows, which are only loaded when somebody asks.
local engine = require "luacdk.engine"

local actions = {}

local rows, words, numbers
local known = {} -- by service: { names = list, lower = set of names in lower case }

local function load_rows()
  if rows then return end
  rows, words, numbers = require "luacdk.check.action_rows", {}, {}
  for word in rows.words:gmatch "%S+" do words[#words + 1] = word end
  for i = 1, #rows.characters do numbers[rows.characters:byte(i)] = i - 1 end
end

-- The words that the codes of an action stand for, after the first `count` ones of the action before.
local function decode(parts, count, codes)
  for i = #parts, count + 1, -1 do parts[i] = nil end
  local at = 1
  while at <= #codes do
    local number = numbers[codes:byte(at)]
    if number >= rows.short then
      at = at + 1
      number = rows.short + (number - rows.short) * #rows.characters + numbers[codes:byte(at)]
    end
    parts[#parts + 1] = words[number + 1]
    at = at + 1
  end
  return table.concat(parts)
end

local function service_of(name)
  local service = known[name]
  if service ~= nil then return service end
  load_rows()
  -- Plain searches: a pattern would be tried at every byte of 200 kB.
  local start = rows.services:sub(1, #name + 1) == name .. " " and 1
    or (rows.services:find("\n" .. name .. " ", 1, true) or -1) + 1
  local line = start > 0 and not name:find "[ \n]" and rows.services:match("^[^ ]* ([^\n]*)\n", start)
  service = false
  if line then
    service = { names = {}, lower = {} }
    local parts = {}
    for count, codes in line:gmatch "(%d)(%D+)" do
      local action = decode(parts, tonumber(count), codes)
      service.names[#service.names + 1], service.lower[action:lower()] = action, true
    end
  end
  known[name] = service
  return service
end

--- The date of the data, "2026-09-26".
function actions.date()
  load_rows()
  return rows.date
end

--- The prefixes of all services, in order.
function actions.services()
  load_rows()
  local list = {}
  for name in rows.services:gmatch "([^\n ]+) [^\n]*\n" do list[#list + 1] = name end
  return list
end

--- The actions of a service, in order; nil if there is no such service.
function actions.of(service)
  local found = service_of(service:lower())
  return found and found.names or nil
end

-- Whether a name matches a pattern with `*` and `?`; a pattern of Lua would take exponential time for several `*`.
local function matches(name, pattern)
  local at, in_pattern, star, from = 1, 1, nil, nil
  while at <= #name do
    local char = pattern:sub(in_pattern, in_pattern)
    if char == "*" then
      star, from = in_pattern, at
      in_pattern = in_pattern + 1
    elseif char == "?" or char == name:sub(at, at) then
      at, in_pattern = at + 1, in_pattern + 1
    elseif star then -- the latest `*` stands for one more character
      from = from + 1
      at, in_pattern = from, star + 1
    else
      return false
    end
  end
  return not pattern:find("[^*]", in_pattern)
end

local function matches_any(service, pattern)
  for name in pairs(service.lower) do
    if matches(name, pattern) then return true end
  end
  return false
end

-- The words with which the actions of a service begin: Get, List.
local function verbs_of(service)
  local list, seen = {}, {}
  for _, name in ipairs(service.names) do
    local verb = name:match "^%u%l*"
    if verb and not seen[verb] then
      seen[verb] = true
      list[#list + 1] = verb
    end
  end
  return list
end

--- What is wrong with an action of a policy, and what would be right (or nil); nil if nothing is. The case of letters
--- does not matter to IAM, nor here.
function actions.complaint(action)
  if action == "*" or engine.is_unresolved(action) or action:find("${", 1, true) then return nil end
  local prefix, name = action:match "^([^:]*):(.*)$"
  if not prefix then return nil end -- refused elsewhere
  if prefix:find "[*?]" then return nil end
  local service = service_of(prefix:lower())
  if not service then
    local nearest = engine.nearest(prefix:lower(), actions.services())
    return ("'%s': as of %s, no service has the prefix '%s'"):format(action, actions.date(), prefix),
      nearest and ("did you mean '%s:%s'?"):format(nearest, name) or nil
  end
  if service.lower[name:lower()] then return nil end
  if name:find "[*?]" then
    if matches_any(service, name:lower()) then return nil end
    local verb = name:match "^%w+"
    local nearest = verb and engine.nearest(verb, verbs_of(service))
    return ("'%s': as of %s, no action of %s matches"):format(action, actions.date(), prefix),
      nearest and nearest ~= verb and ("did you mean '%s:%s%s'?"):format(prefix, nearest, name:sub(#verb + 1)) or nil
  end
  local nearest = engine.nearest(name, service.names)
  return ("'%s': as of %s, %s has no such action"):format(action, actions.date(), prefix),
    nearest and ("did you mean '%s:%s'?"):format(prefix, nearest) or nil
end

return actions
