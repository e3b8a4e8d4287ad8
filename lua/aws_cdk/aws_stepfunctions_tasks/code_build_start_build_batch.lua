--- Starts a batch build of a CodeBuild project.
local build = require "aws_cdk.aws_stepfunctions_tasks.private.build"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

return {
  CodeBuildStartBuildBatch = build.class("CodeBuildStartBuildBatch", "startBuildBatch", function(self, project_arn)
    if self._pattern ~= integration.RUN_JOB then
      return { task.allow({ "codebuild:StartBuildBatch" }, { project_arn }) }
    end
    return {
      task.allow({ "codebuild:StartBuildBatch", "codebuild:StopBuildBatch", "codebuild:BatchGetBuildBatches" },
        { project_arn }),
      task.allow_managed_rule(self, "StepFunctionsGetEventForCodeBuildStartBuildBatchRule"),
    }
  end),
}
