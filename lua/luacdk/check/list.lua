--- `luacdk check --list`: the rules.
local rules = require "luacdk.check.rules"

return function()
  for _, rule in ipairs(rules.all()) do
    print(("%-26s %-8s %-12s %s"):format(rule.id, rule.severity, rule.category, rule.wrong))
  end
  return true
end
