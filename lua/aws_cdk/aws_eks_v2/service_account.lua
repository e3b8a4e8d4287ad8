--- Accounts of pods, each with a role of its own.
local service_account = require "aws_cdk.aws_eks.private.service_account"

return service_account(require "aws_cdk.aws_eks_v2.private.edition")
