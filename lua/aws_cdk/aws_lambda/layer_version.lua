--- Layers: code and data that functions share.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
local lambda = require "aws_cdk.aws_lambda"
local Runtime = require("aws_cdk.aws_lambda.runtime").Runtime

local Resource = cdk.Resource
local fail = engine.fail

-- What own and imported layers share.
local LayerVersionBase = engine.class("aws_cdk.aws_lambda.LayerVersionBase", Resource,
  "aws_cdk.aws_lambda.ILayerVersion")

--- Lets an account, or all accounts of an organisation, use the layer.
function LayerVersionBase:add_permission(id, permission)
  if permission.organization_id ~= nil and permission.account_id ~= "*" then
    fail(self, "organization_id is allowed only with account_id = \"*\"; account_id is %s",
      engine.display(permission.account_id))
  end
  lambda.CfnLayerVersionPermission(self, id, {
    action = "lambda:GetLayerVersion",
    layer_version_arn = self.layer_version_arn,
    principal = permission.account_id,
    organization_id = permission.organization_id,
  })
end

local LayerVersion = engine.class("aws_cdk.aws_lambda.LayerVersion", LayerVersionBase)

function LayerVersion:init(scope, id, props)
  Resource.init(self, scope, id, { physical_name = props.layer_version_name })
  local runtimes = props.compatible_runtimes
  if runtimes and #runtimes == 0 then
    fail(self, "compatible_runtimes is empty: -> name a runtime, or leave it out for all")
  end
  local code = engine.ask(self, "aws_cdk.aws_lambda.Code", "bind", props.code, self)
  self._code = props.code -- for luacdk check
  if code.inline_code then
    fail(self, "a layer cannot have inline code; -> use Code.from_asset or Code.from_bucket")
  end
  local location = code.s3_location
  if not location then
    fail(self, "the code of a layer must be in S3; -> use Code.from_asset or Code.from_bucket")
  end
  local resource = lambda.CfnLayerVersion(self, "Resource", {
    compatible_runtimes = runtimes ~= rawget(Runtime, "ALL") and l2.pluck(runtimes, "name") or nil,
    compatible_architectures = l2.pluck(props.compatible_architectures, "name"),
    content = {
      s3_bucket = location.bucket_name,
      s3_key = location.object_key,
      s3_object_version = location.object_version,
      s3_object_storage_mode = code.s3_object_storage_mode,
    },
    description = props.description,
    layer_name = self.physical_name,
    license_info = props.license,
  })
  if props.removal_policy then resource:apply_removal_policy(props.removal_policy) end
  if engine.has(props.code, "bind_to_resource") then
    props.code:bind_to_resource(resource, { resource_property = "Content" })
  end
  self.layer_version_arn = resource.ref
  self.compatible_runtimes = runtimes
end

local Imported = engine.class("aws_cdk.aws_lambda.ImportedLayerVersion", LayerVersionBase)

function Imported:init(scope, id, attrs)
  Resource.init(self, scope, id)
  self.layer_version_arn = attrs.layer_version_arn
  self.compatible_runtimes = attrs.compatible_runtimes or false
end

--- A layer defined elsewhere, by its ARN; it is taken to suit every runtime.
function LayerVersion.from_layer_version_arn(scope, id, layer_version_arn)
  return Imported(scope, id, { layer_version_arn = layer_version_arn, compatible_runtimes = Runtime._all() })
end

--- A layer defined elsewhere, described by its attributes.
function LayerVersion.from_layer_version_attributes(scope, id, attrs)
  if attrs.compatible_runtimes and #attrs.compatible_runtimes == 0 then
    fail(scope, "compatible_runtimes of the imported layer is empty: -> name a runtime, or leave it out")
  end
  return Imported(scope, id, attrs)
end

return { LayerVersion = LayerVersion }
