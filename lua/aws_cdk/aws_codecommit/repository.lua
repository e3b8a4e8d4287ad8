--- Git repositories.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local codecommit = require "aws_cdk.aws_codecommit"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local notifies = require "aws_cdk.aws_codestarnotifications.private.notifies"

local ROW = {
  arn = { "repository_arn", "attr_arn", service = "codecommit" }, name = { "repository_name", "attr_name" },
}
local ALL_EVENTS = "all"

local RepositoryBase = engine.class("aws_cdk.aws_codecommit.RepositoryBase", cdk.Resource)

RepositoryBase.get.repository_ref = function(self)
  return { repository_id = self.repository_name, repository_arn = self.repository_arn }
end

--- A rule for all events of the repository; options: OnEventOptions.
function RepositoryBase:on_event(id, options)
  return l2.event_rule(self, id, options,
    engine.ordered("source", { "aws.codecommit" }, "resources", { self.repository_arn }))
end

l2.event_rules(RepositoryBase, {
  on_state_change = { "on_event", { detail_type = { "CodeCommit Repository State Change" } } },
  on_reference_created = { "on_state_change", { detail = { event = { "referenceCreated" } } } },
  on_reference_updated = { "on_state_change", { detail = { event = { "referenceCreated", "referenceUpdated" } } } },
  on_reference_deleted = { "on_state_change", { detail = { event = { "referenceDeleted" } } } },
  on_pull_request_state_change = { "on_event", { detail_type = { "CodeCommit Pull Request State Change" } } },
  on_comment_on_pull_request = { "on_event", { detail_type = { "CodeCommit Comment on Pull Request" } } },
  on_comment_on_commit = { "on_event", { detail_type = { "CodeCommit Comment on Commit" } } },
})

--- A rule for commits; options: OnEventOptions and `branches`, all unless given.
function RepositoryBase:on_commit(id, options)
  local all = l2.with({}, options)
  local branches = all.branches
  all.branches = nil
  local rule = self:on_reference_updated(id, all)
  if branches then rule:add_event_pattern { detail = { referenceName = branches } } end
  return rule
end

--- Grants the actions named after `grantee`.
function RepositoryBase:grant(grantee, ...)
  return iam.Grant.add_to_principal {
    grantee = grantee, actions = { ... }, resource_arns = { self.repository_arn },
  }
end

notifies(RepositoryBase, "repository_arn", {
  pull_request_comment = "codecommit-repository-comments-on-pull-requests",
  approval_status_changed = "codecommit-repository-approvals-status-changed",
  approval_rule_overridden = "codecommit-repository-approvals-rule-override",
  pull_request_created = "codecommit-repository-pull-request-created",
  pull_request_merged = "codecommit-repository-pull-request-merged",
  branch_or_tag_created = "codecommit-repository-branches-and-tags-created",
  branch_or_tag_deleted = "codecommit-repository-branches-and-tags-deleted",
})

RepositoryBase.notifiy_on_pull_request_merged = RepositoryBase.notify_on_pull_request_merged

-- Where the repository can be cloned from by that protocol.
local function clone_url(self, protocol, stack, region)
  region = region or stack.region
  if protocol == "grc" then return "codecommit::" .. region .. "://" .. self.repository_name end
  return protocol .. "://git-codecommit." .. region .. "." .. stack.url_suffix .. "/v1/repos/" .. self.repository_name
end

local Repository = l2.resource("aws_cdk.aws_codecommit.Repository", RepositoryBase, l2.with({
  attributes = { repository_clone_url_http = "attr_clone_url_http", repository_clone_url_ssh = "attr_clone_url_ssh" },
}, ROW))

Repository.get.repository_clone_url_grc = function(self) return clone_url(self, "grc", self.stack) end

--- Arguments: scope, id, RepositoryProps: repository_name, code, description, kms_key.
function Repository:init(scope, id, props)
  RepositoryBase.init(self, scope, id, { physical_name = props.repository_name })
  self._triggers = engine.list {}
  self._resource = codecommit.CfnRepository(self, "Resource", {
    repository_name = props.repository_name,
    repository_description = props.description,
    triggers = engine.lazy(function() return self._triggers[1] and self._triggers end, { kind = "list" }),
    code = props.code and props.code:bind(self).code,
    kms_key_id = props.kms_key and props.kms_key.key_ref.key_arn,
  })
end

--- Makes the repository tell a topic or function of events. Fails if a trigger of that name exists.
-- @param arn of the topic or function
-- @param options RepositoryTriggerOptions: branches, custom_data, events, name; all branches and events unless given
function Repository:notify(arn, options)
  options = options or {}
  local name = options.name
  if name == nil or name == "" then name = self.node.path .. "/" .. arn end
  for _, trigger in ipairs(self._triggers) do
    if trigger.name == name then
      engine.fail(self, "a trigger named %s already exists; -> give each a `name` of its own", engine.display(name))
    end
  end
  local events = options.events
  if not events or (#events > 1 and l2.includes(events, ALL_EVENTS)) then events = { ALL_EVENTS } end
  table.insert(self._triggers, {
    destination_arn = arn, name = name, custom_data = options.custom_data, branches = options.branches, events = events,
  })
  return self
end

local Imported = l2.imported(Repository, RepositoryBase)

function Imported:init(scope, id, attrs)
  RepositoryBase.init(self, scope, id, { account = attrs.account, region = attrs.region })
  self.repository_arn, self.repository_name = attrs.arn, attrs.name
  for protocol, field in pairs { https = "http", ssh = "ssh", grc = "grc" } do
    self["repository_clone_url_" .. field] = clone_url(self, protocol, engine.stack_of(scope), attrs.region)
  end
end

--- A repository made elsewhere, by its ARN.
function Repository.from_repository_arn(scope, id, repository_arn)
  local parts = engine.stack_of(scope):split_arn(repository_arn, cdk.ArnFormat.NO_RESOURCE_NAME)
  return Imported(scope, id, {
    arn = repository_arn, name = parts.resource, account = parts.account, region = parts.region,
  })
end

--- A repository of the scope's environment, by its name.
function Repository.from_repository_name(scope, id, repository_name)
  return Imported(scope, id, {
    arn = engine.stack_of(scope):format_arn { service = "codecommit", resource = repository_name },
    name = repository_name,
  })
end

return { Repository = Repository }
