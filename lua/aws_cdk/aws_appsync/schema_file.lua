--- Schemas in files.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local references = require "aws_cdk.aws_appsync.private.references"

local SchemaFile = engine.class "aws_cdk.aws_appsync.SchemaFile"

--- Arguments: SchemaProps: file_path (required).
function SchemaFile:init(options)
  local text, message = assets.read_file(options.file_path)
  if not text then engine.fail(nil, "cannot read the GraphQL schema: %s", message) end
  self.definition = text
end

--- The schema in that file.
function SchemaFile.from_asset(file_path) return SchemaFile { file_path = file_path } end

--- The schema as L1 resources have it.
function SchemaFile:bind(api) return { api_id = references.graphql_api_id(api), definition = self.definition } end

return { SchemaFile = SchemaFile }
