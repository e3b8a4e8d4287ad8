-- Actions of pipelines: the module table; classes whose file has another name.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_codepipeline_actions", {
  BaseJenkinsProvider = "jenkins_provider",
  CloudFormationCreateReplaceChangeSetAction = "cloud_formation_actions",
  CloudFormationCreateUpdateStackAction = "cloud_formation_actions",
  CloudFormationDeleteStackAction = "cloud_formation_actions",
  CloudFormationDeployStackInstancesAction = "stack_set_actions",
  CloudFormationDeployStackSetAction = "stack_set_actions",
  CloudFormationExecuteChangeSetAction = "cloud_formation_actions",
  Ec2DeploySpecifications = "ec2_deploy_action",
  Ec2MaxInstances = "ec2_deploy_action",
  InspectorEcrImageScanAction = "inspector_actions",
  InspectorScanActionBase = "inspector_actions",
  InspectorSourceCodeScanAction = "inspector_actions",
  StackInstances = "stack_set_parts",
  StackSetDeploymentModel = "stack_set_parts",
  StackSetParameters = "stack_set_parts",
  StackSetTemplate = "stack_set_parts",
  StateMachineInput = "step_function_invoke_action",
})
