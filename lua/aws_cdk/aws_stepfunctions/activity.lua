--- Activities: tasks fetched by a program outside AWS's services.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local ROW = {
  arn = {
    "activity_arn", "ref", service = "states", resource = "activity", format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  },
  name = { "activity_name", "attr_name" },
}

local Activity = l2.resource("aws_cdk.aws_stepfunctions.Activity", cdk.Resource, ROW)

local function generated_name(self)
  local name = cdk.Names.unique_id(self)
  local longest = l2.limit "aws_stepfunctions.CfnActivityProps.name"
  local half = longest // 2
  return #name > longest and name:sub(1, half) .. name:sub(-half) or name
end

-- Step Functions may use the key for this activity.
local function allow_use_of_key(self, key)
  key:add_to_resource_policy(iam.PolicyStatement {
    actions = { "kms:Decrypt", "kms:GenerateDataKey" }, resources = { "*" },
    principals = { iam.ServicePrincipal "states.amazonaws.com" },
    conditions = {
      StringEquals = {
        ["kms:EncryptionContext:aws:states:activityArn"] = engine.stack_of(self):format_arn {
          service = "states", resource = "activity", resource_name = self.physical_name,
          arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
        },
      },
    },
  })
end

--- Arguments: scope, id, ActivityProps.
function Activity:init(scope, id, props)
  props = props or {}
  local name = props.activity_name
  if name == nil or name == "" then
    name = engine.lazy(function() return generated_name(self) end, { kind = "string" })
  end
  cdk.Resource.init(self, scope, id, { physical_name = name })
  local encryption = props.encryption_configuration
  self.encryption_configuration = encryption
  local key = encryption and encryption:_own_key()
  if key then allow_use_of_key(self, key) end
  self._resource = stepfunctions.CfnActivity(self, "Resource", {
    name = self.physical_name, encryption_configuration = encryption and encryption:_render(),
  })
end

--- Lets the identity perform the given actions on the activity.
function Activity:grant(identity, ...)
  return iam.Grant.add_to_principal {
    grantee = identity, actions = { ... }, resource_arns = { self.activity_arn },
  }
end

--- A metric of the activity.
function Activity:metric(metric_name, props)
  local all = l2.with({
    namespace = "AWS/States", metric_name = metric_name, statistic = "sum",
    dimensions_map = { ActivityArn = self.activity_arn },
  }, props)
  return require("aws_cdk.aws_cloudwatch").Metric(all):attach_to(self)
end

-- ---- imports --------------------------------------------------------------------------------------------------------

local ImportedActivity = engine.class("aws_cdk.aws_stepfunctions.ImportedActivity", cdk.Resource)
ImportedActivity.__model = rawget(Activity, "__schema")
ImportedActivity.__interface = ImportedActivity.__model

function ImportedActivity:init(scope, id, arn)
  cdk.Resource.init(self, scope, id)
  self.activity_arn = arn
end

ImportedActivity.get.activity_name = function(self)
  return engine.stack_of(self):split_arn(self.activity_arn, cdk.ArnFormat.COLON_RESOURCE_NAME).resource_name or ""
end

--- An activity that exists, by its ARN.
function Activity.from_activity_arn(scope, id, activity_arn) return ImportedActivity(scope, id, activity_arn) end

--- An activity that exists in the stack's account and region, by its name.
function Activity.from_activity_name(scope, id, activity_name)
  return ImportedActivity(scope, id, engine.stack_of(scope):format_arn {
    service = "states", resource = "activity", resource_name = activity_name,
    arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  })
end

return { Activity = Activity }
