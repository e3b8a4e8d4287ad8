local engine = require "luacdk.engine"

--- Collects what a construct says about itself for tree.json.
local TreeInspector = engine.class("aws_cdk.TreeInspector")

function TreeInspector:init() self.attributes = engine.ordered() end

function TreeInspector:add_attribute(key, value) self.attributes[key] = value end

return { TreeInspector = TreeInspector }
