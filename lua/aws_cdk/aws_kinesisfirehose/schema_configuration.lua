--- The table of AWS Glue that says what records look like.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"

local SchemaConfiguration = engine.class "aws_cdk.aws_kinesisfirehose.SchemaConfiguration"

function SchemaConfiguration:init(fields) self._fields = fields end

--- A table of the app. Options: region, version_id.
function SchemaConfiguration.from_cfn_table(table_, props)
  props = props or {}
  return SchemaConfiguration {
    database_name = table_.database_name, table_name = table_.ref, catalog_id = table_.catalog_id,
    region = props.region or engine.stack_of(table_).region, version_id = props.version_id or "LATEST",
  }
end

--- The configuration; the role of the options may read the table.
function SchemaConfiguration:bind(scope, options)
  local fields, role, stack = self._fields, options.role, engine.stack_of(scope)
  local function arn(resource, name)
    return stack:format_arn {
      service = "glue", resource = resource, resource_name = name, region = fields.region, account = fields.catalog_id,
    }
  end
  iam.Grant.add_to_principal {
    actions = { "glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions" },
    grantee = role,
    resource_arns = {
      arn "catalog", arn("database", fields.database_name),
      arn("table", fields.database_name .. "/" .. fields.table_name),
    },
  }
  iam.Grant.add_to_principal { actions = { "glue:GetSchemaVersion" }, grantee = role, resource_arns = { "*" } }
  return {
    role_arn = role.role_arn, region = fields.region, table_name = fields.table_name,
    database_name = fields.database_name, version_id = fields.version_id, catalog_id = fields.catalog_id,
  }
end

return { SchemaConfiguration = SchemaConfiguration }
