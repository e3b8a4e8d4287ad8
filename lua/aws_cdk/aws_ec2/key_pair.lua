--- Key pairs for SSH.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"

-- OperatingSystemType.
local WINDOWS = 1

local KeyPairBase = engine.class("aws_cdk.aws_ec2.KeyPairBase", cdk.Resource)

KeyPairBase.get.key_pair_ref = function(self) return { key_name = self.key_pair_name } end
KeyPairBase.get.type = function(self) return self._type end

--- Whether instances with the system accept the key: Windows does not support ED25519.
function KeyPairBase:_is_os_compatible(os_type) return self._type ~= "ed25519" or os_type ~= WINDOWS end

local KeyPair = engine.class("aws_cdk.aws_ec2.KeyPair", KeyPairBase)

--- Arguments: scope, id, KeyPairProps.
function KeyPair:init(scope, id, props)
  props = props or {}
  KeyPairBase.init(self, scope, id, {
    account = props.account, region = props.region, environment_from_arn = props.environment_from_arn,
    physical_name = props.key_pair_name or engine.lazy(function()
      return cdk.Names.unique_resource_name(self, { max_length = 255 })
    end, { kind = "string" }),
  })
  local material = props.public_key_material
  if material == "" then material = nil end
  if material and props.type then
    engine.fail(self, "type follows from public_key_material: -> leave one of them out")
  end
  self.has_imported_material = material ~= nil
  self._type, self.format = props.type or "rsa", props.format or "pem"
  local resource = ec2.CfnKeyPair(self, "Resource", {
    key_name = self.physical_name, key_type = self._type, key_format = self.format,
    public_key_material = props.public_key_material,
  })
  self.key_pair_name = resource.ref
  self.key_pair_fingerprint = resource.attr_key_fingerprint
  self.key_pair_id = resource.attr_key_pair_id
end

KeyPair.get.private_key = function(self)
  if self.has_imported_material then
    engine.fail(self, "EC2 keeps no private key of public_key_material that is given")
  end
  local parameter = self._private_key
  if not parameter then
    local ssm = require "aws_cdk.aws_ssm"
    parameter = ssm.StringParameter.from_secure_string_parameter_attributes(self, "PrivateKeyParameter", {
      parameter_name = "/ec2/keypair/" .. self.key_pair_id, simple_name = false,
    })
    self._private_key = parameter
  end
  return parameter
end

local Imported = engine.class("aws_cdk.aws_ec2.ImportedKeyPair", KeyPairBase)

function Imported:init(scope, id, attrs)
  KeyPairBase.init(self, scope, id)
  self.key_pair_name, self._type = attrs.key_pair_name, attrs.type
end

--- A key pair made elsewhere.
function KeyPair.from_key_pair_name(scope, id, key_pair_name)
  return Imported(scope, id, { key_pair_name = key_pair_name })
end

--- A key pair made elsewhere, with its type.
function KeyPair.from_key_pair_attributes(scope, id, attrs)
  return Imported(scope, id, attrs)
end

return { KeyPair = KeyPair }
