--- How the keys of access log objects are made up.
local engine = require "luacdk.engine"

local TargetObjectKeyFormat = engine.class "aws_cdk.aws_s3.TargetObjectKeyFormat"

-- The base is abstract; the factories make this one.
local RenderedFormat = engine.class("aws_cdk.aws_s3.RenderedTargetObjectKeyFormat", TargetObjectKeyFormat)

function RenderedFormat:init(rendered) self._rendered = rendered end

function RenderedFormat:_render() return self._rendered end

--- Keys with account, region, bucket and date; the date is that of the event or of its delivery.
function TargetObjectKeyFormat.partitioned_prefix(date_source)
  return RenderedFormat { partitioned_prefix = { partition_date_source = date_source } }
end

--- Keys with the time of delivery and a random part.
function TargetObjectKeyFormat.simple_prefix() return RenderedFormat { simple_prefix = engine.map {} } end

return { TargetObjectKeyFormat = TargetObjectKeyFormat }
