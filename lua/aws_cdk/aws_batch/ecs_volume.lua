--- Volumes of containers on ECS.
local engine = require "luacdk.engine"
local batch = require "aws_cdk.aws_batch"
local l2 = require "aws_cdk.l2"
local whole_file_system = require "aws_cdk.aws_efs.private.whole_file_system"

local EcsVolume = engine.class "aws_cdk.aws_batch.EcsVolume"

--- Argument: { name =, container_path =, readonly = }.
function EcsVolume:init(options)
  self.name, self.container_path, self.readonly = options.name, options.container_path, options.readonly
end

--- A file system of EFS.
function EcsVolume.efs(options) return batch.EfsVolume(options) end

--- A folder of the host.
function EcsVolume.host(options) return batch.HostVolume(options) end

-- Its form in the container.
function EcsVolume:_render(container)
  return engine.fail(container, "volume %s is of no known kind; -> use EcsVolume.efs or EcsVolume.host",
    engine.display(self.name))
end

local EfsVolume = engine.class("aws_cdk.aws_batch.EfsVolume", EcsVolume)

--- Argument: EfsVolumeOptions: name, container_path, file_system (required), root_directory, access_point_id,
--  enable_transit_encryption, transit_encryption_port, use_job_role, readonly.
function EfsVolume:init(options)
  EcsVolume.init(self, options)
  self._file_system = options.file_system
  self.root_directory = options.root_directory
  self.enable_transit_encryption = options.enable_transit_encryption
  self.transit_encryption_port = options.transit_encryption_port
  self.access_point_id = options.access_point_id
  self.use_job_role = options.use_job_role
end

EfsVolume.get.file_system = function(self) return whole_file_system(nil, self._file_system, "file_system") end

function EfsVolume:_render()
  local point, by_role = self.access_point_id, self.use_job_role
  if point == "" then point = nil end
  return {
    name = self.name,
    efs_volume_configuration = {
      file_system_id = self._file_system.file_system_ref.file_system_id,
      root_directory = self.root_directory,
      transit_encryption = l2.switch(self.enable_transit_encryption),
      transit_encryption_port = self.transit_encryption_port,
      authorization_config = (point or by_role) and { access_point_id = point, iam = l2.switch(by_role) } or nil,
    },
  }
end

local HostVolume = engine.class("aws_cdk.aws_batch.HostVolume", EcsVolume)

--- Argument: HostVolumeOptions: name, container_path (required), host_path, readonly.
function HostVolume:init(options)
  EcsVolume.init(self, options)
  self.host_path = options.host_path
end

function HostVolume:_render() return { name = self.name, host = { source_path = self.host_path } } end

return { EcsVolume = EcsVolume, EfsVolume = EfsVolume, HostVolume = HostVolume }
