--- What kubectl and helm do in a cluster: the classes whose custom resources the cluster's kubectl provider handles.
-- aws_eks and aws_eks_v2 have them alike: an edition (edition.lua) says which provider handles them.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"

local fail = engine.fail

-- A custom resource of the cluster. `properties` begin with those that come before the provider's role, and the rest
-- follows.
local function custom_resource(self, props, provider, type, ...)
  local all = engine.ordered()
  for _, some in ipairs { ... } do engine.extend(all, some) end
  return cdk.CustomResource(self, "Resource", {
    service_token = provider.service_token, resource_type = type, removal_policy = props.removal_policy,
    properties = all,
  })
end

local function cluster_of(props, provider)
  return engine.ordered("ClusterName", props.cluster.cluster_name, "RoleArn", provider.role_arn)
end

-- ---- manifests ------------------------------------------------------------------------------------------------------

-- A map that one of the user's tables has in `field`, after the entries of `first`; nil if it is not known here.
local function map_of(self, object, field, first)
  local map, all = object[field], engine.extend(engine.ordered(), first)
  if not l2.truthy(map) then return all end
  if engine.is_unresolved(map) then return nil end
  if type(map) ~= "table" then
    fail(self, "%s of a Kubernetes object must be a map, got %s", field, engine.display(map))
  end
  return engine.extend(all, map)
end

-- Puts entries before those of the map in `field` of one of the user's tables. It gets a new map, as others may share
-- the one that is there; what it lacked comes last in it.
local function put_into(self, object, field, first)
  object[field] = map_of(self, object, field, first) or object[field]
end

local function is_object(resource)
  return type(resource) == "table" and not engine.is_unresolved(resource) and l2.truthy(resource.kind)
end

-- The objects of a manifest, of this kind if it is not nil, whose metadata can be changed: an ordered copy replaces it.
local function each_object(self, manifest, kind, change)
  for i, resource in ipairs(manifest) do
    if is_object(resource) and (kind == nil or resource.kind == kind) then
      if resource.metadata == nil then
        resource = engine.extend(engine.ordered(), resource)
        manifest[i] = resource
      end
      local metadata = map_of(self, resource, "metadata", {})
      if metadata then
        resource.metadata = metadata
        change(metadata)
      end
    end
  end
end

-- Labels all objects, so that kubectl deletes those that are no longer in the manifest. Returns the label.
local function add_prune_label(self, manifest)
  local label = "aws.cdk.eks/prune-" .. self.node.addr
  each_object(self, manifest, nil, function(metadata) put_into(self, metadata, "labels", { [label] = "" }) end)
  return label
end

local function annotate_ingresses(self, manifest, scheme)
  for i, resource in ipairs(manifest) do
    if is_object(resource) and resource.kind == "Ingress" and not l2.truthy(resource.metadata) then
      fail(self, "manifest[%d]: an Ingress needs metadata; -> give its name", i)
    end
  end
  each_object(self, manifest, "Ingress", function(metadata)
    put_into(self, metadata, "annotations", engine.ordered(
      "kubernetes.io/ingress.class", "alb", "alb.ingress.kubernetes.io/scheme", scheme))
  end)
end

local function manifests(edition)
  local KubernetesManifest = engine.class(edition.module .. ".KubernetesManifest", engine.Construct)

  --- Arguments: scope, id, KubernetesManifestProps: cluster, manifest (required).
  function KubernetesManifest:init(scope, id, props)
    engine.Construct.init(self, scope, id)
    local provider = edition.kubectl(self, props.cluster)
    local prune = props.prune
    if prune == nil then prune = props.cluster.prune end
    local label = prune and add_prune_label(self, props.manifest) or nil
    if props.ingress_alb then annotate_ingresses(self, props.manifest, props.ingress_alb_scheme or "internal") end
    local resource = custom_resource(self, props, provider, KubernetesManifest.RESOURCE_TYPE,
      engine.ordered("Manifest", engine.stack_of(self):to_json_string(props.manifest)), cluster_of(props, provider),
      engine.ordered("PruneLabel", label, "Overwrite", props.overwrite, "SkipValidation", props.skip_validation))
    self.node.default_child = resource.node.default_child
  end

  return KubernetesManifest
end

-- ---- patches, values ------------------------------------------------------------------------------------------------

