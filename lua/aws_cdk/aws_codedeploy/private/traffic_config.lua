--- Deployment configurations that shift traffic from one version to the next.
local engine = require "luacdk.engine"
local codedeploy = require "aws_cdk.aws_codedeploy"
local l2 = require "aws_cdk.l2"
local predefined = require "aws_cdk.aws_codedeploy.private.predefined"

local Base = codedeploy.BaseDeploymentConfig

--- The class <platform>DeploymentConfig for a compute platform, with AWS's configurations as constants.
return function(platform, compute_platform, constants)
  local Config = engine.class("aws_cdk.aws_codedeploy." .. platform .. "DeploymentConfig", Base)
  predefined(Config, compute_platform, constants)

  --- Arguments: scope, id, props: traffic_routing (default: all at once), deployment_config_name.
  function Config:init(scope, id, props)
    local all = l2.with({ traffic_routing = codedeploy.TrafficRouting.all_at_once() }, props)
    all.compute_platform = compute_platform
    Base.init(self, scope, id, all)
  end

  Config["from_" .. platform:lower() .. "_deployment_config_name"] = Base._imports(Config)
  return Config
end
