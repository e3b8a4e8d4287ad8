--- From where the API server of a cluster can be reached.
local endpoint_access = require "aws_cdk.aws_eks.private.endpoint_access"

return endpoint_access(require "aws_cdk.aws_eks_v2.private.edition")
