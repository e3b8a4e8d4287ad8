-- Buckets. The cases are twins of tools/golden/aws_s3.js.
local cdk = require "aws_cdk"
local constructs = require "constructs"
local engine = require "luacdk.engine"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local s3 = require "aws_cdk.aws_s3"
local s3_notifications = require "aws_cdk.aws_s3_notifications"
local sns = require "aws_cdk.aws_sns"
local sqs = require "aws_cdk.aws_sqs"

local cases = {}

local function output(stack, id, value) cdk.CfnOutput(stack, id, { value = value }) end

local function lambda_role(stack, id)
  return iam.Role(stack, id, { assumed_by = iam.ServicePrincipal "lambda.amazonaws.com" })
end

function cases.bucket_plain(app)
  local stack = cdk.Stack(app, "S")
  local bucket = s3.Bucket(stack, "Bucket")
  for id, value in pairs {
    Arn = bucket.bucket_arn, Name = bucket.bucket_name, Domain = bucket.bucket_domain_name,
    Dual = bucket.bucket_dual_stack_domain_name, Regional = bucket.bucket_regional_domain_name,
    Url = bucket.bucket_website_url, Site = bucket.bucket_website_domain_name,
    A = bucket:url_for_object(), B = bucket:url_for_object "/a/b", C = bucket:virtual_hosted_url_for_object "k",
    D = bucket:virtual_hosted_url_for_object("k", { regional = false }), E = bucket:virtual_hosted_url_for_object(),
    F = bucket:s3_url_for_object "/k", G = bucket:s3_url_for_object(),
    H = bucket:transfer_acceleration_url_for_object(),
    I = bucket:transfer_acceleration_url_for_object("k", { dual_stack = true }), J = bucket:arn_for_objects "x/*",
  } do
    output(stack, id, value)
  end
end

function cases.encryption(app)
  local stack = cdk.Stack(app, "S")
  for _, kind in ipairs { "UNENCRYPTED", "KMS_MANAGED", "S3_MANAGED", "KMS", "DSSE_MANAGED", "DSSE" } do
    s3.Bucket(stack, kind, { encryption = s3.BucketEncryption[kind] })
  end
  s3.Bucket(stack, "Given", { encryption_key = kms.Key(stack, "Key"), bucket_key_enabled = true })
  s3.Bucket(stack, "Blocked", { blocked_encryption_types = { s3.BlockedEncryptionType.SSE_C } })
  s3.Bucket(stack, "Custom", {
    encryption = s3.BucketEncryption.S3_MANAGED, bucket_key_enabled = true,
    blocked_encryption_types = { s3.BlockedEncryptionType.custom "SSE-X", s3.BlockedEncryptionType.SSE_C },
  })
end

