--- What Docker may do with a container on Linux.
local engine = require "luacdk.engine"
local constructs = require "constructs"
local l2 = require "aws_cdk.l2"

local LinuxParameters = engine.class("aws_cdk.aws_ecs.LinuxParameters", constructs.Construct)

local function check(self, name, value, highest)
  if value == nil or engine.is_unresolved(value) then return end
  if value < 0 or value ~= math.floor(value) or value > highest then
    engine.fail(self, "%s must be an integer %s, got %s", name,
      highest == math.huge and "of at least 0" or ("between 0 and %d"):format(highest), engine.display(value))
  end
end

--- Arguments: scope, id, LinuxParametersProps.
function LinuxParameters:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  props = props or {}
  check(self, "shared_memory_size", props.shared_memory_size, math.huge)
  check(self, "swappiness", props.swappiness, 100)
  self._added, self._dropped, self._devices, self._file_systems = {}, {}, {}, {}
  self._props = props
end

--- Adds Linux capabilities to the container.
LinuxParameters.add_capabilities = l2.adds "_added"

--- Takes Linux capabilities from the container.
LinuxParameters.drop_capabilities = l2.adds "_dropped"

--- Adds devices of the host.
LinuxParameters.add_devices = l2.adds "_devices"

--- Adds file systems in memory.
LinuxParameters.add_tmpfs = l2.adds "_file_systems"

--- The form in the task definition.
function LinuxParameters:render_linux_parameters()
  local props = self._props
  return {
    init_process_enabled = props.init_process_enabled,
    shared_memory_size = props.shared_memory_size,
    max_swap = props.max_swap and props.max_swap:to_mebibytes(),
    swappiness = props.max_swap and props.swappiness,
    capabilities = engine.map { add = l2.unless_empty(self._added), drop = l2.unless_empty(self._dropped) },
    devices = l2.unless_empty(self._devices),
    tmpfs = l2.unless_empty(self._file_systems),
  }
end

return { LinuxParameters = LinuxParameters }
