-- What certificates made here and imported ones have in common.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local cdk = require "aws_cdk"

local MAX_DOMAIN_NAME = 64

local CertificateBase = engine.class("aws_cdk.aws_certificatemanager.CertificateBase", cdk.Resource)

--- Days until the certificate expires: the minimum, over a day unless props says another period.
function CertificateBase:metric_days_to_expiry(props)
  local all = l2.with({ period = cdk.Duration.days(1) }, props)
  all.dimensions_map = { CertificateArn = self.certificate_arn }
  all.metric_name, all.namespace = "DaysToExpiry", "AWS/CertificateManager"
  all.region, all.statistic = self._region, "Minimum"
  return require("aws_cdk.aws_cloudwatch").Metric(all)
end

--- Fails on names that ACM does not take.
function CertificateBase:_check_domain_name(name)
  if not engine.is_unresolved(name) and (utf8.len(name) or #name) > MAX_DOMAIN_NAME then
    engine.fail(self, "domain_name can have at most %d characters, got %d: %s", MAX_DOMAIN_NAME,
      utf8.len(name) or #name, engine.display(name))
  end
end

--- Gives `class` its from_certificate_arn.
function CertificateBase.imports(class)
  local Imported = engine.class("aws_cdk.aws_certificatemanager.Imported" .. class.__name:match "%w+$", CertificateBase)
  Imported.__interface = rawget(class, "__schema")

  function Imported:init(scope, id, certificate_arn)
    cdk.Resource.init(self, scope, id)
    self.certificate_arn = certificate_arn
  end

  class.from_certificate_arn = function(scope, id, certificate_arn) return Imported(scope, id, certificate_arn) end
end

return CertificateBase
