--- Certificates that browsers trust.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local certificatemanager = require "aws_cdk.aws_certificatemanager"
local CertificateBase = require "aws_cdk.aws_certificatemanager.certificate_base"
local l2 = require "aws_cdk.l2"

local MAX_NAME = 255
local DUPLICATES = {
  id = "CloudFormation-Validate::F3037",
  reason = "Duplicate domain names in subjectAlternativeNames exist for historical reasons",
}

local Certificate = engine.class("aws_cdk.aws_certificatemanager.Certificate", CertificateBase)

local function has_duplicates(names)
  local seen = {}
  for _, name in ipairs(names) do
    local key = tostring(name)
    if seen[key] then return true end
    seen[key] = true
  end
  return false
end

--- Arguments: scope, id, CertificateProps: domain_name (required). Validated by email unless `validation` says how.
function Certificate:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local validation = props.validation or certificatemanager.CertificateValidation.from_email()
  self:_check_domain_name(props.domain_name)
  local names = { props.domain_name, table.unpack(props.subject_alternative_names or {}) }
  if has_duplicates(names) then cdk.Validations.of(self):acknowledge(DUPLICATES) end
  local logging = props.transparency_logging_enabled
  local resource = certificatemanager.CfnCertificate(self, "Resource", {
    domain_name = props.domain_name,
    subject_alternative_names = props.subject_alternative_names,
    domain_validation_options = validation:_options(self, names),
    validation_method = validation.method,
    certificate_export = props.allow_export and "ENABLED" or nil,
    certificate_transparency_logging_preference = l2.switch(logging),
    key_algorithm = props.key_algorithm and props.key_algorithm.name,
  })
  local name = props.certificate_name
  if name == nil or name == "" then name = l2.start_of(self.node.path, MAX_NAME) end
  cdk.Tags.of(resource):add("Name", name)
  self.certificate_arn = resource.ref
end

CertificateBase.imports(Certificate)

return { Certificate = Certificate }
