-- References to other stacks: what represents an attribute of a resource in another stack.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local M = {}

local is_unresolved = engine.is_unresolved

local LIST_DELIMITER = "||"
local STRENGTH_KEY = "@aws-cdk/core:defaultCrossStackReferences"
local STRENGTHS = { strong = true, weak = true, both = true }

-- References with a strength of their own: reference → strength.
local strengths = setmetatable({}, { __mode = "k" })
-- Apps that have been warned about the default strength.
local warned = setmetatable({}, { __mode = "k" })

--- A separate reference that is used with the given strength.
function M.consume(value, strength)
  local reference = engine.copy_reference(engine.reverse(value))
  if not reference then
    engine.fail(nil, "consume_reference needs an attribute of a resource (like bucket.bucket_arn), got %s",
      engine.display(value))
  end
  strengths[reference] = strength
  return reference
end

local function context_strength(scope)
  local value = scope.node:try_get_context(STRENGTH_KEY)
  if value == nil or value == engine.NULL then return nil end
  if not STRENGTHS[value] then
    engine.fail(scope, "the context value %s must be 'strong', 'weak' or 'both', got %s", STRENGTH_KEY,
      engine.display(value))
  end
  return value
end

local function is_nested_in(stack, ancestor)
  local parent = stack.nested_stack_parent
  return parent ~= nil and (rawequal(parent, ancestor) or is_nested_in(parent, ancestor))
end

local function display_name(reference)
  local _, attribute = engine.reference_target(reference)
  return attribute or "Ref"
end

local function producer_of(reference)
  local target = engine.reference_target(reference)
  return engine.stack_of(target), target
end

local function is_list(reference) return engine.token_type(reference) == "list" end

local function describe(reference)
  local target = engine.reference_target(reference)
  return ("%s of %s"):format(display_name(reference), target.node.path)
end

local function unique_name(reference, prefix)
  local target = engine.reference_target(reference)
  return (prefix or "") .. engine.node_unique_id(target) .. display_name(reference)
end

-- Outputs are strings: lists are exported joined.
local function output_value(reference)
  return is_list(reference) and cdk.Fn.join(LIST_DELIMITER, reference) or reference
end

-- An output of a nested stack, and the reference by which its parent reads it.
local function nested_output(producer, reference)
  local id = unique_name(reference)
  local output = producer.node:try_find_child(id)
  if not output then
    output = cdk.CfnOutput(producer, id, { value = output_value(reference) })
  end
  return producer.nested_stack_resource:get_att("Outputs." .. engine.logical_id_text(output))
end

-- A parameter of a nested stack through which the parent passes a value.
local function nested_parameter(nested, reference, value)
  local id = unique_name(reference, "reference-to-")
  local parameter = nested.node:try_find_child(id)
  if not parameter then
    parameter = cdk.CfnParameter(nested, id, { type = "String" })
    nested:set_parameter(engine.logical_id_text(parameter), value)
  end
  return engine.ref(parameter)
end

local function split_list(text) return cdk.Fn.split(LIST_DELIMITER, text) end

--- What `stack` itself can export for a reference that may be in a stack nested in it. Its logical id is final from now
--- on.
function M.exportable(stack, reference)
  local producer, target = producer_of(reference)
  if engine.is_a(target, cdk.CfnElement) then target._logical_id_locked = true end
  local list = is_list(reference) and not rawequal(producer, stack)
  if not rawequal(producer, stack) and not is_nested_in(producer, stack) then
    engine.fail(stack, "cannot export %s: it is not part of this stack", describe(reference))
  end
  while not rawequal(producer, stack) do
    reference = nested_output(producer, reference)
    producer = producer_of(reference)
  end
  return list and split_list(reference) or reference
end

local function import_value(producer, reference)
  if is_list(reference) then return producer:export_string_list_value(reference) end
  return producer:export_value(reference)
end

-- Roles that consumers in other accounts assume to read outputs: role resource → list of the ARNs that may assume it.
local role_consumers = setmetatable({}, { __mode = "k" })

local function add_consumer(role, arn)
  for _, known in ipairs(role_consumers[role]) do
    if known == arn then return end
  end
  table.insert(role_consumers[role], arn)
end

local function publish_role(scope, producer, options)
  local role = scope.node:try_find_child("GetStackOutputRole")
  if not role then
    local consumers = {}
    role = cdk.CfnResource(scope, "GetStackOutputRole", {
      type = "AWS::IAM::Role",
      properties = engine.ordered("AssumeRolePolicyDocument", engine.ordered(
        "Version", "2012-10-17",
        "Statement", { engine.ordered(
          "Effect", "Allow",
          "Principal", { AWS = engine.lazy(function()
            local arns = {}
            for i, arn in ipairs(consumers) do arns[i] = { ["Fn::Sub"] = arn } end
            return #arns == 1 and arns[1] or arns
          end, "any") },
          "Action", { "sts:AssumeRole" }) })),
    })
    role_consumers[role] = consumers
    role:add_property_override("RoleName", cdk.Names.unique_resource_name(role, { max_length = 64 }))
  end
  add_consumer(role, options.consumer_role_arn)
  if not scope.node:try_find_child("GetStackOutputPolicy") then
    local policy = cdk.CfnResource(scope, "GetStackOutputPolicy", {
      type = "AWS::IAM::Policy",
      properties = engine.ordered(
        "Roles", { engine.ref(role) },
        "PolicyDocument", engine.ordered("Version", "2012-10-17", "Statement", { engine.ordered(
          "Effect", "Allow", "Action", "cloudformation:DescribeStacks", "Resource", options.producer_stack_arn) })),
    })
    policy:add_property_override("PolicyName", cdk.Names.unique_resource_name(policy, { max_length = 128 }))
  end
  return producer:format_arn {
    service = "iam", resource = "role", region = "", account = options.producer_account,
    resource_name = cdk.Names.unique_resource_name(role, { max_length = 64 }),
  }
