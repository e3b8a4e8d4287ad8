--- What differs between the stacks of an assembly and those of an earlier one: for `luacdk diff`, which prints it, and
--- `luacdk ls --affected`.
local assembly = require "luacdk.assembly"
local assembly_stacks = require "luacdk.assembly_stacks"
local assets = require "luacdk.assets"
local moves = require "luacdk.template.moves"
local security = require "luacdk.template.security"
local split_attributes = require "luacdk.template_attributes"
local template_diff = require "luacdk.template_diff"

local differences = {}

local function quit(text, ...) error(text:format(...), 0) end

-- ---- what is compared -----------------------------------------------------------------------------------------------

local function document_of(name, text) return split_attributes(assembly_stacks.template(name, text)) end

--- The template of a stack. It is parsed when it is needed: most stacks of an app are as they were.
function differences.template(stack)
  stack.template = stack.template or document_of(stack.file, stack.text)
  return stack.template
end

local template_of = differences.template

-- What the metadata of a stack of the assembly says of it and of those nested in it, by the paths of their constructs:
-- `files` of templates, and `ids`: path of the stack → logical id → path.
local function notes_of(root)
  if root.notes then return root.notes end
  local notes = { files = assembly_stacks.noted(root, "aws:cdk:templateFile"), ids = { [root.path] = {} } }
  root.notes = notes
  for path in pairs(notes.files) do notes.ids[path] = {} end
  for path, id in pairs(assembly_stacks.noted(root, "aws:cdk:logicalId")) do
    local around = path
    while around and not notes.ids[around] do around = around:match "^(.*)/[^/]*$" end
    if type(id) == "string" then notes.ids[around or root.path][id] = path end
  end
  return notes
end

-- The paths of a stack's constructs by logical id.
local function paths_of(stack)
  local root = stack.root or stack
  return root.artifact and notes_of(root).ids[stack.path] or {}
end

-- The file of the template that a resource deploys, and the path of the nested stack's construct. The first is in the
-- resource if `cdk` ran the app, both are in the metadata.
local function nested_of(stack, id, resource)
  local metadata = type(resource) == "table" and resource.Type == "AWS::CloudFormation::Stack" and resource.Metadata
  local file = type(metadata) == "table" and metadata["aws:asset:path"]
  local path = (paths_of(stack)[id] or ""):match "^(.*)%.NestedStack/[^/]*%.NestedStackResource$"
  local root = stack.root or stack
  return file or path and root.artifact and notes_of(root).files[path], path
end

