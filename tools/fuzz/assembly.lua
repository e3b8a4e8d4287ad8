-- A cloud assembly that others wrote: manifest, tree and template, a NUL between them. What `tree`, `graph` and `diff`
-- make of it.
local assembly_stacks = require "luacdk.assembly_stacks"
local differences = require "luacdk.template.differences"
local graph = require "luacdk.graph"
local import = require "luacdk.import"
local tree = require "luacdk.tree"
local told = dofile "tools/fuzz/told.lua"

local folder = ...

local function write(name, text)
  local out = assert(io.open(folder .. "/" .. name, "wb"))
  assert(out:write(text) and out:close())
end

local printed
function io.write(...) -- luacheck: globals io.write
  for _, text in ipairs { ... } do printed = printed + #text end
  return io.stdout
end

local FORMATS = { "dot", "mermaid", "json", "html" }

return function(text)
  local manifest, rest = text:match "^([^%z]*)%z?(.*)$"
  local nodes, template = rest:match "^([^%z]*)%z?(.*)$"
  write("manifest.json", manifest)
  write("tree.json", nodes)
  write("S.template.json", template)
  printed = 0
  local options = { folders = { folder }, stacks = { "S" }, file = "app.lua", depth = 1 + #text % 3,
    json = #text % 2 == 0, format = FORMATS[#text % #FORMATS + 1], path = "S" }
  told(tree, options)
  options.path = nil
  told(tree, options)
  told(graph, options)
  for _, stack in ipairs(told(assembly_stacks.of, folder) or {}) do
    told(assembly_stacks.noted, stack, "aws:cdk:logicalId")
  end
  told(differences.of, { folder = folder, against = folder })
  local script = told(import, folder)
  if script then assert(load(script, "=script", "t")) end
end
