--- Products made of CloudFormation templates, one for each version.
local engine = require "luacdk.engine"
local checks = require "aws_cdk.aws_servicecatalog.private.checks"
local l2 = require "aws_cdk.l2"
local servicecatalog = require "aws_cdk.aws_servicecatalog"

-- Least and greatest lengths.
local LENGTHS = {
  { "product_name", 1, 100 }, { "owner", 1, 8191 }, { "description", 0, 8191 }, { "distributor", 0, 8191 },
}
local MAX_DESCRIPTION <const>, MAX_VERSION_NAME <const> = 8191, 100

local CloudFormationProduct = engine.class("aws_cdk.aws_servicecatalog.CloudFormationProduct", servicecatalog.Product)

local function check(self, props)
  for _, row in ipairs(LENGTHS) do
    local name, low, high = table.unpack(row)
    l2.check_length(self, name, props[name], low, high)
  end
  checks.email(self, "support_email", props.support_email)
  checks.url(self, "support_url", props.support_url)
  l2.check_length(self, "support_description", props.support_description, 0, MAX_DESCRIPTION)
  if #props.product_versions == 0 then engine.fail(self, "product_versions must have at least one version") end
  for i, version in ipairs(props.product_versions) do
    local name = ("product_versions[%d]."):format(i)
    l2.check_length(self, name .. "product_version_name", version.product_version_name, 0, MAX_VERSION_NAME)
    l2.check_length(self, name .. "description", version.description, 0, MAX_DESCRIPTION)
  end
end

local function artifacts(self, versions)
  local all = engine.list {}
  for i, version in ipairs(versions) do
    local template = engine.ask(self, "aws_cdk.aws_servicecatalog.CloudFormationTemplate", "bind",
      version.cloud_formation_template, self)
    if template.asset_bucket then table.insert(self.asset_buckets, template.asset_bucket) end
    checks.url(self, ("the URL of product_versions[%d].cloud_formation_template"):format(i), template.http_url)
    all[i] = {
      name = version.product_version_name, description = version.description,
      disable_template_validation = version.validate_template == false,
      info = { LoadTemplateFromURL = template.http_url },
    }
  end
  return all
end

--- Arguments: scope, id, CloudFormationProductProps: owner, product_name, product_versions (required).
function CloudFormationProduct:init(scope, id, props)
  servicecatalog.Product.init(self, scope, id)
  self.asset_buckets = {}
  check(self, props)
  local resource = servicecatalog.CfnCloudFormationProduct(self, "Resource", {
    accept_language = props.message_language,
    description = props.description,
    distributor = props.distributor,
    name = props.product_name,
    owner = props.owner,
    provisioning_artifact_parameters = artifacts(self, props.product_versions),
    replace_provisioning_artifacts = props.replace_product_version_ids,
    support_description = props.support_description,
    support_email = props.support_email,
    support_url = props.support_url,
  })
  self.product_id = resource.ref
  self.product_arn = engine.stack_of(self):format_arn {
    service = "catalog", resource = "product", resource_name = resource.ref,
  }
  if props.tag_options then self:associate_tag_options(props.tag_options) end
end

return { CloudFormationProduct = CloudFormationProduct }
