--- States that wait.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local asl = require "aws_cdk.aws_stepfunctions.private.asl"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local State = stepfunctions.State

-- ---- time -----------------------------------------------------------------------------------------------------------

local WaitTime = engine.class "aws_cdk.aws_stepfunctions.WaitTime"

-- Argument: a map with one of these keys.
local KEYS = {
  seconds = "Seconds", timestamp = "Timestamp", seconds_path = "SecondsPath", timestamp_path = "TimestampPath",
}

function WaitTime:init(given)
  local key, value = next(given)
  self._key, self._value = KEYS[key], value
end

--- A fixed time.
function WaitTime.duration(duration) return WaitTime { seconds = duration:to_seconds() } end

-- ---- state ----------------------------------------------------------------------------------------------------------

local Wait = engine.class("aws_cdk.aws_stepfunctions.Wait", State)

function Wait:init(scope, id, props)
  State.init(self, scope, id, props)
  self._time = props.time
  self.end_states = { self }
end

--- Goes on with the state when the time is over.
function Wait:next(next) return self:_go_on(next) end

function Wait:to_state_json(top_level_query_language)
  local rendered = engine.ordered("Type", "Wait")
  engine.extend(rendered, self:_render_query_language(top_level_query_language))
  rendered.Comment = self._comment
  rendered[self._time._key] = self._time._value
  engine.extend(rendered, self:_render_input_output())
  engine.extend(rendered, self:_render_next_end())
  return engine.extend(rendered, self:_render_assign(top_level_query_language))
end

-- Fields of json_path() and jsonata() that the constructor does not take.
local function make(scope, id, props, query_language)
  local own = l2.with({}, props)
  own.input_path, own.output_path, own.outputs, own.query_language = nil, nil, nil, query_language
  local state = Wait(scope, id, own)
  state._input_path, state._output_path, state._outputs = props.input_path, props.output_path, props.outputs
  return state
end

--- A state in JSONPath: WaitJsonPathProps, with input_path and output_path.
function Wait.json_path(scope, id, props) return make(scope, id, props) end

--- A state in JSONata: WaitJsonataProps, with outputs.
function Wait.jsonata(scope, id, props) return make(scope, id, props, asl.JSONATA) end

return { Wait = Wait, WaitTime = WaitTime }
