--- Databases: groups of tables in a catalog.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local glue = require "aws_cdk.aws_glue"
local l2 = require "aws_cdk.l2"

local INPUT = "aws_glue.CfnDatabase.DatabaseInputProperty."

local Database = l2.resource("aws_cdk.aws_glue.Database", cdk.Resource, { name = { "database_name" } })

--- Arguments: scope, id, DatabaseProps. The name is made of the construct's path, in small letters.
function Database:init(scope, id, props)
  props = props or {}
  cdk.Resource.init(self, scope, id, {
    physical_name = props.database_name or engine.lazy(function()
      return cdk.Names.unique_resource_name(self, {}):lower()
    end, { kind = "string" }),
  })
  l2.at_most(self, INPUT .. "description", props.description)
  l2.within(self, INPUT .. "location_uri", props.location_uri)
  self.location_uri = props.location_uri
  self._given_catalog = props.catalog
  self._resource = glue.CfnDatabase(self, "Resource", {
    catalog_id = props.catalog and props.catalog.catalog_id or engine.stack_of(self).account,
    database_input = {
      location_uri = props.location_uri, name = self.physical_name, description = props.description,
    },
  })
  self._resource:apply_removal_policy(props.removal_policy, { default = cdk.RemovalPolicy.RETAIN })
end

l2.kept(Database, "catalog", function(self) return self._given_catalog or glue.Catalog.for_account(self) end)

l2.kept(Database, "database_arn", function(self)
  return self.stack:format_arn { service = "glue", resource = "database", resource_name = self.database_name }
end)

local Imported = l2.imported(Database, cdk.Resource)

function Imported:init(scope, id, arn)
  cdk.Resource.init(self, scope, id)
  self.database_arn = arn
  self.database_name = engine.stack_of(scope):split_arn(arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
end

l2.kept(Imported, "catalog", function(self) return glue.Catalog.for_account(self) end)

--- A database made elsewhere, of the account's catalog.
function Database.from_database_arn(scope, id, database_arn) return Imported(scope, id, database_arn) end

return { Database = Database }
