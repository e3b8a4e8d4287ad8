--- Tables whose data is in another store, reached through a connection.
local engine = require "luacdk.engine"
local TableBase = require("aws_cdk.aws_glue.table_base").TableBase

local ExternalTable = engine.class("aws_cdk.aws_glue.ExternalTable", TableBase)

TableBase._named(ExternalTable)

--- Arguments: scope, id, ExternalTableProps: columns, database, data_format, connection, external_data_location
--- (required).
function ExternalTable:init(scope, id, props)
  TableBase.init(self, scope, id, props)
  self.connection = props.connection
  self:_add_resource(props, props.external_data_location, { connectionName = props.connection.connection_name })
end

return { ExternalTable = ExternalTable }
