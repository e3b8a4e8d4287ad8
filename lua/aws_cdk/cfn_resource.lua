local engine = require "luacdk.engine"

return { CfnResource = engine.CfnResource }
