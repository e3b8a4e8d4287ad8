-- luacdk import: Lua that makes the same templates as those of a file or of a cloud assembly.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"
local Template = require "luacdk.import.template"
local Trial = require "luacdk.import.trial"
local Values = require "luacdk.import.value"
local cdk = require "aws_cdk"
local source = require "luacdk.import.source"

local is_ordered = engine.is_ordered

-- Names that no variable of an entry takes: what the script itself uses, services, and Lua's own.
local function taken_names()
  local taken = {
    "cdk", "app", "stack", "stacks", "it", "arg", "self", "string", "table", "math", "io", "os",
    "debug", "utf8", "coroutine", "package", "print", "error", "assert", "type", "pairs", "ipairs", "next", "select",
    "tostring", "tonumber", "load", "pcall", "include",
  }
  for _, module in ipairs(engine.schema.modules()) do
    taken[#taken + 1] = module:gsub("^aws_cdk%.", ""):gsub("^aws_", "")
  end
  return taken
end

-- Reading
-- ------------------------------------------------------------------------------------------------------------------

local function refuse(text, ...) error({ import = text:format(...) }, 0) end

local function read(file)
  local text, reason = assets.read_file(file)
  if not text then refuse("%s", reason or ("cannot read " .. file)) end
  return text
end

local MOST_LEVELS = 150

-- A function counts twice: it is a value known later and the map that this stands for.
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

-- `known`: it is one, whatever it has.
local function parse_template(file, known)
  local document = parse(file)
  if not is_ordered(document) then
    refuse("%s is no template: a map of sections is expected, got %s", file, engine.display(document))
  end
  for _, section in ipairs(SECTIONS) do
    if known or document[section] ~= nil then return document end
  end
  refuse("%s is no template: it has none of the sections that one may have", file)
end

-- The stack of a template's file
-- ------------------------------------------------------------------------------------------------------------------

local FOR_DEPLOYMENT = 6

-- Takes out what the default synthesizer adds by itself; whether it was there.
local function without_bootstrap_rule(document)
  local parameter = is_ordered(document.Parameters) and document.Parameters.BootstrapVersion
  local rule = is_ordered(document.Rules) and document.Rules.CheckBootstrapVersion
  if not parameter or not rule then return false end
  local stack = cdk.Stack(cdk.App { auto_synth = false }, "Bootstrapped", {
    synthesizer = cdk.DefaultStackSynthesizer(),
  })
  stack.synthesizer:add_bootstrap_version_rule(FOR_DEPLOYMENT, "/cdk-bootstrap/hnb659fds/version")
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

-- The line that makes the stack. `facts`: what the assembly says of it.
local function stack_line(id, facts, bootstrapped, indent)
  local props = table_piece {
    "stack_name", facts.stack_name ~= id and text_piece(facts.stack_name) or nil,
    "env", facts.env and table_piece {
      "account", text_piece(facts.env.account), "region", text_piece(facts.env.region),
    } or nil,
    "termination_protection", facts.termination_protection and { text = "true" } or nil,
    "tags", text_map(facts.tags),
    "synthesizer", not bootstrapped
      and { text = "cdk.DefaultStackSynthesizer { generate_bootstrap_version_rule = false }" } or nil,
  }
  local arguments = { { text = "app" }, source.string(id), #props.items > 0 and props or nil }
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

-- The stacks of an assembly and of those nested in it: { id, file, facts }.
local function stacks_of(folder, found)
  local manifest = parse(folder .. "/manifest.json")
  local artifacts = is_ordered(manifest) and manifest.artifacts
  if not is_ordered(artifacts) then refuse("%s/manifest.json is no manifest of a cloud assembly", folder) end
  for name, artifact in pairs(artifacts) do
    local properties = is_ordered(artifact) and is_ordered(artifact.properties) and artifact.properties or {}
    if artifact.type == "aws:cloudformation:stack" and type(properties.templateFile) == "string" then
      found[#found + 1] = {
        name = name,
        id = stack_id(name),
        file = folder .. "/" .. properties.templateFile,
        dependencies = type(artifact.dependencies) == "table" and artifact.dependencies or {},
        facts = {
          stack_name = tostring(properties.stackName or name),
          env = environment(artifact.environment),
          termination_protection = properties.terminationProtection == true,
          tags = properties.tags,
        },
      }
    elseif artifact.type == "cdk:cloud-assembly" and type(properties.directoryName) == "string" then
      stacks_of(folder .. "/" .. properties.directoryName, found)
    end
  end
  return found
end

-- Stacks behind those that they depend on.
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
  stack.bootstrapped = without_bootstrap_rule(document)
  stack.template = Template.new(document, modules, trial)
  stack.template:build(taken)
end

--- The script for a template's file or a folder of a cloud assembly.
local function script(path)
  local base = (path:gsub("/+$", ""):match "[^/]+$" or path)
  local stacks
  local kind = assets.stat(path)
  if kind and kind.type == "directory" then
    if not assets.stat(path .. "/manifest.json") then
      refuse("%s is no cloud assembly: it has no manifest.json", path)
    end
    stacks = in_order(stacks_of(path, {}))
    if #stacks == 0 then refuse("%s has no stacks", path) end
  else
    local id = stack_id((base:gsub("%.template%.json$", ""):gsub("%.[^.]*$", "")))
    stacks = { { id = id, file = path, facts = { stack_name = id }, after = {} } }
  end

  local modules, trial, taken = {}, Trial.new(), taken_names()
  for _, stack in ipairs(stacks) do build(stack, modules, trial, taken) end

  local lines = { "-- Imported from " .. one_line(base) .. ": synthesises the same " ..
    (#stacks == 1 and "template." or "templates."), 'local cdk = require "aws_cdk"' }
  local function line(text) lines[#lines + 1] = text end
  for _, module in ipairs(engine.keys(modules)) do line(("local %s = require %q"):format(modules[module], module)) end
  line ""
  line "local app = cdk.App { analytics_reporting = false }"
  local many = #stacks > 1
  local dependent = false
  for _, stack in ipairs(stacks) do dependent = dependent or stack.needed end
  if dependent then line "local stacks = {}" end
  for _, stack in ipairs(stacks) do
    line ""
    local indent = many and "  " or ""
    if many then line("do -- " .. one_line(stack.facts.stack_name)) end
    line(stack_line(stack.id, stack.facts, stack.bootstrapped, indent))
    if stack.needed then line(("%sstacks[%s] = stack"):format(indent, source.literal(stack.name))) end
    for _, other in ipairs(stack.after) do
      line(("%sstack:add_stack_dependency(stacks[%s])"):format(indent, source.literal(other.name)))
    end
    local body = stack.template:write(indent)
    if body ~= "" then line(body) end
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
