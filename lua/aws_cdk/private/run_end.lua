--- The end of a run: synthesises the apps that the script left to it, and reports what would otherwise be silently
--- lost.
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"
local dry_run = require "aws_cdk.private.dry_run"

local run_end = {}

-- Its stacks; a definition's app has some, and others have written it.
local function stacks_of(app) return engine.is_construct(app) and engine.find(app, "stack") or nil end

local function refuse(app, other)
  local names = {}
  for i, stack in ipairs(stacks_of(other) or {}) do names[i] = stack.node.path end
  local made = engine.is_construct(other) and engine.location(other)
  engine.fail(engine.is_construct(app) and app or nil,
    "two Apps write to %s: the stacks of the one%s would be lost%s; -> merge the Apps, or give one its own "
      .. "folder: cdk.App { outdir = \"…\" }",
    app.outdir, made and " made at " .. made or " before",
    #names > 0 and " (" .. table.concat(names, ", ") .. ")" or "")
end

local function check_folders(apps)
  local owners = {}
  for _, app in ipairs(apps) do
    local stacks = stacks_of(app)
    if not stacks or #stacks > 0 then
      local folder = assets.path.resolve(app.outdir)
      if owners[folder] then refuse(app, owners[folder]) end
      owners[folder] = app
    end
  end
end

local function construct_at(app, path)
  local construct = app
  for id in path:gmatch "[^/]+" do construct = construct and construct.node:try_find_child(id) end
  return construct
end

local function check_changes(app)
  local changes = engine.tree_changes(app)
  if #changes == 0 then return end
  local added = changes[1]:match "^%+(.*)"
  engine.fail(added and construct_at(app, added) or nil,
    "the tree was changed after app:synth(), which is not written (%s); -> call synth() once, after the last change, or"
    .. " leave it out", table.concat(changes, ", "))
end

-- A stack whose scope is nil has an App of its own, which only a call of its synth() writes.
local function check_loose(stacks)
  for _, stack in ipairs(stacks) do
    if not engine.app_of(stack)._assembly then
      engine.fail(stack, "the scope of this stack is nil: it is in no App, so nothing is written; -> write"
        .. " cdk.Stack(app, '%s')", stack.node.id)
    end
  end
end

--- Synthesises the apps that have not been synthesised, in the order in which they were made. `loose`: stacks with a
-- name but without a scope.
function run_end.finish(apps, loose)
  if not dry_run.is_on() then
    check_folders(apps)
    check_loose(loose)
  end
  for _, app in ipairs(apps) do
    if not app._assembly then
      app:synth()
    elseif engine.is_construct(app) and not dry_run.is_on() then
      check_changes(app)
    end
  end
end

return run_end
