--- Puts the e-mail into a bucket.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"

local OWN_KEY <const> = "alias/aws/ses$" -- of SES itself

local S3 = engine.class "aws_cdk.aws_ses_actions.S3"

--- Argument: S3Props: bucket (required), kms_key, object_key_prefix, topic.
function S3:init(props) self._props = props end

local function allow_writing(rule, bucket, prefix)
  bucket:add_to_resource_policy(iam.PolicyStatement {
    actions = { "s3:PutObject" }, principals = { iam.ServicePrincipal "ses.amazonaws.com" },
    resources = { bucket:arn_for_objects((prefix or "") .. "*") },
    conditions = { StringEquals = { ["aws:SourceAccount"] = cdk.Aws.ACCOUNT_ID } },
  })
  local policy = bucket.node:try_find_child "Policy"
  if policy then
    rule.node:add_dependency(policy)
  else
    cdk.Annotations.of(rule):add_warning_v2("@aws-cdk/s3:AddBucketPermissions",
      "the rule writes into an imported bucket; make sure that SES may write to it")
  end
end

local function allow_encrypting(key)
  key:add_to_resource_policy(iam.PolicyStatement {
    actions = { "kms:Encrypt", "kms:GenerateDataKey" }, principals = { iam.ServicePrincipal "ses.amazonaws.com" },
    resources = { "*" },
    conditions = engine.ordered(
      "Null", engine.ordered(
        "kms:EncryptionContext:aws:ses:rule-name", "false", "kms:EncryptionContext:aws:ses:message-id", "false"),
      "StringEquals", { ["kms:EncryptionContext:aws:ses:source-account"] = cdk.Aws.ACCOUNT_ID }),
  })
end

--- The action's part of a rule; SES may write into the bucket, and use the key, from now on. Warns of imported buckets,
--- to whose policies nothing can be added.
function S3:bind(rule)
  local props = self._props
  local bucket, key, topic = props.bucket, props.kms_key, props.topic
  allow_writing(rule, bucket, props.object_key_prefix)
  if key and not tostring(key.key_arn):find(OWN_KEY) then allow_encrypting(key) end
  return { s3_action = {
    bucket_name = bucket.bucket_name, kms_key_arn = key and key.key_arn,
    object_key_prefix = props.object_key_prefix, topic_arn = topic and topic.topic_arn,
  } }
end

return { S3 = S3 }
