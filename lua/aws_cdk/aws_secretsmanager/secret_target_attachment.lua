--- The connection of a database, written into a secret.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local secretsmanager = require "aws_cdk.aws_secretsmanager"
local cx_api = require "aws_cdk.cx_api"
local SecretBase = require("aws_cdk.aws_secretsmanager.secret_base").SecretBase

local FLAG_POLICY = cx_api.SECRETS_MANAGER_TARGET_ATTACHMENT_RESOURCE_POLICY

local SecretTargetAttachment = engine.class("aws_cdk.aws_secretsmanager.SecretTargetAttachment", SecretBase)

local function attachment_ref(self) return { secret_id = self.secret_target_attachment_secret_arn } end

SecretTargetAttachment.get.secret_target_attachment_ref = attachment_ref

--- Arguments: scope, id, SecretTargetAttachmentProps: secret, target (required).
function SecretTargetAttachment:init(scope, id, props)
  SecretBase.init(self, scope, id)
  local secret, target = props.secret, props.target:as_secret_attachment_target()
  local attachment = secretsmanager.CfnSecretTargetAttachment(self, "Resource", {
    secret_id = secret.secret_arn, target_id = target.target_id, target_type = target.target_type,
  })
  self._auto_create_policy = true
  self._attached = secret
  self._encryption_key = secret.encryption_key
  self.secret_name = secret.secret_name
  self.secret_arn = attachment.ref
  self.secret_target_attachment_secret_arn = attachment.ref
end

--- Adds a statement to the policy of the secret, which can have only one; with older flags to a separate policy.
function SecretTargetAttachment:add_to_resource_policy(statement)
  if cdk.FeatureFlags.of(self):is_enabled(FLAG_POLICY) then return self._attached:add_to_resource_policy(statement) end
  return SecretBase.add_to_resource_policy(self, statement)
end

local Imported = engine.class("aws_cdk.aws_secretsmanager.ImportedSecretTargetAttachment", SecretBase)
Imported.__interface = rawget(SecretTargetAttachment, "__schema")
Imported.get.secret_target_attachment_ref = attachment_ref

function Imported:init(scope, id, arn)
  SecretBase.init(self, scope, id)
  self._auto_create_policy = false
  self.secret_arn = arn
  self.secret_target_attachment_secret_arn = arn
  self.secret_name = SecretBase._name_of(scope, arn)
end

--- An attached secret by its ARN.
function SecretTargetAttachment.from_secret_target_attachment_secret_arn(scope, id, secret_target_attachment_secret_arn)
  return Imported(scope, id, secret_target_attachment_secret_arn)
end

return { SecretTargetAttachment = SecretTargetAttachment }
