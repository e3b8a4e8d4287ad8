--- The step that stands for all that makes files outside of the steps of a pipeline.
local engine = require "luacdk.engine"
local pipelines = require "aws_cdk.pipelines"

return engine.class("aws_cdk.pipelines.NoStep", pipelines.Step)("NO_STEP")
