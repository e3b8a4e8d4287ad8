--- Domains of OpenSearch and of Elasticsearch, which differ in few things.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local checks = require "aws_cdk.aws_opensearchservice.private.checks"
local ec2 = require "aws_cdk.aws_ec2"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local logs = require "aws_cdk.aws_logs"
local policies = require "aws_cdk.aws_opensearchservice.private.policies"

local fail = engine.fail

local ARN = { "domain_arn", service = "es", resource = "domain" }

-- ---- imports and permissions ----------------------------------------------------------------------------------------

local VERBS = {
  read = { "es:ESHttpGet", "es:ESHttpHead" },
  write = { "es:ESHttpDelete", "es:ESHttpPost", "es:ESHttpPut", "es:ESHttpPatch" },
  read_write = {
    "es:ESHttpGet", "es:ESHttpHead", "es:ESHttpDelete", "es:ESHttpPost", "es:ESHttpPut", "es:ESHttpPatch",
  },
}

-- The classes of domains, also of imported ones, have permissions on indexes and paths.
local function base_of(full_name)
  local Base = engine.class(full_name .. "Base", cdk.Resource)

  for verb, actions in pairs(VERBS) do
    --- Permission on an index and what is in it.
    Base["grant_index_" .. verb] = function(self, index, identity)
      local arn = self.domain_arn .. "/" .. index
      return iam.Grant.add_to_principal { grantee = identity, actions = actions, resource_arns = { arn, arn .. "/*" } }
    end

    --- Permission on a path.
    Base["grant_path_" .. verb] = function(self, path, identity)
      return iam.Grant.add_to_principal {
        grantee = identity, actions = actions, resource_arns = { self.domain_arn .. "/" .. path },
      }
    end
  end
  return Base
end

-- "https://search-name-id.region.es.amazonaws.com" → "search-name"
local function name_in(scope, endpoint)
  local host = type(endpoint) == "string" and endpoint:match "^%a[%w+.-]*://([^/?#:]+)"
  if not host then
    fail(scope, "domain_endpoint must be a URL such as https://search-my-domain-abc123.eu-west-1.es.amazonaws.com, "
      .. "got %s", engine.display(endpoint))
  end
  local domain = host:lower():match "^[^.]*"
  local suffix = "-" .. domain:match "[^-]*$"
  local start = domain:find(suffix, 1, true)
  return start and domain:sub(1, start - 1) or domain
end

local function add_imports(Domain, Base)
  local Imported = l2.imported(Domain, Base)

  function Imported:init(scope, id, attrs)
    Base.init(self, scope, id)
    local parts = engine.stack_of(scope):split_arn(attrs.domain_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME)
    self.domain_arn = attrs.domain_arn
    self.domain_name = parts.resource_name or name_in(scope, attrs.domain_endpoint)
    local endpoint = attrs.domain_endpoint
    self.domain_endpoint = type(endpoint) == "string" and endpoint:gsub("^https?://", "") or endpoint
    if engine.declares(Domain.__name, "domain_id") then self.domain_id = self.domain_name end
  end

  --- A domain by { domain_arn =, domain_endpoint = }.
  function Domain.from_domain_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

  --- A domain by its URL, in the stack's environment.
  function Domain.from_domain_endpoint(scope, id, endpoint)
    return Imported(scope, id, {
      domain_endpoint = endpoint,
      domain_arn = engine.stack_of(scope):format_arn {
        service = "es", resource = "domain", resource_name = name_in(scope, endpoint),
      },
    })
  end
end

-- ---- facts ----------------------------------------------------------------------------------------------------------

-- A type of instances, in small letters.
local function type_or(default, given)
  if given == nil or given == "" then return default end
  return engine.is_unresolved(given) and given or given:lower()
end

local function some(count) return engine.is_unresolved(count) or count > 0 end

local function first_of(value, default)
  if value ~= nil then return value end
  return default
end

