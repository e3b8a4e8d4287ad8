--- Groups of nodes that EKS manages.
local nodegroup = require "aws_cdk.aws_eks.private.nodegroup"

return nodegroup(require "aws_cdk.aws_eks_v2.private.edition")
