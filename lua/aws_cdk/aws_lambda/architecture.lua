--- Instruction sets a function can run on.
local engine = require "luacdk.engine"

local Architecture = engine.class("aws_cdk.aws_lambda.Architecture")

--- Images for an architecture without a platform of its own are built for linux/amd64.
function Architecture:init(name, docker_platform)
  self.name = name
  self.docker_platform = docker_platform or "linux/amd64"
end

function Architecture:to_string() return self.name end

return { Architecture = Architecture }
