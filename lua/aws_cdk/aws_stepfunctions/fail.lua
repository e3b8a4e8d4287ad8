--- States that end the execution as failed.
local engine = require "luacdk.engine"
local asl = require "aws_cdk.aws_stepfunctions.private.asl"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local State = stepfunctions.State

-- The intrinsic functions that may give the error or its cause.
local ALLOWED = {
  "States.Format", "States.JsonToString", "States.ArrayGetItem", "States.Base64Encode", "States.Base64Decode",
  "States.Hash", "States.UUID",
}

local Fail = engine.class("aws_cdk.aws_stepfunctions.Fail", State)

function Fail:init(scope, id, props)
  props = props or {}
  State.init(self, scope, id, props)
  self.end_states = {}
  self._error, self._error_path = props.error, props.error_path
  self._cause, self._cause_path = props.cause, props.cause_path
end

local function is_intrinsic(path)
  return path ~= nil and not engine.is_unresolved(path) and path:sub(1, 1) ~= "$"
end

local function is_allowed(path)
  for _, name in ipairs(ALLOWED) do
    if path:find(name, 1, true) == 1 then return true end
  end
  return false
end

function Fail:to_state_json(query_language)
  local rendered = engine.ordered("Type", "Fail")
  engine.extend(rendered, self:_render_query_language(query_language))
  rendered.Comment = self._comment
  rendered.Error = self._error
  rendered.ErrorPath = self._error_path
  rendered.Cause = self._cause
  rendered.CausePath = self._cause_path
  return rendered
end

function Fail:_validate_state()
  local errors = {}
  for _, name in ipairs { "error_path", "cause_path" } do
    local path = self["_" .. name]
    if asl.given(path) and is_intrinsic(path) and not is_allowed(path) then
      errors[#errors + 1] = ("%s must begin with '$' or with one of %s, got %s"):format(name,
        table.concat(ALLOWED, ", "), engine.display(path))
    end
  end
  for _, name in ipairs { "error", "cause" } do
    if asl.given(self["_" .. name]) and asl.given(self["_" .. name .. "_path"]) then
      errors[#errors + 1] = ("%s and %s_path are mutually exclusive"):format(name, name)
    end
  end
  return errors
end

return { Fail = asl.query_languages(Fail) }
