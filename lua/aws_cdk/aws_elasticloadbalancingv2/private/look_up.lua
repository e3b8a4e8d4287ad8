--- Load balancers and listeners that are found when the app is deployed with the CLI; before that a dummy.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local M = {}

local PREFIX = "arn:aws:elasticloadbalancing:us-west-2:123456789012:"
local DUMMY_ID = "my-load-balancer/50dc6c495c0c9188"

local function check_literal(scope, noun, options, names)
  for _, name in ipairs(names) do
    if engine.is_unresolved(options[name]) then
      engine.fail(scope, "a %s cannot be looked up by a token (%s): tokens have no value before deployment", noun, name)
    end
  end
  for _, value in pairs(options.load_balancer_tags or {}) do
    if engine.is_unresolved(value) then
      engine.fail(scope, "a %s cannot be looked up by a token (load_balancer_tags): tokens have no value before "
        .. "deployment", noun)
    end
  end
end

local function tags(map)
  if not map then return nil end
  local list = engine.list {}
  for i, key in ipairs(engine.keys(map)) do list[i] = engine.ordered("key", key, "value", map[key]) end
  return list
end

--- Of the type "application" or "network": ARN, DNS name, VPC and so on, as the CLI writes them.
function M.load_balancer(scope, kind, options)
  check_literal(scope, "load balancer", options, { "load_balancer_arn" })
  return cdk.ContextProvider._get_value(scope, {
    provider = "load-balancer",
    props = {
      loadBalancerArn = options.load_balancer_arn, loadBalancerTags = tags(options.load_balancer_tags),
      loadBalancerType = kind,
    },
    dummy_value = {
      ipAddressType = "dualstack",
      loadBalancerArn = PREFIX .. "loadbalancer/" .. kind .. "/" .. DUMMY_ID,
      loadBalancerCanonicalHostedZoneId = "Z3DZXE0EXAMPLE",
      loadBalancerDnsName = "my-load-balancer-123456789012.us-west-2.elb.amazonaws.com",
      securityGroupIds = { "sg-1234" },
      vpcId = "vpc-12345",
    },
  }).value
end

--- A listener of such a load balancer.
function M.listener(scope, kind, options)
  check_literal(scope, "listener", options, { "listener_arn", "load_balancer_arn", "listener_port" })
  return cdk.ContextProvider._get_value(scope, {
    provider = "load-balancer-listener",
    props = {
      listenerArn = options.listener_arn, listenerPort = options.listener_port,
      listenerProtocol = options.listener_protocol, loadBalancerArn = options.load_balancer_arn,
      loadBalancerTags = tags(options.load_balancer_tags), loadBalancerType = kind,
    },
    dummy_value = {
      listenerArn = PREFIX .. "listener/" .. kind .. "/" .. DUMMY_ID .. "/f2f7dc8efc522ab2",
      listenerPort = 80, securityGroupIds = { "sg-123456789012" },
    },
  }).value
end

--- Adds the groups that were found to the connections.
function M.add_security_groups(scope, connections, ids)
  local ec2 = require "aws_cdk.aws_ec2"
  for _, id in ipairs(ids) do
    connections:add_security_group(ec2.SecurityGroup.from_lookup_by_id(scope, "SecurityGroup-" .. id, id))
  end
end

return M
