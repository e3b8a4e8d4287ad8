--- Rules of the user's own, from files that `--rules` or the context `luacdk:rules` names. Each returns a list of
---
---     { id = "team::encrypted", level = "error", text = "…", fix = "…", type = "AWS::S3::Bucket", check = function … }
---
--- `check(resource, report)` is called for each resource of that type (a text, a list of them, or nil: all) in the
--- templates. The resource is { type =, logical_id =, path =, stack =, properties =, template = } as in the template;
--- `report { property =, text =, fix = }` tells a finding, all of whose parts may be left out.
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"
local in_lua = require "luacdk.check.in_lua"
local overrides = require "luacdk.check.overrides"
local rules = require "luacdk.check.rules"
local sandboxed = require "luacdk.template.sandboxed"
local settings = require "luacdk.settings"

local own_rules = {}

local CONTEXT = "luacdk:rules"
local LEVELS = { error = true, warning = true, info = true }
local FIELDS = { "id", "level", "text", "fix", "type", "check" }

local loaded -- list of { rule, file =, types = set or nil }
local run    -- function(file, f, …): calls f as code of that file

local function files()
  local list = {}
  for file in (settings.checking and settings.checking.rules or ""):gmatch "[^,]+" do list[#list + 1] = file end
  local more = settings.context and settings.context[CONTEXT]
  if type(more) == "string" then more = { more } end
  for _, file in ipairs(type(more) == "table" and more or {}) do list[#list + 1] = file end
  return list
end

-- ---- what is in a file ----------------------------------------------------------------------------------------------

local function fail(file, number, text, ...)
  error(("%s: rule %d: %s"):format(file, number, text:format(...)), 0)
end

local function types_of(file, number, type_)
  if type_ == nil then return nil end
  local types = {}
  for _, name in ipairs(type(type_) == "table" and type_ or { type_ }) do
    if type(name) ~= "string" or not name:find "::" then
      fail(file, number, "type must be a resource type such as 'AWS::S3::Bucket', or a list of them, got %s",
        engine.display(name))
    end
    types[name] = true
  end
  return types
end

local function check_rule(file, number, rule)
  if type(rule) ~= "table" then fail(file, number, "must be a table, got %s", engine.display(rule)) end
  for key in pairs(rule) do
    local known = false
    for _, name in ipairs(FIELDS) do known = known or name == key end
    local nearest = not known and type(key) == "string" and engine.nearest(key, FIELDS)
    if not known then
      fail(file, number, "unknown field %s%s", engine.display(key),
        nearest and ("; did you mean '%s'?"):format(nearest) or "")
    end
  end
  if type(rule.id) ~= "string" or not rule.id:find "^[%w_.-]+::[%w_.-]+$" or rule.id:find "^luacdk::" then
    fail(file, number, "id must be of the form 'team::rule', where the first part is not 'luacdk', got %s",
      engine.display(rule.id))
  end
  if rule.level ~= nil and not LEVELS[rule.level] then
    fail(file, number, "level must be 'error', 'warning' or 'info', got %s", engine.display(rule.level))
  end
  for _, name in ipairs { "text", "fix" } do
    if rule[name] ~= nil and type(rule[name]) ~= "string" then fail(file, number, "%s must be a string", name) end
  end
  if not rule.text then fail(file, number, "text is missing: what is wrong, in a few words") end
  if type(rule.check) ~= "function" then fail(file, number, "check must be a function(resource, report)") end
end

local function add_file(file)
  local path = assets.path.resolve(file)
  local list = run(file, function() return sandboxed.load(path, path:match "^(.*)/" or "/") end)
  if type(list) ~= "table" then
    error(("%s must return a list of rules, got %s"):format(file, engine.display(list)), 0)
  end
  for number, rule in ipairs(list) do
    check_rule(file, number, rule)
    if rules.find(rule.id) then fail(file, number, "there is a rule '%s' already", rule.id) end
    rules.add { id = rule.id, severity = rule.level or "error", category = "Own", wrong = rule.text, right = rule.fix }
    loaded[#loaded + 1] = { rule = rule, file = file, types = types_of(file, number, rule.type) }
  end
end

--- Reads the files, once; raises if there is a mistake in one of them. The rules of a definition are under its limits,
--- those of a script are trusted as it is.
function own_rules.load(is_definition)
  if loaded then return end
  loaded = {}
  run = is_definition and function(file, f, ...)
    local path = assets.path.resolve(file)
    return sandboxed.call(path:match "^(.*)/" or "/", f, ...)
  end or function(_, f, ...) return sandboxed.trusting(f, ...) end
  for _, file in ipairs(files()) do add_file(file) end
end

-- ---- what they find -------------------------------------------------------------------------------------------------

local function text_or(value, default) return type(value) == "string" and value or default end

-- `place` has the path and location of the resource.
local function reporter(list, entry, place, construct)
  return function(about)
    about = type(about) == "string" and { text = about } or type(about) == "table" and about or {}
    local text = text_or(about.text, entry.rule.text)
    local fix = text_or(about.fix, not about.text and entry.rule.fix or nil)
    local property = text_or(about.property)
    local name, subject
    local override
    if construct and property then
      name, subject = in_lua(construct, "Properties." .. property)
      override = overrides.location(construct, "Properties." .. property)
    end
    list[#list + 1] = { id = entry.rule.id, text = text .. (fix and "; " .. fix or ""), wrong = text, right = fix,
      path = place.path, location = override or place.location, subject = subject, property = name or property }
  end
end

--- What the rules find in the stacks of a preview: rows like those of src/object/complaint.h.
function own_rules.of(preview)
  local list = {}
  for _, stack in ipairs(loaded and #loaded > 0 and preview.stacks or {}) do
    local template = stack.template or {}
    for _, element in ipairs(stack.elements) do
      local resource = element.section == "Resources" and template.Resources and template.Resources[element.id]
      for _, entry in ipairs(type(resource) == "table" and loaded or {}) do
        if not entry.types or entry.types[resource.Type] then
          local construct = preview.find(stack, element.path)
          local report = reporter(list, entry, element, construct)
          run(entry.file, entry.rule.check, { type = resource.Type, logical_id = element.id, path = element.path,
            stack = stack.name, properties = resource.Properties or {}, template = template }, report)
        end
      end
    end
  end
  return list
end

return own_rules
