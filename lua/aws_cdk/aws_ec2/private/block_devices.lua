--- Block devices as instances and launch templates take them.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local M = {}

local fail, display = engine.fail, engine.display

local LOWEST_RATE, HIGHEST_RATE = 100, 300
M.LOWEST_THROUGHPUT, M.HIGHEST_THROUGHPUT = 125, 2000
M.HIGHEST_THROUGHPUT_RATIO = 0.25

--- Fails where the throughput is more than the IOPS carry.
function M.check_throughput_ratio(scope, throughput, iops)
  if type(throughput) ~= "number" or type(iops) ~= "number" or iops == 0 then return end
  local ratio = throughput / iops
  if ratio > M.HIGHEST_THROUGHPUT_RATIO then
    fail(scope, "throughput can be at most %s MiB/s per IOPS, got %s", display(M.HIGHEST_THROUGHPUT_RATIO),
      display(ratio))
  end
end

--- Fails where a volume would be filled from its snapshot too slowly or too fast.
function M.check_initialization_rate(scope, rate)
  if not rate or rate:is_unresolved() then return end
  local mebibytes = rate:to_mebibytes { rounding = cdk.SizeRoundingBehavior.NONE }
  if mebibytes < LOWEST_RATE or mebibytes > HIGHEST_RATE then
    fail(scope, "volume_initialization_rate must be between %d and %d MiB a second, got %s", LOWEST_RATE, HIGHEST_RATE,
      display(mebibytes))
  end
end

local function check_throughput(scope, ebs)
  local throughput = ebs.throughput
  if not throughput or throughput == 0 then return end
  if ebs.volume_type ~= "gp3" then
    fail(scope, "throughput needs volume_type GP3, got %s", display(ebs.volume_type))
  end
  if type(throughput) == "number" then
    if throughput ~= math.floor(throughput) or throughput < M.LOWEST_THROUGHPUT
      or throughput > M.HIGHEST_THROUGHPUT then
      fail(scope, "throughput must be an integer between %d and %d, got %s", M.LOWEST_THROUGHPUT,
        M.HIGHEST_THROUGHPUT, display(throughput))
    end
  end
  M.check_throughput_ratio(scope, throughput, ebs.iops)
end

local function check_iops(scope, ebs)
  local kind = ebs.volume_type
  local provisioned = kind == "io1" or kind == "io2"
  if ebs.iops and ebs.iops ~= 0 then
    if not provisioned and kind ~= "gp3" then
      cdk.Annotations.of(scope):add_warning_v2("@aws-cdk/aws-ec2:iopsIgnored",
        "iops is ignored unless volume_type is IO1, IO2 or GP3")
    end
  elseif provisioned then
    fail(scope, "volumes of volume_type IO1 and IO2 need iops")
  end
end

local function rendered_ebs(scope, ebs, for_instance)
  if not ebs then return nil end
  check_throughput(scope, ebs)
  M.check_initialization_rate(scope, ebs.volume_initialization_rate)
  check_iops(scope, ebs)
  local rate = not for_instance and ebs.volume_initialization_rate or nil
  return {
    delete_on_termination = ebs.delete_on_termination, encrypted = ebs.encrypted, volume_size = ebs.volume_size,
    snapshot_id = ebs.snapshot_id, iops = ebs.iops, volume_type = ebs.volume_type,
    kms_key_id = ebs.kms_key and ebs.kms_key.key_arn,
    throughput = not for_instance and ebs.throughput or nil,
    volume_initialization_rate = rate and rate:to_mebibytes(),
  }
end

local function rendered(scope, devices, for_instance, no_device)
  local mappings = {}
  for i, device in ipairs(devices) do
    mappings[i] = {
      device_name = device.device_name,
      ebs = rendered_ebs(scope, device.volume.ebs_device, for_instance),
      virtual_name = device.volume.virtual_name,
      no_device = device.mapping_enabled == false and no_device or nil,
    }
  end
  return engine.list(mappings)
end

--- The devices of an instance, which takes less of a volume than a launch template does.
function M.of_instance(scope, devices)
  for _, device in ipairs(devices) do
    local ebs = device.volume.ebs_device or {}
    for property, id in pairs {
      throughput = "throughputNotSupported", volume_initialization_rate = "volumeInitializationRateNotSupported",
    } do
      if ebs[property] ~= nil then
        cdk.Annotations.of(scope):add_warning_v2("@aws-cdk/aws-ec2:" .. id,
          property .. " is left out: instances do not support it; use a LaunchTemplate")
      end
    end
  end
  return rendered(scope, devices, true, engine.map {})
end

--- The devices of a launch template.
function M.of_launch_template(scope, devices) return rendered(scope, devices, false, "") end

return M
