--- Classes and their members for people: the output of `luacdk schema lambda.Code.from_asset` and
--- `?lambda.Code.from_asset`.
local engine = require "luacdk.engine"

local Text = require "luacdk.schema.text"
local example = require "luacdk.schema.example"
local topics = require "luacdk.schema.topics"
local types = require "luacdk.schema.types"

local MOST_FIELDS = 16 -- optional properties of a constructor that are listed in full
local MOST_NEIGHBOURS = 6

--- luacdk's own words about something, if there are any, and a line of Lua: from there, or made from the schema.
function Text:topic(name, made)
  local topic = topics[name] or {}
  if topic.about then
    self:line()
    self:paragraph(topic.about)
  end
  local lua = topic.example or made
  if not lua then return end
  self:line()
  for line in (lua .. "\n"):gmatch "(.-)\n" do self:line("  " .. line) end
end

--- The first struct among the types of parameters, from the last one on.
local function options_of(parameters)
  for i = #parameters, 1, -1 do
    local found = types.each_part(types.parse(parameters[i].type), function(part)
      return part.kind == "struct" and part.name or nil
    end)
    if found then return found end
  end
end

-- Required ones first, then the others by name, then deprecated ones.
local function required_first(fields)
  local sorted = table.move(fields, 1, #fields, 1, {})
  local function place(field) return field.deprecated and 3 or field.required and 1 or 2 end
  table.sort(sorted, function(a, b)
    if place(a) ~= place(b) then return place(a) < place(b) end
    return a.name < b.name
  end)
  return sorted
end

--- The properties of the last table of a call; if there are many, the optional ones only by name.
function Text:options_table(name)
  local all = required_first(types.get(name).fields)
  if #all == 0 then return end
  self:line()
  self:heading(types.short(name))
  local class = name:match "^(.*Cfn%w+)%.%w+$"
  if #all <= MOST_FIELDS then return self:fields(all, class) end
  local shown, names = {}, {}
  for _, field in ipairs(all) do
    if field.required then shown[#shown + 1] = field
    elseif not field.deprecated then names[#names + 1] = types.spelt(field.name) end
  end
  table.sort(names)
  if #shown > 0 then self:fields(shown, class) end
  self:paragraph("optional: " .. table.concat(names, ", "), 2)
end

-- A member as one line: ".from_asset(path: string) → lambda.AssetCode", ".runtime  lambda.Runtime, read only".
local function line_of(member)
  local text = (member.static and "." or member.parameters and ":" or ".") .. types.spelt(member.name)
  if member.parameters then
    text = text .. Text.signature(member)
  else
    text = text .. ": " .. types.text(member.type or "any")
    if member.readonly and not member.const then text = text .. ", read only" end
  end
  return member.deprecated and text .. ", deprecated" or text
end

--- The members of a class in groups: its own, and the names of those from other types.
function Text:class_members(type)
  local groups = {
    { "Made by", function(one) return one.static and one.parameters end },
    { "Constants", function(one) return one.static and not one.parameters end },
    { "Methods", function(one) return not one.static and one.parameters end },
    { "Properties", function(one) return not one.static and not one.parameters end },
  }
  if type.constructor and not type.abstract then groups[1][1] = "Static methods" end
  for _, group in ipairs(groups) do
    local lines, deprecated = {}, {}
    for _, member in ipairs(type.members) do
      if group[2](member) and not member.protected then
        local list = member.deprecated and deprecated or lines
        list[#list + 1] = line_of(member)
      end
    end
    table.move(deprecated, 1, #deprecated, #lines + 1, lines)
    if #lines > 0 then
      self:line()
      self:heading(group[1])
      for _, line in ipairs(lines) do self:paragraph(line, 2, 4) end
    end
  end
  local from, order = {}, {}
  types.each_member(type.full_name, function(member, owner)
    if owner.full_name == type.full_name or member.static or member.protected then return end
    if owner.kind == "interface" and type.kind ~= "interface" then return end
    if not from[owner.full_name] then
      from[owner.full_name] = {}
      order[#order + 1] = owner.full_name
    end
    table.insert(from[owner.full_name], (member.parameters and ":" or ".") .. types.spelt(member.name))
  end)
  for _, owner in ipairs(order) do
    self:line()
    self:heading("From " .. types.short(owner))
    self:paragraph(table.concat(from[owner], ", "), 2)
  end
end

local function short_names(list)
  local names = {}
  for i, name in ipairs(list) do names[i] = types.short(name) end
  return table.concat(names, ", ")
end

--- A class or interface.
function Text:class(type)
  local name = types.short(type.full_name)
  self:line(self:paint(name, "heading") .. "  " .. (type.abstract and "abstract " or "") .. type.kind)
  if type.deprecated then self:line "deprecated" end
  local is_available = types.is_available(type.full_name)
  if not is_available then self:line(types.MISSING .. "; L1 classes (Cfn…) always work") end
  if type.base then self:paragraph("extends " .. types.short(type.base)) end
  if #type.interfaces > 0 then
    self:paragraph((type.kind == "interface" and "extends " or "implements ") .. short_names(type.interfaces))
  end
  local can_be_made = type.constructor and not type.abstract and type.kind == "class"
  self:topic(name, can_be_made and is_available and example.of_class(type) or nil)
  if can_be_made then
    self:line()
    self:heading "Constructor"
    self:paragraph(name .. Text.signature { parameters = type.constructor }, 2)
    local options = options_of(type.constructor)
    if options then self:options_table(options) end
  end
  self:class_members(type)
end

--- Members of the same kind whose names are nearest, for "see also".
local function neighbours(type, member)
  local head = member.name:match "^%a+_" or member.name
  local names = {}
  types.each_member(type.full_name, function(one)
    if one.name ~= member.name and not one.deprecated and not one.protected and
      (one.static or false) == (member.static or false) and (one.parameters == nil) == (member.parameters == nil) and
      one.name:sub(1, #head) == head then
      names[#names + 1] = one.name
    end
  end)
  table.sort(names)
  return names
end

--- A method, constant or property of a class: { type, member, owner }.
function Text:member(found)
  local type, member, owner = found.type, found.member, found.owner
  local name = types.short(type.full_name)
  local sign = member.parameters and not member.static and ":" or "."
  local full = name .. sign .. types.spelt(member.name)
  if member.parameters then
    self:paragraph(self:paint(full, "heading") .. Text.signature(member))
  else
    self:line(self:paint(full, "heading") .. "  " .. types.text(member.type or "any"))
  end
  local what = member.parameters and (member.static and "static method" or "method") or
    member.const and "constant" or "property"
  if not member.parameters and member.readonly and not member.const then what = what .. ", read only" end
  if owner.full_name ~= type.full_name then what = what .. ", declared by " .. types.short(owner.full_name) end
  if member.deprecated then what = what .. ", deprecated" end
  self:line(what)
  local is_available = types.is_available(type.full_name)
  if not is_available then self:line(("%s is %s"):format(name, types.MISSING)) end
  local made = member.parameters and is_available and example.of_method(type, member) or nil
  local topic = topics[full:gsub(":", ".")] and full:gsub(":", ".") or
    types.short(owner.full_name) .. "." .. types.spelt(member.name)
  self:topic(topic, made)
  local options = member.parameters and options_of(member.parameters)
  if options then self:options_table(options) end
  local names = neighbours(type, member)
  if #names > 0 then
    for i = #names, MOST_NEIGHBOURS + 1, -1 do names[i] = nil end
    self:line()
    self:paragraph("see also " .. table.concat(names, ", "))
  end
end

--- A member of an enum: { type, enum_member }.
function Text:enum_member(found)
  local member = found.enum_member
  local name = types.short(found.type.full_name) .. "." .. member.name
  self:line(self:paint(name, "heading") .. "  " .. tostring(member.value))
  self:line("member of an enum" .. (member.deprecated and ", deprecated" or ""))
  local names = {}
  for _, one in ipairs(found.type.values) do
    if one ~= member and not one.deprecated then names[#names + 1] = one.name end
  end
  if #names > 0 then
    self:line()
    self:paragraph("others: " .. table.concat(names, ", "))
  end
end

--- A module: its content.
function Text:module(name)
  local names, kinds, deprecated = engine.schema.types(name)
  local short = types.short_module(name)
  self:line(self:paint(short, "heading") .. "  module " .. name)
  self:topic(short, ("local %s = require %q"):format(short:match "[%w_]+$", name))
  local ok, module = pcall(require, name)
  local exports = ok and engine.exports(module) or {}
  local groups = { { "Classes" }, { "Resources" }, { "Enums" } }
  local group_of = { class = 1, resource = 2, enum = 3 }
  local structs = 0
  for i, one in ipairs(names) do
    local group = group_of[kinds[i]]
    if group and not one:find(".", 1, true) and not deprecated[one] and (group ~= 1 or exports[one]) then
      table.insert(groups[group], one)
    elseif kinds[i] == "struct" then
      structs = structs + 1
    end
  end
  for _, group in ipairs(groups) do
    if #group > 1 then
      self:line()
      self:heading(group[1])
      self:paragraph(table.concat(group, ", ", 2), 2)
    end
  end
  if structs > 0 then
    self:line()
    self:line(("and %d struct%s for the tables that they take"):format(structs, structs == 1 and "" or "s"))
  end
end

--- One of luacdk's own topics: see topics.lua.
function Text:own(name)
  self:line(self:paint(topics[name].signature, "heading"))
  self:topic(name)
end

--- The result of search.all.
function Text:groups(groups)
  for g, group in ipairs(groups) do
    if g > 1 then self:line() end
    self:heading(group.title)
    local rows, widest = {}, 0
    for i, entry in ipairs(group) do
      local note = entry.note or ""
      if entry.deprecated then note = note ~= "" and note .. ", deprecated" or "deprecated" end
      rows[i] = { entry.text .. (entry.signature or ""), note }
      widest = math.max(widest, #rows[i][1])
    end
    if self.width == 0 or widest <= self.width * 2 // 3 then
      self:columns(rows)
    else
      for _, row in ipairs(rows) do self:paragraph(row[1] .. (row[2] ~= "" and " (" .. row[2] .. ")" or ""), 2, 4) end
    end
    if group.total > #group then self:line(("  and %d more"):format(group.total - #group)) end
  end
end

return Text
