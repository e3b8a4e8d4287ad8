--- Graphs of what a pipeline does: nodes that wait for others, in graphs inside of each other.
local engine = require "luacdk.engine"

local fail, display = engine.fail, engine.display

local graph = {}

-- ---- sets that keep their order -------------------------------------------------------------------------------------

local function set() return { list = {}, has = {} } end

local function add(to, one)
  if to.has[one] then return end
  to.has[one] = true
  to.list[#to.list + 1] = one
end

-- What is removed stays in the list.
local function remove(from, one) from.has[one] = nil end

-- ---- nodes ----------------------------------------------------------------------------------------------------------

local Node = {}
Node.__index = Node

--- A node. `data` says what it stands for: { type = "step", … }.
function graph.node(id, data, display_name)
  return setmetatable({ id = id, data = data or {}, display_name = display_name, dependencies = {} }, Node)
end

--- Makes the node wait for others.
function Node:depend_on(...)
  for i = 1, select("#", ...) do
    local other = select(i, ...)
    if other == self then fail(nil, "the step %s cannot wait for itself", display(self.id)) end
    if other then table.insert(self.dependencies, other) end
  end
end

--- The node and the graphs that contain it, outermost first, up to but without `up_to`.
function Node:ancestor_path(up_to)
  local path, node = { self }, self
  while node.parent and node.parent ~= up_to do
    node = node.parent
    table.insert(path, 1, node)
  end
  return path
end

-- ---- graphs ---------------------------------------------------------------------------------------------------------

local Graph = setmetatable({}, { __index = Node })
Graph.__index = Graph

--- A graph, which is itself a node.
function graph.graph(id, data, nodes)
  local new = setmetatable({ id = id, data = data or {}, dependencies = {}, nodes = {}, _by_id = {} }, Graph)
  for _, node in ipairs(nodes or {}) do new:add(node) end
  return new
end

function graph.is_graph(node) return getmetatable(node) == Graph end

function Graph:child(id) return self._by_id[id] end

--- Adds a node, which must not have the id of another one.
function Graph:add(node)
  if self._by_id[node.id] then
    fail(nil, "there are two steps, stacks or stages named %s in %s of the pipeline", display(node.id),
      self.id == "" and "a place" or display(self.id))
  end
  node.parent = self
  self._by_id[node.id] = node
  table.insert(self.nodes, node)
end

-- All nodes below a graph with what they wait for.
local function deep_dependencies(of)
  local keys, deps = {}, {}
  local function visit(node)
    if not deps[node] then
      deps[node] = set()
      keys[#keys + 1] = node
    end
    for _, dependency in ipairs(node.dependencies) do add(deps[node], dependency) end
    for _, child in ipairs(graph.is_graph(node) and node.nodes or {}) do visit(child) end
  end
  for _, node in ipairs(of.nodes) do visit(node) end
  return keys, deps
end

-- The same with each node replaced by those that project(node) gives.
local function projected(of, project)
  local keys, deps = deep_dependencies(of)
  local kept = {}
  for _, node in ipairs(keys) do
    local targets = project(node)
    if #targets == 1 and targets[1] == node then
      kept[#kept + 1] = node
    else
      local own = deps[node]
      deps[node] = nil
      for _, target in ipairs(targets) do
        for _, dependency in ipairs(own.list) do add(deps[target], dependency) end
      end
    end
  end
  for _, node in ipairs(kept) do
    local all = set()
    for _, dependency in ipairs(deps[node].list) do
      for _, target in ipairs(project(dependency)) do add(all, target) end
    end
    remove(all, node)
    deps[node] = all
  end
  return kept, deps
end

-- The first node that waits for itself, by way of others: the path from it back to it.
local function find_circle(keys, deps)
  for _, start in ipairs(keys) do
    local path, seen = { start }, {}
    local function visit(node)
      local own = deps[node]
      for _, dependency in ipairs(own and own.list or {}) do
        if own.has[dependency] and (dependency == start or not seen[dependency]) then
          seen[dependency] = true
          path[#path + 1] = dependency
          if dependency == start or visit(dependency) then return true end
          path[#path] = nil
        end
      end
    end
    if visit(start) then return path end
  end
end

local function ids_of(nodes)
  local ids = {}
  for i, node in ipairs(nodes) do ids[i] = node.id end
  return ids
end

-- Lists of nodes that may run at the same time, sorted by id; nodes of one id keep their order. A circle is an error
-- unless `tolerant`.
local function sorted(nodes, keys, deps, tolerant)
  local place, waiting, dependents, count = {}, {}, {}, 0
  for i, node in ipairs(nodes) do
    if not place[node] then
      count = count + 1
      place[node], waiting[node] = i, 0
      for _, dependency in ipairs(deps[node].list) do
        if deps[node].has[dependency] then
          waiting[node] = waiting[node] + 1
          dependents[dependency] = dependents[dependency] or {}
          table.insert(dependents[dependency], node)
        end
      end
    end
  end
  local function comes_before(a, b)
    if a.id ~= b.id then return a.id < b.id end
    return place[a] < place[b]
  end
  local free, tranches, done = {}, {}, {}
  for node in pairs(place) do
    if waiting[node] == 0 then free[#free + 1] = node end
  end
  while count > 0 do
    if #free == 0 then
      local circle = find_circle(keys, deps)
      if not tolerant then
        fail(nil, "steps of the pipeline wait for each other in a circle: %s", table.concat(ids_of(circle), " => "))
      end
      free[1] = circle[1]
    end
    table.sort(free, comes_before)
    tranches[#tranches + 1] = free
    count = count - #free
    local next_free = {}
    for _, node in ipairs(free) do done[node] = true end
    for _, node in ipairs(free) do
      for _, dependent in ipairs(dependents[node] or {}) do
        remove(deps[dependent], node)
        waiting[dependent] = waiting[dependent] - 1
        if waiting[dependent] == 0 and not done[dependent] then next_free[#next_free + 1] = dependent end
      end
    end
    free = next_free
  end
  return tranches
end

--- The children of the graph, as lists of those that may run at the same time.
function Graph:sorted_children(tolerant)
  local children = {}
  for _, node in ipairs(self.nodes) do children[node] = true end
  local keys, deps = projected(self, function(node)
    while not children[node] and node.parent do node = node.parent end
    return children[node] and { node } or {}
  end)
  return sorted(self.nodes, keys, deps, tolerant)
end

--- The nodes at the bottom, in the same way.
function Graph:sorted_leaves()
  local leaves = {}
  local function find(node)
    local found = {}
    if graph.is_graph(node) then
      for _, child in ipairs(node.nodes) do
        local below = find(child)
        table.move(below, 1, #below, #found + 1, found)
      end
    else
      found[1] = node
    end
    leaves[node] = found
    return found
  end
  find(self)
  local keys, deps = projected(self, function(node) return leaves[node] or {} end)
  return sorted(keys, keys, deps)
end

local function root_path(node) return node:ancestor_path(nil) end

--- The first of some nodes of one tree that can run.
function graph.first(nodes)
  local wanted = {}
  for _, node in ipairs(nodes) do wanted[node] = true end
  for _, tranche in ipairs(root_path(nodes[1])[1]:sorted_leaves()) do
    for _, node in ipairs(tranche) do
      if wanted[node] then return node end
    end
  end
  fail(nil, "none of the steps %s can run first", table.concat(ids_of(nodes), ", "))
end

--- The innermost graph that contains all of the nodes.
function graph.common_ancestor(nodes)
  local paths = {}
  for i, node in ipairs(nodes) do paths[i] = root_path(node) end
  if #paths == 1 then return paths[1][#paths[1] - 1] end
  local depth = 1
  while true do
    for _, path in ipairs(paths) do
      if not path[depth + 1] or path[depth + 1] ~= paths[1][depth + 1] then return paths[1][depth] end
    end
    depth = depth + 1
  end
end

-- ---- as a picture ---------------------------------------------------------------------------------------------------

local DOT_HEAD = {
  "digraph G {",
  "  # Arrows represent an \"unlocks\" relationship (opposite of dependency). So chosen",
  "  # because the layout looks more natural that way.",
  "  # To represent subgraph dependencies, subgraphs are represented by BEGIN/END nodes.",
  "  # To render: `dot -Tsvg input.dot > graph.svg`, open in a browser.",
  "  node [shape=\"box\"];",
}

local function label(node, prefix)
  return ('"%s%s"'):format(prefix or "", table.concat(ids_of { table.unpack(root_path(node), 2) }, "."))
end

local function begin_of(node) return graph.is_graph(node) and label(node, "BEGIN ") or label(node) end
local function end_of(node) return graph.is_graph(node) and label(node, "END ") or label(node) end

--- The text of the graph for Graphviz.
function Graph:to_dot()
  local lines = { table.unpack(DOT_HEAD) }
  local function put(...) lines[#lines + 1] = (...):format(select(2, ...)) end
  local function visit(node)
    local is_graph = graph.is_graph(node)
    if is_graph then
      put('%s [shape="cds", style="filled", fillcolor="#b7deff"];', begin_of(node))
      put('%s [shape="cds", style="filled", fillcolor="#b7deff"];', end_of(node))
    else
      put("%s;", label(node))
    end
    for _, dependency in ipairs(node.dependencies) do put("%s -> %s;", end_of(dependency), begin_of(node)) end
    if not is_graph or #node.nodes == 0 then return end
    for _, child in ipairs(node.nodes) do visit(child) end
    local tranches = node:sorted_children(true)
    for _, first in ipairs(tranches[1]) do put("%s -> %s;", begin_of(node), begin_of(first)) end
    for _, last in ipairs(tranches[#tranches]) do put("%s -> %s;", end_of(last), end_of(node)) end
  end
  for _, node in ipairs(self.nodes) do visit(node) end
  lines[#lines + 1] = "}"
  return table.concat(lines, "\n")
end

return graph