-- Adds the nested stacks that a template deploys from files beside it, and theirs.
local function add_nested(list, stack)
  if not stack.text:find("AWS::CloudFormation::Stack", 1, true) then return end
  local resources = template_of(stack).Resources
  for id, resource in pairs(type(resources) == "table" and resources or {}) do
    local file, construct = nested_of(stack, id, resource)
    if type(file) == "string" and file:find "%.template%.json$" then
      local path = stack.folder .. "/" .. assembly_stacks.beside(file, "the template of " .. id)
      local text = assets.is_file(path) and assembly_stacks.read_file(path) or "{}"
      local nested = { name = stack.name .. "/" .. id, path = construct or stack.path .. "/" .. id,
        folder = stack.folder, root = stack.root or stack, around = stack, id = id, file = path, text = text }
      list[#list + 1] = nested
      add_nested(list, nested)
    end
  end
end

-- The stacks of an assembly, with their nested ones.
local function stacks_of(folder)
  local list = {}
  for _, stack in ipairs(assembly_stacks.of(folder)) do
    list[#list + 1] = stack
    add_nested(list, stack)
  end
  return list
end

-- The stack that a template file is compared with.
local function the_stack(stacks, options)
  local found
  for _, stack in ipairs(stacks) do
    if #stacks == 1 or stack.path == options.stack or stack.name == options.stack
      or stack.stack_name == options.stack then
      found = stack
    end
  end
  if not found then
    quit("%s has %d stacks; name the one to compare with the template %s", options.file, #stacks, options.against)
  end
  return found
end

-- What is compared with: stacks by name, and as a list in order.
local function earlier(stacks, options)
  local against = options.against
  local list = {}
  if not assets.is_directory(against) then
    local stack = the_stack(stacks, options)
    for i = #stacks, 1, -1 do
      if stacks[i] ~= stack then table.remove(stacks, i) end
    end
    local text = assembly_stacks.read_file(against)
    local is_named_so = text:find "^%s*{" or against:find "%.ya?ml$"
    list[1] = { name = stack.name, path = stack.path, text = text, file = against }
    list[1].template = document_of(is_named_so and against or against .. ".yaml", text)
  elseif assets.is_file(against .. "/manifest.json") then
    list = stacks_of(against)
  else
    local files, names = assembly_stacks.files(against)
    if #names == 0 then quit("%s is no assembly, and there are no templates in it", against) end
    for i, name in ipairs(names) do
      list[i] = { name = name, path = name, file = files[name], text = assembly_stacks.read_regular(files[name]) }
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

-- The path of a resource's construct below its stack, as `cdk diff` shows it. `resource`: its form in the template, if
-- that is known.
local function path_of(id, resource, stack)
  local metadata = type(resource) == "table" and resource.Metadata
  local path = type(metadata) == "table" and metadata["aws:cdk:path"] or paths_of(stack)[id]
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

local function read_element(text) return split_attributes(assembly.parse_json(text)) end

-- The changes between two stacks, of which one may be nil. Most of a stack is usually as it was, and not even decoded.
local function changes_of(old, new)
  local options = { loosely = true, spread = true, read = read_element }
  local changes = old and new
    and template_diff.diff_elements(template_diff.split(old.text), template_diff.split(new.text), options)
  return changes or template_diff.diff(old and template_of(old), new and template_of(new), options)
end

-- Adds to a result what changed between the templates of two stacks, of which one may be nil.
local function compare(result, old, new, options)
  result.changes, result.security = {}, { broadened = false }
  if old and new and old.text == new.text then return end
  local all = changes_of(old, new)
  result.security = security.of(all)
  for _, change in ipairs(all) do
    if new and change.section == "Outputs" then new.outputs_differ = true end
    if not is_hidden(change) then
      change.impact = impact_of(change)
      if change.section == "Resources" then
        change.construct = path_of(change.id, change.new or change.old, change.kind == "remove" and old or new)
      end
      result.changes[#result.changes + 1] = look_at_assets(change, options)
    end
  end
end

--- The path of the construct of a resource, which need not have changed, of a result's stack; nil if it is unknown.
function differences.path(result, id)
  for _, stack in ipairs { result.stack, result.old } do
    local resources = stack.artifact and template_of(stack).Resources
    local path = path_of(id, type(resources) == "table" and resources[id], stack)
    if path then return path end
  end
  return nil
end

-- ---- exports --------------------------------------------------------------------------------------------------------

local function exports_of(stack)
  local names = {}
  local outputs = template_of(stack).Outputs
  for _, output in pairs(type(outputs) == "table" and outputs or {}) do
    local export = type(output) == "table" and output.Export
    if type(export) == "table" and export.Name ~= nil then names[assembly.print_json(export.Name)] = export.Name end
  end
  return names
end

local function collect_imports(value, importers, stack)
  if type(value) ~= "table" then return end
  local name = value["Fn::ImportValue"]
  if name ~= nil then
    name = assembly.print_json(name)
    importers[name] = importers[name] or {}
    if importers[name][#importers[name]] ~= stack then table.insert(importers[name], stack) end
  end
  for _, entry in pairs(value) do collect_imports(entry, importers, stack) end
end

-- Who imports what: canonical name → stacks.
local function importers_in(list)
  local importers = {}
  for _, stack in ipairs(list) do
    if stack.text:find("Fn::ImportValue", 1, true) or not stack.text:find "^%s*{" then
      collect_imports(template_of(stack), importers, stack)
    end
  end
  return importers
end

-- Exports that go while other stacks, as they were, import them: CloudFormation refuses that. `still`: those of them
-- that also import it now.
local function lost_exports(by_name, list, news)
  local before, after
  local lost = {}
  for _, stack in ipairs(news) do
    local old = by_name[stack.name]
    local changed = old and stack.outputs_differ
    local now = changed and exports_of(stack)
    for key, name in pairs(changed and exports_of(old) or {}) do
      if now[key] == nil then
        before, after = before or importers_in(list), after or importers_in(news)
        if before[key] then
          lost[#lost + 1] = { stack = stack, export = type(name) == "string" and name or key,
            importers = before[key], still = after[key] }
        end
      end
    end
  end
  table.sort(lost, function(a, b)
    if a.stack.path ~= b.stack.path then return a.stack.path < b.stack.path end
    return a.export < b.export
  end)
  return lost
end

local function names_of(list)
  local names = {}
  for i, stack in ipairs(list) do names[i] = stack.path end
  return table.concat(names, ", ")
end

--- One that lost_exports found, in words.
function differences.lost_text(lost)
  if lost.still then
    return ("%s no longer exports %s, which %s still imports: keep the export with stack:export_value()")
      :format(lost.stack.path, lost.export, names_of(lost.still))
  end
  return ("%s no longer exports %s, which %s imports: deploy that first, or keep the export with stack:export_value()")
    :format(lost.stack.path, lost.export, names_of(lost.importers))
end

-- Marks the resources that deploy nested stacks which differ, and have not changed otherwise: their details say no more
-- than the name of a file.
local function mark_nested(results)
  local by_stack = {}
  for _, result in ipairs(results) do by_stack[result.stack] = result end
  for _, result in ipairs(results) do
    local around = result.kind == "change" and by_stack[result.stack.around or false]
    for _, change in ipairs(around and around.changes or {}) do
      if change.section == "Resources" and change.id == result.stack.id then change.nested = change.asset_only end
    end
  end
end

-- ---- all of it ------------------------------------------------------------------------------------------------------

--- Compares the assembly in `options.folder` with that in `options.against`, or templates there. Returns { results =,
--- lost = exports that others still import, all = number of stacks, news = the stacks now }. A result is for one stack
--- that differs: { stack =, old = the earlier one, kind = "add"|"remove"|"change", changes = as of template_diff with
--- `impact`, `construct`, `asset_only`, `nested` and `moved`; security = rows of security.of; moves = of moves.find }.
function differences.of(options)
  local news = stacks_of(options.folder)
  local by_name, list = earlier(news, options)
  local results, seen = {}, {}
  local all = 0
  local function add(old, new)
    local result = { stack = new or old, old = old, kind = not old and "add" or not new and "remove" or "change" }
    all = all + 1
    compare(result, old, new, options)
    if #result.changes > 0 or result.kind ~= "change" then results[#results + 1] = result end
  end
  for _, stack in ipairs(news) do
    seen[stack.name] = true
    add(by_name[stack.name], stack)
  end
  for _, stack in ipairs(list) do
    if not seen[stack.name] and not options.partial then add(stack, nil) end
  end
  mark_nested(results)
  moves.find(results, list, news, template_of)
  return { results = results, lost = lost_exports(by_name, list, news), all = all, news = news, by_name = by_name }
end

return differences
