--- Files that a step makes and others take.
local engine = require "luacdk.engine"

local FileSet = engine.class "aws_cdk.pipelines.FileSet"

--- Arguments: id, producer (a Step, which may be told later by produced_by).
function FileSet:init(id, producer)
  self.id = id
  self.primary_output = self
  self._producer = producer
end

--- The step that makes the files.
FileSet.get.producer = function(self)
  if not self._producer then
    engine.fail(nil, "no step makes the file set %s; -> call produced_by(step)", engine.display(self.id))
  end
  return self._producer
end

--- Says which step makes the files; once.
function FileSet:produced_by(producer)
  if self._producer then
    engine.fail(nil, "the file set %s is already made by the step %s", engine.display(self.id),
      engine.display(self._producer.id))
  end
  self._producer = producer
end

function FileSet:to_string() return "FileSet(" .. self.id .. ")" end

return { FileSet = FileSet }
