--- Services made elsewhere.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local FLAG = "@aws-cdk/aws-ecs:arnFormatIncludesClusterName"
local SLASH = cdk.ArnFormat.SLASH_RESOURCE_NAME

local M = {}

-- A class of imported services, which have what the interface says.
local function class_of(interface)
  local class = engine.class("aws_cdk.aws_ecs.Imported" .. interface:sub(2), cdk.Resource,
    "aws_cdk.aws_ecs." .. interface)

  function class:init(scope, id, fields, environment_from_arn)
    cdk.Resource.init(self, scope, id, environment_from_arn and { environment_from_arn = environment_from_arn } or nil)
    for name, value in pairs(fields) do self[name] = value end
  end

  class.get.service_ref = function(self) return { service_arn = self.service_arn } end
  return class
end

local function has_new_format(scope) return cdk.FeatureFlags.of(scope):is_enabled(FLAG) end

-- The name of the service that the ARN is of. Newer ARNs have the name of the cluster before it.
local function name_in(scope, arn)
  if engine.is_unresolved(arn) and has_new_format(scope) then
    return cdk.Fn.select(2, cdk.Fn.split("/", cdk.Fn.select(5, cdk.Fn.split(":", arn))))
  end
  local name = engine.stack_of(scope):split_arn(arn, SLASH).resource_name
  if engine.is_unresolved(arn) then return name end
  if not name or name == "" then
    engine.fail(scope, "the ARN of a service has the form arn:<partition>:ecs:<region>:<account>:service/"
      .. "<cluster>/<service>, got %s", engine.display(arn))
  end
  return name:match "^[^/]*/([^/]*)" or name
end

--- The import by ARN of services of this interface. `plain`: the whole resource name is the name.
function M.from_arn(interface, plain)
  local class = class_of(interface)
  return function(scope, id, arn)
    local name = plain and engine.stack_of(scope):split_arn(arn, SLASH).resource_name or not plain
      and name_in(scope, arn) or nil
    return class(scope, id, { service_arn = arn, service_name = name })
  end
end

local ByAttributes = class_of "IBaseService"

--- A service by its ARN or its name, and its cluster.
function M.from_attributes(scope, id, attrs)
  local arn, name = attrs.service_arn, attrs.service_name
  if (arn == nil or arn == "") == (name == nil or name == "") then
    engine.fail(scope, "a service is imported by service_arn or service_name, got %s",
      arn ~= nil and arn ~= "" and "both" or "neither")
  end
  if name ~= nil and name ~= "" then
    local stack = engine.stack_of(scope)
    arn = stack:format_arn {
      partition = stack.partition, service = "ecs", region = stack.region, account = stack.account,
      resource = "service", resource_name = has_new_format(scope) and attrs.cluster.cluster_name .. "/" .. name or name,
    }
  else
    name = name_in(scope, arn)
  end
  return ByAttributes(scope, id, { service_arn = arn, service_name = name, cluster = attrs.cluster }, arn)
end

--- A service by an ARN that contains the name of its cluster.
function M.from_arn_with_cluster(scope, id, arn)
  local stack = engine.stack_of(scope)
  local parts = stack:split_arn(arn, SLASH)
  local name = cdk.Arn.extract_resource_name(arn, "service")
  local cluster_name, service_name
  if engine.is_unresolved(name) then
    local both = cdk.Fn.split("/", name)
    cluster_name, service_name = cdk.Fn.select(0, both), cdk.Fn.select(1, both)
  else
    cluster_name, service_name = name:match "^([^/]*)/([^/]*)$"
    if not cluster_name then
      engine.fail(scope, "the ARN must contain the cluster and the service (service/<cluster>/<service>), got %s",
        engine.display(arn))
    end
  end
  local cluster = require("aws_cdk.aws_ecs").Cluster.from_cluster_arn(scope, id .. "Cluster", stack:format_arn {
    partition = parts.partition, region = parts.region, account = parts.account, service = "ecs",
    resource = "cluster", resource_name = cluster_name,
  })
  return ByAttributes(scope, id, { service_arn = arn, service_name = service_name, cluster = cluster }, arn)
end

return M
