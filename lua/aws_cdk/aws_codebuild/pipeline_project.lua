--- Projects that pipelines run.
local engine = require "luacdk.engine"
local code_pipeline = require "aws_cdk.aws_codebuild.private.code_pipeline"
local codebuild = require "aws_cdk.aws_codebuild"
local l2 = require "aws_cdk.l2"

local PipelineProject = engine.class("aws_cdk.aws_codebuild.PipelineProject", codebuild.Project)

--- Arguments: scope, id, PipelineProjectProps, the same as ProjectProps without source and artifacts.
function PipelineProject:init(scope, id, props)
  codebuild.Project.init(self, scope, id, l2.with({
    source = code_pipeline.Source(), artifacts = code_pipeline.Artifacts(),
  }, props))
end

return { PipelineProject = PipelineProject }
