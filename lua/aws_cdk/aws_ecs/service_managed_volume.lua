--- EBS volumes that a service makes for its tasks.
local engine = require "luacdk.engine"
local constructs = require "constructs"
local ec2 = require "aws_cdk.aws_ec2"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

local fail, display = engine.fail, engine.display

local ServiceManagedVolume = engine.class("aws_cdk.aws_ecs.ServiceManagedVolume", constructs.Construct)

local Type = ec2.EbsDeviceVolumeType
local SLOWEST_INITIALIZATION, FASTEST_INITIALIZATION = 100, 300
local MOST_THROUGHPUT = 2000

-- Sizes in GiB, and operations per second where they can be set, by type.
local SIZES = {
  [Type.GP2] = { 1, 16384 }, [Type.GP3] = { 1, 65536 }, [Type.IO1] = { 4, 16384 }, [Type.IO2] = { 4, 65536 },
  [Type.SC1] = { 125, 16384 }, [Type.ST1] = { 125, 16384 }, [Type.STANDARD] = { 1, 1024 },
}
local OPERATIONS = { [Type.GP3] = { 3000, 80000 }, [Type.IO1] = { 100, 64000 }, [Type.IO2] = { 100, 256000 } }

local function between(self, what, value, range)
  if type(value) == "number" and (value < range[1] or value > range[2]) then
    fail(self, "%s must be between %d and %d, got %s", what, range[1], range[2], display(value))
  end
end

local function check(self, config)
  local kind, snapshot = config.volume_type or Type.GP2, config.snap_shot_id
  local has_snapshot = snapshot ~= nil and snapshot ~= ""
  if config.volume_initialization_rate then
    if snapshot == nil then fail(self, "volume_initialization_rate needs snap_shot_id") end
    between(self, "volume_initialization_rate in MiB", config.volume_initialization_rate:to_mebibytes(),
      { SLOWEST_INITIALIZATION, FASTEST_INITIALIZATION })
  end
  if not config.size and snapshot == nil then fail(self, "a volume needs size or snap_shot_id") end
  if has_snapshot and not engine.is_unresolved(snapshot) and not snapshot:find "^snap%-%x+$" then
    fail(self, "snap_shot_id must be snap- and hexadecimal digits, got %s", display(snapshot))
  end
  if config.size then
    between(self, ("size of a volume of type %s in GiB"):format(kind), config.size:to_gibibytes(), SIZES[kind])
  end
  local throughput, iops = config.throughput, config.iops
  if throughput ~= nil then
    if kind ~= Type.GP3 then fail(self, "throughput needs volume_type = EbsDeviceVolumeType.GP3, got %s", kind) end
    if type(throughput) == "number" and throughput > MOST_THROUGHPUT then
      fail(self, "throughput must be at most %d MiB, got %s", MOST_THROUGHPUT, display(throughput))
    end
  end
  if iops ~= nil and not OPERATIONS[kind] then fail(self, "iops is not for volumes of type %s", kind) end
  if iops == nil and (kind == Type.IO1 or kind == Type.IO2) then
    fail(self, "a volume of type %s needs iops", kind)
  end
  if iops ~= nil then between(self, ("iops of a volume of type %s"):format(kind), iops, OPERATIONS[kind]) end
end

--- Arguments: scope, id, ServiceManagedVolumeProps: name (required).
function ServiceManagedVolume:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  local config = props.managed_ebs_volume
  if config then check(self, config) end
  self.name, self.configured_at_launch = props.name, true
  self.role = config and config.role or iam.Role(self, "EBSRole", {
    assumed_by = iam.ServicePrincipal "ecs.amazonaws.com",
    managed_policies = {
      iam.ManagedPolicy.from_aws_managed_policy_name "service-role/AmazonECSInfrastructureRolePolicyForVolumes",
    },
  })
  self.config = l2.with(l2.with({}, config), { role = self.role })
end

--- Mounts the volume in a container.
function ServiceManagedVolume:mount_in(container, mount_point)
  container:add_mount_points(l2.with({ source_volume = self.name }, mount_point))
end

local function tag_specifications(specifications)
  if not specifications then return nil end
  local all = engine.list {}
  for i, one in ipairs(specifications) do
    all[i] = {
      resource_type = "volume", propagate_tags = one.propagate_tags, tags = l2.entries(one.tags),
    }
  end
  return all
end

--- The form in the service.
function ServiceManagedVolume:_render()
  local config = self.config
  local key, size, rate = config.kms_key_id, config.size, config.volume_initialization_rate
  return {
    name = self.name,
    -- In the order in which references to other stacks become their exports.
    managed_ebs_volume = engine.ordered(
      "role_arn", self.role.role_arn,
      "encrypted", config.encrypted,
      "filesystem_type", config.file_system_type,
      "iops", config.iops,
      "kms_key_id", key and key.key_id,
      "throughput", config.throughput,
      "volume_type", config.volume_type,
      "snapshot_id", config.snap_shot_id,
      "size_in_gib", size and size:to_gibibytes(),
      "volume_initialization_rate", rate and rate:to_mebibytes(),
      "tag_specifications", tag_specifications(config.tag_specifications)),
  }
end

return { ServiceManagedVolume = ServiceManagedVolume }
