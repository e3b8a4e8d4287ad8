--- What is expected at a place in the text: the shape of an argument, of a table, or of a value in one.
local syntax = require "luacdk.repl.syntax"
local things = require "luacdk.repl.things"
local types = require "luacdk.schema.types"

local expected = {}

local is_operator = syntax.is_operator

--- The shape of argument `number` of the called function, and the parameter.
function expected.argument_shape(session, context, last, number)
  local called = things.at(session, context, last)
  local parameters, skips, variadic
  if called then parameters, skips, variadic = things.signature(called) end
  if not parameters then return nil end
  local chain = syntax.chain(context, last)
  local step = chain.steps[#chain.steps]
  local colon = step[1] == "method"
  local place = number + (colon and skips or 0)
  local parameter = parameters[place] or variadic and parameters[#parameters]
  if not parameter then return nil end
  return types.parse(parameter.type), parameter, called
end

--- The shape of the table that frame `depth` opens, with its field or parameter.
function expected.table_shape(session, context, depth)
  local frame = context.frames[depth]
  local before = context.tokens[frame.open - 1]
  if syntax.ends_expression(before) then return expected.argument_shape(session, context, frame.open - 1, 1) end
  return expected.at(session, context, frame.open, depth - 1)
end

--- The part of a shape for a table of a given form: "struct", "list" or "map".
function expected.part_of(shape, kind)
  return shape and types.each_part(shape, function(part) return part.kind == kind and part or nil end)
end

--- The field of that name in the struct that the shape is or contains.
function expected.field_of(shape, key)
  local struct = expected.part_of(shape, "struct")
  return struct and types.member(struct.name, key)
end

--- The shape of the value that begins at token `at` inside frame `depth`, with its field or parameter.
function expected.at(session, context, at, depth)
  local frame = context.frames[depth]
  if frame and frame.at == "{" then
    local shape, of = expected.table_shape(session, context, depth)
    if not shape then return nil end
    if frame.value == at then
      local field = expected.field_of(shape, frame.key)
      if field then return types.parse(field.type), field end
      local map = expected.part_of(shape, "map")
      return map and map.element
    elseif frame.item == at then
      local list = expected.part_of(shape, "list")
      if list then return list.element, of and (of.values or of.known) and of or nil end
    end
    return nil
  elseif frame and frame.at == "(" then
    local called = frame.item == at and syntax.ends_expression(context.tokens[frame.open - 1])
    if called then return expected.argument_shape(session, context, frame.open - 1, frame.commas + 1) end
    return nil
  end
  -- An assignment to a field: fn.timeout = …
  if is_operator(context.tokens[at - 1], "=") then
    local thing = things.at(session, context, at - 2)
    if thing and thing.shape then
      local chain = syntax.chain(context, at - 2)
      local step = chain.steps[#chain.steps]
      local field
      if step[1] == "field" then
        local inner = things.at(session, context, at - 4)
        field = inner and inner.type and types.member(inner.type, step[2])
        local resource = inner and inner.type and types.get(inner.type).resource
        if resource and resource.props then field = types.member(resource.props, step[2]) or field end
      end
      return thing.shape, field
    end
  end
end

return expected
