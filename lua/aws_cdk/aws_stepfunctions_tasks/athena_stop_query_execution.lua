--- Stops a query of Athena.
local engine = require "luacdk.engine"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

return {
  AthenaStopQueryExecution = task.class("AthenaStopQueryExecution", {
    service = "athena", api = "stopQueryExecution",
    patterns = task.REQUEST,
    policies = function() return { task.allow({ "athena:stopQueryExecution" }, { "*" }) } end,
    parameters = function(_, props) return engine.ordered("QueryExecutionId", props.query_execution_id) end,
  }),
}
