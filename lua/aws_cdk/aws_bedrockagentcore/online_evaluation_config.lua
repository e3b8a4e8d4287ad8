--- Online evaluations: some of what agents do is judged all the time.
local engine = require "luacdk.engine"
local bedrockagentcore = require "aws_cdk.aws_bedrockagentcore"
local cdk = require "aws_cdk"
local checks = require "aws_cdk.aws_bedrockagentcore.private.checks"
local evaluation_tags = require "aws_cdk.aws_bedrockagentcore.private.evaluation_tags"
local grants = require "aws_cdk.aws_bedrockagentcore.private.grants"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

local fail = engine.fail

local L1 = "aws_bedrockagentcore.CfnOnlineEvaluationConfig"
local MOST_EVALUATORS, DEFAULT_PERCENTAGE, DEFAULT_MINUTES = 10, 10, 15
local SPANS = "aws/spans"

local OnlineEvaluationBase = engine.class("aws_cdk.aws_bedrockagentcore.OnlineEvaluationBase", cdk.Resource)

grants(OnlineEvaluationBase, "online_evaluation_config_arn", {})

local OnlineEvaluationConfig = engine.class("aws_cdk.aws_bedrockagentcore.OnlineEvaluationConfig", OnlineEvaluationBase)

local function arn(stack, kind, name)
  return stack:format_arn { service = "bedrock-agentcore", resource = kind, resource_name = name }
end

local function log_group(stack, name)
  return stack:format_arn {
    service = "logs", resource = "log-group", resource_name = name, arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  }
end

