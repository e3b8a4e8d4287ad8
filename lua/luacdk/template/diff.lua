--- `luacdk diff`: prints what differs, in the words of `cdk diff`. Called by src/cli/diff.c; returns whether it found
--- nothing that `--fail-on` names.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local columns = require "luacdk.columns"
local differences = require "luacdk.template.differences"
local engine = require "luacdk.engine"
local moves = require "luacdk.template.moves"
local screen = require "luacdk.screen"
local template_diff = require "luacdk.template_diff"
local told_once = require "luacdk.template.told_once"

-- ---- text -----------------------------------------------------------------------------------------------------------

local MARKS = { add = "[+]", remove = "[-]", change = "[~]" }
local TITLES = { { "Template" }, { "IAM Statement Changes" }, { "IAM Policy Changes" },
  { "IAM Identity Center Changes" }, { "Security Group Changes" }, { "Parameters", "Parameter" },
  { "Metadata", "Metadata" }, { "Mappings", "Mapping" }, { "Conditions", "Condition" }, { "Resources", "Resource" },
  { "Outputs", "Output" }, { "Other Changes", "Unknown" } }
local WORDS, PLACES = {}, {}
for place, title in ipairs(TITLES) do
  WORDS[title[1]] = title[2]
  PLACES[title[1]] = place
end
local TEMPLATE = { AWSTemplateFormatVersion = true, Transform = true, Description = true }
local KINDS = { remove = 1, add = 2, change = 3 }
local KIND_ROLES = { add = "added", remove = "removed", change = "changed" }
local REQUIRES = { ["replacement"] = " (requires replacement)", ["may replace"] = " (may cause replacement)" }

local function title_of(change)
  if TEMPLATE[change.section] then return "Template" end
  return PLACES[change.section] and change.section or "Other Changes"
end

local function compact(value) return type(value) == "string" and value or assembly.print_json(value) end

-- Functions of `paint(text, role)` (luacdk.screen) make the texts, so that there is one with and one without colours.
-- Whatever the template or the script says is painted, if only without a role, so that it cannot control the terminal.
-- On a terminal of `width` columns (0: none), values are cut around the difference, and all else is wrapped.
local function plain(text) return text end

-- Of the values of a property, before and after, where there is no terminal. More is in the JSON.
local MOST_COLUMNS = 200
local INDENT, LEAST_ROOM = "    ", 24

-- The values of a detail behind its name, or below it if there is more room.
local function values_text(detail, name, requires, paint, width)
  if detail.because then return " refers to " .. paint(detail.because) end
  local gap = name == "" and "" or " "
  local room = width > 0 and width - columns.width(INDENT .. name .. gap .. requires) or MOST_COLUMNS
  local text = template_diff.values(detail, math.max(room, LEAST_ROOM), paint)
  if columns.width(text) <= room or name == "" then return gap .. text end
  local indent = INDENT .. INDENT
  room = width - columns.width(indent .. requires)
  return "\n" .. indent .. template_diff.values(detail, math.max(room, LEAST_ROOM), paint)
end

