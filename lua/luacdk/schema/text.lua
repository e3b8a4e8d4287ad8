--- The output of `luacdk schema` for people: columns as wide as their content, the last one wrapped at the edge.
local columns = require "luacdk.columns"
local engine = require "luacdk.engine"

local example = require "luacdk.schema.example"
local find = require "luacdk.schema.find"
local screen = require "luacdk.screen"
local types = require "luacdk.schema.types"

local schema = engine.schema
local Text = {}
Text.__index = Text

local MANY_TYPES = 40 -- found types shown besides resources
local GAP = 2
local LEAST_ROOM = 24 -- for a wrapped column
local RETIRED = {
  maintenance = "of a service in maintenance",
  sunset = "of a service that AWS will shut down",
  shutdown = "of a service that AWS has shut down",
}

--- A text for a screen: its `width` (0: nothing is wrapped) and whether it has `colour` are looked at.
function Text.new(look) return setmetatable({ lines = {}, width = look.width, colour = look.colour }, Text) end

Text.paint = screen.paint

function Text:line(text) self.lines[#self.lines + 1] = text or "" end

function Text:heading(text) self:line(self:paint(text, "heading")) end

--- Rows of equally many texts as columns.
function Text:columns(rows)
  local widths = rows[1] and columns.widths(rows, #rows[1] - 1) or {}
  local indent = GAP
  for i = 1, #widths do indent = indent + widths[i] + GAP end
  local room = self.width - indent
  for _, row in ipairs(rows) do
    local parts = { (" "):rep(GAP) }
    for i = 1, #row - 1 do
      local cell = i == 1 and self:paint(row[i], "name") or row[i]
      parts[#parts + 1] = columns.pad(cell, widths[i] + GAP)
    end
    local last = self.width > 0 and room >= LEAST_ROOM and columns.wrap(row[#row], room) or { row[#row] }
    self:line((table.concat(parts) .. last[1]):gsub("%s+$", ""))
    for i = 2, #last do self:line((" "):rep(indent) .. last[i]) end
  end
end

--- Types without the obvious: modules are shortened, and structs of the same class lose its name.
local function type_text(text, class)
  text = types.text(text)
  if class then text = text:gsub((find.short(class):gsub("%p", "%%%0")) .. "%.", "") end
  return text
end

local function range(bounds, unit)
  if not bounds then return nil end
  local low, high = bounds.min, bounds.max
  local form = "%.14g"
  local text = low and high and (low == high and form:format(low) or (form .. "–" .. form):format(low, high)) or
    low and ("at least " .. form):format(low) or ("at most " .. form):format(high)
  if not unit then return text end
  return text .. " " .. (text:find "1$" and not text:find "%d1$" and unit:sub(1, -2) or unit)
end

local function remarks(field)
  local parts = {}
  local function add(text) if text then parts[#parts + 1] = text end end
  add(field.required and "required")
  add(field.default and "default " .. field.default)
  add(field.deprecated and "deprecated")
  add(field.replacement == "always" and "replaces" or field.replacement == "maybe" and "may replace" or nil)
  add(field.values and table.concat(field.values, " | "))
  add(not field.values and field.known and "e.g. " .. table.concat(field.known, " | ") or nil)
  add(range(field.number))
  add(range(field.length, "characters"))
  add(range(field.items, "items"))
  add(field.pattern and "matches " .. field.pattern)
  return table.concat(parts, "; ")
end

--- Columns of name, CloudFormation's name, type and remarks; on a narrow terminal the last two share what is left.
function Text:fields(fields, class)
  local wide, narrow = {}, {}
  for i, field in ipairs(fields) do
    local type, known = type_text(field.type, class), remarks(field)
    wide[i] = { field.name, field.cfn_name or "", type, known }
    narrow[i] = { field.name, type .. (known ~= "" and "; " .. known or "") }
  end
  local taken = 4 * GAP
  for _, width in ipairs(columns.widths(wide, 3)) do taken = taken + width end
  self:columns(self.width > 0 and taken + LEAST_ROOM > self.width and narrow or wide)
end

--- "(path: string, options?: s3_assets.AssetOptions) → lambda.AssetCode"
function Text.signature(member)
  local parameters = {}
  for i, one in ipairs(member.parameters) do
    local name = member.variadic and i == #member.parameters and "..." or types.spelt(one.name)
    parameters[i] = name .. (one.optional and name ~= "..." and "?" or "") .. ": " .. type_text(one.type)
  end
  return "(" .. table.concat(parameters, ", ") .. ")" .. (member.type and " → " .. type_text(member.type) or "")
end

--- Words as a paragraph; all lines but the first are indented by `hanging` more blanks.
function Text:paragraph(text, indent, hanging)
  local margin = (" "):rep((indent or 0) + (hanging or 0))
  local room = self.width > 0 and math.max(self.width - #margin, LEAST_ROOM)
  for i, line in ipairs(room and columns.wrap(text, room) or { text }) do
    self:line((i == 1 and (" "):rep(indent or 0) or margin) .. line)
  end
end

function Text:resource(type)
  local resource = type.resource
  self:line(self:paint(resource.cfn_type, "heading") .. "  " .. find.short(type.full_name))
  local cfn_types, classes = schema.resources()
  for i, cfn_type in ipairs(cfn_types) do
    if cfn_type == resource.cfn_type and classes[i] ~= type.full_name then
      self:line("also " .. find.short(classes[i]))
    end
  end
  if type.deprecated then self:line "deprecated" end
  if resource.retired then self:line(RETIRED[resource.retired]) end
  if resource.transform then self:line("needs the transform " .. resource.transform) end
  self:line()
  self:line("  " .. example(type))
  local props = resource.props and schema.type(resource.props)
  if props and #props.fields > 0 then
    self:line()
    self:heading "Properties"
    self:fields(props.fields, type.full_name)
  end
  if #resource.attributes > 0 then
    self:line()
    self:heading "Attributes"
    local rows = {}
    for i, one in ipairs(resource.attributes) do rows[i] = { one.name, one.cfn_name, one.type } end
    self:columns(rows)
  end
end

--- A type of any kind.
function Text:type(type)
  if type.resource then return self:resource(type) end
  if type.members then return self:class(type) end
  self:line(self:paint(find.short(type.full_name), "heading") .. "  " .. type.kind)
  if type.deprecated then self:line "deprecated" end
  if type.fields then
    self:line()
    self:fields(type.fields, type.full_name:match "^(.*Cfn%w+)%.%w+$")
  elseif type.values then
    local rows = {}
    for i, one in ipairs(type.values) do
      rows[i] = { one.name, tostring(one.value) .. (one.deprecated and "  deprecated" or "") }
    end
    self:line()
    self:columns(rows)
  end
end

--- A property and what it contains.
function Text:property(found)
  local field, type = found.field, found.type
  local owner = type.resource and type.resource.cfn_type or find.short(type.full_name)
  self:line(self:paint(owner .. "." .. found.path, "heading") .. "  " .. field.name)
  self:line(type_text(field.type))
  local text = remarks(field)
  if text ~= "" then self:paragraph(text) end
  if field.ended then
    self:line()
    self:heading "Given up by AWS"
    local rows = {}
    for i, one in ipairs(field.ended) do
      rows[i] = { one.value, "deprecated " .. one.deprecated, "no creation " .. one.no_creation,
        "no updates " .. one.no_updates, "write " .. one.successor }
    end
    self:columns(rows)
  end
  if field.struct then
    self:line()
    self:fields(schema.type(field.struct).fields, type.full_name)
  end
end

function Text:search(found)
  if found.module then
    self:heading "Module"
    self:columns { { types.short_module(found.module), ("%s %q"):format("require", found.module) } }
    self:line()
  end
  if #found.resources > 0 then
    self:heading "Resource types"
    local rows = {}
    for i, cfn_type in ipairs(found.resources) do rows[i] = { cfn_type, found.classes[i] } end
    self:columns(rows)
  end
  if #found.types > 0 then
    if #found.resources > 0 then self:line() end
    self:heading "Other types"
    local shown = #found.types > MANY_TYPES + 10 and MANY_TYPES or #found.types
    local rows = {}
    for i = 1, shown do
      local missing = found.missing[found.types[i]]
      rows[i] = { found.types[i], missing and types.MISSING or "" }
    end
    self:columns(rows)
    if shown < #found.types then
      self:line(("  and %d more; --json lists all, a longer name fewer"):format(#found.types - shown))
    end
  end
end

function Text:services(list)
  local rows = {}
  for i, one in ipairs(list) do
    rows[i] = { one.name, ("%d resource type%s"):format(one.count, one.count == 1 and "" or "s") }
  end
  self:columns(rows)
end

function Text:__tostring() return table.concat(self.lines, "\n") .. "\n" end

return Text
