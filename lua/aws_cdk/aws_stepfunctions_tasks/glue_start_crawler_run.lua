--- Has a crawler of Glue look at its sources.
local engine = require "luacdk.engine"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

return {
  GlueStartCrawlerRun = task.class("GlueStartCrawlerRun", {
    service = "aws-sdk:glue", api = "startCrawler",
    patterns = task.ALL,
    policies = function(self, props)
      return {
        task.allow({ "glue:StartCrawler", "glue:GetCrawler" }, {
          task.arn(self, "glue", "crawler", props.crawler_name),
        }),
      }
    end,
    parameters = function(_, props) return engine.ordered("Name", props.crawler_name) end,
  }),
}
