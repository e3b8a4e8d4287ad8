--- A stream of events in a log group.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local logs = require "aws_cdk.aws_logs"

-- A stream made elsewhere.
local ReferencedLogStream = engine.class("aws_cdk.aws_logs.ReferencedLogStream", cdk.Resource,
  "aws_cdk.aws_logs.ILogStream")

function ReferencedLogStream:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  self.log_stream_name = attrs.log_stream_name
  self._log_group_name = attrs.log_group_name
end

ReferencedLogStream.get.log_stream_ref = function(self)
  if self._log_group_name == nil then
    engine.fail(self, "a log stream from LogStream.from_log_stream_name does not know its log group; -> use "
      .. "LogStream.from_log_stream_attributes with log_group_name")
  end
  return { log_group_name = self._log_group_name, log_stream_name = self.log_stream_name }
end

local LogStream = engine.class("aws_cdk.aws_logs.LogStream", cdk.Resource)

function LogStream:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.log_stream_name })
  self._log_group_name = props.log_group.log_group_ref.log_group_name
  self._resource = logs.CfnLogStream(self, "Resource", {
    log_group_name = self._log_group_name,
    log_stream_name = self.physical_name,
  })
  self._resource:apply_removal_policy(props.removal_policy)
end

LogStream.get.log_stream_name = function(self) return self:get_resource_name_attribute(self._resource.ref) end

LogStream.get.log_stream_ref = function(self)
  return { log_group_name = self._log_group_name, log_stream_name = self.log_stream_name }
end

--- A stream made elsewhere, by name.
function LogStream.from_log_stream_name(scope, id, log_stream_name)
  return ReferencedLogStream(scope, id, { log_stream_name = log_stream_name })
end

--- A stream made elsewhere, by its name and that of its log group.
function LogStream.from_log_stream_attributes(scope, id, attrs)
  return ReferencedLogStream(scope, id, attrs)
end

return { LogStream = LogStream }
