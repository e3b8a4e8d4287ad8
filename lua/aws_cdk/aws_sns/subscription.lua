-- Subscriptions to topics.
local engine = require "luacdk.engine"

local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local sns = require "aws_cdk.aws_sns"

local Resource = cdk.Resource
local fail, display = engine.fail, engine.display

local Subscription = engine.class("aws_cdk.aws_sns.Subscription", Resource)

local RAW_DELIVERY = { http = true, https = true, sqs = true, firehose = true }
local MAX_ATTRIBUTES, MAX_COMBINATIONS = 5, 150

local function count(map)
  local n = 0
  for _ in pairs(map) do n = n + 1 end
  return n
end

local function check_combinations(self, total)
  if total > MAX_COMBINATIONS then
    fail(self, "the filter policy allows %d combinations of values; SNS takes at most %d", total, MAX_COMBINATIONS)
  end
end

local function check_attributes(self, policy)
  if count(policy) > MAX_ATTRIBUTES then
    fail(self, "a filter policy can name at most %d attributes, got %d", MAX_ATTRIBUTES, count(policy))
  end
end

local function attribute_policy(self, policy)
  check_attributes(self, policy)
  local result, total = engine.ordered(), 1
  for _, key in ipairs(engine.keys(policy)) do
    local filter = policy[key]
    result[key] = filter.conditions
    total = total * #filter.conditions
  end
  check_combinations(self, total)
  return result
end

local function body_policy(self, policy, depth, totals)
  local result = engine.ordered()
  for _, key in ipairs(engine.keys(policy)) do
    local entry = policy[key]
    if entry:is_policy() then
      result[key] = body_policy(self, entry.policy_doc, depth + 1, totals)
    else
      result[key] = entry.filter_doc.conditions
      totals[1] = totals[1] * #entry.filter_doc.conditions * depth
    end
  end
  check_combinations(self, totals[1])
  return result
end

local function delay_seconds(self, name, delay)
  if not delay then return nil end
  if delay:to_milliseconds() % 1000 ~= 0 then fail(self, "%s must be a whole number of seconds", name) end
  local seconds = delay:to_seconds()
  if seconds < 1 or seconds > 3600 then
    fail(self, "%s must be between 1 and 3600 seconds, got %s", name, display(seconds))
  end
  return seconds
end

local function check_count(self, policy, name)
  local value = policy[name]
  if value and (value < 0 or value ~= math.floor(value)) then
    fail(self, "%s must be an integer of zero or more, got %s", name, display(value))
  end
end

local function delivery_policy(self, policy, protocol)
  if not policy then return nil end
  if protocol ~= "http" and protocol ~= "https" then
    fail(self, "delivery_policy can only be set for HTTP and HTTPS subscriptions, got %s", display(protocol))
  end
  local retry, throttle, request = policy.healthy_retry_policy, policy.throttle_policy, policy.request_policy
  local healthy
  if retry then
    local min = delay_seconds(self, "min_delay_target", retry.min_delay_target)
    local max = delay_seconds(self, "max_delay_target", retry.max_delay_target)
    if min and max and min > max then
      fail(self, "min_delay_target (%d s) must not exceed max_delay_target (%d s)", min, max)
    end
    local retries = retry.num_retries
    if retries and (retries < 0 or retries > 100) then
      fail(self, "num_retries must be between 0 and 100, got %s", display(retries))
    end
    check_count(self, retry, "num_no_delay_retries")
    check_count(self, retry, "num_min_delay_retries")
    check_count(self, retry, "num_max_delay_retries")
    healthy = engine.ordered(
      "minDelayTarget", min or 20,
      "maxDelayTarget", max or 20,
      "numRetries", retries or 3)
    healthy.numNoDelayRetries = retry.num_no_delay_retries
    healthy.numMinDelayRetries = retry.num_min_delay_retries
    healthy.numMaxDelayRetries = retry.num_max_delay_retries
    healthy.backoffFunction = retry.backoff_function
  end
  local rate = throttle and throttle.max_receives_per_second
  if rate and (rate < 1 or rate ~= math.floor(rate)) then
    fail(self, "max_receives_per_second must be an integer greater than zero, got %s", display(rate))
  end
  local result = engine.ordered()
  result.healthyRetryPolicy = healthy
  if throttle then result.throttlePolicy = engine.map { maxReceivesPerSecond = rate } end
  if request then result.requestPolicy = engine.map { headerContentType = request.header_content_type } end
  return result
end

--- Arguments: scope, id, SubscriptionProps: topic, endpoint, protocol (required), dead_letter_queue, delivery_policy,
--  filter_policy, filter_policy_with_message_body, raw_message_delivery, region, subscription_role_arn.
function Subscription:init(scope, id, props)
  Resource.init(self, scope, id)
  local protocol = props.protocol
  if props.raw_message_delivery and not RAW_DELIVERY[protocol] then
    fail(self, "raw_message_delivery can only be enabled for HTTP, HTTPS, SQS and Firehose subscriptions, got %s",
      display(protocol))
  end
  local filter, scope_of_filter
  if props.filter_policy then
    filter = attribute_policy(self, props.filter_policy)
  elseif props.filter_policy_with_message_body then
    check_attributes(self, props.filter_policy_with_message_body)
    filter, scope_of_filter = body_policy(self, props.filter_policy_with_message_body, 1, { 1 }), "MessageBody"
  end
  if protocol == "firehose" and not props.subscription_role_arn then
    fail(self, "subscription_role_arn is required for subscriptions of the firehose protocol")
  end

  local queue = props.dead_letter_queue
  self.dead_letter_queue = queue
  if queue then
    queue:add_to_resource_policy(iam.PolicyStatement {
      resources = { queue.queue_arn },
      actions = { "sqs:SendMessage" },
      principals = { iam.ServicePrincipal "sns.amazonaws.com" },
      conditions = { ArnEquals = { ["aws:SourceArn"] = props.topic.topic_arn } },
    })
  end
  sns.CfnSubscription(self, "Resource", {
    endpoint = props.endpoint,
    protocol = protocol,
    topic_arn = props.topic.topic_arn,
    raw_message_delivery = props.raw_message_delivery,
    filter_policy = filter,
    filter_policy_scope = scope_of_filter,
    region = props.region,
    redrive_policy = queue and { deadLetterTargetArn = queue.queue_arn } or nil,
    subscription_role_arn = props.subscription_role_arn,
    delivery_policy = delivery_policy(self, props.delivery_policy, protocol),
  })
end

return { Subscription = Subscription }
