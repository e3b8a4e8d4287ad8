--- Applications of the Serverless Application Repository that change a database's secret.
local engine = require "luacdk.engine"

-- Where the applications of a partition are: region and account.
local REPOSITORIES = {
  aws = { "us-east-1", "297356227824" },
  ["aws-cn"] = { "cn-north-1", "193023089310" },
  ["aws-us-gov"] = { "us-gov-west-1", "023102451235" },
}

local SecretRotationApplication = engine.class("aws_cdk.aws_secretsmanager.SecretRotationApplication")

--- Arguments: application_name, the version in the partition aws, SecretRotationApplicationOptions.
function SecretRotationApplication:init(application_name, aws_semantic_version, options)
  options = options or {}
  self._name = application_name
  self.is_multi_user = options.is_multi_user
  if self.is_multi_user == nil then self.is_multi_user = tostring(application_name):find "MultiUser$" ~= nil end
  self._versions = { aws = aws_semantic_version }
  for partition, version in pairs(options.additional_semantic_versions or {}) do self._versions[partition] = version end
end

local function unsupported(partition)
  return engine.fail(nil, "the application is not known in the partition %s", engine.display(partition))
end

--- The ARN of the application in that partition.
function SecretRotationApplication:application_arn_for_partition(partition)
  local place = REPOSITORIES[partition] or unsupported(partition)
  return ("arn:%s:serverlessrepo:%s:%s:applications/%s"):format(partition, place[1], place[2], self._name)
end

--- The version of the application in that partition.
function SecretRotationApplication:semantic_version_for_partition(partition)
  return self._versions[partition] or unsupported(partition)
end

return { SecretRotationApplication = SecretRotationApplication }
