--- Where the code of a build comes from.
local engine = require "luacdk.engine"
local codebuild = require "aws_cdk.aws_codebuild"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

local fail, includes = engine.fail, l2.includes

local Source = engine.class "aws_cdk.aws_codebuild.Source"

--- Arguments: SourceProps: identifier, which secondary sources need.
function Source:init(props)
  self.identifier = props.identifier
  self.badge_supported = false
  self._props = props
end

--- The L1 properties: source_property, source_version, build_triggers.
function Source:bind()
  return { source_property = { source_identifier = self.identifier, type = self.type } }
end

local function kind(name, base, type)
  local class = engine.class("aws_cdk.aws_codebuild." .. name, base)
  function class:init(props)
    base.init(self, props)
    self.type = type
  end
  return class
end

-- ---- S3, CodeCommit -------------------------------------------------------------------------------------------------

local S3Source = kind("S3Source", Source, "S3")

function S3Source:bind(scope, project)
  local bucket, path = self._props.bucket, self._props.path
  bucket:grant_read(project, path)
  local config = Source.bind(self, scope, project)
  config.source_property.location = bucket.bucket_name .. "/" .. path
  config.source_version = self._props.version
  return config
end

--- An object in a bucket. Arguments: S3SourceProps: bucket, path, identifier, version.
function Source.s3(props) return S3Source(props) end

local GitSource = engine.class("aws_cdk.aws_codebuild.GitSource", Source)

function GitSource:init(props)
  Source.init(self, props)
  self.badge_supported = true
end

function GitSource:bind(scope, project)
  local config, props = Source.bind(self, scope, project), self._props
  config.source_version = props.branch_or_ref
  config.source_property.git_clone_depth = props.clone_depth
  config.source_property.git_submodules_config = props.fetch_submodules and { fetch_submodules = true } or nil
  return config
end

local CodeCommitSource = kind("CodeCommitSource", GitSource, "CODECOMMIT")

function CodeCommitSource:bind(scope, project)
  local repository = self._props.repository
  project:add_to_role_policy(iam.PolicyStatement {
    actions = { "codecommit:GitPull" }, resources = { repository.repository_arn },
  })
  local config = GitSource.bind(self, scope, project)
  config.source_property.location = repository.repository_clone_url_http
  return config
end

--- A repository of CodeCommit. Arguments: CodeCommitSourceProps: repository, branch_or_ref, clone_depth,
--  fetch_submodules, identifier.
function Source.code_commit(props) return CodeCommitSource(props) end

-- ---- Git elsewhere --------------------------------------------------------------------------------------------------

local ThirdPartySource = engine.class("aws_cdk.aws_codebuild.ThirdPartyGitSource", GitSource)

function ThirdPartySource:_webhook_filters() return self._props.webhook_filters or {} end

local function triggers_of(self, scope, project)
  local props, filters = self._props, self:_webhook_filters()
  local webhook, batch = props.webhook, props.webhook_triggers_batch_build
  if webhook == nil and #filters > 0 then webhook = true end
  if not webhook and #filters > 0 then fail(scope, "webhook_filters need a webhook, got webhook = false") end
  if not webhook and batch then fail(scope, "webhook_triggers_batch_build needs webhook = true") end
  if batch then project:enable_batch_builds() end
  if webhook == nil then return nil end
  local groups
  for i, filter in ipairs(filters) do
    groups = groups or {}
    groups[i] = filter:_render()
  end
  return { webhook = webhook, build_type = batch and "BUILD_BATCH" or nil, filter_groups = groups }
end

-- `status_name` is the option that says what the provider shows as the build's name.
local function bind(self, scope, project, location, status_name)
  local props = self._props
  local triggers = triggers_of(self, scope, project)
  local config = GitSource.bind(self, scope, project)
  local context, url = props[status_name], props.build_status_url
  local property = config.source_property
  property.report_build_status = props.report_build_status ~= false
  property.build_status_config = (context or url) and { context = context, target_url = url } or nil
  property.location = location
  config.build_triggers = triggers
  return config
end

local GitHubSource = kind("GitHubSource", ThirdPartySource, "GITHUB")

local function has_action(filters, action)
  for _, filter in ipairs(filters) do
    if includes(filter._actions, action) then return true end
  end
  return false
end

-- Without a repository, the webhook is that of the whole organization.
function GitHubSource:_webhook_filters()
  local props = self._props
  if props.webhook_filters or props.repo then return props.webhook_filters or {} end
  return { codebuild.FilterGroup.in_event_of "WORKFLOW_JOB_QUEUED" }
end

function GitHubSource:bind(scope, project)
  local owner, repo = self._props.owner, self._props.repo
  local location = repo and "https://github.com/" .. owner .. "/" .. repo .. ".git"
    or "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION"
  local config = bind(self, scope, project, location, "build_status_context")
  if not repo then
    config.build_triggers = l2.with({ scope_configuration = { name = owner } }, config.build_triggers)
  end
  return config
end

--- A repository of GitHub, or all of an organization. Arguments: GitHubSourceProps.
function Source.git_hub(props) return GitHubSource(props) end

local EnterpriseSource = kind("GitHubEnterpriseSource", ThirdPartySource, "GITHUB_ENTERPRISE")

-- Its events of pull requests have neither messages nor files.
local function check_pull_request_filters(scope, filters)
  for _, group in ipairs(filters) do
    for _, filter in ipairs(group._filters) do
      local lacks = filter.type == "COMMIT_MESSAGE" or filter.type == "FILE_PATH"
      if lacks and includes(group._actions, "PULL_REQUEST_CREATED") then
        fail(scope, "%s filters cannot be combined with pull request events of GitHub Enterprise Server",
          filter.type)
      end
    end
  end
end

function EnterpriseSource:bind(scope, project)
  check_pull_request_filters(scope, self:_webhook_filters())
  local config = bind(self, scope, project, self._props.https_clone_url, "build_status_context")
  config.source_property.insecure_ssl = self._props.ignore_ssl_errors
  return config
end

--- A repository of GitHub Enterprise Server. Arguments: GitHubEnterpriseSourceProps.
function Source.git_hub_enterprise(props) return EnterpriseSource(props) end

local BitBucketSource = kind("BitBucketSource", ThirdPartySource, "BITBUCKET")

function BitBucketSource:bind(scope, project)
  if has_action(self:_webhook_filters(), "PULL_REQUEST_REOPENED") then
    fail(scope, "BitBucket has no event PULL_REQUEST_REOPENED; -> leave it out of the webhook_filters")
  end
  local location = "https://bitbucket.org/" .. self._props.owner .. "/" .. self._props.repo .. ".git"
  return bind(self, scope, project, location, "build_status_name")
end

--- A repository of BitBucket. Arguments: BitBucketSourceProps.
function Source.bit_bucket(props) return BitBucketSource(props) end

return { Source = Source }
