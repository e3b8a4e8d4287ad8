--- The programs esbuild and tsc: where they are, and the bundling options as esbuild's command line.
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"
local process = require "luacdk.process"
local project = require "aws_cdk.aws_lambda_nodejs.project"

local esbuild = {}

-- Package → { version, in_project }, or false; looked for once.
local installations = {}

local function detect(package, program)
  local version = project.installed_version(package, assets.cwd())
  if version then return { version = version, in_project = true } end
  local result = process.run { argv = { program, "--version" }, capture = true }
  if result.status ~= 0 then return false end
  return { version = result.stdout:match "^%s*(.-)%s*$", in_project = false }
end

-- The package in node_modules of the working folder or above it, else the program that PATH finds.
local function installation(package, program)
  if installations[package] == nil then installations[package] = detect(package, program) end
  return installations[package] or nil
end

--- The esbuild that runs here: { version, in_project }, or nil.
function esbuild.installation() return installation("esbuild", "esbuild") end

--- The TypeScript compiler that runs here; the same.
function esbuild.tsc() return installation("typescript", "tsc") end

-- Options that occur several times, once for each entry of a map.
local REPEATED = {
  ["--alias"] = true, ["--drop"] = true, ["--pure"] = true, ["--log-override"] = true, ["--out-extension"] = true,
}

local function add_free_arguments(words, arguments)
  for _, key in ipairs(engine.keys(arguments)) do
    local value = arguments[key]
    if type(value) == "table" then
      for _, one in ipairs(value) do words[#words + 1] = key .. ":" .. tostring(one) end
    elseif value == true or value == "" then
      words[#words + 1] = key
    elseif value then
      words[#words + 1] = key .. (REPEATED[key] and ":" or "=") .. tostring(value)
    end
  end
end

local function add_map(words, option, map)
  for _, key in ipairs(engine.keys(map or {})) do words[#words + 1] = ("--%s:%s=%s"):format(option, key, map[key]) end
end

--- The arguments after the entry file. `props`: BundlingOptions and runtime; `externals`: modules that stay outside;
--- `tsconfig`: its path below the project, or nil; `input`, `output`: the folders.
function esbuild.arguments(scope, props, externals, tsconfig, input, output)
  local words = {}
  local function add(condition, format, ...)
    if condition then words[#words + 1] = format:format(...) end
  end
  local join = assets.path.join
  local mode = props.source_map_mode
  if props.source_map == false and mode then
    engine.fail(scope, "source_map_mode and source_map = false are mutually exclusive")
  end
  local target = props.target
  if not target then
    local major = props.runtime.name:match "nodejs(%d+)"
    if not major then
      engine.fail(scope, "bundling.target is missing, and does not follow from the runtime %s", props.runtime.name)
    end
    target = "node" .. major
  end
  add(true, "--target=%s", target)
  add(true, "--platform=node")
  add(props.format, "--format=%s", props.format)
  add(true, "--outfile=%s", join(output, props.format == "esm" and "index.mjs" or "index.js"))
  add(props.minify, "--minify")
  add(mode or props.source_map, "--sourcemap%s", mode and mode ~= "default" and "=" .. mode or "")
  add(props.sources_content == false, "--sources-content=false")
  for _, name in ipairs(externals) do add(true, "--external:%s", name) end
  add_map(words, "loader", props.loader)
  add_map(words, "define", props.define)
  add(props.log_level, "--log-level=%s", props.log_level)
  add(props.keep_names, "--keep-names")
  add(tsconfig, "--tsconfig=%s", tsconfig and join(input, tsconfig))
  add(props.metafile, "--metafile=%s", join(output, "index.meta.json"))
  add(props.banner and props.banner ~= "", "--banner:js=%s", props.banner)
  add(props.footer and props.footer ~= "", "--footer:js=%s", props.footer)
  add(props.main_fields, "--main-fields=%s", table.concat(props.main_fields or {}, ","))
  for _, file in ipairs(props.inject or {}) do add(true, "--inject:%s", file) end
  add_free_arguments(words, props.esbuild_args or {})
  return words
end

return esbuild
