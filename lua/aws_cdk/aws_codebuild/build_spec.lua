--- What a build does.
local engine = require "luacdk.engine"
local s3_assets = require "aws_cdk.aws_s3_assets"
local yaml = require "aws_cdk.private.yaml_writer"

local fail = engine.fail

local BuildSpec = engine.class "aws_cdk.aws_codebuild.BuildSpec"

function BuildSpec:init() end

-- ---- in the template ------------------------------------------------------------------------------------------------

local ObjectBuildSpec = engine.class("aws_cdk.aws_codebuild.ObjectBuildSpec", BuildSpec)

function ObjectBuildSpec:init(spec)
  self.is_immediate = true
  self._spec = spec
end

local INDENT = 2

function ObjectBuildSpec:to_build_spec(scope)
  return engine.lazy(function() return engine.to_json_string(scope, self._spec, INDENT) end, { kind = "string" })
end

--- A specification as JSON in the template.
-- @param value a table with the keys of buildspec.yml: version, phases, artifacts, …
function BuildSpec.from_object(value) return ObjectBuildSpec(value) end

local YamlBuildSpec = engine.class("aws_cdk.aws_codebuild.YamlBuildSpec", BuildSpec)

function YamlBuildSpec:init(spec)
  self.is_immediate = true
  self._spec = spec
end

-- Tokens become the text that stands for them until the template is rendered.
local function without_tokens(value)
  if engine.is_unresolved(value) then return tostring(value) end
  if type(value) ~= "table" or value == engine.NULL then return value end
  local copy = #value > 0 and {} or engine.ordered()
  for _, key in ipairs(#value > 0 and {} or engine.keys(value)) do copy[key] = without_tokens(value[key]) end
  for i, one in ipairs(value) do copy[i] = without_tokens(one) end
  return copy
end

function YamlBuildSpec:to_build_spec() return yaml.text(without_tokens(self._spec)) end

--- A specification as YAML in the template.
function BuildSpec.from_object_to_yaml(value) return YamlBuildSpec(value) end

-- ---- in a file ------------------------------------------------------------------------------------------------------

local FilenameBuildSpec = engine.class("aws_cdk.aws_codebuild.FilenameBuildSpec", BuildSpec)

function FilenameBuildSpec:init(filename)
  self.is_immediate = false
  self._filename = filename
end

function FilenameBuildSpec:to_build_spec() return self._filename end

--- A file of the source, by its path there.
function BuildSpec.from_source_filename(filename) return FilenameBuildSpec(filename) end

local AssetBuildSpec = engine.class("aws_cdk.aws_codebuild.AssetBuildSpec", BuildSpec)

function AssetBuildSpec:init(path)
  self.is_immediate = true
  self._path = path
end

function AssetBuildSpec:to_build_spec(scope)
  if not scope then fail(nil, "a BuildSpec from an asset needs the project as scope: to_build_spec(project)") end
  local asset = self._asset
  if not asset then
    asset = s3_assets.Asset(scope, "Code", { path = self._path })
    self._asset = asset
  elseif engine.stack_of(asset) ~= engine.stack_of(scope) then
    fail(scope, "this BuildSpec's asset belongs to the stack %s; -> call BuildSpec.from_asset once for each stack",
      engine.stack_of(asset).stack_name)
  end
  asset:grant_read(scope)
  return asset.bucket:arn_for_objects(asset.s3_object_key)
end

--- A file of this machine, uploaded to the assets bucket. It serves one stack.
function BuildSpec.from_asset(path) return AssetBuildSpec(path) end

for _, class in ipairs { FilenameBuildSpec, AssetBuildSpec } do
  function class:__tostring() return "<buildspec file: " .. (self._filename or self._path) .. ">" end
end

-- ---- merging --------------------------------------------------------------------------------------------------------

local function is_map(value)
  return type(value) == "table" and value ~= engine.NULL and not engine.is_unresolved(value) and #value == 0
end
local function is_list(value) return type(value) == "table" and #value > 0 end

local function copied(value)
  if is_list(value) then
    local list = {}
    for i, one in ipairs(value) do list[i] = copied(one) end
    return list
  elseif is_map(value) and #engine.keys(value) > 0 then
    local map = engine.ordered()
    for _, key in ipairs(engine.keys(value)) do map[key] = copied(value[key]) end
    return map
  end
  return value
end

-- A single command, file or path may stand for a list of one.
local function listed(map, key)
  if is_map(map) and type(map[key]) == "string" and map[key] ~= "" then map[key] = { map[key] } end
end

local function listed_in_each(maps, ...)
  if not is_map(maps) then return end
  for _, name in ipairs(engine.keys(maps)) do
    for _, key in ipairs { ... } do listed(maps[name], key) end
  end
end

local function normalized(spec)
  local all = copied(spec)
  listed(all.env, "exported-variables")
  listed_in_each(all.phases, "commands", "finally")
  listed_in_each(all.reports, "files")
  listed(all.artifacts, "files")
  if is_map(all.artifacts) then listed_in_each(all.artifacts["secondary-artifacts"], "files") end
  listed(all.cache, "paths")
  return all
end

-- Lists are joined, maps merged; of other values the second counts.
local function merged(left, right)
  if is_list(left) and is_list(right) then
    return table.move(right, 1, #right, #left + 1, table.move(left, 1, #left, 1, {}))
  end
  if not (is_map(left) and is_map(right)) then return right end
  local all = engine.ordered()
  for _, key in ipairs(engine.keys(left)) do all[key] = left[key] end
  for _, key in ipairs(engine.keys(right)) do
    if left[key] == nil then all[key] = right[key] else all[key] = merged(left[key], right[key]) end
  end
  return all
end

--- A specification that does what `first` does and then what `second` does. Both must be from BuildSpec.from_object;
--- only one may have artifacts.
function BuildSpec._merge(first, second)
  if not (engine.is_a(first, ObjectBuildSpec) and engine.is_a(second, ObjectBuildSpec)) then
    fail(nil, "only specifications made with BuildSpec.from_object can be merged")
  end
  if first._spec.version == "0.1" then
    fail(nil, "a specification of version \"0.1\" cannot be extended; -> set version = \"0.2\"")
  end
  if first._spec.artifacts and second._spec.artifacts then
    fail(nil, "only one of two merged specifications may have artifacts")
  end
  local left, right = normalized(first._spec), normalized(second._spec)
  local all = merged(left, right)
  if left.reports and right.reports then
    local reports = engine.ordered()
    for _, map in ipairs { left.reports, right.reports } do
      for _, key in ipairs(engine.keys(map)) do reports[key] = map[key] end
    end
    all.reports = reports
  end
  return ObjectBuildSpec(all)
end

return { BuildSpec = BuildSpec }
