local engine = require "luacdk.engine"

--- Secrets for `docker build`.
local DockerBuildSecret = engine.class("aws_cdk.DockerBuildSecret")

function DockerBuildSecret:init() end

--- A secret read from a file.
function DockerBuildSecret.from_src(src) return "src=" .. src end

return { DockerBuildSecret = DockerBuildSecret }
