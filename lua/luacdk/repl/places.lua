--- Candidates from outside the language: files, constructs, logical ids, stacks, commands.
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"

local Candidates = require "luacdk.repl.candidates"
local paths = require "luacdk.repl.paths"
local types = require "luacdk.schema.types"

local schema = engine.schema
local places = {}

--- A list of candidates for the part after the folder or parent in the word; and how long that prefix is.
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

--- The roots of the trees: the session's apps, and others that the user's variables belong to.
function places.roots(session)
  local roots, seen = {}, {}
  local function add(root)
    if not seen[root] then
      seen[root] = true
      roots[#roots + 1] = root
    end
  end
  for _, app in ipairs(paths.apps()) do add(app) end
  for _, value in pairs(session:scope()) do
    if engine.is_construct(value) then add(value.node.root) end
  end
  return roots
end

--- The construct at that path below `root`, where `..` goes up; nil if there is none.
local function at_path(root, path)
  local ids = {}
  for id in path:gmatch "[^/]+" do
    if id == ".." then ids[#ids] = nil elseif id ~= "." then ids[#ids + 1] = id end
  end
  for _, id in ipairs(ids) do
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
  return name and types.short(name)
end

local function add_children(candidates, construct, rank)
  for _, child in ipairs(places.children(construct)) do
    local id = id_of(child)
    if id ~= "" then
      candidates:add(#places.children(child) > 0 and id .. "/" or id, "construct", note_of(child), rank)
    end
  end
end

--- Paths of constructs: below the session's current construct and, if that is not the top, from the top.
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
        local type_of = type(element) == "table" and element.Type
        candidates:add(id, "logical_id", type(type_of) == "string" and type_of or section:sub(1, -2):lower(), rank)
      end
    end
  end
  return candidates, 0
end

--- Resource types, those of the templates first.
function places.resource_types(session, word)
  local candidates = Candidates.new(word)
  local preview = session and preview_of(session)
  for _, stack in ipairs(preview and preview.stacks or {}) do
    for _, resource in pairs(stack.template and stack.template.Resources or {}) do
      if type(resource) == "table" and type(resource.Type) == "string" then
        candidates:add(resource.Type, "type", "in the template", Candidates.FITS)
      end
    end
  end
  for _, cfn_type in ipairs((schema.resources())) do candidates:add(cfn_type, "type") end
  return candidates, 0
end

local SECTIONS = { "Conditions", "Mappings", "Metadata", "Outputs", "Parameters", "Resources", "Rules", "Transform" }
local TERMS = {
  type = places.resource_types,
  id = places.logical_ids,
  path = places.constructs,
  stack = places.stacks,
  section = function(_, word)
    local candidates = Candidates.new(word)
    for _, name in ipairs(SECTIONS) do candidates:add(name, "keyword") end
    return candidates, 0
  end,
}

--- A term of `:find`: its name, or a value after the equals sign.
function places.terms(session, word)
  local name, value = word:match "^(%a+)=(.*)$"
  if TERMS[name] then
    local candidates, kept = TERMS[name](session, value)
    return candidates, #name + 1 + kept
  end
  local candidates = Candidates.new(word)
  for _, one in ipairs { "type=", "id=", "path=", "stack=", "class=", "section=", "prop." } do
    candidates:add(one, "keyword")
  end
  return candidates, 0
end

--- Marks that were set.
function places.marks(session, word)
  local candidates = Candidates.new(word)
  for name in pairs(session.kept and session.kept.marks or {}) do candidates:add(name, "mark", "mark") end
  return candidates, 0
end

--- Commands by name, with a leading colon if `prefix` is one.
function places.commands(word, prefix)
  local candidates = Candidates.new(word)
  for _, command in ipairs(require "luacdk.repl.commands") do
    if not command.hidden and command.name:find "^%w" then
      candidates:add((prefix or "") .. command.name, "command", command.summary)
    end
  end
  return candidates, 0
end

return places
