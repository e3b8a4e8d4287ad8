--- Fetches what a query of Athena found.
local engine = require "luacdk.engine"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

return {
  AthenaGetQueryResults = task.class("AthenaGetQueryResults", {
    service = "athena", api = "getQueryResults",
    patterns = task.REQUEST,
    policies = function()
      return { task.allow({ "athena:getQueryResults" }, { "*" }), task.allow({ "s3:GetObject" }, { "*" }) }
    end,
    parameters = function(_, props)
      return engine.ordered("QueryExecutionId", props.query_execution_id, "NextToken", props.next_token,
        "MaxResults", props.max_results)
    end,
  }),
}
