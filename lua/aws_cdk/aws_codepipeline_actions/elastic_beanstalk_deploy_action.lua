--- Deploys an artifact to an environment of Elastic Beanstalk.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local actions = require "aws_cdk.aws_codepipeline_actions"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

local ElasticBeanstalkDeployAction =
  engine.class("aws_cdk.aws_codepipeline_actions.ElasticBeanstalkDeployAction", actions.Action)

--- Arguments: ElasticBeanstalkDeployActionProps: action_name, application_name, environment_name, input (all required).
function ElasticBeanstalkDeployAction:init(props)
  actions.Action.init(self, common.deploy(props, "ElasticBeanstalk", props.input))
  self._props = props
end

function ElasticBeanstalkDeployAction:_bound(_, _, options)
  options.role:add_managed_policy(
    iam.ManagedPolicy.from_aws_managed_policy_name "AdministratorAccess-AWSElasticBeanstalk")
  options.bucket:grant_read(options.role)
  return {
    configuration = engine.ordered(
      "ApplicationName", self._props.application_name,
      "EnvironmentName", self._props.environment_name),
  }
end

return { ElasticBeanstalkDeployAction = ElasticBeanstalkDeployAction }
