--- Templates of products.
local engine = require "luacdk.engine"
local hash_values = require "aws_cdk.aws_servicecatalog.private.hash_values"
local l2 = require "aws_cdk.l2"

local CloudFormationTemplate = engine.class "aws_cdk.aws_servicecatalog.CloudFormationTemplate"

function CloudFormationTemplate:init() end

-- A class of templates that `bind` places.
local function template(name, bind)
  local class = engine.class("aws_cdk.aws_servicecatalog.CloudFormation" .. name .. "Template", CloudFormationTemplate)
  function class:init(source, options) self._source, self._options = source, options end
  --- Where the template is: an aws_servicecatalog.CloudFormationTemplateConfig.
  class.bind = bind
  return class
end

local Url = template("Url", function(self) return { http_url = self._source } end)

local Asset = template("Asset", function(self, scope)
  self._asset = self._asset or require("aws_cdk.aws_s3_assets").Asset(scope, "Template" .. hash_values(self._source),
    l2.with({ path = self._source }, self._options))
  return { http_url = self._asset.http_url }
end)

local OfStack = template("ProductStack", function(self)
  return { http_url = self._source:_url(), asset_bucket = self._source._asset_bucket }
end)

--- A template at a URL, which S3 knows.
function CloudFormationTemplate.from_url(url) return Url(url) end

--- A template in a file of this machine.
function CloudFormationTemplate.from_asset(path, options) return Asset(path, options) end

--- The template of a product stack.
function CloudFormationTemplate.from_product_stack(product_stack) return OfStack(product_stack) end

return { CloudFormationTemplate = CloudFormationTemplate }
