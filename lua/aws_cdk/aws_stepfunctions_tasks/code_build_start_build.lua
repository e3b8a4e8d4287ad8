--- Starts a build of a CodeBuild project.
local build = require "aws_cdk.aws_stepfunctions_tasks.private.build"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

return {
  CodeBuildStartBuild = build.class("CodeBuildStartBuild", "startBuild", function(self, project_arn)
    return {
      task.allow({ "codebuild:StartBuild", "codebuild:StopBuild", "codebuild:BatchGetBuilds",
        "codebuild:BatchGetReports" }, { project_arn }),
      self._pattern == integration.RUN_JOB
        and task.allow_managed_rule(self, "StepFunctionsGetEventForCodeBuildStartBuildRule") or nil,
    }
  end),
}
