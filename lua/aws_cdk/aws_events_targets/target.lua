--- What targets of rules have in common: retries, a queue for what cannot be delivered, permissions.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"

local is_unresolved = engine.is_unresolved

local M = {}

M.SERVICE = "events.amazonaws.com"

--- The part of a target's configuration that TargetBaseProps (dead_letter_queue, max_event_age, retry_attempts) say.
function M.base_config(props)
  local queue, attempts, age = props.dead_letter_queue, props.retry_attempts, props.max_event_age
  return {
    dead_letter_config = queue and { arn = queue.queue_arn } or nil,
    retry_policy = (attempts ~= nil and (is_unresolved(attempts) or attempts >= 0) or age)
        and { maximum_retry_attempts = attempts, maximum_event_age_in_seconds = age and age:to_seconds() }
      or nil,
  }
end

--- The role that EventBridge assumes for targets under `scope`; one for all of them.
function M.singleton_role(scope)
  return scope.node:try_find_child "EventsRole" or iam.Role(scope, "EventsRole", {
    role_name = cdk.PhysicalName.GENERATE_IF_NEEDED,
    assumed_by = iam.ServicePrincipal(M.SERVICE),
  })
end

--- Lets the rule invoke a function. The permission belongs to the rule, so the function's stack does not depend on it.
function M.allow_invoke(rule, handler)
  local id = "AllowEventRule" .. cdk.Names.node_unique_id(handler.node)
  if rule.node:try_find_child(id) then return end
  handler:add_permission(id, {
    scope = rule,
    action = "lambda:InvokeFunction",
    principal = iam.ServicePrincipal(M.SERVICE),
    source_arn = rule.rule_ref.rule_arn,
  })
end

local function differ(a, b) return not is_unresolved(a) and not is_unresolved(b) and a ~= b end

--- Lets the rule send what it could not deliver to the queue, which must be in its region.
function M.allow_dead_letters(rule, queue)
  if not queue then return end
  local name = cdk.Names.node_unique_id(rule.node)
  if differ(rule.env.region, queue.env.region) then
    engine.fail(rule, "the dead_letter_queue is in region %s; it must be in that of the rule, %s",
      tostring(queue.env.region), tostring(rule.env.region))
  end
  if differ(rule.env.account, queue.env.account) then
    cdk.Annotations.of(rule):add_warning_v2("@aws-cdk/aws-events-targets:manuallyAddDLQResourcePolicy",
      ("the dead_letter_queue of rule %s is in another account; add the policy that lets the rule send to it in"
        .. " account %s by hand"):format(rule.rule_ref.rule_arn, queue.env.account))
    return
  end
  queue:add_to_resource_policy(iam.PolicyStatement {
    sid = "AllowEventRule" .. name,
    principals = { iam.ServicePrincipal(M.SERVICE) },
    effect = iam.Effect.ALLOW,
    actions = { "sqs:SendMessage" },
    resources = { queue.queue_arn },
    conditions = { ArnEquals = { ["aws:SourceArn"] = rule.rule_ref.rule_arn } },
  })
end

return M
