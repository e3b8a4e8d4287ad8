--- Messages in a queue.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local bound_mapping = require "aws_cdk.aws_lambda_event_sources.bound_mapping"

local display = engine.display

-- The queue is the construct that is nearest to the mistake, but not where it is.
local function fail(queue, format, ...)
  engine.fail(queue, "lambda_event_sources.SqsEventSource: " .. format, ...)
end

local SqsEventSource = engine.class("aws_cdk.aws_lambda_event_sources.SqsEventSource")

local function literal(value) return value ~= nil and not engine.is_unresolved(value) end

local function check(queue, props)
  local window, size = props.max_batching_window, props.batch_size
  if window then
    if queue.fifo then
      fail(queue, "a FIFO queue cannot have max_batching_window")
    elseif not window:is_unresolved() and window:to_seconds() > 300 then
      fail(queue, "max_batching_window must be at most 300 seconds; it is %s", display(window:to_seconds()))
    end
  end
  local limit = window and 10000 or 10
  if literal(size) and (size < 1 or size > limit) then
    fail(queue, "batch_size must be 1 to %d %s max_batching_window; it is %s", limit, window and "with" or "without",
      display(size))
  end
  local pollers = props.provisioned_poller_config
  if pollers then
    if props.max_concurrency ~= nil then
      fail(queue, "provisioned_poller_config and max_concurrency are mutually exclusive; -> give one of them")
    end
    local min, max = pollers.minimum_pollers, pollers.maximum_pollers
    if literal(min) and (min < 2 or min > 200) then
      fail(queue, "minimum_pollers of a queue must be 2 to 200; it is %s", display(min))
    elseif literal(max) and (max < 2 or max > 2000) then
      fail(queue, "maximum_pollers of a queue must be 2 to 2000; it is %s", display(max))
    elseif literal(min) and literal(max) and min > max then
      fail(queue, "minimum_pollers must be at most maximum_pollers; they are %s and %s", display(min), display(max))
    end
  end
end

function SqsEventSource:init(queue, props)
  props = props or {}
  self.queue = queue
  self._props = props
  check(queue, props)
end

function SqsEventSource:bind(target)
  local queue, props = self.queue, self._props
  bound_mapping.remember(self, target:add_event_source_mapping(
    "SqsEventSource:" .. cdk.Names.node_unique_id(queue.node), {
      batch_size = props.batch_size,
      max_batching_window = props.max_batching_window,
      max_concurrency = props.max_concurrency,
      report_batch_item_failures = props.report_batch_item_failures,
      enabled = props.enabled,
      event_source_arn = queue.queue_arn,
      filters = props.filters,
      filter_encryption = props.filter_encryption,
      metrics_config = props.metrics_config,
      provisioned_poller_config = props.provisioned_poller_config,
    }))
  if target.role then
    queue:grant_consume_messages(target)
  else
    cdk.Annotations.of(target):add_warning_v2("@aws-cdk/aws-lambda-event-sources:sqsFunctionImportWithoutRole",
      ("the function %s is imported without its role, so it could not be allowed to consume messages of %s"):format(
        target.node.path, queue.node.path))
  end
end

bound_mapping.add_properties(SqsEventSource)

return { SqsEventSource = SqsEventSource }
