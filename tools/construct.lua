-- Begins a construct: run by `make construct NAME=aws_codecommit.Repository` as
--
--   luacdk tools/construct.lua -- aws_codecommit.Repository
--
-- Writes what the model knows of the class: its file in lua/aws_cdk/<service>, a case of tools/golden/<service>.js and
-- its twin in spec/aws_cdk/<service>. What only the reference's code knows is left to be written: defaults, checks,
-- methods. Files that are there already are added to, never written over.
local engine = require "luacdk.engine"

local schema = engine.schema

local function fail(text, ...)
  io.stderr:write(text:format(...), "\n")
  os.exit(1)
end

local function read(path)
  local file = io.open(path, "rb")
  local text = file and file:read "a"
  if file then file:close() end
  return text
end

local function write(path, text)
  os.execute(("mkdir -p '%s'"):format(path:match "^(.*)/"))
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
  print(path)
end

local function snake(name) return (name:gsub("([%l%d])(%u)", "%1_%2"):gsub("(%u)(%u%l)", "%1_%2"):lower()) end
local function camel(name) return (name:gsub("_(%w)", string.upper)) end

-- ---- what the model says --------------------------------------------------------------------------------------------

local short = arg[1] or fail "luacdk tools/construct.lua -- aws_SERVICE.Class"
local full_name = short:find "^aws_cdk%." and short or "aws_cdk." .. short
local type = schema.type(full_name)
if not type or type.kind ~= "class" then fail("the model has no class %s", full_name) end
local module, class = type.module, type.name
local service = module:match "[^.]+$"
local alias = service:gsub("^aws_", "")
local noun = snake(class)
local file = ("lua/%s/%s.lua"):format(module:gsub("%.", "/"), noun)
if read(file) then fail("%s is there already", file) end

