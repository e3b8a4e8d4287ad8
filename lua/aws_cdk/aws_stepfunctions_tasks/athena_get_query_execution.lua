--- Asks Athena how a query is doing.
local engine = require "luacdk.engine"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

return {
  AthenaGetQueryExecution = task.class("AthenaGetQueryExecution", {
    service = "athena", api = "getQueryExecution",
    patterns = task.REQUEST,
    policies = function() return { task.allow({ "athena:getQueryExecution" }, { "*" }) } end,
    parameters = function(_, props) return engine.ordered("QueryExecutionId", props.query_execution_id) end,
  }),
}
