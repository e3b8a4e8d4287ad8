--- Records of one name and type in a hosted zone.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
local route53 = require "aws_cdk.aws_route53"
local zone_names = require "aws_cdk.aws_route53.private.zone_names"

local fail = engine.fail

local MAX_WEIGHT, GENERATED_IDENTIFIER = 255, 64
local DEFAULT_TTL = 1800
local DELETION_TYPE = "Custom::DeleteExistingRecordSet"

-- What chooses between records of one name: at most one of them. `false` counts as given.
local POLICIES = { "geo_location", "region", "weight", "multi_value_answer", "cidr_routing_config", "failover" }

local RecordSet = engine.class("aws_cdk.aws_route53.RecordSet", cdk.Resource)

local function has_policy(props)
  return props.weight ~= nil or props.geo_location or (props.region ~= nil and props.region ~= "")
    or props.multi_value_answer or props.cidr_routing_config or props.failover
end

local function check_routing(self, props)
  local weight, identifier = props.weight, props.set_identifier
  if weight ~= nil and not engine.is_unresolved(weight) and (weight < 0 or weight > MAX_WEIGHT) then
    fail(self, "weight must be between 0 and %d, got %s", MAX_WEIGHT, engine.display(weight))
  end
  if identifier ~= nil and identifier ~= "" then
    l2.at_most(self, "aws_route53.CfnRecordSetProps.set_identifier", identifier)
    if not has_policy(props) then
      fail(self, "set_identifier distinguishes records of one name: it needs one of %s", table.concat(POLICIES, ", "))
    end
  end
  local given = {}
  for _, name in ipairs(POLICIES) do
    if props[name] ~= nil then given[#given + 1] = name end
  end
  if #given > 1 then
    fail(self, "%s cannot be combined; -> give one of %s", table.concat(given, " and "), table.concat(POLICIES, ", "))
  end
end

local function check_target(self, props, target)
  local alias = target.alias_target
  if props.multi_value_answer and alias then
    fail(self, "multi_value_answer cannot be combined with a target from RecordTarget.from_alias; -> give values")
  end
  if props.failover == "PRIMARY" and not props.health_check and not alias then
    fail(self, "a record with failover PRIMARY needs a health_check, by which Route 53 knows when to fail over")
  end
  if props.failover and alias then
    local health = alias:bind(self, props.zone).evaluate_target_health
    if not engine.is_unresolved(health) and health ~= true then
      fail(self, "the target of an alias record with failover must have evaluate_target_health = true")
    end
  end
end

-- A unique identifier with this prefix.
local function identifier_after(self, prefix)
  return prefix .. cdk.Names.unique_resource_name(self, { max_length = GENERATED_IDENTIFIER - #prefix })
end

local function of_location(location)
  local identifier = "GEO"
  for _, part in ipairs { "continent", "country", "subdivision" } do
    local code = location[part .. "_code"]
    if code ~= nil and code ~= "" then identifier = identifier .. "_" .. part:upper() .. "_" .. code end
  end
  return identifier
end

local function generated_identifier(self, props)
  if props.failover then return identifier_after(self, ("FAILOVER_%s_ID_"):format(props.failover)) end
  if props.geo_location then return of_location(props.geo_location) end
  local weight, region = props.weight, props.region
  if weight ~= nil then
    if not engine.is_unresolved(weight) then
      return identifier_after(self, ("WEIGHT_%s_ID_"):format(engine.json(weight)))
    end
    return "WEIGHT_" .. weight .. identifier_after(self, "WEIGHT_XXX_ID_"):sub(#"WEIGHT_XXX" + 1)
  end
  if region ~= nil and region ~= "" then return identifier_after(self, ("REGION_%s_ID_"):format(region)) end
  if props.multi_value_answer then return identifier_after(self, "MVA_ID_") end
  return nil
end

-- A custom resource that deletes the record of that name which is there, before this one is made.
local function delete_existing(self, props, name, record_type)
  cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-route53:deleteExisting",
    "delete_existing is deprecated: when the stack is rolled back, the old record no longer exists")
  local zone = props.zone
  local provider = cdk.CustomResourceProvider.bundled(self, DELETION_TYPE, {
    name = "aws-route53/delete-existing-record-set-handler",
    policy_statements = { engine.ordered("Effect", "Allow", "Action", "route53:GetChange", "Resource", "*") },
  })
  provider:add_to_role_policy(engine.ordered(
    "Effect", "Allow", "Action", "route53:ListResourceRecordSets", "Resource", zone.hosted_zone_arn))
  provider:add_to_role_policy(engine.ordered(
    "Effect", "Allow", "Action", "route53:ChangeResourceRecordSets", "Resource", zone.hosted_zone_arn,
    "Condition", {
      ["ForAllValues:StringEquals"] = engine.ordered(
        "route53:ChangeResourceRecordSetsRecordTypes", { record_type },
        "route53:ChangeResourceRecordSetsActions", { "DELETE" }),
    }))
  return cdk.CustomResource(self, "DeleteExistingRecordSetCustomResource", {
    resource_type = DELETION_TYPE,
    service_token = provider.service_token,
    properties = engine.ordered("HostedZoneId", zone.hosted_zone_id, "RecordName", name, "RecordType", record_type),
  })
end

local function ttl_of(self, ttl, alias)
  if alias then
    if ttl then
      cdk.Annotations.of(self):add_warning_v2("aws-cdk-lib/aws-route53:ttlIgnored",
        "ttl is ignored: an alias record has that of its target")
    end
    return nil
  end
  local seconds = ttl and ttl:to_seconds() or DEFAULT_TTL
  return engine.is_unresolved(seconds) and cdk.Token.as_string(seconds) or engine.json(seconds)
end

--- Arguments: scope, id, RecordSetProps: zone, record_type, target (required).
function RecordSet:init(scope, id, props)
  self:_init(scope, id, props, props.record_type, props.target, props.ttl)
end

-- The same for the classes of one type, which say themselves what that and the target are.
function RecordSet:_init(scope, id, props, record_type, target, ttl)
  cdk.Resource.init(self, scope, id)
  check_routing(self, props)
  check_target(self, props, target)
  local zone, name, location, alias = props.zone, props.record_name, props.geo_location, target.alias_target
  if name == nil or name == "" then name = zone.zone_name end
  name = zone_names.fully_qualified(name, zone)
  local identifier = props.set_identifier
  if identifier == nil then identifier = generated_identifier(self, props) end
  local cidr = props.cidr_routing_config
  local resource = route53.CfnRecordSet(self, "Resource", {
    hosted_zone_id = zone.hosted_zone_id,
    name = name,
    type = record_type,
    resource_records = target.values,
    alias_target = alias and alias:bind(self, zone),
    ttl = ttl_of(self, ttl, alias),
    comment = props.comment,
    geo_location = location and {
      continent_code = location.continent_code, country_code = location.country_code,
      subdivision_code = location.subdivision_code,
    },
    multi_value_answer = props.multi_value_answer,
    set_identifier = identifier,
    weight = props.weight,
    region = props.region,
    health_check_id = props.health_check and props.health_check.health_check_id,
    cidr_routing_config = cidr and { collection_id = cidr.collection_id, location_name = cidr.location_name },
    failover = props.failover,
  })
  self._record_type = record_type
  self.domain_name = resource.ref
  if props.delete_existing then
    resource.node:add_dependency(delete_existing(self, props, name, record_type))
  end
end

RecordSet.get.record_set_ref = function(self)
  return { record_set_name = self.domain_name, type = self._record_type }
end

return { RecordSet = RecordSet }