-- What follows from the properties.
local function facts_of(self, props, row)
  local capacity, ebs, zones = props.capacity or {}, props.ebs or {}, props.zone_awareness or {}
  local at_rest = props.encryption_at_rest or {}
  local f = {
    master_type = type_or("r5.large" .. row.suffix, capacity.master_node_instance_type),
    data_type = type_or("r5.large" .. row.suffix, capacity.data_node_instance_type),
    warm_type = type_or("ultrawarm1.medium" .. row.suffix, capacity.warm_instance_type),
    master_count = capacity.master_nodes or 0, data_count = capacity.data_nodes or 1,
    warm_count = capacity.warm_nodes or 0,
    zone_count = zones.availability_zone_count or 2,
    zone_aware = first_of(zones.enabled, zones.availability_zone_count ~= nil),
    unsigned = props.use_unsigned_basic_auth or false,
    volume_size = ebs.volume_size or 10,
    volume_type = ebs.volume_type or ec2.EbsDeviceVolumeType.GP2,
    ebs_enabled = ebs.enabled ~= false,
    standby = capacity.multi_az_with_standby_enabled,
  }
  f.has_masters, f.has_warm = some(f.master_count), some(f.warm_count)
  f.encrypted = first_of(at_rest.enabled, at_rest.kms_key ~= nil or f.unsigned)
  f.node_to_node = first_of(props.node_to_node_encryption, f.unsigned)
  f.https = first_of(props.enforce_https, f.unsigned)
  f.version, f.is_elasticsearch = row.version(self, props.version.version)
  return f
end

-- Who administers the domain, and with which password.
local function add_master_user(self, props, f)
  local access = props.fine_grained_access_control or {}
  local arn, name = access.master_user_arn, access.master_user_name
  if f.unsigned then name = arn == nil and (name or "admin") or nil end
  if arn ~= nil and name ~= nil then
    fail(self, "master_user_arn and master_user_name are mutually exclusive; -> give one of them")
  end
  f.master_arn, f.master_name = arn, name
  f.advanced = arn ~= nil or name ~= nil
  if name == nil then return end
  self.master_user_password = access.master_user_password
    or require("aws_cdk.aws_secretsmanager").Secret(self, "MasterUser", {
      generate_secret_string = {
        secret_string_template = self.stack:to_json_string { username = name },
        generate_string_key = "password",
        exclude_characters = "{}'\\*[]()`",
      },
    }):secret_value_from_json "password"
end

-- ---- network --------------------------------------------------------------------------------------------------------

local function check_zones(self, subnets, f)
  local zones, count = {}, 0
  for _, subnet in ipairs(subnets) do
    local zone = tostring(subnet.availability_zone)
    if not zones[zone] then zones[zone], count = true, count + 1 end
  end
  if count < f.zone_count then
    fail(self, "zone_awareness with %d availability zones needs a subnet in each, got subnets in %d", f.zone_count,
      count)
  end
end

