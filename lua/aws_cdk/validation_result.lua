local engine = require "luacdk.engine"

--- The result of a check: nothing, a message, or a message with further results below it.
local ValidationResult = engine.class("aws_cdk.ValidationResult")
local ValidationResults = engine.class("aws_cdk.ValidationResults")

function ValidationResult:init(message, results)
  self.error_message = message or ""
  self.results = results or ValidationResults()
end

ValidationResult.get.is_success = function(self) return self.error_message == "" and self.results.is_success end

--- Raises the tree of messages if there is any.
function ValidationResult:assert_success()
  if self.is_success then return end
  engine.fail(nil, "%s", self.error_message .. self:error_tree())
end

function ValidationResult:error_tree()
  local below = self.results:error_tree_list()
  return self.error_message .. (below ~= "" and "\n  " .. below:gsub("\n", "\n  ") or "")
end

--- The same result under a heading.
function ValidationResult:prefix(message)
  if self.is_success then return self end
  return ValidationResult(message .. ": " .. self.error_message, self.results)
end

function ValidationResults:init(results) self.results = results or {} end

ValidationResults.get.is_success = function(self)
  for _, result in ipairs(self.results) do
    if not result.is_success then return false end
  end
  return true
end

function ValidationResults:collect(result)
  if not result.is_success then table.insert(self.results, result) end
end

function ValidationResults:error_tree_list()
  local texts = {}
  for i, result in ipairs(self.results) do texts[i] = result:error_tree() end
  return table.concat(texts, "\n")
end

function ValidationResults:wrap(message)
  if self.is_success then return ValidationResult() end
  return ValidationResult(message, self)
end

return { ValidationResult = ValidationResult, ValidationResults = ValidationResults }
