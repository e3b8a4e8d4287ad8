--- The names of Step Functions' own errors.
local Errors = require("luacdk.engine").class "aws_cdk.aws_stepfunctions.Errors"

function Errors:init() end

return { Errors = Errors }
