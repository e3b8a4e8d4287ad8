--- What the three kinds of namespaces have in common.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local derive = require "aws_cdk.l2.derive"
local l2 = require "aws_cdk.l2"
local servicediscovery = require "aws_cdk.aws_servicediscovery"

local MODULE = "aws_cdk.aws_servicediscovery."

--- The class of a kind of namespaces, with its import. The row says whether the kind has a hosted zone, and
-- `properties(props)` gives what only its L1 resource has.
return function(name, type, row)
  local class = engine.class(MODULE .. name, cdk.Resource)
  local imported = l2.imported(class, cdk.Resource)
  local noun = derive.snake(name)

  local function reference(self)
    return { [noun .. "_id"] = self.namespace_id, [noun .. "_arn"] = self.namespace_arn }
  end

  --- Arguments: scope, id, the namespace's properties.
  function class:init(scope, id, props)
    cdk.Resource.init(self, scope, id)
    local all = row.properties and row.properties(props) or {}
    all.name, all.description = props.name, props.description
    local resource = servicediscovery["Cfn" .. name](self, "Resource", all)
    self.namespace_name, self.namespace_id, self.namespace_arn = props.name, resource.attr_id, resource.attr_arn
    if row.has_zone then self.namespace_hosted_zone_id = resource.attr_hosted_zone_id end
    self.type = type
  end

  for _, part in ipairs { "arn", "id", "name" } do
    class.get[noun .. "_" .. part] = function(self) return self["namespace_" .. part] end
  end
  class.get[noun .. "_ref"] = reference

  --- A service in the namespace.
  function class:create_service(id, props)
    return servicediscovery.Service(self, id, l2.with({ namespace = self }, props))
  end

  function imported:init(scope, id, attrs)
    cdk.Resource.init(self, scope, id)
    self.namespace_name, self.namespace_id, self.namespace_arn, self.type =
      attrs.namespace_name, attrs.namespace_id, attrs.namespace_arn, type
  end

  imported.get[noun .. "_ref"] = reference

  --- A namespace by its ARN, id and name.
  class["from_" .. noun .. "_attributes"] = function(scope, id, attrs) return imported(scope, id, attrs) end

  return { [name] = class }
end
