--- Rules about DNS, CDN, APIs, load balancers and security groups.
local facts = require "luacdk.check.resources.fact_rows"
local values = require "luacdk.check.resources.values"

local has, text, number, list, object = values.has, values.text, values.number, values.list, values.object

-- ---- Route 53 -------------------------------------------------------------------------------------------------------

local function is_ipv4(address)
  local parts = { address:match "^(%d+)%.(%d+)%.(%d+)%.(%d+)$" }
  for _, part in ipairs(parts) do
    if tonumber(part) > 255 or part:find "^0%d" then return false end
  end
  return #parts == 4
end

-- The number of 16-bit groups; nil if it is no part of an address. The last one may be an IPv4 address.
local function count_groups(part)
  local count, rest = 0, part
  while rest ~= "" do
    local group, after = rest:match "^([^:]*):?(.*)$"
    if after == "" and is_ipv4(group) then
      count = count + 1
    elseif not group:find "^%x%x?%x?%x?$" then
      return nil
    end
    count, rest = count + 1, after
  end
  return count
end

local function is_ipv6(address)
  local left, right = address:match "^(.-)::(.*)$"
  if not left then return not address:find ":$" and count_groups(address) == 8 end
  local before, after = count_groups(left), count_groups(right)
  return not right:find "^:" and not right:find("::", 1, true) and not right:find ":$" and before ~= nil
    and after ~= nil and before + after < 8
end

local function is_quoted(record)
  local rest = record
  while true do
    local inner, after = rest:match '^"([^"]+)" *(.*)$'
    if not inner or #inner > 255 then return false end
    if after == "" then return rest:sub(-1) == '"' end
    rest = after
  end
end

local RECORDS = {
  A = { is_ipv4, "is no IPv4 address", "an A record holds one, such as 192.0.2.1" },
  AAAA = { is_ipv6, "is no IPv6 address", "an AAAA record holds one, such as 2001:db8::1" },
  TXT = { is_quoted, "is not in double quotes", "a TXT record is written '\"text\"'" },
  CAA = { function(record)
    local flag = record:match '^(%d+)%s%w+%s".+"$'
    return flag == "0" or flag == "128"
  end, "is no CAA record", "write '0 issue \"ca.example.com\"'" },
  MX = { function(record)
    local priority = record:match "^(%d+)%s%S+$"
    return priority ~= nil and (priority == "0" or priority:sub(1, 1) ~= "0") and tonumber(priority) <= 65535
  end, "is no MX record", "write '10 mail.example.com'" },
}

