-- Managed prefix lists: CIDR blocks under one name.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local l2 = require "aws_cdk.l2"
local util = require "aws_cdk.aws_ec2.network_util"

local is_unresolved, fail, display = engine.is_unresolved, engine.fail, engine.display

local PrefixListBase = engine.class("aws_cdk.aws_ec2.PrefixListBase", cdk.Resource)
local PrefixList = engine.class("aws_cdk.aws_ec2.PrefixList", PrefixListBase)
local ImportedPrefixList = engine.class("aws_cdk.aws_ec2.ImportedPrefixList", PrefixListBase)

local NAME = "aws_ec2.CfnPrefixListProps.prefix_list_name"

PrefixListBase.get.connections = function(self)
  local connections = ec2.Connections { peer = self }
  rawset(self, "connections", connections)
  return connections
end

PrefixListBase.get.can_inline_rule = function() return false end
PrefixListBase.get.unique_id = function(self) return self.prefix_list_id end

--- The form in a rule for traffic from the list.
function PrefixListBase:to_ingress_rule_config() return { source_prefix_list_id = self.prefix_list_id } end

--- The form in a rule for traffic to the list.
function PrefixListBase:to_egress_rule_config() return { destination_prefix_list_id = self.prefix_list_id } end

--------------------------------------------------------------------------------------------------------------------

local function is_ipv4_range(cidr)
  local address, mask = cidr:match "^(%d+%.%d+%.%d+%.%d+)/?(%d*)$"
  if not address then return false end
  for octet in address:gmatch "%d+" do
    if #octet > 3 then return false end
  end
  if mask == "" then return cidr:sub(-1) ~= "/" end
  return tonumber(mask) <= 32 and mask == tostring(tonumber(mask))
end

-- Groups of hexadecimal digits, eight of them or fewer around one "::"; the last two may be an IPv4 address.
local function is_ipv6_range(cidr)
  local address, slash, mask = cidr:match "^([%x:.]+)(/?)(%d*)$"
  if not address or (slash == "/") ~= (mask ~= "") or (mask ~= "" and tonumber(mask) > 128) then return false end
  local groups = 0
  local ipv4 = address:match ":(%d+%.%d+%.%d+%.%d+)$"
  if ipv4 then
    if not util.is_ipv4(ipv4) then return false end
    address = address:sub(1, -#ipv4 - 1) .. "0:0"
  end
  if address:find("::", 1, true) and address:find("::.*::") then return false end
  for group in address:gmatch "[^:]+" do
    if not group:find "^%x%x?%x?%x?$" then return false end
    groups = groups + 1
  end
  if address:find("::", 1, true) then return groups <= 7 and not address:find ":::" end
  return groups == 8 and not address:find "^:" and not address:find ":$"
end

local function check_entries(self, props)
  local ipv6 = props.address_family == "IPv6"
  for _, entry in ipairs(props.entries or {}) do
    local cidr = entry.cidr
    if type(cidr) ~= "string" or not (ipv6 and is_ipv6_range or is_ipv4_range)(cidr) then
      fail(self, "%s is not a range of %s addresses", display(cidr), ipv6 and "IPv6" or "IPv4")
    end
  end
end

local function check_name(self, name)
  if not name or is_unresolved(name) then return end
  if name:find "^com%.amazonaws" then fail(self, "prefix_list_name must not start with \"com.amazonaws\"") end
  l2.at_most(self, NAME, name)
end

--- Arguments: scope, id, PrefixListProps.
function PrefixList:init(scope, id, props)
  props = props or {}
  local name = props.prefix_list_name or engine.lazy(function()
    return cdk.Names.unique_resource_name(self, { max_length = l2.limit(NAME), allowed_special_characters = ".-_" })
  end, { kind = "string" })
  cdk.Resource.init(self, scope, id, { physical_name = name })
  check_name(self, props.prefix_list_name)
  check_entries(self, props)
  self.prefix_list_name = self.physical_name
  self.address_family = props.address_family or ec2.AddressFamily.IP_V4
  local entries = props.entries or {}
  local most = props.max_entries
  self._resource = ec2.CfnPrefixList(self, "Resource", {
    address_family = self.address_family,
    max_entries = most and most ~= 0 and most or math.max(#entries, 1),
    prefix_list_name = self.prefix_list_name,
    entries = entries,
  })
end

for field, attribute in pairs {
  prefix_list_id = "attr_prefix_list_id", prefix_list_arn = "attr_arn", owner_id = "attr_owner_id",
  version = "attr_version",
} do
  PrefixList.get[field] = function(self) return self._resource[attribute] end
end

--------------------------------------------------------------------------------------------------------------------
-- Lists defined elsewhere

ImportedPrefixList.__interface = rawget(PrefixList, "__schema")

function ImportedPrefixList:init(scope, id, prefix_list_id)
  cdk.Resource.init(self, scope, id)
  self.prefix_list_id = prefix_list_id
end

ImportedPrefixList.get.prefix_list_arn = function(self)
  return self.stack:format_arn { service = "ec2", resource = "prefix-list", resource_name = self.prefix_list_id }
end

--- A prefix list defined elsewhere.
function PrefixList.from_prefix_list_id(scope, id, prefix_list_id)
  return ImportedPrefixList(scope, id, prefix_list_id)
end

--- A prefix list that exists already: the CLI looks it up by its name.
function PrefixList.from_lookup(scope, id, options)
  if is_unresolved(options.prefix_list_name) then
    fail(scope, "a prefix list is looked up before the deployment, so prefix_list_name must be a literal; it is a "
      .. "token")
  end
  local owner, family = options.owner_id, options.address_family
  local found = cdk.ContextProvider._get_value(scope, {
    provider = "cc-api-provider",
    props = engine.ordered(
      "typeName", "AWS::EC2::PrefixList",
      "propertyMatch", engine.ordered("PrefixListName", options.prefix_list_name,
        "OwnerId", owner ~= "" and owner or nil, "AddressFamily", family),
      "propertiesToReturn", { "PrefixListId" },
      "expectedMatchCount", "exactly-one"),
    dummy_value = { { PrefixListId = "pl-xxxxxxxx" } },
  }).value
  if type(found) ~= "table" or #found ~= 1 then
    fail(scope, "the context does not have exactly one prefix list for %s: -> clear the key with `cdk context "
      .. "--reset` and try again",
      display(options.prefix_list_name))
  end
  return PrefixList.from_prefix_list_id(scope, id, found[1].PrefixListId)
end

return { PrefixList = PrefixList }
