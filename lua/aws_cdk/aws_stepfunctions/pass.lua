--- States that pass on their input, or a fixed result.
local engine = require "luacdk.engine"
local asl = require "aws_cdk.aws_stepfunctions.private.asl"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local State = stepfunctions.State

-- ---- result ---------------------------------------------------------------------------------------------------------

local Result = engine.class "aws_cdk.aws_stepfunctions.Result"

function Result:init(value) self.value = value end

for _, kind in ipairs { "string", "number", "boolean", "object", "array" } do
  Result["from_" .. kind] = function(value) return Result(value) end
end

-- ---- state ----------------------------------------------------------------------------------------------------------

local Pass = engine.class("aws_cdk.aws_stepfunctions.Pass", State)

function Pass:init(scope, id, props)
  props = props or {}
  State.init(self, scope, id, props)
  self._result = props.result
  self.end_states = { self }
end

--- Goes on with the state.
function Pass:next(next) return self:_go_on(next) end

function Pass:to_state_json(top_level_query_language)
  local rendered = engine.ordered("Type", "Pass")
  engine.extend(rendered, self:_render_query_language(top_level_query_language))
  rendered.Comment = self._comment
  if self._result then rendered.Result = self._result.value end
  rendered.ResultPath = asl.path(self, self._result_path)
  engine.extend(rendered, self:_render_input_output())
  asl.set_field(rendered, "Parameters", self._parameters, self)
  engine.extend(rendered, self:_render_next_end())
  return engine.extend(rendered, self:_render_assign(top_level_query_language))
end

return { Pass = asl.query_languages(Pass), Result = Result }
