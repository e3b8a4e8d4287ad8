--- The administrator of a database: its name, password and secret.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local rds = require "aws_cdk.aws_rds"
local secretsmanager = require "aws_cdk.aws_secretsmanager"

local fail = engine.fail

local M = {}

local DEFAULT_NAME = "admin"
-- What is refused beside manage_master_user_password, where RDS makes the secret.
local NOT_MANAGED = {
  "exclude_characters", "generate_password", "password", "replace_on_password_criteria_changes", "replica_regions",
  "secret", "secret_name", "username_as_string",
}

--- Fails if the credentials say more than RDS can be told when it manages the password. `option` is their name.
function M.check_managed(self, credentials, option)
  for _, field in ipairs(credentials and NOT_MANAGED or {}) do
    local value = engine.has(credentials, field) and credentials[field]
    if value and value ~= "" then
      fail(self, "with manage_master_user_password RDS makes the secret, so %s cannot say %s; -> take "
        .. "Credentials.from_username, with encryption_key if you want", option, field)
    end
  end
end

-- A secret with a password made up for the user of the credentials.
local function new_secret(self, id, credentials, replaced)
  local options = {
    username = credentials.username, encryption_key = credentials.encryption_key,
    exclude_characters = credentials.exclude_characters, replica_regions = credentials.replica_regions,
    replace_on_password_criteria_changes = replaced,
  }
  if engine.has(credentials, "secret_name") then options.secret_name = credentials.secret_name end
  return rds.DatabaseSecret(self, id, options)
end

--- The credentials given, or those of a new secret if they have no password.
function M.credentials(self, database_engine, credentials)
  local all = credentials or rds.Credentials.from_username(database_engine.default_username or DEFAULT_NAME)
  if all.secret or all.password then return all end
  local secret = new_secret(self, "Secret", all, all.username_as_string)
  return rds.Credentials.from_secret(secret, all.username_as_string and all.username or nil)
end

--- The secret of a database from a snapshot: that of the credentials, or a new one named `id` if they want a password
--- made up. `option` is their name.
function M.snapshot_secret(self, id, credentials, option)
  if not credentials or credentials.secret or not credentials.generate_password then
    return credentials and credentials.secret
  end
  if not credentials.username or credentials.username == "" then
    fail(self, "%s with generate_password need the username of the snapshot", option)
  end
  return new_secret(self, id, credentials, credentials.replace_on_password_criteria_changes)
end

--- The new password that the credentials of a snapshot and their secret say; nil to keep that of the snapshot.
function M.snapshot_password(credentials, secret)
  if secret then return secret:secret_value_from_json("password"):unsafe_unwrap() end
  local password = credentials and credentials.password
  return password and password:unsafe_unwrap()
end

--- The properties of a new database that say who administers it, and the secret of it, or nil.
function M.properties(self, props)
  local given = props.credentials
  if not props.manage_master_user_password then
    local credentials = M.credentials(self, props.engine, given)
    return {
      master_username = credentials.username,
      master_user_password = credentials.password and credentials.password:unsafe_unwrap(),
    }, credentials.secret
  end
  M.check_managed(self, given, "credentials")
  local key = given and given.encryption_key
  return {
    master_username = given and given.username or props.engine.default_username or DEFAULT_NAME,
    manage_master_user_password = true,
    master_user_secret = key and { kms_key_id = key.key_arn },
  }
end

--- The secret that RDS makes for a database.
function M.managed_secret(self, resource, key)
  return secretsmanager.Secret.from_secret_attributes(self, "ManagedSecret", {
    secret_complete_arn = resource.attr_master_user_secret_secret_arn, encryption_key = key,
  })
end

-- ---- rotation -------------------------------------------------------------------------------------------------------

M.EXCLUDED_CHARACTERS = " %+~`#$&*()|[]{}:;<>?!'/@\"\\"

-- A rotation of `secret`. `more`: master_secret, application.
local function rotate(self, id, options, secret, more)
  if self._manage_master_user_password then
    fail(self, "RDS rotates the password itself with manage_master_user_password")
  end
  if not self.secret then fail(self, "%s without a secret has nothing to rotate", engine.class_name(self)) end
  if not self._rotation_vpc then fail(self, "a rotation needs the VPC of the database; -> give it vpc") end
  local all = l2.with({
    exclude_characters = M.EXCLUDED_CHARACTERS, vpc_subnets = self._rotation_subnets, vpc = self._rotation_vpc,
    target = self,
  }, options)
  return secretsmanager.SecretRotation(self, id, l2.with(all, l2.with({ secret = secret }, more)))
end

--- Gives `class` the methods that rotate its secret, in the network of _rotation_vpc and _rotation_subnets.
function M.rotates(class)
  --- Changes the administrator's password regularly; RotationSingleUserOptions. Once for a database.
  function class:add_rotation_single_user(options)
    local id = "RotationSingleUser"
    if self.node:try_find_child(id) then fail(self, "the password of its administrator is rotated already") end
    return rotate(self, id, options, self.secret, { application = self.single_user_rotation_application })
  end

  --- Changes the passwords of two users in turn, by means of the administrator; RotationMultiUserOptions.
  function class:add_rotation_multi_user(id, options)
    return rotate(self, id, options, options.secret, {
      application = self.multi_user_rotation_application, master_secret = self.secret,
    })
  end
end

return M