local function detail_lines(change, paint, width)
  local lines = {}
  for i, detail in ipairs(change.details) do
    local name, requires = detail.attribute or detail.path, REQUIRES[detail.effect] or ""
    lines[i] = columns.hanging(INDENT, paint(name), 2 * #INDENT, width)
      .. values_text(detail, name, requires, paint, width) .. requires
  end
  return lines
end

local function with_details(head, change, paint, width)
  local lines = detail_lines(change, paint, width)
  table.insert(lines, 1, columns.hanging("", head, #INDENT, width))
  return table.concat(lines, "\n") .. "\n"
end

local IMPACT_ROLES = { orphan = "caution", ["may be replaced"] = "caution", replace = "danger", destroy = "danger" }

local function resource_text(change, paint, width)
  local words = { paint(MARKS[change.kind], KIND_ROLES[change.kind]) }
  if change.type then words[#words + 1] = paint(tostring(change.type), "type") end
  if change.construct then words[#words + 1] = paint(change.construct) end
  words[#words + 1] = paint(change.id, "id")
  if change.impact then words[#words + 1] = paint(change.impact, IMPACT_ROLES[change.impact]) end
  return with_details(table.concat(words, " "), change, paint, width)
end

local function element_text(change, title, paint, width)
  local head = paint(MARKS[change.kind], KIND_ROLES[change.kind]) .. " "
  if WORDS[title] then head = head .. paint(WORDS[title], "type") .. " " end
  if title == "Other Changes" and change.id then head = head .. paint(change.section) .. "." end
  head = head .. paint(change.id or change.section)
  if change.kind ~= "change" then
    local value = paint(compact(change.old or change.new), KIND_ROLES[change.kind])
    return columns.hanging(head .. ": ", value, #INDENT, width) .. "\n"
  end
  if #change.details == 0 then
    local values = ("%s to %s"):format(paint(compact(change.old), "removed"), paint(compact(change.new), "added"))
    return columns.hanging(head .. ": ", values, #INDENT, width) .. "\n"
  end
  return with_details(head, change, paint, width)
end

local TITLES_OF_SECURITY = { statement = "IAM Statement Changes", policy = "IAM Policy Changes",
  identity = "IAM Identity Center Changes", rule = "Security Group Changes" }

local function one_line(text) return (text:gsub("\n%s*", ", ")) end

-- What is given or taken, in one line. Resources are called by their constructs, as `cdk diff` does it.
local function security_text(row, result, paint, width)
  local text
  if row.kind == "statement" then
    text = ("%s %s on %s"):format(row.effect, one_line(row.action), one_line(row.resource))
    if row.principal ~= "" then text = text .. " for " .. one_line(row.principal) end
    if row.condition ~= "" then text = text .. " if " .. row.condition:gsub("%s*\n%s*", " ") end
  elseif row.kind == "policy" then
    text = ("%s on %s"):format(row.policy, row.resource)
  elseif row.kind == "rule" then
    text = ("%s %s %s %s"):format(row.resource, row.direction, row.protocol, row.peer)
  else
    text = ("%s %s %s"):format(row.resource, row.what, row.text)
  end
  text = text:gsub("^%s+", ""):gsub("%${([^.}]+)", function(id)
    local path = differences.path(result, id)
    return path and "${" .. path
  end)
  local line = columns.hanging(("[%s] "):format(row.mark), text, #INDENT, width)
  return paint(line, row.mark == "+" and "added" or "removed") .. "\n"
end

local function assets_text(names, paint, width)
  local head = paint(MARKS.change, "changed") .. " only assets: "
  return columns.hanging(head, paint(table.concat(names, ", ")), #INDENT, width) .. "\n"
end

-- Lines, of which those that are indented say more of the one before.
local function wrapped(text, width)
  return (text:gsub("( *)([^\n]+)\n", function(indent, line)
    return columns.hanging(indent, line, #indent + #INDENT, width) .. "\n"
  end))
end

-- The blocks of a stack: { title =, text = without colours, render = function(paint, width) → text }, in the order in
-- which they are printed.
local function blocks_of(result)
  local blocks, assets_of = {}, {}
  local function add(title, kind, at, render)
    blocks[#blocks + 1] = { title = title, place = PLACES[title], kind = kind, at = at, text = render(plain, 0),
      render = render }
  end
  for at, row in ipairs(result.security) do
    add(TITLES_OF_SECURITY[row.kind], 0, at, function(paint, width)
      return security_text(row, result, paint, width)
    end)
  end
  for at, change in ipairs(result.changes) do
    local title = title_of(change)
    if change.nested then
      goto next -- told as a stack of its own
    elseif change.asset_only then
      assets_of[#assets_of + 1] = change.construct or change.id or change.section
    elseif change.moved_stack and change.kind == "remove" then
      add(title, 4, at, function(paint, width)
        return wrapped(moves.farewell(change, paint), width)
      end)
    elseif not change.moved then
      add(title, KINDS[change.kind], at, function(paint, width)
        if title == "Resources" and change.id then return resource_text(change, paint, width) end
        return element_text(change, title, paint, width)
      end)
    end
    ::next::
  end
  for at, move in ipairs(result.moves) do
    add("Resources", 4, at, function(paint, width) return wrapped(moves.text(move, paint), width) end)
  end
  if #assets_of > 0 then
    add("Resources", 5, 1, function(paint, width) return assets_text(assets_of, paint, width) end)
  end
  table.sort(blocks, function(a, b)
    if a.place ~= b.place then return a.place < b.place end
    if a.kind ~= b.kind then return a.kind < b.kind end
    return a.at < b.at
  end)
  return blocks
end

local function name_of(stack)
  local shown = stack.stack_name
  return stack.path .. (shown and shown ~= stack.path and shown ~= stack.name and " (" .. shown .. ")" or "")
end

local NOTES = { add = "is new", remove = "is gone" }

local MOST_NAMES = 8

local function heading_of(results, all, paint)
  local note = NOTES[results[1].kind]
  if #results == 1 then
    return ("Stack %s%s"):format(paint(name_of(results[1].stack), "heading"), note and " " .. note or "")
  end
  local names = {}
  for i = 1, math.min(#results, MOST_NAMES) do names[i] = name_of(results[i].stack) end
  local more = #results > MOST_NAMES and (" and %d more"):format(#results - MOST_NAMES) or ""
  return ("In %s of %d stacks%s"):format(paint(tostring(#results), "heading"), all,
    #results < all and ": " .. paint(table.concat(names, ", "), "heading") .. more or "")
end

-- Blocks that several stacks have alike, and those that only one has: { heading =, blocks = }.
local function groups_of(found, paint)
  local list = {}
  for _, result in ipairs(found.results) do
    for _, block in ipairs(blocks_of(result)) do
      list[#list + 1] = { owner = result, piece = block,
        key = (result.kind == "change" and "" or result.stack.path) .. "\0" .. block.title .. "\0" .. block.text }
    end
  end
  local groups = {}
  for i, group in ipairs(told_once.groups(list)) do
    groups[i] = { heading = heading_of(group.owners, found.all, paint), blocks = group.pieces }
  end
  for _, result in ipairs(found.results) do -- a stack without resources
    if #result.changes == 0 then
      groups[#groups + 1] = { heading = heading_of({ result }, found.all, paint), blocks = {} }
    end
  end
  return groups
end

local function count_text(found) return ("Number of stacks with differences: %d\n"):format(#found.results) end

local function print_text(found)
  local out = screen.of "stdout"
  local function paint(text, role) return out:paint(text, role) end
  for _, group in ipairs(groups_of(found, paint)) do
    out:write(columns.hanging("", group.heading, #INDENT, out.width), "\n")
    local title
    for _, block in ipairs(group.blocks) do
      if block.title ~= title then
        title = block.title
        out:write(paint(title, "title"), "\n")
      end
      out:write(block.render(paint, out.width))
    end
    out:write "\n"
  end
  for _, one in ipairs(found.lost) do
    local line = columns.hanging("Warning: ", differences.lost_text(one), #INDENT, out.width)
    out:write(paint(line, "warning"), "\n")
  end
  out:write(count_text(found))
end

-- ---- Markdown -------------------------------------------------------------------------------------------------------

-- The marks by which `diff` blocks get their colours.
local MARKS_OF_BLOCKS = { ["[+]"] = "+", ["[-]"] = "-", ["[~]"] = "!" }

local function escaped(text) return (text:gsub("%c", ""):gsub("[\\`*_<>%[%]#|&]", "\\%0")) end

-- A block of code, between more backticks than it contains.
local function fenced(text)
  local fence = "```"
  for ticks in text:gmatch "`+" do
    if #ticks >= #fence then fence = ticks .. "`" end
  end
  return fence .. "diff\n" .. text .. fence .. "\n"
end

local function print_markdown(found)
  for _, group in ipairs(groups_of(found, plain)) do
    io.write("### ", escaped(group.heading), "\n\n")
    local at = 1
    while at <= #group.blocks do
      local title, texts = group.blocks[at].title, {}
      while at <= #group.blocks and group.blocks[at].title == title do
        texts[#texts + 1] = group.blocks[at].text:gsub("^%[.%]", MARKS_OF_BLOCKS)
        at = at + 1
      end
      io.write("**", title, "**\n\n", fenced(table.concat(texts)), "\n")
    end
  end
  for _, one in ipairs(found.lost) do io.write("**Warning:** ", escaped(differences.lost_text(one)), "\n\n") end
  io.write(count_text(found))
end

-- ---- JSON -----------------------------------------------------------------------------------------------------------

local REPLACES = { ["replacement"] = "always", ["may replace"] = "maybe" }

local function detail_json(detail)
  return engine.ordered("kind", detail.kind, "path", detail.path, "attribute", detail.attribute, "old", detail.old,
    "new", detail.new, "replacement", REPLACES[detail.effect], "because", detail.because, "asset", detail.asset or nil,
    "reordered", detail.reordered or nil)
end

local function change_json(change)
  local whole = change.kind ~= "change" or #change.details == 0
  local details = engine.list {}
  for i, detail in ipairs(change.details) do details[i] = detail_json(detail) end
  return engine.ordered("kind", change.kind, "section", change.section, "id", change.id, "type", change.type,
    "construct", change.construct, "impact", change.impact, "asset_only", change.asset_only or nil,
    "moved", change.moved, "moved_stack", change.moved_stack, "old", whole and change.old or nil,
    "new", whole and change.new or nil, "details", #details > 0 and details or nil)
end

local SECURITY_FIELDS = { "kind", "resource", "effect", "action", "principal", "condition", "policy", "direction",
  "protocol", "peer", "what", "text" }

local function security_json(rows)
  local list = engine.list {}
  for i, row in ipairs(rows) do
    list[i] = engine.ordered("change", row.mark == "+" and "add" or "remove")
    for _, name in ipairs(SECURITY_FIELDS) do list[i][name] = row[name] ~= "" and row[name] or nil end
  end
  return list
end

local function print_json(found)
  local list, lost = engine.list {}, engine.list {}
  for i, result in ipairs(found.results) do
    local changes = engine.list {}
    for k, change in ipairs(result.changes) do changes[k] = change_json(change) end
    list[i] = engine.ordered("stack", result.stack.path, "name", result.stack.stack_name, "kind", result.kind,
      "broadened", result.security.broadened, "security", security_json(result.security), "changes", changes)
  end
  for i, one in ipairs(found.lost) do
    local importers = engine.list {}
    for k, importer in ipairs(one.importers) do importers[k] = importer.path end
    lost[i] = engine.ordered("stack", one.stack.path, "export", one.export, "importers", importers)
  end
  io.write(assembly.print_json(engine.ordered("stacks", list, "lost_exports", lost), 2), "\n")
end

-- ---- the command ----------------------------------------------------------------------------------------------------

local DESTRUCTIVE = { destroy = true, replace = true, ["may be replaced"] = true }

local function is_destructive(results)
  for _, result in ipairs(results) do
    for _, change in ipairs(result.kind == "change" and result.changes or {}) do
      if DESTRUCTIVE[change.impact] then return true end
    end
  end
  return false
end

local function is_broadened(results)
  for _, result in ipairs(results) do
    if result.kind ~= "remove" and result.security.broadened then return true end
  end
  return false
end

local FAILS = { ["any-change"] = function(results) return #results > 0 end, destructive = is_destructive,
  broadening = is_broadened }
local PRINTERS = { text = print_text, json = print_json, markdown = print_markdown }

-- Writes the mapping file for `cdk refactor`, and says how to use it.
local function write_refactor(path, found)
  local document, about = moves.mapping(found.results, found.news)
  local ok, why = assets.write_file(path, assembly.print_json(document, 2) .. "\n")
  if not ok then error(why, 0) end
  if about.count == 0 then
    io.stderr:write(("luacdk: nothing moved, so %s maps nothing\n"):format(path))
    return
  end
  local words = { "cdk refactor --unstable=refactor --override-file", path }
  for _, name in ipairs(about.gone) do words[#words + 1] = "--additional-stack-name=" .. name end
  io.stderr:write(("luacdk: %s maps %d resource%s; next: %s\n"):format(path, about.count,
    about.count == 1 and "" or "s", table.concat(words, " ")))
  if about.unknown then
    io.stderr:write(("luacdk: put the account and the region into %s, or set CDK_DEFAULT_ACCOUNT and "
      .. "CDK_DEFAULT_REGION: the app does not name them\n"):format(path))
  end
end

return function(options)
  local found = differences.of(options)
  PRINTERS[options.format or "text"](found)
  if options.write_refactor then
    io.stdout:flush()
    write_refactor(options.write_refactor, found)
  end
  return not (options.fail_on and FAILS[options.fail_on](found.results))
end
