--- Pipelines: stages of actions that hand artifacts to each other.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local codepipeline = require "aws_cdk.aws_codepipeline"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local l2 = require "aws_cdk.l2"
local s3 = require "aws_cdk.aws_s3"
local PipelineBase = require("aws_cdk.aws_codepipeline.pipeline_base").PipelineBase
local attached = require "aws_cdk.aws_codepipeline.private.attached_action"
local environments = require "aws_cdk.aws_codepipeline.private.environments"
local names = require "aws_cdk.aws_codepipeline.private.names"
local Stage = require "aws_cdk.aws_codepipeline.private.stage"
local validation = require "aws_cdk.aws_codepipeline.private.validation"
local cx_api = require "aws_cdk.cx_api"

local fail, display = engine.fail, engine.display

local ALIAS_PREFIX = "alias/codepipeline-"
local LONGEST_ALIAS = l2.limit "aws_kms.CfnAliasProps.alias_name" - #ALIAS_PREFIX

local Pipeline = l2.resource("aws_cdk.aws_codepipeline.Pipeline", PipelineBase, {
  name = { "pipeline_name" },
  attributes = { pipeline_version = "attr_version" },
})

l2.kept(Pipeline, "pipeline_arn", function(self)
  return engine.stack_of(self):format_arn { service = "codepipeline", resource = self.pipeline_name }
end)

-- ---- the bucket for artifacts, and the role -------------------------------------------------------------------------

local function alias_name(self)
  local id
  if cdk.FeatureFlags.of(self):is_enabled(cx_api.CODEPIPELINE_CROSS_ACCOUNT_KEY_ALIAS_STACK_SAFE_RESOURCE_NAME) then
    id = cdk.Names.unique_resource_name(self, {
      separator = "-", max_length = LONGEST_ALIAS, allowed_special_characters = "/_-",
    })
  else
    id = cdk.Names.unique_id(self):sub(-LONGEST_ALIAS)
  end
  return ALIAS_PREFIX .. id:lower()
end

local function make_key(self)
  local key = kms.Key(self, "ArtifactsBucketEncryptionKey", {
    removal_policy = cdk.RemovalPolicy.DESTROY, enable_key_rotation = self._enable_key_rotation,
  })
  kms.Alias(self, "ArtifactsBucketEncryptionKeyAlias", {
    alias_name = alias_name(self), target_key = key, removal_policy = cdk.RemovalPolicy.DESTROY,
  })
  return key
end

local function make_bucket(self)
  local key = self._cross_account_keys and make_key(self) or nil
  return s3.Bucket(self, "ArtifactsBucket", {
    bucket_name = cdk.PhysicalName.GENERATE_IF_NEEDED,
    encryption_key = key,
    encryption = key and s3.BucketEncryption.KMS or s3.BucketEncryption.KMS_MANAGED,
    enforce_ssl = true,
    block_public_access = s3.BlockPublicAccess.BLOCK_ALL,
    removal_policy = cdk.RemovalPolicy.RETAIN,
  })
end

local function given_bucket(self, props)
  if props.artifact_bucket then return props.artifact_bucket end
  local buckets = props.cross_region_replication_buckets
  return buckets and buckets[environments.require_region(self)]
end

local function make_role(self)
  local named = cdk.FeatureFlags.of(self):is_enabled(cx_api.PIPELINE_REDUCE_CROSS_ACCOUNT_ACTION_ROLE_TRUST_SCOPE)
  return iam.Role(self, "Role", {
    assumed_by = iam.ServicePrincipal "codepipeline.amazonaws.com",
    role_name = named and cdk.PhysicalName.GENERATE_IF_NEEDED or nil,
  })
end

-- ---- rendering ------------------------------------------------------------------------------------------------------

