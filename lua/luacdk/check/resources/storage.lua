--- Rules about buckets, tables, databases and caches.
local values = require "luacdk.check.resources.values"

local has, text, number, list, object = values.has, values.text, values.number, values.list, values.object

-- ---- S3 -------------------------------------------------------------------------------------------------------------

local OWNERS = { "Private", "BucketOwnerFullControl", "BucketOwnerRead" } -- lists that give nobody else access

local function access_control(props, tell)
  if not has(props, "AccessControl") then return end
  tell("W3045", "AccessControl", "AccessControl is given up", "say who has access in a bucket policy")
  local control = text(props.AccessControl)
  local rules = object(props.OwnershipControls).Rules
  local has_rules = rules ~= nil and (type(rules) ~= "table" or next(rules) ~= nil)
  if control and not values.is_one_of(control, OWNERS) and not has_rules then
    tell("E3045", "AccessControl", ("'%s' has no effect without OwnershipControls"):format(control),
      "give OwnershipControls, with ObjectOwnership")
  end
end

local TIERS = { ARCHIVE_ACCESS = 90, DEEP_ARCHIVE_ACCESS = 180 } -- the fewest days
local MOST_DAYS = 730

local function tiers(props, tell)
  values.each(props, "IntelligentTieringConfigurations.*.Tierings.*", function(tiering, path)
    local days, tier = object(tiering).Days, text(object(tiering).AccessTier)
    local least = TIERS[tier]
    if type(days) == "number" and least and (days < least or days > MOST_DAYS) then
      tell("E3061", path .. ".Days", ("%s days are out of bounds for %s"):format(days, tier),
        ("it must be %d to %d"):format(least, MOST_DAYS))
    end
  end)
end

-- ---- DynamoDB -------------------------------------------------------------------------------------------------------

local function names_of(keys, into)
  for _, key in ipairs(list(keys)) do
    local name = text(object(key).AttributeName)
    if not name then return false end
    into[name] = true
  end
  return keys == nil or list(keys) == keys
end

local function missing_in(these, those)
  local found = {}
  for name in pairs(these) do
    if not those[name] then found[#found + 1] = name end
  end
  table.sort(found)
  return found
end

local function attributes(props, tell)
  local defined, used = {}, {}
  local known = has(props, "AttributeDefinitions") and names_of(props.AttributeDefinitions, defined)
    and names_of(props.KeySchema, used)
  for _, name in ipairs { "GlobalSecondaryIndexes", "LocalSecondaryIndexes" } do
    known = known and (props[name] == nil or list(props[name]) == props[name])
    for _, index in ipairs(list(props[name])) do known = known and names_of(object(index).KeySchema, used) end
  end
  if not known then return end
  local undefined, unused = missing_in(used, defined), missing_in(defined, used)
  if #undefined > 0 then
    tell("E3039", "KeySchema", ("keys use %s, which AttributeDefinitions lacks"):format(values.names(undefined)), nil)
  end
  if #unused > 0 then
    tell("E3039", "AttributeDefinitions", ("no key uses %s"):format(values.names(unused)),
      "only attributes of keys are defined")
  end
end

local function throughput(props, tell)
  local mode = props.BillingMode
  if has(props, "ProvisionedThroughput") or (has(props, "BillingMode") and mode ~= "PROVISIONED") then return end
  tell("E3639", "BillingMode", mode and "the billing mode PROVISIONED needs ProvisionedThroughput"
    or "without a billing mode, the table needs ProvisionedThroughput", "give it, or write 'PAY_PER_REQUEST'")
end

-- ---- RDS ------------------------------------------------------------------------------------------------------------

local function cluster_engine(props, tell, all)
  local cluster = all.find(props.DBClusterIdentifier, "AWS::RDS::DBCluster")
  local own, its = text(props.Engine), cluster and text(cluster.props.Engine)
  if own and its and own ~= its then
    tell("E3707", "Engine", ("the instance runs '%s', and its cluster '%s' runs '%s'"):format(own, cluster.id, its),
      ("write '%s'"):format(its))
  end
end

local function monitoring(props, tell)
  local interval = number(props.MonitoringInterval)
  if has(props, "MonitoringRoleArn") then
    if not has(props, "MonitoringInterval") or (interval and interval <= 0) then
      tell("E3689", has(props, "MonitoringInterval") and "MonitoringInterval" or "MonitoringRoleArn",
        "a role for monitoring needs an interval", "give MonitoringInterval, greater than 0")
    end
  elseif interval and interval > 0 then
    tell("E3689", "MonitoringInterval", "monitoring needs a role", "give MonitoringRoleArn")
  end
end

-- ---- ElastiCache ----------------------------------------------------------------------------------------------------

local function replication(props, tell)
  local engine, count = props.Engine, props.NumCacheClusters
  if engine == "valkey" and not has(props, "TransitEncryptionEnabled") then
    tell("E3704", "Engine", "Valkey needs TransitEncryptionEnabled", "give it, true or false")
  end
  local failover = props.AutomaticFailoverEnabled
  if engine == "redis" and not has(props, "NumNodeGroups") and type(count) == "number" and count > 1
    and failover ~= true and type(failover) ~= "table" then
    tell("E3026", "AutomaticFailoverEnabled", ("with %d clusters there must be automatic failover"):format(count),
      "write true")
  end
end

return {
  each = {
    ["AWS::S3::Bucket"] = { access_control, tiers },
    ["AWS::DynamoDB::Table"] = { attributes, throughput },
    ["AWS::RDS::DBInstance"] = { cluster_engine },
    ["AWS::RDS::DBCluster"] = { monitoring },
    ["AWS::ElastiCache::ReplicationGroup"] = { replication },
  },
}
