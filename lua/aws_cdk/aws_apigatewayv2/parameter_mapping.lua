--- Changes that an integration makes to the parameters of a request.
local engine = require "luacdk.engine"

local MappingValue = engine.class "aws_cdk.aws_apigatewayv2.MappingValue"

--- Arguments: value, as API Gateway writes it.
function MappingValue:init(value) self.value = value end

--- A header of the request.
function MappingValue.request_header(name) return MappingValue("$request.header." .. name) end

--- A parameter of the query.
function MappingValue.request_query_string(name) return MappingValue("$request.querystring." .. name) end

--- A field of the body, which is JSON.
function MappingValue.request_body(name) return MappingValue("$request.body." .. name) end

--- The path of the request.
function MappingValue.request_path() return MappingValue "$request.path" end

--- A parameter of the path.
function MappingValue.request_path_param(name) return MappingValue("$request.path." .. name) end

--- A variable of the context.
function MappingValue.context_variable(variable_name) return MappingValue("$context." .. variable_name) end

--- A variable of the stage.
function MappingValue.stage_variable(variable_name) return MappingValue("$stageVariables." .. variable_name) end

local ParameterMapping = engine.class "aws_cdk.aws_apigatewayv2.ParameterMapping"

function ParameterMapping:init() self.mappings = engine.ordered() end

--- A mapping from a map: parameter → MappingValue.
function ParameterMapping.from_object(object)
  local mapping = ParameterMapping()
  for _, key in ipairs(engine.keys(object)) do mapping:custom(key, object[key].value) end
  return mapping
end

--- Sets anything, as API Gateway writes it.
function ParameterMapping:custom(key, value)
  self.mappings[key] = value
  return self
end

--- Adds a value to a header.
function ParameterMapping:append_header(name, value) return self:custom("append:header." .. name, value.value) end

--- Sets a header.
function ParameterMapping:overwrite_header(name, value) return self:custom("overwrite:header." .. name, value.value) end

--- Leaves a header out.
function ParameterMapping:remove_header(name) return self:custom("remove:header." .. name, "") end

--- Adds a value to a parameter of the query.
function ParameterMapping:append_query_string(name, value)
  return self:custom("append:querystring." .. name, value.value)
end

--- Sets a parameter of the query.
function ParameterMapping:overwrite_query_string(name, value)
  return self:custom("overwrite:querystring." .. name, value.value)
end

--- Leaves a parameter of the query out.
function ParameterMapping:remove_query_string(name) return self:custom("remove:querystring." .. name, "") end

--- Sets the path.
function ParameterMapping:overwrite_path(value) return self:custom("overwrite:path", value.value) end

return { MappingValue = MappingValue, ParameterMapping = ParameterMapping }
