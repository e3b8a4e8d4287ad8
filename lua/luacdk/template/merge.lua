--- Merges the results of the cells of a matrix into one assembly: the one that an app with all their stacks would
--- write.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local cx_api = require "aws_cdk.cx_api"
local engine = require "luacdk.engine"

local merge = {}

local REPORT = "validation-report.json"

-- ---- in the process of a cell ---------------------------------------------------------------------------------------

--- Replaces the output folder while a cell is synthesised: keeps its files in memory. Assets are made below `scratch`.
function merge.capture(outdir, scratch)
  local capture = { path = outdir, files = {}, folders = {}, staged = {} }
  function capture:write(name, text) self.files[#self.files + 1] = { name, tostring(text) } end
  function capture:mkdir(name) self.folders[#self.folders + 1] = name end
  local is_staged = {}
  function capture:stage(name)
    if is_staged[name] then return nil end
    is_staged[name] = true
    local path = scratch .. "/" .. name
    assert(assets.mkdirs(assets.path.dirname(path)))
    self.staged[#self.staged + 1] = { name, path }
    return path
  end
  function capture:read(name)
    for i = #self.files, 1, -1 do
      if self.files[i][1] == name then return self.files[i][2] end
    end
  end
  --- A copy of the assembly, once it is complete, for whoever can only read it from the disk; returns its folder, which
  --- is `copy` from then on.
  function capture:on_disk()
    if self.copy then return self.copy end
    local folder = assets.path.resolve(scratch .. "/assembly")
    self.copy = folder
    assert(assets.mkdirs(folder))
    for _, name in ipairs(self.folders) do assert(assets.mkdirs(folder .. "/" .. name)) end
    for _, file in ipairs(self.files) do assert(assets.write_file(folder .. "/" .. file[1], file[2])) end
    return folder
  end
  function capture.commit() end
  function capture.abandon() end
  return capture
end

-- Lists of strings in one string. Not JSON: templates and trees are long, and would have to be escaped and parsed
-- again.
local function pack_pairs(list)
  local parts = { string.pack("<I4", #list) }
  for i, entry in ipairs(list) do parts[i + 1] = string.pack("<s4s4", entry[1], entry[2]) end
  return table.concat(parts)
end

local function unpack_pairs(text, at)
  local count
  count, at = string.unpack("<I4", text, at)
  local list = {}
  for i = 1, count do
    local name, value
    name, value, at = string.unpack("<s4s4", text, at)
    list[i] = { name, value }
  end
  return list, at
end

local function as_pairs(list)
  local result = {}
  for i, text in ipairs(list) do result[i] = { text, "" } end
  return result
end

local function as_texts(list)
  local result = {}
  for i, entry in ipairs(list) do result[i] = entry[1] end
  return result
end

--- The result of a cell as a string; merge.unpack reads it.
function merge.pack(result)
  local capture = result.capture or { files = {}, folders = {}, staged = {} }
  return table.concat {
    pack_pairs { { result.failure and "failure" or "", result.failure or "" }, { result.timings, "" } },
    pack_pairs(as_pairs(result.placed)),
    pack_pairs(as_pairs(result.used)),
    pack_pairs(capture.files), pack_pairs(as_pairs(capture.folders)), pack_pairs(capture.staged),
    pack_pairs(as_pairs(result.inputs)),
  }
end

function merge.unpack(text)
  local head, placed, used, files, folders, staged, inputs, at
  head, at = unpack_pairs(text, 1)
  placed, at = unpack_pairs(text, at)
  used, at = unpack_pairs(text, at)
  files, at = unpack_pairs(text, at)
  folders, at = unpack_pairs(text, at)
  staged, at = unpack_pairs(text, at)
  inputs = unpack_pairs(text, at)
  return {
    failure = head[1][1] == "failure" and head[1][2] or nil, timings = head[2][1],
    placed = as_texts(placed), used = as_texts(used), files = files, folders = as_texts(folders), staged = staged,
    inputs = as_texts(inputs),
  }
end

-- ---- in ours --------------------------------------------------------------------------------------------------------

--- Removes assets that only failed cells put in place.
function merge.remove_unused(placed, parts)
  for _, path in ipairs(placed) do
    local name, used = assets.path.basename(path), false
    for _, part in ipairs(parts) do
      for _, file in ipairs(part.files) do used = used or file[2]:find(name, 1, true) ~= nil end
    end
    if not used then assets.remove_tree(path) end
  end
end

-- The tree of all: the root of the first, with the children of each, and last the construct that represents the tree.
local function merged_tree(trees)
  local root, last = trees[1], nil
  local children = engine.ordered()
  for _, tree in ipairs(trees) do
    for id, child in pairs(tree.tree.children or {}) do
      if id == "Tree" then last = child else children[id] = child end
    end
  end
  if last then children.Tree = last end
  root.tree.children = children
  return root
end

local PLUGIN = { "pluginName", "pluginVersion" }
local VIOLATION = { "ruleName", "description", "suggestedFix", "severity", "customSeverity", "acknowledgedId", "reason",
  "acknowledgedAt" }

-- A function that adds an entry to the list unless one is there with the same fields; then it returns that one.
local function adder(list, fields)
  local known = {}
  local function add(entry)
    local texts = {}
    for i, field in ipairs(fields) do texts[i] = entry[field] or "" end
    local key = table.concat(texts, "\0")
    if known[key] then return known[key] end
    known[key] = entry
    list[#list + 1] = entry
  end
  return add
end

-- Merges what several cells have alike: it names the constructs of all.
local function merged_violations(lists)
  local merged = engine.list {}
  local add = adder(merged, VIOLATION)
  for _, list in ipairs(lists) do
    for _, violation in ipairs(list) do
      local same = add(violation)
      for _, construct in ipairs(same and violation.violatingConstructs or {}) do
        table.insert(same.violatingConstructs, construct)
      end
    end
  end
  return #merged > 0 and merged or nil
end

-- The validation reports of all: one of each plug-in.
local function merged_report(reports)
  local merged, lists = engine.list {}, {}
  local add = adder(merged, PLUGIN)
  for _, report in ipairs(reports) do
    for _, plugin in ipairs(report.pluginReports) do
      local known = add(plugin) or plugin
      if plugin.conclusion == "failure" then known.conclusion = "failure" end
      known.metadata = known.metadata or plugin.metadata
      lists[known] = lists[known] or { violations = {}, suppressedViolations = {} }
      for key, all in pairs(lists[known]) do all[#all + 1] = plugin[key] end
    end
  end
  for plugin, of_plugin in pairs(lists) do
    plugin.violations = merged_violations(of_plugin.violations) or engine.list {}
    plugin.suppressedViolations = merged_violations(of_plugin.suppressedViolations)
  end
  reports[1].pluginReports = merged
  return reports[1]
end

-- Adds the artifacts of a part's manifest that `choose` accepts.
local function add_artifacts(builder, part, owner, choose)
  for id, artifact in pairs(part.manifest.artifacts) do
    if choose(artifact.type) then
      if owner[id] then
        error(("the cells %s and %s both make '%s'; whatever a template makes besides its stack must have the "
          .. "cell in its name"):format(owner[id], part.label, id:gsub("%.assets$", "")), 0)
      end
      owner[id] = part.label
      builder:add_artifact(id, artifact)
    end
  end
end

-- Nested assemblies come first in a manifest, because they are entered when their stage is made, and the tree comes
-- last.
local function is_nested(kind) return kind == "cdk:cloud-assembly" end
local function is_other(kind) return kind ~= "cdk:cloud-assembly" and kind ~= "cdk:tree" end

local function add_manifests(builder, parts)
  local owner = {}
  for _, choose in ipairs { is_nested, is_other } do
    for _, part in ipairs(parts) do add_artifacts(builder, part, owner, choose) end
  end
  for _, part in ipairs(parts) do
    builder:need_version(math.tointeger(tonumber(part.manifest.version:match "^%d+")))
    for _, missing in ipairs(part.manifest.missing or {}) do builder:add_missing(missing) end
  end
end

--- Writes the assembly and puts it in place. `parts` are the results of the cells, in order.
function merge.write(output, outdir, parts)
  local builder = cx_api.CloudAssemblyBuilder(outdir)
  builder._output = output
  local trees, reports = {}, {}
  for _, part in ipairs(parts) do
    for _, entry in ipairs(part.staged) do
      local target = output:stage(entry[1])
      if target then assert(assets.rename(entry[2], target)) end
    end
    for _, name in ipairs(part.folders) do output:mkdir(name) end
    for _, file in ipairs(part.files) do
      local name, text = file[1], file[2]
      if name == "manifest.json" then
        part.manifest = assembly.parse_json(text)
      elseif name == "tree.json" then
        trees[#trees + 1] = assembly.parse_json(text)
      elseif name == REPORT then
        reports[#reports + 1] = assembly.parse_json(text)
      elseif name ~= "cdk.out" then
        output:write(name, text)
      end
    end
  end
  add_manifests(builder, parts)
  if #trees > 0 then
    output:write("tree.json", engine.json(merged_tree(trees)))
    builder:add_artifact("Tree", engine.ordered("type", "cdk:tree", "properties", { file = "tree.json" }))
  end
  if #reports > 0 then output:write(REPORT, engine.json(merged_report(reports), 2)) end
  builder:build_assembly()
end

return merge
