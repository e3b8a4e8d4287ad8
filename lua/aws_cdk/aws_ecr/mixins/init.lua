--- Traits to put on a plain CfnRepository.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_ecr.mixins", {
  RepositoryAutoDeleteImages = "repository_auto_delete_images",
})
