--- When, and by what, a secret is changed.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local events = require "aws_cdk.aws_events"
local iam = require "aws_cdk.aws_iam"
local secretsmanager = require "aws_cdk.aws_secretsmanager"
local SecretBase = require("aws_cdk.aws_secretsmanager.secret_base").SecretBase

local fail, display = engine.fail, engine.display

local MIN_HOURS, MAX_DAYS, DEFAULT_DAYS = 4, 1000, 30
local MILLISECONDS_OF_HOUR = 60 * 60 * 1000

local RotationSchedule = engine.class("aws_cdk.aws_secretsmanager.RotationSchedule", cdk.Resource)

-- The permissions for a function made here: Secrets Manager may call it, and it may change the secret.
local function allow(self, rotation_lambda, secret)
  local key = secret.encryption_key
  if key then key:grant_encrypt_decrypt(SecretBase._via_service(self, rotation_lambda.grant_principal)) end
  rotation_lambda:grant_invoke(iam.ServicePrincipal "secretsmanager.amazonaws.com"):apply_before(self)
  rotation_lambda:add_to_role_policy(iam.PolicyStatement {
    actions = {
      "secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue",
      "secretsmanager:UpdateSecretVersionStage",
    },
    resources = { SecretBase._whole_arn(secret) },
  })
  rotation_lambda:add_to_role_policy(iam.PolicyStatement {
    actions = { "secretsmanager:GetRandomPassword" }, resources = { "*" },
  })
end

-- The rules; nil where no time is set.
local function rules(self, interval)
  interval = interval or cdk.Duration.days(DEFAULT_DAYS)
  local hours = interval:to_milliseconds() / MILLISECONDS_OF_HOUR
  if hours <= 0 then return nil end
  if hours < MIN_HOURS then
    fail(self, "automatically_after must be at least %d hours, got %s", MIN_HOURS, display(interval:to_human_string()))
  end
  if hours > MAX_DAYS * 24 then
    fail(self, "automatically_after must be at most %d days, got %s", MAX_DAYS, display(interval:to_human_string()))
  end
  return { schedule_expression = events.Schedule.rate(interval).expression_string }
end

--- Arguments: scope, id, RotationScheduleProps: secret, and one of rotation_lambda and hosted_rotation. An interval of
--- nothing sets no time.
function RotationSchedule:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local secret, rotation_lambda, hosted = props.secret, props.rotation_lambda, props.hosted_rotation
  if (rotation_lambda == nil) == (hosted == nil) then
    fail(self, "give one of rotation_lambda and hosted_rotation")
  end
  if rotation_lambda and rotation_lambda.permissions_node.default_child then allow(self, rotation_lambda, secret) end
  local rotation_rules = rules(self, props.automatically_after)
  secretsmanager.CfnRotationSchedule(self, "Resource", {
    secret_id = secret.secret_arn,
    rotation_lambda_arn = rotation_lambda and rotation_lambda.function_arn,
    hosted_rotation_lambda = hosted and hosted:bind(secret, self),
    rotation_rules = rotation_rules,
    rotate_immediately_on_update = props.rotate_immediately_on_update,
  })
  secret:deny_account_root_delete()
end

return { RotationSchedule = RotationSchedule }
