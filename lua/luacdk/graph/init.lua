--- `luacdk graph`: the resources of an assembly and what they refer to, as DOT, Mermaid, JSON or a page. Called by
--- src/cli/graph.c; returns an exit status.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local assembly_stacks = require "luacdk.assembly_stacks"
local constructs_of = require "luacdk.constructs_of"
local engine = require "luacdk.engine"
local graph_page = require "luacdk.graph.page"
local graph_text = require "luacdk.graph.text"
local references = require "luacdk.references"

-- Library classes that hold constructs of the user's.
local FRAMES = {
  ["aws-cdk-lib.App"] = true, ["aws-cdk-lib.Stage"] = true, ["aws-cdk-lib.Stack"] = true,
  ["aws-cdk-lib.NestedStack"] = true,
}

-- Whether everything below a construct is part of it: an L2 construct of the library.
local function is_whole(node)
  return node and node.fqn:find "^aws%-cdk%-lib%." and not FRAMES[node.fqn] and not node.fqn:find "%.Cfn[^.]*$"
end

-- The path of the outermost L2 construct around a path, within its stack; false if there is none.
local function owner_of(model, owners, path, stack_path)
  if owners[path] == nil then
    local parent = path:match "^(.*)/[^/]*$"
    owners[path] = parent and #parent > #stack_path and owner_of(model, owners, parent, stack_path) or
      is_whole(model.nodes[path]) and path or false
  end
  return owners[path]
end

-- The path of a resource; of one without a construct, its id below the stack.
local function path_of(stack, id) return stack.ids[id] or stack.path .. "/" .. id end

-- ---- nodes ----------------------------------------------------------------------------------------------------------

-- Adds the nodes of a stack: all resources of a construct together, or each alone. node_of[stack][id] is a resource's.
local function add_nodes(graph, model, stack, options)
  local by_path, of = {}, {}
  local resources = stack.template.Resources
  for id, resource in pairs(type(resources) == "table" and resources or {}) do
    local own = path_of(stack, id)
    local owner = owner_of(model, graph.owners[model], own, stack.path)
    local path = not options.resources and owner or own
    local node = by_path[path]
    if not node then
      local construct = model.nodes[path]
      node = { path = path, class = construct and construct.class, stack = stack, ids = {}, types = {}, seen = {},
        owner = model.nodes[owner] }
      by_path[path] = node
      table.insert(stack.nodes, node)
    end
    table.insert(node.ids, id)
    if type(resource) == "table" and type(resource.Type) == "string" and not node.seen[resource.Type] then
      node.seen[resource.Type] = true
      table.insert(node.types, resource.Type)
    end
    of[id] = node
  end
  for _, node in ipairs(stack.nodes) do
    table.sort(node.ids)
    table.sort(node.types)
  end
  table.sort(stack.nodes, function(a, b) return a.path < b.path end)
  graph.node_of[stack] = of
end

-- ---- edges ----------------------------------------------------------------------------------------------------------

