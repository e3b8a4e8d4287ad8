--- Waves: stages that are deployed at the same time.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local pipelines = require "aws_cdk.pipelines"

local Wave = engine.class "aws_cdk.pipelines.Wave"

--- Arguments: id, WaveProps: pre, post.
function Wave:init(id, props)
  props = props or {}
  self.id = id
  self.pre, self.post, self.stages = props.pre or {}, props.post or {}, {}
end

--- Adds a stage. Options: pre, post, stack_steps. Returns its StageDeployment.
function Wave:add_stage(stage, options)
  local deployment = pipelines.StageDeployment.from_stage(stage, options)
  table.insert(self.stages, deployment)
  return deployment
end

--- Adds steps before all stages, or after them.
Wave.add_pre = l2.adds "pre"
Wave.add_post = l2.adds "post"

return { Wave = Wave }
