--- Certificates of listeners.
local engine = require "luacdk.engine"

local ListenerCertificate = engine.class "aws_cdk.aws_elasticloadbalancingv2.ListenerCertificate"

function ListenerCertificate:init(certificate_arn) self.certificate_arn = certificate_arn end

--- A certificate of Certificate Manager.
function ListenerCertificate.from_certificate_manager(acm_certificate)
  return ListenerCertificate(acm_certificate.certificate_ref.certificate_arn)
end

return { ListenerCertificate = ListenerCertificate }