-- The references of each element: index[stack][section][id] = list of entries.
local function index_of(entries)
  local index = {}
  for _, entry in ipairs(entries) do
    local sections = index[entry.stack] or {}
    local ids = sections[entry.section] or {}
    local list = ids[entry.id] or {}
    list[#list + 1] = entry
    ids[entry.id], sections[entry.section], index[entry.stack] = list, ids, sections
  end
  return index
end

local function made_by(index, stack, section, id)
  local ids = index[stack] and index[stack][section]
  return ids and ids[id] or {}
end

-- The resources that a reference leads to, through outputs and through the parameters of nested stacks, each once.
local Targets = {}
Targets.__index = Targets

function Targets:through(key, entries, accepts)
  if self.known[key] then return self.known[key] end -- also while it is being found: nothing refers to itself
  local list, seen = {}, {}
  self.known[key] = list
  for _, entry in ipairs(entries) do
    if not accepts or accepts(entry) then
      for _, node in ipairs(self:of(entry)) do
        if not seen[node] then
          seen[node] = true
          list[#list + 1] = node
        end
      end
    end
  end
  return list
end

local function key_of(stack, section, id) return stack.number .. "\0" .. section .. "\0" .. id end

function Targets:of_output(stack, id)
  return self:through(key_of(stack, "Outputs", id), made_by(self.index, stack, "Outputs", id))
end

function Targets:of(entry)
  local stack, id = entry.to_stack, entry.to
  if not stack then return {} end
  if entry.to_section == "Outputs" then return self:of_output(stack, id) end
  if entry.to_section == "Parameters" then
    local outer = self.graph.resource_of_nested[stack]
    if not outer then return {} end
    local path = "Parameters." .. id
    return self:through(key_of(stack, "Parameters", id), made_by(self.index, outer.stack, "Resources", outer.id),
      function(made) return made.path == path end)
  end
  local node = entry.to_section == "Resources" and self.graph.node_of[stack][id]
  local nested = node and self.graph.nested_of_resource[node]
  local output = nested and entry.how:match "^Fn::GetAtt Outputs%.(.+)$"
  if output then
    local inner = self:of_output(nested, output)
    if #inner > 0 then return inner end
  end
  return node and { node } or {}
end

local function add_edges(graph)
  local entries = references.all(graph)
  local targets = setmetatable({ graph = graph, index = index_of(entries), known = {} }, Targets)
  local edges = {}
  for _, entry in ipairs(entries) do
    local from = entry.section == "Resources" and graph.node_of[entry.stack][entry.id]
    for _, to in ipairs(from and targets:of(entry) or {}) do
      if from ~= to and from.stack.selected and to.stack.selected then
        from.edges = from.edges or {}
        local edge = from.edges[to]
        if not edge then
          edge = { from = from, to = to, via = {}, seen = {} }
          from.edges[to] = edge
          edges[#edges + 1] = edge
        end
        local how = entry.how
        if not edge.seen[how] then
          edge.seen[how] = true
          table.insert(edge.via, how)
        end
      end
    end
  end
  for _, edge in ipairs(edges) do table.sort(edge.via) end
  table.sort(edges, function(a, b)
    if a.from ~= b.from then return a.from.number < b.from.number end
    return a.to.number < b.to.number
  end)
  return edges
end

-- ---- stacks ---------------------------------------------------------------------------------------------------------

-- Each stack's dependencies, which are in the same assembly.
local function add_dependencies(stacks)
  local by_artifact = {}
  for _, stack in ipairs(stacks) do
    if not stack.parent then by_artifact[stack.entry.folder .. "/" .. stack.entry.name] = stack end
  end
  for _, stack in ipairs(stacks) do
    stack.needs = {}
    for _, name in ipairs(not stack.parent and assembly_stacks.dependencies(stack.entry) or {}) do
      local other = by_artifact[stack.entry.folder .. "/" .. name]
      if other and other.selected and stack.selected then table.insert(stack.needs, other) end
    end
    table.sort(stack.needs, function(a, b) return a.number < b.number end)
  end
end

-- The resource of a nested stack is in the stack around it, in a construct beside the nested one.
local function connect_nested(graph, stack)
  local id = stack.path:match "[^/]*$"
  local path = ("%s.NestedStack/%s.NestedStackResource"):format(stack.path, id)
  local resource = stack.parent.by_path[path]
  if resource then
    graph.resource_of_nested[stack] = { stack = stack.parent, id = resource }
    local node = graph.node_of[stack.parent][resource]
    if node then graph.nested_of_resource[node] = stack end
  end
end

--- The graph of some assemblies: { stacks =, edges = }. A stack has `nodes` and `needs` besides its own fields; a node
--- { id =, path =, class =, types =, ids =, stack =, owner = the L2 construct around it, or nil }, an edge
--- { from =, to =, via = }.
local function build(models, options)
  local graph = { stacks = {}, node_of = {}, owners = {}, resource_of_nested = {}, nested_of_resource = {} }
  local wanted = {}
  for _, path in ipairs(options.stacks) do wanted[path] = true end
  local used = {}
  local function unique(path)
    used[path] = (used[path] or 0) + 1
    return used[path] == 1 and path or path .. "#" .. used[path]
  end
  local nodes = 0
  for _, model in ipairs(models) do
    graph.owners[model] = {}
    for _, stack in ipairs(model.stacks) do
      table.insert(graph.stacks, stack)
      stack.number, stack.nodes, stack.by_path, stack.inner = #graph.stacks, {}, {}, {}
      stack.id = unique(stack.path)
      for id, path in pairs(stack.ids) do stack.by_path[path] = id end
      local outermost = stack
      while outermost.parent do outermost = outermost.parent end
      stack.selected = wanted[outermost.path] == true
      add_nodes(graph, model, stack, options)
      for _, node in ipairs(stack.nodes) do
        nodes = nodes + 1
        node.number = nodes
        node.id = unique(node.path)
      end
    end
  end
  for _, stack in ipairs(graph.stacks) do
    if stack.parent then
      connect_nested(graph, stack)
      table.insert(stack.parent.inner, stack)
    end
  end
  graph.edges = add_edges(graph)
  add_dependencies(graph.stacks)
  return graph
end

local function json_of(graph)
  local stacks, nodes, edges = {}, {}, {}
  for _, stack in ipairs(graph.stacks) do
    if stack.selected then
      local needs = {}
      for i, other in ipairs(stack.needs) do needs[i] = other.id end
      stacks[#stacks + 1] = engine.map(engine.ordered("id", stack.id, "path", stack.path, "name", stack.name,
        "environment", stack.environment, "parent", stack.parent and stack.parent.id, "dependsOn", engine.list(needs)))
      for _, node in ipairs(stack.nodes) do
        nodes[#nodes + 1] = engine.map(engine.ordered("id", node.id, "path", node.path, "stack", stack.id,
          "class", node.class, "types", engine.list(node.types), "logicalIds", engine.list(node.ids)))
      end
    end
  end
  for i, edge in ipairs(graph.edges) do
    edges[i] = engine.map(engine.ordered("from", edge.from.id, "to", edge.to.id, "via", engine.list(edge.via)))
  end
  local all = engine.ordered("stacks", engine.list(stacks), "nodes", engine.list(nodes), "edges", engine.list(edges))
  return assembly_stacks.printable(assembly.print_json(engine.map(all), 2)) .. "\n"
end

-- The format by the end of a file's name.
local ENDINGS = { html = "html", htm = "html", json = "json", dot = "dot", gv = "dot", mmd = "mermaid" }

local function format_of(options)
  if options.format or not options.output then return options.format or "dot" end
  local format = ENDINGS[(options.output:match "%.(%w+)$" or ""):lower()]
  if not format then
    error(("the name %s does not say which format is wanted; add --format, or write .html, .json, .dot or "
      .. ".mmd"):format(engine.display(options.output)), 0)
  end
  return format
end

local PRINTERS = { dot = graph_text.dot, mermaid = graph_text.mermaid, json = json_of, html = graph_page }

return function(options)
  local format = format_of(options)
  local models = {}
  for i, folder in ipairs(options.folders) do models[i] = constructs_of.folder(folder) end
  if format == "html" then options.resources = true end -- the page gathers them itself
  local text = PRINTERS[format](build(models, options), options.file)
  if not options.output then
    io.write(text)
  else
    local ok, why = assets.write_file(options.output, text)
    if not ok then error(why, 0) end
  end
  return true
end
