--- Actions in other regions and accounts than their pipeline: the buckets and roles that they need there.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local attached = require "aws_cdk.aws_codepipeline.private.attached_action"
local cx_api = require "aws_cdk.cx_api"

local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

local SUPPORT_ID = "CrossRegionReplicationSupport-d823f1d8-a990-4e5c-be18-4ac698532e65-"

local environments = {}

--- The region of the pipeline, which must be known.
function environments.require_region(pipeline)
  local region = pipeline.env.region
  if is_unresolved(region) then
    fail(pipeline, "a pipeline across regions or accounts needs to know its own region; "
      .. "-> give its stack env = { account = …, region = … }")
  end
  return region
end

local function support_scope(pipeline)
  local scope = engine.stage_of(pipeline)
  if not scope then
    fail(pipeline, "a pipeline across regions or accounts must be part of an App or a Stage, which is where its "
      .. "support stacks go")
  end
  return scope
end

-- ---- regions --------------------------------------------------------------------------------------------------------

-- Support stacks contain no assets, so that they need no bootstrapping beyond the roles of the pipeline's stack.
local function support_synthesizer(pipeline)
  local own = pipeline.stack.synthesizer
  if not engine.is_a(own, cdk.DefaultStackSynthesizer) then return nil end
  return cdk.BootstraplessSynthesizer {
    deploy_role_arn = own.deploy_role_arn, cloud_formation_execution_role_arn = own.cloud_formation_execution_role_arn,
  }
end

local function create_support(pipeline, other_stack, region)
  local support = require "aws_cdk.aws_codepipeline.private.cross_region_support"
  local options = { with_key = pipeline._cross_account_keys, enable_key_rotation = pipeline._enable_key_rotation }
  if other_stack then
    local id = SUPPORT_ID .. region
    local construct = other_stack.node:try_find_child(id)
      or support.CrossRegionSupportConstruct(other_stack, id, options)
    return { replication_bucket = construct.replication_bucket, stack = other_stack }
  end
  local stack = engine.stack_of(pipeline)
  local account = stack.account
  if is_unresolved(account) then
    fail(pipeline, "an action in another region needs to know the pipeline's account; "
      .. "-> give its stack env = { account = …, region = … }")
  end
  local scope = support_scope(pipeline)
  local id = ("cross-region-stack-%s:%s"):format(pipeline._reuse_support and account or stack.stack_name, region)
  local made = scope.node:try_find_child(id)
  if not made then
    options.pipeline_stack_name, options.region, options.account = stack.stack_name, region, account
    options.synthesizer = support_synthesizer(pipeline)
    made = support.CrossRegionSupportStack(scope, id, options)
  end
  return { replication_bucket = made.replication_bucket, stack = made }
end

--- The bucket for an action's artifacts, and the action's region if that is another one than the pipeline's.
function environments.artifact_bucket_for(pipeline, properties)
  local region = attached.region_of(properties)
  if not attached.differs(region, pipeline.env.region) then return pipeline.artifact_bucket end
  environments.require_region(pipeline)
  if properties.category == "Source" then
    fail(pipeline, "the source action %s must be in the region of its pipeline, %s, got %s",
      display(properties.action_name), display(pipeline.env.region), display(region))
  end
  local known = pipeline._cross_region_support
  local support = known[region]
  if not support then
    support = create_support(pipeline, attached.resource_stack(properties), region)
    engine.extend(known, { [region] = support })
  end
  engine.stack_of(pipeline):add_stack_dependency(support.stack)
  support.replication_bucket:grant_read_write(pipeline.role)
  return support.replication_bucket, region
end

-- ---- accounts -------------------------------------------------------------------------------------------------------

local function support_stack_in(pipeline, properties, account)
  local known = pipeline._cross_account_support
  local stack = known[account]
  if stack then return stack end
  local id = "cross-account-support-stack-" .. account
  local scope = support_scope(pipeline)
  stack = scope.node:try_find_child(id)
  if not stack then
    local own = engine.stack_of(pipeline)
    local name = own.stack_name
    stack = cdk.Stack(scope, id, {
      stack_name = not is_unresolved(name) and name .. "-support-" .. account or nil,
      env = { account = account, region = attached.region_of(properties) or own.region },
    })
  end
  known[account] = stack
  return stack
