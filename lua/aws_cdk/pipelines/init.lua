-- CDK Pipelines: the module table; classes whose file has another name.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.pipelines", {
  CodePipelineFileSet = "artifact_map",
  StackOutputReference = "shell_step",
})
