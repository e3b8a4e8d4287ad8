-- The IAM actions of AWS SDK calls.
local sdk = require "aws_cdk.private.sdk_rows"

--- `service:Action` in IAM's spelling, for any of the names that the SDK's versions use.
return function(service, action)
  local name = service:lower():gsub("^@aws%-sdk/client%-", "")
  name = sdk.v3[name] or name
  local commands = sdk.commands[name]
  if action:find "^%l" then
    action = action:gsub("^%l", string.upper)
  elseif not (commands and commands[action]) then
    action = action:gsub("Command$", "")
  end
  return (sdk.iam[name] or name) .. ":" .. action
end
