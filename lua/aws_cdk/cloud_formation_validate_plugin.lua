local engine = require "luacdk.engine"
local own_findings = require "aws_cdk.private.own_findings"
local validator = require "aws_cdk.private.validator_row"

--- The plug-in that validates templates by CloudFormation's rules. Apps have one anyway; an instance that is added to
--- an app or a stage takes its place, and judges even if the app wants no validation otherwise.
local CloudFormationValidatePlugin = engine.class "aws_cdk.CloudFormationValidatePlugin"

local LANGUAGES = { rego_rules = "Rego", guard_rules = "Guard" }

--- Arguments: CloudFormationValidatePluginProps (optional). Rules in Rego or Guard are refused.
function CloudFormationValidatePlugin:init(props)
  for option, language in pairs(LANGUAGES) do
    if props and props[option] and #props[option] > 0 then
      engine.fail(nil, "%s: rules in %s cannot be run here; -> write them in Lua, for luacdk check --rules",
        option, language)
    end
  end
  self.name = CloudFormationValidatePlugin.PLUGIN_NAME
  self._is_of_library = true
  own_findings.prepare_for_plugin()
end

--- The version of the rules.
CloudFormationValidatePlugin.get.version = function() return validator.version end

CloudFormationValidatePlugin.get.rule_ids = function() return { validator.version } end

--- What is wrong with the templates of an app. Argument: IPolicyValidationContext, of which the app and the stacks
--- matter.
function CloudFormationValidatePlugin:validate(context)
  local report = own_findings.of_plugin(context.app_construct, context.stack_templates)
  for _, violation in ipairs(report.violations) do
    for _, resource in ipairs(violation.violating_resources) do resource.frames = nil end
  end
  return { success = report.success, violations = report.violations }
end

return { CloudFormationValidatePlugin = CloudFormationValidatePlugin }
