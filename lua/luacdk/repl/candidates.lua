--- Candidates for the text at the cursor: a list that keeps those that begin with the typed word, in a useful order.
local Candidates = {}
Candidates.__index = Candidates

--- `word`: the part that was typed.
function Candidates.new(word) return setmetatable({ word = word, all = {}, seen = {} }, Candidates) end

-- Ranks, in the order shown.
Candidates.DEFAULT, Candidates.FITS, Candidates.REQUIRED, Candidates.USUAL, Candidates.ELSEWHERE = 0, 1, 2, 3, 4
Candidates.DEPRECATED = 9

--- `text` replaces the word; `note` says briefly what it is; `kind` is "module", "class", "method", …. A name is listed
--- once, as it was first added.
function Candidates:add(text, kind, note, rank)
  if self.seen[text] then return end
  self.seen[text] = true
  self.all[#self.all + 1] = { text = text, kind = kind, note = note, rank = rank or Candidates.USUAL }
end

-- Sorts numbers in names by value: NODEJS_8 before NODEJS_10.
local function padded(digits) return ("0"):rep(8 - #digits) .. digits end

local function sorted(list)
  for _, one in ipairs(list) do one.key = one.text:find "%d" and one.text:gsub("%d+", padded) or one.text end
  table.sort(list, function(a, b)
    if a.rank ~= b.rank then return a.rank < b.rank end
    return a.key < b.key
  end)
  return list
end

local function filtered(all, fits)
  local list = {}
  for _, one in ipairs(all) do
    if fits(one.text) then list[#list + 1] = one end
  end
  return list
end

--- The list: what begins with the word; else what does so in another case; else the only one that contains it.
function Candidates:list()
  local word = self.word
  local list = filtered(self.all, function(text) return text:sub(1, #word) == word end)
  if #list > 0 then return sorted(list) end
  local small = word:lower()
  list = filtered(self.all, function(text) return text:sub(1, #word):lower() == small end)
  if #list > 0 then return sorted(list) end
  list = filtered(self.all, function(text) return text:lower():find(small, 1, true) ~= nil end)
  if #list == 1 then return list end
  -- Offers a part after a dot: PYTHON for lambda.Runtime.PYTHON_3_12.
  list = filtered(self.all, function(text)
    local tail = text:match "[^.]*$"
    return tail ~= text and tail:sub(1, #word):lower() == small
  end)
  return sorted(list)
end

return Candidates
