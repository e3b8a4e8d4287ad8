--- How ACM finds out that the domain of a certificate is yours.
local engine = require "luacdk.engine"

local CertificateValidation = engine.class "aws_cdk.aws_certificatemanager.CertificateValidation"

function CertificateValidation:init(props)
  self.props = props
  self.method = props.method
end

--- By records in DNS. Without a hosted zone, someone has to put them there while the stack is deployed.
function CertificateValidation.from_dns(hosted_zone)
  return CertificateValidation { method = "DNS", hosted_zone = hosted_zone }
end

--- By records in DNS, in the hosted zone of each domain: domain → zone.
function CertificateValidation.from_dns_multi_zone(hosted_zones)
  return CertificateValidation { method = "DNS", hosted_zones = hosted_zones }
end

--- By mails to the owners of the domains, or of those that `validation_domains` has for them: domain → domain.
function CertificateValidation.from_email(validation_domains)
  return CertificateValidation { method = "EMAIL", validation_domains = validation_domains }
end

-- The names without wildcards of domains that are there themselves: their record is the same.
local function without_covered(names)
  local there = {}
  for _, name in ipairs(names) do there[tostring(name)] = true end
  local kept = {}
  for _, name in ipairs(names) do
    local covered = not engine.is_unresolved(name) and name:sub(1, 2) == "*." and there[name:sub(3)]
    if not covered then kept[#kept + 1] = name end
  end
  return kept
end

-- The entry of a user's map for a domain, which may be a token.
local function entry(map, name)
  if map == nil then return nil end
  return map[name] or map[tostring(name)]
end

local function by_dns(props, names)
  local options = {}
  for _, name in ipairs(without_covered(names)) do
    local zone = entry(props.hosted_zones, name) or props.hosted_zone
    if zone then options[#options + 1] = { domain_name = name, hosted_zone_id = zone.hosted_zone_id } end
  end
  return options
end

local function by_email(scope, props, names)
  local apex_domain = require "aws_cdk.aws_certificatemanager.private.apex_domain"
  local options = {}
  for i, name in ipairs(names) do
    local domain = entry(props.validation_domains, name)
    if domain == nil and engine.is_unresolved(name) then
      engine.fail(scope, "the domain that validates %s must be in the argument of CertificateValidation.from_email: "
        .. "it cannot be found for a name that is known only at deployment", engine.display(name))
    end
    options[i] = { domain_name = name, validation_domain = domain or apex_domain(name) }
  end
  return options
end

--- The options of the L1 certificate for these domains.
function CertificateValidation:_options(scope, names)
  local options
  if self.method == "DNS" then options = by_dns(self.props, names) else options = by_email(scope, self.props, names) end
  return options[1] and options or nil
end

return { CertificateValidation = CertificateValidation }
