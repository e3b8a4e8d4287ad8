--- Checks whether a server answers, an alarm is quiet, or other checks pass.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local route53 = require "aws_cdk.aws_route53"

-- Properties for checks over HTTP, for checks over HTTPS, and for both.
local HTTP = { port = 80, resource_path = "" }
local HTTPS = { port = 443, resource_path = "", enable_sni = true }
local SERVER = { failure_threshold = 3, measure_latency = false, request_interval = 30 }

-- Type → tables of defaults.
local DEFAULTS = {
  HTTP = { SERVER, HTTP }, HTTP_STR_MATCH = { SERVER, HTTP }, HTTPS = { SERVER, HTTPS },
  HTTPS_STR_MATCH = { SERVER, HTTPS }, TCP = { SERVER }, CALCULATED = {}, RECOVERY_CONTROL = {},
  CLOUDWATCH_METRIC = { { insufficient_data_health_status = "LastKnownStatus" } },
}

local HealthCheck = engine.class("aws_cdk.aws_route53.HealthCheck", cdk.Resource)

local function ids_of(checks)
  local ids = checks and {}
  for i, check in ipairs(checks or {}) do ids[i] = check.health_check_id end
  return ids
end

-- How many of the children must pass: all by default.
local function threshold_of(self, props)
  if props.health_threshold ~= nil or props.type ~= "CALCULATED" then return props.health_threshold end
  if not props.child_health_checks then
    engine.fail(self, "a health check of type CALCULATED needs child_health_checks, or at least health_threshold")
  end
  return #props.child_health_checks
end

--- Arguments: scope, id, HealthCheckProps: type (required).
function HealthCheck:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local defaults = DEFAULTS[props.type] or { SERVER }
  local function either(name)
    if props[name] ~= nil then return props[name] end
    for _, table in ipairs(defaults) do
      if table[name] ~= nil then return table[name] end
    end
    return nil
  end
  local interval = either "request_interval"
  local resource = route53.CfnHealthCheck(self, "Resource", {
    health_check_config = {
      type = props.type,
      alarm_identifier = props.alarm_identifier,
      child_health_checks = ids_of(props.child_health_checks),
      enable_sni = either "enable_sni",
      failure_threshold = either "failure_threshold",
      fully_qualified_domain_name = props.fqdn,
      health_threshold = threshold_of(self, props),
      insufficient_data_health_status = either "insufficient_data_health_status",
      inverted = props.inverted or false,
      ip_address = props.ip_address,
      measure_latency = either "measure_latency",
      port = either "port",
      regions = props.regions,
      request_interval = type(interval) == "table" and interval:to_seconds() or interval,
      resource_path = either "resource_path",
      routing_control_arn = props.routing_control,
      search_string = props.search_string,
    },
  })
  self.health_check_id = resource.ref
end

local ImportedHealthCheck = engine.class("aws_cdk.aws_route53.ImportedHealthCheck", cdk.Resource,
  "aws_cdk.aws_route53.IHealthCheck")

function ImportedHealthCheck:init(scope, id, health_check_id)
  cdk.Resource.init(self, scope, id)
  self.health_check_id = health_check_id
  self.health_check_ref = { health_check_id = health_check_id }
end

--- A health check by its id.
function HealthCheck.from_health_check_id(scope, id, health_check_id)
  return ImportedHealthCheck(scope, id, health_check_id)
end

return { HealthCheck = HealthCheck }
