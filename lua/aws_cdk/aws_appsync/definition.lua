--- What a GraphQL API consists of: a schema, or other APIs.
local engine = require "luacdk.engine"
local appsync = require "aws_cdk.aws_appsync"

local Definition = engine.class "aws_cdk.aws_appsync.Definition"

function Definition:init() end

--- A schema.
function Definition.from_schema(schema)
  local definition = Definition()
  definition.schema = schema
  return definition
end

--- The schema in that file.
function Definition.from_file(file_path) return Definition.from_schema(appsync.SchemaFile.from_asset(file_path)) end

--- A merged API of others. Options: SourceApiOptions.
function Definition.from_source_apis(source_api_options)
  local definition = Definition()
  definition.source_api_options = source_api_options
  return definition
end

return { Definition = Definition }
