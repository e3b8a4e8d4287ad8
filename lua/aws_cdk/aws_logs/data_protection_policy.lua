--- Finding and masking sensitive data in the events of a log group.
local engine = require "luacdk.engine"

local VERSION = "2021-06-01"

local DataIdentifier = engine.class "aws_cdk.aws_logs.DataIdentifier"

function DataIdentifier:init(name) self.name = name end

function DataIdentifier:to_string() return self.name end

-- Identifiers that CloudWatch Logs knows by name.
for constant, name in pairs {
  ADDRESS = "Address",
  AWSSECRETKEY = "AwsSecretKey",
  BANKACCOUNTNUMBER_DE = "BankAccountNumber-DE",
  BANKACCOUNTNUMBER_ES = "BankAccountNumber-ES",
  BANKACCOUNTNUMBER_FR = "BankAccountNumber-FR",
  BANKACCOUNTNUMBER_GB = "BankAccountNumber-GB",
  BANKACCOUNTNUMBER_IT = "BankAccountNumber-IT",
  BANKACCOUNTNUMBER_US = "BankAccountNumber-US",
  CEPCODE_BR = "CepCode-BR",
  CNPJ_BR = "Cnpj-BR",
  CPFCODE_BR = "CpfCode-BR",
  CREDITCARDEXPIRATION = "CreditCardExpiration",
  CREDITCARDNUMBER = "CreditCardNumber",
  CREDITCARDSECURITYCODE = "CreditCardSecurityCode",
  DRIVERSLICENSE_AT = "DriversLicense-AT",
  DRIVERSLICENSE_AU = "DriversLicense-AU",
  DRIVERSLICENSE_BE = "DriversLicense-BE",
  DRIVERSLICENSE_BG = "DriversLicense-BG",
  DRIVERSLICENSE_CA = "DriversLicense-CA",
  DRIVERSLICENSE_CY = "DriversLicense-CY",
  DRIVERSLICENSE_CZ = "DriversLicense-CZ",
  DRIVERSLICENSE_DE = "DriversLicense-DE",
  DRIVERSLICENSE_DK = "DriversLicense-DK",
  DRIVERSLICENSE_EE = "DriversLicense-EE",
  DRIVERSLICENSE_ES = "DriversLicense-ES",
  DRIVERSLICENSE_FI = "DriversLicense-FI",
  DRIVERSLICENSE_FR = "DriversLicense-FR",
  DRIVERSLICENSE_GB = "DriversLicense-GB",
  DRIVERSLICENSE_GR = "DriversLicense-GR",
  DRIVERSLICENSE_HR = "DriversLicense-HR",
  DRIVERSLICENSE_HU = "DriversLicense-HU",
  DRIVERSLICENSE_IE = "DriversLicense-IE",
  DRIVERSLICENSE_IT = "DriversLicense-IT",
  DRIVERSLICENSE_LT = "DriversLicense-LT",
  DRIVERSLICENSE_LU = "DriversLicense-LU",
  DRIVERSLICENSE_LV = "DriversLicense-LV",
  DRIVERSLICENSE_MT = "DriversLicense-MT",
  DRIVERSLICENSE_NL = "DriversLicense-NL",
  DRIVERSLICENSE_PL = "DriversLicense-PL",
  DRIVERSLICENSE_PT = "DriversLicense-PT",
  DRIVERSLICENSE_RO = "DriversLicense-RO",
  DRIVERSLICENSE_SE = "DriversLicense-SE",
  DRIVERSLICENSE_SI = "DriversLicense-SI",
  DRIVERSLICENSE_SK = "DriversLicense-SK",
  DRIVERSLICENSE_US = "DriversLicense-US",
  DRUGENFORCEMENTAGENCYNUMBER_US = "DrugEnforcementAgencyNumber-US",
  ELECTORALROLLNUMBER_GB = "ElectoralRollNumber-GB",
  EMAILADDRESS = "EmailAddress",
  HEALTHINSURANCECARDNUMBER_EU = "HealthInsuranceCardNumber-EU",
  HEALTHINSURANCECLAIMNUMBER_US = "HealthInsuranceClaimNumber-US",
  HEALTHINSURANCENUMBER_FR = "HealthInsuranceNumber-FR",
  HEALTHCAREPROCEDURECODE_US = "HealthcareProcedureCode-US",
  INDIVIDUALTAXIDENTIFICATIONNUMBER_US = "IndividualTaxIdentificationNumber-US",
  INSEECODE_FR = "InseeCode-FR",
  IPADDRESS = "IpAddress",
  LATLONG = "LatLong",
  MEDICAREBENEFICIARYNUMBER_US = "MedicareBeneficiaryNumber-US",
  NAME = "Name",
  NATIONALDRUGCODE_US = "NationalDrugCode-US",
  NATIONALIDENTIFICATIONNUMBER_DE = "NationalIdentificationNumber-DE",
  NATIONALIDENTIFICATIONNUMBER_ES = "NationalIdentificationNumber-ES",
  NATIONALIDENTIFICATIONNUMBER_IT = "NationalIdentificationNumber-IT",
  NATIONALINSURANCENUMBER_GB = "NationalInsuranceNumber-GB",
  NATIONALPROVIDERID_US = "NationalProviderId-US",
  NHSNUMBER_GB = "NhsNumber-GB",
  NIENUMBER_ES = "NieNumber-ES",
  NIFNUMBER_ES = "NifNumber-ES",
  OPENSSHPRIVATEKEY = "OpenSshPrivateKey",
  PASSPORTNUMBER_CA = "PassportNumber-CA",
  PASSPORTNUMBER_DE = "PassportNumber-DE",
  PASSPORTNUMBER_ES = "PassportNumber-ES",
  PASSPORTNUMBER_FR = "PassportNumber-FR",
  PASSPORTNUMBER_GB = "PassportNumber-GB",
  PASSPORTNUMBER_IT = "PassportNumber-IT",
  PASSPORTNUMBER_US = "PassportNumber-US",
  PERMANENTRESIDENCENUMBER_CA = "PermanentResidenceNumber-CA",
  PERSONALHEALTHNUMBER_CA = "PersonalHealthNumber-CA",
  PGPPRIVATEKEY = "PgpPrivateKey",
  PHONENUMBER_BR = "PhoneNumber-BR",
  PHONENUMBER_DE = "PhoneNumber-DE",
  PHONENUMBER_ES = "PhoneNumber-ES",
  PHONENUMBER_FR = "PhoneNumber-FR",
  PHONENUMBER_GB = "PhoneNumber-GB",
  PHONENUMBER_IT = "PhoneNumber-IT",
  PHONENUMBER_US = "PhoneNumber-US",
  PKCSPRIVATEKEY = "PkcsPrivateKey",
  POSTALCODE_CA = "PostalCode-CA",
  PUTTYPRIVATEKEY = "PuttyPrivateKey",
  RGNUMBER_BR = "RgNumber-BR",
  SOCIALINSURANCENUMBER_CA = "SocialInsuranceNumber-CA",
  SSN_ES = "Ssn-ES",
  SSN_US = "Ssn-US",
  TAXID_DE = "TaxId-DE",
  TAXID_ES = "TaxId-ES",
  TAXID_FR = "TaxId-FR",
  TAXID_GB = "TaxId-GB",
  VEHICLEIDENTIFICATIONNUMBER = "VehicleIdentificationNumber",
  ZIPCODE_US = "ZipCode-US",
} do
  DataIdentifier[constant] = DataIdentifier(name)
