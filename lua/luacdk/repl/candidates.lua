--- What may stand at the cursor: a list that keeps what begins as the word that was typed, in a useful order.
local Candidates = {}
Candidates.__index = Candidates

--- `word`: what was typed of it.
function Candidates.new(word) return setmetatable({ word = word, all = {}, seen = {} }, Candidates) end

-- Ranks, the first one shown first.
Candidates.DEFAULT, Candidates.FITS, Candidates.REQUIRED, Candidates.USUAL, Candidates.ELSEWHERE = 0, 1, 2, 3, 4
Candidates.DEPRECATED = 9

--- `text` stands in place of the word; `note` says in a few words what it is; `kind` is "module", "class", "method", ….
--- A name is listed once, as what it was first added as.
function Candidates:add(text, kind, note, rank)
  if self.seen[text] then return end
  self.seen[text] = true
  self.all[#self.all + 1] = { text = text, kind = kind, note = note, rank = rank or Candidates.USUAL }
end

-- Numbers in names by their value: NODEJS_8 before NODEJS_10.
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

--- The list: what begins with the word; else what does in another case of letters; else the only one that holds it.
function Candidates:list()
  local word = self.word
  local list = filtered(self.all, function(text) return text:sub(1, #word) == word end)
  if #list > 0 then return sorted(list) end
  local small = word:lower()
  list = filtered(self.all, function(text) return text:sub(1, #word):lower() == small end)
  if #list > 0 then return sorted(list) end
  list = filtered(self.all, function(text) return text:lower():find(small, 1, true) ~= nil end)
  if #list == 1 then return list end
  -- A part behind a dot: PYTHON for lambda.Runtime.PYTHON_3_12.
  list = filtered(self.all, function(text)
    local tail = text:match "[^.]*$"
    return tail ~= text and tail:sub(1, #word):lower() == small
  end)
  return sorted(list)
end

return Candidates
