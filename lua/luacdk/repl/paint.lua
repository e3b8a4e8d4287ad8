--- Colours for documents: JSON as templates are printed, and YAML. Without colours the text is the same.
local paint = {}

-- A value after a key, or alone: a string, a number, a word; brackets stay as they are.
local function value(session, text)
  local body, tail = text:match "^(.-)(,?)$"
  local role = body:find '^"' and "string" or body:find "^[%d-]" and "number"
    or (body == "true" or body == "false" or body == "null") and "keyword" or nil
  return (role and session:paint(body, role) or body) .. tail
end

local function json_line(session, line)
  local indent, rest = line:match "^(%s*)(.*)$"
  -- A key: a quoted string up to the first '": '.
  local key, behind = rest:match '^("[^"]-"): (.*)$'
  if not key then key, behind = rest:match '^(".-[^\\]"): (.*)$' end
  if key then return indent .. session:paint(key, "name") .. ": " .. value(session, behind) end
  return indent .. value(session, rest)
end

local function yaml_line(session, line)
  local indent, key, behind = line:match "^([%s-]*)([%w_:.\"'/-]-:)(%s.*)$"
  if not key then indent, key = line:match "^([%s-]*)([%w_:.\"'/-]+:)$" end
  if not key then return line end
  return indent .. session:paint(key, "name") .. (behind or "")
end

local function each_line(session, text, colour_line)
  if not session.colour then return text end
  return (text:gsub("[^\n]+", function(line) return colour_line(session, line) end))
end

function paint.json(session, text) return each_line(session, text, json_line) end

function paint.yaml(session, text) return each_line(session, text, yaml_line) end

return paint
