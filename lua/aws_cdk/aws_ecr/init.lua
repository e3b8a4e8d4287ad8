--- Elastic Container Registry: repositories of container images.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_ecr", {
  AuthorizationToken = "auth_token",
  ImageTagMutabilityExclusionFilter = "image_tag_mutability_exclusion_filter",
  PublicGalleryAuthorizationToken = "auth_token",
  Repository = "repository",
  RepositoryBase = "repository_base",
})
