--- Certificates that listeners and clients show.
local bound = require "aws_cdk.aws_appmesh.private.bound"

local TlsCertificate, make = bound "TlsCertificate"
local MutualTlsCertificate = bound("MutualTlsCertificate", TlsCertificate)

MutualTlsCertificate._differentiator = false

--- A certificate of Certificate Manager. Clients cannot show it.
function TlsCertificate.acm(certificate)
  return make(function()
    return { tls_certificate = { acm = { certificate_arn = certificate.certificate_arn } } }
  end)
end

--- Files of the proxy.
function TlsCertificate.file(certificate_chain_path, private_key_path)
  return make({
    tls_certificate = { file = { certificate_chain = certificate_chain_path, private_key = private_key_path } },
  }, MutualTlsCertificate)
end

--- A secret of the proxy's Secret Discovery Service.
function TlsCertificate.sds(secret_name)
  return make({ tls_certificate = { sds = { secret_name = secret_name } } }, MutualTlsCertificate)
end

return { TlsCertificate = TlsCertificate, MutualTlsCertificate = MutualTlsCertificate }
