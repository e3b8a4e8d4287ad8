--- Images that instances start from.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local lookup_image = require "aws_cdk.aws_ec2.private.lookup_image"

-- The type of the operating system: OperatingSystemType.
local LINUX, WINDOWS = 0, 1
local DUMMY = "ami-1234"

local function image(image_id, os_type, user_data)
  return {
    image_id = image_id, os_type = os_type,
    user_data = user_data or (os_type == WINDOWS and ec2.UserData.for_windows() or ec2.UserData.for_linux()),
  }
end

-- ---- named by SSM parameters ----------------------------------------------------------------------------------------

local GenericSSMParameterImage = engine.class("aws_cdk.aws_ec2.GenericSSMParameterImage")

function GenericSSMParameterImage:init(parameter_name, os, user_data)
  self.parameter_name, self._os, self._user_data = parameter_name, os, user_data
end

--- The image as it is when the stack is deployed.
function GenericSSMParameterImage:get_image(scope)
  return image(lookup_image.at_deployment(scope, self.parameter_name), self._os, self._user_data)
end

local ParameterImage = engine.class("aws_cdk.aws_ec2.SsmParameterImage")

function ParameterImage:init(parameter_name, options) self._name, self._options = parameter_name, options or {} end

function ParameterImage:get_image(scope)
  local options = self._options
  local id = lookup_image.of(scope, options.cached_in_context or false, self._name, options.additional_cache_key)
  return image(id, options.os or LINUX, options.user_data)
end

local ResolveSsmParameterAtLaunchImage = engine.class("aws_cdk.aws_ec2.ResolveSsmParameterAtLaunchImage")

function ResolveSsmParameterAtLaunchImage:init(parameter_name, options)
  self.parameter_name, self._options = parameter_name, options or {}
end

--- The image as it is when an instance starts.
function ResolveSsmParameterAtLaunchImage:get_image(_)
  local options = self._options
  local id = "resolve:ssm:" .. self.parameter_name
  local version = options.parameter_version
  if version and version ~= "" then id = id .. ":" .. version end
  return image(id, options.os or LINUX, options.user_data)
end

local WindowsImage = engine.class("aws_cdk.aws_ec2.WindowsImage", GenericSSMParameterImage)

--- Arguments: ec2.WindowsVersion, { user_data }.
function WindowsImage:init(version, props)
  GenericSSMParameterImage.init(self, "/aws/service/ami-windows-latest/" .. version, WINDOWS,
    props and props.user_data)
end

-- ---- named by region ------------------------------------------------------------------------------------------------

local function regional_image(full_name, os_type)
  local class = engine.class(full_name)

  --- Arguments: the id of the image in each region, { user_data }.
  function class:init(ami_map, props)
    self._map, self._user_data = ami_map, props and props.user_data
  end

  function class:get_image(scope)
    local region = engine.stack_of(scope).region
    if engine.is_unresolved(region) then
      local mapping = {}
      for name, ami in pairs(self._map) do mapping[name] = { ami = ami } end
      local id = cdk.CfnMapping(scope, "AmiMap", { mapping = mapping }):find_in_map(cdk.Aws.REGION, "ami")
      return image(id, os_type, self._user_data)
    end
    local id = region == "test-region" and "ami-12345" or self._map[region]
    if not id then engine.fail(scope, "no image is given for region %s", engine.display(region)) end
    return image(id, os_type, self._user_data)
  end

  return class
end

local GenericLinuxImage = regional_image("aws_cdk.aws_ec2.GenericLinuxImage", LINUX)
local GenericWindowsImage = regional_image("aws_cdk.aws_ec2.GenericWindowsImage", WINDOWS)

-- ---- looked up ------------------------------------------------------------------------------------------------------

local LookupMachineImage = engine.class("aws_cdk.aws_ec2.LookupMachineImage")

--- Arguments: LookupMachineImageProps.
function LookupMachineImage:init(props) self._props = props end

--- The newest image that matches when the app is deployed with the CLI; before that a dummy.
function LookupMachineImage:get_image(scope)
  local props = self._props
  local filters = {
    name = { props.name }, state = { "available" }, ["image-type"] = { "machine" },
    platform = props.windows and { "windows" } or nil,
  }
  for name, values in pairs(props.filters or {}) do filters[name] = values end
  local id = cdk.ContextProvider.get_value(scope, {
    provider = "ami", props = { owners = props.owners, filters = filters }, dummy_value = DUMMY,
    additional_cache_key = props.additional_cache_key,
  }).value
  if type(id) ~= "string" then
    engine.fail(scope, "the context's answer to the image look-up must be an id, got %s", engine.display(id))
  end
  lookup_image.acknowledge(scope)
  return image(id, props.windows and WINDOWS or LINUX, props.user_data)
end

-- ---- factories ------------------------------------------------------------------------------------------------------

local MachineImage = engine.class("aws_cdk.aws_ec2.MachineImage")

function MachineImage.init() end

--- The newest image of a Windows version.
function MachineImage.latest_windows(version, props) return WindowsImage(version, props) end

-- The newest image of a generation of Amazon Linux, with the newest kernel that this version of the CDK knows.
for method, generation in pairs {
  latest_amazon_linux2 = "AmazonLinux2", latest_amazon_linux2022 = "AmazonLinux2022",
  latest_amazon_linux2023 = "AmazonLinux2023",
} do
  MachineImage[method] = function(props)
    local all = l2.with({ cached_in_context = false }, props)
    all.kernel = ec2[generation .. "Kernel"].CDK_LATEST
    return ec2[generation .. "ImageSsmParameter"](all)
  end
end

--- The newest image of Amazon Linux.
function MachineImage.latest_amazon_linux(props) return ec2.AmazonLinuxImage(props) end

--- The image of the region, by a map of ids.
function MachineImage.generic_linux(ami_map, props) return GenericLinuxImage(ami_map, props) end

--- The Windows image of the region, by a map of ids.
function MachineImage.generic_windows(ami_map, props) return GenericWindowsImage(ami_map, props) end

--- The image that an SSM parameter names at deployment. Options: os, user_data, cached_in_context and more.
function MachineImage.from_ssm_parameter(parameter_name, options) return ParameterImage(parameter_name, options) end

--- The image that an SSM parameter names when an instance starts. Options: os, user_data, parameter_version.
function MachineImage.resolve_ssm_parameter_at_launch(parameter_name, options)
  return ResolveSsmParameterAtLaunchImage(parameter_name, options)
end

--- The newest image that matches.
function MachineImage.lookup(props) return LookupMachineImage(props) end

return {
  GenericLinuxImage = GenericLinuxImage, GenericSSMParameterImage = GenericSSMParameterImage,
  GenericWindowsImage = GenericWindowsImage, LookupMachineImage = LookupMachineImage, MachineImage = MachineImage,
  ResolveSsmParameterAtLaunchImage = ResolveSsmParameterAtLaunchImage, WindowsImage = WindowsImage,
}
