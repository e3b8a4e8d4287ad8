--- Templates that were committed, to be compared with those that are made now: `luacdk render --check`, `luacdk test`.
local assembly = require "luacdk.assembly"
local assembly_stacks = require "luacdk.assembly_stacks"
local assets = require "luacdk.assets"
local counted = require "luacdk.counted"
local template_diff = require "luacdk.template_diff"
local told_once = require "luacdk.template.told_once"

local EXTENSION = { json = ".template.json", yaml = ".template.yaml" }

local snapshot = {}

--- Whether a snapshot can have this name, which becomes that of a file.
function snapshot.is_name(name)
  return type(name) == "string" and #name <= 200 and name:find "^[%w\x80-\xff][%w\x80-\xff _,+=-]*$" ~= nil
end

--- Writes a file and the folders above it; raises a message.
function snapshot.write(path, text)
  local ok, why = assets.mkdirs(assets.path.dirname(path))
  if ok then ok, why = assets.write_file(path, text) end
  if not ok then error(why, 0) end
end

local function remove(path)
  local ok, why = assets.remove_tree(path)
  if not ok then error(("cannot remove %s: %s"):format(path, why), 0) end
end

local function ending(text) return text:sub(-1) == "\n" and text or text .. "\n" end

--- The template of a stack as the text of a file.
function snapshot.as_format(stack, format)
  if format == "yaml" then return ending(assembly.yaml_from_json(stack.text)) end
  return ending(stack.text)
end

local function compare(stack, file, format)
  local text = assembly_stacks.read_regular(file)
  local yaml = file:find "%.yaml$" ~= nil
  if text == snapshot.as_format(stack, yaml and "yaml" or "json") then return nil end
  local changes = template_diff.diff(assembly_stacks.parse(file, text), assembly.parse_json(stack.text))
  if not changes or #changes == 0 then
    return (yaml and "yaml" or "json") == format and "  only the order or the spacing differs\n" or nil
  end
  return (template_diff.format(changes, { width = 0 }):gsub("[^\n]+", "  %0"))
end

local function update(stacks, files, folder, options)
  local kept = {}
  for _, stack in ipairs(stacks) do
    local path = folder .. "/" .. stack.name .. EXTENSION[options.format]
    local text = snapshot.as_format(stack, options.format)
    if files[stack.name] and files[stack.name] ~= path then remove(files[stack.name]) end
    if not assets.is_file(path) or assembly_stacks.read_file(path) ~= text then snapshot.write(path, text) end
    kept[stack.name] = true
  end
  for name, file in pairs(files) do
    if not kept[name] and not options.partial then remove(file) end
  end
  io.write(("%s: %s\n"):format(folder, counted(#stacks, "template")))
  return true
end

-- One change at a time: a line, and the more indented ones below it.
local function blocks_of(text)
  local blocks = {}
  for line in text:gmatch "[^\n]*\n" do
    if #blocks > 0 and line:find "^   " then
      blocks[#blocks] = blocks[#blocks] .. line
    else
      blocks[#blocks + 1] = line
    end
  end
  return blocks
end

local MOST_NAMES = 8

local function heading(names, all)
  if #names == all and all > 2 then return ("all %d stacks"):format(all) end
  local shown = table.concat(names, ", ", 1, math.min(#names, MOST_NAMES))
  return #names > MOST_NAMES and ("%s and %d more"):format(shown, #names - MOST_NAMES) or shown
end

-- Prints the differences, `told` for each stack: a difference that several stacks share only once, below all their
-- names.
local function print_together(told, all)
  local list = {}
  for _, entry in ipairs(told) do
    for _, block in ipairs(entry.blocks) do list[#list + 1] = { owner = entry.name, key = block, piece = block } end
  end
  for _, group in ipairs(told_once.groups(list)) do
    io.write(heading(group.owners, all), ":\n", table.concat(group.pieces))
  end
end

--- Compares stacks ({ name, text }) with the templates in a folder, or writes these. `options`: format ("json" or
--- "yaml"), update (write), partial (keep what is of no stack), updating (the command that writes). Prints the
--- differences; returns whether there are none.
function snapshot.check(stacks, folder, options)
  local files, names = assembly_stacks.files(folder)
  if options.update then return update(stacks, files, folder, options) end
  if #names == 0 then
    io.stderr:write(("luacdk: there is no %s yet; %s makes it\n"):format(folder, options.updating))
    return false
  end
  local seen, told = {}, {}
  local function tell(name, text) told[#told + 1] = { name = name, blocks = blocks_of(ending(text)) } end
  for _, stack in ipairs(stacks) do
    seen[stack.name] = true
    if not files[stack.name] then
      tell(stack.name, "  is not in the snapshot")
    else
      local difference = compare(stack, files[stack.name], options.format)
      if difference then tell(stack.name, difference) end
    end
  end
  local all = #stacks
  for _, name in ipairs(names) do
    if not seen[name] and not options.partial then
      all = all + 1
      tell(name, "  is only in the snapshot")
    end
  end
  local differing = #told
  if differing == 0 then
    io.write(("%s: %s, none differs\n"):format(folder, counted(#stacks, "template")))
    return true
  end
  print_together(told, all)
  io.stdout:flush()
  io.stderr:write(("luacdk: %d of %d stack%s differ%s from %s; --update accepts the changes\n"):format(differing,
    all, all == 1 and "" or "s", differing == 1 and "s" or "", folder))
  return false
end

return snapshot
