--- Mapping templates: what a data source is asked, and what of its answer is the result.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"

local MappingTemplate = engine.class "aws_cdk.aws_appsync.MappingTemplate"

function MappingTemplate:init() end

local StringMappingTemplate = engine.class("aws_cdk.aws_appsync.StringMappingTemplate", MappingTemplate)

function StringMappingTemplate:init(text) self._text = text end

function StringMappingTemplate:render_template() return self._text end

--- A template in VTL.
function MappingTemplate.from_string(template) return StringMappingTemplate(template) end

--- A template in that file.
function MappingTemplate.from_file(file_name)
  local text, message = assets.read_file(file_name)
  if not text then engine.fail(nil, "cannot read the mapping template: %s", message) end
  return StringMappingTemplate(text)
end

-- ---- tables ---------------------------------------------------------------------------------------------------------

--- The items that were found.
function MappingTemplate.dynamo_db_result_list()
  return MappingTemplate.from_string "$util.toJson($ctx.result.items)"
end

--- The item that was found, put or deleted.
function MappingTemplate.dynamo_db_result_item() return MappingTemplate.from_string "$util.toJson($ctx.result)" end

local function consistent(read) return read and "true" or "false" end

--- All items of a table.
function MappingTemplate.dynamo_db_scan_table(consistent_read)
  return MappingTemplate.from_string('{"version" : "2017-02-28", "operation" : "Scan", "consistentRead": '
    .. consistent(consistent_read) .. "}")
end

--- The items of a table, or of an index, that a KeyCondition holds of.
function MappingTemplate.dynamo_db_query(cond, index_name, consistent_read)
  local index = (index_name or "") ~= "" and '"index" : "' .. index_name .. '", ' or ""
  return MappingTemplate.from_string('{"version" : "2017-02-28", "operation" : "Query",  "consistentRead": '
    .. consistent(consistent_read) .. ", " .. index .. cond:render_template() .. "}")
end

local function key_of(key_name, id_arg)
  return '"key": {"' .. key_name .. '": $util.dynamodb.toDynamoDBJson($ctx.args.' .. id_arg .. ")}}"
end

--- The item whose key is that argument.
function MappingTemplate.dynamo_db_get_item(key_name, id_arg, consistent_read)
  return MappingTemplate.from_string('{"version": "2017-02-28", "operation": "GetItem", "consistentRead": '
    .. consistent(consistent_read) .. ", " .. key_of(key_name, id_arg))
end

--- Deletes the item whose key is that argument.
function MappingTemplate.dynamo_db_delete_item(key_name, id_arg)
  return MappingTemplate.from_string('{"version": "2017-02-28", "operation": "DeleteItem", '
    .. key_of(key_name, id_arg))
end

--- Puts an item with that PrimaryKey and these AttributeValues.
function MappingTemplate.dynamo_db_put_item(key, values)
  return MappingTemplate.from_string("\n      " .. values:render_variables()
    .. '\n      {\n        "version": "2017-02-28",\n        "operation": "PutItem",\n        ' .. key:render_template()
    .. ",\n        " .. values:render_template() .. "\n      }")
end

-- ---- functions ------------------------------------------------------------------------------------------------------

--- Invokes the function with that payload, the whole context if there is none.
function MappingTemplate.lambda_request(payload, operation)
  return MappingTemplate.from_string('{"version": "2017-02-28", "operation": "' .. (operation or "Invoke")
    .. '", "payload": ' .. (payload or "$util.toJson($ctx)") .. "}")
end

--- What the function gave.
function MappingTemplate.lambda_result() return MappingTemplate.from_string "$util.toJson($ctx.result)" end

return { MappingTemplate = MappingTemplate }
