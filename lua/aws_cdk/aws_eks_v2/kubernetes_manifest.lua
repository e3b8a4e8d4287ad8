--- What kubectl and helm do in a cluster.
local kubernetes = require "aws_cdk.aws_eks.private.kubernetes"

return kubernetes(require "aws_cdk.aws_eks_v2.private.edition")
