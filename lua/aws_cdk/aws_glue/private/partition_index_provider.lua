-- The functions that make and delete partition indexes, for all tables of a stack.
local engine = require "luacdk.engine"
local bundled_function = require "aws_cdk.custom_resources.bundled_function"
local cdk = require "aws_cdk"
local custom_resources = require "aws_cdk.custom_resources"

local ID = "@aws-cdk/aws-glue-alpha.PartitionIndexProvider"
local PROGRAM = "aws-glue/partition-index-handler"

local PartitionIndexProvider = engine.class("aws_cdk.aws_glue.PartitionIndexProvider", engine.Construct)

function PartitionIndexProvider:init(scope, id)
  engine.Construct.init(self, scope, id)
  local props = { timeout = cdk.Duration.minutes(1) }
  self.on_event_handler = bundled_function(self, "Handler", PROGRAM, "onEvent", props)
  self.is_complete_handler = bundled_function(self, "IsComplete", PROGRAM, "isComplete", props)
  self.provider = custom_resources.Provider(self, "Provider", {
    on_event_handler = self.on_event_handler, is_complete_handler = self.is_complete_handler,
    query_interval = cdk.Duration.seconds(10), total_timeout = cdk.Duration.minutes(15),
  })
end

--- The provider of the stack that contains `scope`.
function PartitionIndexProvider.get_or_create(scope)
  local stack = engine.stack_of(scope)
  return stack.node:try_find_child(ID) or PartitionIndexProvider(stack, ID)
end

return PartitionIndexProvider
