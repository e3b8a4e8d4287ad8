--- Servers of Jenkins, which build and test for pipelines.
local engine = require "luacdk.engine"
local codepipeline = require "aws_cdk.aws_codepipeline"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

local BaseJenkinsProvider = engine.class("aws_cdk.aws_codepipeline_actions.BaseJenkinsProvider", engine.Construct)

--- Arguments: scope, id, version ("1"). Subclasses have the fields provider_name and server_url.
function BaseJenkinsProvider:init(scope, id, version)
  engine.Construct.init(self, scope, id)
  self.version = common.given(version) or "1"
end

--- Makes the kind of action, "Build" or "Test", unless somebody else has made it.
function BaseJenkinsProvider._register() end

local JenkinsProvider = engine.class("aws_cdk.aws_codepipeline_actions.JenkinsProvider", BaseJenkinsProvider)

--- Arguments: scope, id, JenkinsProviderProps: provider_name, server_url (all required), version ("1"), for_build,
-- for_test: make the kind of action even if no action of this app uses it.
function JenkinsProvider:init(scope, id, props)
  BaseJenkinsProvider.init(self, scope, id, props.version)
  self.provider_name, self.server_url = props.provider_name, props.server_url
  self._registered = {}
  if props.for_build then self:_register "Build" end
  if props.for_test then self:_register "Test" end
end

local function url(server, path)
  return server .. (tostring(server):sub(-1) == "/" and "" or "/") .. path
end

function JenkinsProvider:_register(category)
  if self._registered[category] then return end
  self._registered[category] = true
  codepipeline.CustomActionRegistration(self, "Jenkins" .. category .. "ProviderResource", {
    category = category,
    artifact_bounds = common.bounds(0, 5, 0, 5),
    provider = self.provider_name,
    version = self.version,
    entity_url = url(self.server_url, "job/{Config:ProjectName}"),
    execution_url = url(self.server_url, "job/{Config:ProjectName}/{ExternalExecutionId}"),
    action_properties = { { name = "ProjectName", required = true, key = true, queryable = true } },
  })
end

local Imported = engine.class("aws_cdk.aws_codepipeline_actions.ImportedJenkinsProvider", BaseJenkinsProvider)

function Imported:init(scope, id, attrs)
  BaseJenkinsProvider.init(self, scope, id, attrs.version)
  self.provider_name, self.server_url = attrs.provider_name, attrs.server_url
end

--- A provider made elsewhere. Attributes: provider_name, server_url (all required), version ("1").
function JenkinsProvider.from_jenkins_provider_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { BaseJenkinsProvider = BaseJenkinsProvider, JenkinsProvider = JenkinsProvider }
