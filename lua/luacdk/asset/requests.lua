--- The assets of the script that has just run, for `luacdk asset explain FILE CONSTRUCT`: called in a process that
--- wrote nothing. Returns JSON, a list: path of the construct, source, and all that its hash follows from.
local assembly = require "luacdk.assembly"
local dry_run = require "aws_cdk.private.dry_run"
local engine = require "luacdk.engine"

-- What the hash is made of besides the fingerprint.
local function made_from(request)
  if request.hash_type == "custom" then return "given as asset_hash" end
  if not request.bundling then return nil end
  return request.hash_type == "source" and "fingerprint and bundling options" or "output of bundling"
end

-- How many patterns are the user's own; images add some that always hold.
local function own_patterns(construct, request)
  local options = rawget(construct.node.scope, "_options")
  return #(request.options.ignore_mode == "docker" and options and (options.exclude or {}) or request.options.exclude)
end

local function collect(list, construct)
  local request = rawget(construct, "_request")
  if request then
    local options = request.options
    list[#list + 1] = engine.ordered("path", construct.node.path, "source", request.source, "skip", request.outdir,
      "own", own_patterns(construct, request),
      "exclude", engine.list(table.move(options.exclude, 1, #options.exclude, 1, {})),
      "ignore_mode", options.ignore_mode, "follow", options.follow, "extra_hash", options.extra_hash,
      "hash", construct.asset_hash, "made_from", made_from(request))
  end
  for _, child in ipairs(construct.node.children) do collect(list, child) end
end

return function()
  local list = engine.list {}
  for _, app in ipairs(dry_run.apps()) do collect(list, app) end
  return assembly.print_json(list)
end
