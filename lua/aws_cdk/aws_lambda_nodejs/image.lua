--- The image that bundles where esbuild is not installed: built of the runtime's own when it is needed.
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local engine = require "luacdk.engine"
local esbuild = require "aws_cdk.aws_lambda_nodejs.esbuild"
local dry_run = require "aws_cdk.private.dry_run"

local image = {}

local DEFAULT_ESBUILD = "0.21"

local DOCKERFILE = [[
ARG IMAGE
FROM $IMAGE
ARG ESBUILD_VERSION
RUN npm install --global --unsafe-perm=true \
      yarn@1.22.5 pnpm@7.33.7 bun@1.2.23 typescript esbuild@$ESBUILD_VERSION
# Whoever the container runs as may write to the caches.
RUN mkdir -m 777 /tmp/npm-cache /tmp/yarn-cache /tmp/pnpm-cache /tmp/bun-cache \
 && npm config --global set cache /tmp/npm-cache \
 && npm config --global set update-notifier false \
 && yarn config set cache-folder /tmp/yarn-cache \
 && pnpm config --global set store-dir /tmp/pnpm-cache \
 && chmod -R 777 /tmp/npm-cache /tmp/yarn-cache /tmp/pnpm-cache \
 && chmod 711 /
ENV BUN_INSTALL_CACHE_DIR=/tmp/bun-cache
CMD ["esbuild"]
]]

-- Builds the image, unless it is there.
local function build(props)
  local folder = cdk.FileSystem.mkdtemp "luacdk-esbuild-"
  local remover <close> = setmetatable({}, { __close = function() assets.remove_tree(folder) end }) -- luacheck: ignore
  assert(assets.write_file(folder .. "/Dockerfile", DOCKERFILE))
  local arguments = {}
  for key, value in pairs(props.build_args or {}) do arguments[key] = value end
  arguments.IMAGE = props.runtime.bundling_image.image
  arguments.ESBUILD_VERSION = props.esbuild_version or DEFAULT_ESBUILD
  local built = cdk.DockerImage.from_build(folder, {
    build_args = arguments, platform = props.architecture.docker_platform, network = props.network,
  })
  return built
end

local Image = engine.class("aws_cdk.aws_lambda_nodejs.EsbuildImage", cdk.DockerImage)

function Image:init(props)
  cdk.DockerImage.init(self, "dummy") -- used in hashes where esbuild is installed
  self._props = props
end

-- The image that runs; nil where none is needed.
function Image:_real()
  local props = self._props
  if not self._known then
    self._known = true
    if props.force_docker_bundling or not (dry_run.makes_nothing() or esbuild.installation()) then
      self._found = props.docker_image or build(props)
    end
  end
  return self._found
end

function Image:to_json()
  local real = self:_real()
  return real and real:to_json() or self.image
end

function Image:run(options)
  return (self:_real() or cdk.DockerImage.from_registry(self.image)):run(options)
end

function Image:_try_run(options)
  return (self:_real() or cdk.DockerImage.from_registry(self.image)):_try_run(options)
end

--- The image for a function's bundling. `json()` gives what hashes count of all its options.
function image.of(props, json)
  local made = Image(props)
  made._bundling_json = json
  return made
end

return image
