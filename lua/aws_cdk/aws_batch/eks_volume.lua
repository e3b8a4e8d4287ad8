--- Volumes of pods on EKS.
local engine = require "luacdk.engine"
local batch = require "aws_cdk.aws_batch"

local EksVolume = engine.class "aws_cdk.aws_batch.EksVolume"

--- Argument: { name =, mount_path =, readonly = }.
function EksVolume:init(options)
  self.name, self.container_path, self.readonly = options.name, options.mount_path, options.readonly
end

--- An empty folder that lives as long as the pod.
function EksVolume.empty_dir(options) return batch.EmptyDirVolume(options) end

--- A file or folder of the host.
function EksVolume.host_path(options) return batch.HostPathVolume(options) end

--- A secret of Kubernetes as files.
function EksVolume.secret(options) return batch.SecretPathVolume(options) end

-- Its form in the pod.
function EksVolume:_render(definition)
  return engine.fail(definition, "volume %s is of no known kind; -> use EksVolume.empty_dir, host_path or secret",
    engine.display(self.name))
end

local EmptyDirVolume = engine.class("aws_cdk.aws_batch.EmptyDirVolume", EksVolume)

--- Argument: EmptyDirVolumeOptions: name (required), mount_path, readonly, medium, size_limit.
function EmptyDirVolume:init(options)
  EksVolume.init(self, options)
  self.medium, self.size_limit = options.medium, options.size_limit
end

function EmptyDirVolume:_render()
  local limit = self.size_limit
  return {
    name = self.name, empty_dir = { medium = self.medium, size_limit = limit and limit:to_mebibytes() .. "Mi" },
  }
end

local HostPathVolume = engine.class("aws_cdk.aws_batch.HostPathVolume", EksVolume)

--- Argument: HostPathVolumeOptions: name, host_path (required), mount_path, readonly.
function HostPathVolume:init(options)
  EksVolume.init(self, options)
  self.path = options.host_path
end

function HostPathVolume:_render() return { name = self.name, host_path = { path = self.path } } end

local SecretPathVolume = engine.class("aws_cdk.aws_batch.SecretPathVolume", EksVolume)

--- Argument: SecretPathVolumeOptions: name, secret_name (required), optional (default true), mount_path, readonly.
function SecretPathVolume:init(options)
  EksVolume.init(self, options)
  self.secret_name, self.optional = options.secret_name, options.optional ~= false
end

function SecretPathVolume:_render()
  return { name = self.name, secret = { optional = self.optional, secret_name = self.secret_name } }
end

return {
  EksVolume = EksVolume, EmptyDirVolume = EmptyDirVolume, HostPathVolume = HostPathVolume,
  SecretPathVolume = SecretPathVolume,
}
