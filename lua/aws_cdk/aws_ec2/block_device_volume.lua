--- Volumes that instances start with.
local device_volumes = require "aws_cdk.aws_ec2.private.device_volumes"

return { BlockDeviceVolume = device_volumes "aws_cdk.aws_ec2.BlockDeviceVolume" }
