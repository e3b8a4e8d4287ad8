--- What is wrong with an app, from whatever knows it: errors, failed validations, annotations, warnings about values,
--- and CloudFormation's limits. `luacdk check` and the session's `:validate` tell it.
---
--- A finding is { level = "error"|"warning"|"info", id =, category =, text =, path =, location =, logical_id =,
--- property =, file =, line =, message =, fix = }: `text` is all that is said, `message` and `fix` are its parts, with
--- `joint` between them if that is not "; ". `location` is "app.lua:6". `also` lists the paths of other constructs of
--- which the same is said at the same place.
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"
local limits = require "luacdk.repl.limits"
local preview_of = require "luacdk.repl.preview"
local resources = require "luacdk.check.resources"
local rules = require "luacdk.check.rules"
local silence = require "luacdk.check.silence"
local settings = require "luacdk.settings"
local source = require "luacdk.template.source"
local statements = require "luacdk.check.statements"
local targets = require "luacdk.check.targets"

local findings = {}

-- ---- limits ---------------------------------------------------------------------------------------------------------

-- What the library itself says of a stack's number of resources: it refuses too many, and tells of many.
local function of_library(messages, path, said)
  for i, message in ipairs(messages) do
    if message.path == path and message.text:find(said) then return message, i end
  end
end

local LIMITS = { resources = "F0007", parameters = "F0003", outputs = "F0004", mappings = "F0008", bytes = "E1002",
  description = "F0011" }

local function add_limits(list, messages, stack)
  for _, one in ipairs(limits.of(stack)) do
    local refused = one.name == "resources" and of_library(messages, stack.path, "more than the allowed")
    if refused then
      refused.id = LIMITS.resources
      goto continue
    end
    local text, level = limits.complaint(one)
    local told, at = of_library(list, stack.path, "^the stack has %d+ of at most %d+ resources$")
    local same = text and one.name == "resources" and told
    if same then table.remove(list, at) end
    if text then
      list[#list + 1] = { level = level, id = level == "error" and LIMITS[one.name] or "luacdk::limit-near",
        text = text, path = stack.path, location = stack.location or same and same.location }
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
  local parts = engine.complaint_of(message) or {}
  message = message:gsub("\n  [^\n]-:%d+: in [^\n]*", "")
  local text, path, location = preview_of.take_apart(message)
  if id == "luacdk::refused" and parts.id then id = parts.id end
  return { level = "error", id = id, text = text, path = path, location = location, subject = parts.subject,
    property = parts.property, wrong = parts.wrong, right = parts.right, place = parts.place }
end

-- A finding from a row (src/object/complaint.h); `about` has its path and location.
local function of_row(row, about)
  local rule = rules.find(row.id)
  return { level = rule and rule.severity or "warning", id = row.id, text = row.text, path = about.path,
    location = about.location, subject = row.subject, property = row.property, wrong = row.wrong, right = row.right,
    place = row.place }
end

--- The findings from an error about several mistakes in one call; `rows` are those of src/object/complaint.h.
function findings.of_rows(message, rows)
  local whole, list = findings.of_error(message), {}
  for i, row in ipairs(rows) do
    list[i] = of_row(row, whole)
    list[i].refused = true
  end
  return list
end

--- Whether the finding may only follow from what the script would have added if it had not ended early: a resource that
--- is referred to, a property, an event of a rule.
function findings.may_be_of_absence(finding)
  if finding.refused then return false end
  local absent = (rules.find(finding.id) or {}).absent
  return absent == true or absent ~= nil and (finding.right or ""):find(absent, 1, true) ~= nil
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

-- "lambda.CfnFunction 'F'" → CfnFunction, "F"; a method has no id: "Bucket:add_lifecycle_rule".
local function subject_of(subject)
  local name, id = subject:match "([%w_]+) '([^'\n]*)'$"
  return name or subject:match "([%w_]+)$", id
end

local OF_LIBRARY = { ["luacdk::refused"] = true, ["luacdk::synthesis"] = true, ["luacdk::definition"] = true,
  ["luacdk::script"] = true }

-- A complaint of the library names the property in its text, if it is about one: the first word of it, or another one
-- that is surely no English, which the call on that line is given in a literal table. Returns its path and line.
local function named_property(file, line, wrong)
  for at, word in wrong:gmatch "()([%w_][%w_%.%[%]]*)" do
    word = word:gsub("%.+$", "")
    if at == 1 or word:find "%l[%d]*_%l" or wrong:sub(at - 1, at - 1) == "`" then
      local found = source.line_of_key(file, line, (word:gsub("%[(%d+)%]", ".%1")))
      if found then return word, found end
    end
  end
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

