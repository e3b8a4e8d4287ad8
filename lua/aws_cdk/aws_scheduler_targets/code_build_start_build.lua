--- The schedule starts a build.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local targets = require "aws_cdk.aws_scheduler_targets"

local Base = targets.ScheduleTargetBase

local CodeBuildStartBuild = engine.class("aws_cdk.aws_scheduler_targets.CodeBuildStartBuild", Base)

--- Arguments: project, ScheduleTargetBaseProps.
function CodeBuildStartBuild:init(project, props)
  Base.init(self, props, project.project_ref.project_arn)
end

function CodeBuildStartBuild:_add_target_action_to_role(role)
  role:add_to_principal_policy(iam.PolicyStatement {
    actions = { "codebuild:StartBuild" }, resources = { self._target_arn },
  })
end

return { CodeBuildStartBuild = CodeBuildStartBuild }
