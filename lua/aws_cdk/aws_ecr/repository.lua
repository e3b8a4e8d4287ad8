--- A private repository of container images.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ecr = require "aws_cdk.aws_ecr"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local lifecycle = require "aws_cdk.aws_ecr.lifecycle"

local RepositoryBase = ecr.RepositoryBase

local AUTO_DELETE_TYPE = "Custom::ECRAutoDeleteImages"
local AUTO_DELETE_TAG = "aws-cdk:auto-delete-images"
local AUTO_DELETE_HANDLER = "aws-ecr/auto-delete-images-handler"

local Repository = l2.resource("aws_cdk.aws_ecr.Repository", RepositoryBase, {
  arn = { "repository_arn", service = "ecr", resource = "repository" }, name = { "repository_name" },
})

-- Path segments of small letters and digits, which single '.', '_' or '-' may part.
local function well_formed(name)
  if name:sub(1, 1) == "/" or name:sub(-1) == "/" or name:find("//", 1, true) then return false end
  for segment in name:gmatch "[^/]+" do
    if not segment:find "^[a-z0-9]" or not segment:find "[a-z0-9]$" or segment:find "[^a-z0-9._-]"
      or segment:find "[._-][._-]" then
      return false
    end
  end
  return true
end

local function check_name(self, name)
  if name == nil or name == "" or engine.is_unresolved(name) then return end
  l2.within(self, "aws_ecr.CfnRepositoryProps.repository_name", name)
  if not well_formed(name) then
    engine.fail(self, "repository_name %s: a repository name consists of lowercase letters and digits, "
      .. "separated by single '.', '_', '-' or '/', and starts and ends with a letter or digit", engine.display(name))
  end
end

local function check_mutability(self, mutability, filters)
  local takes_filters = mutability == "IMMUTABLE_WITH_EXCLUSION" or mutability == "MUTABLE_WITH_EXCLUSION"
  if filters and not takes_filters then
    engine.fail(self, "image_tag_mutability_exclusion_filters need image_tag_mutability IMMUTABLE_WITH_EXCLUSION or "
      .. "MUTABLE_WITH_EXCLUSION, got %s", engine.display(mutability))
  end
  l2.at_most(self, "aws_ecr.CfnRepositoryProps.image_tag_mutability_exclusion_filters", filters)
  if filters and not engine.is_unresolved(filters) and #filters == 0 then
    engine.fail(self, "image_tag_mutability_exclusion_filters must have at least 1 item, got 0")
  end
  if takes_filters and not filters then
    engine.fail(self, "image_tag_mutability %s needs image_tag_mutability_exclusion_filters", mutability)
  end
end

local function encryption_configuration(self, props)
  local key = props.encryption_key
  local kind = props.encryption and props.encryption.value or (key and "KMS" or "AES256")
  if key and kind ~= "KMS" then
    engine.fail(self, "encryption_key needs encryption KMS, got %s", engine.display(kind))
  end
  if kind == "AES256" then return nil end
  if kind ~= "KMS" then
    engine.fail(self, "a Repository takes encryption AES_256 or KMS, got %s; -> for others use CfnRepository",
      engine.display(kind))
  end
  return { encryption_type = "KMS", kms_key = key and key.key_ref.key_arn }
end

local function rendered_filters(filters)
  if not filters then return nil end
  local rendered = {}
  for i, filter in ipairs(filters) do rendered[i] = filter:_render() end
  return rendered
end

-- A function of the stack empties repositories that carry the tag before they are deleted.
local function enable_auto_delete_images(self)
  local stack = self.stack
  local first = stack.node:try_find_child(AUTO_DELETE_TYPE .. "CustomResourceProvider") == nil
  local provider = cdk.CustomResourceProvider.get_or_create_provider(self, AUTO_DELETE_TYPE, {
    bundled_handler = AUTO_DELETE_HANDLER,
    use_cfn_response_wrapper = false,
    description = "Lambda function for auto-deleting images in " .. self.repository_name .. " repository.",
  })
  if first then
    provider:add_to_role_policy(engine.ordered(
      "Effect", "Allow",
      "Action", {
        "ecr:BatchDeleteImage", "ecr:DescribeRepositories", "ecr:ListImages", "ecr:ListTagsForResource",
      },
      "Resource", {
        "arn:" .. cdk.Aws.PARTITION .. ":ecr:" .. stack.region .. ":" .. stack.account .. ":repository/*",
      },
      "Condition", { StringEquals = { ["ecr:ResourceTag/" .. AUTO_DELETE_TAG] = "true" } }))
  end
  local custom_resource = cdk.CustomResource(self, "AutoDeleteImagesCustomResource", {
    resource_type = AUTO_DELETE_TYPE,
    service_token = provider.service_token,
    properties = { RepositoryName = self.repository_name },
  })
  custom_resource.node:add_dependency(self)
  cdk.Tags.of(self._resource):add(AUTO_DELETE_TAG, "true")
end

