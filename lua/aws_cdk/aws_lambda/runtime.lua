--- Lambda's runtimes, one row each.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local Runtime = engine.class("aws_cdk.aws_lambda.Runtime")

-- Values of the enum RuntimeFamily.
local NODEJS, JAVA, PYTHON, DOTNET_CORE, GO, RUBY, OTHER = 0, 1, 2, 3, 4, 5, 6

-- Constant, name, family and what it supports: i(nline code), p(rofiling by CodeGuru), s(napStart), v(ariable name).
-- The order is that of Runtime.ALL.
local ROWS = {
  { "NODEJS", "nodejs", NODEJS, "i" },
  { "NODEJS_4_3", "nodejs4.3", NODEJS, "i" },
  { "NODEJS_6_10", "nodejs6.10", NODEJS, "i" },
  { "NODEJS_8_10", "nodejs8.10", NODEJS, "i" },
  { "NODEJS_10_X", "nodejs10.x", NODEJS, "i" },
  { "NODEJS_12_X", "nodejs12.x", NODEJS, "i" },
  { "NODEJS_14_X", "nodejs14.x", NODEJS, "i" },
  { "NODEJS_16_X", "nodejs16.x", NODEJS, "i" },
  { "NODEJS_18_X", "nodejs18.x", NODEJS, "i" },
  { "NODEJS_20_X", "nodejs20.x", NODEJS, "i" },
  { "NODEJS_LATEST", "nodejs24.x", NODEJS, "iv" },
  { "NODEJS_22_X", "nodejs22.x", NODEJS, "i" },
  { "NODEJS_24_X", "nodejs24.x", NODEJS, "i" },
  { "PYTHON_2_7", "python2.7", PYTHON, "i" },
  { "PYTHON_3_6", "python3.6", PYTHON, "ip" },
  { "PYTHON_3_7", "python3.7", PYTHON, "ip" },
  { "PYTHON_3_8", "python3.8", PYTHON, "ip" },
  { "PYTHON_3_9", "python3.9", PYTHON, "ip" },
  { "PYTHON_3_10", "python3.10", PYTHON, "ip" },
  { "PYTHON_3_11", "python3.11", PYTHON, "ip" },
  { "PYTHON_3_12", "python3.12", PYTHON, "ips" },
  { "PYTHON_3_13", "python3.13", PYTHON, "ips" },
  { "PYTHON_3_14", "python3.14", PYTHON, "ips" },
  { "PYTHON_3_15", "python3.15", PYTHON, "ips" },
  { "JAVA_8", "java8", JAVA, "p" },
  { "JAVA_8_CORRETTO", "java8.al2", JAVA, "p" },
  { "JAVA_11", "java11", JAVA, "ps" },
  { "JAVA_17", "java17", JAVA, "ps" },
  { "JAVA_21", "java21", JAVA, "ps" },
  { "JAVA_25", "java25", JAVA, "ps" },
  { "JAVA_8_AL2023", "java8.al2023", JAVA, "p" },
  { "JAVA_11_AL2023", "java11.al2023", JAVA, "ps" },
  { "JAVA_17_AL2023", "java17.al2023", JAVA, "ps" },
  { "DOTNET_6", "dotnet6", DOTNET_CORE, "" },
  { "DOTNET_8", "dotnet8", DOTNET_CORE, "s" },
  { "DOTNET_9", "dotnet9", DOTNET_CORE, "s" },
  { "DOTNET_10", "dotnet10", DOTNET_CORE, "s" },
  { "DOTNET_CORE_1", "dotnetcore1.0", DOTNET_CORE, "" },
  { "DOTNET_CORE_2", "dotnetcore2.0", DOTNET_CORE, "" },
  { "DOTNET_CORE_2_1", "dotnetcore2.1", DOTNET_CORE, "" },
  { "DOTNET_CORE_3_1", "dotnetcore3.1", DOTNET_CORE, "" },
  { "GO_1_X", "go1.x", GO, "" },
  { "RUBY_2_5", "ruby2.5", RUBY, "" },
  { "RUBY_2_7", "ruby2.7", RUBY, "" },
  { "RUBY_3_2", "ruby3.2", RUBY, "" },
  { "RUBY_3_3", "ruby3.3", RUBY, "" },
  { "RUBY_3_4", "ruby3.4", RUBY, "" },
  { "RUBY_4_0", "ruby4.0", RUBY, "" },
  { "PROVIDED", "provided", OTHER, "" },
  { "PROVIDED_AL2", "provided.al2", OTHER, "" },
  { "PROVIDED_AL2023", "provided.al2023", OTHER, "" },
  { "FROM_IMAGE", "FROM_IMAGE", nil, "" },
}

local ALL = {}

function Runtime:init(name, family, props)
  self.name = name
  self.family = family
  if props then
    self.supports_inline_code = props.supports_inline_code or false
    self.supports_code_guru_profiling = props.supports_code_guru_profiling or false
    self.supports_snap_start = props.supports_snap_start or false
    self.is_variable = props.is_variable or false
    self._image_name = props.bundling_docker_image
  else
    self.supports_inline_code = false
    self.supports_code_guru_profiling = false
    self.supports_snap_start = false
    self.is_variable = false
  end
  ALL[#ALL + 1] = self
end

--- The image to build code for this runtime in.
Runtime.get.bundling_image = function(self)
  local image = self._bundling_image
  if not image then
    image = cdk.DockerImage.from_registry(self._image_name or "public.ecr.aws/sam/build-" .. self.name)
    self._bundling_image = image
  end
  return image
end

Runtime.get.bundling_docker_image = function(self)
  return self.bundling_image
end

function Runtime:to_string()
  return self.name
end

--- Whether both are the same runtime: name, family and inline code.
function Runtime:runtime_equals(other)
  return other.name == self.name and other.family == self.family
    and other.supports_inline_code == self.supports_inline_code
end

--- The newest Python runtime that every commercial region offers.
function Runtime.determine_latest_python_runtime(_)
  return Runtime.PYTHON_3_13
end

for _, row in ipairs(ROWS) do
  local supports = row[4]
  Runtime[row[1]] = Runtime(row[2], row[3], supports ~= "" and {
    supports_inline_code = supports:find("i", 1, true) ~= nil,
    supports_code_guru_profiling = supports:find("p", 1, true) ~= nil,
    supports_snap_start = supports:find("s", 1, true) ~= nil,
    is_variable = supports:find("v", 1, true) ~= nil,
  } or nil)
end

Runtime.ALL = ALL

return { Runtime = Runtime }
