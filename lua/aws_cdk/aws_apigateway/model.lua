--- Models of request and response bodies.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local cdk = require "aws_cdk"
local hashed = require "aws_cdk.aws_apigateway.private.hashed"
local json_schema = require "aws_cdk.aws_apigateway.private.json_schema"
local l2 = require "aws_cdk.l2"

local Model = l2.resource("aws_cdk.aws_apigateway.Model", cdk.Resource, { name = { "model_id", "ref" } })

-- The models that every API has.
rawset(Model, "EMPTY_MODEL", { model_id = "Empty" })
rawset(Model, "ERROR_MODEL", { model_id = "Error" })

local as_hashed = hashed.shape { "name", "rest_api_id", "content_type", "description", "schema" }

--- Arguments: scope, id, ModelProps: rest_api, schema (required).
function Model:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.model_name })
  local api = props.rest_api
  local l1 = {
    name = self.physical_name, rest_api_id = api.rest_api_id, content_type = props.content_type or "application/json",
    description = props.description, schema = json_schema(props.schema),
  }
  self._resource = apigateway.CfnModel(self, "Resource", l1)
  local deployment = engine.is_a(api, apigateway.RestApi) and api.latest_deployment
  if deployment then deployment:_depend_on(self._resource, engine.ordered("model", as_hashed(l1))) end
end

--------------------------------------------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_apigateway.ImportedModel", cdk.Resource)
Imported.__model = rawget(Model, "__schema")
Imported.__interface = Imported.__model

function Imported:init(scope, id, model_name)
  cdk.Resource.init(self, scope, id)
  self.model_id = model_name
end

--- A model that exists, by its name.
function Model.from_model_name(scope, id, model_name) return Imported(scope, id, model_name) end

return { Model = Model }
