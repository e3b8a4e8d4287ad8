--- Configuration sets: how e-mails are sent, and who is told what becomes of them.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
local ses = require "aws_cdk.aws_ses"

local fail, switch, unless_empty = engine.fail, l2.switch, l2.unless_empty

local ConfigurationSet = engine.class("aws_cdk.aws_ses.ConfigurationSet", cdk.Resource)

local REASONS = {
  BOUNCES_AND_COMPLAINTS = { "BOUNCE", "COMPLAINT" }, BOUNCES_ONLY = { "BOUNCE" }, COMPLAINTS_ONLY = { "COMPLAINT" },
}

-- A duration that is known only at deployment is refused, as the library refuses it.
local function longest_delivery(self, duration)
  if not duration then return nil end
  if duration:is_unresolved() then
    fail(self, "max_delivery_duration is known only at deployment: -> give a literal duration")
  end
  return l2.within(self, "aws_ses.CfnConfigurationSet.DeliveryOptionsProperty.max_delivery_seconds", duration,
    "max_delivery_duration", "seconds")
end

local function check(self, props)
  if props.disable_suppression_list and props.suppression_reasons then
    fail(self, "disable_suppression_list and suppression_reasons are mutually exclusive")
  end
  if props.disable_auto_validation and props.auto_validation_threshold then
    fail(self, "disable_auto_validation and auto_validation_threshold are mutually exclusive")
  end
  if props.custom_tracking_https_policy and (props.custom_tracking_redirect_domain or "") == "" then
    fail(self, "custom_tracking_https_policy needs custom_tracking_redirect_domain")
  end
end

local function validation(props)
  local disabled, threshold = props.disable_auto_validation, props.auto_validation_threshold
  if disabled == nil and not threshold then return nil end
  return { condition_threshold = {
    condition_threshold_enabled = switch(not disabled),
    overall_confidence_threshold = threshold and { confidence_verdict_threshold = threshold },
  } }
end

local function vdm(options)
  if not options then return nil end
  local engagement, delivery = switch(options.engagement_metrics), switch(options.optimized_shared_delivery)
  return unless_empty {
    dashboard_options = engagement and { engagement_metrics = engagement },
    guardian_options = delivery and { optimized_shared_delivery = delivery },
  }
end

--- Arguments: scope, id, ConfigurationSetProps.
function ConfigurationSet:init(scope, id, props)
  props = props or {}
  cdk.Resource.init(self, scope, id, { physical_name = props.configuration_set_name })
  check(self, props)
  local pool = props.dedicated_ip_pool
  local resource = ses.CfnConfigurationSet(self, "Resource", {
    name = self.physical_name,
    delivery_options = unless_empty {
      sending_pool_name = pool and pool.dedicated_ip_pool_ref.pool_name, tls_policy = props.tls_policy,
      max_delivery_seconds = longest_delivery(self, props.max_delivery_duration),
    },
    reputation_options = unless_empty { reputation_metrics_enabled = props.reputation_metrics },
    sending_options = unless_empty { sending_enabled = props.sending_enabled },
    suppression_options = unless_empty {
      suppressed_reasons = props.disable_suppression_list and engine.list {} or REASONS[props.suppression_reasons],
      validation_options = validation(props),
    },
    tracking_options = unless_empty {
      custom_redirect_domain = props.custom_tracking_redirect_domain, https_policy = props.custom_tracking_https_policy,
    },
    vdm_options = vdm(props.vdm_options),
  })
  self.configuration_set_name = resource.ref
end

l2.imported_by(ConfigurationSet, "configuration_set_name")

--- Sends events of e-mails to a destination. Options: destination (required), configuration_set_event_destination_name,
--- enabled, events.
function ConfigurationSet:add_event_destination(id, options)
  return ses.ConfigurationSetEventDestination(self, id, l2.with({ configuration_set = self }, options))
end

return { ConfigurationSet = ConfigurationSet }
