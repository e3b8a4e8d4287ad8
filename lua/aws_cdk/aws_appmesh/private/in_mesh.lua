--- What is alike in the resources of a mesh: their names, their ARNs, whose the mesh is, and how they are imported.
local engine = require "luacdk.engine"
local appmesh = require "aws_cdk.aws_appmesh"
local cdk = require "aws_cdk"
local derive = require "aws_cdk.l2.derive"
local l2 = require "aws_cdk.l2"

local in_mesh = {}

--- The class `name` of resources whose L1 resource is `_resource`. path(self): what stands before the name in the ARN.
function in_mesh.class(name, base, path)
  local noun = derive.snake(name)
  return l2.resource("aws_cdk.aws_appmesh." .. name, base, {
    arn = { noun .. "_arn", "ref", service = "appmesh", named = function(self)
      return path(self) .. "/" .. self.physical_name
    end },
    name = { noun .. "_name", "attr_" .. noun .. "_name" },
  })
end

--- Begins the construct: its name is the given one, or its unique id.
function in_mesh.begin(self, base, scope, id, name)
  if name == nil or name == "" then
    name = engine.lazy(function() return cdk.Names.unique_id(self) end, { kind = "string" })
  end
  base.init(self, scope, id, { physical_name = name })
end

--- The account of the mesh, if it is not known to be that of the resource.
function in_mesh.owner(self, mesh)
  local account = mesh.env.account
  local compared, is = cdk.Token.compare_strings(self.env.account, account), cdk.TokenComparison
  if compared == is.DIFFERENT or compared == is.ONE_UNRESOLVED then return account end
end

--- The parts of <mesh>/<form>, the end of the ARN of a `noun`, and its name, which the library lets be nil. form:
--- "virtualNode/<name>". Fails if the ARN has no such end.
function in_mesh.parts(scope, noun, arn, form)
  local rest = engine.stack_of(scope):split_arn(arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
  if rest == nil then
    engine.fail(scope, "the ARN of a %s has the form arn:<partition>:appmesh:<region>:<account>:mesh/<mesh>/%s, got %s",
      noun:gsub("_", " "), form, engine.display(arn))
  end
  local parts, _, slashes = cdk.Fn.split("/", rest), form:gsub("/", "")
  return parts, cdk.Fn.select(slashes + 1, parts)
end

--- The name of an object for the ARN of what belongs to it. Fails if it was imported by an ARN without one.
function in_mesh.name_of(object, field)
  local name = object[field]
  if name == nil then
    engine.fail(object, "%s is not known: -> import it by an ARN that contains it, or by its attributes", field)
  end
  return name
end

--- The ARN of a resource made elsewhere.
function in_mesh.arn(scope, path, name)
  return engine.stack_of(scope):format_arn { service = "appmesh", resource = path, resource_name = name }
end

--- What stands in ARNs before the name of a `kind` of a mesh: "virtualNode".
function in_mesh.path(kind)
  return function(self) return "mesh/" .. self.mesh.mesh_name .. "/" .. kind end
end

--- Gives `class`, of what is directly in a mesh as `kind`, its from_<noun>_arn and from_<noun>_attributes.
function in_mesh.imports(class, base, kind)
  local path = in_mesh.path(kind)
  local noun = derive.snake(class.__name:match "(%w+)$")
  local arn, name = noun .. "_arn", noun .. "_name"
  local imported = l2.imported(class, base)
  l2.held(imported, name)

  function imported:init(scope, id, attrs)
    base.init(self, scope, id)
    if attrs[arn] then
      local parts, own_name = in_mesh.parts(scope, noun, attrs[arn], kind .. "/<name>")
      self[arn], self["_" .. name] = attrs[arn], own_name
      self.mesh = appmesh.Mesh.from_mesh_name(self, "Mesh", cdk.Fn.select(0, parts))
    else
      self.mesh, self["_" .. name] = attrs.mesh, attrs[name]
      self[arn] = in_mesh.arn(self, path(self), attrs[name])
    end
  end

  class["from_" .. arn] = function(scope, id, given) return imported(scope, id, { [arn] = given }) end
  class["from_" .. noun .. "_attributes"] = function(scope, id, attrs)
    return imported(scope, id, { mesh = attrs.mesh, [name] = attrs[name] })
  end
end

return in_mesh
