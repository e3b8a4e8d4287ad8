-- VPCs that are not of this app: those that the script describes, and those that the CLI looks up.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local ec2 = require "aws_cdk.aws_ec2"
local VpcBase = require "aws_cdk.aws_ec2.vpc_base"

local is_unresolved, fail, display = engine.is_unresolved, engine.fail, engine.display

local ImportedVpc = engine.class("aws_cdk.aws_ec2.ImportedVpc", VpcBase)
local LookedUpVpc = engine.class("aws_cdk.aws_ec2.LookedUpVpc", VpcBase)

local MODEL = rawget(ec2.Vpc, "__schema")
ImportedVpc.__interface, LookedUpVpc.__interface = MODEL, MODEL

--------------------------------------------------------------------------------------------------------------------
-- VPCs by their attributes

-- The groups of subnets: prefix of the attributes, name where none is given.
local GROUPS = { { "public", "Public" }, { "private", "Private" }, { "isolated", "Isolated" } }

-- A list; one that is a token has that token as its only element.
local function list(value)
  if value == nil then return {} end
  return engine.is_token(value) and { value } or value
end

local function check_count(self, attrs, ids, prefix, suffix)
  local field = prefix .. suffix
  local count = #list(attrs[field])
  if attrs[field] ~= nil and count ~= #ids then
    fail(self, "%s must have an entry for each of %s_subnet_ids: there are %d of %d", field, prefix, count, #ids)
  end
end

local function import_subnets(self, attrs, prefix, default_name)
  local zones, ids = list(self.availability_zones), list(attrs[prefix .. "_subnet_ids"])
  if #zones == 0 then fail(self, "availability_zones must have at least one zone, got none") end
  local groups = #ids // #zones
  if #ids % #zones ~= 0 then
    fail(self, "%s_subnet_ids must have an entry for each availability zone, or a multiple: there are %d for %d zones",
      prefix, #ids, #zones)
  end
  check_count(self, attrs, ids, prefix, "_subnet_route_table_ids")
  check_count(self, attrs, ids, prefix, "_subnet_ipv4_cidr_blocks")
  local names = list(attrs[prefix .. "_subnet_names"])
  if #names == 0 then
    names = { default_name }
  elseif #names ~= groups then
    fail(self, "%s_subnet_names must have a name for each group of subnets: there are %d names for %d groups", prefix,
      #names, groups)
  end
  local tables = list(attrs[prefix .. "_subnet_route_table_ids"])
  local blocks = list(attrs[prefix .. "_subnet_ipv4_cidr_blocks"])
  local subnets = {}
  for i, id in ipairs(ids) do
    local name = names[(i - 1) // #zones + 1]
    subnets[i] = ec2.Subnet.from_subnet_attributes(self, (name or "undefined") .. "Subnet" .. i, {
      availability_zone = zones[(i - 1) % #zones + 1], subnet_id = id, route_table_id = tables[i],
      ipv4_cidr_block = blocks[i],
    })
  end
  return subnets
end

local function warn_of_tokens(self, attrs)
  for _, field in ipairs(engine.keys(attrs)) do
    if engine.token_type(attrs[field]) == "list" then
      local name = field:gsub("_(%w)", string.upper)
      cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-ec2:vpcAttributeIsListToken" .. name,
        ("%s of the imported VPC is a list token, and constructs that need to know the list now cannot use it; "
          .. "use ec2.Vpc.from_lookup or cdk.Fn.import_list_value"):format(field))
    end
  end
end

function ImportedVpc:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id, { region = attrs.region })
  self.vpc_id = attrs.vpc_id
  self.vpc_arn = cdk.Arn.format({ service = "ec2", resource = "vpc", resource_name = self.vpc_id },
    engine.stack_of(self))
  self._cidr = attrs.vpc_cidr_block
  self._cidr_advice = "give vpc_cidr_block to Vpc.from_vpc_attributes"
  self.availability_zones = attrs.availability_zones
  self._vpn_gateway_id = attrs.vpn_gateway_id
  self.internet_connectivity_established = constructs.DependencyGroup()
  warn_of_tokens(self, attrs)
  for _, group in ipairs(GROUPS) do
    self[group[1] .. "_subnets"] = import_subnets(self, attrs, group[1], group[2])
  end
end

local function cidr_block(self)
  if self._cidr == nil then fail(self, "the CIDR block of this VPC is not known: %s", self._cidr_advice) end
  return self._cidr
end

ImportedVpc.get.vpc_cidr_block, LookedUpVpc.get.vpc_cidr_block = cidr_block, cidr_block

--------------------------------------------------------------------------------------------------------------------
-- VPCs that the CLI looks up

-- Stands in until the VPC has been looked up.
local function dummy_group(name, letter)
  local function subnet(zone, id, route_table)
    return {
      availabilityZone = zone, subnetId = letter .. id, routeTableId = route_table .. letter, cidr = "1.2.3.4/5",
    }
  end
  local second = letter == "s" and "rtb-67890" or "rtb-57890"
  return {
    name = name, type = name,
    subnets = { subnet("dummy1a", "-12345", "rtb-12345"), subnet("dummy1b", "-67890", second) },
  }
end

local function dummy()
  return {
    vpcId = "vpc-12345", vpcCidrBlock = "1.2.3.4/5",
    subnetGroups = { dummy_group("Public", "s"), dummy_group("Private", "p"), dummy_group("Isolated", "p") },
  }
end

local function subnets_of_type(self, groups, group_type)
  local subnets = {}
  for _, group in ipairs(groups) do
    if group.type == group_type then
      for i, subnet in ipairs(group.subnets) do
        subnets[#subnets + 1] = ec2.Subnet.from_subnet_attributes(self, group.name .. "Subnet" .. i, {
          availability_zone = subnet.availabilityZone, subnet_id = subnet.subnetId,
          route_table_id = subnet.routeTableId, ipv4_cidr_block = subnet.cidr,
        })
      end
    end
  end
  return subnets
end

local function zones_of(groups)
  local zones, seen = {}, {}
  for _, group in ipairs(groups) do
    for _, subnet in ipairs(group.subnets) do
      local zone = subnet.availabilityZone
      if not seen[zone] then
        seen[zone] = true
        zones[#zones + 1] = zone
      end
    end
  end
  return engine.sort(zones)
end

function LookedUpVpc:init(scope, id, found, is_incomplete)
  cdk.Resource.init(self, scope, id, { region = found.region, account = found.ownerAccountId })
  local env = self.env
  self.vpc_id = found.vpcId
  self.vpc_arn = cdk.Arn.format({
    service = "ec2", resource = "vpc", resource_name = self.vpc_id, region = env.region, account = env.account,
  }, engine.stack_of(self))
  self._cidr = found.vpcCidrBlock
  self._cidr_advice = "the look-up did not find it; use a newer CLI and remove the old value from the context"
  self._vpn_gateway_id = found.vpnGatewayId
  self._incomplete_subnet_definition = is_incomplete
  self.internet_connectivity_established = constructs.DependencyGroup()
  local groups = found.subnetGroups or {}
  self.availability_zones = zones_of(groups)
  for _, group in ipairs(GROUPS) do
    self[group[1] .. "_subnets"] = subnets_of_type(self, groups, group[2])
  end
end

local function check_literal(scope, options)
  local given = { options.vpc_id or "", options.vpc_name or "" }
  for key, value in pairs(options.tags or {}) do
    given[#given + 1] = key
    given[#given + 1] = value
  end
  for _, value in ipairs(given) do
    if is_unresolved(value) then
      fail(scope, "a VPC is looked up before the deployment: what it is looked up by must be literals, and %s is a "
        .. "token", display(value))
    end
  end
end

local function filter_of(options)
  local filter = engine.ordered()
  for _, name in ipairs(engine.keys(options.tags or {})) do filter["tag:" .. name] = options.tags[name] end
  local function add(key, value)
    if value ~= nil and value ~= "" then filter[key] = value end
  end
  add("vpc-id", options.vpc_id)
  add("tag:Name", options.vpc_name)
  add("owner-id", options.owner_account_id)
  if options.is_default ~= nil then filter.isDefault = tostring(options.is_default) end
  return filter
end

local imported_vpc = {}

function imported_vpc.imported(scope, id, attrs) return ImportedVpc(scope, id, attrs) end

function imported_vpc.looked_up(scope, id, options)
  check_literal(scope, options)
  local region = options.region
  local found = cdk.ContextProvider._get_value(scope, {
    provider = "vpc-provider",
    props = {
      region = region ~= "" and region or nil,
      filter = filter_of(options),
      returnAsymmetricSubnets = true,
      returnVpnGateways = options.return_vpn_gateways,
      subnetGroupNameTag = options.subnet_group_name_tag,
    },
  }).value
  engine.stack_of(scope):_silence_zone_warning()
  return LookedUpVpc(scope, id, found or dummy(), found == nil)
end

return imported_vpc
