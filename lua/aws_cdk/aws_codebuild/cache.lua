--- What builds keep for later ones.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local Cache = engine.class "aws_cdk.aws_codebuild.Cache"

local OneCache = engine.class("aws_cdk.aws_codebuild.OneCache", Cache)

function OneCache:init(properties, bucket)
  self._properties, self._bucket = properties, bucket
end

--- Gives the project the permissions that it needs for the cache.
function OneCache:_bind(project)
  if self._bucket then self._bucket:grant_read_write(project) end
end

--- The L1 property.
function OneCache:_to_cloud_formation() return self._properties end

--- Nothing is kept.
function Cache.none() return OneCache { type = "NO_CACHE" } end

--- Kept on the host of the build, as long as that lives. Arguments: LocalCacheModes.
function Cache.local_(...) return OneCache { type = "LOCAL", modes = engine.list { ... } } end

--- Kept in a bucket. Arguments: bucket, BucketCacheOptions: cache_namespace, prefix.
function Cache.bucket(bucket, options)
  options = options or {}
  local prefix = options.prefix ~= "" and options.prefix or cdk.Aws.NO_VALUE
  return OneCache({
    type = "S3",
    location = cdk.Fn.join("/", { bucket.bucket_name, prefix }),
    cache_namespace = options.cache_namespace,
  }, bucket)
end

return { Cache = Cache }
