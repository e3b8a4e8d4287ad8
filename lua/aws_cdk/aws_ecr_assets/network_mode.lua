local engine = require "luacdk.engine"

--- The network of the RUN commands of an image build.
local NetworkMode = engine.class "aws_cdk.aws_ecr_assets.NetworkMode"

function NetworkMode:init(mode) self.mode = mode end

NetworkMode.DEFAULT = NetworkMode "default"
NetworkMode.HOST = NetworkMode "host"
NetworkMode.NONE = NetworkMode "none"

--- The network of a running container.
function NetworkMode.from_container(container_id) return NetworkMode("container:" .. container_id) end

--- Any other mode, in docker's words.
function NetworkMode.custom(mode) return NetworkMode(mode) end

return { NetworkMode = NetworkMode }
