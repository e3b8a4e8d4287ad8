--- Names that are found outside of the language: files, constructs, logical ids, stacks, commands.
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"

local Candidates = require "luacdk.repl.candidates"

local schema = engine.schema
local places = {}

--- A list of candidates behind the part of the word that is a folder or a parent: how much of the word that is.
local function beside(word, separator)
  local parent = word:match("^(.*" .. separator .. ")") or ""
  return parent, Candidates.new(word:sub(#parent + 1))
end

--- Files and folders; with `folders`, folders only. Returns the candidates and how many bytes of the word stay.
function places.files(word, folders)
  local parent, candidates = beside(word, "/")
  local home = parent:find "^~/" and os.getenv "HOME"
  local folder = home and home .. parent:sub(2) or parent ~= "" and parent or "."
  local hidden = candidates.word:sub(1, 1) == "."
  local ok, names = pcall(assets.list, folder)
  for _, name in ipairs(ok and names or {}) do
    if hidden or name:sub(1, 1) ~= "." then
      local path = folder .. "/" .. name
      if assets.is_directory(path) then
        candidates:add(name .. "/", "folder", "folder")
      elseif not folders then
        candidates:add(name, "file", "file")
      end
    end
  end
  return candidates, #parent
end

--- The constructs directly below one, in the order of their ids; { } if it has none.
function places.children(construct)
  local ok, list = pcall(function()
    local node = engine.is_construct(construct) and construct.node or construct
    return node.children
  end)
  return ok and type(list) == "table" and list or {}
end

local function id_of(construct) return construct.node.id end

--- The tops of the trees that the session holds.
function places.roots(session)
  if session.roots then return session:roots() end
  local roots, seen = {}, {}
  for _, value in pairs(session:scope()) do
    if engine.is_construct(value) then
      local root = value.node.root
      if not seen[root] then
        seen[root] = true
        roots[#roots + 1] = root
      end
    end
  end
  return roots
end

--- The construct at that path below `root`; nil if there is none.
local function at_path(root, path)
  for id in path:gmatch "[^/]+" do
    local found
    for _, child in ipairs(places.children(root)) do
      if id_of(child) == id then found = child end
    end
    if not found then return nil end
    root = found
  end
  return root
end

local function note_of(construct)
  local name = engine.class_name(construct)
  return name and require("luacdk.schema.types").short(name)
end

local function add_children(candidates, construct, rank)
  for _, child in ipairs(places.children(construct)) do
    local id = id_of(child)
    if id ~= "" then
      candidates:add(#places.children(child) > 0 and id .. "/" or id, "construct", note_of(child), rank)
    end
  end
end

--- Paths of constructs: below the session's current construct and, where that is not the top, from the top.
function places.constructs(session, word)
  local parent, candidates = beside(word, "/")
  local absolute = parent:sub(1, 1) == "/"
  local cwd = session.cwd or ""
  for _, root in ipairs(places.roots(session)) do
    local here = not absolute and cwd ~= "" and at_path(root, cwd .. "/" .. parent)
    if here then add_children(candidates, here) end
    local top = at_path(root, parent)
    if top then add_children(candidates, top, here and Candidates.ELSEWHERE or nil) end
  end
  return candidates, #parent
end

--- Ids of the children of a construct or its node.
function places.child_ids(construct, word)
  local candidates = Candidates.new(word)
  for _, child in ipairs(places.children(construct)) do
    candidates:add(id_of(child), "construct", note_of(child))
  end
  return candidates, 0
end

local function preview_of(session)
  if not session.preview then return nil end
  local ok, preview = pcall(session.preview, session)
  return ok and preview or nil
end

--- Names of stacks.
function places.stacks(session, word)
  local candidates = Candidates.new(word)
  local preview = preview_of(session)
  for _, stack in ipairs(preview and preview.stacks or {}) do
    candidates:add(stack.name or stack.id, "stack", stack.path ~= stack.name and stack.path or nil)
  end
  return candidates, 0
end

--- Logical ids of all stacks.
function places.logical_ids(session, word)
  local candidates = Candidates.new(word)
  local preview = preview_of(session)
  for _, stack in ipairs(preview and preview.stacks or {}) do
    for _, section in ipairs { "Resources", "Parameters", "Outputs", "Conditions", "Mappings" } do
      for id, element in pairs(stack.template and stack.template[section] or {}) do
        local rank = section == "Resources" and Candidates.USUAL or Candidates.ELSEWHERE
        candidates:add(id, "logical_id", type(element) == "table" and element.Type or section:sub(1, -2):lower(), rank)
      end
    end
  end
  return candidates, 0
end

--- Resource types, those that the tree has first.
function places.resource_types(session, word)
  local candidates = Candidates.new(word)
  local function visit(construct)
    local cfn_type = rawget(construct, "cfn_resource_type")
    if type(cfn_type) == "string" then candidates:add(cfn_type, "type", "in the tree", Candidates.FITS) end
    for _, child in ipairs(places.children(construct)) do visit(child) end
  end
  for _, root in ipairs(session and places.roots(session) or {}) do pcall(visit, root) end
  for _, cfn_type in ipairs((schema.resources())) do candidates:add(cfn_type, "type") end
  return candidates, 0
end

--- Marks that were set.
function places.marks(session, word)
  local candidates = Candidates.new(word)
  local marks = session.marks
  if type(marks) == "function" then marks = marks(session) end
  for key, value in pairs(type(marks) == "table" and marks or {}) do
    local name = type(key) == "string" and key or type(value) == "table" and value.name or value
    if type(name) == "string" then candidates:add(name, "mark") end
  end
  return candidates, 0
end

--- Commands by their names, with a colon in front when `prefix` is one.
function places.commands(word, prefix)
  local candidates = Candidates.new(word)
  for _, command in ipairs(require "luacdk.repl.commands") do
    candidates:add((prefix or "") .. command.name, "command", command.summary)
  end
  return candidates, 0
end

return places
