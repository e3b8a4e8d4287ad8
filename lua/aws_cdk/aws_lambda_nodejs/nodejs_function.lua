local assets = require "luacdk.assets"
local bundling = require "aws_cdk.aws_lambda_nodejs.bundling"
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"
local engine = require "luacdk.engine"
local lambda = require "aws_cdk.aws_lambda"
local package_manager = require "aws_cdk.aws_lambda_nodejs.package_manager"
local project = require "aws_cdk.aws_lambda_nodejs.project"
local sdk = require "aws_cdk.aws_lambda_nodejs.sdk"

local path = assets.path
local fail = engine.fail

--- A function in JavaScript or TypeScript, bundled by esbuild with the modules that it imports.
local NodejsFunction = engine.class("aws_cdk.aws_lambda_nodejs.NodejsFunction", lambda.Function)

local EXTENSIONS = { js = true, jsx = true, ts = true, tsx = true, cjs = true, cts = true, mjs = true, mts = true }

-- Where a handler is looked for beside the script, in this order.
local BESIDE = { "ts", "js", "mjs", "mts", "cts", "cjs" }

local function find_entry(scope, id, entry)
  if entry then
    if not EXTENSIONS[entry:match "%.(%w+)$"] then
      fail(scope, "entry must be a file of JavaScript or TypeScript (.js, .ts, .mjs, …), got %s", engine.display(entry))
    elseif not assets.exists(entry) then
      fail(scope, "there is no entry file %s", entry)
    end
    return entry
  end
  local place = engine.location()
  local script = place and place:match "^(.*):%d+$"
  if not script then fail(scope, "entry is missing, and there is no script file to look beside") end
  local base = script:gsub("%.%w+$", "") .. "." .. id .. "."
  local tried = {}
  for i, extension in ipairs(BESIDE) do
    if assets.exists(base .. extension) then return base .. extension end
    tried[i] = base .. extension
  end
  fail(scope, "entry is missing, and there is no handler beside the script: neither %s nor %s",
    table.concat(tried, ", ", 1, #tried - 1), tried[#tried])
end

local function find_lock_file(scope, given)
  if given then
    if not assets.exists(given) then
      fail(scope, "deps_lock_file_path: there is no file %s", given)
    elseif not assets.is_file(given) then
      fail(scope, "deps_lock_file_path must name a file, but %s is not one", given)
    end
    return path.resolve(given)
  end
  local found = project.find_up(package_manager.LOCK_FILES, assets.cwd())
  if #found == 0 then
    fail(scope, "there is no lock file (%s) in %s or above it: -> install the packages, or give deps_lock_file_path",
      table.concat(package_manager.LOCK_FILES, ", "), assets.cwd())
  elseif #found > 1 then
    fail(scope, "there are several lock files: %s; -> choose one with deps_lock_file_path", table.concat(found, ", "))
  end
  return found[1]
end

-- The code, and the name of the handler in it.
local function bundled(scope, id, props, runtime)
  local entry = path.resolve(find_entry(scope, id, props.entry))
  local lock_file = find_lock_file(scope, props.deps_lock_file_path)
  local root = path.resolve(props.project_root or path.dirname(lock_file))
  local options = {}
  for key, value in pairs(props.bundling or {}) do options[key] = value end
  options.entry, options.runtime, options.deps_lock_file_path, options.project_root = entry, runtime, lock_file, root
  options.architecture = props.architecture or lambda.Architecture.X86_64
  local code = lambda.Code.from_asset(root, {
    asset_hash = options.asset_hash,
    asset_hash_type = options.asset_hash and cdk.AssetHashType.CUSTOM or cdk.AssetHashType.OUTPUT,
    bundling = bundling.options(scope, options),
  })
  local handler = props.handler or "handler"
  return code, handler:find(".", 1, true) and handler or "index." .. handler
end

local function runtime_of(scope, props)
  if props.runtime then return props.runtime end
  local latest = cdk.FeatureFlags.of(scope):is_enabled(cx_api.LAMBDA_NODEJS_USE_LATEST_RUNTIME)
  return latest and lambda.Runtime.NODEJS_LATEST or lambda.Runtime.NODEJS_16_X
end

local OWN = { entry = true, bundling = true, deps_lock_file_path = true, project_root = true,
  aws_sdk_connection_reuse = true }

--- Arguments: scope, id, NodejsFunctionProps: entry (the file beside the script that is named after both unless given),
--- bundling, handler ("handler" of the entry file) and what any function takes.
function NodejsFunction:init(scope, id, props)
  props = props or {}
  if props.runtime and props.runtime.family ~= lambda.RuntimeFamily.NODEJS then
    fail(scope, "runtime must be one of Node, got %s", props.runtime.name)
  end
  local runtime = runtime_of(scope, props)
  local inner = {}
  for key, value in pairs(props) do
    if not OWN[key] then inner[key] = value end
  end
  inner.runtime = runtime
  if props.code then
    if not props.handler then
      fail(scope, "handler is required with `code`: -> the file and function in the code, as 'file.function'")
    end
  else
    inner.code, inner.handler = bundled(scope, id, props, runtime)
  end
  lambda.Function.init(self, scope, id, inner)
  if sdk.is_version_2(runtime) then
    if props.aws_sdk_connection_reuse ~= false then self:_reuse_connections() end
  elseif props.aws_sdk_connection_reuse then
    cdk.Annotations.of(scope):add_warning_v2("aws-cdk-lib/aws-lambda-nodejs:unusedSdkEnvironmentVariable",
      "aws_sdk_connection_reuse sets a variable that version 3 of the AWS SDK does not read; leave it out")
    self:_reuse_connections()
  end
end

function NodejsFunction:_reuse_connections()
  self:add_environment("AWS_NODEJS_CONNECTION_REUSE_ENABLED", "1", { remove_in_edge = true })
end

return { NodejsFunction = NodejsFunction }
