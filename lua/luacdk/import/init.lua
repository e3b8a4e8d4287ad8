-- luacdk import: turns templates, from a file or a cloud assembly, into a Lua script that makes the same ones.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"
local Template = require "luacdk.import.template"
local Trial = require "luacdk.import.trial"
local Values = require "luacdk.import.value"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local names = require "luacdk.import.names"
local published = require "luacdk.import.published"
local source = require "luacdk.import.source"

local is_ordered = engine.is_ordered

-- Names that variables must not have: those that the script itself uses, services, and Lua's own.
local RESERVED = {}
for name in ([[cdk constructs app stack stacks scopes staged it arg self string table math io os debug utf8 coroutine
  package print error assert type pairs ipairs next select tostring tonumber load pcall include]]):gmatch "%S+" do
  RESERVED[name] = true
end
for _, module in ipairs(engine.schema.modules()) do
  RESERVED[module:match "^aws_cdk%.aws_(.*)" or module:match "^aws_cdk%.(.*)" or module] = true
end

-- Reading
-- ------------------------------------------------------------------------------------------------------------------

local function refuse(text, ...) error({ import = text:format(...) }, 0) end

local LARGEST = 512 << 20 -- bytes

-- A device or pipe is read only if the user names it.
local function read(file)
  local found = assets.stat(file)
  if found and found.size > LARGEST then refuse("cannot read %s: it is larger than %d MiB", file, LARGEST >> 20) end
  if found and found.type == "other" and not file:find "^/dev/" then
    refuse("cannot read %s: not a regular file", file)
  end
  local text, reason = assets.read_file(file)
  if not text then refuse("%s", reason or ("cannot read " .. file)) end
  return text
end

local MOST_LEVELS = 150

-- A function counts twice: as a value known later, and as the map that represents it.
local function check_depth(value, file, level)
  if type(value) ~= "table" then return end
  if is_ordered(value) and Values.function_of(value) then level = level + 1 end
  if level > MOST_LEVELS then refuse("%s: nested more than %d levels deep", file, MOST_LEVELS) end
  for _, entry in pairs(value) do check_depth(entry, file, level + 1) end
end

local function parse(file)
  local text = read(file)
  local document, reason
  if text:find "^%s*{" then
    local ok, value = pcall(assembly.parse_json, text)
    document, reason = ok and value or nil, not ok and file .. ": no JSON: " .. tostring(value) or nil
  end
  if document == nil then
    local yaml_reason
    document, yaml_reason = assembly.parse_yaml(text, { short_forms = true, name = file })
    if document == nil then refuse("%s", file:find "%.json$" and reason or yaml_reason) end
  end
  check_depth(document, file, 1)
  return document
end

local SECTIONS = {
  "Resources", "Outputs", "Parameters", "Conditions", "Mappings", "Rules", "Hooks", "Transform",
}

-- `known`: the document is known to be a template, whatever it contains.
local function parse_template(file, known)
  local document = parse(file)
  if not is_ordered(document) then
    refuse("%s is not a template: expected a map of sections, got %s", file, engine.display(document))
  end
  for _, section in ipairs(SECTIONS) do
    if known or document[section] ~= nil then return document end
  end
  refuse("%s is not a template: it has none of a template's sections", file)
end

-- The stack of a template's file
-- ------------------------------------------------------------------------------------------------------------------

local FOR_DEPLOYMENT = 6

-- Removes what the default synthesizer adds by itself; returns whether it was there.
local function without_bootstrap_rule(document, version_parameter)
  local parameter = is_ordered(document.Parameters) and document.Parameters.BootstrapVersion
  local rule = is_ordered(document.Rules) and document.Rules.CheckBootstrapVersion
  if not parameter or not rule then return false end
  local stack = cdk.Stack(cdk.App { auto_synth = false }, "Bootstrapped", {
    synthesizer = cdk.DefaultStackSynthesizer(),
  })
  stack.synthesizer:add_bootstrap_version_rule(FOR_DEPLOYMENT, version_parameter)
  local function rendered(id)
    local element = stack.node:find_child(id)
    return engine.resolve(element, element:_render())
  end
  if not Trial.same(parameter, rendered "BootstrapVersion")
    or not Trial.same(rule, rendered "CheckBootstrapVersion") then
    return false
  end
  local uses = select(2, assembly.print_json(document):gsub('"BootstrapVersion"', ""))
  if uses ~= 2 then return false end
  for section, id in pairs { Parameters = "BootstrapVersion", Rules = "CheckBootstrapVersion" } do
    document[section][id] = nil
    local rest = document[section]
    if #engine.keys(rest) == 0 then rawset(document, section, nil) end
  end
  return true
