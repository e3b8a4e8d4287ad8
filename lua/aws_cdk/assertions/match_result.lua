local engine = require "luacdk.engine"
local json_value = require "aws_cdk.assertions.json_value"

--- The result of comparing a value with a matcher: mistakes in the value itself, results of its entries, and the values
--- to be captured if everything matches.
local MatchResult = engine.class("aws_cdk.assertions.MatchResult")

--- Arguments: target, the value that is compared.
function MatchResult:init(target)
  self.target = target
  self._failures, self._places = {}, {} -- by place, "" for the value itself; the places in order of appearance
  self._inner, self._entries = {}, {} -- results by the entry's name; the names in order of appearance
  self._captures = {} -- list of { capture, value }
  self._failed, self._count, self._cost = false, 0, 0
end

MatchResult.get.is_success = function(self) return not self._failed end
MatchResult.get.fail_count = function(self) return self._count end
MatchResult.get.fail_cost = function(self) return self._cost end

function MatchResult:has_failed() return self._failed end

--- Notes a mistake: { matcher, path (list of names from here), message, cost (how far off it is, 1) }.
function MatchResult:record_failure(failure)
  local place = table.concat(failure.path, ".")
  local list = self._failures[place]
  if not list then
    list = {}
    self._failures[place] = list
    table.insert(self._places, place)
  end
  list[#list + 1] = failure
  self._failed = true
  self._count = self._count + 1
  self._cost = self._cost + (failure.cost or 1)
  return self
end

--- The same in the order matcher, path, message.
function MatchResult:push(matcher, path, message)
  return self:record_failure { matcher = matcher, path = path, message = message }
end

--- Adds the result of the entry `id` to this one.
function MatchResult:compose(id, inner)
  if inner._failed then
    self._failed = true
    self._count = self._count + inner._count
    self._cost = self._cost + inner._cost
    if not self._inner[id] then table.insert(self._entries, id) end
    self._inner[id] = inner
  end
  for _, captured in ipairs(inner._captures) do table.insert(self._captures, captured) end
  return self
end

--- Notes that { capture, value } will be captured if everything matches.
function MatchResult:record_capture(options)
  table.insert(self._captures, { capture = options.capture, value = options.value })
end

--- Ends the comparison: if everything matched, captures get their values.
function MatchResult:finished()
  if self._finished then return self end
  if self._count == 0 then
    for _, captured in ipairs(self._captures) do table.insert(captured.capture._captured, captured.value) end
  end
  self._finished = true
  return self
end

local function tell(result, prefix, texts)
  for _, place in ipairs(result._places) do
    for _, failure in ipairs(result._failures[place]) do
      local path = prefix
      for _, name in ipairs(failure.path) do path = path .. "/" .. name end
      texts[#texts + 1] = ("%s%s (%s)"):format(failure.message, path == "" and "" or " at " .. path,
        "Match." .. failure.matcher.name)
    end
  end
  for _, entry in ipairs(result._entries) do tell(result._inner[entry], prefix .. "/" .. entry, texts) end
  return texts
end

--- All mistakes, each a sentence with its place.
function MatchResult:to_human_strings() return tell(self, "", {}) end

-- ---- the value with the mistakes in it ------------------------------------------------------------------------------

local SCALAR = { string = true, number = true, boolean = true }

-- A correct value in short form.
local function abridged(value)
  local kind = json_value.kind(value)
  if kind == "list" and #value > 0 then
    if #value == 1 then return "[ " .. abridged(value[1]) .. " ]" end
    if #value == 2 and SCALAR[type(value[1])] and SCALAR[type(value[2])] then
      return ("[ %s, %s ]"):format(abridged(value[1]), abridged(value[2]))
    end
    return "[ ... ]"
  elseif kind == "map" then
    local keys = json_value.keys(value)
    if #keys == 0 then return "{}" end
    if #keys > 1 then return "{ ... }" end
    return ("{ %s: %s }"):format(json_value.text(keys[1]), abridged(value[keys[1]]))
  end
  return json_value.text(value)
end

local Page = {}
Page.__index = Page

function Page:emit(text)
  self[#self + 1] = text:gsub("\n", "\n" .. ("  "):rep(self.depth))
end

function Page:failures(result, place)
  for _, failure in ipairs(result._failures[place] or {}) do self:emit("!! " .. failure.message .. "\n") end
end

-- The entry `name` of the value, with its mistakes.
function Page:entry(result, name, label, value)
  local inner = result._inner[name]
  if inner then self:failures(inner, "") end
  self:emit(label)
  if not inner then return self:emit(abridged(value)) end
  if not rawequal(inner.target, value) then self:emit(abridged(value) .. " <*> ") end
  self:value(inner)
end

-- The opening bracket, the entries (a list of { name, label, value }), other mistakes, the closing bracket.
function Page:entries(result, brackets, entries, told)
  self.depth = self.depth + 1
  self:emit(brackets:sub(1, 1) .. "\n")
  for i, entry in ipairs(entries) do
    if i > 1 then self:emit ",\n" end
    self:failures(result, entry.name)
    told[entry.name] = true
    self:entry(result, entry.name, entry.label, entry.value)
  end
  self:rest(result, told)
  self.depth = self.depth - 1
  self:emit("\n" .. brackets:sub(2, 2))
end

function Page:rest(result, told)
  local begun = false
  for _, place in ipairs(result._places) do
    if not told[place] then
      if not begun then self:emit "\n" end
      begun = true
      self:failures(result, place)
    end
  end
end

function Page:value(result)
  local target, entries, told = result.target, {}, { [""] = true }
  local kind = json_value.kind(target)
  if kind == "list" then
    for i, value in ipairs(target) do entries[i] = { name = tostring(i), label = "", value = value } end
    return self:entries(result, "[]", entries, told)
  elseif kind == "map" or kind == "empty" then
    local keys, seen = json_value.keys(target), {}
    for _, key in ipairs(keys) do seen[tostring(key)] = true end
    for _, place in ipairs(result._places) do
      if place ~= "" and not seen[place] then keys[#keys + 1] = place end
    end
    table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
    for i, key in ipairs(keys) do
      entries[i] = { name = tostring(key), label = json_value.text(tostring(key)) .. ": ", value = target[key] }
    end
    return self:entries(result, "{}", entries, told)
  end
  self:rest(result, told)
  self:emit(json_value.text(target))
end

--- The value as JSON, with mistakes above the line concerned, marked by "!!". What follows "<*>" is the string before
--- it, parsed.
function MatchResult:render_mismatch()
  if not self._failed then return "<match>" end
  local page = setmetatable({ depth = 0 }, Page)
  page:failures(self, "")
  page:value(self)
  local text = ("\n" .. table.concat(page)):gsub("%s+$", "")
  text = text:gsub("\n( +)!!", function(blanks) return "\n!!" .. blanks:sub(3) end)
  return text:sub(2)
end

return { MatchResult = MatchResult }
