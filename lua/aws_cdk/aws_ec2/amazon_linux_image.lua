--- Images of Amazon Linux: the names of the SSM parameters with the newest image of each kind.
local engine = require "luacdk.engine"
local ec2 = require "aws_cdk.aws_ec2"
local lookup_image = require "aws_cdk.aws_ec2.private.lookup_image"

-- OperatingSystemType.
local LINUX = 0
local PREFIX = "/aws/service/ami-amazon-linux-latest/"

-- "a-b-c" of the words that are given.
local function name_of(count, ...)
  local words = {}
  for i = 1, count do words[#words + 1] = select(i, ...) end
  return PREFIX .. table.concat(words, "-")
end

local function named_edition(props)
  local edition = props.edition
  return edition ~= "standard" and edition or nil
end

local function linux_image(scope, self, parameter_name, props)
  return {
    image_id = lookup_image.of(scope, self._cached_in_context, parameter_name, props.additional_cache_key),
    os_type = LINUX,
    user_data = props.user_data or ec2.UserData.for_linux(),
  }
end

-- ---- one class a generation -----------------------------------------------------------------------------------------

local AmazonLinuxImageSsmParameterBase = engine.class("aws_cdk.aws_ec2.AmazonLinuxImageSsmParameterBase")

--- Arguments: AmazonLinuxImageSsmParameterBaseProps.
function AmazonLinuxImageSsmParameterBase:init(props)
  self._props = props
  self._cached_in_context = props.cached_in_context ~= false
end

--- The image of the newest release.
function AmazonLinuxImageSsmParameterBase:get_image(scope)
  return linux_image(scope, self, self._props.parameter_name, self._props)
end

local all = { AmazonLinuxImageSsmParameterBase = AmazonLinuxImageSsmParameterBase }

local function kernel_class(generation)
  local class = engine.class("aws_cdk.aws_ec2." .. generation .. "Kernel")

  function class:init(version) self._version = version end

  --- The kernel as the names of parameters write it.
  function class:to_string() return "kernel-" .. self._version end

  all[generation .. "Kernel"] = class
  return class
end

-- A generation whose parameters are called by the words of `words(props)`.
local function generation_class(generation, words)
  local class = engine.class("aws_cdk.aws_ec2." .. generation .. "ImageSsmParameter", AmazonLinuxImageSsmParameterBase)

  --- The name of the SSM parameter with the image.
  function class.ssm_parameter_name(props) return name_of(words(props or {})) end

  function class:init(props)
    props = props or {}
    AmazonLinuxImageSsmParameterBase.init(self, {
      parameter_name = class.ssm_parameter_name(props), cached_in_context = props.cached_in_context,
      additional_cache_key = props.additional_cache_key, user_data = props.user_data,
    })
  end

  all[generation .. "ImageSsmParameter"] = class
end

local function kernel_of(props) return props.kernel and props.kernel:to_string() end

local Kernel2 = kernel_class("AmazonLinux2")
kernel_class("AmazonLinux2022")
local Kernel2023 = kernel_class("AmazonLinux2023")

--- The kernel as the names of parameters write it: the default goes without.
function Kernel2:to_string()
  if self._version ~= "default" then return "kernel-" .. self._version end
  return nil
end

generation_class("AmazonLinux2", function(props)
  return 7, "amzn2", "ami", named_edition(props), kernel_of(props), props.virtualization or "hvm",
    props.cpu_type or "x86_64", props.storage or "gp2"
end)

generation_class("AmazonLinux2022", function(props)
  return 5, "al2022", "ami", named_edition(props), kernel_of(props), props.cpu_type or "x86_64"
end)

generation_class("AmazonLinux2023", function(props)
  return 5, "al2023", "ami", named_edition(props), kernel_of(props) or Kernel2023.DEFAULT:to_string(),
    props.cpu_type or "x86_64"
end)

-- ---- any generation -------------------------------------------------------------------------------------------------

local AmazonLinuxImage = engine.class("aws_cdk.aws_ec2.AmazonLinuxImage", ec2.GenericSSMParameterImage)

-- Generations whose parameters name a kernel, but neither virtualization nor storage.
local KERNELS = { al2022 = "kernel-5.10", al2023 = "kernel-6.1" }

--- The name of the SSM parameter with the image.
function AmazonLinuxImage.ssm_parameter_name(props)
  props = props or {}
  local generation = props.generation or "amzn"
  local kernel = KERNELS[generation]
  local cpu_type = props.cpu_type or "x86_64"
  if kernel then
    for _, option in ipairs { "storage", "virtualization" } do
      if props[option] then
        engine.fail(nil, "%s cannot be chosen for Amazon Linux of generation %s; -> leave it out", option, generation)
      end
    end
    return name_of(5, generation, "ami", named_edition(props), kernel, cpu_type)
  end
  return name_of(7, generation, "ami", named_edition(props), props.kernel, props.virtualization or "hvm", cpu_type,
    props.storage or "gp2")
end

--- Arguments: AmazonLinuxImageProps.
function AmazonLinuxImage:init(props)
  props = props or {}
  ec2.GenericSSMParameterImage.init(self, AmazonLinuxImage.ssm_parameter_name(props), LINUX, props.user_data)
  self._props = props
  self._cached_in_context = props.cached_in_context or false
end

--- The image of the newest release.
function AmazonLinuxImage:get_image(scope) return linux_image(scope, self, self.parameter_name, self._props) end

all.AmazonLinuxImage = AmazonLinuxImage

return all
