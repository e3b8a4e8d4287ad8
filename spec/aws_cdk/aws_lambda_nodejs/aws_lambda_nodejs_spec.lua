-- Functions that esbuild bundles. Programs run in spec/fixtures/nodejs, with stand-ins for esbuild and npm.
local assembly = require "luacdk.assembly"
local assert = require "luassert"
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local engine = require "luacdk.engine"
local lambda = require "aws_cdk.aws_lambda"
local luacdk = require "spec.support.luacdk"

local here = assets.cwd()
local PROJECT = "spec/fixtures/nodejs"
local PATH = ("%s/%s/bin:%s"):format(here, PROJECT, os.getenv "PATH")

describe("lambda_nodejs.NodejsFunction", function()
  for _, case in ipairs { "functions", "flags" } do
    it("gives the reference's template and asset hashes for " .. case, function()
      local folder = luacdk.folder {}
      local arguments = { PROJECT .. "/functions.lua", "--", case, folder .. "/out" }
      local result = luacdk.run(here, arguments, { env = { PATH = PATH } })
      assert.equal(0, result.status, result.err)
      local recorded = luacdk.read(luacdk.golden .. "/aws_lambda_nodejs/" .. case .. ".json")
      local expected = assembly.parse_json(recorded).templates.S
      local actual = assembly.parse_json(luacdk.read(folder .. "/out/S.template.json"))
      assert.equal(assembly.print_json(expected, 1), assembly.print_json(actual, 1))
      luacdk.remove(folder)
    end)
  end

  it("takes the file beside the script that is named after script and function", function()
    local folder = luacdk.folder {
      ["app.Hello.ts"] = "export const handler = 1;\n", ["package-lock.json"] = "{}",
      ["app.lua"] = [[
        local cdk = require "aws_cdk"
        local nodejs = require "aws_cdk.aws_lambda_nodejs"
        local stack = cdk.Stack(cdk.App(), "S")
        nodejs.NodejsFunction(stack, "Hello", { runtime = require("aws_cdk.aws_lambda").Runtime.NODEJS_22_X })
      ]],
    }
    local result = luacdk.run(folder, { "app.lua" }, { env = { PATH = PATH } })
    assert.equal(0, result.status, result.err)
    local found
    for _, name in ipairs(luacdk.list(folder .. "/cdk.out")) do
      found = found or name:match "^asset%..*/index%.js$"
    end
    assert.matches("^--bundle\n./app.Hello.ts\n", luacdk.read(folder .. "/cdk.out/" .. found))
    luacdk.remove(folder)
  end)
end)

describe("what bundling is told", function()
  local function props_of(options)
    local props = {}
    local fields = engine.schema.type("aws_cdk.aws_lambda_nodejs.BundlingOptions").fields
    local names = {}
    for _, field in ipairs(fields) do
      names[field.jsii_name or field.name:gsub("_(%l)", string.upper)] = field.name
    end
    for key, value in pairs(options) do props[assert(names[key], key)] = value end
    if props.docker_image then props.docker_image = cdk.DockerImage.from_registry(props.docker_image) end
    if props.tsconfig then props.tsconfig = assets.path.resolve(props.tsconfig) end
    if props.volumes then
      props.volumes = { { host_path = props.volumes[1].hostPath, container_path = props.volumes[1].containerPath } }
    end
    return props
  end

  it("is the reference's, on the command line and in the JSON that hashes count", function()
    local bundling = require "aws_cdk.aws_lambda_nodejs.bundling"
    local asset_json = require "aws_cdk.private.asset_json"
    local esbuild = require "aws_cdk.aws_lambda_nodejs.esbuild"
    local before = esbuild.installation
    esbuild.installation = function() return { version = "0.21.5" } end
    local stack = cdk.Stack(cdk.App { outdir = luacdk.folder {} }, "S")
    for _, row in ipairs(assembly.parse_json(luacdk.read(luacdk.golden .. "/nodejs_bundling.json"))) do
      local props = props_of(row.options)
      props.entry, props.project_root = here .. "/" .. PROJECT .. "/entry.ts", here .. "/" .. PROJECT
      props.deps_lock_file_path = here .. "/" .. PROJECT .. "/" .. row.lockFile
      props.runtime, props.architecture = lambda.Runtime[row.runtime], lambda.Architecture[row.architecture]
      local options = bundling.options(stack, props)
      local told = assembly.print_json(row.options) .. " with " .. row.lockFile
      local function plain(text) return (text:gsub(here:gsub("%p", "%%%0"), "<here>")) end
      assert.equal(table.concat(row.command, "\n"), plain(table.concat(options.command, "\n")), told)
      assert.equal(row.json, plain(asset_json.bundling_options(options)), told)
    end
    esbuild.installation = before
  end)
end)

