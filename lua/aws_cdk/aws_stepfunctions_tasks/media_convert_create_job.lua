--- Has MediaConvert convert media.
local engine = require "luacdk.engine"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

return {
  MediaConvertCreateJob = task.class("MediaConvertCreateJob", {
    service = "mediaconvert", api = "createJob",
    patterns = task.REQUEST_OR_JOB,
    resource_pattern = "given",
    check = function(self, props)
      for _, name in ipairs { "Role", "Settings" } do
        if props.create_job_request[name] == nil then
          engine.fail(self, "create_job_request must hold %s", name)
        end
      end
    end,
    policies = function(self, props)
      local all = {
        task.allow({ "iam:PassRole" }, { props.create_job_request.Role },
          { StringLike = { ["iam:PassedToService"] = "mediaconvert.amazonaws.com" } }),
        task.allow({ "mediaconvert:CreateJob" }, { "*" }),
      }
      if self._pattern == integration.RUN_JOB then
        all[3] = task.allow({ "mediaconvert:GetJob", "mediaconvert:CancelJob" }, { "*" })
        all[4] = task.allow_managed_rule(self, "StepFunctionsGetEventsForMediaConvertJobRule")
      end
      return all
    end,
    parameters = function(_, props) return props.create_job_request end,
  }),
}
