local engine = require "luacdk.engine"

--- Assertions on the parameters of the template.
local CfnRule = engine.class("aws_cdk.CfnRule", engine.CfnRefElement)
CfnRule._section = "Rules"

function CfnRule:init(scope, id, props)
  engine.CfnRefElement.init(self, scope, id)
  self._condition = props.rule_condition
  self._assertions = props.assertions and table.move(props.assertions, 1, #props.assertions, 1, {}) or nil
end

--- Adds an assertion: a condition, and a description of its failure.
function CfnRule:add_assertion(condition, description)
  self._assertions = self._assertions or {}
  table.insert(self._assertions, { assert = condition, assert_description = description })
end

function CfnRule:_render()
  local assertions
  for i, assertion in ipairs(self._assertions or {}) do
    assertions = assertions or {}
    assertions[i] = engine.ordered("Assert", assertion.assert, "AssertDescription", assertion.assert_description)
  end
  return engine.ordered("RuleCondition", self._condition, "Assertions", assertions)
end

return { CfnRule = CfnRule }
