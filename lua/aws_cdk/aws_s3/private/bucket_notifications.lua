--- Notifications of a bucket. CloudFormation cannot set them on a bucket without a circle between bucket and
-- destination, so a custom resource does it.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"
local constructs = require "constructs"
local iam = require "aws_cdk.aws_iam"
local lambda = require "aws_cdk.aws_lambda"
local programs = require "aws_cdk.private.programs"
local s3 = require "aws_cdk.aws_s3"

local Construct = constructs.Construct

local FLAG_KEEP = cx_api.S3_KEEP_NOTIFICATION_IN_IMPORTED_BUCKET
local HANDLER_ID = "BucketNotificationsHandler050a0587b7544547bf325f094a3db834"
local HANDLER_NAME = "aws-s3/notifications-resource-handler"
local HANDLER_TIMEOUT = 300

-- The function behind the custom resources of a stack.
local NotificationsHandler = engine.class("aws_cdk.aws_s3.NotificationsResourceHandler", Construct)

function NotificationsHandler:init(scope, id, role)
  Construct.init(self, scope, id)
  role = role or iam.Role(self, "Role", { assumed_by = iam.ServicePrincipal "lambda.amazonaws.com" })
  self.role = role
  role:add_managed_policy(
    iam.ManagedPolicy.from_aws_managed_policy_name "service-role/AWSLambdaBasicExecutionRole")
  local resource = cdk.CfnResource(self, "Resource", {
    type = "AWS::Lambda::Function",
    properties = engine.ordered(
      "Description", 'AWS CloudFormation handler for "Custom::S3BucketNotifications" resources (@aws-cdk/aws-s3)',
      "Code", { ZipFile = programs.inline(self, HANDLER_NAME, "bucket_notifications.py") },
      "Handler", "index.handler",
      "Role", role.role_arn,
      "Runtime", lambda.Runtime.determine_latest_python_runtime(self).name,
      "Timeout", HANDLER_TIMEOUT),
  })
  resource.node:add_dependency(role)
  self.function_arn = engine.get_att(resource, "Arn")
end

local function singleton(scope, role)
  local stack = engine.stack_of(scope)
  return stack.node:try_find_child(HANDLER_ID) or NotificationsHandler(stack, HANDLER_ID, role)
end

local BucketNotifications = engine.class("aws_cdk.aws_s3.BucketNotifications", Construct)

function BucketNotifications:init(scope, id, props)
  Construct.init(self, scope, id)
  self._bucket = props.bucket
  self._handler_role = props.handler_role
  self._skip_destination_validation = props.skip_destination_validation
  self._lambda, self._queue, self._topic = {}, {}, {}
end

local function handler_policy(self, handler, managed)
  local arn = self._bucket.bucket_arn
  local statements = { iam.PolicyStatement { actions = { "s3:PutBucketNotification" }, resources = { arn } } }
  if not managed then
    statements[2] = iam.PolicyStatement { actions = { "s3:GetBucketNotification" }, resources = { arn } }
  end
  local policy = iam.Policy(self, "HandlerPolicy", { statements = statements })
  handler.role:attach_inline_policy(policy)
  return policy
end

local function configuration(self)
  local function list(notifications) return #notifications > 0 and notifications or nil end
  return engine.ordered(
    "EventBridgeConfiguration", self._event_bridge and engine.map {} or nil,
    "LambdaFunctionConfigurations", list(self._lambda),
    "QueueConfigurations", list(self._queue),
    "TopicConfigurations", list(self._topic))
end

local function resource_of(self)
  local resource = self._resource
  if resource then return resource end
  local bucket = self._bucket
  local handler = singleton(self, self._handler_role)
  -- Of a bucket made elsewhere, notifications that others have set must be kept.
  local managed = engine.is_a(bucket, s3.Bucket) and not cdk.FeatureFlags.of(self):is_enabled(FLAG_KEEP)
  local policy = handler_policy(self, handler, managed)
  resource = cdk.CfnResource(self, "Resource", {
    type = "Custom::S3BucketNotifications",
    properties = engine.ordered(
      "ServiceToken", handler.function_arn,
      "BucketName", bucket.bucket_name,
      "NotificationConfiguration", engine.lazy(function() return configuration(self) end, { kind = "any" }),
      "Managed", managed,
      "SkipDestinationValidation", self._skip_destination_validation),
  })
  self._resource = resource
  resource.node:add_dependency(policy)
  -- The policy of the bucket may be made later, and S3 changes one setting of a bucket at a time.
  cdk.Aspects.of(self):add {
    visit = function(_, node)
      if node == resource and bucket.policy then node.node:add_dependency(bucket.policy) end
    end,
  }
  return resource
end

local function filter_rules(self, filters)
  if #filters == 0 then return nil end
  local rules, seen = {}, {}
  local function add(name, value)
    if value == nil or value == "" then return end
    if seen[name] then engine.fail(self, "the filters of a notification name %s twice; -> give it only once", name) end
    seen[name] = true
    rules[#rules + 1] = engine.ordered("Name", name, "Value", value)
  end
  for _, filter in ipairs(filters) do
    if (filter.suffix == nil or filter.suffix == "") and (filter.prefix == nil or filter.prefix == "") then
      engine.fail(self, "a notification filter needs prefix or suffix")
    end
    add("suffix", filter.suffix)
    add("prefix", filter.prefix)
  end
  return { Key = { FilterRules = rules } }
end

local TYPES = {
  [0] = { "_lambda", "LambdaFunctionArn" },
  [1] = { "_queue", "QueueArn" },
  [2] = { "_topic", "TopicArn" },
}

--- Adds a notification about `event`; see Bucket:add_event_notification.
function BucketNotifications:add_notification(event, target, ...)
  local resource = resource_of(self)
  local bound = engine.ask(self, "aws_cdk.aws_s3.IBucketNotificationDestination", "bind", target, self, self._bucket)
  local rules = filter_rules(self, { ... })
  if bound.dependencies then resource.node:add_dependency(table.unpack(bound.dependencies)) end
  local row = TYPES[bound.type]
  if not row then
    engine.fail(self, "a notification destination has type LAMBDA, QUEUE or TOPIC of "
      .. "BucketNotificationDestinationType, got %s", engine.display(bound.type))
  end
  local list = self[row[1]]
  list[#list + 1] = engine.ordered("Events", { event }, "Filter", rules, row[2], bound.arn)
end

--- Sends all events of the bucket to EventBridge.
function BucketNotifications:enable_event_bridge_notification()
  resource_of(self)
  self._event_bridge = true
end

return { BucketNotifications = BucketNotifications }
