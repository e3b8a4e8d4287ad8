--- Images for builds on machines with GPUs.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ecr = require "aws_cdk.aws_ecr"
local region_info = require "aws_cdk.region_info"
local script_build_spec = require "aws_cdk.aws_codebuild.private.script_build_spec"

local LARGE, SMALL = "BUILD_GENERAL1_LARGE", "BUILD_GENERAL1_SMALL"

local LinuxGpuBuildImage = engine.class "aws_cdk.aws_codebuild.LinuxGpuBuildImage"

function LinuxGpuBuildImage:init(repository_name, tag, account)
  self._repository_name, self._account = repository_name, account
  self.type = "LINUX_GPU_CONTAINER"
  self.default_compute_type = LARGE
  self.image_pull_principal_type = "SERVICE_ROLE"
  local registry = account or engine.lazy(function()
    return self._registry or engine.fail(nil, "the account of a LinuxGpuBuildImage is known only in a Project")
  end, { kind = "string", cached = false })
  self.image_id = registry .. ".dkr.ecr." .. cdk.Aws.REGION .. "." .. cdk.Aws.URL_SUFFIX .. "/" .. repository_name
    .. ":" .. tag
end

--- An image of AWS's Deep Learning Containers, of that account or the one that has them in the project's region.
function LinuxGpuBuildImage.aws_deep_learning_containers_image(repository_name, tag, account)
  return LinuxGpuBuildImage(repository_name, tag, account)
end

--- An image of a repository in ECR, by its tag, "latest" unless given.
function LinuxGpuBuildImage.from_ecr_repository(repository, tag)
  return LinuxGpuBuildImage(repository.repository_name, tag or "latest", repository.env.account)
end

--- Called by the project that has the image: lets it pull.
function LinuxGpuBuildImage:bind(scope, project)
  local account = self._account
    or engine.stack_of(scope):regional_fact(region_info.FactName.DLC_REPOSITORY_ACCOUNT)
  ecr.Repository.from_repository_attributes(scope, "AwsDlcRepositoryCodeBuild", {
    repository_name = self._repository_name,
    repository_arn = ecr.Repository.arn_for_local_repository(self._repository_name, scope, account),
  }):grant_pull(project)
  self._registry = account
  return {}
end

--- What is wrong with using the image in that environment: a list of texts.
function LinuxGpuBuildImage:validate(build_environment)
  local compute_type = build_environment.compute_type
  if not compute_type or compute_type == LARGE or compute_type == SMALL then return {} end
  return {
    ("GPU images run on the compute types %s and %s, got %s"):format(LARGE, SMALL, engine.display(compute_type)),
  }
end

--- A BuildSpec that runs a script of the asset whose bucket and key are in the environment variables
--- SCRIPT_S3_BUCKET and SCRIPT_S3_KEY.
function LinuxGpuBuildImage:run_script_buildspec(entrypoint) return script_build_spec.linux(entrypoint) end

return { LinuxGpuBuildImage = LinuxGpuBuildImage }
