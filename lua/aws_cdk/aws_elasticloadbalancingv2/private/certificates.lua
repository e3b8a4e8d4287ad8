--- Certificates of a listener: the first is in the listener itself, the others are separate resources.
local engine = require "luacdk.engine"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"

local M = {}

--- The listener's own certificates, known at synthesis.
function M.rendered(arns)
  return engine.lazy(function()
    local list = {}
    for i, arn in ipairs(arns) do list[i] = { certificate_arn = arn } end
    return #list > 0 and list or nil
  end, { kind = "any" })
end

--- Adds certificates to a listener that keeps its own in `arns`.
function M.add(listener, arns, id, certificates)
  local first = 1
  if #arns == 0 and #certificates > 0 then
    arns[1], first = certificates[1].certificate_arn, 2
  end
  for i = first, #certificates do
    elbv2.ApplicationListenerCertificate(listener, id .. (i - first + 1), {
      listener = listener, certificates = { certificates[i] },
    })
  end
end

return M