function cases.configuration(app)
  local stack = cdk.Stack(app, "S")
  local days = cdk.Duration.days
  local bucket = s3.Bucket(stack, "Bucket", {
    bucket_name = "my-own.bucket-1",
    versioned = true,
    access_control = s3.BucketAccessControl.PUBLIC_READ,
    object_ownership = s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
    block_public_access = s3.BlockPublicAccess.BLOCK_ACLS_ONLY,
    public_read_access = true,
    enforce_ssl = true,
    minimum_tls_version = 1.2,
    transfer_acceleration = true,
    abac_status = true,
    object_lock_enabled = true,
    object_lock_default_retention = s3.ObjectLockRetention.governance(days(7)),
    removal_policy = cdk.RemovalPolicy.DESTROY,
    cors = {
      {
        allowed_methods = { s3.HttpMethods.GET, s3.HttpMethods.HEAD }, allowed_origins = { "https://example.com" },
        max_age = 60,
      },
    },
    metrics = { { id = "all" }, { id = "some", prefix = "p", tag_filters = { a = "1", b = "2" } } },
    intelligent_tiering_configurations = {
      {
        name = "tier", prefix = "p", tags = { { key = "k", value = "v" } }, archive_access_tier_time = days(90),
        deep_archive_access_tier_time = days(180),
      },
    },
    transition_default_minimum_object_size = s3.TransitionDefaultMinimumObjectSize.VARIES_BY_STORAGE_CLASS,
    lifecycle_rules = {
      {
        id = "all", enabled = false, prefix = "p", tag_filters = { x = "y" }, expiration = days(400),
        abort_incomplete_multipart_upload_after = days(2), noncurrent_version_expiration = days(3),
        noncurrent_versions_to_retain = 2, object_size_greater_than = 10, object_size_less_than = 1000,
        noncurrent_version_transitions = {
          { storage_class = s3.StorageClass.GLACIER, transition_after = days(10), noncurrent_versions_to_retain = 1 },
        },
        transitions = {
          { storage_class = s3.StorageClass.INFREQUENT_ACCESS, transition_after = days(30) },
          { storage_class = s3.StorageClass.DEEP_ARCHIVE, transition_date = "2030-01-02" },
        },
      },
    },
  })
  bucket:add_lifecycle_rule { expiration_date = "2031-02-03T04:05:06Z" }
  bucket:add_lifecycle_rule { expired_object_delete_marker = true }
  bucket:add_cors_rule {
    id = "two", allowed_methods = { s3.HttpMethods.PUT }, allowed_origins = { "*" }, allowed_headers = { "a" },
    exposed_headers = { "b" },
  }
  bucket:add_metric { id = "late" }
  s3.Bucket(stack, "Prefixed", {
    bucket_name_prefix = "pre-fix", bucket_namespace = s3.BucketNamespace.ACCOUNT_REGIONAL,
  })
  s3.Bucket(stack, "Owner", { access_control = s3.BucketAccessControl.BUCKET_OWNER_READ })
  s3.Bucket(stack, "Generated", { bucket_name = cdk.PhysicalName.GENERATE_IF_NEEDED })
  s3.Bucket(stack, "Blocked", { block_public_access = s3.BlockPublicAccess { block_public_acls = false } })
end

function cases.public_access_flag(app)
  local stack = cdk.Stack(app, "S")
  stack.node:set_context("@aws-cdk/aws-s3:publicAccessBlockedByDefault", true)
  s3.Bucket(stack, "Blocked", { block_public_access = s3.BlockPublicAccess { block_public_acls = false } })
  s3.Bucket(stack, "Plain")
end

function cases.website(app)
  local stack = cdk.Stack(app, "S")
  s3.Bucket(stack, "Site", {
    website_index_document = "index.html", website_error_document = "error.html",
    website_routing_rules = {
      {
        host_name = "www.example.com", http_redirect_code = "302", protocol = s3.RedirectProtocol.HTTPS,
        replace_key = s3.ReplaceKey.prefix_with "test/",
        condition = { http_error_code_returned_equals = "200", key_prefix_equals = "prefix" },
      },
      { host_name = "h", replace_key = s3.ReplaceKey.with "whole" },
    },
  })
  s3.Bucket(stack, "Redirect", {
    website_redirect = { host_name = "example.com", protocol = s3.RedirectProtocol.HTTP },
  })
end

function cases.access_logs(app)
  local stack = cdk.Stack(app, "S")
  local logs = s3.Bucket(stack, "Logs", { encryption_key = kms.Key(stack, "Key") })
  s3.Bucket(stack, "Bucket", { server_access_logs_bucket = logs, server_access_logs_prefix = "p/" })
  s3.Bucket(stack, "Own", { server_access_logs_prefix = "own" })
  s3.Bucket(stack, "Format", {
    server_access_logs_bucket = logs,
    target_object_key_format = s3.TargetObjectKeyFormat.partitioned_prefix(s3.PartitionDateSource.EVENT_TIME),
  })
  s3.Bucket(stack, "Simple", {
    server_access_logs_prefix = "s", target_object_key_format = s3.TargetObjectKeyFormat.simple_prefix(),
  })
  s3.Bucket(stack, "Elsewhere", {
    server_access_logs_bucket = s3.Bucket.from_bucket_name(stack, "Import", "import"),
  })
