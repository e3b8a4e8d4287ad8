--- Custom domain names for APIs.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"

local fail, display = engine.fail, engine.display

local EDGE, REGIONAL, TLS_1_0 = "EDGE", "REGIONAL", "TLS_1_0"
local ENHANCED = "^SecurityPolicy_"

-- Enhanced policies by whether they are for edge-optimized endpoints. Others are checked by nobody.
local IS_FOR_EDGE = {
  SecurityPolicy_TLS13_1_3_2025_09 = false,
  SecurityPolicy_TLS13_1_3_FIPS_2025_09 = false,
  SecurityPolicy_TLS13_1_2_PQ_2025_09 = false,
  SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09 = false,
  SecurityPolicy_TLS13_2025_EDGE = true,
  SecurityPolicy_TLS12_PFS_2025_EDGE = true,
  SecurityPolicy_TLS12_2018_EDGE = true,
}

local DomainName = engine.class("aws_cdk.aws_apigateway.DomainName", cdk.Resource)

local function known(value) return value == nil or not engine.is_unresolved(value) end

local function check_policy(self, props, policy, endpoint_type)
  local mode = props.endpoint_access_mode
  if not (known(policy) and known(endpoint_type) and known(mode)) then return end
  local enhanced = policy and policy:find(ENHANCED)
  if enhanced and props.mtls then fail(self, "mtls and the security_policy %s cannot be combined", policy) end
  if enhanced and not mode then
    fail(self, "the security_policy %s needs endpoint_access_mode STRICT, or BASIC while clients are being moved",
      policy)
  end
  if mode and not enhanced then
    fail(self, "endpoint_access_mode %s needs a security_policy that begins with SecurityPolicy_, got %s", mode,
      display(policy))
  end
  local for_edge = IS_FOR_EDGE[policy]
  if for_edge ~= nil and for_edge ~= (endpoint_type == EDGE) then
    fail(self, "the security_policy %s is %s edge-optimized endpoints, and endpoint_type is %s", policy,
      for_edge and "only for" or "not for", endpoint_type)
  end
end

local function trust_store(mtls)
  if not mtls then return nil end
  return { truststore_uri = mtls.bucket:s3_url_for_object(mtls.key), truststore_version = mtls.version }
end

local function is_multi_level(path)
  if type(path) ~= "string" then return false end
  local parts = 0
  for _ in path:gmatch "[^/]+" do parts = parts + 1 end
  return parts >= 2
end

-- Whether the path has several parts, which not every domain takes.
local function takes_multi_level(self, path)
  if not is_multi_level(path) then return false end
  if self._endpoint_type == EDGE then
    fail(self, "the base_path %s has several parts, which needs the endpoint_type REGIONAL", display(path))
  end
  if self._security_policy == TLS_1_0 then
    fail(self, "the base_path %s has several parts, which needs a security_policy of TLS 1.2 or newer", display(path))
  end
  return true
end

--- Arguments: scope, id, DomainNameProps: domain_name, certificate (required).
function DomainName:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local name, policy = props.domain_name, props.security_policy
  local endpoint_type = props.endpoint_type or REGIONAL
  local edge = endpoint_type == EDGE
  self._endpoint_type, self._security_policy, self._base_paths = endpoint_type, policy, {}
  if not engine.is_unresolved(name) and name:find "%u" then
    fail(scope, "domain_name must not have capital letters, got %s", display(name))
  end
  check_policy(self, props, policy, endpoint_type)
  local certificate_arn = props.certificate.certificate_ref.certificate_arn
  local resource = apigateway.CfnDomainName(self, "Resource", {
    domain_name = name,
    certificate_arn = edge and certificate_arn or nil,
    regional_certificate_arn = not edge and certificate_arn or nil,
    endpoint_configuration = { types = { endpoint_type } },
    mutual_tls_authentication = trust_store(props.mtls),
    security_policy = policy,
    endpoint_access_mode = props.endpoint_access_mode,
  })
  self.domain_name, self.domain_name_ref = resource.ref, resource.domain_name_ref
  self.domain_name_alias_domain_name =
    edge and resource.attr_distribution_domain_name or resource.attr_regional_domain_name
  self.domain_name_alias_hosted_zone_id =
    edge and resource.attr_distribution_hosted_zone_id or resource.attr_regional_hosted_zone_id
  local mapping, path = props.mapping, props.base_path
  local multi_level = takes_multi_level(self, path)
  if mapping and multi_level then
    local stage = mapping.deployment_stage
    if not stage then fail(self, "the base_path %s leads to a stage, and the API has none", display(path)) end
    self:add_api_mapping(stage, { base_path = path })
  elseif mapping then
    self:add_base_path_mapping(mapping, { base_path = path })
  end
end

local NO_PATH = {}

local function take_path(self, path)
  local key = path == nil and NO_PATH or path
  if self._base_paths[key] then
    fail(self, "%s of the domain leads somewhere already", path and "the base_path " .. display(path) or "the root")
  end
  return function() self._base_paths[key] = true end
end

--- Lets a path of one part, or the root, lead to an API. Options: base_path, stage, attach_to_stage.
function DomainName:add_base_path_mapping(target_api, options)
  options = options or {}
  local path = options.base_path
  local take = take_path(self, path)
  if is_multi_level(path) then
    fail(self, "a base path mapping has a path of one part, got %s; -> use add_api_mapping()", display(path))
  end
  take()
  local id = "Map:" .. (path and path ~= "" and path or "/") .. "=>" .. cdk.Names.node_unique_id(target_api.node)
  return apigateway.BasePathMapping(self, id, l2.with({ domain_name = self, rest_api = target_api }, options))
end

--- Lets a path of any number of parts lead to a stage. Options: base_path.
function DomainName:add_api_mapping(target_stage, options)
  local path = options and options.base_path
  local take = take_path(self, path)
  takes_multi_level(self, path)
  take()
  local reference = target_stage.stage_ref
  local id = "Map:" .. (path or "none") .. "=>" .. cdk.Names.node_unique_id(target_stage.node)
  require("aws_cdk.aws_apigatewayv2").CfnApiMapping(self, id, {
    api_id = reference.rest_api_id, stage = reference.stage_name, domain_name = self.domain_name,
    api_mapping_key = path,
  })
end

--------------------------------------------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_apigateway.ImportedDomainName", cdk.Resource)
Imported.__model = rawget(DomainName, "__schema")
Imported.__interface = Imported.__model

function Imported:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  local name = attrs.domain_name
  self.domain_name = name
  self.domain_name_alias_domain_name = attrs.domain_name_alias_target
  self.domain_name_alias_hosted_zone_id = attrs.domain_name_alias_hosted_zone_id
  self.domain_name_ref = {
    domain_name = name,
    domain_name_arn = engine.stack_of(scope):format_arn {
      service = "apigateway", resource = "domainnames", resource_name = name,
    },
  }
end

--- A domain name that exists.
function DomainName.from_domain_name_attributes(scope, id, attrs)
  return Imported(scope, id, attrs)
end

return { DomainName = DomainName }
