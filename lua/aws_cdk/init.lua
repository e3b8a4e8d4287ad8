local engine = require "luacdk.engine"
local files = require "luacdk.files"

local M = engine.module("aws_cdk", {
  ArrayMergeStrategy = "merge_strategy",
  AspectApplication = "aspects",
  AspectPriority = "aspects",
  BundlingDockerImage = "docker_image",
  CfnInclude = "cfn_include",
  CfnRefElement = "cfn_element",
  ConstructSelector = "mixins",
  CustomResourceProviderBase = "custom_resource_provider",
  DefaultTokenResolver = "token",
  DockerIgnoreStrategy = "ignore_strategy",
  GitIgnoreStrategy = "ignore_strategy",
  GlobIgnoreStrategy = "ignore_strategy",
  MissingRemovalPolicies = "removal_policies",
  Mixin = "mixins",
  MixinApplicator = "mixins",
  PropertyMergeStrategy = "merge_strategy",
  RemoveTag = "tags",
  ScopedAws = "aws",
  Shims = "mixins",
  StringConcat = "token",
  Tag = "tags",
  TokenComparison = "token",
  Tokenization = "token",
  TokenizedStringFragments = "token",
  ValidationResults = "validation_result",
  matrix = "luacdk.template",
  repl = "luacdk.repl",
  template = "luacdk.template",
  testing = "luacdk.template",
})

M.NULL = engine.NULL

--- Marks a table as a list, so that it is one in a free-form value even when it is empty: `cdk.list {}`.
M.list = engine.list

-- Readers of files, named relative to the file that asks.
M.include = files.include
M.read_text = files.read_text
M.read_json = files.read_json
M.read_yaml = files.read_yaml

--- The context key under which a stage finds the permissions boundary for what is below it.
M.PERMISSIONS_BOUNDARY_CONTEXT_KEY = "@aws-cdk/core:permissionsBoundary"

-- Completes the class that all L1 classes are made from.
require "aws_cdk.cfn_resource"

return M
