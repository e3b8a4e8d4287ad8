--- Which pattern decides whether a path is part of an asset. The rules themselves are C (src/assets/ignore.h); since
--- in all their languages later patterns override earlier ones, the deciding pattern is the last that changed the
--- outcome: found by asking rules that end earlier and earlier.
local assets = require "luacdk.assets"

local Rules = {}
Rules.__index = Rules

local function checked(value, message)
  if value == nil then error(message, 0) end
  return value
end

--- `patterns`: a list of { text =, from = }, where `from` says where the pattern stands.
local function new(mode, patterns)
  return setmetatable({ mode = mode, patterns = patterns, prefixes = {}, decisions = {} }, Rules)
end

-- The rules that end after `count` patterns.
function Rules:prefix(count)
  local prefix = self.prefixes[count]
  if not prefix then
    local texts = {}
    for i = 1, count do texts[i] = self.patterns[i].text end
    prefix = checked(assets.ignore(self.mode, texts))
    self.prefixes[count] = prefix
  end
  return prefix
end

-- All rules but those that take something back; nil if there are none of these.
function Rules:without_negations()
  if self.positive == nil then
    local texts = {}
    for _, pattern in ipairs(self.patterns) do
      if not pattern.text:find "^%s*!" then texts[#texts + 1] = pattern.text end
    end
    self.positive = #texts < #self.patterns and checked(assets.ignore(self.mode, texts))
  end
  return self.positive
end

-- Whether the method (ignores, completely_ignores) holds, and the pattern that decided it.
function Rules:decide(method, path)
  local count = #self.patterns
  local function outcome(length)
    if length == 0 then return false end
    local rules = self:prefix(length)
    return checked(rules[method](rules, path))
  end
  local out = outcome(count)
  if not out then
    local positive = self:without_negations()
    if not positive or not checked(positive[method](positive, path)) then return false, nil end
  end
  for length = count - 1, 0, -1 do
    if outcome(length) ~= out then return out, self.patterns[length + 1] end
  end
  return out, nil
end

--- Whether the file is left out, and the pattern that decided (for a file that is in: the one that took it back).
function Rules:file(path) return self:decide("ignores", path) end

--- The topmost folder above the path of which nothing can be part, and the pattern; nil if there is none.
function Rules:folder_above(path)
  local from = 1
  while true do
    local slash = path:find("/", from, true)
    if not slash then return nil end
    local folder = path:sub(1, slash - 1)
    local decision = self.decisions[folder]
    if not decision then
      local out, pattern = self:decide("completely_ignores", folder)
      decision = { out = out, pattern = pattern }
      self.decisions[folder] = decision
    end
    if decision.out then return folder, decision.pattern end
    from = slash + 1
  end
end

return { new = new }
