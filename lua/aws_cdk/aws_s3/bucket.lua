--- A bucket.
local engine = require "luacdk.engine"
local bucket_name = require "aws_cdk.aws_s3.private.bucket_name"
local cdk = require "aws_cdk"
local encryption = require "aws_cdk.aws_s3.private.encryption"
local cx_api = require "aws_cdk.cx_api"
local grow = require "aws_cdk.private.grow"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local render_lifecycle_rule = require "aws_cdk.aws_s3.private.lifecycle"
local replication = require "aws_cdk.aws_s3.private.replication"
local s3 = require "aws_cdk.aws_s3"
local website = require "aws_cdk.aws_s3.private.website"

local BucketBase = s3.BucketBase

local FLAG_BLOCK_BY_DEFAULT = cx_api.S3_PUBLIC_ACCESS_BLOCKED_BY_DEFAULT
local FLAG_LOGS_BY_POLICY = cx_api.S3_SERVER_ACCESS_LOGS_USE_BUCKET_POLICY
local LOG_DELIVERY = "LogDeliveryWrite"
local LOGGING_SERVICE = "logging.s3.amazonaws.com"

-- Canned ACLs that give others no access and so work whoever owns the objects.
local OWNER_ONLY = { Private = true, BucketOwnerRead = true, BucketOwnerFullControl = true }

local Bucket = l2.resource("aws_cdk.aws_s3.Bucket", BucketBase, {
  arn = { "bucket_arn", service = "s3", region = "", account = "" },
  name = { "bucket_name" },
  attributes = {
    bucket_domain_name = "attr_domain_name",
    bucket_dual_stack_domain_name = "attr_dual_stack_domain_name",
    bucket_regional_domain_name = "attr_regional_domain_name",
    bucket_website_url = "attr_website_url",
  },
})

local function given(value) return value ~= nil and value ~= "" end

local function ownership_controls(self, access_control)
  local needs_writer = access_control ~= nil and not OWNER_ONLY[access_control]
  local ownership = self._object_ownership
  if not ownership and not needs_writer then return nil end
  if needs_writer and ownership == "BucketOwnerEnforced" then
    engine.fail(self, "access_control %s needs object_ownership OBJECT_WRITER or BUCKET_OWNER_PREFERRED: with "
      .. "BUCKET_OWNER_ENFORCED access control lists are off", engine.display(access_control))
  end
  return { rules = { { object_ownership = ownership or "ObjectWriter" } } }
end

-- Access control lists are out of fashion, but used on purpose here: linters need not complain.
local function acknowledge_access_control(self)
  if self._access_control == nil then return end
  cdk.Validations.of(self):acknowledge {
    id = "CloudFormation-Validate::W3045", reason = "access_control is deprecated; it is used on purpose",
  }
end

local function logging_configuration(self, props)
  local target, prefix = props.server_access_logs_bucket, props.server_access_logs_prefix
  if not target and not given(prefix) then return nil end
  if not target and (props.encryption == "KMS_MANAGED" or props.encryption == "DSSE_MANAGED") then
    engine.fail(self, "a bucket that keeps its own access logs cannot have encryption %s; -> use S3_MANAGED, or KMS or "
      .. "DSSE with a key", props.encryption)
  end
  if target and target.encryption_key then
    target.encryption_key:grant_encrypt_decrypt(iam.ServicePrincipal(LOGGING_SERVICE))
  end
  return {
    destination_bucket_name = target and target.bucket_name,
    log_file_prefix = prefix,
    target_object_key_format = props.target_object_key_format and props.target_object_key_format:_render(),
  }
end

local function tiering_configurations(configurations)
  if not configurations then return nil end
  local rendered = engine.list {}
  for i, config in ipairs(configurations) do
    local tierings = engine.list {}
    if config.archive_access_tier_time then
      tierings[1] = {
        access_tier = "ARCHIVE_ACCESS", days = config.archive_access_tier_time:to_days { integral = true },
      }
    end
    if config.deep_archive_access_tier_time then
      tierings[#tierings + 1] = {
        access_tier = "DEEP_ARCHIVE_ACCESS", days = config.deep_archive_access_tier_time:to_days { integral = true },
      }
    end
    rendered[i] = {
      id = config.name, prefix = config.prefix, status = "Enabled", tag_filters = config.tags, tierings = tierings,
    }
  end
  return rendered
end