end

function cases.access_logs_flag(app)
  local stack = cdk.Stack(app, "S")
  stack.node:set_context("@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy", true)
  local logs = s3.Bucket(stack, "Logs")
  s3.Bucket(stack, "Bucket", { server_access_logs_bucket = logs, server_access_logs_prefix = "p/" })
  s3.Bucket(stack, "Own", { server_access_logs_prefix = "own" })
end

function cases.inventory(app)
  local stack = cdk.Stack(app, "S")
  local target = s3.Bucket(stack, "Target")
  local bucket = s3.Bucket(stack, "Bucket", {
    inventories = { { destination = { bucket = target, prefix = "p", bucket_owner = "123456789012" } } },
  })
  bucket:add_inventory {
    destination = { bucket = target }, enabled = false, format = s3.InventoryFormat.PARQUET,
    frequency = s3.InventoryFrequency.DAILY, include_object_versions = s3.InventoryObjectVersion.CURRENT,
    inventory_id = "mine", objects_prefix = "o", optional_fields = { "Size" },
  }
  bucket:add_inventory { destination = { bucket = s3.Bucket.from_bucket_name(stack, "Import", "import") } }
  target:add_to_resource_policy(iam.PolicyStatement {
    actions = { "s3:GetObject" }, principals = { iam.AnyPrincipal() }, resources = { target:arn_for_objects "*" },
  })
end

function cases.grants(app)
  local stack = cdk.Stack(app, "S")
  local plain = s3.Bucket(stack, "Plain")
  local keyed = s3.Bucket(stack, "Keyed", { encryption = s3.BucketEncryption.KMS })
  local imported = s3.Bucket.from_bucket_name(stack, "Import", "import")
  for i, bucket in ipairs { plain, keyed, imported } do
    local function role(id) return lambda_role(stack, id .. i - 1) end
    bucket:grant_read(role "Read")
    bucket:grant_write(role "Write", "x/*")
    bucket:grant_write(role "WriteSome", nil, { "s3:PutObject" })
    bucket:grant_put(role "Put")
    bucket:grant_put_acl(role "PutAcl", "acl/*")
    bucket:grant_delete(role "Delete")
    bucket:grant_read_write(role "ReadWrite")
    bucket:grant_replication_permission(role "Replicate", { destinations = { { bucket = plain } } })
    s3.BucketGrants.from_bucket(bucket):actions_on_object_keys(role "Keys", "k", "s3:GetObject", "kms:Sign")
  end
  plain:grant_read(iam.AccountPrincipal "111122223333")
  plain:grant_public_access("pub/*", "s3:GetObject", "s3:ListBucket")
  local cfn = s3.CfnBucket(stack, "Cfn")
  s3.BucketGrants.from_bucket(cfn):read(iam.AccountPrincipal "111122223333")
end

function cases.imports(app)
  local account = "123456789012"
  for _, stack in ipairs {
    cdk.Stack(app, "Unknown"),
    cdk.Stack(app, "Known", { env = { account = account, region = "eu-west-1" } }),
    cdk.Stack(app, "China", { env = { account = account, region = "cn-north-1" } }),
  } do
    for id, bucket in pairs {
      Name = s3.Bucket.from_bucket_name(stack, "Name", "by-name"),
      Arn = s3.Bucket.from_bucket_arn(stack, "Arn", "arn:aws:s3:::By_Arn"),
      Region = s3.Bucket.from_bucket_attributes(stack, "Region", {
        bucket_name = "in-region", region = "us-east-2", account = "999",
      }),
      Token = s3.Bucket.from_bucket_name(stack, "Token", cdk.Fn.import_value "x"),
      Url = s3.Bucket.from_bucket_attributes(stack, "Url", { bucket_name = "url", bucket_website_url = "http://h/x" }),
    } do
      for i, value in ipairs {
        bucket.bucket_arn, bucket.bucket_name, bucket.bucket_domain_name, bucket.bucket_regional_domain_name,
        bucket.bucket_dual_stack_domain_name, bucket.bucket_website_url, bucket.bucket_website_domain_name,
        bucket:url_for_object "k",
      } do
        output(stack, id .. i - 1, value)
      end
    end
  end
