--- Conditions on keys, for queries of a table.
local engine = require "luacdk.engine"

local KeyCondition = engine.class "aws_cdk.aws_appsync.KeyCondition"

-- One condition: its text, the names of keys and of arguments in it.
function KeyCondition:init(text, names, arguments) self._text, self._names, self._arguments = text, names, arguments end

local function binary(operator)
  return function(key_name, argument)
    return KeyCondition("#" .. key_name .. " " .. operator .. " :" .. argument, { key_name }, { argument })
  end
end

--- The key is equal to the argument of the field.
KeyCondition.eq = binary "="

--- The key is less.
KeyCondition.lt = binary "<"

--- The key is less or equal.
KeyCondition.le = binary "<="

--- The key is greater.
KeyCondition.gt = binary ">"

--- The key is greater or equal.
KeyCondition.ge = binary ">="

--- The key begins with the argument.
function KeyCondition.begins_with(key_name, arg)
  return KeyCondition("begins_with(#" .. key_name .. ", :" .. arg .. ")", { key_name }, { arg })
end

--- The key is between two arguments, both included.
function KeyCondition.between(key_name, arg1, arg2)
  return KeyCondition("#" .. key_name .. " BETWEEN :" .. arg1 .. " AND :" .. arg2, { key_name }, { arg1, arg2 })
end

-- Both lists, each text once.
local function union(first, second)
  local all, seen = {}, {}
  for _, list in ipairs { first, second } do
    for _, text in ipairs(list) do
      local key = tostring(text)
      if not seen[key] then all[#all + 1] = text end
      seen[key] = true
    end
  end
  return all
end

--- Both conditions.
function KeyCondition:and_(key_cond)
  return KeyCondition(self._text .. " AND " .. key_cond._text, union(self._names, key_cond._names),
    union(self._arguments, key_cond._arguments))
end

local function each(list, format)
  local texts = {}
  for i, text in ipairs(list) do texts[i] = (format:gsub("%%s", function() return tostring(text) end)) end
  return table.concat(texts, ", ")
end

--- The condition as mapping templates have it.
function KeyCondition:render_template()
  return '"query" : {\n              "expression" : "' .. self._text .. '",\n              "expressionNames" : {\n'
    .. "                " .. each(self._names, '"#%s" : "%s"')
    .. '\n              },\n              "expressionValues" : {\n'
    .. "                " .. each(self._arguments, '":%s" : $util.dynamodb.toDynamoDBJson($ctx.args.%s)')
    .. "\n              }\n            }"
end

return { KeyCondition = KeyCondition }
