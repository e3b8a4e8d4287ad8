-- Values of a template as tokens and Lua values: functions become tokens, and references refer to the constructs that a
-- finder knows. A finder has find_ref(id), find_resource(id), find_condition(name), find_mapping(name); each returns
-- nil for what the template lacks, or raises if such a reference is not allowed.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local NULL, is_ordered, is_unresolved, ordered, fn =
  engine.NULL, engine.is_ordered, engine.is_unresolved, engine.ordered, engine.fn

local Parser = {}
Parser.__index = Parser

--- `fail(text, …)` raises an error about the current template; `parameters` are values that replace parameters;
--- `context`: "conditions", "rules" or nil.
function Parser.new(finder, parameters, fail, context)
  return setmetatable({ finder = finder, parameters = parameters or {}, fail = fail, context = context }, Parser)
end

--- The name of the function that the map calls; nil if it is an ordinary map.
function Parser:function_of(map)
  local next_key, state = pairs(map)
  local key = next_key(state)
  if key == nil or next_key(state, key) ~= nil then return nil end
  if key == "Ref" or (type(key) == "string" and key:sub(1, 4) == "Fn::")
    or (self.context == "conditions" and key == "Condition") then
    return key
  end
  return nil
end

-- A string that happens to look like a token's, as a token for exactly that string.
local function unmarked(text)
  local parts, at = {}, 1
  while true do
    local mark = text:find("${Token[", at, true)
    parts[#parts + 1] = text:sub(at, mark)
    if not mark then return cdk.Fn.join("", parts) end
    at = mark + 1
  end
end

--- A value of the template; nil for null.
function Parser:value(value)
  if value == NULL then return nil end
  if type(value) == "string" then
    return value:find("${Token[", 1, true) and unmarked(value) or value
  end
  if type(value) ~= "table" then return value end
  if not is_ordered(value) then
    if engine.class_name(value) then return value end
    local list, length = {}, 0
    for _, entry in ipairs(value) do
      entry = self:value(entry)
      if entry ~= nil then
        length = length + 1
        list[length] = entry
      end
    end
    return engine.list(list)
  end
  local name = self:function_of(value)
  if name then
    local called = self:call(name, value[name])
    if called ~= nil then return called end
  end
  local map = ordered()
  for key, entry in pairs(value) do map[key] = self:value(entry) end
  return map
end

-- Functions
-- ------------------------------------------------------------------------------------------------------------------

local PSEUDO = {
  ["AWS::AccountId"] = "ACCOUNT_ID", ["AWS::Region"] = "REGION", ["AWS::Partition"] = "PARTITION",
  ["AWS::URLSuffix"] = "URL_SUFFIX", ["AWS::NotificationARNs"] = "NOTIFICATION_ARNS", ["AWS::StackId"] = "STACK_ID",
  ["AWS::StackName"] = "STACK_NAME", ["AWS::NoValue"] = "NO_VALUE",
}

-- The list that a function takes; entries start at 1.
function Parser:arguments(name, value)
  value = self:value(value)
  if type(value) ~= "table" or is_ordered(value) then
    self.fail("%s takes a list, got %s", name, engine.display(value))
  end
  return value
end

function Parser:condition(name, what)
  local condition = type(name) == "string" and self.finder.find_condition(name) or nil
  if not condition then self.fail("%s names the condition %s, which does not exist", what, engine.display(name)) end
  return condition.logical_id
end

local calls = {}

function Parser:call(name, value)
  local call = calls[name]
  if call then return call(self, value, name) end
  if self.context == "rules" then return nil end
  self.fail("the function %s is not known here", name)
end

calls.Ref = function(self, id)
  if self.parameters[id] ~= nil then return self.parameters[id] end
  if id == "AWS::NotificationARNs" then return fn("Ref", id, "any") end
  if PSEUDO[id] then return cdk.Aws[PSEUDO[id]] end
  local target = self.finder.find_ref(id)
  if not target then self.fail("Ref names %s, which does not exist", engine.display(id)) end
  return type(target) == "function" and target() or engine.ref(target)
end

calls["Fn::GetAtt"] = function(self, value)
  local id, attribute, as_text
  if type(value) == "string" then
    id, attribute = value:match "^([^.]*)%.(.*)$"
    if not id then self.fail("Fn::GetAtt takes 'resource.attribute', got %s", engine.display(value)) end
    as_text = true
  else
    local list = self:arguments("Fn::GetAtt", value)
    id, attribute = list[1], list[2]
  end
  local target = type(id) == "string" and self.finder.find_resource(id) or nil
  if not target then self.fail("Fn::GetAtt names the resource %s, which does not exist", engine.display(id)) end
  if type(target) == "function" then return target(attribute, as_text) end
  if type(attribute) ~= "string" then -- the name of an attribute may itself be a Ref
    return fn("Fn::GetAtt", { target.logical_id, attribute }, "any")
  end
  return as_text and engine.get_att_text(target, attribute) or engine.get_att(target, attribute)
end

calls["Fn::Join"] = function(self, value, name)
  local list = self:arguments(name, value)
  return fn(name, { list[1], list[2] }, "any")
end

calls["Fn::Cidr"] = function(self, value, name)
  local list = self:arguments(name, value)
  local count = tonumber(not is_unresolved(list[2]) and list[2] or nil)
  if count and (count < 1 or count > 256) then
    self.fail("the count of Fn::Cidr must be between 1 and 256, got %s", engine.display(count))
  end
  return fn(name, list, "any")
end

calls["Fn::FindInMap"] = function(self, value, name)
  local list = self:arguments(name, value)
  local mapping = list[1]
  if type(mapping) == "string" and not is_unresolved(mapping) then
    mapping = self.finder.find_mapping(list[1])
    if not mapping then
      self.fail("Fn::FindInMap names the mapping %s, which does not exist", engine.display(list[1]))
    end
    mapping = mapping.logical_id
  end
  return fn(name, { mapping, list[2], list[3], list[4] }, "any")
end

-- If everything is known, the value is selected now.
calls["Fn::Select"] = function(self, value, name)
  local list = self:arguments(name, value)
  local index, values = list[1], list[2]
  local literal = not is_unresolved(index) and type(values) == "table" and not is_ordered(values)
    and not is_unresolved(values)
  for _, entry in ipairs(literal and values or {}) do literal = literal and not is_unresolved(entry) end
  index = literal and math.tointeger(tonumber(index)) or index
  if literal and math.type(index) == "integer" then return values[index + 1] or NULL end
  return fn(name, { index, values }, "any")
end

calls["Fn::Split"] = function(self, value, name)
  local list = self:arguments(name, value)
  if type(list[1]) == "string" and type(list[2]) == "string" and not is_unresolved(list[2]) then
    return cdk.Fn.split(list[1], list[2])
  end
  return fn(name, { list[1], list[2] }, "any")
end

calls["Fn::GetAZs"] = function(self, value, name)
  local region = self:value(value)
  return fn(name, region == nil and "" or region, "any")
end

local function plain(self, value, name) return fn(name, self:value(value), "any") end
calls["Fn::ImportValue"], calls["Fn::Base64"] = plain, plain
calls["Fn::Length"], calls["Fn::ToJsonString"], calls["Fn::GetStackOutput"] = plain, plain, plain

calls["Fn::Transform"] = function(self, value, name)
  local map = self:value(value)
  if not is_ordered(map) then self.fail("Fn::Transform takes Name and Parameters, got %s", engine.display(map)) end
  return fn(name, ordered("Name", map.Name, "Parameters", map.Parameters), "any")
end

calls["Fn::If"] = function(self, value, name)
  if type(value) ~= "table" then self:arguments(name, value) end
  local list = self:value(value[1] == nil and { NULL } or { value[2], value[3] })
  return fn(name, { self:condition(value[1], name), list[1], list[2] }, "any")
end

calls["Fn::Equals"] = function(self, value, name)
  if type(value) ~= "table" then self:arguments(name, value) end
  return cdk.Fn.condition_equals(self:value(value[1]), self:value(value[2]))
end

local function connective(method)
  return function(self, value, name)
    local list = self:arguments(name, value)
    if #list == 0 then self.fail("%s takes at least one condition", name) end
    return cdk.Fn[method](table.unpack(list))
  end
end

calls["Fn::And"], calls["Fn::Or"] = connective "condition_and", connective "condition_or"

calls["Fn::Not"] = function(self, value, name) return cdk.Fn.condition_not(self:arguments(name, value)[1]) end

function calls.Condition(self, value) return { Condition = self:condition(value, "Condition") } end

calls["Fn::ValueOf"] = function(self, value, name)
  if self.context ~= "rules" then self.fail("%s is allowed only in Rules", name) end
  local list = self:arguments(name, value)
  if self.parameters[list[1]] ~= nil then
    self.fail("Fn::ValueOf needs the parameter %s, which is replaced by a value", engine.display(list[1]))
  end
  local parameter = self.finder.find_ref(list[1])
  if not parameter then self.fail("Fn::ValueOf names the parameter %s, which does "
    .. "not exist", engine.display(list[1])) end
  return fn(name, { parameter.logical_id, list[2] }, "any")
end

-- Fn::Sub
-- ------------------------------------------------------------------------------------------------------------------

local function text_of(value)
  if type(value) == "table" then
    local parts = {}
    for i, entry in ipairs(value) do parts[i] = text_of(entry) end
    return table.concat(parts, ",")
  end
  return type(value) == "number" and engine.json(value) or tostring(value)
end

-- The value of ${name} in the string.
function Parser:substituted(name, variables)
  if variables[name] ~= nil then return "${" .. name .. "}" end
  local replaced = self.parameters[name]
  if replaced ~= nil then
    if not is_unresolved(replaced) then return text_of(replaced) end
    variables[name] = replaced
    return "${" .. name .. "}"
  end
  if name:find("::", 1, true) then return "${" .. name .. "}" end
  local id, attribute = name:match "^([^.]*)%.(.*)$"
  local target
  if id then
    target = self.finder.find_resource(id)
  else
    target = self.finder.find_ref(name)
  end
  if not target then
    self.fail("${%s} in Fn::Sub names %s, which does not exist", name, engine.display(id or name))
  end
  local logical_id = type(target) == "function" and target(nil, "id") or target.logical_id
  return "${" .. logical_id .. (id and "." .. attribute or "") .. "}"
end

calls["Fn::Sub"] = function(self, value, name)
  local body, given = value, nil
  if type(value) == "table" then
    local list = self:arguments(name, value)
    body, given = list[1], list[2]
    if given == NULL then given = nil end
  end
  if type(body) ~= "string" then self.fail("Fn::Sub takes a string, got %s", engine.display(body)) end
  -- Values that are no map matter only to a string that asks for one.
  local is_map = given == nil or type(given) == "table" and not is_unresolved(given)
  local variables = is_ordered(given) and given or ordered()
  local parts, at = {}, 1
  while true do
    local open = body:find("${", at, true)
    local close = open and body:find("}", open, true)
    if not close then break end
    local inner = body:sub(open + 2, close - 1):match "^%s*(.-)%s*$"
    if inner:sub(1, 1) == "!" then
      parts[#parts + 1] = body:sub(at, close)
    else
      if not is_map then self.fail("the values of Fn::Sub must be a map, got %s", engine.display(given)) end
      parts[#parts + 1] = body:sub(at, open - 1)
      parts[#parts + 1] = self:substituted(inner, variables)
    end
    at = close + 1
  end
  parts[#parts + 1] = body:sub(at)
  local text = ""
  for _, part in ipairs(parts) do text = text .. part end
  if next(variables) ~= nil then given = variables end
  return fn(name, given and { text, given } or text, "any")
end

-- Policies of resources
-- ------------------------------------------------------------------------------------------------------------------

local function number(value)
  return type(value) == "string" and not is_unresolved(value) and tonumber(value) or value
end

local function boolean(value)
  if value == "true" then return true end
  if value == "false" then return false end
  return value
end

local function text(value)
  return (type(value) == "number" or type(value) == "boolean") and text_of(value) or value
end

local function any(value) return value end

local function list_of(convert)
  return function(value)
    if type(value) ~= "table" or is_ordered(value) then return value end
    local list = engine.list {}
    for i, entry in ipairs(value) do list[i] = convert(entry) end
    return list
  end
end

-- Rows in the reference's order: CloudFormation's name, ours, and how its value is read or the rows below it.
local CREATION = {
  { "AutoScalingCreationPolicy", "auto_scaling_creation_policy", {
    { "MinSuccessfulInstancesPercent", "min_successful_instances_percent", number },
  } },
  { "ResourceSignal", "resource_signal", { { "Count", "count", number }, { "Timeout", "timeout", text } } },
}

local UPDATE = {
  { "AutoScalingReplacingUpdate", "auto_scaling_replacing_update", { { "WillReplace", "will_replace", any } } },
  { "AutoScalingRollingUpdate", "auto_scaling_rolling_update", {
    { "MaxBatchSize", "max_batch_size", number },
    { "MinInstancesInService", "min_instances_in_service", number },
    { "MinSuccessfulInstancesPercent", "min_successful_instances_percent", number },
    { "MinActiveInstancesPercent", "min_active_instances_percent", number },
    { "PauseTime", "pause_time", text },
    { "SuspendProcesses", "suspend_processes", list_of(text) },
    { "WaitOnResourceSignals", "wait_on_resource_signals", boolean },
  } },
  { "AutoScalingInstanceRefresh", "auto_scaling_instance_refresh", {
    { "Strategy", "strategy", text },
    { "Preferences", "preferences", {
      { "MinHealthyPercentage", "min_healthy_percentage", number },
      { "MaxHealthyPercentage", "max_healthy_percentage", number },
      { "InstanceWarmup", "instance_warmup", number },
      { "SkipMatching", "skip_matching", boolean },
      { "CheckpointPercentages", "checkpoint_percentages", list_of(number) },
      { "CheckpointDelay", "checkpoint_delay", number },
      { "BakeTime", "bake_time", number },
      { "AlarmSpecification", "alarm_specification", { { "Alarms", "alarms", list_of(text) } } },
      { "ScaleInProtectedInstances", "scale_in_protected_instances", text },
      { "StandbyInstances", "standby_instances", text },
    } },
  } },
  { "AutoScalingScheduledAction", "auto_scaling_scheduled_action", {
    { "IgnoreUnmodifiedGroupSizeProperties", "ignore_unmodified_group_size_properties", boolean },
  } },
  { "CodeDeployLambdaAliasUpdate", "code_deploy_lambda_alias_update", {
    { "BeforeAllowTrafficHook", "before_allow_traffic_hook", text },
    { "AfterAllowTrafficHook", "after_allow_traffic_hook", text },
    { "ApplicationName", "application_name", text },
    { "DeploymentGroupName", "deployment_group_name", text },
  } },
  { "EnableVersionUpgrade", "enable_version_upgrade", boolean },
  { "UseOnlineResharding", "use_online_resharding", boolean },
}

-- The known parts of a policy, under our names; nil if there are none. Others go to `add_extra(path, value)`.
local function policy_parts(map, known, path, add_extra)
  local parts, seen = nil, {}
  local function join(key) return path .. "." .. key:gsub("%.", "\\.") end
  for _, row in ipairs(known) do
    local key, name, below = row[1], row[2], row[3]
    local value = map[key]
    seen[key] = true
    if type(below) == "function" then
      if value ~= nil then value = below(value) end
    elseif value ~= nil and is_ordered(value) then
      value = policy_parts(value, below, join(key), add_extra)
    end
    if value ~= nil then
      parts = parts or ordered()
      parts[name] = value
    end
  end
  for key, value in pairs(map) do
    if not seen[key] then add_extra(join(key), value) end
  end
  return parts
end

local function refuse_functions(self, value, id)
  if type(value) ~= "table" then return end
  if is_ordered(value) and self:function_of(value) then
    self.fail("a part of the creation or update policy of %s is known only at deployment: -> name the resource in "
      .. "dehydrated_resources to keep it verbatim", engine.display(id))
  end
  for _, entry in pairs(value) do
    if type(entry) == "table" and is_ordered(entry) then refuse_functions(self, entry, id) end
  end
end

-- A function may give the whole value of a policy, but no part of it.
local function check_parts(self, map, known, id)
  if self:function_of(map) then refuse_functions(self, map, id) end
  for _, row in ipairs(known) do
    local value = map[row[1]]
    if type(row[3]) == "table" and is_ordered(value) then check_parts(self, value, row[3], id) end
  end
end

local POLICIES = { { "CreationPolicy", "creation_policy", CREATION }, { "UpdatePolicy", "update_policy", UPDATE } }
local DELETION = { Delete = true, Retain = true, Snapshot = true, RetainExceptOnCreate = true }

function Parser:deletion_policy(policy, what)
  if policy == nil or policy == NULL then return nil end
  if is_ordered(policy) and self:function_of(policy) then return self:value(policy) end
  if not DELETION[policy] then
    self.fail("%s must be Delete, Retain, RetainExceptOnCreate or Snapshot, got %s", what, engine.display(policy))
  end
  return policy
end

--- Everything in the resource's entry except its type and properties; `strict`: whether functions within policies are
--- refused. Returns the resources that it waits for.
function Parser:attributes(resource, entry, id, strict)
  local options = resource.cfn_options
  for _, row in ipairs(POLICIES) do
    local key, name, known = row[1], row[2], row[3]
    local policy = entry[key]
    if is_ordered(policy) then
      if strict then check_parts(self, policy, known, id) end
      if self:function_of(policy) then
        options[name] = self:value(policy)
      else
        options[name] = policy_parts(self:value(policy), known, key, function(path, value)
          resource:add_override(path, value)
        end)
      end
    end
  end
  options.deletion_policy = self:deletion_policy(entry.DeletionPolicy, "DeletionPolicy")
  options.update_replace_policy = self:deletion_policy(entry.UpdateReplacePolicy, "UpdateReplacePolicy")
  options.version = self:value(entry.Version)
  options.description = self:value(entry.Description)
  options.metadata = self:value(entry.Metadata)
  if entry.Condition ~= nil and entry.Condition ~= NULL then
    local condition = self.finder.find_condition(entry.Condition)
    if not condition then
      self.fail("the resource %s has the condition %s, which does not exist", engine.display(id),
        engine.display(entry.Condition))
    end
    options.condition = condition
  end
  local depends = entry.DependsOn
  if depends == nil or depends == NULL then return {} end
  local targets = {}
  for i, target in ipairs(type(depends) == "table" and depends or { depends }) do
    targets[i] = self.finder.find_resource(target)
    if not targets[i] then
      self.fail("the resource %s depends on %s, which does not exist", engine.display(id), engine.display(target))
    end
  end
  return targets
end

return Parser
