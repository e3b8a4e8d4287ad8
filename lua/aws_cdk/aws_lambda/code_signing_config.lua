--- Whose code a function accepts.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local lambda = require "aws_cdk.aws_lambda"

local CodeSigningConfig = engine.class("aws_cdk.aws_lambda.CodeSigningConfig", cdk.Resource)


function CodeSigningConfig:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local arns = {}
  for i, profile in ipairs(props.signing_profiles) do
    arns[i] = profile.signing_profile_version_arn
  end
  local resource = lambda.CfnCodeSigningConfig(self, "Resource", {
    allowed_publishers = { signing_profile_version_arns = arns },
    code_signing_policies = { untrusted_artifact_on_deployment = props.untrusted_artifact_on_deployment or "Warn" },
    description = props.description,
  })
  self.code_signing_config_arn = resource.attr_code_signing_config_arn
  self.code_signing_config_id = resource.attr_code_signing_config_id
end

CodeSigningConfig.get.code_signing_config_ref = function(self)
  return { code_signing_config_arn = self.code_signing_config_arn }
end

local ImportedConfig = engine.class("aws_cdk.aws_lambda.ImportedCodeSigningConfig", cdk.Resource,
  "aws_cdk.aws_lambda.ICodeSigningConfig")

function ImportedConfig:init(scope, id, arn, config_id)
  cdk.Resource.init(self, scope, id)
  self.code_signing_config_arn = arn
  self.code_signing_config_id = config_id
end

ImportedConfig.get.code_signing_config_ref = CodeSigningConfig.get.code_signing_config_ref

--- A configuration defined elsewhere.
function CodeSigningConfig.from_code_signing_config_arn(scope, id, code_signing_config_arn)
  local parts = engine.stack_of(scope):split_arn(code_signing_config_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME)
  local config_id = parts.resource_name
  if not config_id or config_id == "" then
    engine.fail(scope, "the ARN of a code signing configuration is "
      .. "arn:<partition>:lambda:<region>:<account>:code-signing-config:<id>, not %s",
      engine.display(code_signing_config_arn))
  end
  return ImportedConfig(scope, id, code_signing_config_arn, config_id)
end

return { CodeSigningConfig = CodeSigningConfig }
