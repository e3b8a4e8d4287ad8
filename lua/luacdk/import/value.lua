-- Values of a template as Lua source: functions become calls of cdk.Fn, references to declared entries become members
-- of their variables. If no call gives exactly the same result, the value is kept as it is in cdk.Token.as_any.
local engine = require "luacdk.engine"
local source = require "luacdk.import.source"

local NULL, is_ordered = engine.NULL, engine.is_ordered

local Values = {}
Values.__index = Values

--- `scope.declared[id]`: the known entry that has a variable: { kind = "resource" | "parameter" | "condition",
--- name, attributes }; `scope.mappings[id]` the same with its rows; `scope.use(entry)` is called for each use;
--- `scope.extensions`: the template has the transform AWS::LanguageExtensions.
function Values.new(scope) return setmetatable({ scope = scope, known = {} }, Values) end

local MARK = "${Token["

--- The name of the function that a map calls; nil for an ordinary map.
function Values.function_of(map, in_condition)
  local step, state = pairs(map)
  local key = step(state)
  if type(key) ~= "string" or step(state, key) ~= nil then return nil end
  if key == "Ref" or (in_condition and key == "Condition") then return key end
  if key:sub(1, 4) == "Fn::" and key:sub(1, 13) ~= "Fn::ForEach::" then return key end
  return nil
end

local function call(name, arguments, list)
  return { call = name, arguments = arguments, token = true, list = list }
end

local function fn(name, ...) return call("cdk.Fn." .. name, { ... }) end
local function list_fn(name, ...) return call("cdk.Fn." .. name, { ... }, true) end

