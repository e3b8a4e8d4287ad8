--- What rules ask of the values of a resource, as src/synth/resources.h gives them. What is known only at deployment is
--- neither a text nor a number here.
local values = {}

--- The text; nil for what is none, and for what CloudFormation will look up elsewhere.
function values.text(value)
  return type(value) == "string" and not value:find("{{resolve:", 1, true) and value or nil
end

--- The number that the value is, or that it is written as; nil if it is none.
function values.number(value)
  if type(value) == "number" then return value end
  return type(value) == "string" and tonumber(value:match "^%-?%d+%.?%d*$") or nil
end

--- Whether the value is true, or written so.
function values.is_true(value) return value == true or value == "true" end

--- Whether the property is there.
function values.has(properties, name)
  local value = properties[name]
  return value ~= nil and not (type(value) == "table" and value.Ref == "AWS::NoValue")
end

--- The list; an empty one for everything else.
function values.list(value) return type(value) == "table" and value[1] ~= nil and value or {} end

--- The object, without functions of CloudFormation; an empty one for everything else.
function values.object(value)
  local name = type(value) == "table" and value[1] == nil and next(value)
  if not name or name == "Ref" or name:find "^Fn::" then return {} end
  return value
end

--- The value at a path such as "Code.ZipFile"; nil if it is not there.
function values.at(properties, path)
  local value = properties
  for name in path:gmatch "[^.]+" do value = values.object(value)[name] end
  return value
end

--- Calls visit(value, path) for the values at a path in which "*" is each item of a list: "A[0].B".
function values.each(value, path, visit, before)
  local name, rest = path:match "^([^.]+)%.?(.*)$"
  if not name then return value ~= nil and visit(value, before) end
  if name ~= "*" then
    return values.each(values.object(value)[name], rest, visit, before and before .. "." .. name or name)
  end
  for i, item in ipairs(values.list(value)) do values.each(item, rest, visit, ("%s[%d]"):format(before, i - 1)) end
end

--- The logical id that a Ref or Fn::GetAtt refers to; nil for everything else.
function values.target(value)
  if type(value) ~= "table" then return nil end
  local reference = value.Ref or value["Fn::GetAtt"]
  if type(reference) == "table" then reference = reference[1] end
  return type(reference) == "string" and reference:match "^[^.]*" or nil
end

--- Whether the text is in the list.
function values.is_one_of(text, list)
  for _, one in ipairs(list) do
    if one == text then return true end
  end
  return false
end

--- "'a', 'b' or 'c'"
function values.names(list)
  local quoted = {}
  for i, one in ipairs(list) do quoted[i] = "'" .. one .. "'" end
  if #quoted < 2 then return quoted[1] or "" end
  return table.concat(quoted, ", ", 1, #quoted - 1) .. " or " .. quoted[#quoted]
end

--- A text that is equal for equal values.
function values.key(value)
  if type(value) ~= "table" then return type(value):sub(1, 1) .. tostring(value) end
  local parts, names = {}, {}
  for name in pairs(value) do names[#names + 1] = name end
  table.sort(names, function(a, b) return tostring(a) < tostring(b) end)
  for i, name in ipairs(names) do parts[i] = ("%s\1%s"):format(name, values.key(value[name])) end
  return "{" .. table.concat(parts, "\2") .. "}"
end

return values
