--- Programs that constructs deploy themselves: functions behind custom resources, layers.
--
-- By default they are our own, and are published under the hash of their own content. In exact mode, when the context
-- `luacdk:aws-handlers` names a folder that contains the package aws-cdk-lib, they are the reference's, taken from
-- there, under its hashes. If only the reference has a program and the mode is off, the template names it anyway, and
-- a warning says what to set.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local reference_programs = require "aws_cdk.private.reference_programs"
local rows = require "aws_cdk.private.program_rows"
local text_files = require "aws_cdk.private.texts"

local check, content_of, hash_of, stage, write_files =
  text_files.check, text_files.content_of, text_files.hash_of, text_files.stage, text_files.write_files

local M = {}

local CONTEXT = "luacdk:aws-handlers"
local ENTRY_POINT = "__entrypoint__.js"
local ENTRY_POINT_NAME = "core/nodejs-entrypoint-handler"
local SALT_CONTEXT = "@aws-cdk/core:assetHashSalt"

-- What assets leave out, including those of the reference's programs.
local MARK = ".is_custom_resource"

-- ---------------------------------------------------------------------------------------------------------------------
-- Content and hashes

local function source(name) return (require("aws_cdk.private.handlers." .. name)) end

local function entry_point() return source "custom_resource.js" end

local own = {} -- our programs that have been requested

