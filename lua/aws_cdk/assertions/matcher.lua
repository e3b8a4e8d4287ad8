local engine = require "luacdk.engine"

--- Base class of what values are compared with. To write a matcher, make a subclass with a `name` and a method
--- `test(actual)` that returns a MatchResult.
local Matcher = engine.class("aws_cdk.assertions.Matcher")

function Matcher.is_matcher(x) return engine.is_a(x, Matcher) end

return { Matcher = Matcher }
