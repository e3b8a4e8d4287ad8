--- What e-mails are sent from: addresses and domains.
local engine = require "luacdk.engine"

local Identity = engine.class "aws_cdk.aws_ses.Identity"

function Identity:init() end

local Known = engine.class("aws_cdk.aws_ses.KnownIdentity", Identity)

function Known:init(value, hosted_zone) self.value, self.hosted_zone = value, hosted_zone end

--- An e-mail address; SES sends it a link that confirms it.
function Identity.email(email) return Known(email) end

--- A domain, whose DNS records are made elsewhere.
function Identity.domain(domain) return Known(domain) end

--- The domain of a hosted zone, which gets the DNS records.
function Identity.public_hosted_zone(hosted_zone) return Known(hosted_zone.zone_name, hosted_zone) end

return { Identity = Identity }