-- The domain's place in a VPC, as the L1 property.
local function place(self, props, f, row)
  local vpc = props.vpc
  if not vpc then return nil end
  local subnets, pending = {}, false
  for _, selection in ipairs(props.vpc_subnets or { { subnet_type = ec2.SubnetType.PRIVATE_WITH_EGRESS } }) do
    local selected = vpc:select_subnets(selection)
    table.move(selected.subnets, 1, #selected.subnets, #subnets + 1, subnets)
    pending = pending or selected.is_pending_lookup
  end
  local groups = props.security_groups or {
    ec2.SecurityGroup(self, "SecurityGroup", {
      vpc = vpc, description = "Security group for domain " .. self.node.id,
    }),
  }
  self._connections = ec2.Connections {
    security_groups = groups, default_port = row.newer and props.enforce_https and ec2.Port.tcp(443) or nil,
  }
  if f.zone_aware and not (row.newer and pending) then check_zones(self, subnets, f) end
  return {
    security_group_ids = l2.pluck(groups, "security_group_id"), subnet_ids = l2.pluck(subnets, "subnet_id"),
  }
end

-- ---- logs -----------------------------------------------------------------------------------------------------------

-- Kinds of logs: the name in options, the id of a group made here, CloudFormation's name.
local LOGS = {
  { "slow_search_log", "SlowSearchLogs", "SEARCH_SLOW_LOGS" },
  { "slow_index_log", "SlowIndexLogs", "INDEX_SLOW_LOGS" },
  { "app_log", "AppLogs", "ES_APPLICATION_LOGS" },
  { "audit_log", "AuditLogs", "AUDIT_LOGS" },
}

-- The L1 property, and the custom resource that lets the service write.
local function publish_logs(self, props, row)
  local options, publishing, arns = props.logging or {}, engine.map {}, {}
  for _, kind in ipairs(LOGS) do
    local enabled, field = options[kind[1] .. "_enabled"], kind[1] .. "_group"
    if enabled then
      local group = options[field] or logs.LogGroup(self, kind[2], { retention = logs.RetentionDays.ONE_MONTH })
      self["_" .. field] = group
      arns[#arns + 1] = group.log_group_ref.log_group_arn
      publishing[kind[3]] = { enabled = true, cloud_watch_logs_log_group_arn = arns[#arns] }
    elseif enabled == false and row.newer then
      publishing[kind[3]] = { enabled = false }
    end
  end
  if #arns == 0 or props.suppress_logs_resource_policy then return publishing end
  local addr = self.node.addr
  return publishing, policies.allow_logging(self, "ESLogGroupPolicy" .. addr, "ESLogPolicy" .. addr, {
    iam.PolicyStatement {
      effect = iam.Effect.ALLOW, actions = { "logs:PutLogEvents", "logs:CreateLogStream" }, resources = arns,
      principals = { iam.ServicePrincipal "es.amazonaws.com" },
    },
  })
end

local function add_log_groups(Domain)
  for _, kind in ipairs(LOGS) do
    local field = kind[1] .. "_group"
    Domain.get[field] = function(self)
      local group = self["_" .. field]
      if group and not (engine.has(group, "log_group_arn") and engine.has(group, "log_group_name")) then
        fail(self, "%s must be an ILogGroup to be read again, got %s; -> read log_group_ref of your own instead",
          field, engine.display(group))
      end
      return group
    end
  end
end

-- ---- endpoint and keys ----------------------------------------------------------------------------------------------

local function certificate_of(self, endpoint)
  if endpoint.certificate then return endpoint.certificate end
  local acm = require "aws_cdk.aws_certificatemanager"
  return acm.Certificate(self, "CustomEndpointCertificate", {
    domain_name = endpoint.domain_name,
    validation = endpoint.hosted_zone and acm.CertificateValidation.from_dns(endpoint.hosted_zone) or nil,
  })
end

local function endpoint_options(self, props, f, row)
  local options = { enforce_https = f.https, tls_security_policy = props.tls_security_policy or row.default_tls }
  local endpoint = props.custom_endpoint
  if endpoint then
    options.custom_endpoint_enabled, options.custom_endpoint = true, endpoint.domain_name
    options.custom_endpoint_certificate_arn = certificate_of(self, endpoint).certificate_ref.certificate_arn
  end
  return options
end

local function differ(a, b) return not engine.is_unresolved(a) and not engine.is_unresolved(b) and a ~= b end

-- A key by its id; in another account or region by its ARN.
local function key_of(self, key, row)
  local ref, stack = key.key_ref, engine.stack_of(self)
  if row.newer and (differ(key.env.account, stack.account) or differ(key.env.region, stack.region)) then
    return ref.key_arn
  end
  return ref.key_id
end

-- ---- the domain -----------------------------------------------------------------------------------------------------

local function cluster(f)
  return {
    dedicated_master_enabled = f.has_masters,
    dedicated_master_count = f.has_masters and f.master_count or nil,
    dedicated_master_type = f.has_masters and f.master_type or nil,
    instance_count = f.data_count,
    instance_type = f.data_type,
    warm_enabled = f.has_warm or nil,
    warm_count = f.has_warm and f.warm_count or nil,
    warm_type = f.has_warm and f.warm_type or nil,
    zone_awareness_enabled = f.zone_aware,
    zone_awareness_config = f.zone_aware and { availability_zone_count = f.zone_count } or nil,
  }
end

local function volumes(f, ebs)
  if not f.ebs_enabled then return { ebs_enabled = false } end
  return {
    ebs_enabled = true, volume_size = f.volume_size, volume_type = f.volume_type, iops = ebs.iops,
    throughput = ebs.throughput,
  }
end

-- What both kinds of domains have.
local function common(self, props, f, row)
  local at_rest, hour = props.encryption_at_rest, props.automated_snapshot_start_hour
  return {
    domain_name = self.physical_name,
    ebs_options = volumes(f, props.ebs or {}),
    encryption_at_rest_options = {
      enabled = f.encrypted,
      kms_key_id = f.encrypted and at_rest and at_rest.kms_key and key_of(self, at_rest.kms_key, row) or nil,
    },
    node_to_node_encryption_options = { enabled = f.node_to_node },
    snapshot_options = hour and hour ~= 0 and { automated_snapshot_start_hour = hour } or nil,
    advanced_security_options = f.advanced and {
      enabled = true,
      internal_user_database_enabled = f.master_name ~= nil,
      master_user_options = {
        master_user_arn = f.master_arn,
        master_user_name = f.master_name,
        master_user_password = self.master_user_password and self.master_user_password:unsafe_unwrap(),
      },
    } or nil,
    advanced_options = props.advanced_options,
  }
end

local function check(self, props, f, row)
  checks.types(self, f, row)
  if f.unsigned then checks.unsigned(self, props) end
  add_master_user(self, props, f)
  checks.version(self, props, f, row)
  checks.abilities(self, f, row)
  if row.newer then checks.volumes(self, f, props.ebs or {}) end
  checks.security(self, props, f)
end

local function unsigned_access(self)
  return iam.PolicyStatement {
    effect = iam.Effect.ALLOW, actions = { "es:ESHttp*" }, principals = { iam.AnyPrincipal() },
    resources = { engine.lazy(function() return self.domain_arn .. "/*" end, { kind = "string" }) },
  }
end

--- The class of domains of a module. `row`: `newer` for OpenSearch; `suffix` of types of instances; `no_ebs`, the types
--- without EBS volumes; `cognito`, the name of the option; `default_tls`; `version(self, text)` gives the version as a
--- number and whether it is one of Elasticsearch; `complete(self, props, facts, properties, cluster)` checks and adds
--- what only this module has, and gives the L1 resource; `policy_…` as in private/policies.lua.
return function(full_name, row)
  local Base = base_of(full_name)
  local Domain = l2.resource(full_name, Base, { arn = ARN, name = { "domain_name" } })
  add_imports(Domain, Base)
  add_log_groups(Domain)

  --- Arguments: scope, id, DomainProps: version (required).
  function Domain:init(scope, id, props)
    Base.init(self, scope, id, { physical_name = props.domain_name })
    local f = facts_of(self, props, row)
    if f.zone_count ~= 2 and f.zone_count ~= 3 then
      fail(self, "zone_awareness.availability_zone_count must be 2 or 3, got %s", engine.display(f.zone_count))
    end
    local vpc_options = place(self, props, f, row)
    check(self, props, f, row)
    local publishing, log_policy = publish_logs(self, props, row)
    local properties = common(self, props, f, row)
    properties.log_publishing_options, properties.vpc_options = publishing, vpc_options
    properties.domain_endpoint_options = endpoint_options(self, props, f, row)
    local resource = row.complete(self, props, f, properties, cluster(f))
    self._resource = resource
    resource:apply_removal_policy(props.removal_policy)
    if props.enable_version_upgrade then resource.cfn_options.update_policy = { enable_version_upgrade = true } end
    if log_policy then resource.node:add_dependency(log_policy) end
    if props.domain_name ~= nil then
      checks.name(self, props.domain_name)
      self.node:add_metadata("aws:cdk:hasPhysicalName", props.domain_name)
    end
    if row.newer then self.domain_id = resource:get_att "Id" end
    self.domain_endpoint = resource:get_att "DomainEndpoint"
    local endpoint = props.custom_endpoint
    if endpoint and endpoint.hosted_zone then
      require("aws_cdk.aws_route53").CnameRecord(self, "CnameRecord", {
        record_name = endpoint.domain_name, zone = endpoint.hosted_zone, domain_name = self.domain_endpoint,
      })
    end
    self._key = props.encryption_at_rest and props.encryption_at_rest.kms_key
    if props.access_policies then self:add_access_policies(table.unpack(props.access_policies)) end
    if f.unsigned then self:add_access_policies(unsigned_access(self)) end
  end

  Domain.get.connections = function(self)
    return self._connections or fail(self, "only domains in a VPC have connections; -> give the domain a vpc")
  end

  --- Adds statements to the access policy, which a custom resource sets.
  function Domain:add_access_policies(...)
    if select("#", ...) == 0 then return end
    if self._statements then
      for _, statement in ipairs { ... } do table.insert(self._statements, statement) end
      return
    end
    self._statements = { ... }
    local policy = policies.control_access(self, row, self._statements)
    if self._key then
      policy.grant_principal:add_to_principal_policy(iam.PolicyStatement {
        actions = { "kms:List*", "kms:Describe*", "kms:CreateGrant" }, resources = { self._key.key_ref.key_arn },
        effect = iam.Effect.ALLOW,
      })
    end
  end

  return Domain
end
