-- Abstract classes have no objects, however they are called.
local cdk = require "aws_cdk"
local engine = require "luacdk.engine"

local WAYS = {
  ["a call"] = function(class, ...)
    local given = table.pack(...)
    return pcall(function()
      local made = class(table.unpack(given))
      return made
    end)
  end,
  ["a tail call"] = function(class, ...)
    local given = table.pack(...)
    return pcall(function() return class(table.unpack(given)) end)
  end,
  pcall = pcall,
  xpcall = function(class, ...) return xpcall(class, function(message) return message end, ...) end,
  ["pcall in a coroutine"] = function(class, ...) return coroutine.wrap(pcall)(class, ...) end,
}

describe("An abstract class", function()
  it("cannot be called, in any way, with any arguments", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local count = 0
    for _, module in ipairs(engine.schema.modules()) do
      local names, kinds = engine.schema.types(module)
      for i, name in ipairs(names) do
        if kinds[i] == "class" and engine.schema.type(module .. "." .. name).abstract then
          local found, class = pcall(function() return require(module)[name] end)
          count = found and class and count + 1 or count
          for way, call in pairs(found and class and WAYS or {}) do
            for _, given in ipairs { {}, { stack, "X" }, { stack, "X", {} }, { {} } } do
              local made, message = call(class, table.unpack(given))
              assert.is_false(made, module .. "." .. name .. " by " .. way)
              assert.matches(" is abstract; ", message)
            end
          end
        end
      end
    end
    assert.is_true(count >= 100)
    assert.same({}, stack.node.children)
  end)
end)
