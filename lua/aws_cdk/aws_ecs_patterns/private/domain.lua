--- Domain names and certificates of load balancers.
local engine = require "luacdk.engine"
local route53 = require "aws_cdk.aws_route53"

local fail = engine.fail

-- The values of record_type, which application and network services have in common.
local ALIAS, CNAME = 0, 1

local M = {}

--- Makes a record that leads to the load balancer, if a domain name is given, and returns its name, or nil without one.
function M.record(self, id, balancer, props)
  local name, zone = props.domain_name, props.domain_zone
  if name == nil then return nil end
  if not zone then fail(self, "domain_name needs domain_zone, the hosted zone for its record") end
  local kind = props.record_type or ALIAS
  if kind == ALIAS then
    local target = require("aws_cdk.aws_route53_targets").LoadBalancerTarget(balancer)
    return route53.ARecord(self, id, {
      zone = zone, record_name = name, target = route53.RecordTarget.from_alias(target),
    }).domain_name
  elseif kind == CNAME then
    return route53.CnameRecord(self, id, {
      zone = zone, record_name = name, domain_name = balancer.load_balancer_dns_name,
    }).domain_name
  end
  return nil
end

--- Fails without what a certificate needs.
function M.need(self, props)
  if props.domain_name == nil or not props.domain_zone then
    fail(self, "HTTPS needs domain_name and domain_zone for its certificate")
  end
end

--- A new certificate for the domain name, confirmed by a record in its zone.
function M.certificate(self, id, props)
  local acm = require "aws_cdk.aws_certificatemanager"
  return acm.Certificate(self, id, {
    domain_name = props.domain_name, validation = acm.CertificateValidation.from_dns(props.domain_zone),
  })
end

return M
