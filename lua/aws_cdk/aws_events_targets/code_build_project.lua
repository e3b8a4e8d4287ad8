--- Events start a build.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local target = require "aws_cdk.aws_events_targets.target"

local CodeBuildProject = engine.class "aws_cdk.aws_events_targets.CodeBuildProject"

--- Arguments: project, CodeBuildProjectProps: event (RuleTargetInput), event_role and TargetBaseProps.
function CodeBuildProject:init(project, props)
  self._project = project
  self._props = props or {}
end

function CodeBuildProject:bind(rule)
  local project, props = self._project, self._props
  target.allow_dead_letters(rule, props.dead_letter_queue)
  local arn, role = project.project_ref.project_arn, props.event_role or target.singleton_role(project)
  role:add_to_principal_policy(iam.PolicyStatement { actions = { "codebuild:StartBuild" }, resources = { arn } })
  local config = target.base_config(props)
  config.arn, config.role, config.input, config.target_resource = arn, role, props.event, project
  return config
end

return { CodeBuildProject = CodeBuildProject }
