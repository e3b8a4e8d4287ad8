--- Where other services keep configurations.
local engine = require "luacdk.engine"

local ConfigurationSource = engine.class "aws_cdk.aws_appconfig.ConfigurationSource"

function ConfigurationSource:init() end

local function source(kind, uri, key)
  local made = ConfigurationSource()
  made.location_uri, made.type, made.key = uri, kind, key
  return made
end

--- An object in a bucket.
function ConfigurationSource.from_bucket(bucket, object_key, key)
  return source("S3", bucket:s3_url_for_object(object_key), key)
end

--- A secret.
function ConfigurationSource.from_secret(secret)
  return source("SECRETS_MANAGER", secret.secret_arn, secret.encryption_key)
end

--- A parameter of Systems Manager.
function ConfigurationSource.from_parameter(parameter, key)
  return source("SSM_PARAMETER", parameter.parameter_arn, key)
end

--- A document of Systems Manager.
function ConfigurationSource.from_cfn_document(document)
  return source("SSM_DOCUMENT", "ssm-document://" .. document.ref)
end

--- A pipeline.
function ConfigurationSource.from_pipeline(pipeline)
  return source("CODE_PIPELINE", "codepipeline://" .. pipeline.pipeline_ref.pipeline_name)
end

return { ConfigurationSource = ConfigurationSource }
