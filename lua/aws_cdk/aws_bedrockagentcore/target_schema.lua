--- Descriptions of what a target can do: of APIs, in OpenAPI or Smithy, and of tools of functions.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

-- Besides its public members, each has a _render(), the L1 property.

local function schema_class(name)
  local class = engine.class("aws_cdk.aws_bedrockagentcore." .. name)

  function class:init(s3_file, bucket_owner_account_id, inline_schema)
    self.s3_file, self.bucket_owner_account_id, self.inline_schema = s3_file, bucket_owner_account_id, inline_schema
  end

  return class
end

local ApiSchema, ToolSchema = schema_class "ApiSchema", schema_class "ToolSchema"

-- ---- files of this machine ------------------------------------------------------------------------------------------

-- A class of files that become assets. Before it belongs to a construct it cannot be rendered.
local function asset_class(name, base)
  local class = engine.class("aws_cdk.aws_bedrockagentcore." .. name, base)

  -- Arguments: the path, aws_s3_assets.AssetOptions.
  function class:init(path, options)
    base.init(self)
    self._path, self._options = path, options
  end

  -- Makes the asset, in the construct that the schema is bound to first.
  function class:bind(scope)
    if self._asset then return end
    if engine.is_unresolved(self._path) then
      engine.fail(scope, "the path of a schema must be known when the program runs, got %s", engine.display(self._path))
    end
    self._asset = require("aws_cdk.aws_s3_assets").Asset(scope, "Schema" .. assets.md5(self._path),
      l2.with({ path = self._path }, self._options))
  end

  function class:_bound()
    return self._asset or engine.fail(nil, "the schema in %s belongs to no construct yet; -> call bind first",
      engine.display(self._path))
  end

  function class:_render()
    local asset = self:_bound()
    return { s3 = { uri = "s3://" .. asset.s3_bucket_name .. "/" .. asset.s3_object_key } }
  end

  return class
end

local AssetApiSchema = asset_class("AssetApiSchema", ApiSchema)

--- Lets the role read the file.
function AssetApiSchema:grant_permissions_to_role(role)
  if self._asset then self._asset:grant_read(role) end
end

local AssetToolSchema = asset_class("AssetToolSchema", ToolSchema)

--- Lets the role read the file. Fails if the schema was not bound.
function AssetToolSchema:grant_permissions_to_role(role) self:_bound():grant_read(role) end

-- ---- texts and structs ----------------------------------------------------------------------------------------------

local function inline_class(name, base)
  local class = engine.class("aws_cdk.aws_bedrockagentcore." .. name, base)

  function class:init(schema) base.init(self, nil, nil, schema) end

  -- There is nothing to be made, and nothing to be read.
  function class.bind() end
  function class.grant_permissions_to_role() end

  return class
end

local InlineApiSchema = inline_class("InlineApiSchema", ApiSchema)

function InlineApiSchema:_render() return { inline_payload = self.inline_schema } end

local InlineToolSchema = inline_class("InlineToolSchema", ToolSchema)

-- A aws_bedrockagentcore.SchemaDefinition as the L1 property.
local function definition(given)
  if not given then return nil end
  local properties = given.properties and engine.map {}
  for name, one in pairs(given.properties or {}) do properties[name] = definition(one) end
  return {
    type = given.type.value,
    description = given.description ~= "" and given.description or nil,
    items = definition(given.items),
    properties = properties,
    required = given.required,
  }
end

function InlineToolSchema:_render()
  local tools = engine.list {}
  for i, tool in ipairs(self.inline_schema) do
    tools[i] = {
      name = tool.name,
      description = tool.description,
      input_schema = definition(tool.input_schema),
      output_schema = definition(tool.output_schema),
    }
  end
  return { inline_payload = tools }
end

-- ---- objects in S3 --------------------------------------------------------------------------------------------------

local function s3_class(name, base)
  local class = engine.class("aws_cdk.aws_bedrockagentcore." .. name, base)

  -- Arguments: aws_s3.Location, the account of the bucket.
  function class:init(location, bucket_owner_account_id) base.init(self, location, bucket_owner_account_id) end

  function class.bind() end

  function class:_render()
    local owner = self.bucket_owner_account_id
    return {
      s3 = {
        uri = "s3://" .. self.s3_file.bucket_name .. "/" .. self.s3_file.object_key,
        bucket_owner_account_id = owner ~= "" and owner or nil,
      },
    }
  end

  -- Lets the role read the object.
  function class:grant_permissions_to_role(role)
    iam.Grant.add_to_principal {
      grantee = role, actions = { "s3:GetObject" },
      resource_arns = {
        "arn:" .. cdk.Aws.PARTITION .. ":s3:::" .. self.s3_file.bucket_name .. "/" .. self.s3_file.object_key,
      },
    }
  end

  return class
end

local S3ApiSchema, S3ToolSchema = s3_class("S3ApiSchema", ApiSchema), s3_class("S3ToolSchema", ToolSchema)

-- ---- factories ------------------------------------------------------------------------------------------------------

local function factories(class, asset, inline, s3)
  -- A file of this machine.
  function class.from_local_asset(path) return asset(path) end

  -- A text of OpenAPI or Smithy, or a list of aws_bedrockagentcore.ToolDefinition.
  function class.from_inline(schema) return inline(schema) end

  -- An object in a bucket, which may belong to another account.
  function class.from_s3_file(bucket, object_key, bucket_owner_account_id)
    return s3({ bucket_name = bucket.bucket_name, object_key = object_key }, bucket_owner_account_id)
  end
end

factories(ApiSchema, AssetApiSchema, InlineApiSchema, S3ApiSchema)
factories(ToolSchema, AssetToolSchema, InlineToolSchema, S3ToolSchema)

return {
  ApiSchema = ApiSchema, AssetApiSchema = AssetApiSchema, InlineApiSchema = InlineApiSchema, S3ApiSchema = S3ApiSchema,
  ToolSchema = ToolSchema, AssetToolSchema = AssetToolSchema, InlineToolSchema = InlineToolSchema,
  S3ToolSchema = S3ToolSchema,
}
