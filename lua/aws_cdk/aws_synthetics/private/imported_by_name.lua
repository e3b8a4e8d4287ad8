-- Imports of canaries and groups: resources of the scope's own account and region, of which the name is known.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"

local imported_by_name = {}

local FORMAT = cdk.ArnFormat.COLON_RESOURCE_NAME

--- The ARN of the canary or group, `noun`, of that name.
function imported_by_name.arn(scope, noun, name)
  return engine.stack_of(scope):format_arn {
    service = "synthetics", resource = noun, resource_name = name, arn_format = FORMAT,
  }
end

--- Gives the class its from_<noun>_name and from_<noun>_arn.
function imported_by_name.gives(class, noun)
  local Imported = l2.imported(class, cdk.Resource)

  function Imported:init(scope, id, name)
    cdk.Resource.init(self, scope, id)
    self[noun .. "_id"], self[noun .. "_name"] = name, name
    self[noun .. "_arn"] = imported_by_name.arn(self, noun, name)
  end

  class["from_" .. noun .. "_name"] = function(scope, id, name) return Imported(scope, id, name) end

  class["from_" .. noun .. "_arn"] = function(scope, id, arn)
    local name = cdk.Arn.split(arn, FORMAT).resource_name
    if (name or "") == "" then
      engine.fail(scope, "a %s ARN has the form arn:<partition>:synthetics:<region>:<account>:%s:<name>, got %s", noun,
        noun, engine.display(arn))
    end
    return Imported(scope, id, name)
  end
end

return imported_by_name
