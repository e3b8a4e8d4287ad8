--- The content of hosted configurations.
local engine = require "luacdk.engine"
local read = require "aws_cdk.aws_appconfig.private.read"

local ConfigurationContent = engine.class "aws_cdk.aws_appconfig.ConfigurationContent"

function ConfigurationContent:init() end

local function content(text, content_type, default)
  local made = ConfigurationContent()
  made.content = text
  made.content_type = content_type ~= nil and content_type ~= "" and content_type or default
  return made
end

-- The type of content that goes with the end of a file's name, or nil.
local function type_of(path)
  local name = path:find "/" and path:match "[^/]*$" or "x." .. path
  local ending = name:match "^.+%.([^.]*)$"
  if not ending or ending == "" then return nil end
  ending = ending:lower()
  for line in require("aws_cdk.aws_appconfig.private.mime_types"):gmatch "[^\n]+" do
    local kind, endings = line:match "^(%S+)( .*)$"
    if (endings .. " "):find(" " .. ending .. " ", 1, true) then return kind end
  end
  return nil
end

--- A file of this machine; its type follows from its name, or is JSON.
function ConfigurationContent.from_file(input_path, content_type)
  return content(read(input_path), content_type, type_of(input_path) or "application/json")
end

--- A text of any type.
function ConfigurationContent.from_inline(text, content_type)
  return content(text, content_type, "application/octet-stream")
end

--- JSON.
function ConfigurationContent.from_inline_json(text, content_type)
  return content(text, content_type, "application/json")
end

--- Plain text.
function ConfigurationContent.from_inline_text(text) return content(text, "text/plain") end

--- YAML.
function ConfigurationContent.from_inline_yaml(text) return content(text, "application/x-yaml") end

return { ConfigurationContent = ConfigurationContent }
