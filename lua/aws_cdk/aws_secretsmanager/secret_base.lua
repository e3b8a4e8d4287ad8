-- What secrets made here, imported and attached ones have in common.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local l2 = require "aws_cdk.l2"
local secretsmanager = require "aws_cdk.aws_secretsmanager"

local READ = { "secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret" }
local WRITE = {
  "secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret", "secretsmanager:UpdateSecretVersionStage",
}
-- A placeholder for the six characters that Secrets Manager adds to a name.
local SUFFIX = "-??????"

local SecretBase = engine.class("aws_cdk.aws_secretsmanager.SecretBase", cdk.Resource)

-- Fields that only some secrets have.
SecretBase.get.encryption_key = function(self) return self._encryption_key end
SecretBase.get.auto_create_policy = function(self) return self._auto_create_policy end

l2.takes_policy(SecretBase, function(self) return secretsmanager.ResourcePolicy(self, "Policy", { secret = self }) end)

SecretBase.get.secret_full_arn = function(self) return self.secret_arn end
SecretBase.get.secret_ref = function(self) return { secret_id = self.secret_arn } end

--- The full ARN of a secret, with wildcards if its last characters are not known.
function SecretBase._whole_arn(secret) return secret.secret_full_arn or secret.secret_arn .. SUFFIX end

-- The ARN as policies name it: in another environment only the name is known.
local function arn_for_policies(self)
  return engine.lazy(function(context)
    local own, consuming = self.stack, context.stack
    local elsewhere = own.account ~= consuming.account
      or own.region ~= consuming.region and not consuming._cross_region_references
    if elsewhere then return self.secret_arn .. SUFFIX end
    return SecretBase._whole_arn(self)
  end, { kind = "string" })
end

SecretBase.get._arn_for_policies = function(self)
  local arn = arn_for_policies(self)
  rawset(self, "_arn_for_policies", arn)
  return arn
end

--------------------------------------------------------------------------------------------------------------------
-- Values

--- The key of a dynamic reference to the secret; options: json_field, version_stage or version_id.
function SecretBase:cfn_dynamic_reference_key(options)
  return cdk.SecretValue.cfn_dynamic_reference_key(self.secret_arn, options)
end

--- One field of the secret, whose value is JSON.
function SecretBase:secret_value_from_json(json_field)
  return cdk.SecretValue.secrets_manager(self.secret_arn, { json_field = json_field })
end

SecretBase.get.secret_value = function(self) return self:secret_value_from_json("") end

--------------------------------------------------------------------------------------------------------------------
-- Permissions

--- The principal that uses a key by way of Secrets Manager only.
function SecretBase._via_service(scope, principal)
  return kms.ViaServicePrincipal("secretsmanager." .. engine.stack_of(scope).region .. ".amazonaws.com", principal)
end

local function grant(self, grantee, actions)
  return iam.Grant.add_to_principal_or_resource {
    grantee = grantee, actions = actions, resource_arns = { self._arn_for_policies }, resource = self,
  }
end

-- Other accounts cannot use the key that secrets have by default.
local function check_key(self, result)
  if result.resource_statement and not self.encryption_key and secretsmanager.Secret.is_secret(self) then
    engine.fail(self, "another account can use the secret only with a customer-managed key; -> set encryption_key")
  end
end

--- Lets the grantee read the secret, or only its versions with the given stages.
function SecretBase:grant_read(grantee, version_stages)
  local result = grant(self, grantee, READ)
  local statement = result.principal_statement or result.resource_statement
  if version_stages ~= nil and statement then
    local stages = engine.list(version_stages)
    statement:add_condition("ForAnyValue:StringEquals", { ["secretsmanager:VersionStage"] = stages })
  end
  local principal, key = grantee.grant_principal, self.encryption_key
  if key then key:grant_decrypt(SecretBase._via_service(self, principal)) end
  local account = principal.principal_account or ""
  if cdk.Token.compare_strings(self.stack.account, account) == cdk.TokenComparison.DIFFERENT then
    check_key(self, result)
  end
  return result
end

--- Lets the grantee change the secret's value.
function SecretBase:grant_write(grantee)
  local result = grant(self, grantee, WRITE)
  local key = self.encryption_key
  if key then key:grant_encrypt(SecretBase._via_service(self, grantee.grant_principal)) end
  check_key(self, result)
  return result
end

--- Forbids even the account to delete the secret, so that a secret in use is not lost.
function SecretBase:deny_account_root_delete()
  self:add_to_resource_policy(iam.PolicyStatement {
    actions = { "secretsmanager:DeleteSecret" }, effect = iam.Effect.DENY, resources = { "*" },
    principals = { iam.AccountRootPrincipal() },
  })
end

--------------------------------------------------------------------------------------------------------------------

--- Changes the secret at intervals. Arguments: id, RotationScheduleOptions.
function SecretBase:add_rotation_schedule(id, options)
  local props = l2.with({ secret = self }, options)
  return secretsmanager.RotationSchedule(self, id, props)
end

--- Writes the database's connection into the secret. Returns the attached secret; use that from then on.
function SecretBase:attach(target)
  local id = "Attachment"
  if self.node:try_find_child(id) then engine.fail(self, "the secret is already attached to a target") end
  return secretsmanager.SecretTargetAttachment(self, id, { secret = self, target = target })
end

--------------------------------------------------------------------------------------------------------------------
-- Names

--- The last part of a secret's ARN: its name with a hyphen and six characters more.
function SecretBase._resource_name(scope, arn)
  local name = engine.stack_of(scope):split_arn(arn, cdk.ArnFormat.COLON_RESOURCE_NAME).resource_name
  if name == nil or name == "" then
    engine.fail(scope, "a secret's ARN has the form arn:<partition>:secretsmanager:<region>:<account>:secret:<name>, "
      .. "got %s", engine.display(arn))
  end
  return name
end

--- The name of a secret from its ARN, without the six characters if they can be recognised.
function SecretBase._name_of(scope, arn)
  local name = SecretBase._resource_name(scope, arn)
  if engine.is_unresolved(name) then return name end
  return name:match "^(.*)%-[^-][^-][^-][^-][^-][^-]$" or name
end

return { SecretBase = SecretBase }
