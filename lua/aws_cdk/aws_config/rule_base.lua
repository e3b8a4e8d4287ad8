-- What rules made here and imported ones have in common.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local cdk = require "aws_cdk"
local config = require "aws_cdk.aws_config"

local RuleBase = engine.class("aws_cdk.aws_config.RuleBase", cdk.Resource)

--- A rule for the events of this one.
function RuleBase:on_event(id, options)
  return l2.event_rule(self, id, options, engine.ordered(
    "source", { "aws.config" }, "detail", { configRuleName = { self.config_rule_name } }))
end

l2.event_rules(RuleBase, {
  on_compliance_change = { "on_event", { detail_type = { "Config Rules Compliance Change" } } },
  on_re_evaluation_status = { "on_event", { detail_type = { "Config Rules Re-evaluation Status" } } },
})

local Imported = engine.class("aws_cdk.aws_config.ImportedRule", RuleBase, "aws_cdk.aws_config.IRule")

function Imported:init(scope, id, name)
  RuleBase.init(self, scope, id)
  self.config_rule_name = name
end

-- The reference of an imported rule has only its name: the ARN contains an unknown id.
Imported.get.config_rule_ref = function(self)
  return l2.partial_reference(self, { config_rule_name = self.config_rule_name }, {
    config_rule_arn = "an imported rule has no ARN: its id is not known",
  })
end

local Rule = engine.class("aws_cdk.aws_config.RuleNew", RuleBase)

--- Gives a class of rules its import by name.
function Rule._imports(class)
  function class.from_config_rule_name(scope, id, config_rule_name) return Imported(scope, id, config_rule_name) end
end

Rule.get.config_rule_ref = function(self)
  return {
    config_rule_name = self.config_rule_name,
    config_rule_arn = engine.stack_of(self):format_arn {
      service = "config", account = self.env.account, region = self.env.region, resource = "config-rule",
      resource_name = self.config_rule_id, arn_format = cdk.ArnFormat.SLASH_RESOURCE_NAME,
    },
  }
end

local function scope_of(scope)
  if not scope then return nil end
  local types
  if scope.resource_types then
    types = {}
    for i, one in ipairs(scope.resource_types) do types[i] = one.compliance_resource_type end
  end
  return {
    compliance_resource_id = scope.resource_id, compliance_resource_types = types, tag_key = scope.key,
    tag_value = scope.value,
  }
end

local function modes_of(evaluation)
  if not evaluation then return nil end
  local all = {}
  for i, mode in ipairs(evaluation.modes) do all[i] = { mode = mode } end
  return all
end

--- Makes the L1 rule out of RuleProps and `source`.
function Rule:_add_resource(props, source, frequency)
  self._rule_scope = props.rule_scope
  local resource = config.CfnConfigRule(self, "Resource", {
    config_rule_name = self.physical_name,
    description = props.description,
    input_parameters = props.input_parameters,
    maximum_execution_frequency = frequency,
    scope = engine.lazy(function() return scope_of(self._rule_scope) end, { kind = "any" }),
    source = source,
    evaluation_modes = modes_of(props.evaluation_modes),
  })
  self.config_rule_name = resource.ref
  self.config_rule_arn = resource.attr_arn
  self.config_rule_id = resource.attr_config_rule_id
  self.config_rule_compliance_type = resource.attr_compliance_type
end

--- What a source receives when a configuration changes.
function Rule._changes()
  return {
    { event_source = "aws.config", message_type = "ConfigurationItemChangeNotification" },
    { event_source = "aws.config", message_type = "OversizedConfigurationItemChangeNotification" },
  }
end

return { Rule = Rule }
