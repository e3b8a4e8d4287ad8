--- Guardrails of Bedrock that a model is invoked with.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local Guardrail = engine.class "aws_cdk.aws_stepfunctions_tasks.Guardrail"

local MAX_VERSION <const> = 99999999
local MAX_LENGTH <const> = 2048

local function make(identifier, version)
  if not engine.is_unresolved(identifier) then
    local id = identifier
    if id:sub(1, 4) == "arn:" then
      id = cdk.Arn.split(id, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
      if not id then
        engine.fail(nil, "the ARN of a guardrail is written "
          .. "arn:<partition>:bedrock:<region>:<account>:guardrail/<name>, got %s", engine.display(identifier))
      end
    end
    if not id:find "^[a-z0-9]+$" then
      engine.fail(nil, "the id of a guardrail is made of lower case letters and digits, got %s", engine.display(id))
    end
    if #identifier > MAX_LENGTH then
      engine.fail(nil, "the identifier of a guardrail must have at most %d characters, got %d", MAX_LENGTH, #identifier)
    end
  end
  local guardrail = Guardrail()
  guardrail.guardrail_identifier, guardrail.guardrail_version = identifier, version
  return guardrail
end

--- A version of a guardrail, by its id or ARN.
function Guardrail.enable(identifier, version)
  if engine.is_unresolved(version) then return make(identifier, tostring(version)) end
  if version < 1 or version > MAX_VERSION then
    engine.fail(nil, "version must be 1 to %d, got %s", MAX_VERSION, engine.display(version))
  end
  return make(identifier, engine.to_json_string(nil, version))
end

--- The draft of a guardrail, by its id or ARN.
function Guardrail.enable_draft(identifier) return make(identifier, "DRAFT") end

return { Guardrail = Guardrail }
