local engine = require "luacdk.engine"
local files = require "luacdk.files"

local M = engine.module("aws_cdk", {
  Annotations = "annotations",
  App = "app",
  Arn = "arn",
  ArrayMergeStrategy = "merge_strategy",
  AspectApplication = "aspects",
  AspectPriority = "aspects",
  Aspects = "aspects",
  AssetManifestBuilder = "asset_manifest_builder",
  AssetStaging = "asset_staging",
  Aws = "aws",
  Bitrate = "bitrate",
  BootstraplessSynthesizer = "bootstrapless_synthesizer",
  BundlingDockerImage = "docker_image",
  CfnCodeDeployBlueGreenHook = "cfn_code_deploy_blue_green_hook",
  CfnCondition = "cfn_condition",
  CfnDynamicReference = "cfn_dynamic_reference",
  CfnElement = "cfn_element",
  CfnHook = "cfn_hook",
  CfnInclude = "cfn_include",
  CfnJson = "cfn_json",
  CfnMapping = "cfn_mapping",
  CfnOutput = "cfn_output",
  CfnParameter = "cfn_parameter",
  CfnRefElement = "cfn_element",
  CfnResource = "cfn_resource",
  CfnRule = "cfn_rule",
  CliCredentialsStackSynthesizer = "cli_credentials_stack_synthesizer",
  ConstructSelector = "mixins",
  ContextProvider = "context_provider",
  CrossStackReferences = "cross_stack_references",
  CustomResource = "custom_resource",
  CustomResourceProvider = "custom_resource_provider",
  CustomResourceProviderBase = "custom_resource_provider",
  DefaultStackSynthesizer = "default_stack_synthesizer",
  DefaultTokenResolver = "token",
  DockerBuildSecret = "docker_build_secret",
  DockerIgnoreStrategy = "ignore_strategy",
  DockerImage = "docker_image",
  Duration = "duration",
  Errors = "errors",
  Expiration = "expiration",
  FeatureFlags = "feature_flags",
  FileSystem = "file_system",
  Fn = "fn",
  GitIgnoreStrategy = "ignore_strategy",
  GlobIgnoreStrategy = "ignore_strategy",
  IgnoreStrategy = "ignore_strategy",
  Intrinsic = "intrinsic",
  JsonNull = "json_null",
  Lazy = "lazy",
  LegacyStackSynthesizer = "legacy_stack_synthesizer",
  MissingRemovalPolicies = "removal_policies",
  Mixin = "mixins",
  MixinApplicator = "mixins",
  Mixins = "mixins",
  Names = "names",
  NestedStack = "nested_stack",
  NestedStackSynthesizer = "nested_stack_synthesizer",
  PermissionsBoundary = "permissions_boundary",
  PhysicalName = "physical_name",
  PropertyInjectors = "property_injectors",
  PropertyMergeStrategy = "merge_strategy",
  Reference = "reference",
  RemovalPolicies = "removal_policies",
  RemoveTag = "tags",
  Resource = "resource",
  ScopedAws = "aws",
  SecretValue = "secret_value",
  Shims = "mixins",
  Size = "size",
  Stack = "stack",
  StackSynthesizer = "stack_synthesizer",
  Stage = "stage",
  StringConcat = "token",
  Tag = "tags",
  TagManager = "tag_manager",
  Tags = "tags",
  TimeZone = "time_zone",
  Token = "token",
  TokenComparison = "token",
  Tokenization = "token",
  TokenizedStringFragments = "token",
  TreeInspector = "tree_inspector",
  ValidationResult = "validation_result",
  ValidationResults = "validation_result",
  Validations = "validations",
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