local function patches(edition)
  local KubernetesPatch = engine.class(edition.module .. ".KubernetesPatch", engine.Construct)

  --- Arguments: scope, id, KubernetesPatchProps: cluster, resource_name, apply_patch, restore_patch (required).
  function KubernetesPatch:init(scope, id, props)
    engine.Construct.init(self, scope, id)
    local provider, stack = edition.kubectl(self, props.cluster), engine.stack_of(self)
    custom_resource(self, props, provider, "Custom::AWSCDK-EKS-KubernetesPatch",
      engine.ordered("ResourceName", props.resource_name, "ResourceNamespace", props.resource_namespace or "default",
        "ApplyPatchJson", stack:to_json_string(props.apply_patch),
        "RestorePatchJson", stack:to_json_string(props.restore_patch)),
      cluster_of(props, provider), engine.ordered("PatchType", props.patch_type or "strategic"))
  end

  return KubernetesPatch
end

local function object_values(edition)
  local KubernetesObjectValue = engine.class(edition.module .. ".KubernetesObjectValue", engine.Construct)

  --- Arguments: scope, id, KubernetesObjectValueProps: cluster, object_type, object_name, json_path (required).
  function KubernetesObjectValue:init(scope, id, props)
    engine.Construct.init(self, scope, id)
    local provider = edition.kubectl(self, props.cluster)
    self._resource = custom_resource(self, props, provider, KubernetesObjectValue.RESOURCE_TYPE,
      cluster_of(props, provider),
      engine.ordered("ObjectType", props.object_type, "ObjectName", props.object_name,
        "ObjectNamespace", props.object_namespace or "default", "JsonPath", props.json_path,
        "TimeoutSeconds", (props.timeout or cdk.Duration.minutes(5)):to_seconds()))
  end

  KubernetesObjectValue.get.value = function(self) return self._resource:get_att_string "Value" end

  return KubernetesObjectValue
end

-- ---- charts ---------------------------------------------------------------------------------------------------------

local LONGEST_TIMEOUT = 900 -- of a function, in seconds

-- The time that helm has, as it wants it.
local function timeout_of(self, timeout)
  local seconds = timeout and timeout:to_seconds()
  if seconds == nil or seconds == 0 then return nil end
  if not engine.is_unresolved(seconds) and seconds > LONGEST_TIMEOUT then
    fail(self, "the timeout of a chart must be at most 15 minutes, got %.14g seconds", seconds)
  end
  return l2.number_text(seconds) .. "s"
end

local function given(text) return text ~= nil and text ~= "" and text or nil end

local function check_chart(self)
  if not given(self.chart) and not self.chart_asset then
    fail(self, "a helm chart needs chart or chart_asset; -> give one of them")
  end
  if self.chart_asset and (given(self.repository) or given(self.version)) then
    fail(self, "chart_asset cannot be combined with repository or version")
  end
end

local function charts(edition)
  local HelmChart = engine.class(edition.module .. ".HelmChart", engine.Construct)

  --- Arguments: scope, id, HelmChartProps: cluster (required), chart or chart_asset.
  function HelmChart:init(scope, id, props)
    engine.Construct.init(self, scope, id)
    self.chart, self.chart_asset, self.atomic = props.chart, props.chart_asset, props.atomic
    self.repository, self.version = props.repository, props.version
    local provider = edition.kubectl(self, props.cluster)
    local timeout = timeout_of(self, props.timeout)
    check_chart(self)
    local asset = self.chart_asset
    local grant = asset and asset.bucket:grant_read(provider.handler_role)
    local resource = custom_resource(self, props, provider, HelmChart.RESOURCE_TYPE, cluster_of(props, provider),
      engine.ordered(
        "Release", props.release or cdk.Names.unique_id(self):sub(-53):lower(),
        "Chart", self.chart,
        "ChartAssetURL", asset and asset.s3_object_url,
        "Version", self.version,
        "Wait", props.wait or nil,
        "Timeout", timeout,
        "Values", props.values and engine.stack_of(self):to_json_string(props.values),
        "Namespace", props.namespace or "default",
        "Repository", self.repository,
        "CreateNamespace", props.create_namespace ~= false or nil,
        "SkipCrds", props.skip_crds or nil,
        "Atomic", props.atomic or nil))
    if grant then grant:apply_before(resource) end
  end

  return HelmChart
end

-- ---------------------------------------------------------------------------------------------------------------------

--- The classes KubernetesManifest, KubernetesPatch, KubernetesObjectValue and HelmChart of an edition.
return function(edition)
  return {
    KubernetesManifest = manifests(edition), KubernetesPatch = patches(edition),
    KubernetesObjectValue = object_values(edition), HelmChart = charts(edition),
  }
end
