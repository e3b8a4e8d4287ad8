--- The schedule starts an assessment of Inspector.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local targets = require "aws_cdk.aws_scheduler_targets"

local Base = targets.ScheduleTargetBase

local InspectorStartAssessmentRun = engine.class("aws_cdk.aws_scheduler_targets.InspectorStartAssessmentRun", Base)

--- Arguments: template, ScheduleTargetBaseProps.
function InspectorStartAssessmentRun:init(template, props)
  Base.init(self, props, template.assessment_template_ref.assessment_template_arn)
end

function InspectorStartAssessmentRun:_add_target_action_to_role(role)
  role:add_to_principal_policy(iam.PolicyStatement {
    actions = { "inspector:StartAssessmentRun" }, resources = { "*" },
  })
end

return { InspectorStartAssessmentRun = InspectorStartAssessmentRun }
