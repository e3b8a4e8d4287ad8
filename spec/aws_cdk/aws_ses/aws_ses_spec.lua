-- Amazon SES. The cases are twins of tools/golden/aws_ses.js.
local cdk = require "aws_cdk"
local events = require "aws_cdk.aws_events"
local firehose = require "aws_cdk.aws_kinesisfirehose"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local route53 = require "aws_cdk.aws_route53"
local ses = require "aws_cdk.aws_ses"
local sns = require "aws_cdk.aws_sns"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }

local ConfigurationSet, EventDestination, VdmAttributes = ses.ConfigurationSet, ses.EventDestination, ses.VdmAttributes
local EmailIdentity, Identity, DkimIdentity = ses.EmailIdentity, ses.Identity, ses.DkimIdentity
local ReceiptRule, ReceiptRuleSet = ses.ReceiptRule, ses.ReceiptRuleSet

local function outputs(stack)
  return function(id, value) cdk.CfnOutput(stack, "Out" .. id, { value = value }) end
end

local cases = {}

function cases.sending(app)
  local stack = cdk.Stack(app, "S")
  local other = cdk.Stack(app, "Other", { env = ENV })
  local out = outputs(stack)
  local pool = ses.DedicatedIpPool(stack, "Pool", {
    dedicated_ip_pool_name = "my-pool_1", scaling_mode = ses.ScalingMode.MANAGED,
  })
  ses.DedicatedIpPool(stack, "Plain")
  local set = ConfigurationSet(stack, "Set", {
    configuration_set_name = "set", dedicated_ip_pool = pool, tls_policy = ses.ConfigurationSetTlsPolicy.REQUIRE,
    max_delivery_duration = cdk.Duration.minutes(5), reputation_metrics = true, sending_enabled = false,
    suppression_reasons = ses.SuppressionReasons.BOUNCES_ONLY,
    auto_validation_threshold = ses.AutoValidationThreshold.HIGH,
    custom_tracking_redirect_domain = "track.example.com",
    custom_tracking_https_policy = ses.HttpsPolicy.REQUIRE_OPEN_ONLY,
    vdm_options = { engagement_metrics = true, optimized_shared_delivery = false },
  })
  local plain = ConfigurationSet(stack, "PlainSet")
  ConfigurationSet(stack, "Off", {
    disable_suppression_list = true, disable_auto_validation = true, vdm_options = {},
    max_delivery_duration = cdk.Duration.hours(14),
  })
  ConfigurationSet(stack, "On", {
    disable_suppression_list = false, disable_auto_validation = false,
    suppression_reasons = ses.SuppressionReasons.BOUNCES_AND_COMPLAINTS, vdm_options = { engagement_metrics = false },
    dedicated_ip_pool = ses.DedicatedIpPool.from_dedicated_ip_pool_name(stack, "ImportedPool", "p"),
  })
  ConfigurationSet(stack, "Complaints", {
    suppression_reasons = ses.SuppressionReasons.COMPLAINTS_ONLY,
    dedicated_ip_pool = ses.CfnDedicatedIpPool(stack, "L1Pool"),
  })

  set:add_event_destination("Sns", {
    destination = EventDestination.sns_topic(sns.Topic(stack, "Topic")), enabled = false,
    events = { ses.EmailSendingEvent.BOUNCE, ses.EmailSendingEvent.COMPLAINT },
  })
  local named = set:add_event_destination("Metrics", {
    configuration_set_event_destination_name = "metrics",
    destination = EventDestination.cloud_watch_dimensions {
      { source = ses.CloudWatchDimensionSource.MESSAGE_TAG, name = "n", default_value = "d" },
      { source = ses.CloudWatchDimensionSource.LINK_TAG, name = "m", default_value = "e" },
    },
  })
  ses.ConfigurationSetEventDestination(stack, "Bus", {
    configuration_set = plain,
    destination = EventDestination.event_bus(events.EventBus.from_event_bus_name(stack, "Default", "default")),
  })
  local delivery_stream = firehose.DeliveryStream.from_delivery_stream_arn(stack, "Stream",
    "arn:aws:firehose:eu-west-1:111122223333:deliverystream/s")
  plain:add_event_destination("Firehose", {
    destination = EventDestination.firehose_delivery_stream { delivery_stream = delivery_stream },
  })
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "ses.amazonaws.com" })
  plain:add_event_destination("WithRole", {
    destination = EventDestination.firehose_delivery_stream { delivery_stream = delivery_stream, role = role },
  })
  local imported = ConfigurationSet.from_configuration_set_name(other, "Imported", "imported")
  imported.node:add_metadata("k", "v")
  local function to(id, destination)
    ses.ConfigurationSetEventDestination(other, "To" .. id, {
      configuration_set = imported, destination = destination,
    })
  end
  local topic = sns.Topic.from_topic_arn(other, "Topic", "arn:aws:sns:eu-west-1:111122223333:t")
  local own_topic = sns.Topic(other, "OwnTopic")
  local bus = events.EventBus.from_event_bus_name(other, "DefaultBus", "default")
  local stream = firehose.DeliveryStream.from_delivery_stream_name(other, "DeliveryStream", "s")
  to("Topic", EventDestination.sns_topic(topic))
  to("OwnTopic", EventDestination.sns_topic(own_topic))
  to("Bus", EventDestination.event_bus(bus))
  to("Stream", EventDestination.firehose_delivery_stream { delivery_stream = stream })

  local vdm = VdmAttributes(stack, "Vdm")
  VdmAttributes(other, "Vdm", { engagement_metrics = false, optimized_shared_delivery = false })
  local by_id =
    ses.ConfigurationSetEventDestination.from_configuration_set_event_destination_id(stack, "ById", "id")
  local whole = ses.ConfigurationSetEventDestination.from_configuration_set_event_destination_attributes(stack,
    "ByAttributes", { configuration_set_event_destination_id = "id", configuration_set = set })
  out("Pool", pool.dedicated_ip_pool_ref.pool_name)
  out("Set", set.configuration_set_ref.configuration_set_name)
  out("ImportedSet", imported.configuration_set_ref.configuration_set_name)
  out("Destination", named.configuration_set_event_destination_id)
  out("DestinationSet", named.configuration_set_event_destination_ref.configuration_set_name)
  out("ById", by_id.configuration_set_event_destination_ref.configuration_set_event_destination_id)
  out("Whole", whole.configuration_set_event_destination_ref.configuration_set_name)
  out("Vdm", vdm.vdm_attributes_name)
  out("VdmRef", vdm.vdm_attributes_ref.vdm_attributes_resource_id)
  out("VdmImported",
    VdmAttributes.from_vdm_attributes_name(stack, "ImportedVdm", "v").vdm_attributes_ref.vdm_attributes_resource_id)
