-- What states have in common when they are written in Amazon States Language.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local json_path_token = require "aws_cdk.aws_stepfunctions.private.json_path_token"

local M = { JSON_PATH = "JSONPath", JSONATA = "JSONata", ALL_ERRORS = "States.ALL" }

local render_object = json_path_token.render_object

--- Sets `key`, or `key.$` if the value is a field; `state` is blamed for what cannot be rendered.
function M.set_field(to, key, value, state)
  local path = json_path_token.path_of(value, state)
  if path then
    to[key .. ".$"] = path
  elseif value ~= nil and value ~= engine.NULL then
    to[key] = render_object(value, state)
  end
end

--- The path as it is, after a check; `state` is blamed.
function M.path(state, path)
  if path ~= nil and not engine.is_unresolved(path) and path:sub(1, 1) ~= "$" then
    engine.fail(state, "a JSON path begins with '$', got %s", engine.display(path))
  end
  return path
end

--- Whether a number or text is given and neither 0 nor empty: what the library takes for given.
function M.given(value) return value ~= nil and value ~= 0 and value ~= "" and value ~= false end

--- Gives a class of states the constructors json_path() and jsonata(), for states in either language.
function M.query_languages(class)
  function class.json_path(scope, id, props) return class(scope, id, props) end

  function class.jsonata(scope, id, props)
    local all = l2.with({}, props)
    all.query_language = M.JSONATA
    return class(scope, id, all)
  end

  return class
end

return M
