-- Repositories. The cases are twins of tools/golden/aws_ecr.js.
local cdk = require "aws_cdk"
local ecr = require "aws_cdk.aws_ecr"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"

local cases = {}

local function output(stack, id, value) cdk.CfnOutput(stack, id, { value = value }) end

function cases.repository_plain(app)
  local stack = cdk.Stack(app, "S")
  local repo = ecr.Repository(stack, "Repo")
  output(stack, "Uri", repo.repository_uri)
  output(stack, "Registry", repo.registry_uri)
  output(stack, "Tag", repo:repository_uri_for_tag "v1")
  output(stack, "Digest", repo:repository_uri_for_tag_or_digest "sha256:abc")
end

function cases.repository_all_properties(app)
  local stack = cdk.Stack(app, "S")
  local repo = ecr.Repository(stack, "Repo", {
    repository_name = "team/app",
    image_scan_on_push = true,
    image_tag_mutability = ecr.TagMutability.IMMUTABLE_WITH_EXCLUSION,
    image_tag_mutability_exclusion_filters = {
      ecr.ImageTagMutabilityExclusionFilter.wildcard "dev-*", ecr.ImageTagMutabilityExclusionFilter.wildcard "latest",
    },
    encryption_key = kms.Key(stack, "Key"),
    empty_on_delete = true,
    removal_policy = cdk.RemovalPolicy.DESTROY,
    lifecycle_registry_id = "123456789012",
    lifecycle_rules = {
      { max_image_count = 5 },
      { tag_prefix_list = { "a", "b" }, max_image_age = cdk.Duration.days(30), rule_priority = 4 },
    },
  })
  repo:add_lifecycle_rule { tag_pattern_list = { "v*" }, max_image_count = 3, description = 'few "v"' }
  ecr.Repository(stack, "Kms", {
    encryption = ecr.RepositoryEncryption.KMS, image_tag_mutability = ecr.TagMutability.IMMUTABLE,
  })
end

function cases.grants(app)
  local stack = cdk.Stack(app, "S")
  local repo = ecr.Repository(stack, "Repo")
  local user = iam.User(stack, "User")
  repo:grant_pull(user)
  repo:grant_push(user)
  repo:grant_pull_push(iam.ServicePrincipal "lambda.amazonaws.com")
  repo:grant_read(iam.AccountPrincipal "111122223333")
  repo:grant(user, "ecr:DeleteRepository")
  ecr.AuthorizationToken.grant_read(user)
  ecr.PublicGalleryAuthorizationToken.grant_read(user)
end

function cases.grant_across(app)
  local one = cdk.Stack(app, "One", { env = { account = "111111111111", region = "us-west-2" } })
  local two = cdk.Stack(app, "Two", { env = { account = "222222222222", region = "us-west-2" } })
  local repo = ecr.Repository(one, "Repo", { repository_name = "shared" })
  repo:grant_pull(iam.Role(two, "Role", {
    assumed_by = iam.ServicePrincipal "lambda.amazonaws.com", role_name = "puller",
  }))
end

function cases.imports(app)
  local stack = cdk.Stack(app, "S")
  local named = ecr.Repository.from_repository_name(stack, "Named", "my/repo")
  local by_arn = ecr.Repository.from_repository_arn(stack, "ByArn",
    "arn:aws:ecr:us-east-1:585695036304:repository/boom/boom")
  local both = ecr.Repository.from_repository_attributes(stack, "Both", {
    repository_arn = cdk.Fn.get_att("Boom", "Arn"), repository_name = cdk.Fn.get_att("Boom", "Name"),
  })
  output(stack, "A", named:repository_uri_for_tag "x")
  output(stack, "B", by_arn:repository_uri_for_digest "sha256:y")
  output(stack, "C", both.repository_uri)
  output(stack, "D", ecr.Repository.arn_for_local_repository("z", stack))
end

