--- What products have in common.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local associate_tag_options = require "aws_cdk.aws_servicecatalog.private.tag_option_associations"
local l2 = require "aws_cdk.l2"

local ProductBase = engine.class("aws_cdk.aws_servicecatalog.ProductBase", cdk.Resource)

ProductBase.get.cloud_formation_product_ref = function(self) return { cloud_formation_product_id = self.product_id } end

--- Associates the product with tag options.
function ProductBase:associate_tag_options(tag_options) associate_tag_options(self, self.product_id, tag_options) end

local Product = engine.class("aws_cdk.aws_servicecatalog.Product", ProductBase)

l2.imports(Product, ProductBase, {
  arn = { "product_arn", service = "catalog", resource = "product" }, name = { "product_id" }, strict = true,
  environment = false,
}, function(self) self.asset_buckets = {} end)

return { Product = Product }
