--- Bundling of one entry file by esbuild: on this machine if esbuild is here, else in a container.
local assembly = require "luacdk.assembly"
local asset_bundling = require "aws_cdk.private.asset_bundling"
local assets = require "luacdk.assets"
local bundling_json = require "aws_cdk.aws_lambda_nodejs.bundling_json"
local engine = require "luacdk.engine"
local esbuild = require "aws_cdk.aws_lambda_nodejs.esbuild"
local image = require "aws_cdk.aws_lambda_nodejs.image"
local package_manager = require "aws_cdk.aws_lambda_nodejs.package_manager"
local process = require "luacdk.process"
local project = require "aws_cdk.aws_lambda_nodejs.project"
local sdk = require "aws_cdk.aws_lambda_nodejs.sdk"

local path = assets.path
local fail = engine.fail

local bundling = {}

-- A path below the project's root, or an error.
local function below(scope, root, file, name)
  local relative = path.relative(root, path.resolve(file))
  if relative == ".." or relative:sub(1, 3) == "../" then
    fail(scope, "%s (%s) is not below the project's root (%s): -> give project_root, a folder that contains both it "
      .. "and the lock file", name, file, root)
  end
  return relative
end

-- ---- steps ----------------------------------------------------------------------------------------------------------
--
-- A step is { shell = commands }, { words = argv, folder }, or { call = function }.

local function hook(props, name, input, output)
  local hooks = props.command_hooks
  local commands = hooks and hooks[name] and hooks[name](hooks, input, output) or {}
  return #commands > 0 and { shell = commands } or nil
end