end

local function stack_id(text)
  text = text:gsub("[^A-Za-z0-9-]+", "-"):gsub("^[^A-Za-z]+", ""):gsub("%-+$", "")
  return text ~= "" and text:sub(1, 128) or "Template"
end

local function table_piece(list)
  local items = {}
  for i = 1, #list, 2 do
    if list[i + 1] ~= nil then items[#items + 1] = { key = source.key(list[i]), value = list[i + 1] } end
  end
  return { items = items }
end

local function text_piece(text) return text and source.string(text) or nil end

local function text_map(map)
  if not is_ordered(map) or #engine.keys(map) == 0 then return nil end
  local items = {}
  for key, value in pairs(map) do
    items[#items + 1] = { key = source.key(key), value = source.string(tostring(value)) }
  end
  return { items = items }
end

local function text_list(list)
  if type(list) ~= "table" or is_ordered(list) or #list == 0 then return nil end
  local items = {}
  for i, value in ipairs(list) do items[i] = { value = source.string(tostring(value)) } end
  return { items = items }
end

-- The line that makes the stack. `details`: what the assembly says about it.
local function stack_line(stack, indent)
  local details = stack.details
  local synthesizer
  if details.properties then
    synthesizer = published.synthesizer(details, stack.bootstrapped)
  elseif not stack.bootstrapped then
    synthesizer = { text = "cdk.DefaultStackSynthesizer { generate_bootstrap_version_rule = false }" }
  end
  local props = table_piece {
    "stack_name", details.stack_name ~= stack.default_name and text_piece(details.stack_name) or nil,
    "env", details.env and table_piece {
      "account", text_piece(details.env.account), "region", text_piece(details.env.region),
    } or nil,
    "termination_protection", details.termination_protection and { text = "true" } or nil,
    "tags", text_map(details.tags),
    "notification_arns", text_list(details.notification_arns),
    "synthesizer", synthesizer,
  }
  local arguments = { { text = stack.scope }, source.string(stack.id), #props.items > 0 and props or nil }
  return indent .. "local stack = " .. source.layout({ call = "cdk.Stack", arguments = arguments }, indent, 14)
end

-- Assemblies
-- ------------------------------------------------------------------------------------------------------------------

local function environment(text)
  local account, region = tostring(text):match "^aws://([^/]*)/(.*)$"
  local env = {
    account = account ~= "unknown-account" and account or nil,
    region = region ~= "unknown-region" and region or nil,
  }
  return next(env) and env or nil
end

-- The name in a manifest of a file or folder beside it: the author of the manifest could name any other.
local function beside(folder, name)
  if name == "" or name == "." or name == ".." or name:find "[/%z]" then
    refuse("%s/manifest.json: '%s' is not the name of a file beside it", folder, name)
  end
  return folder .. "/" .. name
end

-- What the artifact says about its constructs, and where.
local function metadata_of(folder, artifact)
  local file = artifact.additionalMetadataFile
  if type(file) == "string" and assets.stat(beside(folder, file)) then return parse(beside(folder, file)) end
  return artifact.metadata
end

-- Adds the assets listed in the stack's asset manifests.
local function add_assets(details, folder, artifact, artifacts)
  for _, name in ipairs(type(artifact.dependencies) == "table" and artifact.dependencies or {}) do
    local other = artifacts[name]
    if is_ordered(other) and other.type == "cdk:asset-manifest" and is_ordered(other.properties) then
      local file = other.properties.file
      local manifest = type(file) == "string" and parse(beside(folder, file))
      if is_ordered(manifest) then details.files, details.images = manifest.files, manifest.dockerImages end
    end
  end
end

local MOST_ASSEMBLIES = 10000

-- The stacks of an assembly and of those nested in it. `stage`: the path of the stage whose assembly it is; `below`:
-- the path from the outermost assembly to this one.
local function stacks_of(folder, found, stage, below)
  found.assemblies = (found.assemblies or 0) + 1
  if found.assemblies > MOST_ASSEMBLIES then refuse("%s: assemblies are nested too deeply", folder) end
  local manifest = parse(folder .. "/manifest.json")
  local artifacts = is_ordered(manifest) and manifest.artifacts
  if not is_ordered(artifacts) then refuse("%s/manifest.json is not the manifest of a cloud assembly", folder) end
  for name, artifact in pairs(artifacts) do
    if not is_ordered(artifact) then
      refuse("%s/manifest.json: the artifact %s must be an object, got %s", folder, name, engine.display(artifact))
    end
    local properties = is_ordered(artifact.properties) and artifact.properties or {}
    if artifact.type == "aws:cloudformation:stack" and type(properties.templateFile) == "string" then
      local details = {
        stack_name = tostring(properties.stackName or name),
        env = environment(artifact.environment),
        termination_protection = properties.terminationProtection == true,
        tags = properties.tags,
        notification_arns = properties.notificationArns,
        properties = properties,
        qualifier = published.qualifier(properties),
        template_file = properties.templateFile,
        metadata = metadata_of(folder, artifact),
        folder = below,
      }
      add_assets(details, folder, artifact, artifacts)
      found[#found + 1] = {
        name = name,
        id = stack_id(name),
        path = type(artifact.displayName) == "string" and artifact.displayName or nil,
        stage = stage,
        file = beside(folder, properties.templateFile),
        dependencies = type(artifact.dependencies) == "table" and artifact.dependencies or {},
        details = details,
      }
    elseif artifact.type == "cdk:cloud-assembly" and type(properties.directoryName) == "string" then
      local path = type(properties.displayName) == "string" and properties.displayName or nil
      stacks_of(beside(folder, properties.directoryName), found, path, below .. properties.directoryName .. "/")
    end
  end
  return found
end

-- The construct at the path below the app in `made`, with all its ancestors; `stages`: set of paths that are stages.
local function construct_at(path, made, stages, note)
  if path == "" then return made[""] end
  if made[path] then return made[path] end
  local above, id = path:match "^(.*)/([^/]*)$"
  local scope = construct_at(above or "", made, stages, note)
  local class = stages[path] and cdk.Stage or constructs.Construct
  made[path] = class(scope, id or path)
  note(path, above or "", id or path)
  return made[path]
end

-- Finds the stages and constructs that contain the stacks, so that they get their artifact ids. If there are no paths,
-- all stacks are in the app, under their artifact ids. Returns the details for the lines: { path, above, id }.
local function place(stacks, taken)
  local stages, scopes, made = {}, {}, { [""] = cdk.App { auto_synth = false, analytics_reporting = false } }
  for _, stack in ipairs(stacks) do
    if stack.stage then stages[stack.stage] = true end
  end
  local ok, fits = pcall(function()
    for _, stack in ipairs(stacks) do
      local above, id = (stack.path or ""):match "^(.*)/([^/]*)$"
      local scope = construct_at(above or "", made, stages, function(...) scopes[#scopes + 1] = { ... } end)
      stack.own_id, stack.above = id or stack.path, above or ""
      local trial = cdk.Stack(scope, stack.own_id)
      if trial.artifact_id ~= stack.name then return false end
      stack.default_name = trial.stack_name
    end
    return true
  end)
  local variables = { [""] = "app" }
  local prefix = #scopes > 60 and "scopes." or ""
  for _, stack in ipairs(stacks) do
    if not (ok and fits) then stack.own_id, stack.above, stack.default_name = stack.id, "", stack.id end
  end
  if not (ok and fits) then scopes = {} end
  for _, scope in ipairs(scopes) do
    local name = names.take(taken, scope[3], "scope")
    variables[scope[1]] = prefix .. name
    scope.text = ("%s%s = %s(%s, %s)"):format(prefix == "" and "local " or "", variables[scope[1]],
      stages[scope[1]] and "cdk.Stage" or "constructs.Construct", variables[scope[2]], source.literal(scope[3]))
    scope.is_stage = stages[scope[1]]
  end
  for _, stack in ipairs(stacks) do stack.id, stack.scope = stack.own_id, variables[stack.above] end
  return scopes, prefix ~= ""
end

-- Sorts stacks after those that they depend on.
local function in_order(stacks)
  local by_name, order, seen = {}, {}, {}
  for _, stack in ipairs(stacks) do by_name[stack.name] = stack end
  local function visit(stack)
    if seen[stack] then return end
    seen[stack] = true
    stack.after = {}
    for _, name in ipairs(stack.dependencies) do
      local other = by_name[name]
      if other and other ~= stack then
        visit(other)
        stack.after[#stack.after + 1] = other
        other.needed = true
      end
    end
    order[#order + 1] = stack
  end
  for _, stack in ipairs(stacks) do visit(stack) end
  return order
end

-- Files
-- ------------------------------------------------------------------------------------------------------------------

local function one_line(text) return (text:gsub("[%c\127]", "?")) end

local function build(stack, modules, trial, taken)
  local document = parse_template(stack.file, stack.name ~= nil)
  local version_parameter = stack.details.properties and stack.details.properties.bootstrapStackVersionSsmParameter
  stack.bootstrapped = without_bootstrap_rule(document, version_parameter or "/cdk-bootstrap/hnb659fds/version")
  stack.template = Template.new(document, modules, trial)
  stack.template:build(taken)
  stack.assets = stack.details.properties and published.assets(stack.details, stack.template.ids) or {}
end

--- The script for a template's file or a folder of a cloud assembly.
local function script(path)
  local base = (path:gsub("/+$", ""):match "[^/]+$" or path)
  local stacks
  local taken = names.new(RESERVED)
  local scopes, in_table, root = {}, false, nil
  local kind = assets.stat(path)
  if kind and kind.type == "directory" then
    if not assets.stat(path .. "/manifest.json") then
      refuse("%s is not a cloud assembly: it has no manifest.json", path)
    end
    root = path:gsub("(.)/+$", "%1")
    stacks = in_order(stacks_of(root, {}, nil, ""))
    if #stacks == 0 then refuse("%s has no stacks", path) end
    scopes, in_table = place(stacks, taken)
  else
    local id = stack_id((base:gsub("%.template%.json$", ""):gsub("%.[^.]*$", "")))
    stacks = { { id = id, default_name = id, scope = "app", file = path, details = { stack_name = id }, after = {} } }
  end

  local modules, trial = {}, Trial.new()
  for _, stack in ipairs(stacks) do build(stack, modules, trial, taken) end

  local lines = { "-- Imported from " .. one_line(base) .. ": synthesises the same " ..
    (#stacks == 1 and "template." or "templates."), 'local cdk = require "aws_cdk"' }
  local function line(text) lines[#lines + 1] = text end
  for _, module in ipairs(engine.keys(modules)) do line(("local %s = require %q"):format(modules[module], module)) end
  line ""
  local has_assets, has_constructs = false, false
  for _, stack in ipairs(stacks) do has_assets = has_assets or #stack.assets > 0 end
  for _, scope in ipairs(scopes) do has_constructs = has_constructs or not scope.is_stage end
  if has_constructs then table.insert(lines, #lines, 'local constructs = require "constructs"') end
  if has_assets then
    for text in published.staged_function(root):gmatch "[^\n]+" do line(text) end
    line ""
  end
  line "local app = cdk.App { analytics_reporting = false }"
  if in_table then line "local scopes = {}" end
  for _, scope in ipairs(scopes) do line(scope.text) end
  local many = #stacks > 1
  local dependent = false
  for _, stack in ipairs(stacks) do dependent = dependent or stack.needed end
  if dependent then line "local stacks = {}" end
  for _, stack in ipairs(stacks) do
    line ""
    local indent = many and "  " or ""
    if many then line("do -- " .. one_line(stack.details.stack_name)) end
    line(stack_line(stack, indent))
    if stack.needed then line(("%sstacks[%s] = stack"):format(indent, source.literal(stack.name))) end
    for _, other in ipairs(stack.after) do
      line(("%sstack:add_stack_dependency(stacks[%s])"):format(indent, source.literal(other.name)))
    end
    local body = stack.template:write(indent)
    if body ~= "" then line(body) end
    if #stack.assets > 0 then
      line ""
      line(indent .. "-- Assets")
    end
    for _, call in ipairs(stack.assets) do line(indent .. source.layout(call, indent, 0)) end
    if many then line "end" end
  end
  return table.concat(lines, "\n") .. "\n"
end

--- The script, or nil and why there is none.
return function(path)
  local warnings = engine.warnings(false)
  local ok, result = pcall(script, path)
  engine.warnings(warnings)
  if ok then return result end
  if type(result) == "table" and result.import then return nil, result.import end
  error(result, 0)
end
