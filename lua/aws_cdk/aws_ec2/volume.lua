--- EBS volumes.
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local block_devices = require "aws_cdk.aws_ec2.private.block_devices"
local ec2 = require "aws_cdk.aws_ec2"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local cx_api = require "aws_cdk.cx_api"

local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

local FLAG_GP3 = cx_api.EBS_DEFAULT_GP3

-- What EBS takes of each type of volume: sizes in GiB, IOPS, IOPS for each GiB.
local LIMITS = {
  gp2 = { size = { 1, 16384 } },
  gp3 = { size = { 1, 65536 }, iops = { 3000, 80000 }, ratio = 500 },
  io1 = { size = { 4, 16384 }, iops = { 100, 64000 }, ratio = 50, multi_attach = true },
  io2 = { size = { 4, 65536 }, iops = { 100, 256000 }, ratio = 500, multi_attach = true },
  st1 = { size = { 125, 16384 } },
  sc1 = { size = { 125, 16384 } },
  standard = { size = { 1, 1024 } },
}
local THROUGHPUT = { 125, 2000 }

-- ---- permissions ----------------------------------------------------------------------------------------------------

local VolumeBase = engine.class("aws_cdk.aws_ec2.VolumeBase", cdk.Resource)

VolumeBase.get.encryption_key = function(self) return self._encryption_key end

