--- Variables that every pipeline has.
local engine = require "luacdk.engine"

return { GlobalVariables = engine.class "aws_cdk.aws_codepipeline.GlobalVariables" }
