--- Operations of a user pool that invoke functions.
local engine = require "luacdk.engine"

local UserPoolOperation = engine.class "aws_cdk.aws_cognito.UserPoolOperation"

function UserPoolOperation:init(operation_name) self.operation_name = operation_name end

--- An operation by its name.
function UserPoolOperation.of(name) return UserPoolOperation(name:sub(1, 1):lower() .. name:sub(2)) end

return { UserPoolOperation = UserPoolOperation }
