--- Who may talk to whom: rules between security groups and peers.
local engine = require "luacdk.engine"
local ec2 = require "aws_cdk.aws_ec2"

-- A list that also shows later additions to those who already have it.
local function reactive_list() return { elements = {}, listeners = {} } end

local function push(list, element)
  list.elements[#list.elements + 1] = element
  for _, listener in ipairs(list.listeners) do listener(element) end
end

local function each_and_forever(list, listener)
  for _, element in ipairs(list.elements) do listener(element) end
  list.listeners[#list.listeners + 1] = listener
end

local Connections = engine.class("aws_cdk.aws_ec2.Connections")

--- Arguments: ConnectionsProps (security_groups, peer, default_port).
function Connections:init(props)
  self._groups, self._rules = reactive_list(), reactive_list()
  for _, group in ipairs(props and props.security_groups or {}) do
    push(self._groups, group)
    push(self._rules, group)
  end
  if props and props.peer then push(self._rules, props.peer) end
  self.default_port = props and props.default_port
end

Connections.get.connections = function(self) return self end

Connections.get.security_groups = function(self)
  return table.move(self._groups.elements, 1, #self._groups.elements, 1, {})
end

--- Adds security groups: earlier and later rules apply to them too.
function Connections:add_security_group(...)
  for _, group in ipairs { ... } do
    push(self._groups, group)
    push(self._rules, group)
  end
end

-- Adds the rule to all groups of `self`, then lets the other side add its own, without coming back here.
local function allow(self, add, answer, other, port_range, description)
  if self._skip then return end
  local remote_rule = self._remote_rule or false
  local far = other.connections
  each_and_forever(self._groups, function(group)
    each_and_forever(far._rules, function(peer) group[add](group, peer, port_range, description, remote_rule) end)
  end)
  self._skip, far._remote_rule = true, true
  local done, problem = pcall(far[answer], far, self, port_range, description)
  self._skip, far._remote_rule = false, false
  if not done then error(problem, 0) end
end

--- Lets connections go to `other` on the ports.
function Connections:allow_to(other, port_range, description)
  allow(self, "add_egress_rule", "allow_from", other, port_range, description)
end

--- Lets connections come from `other` on the ports.
function Connections:allow_from(other, port_range, description)
  allow(self, "add_ingress_rule", "allow_to", other, port_range, description)
end

--- Lets the members talk to each other on the ports.
function Connections:allow_internally(port_range, description)
  each_and_forever(self._groups, function(group)
    each_and_forever(self._rules, function(peer)
      group:add_ingress_rule(peer, port_range, description)
      group:add_egress_rule(peer, port_range, description)
    end)
  end)
end

--- Lets connections go to every IPv4 address.
function Connections:allow_to_any_ipv4(port_range, description)
  self:allow_to(ec2.Peer.any_ipv4(), port_range, description)
end

--- Lets connections come from every IPv4 address.
function Connections:allow_from_any_ipv4(port_range, description)
  self:allow_from(ec2.Peer.any_ipv4(), port_range, description)
end

local function default_port(of, method, whose)
  local port = of.default_port
  if port then return port end
  engine.fail(nil, "%s: %s resource has no default port; -> name the ports with allow_to or allow_from", method, whose)
end

--- Lets connections come from `other` on the own default port.
function Connections:allow_default_port_from(other, description)
  self:allow_from(other, default_port(self, "allow_default_port_from", "this"), description)
end

--- Lets the members talk to each other on the own default port.
function Connections:allow_default_port_internally(description)
  self:allow_internally(default_port(self, "allow_default_port_internally", "this"), description)
end

--- Lets connections come from every IPv4 address on the own default port.
function Connections:allow_default_port_from_any_ipv4(description)
  self:allow_from_any_ipv4(default_port(self, "allow_default_port_from_any_ipv4", "this"), description)
end

--- Lets connections go to `other` on its default port.
function Connections:allow_to_default_port(other, description)
  self:allow_to(other, default_port(other.connections, "allow_to_default_port", "the other"), description)
end

--- Lets connections go to `other` on the own default port.
function Connections:allow_default_port_to(other, description)
  self:allow_to(other, default_port(self, "allow_default_port_to", "this"), description)
end

return { Connections = Connections }
