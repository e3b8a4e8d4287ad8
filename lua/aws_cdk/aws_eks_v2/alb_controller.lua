--- The controller that makes load balancers for ingresses of a cluster.
local alb_controller = require "aws_cdk.aws_eks.private.alb_controller"

return alb_controller(require "aws_cdk.aws_eks_v2.private.edition")
