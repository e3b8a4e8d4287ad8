--- Clusters whose pods run on Fargate.
local fargate_cluster = require "aws_cdk.aws_eks.private.fargate_cluster"

return fargate_cluster(require "aws_cdk.aws_eks_v2.private.edition")
