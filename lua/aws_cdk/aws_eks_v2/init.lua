--- Amazon EKS, anew: clusters that are resources of CloudFormation, their nodes, and what runs in them.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_eks_v2", {
  AccessPolicy = "access_entry",
  AccessPolicyArn = "access_entry",
  HelmChart = "kubernetes_manifest",
  KubernetesObjectValue = "kubernetes_manifest",
  KubernetesPatch = "kubernetes_manifest",
  OidcProviderNative = "open_id_connect_provider",
})
