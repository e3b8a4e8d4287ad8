--- What sources of streams have in common.
local engine = require "luacdk.engine"
local lambda_event_sources = require "aws_cdk.aws_lambda_event_sources"

local StreamEventSource = engine.class("aws_cdk.aws_lambda_event_sources.StreamEventSource")

local function literal(value) return value ~= nil and not engine.is_unresolved(value) end

function StreamEventSource:init(props)
  self._props = props
  local pollers = props.provisioned_poller_config
  if not pollers then return end
  local min, max = pollers.minimum_pollers, pollers.maximum_pollers
  if literal(min) and (min < 1 or min > 200) then
    engine.fail(nil, "minimum_pollers must be 1 to 200; it is %s", engine.display(min))
  elseif literal(max) and (max < 1 or max > 2000) then
    engine.fail(nil, "maximum_pollers must be 1 to 2000; it is %s", engine.display(max))
  elseif literal(min) and literal(max) and min > max then
    engine.fail(nil, "minimum_pollers must be at most maximum_pollers; they are %s and %s", engine.display(min),
      engine.display(max))
  end
end

-- Options of the mapping that every stream takes from its properties.
local SHARED = {
  "bisect_batch_on_error", "starting_position", "report_batch_item_failures", "max_batching_window", "max_record_age",
  "retry_attempts", "parallelization_factor", "on_failure", "tumbling_window", "enabled", "filters",
  "filter_encryption",
}

--- The options of a mapping: those given and those common to streams.
function StreamEventSource:_enrich_mapping_options(options)
  local props = self._props
  local failure = props.on_failure
  if failure and not options.support_s3_on_failure_destination
    and engine.is_a(failure, lambda_event_sources.S3OnFailureDestination) then
    engine.fail(nil, "this event source cannot send failed records to S3; -> use an SqsDlq or SnsDlq")
  end
  local size = props.batch_size
  options.batch_size = size ~= 0 and size or 100
  for _, name in ipairs(SHARED) do options[name] = props[name] end
  return options
end

-- Fails for a batch size outside the limits of streams.
function StreamEventSource:_check_batch_size(construct)
  local size = self._props.batch_size
  if literal(size) and (size < 1 or size > 10000) then
    engine.fail(construct, "batch_size must be 1 to 10000; it is %s", engine.display(size))
  end
end

return { StreamEventSource = StreamEventSource }
