--- What online evaluations evaluate: the logs and traces of agents, and the filters for them.
local engine = require "luacdk.engine"

local DataSourceConfig = engine.class "aws_cdk.aws_bedrockagentcore.DataSourceConfig"

local MOST = { log_group_names = 5, service_names = 1 }

function DataSourceConfig:init(config) self.cloud_watch_logs_config = config end

--- Log groups and a service, by CloudWatchLogsDataSourceConfig: log_group_names (1 to 5) and service_names (one).
function DataSourceConfig.from_cloud_watch_logs(config)
  for _, field in ipairs { "log_group_names", "service_names" } do
    local names = config[field]
    if not engine.is_unresolved(names) and (#names == 0 or #names > MOST[field]) then
      engine.fail(nil, "%s must be 1%s, got %d", field, MOST[field] > 1 and " to " .. MOST[field] or "", #names)
    end
  end
  return DataSourceConfig { log_group_names = config.log_group_names, service_names = config.service_names }
end

--- The endpoint of a runtime by its name.
function DataSourceConfig.from_agent_runtime_endpoint_name(runtime, endpoint_name)
  return DataSourceConfig {
    log_group_names = { "/aws/bedrock-agentcore/runtimes/" .. runtime.agent_runtime_id .. "-" .. endpoint_name },
    service_names = { runtime.agent_runtime_name .. "." .. endpoint_name },
  }
end

--- An endpoint of a runtime, or the one that every runtime has.
function DataSourceConfig.from_agent_runtime_endpoint(runtime, endpoint)
  return DataSourceConfig.from_agent_runtime_endpoint_name(runtime, endpoint and endpoint.endpoint_name or "DEFAULT")
end

function DataSourceConfig:bind() return { cloud_watch_logs = self.cloud_watch_logs_config } end

local FilterValue = engine.class "aws_cdk.aws_bedrockagentcore.FilterValue"

function FilterValue:init(value) self._value = value end

--- A number to compare with.
function FilterValue.number(value) return FilterValue { double_value = value } end

--- A boolean to compare with.
function FilterValue.boolean(value) return FilterValue { boolean_value = value } end

return { DataSourceConfig = DataSourceConfig, FilterValue = FilterValue }
