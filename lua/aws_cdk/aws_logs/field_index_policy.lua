--- Fields of log events to index, so that queries scan less.
local engine = require "luacdk.engine"

local MAX_FIELDS = 20

local FieldIndexPolicy = engine.class "aws_cdk.aws_logs.FieldIndexPolicy"

function FieldIndexPolicy:init(props)
  if not engine.is_unresolved(props.fields) and #props.fields > MAX_FIELDS then
    engine.fail(nil, "at most %d fields of a log group can be indexed, got %d", MAX_FIELDS, #props.fields)
  end
  self._fields = props.fields
end

-- The policy as CfnLogGroup takes it.
function FieldIndexPolicy:_bind() return { Fields = self._fields } end

return { FieldIndexPolicy = FieldIndexPolicy }
