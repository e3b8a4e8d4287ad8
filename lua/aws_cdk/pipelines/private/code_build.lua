--- Actions that run the commands of a step with CodeBuild.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local actions = require "aws_cdk.aws_codepipeline_actions"
local codebuild = require "aws_cdk.aws_codebuild"
local iam = require "aws_cdk.aws_iam"
local identifiers = require "aws_cdk.pipelines.private.identifiers"
local l2 = require "aws_cdk.l2"
local options_of = require "aws_cdk.pipelines.private.code_build_options"
local pipelines = require "aws_cdk.pipelines"
local scopes = require "aws_cdk.pipelines.private.scopes"
local step_output = require "aws_cdk.pipelines.private.step_output"

local fail, display = engine.fail, engine.display

local LONGEST_DESCRIPTION = 255
local WINDOWS, LINUX = "!WINDOWS!", "!LINUX!"

-- ---- the build specification ----------------------------------------------------------------------------------------

local function link_command(artifacts, input)
  local directory = input.directory
  local parent = assets.path.dirname(directory)
  local commands = {
    ("[ ! -d \"%s\" ] || { echo 'additionalInputs: \"%s\" must not exist yet. If you want to merge multiple artifacts, "
      .. "use a \"cp\" command.'; exit 1; }"):format(directory, directory),
  }
  if parent ~= "." and parent ~= ".." then commands[2] = ('mkdir -p -- "%s"'):format(parent) end
  commands[#commands + 1] = ('ln -s -- "$CODEBUILD_SRC_DIR_%s" "%s"'):format(
    artifacts:to_code_pipeline(input.file_set).artifact_name, directory)
  return table.concat(commands, " && ")
end

local function build_artifacts(artifacts, outputs)
  local function files_of(output) return engine.ordered("base-directory", output.directory, "files", "**/*") end
  if #outputs == 0 then return nil end
  if #outputs == 1 then return files_of(outputs[1]) end
  local secondary = engine.ordered()
  for _, output in ipairs(outputs) do
    engine.extend(secondary, { [artifacts:to_code_pipeline(output.file_set).artifact_name] = files_of(output) })
  end
  return { ["secondary-artifacts"] = secondary }
end

