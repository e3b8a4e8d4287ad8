-- Texts of Cedar, the language of policies. Values known only at deployment stand in them as they are; where Cedar
-- needs to be understood they are refused.
local engine = require "luacdk.engine"

local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

local cedar = {}

local RESERVED = {}
for _, word in ipairs { "true", "false", "if", "then", "else", "in", "is", "like", "has", "__cedar" } do
  RESERVED[word] = true
end

local GREATEST = 2 ^ 53 - 1

local function split(text, separator)
  local parts, at = {}, 1
  while true do
    local first, last = text:find(separator, at, true)
    parts[#parts + 1] = text:sub(at, (first or 0) - 1)
    if not first then return parts end
    at = last + 1
  end
end

local function is_identifier(text) return text:find "^[_%a][_%w]*$" ~= nil end

local function is_path(text, also_reserved)
  for _, part in ipairs(split(text, "::")) do
    if not is_identifier(part) or (RESERVED[part] and not also_reserved) then return false end
  end
  return true
end

--- A text in quotes. `noun`: what it is, in the error's words.
function cedar.text(value, noun)
  local text = tostring(value)
  if text:find '["\\\r]' then
    fail(nil, '%s must have no double quotes, backslashes and carriage returns, got %s; -> write the whole statement '
      .. "with PolicyStatement.from_cedar", noun, display(text))
  end
  if not utf8.len(text) then fail(nil, "%s must be well-formed UTF-8, got %s", noun, display(text)) end
  return '"' .. text .. '"'
end

--- The id of an entity, in quotes.
function cedar.id(value, noun, hint)
  if value == "" then fail(nil, "%s must not be empty%s", noun, hint or "") end
  return cedar.text(value, noun)
end

--- The type of an entity, such as AgentCore::Gateway.
function cedar.path(value, noun)
  if is_unresolved(value) then
    fail(nil, "%s must be a type of entities such as AgentCore::Gateway, got one known only at deployment", noun)
  end
  if not is_path(value) then
    fail(nil, "%s must be identifiers of Cedar with :: between them, such as AgentCore::Gateway, got %s", noun,
      display(value))
  end
  return value
end

--- An attribute of `root`: "address.city" is one inside another.
function cedar.attribute(root, attribute)
  if is_unresolved(attribute) then
    fail(nil, "an attribute must have a name such as department or address.city, got one known only at deployment")
  end
  for _, part in ipairs(split(attribute, ".")) do
    if is_identifier(part) and not RESERVED[part] then
      root = root .. "." .. part
    else
      root = root .. "[" .. cedar.text(part, "an attribute's name") .. "]"
    end
  end
  return root
end

--- A number. One known only at deployment is refused, as Cedar has no place for it.
function cedar.number(value, noun)
  local whole = math.tointeger(value)
  if not whole or whole < -GREATEST or whole > GREATEST then
    fail(nil, "%s must be a whole number, got %s", noun, display(value))
  end
  return ("%d"):format(whole)
end

-- ---- actions --------------------------------------------------------------------------------------------------------

-- A text in quotes in which everything that ends it is escaped.
local QUOTED = [[^(?:[^"\\\r]|\\[^\n\r])*$]]

local function action_type(path)
  cedar.path(path, "an action's type")
  if not path:find "^Action$" and not path:find "::Action$" then
    fail(nil, "an action's type must end in Action, such as AgentCore::Action, got %s", display(path))
  end
  return path
end

-- "AgentCore::Action" if that is what the text begins with, besides something after it.
local function leading_type(text)
  local parts = split(text, "::")
  return #parts >= 3 and parts[2] == "Action" and parts[1] .. "::Action" or nil
end

--- An action: AgentCore::Action::GetGateway, or with its name in quotes. Only what follows the type may be known only
--- at deployment.
function cedar.action(action)
  local text = tostring(action)
  local path, quoted = text:match '^([_%w:]+)::"(.*)"$'
  if path and is_path(path, true) and engine.matches(QUOTED, quoted) and utf8.len(quoted) then
    return action_type(path) .. '::"' .. quoted .. '"'
  end
  local leading = is_unresolved(action) and engine.fragments(text)[1] or text
  local type_name = type(leading) == "string" and not engine.is_token(leading) and leading_type(leading)
  if not type_name then
    fail(nil, 'an action must have the form AgentCore::Action::GetGateway or MyApp::Sub::Action::"GetGateway", got %s',
      display(text))
  end
  return action_type(type_name) .. "::" .. cedar.id(text:sub(#type_name + #"::" + 1), "an action's name")
end

return cedar
