--- Security groups: firewalls of network interfaces.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"

local is_unresolved = engine.is_unresolved

local DISABLE_INLINE_RULES = "@aws-cdk/aws-ec2.securityGroupDisableInlineRules"
local DUMMY = { securityGroupId = "sg-12345678", allowAllOutbound = true }

-- What own and imported groups share: rules as separate resources.
local SecurityGroupBase = engine.class("aws_cdk.aws_ec2.SecurityGroupBase", cdk.Resource)

SecurityGroupBase.can_inline_rule = false

SecurityGroupBase.get.connections = function(self)
  local connections = self._connections or ec2.Connections { security_groups = { self } }
  self._connections = connections
  return connections
end

SecurityGroupBase.get.unique_id = function(self) return engine.node_unique_id(self) end

--- The fields of an ingress rule that name the group.
function SecurityGroupBase:to_ingress_rule_config() return { source_security_group_id = self.security_group_id } end

--- The fields of an egress rule that name the group.
function SecurityGroupBase:to_egress_rule_config() return { destination_security_group_id = self.security_group_id } end

-- The peer in a rule's id. Peers that are not known yet are counted.
local function render_peer(self, peer)
  local id = peer.unique_id
  if not is_unresolved(id) then return id end
  local count = self._token_peers or 0
  self._token_peers = count + 1
  return count == 0 and "{IndirectPeer}" or ("'{IndirectPeer%d}'"):format(count + 1)
end

--- The stack and id of a rule: a rule that corresponds to one of another stack's group is in that stack, so that the
-- stacks do not depend on each other in both directions.
function SecurityGroupBase:_determine_rule_scope(peer, connection, from_to, remote_rule)
  if remote_rule and engine.is_a(peer, SecurityGroupBase) and engine.stack_of(self) ~= engine.stack_of(peer) then
    local reversed = from_to == "from" and "to" or "from"
    return { scope = peer, id = ("%s:%s %s"):format(self.unique_id, connection:to_string(), reversed) }
  end
  local id = ("%s %s:%s"):format(from_to, render_peer(self, peer), connection:to_string())
  return { scope = self, id = (id:gsub("/", "_", 1)) }
end

local function merged(peer_config, connection, description)
  local rule = connection:to_rule_json()
  for field, value in pairs(peer_config) do rule[field] = value end
  rule.description = description
  return rule
end

local function describe(from_to, peer, connection)
  return from_to .. " " .. peer.unique_id .. ":" .. connection:to_string()
end

local function add_rule(self, class, from_to, config, peer, connection, description, remote_rule)
  description = description or describe(from_to, peer, connection)
  local place = self:_determine_rule_scope(peer, connection, from_to, remote_rule)
  if place.scope.node:try_find_child(place.id) then return end
  local rule = merged(config, connection, description)
  rule.group_id = self.security_group_id
  class(place.scope, place.id, rule)
end

--- Lets the peer connect to members of the group; a rule that is there already is not added again.
function SecurityGroupBase:add_ingress_rule(peer, connection, description, remote_rule)
  add_rule(self, ec2.CfnSecurityGroupIngress, "from", peer:to_ingress_rule_config(), peer, connection, description,
    remote_rule)
end

--- Lets members of the group connect to the peer; a rule that is there already is not added again.
function SecurityGroupBase:add_egress_rule(peer, connection, description, remote_rule)
  add_rule(self, ec2.CfnSecurityGroupEgress, "to", peer:to_egress_rule_config(), peer, connection, description,
    remote_rule)
end

-- ---- own groups -----------------------------------------------------------------------------------------------------

local SecurityGroup = engine.class("aws_cdk.aws_ec2.SecurityGroup", SecurityGroupBase)

-- A rule that nothing matches: without any rule, EC2 would allow everything.
local NO_TRAFFIC = {
  cidr_ip = "255.255.255.255/32", description = "Disallow all traffic", ip_protocol = "icmp", from_port = 252,
  to_port = 86,
}
local ALL_IPV4 = {
  cidr_ip = "0.0.0.0/0", description = "Allow all outbound traffic by default", ip_protocol = "-1",
}
local ALL_IPV6 = {
  cidr_ipv6 = "::/0", description = "Allow all outbound ipv6 traffic by default", ip_protocol = "-1",
}

