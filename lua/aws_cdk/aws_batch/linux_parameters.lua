--- What Docker may do with a container on Linux.
local engine = require "luacdk.engine"
local constructs = require "constructs"
local l2 = require "aws_cdk.l2"
local lazily = require "aws_cdk.aws_batch.private.lazily"

local LinuxParameters = engine.class("aws_cdk.aws_batch.LinuxParameters", constructs.Construct)

local MOST_SWAPPINESS = 100

--- Arguments: scope, id, LinuxParametersProps: init_process_enabled, max_swap, shared_memory_size, and with max_swap
--  swappiness, 0 to 100.
function LinuxParameters:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  props = props or {}
  local swappiness = props.swappiness
  if swappiness and not engine.is_unresolved(swappiness)
    and (swappiness % 1 ~= 0 or swappiness < 0 or swappiness > MOST_SWAPPINESS) then
    engine.fail(self, "swappiness must be an integer between 0 and %d, got %s", MOST_SWAPPINESS,
      engine.display(swappiness))
  end
  self._devices, self._tmpfs = {}, {}
  self._shared_memory_size = props.shared_memory_size
  self._init_process_enabled = props.init_process_enabled
  self._max_swap = props.max_swap
  self._swappiness = props.max_swap and swappiness
end

--- Adds devices of the host.
LinuxParameters.add_devices = l2.adds "_devices"

--- Adds file systems in memory.
LinuxParameters.add_tmpfs = l2.adds "_tmpfs"

local function mebibytes(size) return size and size:to_mebibytes() end

--- The form in the job definition.
function LinuxParameters:render_linux_parameters()
  return {
    init_process_enabled = self._init_process_enabled,
    shared_memory_size = mebibytes(self._shared_memory_size),
    max_swap = mebibytes(self._max_swap),
    swappiness = self._swappiness,
    devices = lazily(self._devices, function(device)
      return {
        container_path = device.container_path, host_path = device.host_path, permissions = device.permissions,
      }
    end),
    tmpfs = lazily(self._tmpfs, function(tmpfs)
      return {
        container_path = tmpfs.container_path, size = tmpfs.size:to_mebibytes(), mount_options = tmpfs.mount_options,
      }
    end),
  }
end

return { LinuxParameters = LinuxParameters }