-- The commands that are meant for the system. Those of one system begin with its tag.
local function for_system(value, tag)
  if type(value) ~= "table" or value == engine.NULL or engine.is_unresolved(value) then return value end
  if #value == 0 then
    local all = engine.ordered()
    for _, key in ipairs(engine.keys(value)) do engine.extend(all, { [key] = for_system(value[key], tag) }) end
    return all
  end
  local list = engine.list {}
  for _, one in ipairs(value) do
    local text = (type(one) == "string" or engine.is_unresolved(one)) and tostring(one) or ""
    local own = text:match("^" .. WINDOWS) or text:match("^" .. LINUX)
    if own == nil then list[#list + 1] = one elseif own == tag then list[#list + 1] = text:sub(#tag + 1) end
  end
  return list
end

local function build_spec_for(step, artifacts, extra_inputs, partial, tag)
  local install = {}
  for i, input in ipairs(extra_inputs) do install[i] = link_command(artifacts, input) end
  table.move(step.install_commands, 1, #step.install_commands, #install + 1, install)
  local own = codebuild.BuildSpec.from_object(engine.ordered(
    "version", "0.2",
    "phases", engine.map(engine.ordered(
      "install", #install > 0 and { commands = install } or nil,
      "build", #step.commands > 0 and { commands = step.commands } or nil)),
    "artifacts", build_artifacts(artifacts, step.outputs)))
  return codebuild.BuildSpec.from_object(for_system(options_of.build_specs(partial, own)._spec, tag))
end

-- ---- the environment ------------------------------------------------------------------------------------------------

-- Variables that are known only when the pipeline runs belong to the action, others to the project.
local function split_variables(env)
  local of_action, of_project = engine.ordered(), engine.ordered()
  for _, name in ipairs(engine.keys(env)) do
    local value = env[name]
    local late = tostring(value):find "#{[^}]+}" or #step_output.find_all(value) > 0
    engine.extend(late and of_action or of_project, { [name] = { value = value } })
  end
  return of_action, of_project
end

local function facts_of(environment)
  local image = environment.build_image
  local credentials = image and image.secrets_manager_credentials
  return engine.ordered(
    "privileged", environment.privileged,
    "environmentVariables", engine.map(environment.environment_variables),
    "type", image and image.type,
    "imageId", image and image.image_id,
    "computeType", environment.compute_type,
    "imagePullPrincipalType", image and image.image_pull_principal_type,
    "secretsManagerArn", credentials and credentials.secret_arn)
end

-- ---- the project ----------------------------------------------------------------------------------------------------

local function check(step, options)
  if #(options.file_system_locations or {}) == 0 then return end
  if not (options.build_environment or {}).privileged or options.vpc == nil then
    fail(nil, "file_system_locations of the step %s need a vpc, and privileged = true in build_environment",
      display(step.id))
  end
end

-- A build specification in the assembly, for which there would be too little room in the template.
local function in_assembly(spec, scope, construct_id)
  local name = ("buildspec-%s-%s.yaml"):format(scope.node.addr, construct_id)
  local text = engine.stack_of(scope):resolve(spec:to_build_spec())
  if type(text) ~= "string" then
    fail(scope, "the build specification has values that are known only at deployment; "
      .. "-> set publish_assets_in_parallel = true")
  end
  scope.node.root._assembly_builder:write(name, text)
  return codebuild.BuildSpec.from_source_filename(name)
end

local function action_role(given, pipeline)
  if given then return given end
  if pipeline.use_pipeline_role_for_actions then return nil end
  return pipeline.node:try_find_child "CodeBuildActionRole"
    or iam.Role(pipeline, "CodeBuildActionRole", { assumed_by = pipeline.pipeline.role })
end

local function pipeline_name(pipeline)
  local inner = pipeline.pipeline
  local name = inner.pipeline_name
  if not engine.is_unresolved(name) then return name end
  return engine.stack_of(pipeline).stack_name .. "/" .. inner.node.id
end

local OF_PROJECT = {
  "vpc", "subnet_selection", "security_groups", "cache", "timeout", "file_system_locations", "logging",
}

local function options_for(step, defaults, is_code_build)
  return options_of.merge(defaults, is_code_build and {
    build_environment = step.build_environment, role_policy = step.role_policy_statements,
    security_groups = step.security_groups, partial_build_spec = step.partial_build_spec, vpc = step.vpc,
    subnet_selection = step.subnet_selection, cache = step.cache, timeout = step.timeout,
    file_system_locations = step.file_system_locations, logging = step.logging,
  } or nil)
end

local function sorted_inputs(step)
  local main, extra = nil, {}
  for _, input in ipairs(step.inputs) do
    if input.directory ~= "." then extra[#extra + 1] = input elseif not main then main = input end
  end
  return main, extra
end

local function artifacts_of(artifacts, locations)
  local list = {}
  for i, one in ipairs(locations) do list[i] = artifacts:to_code_pipeline(one.file_set) end
  return list
end

local function environment_for(step, projects)
  local of_action, of_project = split_variables(step.env)
  local environment = options_of.environments(projects.build_environment or {},
    { environment_variables = #engine.keys(of_project) > 0 and of_project or nil })
  return environment, of_action
end

--- A function (stage, ProduceActionOptions) that adds the action of a ShellStep or CodeBuildStep to a stage. `more`:
-- scope (else that of the options), flat (no construct named after the action), spec_in_assembly.
return function(construct_id, step, more)
  more = more or {}
  return function(stage, options)
    local artifacts, pipeline, name = options.artifacts, options.pipeline, options.action_name
    local is_code_build = engine.is_a(step, pipelines.CodeBuildStep)
    local projects = options_for(step, options.code_build_defaults, is_code_build)
    check(step, projects)
    local main, extra_inputs = sorted_inputs(step)
    local input = main and artifacts:to_code_pipeline(main.file_set) or options.fallback_artifact
    local extra, outputs = artifacts_of(artifacts, extra_inputs), artifacts_of(artifacts, step.outputs)
    if not input then
      fail(nil, "the step %s needs an input, because the pipeline has no source; "
        .. "-> set input, or give the synth step one", display(step.id))
    end
    local environment, variables = environment_for(step, projects)
    local is_windows = engine.is_a(environment.build_image, codebuild.WindowsBuildImage)
    local spec = build_spec_for(step, artifacts, extra_inputs, projects.partial_build_spec,
      is_windows and WINDOWS or LINUX)
    local scope = more.scope or options.scope
    local project_spec = more.spec_in_assembly and in_assembly(spec, scope, construct_id) or spec
    local hash = identifiers.hash(engine.stack_of(scope):resolve(engine.ordered(
      "environment", facts_of(environment), "buildSpecString", spec:to_build_spec())))
    local props = {
      project_name = is_code_build and step.project_name or nil,
      description = l2.start_of(("Pipeline step %s/%s/%s"):format(tostring(pipeline_name(pipeline)), stage.stage_name,
        name), LONGEST_DESCRIPTION),
      environment = environment, build_spec = project_spec, role = is_code_build and step.role or nil,
    }
    for _, field in ipairs(OF_PROJECT) do props[field] = projects[field] end
    local project = codebuild.PipelineProject(more.flat and scope or scopes.obtain(scope, name), construct_id, props)
    for _, statement in ipairs(projects.role_policy or {}) do project:add_to_role_policy(statement) end
    if options.before_self_mutation then engine.extend(variables, { _PROJECT_CONFIG_HASH = { value = hash } }) end
    for _, variable in ipairs(engine.keys(step.env_from_cfn_outputs)) do
      engine.extend(variables, {
        [variable] = { value = options.stack_outputs_map:to_code_pipeline(step.env_from_cfn_outputs[variable]) },
      })
    end
    stage:add_action(actions.CodeBuildAction {
      action_name = name, input = input, extra_inputs = extra, outputs = outputs, project = project,
      run_order = options.run_order, variables_namespace = options.variables_namespace,
      role = action_role(is_code_build and step.action_role, pipeline),
      environment_variables = #engine.keys(variables) > 0 and variables or nil,
    })
    if is_code_build then step:_set_project(project) end
    return { run_orders_consumed = 1, project = project }
  end
end
