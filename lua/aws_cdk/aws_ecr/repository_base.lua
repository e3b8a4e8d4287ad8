--- What own and imported repositories share: URIs, events and grants.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local events = require "aws_cdk.aws_events"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

local PULL_ACTIONS = { "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage" }
local PUSH_ACTIONS = {
  "ecr:CompleteLayerUpload", "ecr:UploadLayerPart", "ecr:InitiateLayerUpload", "ecr:BatchCheckLayerAvailability",
  "ecr:PutImage",
}
local PULL_PUSH_ACTIONS = {
  "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage", "ecr:CompleteLayerUpload",
  "ecr:UploadLayerPart", "ecr:InitiateLayerUpload", "ecr:PutImage",
}
local DIGEST = "sha256:"

local RepositoryBase = engine.class("aws_cdk.aws_ecr.RepositoryBase", cdk.Resource)

-- Account and region are read off the ARN: the repository may live in another environment than the stack.
l2.kept(RepositoryBase, "registry_uri", function(self)
  local stack = self.stack
  local arn = stack:split_arn(self.repository_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME)
  return arn.account .. ".dkr.ecr." .. arn.region .. "." .. stack.url_suffix
end)

local function uri_with(self, separator, part)
  local uri = self.registry_uri .. "/" .. self.repository_name
  if part == nil or part == "" then return uri end
  return uri .. separator .. part
end

RepositoryBase.get.repository_uri = function(self) return uri_with(self) end

--- The URI of the repository, with a tag if one is given.
function RepositoryBase:repository_uri_for_tag(tag) return uri_with(self, ":", tag) end

--- The URI of the repository, with a digest if one is given.
function RepositoryBase:repository_uri_for_digest(digest) return uri_with(self, "@", digest) end

-- Whether a string begins with a literal, even if tokens follow it.
local function starts_with(text, start) return tostring(text):sub(1, #start) == start end

--- The URI with `@` for what starts with `sha256:`, otherwise with `:`.
function RepositoryBase:repository_uri_for_tag_or_digest(tag_or_digest)
  if tag_or_digest ~= nil and starts_with(tag_or_digest, DIGEST) then return uri_with(self, "@", tag_or_digest) end
  return uri_with(self, ":", tag_or_digest)
end

-- A rule of these options, without the fields a Rule does not know.
local function rule(self, id, options)
  return events.Rule(self, id, {
    description = options.description,
    event_pattern = options.event_pattern,
    rule_name = options.rule_name,
    cross_stack_scope = options.cross_stack_scope,
  })
end

--- A rule for calls on this repository that CloudTrail records.
function RepositoryBase:on_cloud_trail_event(id, options)
  options = options or {}
  local made = rule(self, id, options)
  if options.target then made:add_target(options.target) end
  made:add_event_pattern(engine.ordered(
    "source", { "aws.ecr" },
    "detail_type", { "AWS API Call via CloudTrail" },
    "detail", { requestParameters = { repositoryName = { self.repository_name } } }))
  return made
end

--- A rule for images pushed to this repository, of one tag if `image_tag` is given.
function RepositoryBase:on_cloud_trail_image_pushed(id, options)
  options = options or {}
  local made = self:on_cloud_trail_event(id, options)
  local tag = options.image_tag
  made:add_event_pattern {
    detail = engine.ordered(
      "eventName", { "PutImage" },
      "requestParameters", engine.map { imageTag = tag ~= "" and tag ~= nil and { tag } or nil }),
  }
  return made
end

--- A rule for finished image scans, of some tags if `image_tags` is given.
function RepositoryBase:on_image_scan_completed(id, options)
  options = options or {}
  local made = rule(self, id, options)
  if options.target then made:add_target(options.target) end
  made:add_event_pattern(engine.ordered(
    "source", { "aws.ecr" },
    "detail_type", { "ECR Image Scan" },
    "detail", engine.ordered("repository-name", { self.repository_name }, "scan-status", { "COMPLETE" }, "image-tags",
      options.image_tags)))
  return made
end

--- A rule for every event of this repository.
function RepositoryBase:on_event(id, options)
  options = options or {}
  local made = rule(self, id, options)
  made:add_event_pattern(engine.ordered(
    "source", { "aws.ecr" },
    "detail", { ["repository-name"] = { self.repository_name } }))
  if options.target then made:add_target(options.target) end
  return made
end

-- A role or user made in a stack of another account. Naming it in the repository's policy would need it to exist
-- already, unless the repository's stack is deployed after it.
local function other_accounts_principal(self, grantee)
  local principal = grantee.grant_principal
  local account, own = principal.principal_account, self.env.account
  if account == nil or account == own then return nil end
  if engine.is_unresolved(account) and engine.is_unresolved(own) then return nil end
  if not (engine.is_construct(principal) and cdk.Resource.is_owned_resource(principal)) then return nil end
  local principal_stack = engine.stack_of(principal)
  for _, stack in ipairs(self.stack.dependencies) do
    if stack == principal_stack then return nil end
  end
  return principal
end

local function grant(self, grantee, actions)
  local principal = other_accounts_principal(self, grantee)
  if not principal then
    return iam.Grant.add_to_principal_or_resource {
      grantee = grantee,
      actions = actions,
      resource_arns = { self.repository_arn },
      resource_self_arns = engine.list {},
      resource = self,
    }
  end
  -- Access is granted to the whole account, and narrowed to the principal by a tag on it.
  local stack = engine.stack_of(principal)
  local tag = stack.stack_name .. "_" .. principal.node.addr
  cdk.Tags.of(principal):add("aws-cdk:id", tag)
  self:add_to_resource_policy(iam.PolicyStatement {
    actions = actions,
    principals = { iam.AccountPrincipal(stack.account) },
    conditions = { StringEquals = { ["aws:PrincipalTag/aws-cdk:id"] = tag } },
  })
  return iam.Grant.add_to_principal { grantee = grantee, actions = actions, resource_arns = { self.repository_arn } }
end

local function grant_with_login(self, grantee, actions)
  local result = grant(self, grantee, actions)
  iam.Grant.add_to_principal {
    grantee = grantee, actions = { "ecr:GetAuthorizationToken" }, resource_arns = { "*" },
  }
  return result
end

--- Grants the actions named after `grantee`.
function RepositoryBase:grant(grantee, ...) return grant(self, grantee, { ... }) end

--- Lets `grantee` describe the repository and its images.
function RepositoryBase:grant_read(grantee)
  return grant(self, grantee, { "ecr:DescribeRepositories", "ecr:DescribeImages" })
end

--- Lets `grantee` pull images.
function RepositoryBase:grant_pull(grantee) return grant_with_login(self, grantee, PULL_ACTIONS) end

--- Lets `grantee` push images.
function RepositoryBase:grant_push(grantee) return grant_with_login(self, grantee, PUSH_ACTIONS) end

--- Lets `grantee` pull and push images.
function RepositoryBase:grant_pull_push(grantee) return grant_with_login(self, grantee, PULL_PUSH_ACTIONS) end

return { RepositoryBase = RepositoryBase }
