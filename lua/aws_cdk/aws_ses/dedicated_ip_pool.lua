--- Pools of dedicated IP addresses, from which e-mails are sent.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
local ses = require "aws_cdk.aws_ses"

local NAME <const> = "^[a-z0-9_-]{0,64}$"

local DedicatedIpPool = engine.class("aws_cdk.aws_ses.DedicatedIpPool", cdk.Resource)

--- Arguments: scope, id, DedicatedIpPoolProps. A name that is known only at deployment is refused, as the library
--- refuses it.
function DedicatedIpPool:init(scope, id, props)
  props = props or {}
  local name = props.dedicated_ip_pool_name
  cdk.Resource.init(self, scope, id, { physical_name = name })
  if name and (engine.is_unresolved(name) or not engine.matches(NAME, name)) then
    engine.fail(self, "dedicated_ip_pool_name must have at most 64 lower-case letters, digits, - and _, got %s",
      engine.display(name))
  end
  local resource = ses.CfnDedicatedIpPool(self, "Resource", {
    pool_name = self.physical_name, scaling_mode = props.scaling_mode,
  })
  self.dedicated_ip_pool_name = resource.ref
end

-- What a reference calls the name, here and imported.
local function reference(self) return { pool_name = self.dedicated_ip_pool_name } end

DedicatedIpPool.get.dedicated_ip_pool_ref = reference
l2.imported_by(DedicatedIpPool, "dedicated_ip_pool_name").get.dedicated_ip_pool_ref = reference

return { DedicatedIpPool = DedicatedIpPool }
