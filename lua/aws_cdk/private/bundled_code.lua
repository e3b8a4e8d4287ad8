local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local handlers = require "aws_cdk.private.bundled_handlers"
local hashes = require "aws_cdk.private.bundled_hashes"

local M = {}

-- Fills the folder of the asset with the library's own files, once for each output.
local function stage(builder, folder, files)
  local target = builder:stage(folder)
  if not target then return end
  local function check(done, message)
    if not done then engine.fail(nil, "cannot stage the library's own function: %s", message) end
  end
  check(assets.mkdirs(target))
  for name, text in pairs(files) do check(assets.write_file(target .. "/" .. name, text)) end
end

--- The path of a staged folder as the manifest of a stage's assembly has it.
function M.asset_path(stage_of, hash)
  local folder = "asset." .. hash
  if not stage_of then return folder end
  return assets.path.relative(assets.path.resolve(stage_of.outdir),
    assets.path.join(assets.path.resolve(stage_of.asset_outdir), folder))
end

--- Adds the code of a function that comes with the library to the assets of the stack. `name` is the handler's folder
--- in the reference; `kind`: "wrapped" with the entry point that answers CloudFormation, "plain" without, "code" as the
--- code of a lambda.Function. The asset's key is the reference's, so that templates stay the same; what lies under it
--- are handlers of our own. Where there is none, the bucket must already hold what the reference published under that
--- key, and the construct gets a warning that says so.
--- Returns { bucket_name, object_key, hash, path, runtime }.
function M.add(scope, name, kind, display_name)
  local row, known = handlers[name], hashes[name]
  if not row and not known then engine.fail(scope, "there is no function %s in the library", engine.display(name)) end
  local hash = row and row.asset_hash or kind == "code" and known.given or known[kind] or known.plain
  local files = row and row.files and require(row.files)
  local stack = engine.stack_of(scope)
  local stage_of = engine.stage_of(scope)
  local path = M.asset_path(stage_of, hash)
  if stage_of and files then stage(stage_of._assembly_builder, "asset." .. hash, files) end
  if not files then
    cdk.Annotations.of(scope):add_warning_v2("luacdk:bundledHandler",
      ("the code of the library's function %s (asset %s) is"
      .. " not part of luacdk: the assets bucket must hold it already, published by an app of AWS CDK"):format(name,
        hash))
  end
  local location = stack.synthesizer:add_file_asset {
    file_name = path, source_hash = hash, packaging = "zip",
    display_name = display_name or scope.node.path .. " Code",
  }
  return {
    bucket_name = location.bucket_name, object_key = location.object_key, hash = hash, path = path,
    runtime = M.latest_node_runtime(scope),
  }
end

--- The newest Node.js runtime that Lambda has in the stack's region.
function M.latest_node_runtime(scope)
  return engine.stack_of(scope):regional_fact("latestNodeRuntime", "nodejs24.x")
end

return M
