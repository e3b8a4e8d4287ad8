--- File systems given as references where a full IFileSystem is needed.
local engine = require "luacdk.engine"

--- `file_system` itself, if it knows its id and ARN. `place` names where it was given.
return function(scope, file_system, place)
  if not (engine.has(file_system, "file_system_id") and engine.has(file_system, "file_system_arn")) then
    engine.fail(scope, "%s must be an IFileSystem to be read again, got %s; -> read file_system_ref of your own "
      .. "instead",
      place, engine.class_name(file_system))
  end
  return file_system
end
