-- Finding out whether a resource, L2 or L1, can take a resource policy or has a key to grant on.
local engine = require "luacdk.engine"

local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"

local GrantableResources = engine.class "aws_cdk.aws_iam.GrantableResources"

function GrantableResources.is_resource_with_policy(resource) return engine.has(resource, "add_to_resource_policy") end
function GrantableResources.is_encrypted_resource(resource) return engine.has(resource, "grant_on_key") end

-- Files that register the library's own factories, loaded on demand.
local OWN = {
  ["AWS::DynamoDB::Table"] = "aws_cdk.aws_dynamodb.private.default_traits",
  ["AWS::KMS::Key"] = "aws_cdk.aws_kms.private.default_traits",
  ["AWS::Logs::LogGroup"] = "aws_cdk.aws_logs.private.default_traits",
  ["AWS::S3::Bucket"] = "aws_cdk.aws_s3.private.default_traits",
  ["AWS::SNS::Topic"] = "aws_cdk.aws_sns.topic_grants",
  ["AWS::SQS::Queue"] = "aws_cdk.aws_sqs.queue_grants",
}

local function load_own(map, cfn_type)
  local file = OWN[cfn_type]
  if not file then return nil end
  require(file)
  return rawget(map, cfn_type)
end

-- A registry from CloudFormation type to factory.
local function registry(name)
  local class, map = engine.class(name), setmetatable({}, { __index = load_own })
  function class.get(cfn_type) return map[cfn_type] end
  function class.set(cfn_type, factory) map[cfn_type] = factory end
  function class.has(cfn_type) return map[cfn_type] ~= nil end
  return class, map
end

local DefaultPolicyFactories, policy_factories = registry "aws_cdk.aws_iam.DefaultPolicyFactories"
local DefaultEncryptedResourceFactories, key_factories = registry "aws_cdk.aws_iam.DefaultEncryptedResourceFactories"

-- Traits are made once per resource, and scopes carry the factories registered on them; neither must keep the
-- constructs alive.
local function weak() return setmetatable({}, { __mode = "k" }) end

local function trait_class(name, supports, defaults)
  local class = engine.class(name)
  local traits, by_scope = weak(), weak()

  --- The view of `resource` with this ability, or nil when it has none.
  function class.of(resource)
    if supports(resource) then return resource end
    if not engine.is_a(resource, cdk.CfnResource) then return nil end
    local trait = traits[resource]
    if trait then return trait end
    local cfn_type, factory = resource.cfn_resource_type, nil
    local scope = resource
    while scope and not factory do
      local map = by_scope[scope]
      factory = map and map[cfn_type]
      scope = scope.node.scope
    end
    if not factory then
      if resource.node:try_get_context(cx_api.AUTOMATIC_L1_TRAITS) == false then
        engine.fail(resource,
          "no factory is registered for %s; -> register one, or turn on @aws-cdk/core:automaticL1Traits", cfn_type)
      end
      factory = defaults[cfn_type]
    end
    if not factory then return nil end
    trait = factory:for_resource(resource)
    traits[resource] = trait
    return trait
  end

  --- Uses `factory` (a table with for_resource) for resources of `cfn_type` below `scope`.
  function class.register(scope, cfn_type, factory)
    local map = by_scope[scope]
    if not map then
      map = {}
      by_scope[scope] = map
    end
    map[cfn_type] = factory
  end

  return class
end

return {
  DefaultEncryptedResourceFactories = DefaultEncryptedResourceFactories,
  DefaultPolicyFactories = DefaultPolicyFactories,
  EncryptedResources = trait_class("aws_cdk.aws_iam.EncryptedResources", GrantableResources.is_encrypted_resource,
    key_factories),
  GrantableResources = GrantableResources,
  ResourceWithPolicies = trait_class("aws_cdk.aws_iam.ResourceWithPolicies", GrantableResources.is_resource_with_policy,
    policy_factories),
}
