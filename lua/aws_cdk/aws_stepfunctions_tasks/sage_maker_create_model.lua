--- Creates a model of SageMaker.
local engine = require "luacdk.engine"
local sagemaker = require "aws_cdk.aws_stepfunctions_tasks.private.sagemaker"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"
local iam = require "aws_cdk.aws_iam"

local function new_role(self, props)
  local role = sagemaker.role(self, "SagemakerRole", {
    inline_policies = {
      CreateModel = iam.PolicyDocument {
        statements = {
          task.allow({ "cloudwatch:PutMetricData", "logs:CreateLogStream", "logs:CreateLogGroup", "logs:PutLogEvents",
            "logs:DescribeLogStreams", "ecr:GetAuthorizationToken" }, { "*" }),
        },
      },
    },
  })
  if props.vpc then role:add_to_principal_policy(task.allow(sagemaker.NETWORK_ACTIONS, { "*" })) end
  return role
end

local function parameters(self, props)
  local function bind(container) return container:bind(self) end
  local given = engine.ordered(
    "EnableNetworkIsolation", props.enable_network_isolation,
    "ExecutionRoleArn", self.role.role_arn,
    "ModelName", props.model_name,
    "Tags", task.value(props.tags),
    "PrimaryContainer", bind(props.primary_container).parameters,
    "Containers", task.list(props.containers, bind))
  sagemaker.secure(self, "ModelSecurityGroup")
  given.VpcConfig = sagemaker.vpc_config(self)
  return given
end

return {
  SageMakerCreateModel = sagemaker.in_vpc(task.class("SageMakerCreateModel", {
    service = "sagemaker", api = "createModel",
    patterns = task.REQUEST,
    check = function(self, props)
      sagemaker.place(self, props.vpc, props.subnet_selection)
      self.role = props.role or new_role(self, props)
      self.grant_principal = self.role
    end,
    policies = function(self, props)
      return {
        task.allow({ "sagemaker:CreateModel" }, { sagemaker.arn(self, "model", props.model_name, "*") }),
        sagemaker.allow_list_tags(),
        sagemaker.allow_pass_role(self.role),
      }
    end,
    parameters = parameters,
  })),
}
