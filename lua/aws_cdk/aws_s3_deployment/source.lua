--- The content that a deployment puts into its bucket.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local assets = require "luacdk.assets"
local data = require "aws_cdk.aws_s3_deployment.private.data"
local s3_assets = require "aws_cdk.aws_s3_assets"
local TextAsset = require "aws_cdk.aws_s3_assets.text_asset"

local fail, display = engine.fail, engine.display

local Source = engine.class "aws_cdk.aws_s3_deployment.Source"

local SourceOf = engine.class "aws_cdk.aws_s3_deployment.SourceOf"

-- A source that binds by `bind(scope, role)`.
function SourceOf:init(bind) self._bind = bind end

--- The content to deploy; the role may read it.
function SourceOf:bind(scope, context)
  if not context then fail(scope, "a source is bound with a context that has the handler_role") end
  return self._bind(scope, context.handler_role)
end

--- A zip file in a bucket.
function Source.bucket(bucket, zip_object_key)
  return SourceOf(function(_, role)
    bucket:grant_read(role)
    return { bucket = bucket, zip_object_key = zip_object_key }
  end)
end

-- The next asset of the deployment, made by `make(id)`.
local function add_asset(scope, role, make)
  local n = 1
  while scope.node:try_find_child("Asset" .. n) do n = n + 1 end
  local asset = make("Asset" .. n)
  asset:grant_read(role)
  return { bucket = asset.bucket, zip_object_key = asset.s3_object_key }
end

--- A folder of this machine, or a zip file.
function Source.asset(path, options)
  return SourceOf(function(scope, role)
    local props = l2.with({ path = path }, options)
    return add_asset(scope, role, function(id)
      local asset = s3_assets.Asset(scope, id, props)
      if not asset.is_zip_archive then fail(scope, "%s is neither a folder nor a .zip file", display(path)) end
      return asset
    end)
  end)
end

-- A file with that content. Values known only at deployment are written as markers, which the deployment replaces.
local function file_source(object_key, text, hints, json_escape)
  return SourceOf(function(scope, role)
    local path = assets.path.normalize(object_key)
    if path:find "^%.%.?$" or path:find "^%.%./" or path:find "^/*$" then
      fail(scope, "object_key must name a file below the bucket's prefix, got %s", display(object_key))
    end
    local rendered, reason = data.render(text, hints)
    if not rendered then fail(scope, "the content of %s %s", display(object_key), reason) end
    local config = add_asset(scope, role, function(id)
      return TextAsset(scope, id, (path:gsub("^/+", "")), rendered.text)
    end)
    config.markers = rendered.markers
    config.markers_config = { json_escape = json_escape, marker_encodings = rendered.encodings }
    return config
  end)
end

--- A file with this content, which may include values known only at deployment. Options: json_escape, for values inside
--- JSON strings.
function Source.data(object_key, text, markers_config)
  return file_source(object_key, text, nil, markers_config and markers_config.json_escape)
end

--- A JSON file, with values known only at deployment anywhere in it. Options: escape, for those in strings.
function Source.json_data(object_key, obj, json_processing_options)
  local escape = not json_processing_options or json_processing_options.escape
  local text, hints = data.json(obj)
  return file_source(object_key, text, hints, escape ~= false)
end

--- A YAML file, with values known only at deployment anywhere in it.
function Source.yaml_data(object_key, obj)
  local text, hints = data.yaml(obj)
  return file_source(object_key, text, hints)
end

return { Source = Source }
