-- Functions bundled by esbuild in the project that compare.sh makes; twin of app.js.
local cdk = require "aws_cdk"
local lambda = require "aws_cdk.aws_lambda"
local nodejs = require "aws_cdk.aws_lambda_nodejs"

local stack = cdk.Stack(cdk.App(), "S")

local function add(id, props)
  local all = { entry = "src/entry.ts", runtime = lambda.Runtime.NODEJS_22_X }
  for key, value in pairs(props or {}) do all[key] = value end
  nodejs.NodejsFunction(stack, id, all)
end

add "Plain"
add("Maps", { bundling = { minify = true, source_map = true, sources_content = false } })
add("Inline", { bundling = {
  source_map = true, source_map_mode = nodejs.SourceMapMode.INLINE, keep_names = true,
} })
add("Banner", { bundling = {
  banner = "/* it's */", footer = "/* end */", define = { ["process.env.STAGE"] = '"prod"' },
} })
add("Module", { bundling = {
  format = nodejs.OutputFormat.ESM, main_fields = { "module", "main" }, target = "es2020",
} })
add("Loader", { entry = "src/text.js", bundling = {
  loader = { [".txt"] = "text" }, log_level = nodejs.LogLevel.ERROR,
} })
add("Installed", { bundling = { node_modules = { "left-pad" } } })
add("External", { bundling = {
  external_modules = { "left-pad" }, esbuild_args = { ["--log-limit"] = "0", ["--legal-comments"] = "none" },
} })
add("Compiled", { bundling = { pre_compilation = true } })
add("Hashed", { bundling = { asset_hash = "mine", minify = true } })
add("Hooks", { bundling = { command_hooks = {
  before_bundling = function(_, input) return { ("test -f '%s/package.json'"):format(input) } end,
  before_install = function() return {} end,
  after_bundling = function(_, input, output) return { ("cp '%s/src/text.txt' '%s/'"):format(input, output) } end,
} } })
