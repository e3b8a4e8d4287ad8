--- Gets, puts, updates and deletes one item of a table.
local engine = require "luacdk.engine"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"
local attributes = require("aws_cdk.aws_stepfunctions_tasks.dynamo_attribute_value").attributes

-- The class for an API of DynamoDB; `parameters` adds those that the others do not have.
local function item_class(name, api, parameters)
  return task.class(name, {
    service = "dynamodb", api = api,
    policies = function(self, props)
      return {
        task.allow({ "dynamodb:" .. api:gsub("^%l", string.upper) }, {
          task.arn(self, "dynamodb", "table", props.table.table_ref.table_name),
        }),
      }
    end,
    parameters = function(_, props) return parameters(props, props.table.table_ref.table_name) end,
  })
end

-- Parameters of all that change an item.
local function changing(key, value, table_name, props)
  return engine.ordered(key, attributes(value), "TableName", table_name,
    "ConditionExpression", props.condition_expression,
    "ExpressionAttributeNames", props.expression_attribute_names,
    "ExpressionAttributeValues", attributes(props.expression_attribute_values),
    "ReturnConsumedCapacity", props.return_consumed_capacity,
    "ReturnItemCollectionMetrics", props.return_item_collection_metrics, "ReturnValues", props.return_values)
end

local function projection(expressions)
  if not expressions then return nil end
  local texts = {}
  for i, expression in ipairs(expressions) do texts[i] = expression:to_string() end
  return table.concat(texts, ",")
end

return {
  DynamoGetItem = item_class("DynamoGetItem", "getItem", function(props, table_name)
    return engine.ordered("Key", attributes(props.key), "TableName", table_name,
      "ConsistentRead", props.consistent_read or false,
      "ExpressionAttributeNames", props.expression_attribute_names,
      "ProjectionExpression", projection(props.projection_expression),
      "ReturnConsumedCapacity", props.return_consumed_capacity)
  end),
  DynamoPutItem = item_class("DynamoPutItem", "putItem", function(props, table_name)
    return changing("Item", props.item, table_name, props)
  end),
  DynamoUpdateItem = item_class("DynamoUpdateItem", "updateItem", function(props, table_name)
    local all = changing("Key", props.key, table_name, props)
    all.UpdateExpression = props.update_expression
    return all
  end),
  DynamoDeleteItem = item_class("DynamoDeleteItem", "deleteItem", function(props, table_name)
    return changing("Key", props.key, table_name, props)
  end),
}