local l1 = schema.type(module .. ".Cfn" .. class)
local arguments = type.constructor or {}
local last = arguments[#arguments]
local props = last and schema.type(last.type)
if props and props.kind ~= "struct" then props = nil end
local is_construct = arguments[1] and arguments[1].type == "constructs.Construct"

local inherited = {}
for _, interface in ipairs { type.base or false } do
  for _, member in ipairs(interface and schema.type(interface).members or {}) do inherited[member.name] = true end
end

local function lines(list, indent) return #list > 0 and indent .. table.concat(list, "\n" .. indent) .. "\n" or "" end

-- The row of a resource: fields for its ARN, its name and what else is an attribute of the L1 resource.
local function row()
  local attributes, arn, name, plain = {}, nil, nil, {}
  for _, attribute in ipairs(l1.resource.attributes or {}) do attributes[attribute.name] = true end
  for _, member in ipairs(type.members or {}) do
    if member.kind ~= "method" and not member.static and not member.parameters then
      local own = member.name:gsub("^" .. noun .. "_", "")
      local attribute = attributes["attr_" .. own] and "attr_" .. own
        or attributes["attr_" .. member.name] and "attr_" .. member.name
      if member.name == noun .. "_arn" then
        arn = ('arn = { "%s", %sservice = "%s" },'):format(member.name,
          attribute and attribute ~= "attr_arn" and ('"%s", '):format(attribute) or "", alias)
      elseif member.name == noun .. "_name" then
        name = ('name = { "%s"%s },'):format(member.name, attribute and (', "%s"'):format(attribute) or "")
      elseif attribute then
        plain[#plain + 1] = ('%s = "%s",'):format(member.name, attribute)
      end
    end
  end
  local text = "local ROW = {\n"
  for _, line in ipairs { arn or false, name or false } do if line then text = text .. "  " .. line .. "\n" end end
  if #plain > 0 then text = text .. "  attributes = {\n" .. lines(plain, "    ") .. "  },\n" end
  return text .. "}\n", arn and name
end

-- Properties that the L1 resource has, too.
local function passed_on()
  local takes, list = {}, {}
  local l1_props = l1 and schema.type(l1.full_name .. "Props")
  for _, field in ipairs(l1_props and l1_props.fields or {}) do takes[field.name] = field.type end
  for _, field in ipairs(props and props.fields or {}) do
    local own = noun .. "_" .. field.name
    local target = takes[field.name] == field.type and field.name or takes[own] == field.type and own
    local value = field.name == noun .. "_name" and "self.physical_name" or "props." .. field.name
    if target then list[#list + 1] = ("%s = %s,"):format(target, value) end
  end
  return list
end

-- The arguments, and what is said of them.
local function signature()
  local list, said = {}, {}
  for i, parameter in ipairs(arguments) do list[i], said[i] = parameter.name, parameter.name end
  if props then
    local fields = {}
    for i, field in ipairs(props.fields) do fields[i] = field.name .. (field.required and " (required)" or "") end
    said[#said] = props.name .. ": " .. table.concat(fields, ", ")
  end
  return table.concat(list, ", "), table.concat(said, ", ")
end

-- A comment of as many lines as it takes.
local function comment(text, first)
  local out, line = {}, first
  for word in text:gmatch "%S+" do
    if #line + #word + 1 > 116 then
      out[#out + 1] = line
      line = first:match "^%-+"
    end
    line = line .. " " .. word
  end
  out[#out + 1] = line
  return table.concat(out, "\n")
end

-- Members that neither a row nor a recipe gives.
local function unwritten(given)
  local list = {}
  for _, member in ipairs(type.members or {}) do
    local follows = member.const or member.name:find "_ref$" or member.name:find "^grant" or member.name:find "^metric"
      or member.name:find "^from_" or given:find("%f[%w_]" .. member.name .. "%f[^%w_]")
    if not member.protected and not follows and not inherited[member.name] then list[#list + 1] = member.name end
  end
  return list
end

-- ---- the class ------------------------------------------------------------------------------------------------------

local function alias_of(name) return name == "aws_cdk" and "cdk" or (name:match "[^.]+$":gsub("^aws_", "")) end

local base_module = type.base and type.base:match "^(.*)%.%w+$"
local base = type.base and alias_of(base_module) .. "." .. type.base:match "%w+$"
local names, said = signature()

local function resource_text()
  local fields, has_both = row()
  local passed = passed_on()
  local named = table.concat(passed):find("self.physical_name", 1, true)
  local text = fields .. ("\nlocal %s = l2.resource(\"%s\", %s, ROW)\n\n"):format(class, full_name, base)
    .. comment(said .. ".", "--- Arguments:") .. ("\nfunction %s:init(%s)\n"):format(class, names)
    .. ("  %s.init(self, scope, id%s)\n"):format(base,
      named and (", { physical_name = props.%s_name }"):format(noun) or "")
    .. ("  self._resource = %s.Cfn%s(self, \"Resource\", {\n"):format(alias, class)
    .. lines(passed, "    ") .. "  })\nend\n"
  return text .. (has_both and ("\nl2.imports(%s, %s, ROW)\n"):format(class, base) or "")
end

local function plain_text()
  local text = ("local %s = engine.class(\"%s\"%s)\n"):format(class, full_name, base and ", " .. base or "")
  if #arguments == 0 then return text end
  text = text .. "\n" .. comment(said .. ".", "--- Arguments:") .. ("\nfunction %s:init(%s)\n"):format(class, names)
  if is_construct and base then text = text .. ("  %s.init(self, scope, id)\n"):format(base) end
  for i, parameter in ipairs(arguments) do
    if not is_construct or i > 2 then text = text .. ("  self._%s = %s\n"):format(parameter.name, parameter.name) end
  end
  return text .. "end\n"
end

local function class_text()
  local is_resource = l1 and l1.kind == "resource" and is_construct and base
  local modules = { [module] = alias }
  if is_resource then modules["aws_cdk.l2"] = "l2" else modules["luacdk.engine"] = "engine" end
  if base then modules[base_module] = alias_of(base_module) end
  local requires = {}
  for name, of in pairs(modules) do requires[#requires + 1] = ('local %s = require "%s"'):format(of, name) end
  table.sort(requires)
  local body = is_resource and resource_text() or plain_text()
  local left = unwritten(body)
  local note = #left > 0 and comment(table.concat(left, ", ") .. ".", "-- Still to be written:")
  if note then body = body .. "\n" .. note .. "\n" end
  return ("--- %s: what it is for.\n%s\n\n%s\nreturn { %s = %s }\n"):format(type.short_name,
    table.concat(requires, "\n"), body, class, class)
end

-- ---- a program, in both languages -----------------------------------------------------------------------------------

local function example(field, javascript)
  local of = schema.type(field.type)
  if field.type == "string" then return javascript and "'text'" or '"text"' end
  if field.type == "number" then return "1" end
  if field.type == "boolean" then return "true" end
  if field.type:find "^list of" then return javascript and "[]" or "{}" end
  if of and of.kind == "enum" then
    return ("%s.%s.%s"):format(of.module == module and alias or of.module:match "[^.]+$", of.name, of.values[1].name)
  end
  return javascript and ("undefined /* %s */"):format(field.luals) or ("nil --[[ %s ]]"):format(field.luals)
end

local function required(javascript)
  local list = {}
  for _, field in ipairs(props and props.fields or {}) do
    if field.required then
      list[#list + 1] = javascript and ("%s: %s"):format(camel(field.name), example(field, true))
        or ("%s = %s"):format(field.name, example(field, false))
    end
  end
  return #list > 0 and ", { " .. table.concat(list, ", ") .. " }" or ""
end

local function is_text(member)
  return member.type == "string" and not member.static and not member.const and member.name:find("^" .. noun)
end

local function outputs(form)
  local list = {}
  for _, member in ipairs(type.members or {}) do
    if is_text(member) then
      local id = camel(member.name):gsub("^%l", string.upper)
      list[#list + 1] = form:format(id, form:find "^new" and camel(member.name) or member.name)
    end
  end
  return list
end

local javascript = ([[
  %s: (app, cdk, lib) => {
    const %s = lib('%s');
    const stack = new cdk.Stack(app, 'S');
    const made = new %s.%s(%s%s);
%s  },
]]):format(noun, alias, service:gsub("_", "-"), alias, class, is_construct and "stack, 'Made'" or "",
  is_construct and required(true) or required(true):gsub("^, ", ""),
  lines(outputs "new cdk.CfnOutput(stack, '%s', { value: made.%s });", "    "))

local lua = ([[
function cases.%s(app)
  local stack = cdk.Stack(app, "S")
  local made = %s.%s(%s%s)
%send
]]):format(noun, alias, class, is_construct and 'stack, "Made"' or "",
  is_construct and required(false) or required(false):gsub("^, ", ""),
  lines(outputs 'cdk.CfnOutput(stack, "%s", { value = made.%s })', "  "))

local function add_javascript(path)
  local text = read(path) or ([[
'use strict';

// Cases of %s; their Lua twins are in spec/aws_cdk/%s/%s_spec.lua.
module.exports = {
};
]]):format(service, service, service)
  local before = text:match "^(.*)%};%s*$" or fail("%s does not end in };: by hand:\n%s", path, javascript)
  write(path, before .. (before:find "{\n$" and "" or "\n") .. javascript .. "};\n")
end

local function add_lua(path)
  local text = read(path) or ([[
-- The cases are twins of tools/golden/%s.js.
local cdk = require "aws_cdk"
local golden = require "spec.support.golden"
local %s = require "%s"

local cases = {}

describe("%s", function()
  golden.check("%s", cases)
end)
]]):format(service, alias, module, service, service)
  local before, after = text:match "^(.-\n)(describe%(.*)$"
  if not before then fail("%s has no describe(…): put the case in by hand:\n%s", path, lua) end
  write(path, before .. lua .. "\n" .. after)
end

write(file, class_text())
add_javascript(("tools/golden/%s.js"):format(service))
add_lua(("spec/aws_cdk/%s/%s_spec.lua"):format(service, service))
print(("then: make record AREA=%s; SPECS=spec/aws_cdk/%s make test; make properties MODULE=%s"):format(service,
  service, service))
