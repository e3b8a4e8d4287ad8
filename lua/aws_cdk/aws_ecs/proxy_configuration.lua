--- Base of proxies through which a task's traffic goes.
local engine = require "luacdk.engine"

local ProxyConfiguration = engine.class "aws_cdk.aws_ecs.ProxyConfiguration"

function ProxyConfiguration:init() end

return { ProxyConfiguration = ProxyConfiguration }
