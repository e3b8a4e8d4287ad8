--- Compute environments on instances of EKS.
local engine = require "luacdk.engine"
local batch = require "aws_cdk.aws_batch"
local Base = require "aws_cdk.aws_batch.private.managed_ec2_compute_environment"

local ManagedEc2EksComputeEnvironment = engine.class("aws_cdk.aws_batch.ManagedEc2EksComputeEnvironment", Base)

--- Arguments: scope, id, ManagedEc2EksComputeEnvironmentProps: vpc, eks_cluster, kubernetes_namespace (required),
--  instance_types, instance_classes, images, spot, allocation_strategy, launch_template and more.
function ManagedEc2EksComputeEnvironment:init(scope, id, props)
  Base.init(self, scope, id, props)
  self.kubernetes_namespace, self.eks_cluster = props.kubernetes_namespace, props.eks_cluster
  if self.allocation_strategy == batch.AllocationStrategy.BEST_FIT then
    engine.fail(self, "allocation_strategy BEST_FIT is not possible on EKS; -> use BEST_FIT_PROGRESSIVE")
  end
  self:_finish(props, "eks", {
    user_data_type = self:_has_al2023 "eks" and "EKS_NODEADM" or nil,
    environment = {
      eks_configuration = {
        eks_cluster_arn = props.eks_cluster.cluster_arn, kubernetes_namespace = props.kubernetes_namespace,
      },
    },
  })
end

return { ManagedEc2EksComputeEnvironment = ManagedEc2EksComputeEnvironment }
