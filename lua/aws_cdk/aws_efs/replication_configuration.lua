--- Where a file system is copied to.
local engine = require "luacdk.engine"
local whole_file_system = require "aws_cdk.aws_efs.private.whole_file_system"

local ReplicationConfiguration = engine.class "aws_cdk.aws_efs.ReplicationConfiguration"

--- Arguments: ReplicationConfigurationProps.
function ReplicationConfiguration:init(options)
  self._destination = options.destination_file_system
  self.kms_key = options.kms_key
  self.region = options.region
  self.availability_zone = options.availability_zone
end

ReplicationConfiguration.get.destination_file_system = function(self)
  local destination = self._destination
  return destination and whole_file_system(destination, destination, "destination_file_system")
end

local function subclass(name)
  return engine.class("aws_cdk.aws_efs." .. name, ReplicationConfiguration)
end

local Existing, Regional, OneZone = subclass "ExistingFileSystem", subclass "RegionalFileSystem",
  subclass "OneZoneFileSystem"

--- To a file system that is there.
function ReplicationConfiguration.existing_file_system(destination_file_system)
  return Existing { destination_file_system = destination_file_system }
end

--- To a new file system in all zones of a region, the stack's own where none is given.
function ReplicationConfiguration.regional_file_system(region, kms_key)
  return Regional { region = region, kms_key = kms_key }
end

--- To a new file system in one zone of a region.
function ReplicationConfiguration.one_zone_file_system(region, availability_zone, kms_key)
  return OneZone { region = region, availability_zone = availability_zone, kms_key = kms_key }
end

return { ReplicationConfiguration = ReplicationConfiguration }
