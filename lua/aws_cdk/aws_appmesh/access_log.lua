--- Access logs: where proxies log requests, and in which format.
local engine = require "luacdk.engine"
local bound = require "aws_cdk.aws_appmesh.private.bound"
local l2 = require "aws_cdk.l2"

local LoggingFormat, format = bound "LoggingFormat"

--- A line of text.
function LoggingFormat.from_text(text) return format { format_config = { text = text } } end

--- An object of JSON. Fails if there are no fields.
function LoggingFormat.from_json(json_logging_format)
  local fields = l2.entries(json_logging_format)
  if #fields == 0 then engine.fail(nil, "json_logging_format must have at least one field, got none") end
  return format { format_config = { json = fields } }
end

local AccessLog, make = bound "AccessLog"

--- A file of the proxy; /dev/stdout is its output.
function AccessLog.from_file_path(file_path, logging_format)
  local log = { file = { path = file_path, format = logging_format and logging_format:bind().format_config } }
  return make { virtual_node_access_log = log, virtual_gateway_access_log = log }
end

return { AccessLog = AccessLog, LoggingFormat = LoggingFormat }
