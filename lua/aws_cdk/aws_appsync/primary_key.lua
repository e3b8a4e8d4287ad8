--- Keys of items that a resolver puts into a table.
local engine = require "luacdk.engine"

local AUTOMATIC = "$util.autoId()"

local Assign = engine.class "aws_cdk.aws_appsync.Assign"

--- Arguments: the attribute, the expression of its value.
function Assign:init(attr, arg) self._attr, self._arg = attr, arg end

--- As a part of a key.
function Assign:render_as_assignment()
  return '"' .. self._attr .. '" : $util.dynamodb.toDynamoDBJson(' .. self._arg .. ")"
end

--- As a statement that puts it into the map of that name.
function Assign:put_in_map(map) return "$util.qr($" .. map .. '.put("' .. self._attr .. '", ' .. self._arg .. "))" end

local function argument(name) return "$ctx.args." .. name end

local PrimaryKey = engine.class "aws_cdk.aws_appsync.PrimaryKey"

--- Arguments: the partition key, the sort key or nil.
function PrimaryKey:init(pkey, skey) self._pkey, self._skey = pkey, skey end

--- The key as mapping templates have it.
function PrimaryKey:render_template()
  local parts = self._pkey:render_as_assignment()
  if self._skey then parts = parts .. "," .. self._skey:render_as_assignment() end
  return '"key" : {\n      ' .. parts .. "\n    }"
end

local PartitionKey = engine.class("aws_cdk.aws_appsync.PartitionKey", PrimaryKey)

-- A class whose instances become a key by is() or auto(), as `make(self, expression)` does.
local function step(name, make)
  local class = engine.class("aws_cdk.aws_appsync." .. name)

  --- The value is the argument of that name.
  function class:is(val) return make(self, argument(val)) end

  --- The value is made by AppSync.
  function class:auto() return make(self, AUTOMATIC) end

  return class
end

local PartitionKeyStep = step("PartitionKeyStep", function(self, expression)
  return PartitionKey(Assign(self._key, expression))
end)

--- Arguments: the attribute.
function PartitionKeyStep:init(key) self._key = key end

local SortKeyStep = step("SortKeyStep", function(self, expression)
  return PrimaryKey(self._pkey, Assign(self._key, expression))
end)

--- Arguments: the partition key, the attribute of the sort key.
function SortKeyStep:init(pkey, skey) self._pkey, self._key = pkey, skey end

--- Begins a key by its partition key.
function PrimaryKey.partition(key) return PartitionKeyStep(key) end

--- Adds a sort key.
function PartitionKey:sort(key) return SortKeyStep(self._pkey, key) end

return {
  Assign = Assign,
  PartitionKey = PartitionKey,
  PartitionKeyStep = PartitionKeyStep,
  PrimaryKey = PrimaryKey,
  SortKeyStep = SortKeyStep,
}
