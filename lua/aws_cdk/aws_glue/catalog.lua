--- Catalogs of databases: the one that every account has in a region, and further ones.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local glue = require "aws_cdk.aws_glue"

local DataCatalogEncryptionAtRest = engine.class "aws_cdk.aws_glue.DataCatalogEncryptionAtRest"

function DataCatalogEncryptionAtRest:init(mode, kms_key, service_role)
  self.mode, self.kms_key, self.service_role = mode, kms_key, service_role
end

--- No encryption.
function DataCatalogEncryptionAtRest.disabled() return DataCatalogEncryptionAtRest "DISABLED" end

--- A KMS key; without one the account's key for Glue.
function DataCatalogEncryptionAtRest.kms(key) return DataCatalogEncryptionAtRest("SSE-KMS", key) end

--- A KMS key that Glue uses through the role, which may then encrypt and decrypt with it.
function DataCatalogEncryptionAtRest.kms_with_service_role(role, key)
  return DataCatalogEncryptionAtRest("SSE-KMS-WITH-SERVICE-ROLE", key, role)
end

local CatalogBase = engine.class("aws_cdk.aws_glue.CatalogBase", cdk.Resource)

CatalogBase.get.encryption_key = function(self) return self._encryption_key end
CatalogBase.get.connection_password_key = function(self) return self._connection_password_key end
CatalogBase.get.catalog_ref = function(self) return { resource_arn = self.catalog_arn } end

local function key_arn(key) return key and key.key_ref.key_arn end

--- Encrypts the catalog as CatalogEncryptionOptions say; does nothing if they say nothing.
function CatalogBase:_configure_encryption(options)
  local at_rest, password = options.encryption_at_rest, options.connection_password_encryption
  if not at_rest and not password then return end
  self._encryption_key = at_rest and at_rest.kms_key
  self._connection_password_key = password and password.kms_key
  local role = at_rest and at_rest.service_role
  if role and at_rest.kms_key then
    require("aws_cdk.aws_kms").KeyGrants.from_key(at_rest.kms_key):encrypt_decrypt(role)
  end
  glue.CfnDataCatalogEncryptionSettings(self, "EncryptionSettings", {
    catalog_id = self.catalog_id,
    data_catalog_encryption_settings = {
      encryption_at_rest = at_rest and {
        catalog_encryption_mode = at_rest.mode,
        sse_aws_kms_key_id = key_arn(at_rest.kms_key),
        catalog_encryption_service_role = role and role.role_arn,
      },
      connection_password_encryption = password and {
        kms_key_id = key_arn(password.kms_key),
        return_connection_password_encrypted = password.return_connection_password_encrypted ~= false,
      },
    },
  })
end

local Catalog = engine.class("aws_cdk.aws_glue.Catalog", CatalogBase)

--- Arguments: scope, id, CatalogProps: catalog_name (required).
function Catalog:init(scope, id, props)
  CatalogBase.init(self, scope, id)
  local resource = glue.CfnCatalog(self, "Resource", { name = props.catalog_name, description = props.description })
  self.catalog_id, self.catalog_arn = resource.attr_catalog_id, resource.attr_resource_arn
  self:_configure_encryption(props)
end

-- ---- the account's own catalog, one construct a stack ---------------------------------------------------------------

local ACCOUNT_CATALOG = "@aws-cdk.aws-glue-alpha.AccountCatalog"

local AccountCatalog = engine.class("aws_cdk.aws_glue.AccountCatalog", CatalogBase, "aws_cdk.aws_glue.ICatalog")

function AccountCatalog:init(scope, id, options)
  CatalogBase.init(self, scope, id)
  local stack = engine.stack_of(self)
  self.catalog_id = stack.account
  self.catalog_arn = stack:format_arn { service = "glue", resource = "catalog" }
  self:_configure_encryption(options)
end

--- The catalog that the account has in the region of the scope's stack.
function Catalog.for_account(scope)
  local stack = engine.stack_of(scope)
  return stack.node:try_find_child(ACCOUNT_CATALOG) or AccountCatalog(stack, ACCOUNT_CATALOG, {})
end

--- The same, encrypted as CatalogEncryptionOptions say. Fails if a database or for_account() has used it before.
function Catalog.encrypt_account(scope, options)
  local stack = engine.stack_of(scope)
  if stack.node:try_find_child(ACCOUNT_CATALOG) then
    engine.fail(scope, "the stack uses the account's catalog already: -> call Catalog.encrypt_account before "
      .. "Catalog.for_account and before anything asks a database for its catalog")
  end
  return AccountCatalog(stack, ACCOUNT_CATALOG, options)
end

-- ---- imports --------------------------------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_glue.ImportedCatalog", CatalogBase, "aws_cdk.aws_glue.ICatalog")

function Imported:init(scope, id, catalog_id, catalog_arn)
  CatalogBase.init(self, scope, id)
  self.catalog_id, self.catalog_arn = catalog_id, catalog_arn
end

--- A catalog made elsewhere. Fails if the ARN is not that of a catalog.
function Catalog.from_catalog_arn(scope, id, catalog_arn)
  local stack = engine.stack_of(scope)
  local parts = stack:split_arn(catalog_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME)
  if not engine.is_unresolved(catalog_arn) and (parts.service ~= "glue" or parts.resource ~= "catalog") then
    engine.fail(scope, "the ARN of a catalog has the form arn:<partition>:glue:<region>:<account>:catalog, with "
      .. "/<name> unless it is the account's own; got %s", engine.display(catalog_arn))
  end
  return Imported(scope, id, parts.resource_name or parts.account or stack.account, catalog_arn)
end

--- A catalog made elsewhere, in the account and region of the scope's stack.
function Catalog.from_catalog_id(scope, id, catalog_id)
  return Imported(scope, id, catalog_id, engine.stack_of(scope):format_arn {
    service = "glue", resource = "catalog", resource_name = catalog_id,
  })
end

return {
  Catalog = Catalog, CatalogBase = CatalogBase, DataCatalogEncryptionAtRest = DataCatalogEncryptionAtRest,
}