local function object_lock_configuration(self, props)
  local retention = props.object_lock_default_retention
  if not retention then return nil end
  if props.object_lock_enabled == false then
    engine.fail(self, "object_lock_default_retention needs object_lock_enabled: -> set it to true or leave it out")
  end
  return {
    object_lock_enabled = "Enabled",
    rule = { default_retention = { days = retention.duration:to_days(), mode = retention.mode } },
  }
end

local function public_access_block(self, config)
  if not config then return nil end
  local by_default = cdk.FeatureFlags.of(self):is_enabled(FLAG_BLOCK_BY_DEFAULT)
  return s3.BlockPublicAccess._render(config, by_default or nil)
end

-- Denies every call that uses an older TLS.
local function deny_older_tls(self, version)
  self:add_to_resource_policy(iam.PolicyStatement {
    effect = iam.Effect.DENY,
    actions = { "s3:*" },
    resources = { self.bucket_arn, self:arn_for_objects("*") },
    principals = { iam.AnyPrincipal() },
    conditions = { NumericLessThan = { ["s3:TlsVersion"] = version } },
  })
end

local function enforce_ssl(self, props)
  local version = props.minimum_tls_version
  if props.enforce_ssl then
    local all = { self.bucket_arn, self:arn_for_objects("*") }
    self:add_to_resource_policy(l2.deny_without_tls(all, { "s3:*" }, iam.AnyPrincipal()))
    if version and version ~= 0 then deny_older_tls(self, version) end
  elseif version and version ~= 0 then
    engine.fail(self, "minimum_tls_version needs enforce_ssl = true")
  end
end

-- Lets the logging service write logs of the bucket `from` here.
local function allow_log_delivery(self, from, prefix)
  if not cdk.FeatureFlags.of(self):is_enabled(FLAG_LOGS_BY_POLICY) then
    if self._access_control and self._access_control ~= LOG_DELIVERY then
      engine.fail(self, "access logs cannot be delivered to a bucket whose access_control is %s; -> use "
        .. "LOG_DELIVERY_WRITE, or leave it out", engine.display(self._access_control))
    end
    self._access_control = LOG_DELIVERY
    self._resource.access_control = LOG_DELIVERY
    self._resource.ownership_controls = ownership_controls(self, LOG_DELIVERY)
    acknowledge_access_control(self)
    return
  end
  local conditions
  if engine.is_a(from, Bucket) and self.stack == from.stack then
    conditions = engine.ordered(
      "ArnLike", { ["aws:SourceArn"] = from.bucket_arn },
      "StringEquals", { ["aws:SourceAccount"] = from.env.account })
  end
  self:add_to_resource_policy(iam.PolicyStatement {
    effect = iam.Effect.ALLOW,
    principals = { iam.ServicePrincipal(LOGGING_SERVICE) },
    actions = { "s3:PutObject" },
    resources = { self:arn_for_objects(given(prefix) and prefix .. "*" or "*") },
    conditions = conditions,
  })
end

local function deliver_logs(self, props)
  local target, prefix = props.server_access_logs_bucket, props.server_access_logs_prefix
  if engine.is_a(target, Bucket) then
    allow_log_delivery(target, self, prefix)
  elseif target then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-s3:accessLogsPolicyNotAdded",
      ("the bucket for access logs, %s, is made elsewhere: let %s write there in its own policy")
        :format(tostring(target), LOGGING_SERVICE))
  elseif given(prefix) then
    allow_log_delivery(self, self, prefix)
  end
end

local function create_resource(self, props)
  local bucket_encryption, key = encryption(self, props)
  self.encryption_key = key
  bucket_name.check_combination(self, props)
  bucket_name.check(self, self.physical_name)
  bucket_name.check_prefix(self, props.bucket_name_prefix)

  local block_config = public_access_block(self, props.block_public_access)
  local website_config = website(self, props)
  local lock = object_lock_configuration(self, props)
  local replication_config = replication(self, props)
  self.replication_role_arn = replication_config and replication_config.role
  self._object_ownership = props.object_ownership
  self._access_control = props.access_control
  local controls = ownership_controls(self, props.access_control)
  acknowledge_access_control(self)

  local lock_enabled, abac = props.object_lock_enabled, nil
  if lock then lock_enabled = true end
  if props.abac_status ~= nil then abac = props.abac_status and "Enabled" or "Disabled" end
  return s3.CfnBucket(self, "Resource", {
    bucket_name = self.physical_name,
    bucket_name_prefix = props.bucket_name_prefix,
    bucket_namespace = props.bucket_namespace,
    bucket_encryption = bucket_encryption,
    versioning_configuration = props.versioned and { status = "Enabled" } or nil,
    website_configuration = website_config,
    public_access_block_configuration = block_config,
    access_control = props.access_control,
    logging_configuration = logging_configuration(self, props),
    ownership_controls = controls,
    accelerate_configuration = props.transfer_acceleration and { acceleration_status = "Enabled" } or nil,
    intelligent_tiering_configurations = tiering_configurations(props.intelligent_tiering_configurations),
    object_lock_enabled = lock_enabled,
    object_lock_configuration = lock,
    replication_configuration = replication_config,
    abac_status = abac,
  })
