-- What projects made here and imported ones have in common.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
local notifies = require "aws_cdk.aws_codestarnotifications.private.notifies"

local ProjectBase = engine.class("aws_cdk.aws_codebuild.ProjectBase", cdk.Resource)

ProjectBase.get.connections = function(self)
  return self._connections or engine.fail(self, "a project without a VPC has no security groups; -> set vpc")
end

--- Nothing is known about the builds of an imported project.
function ProjectBase.enable_batch_builds() return nil end

--- Adds a statement to the policy of the project's role. For an imported project does nothing.
function ProjectBase:add_to_role_policy(statement)
  if self.role then self.role:add_to_principal_policy(statement) end
end

--- A rule for all events of the project; options: OnEventOptions.
function ProjectBase:on_event(id, options)
  return l2.event_rule(self, id, options, engine.ordered(
    "source", { "aws.codebuild" }, "detail", { ["project-name"] = { self.project_name } }))
end

local function of_status(status) return { "on_state_change", { detail = { ["build-status"] = { status } } } } end

l2.event_rules(ProjectBase, {
  on_state_change = { "on_event", { detail_type = { "CodeBuild Build State Change" } } },
  on_phase_change = { "on_event", { detail_type = { "CodeBuild Build Phase Change" } } },
  on_build_started = of_status "IN_PROGRESS",
  on_build_failed = of_status "FAILED",
  on_build_succeeded = of_status "SUCCEEDED",
})

notifies(ProjectBase, "project_arn", {
  build_succeeded = "codebuild-project-build-state-succeeded",
  build_failed = "codebuild-project-build-state-failed",
})

return ProjectBase
