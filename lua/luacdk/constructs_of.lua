--- The constructs and resources of assemblies that were written, for the commands that show them.
local types = require "luacdk.schema.types"
local assembly_stacks = require "luacdk.assembly_stacks"

local map_in, text_in = assembly_stacks.map_in, assembly_stacks.text_in

local constructs_of = {}

-- "aws-cdk-lib.aws_sqs.Queue" → "sqs.Queue", as in messages.
local function class_of(fqn) return types.short((fqn:gsub("^aws%-cdk%-lib%.", "aws_cdk."))) end

-- The construct that is only there to write the tree: the last one below the app.
local function is_writer(node)
  return node.path == "Tree" and node.fqn == "constructs.Construct" and #node.children == 0
end

-- `file`: the tree's; `around`: the path of the node around the entry.
local function add_nodes(nodes, entry, file, around)
  entry = map_in(file, entry or false, "a node below '" .. around .. "'")
  local path = text_in(file, entry.path, "the path of a node below '" .. around .. "'") or ""
  local about = map_in(file, entry.constructInfo, "the constructInfo of '" .. path .. "'")
  local fqn = text_in(file, about.fqn, "the class of '" .. path .. "'") or "constructs.Construct"
  local node = { id = text_in(file, entry.id, "the id of '" .. path .. "'") or "", path = path, fqn = fqn,
    class = class_of(fqn), children = {} }
  nodes[path] = node
  for _, child in pairs(map_in(file, entry.children, "the children of '" .. path .. "'")) do
    table.insert(node.children, add_nodes(nodes, child, file, path))
  end
  local last = node.path == "" and node.children[#node.children]
  if last and is_writer(last) then table.remove(node.children) end
  return node
end

local function parent_of(path) return path:match "^(.*)/[^/]*$" or path ~= "" and "" or nil end

-- The stack around the path, which may be the stack's own.
local function stack_around(stacks, path)
  while path do
    if stacks[path] then return stacks[path] end
    path = parent_of(path)
  end
end

-- Adds a stack of the assembly, and the stacks nested in it.
local function add_stack(model, entry)
  local artifact = entry.artifact
  local by_path, root = {}, nil
  local function add(path, file, text)
    local stack = {
      path = path, environment = artifact.environment, template = assembly_stacks.template(file, text), ids = {},
      root = root,
      name = not root and (artifact.properties.stackName or entry.name) or nil, artifact = artifact, entry = entry,
    }
    by_path[path] = stack
    table.insert(model.stacks, stack)
    return stack
  end
  root = add(entry.path, entry.file, entry.text)
  for path, file in pairs(assembly_stacks.noted(entry, "aws:cdk:templateFile")) do
    if path ~= root.path then
      file = entry.folder .. "/" .. assembly_stacks.beside(file, "the template of " .. path)
      add(path, file, assembly_stacks.read_file(file))
    end
  end
  for path, id in pairs(assembly_stacks.noted(entry, "aws:cdk:logicalId")) do
    local stack = stack_around(by_path, path)
    if stack and type(id) == "string" then stack.ids[id] = path end
  end
  for path, stack in pairs(by_path) do
    local resources = stack.template.Resources
    for id, resource in pairs(type(resources) == "table" and resources or {}) do
      local of = stack.ids[id]
      local type_of = type(resource) == "table" and resource.Type
      if of then
        model.resources[of] = { id = id, type = type(type_of) == "string" and type_of or "?", stack = stack }
      end
    end
    if stack ~= root then stack.parent = stack_around(by_path, parent_of(path)) end
  end
end

--- The constructs of the assembly in a folder: { root =, nodes = { path = node }, stacks =, resources = { path =
--- { id =, type =, stack = } } }. A node is { id =, path =, fqn =, class =, children = }; a stack { path =, name =,
--- environment =, template =, ids = { logical id = path }, parent = the stack it is nested in, or nil }.
function constructs_of.folder(folder)
  local model = { nodes = {}, stacks = {}, resources = {} }
  local file = folder .. "/tree.json"
  local tree = map_in(file, assembly_stacks.decode(file, assembly_stacks.read_file(file)) or false, "the tree")
  model.root = add_nodes(model.nodes, tree.tree, file, "")
  for _, entry in ipairs(assembly_stacks.of(folder)) do add_stack(model, entry) end
  table.sort(model.stacks, function(a, b) return a.path < b.path end)
  return model
end

return constructs_of
