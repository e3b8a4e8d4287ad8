--- Topics and subscribers in different stacks and regions.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local region_info = require "aws_cdk.region_info"
local sns = require "aws_cdk.aws_sns"

local is_unresolved = engine.is_unresolved

local M = {}

local function region_of_arn(construct, arn)
  return engine.stack_of(construct):split_arn(arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).region
end

--- The region to name in a subscription: an own topic's if it is not the subscriber's, an imported topic's always.
function M.of_topic(topic, subscriber)
  if not engine.is_a(topic, sns.Topic) then
    return region_of_arn(topic, topic.topic_arn)
  end
  local region = topic.env.region
  if topic.stack ~= subscriber.stack and not is_unresolved(region) and region ~= subscriber.env.region then
    return region
  end
end

--- Makes the subscriber's stack follow the topic's.
function M.order_stacks(topic, subscriber)
  if engine.is_a(topic, sns.Topic) and topic.stack ~= subscriber.stack then
    subscriber.stack:add_stack_dependency(topic.stack)
  end
end

local function topic_region(topic, subscriber)
  local region
  if engine.is_a(topic, sns.Topic) then
    region = topic.env.region
  elseif not is_unresolved(topic.topic_arn) then
    region = region_of_arn(subscriber, topic.topic_arn)
  end
  if region and not is_unresolved(region) then
    return region
  end
end

--- SNS's principal in the subscriber's region: opt-in regions have a separate one.
function M.service_principal(topic, subscriber)
  local from, to = topic_region(topic, subscriber), engine.stack_of(subscriber).region
  if not from or is_unresolved(to) or from == to then
    return iam.ServicePrincipal "sns.amazonaws.com"
  end
  local RegionInfo = region_info.RegionInfo
  local opted_in = RegionInfo.get(to).is_opt_in_region and to or RegionInfo.get(from).is_opt_in_region and from
  if opted_in then
    return iam.ServicePrincipal.from_static_service_principle_name(("sns.%s.amazonaws.com"):format(opted_in))
  end
  return iam.ServicePrincipal "sns.amazonaws.com"
end

return M
