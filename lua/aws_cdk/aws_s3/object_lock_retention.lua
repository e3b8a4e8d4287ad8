--- How long, and how strictly, object versions are locked.
local engine = require "luacdk.engine"

local MAX_DAYS = 365 * 100

local ObjectLockRetention = engine.class "aws_cdk.aws_s3.ObjectLockRetention"

function ObjectLockRetention:init(mode, duration)
  local days = duration:to_days()
  if not engine.is_unresolved(days) and (days < 1 or days > MAX_DAYS) then
    engine.fail(nil, "an object lock lasts 1 day to 100 years (%d days), got %s days", MAX_DAYS, engine.display(days))
  end
  self.mode = mode
  self.duration = duration
end

--- Locked, except for users with a special permission.
function ObjectLockRetention.governance(duration) return ObjectLockRetention("GOVERNANCE", duration) end

--- Locked for everybody, the root user included.
function ObjectLockRetention.compliance(duration) return ObjectLockRetention("COMPLIANCE", duration) end

return { ObjectLockRetention = ObjectLockRetention }
