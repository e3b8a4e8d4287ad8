--- User data of several parts, as cloud-init takes it.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"

local SEPARATOR = "+AWS+CDK+User+Data+Separator=="

-- ---- parts ----------------------------------------------------------------------------------------------------------

local MultipartBody = engine.class("aws_cdk.aws_ec2.MultipartBody")

function MultipartBody.init() end

local Raw = engine.class("aws_cdk.aws_ec2.RawMultipartBody", MultipartBody)

function Raw:init(options) self._options = options end

function Raw:render_body_part()
  local options = self._options
  local lines = { "Content-Type: " .. tostring(options.content_type) }
  if options.transfer_encoding ~= nil then
    lines[2] = "Content-Transfer-Encoding: " .. tostring(options.transfer_encoding)
  end
  lines[#lines + 1] = ""
  if options.body ~= nil then lines[#lines + 1] = tostring(options.body) end
  return lines
end

local Wrapped = engine.class("aws_cdk.aws_ec2.UserDataMultipartBody", MultipartBody)

function Wrapped:init(user_data, content_type)
  self._user_data = user_data
  self._content_type = content_type ~= "" and content_type or MultipartBody.SHELL_SCRIPT
end

function Wrapped:render_body_part()
  return {
    "Content-Type: " .. tostring(self._content_type), "Content-Transfer-Encoding: base64", "",
    tostring(cdk.Fn.base64(self._user_data:render())),
  }
end

--- User data as a part, a shell script unless content_type says otherwise.
function MultipartBody.from_user_data(user_data, content_type) return Wrapped(user_data, content_type) end

--- Any text as a part. Options: content_type, body, transfer_encoding.
function MultipartBody.from_raw_body(options) return Raw(options) end

-- ---- the whole ------------------------------------------------------------------------------------------------------

local MultipartUserData = engine.class("aws_cdk.aws_ec2.MultipartUserData", ec2.UserData)

--- Arguments: parts_separator, the string between the parts.
function MultipartUserData:init(options)
  local separator = options and options.parts_separator
  if separator and separator:find "[^%w()+,%-./:=?]" then
    engine.fail(nil, "parts_separator can contain only letters, digits and "
      .. "()+,-./:=?, got %s", engine.display(separator))
  end
  self._separator = separator or SEPARATOR
  self._parts = {}
end

--- Adds a part.
function MultipartUserData:add_part(part) self._parts[#self._parts + 1] = part end

--- Adds user data as a part. The first of them, or one with make_default, takes what add_commands and the like add.
function MultipartUserData:add_user_data_part(user_data, content_type, make_default)
  self:add_part(MultipartBody.from_user_data(user_data, content_type))
  if make_default == nil then make_default = self._default == nil end
  if make_default then self._default = user_data end
end

function MultipartUserData:render()
  local lines = {
    ('Content-Type: multipart/mixed; boundary="%s"'):format(tostring(self._separator)), "MIME-Version: 1.0", "",
  }
  for _, part in ipairs(self._parts) do
    lines[#lines + 1] = "--" .. tostring(self._separator)
    for _, line in ipairs(part:render_body_part()) do lines[#lines + 1] = tostring(line) end
  end
  lines[#lines + 1] = "--" .. tostring(self._separator) .. "--"
  lines[#lines + 1] = ""
  return table.concat(lines, "\n")
end

for _, method in ipairs {
  "add_commands", "add_on_exit_commands", "add_s3_download_command", "add_execute_file_command",
  "add_signal_on_exit_command",
} do
  MultipartUserData[method] = function(self, ...)
    local default = self._default
    if not default then
      engine.fail(nil, "%s needs a default part: -> call add_user_data_part(user_data, content_type, true) first",
        method)
    end
    return default[method](default, ...)
  end
end

return { MultipartBody = MultipartBody, MultipartUserData = MultipartUserData }