-- One of our programs: { texts: name → function that returns the text, contents: as for hash_of }.
local function own_program(row)
  local program = own[row]
  if program then return program end
  local texts, contents = {}, {}
  local function add(name, text, content)
    texts[name] = text
    contents[#contents + 1] = { name, content or content_of(text()) }
  end
  for name, from in pairs(row.files) do
    if type(from) == "table" then
      add(name, from.text, from.content)
    else
      add(name, type(from) == "string" and function() return source(from) end or from)
    end
  end
  if row.kind == "wrapped" then add(ENTRY_POINT, entry_point) end
  table.sort(contents, function(a, b) return a[1] < b[1] end)
  program = { texts = texts, contents = contents }
  own[row] = program
  return program
end

-- Adds the fields of all files below a user's folder: path → content.
local function collect(folder, prefix, contents)
  local names, message = assets.list(folder)
  if not names then return nil, message end
  for _, name in ipairs(names) do
    local file = folder .. "/" .. name
    local done, why = true, nil
    if assets.is_directory(file) then
      done, why = collect(file, prefix .. name .. "/", contents)
    elseif not name:find "%.ts$" and name ~= MARK then
      local bytes
      bytes, why = assets.read_file(file)
      done = bytes ~= nil
      contents[#contents + 1] = bytes and { prefix .. name, content_of(bytes) }
    end
    if not done then return nil, why end
  end
  return true
end

-- The hash of a folder together with an entry point with that content.
local function hash_with(directory, content, salt)
  local contents = {}
  local done, message = collect(directory, "", contents)
  if not done then return nil, message end
  -- Names are compared by their first component; the entry point is a file at the top level.
  local at = #contents + 1
  for i = #contents, 1, -1 do
    if contents[i][1] > ENTRY_POINT then at = i end
  end
  table.insert(contents, at, { ENTRY_POINT, content })
  return hash_of(contents, salt)
end

local function salt_of(scope)
  local salt = scope.node:try_get_context(SALT_CONTEXT)
  return salt and tostring(salt)
end

-- ---------------------------------------------------------------------------------------------------------------------
-- The reference's own, in exact mode

-- The folder that contains aws-cdk-lib, or nil if the mode is off.
local function packages(scope)
  local folder = scope.node:try_get_context(CONTEXT)
  if folder == nil or folder == false or folder == "" then return nil end
  if type(folder) ~= "string" then
    engine.fail(scope, "the context %s must be the path of a folder that contains aws-cdk-lib (node_modules), got %s",
      CONTEXT, engine.display(folder))
  end
  if not assets.is_directory(folder .. "/aws-cdk-lib") then
    engine.fail(scope, "there is no aws-cdk-lib in %s, the folder that the context %s names: -> install "
      .. "aws-cdk-lib %s there",
      folder, CONTEXT, reference_programs.version)
  end
  return folder
end

local function fail_content(scope, path)
  engine.fail(scope,
    "%s differs from that of aws-cdk-lib %s: -> install that version in the folder that the context %s names", path,
    reference_programs.version, CONTEXT)
end

-- The path of the reference's program, after checking that its content matches its hash.
local function verified(scope, folder, theirs)
  local path = folder .. "/" .. (theirs.folder or theirs.file)
  local content, message = assets.fingerprint(path, { exclude = { MARK, table.unpack(theirs.exclude or {}) } })
  if not content then engine.fail(scope, "%s; the context %s names its folder", message, CONTEXT) end
  if content ~= theirs.content then fail_content(scope, path) end
  return path
end

-- The reference's entry point: its text.
local function reference_entry_point(scope, folder)
  local theirs = reference_programs.programs[ENTRY_POINT_NAME]
  return assert(assets.read_file(verified(scope, folder, theirs) .. "/index.js"))
end

-- ---------------------------------------------------------------------------------------------------------------------
-- Staging

--- The path of a staged asset of that name in the manifest of the scope's assembly.
local function asset_path(scope, name)
  local stage_of = engine.stage_of(scope)
  if not stage_of then return name end
  return assets.path.relative(assets.path.resolve(stage_of.outdir),
    assets.path.join(assets.path.resolve(stage_of.asset_outdir), name))
end

local function add_asset(scope, hash, extension, display_name)
  local path = asset_path(scope, "asset." .. hash .. extension)
  local location = engine.stack_of(scope).synthesizer:add_file_asset {
    file_name = path, source_hash = hash, packaging = extension == "" and "zip" or "file",
    display_name = display_name or scope.node.path .. " Code",
  }
  return {
    bucket_name = location.bucket_name, object_key = location.object_key, hash = hash, path = path,
    runtime = M.latest_node_runtime(scope),
  }
end

-- ---------------------------------------------------------------------------------------------------------------------

local function reference_hash(theirs, kind) return theirs[kind] or theirs.given or theirs.plain end

local function add_own(scope, row, kind)
  local program = own_program(row)
  local hash = hash_of(program.contents, kind ~= "given" and salt_of(scope) or nil)
  stage(scope, "asset." .. hash, function(target) write_files(scope, target, program.texts) end)
  return hash
end

local function add_reference(scope, folder, theirs, kind)
  local path = verified(scope, folder, theirs)
  local hash = reference_hash(theirs, kind)
  local salt = kind ~= "given" and salt_of(scope) or nil
  local extra = kind == "wrapped" and reference_entry_point(scope, folder)
  if salt and extra then
    hash = assert(hash_with(path, content_of(extra), salt))
  elseif salt then
    hash = assert(assets.fingerprint(path, { exclude = { MARK }, extra_hash = salt }))
  end
  local extension = theirs.file and ".zip" or ""
  stage(scope, "asset." .. hash .. extension, function(target)
    if theirs.file then return check(scope, assets.copy_file(path, target)) end
    check(scope, assets.copy_directory(path, target, { exclude = { MARK, table.unpack(theirs.exclude or {}) } }))
    if extra then check(scope, assets.write_file(target .. "/" .. ENTRY_POINT, extra)) end
  end)
  return hash
end

--- Adds a program of the library to the assets of the stack. `name` is that of program_rows.lua and
--- reference_programs.lua; `kind`: "wrapped" with the entry point that answers CloudFormation, "plain" without, "given"
--- as the code of a lambda.Function. Returns { bucket_name, object_key, hash, path, runtime }.
function M.add(scope, name, kind, display_name)
  local row, theirs = rows[name], reference_programs.programs[name]
  if not theirs then engine.fail(scope, "there is no function %s in the library", engine.display(name)) end
  if row then kind = row.kind end
  local folder = packages(scope)
  local hash
  if folder then
    hash = add_reference(scope, folder, theirs, kind)
  elseif row then
    hash = add_own(scope, row, kind)
  else
    hash = reference_hash(theirs, kind)
    cdk.Annotations.of(scope):add_warning_v2("luacdk:awsHandlers",
      ("only AWS CDK has the program %s (asset %s). Set the context %s to a folder that contains aws-cdk-lib %s, such "
        .. "as node_modules; otherwise the asset must already be in the assets bucket"):format(name, hash, CONTEXT,
        reference_programs.version))
  end
  return add_asset(scope, hash, theirs.file and ".zip" or "", display_name)
end

--- Adds a user's folder of code to the assets of the stack, with the entry point if `wrapped`. Returns the same as
--- M.add.
function M.add_directory(scope, directory, wrapped)
  local folder = packages(scope)
  local salt = salt_of(scope)
  local text = wrapped and (folder and reference_entry_point(scope, folder) or entry_point())
  local hash, message
  if text then
    hash, message = hash_with(directory, content_of(text), salt)
  else
    hash, message = assets.fingerprint(directory, { exclude = { MARK, "*.ts" }, extra_hash = salt })
  end
  if not hash then engine.fail(scope, "%s", message) end
  stage(scope, "asset." .. hash, function(target)
    check(scope, assets.copy_directory(directory, target, { exclude = { MARK, "*.ts" } }))
    if text then check(scope, assets.write_file(target .. "/" .. ENTRY_POINT, text)) end
  end)
  return add_asset(scope, hash, "")
end

--- The text of a Python program that is part of the template; `file` is the name of our source. `whole`: the reference
--- has its program in the template as it is, not without comment lines.
function M.inline(scope, name, file, whole)
  local folder = packages(scope)
  if not folder then return source(file) end
  local text = assert(assets.read_file(verified(scope, folder, reference_programs.programs[name]) .. "/index.py"))
  if whole then return text end
  local kept = {}
  for line in text:gmatch "[^\n]*\n?" do
    if not line:find "^ *#" then kept[#kept + 1] = line end
  end
  return table.concat(kept)
end

--- The newest Node.js runtime that Lambda offers in the stack's region.
function M.latest_node_runtime(scope)
  return engine.stack_of(scope):regional_fact("latestNodeRuntime", "nodejs24.x")
end

-- ---------------------------------------------------------------------------------------------------------------------

--- Our own programs, sorted by name: { name, brought_by, hash, reference, texts }, where texts is name → function that
--- returns the text.
function M.list()
  local list = {}
  for name, row in pairs(rows) do
    local program = own_program(row)
    list[#list + 1] = {
      name = name, brought_by = row.brought_by, hash = hash_of(program.contents),
      reference = reference_hash(reference_programs.programs[name], row.kind), texts = program.texts,
    }
  end
  table.sort(list, function(a, b) return a.name < b.name end)
  return list
end

--- The hashes of a folder of code with our entry point, and with the reference's.
function M.hashes_with_entry_point(directory)
  local hash, message = hash_with(directory, content_of(entry_point()))
  if not hash then return nil, message end
  return hash, hash_with(directory, reference_programs.entry_point)
end

return M
