--- Who may use a cluster.
local access = require "aws_cdk.aws_eks.private.access"

return access(require "aws_cdk.aws_eks_v2.private.edition")
