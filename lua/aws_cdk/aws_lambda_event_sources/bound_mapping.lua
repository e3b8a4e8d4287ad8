--- What event sources know about the mapping they made.
local engine = require "luacdk.engine"

local M = {}

--- Remembers the mapping of a source that has been bound.
function M.remember(source, mapping)
  source._mapping_id = mapping.event_source_mapping_id
  source._mapping_arn = mapping.event_source_mapping_arn
end

--- Gives a class the properties `event_source_mapping_id` and `event_source_mapping_arn`.
function M.add_properties(class)
  for name, field in pairs { event_source_mapping_id = "_mapping_id", event_source_mapping_arn = "_mapping_arn" } do
    class.get[name] = function(self)
      return self[field] or engine.fail(nil, "this event source has no mapping yet: -> add it to a function first")
    end
  end
end

return M
