local engine = require "luacdk.engine"

local CfnResource = engine.CfnResource

--- The newer names of add_dependency and remove_dependency.
function CfnResource:add_resource_dependency(target) self:add_dependency(target) end
function CfnResource:remove_resource_dependency(target) self:remove_dependency(target) end

--- Makes the resource wait for `new_target` instead of `target`; an error if it did not wait for that.
function CfnResource:replace_dependency(target, new_target)
  for _, known in ipairs(self:obtain_dependencies()) do
    if rawequal(known, target) then
      self:remove_dependency(target)
      self:add_dependency(new_target)
      return
    end
  end
  engine.fail(self, "'%s' does not depend on '%s', so that dependency cannot be replaced", self.node.path,
    target.node.path)
end

return { CfnResource = CfnResource }
