--- Images of the nodes of self-managed groups.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"

local DEFAULT_VERSION = "1.24"

-- The kinds of instances that need a special image, by the beginning of their names.
local KINDS = {
  p2 = "GPU", p3 = "GPU", g2 = "GPU", g3 = "GPU", g4 = "GPU", inf1 = "INFERENTIA", inf2 = "INFERENTIA",
  trn1 = "TRAINIUM",
}

local images = {}

--- The NodeType of an ec2.InstanceType.
function images.node_type(instance_type)
  local text = instance_type:to_string()
  if engine.is_unresolved(text) then return "Standard" end
  return KINDS[text:sub(1, 2)] or KINDS[text:sub(1, 4)] or "Standard"
end

--- Whether nodes of this type need the plug-in for Neuron devices.
function images.needs_neuron(instance_type)
  local kind = images.node_type(instance_type)
  return kind == "INFERENTIA" or kind == "TRAINIUM"
end

--- The CpuArch of an ec2.InstanceType; that of most if its name has another form.
function images.cpu_arch(instance_type)
  if engine.is_unresolved(instance_type:to_string()) then return "x86_64" end
  local known, architecture = pcall(function() return instance_type.architecture end)
  return known and architecture == "arm64" and "arm64" or "x86_64"
end

local function image(scope, parameter_name, user_data)
  local validations = cdk.Validations.of(engine.stack_of(scope))
  validations:acknowledge {
    id = "CloudFormation-Validate::W2506", reason = "the parameter's type is String, as it has always been",
  }
  return {
    image_id = require("aws_cdk.aws_ssm").StringParameter.value_for_string_parameter(scope, parameter_name),
    os_type = ec2.OperatingSystemType.LINUX, user_data = user_data,
  }
end

--- The newest Bottlerocket for a version of Kubernetes.
function images.bottlerocket(version)
  return {
    get_image = function(_, scope)
      return image(scope, "/aws/service/bottlerocket/aws-k8s-" .. version .. "/x86_64/latest/image_id",
        ec2.UserData.custom "")
    end,
  }
end

--- The class EksOptimizedImage of an edition (edition.lua).
function images.classes(edition)
  local EksOptimizedImage = engine.class(edition.module .. ".EksOptimizedImage")

  --- Arguments: { kubernetes_version =, node_type =, cpu_arch = }.
  function EksOptimizedImage:init(props)
    props = props or {}
    local folder = "amazon-linux-2-gpu/"
    if (props.node_type or "Standard") == "Standard" then
      folder = props.cpu_arch == "arm64" and "amazon-linux-2-arm64/" or "amazon-linux-2/"
    end
    self._parameter_name = "/aws/service/eks/optimized-ami/" .. (props.kubernetes_version or DEFAULT_VERSION) .. "/"
      .. folder .. "recommended/image_id"
  end

  --- Called by whatever starts machines with the image.
  function EksOptimizedImage:get_image(scope) return image(scope, self._parameter_name, ec2.UserData.for_linux()) end

  return { EksOptimizedImage = EksOptimizedImage }
end

return images
