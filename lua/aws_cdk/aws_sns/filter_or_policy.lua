-- Filters on a message's body: a filter on a key, or a policy with more keys.
local engine = require "luacdk.engine"

local sns = require "aws_cdk.aws_sns"

local FilterOrPolicy = engine.class "aws_cdk.aws_sns.FilterOrPolicy"

function FilterOrPolicy:init() end

--- A filter on one key.
function FilterOrPolicy.filter(filter) return sns.Filter(filter) end

--- Filters on the keys of an inner object.
function FilterOrPolicy.policy(policy) return sns.Policy(policy) end

function FilterOrPolicy:is_filter() return self.type == 0 end
function FilterOrPolicy:is_policy() return self.type == 1 end

local Filter = engine.class("aws_cdk.aws_sns.Filter", FilterOrPolicy)

--- Argument: a SubscriptionFilter.
function Filter:init(filter_doc)
  self.type = 0
  self.filter_doc = filter_doc
end

local Policy = engine.class("aws_cdk.aws_sns.Policy", FilterOrPolicy)

--- Argument: a map from key to FilterOrPolicy.
function Policy:init(policy_doc)
  self.type = 1
  self.policy_doc = policy_doc
end

return { Filter = Filter, FilterOrPolicy = FilterOrPolicy, Policy = Policy }
