--- Lists of L1 properties to which may still be added.
local engine = require "luacdk.engine"

--- What `render(item)` gives for each item of the list, at synthesis; nothing if there are none.
return function(list, render)
  return engine.lazy(function()
    local all = {}
    for i, item in ipairs(list) do all[i] = render(item) end
    return all
  end, { kind = "any", omit_empty_list = true })
end
