local engine = require "luacdk.engine"
local rows = require "aws_cdk.region_info.fact_rows"

local ordered = engine.ordered

-- Facts by name, then region; expanded from the rows on first use; programs may register more.
local expanded = {}
local region_list = {}
local known_region = {}
for region in rows.regions:gmatch("%S+") do
  region_list[#region_list + 1] = region
  known_region[region] = true
end

local function is_layer(name)
  return name:find("^adot%-lambda%-layer") or name:find("^cloudwatch%-lambda%-insights")
    or name:find("^appconfig%-lambda") or name:find("^params%-and%-secrets")
end

local function values_of(name)
  name = tostring(name) -- a token is no known fact
  local values = expanded[name]
  if values then return values end
  values = {}
  local groups = rows.facts[name] or is_layer(name) and require("aws_cdk.region_info.layer_rows").facts[name]
  for _, group in ipairs(groups or {}) do
    for region in group[2]:gmatch("%S+") do
      values[region] = (group[1]:gsub("%*", (region:gsub("%%", "%%%%"))))
    end
  end
  expanded[name] = values
  return values
end

--- The facts of one region.
local RegionInfo = engine.class("aws_cdk.region_info.RegionInfo")

--- What is known about regions; programs may add to it.
local Fact = engine.class("aws_cdk.region_info.Fact")

Fact.regions = region_list

local function all_names()
  local names, seen = {}, {}
  for _, facts in ipairs { rows.facts, require("aws_cdk.region_info.layer_rows").facts, expanded } do
    for name in pairs(facts) do
      if not seen[name] then
        seen[name] = true
        names[#names + 1] = name
      end
    end
  end
  table.sort(names)
  return names
end

Fact.names = setmetatable({}, {
  -- Filled on first look-up: the rows of layers are large.
  __index = function(self, index)
    setmetatable(self, nil)
    for i, name in ipairs(all_names()) do rawset(self, i, name) end
    return rawget(self, index)
  end,
  __len = function() return #all_names() end,
})

--- Pairs `{ region, fact }` of all known facts.
function Fact.defined_facts()
  local pairs_list = {}
  for _, region in ipairs(region_list) do
    for _, name in ipairs(all_names()) do
      if values_of(name)[region] then pairs_list[#pairs_list + 1] = { region, name } end
    end
  end
  return pairs_list
end

--- The value of a fact in a region, or nil.
function Fact.find(region, name) return values_of(name)[region] end

--- The value of a fact in a region; an error if there is none.
function Fact.require_fact(region, name)
  local value = values_of(name)[region]
  if not value then
    engine.fail(nil, "no fact %s is known for the region %s; -> add it with Fact.register", engine.display(name),
      engine.display(region))
  end
  return value
end

--- Adds a fact `{ region, name, value }`; a different known value is replaced only if `allow_replacing`.
function Fact.register(fact, allow_replacing)
  local values = values_of(fact.name)
  local known = values[fact.region]
  if known and known ~= fact.value and not allow_replacing then
    engine.fail(nil,
      "the region %s already has the fact %s with the value %s; -> pass true as the second argument to replace it",
      fact.region, fact.name, engine.display(known))
  end
  if not known_region[fact.region] then
    known_region[fact.region] = true
    region_list[#region_list + 1] = fact.region
    RegionInfo.regions[#region_list] = RegionInfo(fact.region)
  end
  if fact.value ~= nil then values[fact.region] = fact.value end
end

--- Forgets a fact; a given value must be the known one.
function Fact.unregister(region, name, value)
  local values = values_of(name)
  if value and values[region] and values[region] ~= value then
    engine.fail(nil, "the fact %s of the region %s is %s, not %s", name, region, engine.display(values[region]),
      engine.display(value))
  end
  values[region] = nil
end

--- Names of facts.
local FactName = engine.class("aws_cdk.region_info.FactName")

FactName.PARTITION = "partition"
FactName.DOMAIN_SUFFIX = "domainSuffix"
FactName.CDK_METADATA_RESOURCE_AVAILABLE = "cdk:metadata-resource:available"
FactName.IS_OPT_IN_REGION = "aws:is-opt-in-region"
FactName.S3_STATIC_WEBSITE_ENDPOINT = "s3-static-website:endpoint"
FactName.S3_STATIC_WEBSITE_ZONE_53_HOSTED_ZONE_ID = "s3-static-website:route-53-hosted-zone-id"
FactName.EBS_ENV_ENDPOINT_HOSTED_ZONE_ID = "ebs-environment:route-53-hosted-zone-id"
FactName.VPC_ENDPOINT_SERVICE_NAME_PREFIX = "vpcEndpointServiceNamePrefix"
FactName.ELBV2_ACCOUNT = "elbv2Account"
FactName.DLC_REPOSITORY_ACCOUNT = "dlcRepositoryAccount"
FactName.APPMESH_ECR_ACCOUNT = "appMeshRepositoryAccount"
FactName.FIREHOSE_CIDR_BLOCK = "firehoseCidrBlock"
FactName.SAML_SIGN_ON_URL = "samlSignOnUrl"
FactName.LATEST_NODE_RUNTIME = "latestNodeRuntime"

local function dotless(version) return (tostring(version):gsub("%.", "_")) end

function FactName.cloudwatch_lambda_insights_version(version, arch)
  return ("cloudwatch-lambda-insights-version:%s_%s"):format(dotless(version), arch or "x86_64")
end

function FactName.app_config_lambda_layer_version(version, arch)
  return ("appconfig-lambda-layer:%s_%s"):format(dotless(version), arch or "x86_64")
end

function FactName.adot_lambda_layer(type, version, architecture)
  return ("adot-lambda-layer:%s_%s_%s"):format(type, dotless(version), architecture)
end

function FactName.params_and_secrets_lambda_layer(version, architecture)
  return ("params-and-secrets-layer:%s_%s"):format(dotless(version), architecture)
end

local function universal_principal(service)
  return tostring(service):gsub("%.amazonaws%.com%.cn$", ""):gsub("%.amazonaws%.com$", "") .. ".amazonaws.com"
end

function FactName.service_principal(service)
  engine.deprecated("aws_cdk.region_info.FactName#service_principal", "use iam.ServicePrincipal.service_principal_name")
  return universal_principal(service)
end

function RegionInfo:init(name) self.name = name end

--- The facts of a region: `RegionInfo.get(name)`.
function RegionInfo.get_(name) return RegionInfo(name) end

local getters = RegionInfo.get
local function fact_getter(fact)
  return function(self) return values_of(fact)[self.name] end
end
getters.domain_suffix = fact_getter(FactName.DOMAIN_SUFFIX)
getters.partition = fact_getter(FactName.PARTITION)
getters.s3_static_website_endpoint = fact_getter(FactName.S3_STATIC_WEBSITE_ENDPOINT)
getters.s3_static_website_hosted_zone_id = fact_getter(FactName.S3_STATIC_WEBSITE_ZONE_53_HOSTED_ZONE_ID)
getters.ebs_env_endpoint_hosted_zone_id = fact_getter(FactName.EBS_ENV_ENDPOINT_HOSTED_ZONE_ID)
getters.vpc_endpoint_service_name_prefix = fact_getter(FactName.VPC_ENDPOINT_SERVICE_NAME_PREFIX)
getters.elbv2_account = fact_getter(FactName.ELBV2_ACCOUNT)
getters.dlc_repository_account = fact_getter(FactName.DLC_REPOSITORY_ACCOUNT)
getters.app_mesh_repository_account = fact_getter(FactName.APPMESH_ECR_ACCOUNT)
getters.firehose_cidr_block = fact_getter(FactName.FIREHOSE_CIDR_BLOCK)
getters.saml_sign_on_url = fact_getter(FactName.SAML_SIGN_ON_URL)
getters.cdk_metadata_resource_available = function(self)
  return values_of(FactName.CDK_METADATA_RESOURCE_AVAILABLE)[self.name] == "YES"
end
getters.is_opt_in_region = function(self)
  return values_of(FactName.IS_OPT_IN_REGION)[self.name] == "YES"
end

--- All known regions.
RegionInfo.regions = {}
for i, name in ipairs(region_list) do RegionInfo.regions[i] = RegionInfo(name) end

--- Value of a fact by region, in the order of regions.
function RegionInfo.region_map(fact_name)
  local map = ordered()
  local values = values_of(fact_name)
  for _, region in ipairs(region_list) do
    if values[region] then map[region] = values[region] end
  end
  return map
end

local PREFIXES = {
  { "cn-", "aws-cn" }, { "us-gov-", "aws-us-gov" }, { "us-isob-", "aws-iso-b" }, { "us-isof-", "aws-iso-f" },
  { "us-iso-", "aws-iso" }, { "eu-isoe-", "aws-iso-e" }, { "eusc-", "aws-eusc" },
}

local function partition_of(region)
  for _, row in ipairs(PREFIXES) do
    if region:sub(1, #row[1]) == row[1] then return row[2] end
  end
  return "aws"
end

--- The same for the regions of some partitions.
function RegionInfo.limited_region_map(fact_name, partitions)
  local wanted = {}
  for _, partition in ipairs(partitions) do wanted[partition] = true end
  local map = ordered()
  local values = values_of(fact_name)
  for _, region in ipairs(region_list) do
    if values[region] and wanted[partition_of(region)] then map[region] = values[region] end
  end
  return map
end

function RegionInfo:service_principal(service) -- luacheck: no unused args
  engine.deprecated("aws_cdk.region_info.RegionInfo#service_principal",
    "use iam.ServicePrincipal.service_principal_name")
  return universal_principal(service)
end

function RegionInfo:cloudwatch_lambda_insights_arn(version, architecture)
  return Fact.find(self.name, FactName.cloudwatch_lambda_insights_version(version, architecture))
end

function RegionInfo:app_config_lambda_arn(version, architecture)
  return Fact.find(self.name, FactName.app_config_lambda_layer_version(version, architecture))
end

function RegionInfo:adot_lambda_layer_arn(type, version, architecture)
  return Fact.find(self.name, FactName.adot_lambda_layer(type, version, architecture))
end

function RegionInfo:params_and_secrets_lambda_layer_arn(version, architecture)
  return Fact.find(self.name, FactName.params_and_secrets_lambda_layer(version, architecture))
end

--- Service principals from before they became the same everywhere.
local Default = engine.class("aws_cdk.region_info.Default")
Default.VPC_ENDPOINT_SERVICE_NAME_PREFIX = "com.amazonaws.vpce"

local ISO_PARTITIONAL = { cloudhsm = true, config = true, workspaces = true }

function Default.service_principal(service_fqn, region, url_suffix)
  engine.deprecated("aws_cdk.region_info.Default#service_principal", "use iam.ServicePrincipal")
  local name = service_fqn:match("^([^.]+)$") or service_fqn:match("^(.-)%.[%w%-.]*amazonaws%.com%.cn$")
    or service_fqn:match("^([^.]+)%.[%w%-.]*amazonaws%.com$") or service_fqn:match("^([^.]+)%.amazonaws%.com$")
  if not name then return service_fqn end
  local china, iso, isob = region:find("^cn%-"), region:find("^us%-iso%-"), region:find("^us%-isob%-")
  local universal = name .. ".amazonaws.com"
  if iso and name == "states" then return universal end
  if iso and ISO_PARTITIONAL[name] then return name .. "." .. url_suffix end
  if isob and name == "states" then return universal end
  if isob and name == "dms" then return name .. "." .. url_suffix end
  if name == "codedeploy" then
    if china then return ("%s.%s.%s"):format(name, region, url_suffix) end
    if region:find("^us%-iso") then return universal end
    return ("%s.%s.amazonaws.com"):format(name, region)
  elseif name == "logs" then
    return ("%s.%s.%s"):format(name, region, url_suffix)
  elseif name == "states" then
    return ("%s.%s.amazonaws.com"):format(name, region)
  elseif name == "elasticmapreduce" and china then
    return name .. "." .. url_suffix
  end
  return universal
end

return { Fact = Fact, FactName = FactName, RegionInfo = RegionInfo, Default = Default }
