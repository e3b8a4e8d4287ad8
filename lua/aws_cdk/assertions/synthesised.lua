local cdk = require "aws_cdk"
local engine = require "luacdk.engine"

--- The assembly that contains a stack, after synthesising its app (or stage); options: StageSynthesisOptions.
return function(stack, options)
  local stage = cdk.Stage.of(stack)
  if not stage then
    engine.fail(stack, "the stack is in no App, so it is not synthesised: -> give it one, cdk.Stack(cdk.App(), '%s')",
      stack.node.id)
  end
  return stage:synth(options)
end
