--- The certificate that a CloudFrontWebDistribution shows to viewers.
local engine = require "luacdk.engine"

local ViewerCertificate = engine.class "aws_cdk.aws_cloudfront.ViewerCertificate"

function ViewerCertificate:init(props, aliases) self.props, self.aliases = props, aliases or {} end

local function given(options, field, value)
  options = options or {}
  local props = {
    ssl_support_method = options.ssl_method or "sni-only", minimum_protocol_version = options.security_policy,
  }
  props[field] = value
  return ViewerCertificate(props, options.aliases)
end

--- A certificate of Certificate Manager.
function ViewerCertificate.from_acm_certificate(certificate, options)
  return given(options, "acm_certificate_arn", certificate.certificate_ref.certificate_arn)
end

--- A certificate that is kept in IAM.
function ViewerCertificate.from_iam_certificate(iam_certificate_id, options)
  return given(options, "iam_certificate_id", iam_certificate_id)
end

--- CloudFront's own certificate.
function ViewerCertificate.from_cloud_front_default_certificate(...)
  return ViewerCertificate({ cloud_front_default_certificate = true }, { ... })
end

return { ViewerCertificate = ViewerCertificate }