end

local CustomDataIdentifier = engine.class("aws_cdk.aws_logs.CustomDataIdentifier", DataIdentifier)

function CustomDataIdentifier:init(name, regex)
  DataIdentifier.init(self, name)
  self.regex = regex
end

function CustomDataIdentifier:to_string() return self.name .. ": " .. self.regex end

local DataProtectionPolicy = engine.class "aws_cdk.aws_logs.DataProtectionPolicy"

function DataProtectionPolicy:init(props)
  if #props.identifiers == 0 then
    engine.fail(nil, "identifiers is empty; a data protection policy needs at least one DataIdentifier")
  end
  self._props = props
end

local function destinations(props)
  local found = engine.ordered()
  if props.log_group_audit_destination then
    found.CloudWatchLogs = { LogGroup = props.log_group_audit_destination.log_group_ref.log_group_name }
  end
  if props.s3_bucket_audit_destination then
    found.S3 = { Bucket = props.s3_bucket_audit_destination.bucket_ref.bucket_name }
  end
  if props.delivery_stream_name_audit_destination then
    found.Firehose = { DeliveryStream = props.delivery_stream_name_audit_destination }
  end
  return found
end

local function given(text) return text ~= nil and text ~= "" end

-- The policy document of a log group in the stack of `scope`.
function DataProtectionPolicy:_bind(scope)
  local props, stack = self._props, engine.stack_of(scope)
  local identifiers, custom = engine.list {}, engine.list {}
  for i, identifier in ipairs(props.identifiers) do
    if engine.is_a(identifier, CustomDataIdentifier) then
      identifiers[i] = identifier.name
      custom[#custom + 1] = engine.ordered("Name", identifier.name, "Regex", identifier.regex)
    else
      identifiers[i] = stack:format_arn {
        service = "dataprotection", region = "", account = "aws", resource = "data-identifier",
        resource_name = identifier.name,
      }
    end
  end
  return engine.ordered(
    "Name", given(props.name) and props.name or "data-protection-policy-cdk",
    "Description", given(props.description) and props.description or "cdk generated data protection policy",
    "Version", VERSION,
    "Statement", {
      engine.ordered("Sid", "audit-statement-cdk", "DataIdentifier", identifiers,
        "Operation", { Audit = { FindingsDestination = destinations(props) } }),
      engine.ordered("Sid", "redact-statement-cdk", "DataIdentifier", identifiers,
        "Operation", { Deidentify = { MaskConfig = engine.map {} } }),
    },
    "Configuration", { CustomDataIdentifier = custom })
end

return {
  CustomDataIdentifier = CustomDataIdentifier,
  DataIdentifier = DataIdentifier,
  DataProtectionPolicy = DataProtectionPolicy,
}
