--- Add-ons of a cluster.
local addon = require "aws_cdk.aws_eks.private.addon"

return addon(require "aws_cdk.aws_eks_v2.private.edition")
