--- Whose code a function accepts.
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
local lambda = require "aws_cdk.aws_lambda"

local ROW = {
  arn = { "code_signing_config_arn", service = "lambda", resource = "code-signing-config" },
  name = { "code_signing_config_id" },
  attributes = {
    code_signing_config_arn = "attr_code_signing_config_arn", code_signing_config_id = "attr_code_signing_config_id",
  },
  environment = false,
  strict = true,
}

local CodeSigningConfig = l2.resource("aws_cdk.aws_lambda.CodeSigningConfig", cdk.Resource, ROW)

--- Arguments: scope, id, CodeSigningConfigProps: signing_profiles, untrusted_artifact_on_deployment, description.
function CodeSigningConfig:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  self._resource = lambda.CfnCodeSigningConfig(self, "Resource", {
    allowed_publishers = {
      signing_profile_version_arns = l2.pluck(props.signing_profiles, "signing_profile_version_arn"),
    },
    code_signing_policies = { untrusted_artifact_on_deployment = props.untrusted_artifact_on_deployment or "Warn" },
    description = props.description,
  })
end

l2.imports(CodeSigningConfig, cdk.Resource, ROW)

return { CodeSigningConfig = CodeSigningConfig }
