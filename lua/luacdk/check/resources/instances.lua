--- Rules about instance types and the volumes of instances.
local facts = require "luacdk.check.resources.fact_rows"
local nearest = require("luacdk.engine").nearest
local values = require "luacdk.check.resources.values"

local text, object, list = values.text, values.object, values.list

-- ---- types ----------------------------------------------------------------------------------------------------------

local rows -- luacdk.check.resources.instance_type_rows: long, so it is loaded when a template has an instance
local sets = {}

local function set_of(number)
  if not sets[number] then
    sets[number] = { known = {}, names = {} }
    for name in rows.lists[number]:gmatch "%S+" do
      sets[number].known[name] = true
      table.insert(sets[number].names, name)
    end
  end
  return sets[number]
end

local function judge_type(rule, name, path, number, tell, where)
  local set = set_of(number)
  if not text(name) or set.known[name] then return end
  local best = nearest(name, set.names)
  tell(rule, path, ("'%s' is no instance type %s"):format(name, where), best and ("did you mean '%s'?"):format(best))
end

-- The types that an engine can run on depend on its version.
local function judge_version(props, tell)
  local engine, version, class = text(props.Engine), props.EngineVersion, text(props.DBInstanceClass)
  if not engine or not class or (type(version) ~= "string" and type(version) ~= "number") then return end
  version = tostring(version)
  local told = false
  for number, engines in pairs(rows.versions) do
    for known in (engines[engine] or ""):gmatch "%S+" do
      if not told and (version == known or (version:sub(1, #known + 1) == known .. "." and #version > #known + 1))
        and not set_of(number).known[class] then
        told = true
        tell("E3062", "DBInstanceClass", ("'%s' cannot run %s %s"):format(class, engine, version), nil)
      end
    end
  end
end

local function instance_types(props, tell, all)
  rows = rows or require "luacdk.check.resources.instance_type_rows"
  local type = all.self.type
  for _, row in ipairs(rows.properties) do
    if row[2] == type then
      values.each(props, row[3], function(name, path) judge_type(row[1], name, path, row[4], tell, "in any region") end)
    end
  end
  local is_instance = type == "AWS::RDS::DBInstance"
  local engine = text(props.Engine) or ""
  if is_instance then engine = engine:lower() end
  for _, row in ipairs(rows.engines) do
    if row[2] == type and row[4] == engine and (not row[5] or row[5] == props.LicenseModel) then
      judge_type(row[1], props[row[3]], row[3], row[6], tell, ("for '%s'"):format(engine))
    end
  end
  if is_instance then judge_version(props, tell) end
end

-- ---- volumes --------------------------------------------------------------------------------------------------------

local function judge_volume(device, path, tell)
  local volume = object(device.Ebs)
  local row = facts.ebs_iops_bounds[volume.VolumeType] -- of operations a second
  local iops = values.number(volume.Iops)
  if row and row.required and volume.Iops == nil then
    tell("E3671", path .. ".Ebs", ("a volume of type %s needs Iops"):format(volume.VolumeType), nil)
  elseif row and iops and (iops < row.min or iops > row.max) then
    tell("E3671", path .. ".Ebs.Iops", ("%s is out of bounds for %s"):format(iops, volume.VolumeType),
      ("it must be %d to %d"):format(row.min, row.max))
  end
  local name = text(device.VirtualName)
  local number = name and tonumber(name:match "^ephemeral([1-9]?%d)$")
  if name and device.Ebs == nil and not (number and number <= 23) then
    tell("E3715", path .. ".VirtualName", ("'%s' is no ephemeral device"):format(name), "write 'ephemeral0'")
  end
end

local function volumes(props, tell, all)
  for _, place in ipairs(facts.block_device_paths[all.self.type]) do
    values.each(props, place, function(devices, path)
      for i, device in ipairs(list(devices)) do judge_volume(object(device), ("%s[%d]"):format(path, i - 1), tell) end
    end)
  end
end

local each = {}

local function add(type, rule)
  each[type] = each[type] or {}
  table.insert(each[type], rule)
end

for type in pairs(facts.block_device_paths) do add(type, volumes) end
for _, type in ipairs { "AWS::AmazonMQ::Broker", "AWS::AppStream::Fleet", "AWS::DAX::Cluster", "AWS::DocDB::DBInstance",
  "AWS::EC2::Instance", "AWS::EMR::InstanceFleetConfig", "AWS::EMR::InstanceTypeConfig",
  "AWS::ElastiCache::CacheCluster", "AWS::Elasticsearch::Domain", "AWS::GameLift::Fleet",
  "AWS::ManagedBlockchain::Node", "AWS::Neptune::DBInstance", "AWS::OpenSearchService::Domain", "AWS::RDS::DBCluster",
  "AWS::RDS::DBInstance", "AWS::Redshift::Cluster", "AWS::SageMaker::Cluster",
  "AWS::SageMaker::DataQualityJobDefinition", "AWS::SageMaker::InferenceExperiment",
  "AWS::SageMaker::ModelBiasJobDefinition", "AWS::SageMaker::ModelExplainabilityJobDefinition",
  "AWS::SageMaker::ModelPackage", "AWS::SageMaker::ModelQualityJobDefinition", "AWS::SageMaker::MonitoringSchedule" } do
  add(type, instance_types)
end

return { each = each }
