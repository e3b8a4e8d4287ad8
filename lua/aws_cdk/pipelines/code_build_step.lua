--- Runs shell commands with CodeBuild, with all that a project can be told.
local engine = require "luacdk.engine"
local codebuild = require "aws_cdk.aws_codebuild"
local pipelines = require "aws_cdk.pipelines"
local step_output = require "aws_cdk.pipelines.private.step_output"

local CodeBuildStep = engine.class("aws_cdk.pipelines.CodeBuildStep", pipelines.ShellStep)

local OPTIONS = {
  "project_name", "build_environment", "vpc", "subnet_selection", "cache", "role", "action_role",
  "role_policy_statements", "security_groups", "timeout", "file_system_locations", "logging",
}

--- Arguments: id, CodeBuildStepProps: those of ShellStep, and build_environment, partial_build_spec, project_name, vpc,
-- subnet_selection, security_groups, cache, timeout, role, action_role, role_policy_statements, file_system_locations,
-- logging.
function CodeBuildStep:init(id, props)
  pipelines.ShellStep.init(self, id, props)
  for _, name in ipairs(OPTIONS) do self[name] = props[name] end
  self._given_build_spec = props.partial_build_spec
  self._exported, self._exported_is_final = {}, false
end

--- The project, once the pipeline is built.
CodeBuildStep.get.project = function(self)
  if not self._project then
    engine.fail(nil, "the project of the step %s does not exist yet; -> call build_pipeline() first",
      engine.display(self.id))
  end
  return self._project
end

CodeBuildStep.get.grant_principal = function(self) return self.project.grant_principal end

--- What the build specification has beside the commands. After this was asked for no further variable is exported.
CodeBuildStep.get.partial_build_spec = function(self)
  self._exported_is_final = true
  local given, names = self._given_build_spec, self._exported
  if #names == 0 then return given end
  local spec = codebuild.BuildSpec.from_object(
    engine.ordered("version", "0.2", "env", { ["exported-variables"] = { table.unpack(names) } }))
  return given and codebuild.BuildSpec._merge(spec, given) or spec
end

--- A variable of the shell as a value for other steps.
function CodeBuildStep:exported_variable(variable_name)
  local names = self._exported
  if not names[variable_name] then
    if self._exported_is_final then
      engine.fail(nil, "the pipeline is built, so the step %s cannot export %s any more", engine.display(self.id),
        engine.display(variable_name))
    end
    names[variable_name] = true
    names[#names + 1] = variable_name
  end
  return step_output.token(self, variable_name)
end

function CodeBuildStep:_set_project(project) self._project = project end

return { CodeBuildStep = CodeBuildStep }
