--- How the jobs of a queue share its compute environments.
local engine = require "luacdk.engine"
local batch = require "aws_cdk.aws_batch"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"

local ROW = {
  arn = { "scheduling_policy_arn", service = "batch", resource = "scheduling-policy" },
  name = { "scheduling_policy_name" }, environment = false,
}

local FairshareSchedulingPolicy = l2.resource("aws_cdk.aws_batch.FairshareSchedulingPolicy", cdk.Resource, ROW)

local function distribution(shares)
  local all = engine.list {}
  for i, share in ipairs(shares) do
    all[i] = { share_identifier = share.share_identifier, weight_factor = share.weight_factor }
  end
  return all
end

--- Arguments: scope, id, FairshareSchedulingPolicyProps: shares, share_decay, compute_reservation,
--  scheduling_policy_name.
function FairshareSchedulingPolicy:init(scope, id, props)
  props = props or {}
  cdk.Resource.init(self, scope, id, { physical_name = props.scheduling_policy_name })
  self.compute_reservation, self.share_decay = props.compute_reservation, props.share_decay
  self.shares = props.shares or {}
  self._resource = batch.CfnSchedulingPolicy(self, "Resource", {
    fairshare_policy = {
      compute_reservation = props.compute_reservation,
      share_decay_seconds = props.share_decay and props.share_decay:to_seconds(),
      share_distribution = engine.lazy(function() return distribution(self.shares) end, { kind = "any" }),
    },
    name = props.scheduling_policy_name,
  })
end

--- A share of the jobs: { share_identifier =, weight_factor = }.
function FairshareSchedulingPolicy:add_share(share) table.insert(self.shares, share) end

l2.imports(FairshareSchedulingPolicy, cdk.Resource, ROW, function(self) self.shares = {} end)

return { FairshareSchedulingPolicy = FairshareSchedulingPolicy }