-- The ARNs of log groups, each by itself and with all that is in it.
local function log_groups(stack, names)
  local all = {}
  for _, name in ipairs(names) do
    all[#all + 1] = log_group(stack, name)
    all[#all + 1] = log_group(stack, name .. ":*")
  end
  return all
end

local function allow(role, sid, actions, resources)
  role:add_to_policy(iam.PolicyStatement { sid = sid, actions = actions, resources = resources })
end

-- A role that may read the agents' logs, write the results and ask models.
local function execution_role(self, source)
  local stack, names = engine.stack_of(self), source.cloud_watch_logs_config.log_group_names
  if engine.is_unresolved(names) then
    fail(self, "log_group_names must be known for a role to be made that may read them; -> give an execution_role")
  end
  local read = { table.unpack(names) }
  read[#read + 1] = SPANS
  local role = iam.Role(self, "ExecutionRole", {
    assumed_by = iam.ServicePrincipal("bedrock-agentcore.amazonaws.com", { conditions = engine.ordered(
      "StringEquals", engine.ordered("aws:SourceAccount", stack.account, "aws:ResourceAccount", stack.account),
      "ArnLike", { ["aws:SourceArn"] = { arn(stack, "evaluator", "*"), arn(stack, "online-evaluation-config", "*") } }
    ) }),
    description = "Execution role for Bedrock AgentCore Online Evaluation",
  })
  allow(role, "CloudWatchLogDescribeStatement", { "logs:DescribeLogGroups" }, { "*" })
  allow(role, "CloudWatchLogQueryStatement", { "logs:GetQueryResults", "logs:StartQuery" }, log_groups(stack, read))
  allow(role, "CloudWatchLogWriteStatement", { "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents" },
    { log_group(stack, "/aws/bedrock-agentcore/evaluations/*") })
  allow(role, "CloudWatchIndexPolicyStatement", { "logs:DescribeIndexPolicies", "logs:PutIndexPolicy" },
    log_groups(stack, { SPANS }))
  allow(role, "BedrockInvokeStatement", { "bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream" }, {
    "arn:" .. cdk.Aws.PARTITION .. ":bedrock:*::foundation-model/*",
    stack:format_arn { service = "bedrock", resource = "inference-profile", resource_name = "*", region = "*" },
  })
  return role
end

local function rule_of(self, props)
  local filters
  for i, filter in ipairs(props.filters or {}) do
    filters = filters or {}
    filters[i] = { key = filter.key, operator = filter.operator.value, value = filter.value._value }
  end
  if filters then l2.within(self, L1 .. ".RuleProperty.filters", filters) end
  return {
    filters = filters,
    sampling_config = { sampling_percentage = l2.within(self, L1 .. ".SamplingConfigProperty.sampling_percentage",
      props.sampling_percentage or DEFAULT_PERCENTAGE) },
    session_config = { session_timeout_minutes = l2.within(self, L1 .. ".SessionConfigProperty.session_timeout_minutes",
      props.session_timeout or DEFAULT_MINUTES, "session_timeout", "minutes") },
  }
end

--- Arguments: scope, id, OnlineEvaluationConfigProps: online_evaluation_config_name, data_source and evaluators
--  (required). Fails on what the service does not take.
function OnlineEvaluationConfig:init(scope, id, props)
  OnlineEvaluationBase.init(self, scope, id, { physical_name = props.online_evaluation_config_name })
  checks.name(self, "online_evaluation_config_name", props.online_evaluation_config_name)
  l2.at_most(self, L1 .. "Props.description", props.description)
  if #props.evaluators == 0 or #props.evaluators > MOST_EVALUATORS then
    fail(self, "evaluators must be 1 to %d, got %d", MOST_EVALUATORS, #props.evaluators)
  end
  local evaluators = {}
  for i, evaluator in ipairs(props.evaluators) do evaluators[i] = evaluator:bind() end
  self.online_evaluation_config_name = self.physical_name
  self.execution_role = props.execution_role or execution_role(self, props.data_source)
  self.grant_principal = self.execution_role
  local resource = bedrockagentcore.CfnOnlineEvaluationConfig(self, "Resource", {
    online_evaluation_config_name = self.online_evaluation_config_name,
    evaluators = evaluators,
    data_source_config = props.data_source:bind(),
    evaluation_execution_role_arn = self.execution_role.role_arn,
    rule = rule_of(self, props),
    description = props.description,
    execution_status = props.execution_status and props.execution_status.value,
    tags = evaluation_tags(self, props.tags, "^[a-zA-Z+\\-=._:/]+$", "have only letters and the characters ._:/=+-"),
  })
  if engine.is_a(self.execution_role, iam.Role) and self.execution_role.node.default_child then
    resource.node:add_dependency(self.execution_role)
  end
  self.online_evaluation_config_arn = resource.attr_online_evaluation_config_arn
  self.online_evaluation_config_id = resource.attr_online_evaluation_config_id
  self.status, self.execution_status = resource.attr_status, resource.execution_status
  self.created_at, self.updated_at = resource.attr_created_at, resource.attr_updated_at
end

local Imported = l2.imported(OnlineEvaluationConfig, OnlineEvaluationBase)

function Imported:init(scope, id, attrs)
  OnlineEvaluationBase.init(self, scope, id)
  self.online_evaluation_config_arn = attrs.online_evaluation_config_arn
  self.online_evaluation_config_id = attrs.online_evaluation_config_id
  self.online_evaluation_config_name = attrs.online_evaluation_config_name
  if attrs.execution_role_arn and attrs.execution_role_arn ~= "" then
    self.execution_role = iam.Role.from_role_arn(scope, id .. "Role", attrs.execution_role_arn)
  end
  self.grant_principal = self.execution_role or iam.UnknownPrincipal { resource = self }
end

--- An evaluation made elsewhere, by OnlineEvaluationConfigAttributes: online_evaluation_config_arn, _id and _name
--- (required), execution_role_arn.
function OnlineEvaluationConfig.from_online_evaluation_config_attributes(scope, id, attrs)
  return Imported(scope, id, attrs)
end

local function known_by(scope, id, config_arn, config_id)
  return Imported(scope, id, {
    online_evaluation_config_arn = config_arn, online_evaluation_config_id = config_id,
    online_evaluation_config_name = config_id,
  })
end

--- An evaluation made elsewhere.
function OnlineEvaluationConfig.from_online_evaluation_config_arn(scope, id, config_arn)
  return known_by(scope, id, config_arn, cdk.Arn.split(config_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name)
end

--- An evaluation in the stack's account and region.
function OnlineEvaluationConfig.from_online_evaluation_config_id(scope, id, config_id)
  return known_by(scope, id, arn(engine.stack_of(scope), "online-evaluation-config", config_id), config_id)
end

return { OnlineEvaluationBase = OnlineEvaluationBase, OnlineEvaluationConfig = OnlineEvaluationConfig }
