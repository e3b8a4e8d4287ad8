--- How the logs and traces of a resource are delivered: a source, and for each destination a delivery.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local logs = require "aws_cdk.aws_logs"

local M = {}

local LONGEST_NAME, LONGEST_POLICY_NAME = 60, 128
local DELIVERY = "delivery.logs.amazonaws.com"
local TRACES_POLICY = "CdkXRayLogsDeliveryPolicy"

-- A name made of the path of what make() returns, which is not known before.
local function named(length, make)
  local made
  made = make(engine.lazy(function() return cdk.Names.unique_resource_name(made, { max_length = length }) end,
    { kind = "string" }))
  return made
end

--- A destination of the type, in CloudFormation's words; traces have no resource that receives them.
function M.destination(scope, id, type, arn)
  return named(LONGEST_NAME, function(name)
    return logs.CfnDeliveryDestination(scope, id .. "Dest", {
      name = name, delivery_destination_type = type, destination_resource_arn = arn,
    })
  end)
end

--- The statement with which the service that delivers may perform the actions.
function M.statement(actions, resources, conditions)
  return iam.PolicyStatement {
    effect = "Allow", principals = { iam.ServicePrincipal(DELIVERY) }, actions = actions, resources = resources,
    conditions = conditions,
  }
end

--- The ARN of all sources of deliveries in the stack.
function M.all_sources(stack)
  return stack:format_arn {
    service = "logs", resource = "delivery-source", resource_name = "*", arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  }
end

local function source(scope, id, log_type, arn)
  return named(LONGEST_NAME, function(name)
    return logs.CfnDeliverySource(scope, id .. "DeliverySource", {
      name = name, log_type = log_type, resource_arn = arn,
    })
  end)
end

local function delivery(scope, id, from, to)
  local made = logs.CfnDelivery(scope, id .. "Delivery", {
    delivery_source_name = from.delivery_source_ref.delivery_source_name, delivery_destination_arn = to.attr_arn,
  })
  made.node:add_dependency(from, to)
  return made
end

local XRayResourcePolicy = engine.class("aws_cdk.aws_bedrockagentcore.XRayResourcePolicy", engine.Construct)

function XRayResourcePolicy:init(scope, id)
  engine.Construct.init(self, scope, id)
  local document = iam.PolicyDocument()
  self._document = document
  require("aws_cdk.aws_xray").CfnResourcePolicy(self, "ResourcePolicy", {
    policy_name = engine.lazy(function()
      return cdk.Names.unique_resource_name(self, { max_length = LONGEST_POLICY_NAME })
    end, { kind = "string" }),
    policy_document = engine.lazy(function() return engine.to_json_string(self, document:to_json()) end,
      { kind = "string" }),
  })
end

-- The stack's policy for traces, with a statement for the resource.
local function trace_policy(scope, arn)
  local stack = engine.stack_of(scope)
  local policy = stack.node:try_find_child(TRACES_POLICY) or XRayResourcePolicy(stack, TRACES_POLICY)
  policy._document:add_statements(M.statement({ "xray:PutTraceSegments" }, { "*" }, engine.ordered(
    "ForAllValues:ArnLike", { ["logs:LogGeneratingResourceArns"] = { arn } },
    "StringEquals", { ["aws:SourceAccount"] = stack.account },
    "ArnLike", { ["aws:SourceArn"] = M.all_sources(stack) })))
  return policy
end

--- Delivers the traces of the resource to X-Ray. Options: manage_delivery_resource_policy.
function M.trace(scope, arn, options)
  local from = source(scope, "Traces", "TRACES", arn)
  local policy = options.manage_delivery_resource_policy ~= false and trace_policy(scope, arn)
  local to = M.destination(scope, "TracesDelivery", "XRAY")
  if policy then to.node:add_dependency(policy) end
  delivery(scope, "Traces", from, to)
end

-- The configurations by types of logs, in the order of their first ones.
local function by_type(configs)
  local groups, of = {}, {}
  for _, config in ipairs(configs) do
    local type = config.log_type.value
    if not of[type] then
      of[type] = { type = type }
      groups[#groups + 1] = of[type]
    end
    table.insert(of[type], config.destination)
  end
  return groups
end

-- "APPLICATION_LOGS" → "ApplicationLogs"
local function id_of(log_type)
  return (log_type:gsub("[^_]+", function(word) return word:sub(1, 1) .. word:sub(2):lower() end):gsub("_", ""))
end

--- Delivers the logs of the resource: LoggingConfigs, and the same options. One delivery after the other.
function M.log(scope, arn, configs, options)
  local last
  for _, group in ipairs(by_type(configs)) do
    local type_id = id_of(group.type)
    local from = source(scope, type_id, group.type, arn)
    for i, destination in ipairs(group) do
      local id = #group == 1 and type_id or type_id .. i - 1
      local made = delivery(scope, id, from, destination:_bind(scope, id, options))
      if last then made.node:add_dependency(last) end
      last = made
    end
  end
end

return M
