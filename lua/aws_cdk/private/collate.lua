-- Order of texts as JavaScript's localeCompare has it for ASCII (ICU root collation): punctuation, digits, letters
-- without regard to case; where that leaves a tie, lower case goes first.
local ORDER = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789aAbBcCdDeEfFgGhHiIjJkKlLmMnNoOpPqQrRsStTuUvVwWxXyYzZ"

local primary, is_upper = {}, {}
primary[32] = 1
local weight = 1
for i = 1, #ORDER do
  local c = ORDER:byte(i)
  if c >= 65 and c <= 90 then
    is_upper[c] = true
  else
    weight = weight + 1
  end
  primary[c] = weight
end

-- Control characters weigh nothing; letters beyond ASCII go after all of it, by code.
local function weights(text)
  local list, cases, n = {}, {}, 0
  for i = 1, #text do
    local c = text:byte(i)
    local w = primary[c] or (c >= 128 and 1000 + c)
    if w then
      n = n + 1
      list[n], cases[n] = w, is_upper[c] and 1 or 0
    end
  end
  return list, cases
end

local function compare_lists(a, b)
  for i = 1, math.min(#a, #b) do
    if a[i] ~= b[i] then return a[i] - b[i] end
  end
  return #a - #b
end

--- True if `a` sorts before `b`.
return function(a, b)
  if a == b then return false end
  local first, first_case = weights(a)
  local second, second_case = weights(b)
  local order = compare_lists(first, second)
  if order == 0 then order = compare_lists(first_case, second_case) end
  if order == 0 then return a < b end
  return order < 0
end
