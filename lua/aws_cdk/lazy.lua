local engine = require "luacdk.engine"

--- Values computed when the template is rendered. A producer is a table with a method `produce(self, ctx)`, or a
--- function.
local Lazy = engine.class("aws_cdk.Lazy")

local function value_of(producer, what)
  if type(producer) == "function" then return producer end
  if engine.has(producer, "produce") then
    return function(ctx) return producer:produce(ctx) end
  end
  engine.fail(nil, "%s needs a function or a table with a method produce, got %s", what, engine.display(producer))
end

local function define(name, kind, cached)
  Lazy[name] = function(producer, options)
    return engine.lazy(value_of(producer, "Lazy." .. name), {
      kind = kind,
      cached = cached,
      typed = type(producer) == "function" and producer or producer.produce,
      omit_empty = options and options.omit_empty,
      omit_empty_list = options and options.omit_empty_array,
    })
  end
end

for _, kind in ipairs { "string", "number", "list", "any" } do
  define(kind, kind, true)
  define("uncached_" .. kind, kind, false)
end

return { Lazy = Lazy }
