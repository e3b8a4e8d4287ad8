--- `luacdk tree`: prints the constructs of an assembly. Called by src/cli/tree.c; returns an exit status.
local assembly = require "luacdk.assembly"
local assembly_stacks = require "luacdk.assembly_stacks"
local constructs_of = require "luacdk.constructs_of"
local engine = require "luacdk.engine"
local screen = require "luacdk.screen"
local tree_lines = require "luacdk.tree_lines"

-- The resource that a construct is, or that it has as its default child.
local function resource_of(model, node)
  local path = node.path
  if model.resources[path] then return model.resources[path] end
  local resource, default = model.resources[path .. "/Resource"], model.resources[path .. "/Default"]
  if resource and default then return nil end
  return resource or default
end

-- The number of resources in and below each construct, by node.
local function count_resources(model)
  local counts = {}
  local function count(node)
    local sum = model.resources[node.path] and 1 or 0
    for _, child in ipairs(node.children) do sum = sum + count(child) end
    counts[node] = sum
    return sum
  end
  count(model.root)
  return counts
end

local function contents(model, counts, node)
  local resource = resource_of(model, node)
  if resource and type(resource.type) == "string" then return " [" .. resource.type .. "]" end
  local count = counts[node]
  if count == 0 or resource then return "" end
  return (" [%d resource%s]"):format(count, count == 1 and "" or "s")
end

local function draw(model, top, options)
  local counts = count_resources(model)
  local stdout = screen.of "stdout"
  tree_lines.new({
    unicode = stdout.unicode, depth = options.depth,
    children = function(node) return node.children end,
    line = function(node, prefix)
      local name = rawequal(node, top) and (node.path == "" and "/" or node.path) or node.id
      stdout:line({ prefix }, { name, "name" }, { "  " .. node.class, "dim" }, { contents(model, counts, node) })
    end,
    note = function(text) stdout:line({ text, "dim" }) end,
  }):draw(top)
end

-- What --json prints of a construct; below the depth only how many constructs are left out.
local function described(model, node, view, depth)
  local resource = resource_of(model, node)
  local entry = engine.ordered("path", node.path, "id", node.id, "class", node.class, "fqn", node.fqn)
  if resource then
    entry.type = resource.type
    if model.resources[node.path] then entry.logicalId = resource.id end
  end
  if #node.children == 0 then return engine.map(entry) end
  if depth > view.depth then
    entry.below = view:count_below(node)
    return engine.map(entry)
  end
  local children = {}
  for i, child in ipairs(node.children) do children[i] = described(model, child, view, depth + 1) end
  entry.children = engine.list(children)
  return engine.map(entry)
end

local function print_json(tops, options)
  local view = tree_lines.new { depth = options.depth, children = function(node) return node.children end }
  local list = {}
  for i, top in ipairs(tops) do list[i] = described(top.model, top.node, view, 1) end
  io.write(assembly_stacks.printable(assembly.print_json(#list == 1 and list[1] or engine.list(list), 2)), "\n")
end

-- The path that is nearest to one that does not exist: the same parent, or whatever ends like it.
local function nearest(models, path)
  local above, id = path:match "^(.*)/([^/]*)$"
  local ids, shortest = {}, nil
  for _, model in ipairs(models) do
    local parent = model.nodes[above or ""]
    for _, child in ipairs(parent and parent.children or {}) do ids[#ids + 1] = child.id end
    for other in pairs(model.nodes) do
      local fits = other:sub(-#path - 1) == "/" .. path
      if fits and (not shortest or #other < #shortest or #other == #shortest and other < shortest) then
        shortest = other
      end
    end
  end
  local best = not shortest and engine.nearest(id or path, ids)
  return shortest or best and (above and above .. "/" or "") .. best
end

return function(options)
  local models, tops = {}, {}
  for i, folder in ipairs(options.folders) do models[i] = constructs_of.folder(folder) end
  local path = (options.path or ""):gsub("^/+", ""):gsub("/+$", "")
  for _, model in ipairs(models) do
    local node = model.nodes[path]
    if node then tops[#tops + 1] = { model = model, node = node } end
  end
  if #tops == 0 then
    local best = nearest(models, path)
    local hint = best and ("; did you mean '%s'?"):format(best) or ""
    error(("%s has no construct '%s'%s"):format(options.file, path, hint), 0)
  end
  if options.json then
    print_json(tops, options)
  else
    for _, top in ipairs(tops) do draw(top.model, top.node, options) end
  end
  return true
end