end

function cases.from_cfn(app)
  local stack = cdk.Stack(app, "S")
  local key = kms.CfnKey(stack, "Key", { key_policy = { Version = "2012-10-17", Statement = engine.list {} } })
  local cfn = s3.CfnBucket(stack, "Bucket", {
    bucket_encryption = {
      server_side_encryption_configuration = {
        { server_side_encryption_by_default = { sse_algorithm = "aws:kms", kms_master_key_id = key.attr_arn } },
      },
    },
  })
  local bucket = s3.Bucket.from_cfn_bucket(cfn)
  bucket:grant_read(lambda_role(stack, "Role"))
  bucket:grant_read(iam.AccountPrincipal "111122223333")
  output(stack, "Site", bucket.bucket_website_domain_name)
end

function cases.replication(app)
  local stack = cdk.Stack(app, "S", { env = { account = "111111111111", region = "eu-west-1" } })
  local key = kms.Key(stack, "Key")
  local target = s3.Bucket(stack, "Target", { versioned = true })
  local foreign = s3.Bucket.from_bucket_attributes(stack, "Foreign", {
    bucket_arn = "arn:aws:s3:::foreign", account = "222222222222",
  })
  local quarter = s3.ReplicationTimeValue.FIFTEEN_MINUTES
  s3.Bucket(stack, "Source", {
    versioned = true,
    encryption_key = kms.Key(stack, "SourceKey"),
    replication_rules = {
      {
        destination = target, priority = 0, replication_time_control = quarter, metrics = quarter, kms_key = key,
        storage_class = s3.StorageClass.INFREQUENT_ACCESS, sse_kms_encrypted_objects = true,
        replica_modifications = false, id = "first", filter = { prefix = "p", tags = { { key = "k", value = "v" } } },
      },
      {
        destination = foreign, priority = 1, access_control_transition = true, delete_marker_replication = true,
        metrics = quarter,
      },
    },
  })
  target:add_replication_policy("arn:aws:iam::222222222222:role/r", true, "222222222222")
  foreign:add_replication_policy("arn:aws:iam::222222222222:role/r")
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "s3.amazonaws.com" })
  s3.Bucket(stack, "Roled", {
    versioned = true, replication_role = role, replication_rules = { { destination = target } },
  })
end

function cases.auto_delete_objects(app)
  local stack = cdk.Stack(app, "S")
  s3.Bucket(stack, "Bucket", { auto_delete_objects = true, removal_policy = cdk.RemovalPolicy.DESTROY })
  s3.Bucket(stack, "Second", { auto_delete_objects = true, removal_policy = cdk.RemovalPolicy.DESTROY })
end

function cases.events(app)
  local stack = cdk.Stack(app, "S")
  local bucket = s3.Bucket(stack, "Bucket")
  local target = { bind = function() return { arn = "ARN", id = "" } end }
  bucket:on_cloud_trail_event("Any", { target = target })
  bucket:on_cloud_trail_put_object("Put", { target = target, paths = { "a", "b/c" } })
  bucket:on_cloud_trail_write_object("Write", { target = target, paths = { "a" }, description = "d" })
end

