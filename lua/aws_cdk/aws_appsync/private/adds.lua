--- Methods of APIs that add data sources: id, what is behind it, options.
local engine = require "luacdk.engine"
local appsync = require "aws_cdk.aws_appsync"

-- Methods take clusters of which the constructors of classes know nothing: subclasses take what methods have checked.
local of_any_cluster = {}

local function subclass(name)
  local class = of_any_cluster[name]
  if not class then
    class = engine.class("aws_cdk.aws_appsync." .. name .. "OfAnyCluster", appsync[name])
    of_any_cluster[name] = class
  end
  return class
end

--- A method that adds a data source of `class`; arguments after the id become the props `fields`, then come options.
return function(class, fields)
  local count = #fields
  local has_cluster = fields[1] == "serverless_cluster"
  return function(self, id, ...)
    local options = select(count + 1, ...) or {}
    local props = {
      api = self, name = options.name, description = options.description, metrics_config = options.metrics_config,
      authorization_config = options.authorization_config,
    }
    for i, field in ipairs(fields) do props[field] = (select(i, ...)) end
    return (has_cluster and subclass(class) or appsync[class])(self, id, props)
  end
end
