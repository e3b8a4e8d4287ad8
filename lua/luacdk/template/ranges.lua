--- Regular expressions for strings with numbers within bounds, which JSON Schema cannot express otherwise.
local ranges = {}

-- Expressions for the whole numbers with the same number of digits between two strings of digits.
local function between(low, high, into)
  if low == high then
    into[#into + 1] = low
    return
  end
  local common = 0
  while low:sub(common + 1, common + 1) == high:sub(common + 1, common + 1) do common = common + 1 end
  local head, rest = low:sub(1, common), #low - common - 1
  local first, last = tonumber(low:sub(common + 1, common + 1)), tonumber(high:sub(common + 1, common + 1))
  local function any(count) return count == 0 and "" or count == 1 and "[0-9]" or ("[0-9]{%d}"):format(count) end
  local function class(from, to) return from == to and tostring(from) or ("[%d-%d]"):format(from, to) end
  if low:sub(common + 2):find "[^0]" then -- the digits after the first are not the full range
    between(low, head .. first .. ("9"):rep(rest), into)
    first = first + 1
  end
  local stop = last
  if high:sub(common + 2):find "[^9]" then stop = last - 1 end
  if first <= stop then into[#into + 1] = head .. class(first, stop) .. any(rest) end
  if stop < last then between(head .. last .. ("0"):rep(rest), high, into) end
end

--- An expression for the whole numbers from `low` to `high` (nil: unbounded), in brackets; nil if there are none.
function ranges.whole(low, high)
  low = math.max(low, 0)
  if high and low > high then return nil end
  local list = {}
  local text = ("%d"):format(low)
  local digits = #text
  while not high or #("%d"):format(high) > digits do
    between(text, ("9"):rep(digits), list)
    digits = digits + 1
    text = "1" .. ("0"):rep(digits - 1)
    if not high then
      list[#list + 1] = ("[1-9][0-9]{%d,}"):format(digits - 1)
      return "(" .. table.concat(list, "|") .. ")"
    end
  end
  between(text, ("%d"):format(high), list)
  return "(" .. table.concat(list, "|") .. ")"
end

--- The same for numbers that may have a fraction. Of a bound that has one, the whole part counts.
function ranges.number(low, high)
  local whole = ranges.whole(math.ceil(low), high and math.floor(high))
  local part = ranges.whole(math.floor(low), high and math.ceil(high) - 1)
  local list = {}
  if whole then list[#list + 1] = whole .. "(\\.0+)?" end
  if part then list[#list + 1] = part .. "\\.[0-9]+" end
  return #list > 0 and "(" .. table.concat(list, "|") .. ")" or nil
end

--- An expression for amounts with a unit, within bounds in the smallest unit (which has no fractions). `units`: a list
--- of { name, size }; `gap` separates number and unit.
function ranges.amounts(units, low, high, gap)
  local list = {}
  for _, unit in ipairs(units) do
    local least, most = (low or 0) / unit[2], high and high / unit[2]
    local number
    if unit[2] == 1 then
      number = ranges.whole(math.ceil(least), most and math.floor(most))
    else
      number = ranges.number(least, most)
    end
    if number then list[#list + 1] = number .. gap .. unit[1] end
  end
  return table.concat(list, "|")
end

return ranges
