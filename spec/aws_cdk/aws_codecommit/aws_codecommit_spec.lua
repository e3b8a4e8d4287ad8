-- Repositories and what notifies of their events. The cases are twins of tools/golden/aws_codecommit.js.
local assets = require "aws_cdk.aws_s3_assets"
local cdk = require "aws_cdk"
local codecommit = require "aws_cdk.aws_codecommit"
local events = require "aws_cdk.aws_events"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local notifications = require "aws_cdk.aws_codestarnotifications"
local sns = require "aws_cdk.aws_sns"
local targets = require "aws_cdk.aws_events_targets"
local refuses = require "spec.support.refuses"

local FILES = "spec/fixtures/appsync"

local cases = {}

function cases.repositories(app)
  local stack = cdk.Stack(app, "S")
  local function out(id, value) return cdk.CfnOutput(stack, id, { value = value }) end
  local plain = codecommit.Repository(stack, "Plain", { repository_name = "plain" })
  local topic = sns.Topic(stack, "Topic")
  local full = codecommit.Repository(stack, "Full", {
    repository_name = "full", description = "d", kms_key = kms.Key(stack, "Key"),
    code = codecommit.Code.from_directory(FILES, "develop"),
  })
  local Trigger = codecommit.RepositoryEventTrigger
  local same = full:notify(topic.topic_arn, { events = { Trigger.ALL, Trigger.CREATE_REF } })
  same:notify("arn:aws:sns:eu-west-1:111122223333:t", {
    name = "named", branches = { "main", "x" }, custom_data = "data",
    events = { Trigger.UPDATE_REF, Trigger.DELETE_REF },
  })
  same:notify "arn:aws:sns:eu-west-1:111122223333:u":notify("arn:aws:sns:eu-west-1:111122223333:v", {
    events = {}, name = "",
  })
  codecommit.Repository(stack, "OfAsset", {
    repository_name = "asset", code = codecommit.Code.from_asset(assets.Asset(stack, "Asset", { path = FILES })),
  })
  local user = iam.User(stack, "User")
  plain:grant(user, "codecommit:GetBranch", "codecommit:GetCommit")
  plain:grant_pull(user)
  plain:grant_pull_push(iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "ec2.amazonaws.com" }))
  full:grant_read(user)
  full.grants:read(iam.Group(stack, "Group"))
  out("Arn", plain.repository_arn)
  out("Name", plain.repository_name)
  out("Http", plain.repository_clone_url_http)
  out("Ssh", plain.repository_clone_url_ssh)
  out("Grc", plain.repository_clone_url_grc)
  out("RefId", plain.repository_ref.repository_id)
  out("RefArn", plain.repository_ref.repository_arn)
end

function cases.imported(app)
  for i, props in ipairs { {}, { env = { account = "111122223333", region = "eu-west-1" } } } do
    local stack = cdk.Stack(app, "S" .. i - 1, props)
    local role = iam.Role(stack, "Role", { assumed_by = iam.AccountRootPrincipal() })
    local token = cdk.CfnParameter(stack, "Parameter").value_as_string
    for j, repository in ipairs {
      codecommit.Repository.from_repository_name(stack, "ByName", "named"),
      codecommit.Repository.from_repository_arn(stack, "ByArn", "arn:aws:codecommit:us-west-2:444455556666:other"),
      codecommit.Repository.from_repository_arn(stack, "ByToken", token),
    } do
      repository:grant_pull(role)
      repository:on_commit("Commit", { branches = { "main" } })
      cdk.CfnOutput(stack, "Arn" .. j - 1, { value = repository.repository_arn })
      cdk.CfnOutput(stack, "Name" .. j - 1, { value = repository.repository_name })
      cdk.CfnOutput(stack, "Http" .. j - 1, { value = repository.repository_clone_url_http })
      cdk.CfnOutput(stack, "Ssh" .. j - 1, { value = repository.repository_clone_url_ssh })
      cdk.CfnOutput(stack, "Grc" .. j - 1, { value = repository.repository_clone_url_grc })
      cdk.CfnOutput(stack, "Region" .. j - 1, { value = repository.env.region })
      cdk.CfnOutput(stack, "Account" .. j - 1, { value = repository.env.account })
    end
  end
end

