--- `luacdk diff`: what would change between earlier templates and those of an assembly, in the words of `cdk diff`.
--- Called by src/cli/diff.c; returns whether nothing was found that `--fail-on` names.
local assembly = require "luacdk.assembly"
local assembly_stacks = require "luacdk.assembly_stacks"
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"
local moves = require "luacdk.template.moves"
local security = require "luacdk.template.security"
local split_attributes = require "luacdk.template_attributes"
local template_diff = require "luacdk.template_diff"

local function quit(text, ...) error(text:format(...), 0) end

-- ---- what is compared -----------------------------------------------------------------------------------------------

local function document_of(name, text)
  local document = split_attributes(assembly_stacks.parse(name, text))
  if type(document) ~= "table" then quit("%s does not contain a template", name) end
  return document
end

-- Adds the nested stacks that a template deploys from files beside it, and theirs.
local function add_nested(list, stack)
  for id, resource in pairs(type(stack.template.Resources) == "table" and stack.template.Resources or {}) do
    local metadata = type(resource) == "table" and resource.Type == "AWS::CloudFormation::Stack" and resource.Metadata
    local file = type(metadata) == "table" and metadata["aws:asset:path"]
    if type(file) == "string" and file:find "%.template%.json$" then
      local path = stack.folder .. "/" .. assembly_stacks.beside(file, "the template of " .. id)
      local nested = { name = stack.name .. "/" .. id, path = stack.path .. "/" .. id, folder = stack.folder,
        paths = stack.paths,
        template = assets.is_file(path) and document_of(path, assembly_stacks.read_file(path)) or {} }
      list[#list + 1] = nested
      add_nested(list, nested)
    end
  end
end

-- The stacks of an assembly, with their nested ones.
local function stacks_of(folder)
  local list = {}
  for _, stack in ipairs(assembly_stacks.of(folder)) do
    stack.template = document_of(stack.name .. ".template.json", stack.text)
    stack.text = nil
    stack.paths = {}
    for path, id in pairs(assembly_stacks.noted(stack, "aws:cdk:logicalId")) do stack.paths[id] = path end
    list[#list + 1] = stack
    add_nested(list, stack)
  end
  return list
end

-- The stack that a template file is compared with.
local function the_stack(stacks, options)
  local found
  for _, stack in ipairs(stacks) do
    if stack.folder and #stacks == 1 or stack.path == options.stack or stack.name == options.stack
      or stack.stack_name == options.stack then
      found = stack
    end
  end
  if not found then
    quit("%s has %d stacks; name the one to compare with the template %s", options.file, #stacks, options.against)
  end
  return found
end

-- What is compared with: stacks by name, and the names in order.
local function earlier(stacks, options)
  local against = options.against
  local list = {}
  if not assets.is_directory(against) then
    local stack = the_stack(stacks, options)
    for i = #stacks, 1, -1 do
      if stacks[i] ~= stack then table.remove(stacks, i) end
    end
    local text = assembly_stacks.read_file(against)
    local name = text:find "^%s*{" and not against:find "%.ya?ml$" and against
      or against:find "%.ya?ml$" and against or against .. ".yaml"
    list[1] = { name = stack.name, path = stack.path, template = document_of(name, text) }
  elseif assets.is_file(against .. "/manifest.json") then
    list = stacks_of(against)
  else
    local files, names = assembly_stacks.files(against)
    if #names == 0 then quit("%s is no assembly, and there are no templates in it", against) end
    for i, name in ipairs(names) do
      list[i] = { name = name, path = name, template = document_of(files[name],
        assembly_stacks.read_file(files[name])) }
    end
  end
  local by_name = {}
  for _, stack in ipairs(list) do by_name[stack.name] = stack end
  return by_name, list
end

-- ---- comparing ------------------------------------------------------------------------------------------------------

local HASH = ("%x"):rep(64)

local function without_hashes(value)
  return (assembly.print_json(value):gsub(HASH, "#"))
end

-- Whether only the hash of an asset differs: the key of its file, the tag of its image, its name in the assembly.
local function is_asset(detail)
  if detail.old == nil or detail.new == nil or detail.because then return false end
  local old = without_hashes(detail.old)
  return old:find("#", 1, true) ~= nil and old == without_hashes(detail.new)
end

-- What neither people nor `cdk diff` care for.
local function is_hidden(change)
  return change.section == "Resources" and change.type == "AWS::CDK::Metadata"
    or change.section == "Conditions" and change.id == "CDKMetadataAvailable"
    or change.section == "Rules" and change.id == "CheckBootstrapVersion"
end

local IMPACTS = { ["replacement"] = "replace", ["may replace"] = "may be replaced" }
local RETAINED = { Retain = true, RetainExceptOnCreate = true }

-- What happens to the resource, as `cdk diff` says it; nil if it is merely created or updated.
local function impact_of(change)
  if change.section ~= "Resources" then return nil end
  if change.kind == "remove" then
    local policy = type(change.old) == "table" and change.old.DeletionPolicy
    return RETAINED[policy] and "orphan" or "destroy"
  end
  return change.kind == "change" and IMPACTS[change.effect] or nil
end

-- The path of a resource's construct below its stack, as `cdk diff` shows it.
local function path_of(change, paths)
  if change.section ~= "Resources" then return nil end
  local one = change.new or change.old
  local metadata = type(one) == "table" and one.Metadata
  local path = type(metadata) == "table" and metadata["aws:cdk:path"] or paths and paths[change.id]
  if type(path) ~= "string" then return nil end
  path = path:gsub("^/", "")
  local below = path:match "^[^/]*/(.+)$"
  if not below then return path end
  return below:match "^(.+)/Resource$" or below:match "^(.+)/Default$" or below
end

-- Notes what the details of a change say of assets; nil if nothing else is to be told.
local function look_at_assets(change, options)
  if change.kind ~= "change" or #change.details == 0 then return change end
  local others = {}
  for _, detail in ipairs(change.details) do
    detail.asset = is_asset(detail)
    if not detail.asset then others[#others + 1] = detail end
  end
  change.asset_only = #others == 0
  if options.ignore_assets then change.details = others end
  return not (change.asset_only and options.ignore_assets) and change or nil
end

-- Adds to a result what changed between the templates of two stacks, of which one may be nil.
local function compare(result, old, new, options)
  local all = template_diff.diff(old and old.template, new and new.template, { loosely = true, spread = true })
  result.security = security.of(all)
  result.changes = {}
  local old_paths, new_paths = old and old.paths, new and new.paths
  for _, change in ipairs(all) do
    if not is_hidden(change) then
      change.impact = impact_of(change)
      change.construct = path_of(change, change.kind == "remove" and old_paths or new_paths)
      result.changes[#result.changes + 1] = look_at_assets(change, options)
    end
  end
  result.moves = moves.of(result.changes)
  return #result.changes > 0
end

-- ---- exports --------------------------------------------------------------------------------------------------------

local function exports_of(template)
  local names = {}
  for _, output in pairs(type(template.Outputs) == "table" and template.Outputs or {}) do
    local export = type(output) == "table" and output.Export
    if type(export) == "table" and export.Name ~= nil then names[assembly.print_json(export.Name)] = export.Name end
  end
  return names
end

local function collect_imports(value, importers, path)
  if type(value) ~= "table" then return end
  local name = value["Fn::ImportValue"]
  if name ~= nil then
    name = assembly.print_json(name)
    importers[name] = importers[name] or {}
    if importers[name][#importers[name]] ~= path then table.insert(importers[name], path) end
  end
  for _, entry in pairs(value) do collect_imports(entry, importers, path) end
end

-- Exports that go while other stacks, as they were, still import them: CloudFormation refuses that.
local function lost_exports(by_name, list, news)
  local importers
  local warnings = {}
  for _, stack in ipairs(news) do
    local before = by_name[stack.name]
    local now = exports_of(stack.template)
    for key, name in pairs(before and exports_of(before.template) or {}) do
      if now[key] == nil then
        if not importers then
          importers = {}
          for _, other in ipairs(list) do collect_imports(other.template, importers, other.path) end
        end
        if importers[key] then
          warnings[#warnings + 1] = { stack = stack.path, export = type(name) == "string" and name or key,
            importers = importers[key] }
        end
      end
    end
  end
  table.sort(warnings, function(a, b)
    if a.stack ~= b.stack then return a.stack < b.stack end
    return a.export < b.export
  end)
  return warnings
end

-- ---- text -----------------------------------------------------------------------------------------------------------

local MARKS = { add = "[+]", remove = "[-]", change = "[~]" }
local TITLES = { { "Template" }, { "IAM Statement Changes" }, { "IAM Policy Changes" },
  { "IAM Identity Center Changes" }, { "Security Group Changes" }, { "Parameters", "Parameter" },
  { "Metadata", "Metadata" }, { "Mappings", "Mapping" }, { "Conditions", "Condition" }, { "Resources", "Resource" },
  { "Outputs", "Output" }, { "Other Changes", "Unknown" } }
local WORDS, PLACES = {}, {}
for place, title in ipairs(TITLES) do
  WORDS[title[1]] = title[2]
  PLACES[title[1]] = place
end
local TEMPLATE = { AWSTemplateFormatVersion = true, Transform = true, Description = true }
local KINDS = { remove = 1, add = 2, change = 3 }
local REQUIRES = { ["replacement"] = " (requires replacement)", ["may replace"] = " (may cause replacement)" }

local function title_of(change)
  if TEMPLATE[change.section] then return "Template" end
  return PLACES[change.section] and change.section or "Other Changes"
end

local function compact(value) return type(value) == "string" and value or assembly.print_json(value) end

local function detail_lines(change)
  local lines = {}
  for _, detail in ipairs(change.details) do
    local name = detail.attribute or detail.path
    lines[#lines + 1] = detail.because and ("    %s refers to %s%s"):format(name, detail.because,
      REQUIRES[detail.effect] or "")
      or ("    %s%s%s"):format(name ~= "" and name .. " " or "", template_diff.values(detail, 0, true),
        REQUIRES[detail.effect] or "")
  end
  return lines
end

local function resource_text(change)
  local words = { MARKS[change.kind] }
  for _, word in ipairs { change.type or false, change.construct or false, change.id, change.impact or false } do
    if word then words[#words + 1] = tostring(word) end
  end
  local lines = detail_lines(change)
  table.insert(lines, 1, table.concat(words, " "))
  return table.concat(lines, "\n") .. "\n"
end

local function element_text(change, title)
  local word = WORDS[title] and WORDS[title] .. " " or ""
  local head = ("%s %s%s"):format(MARKS[change.kind], word,
    change.id and (title == "Other Changes" and change.section .. "." or "") .. change.id or change.section)
  if change.kind ~= "change" then return head .. ": " .. compact(change.old or change.new) .. "\n" end
  if #change.details == 0 then
    return ("%s: %s to %s\n"):format(head, compact(change.old), compact(change.new))
  end
  local lines = detail_lines(change)
  table.insert(lines, 1, head)
  return table.concat(lines, "\n") .. "\n"
end

local TITLES_OF_SECURITY = { statement = "IAM Statement Changes", policy = "IAM Policy Changes",
  identity = "IAM Identity Center Changes", rule = "Security Group Changes" }

local function one_line(text) return (text:gsub("\n%s*", ", ")) end

-- What is given or taken, in one line.
local function security_text(row)
  local text
  if row.kind == "statement" then
    text = ("%s %s on %s"):format(row.effect, one_line(row.action), one_line(row.resource))
    if row.principal ~= "" then text = text .. " for " .. one_line(row.principal) end
    if row.condition ~= "" then text = text .. " if " .. row.condition:gsub("%s*\n%s*", " ") end
  elseif row.kind == "policy" then
    text = ("%s on %s"):format(row.policy, row.resource)
  elseif row.kind == "rule" then
    text = ("%s %s %s %s"):format(row.resource, row.direction, row.protocol, row.peer)
  else
    text = ("%s %s %s"):format(row.resource, row.what, row.text)
  end
  return ("[%s] %s\n"):format(row.mark, text:gsub("^%s+", ""))
end

-- The blocks of a stack: { title =, text = }, in the order in which they are printed.
local function blocks_of(result)
  local blocks, assets_of = {}, {}
  for at, row in ipairs(result.security) do
    local title = TITLES_OF_SECURITY[row.kind]
    blocks[at] = { title = title, place = PLACES[title], kind = 0, at = at, text = security_text(row) }
  end
  for at, change in ipairs(result.changes) do
    local title = title_of(change)
    if change.asset_only then
      assets_of[#assets_of + 1] = change.construct or change.id or change.section
    elseif not change.moved then
      blocks[#blocks + 1] = { title = title, place = PLACES[title], kind = KINDS[change.kind], at = at,
        text = title == "Resources" and resource_text(change) or element_text(change, title) }
    end
  end
  for at, move in ipairs(result.moves) do
    blocks[#blocks + 1] = { title = "Resources", place = PLACES.Resources, kind = 4, at = at, text = moves.text(move) }
  end
  if #assets_of > 0 then
    blocks[#blocks + 1] = { title = "Resources", place = PLACES.Resources, kind = 5, at = 1,
      text = ("[~] only assets: %s\n"):format(table.concat(assets_of, ", ")) }
  end
  table.sort(blocks, function(a, b)
    if a.place ~= b.place then return a.place < b.place end
    if a.kind ~= b.kind then return a.kind < b.kind end
    return a.at < b.at
  end)
  return blocks
end

local function name_of(stack)
  local shown = stack.stack_name
  return stack.path .. (shown and shown ~= stack.path and shown ~= stack.name and " (" .. shown .. ")" or "")
end

local NOTES = { add = "is new", remove = "is gone" }

-- Blocks that several stacks have alike, and those that only one has: { heading =, blocks =, results = }.
local function groups_of(results, all)
  local owners, order = {}, {}
  local groups, by_owners = {}, {}
  for _, result in ipairs(results) do
    for _, block in ipairs(blocks_of(result)) do
      local key = (result.kind == "change" and "" or result.stack.path) .. "\0" .. block.title .. "\0" .. block.text
      if not owners[key] then
        owners[key] = { block = block, results = {} }
        order[#order + 1] = owners[key]
      end
      if owners[key].results[#owners[key].results] ~= result then table.insert(owners[key].results, result) end
    end
  end
  for _, owner in ipairs(order) do
    local names = {}
    for i, result in ipairs(owner.results) do names[i] = name_of(result.stack) end
    local key = table.concat(names, "\0")
    if not by_owners[key] then
      local note = NOTES[owner.results[1].kind]
      by_owners[key] = { blocks = {}, heading = #names == 1
        and ("Stack %s%s"):format(names[1], note and " " .. note or "")
        or ("In %d of %d stacks%s"):format(#names, all, #names < all and ": " .. table.concat(names, ", ") or "") }
      groups[#groups + 1] = by_owners[key]
    end
    table.insert(by_owners[key].blocks, owner.block)
  end
  for _, result in ipairs(results) do -- a stack without resources
    if #result.changes == 0 then
      groups[#groups + 1] = { heading = ("Stack %s %s"):format(name_of(result.stack), NOTES[result.kind]), blocks = {} }
    end
  end
  return groups
end

local function warning_text(one)
  return ("%s no longer exports %s, which %s imports: deploy that first, or keep the export with stack:export_value()")
    :format(one.stack, one.export, table.concat(one.importers, ", "))
end

local function print_text(results, warnings, all)
  for _, group in ipairs(groups_of(results, all)) do
    io.write(group.heading, "\n")
    local title
    for _, block in ipairs(group.blocks) do
      if block.title ~= title then
        title = block.title
        io.write(title, "\n")
      end
      io.write(block.text)
    end
    io.write "\n"
  end
  for _, one in ipairs(warnings) do io.write("Warning: ", warning_text(one), "\n") end
  io.write(("Number of stacks with differences: %d\n"):format(#results))
end

-- ---- Markdown -------------------------------------------------------------------------------------------------------

-- The marks by which `diff` blocks get their colours.
local MARKS_OF_BLOCKS = { ["[+]"] = "+", ["[-]"] = "-", ["[~]"] = "!" }

local function escaped(text) return (text:gsub("%c", ""):gsub("[\\`*_<>%[%]#|&]", "\\%0")) end

-- A block of code, between more backticks than it contains.
local function fenced(text)
  local fence = "```"
  for ticks in text:gmatch "`+" do
    if #ticks >= #fence then fence = ticks .. "`" end
  end
  return fence .. "diff\n" .. text .. fence .. "\n"
end

local function print_markdown(results, warnings, all)
  for _, group in ipairs(groups_of(results, all)) do
    io.write("### ", escaped(group.heading), "\n\n")
    local at = 1
    while at <= #group.blocks do
      local title, texts = group.blocks[at].title, {}
      while at <= #group.blocks and group.blocks[at].title == title do
        texts[#texts + 1] = group.blocks[at].text:gsub("^%[.%]", MARKS_OF_BLOCKS)
        at = at + 1
      end
      io.write("**", title, "**\n\n", fenced(table.concat(texts)), "\n")
    end
  end
  for _, one in ipairs(warnings) do io.write("**Warning:** ", escaped(warning_text(one)), "\n\n") end
  io.write(("Number of stacks with differences: %d\n"):format(#results))
end

-- ---- JSON -----------------------------------------------------------------------------------------------------------

local REPLACES = { ["replacement"] = "always", ["may replace"] = "maybe" }

local function detail_json(detail)
  return engine.ordered("kind", detail.kind, "path", detail.path, "attribute", detail.attribute, "old", detail.old,
    "new", detail.new, "replacement", REPLACES[detail.effect], "because", detail.because, "asset", detail.asset or nil)
end

local function change_json(change)
  local whole = change.kind ~= "change" or #change.details == 0
  local details = engine.list {}
  for i, detail in ipairs(change.details) do details[i] = detail_json(detail) end
  return engine.ordered("kind", change.kind, "section", change.section, "id", change.id, "type", change.type,
    "construct", change.construct, "impact", change.impact, "asset_only", change.asset_only or nil,
    "moved", change.moved, "old", whole and change.old or nil, "new", whole and change.new or nil,
    "details", #details > 0 and details or nil)
end

local SECURITY_FIELDS = { "kind", "resource", "effect", "action", "principal", "condition", "policy", "direction",
  "protocol", "peer", "what", "text" }

local function security_json(rows)
  local list = engine.list {}
  for i, row in ipairs(rows) do
    list[i] = engine.ordered("change", row.mark == "+" and "add" or "remove")
    for _, name in ipairs(SECURITY_FIELDS) do list[i][name] = row[name] ~= "" and row[name] or nil end
  end
  return list
end

local function print_json(results, warnings)
  local list, lost = engine.list {}, engine.list {}
  for i, result in ipairs(results) do
    local changes = engine.list {}
    for k, change in ipairs(result.changes) do changes[k] = change_json(change) end
    list[i] = engine.ordered("stack", result.stack.path, "name", result.stack.stack_name, "kind", result.kind,
      "broadened", result.security.broadened, "security", security_json(result.security), "changes", changes)
  end
  for i, one in ipairs(warnings) do
    lost[i] = engine.ordered("stack", one.stack, "export", one.export, "importers", engine.list(one.importers))
  end
  io.write(assembly.print_json(engine.ordered("stacks", list, "lost_exports", lost), 2), "\n")
end

-- ---- the command ----------------------------------------------------------------------------------------------------

local DESTRUCTIVE = { destroy = true, replace = true, ["may be replaced"] = true }

local function is_destructive(results)
  for _, result in ipairs(results) do
    for _, change in ipairs(result.kind == "change" and result.changes or {}) do
      if DESTRUCTIVE[change.impact] then return true end
    end
  end
  return false
end

local function is_broadened(results)
  for _, result in ipairs(results) do
    if result.kind ~= "remove" and result.security.broadened then return true end
  end
  return false
end

local FAILS = { ["any-change"] = function(results) return #results > 0 end, destructive = is_destructive,
  broadening = is_broadened }
local PRINTERS = { text = print_text, json = print_json, markdown = print_markdown }

return function(options)
  local news = stacks_of(options.folder)
  local by_name, list = earlier(news, options)
  local results, seen = {}, {}
  local all = 0
  local function add(old, new)
    local result = { stack = new or old, kind = not old and "add" or not new and "remove" or "change" }
    all = all + 1
    if compare(result, old, new, options) or result.kind ~= "change" then results[#results + 1] = result end
  end
  for _, stack in ipairs(news) do
    seen[stack.name] = true
    add(by_name[stack.name], stack)
  end
  for _, stack in ipairs(list) do
    if not seen[stack.name] and not options.partial then add(stack, nil) end
  end
  PRINTERS[options.format or "text"](results, lost_exports(by_name, list, news), all)
  return not (options.fail_on and FAILS[options.fail_on](results))
end
