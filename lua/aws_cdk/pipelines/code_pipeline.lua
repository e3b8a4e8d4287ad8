--- Pipelines that deploy apps with CodePipeline, and update themselves first.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local AssetSingletonRole = require "aws_cdk.pipelines.private.asset_role"
local actions = require "aws_cdk.aws_codepipeline_actions"
local cdk = require "aws_cdk"
local code_build_action = require "aws_cdk.pipelines.private.code_build"
local codebuild = require "aws_cdk.aws_codebuild"
local codepipeline = require "aws_cdk.aws_codepipeline"
local cx_api = require "aws_cdk.cx_api"
local docker_commands = require "aws_cdk.pipelines.private.docker_commands"
local graph = require "aws_cdk.pipelines.private.graph"
local iam = require "aws_cdk.aws_iam"
local identifiers = require "aws_cdk.pipelines.private.identifiers"
local options_of = require "aws_cdk.pipelines.private.code_build_options"
local pipeline_graph = require "aws_cdk.pipelines.private.pipeline_graph"
local pipelines = require "aws_cdk.pipelines"
local scopes = require "aws_cdk.pipelines.private.scopes"
local step_output = require "aws_cdk.pipelines.private.step_output"

local fail, display = engine.fail, engine.display

local CHANGE_SET = "PipelineChange"
local MOST_ACTIONS = 50 -- in one stage

local CodePipeline = engine.class("aws_cdk.pipelines.CodePipeline", pipelines.PipelineBase)

--- Arguments: scope, id, CodePipelineProps: synth (required): the step that makes the assembly; self_mutation (true),
-- use_change_sets (true), publish_assets_in_parallel (true), docker_credentials, cli_version ("2"),
-- cdk_assets_cli_version ("latest"), options of CodeBuild projects, and those of the inner codepipeline.Pipeline, or
-- code_pipeline.
function CodePipeline:init(scope, id, props)
  pipelines.PipelineBase.init(self, scope, id, props)
  self._props = props
  self.self_mutation_enabled = props.self_mutation ~= false
  self.use_pipeline_role_for_actions = props.use_pipeline_role_for_actions or false
  self._docker_credentials = props.docker_credentials or {}
  self._single_publisher = props.publish_assets_in_parallel == false
  self._artifacts = pipelines.ArtifactMap()
  self._stack_outputs = pipelines.StackOutputsMap(self)
  self._asset_roles, self._substituted = {}, {}
end

-- ---- the inner pipeline ---------------------------------------------------------------------------------------------

local OF_NEW_PIPELINE = {
  "pipeline_name", "cross_account_keys", "enable_key_rotation", "cross_region_replication_buckets",
  "reuse_cross_region_support_stacks", "role", "artifact_bucket", "execution_mode",
}

local function given_pipeline(self, props)
  for _, name in ipairs(OF_NEW_PIPELINE) do
    if props[name] ~= nil and props[name] ~= "" then
      fail(self, "%s and code_pipeline are mutually exclusive", name)
    end
  end
  return props.code_pipeline
end

local function new_pipeline(self, props)
  local is_v2 = cdk.FeatureFlags.of(self):is_enabled(cx_api.CODEPIPELINE_DEFAULT_PIPELINE_TYPE_TO_V2)
  if not is_v2 and props.pipeline_type == nil then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-codepipeline:unspecifiedPipelineType",
      "the type of the pipeline is not given, so it is V1; set pipeline_type = PipelineType.V2 for one of type V2")
  end
  if props.execution_mode == "PARALLEL" then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/pipelines:parallelExecutionMode",
      "executions of the pipeline may overlap, so that approvals, deployments and updates of the pipeline itself do "
        .. "not wait for each other; use PARALLEL only if the stages can bear that")
  end
  local inner = {
    restart_execution_on_update = true, use_pipeline_role_for_actions = self.use_pipeline_role_for_actions,
  }
  for _, name in ipairs(OF_NEW_PIPELINE) do inner[name] = props[name] end
  inner.pipeline_type = props.pipeline_type or (is_v2 and "V2" or "V1")
  inner.cross_account_keys = props.cross_account_keys or false
  return codepipeline.Pipeline(self, "Pipeline", inner)