local function no_traffic_port() return ec2.Port.icmp_type_and_code(NO_TRAFFIC.from_port, NO_TRAFFIC.to_port) end

local INGRESS_FIELDS = {
  "cidr_ip", "cidr_ipv6", "from_port", "to_port", "ip_protocol", "source_security_group_id",
  "source_security_group_owner_id",
}
local EGRESS_FIELDS = {
  "cidr_ip", "cidr_ipv6", "from_port", "to_port", "ip_protocol", "destination_prefix_list_id",
  "destination_security_group_id",
}

-- A string that two rules share only if they render alike: joining the same tokens gives the same string.
local function key_of(fields, rule)
  local parts = {}
  for i, field in ipairs(fields) do
    local value = rule[field]
    local text = tostring(math.type(value) and math.tointeger(value) or value)
    parts[i] = string.pack("s4s4", is_unresolved(value) and "token" or type(value), text)
  end
  return table.concat(parts)
end

-- The rules of one direction, and which are known.
local function new_rules(fields) return { list = {}, known = {}, fields = fields } end

local function add_inline(rules, rule)
  local key = key_of(rules.fields, rule)
  if rules.known[key] then return end
  rules.known[key] = rule
  rules.list[#rules.list + 1] = rule
end

local function remove_inline(rules, rule)
  local key = key_of(rules.fields, rule)
  local known = rules.known[key]
  if not known then return end
  rules.known[key] = nil
  for i, other in ipairs(rules.list) do
    if rawequal(other, known) then
      table.remove(rules.list, i)
      return
    end
  end
end

local function rules_token(rules)
  return engine.lazy(function() return rules.list end, { kind = "any", omit_empty_list = true })
end

local function add_default_rules(self)
  local all = self.allow_all_outbound
  local rule = all and ALL_IPV4 or NO_TRAFFIC
  if not self._separate then
    add_inline(self._egress, rule)
    if self.allow_all_ipv6_outbound then add_inline(self._egress, ALL_IPV6) end
    return
  end
  SecurityGroupBase.add_egress_rule(self, ec2.Peer.ipv4(rule.cidr_ip),
    all and ec2.Port.all_traffic() or no_traffic_port(), rule.description, false)
  if self.allow_all_ipv6_outbound then
    SecurityGroupBase.add_egress_rule(self, ec2.Peer.any_ipv6(), ec2.Port.all_traffic(), ALL_IPV6.description, false)
  end
end

--- Arguments: scope, id, SecurityGroupProps.
function SecurityGroup:init(scope, id, props)
  SecurityGroupBase.init(self, scope, id, { physical_name = props.security_group_name })
  self.allow_all_outbound = props.allow_all_outbound ~= false
  self.allow_all_ipv6_outbound = props.allow_all_ipv6_outbound or false
  local separate = props.disable_inline_rules
  if separate == nil then separate = self.node:try_get_context(DISABLE_INLINE_RULES) or false end
  self._separate = separate
  self._ingress, self._egress = new_rules(INGRESS_FIELDS), new_rules(EGRESS_FIELDS)
  local description = props.description
  local resource = ec2.CfnSecurityGroup(self, "Resource", {
    group_name = self.physical_name,
    group_description = description ~= "" and description or self.node.path,
    security_group_ingress = rules_token(self._ingress),
    security_group_egress = rules_token(self._egress),
    vpc_id = props.vpc.vpc_id,
  })
  self._resource = resource
  self.security_group_id = resource.attr_group_id
  self.security_group_vpc_id = resource.attr_vpc_id
  add_default_rules(self)
end

function SecurityGroup:add_ingress_rule(peer, connection, description, remote_rule)
  if not peer.can_inline_rule or not connection.can_inline_rule or self._separate then
    SecurityGroupBase.add_ingress_rule(self, peer, connection, description, remote_rule)
    return
  end
  add_inline(self._ingress,
    merged(peer:to_ingress_rule_config(), connection, description or describe("from", peer, connection)))
end

local function remove_no_traffic_rule(self)
  if self._separate then
    local place = self:_determine_rule_scope(ec2.Peer.ipv4(NO_TRAFFIC.cidr_ip), no_traffic_port(), "to", false)
    place.scope.node:try_remove_child(place.id)
    return
  end
  remove_inline(self._egress, NO_TRAFFIC)
end

local function warn_ignored(self, id, option)
  cdk.Annotations.of(self):add_warning_v2(id, "the egress rule is ignored, for " .. option
    .. " is true; set it to false to choose what may go out")
end

function SecurityGroup:add_egress_rule(peer, connection, description, remote_rule)
  local config = peer:to_egress_rule_config()
  local is_ipv6 = config.cidr_ipv6 ~= nil
  if is_ipv6 and self.allow_all_ipv6_outbound then
    if not remote_rule then
      warn_ignored(self, "@aws-cdk/aws-ec2:ipv6IgnoreEgressRule", "allow_all_ipv6_outbound")
    end
    return
  end
  if not is_ipv6 then
    if self.allow_all_outbound then
      if not remote_rule then warn_ignored(self, "@aws-cdk/aws-ec2:ipv4IgnoreEgressRule", "allow_all_outbound") end
      return
    end
    remove_no_traffic_rule(self)
  end
  if not peer.can_inline_rule or not connection.can_inline_rule or self._separate then
    SecurityGroupBase.add_egress_rule(self, peer, connection, description, remote_rule)
    return
  end
  local rule = merged(config, connection, description or describe("from", peer, connection))
  if rule.ip_protocol == "-1" and (rule.cidr_ip == "0.0.0.0/0" or rule.cidr_ipv6 == "::/0") then
    engine.fail(self, "all traffic to everywhere is not an egress rule: -> set %s = true on the SecurityGroup",
      is_ipv6 and "allow_all_ipv6_outbound" or "allow_all_outbound")
  end
  add_inline(self._egress, rule)
end

--- Whether `x` is a security group, made here or imported.
function SecurityGroup.is_security_group(x) return engine.is_a(x, SecurityGroupBase) end

-- ---- groups made elsewhere ------------------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_ec2.ImportedSecurityGroup", SecurityGroupBase)
Imported.__interface = rawget(SecurityGroup, "__schema")

function Imported:init(scope, id, security_group_id, options)
  SecurityGroupBase.init(self, scope, id)
  self.security_group_id = security_group_id
  self.allow_all_outbound = options.allow_all_outbound ~= false
  self.allow_all_ipv6_outbound = options.allow_all_ipv6_outbound or false
  self._immutable = options.mutable == false
end

function Imported:add_ingress_rule(...)
  if not self._immutable then SecurityGroupBase.add_ingress_rule(self, ...) end
end

function Imported:add_egress_rule(...)
  if not self._immutable and not self.allow_all_outbound then SecurityGroupBase.add_egress_rule(self, ...) end
end

--- A group made elsewhere. Egress rules are added only if allow_all_outbound is false, none if mutable is false.
function SecurityGroup.from_security_group_id(scope, id, security_group_id, options)
  options = options or {}
  return Imported(scope, id, security_group_id, options)
end

local function look_up(scope, id, query)
  for name, value in pairs(query) do
    if is_unresolved(value) then
      engine.fail(scope, "a security group cannot be looked up by a token (%s): tokens have no value before deployment",
        name)
    end
  end
  local found = cdk.ContextProvider.get_value(scope, {
    provider = "security-group", props = query, dummy_value = DUMMY,
  }).value
  return Imported(scope, id, found.securityGroupId, { allow_all_outbound = found.allowAllOutbound })
end

--- A group of the stack's environment, found by id when the app is deployed with the CLI; before that a dummy.
function SecurityGroup.from_lookup_by_id(scope, id, security_group_id)
  return look_up(scope, id, { securityGroupId = security_group_id })
end

--- A group of the VPC, found by name when the app is deployed with the CLI; before that a dummy.
function SecurityGroup.from_lookup_by_name(scope, id, security_group_name, vpc)
  return look_up(scope, id, { securityGroupName = security_group_name, vpcId = vpc.vpc_id })
end

return { SecurityGroup = SecurityGroup, SecurityGroupBase = SecurityGroupBase }
