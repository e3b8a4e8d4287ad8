--- States whose definition is given as it is.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local State = stepfunctions.State

local CustomState = engine.class("aws_cdk.aws_stepfunctions.CustomState", State)

function CustomState:init(scope, id, props)
  State.init(self, scope, id, {})
  self.end_states = { self }
  self._state_json = props.state_json
end

--- Tries again when one of the errors comes; such rules go before those of the given definition.
function CustomState:add_retry(props) return self:_add_retry(props) end

--- Goes on with `handler` when one of the errors comes; such rules go before those of the given definition.
function CustomState:add_catch(handler, props) return self:_add_catch(handler, props) end

--- Goes on with the state.
function CustomState:next(next) return self:_go_on(next) end

-- Lists that have two sources: the key, and the warning when both have entries.
local SHARED = {
  {
    "Retry", "@aws-cdk/aws-stepfunctions:multipleRetrySources",
    "CustomState constructs can configure state retries using the stateJson property or by using the addRetry() "
      .. "function.\nWhen retries are configured using both of these, the state definition's Retry field is generated "
      .. "\nby first rendering retries from addRetry(), then rendering retries from the stateJson.",
  },
  {
    "Catch", "@aws-cdk/aws-stepfunctions:multipleCatchSources",
    "CustomState constructs can configure state catchers using the stateJson property or by using the addCatch() "
      .. "function.\nWhen catchers are configured using both of these, the state definition's Catch field is generated "
      .. "\nby first rendering catchers from addCatch(), then rendering catchers from the stateJson.",
  },
}

local function share(self, rendered, added, row)
  local key = row[1]
  local first, second = added[key], self._state_json[key]
  if type(second) ~= "table" or #second == 0 and next(second) ~= nil then
    rendered[key] = first
    return
  end
  if first and #second > 0 then cdk.Annotations.of(self):add_warning_v2(row[2], row[3]) end
  local all = table.move(first or {}, 1, #(first or {}), 1, {})
  rendered[key] = engine.list(table.move(second, 1, #second, #all + 1, all))
end

function CustomState:to_state_json(query_language)
  local given = self._state_json
  local rendered = engine.extend(engine.ordered(), self:_render_query_language(query_language))
  if given.QueryLanguage then rendered.QueryLanguage = given.QueryLanguage end
  engine.extend(rendered, self:_render_next_end())
  engine.extend(rendered, given)
  local added = self:_render_retry_catch() or {}
  for _, row in ipairs(SHARED) do share(self, rendered, added, row) end
  return rendered
end

return { CustomState = CustomState }
