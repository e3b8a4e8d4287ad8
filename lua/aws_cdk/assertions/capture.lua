local assertions = require "aws_cdk.assertions"
local engine = require "luacdk.engine"
local failure = require "aws_cdk.assertions.failure"
local json_value = require "aws_cdk.assertions.json_value"
local sections = require "aws_cdk.assertions.sections"

--- Captures the values in its place, for every match that succeeds as a whole.
local Capture = engine.class("aws_cdk.assertions.Capture", assertions.Matcher)

--- Arguments: pattern, which the value must match (as for Match.object_like, or a matcher); without it any value.
function Capture:init(pattern)
  self.name = "Capture"
  self._pattern = pattern ~= nil and sections.matcher_of(pattern) or nil
  self._captured = {}
  self._at = 1
end

function Capture:test(actual)
  if actual == nil or actual == engine.NULL then
    return assertions.MatchResult(engine.NULL):record_failure {
      matcher = self, path = {}, message = ("there is %s to capture"):format(json_value.told(actual)),
    }
  end
  if self._pattern then
    local inner = self._pattern:test(actual)
    if inner:has_failed() then return inner end
  end
  local result = assertions.MatchResult(actual)
  result:record_capture { capture = self, value = actual }
  return result
end

--- Moves to the next value; false if there is none.
function Capture:next()
  if self._at >= #self._captured then return false end
  self._at = self._at + 1
  return true
end

local function as(kind)
  return function(self)
    if #self._captured == 0 then
      failure.raise "nothing was captured; does an assertion with the capture come first?"
    end
    local value = self._captured[self._at]
    local is = json_value.kind(value)
    if is == kind or is == "empty" and (kind == "list" or kind == "map") then
      return json_value.plain(value)
    end
    return failure.raise("the captured value is not a %s but %s: %s", kind, json_value.told(value),
      json_value.text(value, 2))
  end
end

Capture.as_string = as "string"
Capture.as_number = as "number"
Capture.as_boolean = as "boolean"
Capture.as_array = as "list"
Capture.as_object = as "map"

return { Capture = Capture }
