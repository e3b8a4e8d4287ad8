--- How long-term memory is made of events: factories.
local engine = require "luacdk.engine"
local bedrockagentcore = require "aws_cdk.aws_bedrockagentcore"

local MemoryStrategy = engine.class "aws_cdk.aws_bedrockagentcore.MemoryStrategy"

function MemoryStrategy.init() end

-- What the library names the strategies that it comes with, and says of them.
local BUILT_IN = {
  episodic = {
    "EPISODIC", "episodic_builtin_cdkGen0001", "Captures meaningful slices of user and system interactions.",
    "/strategy/{memoryStrategyId}/actor/{actorId}/session/{sessionId}",
    reflection = "/strategy/{memoryStrategyId}/actor/{actorId}",
  },
  semantic = {
    "SEMANTIC", "semantic_builtin_cdkGen0001", "Extract general factual knowledge, concepts and meanings from raw "
      .. "conversations in a context-independent format.",
    "/strategies/{memoryStrategyId}/actors/{actorId}",
  },
  summarization = {
    "SUMMARIZATION", "summary_builtin_cdkGen0001",
    "Summarize interactions to preserve critical context and key insights",
    "/strategies/{memoryStrategyId}/actors/{actorId}/sessions/{sessionId}",
  },
  user_preference = {
    "USER_PREFERENCE", "preference_builtin_cdkGen0001", "Capture individual preferences, interaction patterns, and "
      .. "personalized settings to enhance future experiences.",
    "/strategies/{memoryStrategyId}/actors/{actorId}",
  },
}

for noun, row in pairs(BUILT_IN) do
  local type, name, description, namespace = table.unpack(row)

  MemoryStrategy["using_built_in_" .. noun] = function()
    return bedrockagentcore.ManagedMemoryStrategy(type, {
      strategy_name = name, description = description, namespaces = { namespace },
      reflection_configuration = row.reflection and { namespaces = { row.reflection } },
    })
  end

  MemoryStrategy["using_" .. noun] = function(config) return bedrockagentcore.ManagedMemoryStrategy(type, config) end
end

--- A strategy of one's own: the service tells a topic, and puts what is to be remembered into a bucket.
function MemoryStrategy.using_self_managed(config)
  return bedrockagentcore.SelfManagedMemoryStrategy("CUSTOM", config)
end

return { MemoryStrategy = MemoryStrategy }