function cases.policy(app)
  local stack = cdk.Stack(app, "S")
  local bucket = s3.Bucket(stack, "Bucket")
  local policy = s3.BucketPolicy(stack, "Policy", { bucket = bucket, removal_policy = cdk.RemovalPolicy.RETAIN })
  policy.document:add_statements(iam.PolicyStatement {
    actions = { "s3:GetObject*" }, principals = { iam.AnyPrincipal() }, resources = { bucket:arn_for_objects "*" },
  })
  local cfn = s3.CfnBucketPolicy(stack, "Cfn", {
    bucket = "literal-name",
    policy_document = {
      Version = "2012-10-17",
      Statement = { { Effect = "Allow", Action = "s3:*", Resource = "*", Principal = "*" } },
    },
  })
  local wrapped = s3.BucketPolicy.from_cfn_bucket_policy(cfn)
  wrapped.document:add_statements(iam.PolicyStatement {
    actions = { "s3:List*" }, principals = { iam.AnyPrincipal() }, resources = { "*" },
  })
end

function cases.notifications(app)
  local n = s3_notifications
  local stack = cdk.Stack(app, "S")
  local bucket = s3.Bucket(stack, "Bucket", {
    event_bridge_enabled = true, notifications_skip_destination_validation = true,
  })
  bucket:add_object_created_notification(n.SqsDestination(sqs.Queue(stack, "Queue")),
    { prefix = "p" }, { suffix = "s" })
  bucket:add_object_removed_notification(n.SnsDestination(sns.Topic(stack, "Topic")))
  bucket:add_event_notification(s3.EventType.OBJECT_RESTORE, n.SqsDestination(sqs.Queue(stack, "Keyed", {
    encryption_master_key = kms.Key(stack, "Key"),
  })), { suffix = ".png", prefix = "img/" })
  bucket:add_to_resource_policy(iam.PolicyStatement {
    actions = { "s3:GetObject" }, principals = { iam.AnyPrincipal() }, resources = { bucket:arn_for_objects "*" },
  })
  local fn = lambda.Function(stack, "Fn", {
    code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.NODEJS_20_X,
  })
  local imported = s3.Bucket.from_bucket_name(stack, "Import", "import")
  imported:add_event_notification(s3.EventType.OBJECT_TAGGING, n.LambdaDestination(fn))
  bucket:add_event_notification(s3.EventType.OBJECT_TAGGING, n.LambdaDestination(fn))
  -- The handler's source is ours.
  stack.node:find_child("BucketNotificationsHandler050a0587b7544547bf325f094a3db834").node:find_child("Resource")
    :add_property_override("Code.ZipFile", "(handler)")
end

function cases.flags(app)
  local stack = cdk.Stack(app, "S")
  for _, flag in ipairs {
    "aws-s3:setUniqueReplicationRoleName", "aws-s3:keepNotificationInImportedBucket",
    "s3-notifications:addS3TrustKeyPolicyForSnsSubscriptions",
  } do
    stack.node:set_context("@aws-cdk/" .. flag, true)
  end
  local target = s3.Bucket(stack, "Target", { versioned = true })
  local bucket = s3.Bucket(stack, "Bucket", {
    versioned = true, replication_rules = { { destination = target } },
    notifications_handler_role = iam.Role.from_role_arn(stack, "Handler", "arn:aws:iam::111122223333:role/handler"),
  })
  bucket:add_object_created_notification(s3_notifications.SnsDestination(sns.Topic(stack, "Topic", {
    master_key = kms.Key(stack, "Key"),
  })))
  stack.node:find_child("BucketNotificationsHandler050a0587b7544547bf325f094a3db834").node:find_child("Resource")
    :add_property_override("Code.ZipFile", "(handler)")
end

