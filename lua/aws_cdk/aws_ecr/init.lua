--- Elastic Container Registry: repositories of container images.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_ecr", {
  AuthorizationToken = "auth_token",
  PublicGalleryAuthorizationToken = "auth_token",
})
