--- Sets settings of a cluster.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ecs = require "aws_cdk.aws_ecs"

local ClusterSettings = engine.class("aws_cdk.aws_ecs.mixins.ClusterSettings", cdk.Mixin)

--- Arguments: a list of settings, each with name and value.
function ClusterSettings:init(settings) self._settings = settings end

--- Whether it is a cluster.
function ClusterSettings.supports(_, construct) return engine.is_a(construct, ecs.CfnCluster) end

--- Replaces settings of the same names, and adds the others.
function ClusterSettings:apply_to(construct)
  if not self:supports(construct) then return end
  local present, all, places = construct.cluster_settings, engine.list {}, {}
  for i, one in ipairs(present == nil and {} or engine.is_unresolved(present) and { present } or present) do
    all[i] = one
    local name = type(one) == "table" and not engine.is_unresolved(one) and one.name
    if name and not places[name] then places[name] = i end
  end
  for _, setting in ipairs(self._settings) do
    local place = places[setting.name] or #all + 1
    all[place], places[setting.name] = setting, place
  end
  construct.cluster_settings = all
end

return { ClusterSettings = ClusterSettings }
