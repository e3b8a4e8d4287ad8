--- Images of the nodes of self-managed groups.
local images = require "aws_cdk.aws_eks.private.images"

return images.classes(require "aws_cdk.aws_eks_v2.private.edition")
