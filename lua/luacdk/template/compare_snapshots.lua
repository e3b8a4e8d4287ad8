--- Compares the templates that `luacdk test` has made (test.lua) with those that were committed, or writes them. Called
--- by src/cli/test.c; returns whether none differs.
local assembly = require "luacdk.assembly"
local assembly_stacks = require "luacdk.assembly_stacks"
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"
local snapshot = require "luacdk.template.snapshot"

-- What was made, which untrusted code has had a part in.
local function made(folder)
  local names = assembly.parse_json(assembly_stacks.read_file(folder .. "/snapshots.json"))
  local list, partial = {}, false
  for i, name in ipairs(names) do
    if not snapshot.is_name(name) then error(("a snapshot cannot be called %s"):format(engine.display(name)), 0) end
    local place = folder .. "/" .. i
    if assets.is_file(place .. "/manifest.json") then
      for number, stack in ipairs(assembly_stacks.of(place)) do
        list[#list + 1] = { name = number == 1 and name or name .. "." .. stack.name, text = stack.text }
      end
    else
      partial = true
    end
  end
  return list, partial
end

return function(options)
  local stacks, partial = made(options.folder)
  local folder = options.file .. ".snapshots"
  local _, names = assembly_stacks.files(folder)
  if #stacks == 0 and (partial or #names == 0) then return true end
  return snapshot.check(stacks, folder, { format = "json", update = options.update, partial = partial,
    updating = ("luacdk test %s --update"):format(options.file) })
end
