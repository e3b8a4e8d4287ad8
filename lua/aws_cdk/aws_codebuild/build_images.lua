--- Images in which builds run on machines of their own.
local engine = require "luacdk.engine"
local ecr_assets = require "aws_cdk.aws_ecr_assets"
local is_lambda_compute_type = require "aws_cdk.aws_codebuild.private.lambda_compute"
local l2 = require "aws_cdk.l2"
local script_build_spec = require "aws_cdk.aws_codebuild.private.script_build_spec"

-- What the classes differ in: `noun` in messages, the type of environment and the compute type unless one is given.
local CLASSES = {
  LinuxBuildImage = { noun = "x86-64", type = "LINUX_CONTAINER", compute_type = "BUILD_GENERAL1_SMALL" },
  LinuxArmBuildImage = { noun = "ARM", type = "ARM_CONTAINER", compute_type = "BUILD_GENERAL1_LARGE" },
  MacBuildImage = {
    noun = "Mac", type = "MAC_ARM", compute_type = "BUILD_GENERAL1_MEDIUM", no_host_kernel = true, needs_fleet = true,
  },
  WindowsBuildImage = {
    noun = "Windows", type = "WINDOWS_CONTAINER", compute_type = "BUILD_GENERAL1_MEDIUM", no_host_kernel = true,
    no_privileges = true, without = { "BUILD_GENERAL1_SMALL", "BUILD_GENERAL1_XLARGE", "BUILD_GENERAL1_2XLARGE" },
    script = script_build_spec.windows,
  },
}

local function problems_of(row, environment)
  local problems, compute_type = {}, environment.compute_type
  local function note_if(wrong, text, ...)
    if wrong then problems[#problems + 1] = ("%s images "):format(row.noun) .. text:format(...) end
  end
  note_if(row.no_privileges and environment.privileged, "have no privileged mode")
  note_if(is_lambda_compute_type(compute_type), "do not run on Lambda compute types, got %s", compute_type)
  note_if(row.needs_fleet and not environment.fleet, "need a fleet")
  note_if(row.no_host_kernel and environment.host_kernel, "have no host_kernel to choose")
  note_if(l2.includes(row.without, compute_type), "do not run on the compute type %s", compute_type)
  return problems
end

local function define(name, row)
  local Image = engine.class("aws_cdk.aws_codebuild." .. name)

  function Image:init(props)
    self.type = props.image_type or row.type
    self.default_compute_type = row.compute_type
    self.image_id = props.image_id
    self.image_pull_principal_type = props.image_pull_principal_type
    self.secrets_manager_credentials = props.secrets_manager_credentials
    self.repository = props.repository
  end

  --- What is wrong with using the image in that environment: a list of texts.
  function Image:validate(build_environment) return problems_of(row, build_environment) end

  --- A BuildSpec that runs a script of the asset whose bucket and key are in the environment variables
  --- SCRIPT_S3_BUCKET and SCRIPT_S3_KEY.
  function Image:run_script_buildspec(entrypoint) return (row.script or script_build_spec.linux)(entrypoint) end

  --- An image of a registry such as Docker Hub, by its name. Options: secrets_manager_credentials.
  function Image.from_docker_registry(image, options, image_type)
    return Image(l2.with({
      image_id = image, image_pull_principal_type = "SERVICE_ROLE", image_type = image_type,
    }, options))
  end

  --- An image of a repository in ECR, by its tag or digest, "latest" unless given.
  function Image.from_ecr_repository(repository, tag_or_digest, image_type)
    return Image {
      image_id = repository:repository_uri_for_tag_or_digest(tag_or_digest or "latest"),
      image_pull_principal_type = "SERVICE_ROLE", image_type = image_type, repository = repository,
    }
  end

  if engine.declares(Image.__name, "from_asset") then
    --- An image that is built from a folder with a Dockerfile. Arguments: scope, id, DockerImageAssetProps.
    function Image.from_asset(scope, id, props, image_type)
      local asset = ecr_assets.DockerImageAsset(scope, id, props)
      return Image {
        image_id = asset.image_uri, image_pull_principal_type = "SERVICE_ROLE", image_type = image_type,
        repository = asset.repository,
      }
    end
  end

  if engine.declares(Image.__name, "from_code_build_image_id") then
    --- An image of CodeBuild: "aws/codebuild/standard:7.0".
    function Image.from_code_build_image_id(id)
      return Image { image_id = id, image_pull_principal_type = "CODEBUILD" }
    end
  end

  return Image
end

local classes = {}
for name, row in pairs(CLASSES) do classes[name] = define(name, row) end

return classes
