--- The six kinds of Spark jobs: in Python or Scala; run once, as a stream, or when there is capacity to spare.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local Job = require("aws_cdk.aws_glue.job").Job
local SparkJob = require("aws_cdk.aws_glue.spark_job").SparkJob

local WORKERS = 10

-- What differs: the command, Glue's version; whether the job is told of long runs, and is flexible.
local ETL = { command = "glueetl", version = "4.0", notifies = true }
local FLEX = { command = "glueetl", version = "5.0", notifies = true, class = "FLEX" }
local STREAMING = { command = "gluestreaming", version = "4.0" }

local classes = {}

-- Makes the class of a kind of jobs; `warn(self, props)` may add warnings.
local function kind(name, language, row, warn)
  local class = engine.class("aws_cdk.aws_glue." .. name, SparkJob)
  local scala = language == "scala"

  function class:init(scope, id, props)
    SparkJob.init(self, scope, id, props)
    self:_set_managed_argument("--job-language", language)
    if scala then self:_set_managed_argument("--class", props.class_name) end
    self:_setup_extra_code_arguments(props)
    self:_non_executable_common_arguments(props)
    local default_arguments = self:_merge_default_arguments(props.default_arguments)
    if warn then warn(self, props) end
    local workers, notify = props.worker_configuration or {}, row.notifies and props.notify_delay_after
    self:_add_resource(props, {
      command = {
        name = row.command, script_location = self:_code_s3_object_url(props.script),
        python_version = not scala and "3" or nil,
      },
      glue_version = props.glue_version or row.version,
      worker_type = workers.worker_type or "G.1X",
      number_of_workers = workers.number_of_workers or WORKERS,
      notification_property = notify and { notify_delay_after = notify:to_minutes() } or nil,
      execution_class = row.class,
      default_arguments = default_arguments,
    })
  end

  Job._named(class)
  classes[name] = class
end

local function warn_of_retries(self, props)
  local retries = props.max_retries
  if props.job_run_queuing_enabled and retries and not engine.is_unresolved(retries) and retries > 0 then
    cdk.Annotations.of(self):add_warning_v2("GlueMaxRetriesQueuingEnabled",
      ("max_retries is %s, but a job with job_run_queuing_enabled is never tried again; it becomes 0"):format(
        engine.display(retries)))
  end
end

kind("PySparkEtlJob", "python", ETL, warn_of_retries)
kind("PySparkFlexEtlJob", "python", FLEX)
kind("PySparkStreamingJob", "python", STREAMING)
kind("ScalaSparkEtlJob", "scala", ETL)
kind("ScalaSparkFlexEtlJob", "scala", FLEX)
kind("ScalaSparkStreamingJob", "scala", STREAMING)

return classes
