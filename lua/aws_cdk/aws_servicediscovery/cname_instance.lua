--- Other domain names, registered by a CNAME record.
local engine = require "luacdk.engine"
local servicediscovery = require "aws_cdk.aws_servicediscovery"

local InstanceBase = servicediscovery.InstanceBase
local CnameInstance = engine.class("aws_cdk.aws_servicediscovery.CnameInstance", InstanceBase)

--- Arguments: scope, id, CnameInstanceProps: instance_cname, service (required).
function CnameInstance:init(scope, id, props)
  InstanceBase.init(self, scope, id)
  self:_require_dns(props.service)
  if props.service.dns_record_type ~= "CNAME" then
    engine.fail(self, "a CnameInstance needs a service with DnsRecordType.CNAME, got %s",
      engine.display(props.service.dns_record_type))
  end
  self:_register(props, { AWS_INSTANCE_CNAME = props.instance_cname })
  self.cname = props.instance_cname
end

return { CnameInstance = CnameInstance }
