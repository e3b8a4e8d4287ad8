--- What the service refuses: which options need which version, type of instances, or other options.
local engine = require "luacdk.engine"
local ec2 = require "aws_cdk.aws_ec2"
local l2 = require "aws_cdk.l2"

local fail, display = engine.fail, engine.display
local Volume = ec2.EbsDeviceVolumeType

local checks = {}

local function known(value) return value ~= nil and not engine.is_unresolved(value) end

-- Whether a text, which may be known only at deployment, begins with one of the others.
local function begins(text, ...)
  if engine.is_unresolved(text) then return false end
  for _, start in ipairs { ... } do
    if text:sub(1, #start) == start then return true end
  end
  return false
end

local function ends(text, suffix) return engine.is_unresolved(text) or text:sub(-#suffix) == suffix end

-- Whether data or master nodes are of one of the types.
local function has_type(f, ...) return begins(f.master_type, ...) or begins(f.data_type, ...) end

-- "I3, R6GD or R3"
local function enumerated(types, conjunction)
  local names = {}
  for i, name in ipairs(types) do names[i] = name:upper() end
  if #names < 2 then return names[1] end
  return table.concat(names, ", ", 1, #names - 1) .. " " .. conjunction .. " " .. names[#names]
end

-- ---- versions -------------------------------------------------------------------------------------------------------

-- The versions of Elasticsearch up to 7.7.
local OLD = {}
for _, version in ipairs { 1.5, 2.3, 5.1, 5.3, 5.5, 5.6, 6, 6.2, 6.3, 6.4, 6.5, 6.7, 6.8, 7.1, 7.4, 7.7 } do
  OLD[version] = true
end

--- Major and minor version as a number; what is known only at deployment is no number.
function checks.version_number(self, text)
  if engine.is_unresolved(text) then return 0 / 0 end
  if not text:find "^[^.]+%." then
    fail(self, "a version starts with its major and minor version, like \"2.19\", got %s", display(text))
  end
  return tonumber(text:match "^[^.]*%.[^.]*") or tonumber(text:match "^%d+%.?%d*") or 0 / 0
end

-- Rows of a minimum version of Elasticsearch: below it, what must not be. OpenSearch has all of it.
local MINIMUM = {
  { 5.1, "logging.app_log_enabled", function(props) return props.logging and props.logging.app_log_enabled end },
  { 5.1, "encryption_at_rest", function(props)
    return props.encryption_at_rest and props.encryption_at_rest.enabled
  end },
  { 5.1, "Cognito", function(props, _, row) return props[row.cognito] end },
  { 5.1, "instances of the types C5, I3, M5 and R5", function(_, f) return has_type(f, "c5", "i3", "m5", "r5") end },
  { 6, "node_to_node_encryption", function(props) return props.node_to_node_encryption end },
  { 6.7, "use_unsigned_basic_auth", function(_, f) return f.unsigned end },
  { 6.7, "fine_grained_access_control", function(_, f) return f.advanced end },
  { 6.8, "UltraWarm storage", function(_, f) return f.has_warm end },
}

function checks.version(self, props, f, row)
  if not f.is_elasticsearch then return end
  if f.version <= 7.7 and not OLD[f.version] then
    fail(self, "there is no version %.14g of Elasticsearch", f.version)
  end
  for _, one in ipairs(MINIMUM) do
    if f.version < one[1] and one[3](props, f, row) then
      fail(self, "%s needs Elasticsearch %.1f or OpenSearch 1.0, got version %.14g", one[2], one[1], f.version)
    end
  end
end

-- ---- instances ------------------------------------------------------------------------------------------------------

function checks.types(self, f, row)
  for name, given in pairs { master_node_instance_type = f.master_type, data_node_instance_type = f.data_type,
    warm_instance_type = f.warm_type } do
    if not ends(given, row.suffix) then
      fail(self, "capacity.%s must end with %q, got %s", name, row.suffix, display(given))
    end
  end
  if known(f.warm_type) and not begins(f.warm_type, "ultrawarm") then
    fail(self, "capacity.warm_instance_type must begin with \"ultrawarm\", got %s", display(f.warm_type))
  end
end

--- What types of instances cannot do.
function checks.abilities(self, f, row)
  if has_type(f, table.unpack(row.no_ebs)) and f.ebs_enabled then
    fail(self, "instances of the types %s have no EBS volumes; -> set ebs = { enabled = false }",
      enumerated(row.no_ebs, "and"))
  end
  if has_type(f, "m3", "r3", "t2") and f.encrypted then
    fail(self, "instances of the types M3, R3 and T2 cannot encrypt at rest")
  end
  if has_type(f, "t2.micro") and (not f.is_elasticsearch or f.version > 2.3) then
    fail(self, "t2.micro instances run only Elasticsearch 1.5 and 2.3")
  end
  if has_type(f, "t2", "t3") and f.has_warm then fail(self, "T2 and T3 instances have no UltraWarm storage") end
  if not f.ebs_enabled and not begins(f.data_type, "r3", table.unpack(row.no_ebs)) then
    fail(self, "only instances of the types %s can do without EBS volumes",
      enumerated({ "r3", table.unpack(row.no_ebs) }, "and"))
  end
end

-- ---- volumes --------------------------------------------------------------------------------------------------------

-- By type of volume: IOPS for each GiB, MiB/s for each of the IOPS, at most.
local MOST_IOPS = {
  [Volume.GP3] = 500, [Volume.IO1] = 50, [Volume.IO2] = 500,
}
local MOST_FOR_IOPS = { [Volume.GP3] = 0.25 }

local LEAST_THROUGHPUT, MOST_THROUGHPUT = 125, 2000 -- MiB/s

local function given(number) return number ~= nil and number ~= 0 end

local function check_iops(self, f, ebs)
  local most = MOST_IOPS[f.volume_type]
  if not most then
    fail(self, "ebs.iops needs volume_type IO1, IO2 or GP3")
  end
  if not known(ebs.iops) then return end
  if given(ebs.volume_size) and known(ebs.volume_size) and ebs.iops > most * ebs.volume_size then
    fail(self, "a volume of type %s has at most %d IOPS for each GiB, got %s for %s GiB", f.volume_type, most,
      display(ebs.iops), display(ebs.volume_size))
  end
  local ratio = MOST_FOR_IOPS[f.volume_type]
  if ratio and given(ebs.throughput) and known(ebs.throughput) and ebs.throughput / ebs.iops > ratio then
    fail(self, "ebs.throughput can be at most %s MiB/s for each of the ebs.iops, got %s for %s", display(ratio),
      display(ebs.throughput), display(ebs.iops))
  end
end

function checks.volumes(self, f, ebs)
  if not f.ebs_enabled then return end
  local kind = f.volume_type
  if (kind == Volume.GP2 or kind == Volume.STANDARD) and (ebs.iops ~= nil or ebs.throughput ~= nil)
  then
    fail(self, "volumes of type %s take neither iops nor throughput", kind)
  end
  if kind == Volume.IO1 and not given(ebs.iops) then
    fail(self, "volume_type IO1 needs ebs.iops")
  end
  if given(ebs.iops) then check_iops(self, f, ebs) end
  if given(ebs.throughput) then
    if kind ~= Volume.GP3 then fail(self, "ebs.throughput needs volume_type GP3") end
    if known(ebs.throughput) and (ebs.throughput < LEAST_THROUGHPUT or ebs.throughput > MOST_THROUGHPUT) then
      fail(self, "ebs.throughput must be between %d and %d MiB/s, got %s", LEAST_THROUGHPUT, MOST_THROUGHPUT,
        display(ebs.throughput))
    end
  end
end

-- ---- security -------------------------------------------------------------------------------------------------------

--- What unsigned basic authentication needs.
function checks.unsigned(self, props)
  local at_rest = props.encryption_at_rest
  for name, value in pairs {
    enforce_https = props.enforce_https == false,
    node_to_node_encryption = props.node_to_node_encryption == false,
    ["encryption_at_rest.enabled"] = at_rest ~= nil and at_rest.enabled == false,
  } do
    if value then fail(self, "use_unsigned_basic_auth and %s = false are mutually exclusive", name) end
  end
end

function checks.security(self, props, f)
  if f.advanced then
    for name, value in pairs {
      node_to_node_encryption = f.node_to_node, encryption_at_rest = f.encrypted, enforce_https = f.https,
    } do
      if not value then fail(self, "fine_grained_access_control needs %s; -> enable it", name) end
    end
  end
  if props.logging and props.logging.audit_log_enabled and not f.advanced then
    fail(self, "logging.audit_log_enabled needs fine_grained_access_control")
  end
  if f.has_warm and not f.has_masters then
    fail(self, "UltraWarm storage needs dedicated master nodes; -> set capacity.master_nodes")
  end
end

-- ---- newer options --------------------------------------------------------------------------------------------------

-- Types of instances that are optimized for OpenSearch.
local OPTIMIZED = { "or", "om", "oi" }

--- Cold storage, the vector engine, coordinators and what Multi-AZ with standby cannot be used with.
function checks.newer(self, props, f)
  if props.cold_storage_enabled and not f.has_warm then
    fail(self, "cold_storage_enabled needs UltraWarm storage; -> set capacity.warm_nodes")
  end
  if props.s3_vectors_engine_enabled then
    if f.is_elasticsearch or f.version < 2.19 then
      fail(self, "s3_vectors_engine_enabled needs OpenSearch 2.19, got version %.14g", f.version)
    end
    if known(f.data_type) and not begins(f.data_type, table.unpack(OPTIMIZED)) then
      fail(self, "s3_vectors_engine_enabled needs instances of the types OR, OM or OI, got %s", display(f.data_type))
    end
    if not f.encrypted then fail(self, "s3_vectors_engine_enabled needs encryption_at_rest") end
  end
  if has_type(f, "t3") and f.standby then fail(self, "T3 instances have no Multi-AZ with standby") end
end

--- The nodes that only coordinate.
function checks.coordinators(self, options, default, row)
  for _, option in ipairs(options or {}) do
    local config = option.node_config
    if option.node_type == "coordinator" then
      if not config.enabled then return end
      local kind = config.type
      if not kind or kind == "" then kind = default end
      if not engine.is_unresolved(kind) and not ends(kind:lower(), row.suffix) then
        fail(self, "the type of coordinator nodes must end with %q, got %s", row.suffix, display(kind))
      end
      if known(config.count) and config.count < 1 then
        fail(self, "there must be at least 1 coordinator node, got %s", display(config.count))
      end
      return
    end
  end
end

function checks.window(self, start)
  for _, name in ipairs { "hours", "minutes" } do
    l2.within(self, "aws_opensearchservice.CfnDomain.WindowStartTimeProperty." .. name, start and start[name],
      "off_peak_window_start." .. name)
  end
end

local MOST_MINUTES = 1440 -- of a session

-- Names of SAML options, with the lengths of their texts.
local LENGTHS = {
  { "idp_entity_id", 8, 512 }, { "idp_metadata_content", 1, 1048576 }, { "master_user_name", 1, 64 },
  { "master_backend_role", 1, 256 },
}

function checks.saml(self, options, advanced)
  if not advanced then
    fail(self, "SAML authentication needs fine_grained_access_control with a master user")
  end
  if not options then
    fail(self, "saml_authentication_enabled needs saml_authentication_options with idp_entity_id and "
      .. "idp_metadata_content")
  end
  for i, row in ipairs(LENGTHS) do
    local text = options[row[1]]
    if known(text) and (i <= 2 or text ~= "") then
      local length = l2.length(text)
      if length < row[2] or length > row[3] then
        fail(self, "saml_authentication_options.%s must have %d to %d characters, got %d", row[1], row[2], row[3],
          length)
      end
    end
  end
  local minutes = options.session_timeout_minutes
  if given(minutes) and known(minutes) and (minutes < 1 or minutes > MOST_MINUTES) then
    fail(self, "saml_authentication_options.session_timeout_minutes must be between 1 and %d, got %s", MOST_MINUTES,
      display(minutes))
  end
end

function checks.name(self, name)
  if not known(name) then return end
  if not name:find "^[%l%d-]+$" then
    fail(self, "domain_name must consist of small letters, digits and hyphens, got %s", display(name))
  end
  if #name < 3 or #name > 28 then fail(self, "domain_name must have 3 to 28 characters, got %d", #name) end
  if not name:find "^%l" then fail(self, "domain_name must begin with a small letter, got %s", display(name)) end
end

return checks
