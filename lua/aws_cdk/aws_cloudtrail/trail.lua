--- Trails: records of what was done in an account.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cloudtrail = require "aws_cdk.aws_cloudtrail"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local logs = require "aws_cdk.aws_logs"
local s3 = require "aws_cdk.aws_s3"

local fail = engine.fail

local MAX_VALUES = 250
local ONE_YEAR = 365
local NO_EVENTS = "None"
local FUNCTIONS, OBJECTS = "AWS::Lambda::Function", "AWS::S3::Object"

local Trail = l2.resource("aws_cdk.aws_cloudtrail.Trail", cdk.Resource, {
  arn = { "trail_arn", "attr_arn", service = "cloudtrail", resource = "trail" },
})

-- CloudTrail may put objects there that belong to the bucket's owner.
local function let_put(self, principal, objects, source_arn)
  self._bucket:add_to_resource_policy(iam.PolicyStatement {
    resources = { self._bucket:arn_for_objects(objects) },
    actions = { "s3:PutObject" },
    principals = { principal },
    conditions = {
      StringEquals = engine.ordered("s3:x-amz-acl", "bucket-owner-full-control", "aws:SourceArn", source_arn),
    },
  })
end

local function warn_of_missing(self, id, property)
  cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-cloudtrail:" .. id, ("the bucket's policy does not let the"
    .. " organization's accounts write, because %s is missing; set it, or extend the policy"):format(property))
end

local function let_organization_put(self, principal, props)
  if not props.is_organization_trail then return end
  if props.org_id == nil then return warn_of_missing(self, "missingOrgIdForOrganizationTrail", "org_id") end
  if props.trail_name == nil then return warn_of_missing(self, "missingTrailNameForOrganizationTrail", "trail_name") end
  local home = self._bucket.stack
  let_put(self, principal, "AWSLogs/" .. props.org_id .. "/*",
    "arn:" .. self.stack.partition .. ":cloudtrail:" .. home.region .. ":" .. home.account .. ":trail/"
      .. props.trail_name)
end

local function add_bucket(self, principal, props)
  local bucket = props.bucket or s3.Bucket(self, "S3", { enforce_ssl = true })
  self._bucket = bucket
  bucket:add_to_resource_policy(iam.PolicyStatement {
    resources = { bucket.bucket_arn }, actions = { "s3:GetBucketAcl" }, principals = { principal },
  })
  local prefix = props.s3_key_prefix
  prefix = prefix and prefix ~= "" and prefix .. "/" or ""
  let_put(self, principal, prefix .. "AWSLogs/" .. engine.stack_of(self).account .. "/*")
  let_organization_put(self, principal, props)
end

-- The role by which CloudTrail writes to CloudWatch Logs, if it does.
local function add_log_group(self, principal, props)
  if not props.send_to_cloud_watch_logs then return nil end
  local group = props.cloud_watch_log_group
    or logs.LogGroup(self, "LogGroup", { retention = props.cloud_watch_logs_retention or ONE_YEAR })
  self.log_group = group
  local role = iam.Role(self, "LogsRole", { assumed_by = principal })
  role:add_to_principal_policy(iam.PolicyStatement {
    actions = { "logs:PutLogEvents", "logs:CreateLogStream" },
    resources = { group.log_group_ref.log_group_arn },
  })
  return role
end

local function insight_selectors(types)
  if not types then return nil end
  local all = {}
  for i, one in ipairs(types) do all[i] = { insight_type = one.value } end
  return all
end

--- Arguments: scope, id, TrailProps.
function Trail:init(scope, id, props)
  props = props or {}
  cdk.Resource.init(self, scope, id, { physical_name = props.trail_name })
  local principal = iam.ServicePrincipal "cloudtrail.amazonaws.com"
  add_bucket(self, principal, props)
  local topic = props.sns_topic
  if topic then topic:grant_publish(principal) end
  local role = add_log_group(self, principal, props)
  local management, selectors = props.management_events, {}
  self._management_events, self._selectors = management, selectors
  if management and management ~= NO_EVENTS then
    selectors[1] = { include_management_events = true, read_write_type = management }
  end
  self.node:add_validation {
    validate = function()
      if management ~= NO_EVENTS or #selectors > 0 then return {} end
      return { "a trail without management events must have an event selector; add one" }
    end,
  }
  local group = self.log_group
  local resource = cloudtrail.CfnTrail(self, "Resource", {
    is_logging = true,
    enable_log_file_validation = props.enable_file_validation ~= false,
    is_multi_region_trail = props.is_multi_region_trail ~= false,
    include_global_service_events = props.include_global_service_events ~= false,
    trail_name = self.physical_name,
    kms_key_id = props.encryption_key and props.encryption_key.key_arn,
    s3_bucket_name = self._bucket.bucket_name,
    s3_key_prefix = props.s3_key_prefix,
    cloud_watch_logs_log_group_arn = group and group.log_group_ref.log_group_arn,
    cloud_watch_logs_role_arn = role and role.role_arn,
    sns_topic_name = topic and topic.topic_name,
    event_selectors = engine.lazy(function() return selectors end, { kind = "any" }),
    is_organization_trail = props.is_organization_trail,
    insight_selectors = insight_selectors(props.insight_types),
  })
  self._resource = resource
  self.trail_sns_topic_arn = resource.attr_sns_topic_arn
  if self._bucket.policy then resource.node:add_dependency(self._bucket.policy) end
  if role then resource.node:add_dependency(role) end
end

--- Records operations on these resources, given by ARN.
function Trail:add_event_selector(data_resource_type, data_resource_values, options)
  options = options or {}
  if #data_resource_values > MAX_VALUES then
    fail(self, "an event selector can have at most %d resources, got %d", MAX_VALUES, #data_resource_values)
  end
  l2.at_most(self, "aws_cloudtrail.CfnTrailProps.event_selectors", self._selectors, "the event selectors of a trail")
  local includes = options.include_management_events
  if includes == nil and self._management_events == NO_EVENTS then includes = false end
  table.insert(self._selectors, {
    data_resources = { { type = data_resource_type, values = data_resource_values } },
    include_management_events = includes,
    exclude_management_event_sources = options.exclude_management_event_sources,
    read_write_type = options.read_write_type,
  })
end

--- Records the invocations of functions.
function Trail:add_lambda_event_selector(handlers, options)
  if #handlers == 0 then return end
  self:add_event_selector(FUNCTIONS, l2.pluck(handlers, "function_arn"), options)
end

--- Records the invocations of all functions.
function Trail:log_all_lambda_data_events(options)
  self:add_event_selector(FUNCTIONS, { "arn:" .. self.stack.partition .. ":lambda" }, options)
end

--- Records operations on objects, given as a list of { bucket, object_prefix }.
function Trail:add_s3_event_selector(s3_selector, options)
  if #s3_selector == 0 then return end
  local arns = {}
  for i, one in ipairs(s3_selector) do
    arns[i] = one.bucket.bucket_ref.bucket_arn .. "/" .. (one.object_prefix or "")
  end
  self:add_event_selector(OBJECTS, arns, options)
end

--- Records operations on all objects.
function Trail:log_all_s3_data_events(options)
  self:add_event_selector(OBJECTS, { "arn:" .. self.stack.partition .. ":s3:::" }, options)
end

--- A rule for what CloudTrail records; it needs a trail.
function Trail.on_event(scope, id, options)
  return l2.event_rule(scope, id, options, { detail_type = { "AWS API Call via CloudTrail" } })
end

return { Trail = Trail }
