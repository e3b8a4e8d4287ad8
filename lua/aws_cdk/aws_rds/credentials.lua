--- How the administrator of a database logs in.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local Credentials = engine.class "aws_cdk.aws_rds.Credentials"
local SnapshotCredentials = engine.class "aws_cdk.aws_rds.SnapshotCredentials"

function Credentials:init() end -- luacheck: no unused args
function SnapshotCredentials:init() end -- luacheck: no unused args

-- A class of credentials with these fields.
local function given(name, base)
  local class = engine.class("aws_cdk.aws_rds." .. name, base)
  function class:init(fields) l2.with(self, fields) end
  return class
end

local Given, GivenForSnapshot = given("GivenCredentials", Credentials), given("GivenSnapshotCredentials",
  SnapshotCredentials)

-- ---- of a new database ----------------------------------------------------------------------------------------------

--- A user with a password that Secrets Manager makes up; options: CredentialsBaseOptions. A change of
--- exclude_characters makes a new secret.
function Credentials.from_generated_secret(username, options)
  return Given(l2.with({ username = username, username_as_string = true }, options))
end

--- A user with this password, a SecretValue.
function Credentials.from_password(username, password)
  return Given { username = username, password = password, username_as_string = true }
end

--- A user; options: CredentialsFromUsernameOptions. Without a password Secrets Manager makes one up.
function Credentials.from_username(username, options) return Given(l2.with({ username = username }, options)) end

--- The user and password of a secret, whose fields are username and password.
function Credentials.from_secret(secret, username)
  if username == nil then username = secret:secret_value_from_json("username"):unsafe_unwrap() end
  return Given {
    username = username, password = secret:secret_value_from_json("password"), secret = secret,
    encryption_key = secret.encryption_key,
  }
end

-- ---- of a database made from a snapshot -----------------------------------------------------------------------------

--- A new password made up by Secrets Manager for the snapshot's user. A change of exclude_characters makes a new
--- secret.
function SnapshotCredentials.from_generated_secret(username, options)
  return GivenForSnapshot(l2.with({
    username = username, generate_password = true, replace_on_password_criteria_changes = true,
  }, options))
end

--- A new password made up by Secrets Manager for the snapshot's user.
function SnapshotCredentials.from_generated_password(username, options)
  return GivenForSnapshot(l2.with({ username = username, generate_password = true }, options))
end

--- This new password, a SecretValue.
function SnapshotCredentials.from_password(password)
  return GivenForSnapshot { generate_password = false, password = password }
end

--- The password of a secret becomes the new one.
function SnapshotCredentials.from_secret(secret)
  return GivenForSnapshot {
    generate_password = false, password = secret:secret_value_from_json("password"), secret = secret,
  }
end

return { Credentials = Credentials, SnapshotCredentials = SnapshotCredentials }
