-- Values that a user gives for the parameters of a definition: a file, and `--set` and LUACDK_P_… after a NUL each.
local Template = require "luacdk.template.template"
local layers = require "luacdk.template.layers"
local told = dofile "tools/fuzz/told.lua"

local folder = ...

local template = Template.new {
  params = {
    text = { type = "string", pattern = "[a-z]+", default = "a" },
    flag = { type = "boolean" }, count = { type = "integer", min = 1, max = 9 }, part = { type = "number" },
    size = { type = "size" }, span = { type = "duration" }, choice = { type = "enum", one_of = { "a", "b" } },
    cidr = { type = "cidr" }, arn = { type = "arn" }, secret = { type = "secret" },
    list = { type = "list", of = "integer" }, map = { type = "map", of = "string" },
    struct = { type = "map", fields = { a = { type = "integer" }, b = { type = "list", of = "string" } } },
    union = { type = "union", kinds = { x = { a = { type = "string" } }, y = { b = { type = "integer" } } } },
  },
  build = function() end,
}

local EXTENSIONS = { "json", "yaml" }

return function(text)
  local first, rest = text:match "^([^%z]*)%z?(.*)$"
  local file = folder .. "/values." .. EXTENSIONS[#text % 2 + 1]
  local out = assert(io.open(file, "wb"))
  assert(out:write(first) and out:close())
  local options, variable = { values = { file }, sets = {}, variables = {} }, false
  for part in rest:gmatch "[^%z]+" do
    if variable and part:find "^[^=]+=" then
      table.insert(options.variables, "LUACDK_P_" .. part)
    else
      table.insert(options.sets, part)
    end
    variable = not variable
  end
  told(function()
    local values = template:_new_values(folder)
    values.partial = true
    layers.add(values, { folder = folder .. "/none", options = options })
    values:resolve()
    values:each_leaf(function() end)
  end)
end
