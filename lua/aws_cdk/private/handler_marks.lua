--- Marks on the library's own functions and their logs, by which CustomResourceConfig finds them.
local handler_marks = {
  LOG_GROUP = "aws:cdk:is-custom-resource-handler-logGroup",
  LOG_RETENTION = "aws:cdk:is-custom-resource-handler-logRetention",
  RUNTIME_FAMILY = "aws:cdk:is-custom-resource-handler-runtime-family",
  SINGLETON = "aws:cdk:is-custom-resource-handler-singleton",
}

--- Marks a SingletonFunction of the library, and its log group and log retention.
function handler_marks.mark(handler, has_log_group, has_log_retention)
  handler:add_metadata(handler_marks.SINGLETON, true)
  handler:add_metadata(handler_marks.RUNTIME_FAMILY, handler.runtime.family)
  if has_log_group then handler.log_group.node:add_metadata(handler_marks.LOG_GROUP, true) end
  local retention = has_log_retention and handler._function.node:try_find_child "LogRetention"
  if retention then retention.node:add_metadata(handler_marks.LOG_RETENTION, true) end
end

return handler_marks