end

local function built(self, value)
  if value == nil then fail(self, "the pipeline is not built yet; -> call build_pipeline() first") end
  return value
end

--- The inner pipeline, and the projects that synthesise and that update it, once the pipeline is built.
CodePipeline.get.pipeline = function(self) return built(self, self._pipeline) end
CodePipeline.get.synth_project = function(self) return built(self, self._synth_project) end
CodePipeline.get.self_mutation_project = function(self)
  built(self, self._pipeline)
  if not self._self_mutation_project then
    fail(self, "there is no project that updates the pipeline, because self_mutation is false")
  end
  return self._self_mutation_project
end

-- ---- paths ----------------------------------------------------------------------------------------------------------

local function outdir_of(stage) return assets.path.resolve(stage._assembly_builder.outdir) end

local function relative_path(self, path)
  return assets.path.relative(outdir_of(self.node.root), assets.path.resolve(path))
end

-- Where the assembly with this pipeline is inside of the app's.
local function own_assembly(self)
  local path = relative_path(self, outdir_of(engine.stage_of(self) or self.node.root))
  return path ~= "" and path or "."
end

-- ---- deployments ----------------------------------------------------------------------------------------------------

-- A role that is named with placeholders, in the environment of the stack.
local function role_of(self, environment, arn)
  if arn == nil or arn == "" then return nil end
  local scope = self.pipeline
  local found = scope.node:try_find_child("ImmutableRole" .. arn) or scope.node:try_find_child(arn)
  if found then return found end
  local imported = cx_api.EnvironmentPlaceholders.replace(arn, {
    region = environment.region or cdk.Aws.REGION, account_id = environment.account or cdk.Aws.ACCOUNT_ID,
    partition = cdk.Aws.PARTITION,
  })
  return iam.Role.from_role_arn(scope, arn, imported, { mutable = false, add_grants_to_resources = true })
end

-- Account and region of a stack as far as they are others than the pipeline's.
local function environment_of(self, stack)
  local own = engine.stack_of(self)
  return {
    region = stack.region ~= own.region and stack.region or nil,
    account = stack.account ~= own.account and stack.account or nil,
  }
end

-- Writes the stack's tags beside its template. Returns the path of the file in the assembly; nil without tags.
local function tags_file(self, stack)
  local tags = engine.ordered()
  for _, key in ipairs(engine.keys(stack.tags)) do engine.extend(tags, { [key] = stack.tags[key] }) end
  if #engine.keys(tags) == 0 then return nil end
  local path = relative_path(self, stack.absolute_template_path .. ".config.json")
  self.node.root._assembly_builder:write(path, engine.json({ Tags = tags }, 2))
  return path
end

local function stack_action(self, stack, kind, more)
  return function(stage, options)
    local environment = environment_of(self, stack)
    local props = {
      action_name = options.action_name, run_order = options.run_order, stack_name = stack.stack_name,
      region = environment.region, role = role_of(self, environment, stack.assume_role_arn),
    }
    more(props, environment)
    stage:add_action(actions["CloudFormation" .. kind .. "Action"](props))
    return { run_orders_consumed = 1 }
  end
end

-- What actions need that create or update a stack.
local function deploy_props(self, stack)
  local artifact = self._artifacts:to_code_pipeline(self._assembly_file_set)
  local configuration = tags_file(self, stack)
  return function(props, environment)
    props.template_path = artifact:at_path(relative_path(self, stack.absolute_template_path))
    props.template_configuration = configuration and artifact:at_path(configuration)
    props.admin_permissions = true
    props.deployment_role = role_of(self, environment, stack.execution_role_arn)
    props.cfn_capabilities = { cdk.CfnCapabilities.NAMED_IAM, cdk.CfnCapabilities.AUTO_EXPAND }
  end
end

