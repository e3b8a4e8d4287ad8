--- What jobs of Apache Spark have in common.
local engine = require "luacdk.engine"
local Job = require("aws_cdk.aws_glue.job").Job

local SparkJob = engine.class("aws_cdk.aws_glue.SparkJob", Job)

local function check_prefix(self, prefix)
  if prefix == nil or prefix == "" or engine.is_unresolved(prefix) then return end
  if prefix:sub(1, 1) ~= "/" or prefix:sub(-1) == "/" then
    engine.fail(self, "prefix must begin with a slash and not end with one, got %s", engine.display(prefix))
  end
end

-- Where the Spark UI finds the events of runs; the job may read and write there.
local function logging_location(self, props)
  local prefix, bucket = props.prefix, props.bucket
  check_prefix(self, prefix)
  if not bucket then
    local s3 = require "aws_cdk.aws_s3"
    bucket = s3.Bucket(self, "SparkUIBucket", { enforce_ssl = true, encryption = s3.BucketEncryption.S3_MANAGED })
  end
  local pattern
  if prefix ~= nil then
    -- A slash that is not known yet stays in front: it is in the keys as well then.
    pattern = (engine.is_unresolved(prefix) and prefix or prefix:sub(2)) .. "/*"
  end
  bucket:grant_read_write(self, pattern)
  return { prefix = prefix, bucket = bucket }
end

--- Arguments: scope, id, SparkJobProps.
function SparkJob:init(scope, id, props)
  Job.init(self, scope, id, { physical_name = props.job_name })
  self.role, self.grant_principal = props.role, props.role
  self.spark_ui_logging_location = props.spark_ui and logging_location(self, props.spark_ui)
end

--- Sets the arguments for logs, metrics and the Spark UI.
function SparkJob:_non_executable_common_arguments(props)
  self:_setup_continuous_logging(self.role, props.continuous_logging, props.security_configuration)
  self:_set_managed_argument("--enable-metrics", props.enable_metrics ~= false and "" or nil)
  self:_set_managed_argument("--enable-observability-metrics",
    props.enable_observability_metrics ~= false and "true" or nil)
  local location = self.spark_ui_logging_location
  local url = location and location.bucket:s3_url_for_object(location.prefix)
  if url and location.prefix ~= "" then url = url .. "/" end
  self:_set_managed_argument("--enable-spark-ui", location and "true" or nil)
  self:_set_managed_argument("--spark-event-logs-path", url)
end

--- Sets the arguments for further code.
-- @param props aws_glue.SparkExtraCodeProps
function SparkJob:_setup_extra_code_arguments(props)
  self:_set_managed_argument("--extra-jars", self:_code_urls(props.extra_jars))
  self:_set_managed_argument("--user-jars-first", props.extra_jars_first and "true" or nil)
  self:_set_managed_argument("--extra-py-files", self:_code_urls(props.extra_python_files))
  self:_set_managed_argument("--extra-files", self:_code_urls(props.extra_files))
end

return { SparkJob = SparkJob }
