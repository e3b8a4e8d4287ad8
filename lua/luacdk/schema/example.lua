--- Lua examples: what is required, with values that fit. Called with a resource type it returns the line that makes
--- one; `example.of_class`, `.of_method`, `.of_struct` return lines for the rest of the API.
local types = require "luacdk.schema.types"

local example = {}

local DEEPEST = 12 -- required properties inside required ones
local MOST_CALLS = 2 -- nested calls

-- Where the first thing that fits is not what people write.
local PREFERRED = {
  ["aws_cdk.Duration"] = "cdk.Duration.minutes(5)",
  ["aws_cdk.Size"] = "cdk.Size.mebibytes(512)",
  ["aws_cdk.Stack"] = "stack",
  ["aws_cdk.aws_lambda.Code"] = 'lambda.Code.from_asset("fn")',
  ["aws_cdk.aws_lambda.Runtime"] = "lambda.Runtime.PYTHON_3_13",
  ["constructs.Construct"] = "stack",
  ["constructs.IConstruct"] = "stack",
}

-- Usual names of variables.
local VARIABLES = { ["aws_cdk.aws_lambda.Function"] = "fn", ["aws_cdk.aws_lambda.IFunction"] = "fn",
  ["constructs.Node"] = "stack.node" }

-- Plausible strings for a parameter or property of that name.
local TEXTS = { account = "123456789012", account_id = "123456789012", code_directory = "folder", directory = "folder",
  handler = "index.handler", organization_id = "o-1234567890", path = "folder", region = "eu-west-1",
  source_path = "folder", tarball_file = "image.tar", template_file = "template.json", topic = "orders",
  url = "https://example.com" }

local value

--- "aws_cdk.aws_s3.IBucket" → "bucket"
function example.variable(name)
  if VARIABLES[name] then return VARIABLES[name] end
  local own = name:match "[^.]+$"
  own = own:gsub("^I(%u)", "%1"):gsub("^Cfn(%u)", "%1"):gsub("Base$", ""):gsub("Props$", "")
  local text = own:gsub("(%l)(%u)", "%1_%2"):gsub("(%u)(%u%l)", "%1_%2"):lower()
  return types.spelt(text ~= "" and text or "value")
end

local function fields(name, depth)
  local parts = {}
  for _, field in ipairs(types.get(name).fields) do
    if field.required then
      parts[#parts + 1] = types.spelt(field.name) .. " = " .. value(field, types.parse(field.type), depth + 1)
    end
  end
  return parts
end

local function struct(name, depth)
  local parts = depth < DEEPEST and fields(name, depth) or {}
  return #parts > 0 and "{ " .. table.concat(parts, ", ") .. " }" or "{}"
end

--- The required parameters as arguments.
local function arguments(parameters, depth, id)
  local parts = {}
  for _, one in ipairs(parameters) do
    if not one.optional then
      local shape = types.parse(one.type)
      local text = one.name == "id" and shape.kind == "string" and ("%q"):format(id or "Id")
      parts[#parts + 1] = text or value(one, shape, depth + 1)
    end
  end
  return parts
end

local function call(name, parts)
  if #parts == 1 and parts[1]:sub(1, 1) == "{" and parts[1]:sub(-1) == "}" then return name .. " " .. parts[1] end
  return name .. "(" .. table.concat(parts, ", ") .. ")"
end

--- A constant of the class, or the result of a factory; nil if it has neither.
local function of_class_itself(type, depth)
  local factory
  for _, member in ipairs(type.members or {}) do
    local gives = member.static and not member.deprecated and not member.protected and member.type
    if gives == type.full_name and not member.parameters then
      return types.short(type.full_name) .. "." .. types.spelt(member.name)
    end
    if gives and not factory and member.parameters and types.is_a(gives, type.full_name) and depth < MOST_CALLS then
      factory = member
    end
  end
  if factory then
    local parts = arguments(factory.parameters, depth + 1)
    return call(types.short(type.full_name) .. "." .. types.spelt(factory.name), parts)
  end
end

local function of_part(field, part, depth)
  local kind = part.kind
  if part.name and PREFERRED[part.name] then return PREFERRED[part.name] end
  if kind == "list" then return "{ " .. value(field, part.element, depth) .. " }" end
  if kind == "map" and part.element then return "{ key = " .. value(field, part.element, depth) .. " }" end
  if kind == "any" and TEXTS[field.name] then return ("%q"):format(TEXTS[field.name]) end
  if kind == "map" or kind == "any" then return "{}" end
  if kind == "struct" then return struct(part.name, depth) end
  if kind == "enum" then
    for _, member in ipairs(types.get(part.name).values) do
      if not member.deprecated then return types.short(part.name) .. "." .. member.name end
    end
  end
  if kind == "number" then
    return field.default or ("%.14g"):format(field.number and field.number.min or 1)
  end
  if kind == "boolean" then return "true" end
  if part.name then
    return kind == "class" and of_class_itself(types.get(part.name), depth) or example.variable(part.name)
  end
  local first = (field.values or field.known or {})[1]
  return ("%q"):format(first or TEXTS[field.name] or "…")
end

-- Of several types the first is as good as any; but a table with fields is more instructive than a token.
function value(field, shape, depth)
  if shape.kind ~= "union" then return of_part(field, shape, depth) end
  local best
  types.each_part(shape, function(part)
    if part.kind == "struct" then best = part end
    return part.kind == "struct" or nil
  end)
  best = best or types.each_part(shape, function(part) return part end) or shape[1]
  return of_part(field, best, depth)
end

--- Statement that makes an instance; nil for a class that cannot be made.
function example.of_class(type)
  if not type.constructor or type.abstract or type.kind == "interface" then return nil end
  local name = types.short(type.full_name)
  local id = type.name:match("[^.]+$"):gsub("^Cfn(%u)", "%1")
  local text = call(name, arguments(type.constructor, 0, id))
  local variable = example.variable(type.full_name)
  return variable:find "^[%w_]+$" and ("local %s = %s"):format(variable, text) or text
end

--- Expression that calls a method. `type`: the class it is called on.
function example.of_method(type, member)
  local parts = arguments(member.parameters, 0)
  local receiver = member.static and types.short(type.full_name) .. "." or
    (PREFERRED[type.full_name] or example.variable(type.full_name)) .. ":"
  return call(receiver .. types.spelt(member.name), parts)
end

--- Table with the required fields of a struct.
function example.of_struct(type) return struct(type.full_name, 0) end

--- The line that makes a resource.
local function of_resource(_, type)
  local name = type.name:gsub("^Cfn", "")
  local head = ("%s(stack, %q"):format(types.short(type.full_name), name)
  local props = type.resource.props and struct(type.resource.props, 0) or "{}"
  return props == "{}" and head .. ")" or head .. ", " .. props .. ")"
end

return setmetatable(example, { __call = of_resource })
