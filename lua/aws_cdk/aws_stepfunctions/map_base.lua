--- What maps have in common: states that run others for each item of a list.
local engine = require "luacdk.engine"
local asl = require "aws_cdk.aws_stepfunctions.private.asl"
local jsonata = require "aws_cdk.aws_stepfunctions.private.jsonata"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local State = stepfunctions.State
local given = asl.given

-- ---- items ----------------------------------------------------------------------------------------------------------

local ProvideItems = engine.class "aws_cdk.aws_stepfunctions.ProvideItems"

function ProvideItems:init() end

local function provide(items)
  local made = ProvideItems()
  made.items = items
  return made
end

--- A fixed list.
function ProvideItems.json_array(array) return provide(engine.list(array)) end

--- The list that a JSONata expression gives.
function ProvideItems.jsonata(jsonata_expression) return provide(jsonata_expression) end

-- ---- state ----------------------------------------------------------------------------------------------------------

local MapBase = engine.class("aws_cdk.aws_stepfunctions.MapBase", State)

function MapBase:init(scope, id, props)
  props = props or {}
  State.init(self, scope, id, props)
  self.end_states = { self }
  self._max_concurrency = props.max_concurrency
  self._max_concurrency_path = props.max_concurrency_path
  self._jsonata_max_concurrency = props.jsonata_max_concurrency
  self._items, self._items_path = props.items, props.items_path
  self._item_selector, self._jsonata_item_selector = props.item_selector, props.jsonata_item_selector
end

--- Goes on with the state when all items are done.
function MapBase:next(next) return self:_go_on(next) end

function MapBase:_set_processor(processor, config)
  local name = ("Map %s Item Processor"):format(self.state_id)
  self:_add_item_processor(stepfunctions.StateGraph(processor.start_state, name), config)
  return self
end

local function first_given(...)
  for i = 1, select("#", ...) do
    local value = select(i, ...)
    if value ~= nil then return value end
  end
  return nil
end

function MapBase:to_state_json(top_level_query_language)
  local rendered = engine.ordered("Type", "Map")
  engine.extend(rendered, self:_render_query_language(top_level_query_language))
  rendered.Comment = self._comment
  rendered.ResultPath = asl.path(self, self._result_path)
  engine.extend(rendered, self:_render_next_end())
  engine.extend(rendered, self:_render_input_output())
  engine.extend(rendered, self:_render_result_selector())
  engine.extend(rendered, self:_render_retry_catch())
  if self._items then rendered.Items = self._items.items end
  rendered.ItemsPath = asl.path(self, self._items_path)
  if self._item_selector or given(self._jsonata_item_selector) then
    asl.set_field(rendered, "ItemSelector", first_given(self._item_selector, self._jsonata_item_selector), self)
  end
  engine.extend(rendered, self:_render_item_processor())
  local concurrency = self._max_concurrency
  if given(concurrency) then rendered.MaxConcurrency = concurrency end
  if given(self._max_concurrency_path) then
    rendered.MaxConcurrencyPath = asl.path(self, self._max_concurrency_path)
  end
  if given(concurrency) or given(self._jsonata_max_concurrency) then
    asl.set_field(rendered, "MaxConcurrency", first_given(concurrency, self._jsonata_max_concurrency), self)
  end
  return engine.extend(rendered, self:_render_assign(top_level_query_language))
end

local LARGEST_INTEGER = 2 ^ 53 - 1

-- Pairs of properties of which only one may be given.
local EXCLUSIVE = {
  { "max_concurrency", "max_concurrency_path" }, { "jsonata_max_concurrency", "max_concurrency" },
  { "jsonata_max_concurrency", "max_concurrency_path" },
}

function MapBase:_validate_state()
  local errors = {}
  local function add(...) errors[#errors + 1] = string.format(...) end
  local function exclude(one, other)
    if given(self["_" .. one]) and given(self["_" .. other]) then
      add("%s and %s are mutually exclusive", one, other)
    end
  end
  local function check_expression(name)
    local value = self["_" .. name]
    if given(value) and not jsonata.is_expression(tostring(value)) then
      add("%s must begin with '{%%' and end with '%%}', got %s", name, engine.display(value))
    end
  end
  local config = self._processor_config
  if config and config.mode == "DISTRIBUTED" and not config.execution_type then
    add("the item processor needs an execution_type, as its mode is DISTRIBUTED")
  end
  local concurrency = self._max_concurrency
  if given(concurrency) and not engine.is_unresolved(concurrency)
    and not (concurrency >= 0 and concurrency <= LARGEST_INTEGER and concurrency == math.floor(concurrency)) then
    add("max_concurrency must be a whole number, 0 or more, got %s", engine.display(concurrency))
  end
  for _, pair in ipairs(EXCLUSIVE) do exclude(pair[1], pair[2]) end
  check_expression "jsonata_max_concurrency"
  exclude("item_selector", "jsonata_item_selector")
  check_expression "jsonata_item_selector"
  return errors
end

return { MapBase = MapBase, ProvideItems = ProvideItems }