describe("an error of lambda_nodejs.NodejsFunction", function()
  local nodejs = require "aws_cdk.aws_lambda_nodejs"
  local function message(props)
    local stack = cdk.Stack(cdk.App { outdir = luacdk.folder {} }, "S")
    local all = {
      entry = PROJECT .. "/entry.ts", deps_lock_file_path = PROJECT .. "/package-lock.json",
      runtime = lambda.Runtime.NODEJS_22_X,
    }
    for key, value in pairs(props) do all[key] = value ~= cdk.NULL and value or nil end
    local done, text = pcall(nodejs.NodejsFunction, stack, "F", all)
    assert.is_false(done)
    return (text:gsub(here:gsub("%p", "%%%0"), "<here>"))
  end

  it("says what is wrong with runtime, code, entry and lock file", function()
    for expected, props in pairs {
      ["runtime must be one of Node, got python3.12"] = { runtime = lambda.Runtime.PYTHON_3_12 },
      ["handler is required with `code`"] = { code = lambda.Code.from_inline "x" },
      ["entry must be a file of JavaScript or TypeScript (.js, .ts, .mjs, …), got 'a.py'"] = { entry = "a.py" },
      ["there is no entry file nowhere.ts"] = { entry = "nowhere.ts" },
      ["neither spec/aws_cdk/aws_lambda_nodejs/aws_lambda_nodejs_spec.F.ts, "] = { entry = cdk.NULL },
      ["deps_lock_file_path: there is no file x.lock"] = { deps_lock_file_path = "x.lock" },
      ["deps_lock_file_path must name a file, but spec is not one"] = { deps_lock_file_path = "spec" },
      ["no lock file (pnpm-lock.yaml, yarn.lock, bun.lock, bun.lockb, package-lock.json) in <here> or above it"]
        = { deps_lock_file_path = cdk.NULL },
      ["is not below the project's root (<here>/spec/fixtures/nodejs/lib): give project_root"]
        = { project_root = PROJECT .. "/lib" },
    } do
      assert.matches(expected, message(props), 1, true)
    end
  end)

  it("says what is wrong with the options of bundling", function()
    for expected, bundling in pairs {
      ["source_map_mode and source_map = false are mutually exclusive"]
        = { source_map = false, source_map_mode = nodejs.SourceMapMode.INLINE },
      ["node_modules: 'nothing' is neither in <here>/spec/fixtures/nodejs/package.json nor installed"]
        = { node_modules = { "nothing" } },
    } do
      assert.matches(expected, message { bundling = bundling }, 1, true)
    end
    assert.matches("pre_compilation is for TypeScript, and the entry is ", message {
      entry = PROJECT .. "/plain.js", bundling = { pre_compilation = true },
    }, 1, true)
    assert.matches("the runtime nodejs12.x does not support ECMAScript modules: leave out bundling.format", message {
      runtime = lambda.Runtime.NODEJS_12_X, bundling = { format = nodejs.OutputFormat.ESM },
    }, 1, true)
  end)
end)
