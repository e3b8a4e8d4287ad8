--- Reads and writes the manifests of cloud assemblies: structs here, JSON in files.
local engine = require "luacdk.engine"
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local dry_run = require "aws_cdk.private.dry_run"
local l2 = require "aws_cdk.l2"
local schema_version = require "aws_cdk.private.schema_version"

local fail = engine.fail

local Manifest = engine.class "aws_cdk.cloud_assembly_schema.Manifest"

local SCHEMA = "aws_cdk.cloud_assembly_schema."
local SEMVER = "^\\s*[v=]*\\s*\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?\\s*$"
local STACK, STACK_TAGS = "aws:cloudformation:stack", "aws:cdk:stack-tags"

-- ---- structs and JSON -----------------------------------------------------------------------------------------------

-- By struct and direction: its fields by the names that they have in values. Structs may have those of JSON too, as
-- those that assembly builders take.
local fields = { name = {}, jsii_name = {} }

local function fields_of(struct, by)
  local map = fields[by][struct]
  if not map then
    map = {}
    for _, field in ipairs(engine.schema.type(struct).fields) do
      map[field[by]], map[field.jsii_name] = field, field
    end
    fields[by][struct] = map
  end
  return map
end

-- Of the structs that a type names, the one that has most of the value's keys.
local function struct_for(value, type, by)
  local found, most = nil, -1
  for name in type:gmatch "aws_cdk[%w_.]+" do
    if engine.schema.type(name).kind == "struct" then
      local known, count = fields_of(name, by), 0
      for _, key in ipairs(engine.keys(value)) do count = count + (known[key] and 1 or 0) end
      if count > most then found, most = name, count end
    end
  end
  return found
end

local function is_list(value, type)
  if engine.is_ordered(value) then return false end
  return #value > 0 or next(value) == nil and type:find("list of", 1, true) ~= nil
end

-- The value with the names of fields `to` in place of those `from` ("name", "jsii_name"), without fields that structs
-- do not have: a later version may. Keys of maps stay.
local function renamed(value, type_name, from, to)
  if type(value) ~= "table" or engine.is_unresolved(value) or value == engine.NULL then return value end
  if is_list(value, type_name) then
    local list = engine.list {}
    for i, item in ipairs(value) do list[i] = renamed(item, type_name:gsub("^list of ", ""), from, to) end
    return list
  end
  local map, inner = engine.ordered(), type_name:match "^map of (.*)$"
  local struct = not inner and struct_for(value, type_name, from)
  local known = struct and fields_of(struct, from) or {}
  for _, key in ipairs(engine.keys(value)) do
    local field = known[key]
    if field or not struct then
      map[field and field[to] or key] = renamed(value[key], field and field.type or inner or "any", from, to)
    end
  end
  return map
end

-- ---- checks ---------------------------------------------------------------------------------------------------------

local PLAIN = { string = true, number = true, boolean = true }

