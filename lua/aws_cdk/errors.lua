local engine = require "luacdk.engine"

--- Distinguishes errors. Ours are strings that begin with the user's line; all of them are about wrong input.
local Errors = engine.class("aws_cdk.Errors")

function Errors:init() end

local function is_ours(x) return type(x) == "string" and x:find("^[^\n]-:%d+: ") ~= nil end

Errors.is_construct_error = is_ours
Errors.is_validation_error = is_ours
function Errors.is_assertion_error() return false end
function Errors.is_assumption_error() return false end
function Errors.is_cloud_assembly_error() return false end
function Errors.is_execution_error() return false end

return { Errors = Errors }
