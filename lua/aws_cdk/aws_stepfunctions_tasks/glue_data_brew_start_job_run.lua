--- Runs a job of Glue DataBrew.
local engine = require "luacdk.engine"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

return {
  GlueDataBrewStartJobRun = task.class("GlueDataBrewStartJobRun", {
    service = "databrew", api = "startJobRun",
    patterns = task.REQUEST_OR_JOB,
    policies = function(self, props)
      local actions = { "databrew:startJobRun" }
      if self._pattern == integration.RUN_JOB then
        actions = { "databrew:startJobRun", "databrew:stopJobRun", "databrew:listJobRuns" }
      end
      return {
        task.allow(actions, {
          task.arn(self, "databrew", "job", integration.is_expression(props.name) and "*" or props.name),
        }),
      }
    end,
    parameters = function(_, props) return engine.ordered("Name", props.name) end,
  }),
}
