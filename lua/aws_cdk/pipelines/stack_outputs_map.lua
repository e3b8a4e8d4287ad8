--- How actions refer to outputs of stacks.
local engine = require "luacdk.engine"
local identifiers = require "aws_cdk.pipelines.private.identifiers"
local queries = require "aws_cdk.pipelines.private.queries"

local StackOutputsMap = engine.class "aws_cdk.pipelines.StackOutputsMap"

--- Arguments: pipeline.
function StackOutputsMap:init(pipeline) self._pipeline = pipeline end

--- The text that stands for an output in the configuration of an action.
function StackOutputsMap:to_code_pipeline(x)
  self._queries = self._queries or queries.of(self._pipeline)
  return ("#{%s.%s}"):format(identifiers.stack_namespace(self._queries:producing_stack(x)), x.output_name)
end

return { StackOutputsMap = StackOutputsMap }
