--- Data that CloudFront functions read.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cloudfront = require "aws_cdk.aws_cloudfront"
local l2 = require "aws_cdk.l2"

local NAME = "aws_cloudfront.CfnKeyValueStoreProps.name"

local KeyValueStore = l2.resource("aws_cdk.aws_cloudfront.KeyValueStore", cdk.Resource, {
  attributes = {
    key_value_store_arn = "attr_arn", key_value_store_id = "attr_id", key_value_store_status = "attr_status",
    key_value_store_ref = "key_value_store_ref",
  },
})

--- Arguments: scope, id, KeyValueStoreProps.
function KeyValueStore:init(scope, id, props)
  props = props or {}
  cdk.Resource.init(self, scope, id, {
    physical_name = props.key_value_store_name or engine.lazy(function()
      return cdk.Names.unique_resource_name(self, { max_length = l2.limit(NAME) })
    end, { kind = "string" }),
  })
  self._resource = cloudfront.CfnKeyValueStore(self, "Resource", {
    name = self.physical_name,
    comment = props.comment,
    import_source = props.source and props.source:_bind(self),
  })
end

local Imported = engine.class("aws_cdk.aws_cloudfront.ImportedKeyValueStore", cdk.Resource,
  "aws_cdk.aws_cloudfront.IKeyValueStore")

function Imported:init(scope, id, arn, store_id)
  cdk.Resource.init(self, scope, id, { environment_from_arn = arn })
  self.key_value_store_arn, self.key_value_store_id = arn, store_id
end

Imported.get.key_value_store_ref = function(self)
  return { key_value_store_arn = self.key_value_store_arn, key_value_store_name = self.key_value_store_id }
end

Imported.get.key_value_store_status = function(self)
  engine.fail(self, "the status of an imported key value store is not known")
end

--- A key value store by its ARN.
function KeyValueStore.from_key_value_store_arn(scope, id, key_value_store_arn)
  local store_id = cdk.Arn.split(key_value_store_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
  if store_id == nil or store_id == "" then
    engine.fail(scope, "the ARN of a key value store is arn:aws:cloudfront::ACCOUNT:key-value-store/ID, got %s",
      engine.display(key_value_store_arn))
  end
  return Imported(scope, id, key_value_store_arn, store_id)
end

return { KeyValueStore = KeyValueStore }