end

local function each(self, list, method)
  for _, item in ipairs(list or {}) do self[method](self, item) end
end

local function open_to_readers(self, props)
  if props.block_public_access == nil then
    engine.fail(self, "public_read_access needs block_public_access: S3 refuses public access unless the bucket allows "
      .. "it, for example with BlockPublicAccess.BLOCK_ACLS_ONLY")
  end
  self:grant_public_access()
end

local function delete_objects(self, props)
  if props.removal_policy ~= cdk.RemovalPolicy.DESTROY then
    engine.fail(self, "auto_delete_objects needs removal_policy DESTROY: a bucket that is kept is not emptied")
  end
  self:_maybe_auto_create_policy()
  self:with(s3.mixins.BucketAutoDeleteObjects())
end

function Bucket:init(scope, id, props)
  BucketBase.init(self, scope, id, { physical_name = props.bucket_name })
  self._auto_create_policy = true
  self._notifications_handler_role = props.notifications_handler_role
  self._notifications_skip_destination_validation = props.notifications_skip_destination_validation
  self._minimum_object_size = props.transition_default_minimum_object_size

  local resource = create_resource(self, props)
  self._resource = resource
  resource:apply_removal_policy(props.removal_policy)
  enforce_ssl(self, props)
  deliver_logs(self, props)
  each(self, props.inventories, "add_inventory")
  each(self, props.metrics, "add_metric")
  each(self, props.cors, "add_cors_rule")
  each(self, props.lifecycle_rules, "add_lifecycle_rule")
  if props.public_read_access then open_to_readers(self, props) end
  if props.auto_delete_objects then delete_objects(self, props) end
  if props.event_bridge_enabled then self:enable_event_bridge_notification() end
end

-- What follows `http://` in the website's URL.
local function website_domain(url) return cdk.Fn.select(2, cdk.Fn.split("/", url)) end

Bucket.get.bucket_website_domain_name = function(self) return website_domain(self._resource.attr_website_url) end

local function is_website(resource)
  local config = resource.website_configuration
  if engine.is_unresolved(config) then return nil end
  return config ~= nil
end

-- Whether the resource says that it blocks public policies; nil while that is a token.
local function blocks_public_policy(resource)
  local config = resource.public_access_block_configuration
  if config == nil then return false end
  if engine.is_unresolved(config) or engine.is_unresolved(config.block_public_policy) then return nil end
  return config.block_public_policy == true
end

Bucket.get.is_website = function(self) return is_website(self._resource) end
Bucket.get.disallow_public_access = function(self) return blocks_public_policy(self._resource) or nil end
Bucket.set.disallow_public_access = function() end -- the resource's setting applies

--- Adds a lifecycle rule.
-- @param rule aws_s3.LifecycleRule
function Bucket:add_lifecycle_rule(rule)
  grow(self, "_lifecycle_rules", "lifecycle_configuration", render_lifecycle_rule(self, rule), function(rules)
    return { rules = rules, transition_default_minimum_object_size = self._minimum_object_size }
  end)
  if rule.object_size_less_than ~= nil and not self._sizes_acknowledged then
    self._sizes_acknowledged = true
    cdk.Validations.of(self):acknowledge {
      id = "CloudFormation-Validate::W9003", reason = "object sizes of lifecycle rules are given as numbers on purpose",
    }
  end
end

--- Adds a request metrics configuration.
-- @param metric aws_s3.BucketMetrics
function Bucket:add_metric(metric)
  grow(self, "_metrics", "metrics_configurations", {
    id = metric.id, prefix = metric.prefix, tag_filters = l2.entries(metric.tag_filters),
  })
