--- Log drivers that are described by their options alone.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ecs = require "aws_cdk.aws_ecs"
local l2 = require "aws_cdk.l2"

local fail, display = engine.fail, engine.display
local LogDriver = ecs.LogDriver

-- ---- options --------------------------------------------------------------------------------------------------------

local function text(value)
  if type(value) == "boolean" then return tostring(value) end
  return cdk.Tokenization.stringify_number(value)
end

local function list(values) return l2.joined(values, ",") end

local function seconds(duration) return duration and duration:to_seconds() end

-- Pairs of a driver's option and the property it comes from, and how; the options that most drivers have follow.
local COMMON = { { "tag", "tag" }, { "labels", "labels", list }, { "env", "env", list }, { "env-regex", "env_regex" } }

local function add_options(options, rows, props)
  for _, row in ipairs(rows) do
    local value = props[row[2]]
    if value ~= nil and row[3] then value = row[3](value) end
    if value ~= nil then options[row[1]] = text(value) end
  end
end

-- Secrets as the L1 property takes them. The task may read them.
local function secret_options(secrets, container_definition)
  if not secrets then return nil end
  local role, all = container_definition.task_definition, engine.list {}
  for i, name in ipairs(engine.keys(secrets)) do
    secrets[name]:grant_read(role:obtain_execution_role())
    all[i] = { name = name, value_from = secrets[name].arn }
  end
  return all
end

-- A driver with options from rows. `check(props)` looks at the properties, `secrets(props)` gives the secret ones.
local function driver(class_name, name, rows, options)
  local class = engine.class("aws_cdk.aws_ecs." .. class_name, LogDriver)
  options = options or {}

  --- Arguments: the driver's properties.
  function class:init(props)
    props = props or {}
    if options.check then options.check(props) end
    self._props = props
  end

  --- Called by the container that has the driver.
  function class:bind(_, container_definition)
    local props, all = self._props, engine.ordered()
    add_options(all, rows, props)
    if options.common ~= false then add_options(all, COMMON, props) end
    return {
      log_driver = name, options = all,
      secret_options = options.secrets and secret_options(options.secrets(props), container_definition),
    }
  end

  return class
end

local function between(name, low, high)
  return function(props)
    local value = props[name]
    if value and not engine.is_unresolved(value) and not (value >= low and value <= high) then
      fail(nil, "%s must be between %d and %d, got %s", name, low, high, display(value))
    end
  end
end

local function not_negative(name, props)
  local value = props[name]
  if type(value) == "number" and value < 0 and value == math.floor(value) then
    fail(nil, "%s must be at least 0, got %s", name, display(value))
  end
end

-- ---- drivers --------------------------------------------------------------------------------------------------------

local FluentdLogDriver = driver("FluentdLogDriver", "fluentd", {
  { "fluentd-address", "address" }, { "fluentd-async-connect", "async_connect" }, { "fluentd-async", "async" },
  { "fluentd-buffer-limit", "buffer_limit" }, { "fluentd-retry-wait", "retry_wait", seconds },
  { "fluentd-max-retries", "max_retries" }, { "fluentd-sub-second-precision", "sub_second_precision" },
})

local check_level = between("compression_level", -1, 9)
local GelfLogDriver = driver("GelfLogDriver", "gelf", {
  { "gelf-address", "address" }, { "gelf-compression-type", "compression_type" },
  { "gelf-compression-level", "compression_level" }, { "gelf-tcp-max-reconnect", "tcp_max_reconnect" },
  { "gelf-tcp-reconnect-delay", "tcp_reconnect_delay", seconds },
}, {
  check = function(props)
    check_level(props)
    not_negative("tcp_max_reconnect", props)
  end,
})

local JournaldLogDriver = driver("JournaldLogDriver", "journald", {})

local JsonFileLogDriver = driver("JsonFileLogDriver", "json-file", {
  { "max-size", "max_size" }, { "max-file", "max_file" }, { "compress", "compress" }, { "labels", "labels", list },
  { "env", "env", list }, { "env-regex", "env_regex" },
}, {
  common = false,
  check = function(props)
    local count = props.max_file
    if type(count) == "number" and count < 0 then fail(nil, "max_file must be at least 0, got %s", display(count)) end
  end,
})

local SplunkLogDriver = driver("SplunkLogDriver", "splunk", {
  { "splunk-url", "url" }, { "splunk-source", "source" }, { "splunk-sourcetype", "source_type" },
  { "splunk-index", "index" }, { "splunk-capath", "ca_path" }, { "splunk-caname", "ca_name" },
  { "splunk-insecureskipverify", "insecure_skip_verify" }, { "splunk-format", "format" },
  { "splunk-verify-connection", "verify_connection" }, { "splunk-gzip", "gzip" },
  { "splunk-gzip-level", "gzip_level" },
}, {
  check = between("gzip_level", -1, 9),
  secrets = function(props) return { ["splunk-token"] = props.secret_token } end,
})

local SyslogLogDriver = driver("SyslogLogDriver", "syslog", {
  { "syslog-address", "address" }, { "syslog-facility", "facility" }, { "syslog-tls-ca-cert", "tls_ca_cert" },
  { "syslog-tls-cert", "tls_cert" }, { "syslog-tls-key", "tls_key" }, { "syslog-tls-skip-verify", "tls_skip_verify" },
  { "syslog-format", "format" },
})

-- ---- drivers with the options of the user ---------------------------------------------------------------------------

local NoneLogDriver = engine.class("aws_cdk.aws_ecs.NoneLogDriver", LogDriver)

function NoneLogDriver:init() end

--- Called by the container that has the driver.
function NoneLogDriver.bind() return { log_driver = "none" } end

local FireLensLogDriver = engine.class("aws_cdk.aws_ecs.FireLensLogDriver", LogDriver)

--- Arguments: FireLensLogDriverProps.
function FireLensLogDriver:init(props) self._options, self._secrets = props.options, props.secret_options end

--- Called by the container that has the driver.
function FireLensLogDriver:bind(_, container_definition)
  return {
    log_driver = "awsfirelens", options = self._options,
    secret_options = secret_options(self._secrets, container_definition),
  }
end

local GenericLogDriver = engine.class("aws_cdk.aws_ecs.GenericLogDriver", LogDriver)

--- Arguments: GenericLogDriverProps: log_driver (required).
function GenericLogDriver:init(props)
  self._name, self._options, self._secrets = props.log_driver, props.options or engine.map {}, props.secret_options
end

--- Called by the container that has the driver.
function GenericLogDriver:bind(_, container_definition)
  return {
    log_driver = self._name, options = self._options,
    secret_options = secret_options(self._secrets, container_definition),
  }
end

return {
  FireLensLogDriver = FireLensLogDriver, FluentdLogDriver = FluentdLogDriver, GelfLogDriver = GelfLogDriver,
  GenericLogDriver = GenericLogDriver, JournaldLogDriver = JournaldLogDriver, JsonFileLogDriver = JsonFileLogDriver,
  NoneLogDriver = NoneLogDriver, SplunkLogDriver = SplunkLogDriver, SyslogLogDriver = SyslogLogDriver,
}