end

-- The stack in the action's account where its role goes; nil if that is the pipeline's account.
local function other_accounts_stack(pipeline, properties)
  local resource = properties.resource
  local account, own = properties.account, pipeline.env.account
  if resource then account = resource.env.account end
  if account == nil then return nil end
  if is_unresolved(account) then
    if is_unresolved(own) then return nil end
    fail(pipeline, "the account of the action %s must be known, as that of the pipeline is",
      display(properties.action_name))
  end
  if is_unresolved(own) then
    fail(pipeline, "a pipeline across regions or accounts needs to know its own account; "
      .. "-> give its stack env = { account = …, region = … }")
  end
  if own == account then return nil end
  local stack = resource and engine.stack_of(resource)
  if stack and stack.account == account then
    pipeline._cross_account_support[account] = stack
    return stack
  end
  return support_stack_in(pipeline, properties, account)
end

local function given_role(pipeline, stage, properties)
  local role = properties.role
  if not attached.is_aws_owned(properties) then
    fail(pipeline, "only actions whose owner is AWS take a role; the owner of the action %s in the stage %s is %s",
      display(properties.action_name), display(stage.stage_name), display(properties.owner))
  end
  if iam.Role.is_role(role) then engine.stack_of(pipeline):add_stack_dependency(engine.stack_of(role)) end
  return role
end

local function shown(part) return is_unresolved(part) and "(current)" or part end

-- The given role, or one in the action's account.
local function role_across_accounts(pipeline, stage, properties)
  local account = attached.account_of(properties)
  if attached.differs(account, pipeline.env.account)
    and not environments.artifact_bucket_for(pipeline, properties).encryption_key then
    fail(pipeline, "the artifact bucket needs a KMS key for the action %s in another account (pipeline %s, action %s); "
      .. "-> set cross_account_keys = true, or give an artifact_bucket with a key", display(properties.action_name),
      shown(pipeline.env.account), shown(account))
  end
  if properties.role then return given_role(pipeline, stage, properties) end
  local other = other_accounts_stack(pipeline, properties)
  if not other then return nil end
  local own = engine.stack_of(pipeline)
  local principal = iam.AccountPrincipal(own.account)
  if cdk.FeatureFlags.of(pipeline):is_enabled(cx_api.PIPELINE_REDUCE_CROSS_ACCOUNT_ACTION_ROLE_TRUST_SCOPE) then
    principal = principal:with_conditions { ArnEquals = { ["aws:PrincipalArn"] = pipeline.role.role_arn } }
  end
  local id = ("%s-%s-%s-ActionRole"):format(cdk.Names.unique_id(pipeline), stage.stage_name, properties.action_name)
  local role = iam.Role(other, id, {
    role_name = cdk.PhysicalName.GENERATE_IF_NEEDED, assumed_by = principal,
  })
  own:add_stack_dependency(other)
  return role
end

--- The role that an action runs with, if that is not the pipeline's.
function environments.role_for(pipeline, stage, properties, scope)
  local role = role_across_accounts(pipeline, stage, properties)
  if not role and attached.is_aws_owned(properties) then
    if pipeline._use_own_role then return nil end
    local reduced = cdk.FeatureFlags.of(pipeline):is_enabled(cx_api.PIPELINE_REDUCE_STAGE_ROLE_TRUST_SCOPE)
    role = iam.Role(scope, "CodePipelineActionRole", {
      assumed_by = reduced and iam.ArnPrincipal(pipeline.role.role_arn)
        or iam.AccountPrincipal(engine.stack_of(pipeline).account),
    })
  end
  local grant = role and role:grant_assume_role(pipeline.role)
  if grant then grant:apply_before(pipeline._resource) end
  return role
end

return environments
