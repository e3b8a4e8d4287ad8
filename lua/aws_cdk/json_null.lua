local engine = require "luacdk.engine"

--- JSON's null as an object; `cdk.NULL` is the value itself.
local JsonNull = engine.class("aws_cdk.JsonNull")

function JsonNull:init() end
function JsonNull:resolve() return engine.NULL end
function JsonNull:_resolve() return engine.NULL end
function JsonNull:to_json() return engine.NULL end
function JsonNull:to_string() return "null" end
JsonNull.get.creation_stack = function() return {} end

JsonNull.INSTANCE = JsonNull()

return { JsonNull = JsonNull }
