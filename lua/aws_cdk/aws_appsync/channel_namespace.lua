--- Namespaces of channels: who may publish and subscribe there, and what is done with events.
local engine = require "luacdk.engine"
local appsync = require "aws_cdk.aws_appsync"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"

local fail = engine.fail

local ChannelNamespace = engine.class("aws_cdk.aws_appsync.ChannelNamespace", cdk.Resource)

-- ---- handlers -------------------------------------------------------------------------------------------------------

local function check_handler(self, name, config)
  if not config then return end
  if config.direct then
    local source = config.data_source
    if not source or source.resource.type ~= "AWS_LAMBDA" then
      fail(self, "a direct %s needs an AppSyncLambdaDataSource as its data_source", name)
    end
  elseif config.lambda_invoke_type then
    fail(self, "the lambda_invoke_type of %s needs direct = true", name)
  end
end

local function check_handlers(self, props)
  local publish, subscribe = props.publish_handler_config, props.subscribe_handler_config
  check_handler(self, "publish_handler_config", publish)
  check_handler(self, "subscribe_handler_config", subscribe)
  if publish and publish.direct and subscribe and subscribe.direct and props.code then
    fail(self, "code has nothing to do where publish_handler_config and subscribe_handler_config are direct")
  end
end

local function handler(config)
  return config and {
    behavior = config.direct and "DIRECT" or "CODE",
    integration = {
      data_source_name = config.data_source and config.data_source.name or "",
      lambda_config = config.direct and { invoke_type = config.lambda_invoke_type or "REQUEST_RESPONSE" } or nil,
    },
  }
end

-- ---- authorization --------------------------------------------------------------------------------------------------

local function modes(self, api, types)
  if not types then return nil end
  local all = engine.list {}
  for i, one in ipairs(types) do
    if not l2.includes(api.auth_provider_types, one) then
      fail(self, "the API has no auth provider %s, by which the namespace authorizes", one)
    end
    all[i] = { auth_type = one }
  end
  return all
end

-- ---- the namespace --------------------------------------------------------------------------------------------------

--- Arguments: scope, id, ChannelNamespaceProps: api (required).
function ChannelNamespace:init(scope, id, props)
  local name, api = props.channel_namespace_name, props.api
  l2.within(scope, "aws_appsync.CfnChannelNamespaceProps.name", name, "channel_namespace_name")
  cdk.Resource.init(self, scope, id, { physical_name = name or id })
  check_handlers(self, props)
  local code, by = props.code and props.code:bind(self) or {}, props.authorization_config or {}
  local publish, subscribe = props.publish_handler_config, props.subscribe_handler_config
  local resource = appsync.CfnChannelNamespace(self, "Resource", {
    name = self.physical_name,
    api_id = api.api_id,
    code_handlers = code.inline_code,
    code_s3_location = code.s3_location,
    handler_configs = { on_publish = handler(publish), on_subscribe = handler(subscribe) },
    publish_auth_modes = modes(self, api, by.publish_auth_mode_types),
    subscribe_auth_modes = modes(self, api, by.subscribe_auth_mode_types),
  })
  for _, config in ipairs { publish or {}, subscribe or {} } do
    if config.data_source then resource:add_resource_dependency(config.data_source.resource) end
  end
  self.channel_namespace_arn = resource.attr_channel_namespace_arn
  self._name, self._api = resource.name, api
end

local function grant(self, grantee, ...)
  return self._api:grant(grantee, appsync.AppSyncEventResource.of_channel_namespace(self._name), ...)
end

--- Lets the grantee subscribe to the channels.
function ChannelNamespace:grant_subscribe(grantee) return grant(self, grantee, "appsync:EventSubscribe") end

--- Lets the grantee publish in the channels.
function ChannelNamespace:grant_publish(grantee) return grant(self, grantee, "appsync:EventPublish") end

--- Lets the grantee publish in the channels, and subscribe to them.
function ChannelNamespace:grant_publish_and_subscribe(grantee)
  return grant(self, grantee, "appsync:EventPublish", "appsync:EventSubscribe")
end

local Imported = engine.class("aws_cdk.aws_appsync.ImportedChannelNamespace", cdk.Resource,
  "aws_cdk.aws_appsync.IChannelNamespace")

function Imported:init(scope, id, arn)
  cdk.Resource.init(self, scope, id)
  self.channel_namespace_arn = arn
end

Imported.get.channel_namespace_ref = ChannelNamespace.get.channel_namespace_ref

--- A namespace by its ARN.
function ChannelNamespace.from_channel_namespace_arn(scope, id, channel_namespace_arn)
  return Imported(scope, id, channel_namespace_arn)
end

return { ChannelNamespace = ChannelNamespace }
