local checks = require "aws_cdk.aws_bedrockagentcore.private.checks"
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

--- The tags, which may be nil, as a list. Fails on keys that do not match the pattern (in words: `said`), and on what
-- evaluations do not take either.
return function(self, tags, pattern, said)
  checks.tags(self, tags, {
    key = pattern, key_said = said, value = "^[\\p{L}\\p{N}\\s._/=+\\-]*$", longest_key = 128, shortest_value = 0,
    value_said = "have only letters, digits, blanks and the characters ._/=+-", most = 50,
  })
  if not tags or engine.is_unresolved(tags) then return tags end
  return l2.unless_empty(l2.entries(tags))
end