local function arns_of(self, instances)
  local stack = engine.stack_of(self)
  local prefix = "arn:" .. stack.partition .. ":ec2:" .. stack.region .. ":" .. stack.account
  local arns = { prefix .. ":volume/" .. self.volume_id }
  if not instances then
    arns[2] = prefix .. ":instance/*"
    return arns
  end
  for _, instance in ipairs(instances) do
    arns[#arns + 1] = prefix .. ":instance/" .. instance.instance_ref.instance_id
  end
  return arns
end

local function grant(self, grantee, action, instances)
  return iam.Grant.add_to_principal {
    grantee = grantee, actions = { action }, resource_arns = arns_of(self, instances),
  }
end

--- Lets the grantee attach the volume, to these instances or any.
function VolumeBase:grant_attach_volume(grantee, instances)
  local result = grant(self, grantee, "ec2:AttachVolume", instances)
  if self.encryption_key then
    local statement = self.encryption_key:grant(grantee, "kms:CreateGrant").principal_statement
    if statement then
      statement:add_conditions(engine.ordered(
        "Bool", { ["kms:GrantIsForAWSResource"] = true },
        "StringEquals", engine.ordered(
          "kms:ViaService", "ec2." .. engine.stack_of(self).region .. ".amazonaws.com",
          "kms:GrantConstraintType", "EncryptionContextSubset")))
    end
  end
  return result
end

--- Lets the grantee detach the volume, from these instances or any.
function VolumeBase:grant_detach_volume(grantee, instances)
  return grant(self, grantee, "ec2:DetachVolume", instances)
end

-- Grants where volume and constructs carry the same tag, and gives them one.
local function by_tag(self, result, verb, constructs, suffix)
  local ids = { cdk.Names.unique_id(self) }
  for _, construct in ipairs(constructs) do ids[#ids + 1] = cdk.Names.unique_id(construct) end
  local value = assets.md5(table.concat(ids))
  local key = ("VolumeGrant%s-%s"):format(verb, suffix or value:sub(1, 10):upper())
  if result.principal_statement then
    result.principal_statement:add_condition("ForAnyValue:StringEquals", { ["ec2:ResourceTag/" .. key] = value })
  end
  cdk.Tags.of(self):add(key, value)
  for _, construct in ipairs(constructs) do cdk.Tags.of(construct):add(key, value) end
  return result
end

--- Lets the grantee attach the volume to instances made by these constructs, which are tagged for it.
function VolumeBase:grant_attach_volume_by_resource_tag(grantee, constructs, tag_key_suffix)
  return by_tag(self, self:grant_attach_volume(grantee), "Attach", constructs, tag_key_suffix)
end

--- Lets the grantee detach the volume from instances made by these constructs, which are tagged for it.
function VolumeBase:grant_detach_volume_by_resource_tag(grantee, constructs, tag_key_suffix)
  return by_tag(self, self:grant_detach_volume(grantee), "Detach", constructs, tag_key_suffix)
end

-- ---- own volumes ----------------------------------------------------------------------------------------------------

local Volume = engine.class("aws_cdk.aws_ec2.Volume", VolumeBase)

local function whole_gibibytes(size) return size:to_gibibytes { rounding = cdk.SizeRoundingBehavior.FAIL } end

local function given(number) return number and number ~= 0 end

local function outside(value, range)
  return type(value) == "number" and range and (value < range[1] or value > range[2])
end

local function check_iops(self, props, kind, limits)
  local iops = props.iops
  if limits.multi_attach and props.volume_type and not given(iops) then
    fail(self, "volumes of type %s need iops", kind)
  end
  if not given(iops) then return end
  if not limits.iops then fail(self, "volumes of type %s do not support iops; -> types io1, io2 and gp3 do", kind) end
  if outside(iops, limits.iops) then
    fail(self, "iops of volumes of type %s must be between %d and %d, got %s", kind, limits.iops[1], limits.iops[2],
      display(iops))
  end
  local size = props.size and whole_gibibytes(props.size)
  if type(size) == "number" and type(iops) == "number" and iops > limits.ratio * size then
    fail(self, "volumes of type %s have at most %d IOPS per GiB, got %s for %s GiB", kind, limits.ratio,
      display(iops), display(size))
  end
  if kind == "gp3" then block_devices.check_throughput_ratio(self, props.throughput, iops) end
end

local function check_throughput(self, props)
  local throughput = props.throughput
  if not given(throughput) then return end
  if props.volume_type ~= "gp3" then
    fail(self, "throughput needs volume_type GP3, got %s", display(props.volume_type))
  end
  if outside(throughput, THROUGHPUT) then
    fail(self, "throughput must be between %d and %d, got %s", THROUGHPUT[1], THROUGHPUT[2], display(throughput))
  end
end

local function check_snapshot(self, props)
  local snapshot = props.snapshot_id
  if snapshot == "" then snapshot = nil end
  if not props.size and not snapshot then fail(self, "a volume needs size or snapshot_id") end
  if snapshot and not is_unresolved(snapshot) and not snapshot:find "^snap%-%x+$" then
    fail(self, "snapshot_id must look like \"snap-05abe246af\", got %s", display(snapshot))
  end
  if props.volume_initialization_rate then
    if not snapshot then fail(self, "volume_initialization_rate is for volumes of a snapshot: -> give snapshot_id") end
    block_devices.check_initialization_rate(self, props.volume_initialization_rate)
  end
end

--- Fails where properties do not go together or are out of the type's range.
function Volume:_validate_props(props)
  check_snapshot(self, props)
  if props.encryption_key and not props.encrypted then fail(self, "encryption_key needs encrypted = true") end
  local kind = props.volume_type or "gp2"
  local limits = LIMITS[kind] or {}
  check_iops(self, props, kind, limits)
  if props.enable_multi_attach and not limits.multi_attach then
    fail(self, "enable_multi_attach is for volumes of type io1 and io2, got %s", kind)
  end
  local size = props.size and whole_gibibytes(props.size)
  if outside(size, limits.size) then
    fail(self, "volumes of type %s have %d to %d GiB, got %s", kind, limits.size[1], limits.size[2], display(size))
  end
  check_throughput(self, props)
end

local function grant_key(self, props)
  local stack = engine.stack_of(self)
  local principal = kms.ViaServicePrincipal("ec2." .. stack.region .. ".amazonaws.com", iam.AccountRootPrincipal())
    :with_conditions { StringEquals = { ["kms:CallerAccount"] = stack.account } }
  local key_grant = self.encryption_key:grant(principal, "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlainText")
  if props.snapshot_id and props.snapshot_id ~= "" and key_grant.principal_statement then
    key_grant.principal_statement:add_actions "kms:ReEncrypt*"
  end
end

--- Arguments: scope, id, VolumeProps.
function Volume:init(scope, id, props)
  VolumeBase.init(self, scope, id, { physical_name = props.volume_name })
  self:_validate_props(props)
  local kind = props.volume_type
  if not kind then kind = cdk.FeatureFlags.of(self):is_enabled(FLAG_GP3) and "gp3" or "gp2" end
  local resource = ec2.CfnVolume(self, "Resource", {
    availability_zone = props.availability_zone,
    auto_enable_io = props.auto_enable_io,
    encrypted = props.encrypted,
    kms_key_id = props.encryption_key and props.encryption_key.key_arn,
    iops = props.iops,
    multi_attach_enabled = props.enable_multi_attach or false,
    size = props.size and whole_gibibytes(props.size),
    snapshot_id = props.snapshot_id,
    throughput = props.throughput,
    volume_type = kind,
    volume_initialization_rate = props.volume_initialization_rate and props.volume_initialization_rate:to_mebibytes(),
  })
  resource:apply_removal_policy(props.removal_policy)
  if props.volume_name and props.volume_name ~= "" then cdk.Tags.of(resource):add("Name", props.volume_name) end
  self.volume_id = resource.ref
  self.availability_zone = props.availability_zone
  self._encryption_key = props.encryption_key
  if self.encryption_key then grant_key(self, props) end
end

-- ---- volumes made elsewhere -----------------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_ec2.ImportedVolume", VolumeBase)

function Imported:init(scope, id, attrs)
  VolumeBase.init(self, scope, id)
  self.volume_id, self.availability_zone = attrs.volume_id, attrs.availability_zone
  self._encryption_key = attrs.encryption_key
end

--- A volume made elsewhere.
function Volume.from_volume_attributes(scope, id, attrs)
  if not is_unresolved(attrs.volume_id) and not attrs.volume_id:find "^vol%-%x+$" then
    fail(scope, "volume_id must look like \"vol-05abe246af\", got %s", display(attrs.volume_id))
  end
  return Imported(scope, id, attrs)
end

return { Volume = Volume }
