--- How e-mails are signed (DomainKeys Identified Mail).
local engine = require "luacdk.engine"
local route53 = require "aws_cdk.aws_route53"

local TTL = "1800" -- seconds

local DkimIdentity = engine.class "aws_cdk.aws_ses.DkimIdentity"

function DkimIdentity:init() end

local EasyDkim = engine.class("aws_cdk.aws_ses.EasyDkim", DkimIdentity)

function EasyDkim:init(signing_key_length) self._length = signing_key_length end

--- Adds the DNS records to the hosted zone, if one is given. Returns an aws_ses.DkimIdentityConfig, or nil.
function EasyDkim:bind(email_identity, hosted_zone)
  for i, record in ipairs(hosted_zone and email_identity.dkim_records or {}) do
    route53.CfnRecordSet(email_identity, "DkimDnsToken" .. i, {
      hosted_zone_id = hosted_zone.hosted_zone_id, name = record.name, type = "CNAME",
      resource_records = { record.value }, ttl = TTL,
    })
  end
  return self._length and { next_signing_key_length = self._length } or nil
end

local ByoDkim = engine.class("aws_cdk.aws_ses.ByoDkim", DkimIdentity)

function ByoDkim:init(options) self._options = options end

--- Adds a DNS record with the public key to the hosted zone, if both are given. Returns an aws_ses.DkimIdentityConfig.
function ByoDkim:bind(email_identity, hosted_zone)
  local options = self._options
  if hosted_zone and (options.public_key or "") ~= "" then
    route53.TxtRecord(email_identity, "DkimTxt", {
      zone = hosted_zone, record_name = options.selector .. "._domainkey", values = { "p=" .. options.public_key },
    })
  end
  return {
    domain_signing_private_key = options.private_key:unsafe_unwrap(), domain_signing_selector = options.selector,
  }
end

--- SES makes the keys, of this length if one is given.
function DkimIdentity.easy_dkim(signing_key_length) return EasyDkim(signing_key_length) end

--- Your own keys: { private_key = SecretValue, selector =, public_key = for the DNS record }.
function DkimIdentity.byo_dkim(options) return ByoDkim(options) end

return { DkimIdentity = DkimIdentity }
