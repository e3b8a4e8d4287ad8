--- Volumes that instances of a group start with.
local device_volumes = require "aws_cdk.aws_ec2.private.device_volumes"

local BlockDeviceVolume = device_volumes "aws_cdk.aws_autoscaling.BlockDeviceVolume"

local none

--- Leaves out a device that the image has.
function BlockDeviceVolume.no_device()
  none = none or BlockDeviceVolume()
  return none
end

return { BlockDeviceVolume = BlockDeviceVolume }
