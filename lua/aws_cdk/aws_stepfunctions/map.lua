--- Maps whose items are worked on in the execution itself.
local engine = require "luacdk.engine"
local asl = require "aws_cdk.aws_stepfunctions.private.asl"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local MapBase = stepfunctions.MapBase

local Map = engine.class("aws_cdk.aws_stepfunctions.Map", MapBase)

function Map:init(scope, id, props)
  MapBase.init(self, scope, id, props)
  if self._parameters ~= nil then
    engine.deprecated("aws_cdk.aws_stepfunctions.MapProps#parameters", "use `item_selector` instead")
  end
end

--- Tries again when one of the errors comes; several rules may be added.
function Map:add_retry(props) return self:_add_retry(props) end

--- Goes on with `handler` when one of the errors comes and trying again did not help.
function Map:add_catch(handler, props) return self:_add_catch(handler, props) end

--- Sets the states that run for each item, in the old way.
function Map:iterator(iterator)
  engine.deprecated("aws_cdk.aws_stepfunctions.Map#iterator", "use `item_processor` instead")
  local name = ("Map %s Iterator"):format(self.state_id)
  self:_add_iterator(stepfunctions.StateGraph(iterator.start_state, name))
  return self
end

--- Sets the states that run for each item.
function Map:item_processor(processor, config) return self:_set_processor(processor, config) end

function Map:to_state_json(query_language)
  local rendered = MapBase.to_state_json(self, query_language)
  asl.set_field(rendered, "Parameters", self._parameters, self)
  return engine.extend(rendered, self:_render_iterator())
end

function Map:_validate_state()
  local errors = MapBase._validate_state(self)
  if not self._iteration and not self._processor then
    errors[#errors + 1] = "a map needs an item processor; set one with item_processor()"
  end
  if self._iteration and self._processor then
    errors[#errors + 1] = "iterator() and item_processor() are mutually exclusive"
  end
  if self._parameters and (self._item_selector or asl.given(self._jsonata_item_selector)) then
    errors[#errors + 1] = "parameters cannot be combined with item_selector or jsonata_item_selector"
  end
  return errors
end

return { Map = asl.query_languages(Map) }
