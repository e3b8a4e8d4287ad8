--- Add-ons of a cluster.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"

local function path_of(addon) return addon._cluster_name .. "/" .. addon.addon_name .. "/" end

--- The class Addon of an edition (edition.lua).
return function(edition)
  local Addon = l2.resource(edition.module .. ".Addon", cdk.Resource, {
    arn = { "addon_arn", "attr_arn", service = "eks", resource = "addon", named = path_of },
    name = { "addon_name" },
  })

  --- Arguments: scope, id, AddonProps: cluster, addon_name (required).
  function Addon:init(scope, id, props)
    cdk.Resource.init(self, scope, id, { physical_name = props.addon_name })
    self._cluster_name = props.cluster.cluster_name
    local values = props.configuration_values
    self._resource = require(edition.module).CfnAddon(self, "Resource", {
      addon_name = props.addon_name, cluster_name = self._cluster_name, addon_version = props.addon_version,
      preserve_on_delete = props.preserve_on_delete,
      configuration_values = values and self.stack:to_json_string(values),
    })
    if props.removal_policy then self._resource:apply_removal_policy(props.removal_policy) end
  end

  local function reference(self)
    return l2.partial_reference(self, {
      addon_arn = self.addon_arn, addon_name = self.addon_name, cluster_name = self._cluster_name,
    }, { cluster_name = "the cluster_name of this add-on is not known here" })
  end

  Addon.get.addon_ref = reference

  local Imported = l2.imported(Addon, cdk.Resource)

  function Imported:init(scope, id, attrs)
    cdk.Resource.init(self, scope, id)
    self.addon_name, self.addon_arn, self._cluster_name = attrs.addon_name, attrs.addon_arn, attrs.cluster_name
  end

  Imported.get.addon_ref = reference

  --- An add-on by { addon_name =, cluster_name = }.
  function Addon.from_addon_attributes(scope, id, attrs)
    return Imported(scope, id, {
      addon_name = attrs.addon_name, cluster_name = attrs.cluster_name,
      addon_arn = engine.stack_of(scope):format_arn {
        service = "eks", resource = "addon", resource_name = attrs.cluster_name .. "/" .. attrs.addon_name,
      },
    })
  end

  --- An add-on by its ARN.
  function Addon.from_addon_arn(scope, id, addon_arn)
    local name = engine.stack_of(scope):split_arn(addon_arn, cdk.ArnFormat.COLON_RESOURCE_NAME).resource_name
    return Imported(scope, id, { addon_arn = addon_arn, addon_name = cdk.Fn.select(1, cdk.Fn.split("/", name)) })
  end

  return { Addon = Addon }
end
