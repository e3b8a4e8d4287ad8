--- E-mail addresses and domains that an account may send from.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local route53 = require "aws_cdk.aws_route53"
local ses = require "aws_cdk.aws_ses"

local unless_empty = l2.unless_empty

local MX_PRIORITY <const> = 10
local TOKENS <const> = 3

local EmailIdentityBase = engine.class("aws_cdk.aws_ses.EmailIdentityBase", cdk.Resource)

EmailIdentityBase.get.email_identity_ref = function(self) return { email_identity = self.email_identity_name } end

--- Lets the grantee perform the given actions on the identity.
function EmailIdentityBase:grant(grantee, ...)
  return iam.Grant.add_to_principal {
    grantee = grantee, actions = { ... }, resource_arns = { self.email_identity_arn },
  }
end

local ARN = { "email_identity_arn", service = "ses", resource = "identity" }

local dkim_attributes = {}
for i = 1, TOKENS do
  for _, field in ipairs { "dkim_dns_token_name" .. i, "dkim_dns_token_value" .. i } do
    dkim_attributes[field] = "attr_" .. field
  end
end

local EmailIdentity = l2.resource("aws_cdk.aws_ses.EmailIdentity", EmailIdentityBase, { attributes = dkim_attributes })

-- The records of the domain in the From address, for answers and for who may send from it.
local function add_mail_from_records(self, zone, domain)
  route53.MxRecord(self, "MailFromMxRecord", {
    zone = zone, record_name = domain,
    values = { {
      priority = MX_PRIORITY, host_name = ("feedback-smtp.%s.amazonses.com"):format(engine.stack_of(self).region),
    } },
  })
  route53.TxtRecord(self, "MailFromTxtRecord", {
    zone = zone, record_name = domain, values = { "v=spf1 include:amazonses.com ~all" },
  })
end

--- Arguments: scope, id, EmailIdentityProps: identity (required).
function EmailIdentity:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local identity, set, mail_from = props.identity, props.configuration_set, props.mail_from_domain
  local dkim = props.dkim_identity or ses.DkimIdentity.easy_dkim()
  local resource = ses.CfnEmailIdentity(self, "Resource", {
    email_identity = identity.value,
    configuration_set_attributes = set and unless_empty {
      configuration_set_name = set.configuration_set_ref.configuration_set_name,
    },
    dkim_attributes = unless_empty { signing_enabled = props.dkim_signing },
    feedback_attributes = unless_empty { email_forwarding_enabled = props.feedback_forwarding },
    mail_from_attributes = unless_empty {
      mail_from_domain = mail_from, behavior_on_mx_failure = props.mail_from_behavior_on_mx_failure,
    },
  })
  self._resource = resource
  self.dkim_records = {}
  for i = 1, TOKENS do
    self.dkim_records[i] = { name = self["dkim_dns_token_name" .. i], value = self["dkim_dns_token_value" .. i] }
  end
  resource.dkim_signing_attributes = engine.ask(self, "aws_cdk.aws_ses.DkimIdentity", "bind", dkim, self,
    identity.hosted_zone)
  if identity.hosted_zone and (mail_from or "") ~= "" then
    add_mail_from_records(self, identity.hosted_zone, mail_from)
  end
  self.email_identity_name = resource.ref
  self.email_identity_arn = self.stack:format_arn {
    service = ARN.service, resource = ARN.resource, resource_name = resource.ref,
  }
end

l2.imports(EmailIdentity, EmailIdentityBase, {
  arn = ARN, name = { "email_identity_name" }, name_given = true, environment = false,
  check = function(scope, attrs, parts)
    if attrs.email_identity_name then return end
    if parts.service ~= ARN.service or parts.resource ~= ARN.resource or (parts.resource_name or "") == "" then
      engine.fail(scope, "the ARN of an e-mail identity has the form "
        .. "arn:<partition>:ses:<region>:<account>:identity/<name>, got %s", engine.display(attrs.email_identity_arn))
    end
  end,
})

return { EmailIdentity = EmailIdentity }
