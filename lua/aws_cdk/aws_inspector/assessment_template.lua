--- Templates of assessments, which schedules start.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local AssessmentTemplate = engine.class("aws_cdk.aws_inspector.AssessmentTemplate", cdk.Resource)

local Imported = engine.class("aws_cdk.aws_inspector.ImportedAssessmentTemplate", cdk.Resource,
  "aws_cdk.aws_inspector.IAssessmentTemplate")

function Imported:init(scope, id, arn)
  cdk.Resource.init(self, scope, id)
  self.assessment_template_arn = arn
end

--- The template that an L1 resource makes.
function AssessmentTemplate.from_cfn_assessment_template(scope, id, template)
  return Imported(scope, id, template.attr_arn)
end

return { AssessmentTemplate = AssessmentTemplate }