end

function cases.identities(app)
  local stack = cdk.Stack(app, "S")
  local other = cdk.Stack(app, "Other", { env = ENV })
  local out = outputs(stack)
  local zone = route53.PublicHostedZone(stack, "Zone", { zone_name = "example.com" })
  local whole = EmailIdentity(stack, "Whole", {
    identity = Identity.public_hosted_zone(zone),
    configuration_set = ConfigurationSet.from_configuration_set_name(stack, "Set", "s"),
    dkim_identity = DkimIdentity.easy_dkim(ses.EasyDkimSigningKeyLength.RSA_1024_BIT), dkim_signing = false,
    feedback_forwarding = false, mail_from_domain = "mail.example.com",
    mail_from_behavior_on_mx_failure = ses.MailFromBehaviorOnMxFailure.REJECT_MESSAGE,
  })
  local address = EmailIdentity(stack, "Address", {
    identity = Identity.email "a@example.com", mail_from_domain = "mail.example.org",
  })
  EmailIdentity(other, "Domain", {
    identity = Identity.domain "example.org", dkim_signing = true,
    dkim_identity = DkimIdentity.byo_dkim {
      private_key = cdk.SecretValue.secrets_manager "key", selector = "s", public_key = "p",
    },
  })
  local imported = route53.PublicHostedZone.from_public_hosted_zone_attributes(other, "Zone", {
    hosted_zone_id = "Z1", zone_name = "example.net",
  })
  local private_key = cdk.SecretValue.unsafe_plain_text "k"
  EmailIdentity(other, "Own", {
    identity = Identity.public_hosted_zone(imported), mail_from_domain = "mail.example.net",
    mail_from_behavior_on_mx_failure = ses.MailFromBehaviorOnMxFailure.USE_DEFAULT_VALUE,
    dkim_identity = DkimIdentity.byo_dkim {
      private_key = private_key, selector = "s", public_key = ("p"):rep(300),
    },
  })
  EmailIdentity(other, "Private", {
    identity = Identity.public_hosted_zone(imported),
    dkim_identity = DkimIdentity.byo_dkim { private_key = private_key, selector = "s" },
  })
  local by_name = EmailIdentity.from_email_identity_name(stack, "ByName", "name")
  local by_arn = EmailIdentity.from_email_identity_arn(other, "ByArn",
    "arn:aws:ses:us-east-1:444455556666:identity/example.com")
  local user = iam.User(stack, "User")
  local role = iam.Role(other, "Role", { assumed_by = iam.AccountPrincipal "444455556666" })
  whole:grant_send_email(user)
  address:grant(user, "ses:A", "ses:B")
  by_name:grant_send_email(user)
  by_arn:grant(role, "ses:C")
  by_arn:grant_send_email(role)
  for i, record in ipairs(whole.dkim_records) do
    out("Name" .. i - 1, record.name)
    out("Value" .. i - 1, record.value)
  end
  out("Token", address.dkim_dns_token_name2)
  out("Arn", whole.email_identity_arn)
  out("Ref", whole.email_identity_ref.email_identity)
  out("ByName", by_name.email_identity_ref.email_identity)
  out("ByNameArn", by_name.email_identity_arn)
  out("ByArn", by_arn.email_identity_name)
  out("ByArnArn", by_arn.email_identity_arn)
