--- What conditional triggers of workflows wait for.
local engine = require "luacdk.engine"

local Condition = engine.class "aws_cdk.aws_glue.Condition"

function Condition:init() end

local function make(rendered, options)
  rendered.logical_operator = options and options.logical_operator or "EQUALS"
  local condition = Condition()
  condition._rendered = rendered
  return condition
end

--- The L1 property.
function Condition:_render() return self._rendered end

--- The job is in that state.
function Condition.job(job, state, options)
  return make({ job_name = job.job_ref.job_name, state = state }, options)
end

--- The crawler is in that state.
function Condition.crawler(crawler, crawl_state, options)
  return make({ crawler_name = crawler.crawler_ref.crawler_name, crawl_state = crawl_state }, options)
end

return { Condition = Condition }
