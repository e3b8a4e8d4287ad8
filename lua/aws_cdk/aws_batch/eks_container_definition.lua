--- Containers of pods on EKS.
local engine = require "luacdk.engine"
local constructs = require "constructs"
local lazily = require "aws_cdk.aws_batch.private.lazily"
local pairs_of = require "aws_cdk.aws_batch.private.pairs_of"

local EksContainerDefinition = engine.class("aws_cdk.aws_batch.EksContainerDefinition", constructs.Construct)

local FIELDS = {
  "image", "args", "command", "env", "image_pull_policy", "name", "memory_limit", "memory_reservation", "cpu_limit",
  "cpu_reservation", "gpu_limit", "gpu_reservation", "privileged", "readonly_root_filesystem", "run_as_group",
  "run_as_root", "run_as_user",
}

-- What images see of the container: a pod pulls them with the role of its node, not with one of its own.
local function seen(self)
  return setmetatable({}, { __index = function(_, name)
    if name == "task_definition" then
      engine.fail(self, "a pod has no execution role that could pull this image; -> use ContainerImage.from_registry "
        .. "with the image's URI, and let the nodes of the cluster pull it")
    end
    return self[name]
  end })
end

--- Arguments: scope, id, EksContainerDefinitionProps: image (required).
function EksContainerDefinition:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  for _, field in ipairs(FIELDS) do self[field] = props[field] end
  self.volumes = props.volumes or {}
  self._image_config = engine.ask(self, "aws_cdk.aws_ecs.ContainerImage", "bind", props.image, self, seen(self))
end

--- A volume of the pod that the container mounts.
function EksContainerDefinition:add_volume(volume) table.insert(self.volumes, volume) end

local function mebibytes(size) return size and size:to_mebibytes() .. "Mi" end

function EksContainerDefinition:_render_container_definition()
  return {
    image = self._image_config.image_name,
    command = self.command,
    args = self.args,
    env = pairs_of(self.env),
    name = self.name,
    image_pull_policy = self.image_pull_policy,
    resources = {
      limits = engine.map {
        cpu = self.cpu_limit, memory = mebibytes(self.memory_limit), ["nvidia.com/gpu"] = self.gpu_limit,
      },
      requests = engine.map {
        cpu = self.cpu_reservation, memory = mebibytes(self.memory_reservation),
        ["nvidia.com/gpu"] = self.gpu_reservation,
      },
    },
    security_context = {
      privileged = self.privileged,
      read_only_root_filesystem = self.readonly_root_filesystem,
      run_as_group = self.run_as_group,
      run_as_non_root = not self.run_as_root,
      run_as_user = self.run_as_user,
    },
    volume_mounts = lazily(self.volumes, function(volume)
      return { name = volume.name, mount_path = volume.container_path, read_only = volume.readonly }
    end),
  }
end

return { EksContainerDefinition = EksContainerDefinition }
