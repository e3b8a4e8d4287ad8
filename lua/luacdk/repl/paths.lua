--- Paths of constructs in commands: relative to the construct of `:cd`, or from the top with a leading slash; `..` goes
--- up. The top, written `/`, is above the apps of a session and not a construct: the children of an app are directly
--- below it. If several apps have the same path, `Api#2` is that of the second.
local engine = require "luacdk.engine"
local dry_run = require "aws_cdk.private.dry_run"

local find_construct = require("luacdk.repl.preview").find_construct

local paths = {}

--- The apps of the session.
function paths.apps() return dry_run.apps() end

--- The construct at a path from the top, which may end in `#n`; nil if there is none. The top itself is also nil.
function paths.find(path)
  local number = tonumber(path:match "#(%d+)$") or 1
  path = path:gsub("#%d+$", "")
  if path == "" then return nil end
  for _, app in ipairs(paths.apps()) do
    local construct = find_construct(app, path)
    if construct then
      number = number - 1
      if number == 0 then return construct end
    end
  end
  return nil
end

--- The path by which a construct is found, without a leading slash; "" for an app.
function paths.of(construct)
  local path, root = construct.node.path, construct.node.root
  local number = 0
  for _, app in ipairs(paths.apps()) do
    if find_construct(app, path) then number = number + 1 end
    if rawequal(app, root) then break end
  end
  return number > 1 and path .. "#" .. number or path
end

--- The number of the app that contains the construct; nil if the session does not know it.
function paths.app_number(construct)
  for number, app in ipairs(paths.apps()) do
    if rawequal(app, construct.node.root) then return number end
  end
end

--- The constructs directly below one; below the top (nil) those of all apps.
function paths.children(construct)
  if construct then return construct.node.children end
  local children = {}
  for _, app in ipairs(paths.apps()) do
    for _, child in ipairs(app.node.children) do children[#children + 1] = child end
  end
  return children
end

-- Joins a path to the current one, and resolves `.` and `..`.
local function normalised(cwd, text)
  local whole = text:sub(1, 1) == "/" and text or cwd .. "/" .. text
  local ids = {}
  for id in whole:gmatch "[^/]+" do
    if id == ".." then
      ids[#ids] = nil
    elseif id ~= "." then
      ids[#ids + 1] = id
    end
  end
  -- The number of an app belongs at the end.
  local path = table.concat(ids, "/")
  local number = path:match "#(%d+)"
  path = path:gsub("#%d+", "")
  return number and path ~= "" and path .. "#" .. number or path
end

local function nearest_below(path)
  local parent, id = path:match "^(.*)/([^/]*)$"
  if not parent then parent, id = "", path end
  local above = parent ~= "" and paths.find(parent) or nil
  if parent ~= "" and not above then return nil end
  local ids = {}
  for _, child in ipairs(paths.children(above)) do ids[#ids + 1] = child.node.id end
  local best = engine.nearest(id, ids)
  return best and (parent ~= "" and parent .. "/" or "") .. best
end

-- The shortest path of a construct that ends with the text.
local function ending(text)
  local best
  local function walk(construct)
    for _, child in ipairs(paths.children(construct)) do
      local path = child.node.path
      local found = path:sub(-#text - 1) == "/" .. text
      if found and (not best or #path < #best) then best = path end
      walk(child)
    end
  end
  walk(nil)
  return best
end

--- The construct that a text means: a path from the session's place or from the top, or an expression. Returns true and
--- the construct (nil: the top); or false and a sentence.
function paths.resolve(session, text)
  local cwd = session.cwd or ""
  text = (text or ""):match "^%s*(.-)%s*$"
  local path = normalised(cwd, text)
  if path == "" then return true, nil end
  local construct = paths.find(path)
  if construct then return true, construct end
  if text == "" then return false, ("the construct '%s' no longer exists; :cd / goes to the top"):format(cwd) end
  construct = text:sub(1, 1) ~= "/" and cwd ~= "" and paths.find(normalised("", text)) or nil
  if construct then return true, construct end
  if session.evaluate and text:find "^[%a_(]" then
    local kind, found = require("luacdk.repl.expression").look(session, text, true)
    construct = kind == "construct" and paths.find(found)
    if construct then return true, construct end
  end
  local best = ending(text) or nearest_below(path)
  return false, ("there is no construct '%s'"):format(text) .. (best and ("; did you mean '%s'?"):format(best) or "")
end

return paths
