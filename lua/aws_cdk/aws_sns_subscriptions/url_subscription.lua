--- Messages are posted to a web address.
local engine = require "luacdk.engine"
local sns = require "aws_cdk.aws_sns"

local UrlSubscription = engine.class("aws_cdk.aws_sns_subscriptions.UrlSubscription")

function UrlSubscription:init(url, props)
  props = props or {}
  self._url = url
  self._props = props
  if engine.is_unresolved(url) then
    if not props.protocol then
      engine.fail(nil, "a URL known only at deployment needs `protocol`: -> SubscriptionProtocol.HTTPS or HTTP")
    end
    self._protocol = props.protocol
  elseif url:find "^https://" then
    self._protocol = sns.SubscriptionProtocol.HTTPS
  elseif url:find "^http://" then
    self._protocol = sns.SubscriptionProtocol.HTTP
  else
    engine.fail(nil, "the URL of a subscription starts with http:// or https://; it is %s", engine.display(url))
  end
end

function UrlSubscription:bind()
  local props = self._props
  return {
    subscriber_id = self._url,
    endpoint = self._url,
    protocol = self._protocol,
    raw_message_delivery = props.raw_message_delivery,
    filter_policy = props.filter_policy,
    filter_policy_with_message_body = props.filter_policy_with_message_body,
    dead_letter_queue = props.dead_letter_queue,
    delivery_policy = props.delivery_policy,
  }
end

return { UrlSubscription = UrlSubscription }
