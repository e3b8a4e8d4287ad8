--- Static website hosting of a bucket.
local engine = require "luacdk.engine"

local function given(value) return value ~= nil and value ~= "" end

local function routing_rule(bucket, rule)
  local condition, replace = rule.condition, rule.replace_key
  if condition and condition.http_error_code_returned_equals == nil and condition.key_prefix_equals == nil then
    engine.fail(bucket, "the condition of a routing rule is empty; -> give http_error_code_returned_equals or "
      .. "key_prefix_equals, or leave condition out")
  end
  return {
    redirect_rule = {
      host_name = rule.host_name,
      http_redirect_code = rule.http_redirect_code,
      protocol = rule.protocol,
      replace_key_with = replace and replace.with_key,
      replace_key_prefix_with = replace and replace.prefix_with_key,
    },
    routing_rule_condition = condition,
  }
end

--- The website_configuration property, or nil.
-- @param bucket the construct errors are about
-- @param props aws_s3.BucketProps
return function(bucket, props)
  local index, fault, rules = props.website_index_document, props.website_error_document, props.website_routing_rules
  local redirect = props.website_redirect
  if not (given(index) or given(fault) or redirect or rules) then return nil end
  if given(fault) and not given(index) then
    engine.fail(bucket, "website_error_document needs website_index_document")
  end
  if redirect and (given(fault) or given(index) or rules) then
    engine.fail(bucket, "website_redirect cannot be combined with website_index_document, website_error_document or "
      .. "website_routing_rules")
  end
  local routing
  if rules then
    routing = engine.list {}
    for i, rule in ipairs(rules) do routing[i] = routing_rule(bucket, rule) end
  end
  return {
    index_document = index, error_document = fault, redirect_all_requests_to = redirect, routing_rules = routing,
  }
end
