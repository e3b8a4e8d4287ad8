-- Files with values known only at deployment: markers take their place.
local engine = require "luacdk.engine"
local assembly = require "luacdk.assembly"
local each = require("aws_cdk.aws_iam.util").each
local yaml = require "aws_cdk.private.yaml_writer"

local M = {}

-- Represents a value that is not inside a string until the text is made.
local WORD = "MarkerNo%dOfThisFile"

-- A copy of `value` with words in the place of tokens. `string_encoding`: also for strings that contain tokens.
local function with_words(value, string_encoding, found)
  local kind
  if engine.is_token(value) then
    kind = engine.token_type(value)
    if kind == "string" then value = tostring(value) end
  end
  local encoding
  if type(value) == "string" then
    if not (string_encoding and engine.is_unresolved(value)) then return value end
    encoding = string_encoding
  elseif kind then
    encoding = kind ~= "number" and "JSON_VALUE" or nil
  elseif type(value) ~= "table" or engine.class_name(value) or next(value) == nil then
    return value
  elseif #value > 0 then
    local list = {}
    for i = 1, #value do list[i] = with_words(value[i], string_encoding, found) end
    return list
  else
    local map = engine.ordered()
    for key, one in each(value) do map[tostring(key)] = with_words(one, string_encoding, found) end
    return map
  end
  found[#found + 1] = { value = value, encoding = encoding }
  return WORD:format(#found)
end

-- The text with tokens in the place of words, and hints about these tokens.
local function with_tokens(text, found, around)
  local hints = {}
  local pattern = around .. WORD:gsub("%%d", "(%%d+)") .. around
  text = text:gsub(pattern, function(number)
    local one = found[tonumber(number)]
    local token = tostring(engine.lazy(function() return one.value end, { kind = "any" }))
    hints[token] = one
    return token
  end)
  return text, hints
end

--- The text of a JSON file, and hints for M.render.
function M.json(value)
  local found = {}
  return with_tokens(assembly.print_json(with_words(value, nil, found)), found, '"')
end

--- The text of a YAML file, and hints for M.render.
function M.yaml(value)
  local found = {}
  return with_tokens(yaml.text(with_words(value, "YAML_STRING", found)), found, "")
end

--- { text with markers, markers: marker → value, encodings: marker → encoding }, or nil and what is wrong.
function M.render(text, hints)
  local markers, encodings, pieces = engine.ordered(), engine.ordered(), {}
  local count = 0
  for i, piece in ipairs(engine.is_unresolved(text) and engine.fragments(tostring(text)) or { text }) do
    if type(piece) ~= "string" then
      local hint = hints and hints[tostring(piece)]
      if not hint and engine.token_type(piece) == "list" then
        return nil, "contains a list in a string that is known only at deployment: join it with Fn.join, or make it a "
          .. "value of"
          .. " a JSON file"
      end
      local marker = ("<<marker:0xbaba:%d>>"):format(count)
      count = count + 1
      markers[marker] = hint and hint.value or piece
      if hint and hint.encoding then encodings[marker] = hint.encoding end
      piece = marker
    end
    pieces[i] = piece
  end
  return {
    text = table.concat(pieces), markers = markers, encodings = next(encodings) ~= nil and encodings or nil,
  }
end

return M
