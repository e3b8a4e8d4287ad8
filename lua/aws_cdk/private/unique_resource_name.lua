local engine = require "luacdk.engine"
local assets = require "luacdk.assets"

local HASH_LENGTH = 8

-- Keeps only letters, digits and the characters of `allowed`, which is part of a class of a regular expression: ".-_"
-- is a range, without the hyphen.
local function strip(text, allowed)
  if not allowed then return (text:gsub("[^A-Za-z0-9]", "")) end
  local class = "[A-Za-z0-9" .. allowed .. "]"
  return (text:gsub("[^A-Za-z0-9\x80-\xBF][\x80-\xBF]*", function(c)
    local keeps, why = engine.matches(class, c)
    if keeps == nil then engine.fail(nil, "allowed_special_characters: %s: %s", engine.display(allowed), why) end
    return keeps and c or ""
  end))
end

--- A readable unique name of path components. Options: max_length (256), separator, allowed_special_characters, prefix.
return function(components, options)
  local max_length = options.max_length or 256
  local separator, prefix = options.separator or "", options.prefix or ""
  local allowed = options.allowed_special_characters
  local path = {}
  for _, component in ipairs(components) do
    if component ~= "Default" then path[#path + 1] = component end
  end
  if #path == 0 then engine.fail(nil, "a unique resource name needs at least one component other than 'Default'") end
  if #path == 1 then
    local name = prefix .. strip(path[1], allowed)
    if #name <= max_length then return name end
  end
  local hash = assets.md5(table.concat(path, "/")):sub(1, HASH_LENGTH):upper()
  local human, kept = {}, nil
  for _, component in ipairs(path) do
    -- A component that the previous one already ends with adds nothing new.
    if not kept or kept:sub(-#component) ~= component or component == "" then
      kept = component
      if component ~= "Resource" then
        local text = strip(component, allowed)
        if text ~= "" then human[#human + 1] = text end
      end
    end
  end
  local name = prefix .. table.concat(human, separator) .. separator
  local room = max_length - HASH_LENGTH
  if #name > room then
    local half = room // 2
    name = name:sub(1, half) .. name:sub(-half)
  end
  return name .. hash
end
