--- Resolvers: where the value of a field comes from.
local engine = require "luacdk.engine"
local appsync = require "aws_cdk.aws_appsync"
local constructs = require "constructs"
local logic = require "aws_cdk.aws_appsync.private.logic"
local references = require "aws_cdk.aws_appsync.private.references"

local fail = engine.fail

local LONGEST_TTL = 3600
local CACHING_KEYS = { "$context.arguments", "$context.source", "$context.identity" }

local Resolver = engine.class("aws_cdk.aws_appsync.Resolver", constructs.Construct)

local function is_caching_key(key)
  if engine.is_unresolved(key) then return true end
  for _, base in ipairs(CACHING_KEYS) do
    if key:sub(1, #base) == base then return true end
  end
  return false
end

local function caching(scope, config)
  if not config then return nil end
  local seconds = config.ttl and config.ttl:to_seconds()
  if seconds and (seconds < 1 or seconds > LONGEST_TTL) then
    fail(scope, "the ttl of caching_config must be between 1 and %d seconds, got %s", LONGEST_TTL, seconds)
  end
  for _, key in ipairs(config.caching_keys or {}) do
    if not is_caching_key(key) then
      fail(scope, "caching_keys must begin with %s, got %s", table.concat(CACHING_KEYS, ", "), engine.display(key))
    end
  end
  return { caching_keys = config.caching_keys, ttl = seconds }
end

local function pipeline(functions)
  if not functions or #functions == 0 then return nil end
  local ids = {}
  for i, fn in ipairs(functions) do ids[i] = references.function_id(fn) end
  return { functions = ids }
end

--- Arguments: scope, id, ResolverProps: api, type_name, field_name (required).
function Resolver:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  local source, functions = props.data_source, pipeline(props.pipeline_config)
  local render = logic(self, scope, props)
  if functions and source then
    fail(scope, "data_source and pipeline_config are mutually exclusive, got the data source %s",
      engine.display(source.name))
  end
  local cached = caching(scope, props.caching_config)
  local all = render()
  all.api_id = props.api.api_id
  all.type_name = props.type_name
  all.field_name = props.field_name
  all.data_source_name = source and source.name
  all.kind = functions and "PIPELINE" or "UNIT"
  all.pipeline_config = functions
  all.caching_config = cached
  all.max_batch_size = props.max_batch_size
  all.metrics_config = props.metrics_config
  local resource = appsync.CfnResolver(self, "Resource", all)
  props.api:add_schema_dependency(resource)
  if source then resource:add_resource_dependency(source.ds) end
  self.arn = resource.attr_resolver_arn
end

return { Resolver = Resolver }