function cases.events(app)
  local stack = cdk.Stack(app, "S")
  local repo = ecr.Repository(stack, "Repo")
  local target = { bind = function() return { arn = "ARN", id = "" } end }
  repo:on_cloud_trail_event("Any", { target = target, description = "any" })
  repo:on_cloud_trail_image_pushed("Pushed", { target = target, image_tag = "some" })
  repo:on_image_scan_completed("Scan", { target = target, image_tags = { "t1", "t2" } })
  repo:on_event("Event", { target = target })
end

function cases.auto_delete_images(app)
  local stack = cdk.Stack(app, "S")
  ecr.Repository(stack, "Repo", { auto_delete_images = true, removal_policy = cdk.RemovalPolicy.DESTROY })
  ecr.Repository(stack, "Other", { auto_delete_images = true, removal_policy = cdk.RemovalPolicy.DESTROY })
end

function cases.lookup(app)
  local stack = cdk.Stack(app, "S", { env = { account = "111111111111", region = "eu-west-1" } })
  local repo = ecr.Repository.from_lookup(stack, "Repo", { repository_name = "x/y" })
  output(stack, "Arn", repo.repository_arn)
  output(stack, "Name", repo.repository_name)
end

describe("aws_ecr", function()
  golden.check("aws_ecr", cases)

  local function fails(message, props)
    local stack = cdk.Stack(cdk.App(), "S")
    assert.error_matches(function() ecr.Repository(stack, "R", props) end, message)
  end

  it("checks names", function()
    fails("2 to 256 characters", { repository_name = "a" })
    for _, name in ipairs { "-a", "Abc", "a//b", "a__b", "a-", "/ab" } do
      fails("lowercase letters and digits", { repository_name = name })
    end
  end)

  it("checks lifecycle rules", function()
    fails("exactly one of max_image_age and max_image_count, got neither", { lifecycle_rules = { {} } })
    fails("needs a tag_prefix_list or a tag_pattern_list", {
      lifecycle_rules = { { tag_status = ecr.TagStatus.TAGGED, max_image_count = 1 } },
    })
    fails("need tag_status TAGGED", {
      lifecycle_rules = { { tag_status = ecr.TagStatus.ANY, tag_prefix_list = { "a" }, max_image_count = 1 } },
    })
    fails("not both", {
      lifecycle_rules = { { tag_pattern_list = { "a" }, tag_prefix_list = { "a" }, max_image_count = 1 } },
    })
    fails("has 5 wildcards", { lifecycle_rules = { { tag_pattern_list = { "*a*b*c*d*" }, max_image_count = 1 } } })
    fails("already a lifecycle rule with "
      .. "tag_status ANY", { lifecycle_rules = { { max_image_count = 1 }, { max_image_count = 2 } } })
  end)

  it("checks what goes with what", function()
    fails("empty_on_delete needs removal_policy DESTROY", { empty_on_delete = true })
    fails("auto_delete_images needs removal_policy DESTROY", { auto_delete_images = true })
    fails("exclusion_filters need image_tag_mutability", {
      image_tag_mutability_exclusion_filters = { ecr.ImageTagMutabilityExclusionFilter.wildcard "a" },
    })
    fails("needs image_tag_mutability_exclusion_filters", {
      image_tag_mutability = ecr.TagMutability.MUTABLE_WITH_EXCLUSION,
    })
    fails("at least 1 item", {
      image_tag_mutability = ecr.TagMutability.MUTABLE_WITH_EXCLUSION, image_tag_mutability_exclusion_filters = {},
    })
    fails("encryption_key needs encryption KMS", {
      encryption = ecr.RepositoryEncryption.AES_256, encryption_key = kms.Key(cdk.Stack(), "K"),
    })
  end)

  it("checks exclusion patterns", function()
    local wildcard = ecr.ImageTagMutabilityExclusionFilter.wildcard
    assert.error_matches(function() wildcard "" end, "is empty")
    assert.error_matches(function() wildcard(("a"):rep(129)) end, "at most 128 characters")
    assert.error_matches(function() wildcard "a/b" end, "only letters, digits")
  end)
end)
