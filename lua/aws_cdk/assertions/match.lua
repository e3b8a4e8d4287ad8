local assembly = require "luacdk.assembly"
local assertions = require "aws_cdk.assertions"
local engine = require "luacdk.engine"
local failure = require "aws_cdk.assertions.failure"
local json_value = require "aws_cdk.assertions.json_value"

local Matcher, MatchResult = assertions.Matcher, assertions.MatchResult
local kind_of, told, text = json_value.kind, json_value.told, json_value.text

--- Patterns for parts of a template. Plain values must be equal; the meaning of a plain table depends on its
--- surroundings: in `object_like` maps may have more keys, elsewhere they are compared as a whole; lists always are.
local Match = engine.class("aws_cdk.assertions.Match")

local function result_of(actual)
  if actual ~= nil then return MatchResult(actual) end
  local result = MatchResult(engine.NULL)
  result.target = nil -- nothing is there
  return result
end

local function fails(matcher, actual, message, ...)
  return result_of(actual):record_failure { matcher = matcher, path = {}, message = message:format(...) }
end

-- A class of matchers: `test(self, actual)`; instances are named after the function that makes them.
local function matcher_class(name, test)
  local class = engine.class("aws_cdk.assertions." .. name, Matcher)
  function class:init(label, pattern, options)
    self.name, self.pattern = label, pattern
    self.options = options or {}
  end
  class.test = test
  return class
end

local Literal, Array, Object

-- A matcher for a part of the pattern of `matcher`.
local function matcher_of(matcher, pattern, partial)
  if Matcher.is_matcher(pattern) then return pattern end
  return Literal(matcher.name, pattern, { partial = partial })
end

Literal = matcher_class("LiteralMatch", function(self, actual)
  local pattern, partial = self.pattern, self.options.partial or false
  local kind = kind_of(pattern)
  if kind == "empty" then kind = json_value.is_list(actual) and "list" or "map" end
  if kind == "list" then return Array(self.name, pattern, { whole = true, partial = partial }):test(actual) end
  if kind == "map" then return Object(self.name, pattern, { partial = partial }):test(actual) end
  if kind ~= kind_of(actual) then return fails(self, actual, "expected %s, got %s", told(pattern), told(actual)) end
  if pattern ~= actual then return fails(self, actual, "expected %s, got %s", text(pattern), text(actual)) end
  return MatchResult(actual)
end)

