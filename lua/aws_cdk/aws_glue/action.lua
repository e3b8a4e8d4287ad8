--- What triggers of workflows start.
local engine = require "luacdk.engine"

local Action = engine.class "aws_cdk.aws_glue.Action"

function Action:init() end

local function make(rendered, options)
  options = options or {}
  local security = options.security_configuration
  rendered.arguments = options.arguments
  rendered.timeout = options.timeout and options.timeout:to_minutes()
  rendered.security_configuration = security and security.security_configuration_name
  local action = Action()
  action._rendered = rendered
  return action
end

--- The L1 property.
function Action:_render() return self._rendered end

--- A run of the job.
function Action.job(job, options) return make({ job_name = job.job_ref.job_name }, options) end

--- A run of the crawler.
function Action.crawler(crawler, options) return make({ crawler_name = crawler.crawler_ref.crawler_name }, options) end

return { Action = Action }