local function judge_records(set, path, tell)
  local records = list(set.ResourceRecords)
  local row = RECORDS[set.Type]
  for i, record in ipairs(row and records or {}) do
    if text(record) and not row[1](record) then
      tell("E3023", ("%sResourceRecords[%d]"):format(path, i - 1), ("'%s' %s"):format(record, row[2]), row[3])
    end
  end
  if set.Type == "CNAME" and #records > 1 then
    tell("E3023", path .. "ResourceRecords", ("a CNAME with %d records"):format(#records), "there may be one")
  end
end

local function record_set(props, tell) judge_records(props, "", tell) end

local function record_sets(props, tell)
  for i, set in ipairs(list(props.RecordSets)) do
    judge_records(object(set), ("RecordSets[%d]."):format(i - 1), tell)
  end
end

local function without_dot(name) return (name:gsub("%.$", "")) end

local function zone(props, tell)
  local name, zone_name = text(props.Name), text(props.HostedZoneName)
  if not name or not zone_name then return end
  local short, around = without_dot(name), without_dot(zone_name)
  if short:sub(-#around) ~= around then
    tell("E3041", "Name", ("'%s' is not in the zone '%s'"):format(name, zone_name),
      ("it must end in '%s'"):format(around))
  elseif props.Type == "CNAME" and short == around then
    tell("E3023", "Name", ("'%s' is the zone itself, which has no CNAME"):format(name), "use an alias record")
  end
end

local function alias(props, tell)
  if not has(props, "AliasTarget") then return end
  if has(props, "TTL") then
    tell("E3029", "TTL", "an alias has the TTL of its target", "leave TTL out")
  end
  if props.Type == "NS" or props.Type == "SOA" then
    tell("E3029", "AliasTarget", ("a record of type %s cannot be an alias"):format(props.Type), nil)
  end
end

-- ---- CloudFront -----------------------------------------------------------------------------------------------------

local function is_domain(name)
  local labels = {}
  for label in (name .. "."):gmatch "([^.]*)%." do labels[#labels + 1] = label end
  for i, label in ipairs(labels) do
    local first = i < #labels and "^[%l%d*]" or "^[%l%d]"
    if not label:find(first) or #label > 63 or label:sub(2):find "[^%l%d-]" or label:find "%-$" then return false end
  end
  return #labels > 1 and #labels[#labels] > 1
end

local function aliases(props, tell)
  values.each(props, "DistributionConfig.Aliases.*", function(name, path)
    if not text(name) then return end
    if not is_domain(name) then
      tell("E3013", path, ("'%s' is no domain name"):format(name), "write 'www.example.com' or '*.example.com'")
    elseif name:find(".*.", 1, true) then
      tell("E3013", path, ("'%s' has a * in the middle"):format(name), "only the first part may be one")
    end
  end)
end

local function target_origin(props, tell)
  local config = object(props.DistributionConfig)
  local id = text(object(config.DefaultCacheBehavior).TargetOriginId)
  local known, names, complete = {}, {}, true
  local function note(items)
    for _, item in ipairs(list(items)) do
      local name = text(object(item).Id)
      complete = complete and name ~= nil
      if name then
        known[name] = true
        names[#names + 1] = name
      end
    end
  end
  note(config.Origins)
  note(object(config.OriginGroups).Items)
  if id and complete and not known[id] then
    tell("E3057", "DistributionConfig.DefaultCacheBehavior.TargetOriginId", ("there is no origin '%s'"):format(id),
      #names > 0 and ("there is %s"):format(values.names(names)) or nil)
  end
end

-- ---- API Gateway ----------------------------------------------------------------------------------------------------

local function api_name(props, tell)
  if not (has(props, "Body") or has(props, "BodyS3Location") or has(props, "Name")) then
    tell("E3660", "Name", "an API without a definition needs a name", "give Name, Body or BodyS3Location")
  end
end

local function method_settings(props, tell)
  for i, setting in ipairs(list(props.MethodSettings)) do
    local path, sets = text(object(setting).ResourcePath), false
    for _, name in ipairs(facts.api_gateway_method_settings) do sets = sets or object(setting)[name] ~= nil end
    if sets and path and path:sub(1, 1) ~= "/" then
      tell("E3723", ("MethodSettings[%d].ResourcePath"):format(i - 1), ("'%s' does not begin with '/'"):format(path),
        ("write '/%s'"):format(path))
    end
  end
end

-- Whether two properties are about different APIs.
local function differ(one, other)
  local a, b = values.target(one), values.target(other)
  if a and b then return a ~= b end
  return values.key(one) ~= values.key(other)
end

local function same_api(rule, name, type, what)
  return function(props, tell, all)
    local other = all.find(props[name], type)
    if other and props.RestApiId ~= nil and other.props.RestApiId ~= nil
      and differ(props.RestApiId, other.props.RestApiId) then
      tell(rule, "RestApiId", ("this %s is of another API than '%s', which uses it"):format(what, all.self.id),
        "give both the same API", other)
    end
  end
end

local function authorizer_type(props, tell, all)
  local authorizer = all.find(props.AuthorizerId, "AWS::ApiGateway::Authorizer")
  local wanted = facts.api_gateway_authorizer_types[props.AuthorizationType]
  local given = authorizer and text(authorizer.props.Type)
  if wanted and given and not values.is_one_of(given, wanted) then
    tell("E3708", "Type", ("'%s' authorises by %s, and '%s' wants it by %s"):format(authorizer.id, given, all.self.id,
      props.AuthorizationType), ("it must be %s"):format(values.names(wanted)), authorizer)
  end
end

-- ---- load balancers -------------------------------------------------------------------------------------------------

local function listener(props, tell)
  if values.is_one_of(props.Protocol, facts.load_balancer_v2_certificate_protocols)
    and not has(props, "Certificates") then
    tell("E3676", "Protocol", ("a listener for %s needs a certificate"):format(props.Protocol), "give Certificates")
  end
end

local function classic_listeners(props, tell)
  for i, one in ipairs(list(props.Listeners)) do
    if values.is_one_of(object(one).Protocol, facts.classic_load_balancer_certificate_protocols)
      and one.SSLCertificateId == nil then
      tell("E3679", ("Listeners[%d]"):format(i - 1), ("a listener for %s needs a certificate"):format(one.Protocol),
        "give SSLCertificateId")
    end
  end
end

local function two_subnets(props, tell)
  if has(props, "Type") and props.Type ~= "application" then return end
  for _, name in ipairs { "Subnets", "SubnetMappings" } do
    local subnets = props[name]
    if type(subnets) == "table" and (next(subnets) == nil or #subnets == 1) then
      tell("E3680", name, ("an application load balancer with %s"):format(#subnets == 1 and "1 subnet" or "no subnets"),
        "there must be at least 2, in different zones")
    end
  end
end

-- ---- security groups ------------------------------------------------------------------------------------------------

local RANGES = { tcp = true, udp = true, ["6"] = true, ["17"] = true }

local function judge_rule(rule, path, port, tell)
  local protocol = rule.IpProtocol
  if type(protocol) ~= "string" and type(protocol) ~= "number" then return end
  protocol = tostring(protocol)
  local from, to = number(rule.FromPort), number(rule.ToPort)
  if RANGES[protocol:lower()] and from and to and from > to then
    tell("E9002", port, ("the first port, %s, is greater than the last, %s"):format(from, to), nil)
  end
  if not has(rule, "FromPort") and not has(rule, "ToPort")
    and values.is_one_of(protocol, facts.security_group_protocols_with_ports) then
    tell("E3687", path, ("a rule for %s needs ports"):format(protocol), "give FromPort and ToPort")
  end
end

local function group_rules(props, tell)
  for _, name in ipairs { "SecurityGroupIngress", "SecurityGroupEgress" } do
    for i, rule in ipairs(list(props[name])) do
      local path = ("%s[%d]"):format(name, i - 1)
      judge_rule(object(rule), path, path .. ".FromPort", tell)
    end
  end
end

local function single_rule(props, tell) judge_rule(props, "IpProtocol", "FromPort", tell) end

-- A subnet has one route table.
local function route_tables(resources, tell)
  local first = {}
  for _, one in ipairs(resources) do
    local subnet = one.props.SubnetId ~= nil and not one.Condition and values.key(one.props.SubnetId)
    if subnet and first[subnet] then
      for _, association in ipairs { first[subnet], one } do
        if not association.told then
          association.told = true
          tell("E3022", "SubnetId", "the subnet is associated with more than one route table", "there may be one",
            association)
        end
      end
    elseif subnet then
      first[subnet] = one
    end
  end
end

return {
  each = {
    ["AWS::Route53::RecordSet"] = { record_set, zone, alias },
    ["AWS::Route53::RecordSetGroup"] = { record_sets },
    ["AWS::CloudFront::Distribution"] = { aliases, target_origin },
    ["AWS::ApiGateway::RestApi"] = { api_name },
    ["AWS::ApiGateway::Stage"] = { method_settings,
      same_api("E3698", "DeploymentId", "AWS::ApiGateway::Deployment", "deployment") },
    ["AWS::ApiGateway::Method"] = { authorizer_type,
      same_api("E3699", "AuthorizerId", "AWS::ApiGateway::Authorizer", "authorizer") },
    ["AWS::ElasticLoadBalancingV2::Listener"] = { listener },
    ["AWS::ElasticLoadBalancing::LoadBalancer"] = { classic_listeners },
    ["AWS::ElasticLoadBalancingV2::LoadBalancer"] = { two_subnets },
    ["AWS::EC2::SecurityGroup"] = { group_rules },
    ["AWS::EC2::SecurityGroupIngress"] = { single_rule },
    ["AWS::EC2::SecurityGroupEgress"] = { single_rule },
  },
  together = { ["AWS::EC2::SubnetRouteTableAssociation"] = route_tables },
  also = { "AWS::ApiGateway::Authorizer", "AWS::ApiGateway::Deployment" },
}
