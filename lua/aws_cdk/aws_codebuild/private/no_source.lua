-- A project without code.
local engine = require "luacdk.engine"
local Source = require("aws_cdk.aws_codebuild").Source

local NoSource = engine.class("aws_cdk.aws_codebuild.NoSource", Source)

NoSource.TYPE = "NO_SOURCE"

function NoSource:init()
  Source.init(self, {})
  self.type = NoSource.TYPE
end

return NoSource
