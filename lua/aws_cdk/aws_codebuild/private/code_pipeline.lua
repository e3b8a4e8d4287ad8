-- Source and artifacts of a project that a pipeline runs.
local engine = require "luacdk.engine"
local codebuild = require "aws_cdk.aws_codebuild"

local code_pipeline = { TYPE = "CODEPIPELINE" }

local function of_pipeline(name, Base)
  local class = engine.class("aws_cdk.aws_codebuild.CodePipeline" .. name, Base)
  function class:init()
    Base.init(self, {})
    self.type = code_pipeline.TYPE
  end
  return class
end

code_pipeline.Source = of_pipeline("Source", codebuild.Source)
code_pipeline.Artifacts = of_pipeline("Artifacts", codebuild.Artifacts)

return code_pipeline
