local engine = require "luacdk.engine"

return { CfnElement = engine.CfnElement, CfnRefElement = engine.CfnRefElement }