local function namespace_of(data)
  return data.capture_outputs and identifiers.stack_namespace(data.stack) or nil
end

local function prepare_action(self, data)
  local deploys = deploy_props(self, data.stack)
  return stack_action(self, data.stack, "CreateReplaceChangeSet", function(props, environment)
    deploys(props, environment)
    props.change_set_name = CHANGE_SET
  end)
end

local function execute_action(self, data)
  if not data.without_change_set then
    return stack_action(self, data.stack, "ExecuteChangeSet", function(props)
      props.change_set_name, props.variables_namespace = CHANGE_SET, namespace_of(data)
    end)
  end
  local deploys = deploy_props(self, data.stack)
  return stack_action(self, data.stack, "CreateUpdateStack", function(props, environment)
    deploys(props, environment)
    props.variables_namespace = namespace_of(data)
  end)
end

-- ---- the pipeline itself, and assets --------------------------------------------------------------------------------

local function suffixed(text, suffix) return text and text .. suffix end

local function self_update_action(self)
  local props, stack = self._props, engine.stack_of(self.pipeline)
  local version = props.cli_version or "2"
  local step = pipelines.CodeBuildStep("SelfMutate", {
    project_name = suffixed(props.pipeline_name, "-selfupdate"),
    input = self._assembly_file_set,
    install_commands = { "npm install -g aws-cdk" .. (version ~= "" and "@" .. version or "") },
    commands = {
      ("cdk -a %s deploy %s --require-approval=never --verbose"):format(own_assembly(self.pipeline), stack.node.path),
    },
    role_policy_statements = {
      iam.PolicyStatement {
        actions = { "sts:AssumeRole" }, resources = { "arn:*:iam::" .. stack.account .. ":role/*" },
        conditions = {
          ["ForAnyValue:StringEquals"] = {
            ["iam:ResourceTag/aws-cdk:bootstrap-role"] = { "image-publishing", "file-publishing", "deploy" },
          },
        },
      },
      iam.PolicyStatement { actions = { "cloudformation:DescribeStacks" }, resources = { "*" } },
      iam.PolicyStatement { actions = { "s3:ListBucket" }, resources = { "*" } },
    },
  })
  return code_build_action("SelfMutation", step, { flat = true, scope = scopes.obtain(self, "UpdatePipeline") })
end

local function asset_role(self, kind)
  local role = self._asset_roles[kind]
  if role then return role end
  local principals = { iam.ServicePrincipal "codebuild.amazonaws.com" }
  if not cdk.FeatureFlags.of(self):is_enabled(cx_api.PIPELINE_REDUCE_ASSET_ROLE_TRUST_SCOPE) then
    principals[2] = iam.AccountPrincipal(engine.stack_of(self).account)
  end
  local is_image = kind == "docker-image"
  role = AssetSingletonRole(scopes.obtain(self, "Assets"), is_image and "DockerRole" or "FileRole", {
    role_name = cdk.PhysicalName.GENERATE_IF_NEEDED, assumed_by = iam.CompositePrincipal(table.unpack(principals)),
  })
  for _, credential in ipairs(is_image and self._docker_credentials or {}) do
    credential:grant_read(role, "ASSET_PUBLISHING")
  end
  self._asset_roles[kind] = role
  return role
end

-- Fn::Sub of a text, one token for equal texts.
local function substituted(self, text)
  local token = self._substituted[text] or cdk.Fn.sub(text)
  self._substituted[text] = token
  return token
end

