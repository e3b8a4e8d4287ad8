--- The code of CloudFront functions.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"

local FunctionCode = engine.class "aws_cdk.aws_cloudfront.FunctionCode"

function FunctionCode:init() end

local InlineCode = engine.class("aws_cdk.aws_cloudfront.InlineCode", FunctionCode)

function InlineCode:init(code) self._code = code end

function InlineCode:render() return self._code end

local FileCode = engine.class("aws_cdk.aws_cloudfront.FileCode", FunctionCode)

function FileCode:init(options) self._path = options.file_path end

function FileCode:render()
  local text, message = assets.read_file(self._path)
  if not text then engine.fail(nil, "cannot read the code of the function: %s", message) end
  return text
end

--- A text.
function FunctionCode.from_inline(code) return InlineCode(code) end

--- A file of this machine.
function FunctionCode.from_file(options) return FileCode(options) end

return { FunctionCode = FunctionCode }
