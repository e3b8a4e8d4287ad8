--- Block devices as launch configurations take them.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2_devices = require "aws_cdk.aws_ec2.private.block_devices"

local M = {}

local fail, display = engine.fail, engine.display

local FIELDS = {
  "delete_on_termination", "encrypted", "iops", "snapshot_id", "throughput", "volume_size", "volume_type",
}

local function check_throughput(scope, ebs)
  local throughput, highest = ebs.throughput, ec2_devices.HIGHEST_THROUGHPUT
  if not throughput or throughput == 0 then return end
  if ebs.volume_type ~= "gp3" then
    fail(scope, "throughput needs volume_type GP3, got %s", display(ebs.volume_type))
  end
  if type(throughput) == "number" and (throughput < ec2_devices.LOWEST_THROUGHPUT or throughput > highest) then
    fail(scope, "throughput must be between %d and %d, got %s", ec2_devices.LOWEST_THROUGHPUT, highest,
      display(throughput))
  end
  ec2_devices.check_throughput_ratio(scope, throughput, ebs.iops)
end

local function check(scope, ebs)
  check_throughput(scope, ebs)
  if ebs.iops and ebs.iops ~= 0 then
    if ebs.volume_type ~= "io1" then
      cdk.Annotations.of(scope):add_warning_v2("@aws-cdk/aws-autoscaling:iopsIgnored",
        "iops is ignored unless volume_type is IO1")
    end
  elseif ebs.volume_type == "io1" then
    fail(scope, "volumes of volume_type IO1 need iops")
  end
  if ebs.volume_initialization_rate then
    cdk.Annotations.of(scope):add_warning_v2("@aws-cdk/aws-autoscaling:volumeInitializationRateNotSupported",
      "volume_initialization_rate is left out: launch configurations do not take it; use a LaunchTemplate")
  end
end

--- The devices of a launch configuration.
function M.of_launch_configuration(scope, devices, no_device)
  local mappings = {}
  for i, device in ipairs(devices) do
    local volume, ebs = device.volume, nil
    if volume.ebs_device then
      check(scope, volume.ebs_device)
      ebs = {}
      for _, field in ipairs(FIELDS) do ebs[field] = volume.ebs_device[field] end
    end
    mappings[i] = volume == no_device and { device_name = device.device_name, no_device = true }
      or { device_name = device.device_name, ebs = ebs, virtual_name = volume.virtual_name }
  end
  return mappings
end

return M
