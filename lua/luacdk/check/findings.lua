--- What is wrong with an app, from whatever knows it: errors, failed validations, annotations, warnings about values,
--- and CloudFormation's limits. `luacdk check` and the session's `:validate` tell it.
---
--- A finding is { level = "error"|"warning"|"info", id =, text =, path =, location =, logical_id =, file =, line =,
--- message =, fix = }: `text` is all that is said, `message` and `fix` are its parts, `location` is "app.lua:6". `also`
--- lists the paths of other constructs of which the same is said at the same place.
local assets = require "luacdk.assets"
local limits = require "luacdk.repl.limits"
local preview_of = require "luacdk.repl.preview"
local settings = require "luacdk.settings"
local source = require "luacdk.template.source"

local findings = {}

-- ---- limits ---------------------------------------------------------------------------------------------------------

-- The library refuses a stack with too many resources itself.
local function is_said(messages, path)
  for _, message in ipairs(messages) do
    if message.path == path and message.text:find("more than the allowed", 1, true) then return true end
  end
  return false
end

local function add_limits(list, messages, stack)
  for _, one in ipairs(limits.of(stack)) do
    if one.over and one.name == "resources" and is_said(messages, stack.path) then goto continue end
    local text, level = limits.complaint(one)
    if text then
      list[#list + 1] = { level = level, id = level == "error" and "luacdk::limit" or "luacdk::limit-near", text = text,
        path = stack.path, location = stack.location }
    end
    ::continue::
  end
end

--- The findings about the apps of a preview, in the order in which they were found.
function findings.of(preview)
  local list = { table.unpack(preview.messages) }
  for _, stack in ipairs(preview.stacks) do add_limits(list, preview.messages, stack) end
  return list
end

--- A finding from the message of an error, which may begin with its place and end with the calls that led there.
function findings.of_error(message, id)
  message = message:gsub("\n  [^\n]-:%d+: in [^\n]*", "")
  local text, path, location = preview_of.take_apart(message)
  return { level = "error", id = id, text = text, path = path, location = location }
end

-- ---- places ---------------------------------------------------------------------------------------------------------

-- Notes of annotations name files relative to the script's folder.
local function find_file(file)
  local script = settings.definition and settings.definition.file
  local beside = script and script:match "^.*/"
  if not beside or file:sub(1, 1) == "/" then return file end
  local ok, exists = pcall(assets.exists, file)
  if ok and exists then return file end
  ok, exists = pcall(assets.exists, beside .. file)
  return ok and exists and beside .. file or file
end

-- "lambda.CfnFunction 'F': environment.variables[2]: …" → CfnFunction, "F", "environment.variables.2"; a method has no
-- id: "Bucket:add_lifecycle_rule: prefix: …".
local function subject_of(text)
  local name, id, rest = text:match "^[%w_.]-([%w_]+) '([^'\n]*)': (.*)$"
  if not name then
    name, rest = text:match "^[%w_.]+[:.]([%w_]+): (.*)$"
  end
  local property = rest and rest:match "^([%a_][%w_.%[%]]*): "
  local unknown = rest and rest:match "unknown property '([%w_]+)'"
  if unknown then property = (property and property .. "." or "") .. unknown end
  return name, id, property and property:gsub("%[(%d+)%]", ".%1") or nil
end

-- The line of the property, if the call on that line has a literal table; else that of the call.
local function property_line(file, line, name, property)
  local lines = source.of_call(file, line, name)
  while property do
    if lines[property] then return lines[property] end
    property = property:match "^(.*)%.[^.]*$"
  end
  return line
end

local OWN_RULE = "^luacdk::"

local function place(finding)
  local file, line = (finding.location or ""):match "^(.*):(%d+)$"
  local name, id, property
  if finding.id:find(OWN_RULE) and finding.id ~= "luacdk::annotation" then
    name, id, property = subject_of(finding.text)
  end
  if file then
    finding.file, finding.line = find_file(file), math.tointeger(tonumber(line))
    if name and property then
      finding.line = property_line(finding.file, finding.line, name, property)
      finding.property = property
    end
    finding.location = finding.file .. ":" .. finding.line
  end
  if id and finding.path and finding.path:match "[^/]*$" ~= id then finding.path = finding.path .. "/" .. id end
end

-- The logical ids of the elements by their paths; a construct has that of its main resource.
local function logical_ids(preview)
  local ids = {}
  for _, stack in ipairs(preview.stacks) do
    for _, element in ipairs(stack.elements) do ids[element.path] = ids[element.path] or element.id end
  end
  return ids
end

-- ---- parts of a message ---------------------------------------------------------------------------------------------

local REMEDIES = { "did you mean ", "write ", "use ", "it must be ", "there must be ", "give ", "name ", "call ",
  "merge " }

--- What is wrong, and what would be right (nil if the text does not say).
local function take_apart(text)
  local wrong, right = text:match "^(.*); ([^;\n]+)$"
  for _, beginning in ipairs(right and REMEDIES or {}) do
    if right:sub(1, #beginning) == beginning then return wrong, right end
  end
  return text, nil
end

--- Adds places, logical ids and parts to the findings, which `preview` has given, or nothing has.
function findings.complete(list, preview)
  local ids = preview and (preview.ids or logical_ids(preview)) or {}
  if preview then preview.ids = ids end
  for _, finding in ipairs(list) do
    place(finding)
    local path = finding.path
    finding.logical_id = path and (ids[path] or ids[path .. "/Resource"] or ids[path .. "/Default"]) or nil
    if finding.id:find(OWN_RULE) then
      finding.message, finding.fix = take_apart(finding.text)
    else
      finding.message = finding.text:gsub(" %[ack: [^%]\n]+%]$", "")
    end
  end
  return list
end

-- ---- one list -------------------------------------------------------------------------------------------------------

--- One list of findings without repetitions: what is said several times of one place becomes one finding. By file and
--- line; those without a place come first.
function findings.merge(list)
  local merged, known = {}, {}
  for i, finding in ipairs(list) do
    local key = table.concat({ finding.level, finding.id, finding.text, finding.location or "",
      finding.location and "" or finding.path or "" }, "\0")
    local first = known[key]
    if not first then
      known[key], finding.number = finding, i
      merged[#merged + 1] = finding
    elseif finding.path and finding.path ~= first.path then
      first.also = first.also or {}
      if not first.also[finding.path] then
        first.also[finding.path] = true
        first.also[#first.also + 1] = finding.path
      end
    end
  end
  table.sort(merged, function(a, b)
    if a.file ~= b.file then return (a.file or "") < (b.file or "") end
    if a.line ~= b.line then return (a.line or 0) < (b.line or 0) end
    return a.number < b.number
  end)
  return merged
end

return findings
