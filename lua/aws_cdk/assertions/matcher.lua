local engine = require "luacdk.engine"

--- What values are compared with. A matcher of one's own is a subclass with a `name` and a method `test(actual)`, which
--- gives a MatchResult.
local Matcher = engine.class("aws_cdk.assertions.Matcher")

function Matcher.is_matcher(x) return engine.is_a(x, Matcher) end

return { Matcher = Matcher }
