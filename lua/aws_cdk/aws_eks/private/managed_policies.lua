-- AWS's own policies for the roles of clusters and nodes.
local iam = require "aws_cdk.aws_iam"

local managed_policies = {}

--- Adds AWS's policies of these names to the role.
function managed_policies.add(role, ...)
  for _, name in ipairs { ... } do role:add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name(name)) end
end

--- Adds what nodes need that run in a cluster's VPC.
function managed_policies.add_for_nodes(role)
  managed_policies.add(role, "AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryReadOnly")
end

return managed_policies
