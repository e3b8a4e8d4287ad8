-- SAML 2.0 identity providers.
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"

local iam = require "aws_cdk.aws_iam"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"

local Resource = cdk.Resource

local SamlMetadataDocument = engine.class "aws_cdk.aws_iam.SamlMetadataDocument"

function SamlMetadataDocument:init() end

local Document = engine.class("aws_cdk.aws_iam.SamlMetadataText", SamlMetadataDocument)

function Document:init(xml) self.xml = xml end

--- A metadata document given as a string.
function SamlMetadataDocument.from_xml(xml) return Document(xml) end

--- A metadata document read from a file.
function SamlMetadataDocument.from_file(path)
  local xml, message = assets.read_file(path)
  if not xml then engine.fail(nil, "cannot read the SAML metadata document: %s", message) end
  return Document(xml)
end

local ROW = {
  arn = { "saml_provider_arn", service = "iam", resource = "saml-provider" },
  attributes = { saml_provider_arn = "ref" },
  environment = false,
}

local SamlProvider = l2.resource("aws_cdk.aws_iam.SamlProvider", Resource, ROW)

--- Arguments: scope, id, SamlProviderProps: metadata_document (required), name.
function SamlProvider:init(scope, id, props)
  Resource.init(self, scope, id)
  local name = props.name
  if type(name) == "string" and not engine.is_unresolved(name)
    and not (#name <= 128 and name:find "^[%w_+=,.@-]+$") then
    engine.fail(self,
      "a SAML provider's name must have 1 to 128 characters out of letters, digits and _+=,.@- (no spaces), got %s",
      engine.display(name))
  end
  self._resource = iam.CfnSAMLProvider(self, "Resource", {
    name = name, saml_metadata_document = props.metadata_document.xml,
  })
end

l2.imports(SamlProvider, Resource, ROW)

return { SamlProvider = SamlProvider, SamlMetadataDocument = SamlMetadataDocument }