local function stages_of(self)
  local list, stage = {}, self._first_stage
  while stage do list[#list + 1], stage = stage, stage._after end
  return list
end

local function is_cross_region(self)
  if self._buckets_given then return true end
  for _, stage in ipairs(stages_of(self)) do
    for _, action in ipairs(stage._attached) do
      if action.region ~= nil then return true end
    end
  end
  return false
end

local function artifact_store(bucket)
  local key = bucket.encryption_key
  return {
    type = "S3", location = bucket.bucket_name, encryption_key = key and { type = "KMS", id = key.key_arn } or nil,
  }
end

local function single_artifact_store(self)
  if is_cross_region(self) then return nil end
  return artifact_store(self.artifact_bucket)
end

local function artifact_stores(self)
  if not is_cross_region(self) then return nil end
  local all = self._cross_region_support
  engine.extend(all, {
    [environments.require_region(self)] = { replication_bucket = self.artifact_bucket, stack = engine.stack_of(self) },
  })
  local list = {}
  for i, region in ipairs(engine.keys(all)) do
    list[i] = { region = region, artifact_store = artifact_store(all[region].replication_bucket) }
  end
  return list
end

local function render_stages(self)
  local list, stages = engine.list {}, stages_of(self)
  for _, stage in ipairs(stages) do stage:_name_outputs() end
  for i, stage in ipairs(stages) do list[i] = stage:_render() end
  return list
end

local function disabled_transitions(self)
  local list = {}
  for _, stage in ipairs(stages_of(self)) do
    if not stage._enabled then
      list[#list + 1] = { reason = stage._disabled_reason, stage_name = stage.stage_name }
    end
  end
  return list
end

local function rendered(self, field)
  return engine.lazy(function()
    local list = {}
    for i, one in ipairs(self[field]) do list[i] = one:_render() end
    return #list > 0 and list or nil
  end, { kind = "any" })
end

local function lazily(self, make, omit_empty_list)
  return engine.lazy(function() return make(self) end, { kind = "any", omit_empty_list = omit_empty_list })
end

-- ---- validation -----------------------------------------------------------------------------------------------------

local function validate(self)
  local messages, stages = {}, stages_of(self)
  validation.stages(messages, stages)
  validation.artifacts(messages, stages)
  for _, field in ipairs { "variables", "triggers" } do
    if #self["_" .. field] > 0 and self._type ~= "V2" then
      messages[#messages + 1] = field .. " need a pipeline of the type PipelineType.V2"
    end
  end
  return messages
end

local function check(self, props)
  names.check(self, "pipeline", self.physical_name)
  if props.artifact_bucket and props.cross_region_replication_buckets then
    fail(self, "artifact_bucket and cross_region_replication_buckets are mutually exclusive")
  end
  if props.enable_key_rotation and not self._cross_account_keys then
    fail(self, "enable_key_rotation needs cross_account_keys = true")
  end
end

-- The type of the pipeline, and the one to write into the template.
local function type_of(self, props)
  local is_v2 = cdk.FeatureFlags.of(self):is_enabled(cx_api.CODEPIPELINE_DEFAULT_PIPELINE_TYPE_TO_V2)
  if not is_v2 and props.pipeline_type == nil then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-codepipeline:unspecifiedPipelineType",
      "the type of the pipeline is not given, so it is V1; set pipeline_type = PipelineType.V2 for one of type V2")
  end
  local written = props.pipeline_type or (is_v2 and "V2" or nil)
  local mode = props.execution_mode
  if (mode == "QUEUED" or mode == "PARALLEL") and written ~= "V2" then
    fail(self, "execution_mode %s needs a pipeline of the type PipelineType.V2", mode)
  end
  return written or "V1", written
end

-- ---------------------------------------------------------------------------------------------------------------------

--- Arguments: scope, id, PipelineProps: all optional, but a pipeline needs two stages when it is synthesised.
function Pipeline:init(scope, id, props)
  props = props or {}
  PipelineBase.init(self, scope, id, { physical_name = props.pipeline_name })
  local keys = props.cross_account_keys
  if keys == nil then
    keys = not cdk.FeatureFlags.of(self):is_enabled(cx_api.CODEPIPELINE_CROSS_ACCOUNT_KEYS_DEFAULT_VALUE_TO_FALSE)
  end
  self._cross_account_keys, self._enable_key_rotation = keys, props.enable_key_rotation
  check(self, props)
  self._reuse_support = props.reuse_cross_region_support_stacks ~= false
  self._use_own_role = props.use_pipeline_role_for_actions
  self._stage_by_name, self._stage_count, self._variables, self._triggers = {}, 0, {}, {}
  self._has_variable, self._has_trigger = {}, {}
  self._cross_region_support, self._cross_account_support = engine.ordered(), {}

  self.artifact_bucket = given_bucket(self, props) or make_bucket(self)
  self.role = props.role or make_role(self)
  local written_type
  self._type, written_type = type_of(self, props)
  self._resource = codepipeline.CfnPipeline(self, "Resource", {
    artifact_store = lazily(self, single_artifact_store),
    artifact_stores = lazily(self, artifact_stores),
    stages = lazily(self, render_stages),
    disable_inbound_stage_transitions = lazily(self, disabled_transitions, true),
    role_arn = self.role.role_arn,
    restart_execution_on_update = props.restart_execution_on_update,
    pipeline_type = written_type,
    variables = rendered(self, "_variables"),
    triggers = rendered(self, "_triggers"),
    execution_mode = props.execution_mode,
    name = self.physical_name,
  })
  self._resource.node:add_dependency(self.role)
  self.artifact_bucket:grant_read_write(self.role)

  local buckets = props.cross_region_replication_buckets
  self._buckets_given = buckets ~= nil
  for _, region in ipairs(engine.keys(buckets)) do
    local bucket = buckets[region]
    engine.extend(self._cross_region_support, {
      [region] = { replication_bucket = bucket, stack = engine.stack_of(bucket) },
    })
  end
  for _, stage in ipairs(props.stages or {}) do self:add_stage(stage) end
  for _, variable in ipairs(props.variables or {}) do self:add_variable(variable) end
  for _, trigger in ipairs(props.triggers or {}) do self:add_trigger(trigger) end
  self.node:add_validation { validate = function() return validate(self) end }
end

-- ---- stages ---------------------------------------------------------------------------------------------------------

local function attach(stage, action, scope)
  local self = stage.pipeline
  local properties = action.action_properties
  local bucket, region = environments.artifact_bucket_for(self, properties)
  local role = environments.role_for(self, stage, properties, scope)
  names.check(self, "variables_namespace", properties.variables_namespace)
  local config = action:bind(scope, stage, { role = role or self.role, bucket = bucket })
  return attached.describe(action, config, role, region)
end

-- The stages are linked, so that placing one costs the same wherever it goes.
local function check_own(self, stage)
  if self._stage_by_name[stage.stage_name] ~= stage then
    fail(self, "the stage %s of placement is not one of this pipeline", display(stage.stage_name))
  end
  return stage
end

-- The stage before the new one; nil if that is the first.
local function stage_before(self, placement)
  local before, after = placement.right_before, placement.just_after
  if before and after then fail(self, "right_before and just_after are mutually exclusive") end
  if before then return check_own(self, before)._before end
  return after and check_own(self, after) or not before and self._last_stage or nil
end

local function link(self, stage, before)
  local after = self._first_stage
  if before then after = before._after end
  stage._before, stage._after = before, after
  if before then before._after = stage else self._first_stage = stage end
  if after then after._before = stage else self._last_stage = stage end
  self._stage_by_name[stage.stage_name] = stage
  self._stage_count = self._stage_count + 1
end

--- Adds a stage. Arguments: StageOptions: stage_name (required), actions, placement, transition_to_enabled,
-- transition_disabled_reason, before_entry, on_success, on_failure.
function Pipeline:add_stage(props)
  if self._stage_by_name[props.stage_name] then
    fail(self, "the pipeline already has a stage %s", display(props.stage_name))
  end
  local stage = Stage(props, self, attach)
  link(self, stage, stage_before(self, props.placement or {}))
  return stage
end

Pipeline.get.stages = stages_of
Pipeline.get.stage_count = function(self) return self._stage_count end

--- The stage with a name.
function Pipeline:stage(stage_name)
  local found = self._stage_by_name[stage_name]
  if found then return found end
  local known = l2.pluck(stages_of(self), "stage_name")
  fail(self, "the pipeline has no stage %s; -> it has %s", display(stage_name),
    #known > 0 and table.concat(known, ", ") or "none")
end

-- ---- variables, triggers and the rest -------------------------------------------------------------------------------

--- Adds a variable, which must not have the name of another one.
function Pipeline:add_variable(variable)
  local name = variable.variable_name
  if self._has_variable[name] then fail(self, "the pipeline already has a variable %s", display(name)) end
  self._has_variable[name] = true
  table.insert(self._variables, variable)
  return variable
end

--- Adds a trigger; a source action may have one. Arguments: TriggerProps.
function Pipeline:add_trigger(props)
  local trigger = codepipeline.Trigger(props)
  local source = trigger.source_action
  local name = source and source.action_properties.action_name
  if name ~= nil then
    if self._has_trigger[name] then fail(self, "the source action %s already has a trigger", display(name)) end
    self._has_trigger[name] = true
  end
  table.insert(self._triggers, trigger)
  return trigger
end

--- Adds a permission to the pipeline's role.
function Pipeline:add_to_role_policy(statement) self.role:add_to_principal_policy(statement) end

--- The buckets for artifacts in other regions, by region, and their stacks.
Pipeline.get.cross_region_support = function(self)
  return engine.extend(engine.ordered(), self._cross_region_support)
end

-- ---- imports --------------------------------------------------------------------------------------------------------

local Imported = l2.imported(Pipeline, PipelineBase)

function Imported:init(scope, id, pipeline_arn)
  PipelineBase.init(self, scope, id, { environment_from_arn = pipeline_arn })
  self.pipeline_arn = pipeline_arn
  self.pipeline_name = engine.stack_of(scope):split_arn(pipeline_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource
end

--- A pipeline made elsewhere, by its ARN.
function Pipeline.from_pipeline_arn(scope, id, pipeline_arn) return Imported(scope, id, pipeline_arn) end

return { Pipeline = Pipeline }
