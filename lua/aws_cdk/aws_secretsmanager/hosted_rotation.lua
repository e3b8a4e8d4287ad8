--- Rotation by a function that Secrets Manager brings itself.
local engine = require "luacdk.engine"
local network = require "aws_cdk.aws_secretsmanager.network"
local secretsmanager = require "aws_cdk.aws_secretsmanager"

local fail = engine.fail

local TRANSFORM = "AWS::SecretsManager-2024-09-16"
-- Characters that passwords of databases do without, where the secret does not say which.
local EXCLUDED = [==[ %+~`#$&*()|[]{}:;<>?!'/@"\]==]

--- A kind of database, and whether a second user is changed by a first one.
local HostedRotationType = engine.class("aws_cdk.aws_secretsmanager.HostedRotationType")

function HostedRotationType:init(name, is_multi_user)
  self.name = name
  self.is_multi_user = is_multi_user
end

local HostedRotation = engine.class("aws_cdk.aws_secretsmanager.HostedRotation")

function HostedRotation:init(type, props)
  self._type = type
  self._props = props
end

-- The functions in the VPC, if there is one.
local function connect(self, secret, scope)
  local props = self._props
  if not props.vpc then
    if props.security_groups then fail(secret, "security_groups of a hosted rotation need its vpc as well") end
    return
  end
  self._connections = require("aws_cdk.aws_ec2").Connections {
    security_groups = props.security_groups or { network.security_group(scope, props.vpc) },
  }
end

--- The properties of the rotation of `secret`, by a schedule `scope`.
function HostedRotation:bind(secret, scope)
  engine.stack_of(scope):add_transform(TRANSFORM)
  connect(self, secret, scope)
  local props, master, connections = self._props, self._props.master_secret, self._connections
  local key, master_arn, master_key = secret.encryption_key, nil, nil
  if master then
    master:deny_account_root_delete()
    master_arn = master.secret_full_arn and master.secret_arn or master.secret_arn .. "-??????"
    master_key = master.encryption_key
  end
  local excluded = props.exclude_characters
  if excluded == nil and secretsmanager.Secret.is_secret(secret) then excluded = secret.exclude_characters end
  return {
    rotation_type = self._type.name,
    kms_key_arn = key and key.key_arn,
    master_secret_arn = master_arn,
    master_secret_kms_key_arn = master_key and master_key.key_arn,
    rotation_lambda_name = props.function_name,
    vpc_security_group_ids = connections and network.comma_separated(connections.security_groups, "security_group_id"),
    vpc_subnet_ids = props.vpc and network.subnet_ids(props.vpc, props.vpc_subnets),
    exclude_characters = excluded or EXCLUDED,
  }
end

HostedRotation.get.connections = function(self)
  if not self._props.vpc then fail(nil, "a hosted rotation has connections only in a VPC; -> give it `vpc`") end
  if not self._connections then
    fail(nil, "a hosted rotation has connections only after a secret has it; -> call secret:add_rotation_schedule "
      .. "first")
  end
  return self._connections
end

-- HostedRotation.mysql_single_user(options), …_multi_user(options): by the names of databases in the types' constants.
for name, constant in pairs {
  maria_db = "MARIADB", mongo_db = "MONGODB", mysql = "MYSQL", oracle = "ORACLE", postgre_sql = "POSTGRESQL",
  redshift = "REDSHIFT", sql_server = "SQLSERVER",
} do
  for _, users in ipairs { "single", "multi" } do
    HostedRotation[("%s_%s_user"):format(name, users)] = function(options)
      return HostedRotation(HostedRotationType[("%s_%s_USER"):format(constant, users:upper())], options or {})
    end
  end
end

return { HostedRotation = HostedRotation, HostedRotationType = HostedRotationType }
