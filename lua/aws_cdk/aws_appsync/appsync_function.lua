--- Functions: steps of pipeline resolvers.
local engine = require "luacdk.engine"
local appsync = require "aws_cdk.aws_appsync"
local cdk = require "aws_cdk"
local logic = require "aws_cdk.aws_appsync.private.logic"
local references = require "aws_cdk.aws_appsync.private.references"

local VERSION = "2018-05-29"

local AppsyncFunction = engine.class("aws_cdk.aws_appsync.AppsyncFunction", cdk.Resource)

local function reference(self) return { function_arn = self.function_arn } end

AppsyncFunction.get.function_configuration_ref = reference

--- Arguments: scope, id, AppsyncFunctionProps: api, data_source, name (required).
function AppsyncFunction:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local source, size = props.data_source, props.max_batch_size
  local render = logic(self, scope, props)
  if size and size ~= 0 and not engine.is_a(source, appsync.LambdaDataSource) then
    engine.fail(scope, "max_batch_size needs a LambdaDataSource")
  end
  local all = render()
  all.name = props.name
  all.description = props.description
  all.api_id = props.api.api_id
  all.data_source_name = source.name
  all.function_version = VERSION
  all.max_batch_size = size
  local resource = appsync.CfnFunctionConfiguration(self, "Resource", all)
  self.function_name = resource.attr_name
  self.function_arn = resource.attr_function_arn
  self.function_id = resource.attr_function_id
  self.data_source = source
  resource:add_resource_dependency(source.ds)
  props.api:add_schema_dependency(resource)
end

local Imported = engine.class("aws_cdk.aws_appsync.ImportedAppsyncFunction", cdk.Resource,
  "aws_cdk.aws_appsync.IAppsyncFunction")

function Imported:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  local arn = attrs.function_arn
  self.function_arn = arn
  self.function_id = engine.lazy(function() return references.id_of_arn(arn) end, { kind = "string" })
end

Imported.get.function_configuration_ref = reference

--- A function that exists already. Attributes: function_arn.
function AppsyncFunction.from_appsync_function_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { AppsyncFunction = AppsyncFunction }
