--- States that decide what follows.
local engine = require "luacdk.engine"
local asl = require "aws_cdk.aws_stepfunctions.private.asl"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local State = stepfunctions.State

local Choice = engine.class("aws_cdk.aws_stepfunctions.Choice", State)

function Choice:init(scope, id, props)
  State.init(self, scope, id, props or {})
  self.end_states = {}
end

--- Continues with `next` if the condition is true and those of the earlier rules are not.
function Choice:when(condition, next, options)
  self:_add_choice(condition, next.start_state, options)
  return self
end

--- Continues with `def` if no condition is true.
function Choice:otherwise(def)
  self:_make_default(def.start_state)
  return self
end

-- An end of a choice: what follows becomes its default.
local DefaultAsNext = engine.class "aws_cdk.aws_stepfunctions.DefaultAsNext"

function DefaultAsNext:init(choice) self._choice = choice end

function DefaultAsNext:next(state)
  self._choice:otherwise(state)
  return stepfunctions.Chain.sequence(self._choice, state)
end

--- A chain to which can be added what follows on all ways that the choice can take.
function Choice:afterwards(options)
  options = options or {}
  local ends = State.filter_nextables(State.find_reachable_end_states(self, {
    include_error_handlers = options.include_error_handlers,
  }))
  if options.include_otherwise then
    if self._default_choice then
      engine.fail(self, "include_otherwise cannot be combined with otherwise(): the choice '%s' has a default already",
        self.state_id)
    end
    ends[#ends + 1] = DefaultAsNext(self)
  end
  return stepfunctions.Chain.custom(self, ends, self)
end

function Choice:to_state_json(top_level_query_language)
  local rendered = engine.ordered("Type", "Choice")
  engine.extend(rendered, self:_render_query_language(top_level_query_language))
  rendered.Comment = self._comment
  engine.extend(rendered, self:_render_input_output())
  engine.extend(rendered, self:_render_choices())
  return engine.extend(rendered, self:_render_assign(top_level_query_language))
end

return { Choice = asl.query_languages(Choice) }
