--- Images of machines that run tasks.
local engine = require "luacdk.engine"
local ec2 = require "aws_cdk.aws_ec2"
local ecs = require "aws_cdk.aws_ecs"
local lookup_image = require "aws_cdk.aws_ec2.private.lookup_image"
local ssm = require "aws_cdk.aws_ssm"

local LINUX, WINDOWS = ec2.OperatingSystemType.LINUX, ec2.OperatingSystemType.WINDOWS
local Generation = ec2.AmazonLinuxGeneration

local function check_key(options)
  if options.additional_cache_key ~= nil and not options.cached_in_context then
    engine.fail(nil, "additional_cache_key needs cached_in_context = true")
  end
end

local function image_id(self, scope)
  local options = self._options
  if not options.cached_in_context then return lookup_image.at_deployment(scope, self._parameter_name) end
  return ssm.StringParameter.value_from_lookup(scope, self._parameter_name, nil,
    { additional_cache_key = options.additional_cache_key })
end

-- ---- Amazon Linux and Windows ---------------------------------------------------------------------------------------

local EcsOptimizedImage = engine.class "aws_cdk.aws_ecs.EcsOptimizedImage"

local FOLDERS = {
  [Generation.AMAZON_LINUX] = "amazon-linux/", [Generation.AMAZON_LINUX_2] = "amazon-linux-2/",
  [Generation.AMAZON_LINUX_2023] = "amazon-linux-2023/",
}
local HARDWARE = { GPU = "gpu/", ARM64 = "arm64/" }
local NEURON = { [Generation.AMAZON_LINUX_2] = "inf/", [Generation.AMAZON_LINUX_2023] = "neuron/" }

local function linux(generation, hardware_type, options)
  local folder = hardware_type == ecs.AmiHardwareType.NEURON and NEURON[generation] or HARDWARE[hardware_type]
  return EcsOptimizedImage(LINUX, "/aws/service/ecs/optimized-ami/" .. FOLDERS[generation] .. (folder or "")
    .. "recommended/image_id", options)
end

function EcsOptimizedImage:init(os_type, parameter_name, options)
  self._os_type, self._parameter_name = os_type, parameter_name
  self._options = { cached_in_context = options and options.cached_in_context }
end

--- Amazon Linux 2023.
function EcsOptimizedImage.amazon_linux2023(hardware_type, options)
  return linux(Generation.AMAZON_LINUX_2023, hardware_type, options)
end

--- Amazon Linux 2.
function EcsOptimizedImage.amazon_linux2(hardware_type, options)
  return linux(Generation.AMAZON_LINUX_2, hardware_type, options)
end

--- Amazon Linux.
function EcsOptimizedImage.amazon_linux(options) return linux(Generation.AMAZON_LINUX, nil, options) end

--- Windows.
function EcsOptimizedImage.windows(windows_version, options)
  return EcsOptimizedImage(WINDOWS, "/aws/service/ami-windows-latest/Windows_Server-" .. windows_version
    .. "-English-Full-ECS_Optimized/image_id", options)
end

--- Called by whatever starts machines with the image.
function EcsOptimizedImage:get_image(scope)
  return {
    image_id = image_id(self, scope), os_type = self._os_type,
    user_data = ec2.UserData.for_operating_system(self._os_type),
  }
end

-- ---- Bottlerocket ---------------------------------------------------------------------------------------------------

local BottleRocketImage = engine.class "aws_cdk.aws_ecs.BottleRocketImage"

--- Arguments: BottleRocketImageProps.
function BottleRocketImage:init(props)
  props = props or {}
  check_key(props)
  self._options = props
  self._parameter_name = ("/aws/service/bottlerocket/%s/%s/latest/image_id"):format(
    props.variant or ecs.BottlerocketEcsVariant.AWS_ECS_1, props.architecture or ec2.InstanceArchitecture.X86_64)
end

--- Called by whatever starts machines with the image.
function BottleRocketImage:get_image(scope)
  return { image_id = image_id(self, scope), os_type = LINUX, user_data = ec2.UserData.custom "" }
end

return { BottleRocketImage = BottleRocketImage, EcsOptimizedImage = EcsOptimizedImage }
