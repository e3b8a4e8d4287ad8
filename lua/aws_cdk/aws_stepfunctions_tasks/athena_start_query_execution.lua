--- Runs a query of Athena.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

local MAX_AGE_MINUTES <const> = 10080

-- What Athena does in the catalog for a query.
local CATALOG_ACTIONS = {}
for _, action in ipairs {
  "BatchCreatePartition", "BatchDeletePartition", "BatchDeleteTable", "BatchGetPartition", "CreateDatabase",
  "CreatePartition", "CreateTable", "DeleteDatabase", "DeletePartition", "DeleteTable", "GetDatabase", "GetDatabases",
  "GetPartition", "GetPartitions", "GetTable", "GetTables", "UpdateDatabase", "UpdatePartition", "UpdateTable",
} do
  CATALOG_ACTIONS[#CATALOG_ACTIONS + 1] = "glue:" .. action
end

local function check(self, props)
  local parameters, age = props.execution_parameters, props.result_reuse_configuration_max_age
  if parameters and not engine.is_unresolved(parameters) then
    if #parameters == 0 then engine.fail(self, "execution_parameters must hold at least one text, or be left out") end
    for i, parameter in ipairs(parameters) do
      l2.check_length(self, ("execution_parameters[%d]"):format(i), parameter, 1, 1024)
    end
  end
  if age and not engine.is_unresolved(age) then
    local milliseconds = age:to_milliseconds()
    if milliseconds > 0 and milliseconds < 60000 or age:to_minutes() > MAX_AGE_MINUTES then
      engine.fail(self, "result_reuse_configuration_max_age must be 0 or 1 to %d minutes, got %s", MAX_AGE_MINUTES,
        engine.display(age))
    end
  end
end

local function policies(self, props)
  local stack = task.stack(self)
  local function arn(service, resource, name)
    return stack:format_arn { service = service, resource = resource, resource_name = name }
  end
  local context = props.query_execution_context or {}
  local output = props.result_configuration and props.result_configuration.output_location
  local database = context.database_name or "default"
  local results = "*"
  if output and output.bucket_name then
    results = stack:format_arn { region = "", account = "", service = "s3", resource = output.bucket_name,
      resource_name = output.object_key .. "/*" }
  end
  return {
    task.allow({ "athena:getDataCatalog", "athena:startQueryExecution", "athena:getQueryExecution" }, {
      arn("athena", "datacatalog", context.catalog_name or "AwsDataCatalog"),
      arn("athena", "workgroup", props.work_group or "primary"),
    }),
    task.allow({ "s3:CreateBucket", "s3:ListBucket", "s3:GetBucketLocation", "s3:GetObject" }, { "*" }),
    task.allow({ "s3:AbortMultipartUpload", "s3:ListBucketMultipartUploads", "s3:ListMultipartUploadParts",
      "s3:PutObject" }, { results }),
    task.allow({ "lakeformation:GetDataAccess" }, { "*" }),
    task.allow(CATALOG_ACTIONS, {
      arn("glue", "catalog"), arn("glue", "database", database), arn("glue", "table", database .. "/*"),
      arn("glue", "userDefinedFunction", database .. "/*"),
    }),
  }
end

local function parameters(_, props)
  local context, result = props.query_execution_context or {}, props.result_configuration or {}
  local encryption, output = result.encryption_configuration, result.output_location
  local age = props.result_reuse_configuration_max_age
  return engine.ordered(
    "QueryString", props.query_string,
    "ClientRequestToken", props.client_request_token,
    "QueryExecutionContext", (context.catalog_name or context.database_name)
      and engine.ordered("Catalog", context.catalog_name, "Database", context.database_name) or nil,
    "ResultConfiguration", engine.ordered(
      "EncryptionConfiguration", encryption and engine.ordered("EncryptionOption", encryption.encryption_option,
        "KmsKey", encryption.encryption_key) or nil,
      "OutputLocation", output and "s3://" .. output.bucket_name .. "/" .. output.object_key .. "/" or nil),
    "WorkGroup", props.work_group,
    "ExecutionParameters", props.execution_parameters,
    "ResultReuseConfiguration", age and engine.ordered("ResultReuseByAgeConfiguration",
      engine.ordered("Enabled", true, "MaxAgeInMinutes", age:to_minutes())) or nil)
end

return {
  AthenaStartQueryExecution = task.class("AthenaStartQueryExecution", {
    service = "athena", api = "startQueryExecution",
    patterns = task.REQUEST_OR_JOB,
    check = check, policies = policies, parameters = parameters,
  }),
}
