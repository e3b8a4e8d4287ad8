--- Jobs that run a Python script on one machine.
local engine = require "luacdk.engine"
local Job = require("aws_cdk.aws_glue.job").Job

local PYTHON = "3.9"
local SIXTEENTH = 0.0625

local PythonShellJob = engine.class("aws_cdk.aws_glue.PythonShellJob", Job)

Job._named(PythonShellJob)

--- Arguments: scope, id, PythonShellJobProps: role, script (required). Fails on other versions of Python than 3.9.
function PythonShellJob:init(scope, id, props)
  Job.init(self, scope, id, { physical_name = props.job_name })
  if props.python_version and props.python_version ~= PYTHON then
    engine.fail(self, "Python shell jobs run PythonVersion.THREE_NINE only, got %s",
      engine.display(props.python_version))
  end
  self.role, self.grant_principal = props.role, props.role
  self:_setup_continuous_logging(self.role, props.continuous_logging, props.security_configuration)
  self:_set_managed_argument("--job-language", "python")
  self:_set_managed_argument("library-set", props.library_set or "analytics")
  self:_set_managed_argument("--extra-py-files", self:_code_urls(props.extra_python_files))
  local default_arguments = self:_merge_default_arguments(props.default_arguments)
  local capacity = props.max_capacity
  self:_add_resource(props, {
    command = {
      name = "pythonshell", script_location = self:_code_s3_object_url(props.script), python_version = PYTHON,
    },
    glue_version = props.glue_version or "3.0",
    max_capacity = capacity ~= 0 and capacity or SIXTEENTH,
    max_retries = props.job_run_queuing_enabled and 0 or props.max_retries or 0,
    default_arguments = default_arguments,
  })
end

return { PythonShellJob = PythonShellJob }
