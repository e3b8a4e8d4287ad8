--- Where the program of a runtime is.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local MODULE = "aws_cdk.aws_bedrockagentcore."

local AgentRuntimeArtifact = engine.class(MODULE .. "AgentRuntimeArtifact")

-- A kind of artifact, the class of this name: `prepare(self, scope)` makes what it needs for the first runtime, and
-- returns what grants the permission to read it, and its method; `render(self)` gives the L1 property.
local function kind(name, prepare, render)
  local Kind = engine.class(MODULE .. name, AgentRuntimeArtifact)

  function Kind:init(values) l2.with(self, values) end

  function Kind:bind(scope, runtime)
    local source, grant = prepare(self, scope)
    if source and not self._is_bound then source[grant](source, runtime.role) end
    self._is_bound = true
  end

  Kind._render = render
  return Kind
end

--- What users' own classes cannot say.
function AgentRuntimeArtifact:_render()
  engine.fail(nil, "only an artifact of AgentRuntimeArtifact.from_… can be rendered, got %s", engine.display(self))
end

local function container(uri) return { container_configuration = { container_uri = uri } } end

local function code(self, bucket, key, version)
  return { code_configuration = {
    code = { s3 = { bucket = bucket, prefix = key, version_id = version ~= "" and version or nil } },
    runtime = self._runtime.value, entry_point = self._entrypoint,
  } }
end

local EcrImage = kind("EcrImage", function(self) return self._repository, "grant_pull" end,
  function(self) return container(self._repository:repository_uri_for_tag(self._tag)) end)

local ImageUriArtifact = kind("ImageUriArtifact", function() end, function(self) return container(self._uri) end)

local AssetImage = kind("AssetImage", function(self, scope)
  self._asset = self._asset or require("aws_cdk.aws_ecr_assets").DockerImageAsset(scope, "AgentRuntimeArtifact",
    l2.with({ directory = self._directory }, self._options))
  return self._asset.repository, "grant_pull"
end, function(self) return container(self._asset.image_uri) end)

local S3Image = kind("S3Image", function(self, scope)
  local name = self._location.bucket_name
  self._bucket = self._bucket or require("aws_cdk.aws_s3").Bucket.from_bucket_name(scope, name .. "CodeArchive", name)
  return self._bucket, "grant_read"
end, function(self)
  return code(self, self._location.bucket_name, self._location.object_key, self._location.object_version)
end)

local CodeAsset = kind("CodeAsset", function(self, scope)
  self._asset = self._asset or require("aws_cdk.aws_s3_assets").Asset(scope, "AgentRuntimeArtifact", self._options)
  return self._asset.bucket, "grant_read"
end, function(self) return code(self, self._asset.bucket.bucket_name, self._asset.s3_object_key) end)

--- An image in a repository; its tag is "latest" unless another is given.
function AgentRuntimeArtifact.from_ecr_repository(repository, tag)
  return EcrImage { _repository = repository, _tag = tag or "latest" }
end

--- An image that is built from the Dockerfile in a folder. Options: DockerImageAssetOptions.
function AgentRuntimeArtifact.from_asset(directory, options)
  return AssetImage { _directory = directory, _options = options }
end

--- An archive in a bucket: the Location, the AgentCoreRuntime, and the program in it with its arguments.
function AgentRuntimeArtifact.from_s3(s3_location, runtime, entrypoint)
  return S3Image { _location = s3_location, _runtime = runtime, _entrypoint = entrypoint }
end

--- A folder or file that is uploaded, by CodeAssetOptions: path, runtime and entrypoint (required), and AssetOptions.
function AgentRuntimeArtifact.from_code_asset(options)
  local asset = l2.with({}, options)
  asset.runtime, asset.entrypoint = nil, nil
  return CodeAsset { _options = asset, _runtime = options.runtime, _entrypoint = options.entrypoint }
end

local ECR_URI = "^\\d{12}\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?/"
  .. "((?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*)([:@]\\S+)$"

--- An image by its URI. Fails unless that is one of Amazon ECR with a tag or digest.
function AgentRuntimeArtifact.from_image_uri(container_uri)
  if not engine.is_unresolved(container_uri) and not engine.matches(ECR_URI, container_uri) then
    engine.fail(nil, "container_uri has the form <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>, got %s",
      engine.display(container_uri))
  end
  return ImageUriArtifact { _uri = container_uri }
end

return { AgentRuntimeArtifact = AgentRuntimeArtifact }
