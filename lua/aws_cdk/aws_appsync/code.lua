--- Code of resolvers, functions and handlers.
local engine = require "luacdk.engine"

local Code = engine.class "aws_cdk.aws_appsync.Code"

function Code:init() end

local AssetCode = engine.class("aws_cdk.aws_appsync.AssetCode", Code)

--- Arguments: path, AssetOptions.
function AssetCode:init(path, options) self.path, self._options = path, options end

--- The code as L1 resources have it: s3_location.
function AssetCode:bind(scope)
  local asset = self._asset
  if not asset then
    local props = { path = self.path }
    for name, value in pairs(self._options or {}) do props[name] = value end
    asset = require("aws_cdk.aws_s3_assets").Asset(scope, "Code", props)
    self._asset = asset
  elseif engine.stack_of(asset) ~= engine.stack_of(scope) then
    engine.fail(scope, "the code is an asset of stack %s already: -> call Code.from_asset once for each stack",
      engine.stack_of(asset).stack_name)
  end
  return { s3_location = asset.s3_object_url }
end

--- A file of this machine.
function Code.from_asset(path, options) return AssetCode(path, options) end

local InlineCode = engine.class("aws_cdk.aws_appsync.InlineCode", Code)

--- Arguments: the text.
function InlineCode:init(code)
  if code == "" then engine.fail(nil, "inline code cannot be empty") end
  self._code = code
end

--- The code as L1 resources have it: inline_code.
function InlineCode:bind() return { inline_code = self._code } end

--- A text.
function Code.from_inline(code) return InlineCode(code) end

return { AssetCode = AssetCode, Code = Code, InlineCode = InlineCode }
