local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local DefaultStackSynthesizer = cdk.DefaultStackSynthesizer

--- For environments without a bootstrap stack: no assets, and only the given roles.
local BootstraplessSynthesizer = engine.class("aws_cdk.BootstraplessSynthesizer", DefaultStackSynthesizer)

function BootstraplessSynthesizer:init(props)
  props = props or {}
  DefaultStackSynthesizer.init(self, {
    deploy_role_arn = props.deploy_role_arn,
    cloud_formation_execution_role = props.cloud_formation_execution_role_arn,
    generate_bootstrap_version_rule = false,
    qualifier = props.qualifier,
  })
end

local function refuse(self)
  engine.fail(self.bound_stack, "a stack with the BootstraplessSynthesizer cannot have assets: there is no bucket or"
    .. " repository for them; -> use the DefaultStackSynthesizer")
end

function BootstraplessSynthesizer:add_file_asset() refuse(self) end
function BootstraplessSynthesizer:add_docker_image_asset() refuse(self) end

function BootstraplessSynthesizer:synthesize(session)
  self:synthesize_stack_template(self.bound_stack, session)
  self:emit_artifact(session, {
    assume_role_arn = self.deploy_role_arn,
    cloud_formation_execution_role_arn = self.cloud_formation_execution_role_arn,
  })
end

return { BootstraplessSynthesizer = BootstraplessSynthesizer }