function cases.mixins(app)
  local stack = cdk.Stack(app, "S")
  local cfn = s3.CfnBucket(stack, "Cfn")
  cfn:apply_removal_policy(cdk.RemovalPolicy.DESTROY)
  cfn:with(s3.mixins.BucketVersioning(), s3.mixins.BucketBlockPublicAccess(), s3.mixins.BucketAutoDeleteObjects())
  local key = kms.CfnKey(stack, "Key", {
    key_policy = {
      Version = "2012-10-17",
      Statement = {
        { Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:root" } },
      },
    },
  })
  local keyed = s3.CfnBucket(stack, "Keyed", {
    bucket_encryption = {
      server_side_encryption_configuration = {
        { server_side_encryption_by_default = { sse_algorithm = "aws:kms", kms_master_key_id = key.attr_arn } },
      },
    },
  })
  s3.BucketGrants.from_bucket(keyed):write(lambda_role(stack, "Role"))
  s3.Bucket(stack, "Bucket"):with(s3.mixins.BucketVersioning(false))
end

-- The policy of an L1 bucket is the nearest one that refers to it, or that names its id.
function cases.policies_of_plain_buckets(app)
  local stack = cdk.Stack(app, "S")
  local inner = constructs.Construct(stack, "Inner")
  local bucket = s3.CfnBucket
  local function policy(scope, id, name)
    return s3.CfnBucketPolicy(scope, id, { bucket = name, policy_document = { Statement = cdk.list {} } })
  end
  local function open(of) s3.BucketGrants.from_bucket(of):public_access() end
  local below, beside, twice = bucket(stack, "Below"), bucket(stack, "Beside"), bucket(inner, "Twice")
  policy(constructs.Construct(below, "C"), "Policy", below.ref)
  policy(stack, "PolicyOfBeside", beside.attr_arn)
  policy(stack, "Far", twice.ref)
  policy(inner, "Near", twice.ref)
  local named, meant = bucket(stack, "Named", { bucket_name = "a-name" }), bucket(stack, "Meant")
  policy(stack, "ByName", "a-name")
  policy(stack, "ById", "the-Meant-one")
  local moved, left, removed = bucket(stack, "Moved"), bucket(stack, "Left"), bucket(stack, "Removed")
  local moving = policy(stack, "Moving", left.ref)
  policy(stack, "Gone", removed.ref)
  stack.node:try_remove_child "Gone"
  open(left)
  moving.bucket = moved.ref
  for _, one in ipairs { below, beside, twice, named, meant, moved, left, removed } do open(one) end
end

describe("aws_s3", function()
  golden.check("aws_s3", cases)

  local function fails(message, props)
    local stack = cdk.Stack(cdk.App(), "S")
    assert.error_matches(function()
      if type(props) == "function" then props(stack) else s3.Bucket(stack, "B", props) end
    end, message)
  end

  it("checks names", function()
    fails("3 to 63 characters, got 2", { bucket_name = "ab" })
    fails("only lowercase letters, digits, '.' and '%-' are allowed %(character 2%)", { bucket_name = "bB-cc" })
    fails("it must start with a lowercase letter or digit", { bucket_name = "-abc" })
    fails("it must end with a lowercase letter or digit", { bucket_name = "abc-" })
    fails("may not be next to", { bucket_name = "ab..c" })
    fails("IP address", { bucket_name = "1.2.3.4" })
    assert.has_no.errors(function() s3.Bucket.validate_bucket_name("Old_Bucket", true) end)
    assert.error_matches(function() s3.Bucket.validate_bucket_name "Old_Bucket" end, "only lowercase letters")
  end)

  it("checks how names, prefixes and namespaces go together", function()
    fails("are mutually exclusive", { bucket_name = "abc", bucket_name_prefix = "abc" })
    fails("needs bucket_namespace ACCOUNT_REGIONAL", { bucket_name_prefix = "abc" })
    fails("needs bucket_name_prefix", { bucket_namespace = s3.BucketNamespace.ACCOUNT_REGIONAL })
    fails("at most 37 characters, got 38", {
      bucket_name_prefix = ("a"):rep(38), bucket_namespace = s3.BucketNamespace.ACCOUNT_REGIONAL,
    })
  end)

  it("checks encryption", function()
    fails("encryption_key needs encryption KMS or DSSE", function(stack)
      s3.Bucket(stack, "B", { encryption = s3.BucketEncryption.S3_MANAGED, encryption_key = kms.Key(stack, "K") })
    end)
    fails("bucket_key_enabled needs encryption", { bucket_key_enabled = true })
    fails("blocked_encryption_types is empty", { blocked_encryption_types = {} })
    fails("NONE cannot be combined", {
      blocked_encryption_types = { s3.BlockedEncryptionType.NONE, s3.BlockedEncryptionType.SSE_C },
    })
  end)

  it("checks lifecycle rules", function()
    fails("must do something", { lifecycle_rules = { { id = "a" } } })
    fails("got neither", { lifecycle_rules = { { transitions = { { storage_class = s3.StorageClass.GLACIER } } } } })
    fails("expired_object_delete_marker cannot be combined", {
      lifecycle_rules = { { expired_object_delete_marker = true, expiration = cdk.Duration.days(1) } },
    })
  end)

  it("checks what needs what", function()
    fails("website_error_document needs website_index_document", { website_error_document = "e" })
    fails("cannot be combined with website", { website_redirect = { host_name = "h" }, website_index_document = "i" })
    fails("condition of a routing rule is empty", {
      website_index_document = "i", website_routing_rules = { { condition = {} } },
    })
    fails("minimum_tls_version needs enforce_ssl", { minimum_tls_version = 1.2 })
    fails("public_read_access needs block_public_access", { public_read_access = true })
    fails("auto_delete_objects needs removal_policy DESTROY", { auto_delete_objects = true })
    fails("needs object_lock_enabled", {
      object_lock_enabled = false,
      object_lock_default_retention = s3.ObjectLockRetention.compliance(cdk.Duration.days(1)),
    })
    fails("needs object_ownership OBJECT_WRITER", {
      access_control = s3.BucketAccessControl.PUBLIC_READ, object_ownership = s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    })
    fails("1 day to 100 years", function() s3.ObjectLockRetention.governance(cdk.Duration.days(36501)) end)
    fails("bucket that keeps its own access logs", {
      server_access_logs_prefix = "p", encryption = s3.BucketEncryption.KMS_MANAGED,
    })
    fails("blocks public policies", function(stack)
      s3.Bucket(stack, "B", { block_public_access = s3.BlockPublicAccess.BLOCK_ALL }):grant_public_access()
    end)
  end)

  it("checks replication rules", function()
    local function rules(...)
      local list = { ... }
      return function(stack)
        local target = s3.Bucket(stack, "T")
        for _, rule in ipairs(list) do rule.destination = target end
        s3.Bucket(stack, "B", { versioned = true, replication_rules = list })
      end
    end
    fails("each needs a priority", rules({ priority = 1 }, {}))
    fails("needs metrics", rules { replication_time_control = s3.ReplicationTimeValue.FIFTEEN_MINUTES })
    fails("cannot be combined with tags", rules { delete_marker_replication = true, filter = { tags = {} } })
    fails("works between accounts only", rules { access_control_transition = true })
    fails("replication_rules need versioned", function(stack)
      s3.Bucket(stack, "B", { replication_rules = { { destination = s3.Bucket(stack, "T") } } })
    end)
  end)

  it("checks the filters of notifications", function()
    local function filtered(...)
      local filters, kind = { ... }, s3.BucketNotificationDestinationType.QUEUE
      return function(stack)
        local target = { bind = function() return { arn = "a", type = kind } end }
        s3.Bucket(stack, "B"):add_object_created_notification(target, table.unpack(filters))
      end
    end
    fails("needs prefix or suffix", filtered {})
    fails("name prefix twice", filtered({ prefix = "a" }, { prefix = "b" }))
  end)
end)
