--- Further certificates of a listener.
local engine = require "luacdk.engine"
local constructs = require "constructs"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"

local ApplicationListenerCertificate =
  engine.class("aws_cdk.aws_elasticloadbalancingv2.ApplicationListenerCertificate", constructs.Construct)

--- Arguments: scope, id, ApplicationListenerCertificateProps.
function ApplicationListenerCertificate:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  if not props.certificates then engine.fail(self, "certificates must name at least one certificate") end
  local certificates = engine.list {}
  for i, certificate in ipairs(props.certificates) do
    certificates[i] = { certificate_arn = certificate.certificate_arn }
  end
  elbv2.CfnListenerCertificate(self, "Resource", {
    listener_arn = props.listener.listener_ref.listener_arn, certificates = certificates,
  })
end

return { ApplicationListenerCertificate = ApplicationListenerCertificate }
