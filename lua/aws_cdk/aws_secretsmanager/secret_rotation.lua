--- Rotation of a database's secret by an application of the Serverless Application Repository.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local lambda = require "aws_cdk.aws_lambda"
local network = require "aws_cdk.aws_secretsmanager.network"

local fail = engine.fail

local PARTITIONS = { "aws", "aws-cn", "aws-us-gov" }
local MAX_FUNCTION_NAME = 64

local SecretRotation = engine.class("aws_cdk.aws_secretsmanager.SecretRotation", engine.Construct)

local function parameters(self, props, security_group)
  local stack = engine.stack_of(self)
  local endpoint, master, key = props.endpoint, props.master_secret, props.secret.encryption_key
  local all = engine.ordered(
    "endpoint", "https://" .. (endpoint and endpoint.vpc_endpoint_id .. "." or "") .. "secretsmanager." .. stack.region
      .. "." .. stack.url_suffix,
    "functionName", cdk.Names.unique_id(self):sub(-MAX_FUNCTION_NAME),
    "vpcSubnetIds", network.subnet_ids(props.vpc, props.vpc_subnets),
    "vpcSecurityGroupIds", security_group.security_group_id)
  all.excludeCharacters = props.exclude_characters
  all.kmsKeyArn = key and key.key_arn
  if master then
    all.masterSecretArn = master.secret_arn
    all.masterSecretKmsKeyArn = master.encryption_key and master.encryption_key.key_arn
  end
  return all
end

-- The application of the partition in which the stack is deployed.
local function application_of(self, application)
  local rows = {}
  for _, partition in ipairs(PARTITIONS) do
    rows[partition] = {
      applicationId = application:application_arn_for_partition(partition),
      semanticVersion = application:semantic_version_for_partition(partition),
    }
  end
  return cdk.CfnMapping(self, "SARMapping", { mapping = rows })
end

--- Arguments: scope, id, SecretRotationProps: application, secret, target, vpc (required). The function is made in the
--- VPC and let into the target.
function SecretRotation:init(scope, id, props)
  engine.Construct.init(self, scope, id)
  local application, secret, connections = props.application, props.secret, props.target.connections
  if not connections.default_port then
    fail(self, "the connections of the target have no default port; -> give them default_port")
  end
  if application.is_multi_user and not props.master_secret then
    fail(self, "an application of two users needs master_secret, the secret of the one that may change the other's")
  end
  local security_group = props.security_group or network.security_group(self, props.vpc)
  connections:allow_default_port_from(security_group)

  local given = parameters(self, props, security_group)
  local mapping = application_of(self, application)
  local resource = require("aws_cdk.aws_sam").CfnApplication(self, "Resource", {
    location = {
      application_id = mapping:find_in_map(cdk.Aws.PARTITION, "applicationId"),
      semantic_version = mapping:find_in_map(cdk.Aws.PARTITION, "semanticVersion"),
    },
    parameters = given,
  })
  resource:apply_removal_policy(cdk.RemovalPolicy.DESTROY)
  secret:add_rotation_schedule("RotationSchedule", {
    rotation_lambda = lambda.Function.from_function_arn(self, "RotationLambda",
      cdk.Token.as_string(resource:get_att("Outputs.RotationLambdaARN"))),
    automatically_after = props.automatically_after,
    rotate_immediately_on_update = props.rotate_immediately_on_update,
  })
  if props.master_secret then props.master_secret:deny_account_root_delete() end
end

return { SecretRotation = SecretRotation }
