--- States that end the execution well.
local engine = require "luacdk.engine"
local asl = require "aws_cdk.aws_stepfunctions.private.asl"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local State = stepfunctions.State

local Succeed = engine.class("aws_cdk.aws_stepfunctions.Succeed", State)

function Succeed:init(scope, id, props)
  State.init(self, scope, id, props or {})
  self.end_states = {}
end

function Succeed:to_state_json(query_language)
  local rendered = engine.ordered("Type", "Succeed")
  engine.extend(rendered, self:_render_query_language(query_language))
  rendered.Comment = self._comment
  return engine.extend(rendered, self:_render_input_output())
end

return { Succeed = asl.query_languages(Succeed) }
