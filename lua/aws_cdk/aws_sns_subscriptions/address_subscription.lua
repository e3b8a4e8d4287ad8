--- Messages go to people: by e-mail or to a telephone.
local engine = require "luacdk.engine"
local sns = require "aws_cdk.aws_sns"

local EmailSubscription = engine.class("aws_cdk.aws_sns_subscriptions.EmailSubscription")

function EmailSubscription:init(email_address, props)
  self._address = email_address
  self._props = props or {}
end

function EmailSubscription:bind()
  local props, protocols = self._props, sns.SubscriptionProtocol
  return {
    subscriber_id = self._address,
    endpoint = self._address,
    protocol = props.json and protocols.EMAIL_JSON or protocols.EMAIL,
    filter_policy = props.filter_policy,
    filter_policy_with_message_body = props.filter_policy_with_message_body,
    dead_letter_queue = props.dead_letter_queue,
  }
end

local SmsSubscription = engine.class("aws_cdk.aws_sns_subscriptions.SmsSubscription")

function SmsSubscription:init(phone_number, props)
  self._number = phone_number
  self._props = props or {}
end

function SmsSubscription:bind()
  return {
    subscriber_id = self._number,
    endpoint = self._number,
    protocol = sns.SubscriptionProtocol.SMS,
    filter_policy = self._props.filter_policy,
    filter_policy_with_message_body = self._props.filter_policy_with_message_body,
  }
end

return { EmailSubscription = EmailSubscription, SmsSubscription = SmsSubscription }
