--- The changes of a stack that give or take access: statements of policies, managed policies, IAM Identity Center,
--- rules of security groups. What they are read from is in scrutiny.lua; how they are put into words is `cdk diff`'s.
local assembly = require "luacdk.assembly"
local canonical = require "luacdk.template.canonical"
local engine = require "luacdk.engine"
local scrutiny = require "luacdk.template.scrutiny"
local template_values = require "luacdk.template_values"

local as_text, is_map, rendered = template_values.as_text, template_values.is_map, template_values.rendered

local security = {}

-- ---- statements -----------------------------------------------------------------------------------------------------

local function scalar(value) return value == engine.NULL and "null" or tostring(value) end

local function strings_of(value)
  if value == nil or value == engine.NULL then return {} end
  if type(value) ~= "table" then return { tostring(value) } end
  local list = {}
  if is_map(value) then
    for key, entry in pairs(value) do
      for _, text in ipairs(strings_of(entry)) do list[#list + 1] = key .. ":" .. text end
    end
  else
    for i, entry in ipairs(value) do list[i] = table.concat(strings_of(entry), ",") end
  end
  return list
end

local function targets(statement, name)
  local negative = statement["Not" .. name] ~= nil
  local values = strings_of(statement[negative and "Not" .. name or name])
  table.sort(values)
  return { values = values, negative = negative }
end

-- What a statement without this, or with a star, is about.
local function default(target, text)
  if #target.values == 0 then target.values[1] = text end
  for i, value in ipairs(target.values) do
    if value == "*" then target.values[i] = text end
  end
  table.sort(target.values)
end

local EFFECTS = { Allow = "Allow", Deny = "Deny" }

local function statement_of(value)
  local whole = type(value) ~= "table" and scalar(value) or nil -- an Fn::If, as text
  local source = whole and {} or value
  return { whole = whole, sid = type(source.Sid) == "string" and source.Sid or nil,
    effect = not whole and EFFECTS[source.Effect] or "Unknown", resources = targets(source, "Resource"),
    actions = targets(source, "Action"), principals = targets(source, "Principal"), condition = source.Condition }
end

local function statements_of(value, resource, principal)
  local list = {}
  if value == nil then return list end
  for _, one in ipairs(type(value) == "table" and not is_map(value) and value or { value }) do
    local statement = statement_of(one)
    if resource then default(statement.resources, resource) end
    if principal then default(statement.principals, principal) end
    list[#list + 1] = statement
  end
  return list
end

local function text_of(target)
  local texts = {}
  for i, value in ipairs(target.values) do texts[i] = (target.negative and "NOT " or "") .. value end
  return table.concat(texts, "\n")
end

local function condition_text(condition)
  if not is_map(condition) or #engine.keys(condition) == 0 then return "" end
  local lines = {}
  for line in assembly.print_json(condition, 2):gmatch "[^\n]+" do lines[#lines + 1] = line:sub(3) end
  return table.concat(lines, "\n", 2, #lines - 1)
end

local function statement_entry(statement)
  local negative = statement.actions.negative or statement.principals.negative or statement.resources.negative
  local row = { kind = "statement", resource = statement.whole or text_of(statement.resources),
    effect = statement.whole and "" or statement.effect, action = text_of(statement.actions),
    principal = text_of(statement.principals), condition = condition_text(statement.condition) }
  row.key = table.concat({ statement.sid or "", statement.effect, row.resource, row.action, row.principal,
    canonical(statement.condition) }, "\1")
  row.negative = negative
  if statement.effect ~= "Allow" then row.negative = not negative end
  return row
end

-- What Lambda adds to a function's policy.
local function permission_of(properties)
  local principal = properties.Principal
  if type(principal) == "string" and principal ~= "*" then
    local account = principal:match "^%d%d%d%d%d%d%d%d%d%d%d%d$"
    principal = account and engine.ordered("AWS", ("arn:aws:iam::%s:root"):format(account))
      or engine.ordered("Service", principal)
  end
  local condition = engine.ordered()
  if properties.SourceArn ~= nil then condition.ArnLike = engine.ordered("AWS:SourceArn", properties.SourceArn) end
  if properties.SourceAccount ~= nil then
    condition.StringEquals = engine.ordered("AWS:SourceAccount", properties.SourceAccount)
  end
  if properties.EventSourceToken ~= nil then
    condition.StringEquals = engine.ordered("lambda:EventSourceToken", properties.EventSourceToken)
  end
  return { Effect = "Allow", Action = properties.Action, Resource = properties.FunctionName, Principal = principal,
    Condition = condition }
end

-- ---- what is read from where ----------------------------------------------------------------------------------------

local function add_statements(list, statements)
  for _, statement in ipairs(statements) do list[#list + 1] = statement_entry(statement) end
end

local function add_rule(list, rule, direction, group)
  if type(rule) ~= "table" then return end
  local from, to = rule.FromPort, rule.ToPort
  local name = rule.IpProtocol ~= nil and scalar(rule.IpProtocol) or "*unknown*"
  local protocol = name:upper()
  local words = name == "-1" and "Everything" or from == -1 and "All " .. protocol
    or from == nil and to == nil and protocol or from == to and ("%s %s"):format(protocol, from)
    or ("%s %s-%s"):format(protocol, from or "?", to or "?")
  local cidr = rule.CidrIp or rule.CidrIpv6
  local peer = cidr or rule.DestinationSecurityGroupId or rule.SourceSecurityGroupId or rule.DestinationPrefixListId
    or rule.SourcePrefixListId
  local text = peer == nil and "?" or cidr and (cidr == "0.0.0.0/0" and "Everyone (IPv4)"
    or cidr == "::/0" and "Everyone (IPv6)") or as_text(peer)
  local row = { kind = "rule", direction = direction, resource = as_text(rule.GroupId or group or "*unknown*"),
    protocol = words, peer = text }
  row.group = row.resource
  row.key = table.concat({ direction, row.group, name, scalar(from), scalar(to), as_text(peer or "") }, "\1")
  list[#list + 1] = row
end

local PROPERTIES, RESOURCES = {}, {}

function PROPERTIES.InlineIdentityPolicies(list, value, id)
  if type(value) ~= "table" or is_map(value) then return end
  for _, policy in ipairs(value) do
    local document = type(policy) == "table" and policy.PolicyDocument
    local statement = type(document) == "table" and document.Statement or policy
    add_statements(list, statements_of(rendered(statement), nil, ("AWS:${%s}"):format(id)))
  end
end

function PROPERTIES.InlineResourcePolicy(list, value, id, type_name)
  if type(value) ~= "table" then return end
  add_statements(list, statements_of(rendered(value.Statement), ("${%s.Arn}"):format(id),
    type_name == "AWS::SSO::PermissionSet" and ("AWS:${%s}"):format(id) or nil))
end

function PROPERTIES.ManagedPolicies(list, value, id)
  for _, arn in ipairs(strings_of(rendered(value))) do
    local resource = ("${%s}"):format(id)
    list[#list + 1] = { kind = "policy", resource = resource, policy = arn, key = resource .. "\1" .. arn }
  end
end

local function inline_rules(direction)
  return function(list, value, id)
    if type(value) ~= "table" or is_map(value) then return end
    for _, rule in ipairs(value) do add_rule(list, rendered(rule), direction, ("${%s.GroupId}"):format(id)) end
  end
end

PROPERTIES.IngressRules, PROPERTIES.EgressRules = inline_rules "In", inline_rules "Out"

function RESOURCES.IdentityPolicyResource(list, properties)
  local document = properties.PolicyDocument
  for _, kind in ipairs { "Groups", "Users", "Roles" } do
    for _, principal in ipairs(strings_of(properties[kind])) do
      add_statements(list, statements_of(type(document) == "table" and document.Statement or nil, nil,
        "AWS:" .. principal))
    end
  end
end

function RESOURCES.ResourcePolicyResource(list, properties)
  local policy, resource, others = nil, nil, 0
  for key, value in pairs(properties) do
    if key:find("Policy", 1, true) then
      policy = policy or value
    elseif not key:find "Name$" then
      resource, others = value, others + 1
    end
  end
  if type(policy) ~= "table" then return end
  for _, one in ipairs(others == 1 and strings_of(resource) or { "???" }) do
    add_statements(list, statements_of(policy.Statement, one))
  end
end

function RESOURCES.LambdaPermission(list, properties)
  add_statements(list, { statement_of(permission_of(properties)) })
end

local function identity_center(what)
  return function(list, properties, id)
    local text = assembly.print_json(properties)
    list[#list + 1] = { kind = "identity", resource = ("${%s}"):format(id), what = what, text = text,
      key = table.concat({ what, id, canonical(properties) }, "\1") }
  end
end

RESOURCES.SsoPermissionSet = identity_center "permission set"
RESOURCES.SsoAssignmentResource = identity_center "assignment"
RESOURCES.SsoInstanceACAConfigResource = identity_center "access control attributes"

function RESOURCES.IngressRuleResource(list, properties) add_rule(list, properties, "In") end

function RESOURCES.EgressRuleResource(list, properties) add_rule(list, properties, "Out") end

-- Adds what a resource grants. A resource that became another type is only looked at as a whole.
local function add_resource(list, resource, id, whole_only)
  if type(resource) ~= "table" or type(resource.Type) ~= "string" then return end
  local properties = resource.Properties
  if type(properties) ~= "table" then return end
  for name, kind in pairs(not whole_only and scrutiny.properties[resource.Type] or {}) do
    if properties[name] ~= nil then PROPERTIES[kind](list, properties[name], id, resource.Type) end
  end
  local kind = scrutiny.resources[resource.Type]
  local text = kind and rendered(properties)
  if type(text) == "table" then RESOURCES[kind](list, text, id) end
end

-- ---- differences ----------------------------------------------------------------------------------------------------

local function keys_of(list)
  local keys = {}
  for _, row in ipairs(list) do keys[row.kind .. "\1" .. row.key] = true end
  return keys
end

local function add_missing(found, list, keys, mark)
  for _, row in ipairs(list) do
    if not keys[row.kind .. "\1" .. row.key] then
      row.mark = mark
      found[#found + 1] = row
      found.broadened = found.broadened or mark == "+" and not row.negative or mark == "-" and row.negative or false
    end
  end
end

--- What the changes of a stack (template_diff.diff) give and take, sorted by resource: rows { mark = "+"|"-", kind =
--- "statement"|"policy"|"identity"|"rule", resource =, … }, and `broadened`: whether anyone may do more than before.
function security.of(changes)
  local old, new = {}, {}
  for _, change in ipairs(changes) do
    if change.section == "Resources" then
      local before, after = change.old, change.new
      local another = type(before) == "table" and type(after) == "table" and before.Type ~= after.Type
      add_resource(old, before, change.id, another)
      add_resource(new, after, change.id, another)
    end
  end
  local found = { broadened = false }
  add_missing(found, new, keys_of(old), "+")
  add_missing(found, old, keys_of(new), "-")
  for at, row in ipairs(found) do row.at = at end
  table.sort(found, function(a, b)
    if a.resource ~= b.resource then return a.resource < b.resource end
    return a.at < b.at
  end)
  return found
end

return security
