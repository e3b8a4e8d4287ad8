--- Which pods of a cluster run on Fargate.
local fargate_profile = require "aws_cdk.aws_eks.private.fargate_profile"

return fargate_profile(require "aws_cdk.aws_eks_v2.private.edition")