end

-- An output without an export, read by name at deployment.
local function stack_output(producer, reference, options)
  local id = "Output" .. engine.json(engine.resolve(producer, reference))
  local scope = producer.node:try_find_child("Publish") or engine.Construct(producer, "Publish")
  local output = scope.node:try_find_child(id)
  if not output then
    output = cdk.CfnOutput(scope, id, { value = output_value(reference) })
  end
  local role_arn = options.consumer_role_arn and publish_role(scope, producer, options) or nil
  local value = cdk.Fn.get_stack_output(producer.stack_name, engine.logical_id_text(output), producer.region, role_arn)
  return is_list(reference) and split_list(value) or value
end

local function stack_arn(producer, region, account)
  return producer:format_arn {
    service = "cloudformation", resource = "stack", resource_name = producer.stack_name .. "/*",
    region = region, account = account,
  }
end

local function warn_of_default(consumer)
  local root = consumer.node.root
  if warned[root] then return end
  local strength = context_strength(consumer)
  if strength == nil then
    warned[root] = true
    cdk.Annotations.of(consumer):add_warning_v2("@aws-cdk/core:crossStackReferencesDefaultStrong",
      ("No strength is configured for references between stacks, so they are \"strong\". Set the context value \"%s\""
        .. " to \"both\", deploy everywhere, then set it to \"weak\"; or set it to \"strong\" to keep producers"
        .. " protected."):format(STRENGTH_KEY))
  elseif strength == "both" then
    warned[root] = true
    cdk.Annotations.of(consumer):add_warning_v2("@aws-cdk/core:crossStackReferencesBothTransitional",
      ("The context value \"%s\" is \"both\", which is meant for a transition. Once the app is deployed everywhere,"
        .. " set it to \"weak\"."):format(STRENGTH_KEY))
  end
end

local function known(value) return not is_unresolved(value) and value or nil end

local function need_regions(consumer, producer, reference, ...)
  if select("#", ...) == 2 and (...) and (select(2, ...)) then return end
  engine.fail(consumer, "cannot use %s of the stack '%s': a reference into another region or account needs an explicit"
    .. " region in the env of both stacks", describe(reference), producer.node.path)
end

-- The consumer is deployed after the producer; the reason is for messages about cycles.
local function depend(consumer, producer, reference)
  local target = engine.reference_target(reference)
  consumer:add_stack_dependency(producer,
    ("%s -> %s.%s"):format(consumer.node.path, target.node.path, display_name(reference)))
end

local function across_accounts(consumer, producer, reference, strength)
  if strength == "strong" then
    cdk.Annotations.of(consumer):add_warning_v2("@aws-cdk/core:crossAccountRefsAreAlwaysWeak",
      ("Strong references were asked for, but references into another account can only be weak. Acknowledge this"
        .. " warning or set \"%s\" to \"weak\"."):format(STRENGTH_KEY))
  end
  local synthesizer = consumer.synthesizer
  local role = engine.has(synthesizer, "cloud_formation_execution_role") and synthesizer.cloud_formation_execution_role
  if not role then
    engine.fail(consumer, "cannot use %s of the stack '%s' in another account: this stack's synthesizer has no"
      .. " CloudFormation execution role; -> use DefaultStackSynthesizer, or BootstraplessSynthesizer with a role",
      describe(reference), producer.node.path)
  end
  local region, account = known(producer.region), known(producer.account)
  need_regions(consumer, producer, reference, region, known(consumer.region))
  return stack_output(producer, reference, {
    consumer_role_arn = role,
    producer_account = account or "unknown-account",
    producer_stack_arn = stack_arn(producer, region, account or "unknown-account"),
  })
end

local function across_regions(consumer, producer, reference, strength)
  local region, account = known(producer.region), known(producer.account)
  need_regions(consumer, producer, reference, region, known(consumer.region))
  depend(consumer, producer, reference)
  local exports = require "aws_cdk.private.cross_region_exports"
  if strength == "strong" then
    local exported = exports.export(consumer, producer, reference)
    return consumer.nested_stack_parent and nested_parameter(consumer, exported, exported) or exported
  end
  if strength == "both" then exports.export_only(consumer, producer, reference) end
  return stack_output(producer, reference, {
    producer_stack_arn = stack_arn(producer, region, account or "unknown-account"),
  })
end

--- What represents `reference` in the stack `consumer`.
function M.resolve(consumer, reference, strength_override)
  local producer, target = producer_of(reference)
  if rawequal(producer, consumer) then return reference end
  local strength = strength_override or strengths[reference] or rawget(target, "_reference_strength")
    or context_strength(consumer) or "strong"
  if not rawequal(producer.node.root, consumer.node.root) then
    engine.fail(consumer, "cannot use %s: it belongs to another app", describe(reference))
  end
  if consumer.nested_stack_parent and is_nested_in(consumer, producer) then
    local value = M.resolve(consumer.nested_stack_parent, reference, strength)
    return nested_parameter(consumer, reference, value)
  end
  if producer.nested then
    local value = M.resolve(consumer, nested_output(producer, reference), strength)
    return is_list(reference) and split_list(value) or value
  end
  warn_of_default(consumer)
  if known(producer.account) ~= known(consumer.account) then
    return across_accounts(consumer, producer, reference, strength)
  end
  if known(producer.region) ~= known(consumer.region) then
    return across_regions(consumer, producer, reference, strength)
  end
  depend(consumer, producer, reference)
  if strength == "strong" then return import_value(producer, reference) end
  if strength == "both" then import_value(producer, reference) end
  return stack_output(producer, reference, {})
end

return M
