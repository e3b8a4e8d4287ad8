--- Groups of canaries, which are watched together.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local imported_by_name = require "aws_cdk.aws_synthetics.private.imported_by_name"
local l2 = require "aws_cdk.l2"
local synthetics = require "aws_cdk.aws_synthetics"

local fail = engine.fail

local NAME = "^[0-9a-z_-]+$"

local Group = l2.resource("aws_cdk.aws_synthetics.Group", cdk.Resource, {
  name = { "group_name" }, attributes = { group_id = "attr_id" },
})

local function check_count(self, count)
  local limit = l2.limit "aws_synthetics.CfnGroupProps.resource_arns"
  if count > limit then fail(self, "a group can contain at most %d canaries, got %d", limit, count) end
end

local function check_name(self, name)
  if name == nil or name == "" or engine.is_unresolved(name) then return end
  local length = l2.length(name)
  if length > 64 then fail(self, "group_name must have 1 to 64 characters, got %d", length) end
  if not engine.matches(NAME, name) then
    fail(self, "group_name must consist of lowercase letters, digits, hyphens and underscores, got %s",
      engine.display(name))
  end
end

--- Arguments: scope, id, GroupProps.
function Group:init(scope, id, props)
  props = props or {}
  cdk.Resource.init(self, scope, id, {
    physical_name = props.group_name or engine.lazy(function()
      return cdk.Names.unique_resource_name(self, { max_length = 64 }):lower()
    end, { kind = "string" }),
  })
  check_name(self, props.group_name)
  check_count(self, #(props.canaries or {}))
  self._canaries, self._is_member = {}, {}
  self._resource = synthetics.CfnGroup(self, "Resource", {
    name = self.physical_name,
    resource_arns = engine.lazy(function()
      return #self._canaries > 0 and l2.pluck(self._canaries, "canary_arn") or nil
    end, { kind = "list" }),
  })
  self.group_arn = imported_by_name.arn(self, "group", self.group_name)
  for _, canary in ipairs(props.canaries or {}) do self:_add(canary) end
end

function Group:_add(canary)
  if self._is_member[canary] then return end
  self._is_member[canary] = true
  table.insert(self._canaries, canary)
end

--- Adds a canary. Fails if the group is full.
function Group:add_canary(canary)
  check_count(self, #self._canaries + 1)
  self:_add(canary)
end

Group.get.canaries = function(self) return table.move(self._canaries, 1, #self._canaries, 1, {}) end

imported_by_name.gives(Group, "group")

return { Group = Group }
