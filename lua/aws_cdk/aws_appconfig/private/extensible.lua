-- The methods of whatever extensions can be added to.
local METHODS = {
  "pre_create_hosted_configuration_version", "pre_start_deployment", "on_deployment_start", "on_deployment_step",
  "on_deployment_baking", "on_deployment_complete", "on_deployment_rolled_back", "at_deployment_tick",
}

local extensible = {}

--- Gives `class` a method for each point of a deployment, which calls `on(self, point, event_destination, options)`.
function extensible.add_points(class, on)
  for _, method in ipairs(METHODS) do
    local point = method:upper()
    class[method] = function(self, event_destination, options) on(self, point, event_destination, options) end
  end
end

--- Gives `class` all methods of IExtensible: they are those of the ExtensibleBase in `_extensible`.
function extensible.delegate(class)
  function class:on(action_point, event_destination, options)
    self._extensible:on(action_point, event_destination, options)
  end

  function class:add_extension(extension) self._extensible:add_extension(extension) end

  extensible.add_points(class, class.on)
end

return extensible
