--- Streams that deliver records to a destination.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local destinations = require "aws_cdk.aws_kinesisfirehose.private.destinations"
local ec2 = require "aws_cdk.aws_ec2"
local iam = require "aws_cdk.aws_iam"
local kinesisfirehose = require "aws_cdk.aws_kinesisfirehose"
local kms = require "aws_cdk.aws_kms"
local l2 = require "aws_cdk.l2"

local fail, display = engine.fail, engine.display

local CUSTOMER_MANAGED, AWS_OWNED = 1, 2
local BLOCKS = "@aws-cdk/aws-kinesisfirehose.CidrBlocks"
local FIELD = "FirehoseCidrBlock"

local DeliveryStreamBase = engine.class("aws_cdk.aws_kinesisfirehose.DeliveryStreamBase", cdk.Resource)

-- The addresses that Firehose has in each region: a mapping of the stack.
local function address_block(stack)
  local mapping = stack.node:try_find_child(BLOCKS)
  if not mapping then
    local regions = engine.ordered()
    for _, region in ipairs(require("aws_cdk.region_info").RegionInfo.regions) do
      local block = region.firehose_cidr_block
      if block then regions[region.name] = { [FIELD] = block } end
    end
    mapping = cdk.CfnMapping(stack, BLOCKS, { mapping = regions, lazy = true })
  end
  return mapping:find_in_map(stack.region, FIELD)
end

function DeliveryStreamBase:init(scope, id, props)
  cdk.Resource.init(self, scope, id, props)
  self.connections = ec2.Connections { peer = ec2.Peer.ipv4(address_block(engine.stack_of(self))) }
end

--- Lets the grantee perform the given actions on the stream.
function DeliveryStreamBase:grant(grantee, ...)
  return iam.Grant.add_to_principal {
    grantee = grantee, actions = { ... }, resource_arns = { self.delivery_stream_arn },
  }
end

local DeliveryStream = l2.resource("aws_cdk.aws_kinesisfirehose.DeliveryStream", DeliveryStreamBase, {
  arn = { "delivery_stream_arn", "attr_arn", service = "kinesis", resource = "deliverystream" },
  name = { "delivery_stream_name", "ref" },
})

local function own_role(self)
  local role = self._role or destinations.role(self, "Service Role")
  self._role = role
  return role
end

DeliveryStream.get.grant_principal = own_role

-- The encryption of the L1 stream, and the key.
local function encryption_of(self, encryption)
  if not encryption then return nil end
  local key = encryption.encryption_key or encryption.type == CUSTOMER_MANAGED and kms.Key(self, "Key") or nil
  if key then return { key_arn = key.key_arn, key_type = "CUSTOMER_MANAGED_CMK" }, key end
  return encryption.type == AWS_OWNED and { key_type = "AWS_OWNED_CMK" } or nil
end

--- Arguments: scope, id, DeliveryStreamProps: destination (required).
function DeliveryStream:init(scope, id, props)
  DeliveryStreamBase.init(self, scope, id, { physical_name = props.delivery_stream_name })
  local encryption, source = props.encryption, props.source
  self._role = props.role
  if encryption and encryption.encryption_key or source then own_role(self) end
  if source and encryption and (encryption.type == AWS_OWNED or encryption.type == CUSTOMER_MANAGED) then
    fail(self, "a delivery stream whose source is a data stream is not encrypted itself; -> encrypt the data stream")
  end
  local input, key = encryption_of(self, encryption)
  local role = self._role
  if role and key then key:grant_encrypt_decrypt(role) end
  local reading = role and source and source:grant_read(role)
  local all = {
    delivery_stream_encryption_configuration_input = input,
    delivery_stream_name = props.delivery_stream_name,
    delivery_stream_type = source and "KinesisStreamAsSource" or "DirectPut",
  }
  local config = props.destination:bind(self, {})
  for name, value in pairs(source and source:_bind(self, role and role.role_arn) or {}) do all[name] = value end
  for name, value in pairs(config) do
    if name ~= "dependables" then all[name] = value end
  end
  local resource = kinesisfirehose.CfnDeliveryStream(self, "Resource", all)
  self._resource = resource
  for _, one in ipairs(config.dependables or {}) do resource.node:add_dependency(one) end
  if reading then resource.node:add_dependency(reading) end
end

--------------------------------------------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_kinesisfirehose.ImportedDeliveryStream", DeliveryStreamBase)
Imported.__interface = rawget(DeliveryStream, "__schema")

function Imported:init(scope, id, attrs)
  local arn, name, stack = attrs.delivery_stream_arn, attrs.delivery_stream_name, engine.stack_of(scope)
  if not arn and not name then
    fail(scope, "a delivery stream is imported by delivery_stream_arn or delivery_stream_name, got neither")
  end
  name = name or stack:split_arn(arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
  if not name or name == "" then fail(scope, "%s does not contain the name of a delivery stream", display(arn)) end
  DeliveryStreamBase.init(self, scope, id)
  self.delivery_stream_name = name
  self.delivery_stream_arn = arn or stack:format_arn {
    service = "firehose", resource = "deliverystream", resource_name = name,
    arn_format = cdk.ArnFormat.SLASH_RESOURCE_NAME,
  }
  self.grant_principal = attrs.role or iam.UnknownPrincipal { resource = self }
end

--- A delivery stream by its ARN, or its name, with its role.
function DeliveryStream.from_delivery_stream_attributes(scope, id, attrs)
  return Imported(scope, id, attrs)
end

--- A delivery stream by its ARN.
function DeliveryStream.from_delivery_stream_arn(scope, id, delivery_stream_arn)
  return Imported(scope, id, { delivery_stream_arn = delivery_stream_arn })
end

--- A delivery stream by its name.
function DeliveryStream.from_delivery_stream_name(scope, id, delivery_stream_name)
  return Imported(scope, id, { delivery_stream_name = delivery_stream_name })
end

return { DeliveryStream = DeliveryStream }
