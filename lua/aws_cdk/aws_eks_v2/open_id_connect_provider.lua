--- What lets IAM trust a cluster's own OpenID Connect issuer.
local oidc_providers = require "aws_cdk.aws_eks.private.oidc_providers"

return oidc_providers(require "aws_cdk.aws_eks_v2.private.edition")