end

--- Lets browsers on other sites use the bucket.
-- @param rule aws_s3.CorsRule
function Bucket:add_cors_rule(rule)
  grow(self, "_cors_rules", "cors_configuration", {
    id = rule.id,
    max_age = rule.max_age,
    allowed_headers = rule.allowed_headers,
    allowed_methods = rule.allowed_methods,
    allowed_origins = rule.allowed_origins,
    exposed_headers = rule.exposed_headers,
  }, function(rules) return { cors_rules = rules } end)
end

-- Lets S3 write the inventory of `self` into an own bucket; nothing can be done for one made elsewhere.
local function allow_inventory(self, destination)
  local bucket = destination.bucket
  if not engine.is_a(bucket, Bucket) then return end
  bucket:_maybe_auto_create_policy()
  bucket.policy:_add_last(iam.PolicyStatement {
    effect = iam.Effect.ALLOW,
    actions = { "s3:PutObject" },
    resources = { bucket.bucket_arn, bucket:arn_for_objects((destination.prefix or "") .. "*") },
    principals = { iam.ServicePrincipal "s3.amazonaws.com" },
    conditions = { ArnLike = { ["aws:SourceArn"] = self.bucket_arn } },
  })
end

local function inventory_id(self, inventory, index)
  local id = inventory.inventory_id
  if id == nil then return ((self.node.id .. "Inventory" .. index):gsub("[^%w_.-]", ""):sub(-64)) end
  if not engine.is_unresolved(id) and (#id > 64 or id:find "[^%w_.-]") then
    engine.fail(self, "inventory_id %s: at most 64 letters, digits, '_', '.' or '-'", engine.display(id))
  end
  return id
end

--- Adds a regular list of the bucket's objects.
-- @param inventory aws_s3.Inventory
function Bucket:add_inventory(inventory)
  local destination = inventory.destination
  local id = inventory_id(self, inventory, self._inventories and #self._inventories or 0)
  grow(self, "_inventories", "inventory_configurations", {
    id = id,
    destination = {
      bucket_arn = destination.bucket.bucket_arn,
      bucket_account_id = destination.bucket_owner,
      prefix = destination.prefix,
      format = inventory.format or "CSV",
    },
    enabled = inventory.enabled ~= false,
    included_object_versions = inventory.include_object_versions or "All",
    schedule_frequency = inventory.frequency or "Weekly",
    optional_fields = inventory.optional_fields,
    prefix = inventory.objects_prefix,
  })
  allow_inventory(self, destination)
end

--- Raises unless `physical_name` can be the name of a bucket.
-- @param allow_legacy_bucket_naming also takes the looser rules for old buckets
function Bucket.validate_bucket_name(physical_name, allow_legacy_bucket_naming)
  bucket_name.check(nil, physical_name, allow_legacy_bucket_naming)
end

-- A bucket made elsewhere.
local ReferencedBucket = engine.class("aws_cdk.aws_s3.ReferencedBucket", BucketBase)

function ReferencedBucket:init(scope, id, attrs)
  BucketBase.init(self, scope, id, { account = attrs.account, region = attrs.region })
  self._attrs = attrs
  self.bucket_name = attrs.bucket_name
  self.bucket_arn = attrs.bucket_arn
  self.encryption_key = attrs.encryption_key
  self.is_website = attrs.is_website or false
  self.disallow_public_access = false
  self._notifications_handler_role = attrs.notifications_handler_role
end

-- Region and URL suffix, from region_info if the region is known.
local function location(self)
  local region = self._attrs.region or self.stack.region
  local info
  if not engine.is_unresolved(region) then info = require("aws_cdk.region_info").RegionInfo.get(region) end
  return region, info and info.domain_suffix or self.stack.url_suffix, info
end

local function domain(name, infix)
  return function(self)
    local set = self._attrs[name]
    if given(set) then return set end
    local region, suffix = location(self)
    return self.bucket_name .. infix:gsub("%%", "") .. (infix:find "%%" and region .. "." or "") .. suffix
  end
end

ReferencedBucket.get.bucket_domain_name = domain("bucket_domain_name", ".s3.")
ReferencedBucket.get.bucket_regional_domain_name = domain("bucket_regional_domain_name", ".s3.%")
ReferencedBucket.get.bucket_dual_stack_domain_name = domain("bucket_dual_stack_domain_name", ".s3.dualstack.%")

-- Regions differ in whether a dash or a dot follows `s3-website`.
local function website_endpoint(self)
  local region, suffix, info = location(self)
  local dotted = "s3-website." .. region .. "." .. suffix
  local new_format = self._attrs.bucket_website_new_url_format
  if new_format ~= nil then return new_format and dotted or "s3-website-" .. region .. "." .. suffix end
  local stack = self.stack
  return info and info.s3_static_website_endpoint or engine.lazy(function()
    return stack:regional_fact("s3-static-website:endpoint", dotted)
  end, { kind = "string" })
end

ReferencedBucket.get.bucket_website_domain_name = function(self)
  local url = self._attrs.bucket_website_url
  if given(url) then return website_domain(url) end
  return self.bucket_name .. "." .. website_endpoint(self)
end

ReferencedBucket.get.bucket_website_url = function(self)
  local url = self._attrs.bucket_website_url
  if given(url) then return url end
  return "http://" .. self.bucket_name .. "." .. website_endpoint(self)
end

--- A bucket made elsewhere, by its ARN.
function Bucket.from_bucket_arn(scope, id, bucket_arn)
  return Bucket.from_bucket_attributes(scope, id, { bucket_arn = bucket_arn })
end

--- A bucket made elsewhere, by its name.
function Bucket.from_bucket_name(scope, id, name)
  return Bucket.from_bucket_attributes(scope, id, { bucket_name = name })
end

--- A bucket made elsewhere, by what is known of it: its name or ARN at least.
-- @param attrs aws_s3.BucketAttributes
function Bucket.from_bucket_attributes(scope, id, attrs)
  if attrs.bucket_website_new_url_format ~= nil then
    engine.deprecated("aws_cdk.aws_s3.BucketAttributes#bucket_website_new_url_format",
      "give region or bucket_website_url")
  end
  local stack = engine.stack_of(scope)
  local name, arn = attrs.bucket_name, attrs.bucket_arn
  if not given(name) and given(arn) then
    name = stack:split_arn(arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource
  end
  if not given(name) then engine.fail(scope, "an imported bucket needs bucket_name or bucket_arn") end
  if not given(arn) then arn = stack:format_arn { region = "", account = "", service = "s3", resource = name } end
  local copy = l2.with({}, attrs)
  copy.bucket_name, copy.bucket_arn = name, arn
  local bucket = ReferencedBucket(scope, id, copy)
  bucket_name.check(bucket, name, true)
  return bucket
end

-- The methods of a Bucket for a CfnBucket.
local WrappedBucket = engine.class("aws_cdk.aws_s3.WrappedBucket", BucketBase)

function WrappedBucket:init(cfn_bucket, id, key)
  BucketBase.init(self, cfn_bucket, id)
  self.node.default_child = cfn_bucket
  self._resource = cfn_bucket
  self.bucket_arn = cfn_bucket.attr_arn
  self.bucket_name = cfn_bucket.ref
  self.bucket_domain_name = cfn_bucket.attr_domain_name
  self.bucket_dual_stack_domain_name = cfn_bucket.attr_dual_stack_domain_name
  self.bucket_regional_domain_name = cfn_bucket.attr_regional_domain_name
  self.bucket_website_url = cfn_bucket.attr_website_url
  self.encryption_key = key
  self._auto_create_policy = true
end

WrappedBucket.get.bucket_website_domain_name = Bucket.get.bucket_website_domain_name
WrappedBucket.get.is_website = Bucket.get.is_website
WrappedBucket.get.disallow_public_access = function(self) return blocks_public_policy(self._resource) end
WrappedBucket.set.disallow_public_access = function() end

--- The same bucket as `cfn_bucket`, with the methods of a Bucket.
function Bucket.from_cfn_bucket(cfn_bucket)
  local id = "@FromCfnBucket"
  local existing = cfn_bucket.node:try_find_child(id)
  if existing then return existing end
  local kms = require "aws_cdk.aws_kms"
  local key_id = require("aws_cdk.aws_s3.private.reflection").encryption_key_id(cfn_bucket)
  local target = key_id ~= nil and engine.is_unresolved(key_id) and engine.reference_target(key_id)
  local key = target and engine.is_a(target, kms.CfnKey) and kms.Key.from_cfn_key(target) or nil
  return WrappedBucket(cfn_bucket, id, key)
end

return { Bucket = Bucket }
