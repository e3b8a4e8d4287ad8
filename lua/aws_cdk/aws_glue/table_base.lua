--- What tables of all kinds have in common: columns, parameters, partition indexes and permissions.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

local MOST_INDEXES = 3
local LONGEST_INDEX_NAME, LONGEST_MADE_NAME, HASH_LENGTH = 255, 80, 8
local MANAGED_PARAMETER = "has_encrypted_data"

local TableBase = engine.class("aws_cdk.aws_glue.TableBase", cdk.Resource)

local function check_columns(self, columns, keys)
  if #columns == 0 then fail(self, "columns cannot be empty: a table has at least one column") end
  local seen = {}
  for _, list in ipairs { columns, keys or {} } do
    for _, column in ipairs(list) do
      local name = tostring(column.name)
      if seen[name] then fail(self, "columns and partition_keys have the name %s twice", display(column.name)) end
      seen[name] = true
    end
  end
end

-- The user's parameters without the one that has_encrypted_data sets, which may say the same.
local function parameters_of(self, given)
  local parameters = l2.with(engine.map {}, given)
  local said, own = parameters[MANAGED_PARAMETER], tostring(self._has_encrypted_data)
  if said ~= nil and said ~= own then
    fail(self, "the parameter %s is set by the property of this name, to %s; -> leave it out of parameters, got %s",
      MANAGED_PARAMETER, own, display(said))
  end
  parameters[MANAGED_PARAMETER] = nil
  return parameters
end

local function shown(names)
  local texts = {}
  for i, name in ipairs(names) do texts[i] = display(name) end
  return table.concat(texts, ", ")
end

local function key_names(self) return l2.pluck(self.partition_keys or {}, "name") end

local function add_projection(self)
  local projection, parameters = self.partition_projection, self._parameters
  if not projection then return end
  local keys = key_names(self)
  if #keys == 0 then fail(self, "partition_projection needs partition_keys") end
  local is_key = l2.set_of(keys)
  for _, column in ipairs(engine.keys(projection)) do
    if not is_key[column] then
      fail(self, "partition_projection has %s, which is not one of the partition keys: %s", display(column),
        shown(keys))
    end
    local generated = engine.map {}
    projection[column]:_render(column, generated)
    for _, name in ipairs(engine.keys(generated)) do
      if parameters[name] ~= nil then
        fail(self, "the parameter %s is set by partition_projection: -> leave it out of parameters", display(name))
      end
      parameters[name] = generated[name]
    end
  end
  if parameters["projection.enabled"] ~= nil then
    fail(self, "the parameter 'projection.enabled' is set by partition_projection: -> leave it out of parameters")
  end
  parameters["projection.enabled"] = "true"
end

--- Arguments: scope, id, TableBaseProps. The name is made of the construct's path, in small letters.
function TableBase:init(scope, id, props)
  cdk.Resource.init(self, scope, id, {
    physical_name = props.table_name or engine.lazy(function()
      return cdk.Names.unique_resource_name(self, {}):lower()
    end, { kind = "string" }),
  })
  check_columns(self, props.columns, props.partition_keys)
  self.database, self.data_format, self.columns = props.database, props.data_format, props.columns
  self.partition_keys, self.storage_parameters = props.partition_keys, props.storage_parameters
  self.partition_projection = props.partition_projection
  self._has_encrypted_data = props.has_encrypted_data ~= false
  self._parameters = parameters_of(self, props.parameters)
  self.compressed = props.compressed or false
  self._index_resources = {}
  add_projection(self)
end

local function rendered(columns)
  if not columns then return nil end
  local all = engine.list {}
  for i, column in ipairs(columns) do
    all[i] = { name = column.name, type = column.type.input_string, comment = column.comment }
  end
  return all
end

local function storage_parameters(self, list)
  if not list then return nil end
  local all, seen = engine.ordered(), {}
  for _, one in ipairs(list) do
    local key = tostring(one.key)
    if seen[key] then fail(self, "storage_parameters has the key %s twice", display(one.key)) end
    all[key], seen[key] = one.value, true
  end
  return all
end

--- Makes the L1 table and the partition indexes out of TableBaseProps. `location`: where the data is; `extra`: further
--- parameters, before the user's.
function TableBase:_add_resource(props, location, extra)
  local format = props.data_format
  local classification = format.classification_string
  local parameters = engine.ordered("classification", classification and classification.value,
    "partition_filtering.enabled", props.enable_partition_filtering)
  for name, value in pairs(extra or {}) do parameters[name] = value end
  for _, name in ipairs(engine.keys(self._parameters)) do parameters[name] = self._parameters[name] end
  parameters[MANAGED_PARAMETER] = self._has_encrypted_data
  local description = props.description
  if description == nil or description == "" then description = self.physical_name .. " generated by CDK" end
  local resource = require("aws_cdk.aws_glue").CfnTable(self, "Table", {
    catalog_id = props.database.catalog.catalog_id,
    database_name = props.database.database_name,
    table_input = {
      name = self.physical_name,
      description = description,
      partition_keys = rendered(props.partition_keys),
      parameters = parameters,
      storage_descriptor = {
        location = location,
        compressed = self.compressed,
        stored_as_sub_directories = props.stored_as_sub_directories or false,
        columns = rendered(props.columns),
        input_format = format.input_format.class_name,
        output_format = format.output_format.class_name,
        serde_info = { serialization_library = format.serialization_library.class_name },
        parameters = storage_parameters(self, props.storage_parameters),
      },
      table_type = "EXTERNAL_TABLE",
    },
  })
  self._resource, self._table_resource = resource, resource
  self.node.default_child = resource
  self.partition_indexes = props.partition_indexes
  for _, index in ipairs(props.partition_indexes or {}) do self:add_partition_index(index) end
