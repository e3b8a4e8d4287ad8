--- Deploys a template as a new version of a product in Service Catalog.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local actions = require "aws_cdk.aws_codepipeline_actions"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

local ServiceCatalogDeployActionBeta1 =
  engine.class("aws_cdk.aws_codepipeline_actions.ServiceCatalogDeployActionBeta1", actions.Action)

--- Arguments: ServiceCatalogDeployActionBeta1Props: action_name, product_id, product_version_name, template_path (all
-- required), product_version_description.
function ServiceCatalogDeployActionBeta1:init(props)
  actions.Action.init(self, common.deploy(props, "ServiceCatalog", props.template_path.artifact))
  self._props = props
end

function ServiceCatalogDeployActionBeta1:_bound(_, _, options)
  local props = self._props
  options.role:add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name "AWSServiceCatalogAdminFullAccess")
  options.bucket:grant_read(options.role)
  return {
    configuration = engine.ordered(
      "TemplateFilePath", props.template_path.file_name,
      "ProductVersionName", props.product_version_name,
      "ProductVersionDescription", props.product_version_description,
      "ProductType", "CLOUD_FORMATION_TEMPLATE",
      "ProductId", props.product_id),
  }
end

return { ServiceCatalogDeployActionBeta1 = ServiceCatalogDeployActionBeta1 }
