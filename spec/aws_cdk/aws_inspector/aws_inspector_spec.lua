-- Amazon Inspector Classic. The cases are twins of tools/golden/aws_inspector.js.
local cdk = require "aws_cdk"
local golden = require "spec.support.golden"
local inspector = require "aws_cdk.aws_inspector"
local scheduler = require "aws_cdk.aws_scheduler"
local targets = require "aws_cdk.aws_scheduler_targets"

local cases = {}

function cases.assessment_templates(app)
  local stack = cdk.Stack(app, "S")
  local resource = inspector.CfnAssessmentTemplate(stack, "Template", {
    assessment_target_arn = "a", duration_in_seconds = 1, rules_package_arns = { "r" },
  })
  local template = inspector.AssessmentTemplate.from_cfn_assessment_template(stack, "Known", resource)
  inspector.AssessmentTemplate(stack, "Empty")
  scheduler.Schedule(stack, "Schedule", {
    schedule = scheduler.ScheduleExpression.rate(cdk.Duration.days(1)),
    target = targets.InspectorStartAssessmentRun(template),
  })
  cdk.CfnOutput(stack, "Arn", {
    value = template.assessment_template_arn .. " " .. template.assessment_template_ref.assessment_template_arn,
  })
end

describe("aws_inspector", function() golden.check("aws_inspector", cases) end)
