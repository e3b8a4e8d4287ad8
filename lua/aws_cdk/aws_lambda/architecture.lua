--- Instruction sets a function can run on.
local engine = require "luacdk.engine"

local Architecture = engine.class("aws_cdk.aws_lambda.Architecture")

function Architecture:init(name, docker_platform)
  self.name = name
  self.docker_platform = docker_platform
end

--- A custom architecture; images for it are built for linux/amd64 by default.
function Architecture.custom(name, docker_platform)
  return Architecture(name, docker_platform or "linux/amd64")
end

function Architecture:to_string()
  return self.name
end

Architecture.X86_64 = Architecture("x86_64", "linux/amd64")
Architecture.ARM_64 = Architecture("arm64", "linux/arm64")

return { Architecture = Architecture }
