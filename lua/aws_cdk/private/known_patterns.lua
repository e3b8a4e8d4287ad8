local engine = require "luacdk.engine"

--- Fails unless the patterns, if there are any, are known while the script runs, which reads files by them.
return function(scope, patterns)
  local late = engine.is_unresolved(patterns) and patterns
  for _, pattern in ipairs(not late and patterns or {}) do
    if engine.is_unresolved(pattern) then late = pattern end
  end
  if late then
    engine.fail(scope, "the patterns of exclude must be known while the script runs, got %s", engine.display(late))
  end
  return patterns
end