local function publish_action(self, node)
  local props, all = self._props, node.data.assets
  local role, commands = asset_role(self, all[1].asset_type), {}
  for i, asset in ipairs(all) do
    commands[i] = ('cdk-assets --path "%s" --verbose publish "%s"'):format(
      relative_path(self, asset.asset_manifest_path), asset.asset_selector)
    local arn = asset.asset_publishing_role_arn
    if arn ~= nil and arn ~= "" then role:add_assume_role(substituted(self, arn)) end
  end
  local environment = (props.code_build_defaults or {}).build_environment or {}
  local privileged = all[1].asset_type == "docker-image" or environment.privileged
  if privileged == false and environment.privileged == nil then privileged = nil end
  local step = pipelines.CodeBuildStep(node.id, {
    commands = commands,
    install_commands = { "npm install -g cdk-assets@" .. (props.cdk_assets_cli_version or "latest") },
    input = self._assembly_file_set, build_environment = { privileged = privileged }, role = role,
  })
  return code_build_action(node.id, step,
    { flat = true, scope = scopes.obtain(self, "Assets"), spec_in_assembly = self._single_publisher })
end

-- ---- steps ----------------------------------------------------------------------------------------------------------

local function approval_action(step)
  return function(stage, options)
    stage:add_action(actions.ManualApprovalAction {
      action_name = options.action_name, run_order = options.run_order, additional_information = step.comment,
      external_entity_link = step.review_url, notification_topic = step.notification_topic,
    })
    return { run_orders_consumed = 1 }
  end
end

local function step_action(self, data)
  local step = data.step
  if engine.has(step, "produce_action") then
    return function(stage, options) return step:produce_action(stage, options) end
  end
  if engine.is_a(step, pipelines.ShellStep) then
    return code_build_action(data.is_build_step and "CdkBuildProject" or step.id, step)
  end
  if engine.is_a(step, pipelines.ManualApprovalStep) then return approval_action(step) end
  fail(self, "the step %s of the class %s cannot be part of a CodePipeline; -> use a ShellStep, a CodeBuildStep or a "
    .. "ManualApprovalStep, or give the class a method produce_action", display(step.id), engine.class_name(step))
end

local function action_of(self, node)
  local data = node.data
  if data.type == "step" then return step_action(self, data) end
  if data.type == "prepare" then return prepare_action(self, data) end
  if data.type == "execute" then return execute_action(self, data) end
  if data.type == "publish-assets" then return publish_action(self, node) end
  return self_update_action(self)
end

-- ---- options of projects --------------------------------------------------------------------------------------------

local USAGES = { synth = "SYNTH", assets = "ASSET_PUBLISHING", self_update = "SELF_UPDATE" }
local DEFAULTS = {
  synth = "synth_code_build_defaults", assets = "asset_publishing_code_build_defaults",
  self_update = "self_mutation_code_build_defaults",
}
local DOCKER = { synth = "docker_enabled_for_synth", self_update = "docker_enabled_for_self_mutation" }

-- Which of the pipeline's projects a node is: "synth", "assets", "self_update", "step"; nil for other actions.
local function project_kind(node)
  local data = node.data
  if data.type == "step" then return data.is_build_step and "synth" or "step" end
  return ({ ["publish-assets"] = "assets", ["self-update"] = "self_update" })[data.type]
end

local function defaults_for(self, kind)
  if not kind then return nil end
  local props, usage = self._props, USAGES[kind]
  local own = DEFAULTS[kind] and props[DEFAULTS[kind]] or nil
  if DOCKER[kind] and props[DOCKER[kind]] then
    own = options_of.merge(own, { build_environment = { privileged = true } })
  end
  local commands = usage and docker_commands(usage, self._docker_credentials) or {}
  return options_of.merge({
    build_environment = {
      build_image = codebuild.LinuxBuildImage.STANDARD_7_0, compute_type = codebuild.ComputeType.SMALL,
    },
  }, props.code_build_defaults, own, #commands > 0 and {
    partial_build_spec = codebuild.BuildSpec.from_object(engine.ordered(
      "version", "0.2", "phases", { pre_build = { commands = commands } })),
  } or nil)
end

-- ---- from the graph to stages and actions ---------------------------------------------------------------------------

