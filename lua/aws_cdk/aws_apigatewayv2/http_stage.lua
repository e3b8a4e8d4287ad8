--- Stages of HTTP APIs: what callers see of them.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local cdk = require "aws_cdk"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"
local as_http_api = require "aws_cdk.aws_apigatewayv2.private.as_http_api"
local StageBase = require "aws_cdk.aws_apigatewayv2.stage_base"

local fail = engine.fail

local DEFAULT = "$default"

-- Metric → its name and statistic.
local METRICS = {
  metric_client_error = { "4xx", "Sum" }, metric_server_error = { "5xx", "Sum" },
  metric_data_processed = { "DataProcessed", "Sum" }, metric_count = { "Count", "SampleCount" },
  metric_integration_latency = { "IntegrationLatency" }, metric_latency = { "Latency" },
}

local HttpStageBase = engine.class("aws_cdk.aws_apigatewayv2.HttpStageBase", StageBase)
HttpStageBase.get.is_http_stage = function() return true end

for name, row in pairs(METRICS) do
  HttpStageBase[name] = function(self, props)
    local all = l2.with({ statistic = row[2] }, props)
    return self:metric(row[1], all)
  end
end

--- The format of access logs unless one is given: the Common Log Format.
function HttpStageBase.default_access_log_format()
  return require("aws_cdk.aws_apigateway").AccessLogFormat.clf()
end

local HttpStage = engine.class("aws_cdk.aws_apigatewayv2.HttpStage", HttpStageBase)

--- Arguments: scope, id, HttpStageProps: http_api (required). The stage is $default unless stage_name is given.
function HttpStage:init(scope, id, props)
  local name = props.stage_name
  cdk.Resource.init(self, scope, id, { physical_name = name ~= nil and name ~= "" and name or DEFAULT })
  self._api = props.http_api
  local properties = self:_properties(props)
  properties.api_id = props.http_api.api_ref.api_id
  apigatewayv2.CfnStage(self, "Resource", properties)
  self.stage_name = self.physical_name
  if props.domain_mapping then self:_add_domain_mapping(props.domain_mapping) end
end

HttpStage.get.api = function(self) return as_http_api(self, self._api) end
HttpStage.get._base_api = HttpStage.get.api

--- The URL of the stage by the API's own endpoint.
HttpStage.get.url = function(self) return self:_url("https", self.stage_name == DEFAULT and "" or self.stage_name) end

--- The URL of the stage by the domain name that is mapped to it.
HttpStage.get.domain_url = function(self)
  if not self._api_mapping then fail(self, "the stage has no domain_url; -> give it domain_mapping") end
  return self._api_mapping.domain_url
end

local ImportedHttpStage = engine.class("aws_cdk.aws_apigatewayv2.ImportedHttpStage", HttpStageBase)
ImportedHttpStage.__model = rawget(HttpStage, "__schema")

function ImportedHttpStage:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  self.api, self._base_api, self.stage_name = attrs.api, attrs.api, attrs.stage_name
end

for _, name in ipairs { "url", "domain_url" } do
  ImportedHttpStage.get[name] = function(self) fail(self, "an imported stage has no %s", name) end
end

--- A stage by api and stage_name.
function HttpStage.from_http_stage_attributes(scope, id, attrs) return ImportedHttpStage(scope, id, attrs) end

return { HttpStage = HttpStage }
