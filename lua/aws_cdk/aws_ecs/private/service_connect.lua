--- How services find each other by Service Connect.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local fail, display = engine.fail, engine.display

local PORT = "aws_ecs.CfnService.ServiceConnectServiceProperty.ingress_port_override"
local SECOND = 1000

local M = {}

local function check_port(self, name, port)
  if port == nil or port == 0 then return end
  local last = l2.limit(PORT)
  if type(port) ~= "number" or port < 1 or port > last or port ~= math.floor(port) then
    fail(self, "%s must be an integer between 1 and %d, got %s", name, last, display(port))
  end
end

local function check_service(self, service, known)
  local port_name = service.port_mapping_name
  if not self.task_definition:find_port_mapping_by_name(port_name) then
    fail(self, "the task definition has no port mapping named %s", display(port_name))
  end
  local discovery_name = service.discovery_name
  if discovery_name == nil or discovery_name == "" then discovery_name = port_name end
  known[port_name] = known[port_name] or {}
  if known[port_name][discovery_name] then
    fail(self, "discovery_name must be unique, got %s twice", display(discovery_name))
  end
  known[port_name][discovery_name] = true
  check_port(self, "ingress_port_override", service.ingress_port_override)
  check_port(self, "port of a service", service.port)
  local arn = service.tls and service.tls.aws_pca_authority_arn
  if arn ~= nil and arn ~= "" and not engine.is_unresolved(arn) and not arn:find "^arn:" then
    fail(self, "aws_pca_authority_arn must be an ARN, got %s", display(arn))
  end
end

local function check(self, config)
  if not self.task_definition.default_container then
    fail(self, "the task definition needs a container for Service Connect; -> call add_container")
  end
  local namespace = config.namespace
  if (namespace == nil or namespace == "") and not self.cluster.default_cloud_map_namespace then
    fail(self, "Service Connect needs namespace, or a default namespace of the cluster")
  end
  if config.access_log_configuration and not config.log_driver then
    fail(self, "access_log_configuration needs log_driver, which gets the logs")
  end
  local known = {}
  for _, service in ipairs(config.services or {}) do check_service(self, service, known) end
end

-- ---------------------------------------------------------------------------------------------------------------------

local function seconds(self, name, duration)
  local amount = duration and duration:to_milliseconds()
  if type(amount) == "number" and amount > 0 and amount < SECOND then
    fail(self, "%s must be at least 1 second, or 0 for none, got %s ms", name, display(amount))
  end
  return duration and duration:to_seconds()
end

local function timeout(self, service)
  if not service.idle_timeout and not service.per_request_timeout then return nil end
  return {
    idle_timeout_seconds = seconds(self, "idle_timeout", service.idle_timeout),
    per_request_timeout_seconds = seconds(self, "per_request_timeout", service.per_request_timeout),
  }
end

local function render_service(self, service)
  local mapping = self.task_definition:find_port_mapping_by_name(service.port_mapping_name)
  local tls, port = service.tls, service.port
  if port == nil or port == 0 then port = mapping.container_port end
  return {
    port_name = service.port_mapping_name,
    discovery_name = service.discovery_name,
    ingress_port_override = service.ingress_port_override,
    client_aliases = { { port = port, dns_name = service.dns_name } },
    timeout = timeout(self, service),
    tls = tls and {
      issuer_certificate_authority = { aws_pca_authority_arn = tls.aws_pca_authority_arn },
      kms_key = tls.kms_key and tls.kms_key.key_ref.key_arn,
      role_arn = tls.role and tls.role.role_arn,
    },
  }
end

--- The configuration in the service's resource.
function M.render(self, config)
  config = config or {}
  check(self, config)
  local default, namespace = self.cluster.default_cloud_map_namespace, config.namespace
  if namespace == nil or namespace == "" then namespace = default and default.namespace_name end
  local services
  if config.services then
    services = engine.list {}
    for i, service in ipairs(config.services) do services[i] = render_service(self, service) end
  end
  local logs, driver = config.access_log_configuration, config.log_driver
  return {
    enabled = true,
    log_configuration = driver and driver:bind(self, self.task_definition.default_container),
    namespace = namespace,
    services = services,
    access_log_configuration = logs and {
      format = logs.format, include_query_parameters = logs.include_query_parameters and "ENABLED" or "DISABLED",
    },
  }
end

return M
