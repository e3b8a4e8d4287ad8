--- Lambda's runtimes.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local derive = require "aws_cdk.l2.derive"
local l2 = require "aws_cdk.l2"

local Runtime = engine.class("aws_cdk.aws_lambda.Runtime")

--- The constants are rows. A runtime that a script makes joins the list of all.
function Runtime:init(name, family, props)
  props = props or {}
  self._name = name
  self._family = family
  self._supports_inline_code = props.supports_inline_code or false
  self._supports_code_guru_profiling = props.supports_code_guru_profiling or false
  self._supports_snap_start = props.supports_snap_start or false
  self._is_variable = props.is_variable or false
  self._image_name = props.bundling_docker_image
  if not derive.making then Runtime._join(self) end
end

l2.held(Runtime, "name", "family", "supports_inline_code", "supports_code_guru_profiling", "supports_snap_start",
  "is_variable")

--- The image to build code for this runtime in.
l2.kept(Runtime, "bundling_image", function(self)
  return cdk.DockerImage.from_registry(self._image_name or "public.ecr.aws/sam/build-" .. self._name)
end)

Runtime.get.bundling_docker_image = function(self) return self.bundling_image end

function Runtime:to_string() return self._name end

--- Whether both are the same runtime: name, family and inline code.
function Runtime:runtime_equals(other)
  return other.name == self.name and other.family == self.family
    and other.supports_inline_code == self.supports_inline_code
end

--- The newest Python runtime that every commercial region offers.
function Runtime.determine_latest_python_runtime(_) return Runtime.PYTHON_3_13 end

-- Runtimes that join the list of all once somebody asks for it.
local joining = {}

--- Adds a runtime to the list of all without making those that nobody uses.
function Runtime._join(runtime) joining[#joining + 1] = runtime end

--- The list of all runtimes, whole.
function Runtime._all()
  local all = Runtime.ALL
  table.move(joining, 1, #joining, #all + 1, all)
  joining = {}
  return all
end

return { Runtime = Runtime }
