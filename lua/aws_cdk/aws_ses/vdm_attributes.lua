--- The Virtual Deliverability Manager of an account.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
local ses = require "aws_cdk.aws_ses"

local VdmAttributes = engine.class("aws_cdk.aws_ses.VdmAttributes", cdk.Resource)

--- Arguments: scope, id, VdmAttributesProps.
function VdmAttributes:init(scope, id, props)
  props = props or {}
  cdk.Resource.init(self, scope, id)
  local resource = ses.CfnVdmAttributes(self, "Resource", {
    dashboard_attributes = { engagement_metrics = l2.switch(props.engagement_metrics ~= false) },
    guardian_attributes = { optimized_shared_delivery = l2.switch(props.optimized_shared_delivery ~= false) },
  })
  self.vdm_attributes_name = resource.ref
  self.vdm_attributes_resource_id = resource.attr_vdm_attributes_resource_id
end

l2.imported_by(VdmAttributes, "vdm_attributes_name").get.vdm_attributes_ref = function(self)
  return { vdm_attributes_resource_id = self.vdm_attributes_name }
end

return { VdmAttributes = VdmAttributes }
