local checks = require "aws_cdk.aws_bedrockagentcore.private.checks"
local engine = require "luacdk.engine"

--- The tags, which may be nil, as a list. Fails on keys that do not match the pattern (in words: `said`), and on what
-- evaluations do not take either.
return function(self, tags, pattern, said)
  checks.tags(self, tags, {
    key = pattern, key_said = said, value = "^[\\p{L}\\p{N}\\s._/=+\\-]*$", longest_key = 128, shortest_value = 0,
    value_said = "have only letters, digits, blanks and the characters ._/=+-", most = 50,
  })
  if not tags or engine.is_unresolved(tags) then return tags end
  local list = {}
  for i, key in ipairs(engine.keys(tags)) do list[i] = { key = key, value = tags[key] } end
  return #list > 0 and list or nil
end
