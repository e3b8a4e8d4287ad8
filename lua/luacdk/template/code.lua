--- Parameters that say where the code of a function is. A value is a table with the kind as one of its keys, and beside
--- it the options of the corresponding factory of lambda.Code:
---
---     { asset = "folder or file", exclude = {…}, … }
---     { inline = "text" }
---     { bucket = "name or ARN", key = "…", object_version = … }
---     { ecr_image = "name or ARN of the repository", tag = …, cmd = {…}, … }
---     { docker_build = "folder", build_args = {…}, … }
---     { asset_image = "folder", file = …, … }
---     { cfn_parameters = true } or { cfn_parameters = { bucket_name_param = "Name", object_key_param = "Name" } }
---
--- Running a command (Code.from_custom_command) is left out on purpose: a value is data.
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"

local function service(name) return require("aws_cdk.aws_" .. name) end

-- ---- what the kinds are ---------------------------------------------------------------------------------------------

local function copy(options)
  local result = {}
  for key, value in pairs(options) do result[key] = value end
  return result
end

-- A KMS key by its ARN.
local function with_key(scope, id, options)
  if type(options.source_kms_key) == "string" then
    options.source_kms_key = service "kms".Key.from_key_arn(scope, id .. "Key", options.source_kms_key)
  end
  return options
end

local function is_arn(text) return text:sub(1, 4) == "arn:" end

local function import_bucket(scope, id, name)
  local Bucket = service "s3".Bucket
  if is_arn(name) then return Bucket.from_bucket_arn(scope, id, name) end
  return Bucket.from_bucket_name(scope, id, name)
end

local function import_repository(scope, id, name)
  local Repository = service "ecr".Repository
  if is_arn(name) then return Repository.from_repository_arn(scope, id, name) end
  return Repository.from_repository_name(scope, id, name)
end

local function parameter_of_stack(scope, name)
  local cdk = require "aws_cdk"
  return name and (scope.node:try_find_child(name) or cdk.CfnParameter(scope, name, { type = "String" }))
end

-- Options: a struct of the library, whose names may stand beside the kind; `renamed` has further ones. The order
-- matters if a word is the kind of one and might be an option of another.
local KINDS = {
  asset = {
    options = "aws_cdk.aws_s3_assets.AssetOptions", path = true, not_data = { bundling = true, readers = true },
    make = function(scope, id, path, options)
      return service "lambda".Code.from_asset(path, with_key(scope, id, options))
    end,
  },
  inline = {
    make = function(_, _, text) return service "lambda".Code.from_inline(text) end,
  },
  bucket = {
    options = "aws_cdk.aws_lambda.BucketOptions", more = { "key" }, needs = "key",
    make = function(scope, id, name, options)
      local key = options.key
      options.key = nil
      local bucket = import_bucket(scope, id .. "Bucket", name)
      return service "lambda".Code.from_bucket_v2(bucket, key, with_key(scope, id, options))
    end,
  },
  ecr_image = {
    options = "aws_cdk.aws_lambda.EcrImageCodeProps", more = { "digest" },
    make = function(scope, id, name, options)
      options.tag_or_digest = options.tag_or_digest or options.digest or options.tag
      options.tag, options.digest = nil, nil
      return service "lambda".Code.from_ecr_image(import_repository(scope, id .. "Repository", name), options)
    end,
  },
  docker_build = {
    options = "aws_cdk.aws_lambda.DockerBuildAssetOptions", path = true,
    make = function(_, _, path, options) return service "lambda".Code.from_docker_build(path, options) end,
  },
  asset_image = {
    options = "aws_cdk.aws_lambda.AssetImageCodeProps", path = true,
    make = function(_, _, path, options)
      local ecr_assets = service "ecr_assets"
      if type(options.platform) == "string" then options.platform = ecr_assets.Platform.custom(options.platform) end
      if type(options.network_mode) == "string" then
        options.network_mode = ecr_assets.NetworkMode.custom(options.network_mode)
      end
      return service "lambda".Code.from_asset_image(path, options)
    end,
  },
  cfn_parameters = {
    value = "true, or the names of the parameters",
    make = function(scope, id, names, options)
      if type(names) == "table" then
        options.bucket_name_param = parameter_of_stack(scope, names.bucket_name_param)
        options.object_key_param = parameter_of_stack(scope, names.object_key_param)
      end
      return service "lambda".Code.from_cfn_parameters(with_key(scope, id, options))
    end,
    options = "aws_cdk.aws_lambda.CfnParametersCodeProps",
    not_data = { bucket_name_param = true, object_key_param = true },
  },
}

