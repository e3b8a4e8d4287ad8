--- The meaning of a name on the command line: a resource type, a property of one at any depth, a class, or a part of
--- names.
local engine = require "luacdk.engine"

local topics = require "luacdk.schema.topics"
local types = require "luacdk.schema.types"

local schema = engine.schema
local find = {}

find.short = types.short

--- The member of a class, interface or enum; nil and what is wrong.
local function member_of(type, name)
  if type.values then
    local names = {}
    for i, one in ipairs(type.values) do
      if one.name == name then return { type = type, enum_member = one } end
      names[i] = one.name
    end
    return nil, { type = type, step = name, within = "", nearest = engine.nearest(name, names) }
  end
  local member, owner = types.member(type.full_name, name)
  if not member then member, owner = types.member_like(type.full_name, name) end
  if member then return { type = type, member = member, owner = owner } end
  local names = {}
  types.each_member(type.full_name, function(one) names[#names + 1] = one.name end)
  return nil, { type = type, step = name, within = "", nearest = engine.nearest(name, names), of_class = true }
end

local function by_path(struct, path)
  local steps = {}
  for step in path:gmatch "[^.]+" do steps[#steps + 1] = step end
  local field
  for i, step in ipairs(steps) do
    local type = struct and schema.type(struct)
    local wanted = step:lower():gsub("_", "")
    local found, names
    names = {}
    for _, one in ipairs(type and type.fields or {}) do
      names[#names + 1] = one.cfn_name or one.name
      if not found and (one.name == step or one.cfn_name == step or one.name:gsub("_", ""):lower() == wanted) then
        found = one
      end
    end
    if not found then
      return nil, { step = step, within = table.concat(steps, ".", 1, i - 1), nearest = engine.nearest(step, names) }
    end
    field, struct = found, found.struct
  end
  return field
end

--- The class of a resource type, in any case.
local function resource(name)
  local type = schema.type(name)
  if type and type.resource then return type end
  local wanted = name:lower()
  for _, known in ipairs((schema.resources())) do
    if known:lower() == wanted then return schema.type(known) end
  end
end

--- A type by any of its names: full, the model's, short.
local function by_name(name)
  local type = schema.type(name)
  if type then return type end
  if name:find "^cdk%." then return schema.type("aws_cdk." .. name:sub(5)) end
  return schema.type("aws_cdk.aws_" .. name) or schema.type("aws_cdk." .. name)
end

--- Returns { type = … }, { type = …, field = …, path = "Code.S3Bucket" }, { type = …, member = …, owner = type that
--- declares it } or { type = …, enum_member = … }; nil and what is wrong inside a known type; or nil for an unknown
--- name.
function find.exact(name)
  if name:find "::" then
    local cfn, path = name:match "^([%w:]+)%.(.+)$"
    local type = resource(cfn or name)
    if not type then return nil end
    if not cfn then return { type = type } end
    local field, fault = by_path(type.resource.props, path)
    if fault then fault.type = type end
    return field and { type = type, field = field, path = path }, fault
  end
  local type = by_name(name)
  if type then return { type = type } end
  -- A class or struct followed by a path; tries the longest class name first.
  for at = #name, 1, -1 do
    if name:byte(at) == 46 then
      type = by_name(name:sub(1, at - 1))
      local struct = type and (type.resource and type.resource.props or type.fields and type.full_name)
      local path = name:sub(at + 1)
      local found, fault
      if struct then
        local field
        field, fault = by_path(struct, path)
        found = field and { type = type, field = field, path = path }
        if fault then fault.type = type end
      end
      if not found and type and type.kind ~= "struct" and not path:find(".", 1, true) then
        local member, other = member_of(type, path)
        found, fault = member, fault and fault.nearest and fault or other
      end
      if type then return found, fault end
    end
  end
end

--- A sentence about the mistake that find.exact reports.
function find.explain(fault)
  local owner = fault.type.resource and fault.type.resource.cfn_type or find.short(fault.type.full_name)
  if fault.within ~= "" then owner = owner .. "." .. fault.within end
  local what = (fault.of_class or fault.type.values) and "member" or "property"
  local text = ("%s has no %s '%s'"):format(owner, what, fault.step)
  return fault.nearest and ("%s; did you mean '%s'?"):format(text, fault.nearest) or text
end

--- The name of one of luacdk's own topics, cdk.template or template; nil if it is none.
function find.own(name)
  name = name:gsub("testing%.render$", "testing")
  for _, full in ipairs { name, "cdk." .. name } do
    if topics[full] and topics[full].signature then return full end
  end
end

--- What has the word in its name, in any case: the module that is called so (`s3`, `aws_s3`, `aws_cdk.aws_s3`; its
--- types come first), resource types, other types, and which of the latter are missing.
function find.search(word)
  local wanted = word:lower():gsub("^aws_cdk%.", ""):gsub("^aws_", "")
  local module = types.modules()[wanted]
  if not module then wanted = word:lower() end
  local found = { module = module, resources = {}, classes = {}, types = {}, missing = {} }
  local cfn_types, classes = schema.resources()
  local seen = {}
  for i, cfn_type in ipairs(cfn_types) do
    if cfn_type:lower():find(wanted, 1, true) or find.short(classes[i]):lower():find(wanted, 1, true) then
      found.resources[#found.resources + 1] = cfn_type
      found.classes[#found.classes + 1] = find.short(classes[i])
    end
    seen[classes[i]] = true
  end
  local elsewhere = {}
  for _, name in ipairs(schema.modules()) do
    local list = (not module or name == module) and found.types or elsewhere
    for _, type_name in ipairs(schema.types(name)) do
      local full_name = name .. "." .. type_name
      if not seen[full_name] and find.short(full_name):lower():find(wanted, 1, true) then
        local short = find.short(full_name)
        list[#list + 1] = short
        if not types.is_available(full_name) then found.missing[short] = true end
      end
    end
  end
  table.move(elsewhere, 1, #elsewhere, #found.types + 1, found.types)
  return found
end

--- The names nearest to an unknown one.
function find.nearest(name)
  local names, bare = (schema.resources()), {}
  local best = engine.nearest(name, names)
  if best then return best end
  local head, tail_of = name:match "^([%w_]+)[.:]([%w_]+)"
  if head then
    local shorts = {}
    for short in pairs(types.modules()) do shorts[#shorts + 1] = short end
    local module = types.modules()[head] and head or engine.nearest(head, shorts)
    if not module then return nil end
    local there = (schema.types(types.modules()[module]))
    for _, one in ipairs(there) do
      if one == tail_of then return module .. "." .. one end
    end
    local near = engine.nearest(tail_of, there)
    return near and module .. "." .. near or module
  end
  for _, known in ipairs(names) do bare[#bare + 1] = known:match "[^:]+$" end
  local tail = engine.nearest(name:match "[^:.]+$" or name, bare)
  for i, one in ipairs(bare) do
    if one == tail then return names[i] end
  end
  local services = {}
  for _, module in ipairs(schema.modules()) do services[#services + 1] = find.short(module .. ".X"):match "^[^.]+" end
  return engine.nearest(name, services)
end

--- { { name = "AWS::Lambda", count = 12 }, … }
function find.services()
  local list, last = {}, nil
  local previous
  for _, cfn_type in ipairs((schema.resources())) do
    local name = cfn_type:match "^(.*)::[^:]*$"
    if name ~= (last and last.name) then
      last = { name = name, count = 0 }
      list[#list + 1] = last
    end
    if cfn_type ~= previous then last.count = last.count + 1 end
    previous = cfn_type
  end
  return list
end

return find
