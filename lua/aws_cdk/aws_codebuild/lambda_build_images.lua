--- Images in which builds run on Lambda.
local engine = require "luacdk.engine"
local is_lambda_compute_type = require "aws_cdk.aws_codebuild.private.lambda_compute"
local script_build_spec = require "aws_cdk.aws_codebuild.private.script_build_spec"

local function define(name, environment_type)
  local Image = engine.class("aws_cdk.aws_codebuild." .. name)

  function Image:init(props)
    self.type = environment_type
    self.default_compute_type = "BUILD_LAMBDA_1GB"
    self.image_id = props.image_id
    self._on_lambda = true
  end

  --- What is wrong with using the image in that environment: a list of texts.
  function Image:validate(build_environment)
    local problems, compute_type = {}, build_environment.compute_type
    if build_environment.privileged then problems[1] = "builds on Lambda have no privileged mode" end
    if compute_type and not is_lambda_compute_type(compute_type) then
      problems[#problems + 1] =
        ("Lambda images run on the compute types BUILD_LAMBDA_1GB to BUILD_LAMBDA_10GB, got %s"):format(compute_type)
    end
    if build_environment.host_kernel then
      problems[#problems + 1] = "Lambda images have no host_kernel to choose"
    end
    return problems
  end

  --- A BuildSpec that runs a script of the asset whose bucket and key are in the environment variables
  --- SCRIPT_S3_BUCKET and SCRIPT_S3_KEY.
  function Image:run_script_buildspec(entrypoint) return script_build_spec.linux(entrypoint) end

  return Image
end

return {
  LinuxLambdaBuildImage = define("LinuxLambdaBuildImage", "LINUX_LAMBDA_CONTAINER"),
  LinuxArmLambdaBuildImage = define("LinuxArmLambdaBuildImage", "ARM_LAMBDA_CONTAINER"),
}