-- All elements, in their positions.
local function test_all(self, actual)
  local result, pattern = MatchResult(actual), self.pattern
  for i = 1, math.min(#pattern, #actual) do
    result:compose(tostring(i), matcher_of(self, pattern[i], self.options.partial):test(actual[i]))
  end
  if #pattern ~= #actual then
    result:record_failure {
      matcher = self, path = { tostring(math.min(#pattern, #actual) + 1) },
      message = ("too %s elements: expected %d, got %d"):format(#actual < #pattern and "few" or "many", #pattern,
        #actual),
    }
  end
  return result
end

-- The closest of the given elements that did not match: { place, result }.
local function closest(tries)
  local best
  for _, try in ipairs(tries) do
    if not best or try.result.fail_cost < best.result.fail_cost then best = try end
  end
  return best
end

-- Elements that match those of the pattern in order, possibly with others in between.
local function test_some(self, actual)
  local result, pattern = MatchResult(actual), self.pattern
  local found, tries, at = {}, {}, 1
  for i = 1, #actual do
    if at > #pattern then break end
    local matcher = matcher_of(self, pattern[at], self.options.partial)
    if matcher.name == "absent" or matcher.name == "any_value" then
      failure.raise("Match.%s() cannot be used in Match.array_with: it would match any element, or none", matcher.name)
    end
    local inner = matcher:test(actual[i])
    if inner.is_success then
      result:compose(tostring(i), inner)
      found[at], tries, at = i, {}, at + 1
    else
      tries[#tries + 1] = { place = i, result = inner }
    end
  end
  if at > #pattern then return result end
  for i, place in ipairs(found) do
    result:compose(tostring(place), MatchResult(actual[place]):record_failure {
      matcher = self, message = ("element %d of the pattern matched here"):format(i), path = {}, cost = 0,
    })
  end
  local best = closest(tries)
  if best then
    result:record_failure {
      matcher = self, path = { tostring(best.place) }, cost = 0,
      message = ("element %d of the pattern has no match; this comes closest"):format(at),
    }
    result:compose(tostring(best.place), best.result)
  else
    result:record_failure {
      matcher = self, path = { tostring(#actual + 1) },
      message = ("element %d of the pattern has no match: there are no more elements"):format(at),
    }
  end
  return result
end

Array = matcher_class("ArrayMatch", function(self, actual)
  if not json_value.is_list(actual) then return fails(self, actual, "expected a list, got %s", told(actual)) end
  return (self.options.whole and test_all or test_some)(self, actual)
end)

Object = matcher_class("ObjectMatch", function(self, actual)
  if not json_value.is_map(actual) then return fails(self, actual, "expected a map, got %s", told(actual)) end
  local result, pattern = MatchResult(actual), self.pattern
  if not self.options.partial then
    for _, key in ipairs(json_value.keys(actual)) do
      if pattern[key] == nil then
        result:record_failure { matcher = self, path = { key }, message = ("unexpected key '%s'"):format(key) }
      end
    end
  end
  for _, key in ipairs(json_value.keys(pattern)) do
    local wanted, value = pattern[key], actual[key]
    key = tostring(key)
    if value == nil and not (Matcher.is_matcher(wanted) and wanted.name == "absent") then
      result:record_failure { matcher = self, path = { key }, message = ("missing key '%s'"):format(key) }
    else
      result:compose(key, matcher_of(self, wanted, self.options.partial):test(value))
    end
  end
  return result
end)

local SerializedJson = matcher_class("SerializedJson", function(self, actual)
  if type(actual) ~= "string" then return fails(self, actual, "expected JSON as a string, got %s", told(actual)) end
  local parsed, value = pcall(assembly.parse_json, actual, { by_the_letter = true })
  if not parsed then return fails(self, actual, "not JSON: %s", actual) end
  local inner = matcher_of(self, self.pattern, false):test(value)
  if inner:has_failed() then
    inner:record_failure { matcher = self, path = {}, message = "the JSON in the string does not match" }
  end
  return inner
end)

local Not = matcher_class("NotMatch", function(self, actual)
  local inner = matcher_of(self, self.pattern, false):test(actual)
  if inner.fail_count > 0 then return MatchResult(actual) end
  return fails(self, actual, "must not match, and does: %s", text(actual, 2))
end)

local Any = matcher_class("AnyMatch", function(self, actual)
  if actual ~= nil and actual ~= engine.NULL then return MatchResult(actual) end
  return fails(self, actual, "expected a value, got %s", told(actual))
end)

local Absent = matcher_class("AbsentMatch", function(self, actual)
  if actual == nil then return result_of(nil) end
  return fails(self, actual, "expected nothing, got %s", text(actual))
end)

-- JavaScript's string for a value where a string is wanted.
local function as_string(value)
  local kind = kind_of(value)
  if kind == "string" then return value end
  if kind == "map" then return "[object Object]" end
  if kind ~= "list" and kind ~= "empty" then return kind == "nil" and "undefined" or text(value) end
  local texts = {}
  for i, one in ipairs(value) do texts[i] = as_string(one) end
  return table.concat(texts, ",")
end

local Regexp = matcher_class("StringLikeRegexpMatch", function(self, actual)
  local matches, reason = engine.matches(self.pattern, as_string(actual), "m")
  if reason then failure.raise("Match.string_like_regexp('%s'): %s", self.pattern, reason) end
  if type(actual) ~= "string" then
    return result_of(actual):record_failure {
      matcher = self, path = {}, cost = matches and 1 or 2, message = "expected a string, got " .. told(actual),
    }
  end
  if matches then return MatchResult(actual) end
  return fails(self, actual, "'%s' does not match the pattern '%s'", actual, self.pattern)
end)

local function checked(pattern) return json_value.pattern(pattern, Matcher) end

--- The key must not be there.
function Match.absent() return Absent("absent") end

--- A list that has these elements, in this order, among others. Maps in it are compared whole.
function Match.array_with(pattern) return Array("array_with", checked(pattern)) end

--- A list of exactly these elements.
function Match.array_equals(pattern) return Array("array_equals", checked(pattern), { whole = true }) end

--- Exactly this value: maps have no further keys at any depth.
function Match.exact(pattern)
  if Matcher.is_matcher(pattern) then
    failure.raise("Match.exact takes a value, not the matcher Match.%s: use that alone, or further inside",
      pattern.name)
  end
  return Literal("exact", checked(pattern))
end

--- A map that has these keys, among others, at any depth; lists are compared whole.
function Match.object_like(pattern) return Object("object_like", checked(pattern), { partial = true }) end

--- A map of exactly these keys.
function Match.object_equals(pattern) return Object("object_equals", checked(pattern)) end

--- Anything that does not match the pattern.
function Match.not_(pattern) return Not("not_", checked(pattern)) end

--- A string of JSON that matches the pattern, as a whole unless the pattern is a matcher.
function Match.serialized_json(pattern) return SerializedJson("serialized_json", checked(pattern)) end

--- Any value but null.
function Match.any_value() return Any("any_value") end

--- A string in which the regular expression (JavaScript's) matches somewhere; `^` and `$` also match at line breaks.
function Match.string_like_regexp(pattern) return Regexp("string_like_regexp", pattern) end

return { Match = Match }
