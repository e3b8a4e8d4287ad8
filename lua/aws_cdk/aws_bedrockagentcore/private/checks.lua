--- What names, texts and tags of the module's resources must be. Values known only at deployment pass.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local checks = {}

local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

-- The rows bound the names of endpoints only; those of other resources have the same limit.
checks.LONGEST_NAME = l2.limit "aws_bedrockagentcore.CfnRuntimeEndpointProps.name"

--- Fails unless the name begins with a letter and has 1 to 48 letters, digits and underscores. `option`: its name.
function checks.name(self, option, name)
  if is_unresolved(name) or name:find "^%a[%w_]*$" and #name <= checks.LONGEST_NAME then return end
  fail(self, "%s must have 1 to %d letters, digits and underscores and begin with a letter, got %s", option,
    checks.LONGEST_NAME, display(name))
end

--- Fails unless the text, which may be nil, matches the regular expression; `said`: what it must be, in words.
function checks.pattern(self, option, text, pattern, said)
  if text == nil or is_unresolved(text) or engine.matches(pattern, text, "u") then return end
  fail(self, "%s must %s, got %s", option, said, display(text))
end

local TAG_TEXT = "^[a-zA-Z0-9\\s._:/=+@\\-]*$"
local TAG_WORDS = "have only letters, digits, blanks and the characters ._:/=+@-"

local USUAL = { key = TAG_TEXT, key_said = TAG_WORDS, value = TAG_TEXT, value_said = TAG_WORDS, longest_key = 256,
  shortest_value = 1 }

local function check_tag(self, key, value, rule)
  l2.check_length(self, "the key of a tag", key, 1, rule.longest_key)
  if key:lower():sub(1, #"aws:") == "aws:" then
    fail(self, "the key of a tag cannot begin with aws:, which is reserved, got %s", display(key))
  end
  checks.pattern(self, "the key of a tag", key, rule.key, rule.key_said)
  l2.check_length(self, ("tag '%s'"):format(key), value, rule.shortest_value, 256)
  checks.pattern(self, ("tag '%s'"):format(key), value, rule.value, rule.value_said)
end

--- Fails unless the tags, which may be nil, are ones of the service. `rule` has what differs from the usual: the
-- patterns `key` and `value`, in words `key_said` and `value_said`, `longest_key`, `shortest_value` and `most`;
-- `whole`: tags whose key or value is not known pass.
function checks.tags(self, tags, rule)
  if tags == nil or is_unresolved(tags) then return end
  rule = setmetatable(rule or {}, { __index = USUAL })
  local count = 0
  for _, key in ipairs(engine.keys(tags)) do
    count = count + 1
    if not rule.whole or not is_unresolved(key) and not is_unresolved(tags[key]) then
      check_tag(self, key, tags[key], rule)
    end
  end
  if rule.most and count > rule.most then fail(self, "tags must be at most %d, got %d", rule.most, count) end
end

return checks