end

--- Gives a class of tables its ARN and name.
function TableBase._named(class)
  l2.kept(class, "table_name", function(self) return self:get_resource_name_attribute(self._resource.ref) end)
  l2.kept(class, "table_arn", function(self)
    return self.stack:format_arn {
      service = "glue", resource = "table", resource_name = self.database.database_name .. "/" .. self.table_name,
    }
  end)
end

-- ---- partition indexes ----------------------------------------------------------------------------------------------

local function check_index(self, index)
  local name, keys = index.index_name, key_names(self)
  if name ~= nil and not is_unresolved(name) then
    local length = l2.length(name)
    if length < 1 or length > LONGEST_INDEX_NAME then
      fail(self, "index_name must have 1 to %d characters, got %d", LONGEST_INDEX_NAME, length)
    end
  end
  if #keys == 0 then fail(self, "a partition index needs a table with partition_keys") end
  if is_unresolved(index.key_names) then return end
  for _, key in ipairs(index.key_names) do
    if not is_unresolved(key) and not l2.includes(keys, key) then
      fail(self, "key_names has %s, which is not one of the partition keys: %s", display(key),
        shown(keys))
    end
  end
end

-- A name that is the same whenever the app is synthesised: the keys, and as much of the construct's id as fits.
local function index_name(self, keys)
  local known = not is_unresolved(keys)
  for _, key in ipairs(known and keys or {}) do known = known and not is_unresolved(key) end
  if not known then
    fail(self, "key_names are known only at deployment, so the name of the index cannot be made of them: "
      .. "-> give index_name")
  end
  local joined, id = table.concat(keys, "-"), cdk.Names.unique_id(self)
  local prefix = joined .. "-"
  local room = LONGEST_MADE_NAME - l2.length(prefix)
  if room > 0 then return prefix .. id:sub(-room) end
  local hash = assets.md5(id .. "-" .. joined):sub(1, HASH_LENGTH)
  return l2.start_of(prefix, LONGEST_MADE_NAME - HASH_LENGTH - 1) .. "-" .. hash
end

-- What the functions that make and delete indexes may do.
local function allow(self, provider)
  local catalog = self.database.catalog
  local resources = { self.table_arn, self.database.database_arn, catalog.catalog_arn }
  local key = catalog.encryption_key
  if key then
    local grants = require("aws_cdk.aws_kms").KeyGrants.from_key(key)
    grants:decrypt(provider.on_event_handler)
    grants:decrypt(provider.is_complete_handler)
  end
  for _, handler in ipairs { provider.on_event_handler, provider.is_complete_handler } do
    handler:add_to_role_policy(iam.PolicyStatement {
      actions = {
        "glue:GetPartitionIndexes", "glue:CreatePartitionIndex", "glue:DeletePartitionIndex", "glue:GetTable",
        "glue:UpdateTable",
      },
      resources = resources,
    })
  end
end

--- Adds an index of some of the partition keys; a table has three at most. Indexes are made one after the other, by
--- functions that the stack has for all of its tables.
-- @param index aws_glue.PartitionIndex: key_names (required), index_name
function TableBase:add_partition_index(index)
  local made = self._index_resources
  if #made >= MOST_INDEXES then
    fail(self, "a table has at most %d partition indexes", MOST_INDEXES)
  end
  check_index(self, index)
  local name = index.index_name or index_name(self, index.key_names)
  local provider = require("aws_cdk.aws_glue.private.partition_index_provider").get_or_create(self)
  if #made == 0 then allow(self, provider) end
  local resource = cdk.CustomResource(self, "partition-index-" .. name, {
    resource_type = "Custom::GluePartitionIndex",
    service_token = provider.provider.service_token,
    properties = engine.ordered("DatabaseName", self.database.database_name, "TableName", self.table_name,
      "IndexName", name, "Keys", index.key_names),
  })
  resource.node:add_dependency(provider.on_event_handler.role)
  resource.node:add_dependency(provider.is_complete_handler.role)
  if #made > 0 then resource.node:add_dependency(made[#made]) end
  made[#made + 1] = resource
end

-- ---- permissions ----------------------------------------------------------------------------------------------------

--- Lets the grantee perform the actions on the table.
function TableBase:grant(grantee, actions)
  return iam.Grant.add_to_principal { grantee = grantee, resource_arns = { self.table_arn }, actions = actions }
end

--- Lets the grantee perform the actions on the table, its database and its catalog.
function TableBase:grant_to_underlying_resources(grantee, actions)
  local database = self.database
  return iam.Grant.add_to_principal {
    grantee = grantee, resource_arns = { self.table_arn, database.catalog.catalog_arn, database.database_arn },
    actions = actions,
  }
end

-- ---- imports --------------------------------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_glue.ImportedTable", cdk.Resource, "aws_cdk.aws_glue.ITable")

function Imported:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  self.table_arn, self.table_name = attrs.table_arn, attrs.table_name
end

--- A table made elsewhere, by TableAttributes: table_arn, table_name.
function TableBase.from_table_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

--- A table made elsewhere. Fails unless the ARN ends in table/<database>/<table>.
function TableBase.from_table_arn(scope, id, table_arn)
  local name = engine.stack_of(scope):split_arn(table_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
  if name == nil then
    fail(scope, "the ARN of a table has the form arn:<partition>:glue:<region>:<account>:table/<database>/<table>, "
      .. "got %s", display(table_arn))
  end
  local table_name
  if is_unresolved(name) then
    table_name = cdk.Fn.select(1, cdk.Fn.split("/", name))
  else
    table_name = name:match "^[^/]*/([^/]*)"
  end
  return Imported(scope, id, { table_arn = table_arn, table_name = table_name })
end

return { TableBase = TableBase }
