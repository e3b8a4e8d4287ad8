local engine = require "luacdk.engine"

--- Whether a mixin supports a construct, by its own answer: a boolean, or nothing for no.
return function(mixin, construct)
  local answer = mixin:supports(construct)
  if answer ~= nil and type(answer) ~= "boolean" then
    engine.fail(construct, "supports of a mixin must return true or false, got %s", engine.display(answer))
  end
  return answer
end
