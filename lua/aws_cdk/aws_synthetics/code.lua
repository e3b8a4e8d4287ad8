--- The scripts of canaries.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local dry_run = require "aws_cdk.private.dry_run"
local l2 = require "aws_cdk.l2"
local selection = require "aws_cdk.private.selection"

local fail = engine.fail

local GUIDE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_"
local NODEJS, PYTHON = 0, 1

-- From this version on a script may be at the top of the folder.
local PUPPETEER_WITH_SCRIPT_ON_TOP = 11

local PLAYWRIGHT_EXTENSIONS = { ".cjs", ".mjs", ".js" }

local Code = engine.class "aws_cdk.aws_synthetics.Code"

function Code:init() end

-- ---------------------------------------------------------------------------------------------------------------------

local InlineCode = engine.class("aws_cdk.aws_synthetics.InlineCode", Code)

--- Arguments: the text of the script.
function InlineCode:init(code)
  if code == "" then fail(nil, "the inline code of a canary cannot be empty") end
  self._code = code
end

--- { inline_code }. Fails for handlers that inline code cannot have.
function InlineCode:bind(scope, handler)
  if handler ~= "index.handler" then
    fail(scope, 'the handler of inline code must be "index.handler", got %s', engine.display(handler))
  end
  return { inline_code = self._code }
end

-- ---------------------------------------------------------------------------------------------------------------------

local S3Code = engine.class("aws_cdk.aws_synthetics.S3Code", Code)

--- Arguments: bucket, key, version of the object (optional).
function S3Code:init(bucket, key, object_version)
  self._location = { bucket_name = bucket.bucket_ref.bucket_name, object_key = key, object_version = object_version }
end

--- { s3_location = { bucket_name, object_key, object_version } }.
function S3Code:bind() return { s3_location = l2.with({}, self._location) } end

-- ---------------------------------------------------------------------------------------------------------------------

local AssetCode = engine.class("aws_cdk.aws_synthetics.AssetCode", Code)

--- Arguments: path of a folder or zip file, AssetOptions (optional). Fails if there is nothing at the path.
function AssetCode:init(path, options)
  if not assets.exists(path) then fail(nil, "there is no folder or zip file %s", engine.display(path)) end
  self._path, self._options = path, options
end

-- Where the content of the asset can be read; nil if it has not been made.
local function content_of(asset)
  local staging = asset.node:find_child "Stage"
  if dry_run.is_foreseen(staging) then return nil end
  local unstaged = dry_run.makes_nothing() or not selection.needs(staging)
  return unstaged and staging.source_path or staging.absolute_staged_path
end

local function check_puppeteer(self, scope, folder, script, runtime_name)
  local version = tonumber(runtime_name:match "syn%-nodejs%-puppeteer%-(%d+%.%d+)" or 0)
  local legacy = "nodejs/node_modules/" .. script
  local on_top = version >= PUPPETEER_WITH_SCRIPT_ON_TOP
  if assets.exists(folder .. "/" .. legacy) or on_top and assets.exists(folder .. "/" .. script) then return end
  fail(scope, "the runtime %s needs the script at %s%s in %s: -> see %sWritingCanary_Nodejs.html", runtime_name,
    on_top and script .. " or " or "", legacy, engine.display(self._path), GUIDE)
end

local function check_playwright(self, scope, folder, name, runtime_name)
  for _, extension in ipairs(PLAYWRIGHT_EXTENSIONS) do
    if assets.exists(folder .. "/" .. name .. extension) then return end
  end
  fail(scope, "the runtime %s needs the script at %s with one of the extensions %s in %s", runtime_name, name,
    table.concat(PLAYWRIGHT_EXTENSIONS, ", "), engine.display(self._path))
end

-- Each runtime wants its script at a place of its own.
local function check_content(self, scope, handler, family, runtime_name)
  local content = content_of(self._asset)
  if not content or assets.extension(content) == ".zip" then return end
  if assets.lstat(content).type ~= "directory" then
    fail(scope, "the code of a canary is a folder or a zip file, and %s is neither", engine.display(self._path))
  end
  local name = handler:match "^[^.]*"
  if family == NODEJS and runtime_name and not engine.is_unresolved(runtime_name) then
    if runtime_name:find("puppeteer", 1, true) then
      check_puppeteer(self, scope, content, name .. ".js", runtime_name)
    end
    if runtime_name:find("playwright", 1, true) then check_playwright(self, scope, content, name, runtime_name) end
  end
  if family == PYTHON and not assets.exists(content .. "/python/" .. name .. ".py") then
    fail(scope, "a runtime of Python needs the script at python/%s.py in %s: -> see %sWritingCanary_Python.html", name,
      engine.display(self._path), GUIDE)
  end
end

--- { s3_location = { bucket_name, object_key } }. Fails if the script is not where the runtime looks for it.
function AssetCode:bind(scope, handler, family, runtime_name)
  local asset = self._asset
  if not asset then
    asset = require("aws_cdk.aws_s3_assets").Asset(scope, "Code", l2.with({ path = self._path }, self._options))
    self._asset = asset
  end
  check_content(self, scope, handler, family, runtime_name)
  return { s3_location = { bucket_name = asset.s3_bucket_name, object_key = asset.s3_object_key } }
end

-- ---------------------------------------------------------------------------------------------------------------------

--- A script in the template, for handler "index.handler".
function Code.from_inline(code) return InlineCode(code) end

--- A folder or zip file of this machine. AssetOptions are optional.
function Code.from_asset(asset_path, options) return AssetCode(asset_path, options) end

--- An object in a bucket; its version is optional.
function Code.from_bucket(bucket, key, object_version) return S3Code(bucket, key, object_version) end

return { AssetCode = AssetCode, Code = Code, InlineCode = InlineCode, S3Code = S3Code }
