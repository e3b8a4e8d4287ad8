--- Splits a Lua script into tokens: kind ("name", "keyword", "string", "number", "sign" or "end"), text, line. One that
--- `--[[@as TYPE]]` follows has that type as `cast`, one after
--- `---@type TYPE` has it as `declared`.
local keywords = require "luacdk.keywords"

local SIGNS = { "...", "..", "==", "~=", "<=", ">=", "//", "::", "<<", ">>" }

local function long_bracket(text, at)
  local level = text:match("^%[(=*)%[", at)
  if not level then return nil end
  local _, last = text:find("]" .. level .. "]", at, true)
  return assert(last, "a long bracket is not closed") + 1, at + #level + 2, last - #level - 2
end

local function string_end(text, at)
  local quote, i = text:sub(at, at), at + 1
  while text:sub(i, i) ~= quote do i = i + (text:sub(i, i) == "\\" and 2 or 1) end
  return i + 1
end

return function(text)
  local tokens, at, line, declared = {}, 1, 1, nil
  local function add(kind, word, after)
    tokens[#tokens + 1] = { kind = kind, text = word, line = line, declared = declared }
    declared = nil
    local _, breaks = text:sub(at, after - 1):gsub("\n", "")
    line, at = line + breaks, after
  end
  local function comment()
    local after, first, last = long_bracket(text, at + 2)
    local content = after and text:sub(first, last) or text:match("^[^\n]*", at + 2)
    after = after or at + 2 + #content
    if content:find "^@as " then tokens[#tokens].cast = content:sub(5) end
    declared = content:match "^%-@type (.*)$" or declared
    local _, breaks = text:sub(at, after - 1):gsub("\n", "")
    line, at = line + breaks, after
  end
  if text:find "^#" then at = text:find "\n" or #text + 1 end
  while at <= #text do
    local character = text:sub(at, at)
    local name = text:match("^[%a_][%w_]*", at)
    local number = text:match("^0[xX][%x.]+", at) or text:match("^%.?%d[%d.]*[eE]?[+-]?%d*", at)
    if character:find "%s" then
      if character == "\n" then line = line + 1 end
      at = at + 1
    elseif text:find("^%-%-", at) then
      comment()
    elseif name then
      add(keywords[name] and "keyword" or "name", name, at + #name)
    elseif number and (character:find "%d" or text:find("^%.%d", at)) then
      number = text:match("^0[xX][%x.]+", at) or text:match("^[%d]*%.?%d*", at)
      add("number", number, at + #number)
    elseif character == '"' or character == "'" then
      local after = string_end(text, at)
      add("string", text:sub(at + 1, after - 2), after)
    elseif long_bracket(text, at) then
      local after, first, last = long_bracket(text, at)
      add("string", text:sub(first, last), after)
    else
      local sign = character
      for _, candidate in ipairs(SIGNS) do
        if text:sub(at, at + #candidate - 1) == candidate then
          sign = candidate
          break
        end
      end
      add("sign", sign, at + #sign)
    end
  end
  add("end", "", at)
  return tokens
end
