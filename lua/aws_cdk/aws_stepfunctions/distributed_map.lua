--- Maps whose items are processed in separate executions.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local asl = require "aws_cdk.aws_stepfunctions.private.asl"
local stepfunctions = require "aws_cdk.aws_stepfunctions"
local cx_api = require "aws_cdk.cx_api"

local MapBase = stepfunctions.MapBase
local given = asl.given

local RESULT_WRITER_V2 = cx_api.STEPFUNCTIONS_USE_DISTRIBUTED_MAP_RESULT_WRITER_V2
local LONGEST_LABEL = 40
local NOT_IN_LABEL = [=[[\s?*<>{}\\[\]:;,|^~$#%&`"\u0000-\u001f\u007f-\u009f]]=]

local DistributedMap = engine.class("aws_cdk.aws_stepfunctions.DistributedMap", MapBase)

function DistributedMap:init(scope, id, props)
  props = props or {}
  MapBase.init(self, scope, id, props)
  self._map_execution_type = props.map_execution_type or "STANDARD"
  self._item_reader, self._item_batcher = props.item_reader, props.item_batcher
  self._tolerated_failure_percentage = props.tolerated_failure_percentage
  self._tolerated_failure_percentage_path = props.tolerated_failure_percentage_path
  self._tolerated_failure_count = props.tolerated_failure_count
  self._tolerated_failure_count_path = props.tolerated_failure_count_path
  self._label = props.label
  if props.result_writer then
    engine.deprecated("aws_cdk.aws_stepfunctions.DistributedMapProps#result_writer", "use `result_writer_v2` instead")
  end
  self._result_writer, self._result_writer_v2 = props.result_writer, props.result_writer_v2
  self._processor_mode = "DISTRIBUTED"
end

--- Tries again when one of the errors comes; several rules may be added.
function DistributedMap:add_retry(props) return self:_add_retry(props) end

--- Goes on with `handler` when one of the errors comes and trying again did not help.
function DistributedMap:add_catch(handler, props) return self:_add_catch(handler, props) end

--- Sets the states that run for each item.
function DistributedMap:item_processor(processor, config) return self:_set_processor(processor, config) end

local function result_writer(self)
  local v2 = cdk.FeatureFlags.of(self):is_enabled(RESULT_WRITER_V2)
  if v2 then return self._result_writer_v2 end
  return self._result_writer
end

function DistributedMap:_when_bound_to_graph(graph)
  MapBase._when_bound_to_graph(self, graph)
  for _, source in ipairs { result_writer(self) or false, self._item_reader or false } do
    for _, statement in ipairs(source and source:provide_policy_statements() or {}) do
      graph:register_policy_statement(statement)
    end
  end
end

-- ---- definition -----------------------------------------------------------------------------------------------------

--- The label in the definition, nil if there is none.
function DistributedMap:_rendered_label() return given(self._label) and self._label or nil end

local function render_result_writer(self, rendered, language)
  local writer = result_writer(self)
  if not writer then return end
  local json = writer:render(language)
  if type(json) == "table" and json.Resource == nil and json.WriterConfig == nil then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-stepfunctions:emptyResultWriter",
      "ResultWriter should specify at least the WriterConfig or the Bucket and Prefix")
  end
  asl.set_field(rendered, "ResultWriter", json, self)
end

-- Numbers and paths in the order of the definition.
local TOLERATED = {
  { "_tolerated_failure_percentage", "ToleratedFailurePercentage" },
  { "_tolerated_failure_percentage_path", "ToleratedFailurePercentagePath" },
  { "_tolerated_failure_count", "ToleratedFailureCount" },
  { "_tolerated_failure_count_path", "ToleratedFailureCountPath" },
}

function DistributedMap:to_state_json(state_machine_query_language)
  local rendered = MapBase.to_state_json(self, state_machine_query_language)
  if not rendered.ItemProcessor then
    engine.fail(self, "a distributed map needs an item processor; -> set one with item_processor()")
  end
  local config = rendered.ItemProcessor.ProcessorConfig
  if config.ExecutionType then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-stepfunctions:propertyIgnored",
      "Property 'ProcessorConfig.executionType' is ignored, use the 'mapExecutionType' in the 'DistributedMap' class "
      .. "instead.")
  end
  config.ExecutionType = self._map_execution_type
  local language = self._query_language or state_machine_query_language
  if self._item_reader then asl.set_field(rendered, "ItemReader", self._item_reader:render(language), self) end
  if self._item_batcher then rendered.ItemBatcher = self._item_batcher:render() end
  for _, row in ipairs(TOLERATED) do
    if given(self[row[1]]) then rendered[row[2]] = self[row[1]] end
  end
  rendered.Label = self:_rendered_label()
  render_result_writer(self, rendered, language)
  return rendered
end

-- ---- checks ---------------------------------------------------------------------------------------------------------

local EXCLUSIVE = {
  { "items_path", "item_reader" }, { "tolerated_failure_percentage", "tolerated_failure_percentage_path" },
  { "tolerated_failure_count", "tolerated_failure_count_path" },
}

local function check_label(label, add)
  if engine.is_unresolved(label) then
    return add("label must be known while the script runs, got %s", engine.display(label))
  end
  local length = utf8.len(label) or #label
  if length > LONGEST_LABEL then add("label must have %d characters at most, got %d", LONGEST_LABEL, length) end
  if engine.matches(NOT_IN_LABEL, label) then
    add("label must not hold white space, control characters or any of ? * < > { } [ ] : ; , \\ | ^ ~ $ # %% & ` \", "
      .. "got %s", engine.display(label))
  end
end

function DistributedMap:_validate_state()
  local errors = MapBase._validate_state(self)
  local function add(...) errors[#errors + 1] = string.format(...) end
  if self._processor_config and self._processor_config.mode == "INLINE" then
    add("the item processor of a distributed map cannot have the mode INLINE")
  end
  for _, pair in ipairs(EXCLUSIVE) do
    if given(self["_" .. pair[1]]) and given(self["_" .. pair[2]]) then
      add("%s and %s are mutually exclusive", pair[1], pair[2])
    end
  end
  local percentage = self._tolerated_failure_percentage
  if given(percentage) and (engine.is_unresolved(percentage) or percentage < 0 or percentage > 100) then
    add("tolerated_failure_percentage must be a number between 0 and 100, got %s; "
      .. "tolerated_failure_percentage_path takes a field", engine.display(percentage))
  end
  local checked = {
    { self._item_batcher, "validate_item_batcher" }, { self._item_reader, "validate_item_reader" },
    { self._result_writer_v2, "validate_result_writer" },
  }
  for i = 1, 3 do
    local object, method = checked[i][1], checked[i][2]
    for _, message in ipairs(object and object[method](object) or {}) do errors[#errors + 1] = message end
  end
  if given(self._label) then check_label(self._label, add) end
  return errors
end

return { DistributedMap = asl.query_languages(DistributedMap) }