local function place(finding)
  local file, line = (finding.location or ""):match "^(.*):(%d+)$"
  local name, id
  if finding.subject then name, id = subject_of(finding.subject) end
  if file then
    finding.told_at = finding.location
    local at = math.tointeger(tonumber(line))
    finding.file, finding.line = find_file(file), at
    local property = finding.place or finding.property
    if finding.wrong and not property and OF_LIBRARY[finding.id] then
      finding.property, finding.line = named_property(finding.file, finding.line, finding.wrong)
      finding.line = finding.line or at
    elseif name and property then
      property = property:gsub("%[(%d+)%]", ".%1")
      finding.line = property_line(finding.file, finding.line, name, property)
    end
    local member = finding.id == "luacdk::member" and (finding.wrong or ""):match "has no member '([%w_]+)'$"
    if member then finding.line = source.line_of_member(finding.file, finding.line, member) or finding.line end
    if finding.id == "luacdk::iam-action" then
      local lines = source.of_call(finding.file, finding.line, "PolicyStatement")
      finding.line = lines.actions or lines.not_actions or finding.line
    end
    finding.location = finding.file .. ":" .. finding.line
  end
  local main = finding.path and (finding.path:match "^(.*)/Resource$" or finding.path:match "^(.*)/Default$")
  local around = main and main:match "[^/]*$" == id and main or finding.path -- told of the construct that made it
  if id and around and around:match "[^/]*$" ~= id then finding.path = finding.path .. "/" .. id end
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

local function set_parts(finding)
  local rule = rules.find(finding.id)
  finding.category = rule and rule.category
  if finding.wrong then
    local property = finding.property and finding.property .. ": " or ""
    -- What is set later, `queue.x = 1`, has no subject.
    local is_named = finding.subject or finding.text:sub(1, #property + #finding.wrong) == property .. finding.wrong
    local before = (finding.subject and finding.subject .. ": " or "") .. (is_named and property or "")
    finding.message, finding.fix = before .. finding.wrong, finding.right
    if finding.fix and #finding.text > #finding.wrong + #finding.fix then
      local joint = finding.text:sub(1, -#finding.fix - 1):match "[;:.,] $"
      finding.joint = joint ~= "; " and joint or nil
    end
  else
    finding.message = finding.text:gsub(" %[ack: [^%]\n]+%]$", "")
  end
end

--- Adds places, logical ids, `category`, `message` and `fix` to the findings, which `preview` gave, or nothing did.
function findings.complete(list, preview)
  local ids = preview and (preview.ids or logical_ids(preview)) or {}
  if preview then preview.ids = ids end
  for _, finding in ipairs(list) do
    place(finding)
    local path = finding.path
    finding.logical_id = path and (ids[path] or ids[path .. "/Resource"] or ids[path .. "/Default"]) or nil
    set_parts(finding)
  end
  return list
end

--- The findings from rows that have a path and a location of their own.
function findings.of_found(rows)
  local list = {}
  for i, row in ipairs(rows) do list[i] = of_row(row, row) end
  return list
end

--- Call this before the templates are made whose findings of_app shall give.
function findings.prepare()
  statements.judge()
  targets.judge()
  resources.judge()
end

--- The findings of this program about the resources of an app that was synthesised, for the validation report: rows
--- with `id`, `level`, `category`, `message`, `fix`, `path`, `property`, `file` and `line`, in the order in which they
--- were found. Annotations and failed validations, which the report has from elsewhere, are not among them.
function findings.of_app(app)
  local list = {}
  for _, told in ipairs { engine.warnings_told(), statements.found(), targets.found() } do
    for _, row in ipairs(told) do
      if row.path and preview_of.find_construct(app, row.path) then list[#list + 1] = of_row(row, row) end
    end
  end
  list = findings.complete(list)
  for i = #list, 1, -1 do
    if silence.is_switched_off(list[i]) then table.remove(list, i) end
  end
  return findings.merge(list)
end

-- ---- one list -------------------------------------------------------------------------------------------------------

-- "app.lua:3 file_format" for what W9009 says, which warnings about the library's parts say, too.
local function deprecated_properties(list)
  local known = {}
  for _, finding in ipairs(list) do
    local name = finding.id == "W9009" and finding.told_at and (finding.property or ""):match "([%w_]+)[^%w_]*$"
    if name then known[finding.told_at .. " " .. name] = true end
  end
  return known
end

local function is_said_by_rule(finding, known)
  local name = finding.id == "luacdk::deprecated" and finding.text:match "%.Cfn[%w.]+#([%w_]+) is deprecated"
  return name and known[(finding.told_at or "") .. " " .. name] == true
end

--- One list of findings without repetitions: what is said several times of one place becomes one finding. By file and
--- line; those without a place come first.
function findings.merge(list)
  local merged, known = {}, {}
  local deprecated = deprecated_properties(list)
  for i, finding in ipairs(list) do
    if is_said_by_rule(finding, deprecated) then goto continue end
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
    ::continue::
  end
  table.sort(merged, function(a, b)
    if a.file ~= b.file then return (a.file or "") < (b.file or "") end
    if a.line ~= b.line then return (a.line or 0) < (b.line or 0) end
    return a.number < b.number
  end)
  return merged
end

return findings