function Repository:init(scope, id, props)
  RepositoryBase.init(self, scope, id, { physical_name = props.repository_name })
  check_name(self, self.physical_name)
  check_mutability(self, props.image_tag_mutability, props.image_tag_mutability_exclusion_filters)

  self._rules = {}
  self._registry_id = props.lifecycle_registry_id
  local resource = ecr.CfnRepository(self, "Resource", {
    repository_name = self.physical_name,
    image_scanning_configuration = props.image_scan_on_push ~= nil
      and { scan_on_push = props.image_scan_on_push } or nil,
    image_tag_mutability = props.image_tag_mutability,
    image_tag_mutability_exclusion_filters = rendered_filters(props.image_tag_mutability_exclusion_filters),
    encryption_configuration = encryption_configuration(self, props),
    empty_on_delete = props.empty_on_delete,
    lifecycle_policy = self._registry_id and { registry_id = self._registry_id },
  })
  self._resource = resource
  resource:apply_removal_policy(props.removal_policy)
  for _, rule in ipairs(props.lifecycle_rules or {}) do self:add_lifecycle_rule(rule) end

  local destroyed = props.removal_policy == cdk.RemovalPolicy.DESTROY
  if props.empty_on_delete and not destroyed then
    engine.fail(self, "empty_on_delete needs removal_policy DESTROY: a repository that is kept is not emptied")
  end
  if props.auto_delete_images ~= nil then
    engine.deprecated("aws_cdk.aws_ecr.RepositoryProps#auto_delete_images", "use empty_on_delete")
  end
  if props.empty_on_delete == nil and props.auto_delete_images then
    if not destroyed then
      engine.fail(self, "auto_delete_images needs removal_policy DESTROY: a repository that is kept is not emptied")
    end
    enable_auto_delete_images(self)
  end
  self.node:add_validation {
    validate = function()
      local document = self._policy_document
      return document and document:validate_for_resource_policy { skip_resource_validation = true } or {}
    end,
  }
end

--- Adds a statement to the repository's policy. ECR does not allow resources in it.
-- @return { statement_added, policy_dependable }
function Repository:add_to_resource_policy(statement)
  if #statement.resources > 0 then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-ecr:noResourceStatements",
      "statements of an ECR repository policy have no resources, leave them out")
  end
  local document = self._policy_document
  if not document then
    document = iam.PolicyDocument()
    self._policy_document = document
    self._resource.repository_policy_text = document
  end
  document:add_statements(statement)
  return { statement_added = true, policy_dependable = document }
end

--- Adds a lifecycle rule; priorities left out are counted on in the order of addition.
-- @param rule aws_ecr.LifecycleRule
function Repository:add_lifecycle_rule(rule)
  local rules = self._rules
  rules[#rules + 1] = lifecycle.check(self, rules, rule)
  if #rules == 1 then
    self._resource.lifecycle_policy = engine.lazy(function()
      return { lifecycle_policy_text = lifecycle.text(self, rules), registry_id = self._registry_id }
    end, { kind = "any" })
  end
end

--- The ARN a repository of this name has in the scope's environment.
function Repository.arn_for_local_repository(repository_name, scope, account)
  return engine.stack_of(scope):format_arn {
    account = account, service = "ecr", resource = "repository", resource_name = repository_name,
  }
end

local Imported = l2.imported(Repository, RepositoryBase)

function Imported:init(scope, id, attrs)
  RepositoryBase.init(self, scope, id, { environment_from_arn = attrs.environment_from_arn })
  self.repository_name = attrs.repository_name
  self.repository_arn = attrs.repository_arn
end

function Imported.add_to_resource_policy() return { statement_added = false } end

--- A repository made elsewhere, by name and ARN.
function Repository.from_repository_attributes(scope, id, attrs)
  return Imported(scope, id, attrs)
end

--- A repository made elsewhere, by its literal ARN.
function Repository.from_repository_arn(scope, id, repository_arn)
  if engine.is_unresolved(repository_arn) then
    engine.fail(scope, "the repository's name cannot be derived from a repository_arn that is a token; -> use "
      .. "Repository.from_repository_attributes with repository_name")
  end
  if not repository_arn:match "[^:]*$":find "^repository/" then
    engine.fail(scope, "a repository ARN has the form arn:<partition>:ecr:<region>:<account>:repository/<name>, got %s",
      engine.display(repository_arn))
  end
  return Imported(scope, id, {
    repository_arn = repository_arn,
    repository_name = repository_arn:match "^[^/]*/(.*)$",
    environment_from_arn = repository_arn,
  })
end

--- A repository of the scope's environment, by name.
function Repository.from_repository_name(scope, id, repository_name)
  return Imported(scope, id, {
    repository_name = repository_name,
    repository_arn = Repository.arn_for_local_repository(repository_name, scope),
  })
end

--- A repository of the stack's environment, found when the app is deployed with the CLI; before that a dummy.
function Repository.from_lookup(scope, id, options)
  local name, arn = options.repository_name, options.repository_arn
  if engine.is_unresolved(name) or engine.is_unresolved(arn) then
    engine.fail(scope, "Repository.from_lookup needs a literal name or ARN; a token has no value before deployment")
  end
  local identifier = name or (arn and cdk.Arn.split(arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name)
  if identifier == nil or identifier == "" then
    engine.fail(scope, "Repository.from_lookup needs repository_name or repository_arn")
  end
  local found = cdk.ContextProvider.get_value(scope, {
    provider = "cc-api-provider",
    props = engine.ordered(
      "typeName", "AWS::ECR::Repository", "exactIdentifier", identifier, "propertiesToReturn", { "Arn" }),
    dummy_value = {
      {
        Arn = engine.stack_of(scope):format_arn {
          service = "ecr", region = "us-east-1", account = "123456789012", resource = "repository",
          resource_name = "DUMMY_ARN",
        },
      },
    },
  }).value[1]
  return Imported(scope, id, {
    repository_name = cdk.Arn.extract_resource_name(found.Arn, "repository"),
    repository_arn = found.Arn,
  })
end

return { Repository = Repository }