function Values.text(text)
  if not text:find(MARK, 1, true) then return source.string(text) end
  -- Text that looks like the marker of a token is written in two parts, so it is none.
  local items, at = {}, 1
  while true do
    local mark = text:find(MARK, at, true)
    items[#items + 1] = { value = source.string(text:sub(at, mark)) }
    if not mark then break end
    at = mark + 1
  end
  return { call = "cdk.Fn.join", arguments = { source.string "", { items = items } }, token = true }
end

function Values:list(list, in_condition)
  local items = {}
  for i, value in ipairs(list) do items[i] = { value = self:value(value, in_condition, #list == 1) } end
  if #items == 0 then return { text = "cdk.list {}" } end
  return { items = items }
end

function Values:map(map, in_condition)
  local items = {}
  for key, value in pairs(map) do
    local name = source.key(key)
    if key:find(MARK, 1, true) then name = "[tostring(" .. source.layout(Values.text(key), "", 0) .. ")] = " end
    items[#items + 1] = { key = name, value = self:value(value, in_condition) }
  end
  return { items = items }
end

--- `alone`: it is the only entry of a list, which a token for a list would replace.
function Values:value(value, in_condition, alone)
  if type(value) == "string" then return Values.text(value) end
  if type(value) == "number" then return source.number(value) end
  if type(value) == "boolean" then return { text = tostring(value) } end
  if value == NULL then return { text = "cdk.NULL" } end
  -- Failed attempts are not repeated: there may be up to two to the power of the number of levels.
  local key = (in_condition and "c" or "") .. (alone and "a" or "")
  local known = self.known[value] or {}
  self.known[value] = known
  known[key] = known[key] or self:composed(value, in_condition, alone)
  return known[key]
end

function Values:composed(value, in_condition, alone)
  if not is_ordered(value) then return self:list(value, in_condition) end
  local name = Values.function_of(value, in_condition)
  if name then
    local piece = self:called(name, value[name], in_condition)
    if piece and not (alone and piece.list) then return piece end
    if alone and name == "Ref" and type(value.Ref) == "string" then
      return fn("ref", Values.text(value.Ref))
    end
    -- Kept as it is, but as a value known later, like the others.
    local items = { { key = source.key(name), value = self:value(value[name], in_condition) } }
    return { call = "cdk.Token.as_any", arguments = { { items = items } }, token = true }
  end
  return self:map(value, in_condition)
end

-- Functions
-- ------------------------------------------------------------------------------------------------------------------

local calls = {}

-- Functions that take a string; others take a list or a map.
local TAKES_TEXT = {
  Ref = true, Condition = true, ["Fn::Sub"] = true, ["Fn::GetAZs"] = true, ["Fn::ImportValue"] = true,
  ["Fn::Base64"] = true, ["Fn::RefAll"] = true,
}

function Values:called(name, argument, in_condition)
  if type(argument) ~= "table" and not (type(argument) == "string" and TAKES_TEXT[name]) then return nil end
  local make = calls[name]
  return make and make(self, argument, in_condition) or nil
end

local PSEUDO = {
  ["AWS::AccountId"] = "ACCOUNT_ID", ["AWS::Region"] = "REGION", ["AWS::Partition"] = "PARTITION",
  ["AWS::URLSuffix"] = "URL_SUFFIX", ["AWS::NotificationARNs"] = "NOTIFICATION_ARNS", ["AWS::StackId"] = "STACK_ID",
  ["AWS::StackName"] = "STACK_NAME", ["AWS::NoValue"] = "NO_VALUE",
}

local function member(entry, text, list) return { text = entry.name .. text, token = true, list = list } end

function calls:Ref(id)
  if type(id) ~= "string" then return nil end
  if PSEUDO[id] then
    return { text = "cdk.Aws." .. PSEUDO[id], token = true, list = id == "AWS::NotificationARNs" }
  end
  local entry = self.scope.declared[id]
  if entry and (entry.kind == "resource" or entry.kind == "parameter") then
    self.scope.use(entry)
    return member(entry, entry.ref or ".ref", entry.list)
  end
  return fn("ref", Values.text(id))
end

calls["Fn::GetAtt"] = function(self, argument)
  if is_ordered(argument) or type(argument) ~= "table" or #argument ~= 2 then return nil end
  local id, attribute = argument[1], argument[2]
  if type(id) ~= "string" or (type(attribute) == "string" and attribute:find(MARK, 1, true)) then return nil end
  local entry = self.scope.declared[id]
  if entry and entry.kind == "resource" and type(attribute) == "string" and attribute ~= "" then
    self.scope.use(entry)
    local known = entry.attributes[attribute]
    if known then return member(entry, "." .. known.name, known.list) end
    return call(entry.name .. ":get_att", { Values.text(attribute) })
  end
  return fn("get_att", Values.text(id), self:value(attribute))
end

function calls:Condition(name)
  local entry = type(name) == "string" and self.scope.conditions[name]
  if not entry then return nil end
  self.scope.use(entry)
  return { text = entry.name, token = true }
end

-- Parts whose join is exactly themselves: nothing is left out, flattened or merged.
local function joins_exactly(pieces, values)
  if #pieces < 2 then return false end
  local any = false
  for i, piece in ipairs(pieces) do
    local literal = type(values[i]) == "string"
    if values[i] == "" or (literal and not piece.literal) or (not literal and (not piece.token or piece.list)) then
      return false
    end
    if literal and type(values[i - 1]) == "string" then return false end
    if type(values[i]) == "table" and values[i]["Fn::Join"] ~= nil then return false end
    any = any or not literal
  end
  return any
end

local MOST_PARTS = 8

calls["Fn::Join"] = function(self, argument)
  if is_ordered(argument) or #argument ~= 2 or type(argument[1]) ~= "string" then return nil end
  local delimiter, values = argument[1], argument[2]
  if type(values) ~= "table" or delimiter:find(MARK, 1, true) then return nil end
  if is_ordered(values) then
    local list = self:value(values)
    return list.token and fn("join", Values.text(delimiter), list) or nil
  end
  local pieces = {}
  for i, value in ipairs(values) do pieces[i] = self:value(value) end
  if not joins_exactly(pieces, values) then return nil end
  local piece
  if delimiter == "" and #pieces <= MOST_PARTS then
    piece = { parts = pieces, token = true }
  else
    local items = {}
    for i, part in ipairs(pieces) do items[i] = { value = part } end
    piece = fn("join", Values.text(delimiter), { items = items })
  end
  return piece
end

calls["Fn::Sub"] = function(self, argument)
  if type(argument) == "string" then return fn("sub", Values.text(argument)) end
  if type(argument) ~= "table" or is_ordered(argument) or #argument ~= 2 or type(argument[1]) ~= "string"
    or not is_ordered(argument[2]) or Values.function_of(argument[2]) then
    return nil
  end
  return fn("sub", Values.text(argument[1]), self:map(argument[2]))
end

calls["Fn::Select"] = function(self, argument)
  if is_ordered(argument) or #argument ~= 2 then return nil end
  local index, list = self:value(argument[1]), self:value(argument[2])
  if type(argument[1]) == "table" and not index.token then return nil end
  local later = list.token or index.token
  for _, item in ipairs(not later and list.items or {}) do later = later or (not item.key and item.value.token) end
  if not later or argument[2] == NULL or argument[1] == NULL then return nil end
  return fn("select", index, list)
end

calls["Fn::Split"] = function(self, argument)
  if is_ordered(argument) or #argument ~= 2 or type(argument[1]) ~= "string" or argument[1]:find(MARK, 1, true) then
    return nil
  end
  local text = self:value(argument[2])
  return text.token and list_fn("split", source.string(argument[1]), text) or nil
end

calls["Fn::GetAZs"] = function(self, argument)
  if argument == "" then return list_fn "get_azs" end
  return list_fn("get_azs", self:value(argument))
end

calls["Fn::ImportValue"] = function(self, argument) return fn("import_value", self:value(argument)) end
calls["Fn::Base64"] = function(self, argument) return fn("base64", self:value(argument)) end

calls["Fn::Cidr"] = function(self, argument)
  if is_ordered(argument) or #argument < 2 or #argument > 3 then return nil end
  local arguments = {}
  for i, value in ipairs(argument) do
    if value == NULL then return nil end
    arguments[i] = self:value(value)
  end
  if type(argument[2]) == "number" and (argument[2] < 1 or argument[2] > 256) then return nil end
  return call("cdk.Fn.cidr", arguments, true)
end

-- Whether the mapping has values for the keys that are known now.
local function has_keys(rows, first, second)
  local function is_late(key) return is_ordered(key) and Values.function_of(key) ~= nil end
  if is_late(first) then return is_late(second) or type(second) == "string" end
  local row = type(first) == "string" and rows[first]
  return is_ordered(row) and (is_late(second) or (type(second) == "string" and row[second] ~= nil))
end

calls["Fn::FindInMap"] = function(self, argument)
  if is_ordered(argument) or #argument < 3 or #argument > 4 then return nil end
  local arguments = {}
  for i = 1, 3 do
    if argument[i] == NULL then return nil end
    arguments[i] = self:value(argument[i])
  end
  if argument[4] ~= nil then
    if not self.scope.extensions or not is_ordered(argument[4]) then return nil end
    local step, state = pairs(argument[4])
    local key, value = step(state)
    if key ~= "DefaultValue" or step(state, key) ~= nil or value == NULL then return nil end
    arguments[4] = self:value(value)
  end
  local mapping = type(argument[1]) == "string" and self.scope.mappings[argument[1]]
  if mapping and has_keys(mapping.rows, argument[2], argument[3]) then
    self.scope.use(mapping)
    return call(mapping.name .. ":find_in_map", { table.unpack(arguments, 2) })
  end
  return call("cdk.Fn.find_in_map", arguments)
end

calls["Fn::Transform"] = function(self, argument)
  if not is_ordered(argument) or type(argument.Name) ~= "string" then return nil end
  for key in pairs(argument) do
    if key ~= "Name" and key ~= "Parameters" then return nil end
  end
  if argument.Parameters == nil then return fn("transform", Values.text(argument.Name)) end
  if not is_ordered(argument.Parameters) then return nil end
  return fn("transform", Values.text(argument.Name), self:map(argument.Parameters))
end

calls["Fn::Length"] = function(self, argument)
  local list = self.scope.extensions and self:value(argument)
  return list and list.token and fn("len", list) or nil
end

calls["Fn::ToJsonString"] = function(self, argument)
  local value = self.scope.extensions and self:value(argument)
  return value and value.token and fn("to_json_string", value) or nil
end

-- Conditions
-- ------------------------------------------------------------------------------------------------------------------

calls["Fn::If"] = function(self, argument, in_condition)
  if is_ordered(argument) or #argument ~= 3 or type(argument[1]) ~= "string" then return nil end
  if argument[2] == NULL or argument[3] == NULL then return nil end
  return fn("condition_if", Values.text(argument[1]), self:value(argument[2], in_condition),
    self:value(argument[3], in_condition))
end

local function of_list(method, least, most)
  return function(self, argument, in_condition)
    if is_ordered(argument) or type(argument) ~= "table" or #argument < least or #argument > most then return nil end
    local arguments = {}
    for i, value in ipairs(argument) do
      if value == NULL then return nil end
      arguments[i] = self:value(value, in_condition)
    end
    return call("cdk.Fn." .. method, arguments)
  end
end

calls["Fn::Equals"] = of_list("condition_equals", 2, 2)
calls["Fn::And"] = of_list("condition_and", 2, 10)
calls["Fn::Or"] = of_list("condition_or", 2, 10)
calls["Fn::Not"] = of_list("condition_not", 1, 1)
calls["Fn::Contains"] = of_list("condition_contains", 2, 2)
calls["Fn::EachMemberEquals"] = of_list("condition_each_member_equals", 2, 2)
calls["Fn::EachMemberIn"] = of_list("condition_each_member_in", 2, 2)
calls["Fn::ValueOf"] = of_list("value_of", 2, 2)

calls["Fn::ValueOfAll"] = function(self, argument)
  if is_ordered(argument) or #argument ~= 2 or argument[1] == NULL or argument[2] == NULL then return nil end
  return list_fn("value_of_all", self:value(argument[1]), self:value(argument[2]))
end

calls["Fn::RefAll"] = function(_, argument)
  return type(argument) == "string" and list_fn("ref_all", Values.text(argument)) or nil
end

return Values
