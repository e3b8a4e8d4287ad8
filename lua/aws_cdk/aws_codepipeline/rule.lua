--- Rules of conditions: what must hold before a stage begins, or after it has ended.
local engine = require "luacdk.engine"
local names = require "aws_cdk.aws_codepipeline.private.names"

local Rule = engine.class "aws_cdk.aws_codepipeline.Rule"

--- Arguments: RuleProps: name, provider (such as "CloudWatchAlarm"), version, configuration, commands,
-- input_artifacts (list of names), region, role.
function Rule:init(props)
  names.check(nil, "rule", props.name)
  self.rule_name = props.name
  self._props = props
end

--- How others refer to the rule.
function Rule:reference() return "#{rule." .. (self.rule_name or "undefined") .. "}" end

function Rule:_render()
  local props = self._props
  local inputs = props.input_artifacts and engine.list {}
  for i, artifact in ipairs(props.input_artifacts or {}) do inputs[i] = { name = artifact } end
  return {
    name = self.rule_name,
    region = props.region,
    role_arn = props.role and props.role.role_arn,
    configuration = props.configuration,
    input_artifacts = inputs,
    commands = props.commands,
    rule_type_id = { provider = props.provider, version = props.version, category = "Rule", owner = "AWS" },
  }
end

return { Rule = Rule }