local NAMES = { "asset", "asset_image", "bucket", "cfn_parameters", "docker_build", "ecr_image", "inline" }

local option_names = {}

-- The names allowed in a value of that kind.
local function names_of(kind)
  if not option_names[kind] then
    local row = KINDS[kind]
    local names = { kind, table.unpack(row.more or {}) }
    for _, field in ipairs(row.options and engine.schema.type(row.options).fields or {}) do
      if not (row.not_data and row.not_data[field.name]) then names[#names + 1] = field.name end
    end
    option_names[kind] = names
  end
  return option_names[kind]
end

-- ---- checks ---------------------------------------------------------------------------------------------------------

local function contains(list, word)
  for _, item in ipairs(list) do
    if item == word then return true end
  end
  return false
end

local function unknown(word, names)
  local near = engine.nearest(word, names)
  return ("has the unknown key '%s'%s"):format(word, near and "; did you mean '" .. near .. "'?" or "")
end

local function kind_of(value)
  local found
  for _, name in ipairs(NAMES) do
    if value[name] ~= nil then
      if found then return nil, ("names two kinds of code, '%s' and '%s'; give one"):format(found, name) end
      found = name
    end
  end
  if found then return found end
  local first
  for key in pairs(value) do
    if type(key) == "string" and (not first or key < first) then first = key end
  end
  local near = first and engine.nearest(first, NAMES)
  return nil, near and unknown(first, NAMES)
    or ("must have one of the keys %s, which say what kind of code it is"):format(table.concat(NAMES, ", "))
end

-- The message of an error without its location, which is that of our own call.
local function bare(message) return (tostring(message):gsub("^[^\n]-:%d+: ", "")) end

-- The options beside the kind, checked against their struct.
local function check_options(kind, value)
  local row = KINDS[kind]
  local options = {}
  for key, item in pairs(value) do
    if not contains(names_of(kind), key) then return nil, unknown(tostring(key), names_of(kind)) end
    if key ~= kind then options[key] = item end
  end
  if row.needs and options[row.needs] == nil then return nil, ("needs '%s' beside '%s'"):format(row.needs, kind) end
  local given = copy(options)
  for _, own in ipairs(row.more or {}) do given[own] = nil end
  given.source_kms_key, given.network_mode = nil, nil
  if kind == "asset_image" then given.platform = nil end
  if row.options then
    local ok, message = pcall(engine.check_struct, row.options, given, kind)
    if not ok then return nil, bare(message) end
  end
  return options
end

local function find_path(text, at)
  local path = assets.path.resolve(at.folder or ".", text)
  local function is_outside(real, root) return real and root and not assets.path.is_within(root, real) end
  -- Even through a link.
  if is_outside(path, at.root) or is_outside(assets.realpath(path), at.root and assets.realpath(at.root)) then
    return nil, ("leads to %s, outside the definition's folder; --trust allows that"):format(path)
  end
  if not assets.exists(path) then return nil, ("there is no %s"):format(path) end
  return path
end

local function check_subject(kind, subject)
  if KINDS[kind].value then
    if subject == true or type(subject) == "table" and #subject == 0 then
      for key, name in pairs(subject ~= true and subject or {}) do
        local names = { "bucket_name_param", "object_key_param" }
        if not contains(names, key) then return nil, unknown(tostring(key), names) end
        if type(name) ~= "string" then return nil, ("must have a string as its %s"):format(key) end
      end
      return true
    end
    return nil, ("must have %s as its '%s'"):format(KINDS[kind].value, kind)
  end
  if type(subject) == "string" and subject ~= "" then return true end
  return nil, ("must have a string as its '%s', got %s"):format(kind, engine.display(subject))
end

local function check(value, spec, at)
  if engine.is_a(value, service "lambda".Code) then return { made = value } end
  if type(value) ~= "table" or #value > 0 then
    return nil, ("must be a table like { asset = \"folder\" }, got %s"):format(engine.display(value))
  end
  local kind, why = kind_of(value)
  if not kind then return nil, why end
  if spec.one_of and not contains(spec.one_of, kind) then
    return nil, ("must be %s, not %s"):format(table.concat(spec.one_of, " or "), kind)
  end
  local good, bad = check_subject(kind, value[kind])
  if not good then return nil, bad end
  local options, wrong = check_options(kind, value)
  if not options then return nil, wrong end
  local subject = value[kind]
  if KINDS[kind].path then
    subject, why = find_path(subject, at)
    if not subject then return nil, why end
  end
  return { kind = kind, subject = subject, options = options, shown = value[kind] }
end

-- ---- the type -------------------------------------------------------------------------------------------------------

local function option_schema(field)
  local simple = { string = "string", number = "number", boolean = "boolean" }
  if simple[field.type] then return engine.ordered("type", simple[field.type]) end
  return engine.map {}
end

local function kind_schema(kind)
  local row = KINDS[kind]
  local properties = engine.ordered(kind, row.value and engine.map {} or engine.ordered("type", "string"))
  for _, name in ipairs(row.more or {}) do properties[name] = engine.ordered("type", "string") end
  for _, field in ipairs(row.options and engine.schema.type(row.options).fields or {}) do
    if contains(names_of(kind), field.name) and field.name ~= kind then
      properties[field.name] = field.name == "source_kms_key" and engine.ordered("type", "string")
        or option_schema(field)
    end
  end
  return engine.ordered("type", "object", "required", { kind, row.needs }, "additionalProperties", false,
    "properties", properties)
end

return {
  facets = { one_of = "kinds" },
  kinds = NAMES,
  --- Keys of a value can be set individually (`--set code.tag=v2`).
  open = true,
  --- Whether setting that key changes the kind of a value, so that nothing of the old one stays.
  replaces = function(value, key)
    if not KINDS[key] or type(value) ~= "table" then return false end
    if engine.class_name(value) then return true end
    local kind = kind_of(value)
    return kind ~= nil and not contains(names_of(kind), key)
  end,
  read = function(text)
    local ok, value = pcall(require("luacdk.assembly").parse_json, text)
    if not ok or type(value) ~= "table" then
      return nil, "must be a table as JSON; or set its keys, such as --set code.asset=folder"
    end
    return value
  end,
  check = check,
  --- Makes the lambda.Code of a checked value; what it imports is made below `scope`, with ids that start with `id`.
  realise = function(value, scope, id)
    if value.made then return value.made end
    return KINDS[value.kind].make(scope, id, value.subject, copy(value.options))
  end,
  show = function(value)
    if value.made then return "a lambda.Code" end
    local shown = type(value.shown) == "string" and value.shown:match "^[^\n]*" or "true"
    local words = { value.kind .. " " .. shown }
    for _, key in ipairs(engine.keys(value.options)) do
      local option = value.options[key]
      words[#words + 1] = key .. " " .. (type(option) == "string" and option or engine.display(option))
    end
    return table.concat(words, ", ")
  end,
  schema = function(spec)
    local list = {}
    for _, kind in ipairs(spec.one_of or NAMES) do list[#list + 1] = kind_schema(kind) end
    return engine.ordered("anyOf", list)
  end,
}