end

function cases.receiving(app)
  local stack = cdk.Stack(app, "S")
  local other = cdk.Stack(app, "Other", { env = ENV })
  local out = outputs(stack)
  ses.ReceiptFilter(stack, "Filter")
  ses.ReceiptFilter(stack, "Named", {
    receipt_filter_name = "n", ip = "1.2.3.4/16", policy = ses.ReceiptFilterPolicy.ALLOW,
  })
  ses.AllowListReceiptFilter(stack, "List", { ips = { "10.0.0.0/16", "1.2.3.4/16" } })
  local function add(name)
    return { bind = function() return { add_header_action = { header_name = name, header_value = "v" } } end }
  end
  local stop = { bind = function() return { stop_action = { scope = "RuleSet" } } end }
  local set = ReceiptRuleSet(stack, "Rules", {
    receipt_rule_set_name = "rules", drop_spam = true, rules = {
      { receipt_rule_name = "first", actions = { stop } }, {},
      { recipients = { "a@example.com" }, enabled = false, scan_enabled = true, tls_policy = ses.TlsPolicy.REQUIRE },
    },
  })
  local last = set:add_rule("Last", { actions = { add "X-A" } })
  last:add_action(add "X-B")
  set:add_rule("Second", { after = ReceiptRule.from_receipt_rule_name(stack, "ByName", "first") })
  set:add_rule "Third"
  local imported = ReceiptRuleSet.from_receipt_rule_set_name(other, "Rules", "others")
  local one = imported:add_rule("One", {
    after = ses.CfnReceiptRule(other, "L1", { rule_set_name = "others", rule = {} }),
  })
  local drop = ses.DropSpamReceiptRule(other, "DropSpam", { rule_set = imported, enabled = false })
  ReceiptRule(other, "Rule", { rule_set = ses.CfnReceiptRuleSet(other, "L1Rules"), after = drop.rule })
  local known = ReceiptRule.from_receipt_rule_attributes(stack, "Known", { receipt_rule_name = "n", rule_set = set })
  out("Set", set.receipt_rule_set_ref.rule_set_name)
  out("Rule", last.receipt_rule_ref.rule_name)
  out("RuleSet", last.receipt_rule_ref.rule_set_name)
  out("Known", known.receipt_rule_ref.rule_set_name)
  out("KnownName", known.receipt_rule_ref.rule_name)
  out("Imported", one.receipt_rule_ref.rule_set_name)
end