-- The alternatives of a union: "A, B or list of C or D" → "A", "B", "list of C or D".
local function alternatives(type_name)
  local list, rest = {}, type_name
  while true do
    local first, behind = rest:match "^([%w_.]+), (.*)$"
    if not first then first, behind = rest:match "^([%w_.]+) or (.*)$" end
    list[#list + 1] = first or rest
    if not first then return list end
    rest = behind
  end
end

-- What is wrong with a value of a type, beginning with its path, or nil. Options: skip_enum_check.
local function problem_of(value, type_name, path, options)
  local function wrong(wanted) return ("%s must be %s, got %s"):format(path, wanted, engine.display(value)) end
  local is_table = type(value) == "table"
  local item, inner = type_name:match "^list of (.*)$", type_name:match "^map of (.*)$"
  if item or inner then
    if not is_table or engine.is_ordered(value) == (item ~= nil) then return wrong(item and "a list" or "an object") end
    for _, key in ipairs(engine.keys(value)) do
      local problem = problem_of(value[key], item or inner, ("%s.%s"):format(path, key), options)
      if problem then return problem end
    end
    return nil
  end
  local choices = alternatives(type_name)
  if #choices > 1 then
    for _, choice in ipairs(choices) do
      if not problem_of(value, choice, path, options) then return nil end
    end
    return wrong "of another type"
  end
  if PLAIN[type_name] then return type(value) ~= type_name and wrong("a " .. type_name) or nil end
  local row = engine.schema.type(type_name)
  if not row then return nil end
  if row.kind == "enum" then
    local known = l2.pluck(row.values, "value")
    if options.skip_enum_check or l2.includes(known, value) then return nil end
    return wrong("one of " .. table.concat(known, ", "))
  end
  if not engine.is_ordered(value) then return wrong "an object" end
  for _, field in ipairs(row.fields) do
    local given, at = value[field.jsii_name], ("%s.%s"):format(path, field.jsii_name)
    if given == nil and field.required then return at .. " is missing" end
    local problem = given ~= nil and problem_of(given, field.type, at, options)
    if problem then return problem end
  end
end

local function check_role_options(value)
  if type(value) ~= "table" then return end
  for _, key in ipairs(engine.keys(value)) do
    local options = key == "assumeRoleAdditionalOptions" and value[key] or {}
    for _, name in ipairs { "RoleArn", "ExternalId" } do
      if type(options) == "table" and options[name] then
        fail(nil, "assume_role_additional_options cannot have %s: -> there is an option of its own for it", name)
      end
    end
    check_role_options(value[key])
  end
end

local function check_version(manifest, options)
  local version = manifest.version
  if type(version) ~= "string" or not engine.matches(SEMVER, version) then
    fail(nil, "the manifest's version must be of the form 1.2.3, got %s", engine.display(version))
  end
  if tonumber(version:match "%d+") > schema_version.LATEST and not options.skip_version_check then
    fail(nil, "the manifest has version %s, and at most %d.x.x can be read, it needs AWS CDK's command line %s",
      version, schema_version.LATEST, engine.display(manifest.minimumCliVersion or "of that time"))
  end
end

local function check(manifest, struct, options)
  check_version(manifest, options)
  local wanted = options.validate_schema
  if wanted == nil then wanted = os.getenv "TESTING_CDK" == "1" end
  if not wanted then return end
  check_role_options(manifest)
  local problem = problem_of(manifest, SCHEMA .. struct, "manifest", options)
  if problem then fail(nil, "the manifest is invalid: %s", problem) end
end

-- ---- files ----------------------------------------------------------------------------------------------------------

local function load(path, struct, options, patch)
  local text, message = assets.read_file(path)
  if not text then fail(nil, "cannot read the manifest: %s", message) end
  local parsed, manifest = pcall(assembly.parse_json, text)
  if not parsed or not engine.is_ordered(manifest) then
    fail(nil, "cannot read the manifest %s: %s", path,
      parsed and "it must be an object, got " .. engine.display(manifest) or tostring(manifest))
  end
  if patch then patch(manifest) end
  check(manifest, struct, options or {})
  return renamed(manifest, SCHEMA .. struct, "jsii_name", "name")
end

local function save(manifest, path, struct)
  local json = renamed(manifest, SCHEMA .. struct, "name", "jsii_name")
  json.version, json.minimumCliVersion = Manifest.version(), Manifest.cli_version()
  check(json, struct, {})
  if dry_run.is_on() then return end
  local done, message = assets.write_file(path, assembly.print_json(json, 2))
  if not done then fail(nil, "cannot write the manifest: %s", message) end
end

-- What a value holds; nothing if it is no table, since a file may have anything anywhere.
local function content(value) return type(value) == "table" and value or {} end

-- Tags of stacks are written with the names that CloudFormation gives their fields.
local function patch_tags(manifest)
  for _, artifact in pairs(content(manifest.artifacts)) do
    for _, entries in pairs(content(artifact).type == STACK and content(artifact.metadata) or {}) do
      for _, entry in ipairs(content(entries)) do
        for i, tag in ipairs(content(entry).type == STACK_TAGS and content(entry.data) or {}) do
          if type(tag) == "table" then
            local renamed_tag = engine.ordered()
            for _, key in ipairs(engine.keys(tag)) do
              renamed_tag[(key == "Key" or key == "Value") and key:lower() or key] = tag[key]
            end
            entry.data[i] = renamed_tag
          end
        end
      end
    end
  end
end

--- Writes an AssemblyManifest to a file, with the version of its schema.
function Manifest.save_assembly_manifest(manifest, file_path) save(manifest, file_path, "AssemblyManifest") end

--- The AssemblyManifest in a file. LoadManifestOptions are optional. Fails if it needs a later version, or, with
--- validate_schema, if it is not as the schema says.
function Manifest.load_assembly_manifest(file_path, options)
  return load(file_path, "AssemblyManifest", options, patch_tags)
end

--- Writes an AssetManifest to a file.
function Manifest.save_asset_manifest(manifest, file_path) save(manifest, file_path, "AssetManifest") end

--- The AssetManifest in a file.
function Manifest.load_asset_manifest(file_path) return load(file_path, "AssetManifest") end

--- Writes an IntegManifest to a file.
function Manifest.save_integ_manifest(manifest, file_path) save(manifest, file_path, "IntegManifest") end

--- The IntegManifest in a file.
function Manifest.load_integ_manifest(file_path)
  local manifest = load(file_path, "IntegManifest")
  manifest.test_cases = manifest.test_cases or engine.ordered()
  return manifest
end

--- The PolicyValidationReportJson in a file.
function Manifest.load_validation_report(file_path) return load(file_path, "PolicyValidationReportJson") end

--- The version of the schema.
function Manifest.version() return schema_version.text(schema_version.LATEST) end

--- The version of AWS CDK's command line that reads what is written.
function Manifest.cli_version() return require("aws_cdk.cloud_assembly_schema.cli_row").version end

return { Manifest = Manifest }
