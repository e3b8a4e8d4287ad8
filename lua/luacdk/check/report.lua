--- Findings as text, JSON, SARIF 2.1.0, or GitHub's workflow commands.
local assembly = require "luacdk.assembly"
local columns = require "luacdk.columns"
local counted = require "luacdk.counted"
local engine = require "luacdk.engine"
local screen = require "luacdk.screen"

local list, ordered = engine.list, engine.ordered

local LEVELS = { "error", "warning", "info" }

local function count(findings)
  local counts = { error = 0, warning = 0, info = 0 }
  for _, finding in ipairs(findings) do counts[finding.level] = counts[finding.level] + 1 end
  return counts
end

local function whole(finding)
  return finding.fix and finding.message .. (finding.joint or "; ") .. finding.fix or finding.message
end

-- The parts on lines of their own.
local function in_parts(finding) return finding.message .. (finding.fix and "\n" .. finding.fix or "") end

local function construct_words(finding)
  local words = finding.path or ""
  if finding.logical_id then words = words .. " (" .. finding.logical_id .. ")" end
  if finding.also then words = ("%s and %d more"):format(words, #finding.also) end
  return words
end

local formats = {}

-- ---- text -----------------------------------------------------------------------------------------------------------

-- For a terminal: what is wrong, under a heading for each place.
local function told_by_place(findings, about, stdout)
  local lines, heading = {}, nil
  local function plain(text) return stdout:paint(text) end
  for _, finding in ipairs(findings) do
    local here = (finding.location or about.file) .. (finding.path and ": " .. construct_words(finding) or "")
    if here ~= heading then
      heading = here
      lines[#lines + 1] = stdout:paint(here, "heading")
    end
    local level = "  " .. stdout:paint(finding.level, finding.level) .. ": "
    local text, id = plain(whole(finding)), stdout:paint(finding.id, "dim")
    lines[#lines + 1] = text:find "\n" and level .. text:gsub("\n", "\n    ") .. "  " .. id
      or columns.hanging(level, text .. "  " .. id, 4, stdout.width)
  end
  return lines
end

-- For programs, or where output is brief: a line for each finding, as compilers have it. What mends it is said once if
-- output is brief.
local function told_in_lines(findings, about, stdout)
  local lines, advised = {}, {}
  for i, finding in ipairs(findings) do
    local text = finding.fix and advised[finding.fix] and finding.message or whole(finding)
    if finding.fix and stdout.brief then advised[finding.fix] = true end
    local path = finding.path and "[" .. construct_words(finding) .. "] " or ""
    lines[i] = ("%s: %s %s: %s"):format(stdout:paint(finding.location or about.file, "heading"),
      stdout:paint(finding.level, finding.level), stdout:paint(finding.id, "dim"),
      stdout:paint(((path .. text):gsub("%s*\n%s*", " "))))
  end
  return lines
end

function formats.text(findings, about)
  local stdout = screen.of "stdout"
  local lines = (stdout.is_terminal and not stdout.brief and told_by_place or told_in_lines)(findings, about, stdout)
  local counts, summary = count(findings), {}
  for _, level in ipairs(LEVELS) do
    if counts[level] > 0 then
      summary[#summary + 1] = level == "info" and counts.info .. " info" or counted(counts[level], level)
    end
  end
  if about.stacks == 0 and #findings == 0 then
    lines[#lines + 1] = about.file .. " makes no stack, so there is nothing to check"
  else
    lines[#lines + 1] = ("%s in %s"):format(#summary > 0 and table.concat(summary, ", ")
      or "no errors and no warnings", counted(about.stacks, "stack"))
  end
  return table.concat(lines, "\n") .. "\n"
end

-- ---- JSON -----------------------------------------------------------------------------------------------------------

function formats.json(findings, about)
  local rows, counts = {}, count(findings)
  for i, finding in ipairs(findings) do
    local also = finding.also and { table.unpack(finding.also) }
    rows[i] = ordered("id", finding.id, "severity", finding.level, "category", finding.category, "file", finding.file,
      "line", finding.line, "path", finding.path, "logicalId", finding.logical_id, "property", finding.property,
      "message", finding.message, "fix", finding.fix, "alsoAt", also)
  end
  return assembly.print_json(ordered("findings", list(rows), "errors", counts.error, "warnings", counts.warning,
    "infos", counts.info, "stacks", about.stacks), 2) .. "\n"
end

-- ---- SARIF ----------------------------------------------------------------------------------------------------------

local SARIF_LEVELS = { error = "error", warning = "warning", info = "note" }

local function uri(file)
  local scheme = file:sub(1, 1) == "/" and "file://" or ""
  return scheme .. file:gsub("^%./", ""):gsub("[^%w%-._~/]", function(c) return ("%%%02X"):format(c:byte()) end)
end

local function sarif_location(finding, about)
  return ordered(
    "physicalLocation", ordered(
      "artifactLocation", ordered("uri", uri(finding.file or about.file)),
      "region", finding.line and ordered("startLine", finding.line)),
    "logicalLocations", finding.path and list { ordered("name", finding.logical_id, "fullyQualifiedName", finding.path,
      "kind", "resource") })
end

function formats.sarif(findings, about)
  local rules, results, known = {}, {}, {}
  for i, finding in ipairs(findings) do
    if not known[finding.id] then
      known[finding.id] = true
      rules[#rules + 1] = ordered("id", finding.id)
    end
    results[i] = ordered("ruleId", finding.id, "level", SARIF_LEVELS[finding.level],
      "message", ordered("text", in_parts(finding)), "locations", list { sarif_location(finding, about) },
      "properties", ordered("category", finding.category, "property", finding.property, "message", finding.message,
        "fix", finding.fix))
  end
  local driver = ordered("name", "luacdk", "rules", list(rules))
  return assembly.print_json(ordered(
    "$schema", "https://json.schemastore.org/sarif-2.1.0.json",
    "version", "2.1.0",
    "runs", list { ordered("tool", ordered("driver", driver), "results", list(results)) }), 2) .. "\n"
end

-- ---- GitHub ---------------------------------------------------------------------------------------------------------

local COMMANDS = { error = "error", warning = "warning", info = "notice" }

local function escape(text, characters)
  return (text:gsub(characters, function(c) return ("%%%02X"):format(c:byte()) end))
end

function formats.github(findings, about)
  local lines = {}
  for i, finding in ipairs(findings) do
    local line = finding.line and ",line=" .. finding.line or ""
    local path = finding.path and "[" .. construct_words(finding) .. "] " or ""
    lines[i] = ("::%s file=%s%s,title=%s::%s\n"):format(COMMANDS[finding.level],
      escape(finding.file or about.file, "[%%\r\n:,]"), line, escape(finding.id, "[%%\r\n:,]"),
      escape(path .. in_parts(finding), "[%%\r\n]"))
  end
  return table.concat(lines)
end

--- The report, and whether the check failed. `about`: { format =, fail_on =, stacks =, file = }.
return function(findings, about)
  local counts = count(findings)
  local failed = counts.error > 0 or (about.fail_on == "warning" and counts.warning > 0)
  return formats[about.format](findings, about), failed
end
