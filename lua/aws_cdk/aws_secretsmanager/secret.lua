--- Secrets.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local json_fields = require "aws_cdk.aws_secretsmanager.json_fields"
local secretsmanager = require "aws_cdk.aws_secretsmanager"
local SecretBase = require("aws_cdk.aws_secretsmanager.secret_base").SecretBase

local is_unresolved, fail, display = engine.is_unresolved, engine.fail, engine.display

local VALUES = { "generate_secret_string", "secret_string_beta1", "secret_string_value", "secret_object_value" }

local Secret = engine.class("aws_cdk.aws_secretsmanager.Secret", SecretBase)

local function check(self, props)
  local generator = props.generate_secret_string
  if generator then
    local template, key = generator.secret_string_template or "", generator.generate_string_key or ""
    if (template == "") ~= (key == "") then
      fail(self, "generate_secret_string needs both secret_string_template and generate_string_key, or neither")
    end
  end
  local given = {}
  for _, name in ipairs(VALUES) do
    if props[name] then given[#given + 1] = name end
  end
  if #given > 1 then
    fail(self, "the value of a secret can be given only once, but %s are given", table.concat(given, " and "))
  end
end

-- The JSON text of the fields, with the future values of tokens.
local function object_text(fields)
  local list = {}
  for i, name in ipairs(engine.keys(fields)) do list[i] = { name, fields[name]:unsafe_unwrap() } end
  return json_fields(list)
end

local function secret_text(props)
  if props.secret_object_value then return object_text(props.secret_object_value) end
  if props.secret_string_value then return props.secret_string_value:unsafe_unwrap() end
  return props.secret_string_beta1 and props.secret_string_beta1:secret_value()
end

-- The name of a secret made here, from its ARN, which adds a suffix: hyphens in the name belong to it.
local function own_name(self, given)
  local name = SecretBase._resource_name(self, self.secret_arn)
  if given == "" then given = nil end
  if given ~= nil and is_unresolved(given) then return given end
  local count = 2
  if given then count = select(2, given:gsub("%-", "")) + 1 end
  local parts = {}
  for i = 1, count do parts[i] = cdk.Fn.select(i - 1, cdk.Fn.split("-", name)) end
  return cdk.Fn.join("-", parts)
end

Secret.get.secret_name = function(self)
  local name = own_name(self, self._given_name)
  rawset(self, "secret_name", name)
  return name
end

--- Arguments: scope, id, SecretProps. Without a value Secrets Manager makes one up.
function Secret:init(scope, id, props)
  SecretBase.init(self, scope, id, { physical_name = props.secret_name })
  check(self, props)
  local key, generator = props.encryption_key, props.generate_secret_string
  local text = secret_text(props)
  if generator == nil and (text == nil or text == "") then generator = {} end
  self._auto_create_policy = true
  self._encryption_key = key
  self._given_name = props.secret_name
  self.exclude_characters = generator and generator.exclude_characters
  local resource = secretsmanager.CfnSecret(self, "Resource", {
    description = props.description,
    kms_key_id = key and key.key_arn,
    generate_secret_string = generator,
    secret_string = text,
    name = self.physical_name,
  })
  self._resource = resource
  resource:apply_removal_policy(props.removal_policy or cdk.RemovalPolicy.DESTROY)
  self.secret_arn = self:get_resource_arn_attribute(resource.ref, {
    service = "secretsmanager", resource = "secret", resource_name = self.physical_name,
    arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  })
  if key then
    local principal = SecretBase._via_service(self, iam.AccountPrincipal(self.stack.account))
    key:grant_encrypt_decrypt(principal)
    key:grant(principal, "kms:CreateGrant", "kms:DescribeKey")
  end
  for _, replica in ipairs(props.replica_regions or {}) do
    self:add_replica_region(replica.region, replica.encryption_key)
  end
end

--- Keeps a copy of the secret in another region; the key is one of that region.
function Secret:add_replica_region(region, encryption_key)
  local own = self.stack.region
  if not is_unresolved(own) and region == own then
    fail(self, "the secret is already in %s, where its stack is; -> name another region", display(region))
  end
  local replicas = self._replicas
  if not replicas then
    replicas = {}
    self._replicas = replicas
    self._resource.replica_regions = engine.lazy(function() return replicas end, { kind = "any" })
  end
  replicas[#replicas + 1] = { region = region, kms_key_id = encryption_key and encryption_key.key_ref.key_arn }
end

--------------------------------------------------------------------------------------------------------------------
-- Imports

local Imported = engine.class("aws_cdk.aws_secretsmanager.ImportedSecret", SecretBase)
Imported.__interface = rawget(Secret, "__schema")

-- `fields`: arn or name, whether the ARN is partial, key.
function Imported:init(scope, id, fields)
  local arn = fields.arn
  SecretBase.init(self, scope, id, arn and { environment_from_arn = arn } or nil)
  self._auto_create_policy = false
  self._encryption_key = fields.key
  self._partial = fields.partial
  self.secret_name = fields.name or SecretBase._name_of(scope, arn)
  self.secret_arn = arn or self.stack:format_arn {
    service = "secretsmanager", resource = "secret", resource_name = fields.name,
    arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  }
  if arn then self._arn_for_policies = SecretBase._whole_arn(self) end
end

Imported.get.secret_full_arn = function(self) return not self._partial and self.secret_arn or nil end

local function is_complete(arn) return is_unresolved(arn) or arn:find "%-%w%w%w%w%w%w$" ~= nil end

local function from_attributes(scope, id, attrs)
  local complete, partial = attrs.secret_complete_arn, attrs.secret_partial_arn
  if complete == "" then complete = nil end
  if partial == "" then partial = nil end
  if (complete == nil) == (partial == nil) then
    fail(scope, "a secret is imported with either secret_complete_arn or secret_partial_arn")
  end
  if complete ~= nil and not is_complete(complete) then
    fail(scope, "secret_complete_arn must end in a hyphen and six characters, got %s; -> without them it is a "
      .. "secret_partial_arn", display(complete))
  end
  return Imported(scope, id, { arn = complete or partial, partial = complete == nil, key = attrs.encryption_key })
end

--- A secret by its full ARN, with the six characters at the end.
function Secret.from_secret_complete_arn(scope, id, secret_complete_arn)
  return from_attributes(scope, id, { secret_complete_arn = secret_complete_arn })
end

--- A secret by its ARN without the six characters at the end.
function Secret.from_secret_partial_arn(scope, id, secret_partial_arn)
  return from_attributes(scope, id, { secret_partial_arn = secret_partial_arn })
end

--- A secret of the stack's account and region by its name.
function Secret.from_secret_name_v2(scope, id, secret_name)
  return Imported(scope, id, { name = secret_name, partial = true })
end

--- A secret by one of its ARNs, and its key.
function Secret.from_secret_attributes(scope, id, attrs)
  return from_attributes(scope, id, attrs)
end

return { Secret = Secret }
