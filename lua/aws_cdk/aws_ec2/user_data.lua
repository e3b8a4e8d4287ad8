--- Scripts that instances run when they start.
local engine = require "luacdk.engine"

local fail = engine.fail

-- The type of the operating system: OperatingSystemType.
local LINUX, WINDOWS = 0, 1

-- The base of all user data, own classes of scripts included.
local UserData = engine.class("aws_cdk.aws_ec2.UserData")

function UserData.init() end

local function append(list, ...)
  for _, one in ipairs { ... } do list[#list + 1] = tostring(one) end
end

local function trimmed(text) return (text:gsub("^%s+", ""):gsub("%s+$", "")) end

-- ---- scripts of a system --------------------------------------------------------------------------------------------

-- Lines, and lines that run when the script ends.
local Script = engine.class("aws_cdk.aws_ec2.ScriptUserData", UserData)

function Script:init(options)
  self._options = options or {}
  self._lines, self._exit_lines = {}, {}
end

function Script:add_commands(...) append(self._lines, ...) end

function Script:add_on_exit_commands(...) append(self._exit_lines, ...) end

-- Where the resource is: stack name, logical id, region.
local function signal_target(resource)
  local stack = engine.stack_of(resource)
  return tostring(stack.stack_name), tostring(resource.node.default_child.logical_id), tostring(stack.region)
end

local function text_or(value, default) return value ~= nil and value ~= "" and value or default end

local Linux = engine.class("aws_cdk.aws_ec2.LinuxUserData", Script)

function Linux:add_s3_download_command(params)
  local local_path = text_or(params.local_file, "/tmp/" .. params.bucket_key)
  local command = ("aws s3 cp 's3://%s/%s' '%s'"):format(tostring(params.bucket.bucket_ref.bucket_name),
    tostring(params.bucket_key), tostring(local_path))
  if params.region ~= nil then command = ("%s --region %s"):format(command, tostring(params.region)) end
  self:add_commands(("mkdir -p $(dirname '%s')"):format(tostring(local_path)), command)
  return local_path
end

function Linux:add_execute_file_command(params)
  local path = tostring(params.file_path)
  self:add_commands("set -e", ("chmod +x '%s'"):format(path),
    trimmed(("'%s' %s"):format(path, tostring(params.arguments or ""))))
end

function Linux:add_signal_on_exit_command(resource)
  self:add_on_exit_commands(("/opt/aws/bin/cfn-signal --stack %s --resource %s --region %s -e $exitCode "
    .. "|| echo 'Failed to send Cloudformation Signal'"):format(signal_target(resource)))
end

function Linux:render()
  local all = { self._options.shebang and tostring(self._options.shebang) or "#!/bin/bash" }
  if #self._exit_lines > 0 then
    append(all, "function exitTrap(){", "exitCode=$?")
    append(all, table.unpack(self._exit_lines))
    append(all, "}", "trap exitTrap EXIT")
  end
  table.move(self._lines, 1, #self._lines, #all + 1, all)
  return table.concat(all, "\n")
end

local Windows = engine.class("aws_cdk.aws_ec2.WindowsUserData", Script)

function Windows:add_s3_download_command(params)
  local local_path = text_or(params.local_file, "C:/temp/" .. params.bucket_key)
  local command = ("Read-S3Object -BucketName '%s' -key '%s' -file '%s' -ErrorAction Stop"):format(
    tostring(params.bucket.bucket_ref.bucket_name), tostring(params.bucket_key), tostring(local_path))
  if params.region ~= nil then command = ("%s -Region %s"):format(command, tostring(params.region)) end
  self:add_commands(("mkdir (Split-Path -Path '%s' ) -ea 0"):format(tostring(local_path)), command)
  return local_path
end

function Windows:add_execute_file_command(params)
  local path = tostring(params.file_path)
  self:add_commands(trimmed(("&'%s' %s"):format(path, tostring(params.arguments or ""))),
    ("if (!$?) { Write-Error 'Failed to execute the file \"%s\"' -ErrorAction Stop }"):format(path))
end

function Windows:add_signal_on_exit_command(resource)
  self:add_on_exit_commands(("cfn-signal --stack %s --resource %s --region %s --success "
    .. "($success.ToString().ToLower())"):format(signal_target(resource)))
end

function Windows:render()
  local all = {}
  local on_exit = #self._exit_lines > 0
  if on_exit then
    append(all, "trap {", '$success=($PSItem.Exception.Message -eq "Success")')
    table.move(self._exit_lines, 1, #self._exit_lines, #all + 1, all)
    append(all, "break", "}")
  end
  table.move(self._lines, 1, #self._lines, #all + 1, all)
  if on_exit then append(all, 'throw "Success"') end
  return "<powershell>" .. table.concat(all, "\n") .. "</powershell>"
    .. (self._options.persist and "<persist>true</persist>" or "")
end

-- ---- text as it is --------------------------------------------------------------------------------------------------

local Custom = engine.class("aws_cdk.aws_ec2.CustomUserData", UserData)

function Custom:init() self._lines = {} end

function Custom:add_commands(...) append(self._lines, ...) end

function Custom:render() return table.concat(self._lines, "\n") end

for _, method in ipairs {
  "add_on_exit_commands", "add_s3_download_command", "add_execute_file_command", "add_signal_on_exit_command",
} do
  Custom[method] = function()
    fail(nil, "%s needs to know the system: -> use UserData.for_linux or UserData.for_windows, not UserData.custom",
      method)
  end
end

-- ---- factories ------------------------------------------------------------------------------------------------------

--- A shell script. Options: shebang.
function UserData.for_linux(options) return Linux(options) end

--- A PowerShell script. Options: persist = true runs it at each start.
function UserData.for_windows(options) return Windows(options) end

--- Any text.
function UserData.custom(content)
  local user_data = Custom()
  user_data:add_commands(content)
  return user_data
end

--- The script of an ec2.OperatingSystemType.
function UserData.for_operating_system(os)
  if os == LINUX then return Linux() end
  if os == WINDOWS then return Windows() end
  fail(nil, "there is no user data for an unknown system: -> use OperatingSystemType.LINUX or WINDOWS")
end

return { UserData = UserData }
