--- Records come from a data stream.
local engine = require "luacdk.engine"

local KinesisStreamSource = engine.class "aws_cdk.aws_kinesisfirehose.KinesisStreamSource"

function KinesisStreamSource:init(stream) self._stream = stream end

--- Lets the grantee read the stream.
function KinesisStreamSource:grant_read(grantee) return self._stream:grant_read(grantee) end

function KinesisStreamSource:_bind(_, role_arn)
  return { kinesis_stream_source_configuration = { kinesis_stream_arn = self._stream.stream_arn, role_arn = role_arn } }
end

return { KinesisStreamSource = KinesisStreamSource }
