--- Actions as parts of a pipeline: in which account and region they run, and what the template says of them.
local engine = require "luacdk.engine"

local is_unresolved = engine.is_unresolved

local attached = {}

--- The account of an action: that of its role, else of its resource, else the one it was given.
function attached.account_of(properties)
  return properties.role and properties.role.env.account
    or properties.resource and properties.resource.env.account
    or properties.account
end

--- The region of an action: that of its resource, else the one it was given.
function attached.region_of(properties)
  return properties.resource and properties.resource.env.region or properties.region
end

--- Whether an action's account or region may differ from the pipeline's.
function attached.differs(of_action, of_pipeline)
  if of_action == nil or is_unresolved(of_action) then return false end
  return is_unresolved(of_pipeline) or of_action ~= of_pipeline
end

local function same(one, other)
  if is_unresolved(one) or is_unresolved(other) then return is_unresolved(one) and is_unresolved(other) end
  return one == other
end

--- The stack of the action's resource, if the resource belongs to the environment of that stack.
function attached.resource_stack(properties)
  local resource = properties.resource
  if not resource then return nil end
  local stack = engine.stack_of(resource)
  local env = resource.env
  return same(env.region, stack.region) and same(env.account, stack.account) and stack or nil
end

--- Whether the action is one of AWS's own, which take roles.
function attached.is_aws_owned(properties)
  local owner = properties.owner
  return owner == nil or owner == "" or owner == "AWS"
end

-- Each artifact once: those with a name by their name.
local function distinct(artifacts)
  local list, seen = {}, {}
  for _, artifact in ipairs(artifacts or {}) do
    local key = artifact.artifact_name or artifact
    if not seen[key] then
      seen[key] = true
      list[#list + 1] = artifact
    end
  end
  return list
end

--- What a stage keeps of an action: `config` is the result of its bind, `role` and `region` are what the pipeline
--- found.
function attached.describe(action, config, role, region)
  local properties = action.action_properties
  local timeout = properties.timeout
  return {
    action = action,
    name = properties.action_name,
    category = properties.category,
    owner = properties.owner ~= "" and properties.owner or "AWS",
    provider = properties.provider,
    version = properties.version ~= "" and properties.version or "1",
    run_order = properties.run_order or 1,
    bounds = properties.artifact_bounds,
    namespace = properties.variables_namespace,
    inputs = distinct(properties.inputs),
    outputs = distinct(properties.outputs),
    region = region or properties.region,
    role = properties.role or role,
    configuration = config.configuration,
    commands = properties.commands,
    output_variables = properties.output_variables,
    timeout = timeout and timeout:to_minutes(),
  }
end

local function references(artifacts, with_files)
  local list = {}
  for _, artifact in ipairs(artifacts) do
    local name = artifact.artifact_name
    if name ~= nil and name ~= "" then
      list[#list + 1] = { name = name, files = with_files and artifact.artifact_files or nil }
    end
  end
  return #list > 0 and list or nil
end

--- The action as CfnPipeline has it.
function attached.render(one)
  return {
    name = one.name,
    input_artifacts = references(one.inputs),
    output_artifacts = references(one.outputs, true),
    action_type_id = { category = one.category, version = one.version, owner = one.owner, provider = one.provider },
    configuration = one.configuration,
    commands = one.commands,
    output_variables = one.output_variables,
    run_order = one.run_order,
    timeout_in_minutes = one.timeout,
    role_arn = one.role and one.role.role_arn,
    region = one.region,
    namespace = one.namespace,
  }
end

return attached