function cases.events(app)
  local stack = cdk.Stack(app, "S")
  local repository = codecommit.Repository(stack, "Repository", { repository_name = "r" })
  local ReferenceEvent = codecommit.ReferenceEvent
  local target = targets.SnsTopic(sns.Topic(stack, "Topic"), {
    message = events.RuleTargetInput.from_object {
      commit = ReferenceEvent.commit_id, full = ReferenceEvent.reference_full_name, id = ReferenceEvent.repository_id,
      kind = ReferenceEvent.reference_type, name = ReferenceEvent.repository_name, ref = ReferenceEvent.reference_name,
      type = ReferenceEvent.event_type,
    },
  })
  repository:on_event("Any", {
    target = target, description = "d", rule_name = "named", event_pattern = { account = { "111122223333" } },
  })
  repository:on_state_change "State"
  repository:on_reference_created("Created", { target = target })
  repository:on_reference_updated "Updated"
  repository:on_reference_deleted("Deleted", {
    event_pattern = { detail = { repositoryName = { "x" }, event = { "other" } } },
  })
  repository:on_pull_request_state_change("Pull", { target = target })
  repository:on_comment_on_pull_request "Comment"
  repository:on_comment_on_commit "CommentOnCommit"
  repository:on_commit "Commit"
  repository:on_commit("CommitTo", { branches = { "main", "develop" }, target = target })
end

function cases.notifications(app)
  local stack = cdk.Stack(app, "S")
  local repository = codecommit.Repository(stack, "Repository", { repository_name = "r" })
  local topic = sns.Topic(stack, "Topic")
  local Events = codecommit.RepositoryNotificationEvents
  repository:notify_on("On", topic, {
    events = { Events.COMMIT_COMMENT, Events.BRANCH_OR_TAG_UPDATED, Events.COMMIT_COMMENT },
    notification_rule_name = "named",
  })
  repository:notify_on_pull_request_comment("Comment", topic)
  repository:notify_on_approval_status_changed("Status", topic, {
    detail_type = notifications.DetailType.BASIC, enabled = false, created_by = "me",
  })
  repository:notify_on_approval_rule_overridden("Overridden", topic, { enabled = true })
  repository:notify_on_pull_request_created("PullRequest", topic, { notification_rule_name = "" })
  repository:notifiy_on_pull_request_merged("Merged", topic)
  repository:notify_on_pull_request_merged("MergedToo", topic)
  repository:notify_on_branch_or_tag_created("AVeryLongIdentifierOfARuleThatDoesNotFitIntoSixtyFourCharacters", topic)
  local rule = repository:notify_on_branch_or_tag_deleted("Deleted", topic)
  rule:add_target(sns.Topic.from_topic_arn(stack, "Imported", "arn:aws:sns:eu-west-1:111122223333:t"))
  local own = {
    bind_as_notification_rule_target = function(_, scope)
      return { target_type = "AWSChatbotSlack", target_address = "address of " .. scope.node.id }
    end,
  }
  local bare = notifications.NotificationRule(stack, "Bare", {
    source = {
      bind_as_notification_rule_source = function(_)
        return { source_arn = "arn:aws:codebuild:eu-west-1:111122223333:project/p" }
      end,
    },
    events = {},
  })
  cdk.CfnOutput(stack, "Added", { value = tostring(bare:add_target(own)) })
  notifications.NotificationRule(stack, "NoTargets", { source = repository, events = { "e" } })
  local imported = notifications.NotificationRule.from_notification_rule_arn(
    stack, "Other", "arn:aws:codestar-notifications:eu-west-1:111122223333:notificationrule/r")
  cdk.CfnOutput(stack, "NotAdded", { value = tostring(imported:add_target(own)) })
  cdk.CfnOutput(stack, "Arn", { value = imported.notification_rule_arn })
  cdk.CfnOutput(stack, "Region", { value = imported.env.region })
  cdk.CfnOutput(stack, "Ref", { value = rule.notification_rule_ref.notification_rule_arn })
  codecommit.Repository.from_repository_name(stack, "ByName", "named"):notify_on_branch_or_tag_deleted("Deleted", topic)
end

describe("aws_codecommit", function()
  golden.check("aws_codecommit", cases)

  it("refuses two triggers of one name", function()
    local repository = codecommit.Repository(cdk.Stack(cdk.App(), "S"), "R", { repository_name = "r" })
    repository:notify("arn:aws:sns:eu-west-1:111122223333:t")
    refuses("a trigger named 'S/R/arn:aws:sns:eu-west-1:111122223333:t' already exists", repository.notify, repository,
      "arn:aws:sns:eu-west-1:111122223333:t")
  end)

  it("refuses code that is neither a directory nor a ZIP file", function()
    local Code = codecommit.Code
    refuses("'spec/fixtures/missing' does not exist", Code.from_directory, "spec/fixtures/missing")
    refuses("'spec/fixtures/appsync/schema.graphql' must be a directory", Code.from_directory,
      "spec/fixtures/appsync/schema.graphql")
    refuses("'spec/fixtures/appsync' must be a ZIP file", Code.from_zip_file, "spec/fixtures/appsync")
    local stack = cdk.Stack(cdk.App(), "S")
    refuses("the code of a repository must be a .zip file or a directory", codecommit.Repository, stack, "R",
      { repository_name = "r", code = Code.from_zip_file "spec/fixtures/appsync/schema.graphql" })
  end)
end)
