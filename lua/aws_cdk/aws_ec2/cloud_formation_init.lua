--- What cfn-init sets up on an instance.
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local deep_merge = require "aws_cdk.aws_ec2.private.deep_merge"

local fail = engine.fail

local METADATA_KEY = "AWS::CloudFormation::Init"
local AUTHENTICATION_KEY = "AWS::CloudFormation::Authentication"

-- OperatingSystemType.
local LINUX, WINDOWS = 0, 1

-- The sections of a configuration, in the order in which cfn-init works, with the elements that go there.
local SECTIONS = {
  { "packages", "PACKAGE" }, { "groups", "GROUP" }, { "users", "USER" }, { "sources", "SOURCE" }, { "files", "FILE" },
  { "commands", "COMMAND" }, { "services", "SERVICE" },
}

-- ---- one configuration ----------------------------------------------------------------------------------------------

local InitConfig = engine.class("aws_cdk.aws_ec2.InitConfig")

--- Arguments: a list of elements.
function InitConfig:init(elements)
  self._elements = {}
  self:add(table.unpack(elements))
end

--- Whether there are no elements.
function InitConfig:is_empty() return #self._elements == 0 end

--- Adds elements.
function InitConfig:add(...)
  for _, element in ipairs { ... } do self._elements[#self._elements + 1] = element end
end

-- Merges the result of an element or section into `to`: configuration, authentication, hashes of assets.
local function collect(all, part)
  all.config = deep_merge.merge(all.config, part.config)
  all.authentication = deep_merge.merge(all.authentication, part.authentication)
  if part.asset_hash then all.asset_hash = (all.asset_hash or "") .. part.asset_hash end
end

local function bind_section(self, kind, options)
  local all, index = nil, 0
  for _, element in ipairs(self._elements) do
    if element.element_type == kind then
      all = all or {}
      options.index = index
      index = index + 1
      collect(all, element:_bind(options))
    end
  end
  return all
end

function InitConfig:_bind(scope, options)
  if options.platform ~= LINUX and options.platform ~= WINDOWS then
    fail(scope, "CloudFormationInit cannot be attached to an instance whose operating system is unknown")
  end
  local all, config = {}, engine.ordered()
  local bind_options = { scope = scope, instance_role = options.instance_role, windows = options.platform == WINDOWS }
  for _, section in ipairs(SECTIONS) do
    local part = bind_section(self, section[2], bind_options)
    if part then
      config[section[1]] = part.config
      collect(all, { authentication = part.authentication, asset_hash = part.asset_hash })
    end
  end
  all.config = config
  return all
end

-- ---- configurations and sets of them --------------------------------------------------------------------------------

local CloudFormationInit = engine.class("aws_cdk.aws_ec2.CloudFormationInit")

local function ordered_copy(map)
  local copy = engine.ordered()
  for _, name in ipairs(engine.keys(map)) do copy[name] = map[name] end
  return copy
end

function CloudFormationInit:init(config_sets, configs)
  self._config_sets, self._configs = ordered_copy(config_sets), ordered_copy(configs)
end

--- One configuration of the elements.
function CloudFormationInit.from_elements(...) return CloudFormationInit.from_config(InitConfig { ... }) end

--- One configuration.
function CloudFormationInit.from_config(config)
  return CloudFormationInit({ default = { "config" } }, { config = config })
end

--- Named configurations (`configs`), and the lists of them that run together (`config_sets`).
function CloudFormationInit.from_config_sets(props) return CloudFormationInit(props.config_sets, props.configs) end

--- Adds a configuration.
function CloudFormationInit:add_config(config_name, config)
  if self._configs[config_name] then
    fail(nil, "there is already a configuration named %s; -> choose another name", engine.display(config_name))
  end
  self._configs[config_name] = config
end

--- Adds a set of configurations that are there.
function CloudFormationInit:add_config_set(config_set_name, config_names)
  if self._config_sets[config_set_name] then
    fail(nil, "there is already a set of configurations named %s; -> choose another name",
      engine.display(config_set_name))
  end
  local names = {}
  for i, name in ipairs(config_names or {}) do
    if not self._configs[name] then
      fail(nil, "the set %s names the configuration %s, which does not exist; -> call add_config first",
        engine.display(config_set_name), engine.display(name))
    end
    names[i] = name
  end
  self._config_sets[config_set_name] = names
end

local function bind(self, scope, options)
  local all, bound, data = {}, {}, engine.ordered()
  for name, config in pairs(self._configs) do
    if not config:is_empty() then
      bound[name] = config:_bind(scope, options)
      collect(all, { authentication = bound[name].authentication, asset_hash = bound[name].asset_hash })
    end
  end
  local sets = engine.ordered()
  for set, names in pairs(self._config_sets) do
    local kept = {}
    for _, name in ipairs(names) do
      if bound[name] then kept[#kept + 1] = name end
    end
    sets[set] = #kept > 0 and kept or deep_merge.EMPTY
  end
  data.configSets = sets
  for name in pairs(self._configs) do
    if bound[name] then data[name] = bound[name].config end
  end
  all.config = data
  return all
end

local function add_commands(user_data, options, locator, signal_locator)
  local sets = l2.joined(options.config_sets or { "default" }, ",")
  local windows, print_log = options.platform == WINDOWS, options.print_log ~= false
  if windows then
    user_data:add_commands(("cfn-init.exe -v %s -c %s"):format(locator, sets),
      ("cfn-signal.exe -e %s %s"):format(options.ignore_failures and "0" or "$LASTEXITCODE", signal_locator))
    if print_log then user_data:add_commands "type C:\\cfn\\log\\cfn-init.log" end
    return
  end
  user_data:add_commands("(", "  set +e", ("  /opt/aws/bin/cfn-init -v %s -c %s"):format(locator, sets),
    ("  /opt/aws/bin/cfn-signal -e %s %s"):format(options.ignore_failures and "0" or "$?", signal_locator))
  if print_log then user_data:add_commands "  cat /var/log/cfn-init.log >&2" end
  user_data:add_commands ")"
end

-- The arguments with which cfn-init and cfn-signal find the resource.
local function locator_of(resource, options)
  local text = ("--region %s --stack %s --resource %s"):format(tostring(cdk.Aws.REGION), tostring(cdk.Aws.STACK_NAME),
    tostring(resource.logical_id))
  if options.include_url then
    text = ("%s --url https://cloudformation.%s.%s"):format(text, tostring(cdk.Aws.REGION),
      tostring(cdk.Aws.URL_SUFFIX))
  end
  if options.include_role then text = ("%s --role %s"):format(text, tostring(options.instance_role.role_name)) end
  return text
end

--- Puts the configuration into the resource's metadata and what runs it into the user data.
function CloudFormationInit:attach(attached_resource, attach_options)
  local options = attach_options
  if options.platform ~= LINUX and options.platform ~= WINDOWS then
    fail(attached_resource, "CloudFormationInit cannot be attached to an instance whose operating system is unknown")
  end
  if attached_resource:get_metadata(METADATA_KEY) ~= nil then
    fail(attached_resource, "the resource already has a CloudFormationInit, and it can have only one")
  end
  local stack = engine.stack_of(attached_resource)
  local bound = bind(self, stack, options)
  attached_resource:add_metadata(METADATA_KEY, bound.config)
  local fingerprint = assets.sha256(engine.json(engine.ordered(
    "config", engine.resolve(attached_resource, bound.config), "assetHash", bound.asset_hash))):sub(1, 16)
  options.instance_role:add_to_principal_policy(iam.PolicyStatement {
    actions = { "cloudformation:DescribeStackResource", "cloudformation:SignalResource" },
    resources = { cdk.Aws.STACK_ID },
  })
  if bound.authentication then attached_resource:add_metadata(AUTHENTICATION_KEY, bound.authentication) end
  if options.embed_fingerprint ~= false then options.user_data:add_commands("# fingerprint: " .. fingerprint) end
  add_commands(options.user_data, options, locator_of(attached_resource, options),
    locator_of(options.signal_resource or attached_resource, options))
end

return { CloudFormationInit = CloudFormationInit, InitConfig = InitConfig }
