--- Lets CloudFormation delete a repository that still contains images.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ecr = require "aws_cdk.aws_ecr"

local RepositoryAutoDeleteImages = engine.class("aws_cdk.aws_ecr.mixins.RepositoryAutoDeleteImages", cdk.Mixin)

function RepositoryAutoDeleteImages.supports(_, construct) return engine.is_a(construct, ecr.CfnRepository) end

function RepositoryAutoDeleteImages:apply_to(construct)
  if self:supports(construct) then construct.empty_on_delete = true end
end

return { RepositoryAutoDeleteImages = RepositoryAutoDeleteImages }
