--- Strategies that the service follows itself, with its own models and prompts or with others.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local checks = require "aws_cdk.aws_bedrockagentcore.private.checks"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

local LONGEST_PROMPT = 30000
local VARIABLES = { "{actorId}", "{sessionId}", "{memoryStrategyId}" }

-- Where the strategy is with the service's own models, and with others; whether those may be asked to extract.
local PLACES = {
  CUSTOM = { "custom_memory_strategy" },
  EPISODIC = { "episodic_memory_strategy", "episodic_override", extracts = true },
  SEMANTIC = { "semantic_memory_strategy", "semantic_override", extracts = true },
  SUMMARIZATION = { "summary_memory_strategy", "summary_override" },
  USER_PREFERENCE = { "user_preference_memory_strategy", "user_preference_override", extracts = true },
}

local ManagedMemoryStrategy = engine.class "aws_cdk.aws_bedrockagentcore.ManagedMemoryStrategy"

local function check_namespaces(namespaces)
  if is_unresolved(namespaces) then return end
  for _, namespace in ipairs(namespaces) do
    local known = is_unresolved(namespace) or not namespace:find("{", 1, true)
    for _, variable in ipairs(VARIABLES) do known = known or namespace:find(variable, 1, true) end
    if not known then
      fail(nil, "a namespace can have the variables %s, got %s", table.concat(VARIABLES, ", "), display(namespace))
    end
  end
end

local function overrides_of(self)
  local all = { self.consolidation_override }
  all[#all + 1] = self.extraction_override
  return all
end

--- Arguments: MemoryStrategyType, ManagedStrategyProps: strategy_name and namespaces (required).
function ManagedMemoryStrategy:init(strategy_type, props)
  self.strategy_type, self.strategy_name, self.description = strategy_type, props.strategy_name, props.description
  self.namespaces, self.reflection_configuration = props.namespaces, props.reflection_configuration
  self.consolidation_override, self.extraction_override = props.custom_consolidation, props.custom_extraction
  for _, override in ipairs(overrides_of(self)) do
    l2.check_length(nil, "append_to_prompt", override.append_to_prompt, 0, LONGEST_PROMPT)
  end
  checks.name(nil, "strategy_name", self.strategy_name)
  check_namespaces(self.namespaces)
  local reflection = self.reflection_configuration
  if not reflection then return end
  if not is_unresolved(reflection.namespaces) and #reflection.namespaces == 0 then
    fail(nil, "reflection_configuration needs at least one namespace")
  end
  check_namespaces(reflection.namespaces)
end

local function override_of(given)
  if not given then return nil end
  return {
    model_id = cdk.Arn.split(given.model.model_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name,
    append_to_prompt = given.append_to_prompt,
  }
end

--- The strategy as CfnMemory.MemoryStrategyProperty.
function ManagedMemoryStrategy:render()
  local place = PLACES[self.strategy_type]
  local consolidation, extraction = self.consolidation_override, self.extraction_override
  local reflection = self.reflection_configuration
  local strategy = { name = self.strategy_name, description = self.description, namespaces = self.namespaces }
  if consolidation or extraction or reflection and self.strategy_type ~= "EPISODIC" then
    strategy.configuration = not place[2] and {} or { [place[2]] = {
      consolidation = override_of(consolidation), extraction = place.extracts and override_of(extraction) or nil,
    } }
    return { custom_memory_strategy = strategy }
  end
  strategy.reflection_configuration = reflection and { namespaces = reflection.namespaces }
  return { [place[1]] = strategy }
end

--- Lets the grantee call the models of the strategy. Returns the grant, or nil if these are the service's own.
function ManagedMemoryStrategy:grant(grantee)
  local all
  for _, override in ipairs(overrides_of(self)) do
    local grant = iam.Grant.add_to_principal {
      grantee = grantee, actions = { "bedrock:InvokeModel*" }, resource_arns = { override.model.model_arn },
    }
    all = all and all:combine(grant) or grant
  end
  return all
end

return { ManagedMemoryStrategy = ManagedMemoryStrategy }