-- Lists of tranches that have at most `most` nodes together.
local function chunks(tranches, most)
  local all, current, count = {}, {}, 0
  local function close()
    all[#all + 1] = current
    current, count = {}, 0
  end
  for _, tranche in ipairs(tranches) do
    local from = 1
    while #tranche - from + 1 > most - count do
      local part = table.move(tranche, from, from + most - count - 1, 1, {})
      from = from + #part
      current[#current + 1] = part
      close()
    end
    local rest = table.move(tranche, from, #tranche, 1, {})
    current[#current + 1] = rest
    count = count + #rest
  end
  if #current > 0 then close() end
  return all
end

local function namespace_outputs(node, stage, name)
  if node.data.type ~= "step" then return nil end
  local namespace
  for _, output in ipairs(step_output.used(node.data.step)) do
    namespace = (stage.stage_name .. "/" .. name):gsub("[^%w@_-]", "@")
    output.text = ("#{%s.%s}"):format(namespace, output.name)
  end
  return namespace
end

local function after_action(self, node, kind, project)
  if project then
    local usage = USAGES[kind or "step"]
    for _, credential in ipairs(usage and self._docker_credentials or {}) do credential:grant_read(project, usage) end
    if kind == "synth" then self._synth_project = project end
    if kind == "self_update" then self._self_mutation_project = project end
  end
  local output = node.data.type == "step" and node.data.step.primary_output
  if output and output.primary_output and not self._fallback_artifact then
    self._fallback_artifact = self._artifacts:to_code_pipeline(output.primary_output)
  end
end

local function unique_name(names, base)
  local name, count = base, 1
  while names[name] do
    count = count + 1
    name = base .. count
  end
  names[name] = true
  return name
end

-- Adds the action of a node. Returns how many run orders it takes.
local function add_action(self, node, stage, name, run_order)
  local produce, kind = action_of(self, node), project_kind(node)
  local result = produce(stage, {
    action_name = name, run_order = run_order, artifacts = self._artifacts,
    variables_namespace = namespace_outputs(node, stage, name),
    scope = scopes.obtain(self.pipeline, stage.stage_name), fallback_artifact = self._fallback_artifact,
    pipeline = self, code_build_defaults = defaults_for(self, kind),
    before_self_mutation = self._before_self_mutation, stack_outputs_map = self._stack_outputs,
  })
  if node.data.type == "self-update" then self._before_self_mutation = false end
  after_action(self, node, kind, result.project)
  return result.run_orders_consumed
end

local function add_stage(self, name, tranches)
  local stage, names, run_order, nodes = self.pipeline:add_stage { stage_name = name }, {}, 1, {}
  for _, tranche in ipairs(tranches) do table.move(tranche, 1, #tranche, #nodes + 1, nodes) end
  local parent = graph.common_ancestor(nodes)
  for _, tranche in ipairs(tranches) do
    local longest = 0
    for _, node in ipairs(tranche) do
      local taken = add_action(self, node, stage, unique_name(names, identifiers.action_name(node, parent)), run_order)
      longest = math.max(longest, taken)
    end
    run_order = run_order + longest
  end
end

local function add_stages(self, root)
  self._before_self_mutation = self.self_mutation_enabled
  for _, tranche in ipairs(root:sorted_children()) do
    for _, node in ipairs(tranche) do
      local parts = chunks(node:sorted_leaves(), MOST_ACTIONS)
      for i, tranches in ipairs(parts) do add_stage(self, #parts > 1 and node.id .. "." .. i or node.id, tranches) end
    end
  end
end

function CodePipeline:_do_build_pipeline()
  local props = self._props
  self._pipeline = props.code_pipeline and given_pipeline(self, props) or new_pipeline(self, props)
  local structure = pipeline_graph(self, {
    self_mutation = self.self_mutation_enabled, single_publisher = self._single_publisher,
    prepare = props.use_change_sets ~= false,
  })
  self._assembly_file_set = structure.cloud_assembly_file_set
  add_stages(self, structure.graph)
  local dot_file = cdk.Names.unique_id(self) .. ".dot"
  self.node.root._assembly_builder:write(dot_file, (structure.graph:to_dot():gsub("input%.dot", dot_file, 1)))
end

return { CodePipeline = CodePipeline }