describe("aws_ses", function()
  golden.check("aws_ses", cases)

  local stack
  before_each(function() stack = cdk.Stack(cdk.App(), "S") end)

  it("refuses configuration sets whose options do not go together", function()
    local function refuses_set(text, props)
      refuses(text, ConfigurationSet, stack, "C" .. #stack.node.children, props)
    end
    refuses_set("disable_suppression_list and suppression_reasons are mutually exclusive",
      { disable_suppression_list = true, suppression_reasons = ses.SuppressionReasons.BOUNCES_ONLY })
    refuses_set("disable_auto_validation and auto_validation_threshold are mutually exclusive",
      { disable_auto_validation = true, auto_validation_threshold = ses.AutoValidationThreshold.HIGH })
    refuses_set("custom_tracking_https_policy needs custom_tracking_redirect_domain",
      { custom_tracking_https_policy = ses.HttpsPolicy.REQUIRE })
    refuses_set("max_delivery_duration must be between 300 and 50400 seconds, got 299",
      { max_delivery_duration = cdk.Duration.seconds(299) })
    refuses_set("max_delivery_duration must be between 300 and 50400 seconds, got 50401",
      { max_delivery_duration = cdk.Duration.seconds(50401) })
    local parameter = cdk.CfnParameter(stack, "Seconds", { type = "Number" })
    refuses_set("max_delivery_duration is known only at deployment",
      { max_delivery_duration = cdk.Duration.seconds(parameter.value_as_number) })
  end)

  it("refuses names of pools that SES does not take", function()
    local text = "dedicated_ip_pool_name must have at most 64 lower-case letters, digits, - and _"
    for i, name in ipairs { "Pool", ("p"):rep(65), cdk.Fn.import_value "name" } do
      refuses(text, ses.DedicatedIpPool, stack, "Pool" .. i, { dedicated_ip_pool_name = name })
    end
  end)

  it("refuses event buses other than the default one", function()
    local set = ConfigurationSet(stack, "Set")
    refuses("SES sends events to the default event bus only, got", set.add_event_destination, set, "Bus",
      { destination = EventDestination.event_bus(events.EventBus(stack, "EventBus")) })
    refuses("SES sends events to the default event bus only, got", set.add_event_destination, set, "Other",
      { destination = EventDestination.event_bus(events.EventBus.from_event_bus_name(stack, "Other", "other")) })
  end)

  it("refuses ARNs that are not those of identities", function()
    for i, arn in ipairs {
      "arn:aws:ses:us-east-1:444455556666:template/x", "arn:aws:sns:us-east-1:444455556666:identity/x",
      "arn:aws:ses:us-east-1:444455556666:identity", cdk.Fn.import_value "arn",
    } do
      refuses("the ARN of an e-mail identity has the form", EmailIdentity.from_email_identity_arn, stack, "I" .. i, arn)
    end
  end)

  it("says what is unknown of imported rules and event destinations", function()
    local rule = ReceiptRule.from_receipt_rule_name(stack, "Rule", "r")
    refuses("the rule set of a receipt rule imported by its name is unknown: import it with "
      .. "ReceiptRule.from_receipt_rule_attributes", function() return rule.receipt_rule_ref.rule_set_name end)
    local destination =
      ses.ConfigurationSetEventDestination.from_configuration_set_event_destination_id(stack, "Destination", "d")
    refuses("the configuration set of an event destination imported by its id is unknown", function()
      return destination.configuration_set_event_destination_ref.configuration_set_name
    end)
  end)

  it("has one rule in a stack that drops spam", function()
    ReceiptRuleSet(stack, "First", { drop_spam = true })
    refuses("stack S has a rule that drops spam already: make this one in another stack", ReceiptRuleSet, stack,
      "Second", { drop_spam = true })
  end)

  it("takes identities, signatures and destinations of a user's own", function()
    local Mine = Identity:extend "Mine"
    function Mine:init() self.value = "example.com" end
    local Signed = DkimIdentity:extend "Signed"
    function Signed:bind(identity, zone)
      assert.is_nil(zone)
      assert.truthy(identity.dkim_dns_token_name1)
      return { domain_signing_selector = "s" }
    end
    local identity = EmailIdentity(stack, "I", { identity = Mine(), dkim_identity = Signed() })
    assert.equal("s", identity.node.default_child.dkim_signing_attributes.domain_signing_selector)
    local Wrong = DkimIdentity:extend "Wrong"
    function Wrong:bind() return "s" end
    refuses("DkimIdentityConfig", EmailIdentity, stack, "J", { identity = Mine(), dkim_identity = Wrong() })
    refuses("identity: expected a ses.Identity, got the string", EmailIdentity, stack, "K",
      { identity = "example.com" })
  end)
end)
