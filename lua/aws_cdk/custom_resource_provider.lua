local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local programs = require "aws_cdk.private.programs"

local Construct = engine.Construct

--- A function with a role, made of L1 resources, that handles custom resources.
local CustomResourceProviderBase = engine.class("aws_cdk.CustomResourceProviderBase", Construct)

local ENTRY_POINT = "__entrypoint__"
local METADATA_CONTEXT = "aws:cdk:enable-asset-metadata"

-- The construct with which the reference stages the code: part of tree.json.
local function add_staging(self) Construct.init(setmetatable({}, cdk.AssetStaging), self, "Staging") end

local function environment(variables)
  if not variables or next(variables) == nil then return nil end
  local map = {}
  for name, value in pairs(variables) do map[name] = value end
  map.AWS_STS_REGIONAL_ENDPOINTS = "regional"
  return { Variables = map }
end

local function add_own_code(self, props, wrapped)
  local directory = props.code_directory
  if not assets.is_file(directory .. "/index.js") then
    engine.fail(self, "there is no file %s/index.js for the custom resource", directory)
  end
  if self.node:try_get_context("@aws-cdk/core:inlineCustomResourceIfPossible") then
    local text, message = assets.read_file(directory .. "/index.js")
    if not text then engine.fail(self, "%s", message) end
    return { ZipFile = text }, "index.handler"
  end
  add_staging(self)
  local code = programs.add_directory(self, directory, wrapped)
  self._code_hash, self._asset_path = code.hash, code.path
  return engine.ordered("S3Bucket", code.bucket_name, "S3Key", code.object_key),
    (wrapped and ENTRY_POINT or "index") .. ".handler"
end

local function add_code(self, props)
  local wrapped = props.use_cfn_response_wrapper ~= false
  if not props.bundled_handler then return add_own_code(self, props, wrapped) end
  add_staging(self)
  local code = programs.add(self, props.bundled_handler, wrapped and "wrapped" or "plain")
  self._code_hash, self._asset_path = code.hash, code.path
  return engine.ordered("S3Bucket", code.bucket_name, "S3Key", code.object_key),
    (wrapped and ENTRY_POINT or "index") .. ".handler"
end

local MANAGED_POLICY = "arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"

function CustomResourceProviderBase:init(scope, id, props)
  Construct.init(self, scope, id)
  local statements = {}
  self._statements = statements
  for _, statement in ipairs(props.policy_statements or {}) do self:add_to_role_policy(statement) end
  local code, handler = add_code(self, props)
  local role = cdk.CfnResource(self, "Role", {
    type = "AWS::IAM::Role",
    properties = engine.ordered(
      "AssumeRolePolicyDocument", engine.ordered("Version", "2012-10-17", "Statement", {
        engine.ordered("Action", "sts:AssumeRole", "Effect", "Allow", "Principal",
          { Service = "lambda.amazonaws.com" }),
      }),
      "ManagedPolicyArns", { { ["Fn::Sub"] = MANAGED_POLICY } },
      "Policies", engine.lazy(function()
        if #statements == 0 then return nil end
        return {
          engine.ordered("PolicyName", "Inline",
            "PolicyDocument", engine.ordered("Version", "2012-10-17", "Statement", statements)),
        }
      end, { kind = "any" })),
  })
  self._role = role
  local timeout, memory = props.timeout or cdk.Duration.minutes(15), props.memory_size or cdk.Size.mebibytes(128)
  local resource = cdk.CfnResource(self, "Handler", {
    type = "AWS::Lambda::Function",
    properties = engine.ordered(
      "Code", code,
      "Timeout", timeout:to_seconds(),
      "MemorySize", memory:to_mebibytes(),
      "Handler", handler,
      "Role", self.role_arn,
      "Runtime", props.runtime_name or programs.latest_node_runtime(self),
      "Environment", environment(props.environment),
      "Description", props.description),
  })
  self._handler = resource
  resource:add_dependency(role)
  if self._asset_path and self.node:try_get_context(METADATA_CONTEXT) then
    resource:add_metadata("aws:asset:path", self._asset_path)
    resource:add_metadata("aws:asset:property", "Code")
  end
end

CustomResourceProviderBase.get.service_token = function(self) return engine.get_att(self._handler, "Arn") end
CustomResourceProviderBase.get.role_arn = function(self) return engine.get_att(self._role, "Arn") end

--- The hash of the code; put it into properties so that changes are noticed.
CustomResourceProviderBase.get.code_hash = function(self)
  if not self._code_hash then
    engine.fail(self, "the code of this custom resource is in the template, so it has no hash")
  end
  return self._code_hash
end

--- Gives the function a permission: a statement as in a policy document.
function CustomResourceProviderBase:add_to_role_policy(statement)
  table.insert(self._statements, statement)
end

--- A provider with the user's code.
local CustomResourceProvider = engine.class("aws_cdk.CustomResourceProvider", CustomResourceProviderBase)

function CustomResourceProvider:init(scope, id, props)
  local copy = {}
  for name, value in pairs(props) do copy[name] = value end
  copy.runtime_name = props.runtime
  CustomResourceProviderBase.init(self, scope, id, copy)
end

-- A provider with code of the library.
local BundledProvider = engine.class("aws_cdk.private.BundledCustomResourceProvider", CustomResourceProviderBase)

--- The provider of the stack with this id, created if it does not exist. For the library's own ones `bundled_handler`
--- names the code.
function CustomResourceProvider.get_or_create_provider(scope, unique_id, props)
  local stack = engine.stack_of(scope)
  local id = unique_id .. "CustomResourceProvider"
  local found = stack.node:try_find_child(id)
  if found then return found end
  if props.bundled_handler then
    local provider = BundledProvider(stack, id, props)
    provider.node:add_metadata("aws:cdk:is-custom-resource-handler-customResourceProvider", true)
    return provider
  end
  return CustomResourceProvider(stack, id, props)
end

--- The service token of that provider.
function CustomResourceProvider.get_or_create(scope, unique_id, props)
  return CustomResourceProvider.get_or_create_provider(scope, unique_id, props).service_token
end

-- For the library: a provider by the name of its code.
function CustomResourceProvider.bundled(scope, unique_id, props)
  local copy = {}
  for name, value in pairs(props) do copy[name] = value end
  copy.bundled_handler = props.name
  return CustomResourceProvider.get_or_create_provider(scope, unique_id, copy)
end

-- For the library: its own code as an asset only. Returns s3_bucket_name, s3_object_key, runtime, asset_hash and
-- add_resource_metadata(resource, property).
function CustomResourceProvider.bundled_asset(scope, id, name)
  local holder = Construct(scope, id)
  local code = programs.add(holder, name, "given", cdk.Names.stack_relative_construct_path(holder))
  local asset = {
    s3_bucket_name = code.bucket_name, s3_object_key = code.object_key, runtime = code.runtime, asset_hash = code.hash,
  }
  function asset.add_resource_metadata(_, resource, property)
    if not resource.node:try_get_context(METADATA_CONTEXT) then return end
    resource:add_metadata("aws:asset:path", code.path)
    resource:add_metadata("aws:asset:is-bundled", false)
    resource:add_metadata("aws:asset:property", property)
  end
  return asset
end

return { CustomResourceProvider = CustomResourceProvider, CustomResourceProviderBase = CustomResourceProviderBase }