-- What is done to make the bundle. `place` says how: input, output (folders), esbuild (argv), tsc (words → step),
-- install (dependencies → steps).
local function steps_of(self, place)
  local props = self.props
  local steps = {}
  local function add(step) steps[#steps + 1] = step end
  local entry = path.join(place.input, self.entry)
  add(hook(props, "before_bundling", place.input, place.output))
  if props.pre_compilation then
    local tsconfig = props.tsconfig or project.find_up({ "tsconfig.json" }, path.dirname(props.entry))[1]
    if not tsconfig then
      fail(self.scope, "pre_compilation needs a tsconfig.json, but there is none in %s or above: -> set `tsconfig`",
        path.dirname(props.entry))
    end
    local words = { entry, table.unpack(project.tsc_arguments(tsconfig)) }
    add(place.tsc and place.tsc(words))
    entry = entry:gsub("%.ts(x?)$", ".js%1")
  end
  local words = { table.unpack(place.esbuild) }
  words[#words + 1] = "--bundle"
  words[#words + 1] = entry
  local arguments = esbuild.arguments(self.scope, props, self.externals, self.tsconfig, place.input, place.output)
  table.move(arguments, 1, #arguments, #words + 1, words)
  add { words = words }
  if props.node_modules then
    local package = project.find_up({ "package.json" }, path.dirname(props.entry))[1]
    if not package then
      fail(self.scope, "node_modules needs a package.json, but there is none in %s or above", path.dirname(props.entry))
    end
    add(hook(props, "before_install", place.input, place.output))
    for _, step in ipairs(place.install(project.dependencies(self.scope, package, props.node_modules))) do add(step) end
  end
  add(hook(props, "after_bundling", place.input, place.output))
  return steps
end

local function package_json(dependencies)
  return assembly.print_json(engine.ordered("dependencies", engine.map(dependencies)))
end

-- ---- in a container -------------------------------------------------------------------------------------------------

local function quoted(word) return "'" .. word:gsub("'", "'\\''") .. "'" end

local function command_of(words)
  local texts = {}
  for i, word in ipairs(words) do texts[i] = quoted(word) end
  return table.concat(texts, " ")
end

-- Version 6 of the compiler ignores tsconfig.json for files on its command line unless an option says otherwise.
local function tsc_in_container(words)
  return { shell = {
    command_of { "tsc", table.unpack(words) } .. " $(TSC_VERSION=$('tsc' --version); TSC_VERSION=${TSC_VERSION##* };"
      .. ' [ "${TSC_VERSION%%.*}" -ge 6 ] 2>/dev/null && echo --ignoreConfig)',
  } }
end

local function install_in_container(self, output)
  return function(dependencies)
    local manager = self.manager
    local function into(name) return path.join(output, name) end
    local commands = {}
    local function add(format, ...) commands[#commands + 1] = format:format(...) end
    local is_pnpm, is_bun = manager.lock_file == "pnpm-lock.yaml", manager.lock_file:find "^bun" ~= nil
    if is_pnpm then add("echo '' > %s", quoted(into "pnpm-workspace.yaml")) end
    add("echo %s > %s", quoted(package_json(dependencies)), quoted(into "package.json"))
    add("cp %s %s", quoted(path.join(asset_bundling.INPUT_DIR, self.lock_file)), quoted(into(manager.lock_file)))
    add('cd "%s"', output)
    add("%s", table.concat(manager.install_command, " "))
    if is_pnpm then add('rm -f "%s"', into "node_modules/.modules.yaml") end
    if is_bun then add('rm -rf "%s"', into "node_modules/.cache") end
    return { { shell = { table.concat(commands, " && ") } } }
  end
end

-- All steps as one line for bash.
local function command_line(self)
  local input, output = asset_bundling.INPUT_DIR, asset_bundling.OUTPUT_DIR
  local commands = {}
  for _, step in ipairs(steps_of(self, {
    input = input, output = output, esbuild = { "esbuild" }, tsc = tsc_in_container,
    install = install_in_container(self, output),
  })) do
    for _, command in ipairs(step.shell or { command_of(step.words) }) do
      if command ~= "" then commands[#commands + 1] = command end
    end
  end
  return table.concat(commands, " && ")
end

-- ---- on this machine ------------------------------------------------------------------------------------------------

-- Runs a program with the variables of `environment` beside our own; why it failed, else nil.
local function run(words, folder, environment)
  local argv = {}
  for _, name in ipairs(engine.keys(environment or {})) do
    argv[#argv + 1] = name .. "=" .. tostring(environment[name])
  end
  if #argv > 0 then table.insert(argv, 1, "env") end
  table.move(words, 1, #words, #argv + 1, argv)
  local result = process.run { argv = argv, cwd = folder, stdin = "ignore", stdout = "stderr", stderr = "inherit" }
  if result.status == 0 then return nil end
  local why = result.signal and "ended by " .. result.signal or result.reason
    or "ended with status " .. tostring(result.status)
  return ("%s, run in %s, %s"):format(table.concat(words, " "), folder, why)
end

local function install_here(self, output)
  return function(dependencies)
    local manager = self.manager
    local function into(name) return path.join(output, name) end
    local is_pnpm, is_bun = manager.lock_file == "pnpm-lock.yaml", manager.lock_file:find "^bun" ~= nil
    local steps = { { call = function()
      if is_pnpm then assert(assets.write_file(into "pnpm-workspace.yaml", "")) end
      assert(assets.write_file(into "package.json", package_json(dependencies)))
      local lock = assert(assets.read_file(path.join(self.root, self.lock_file)))
      assert(assets.write_file(into(manager.lock_file), lock))
    end }, { words = manager.install_command, folder = output } }
    if is_pnpm then steps[3] = { call = function() assets.remove_tree(into "node_modules/.modules.yaml") end } end
    if is_bun then steps[3] = { call = function() assets.remove_tree(into "node_modules/.cache") end } end
    return steps
  end
end

local function do_steps(self, steps)
  local root, environment = self.root, self.props.environment
  for _, step in ipairs(steps) do
    local argvs = step.words and { step.words } or {}
    for i, command in ipairs(step.shell or {}) do argvs[i] = { "bash", "-c", command } end
    for _, words in ipairs(argvs) do
      local failure = run(words, step.folder or root, environment)
      if failure then fail(self.scope, "%s", failure) end
    end
    if step.call then step.call() end
  end
end

local Bundler = {}
Bundler.__index = Bundler

-- Fills the folder; false when esbuild is not here.
function Bundler:try_bundle(output)
  local found = esbuild.installation()
  local own = self._bundling
  if not found then
    io.stderr:write "esbuild is not installed here; bundling in a container\n"
    return false
  end
  if found.version:sub(1, 2) ~= "0." then
    fail(own.scope, "esbuild 0.x is needed, but %s is installed", found.version)
  end
  local tsc = esbuild.tsc()
  do_steps(own, steps_of(own, {
    input = own.root, output = output,
    esbuild = found.in_project and package_manager.run(own.manager, "esbuild") or { "esbuild" },
    tsc = tsc and function(words)
      local argv = tsc.in_project and package_manager.run(own.manager, "tsc") or { "tsc" }
      table.move(words, 1, #words, #argv + 1, argv)
      if (tonumber(tsc.version:match "(%d+)%.%d+") or 0) >= 6 then argv[#argv + 1] = "--ignoreConfig" end
      return { words = argv }
    end,
    install = install_here(own, output),
  }))
  return true
end

-- ---- the options of the asset ---------------------------------------------------------------------------------------

--- BundlingOptions for an asset of `props.project_root`. `props`: those of the function's `bundling`, with entry,
--- runtime, architecture, deps_lock_file_path and project_root.
function bundling.options(scope, props)
  local root = props.project_root
  local self = { scope = scope, props = props, root = root }
  self.manager = package_manager.of(props.deps_lock_file_path, props.log_level)
  self.entry = below(scope, root, props.entry, "entry")
  self.lock_file = below(scope, root, props.deps_lock_file_path, "deps_lock_file_path")
  self.tsconfig = props.tsconfig and path.relative(root, path.resolve(props.tsconfig))
  if props.pre_compilation and not props.entry:find "%.tsx?$" then
    fail(scope, "pre_compilation is for TypeScript, and the entry is %s", props.entry)
  elseif props.format == "esm" and not sdk.has_modules(props.runtime) then
    fail(scope, "the runtime %s does not support ECMAScript modules: -> leave out bundling.format", props.runtime.name)
  end
  self.externals = sdk.externals(scope, props)
  self.image = image.of(props, function() return bundling_json(self) end)
  self.command = props.command or { "bash", "-c", command_line(self) }
  return {
    image = self.image, command = self.command, entrypoint = props.entrypoint, volumes = props.volumes,
    volumes_from = props.volumes_from, environment = props.environment,
    working_directory = props.working_directory or "/", user = props.user, security_opt = props.security_opt,
    network = props.network, bundling_file_access = props.bundling_file_access,
    ["local"] = not props.force_docker_bundling and setmetatable({ _bundling = self }, Bundler) or nil,
  }
end

return bundling
