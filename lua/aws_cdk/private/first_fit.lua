-- Numbered weights; finds the first one that is small enough without looking at all of them.
--
-- A tree of minima in one list: leaf i is at `room - 1 + i`, the parent of k at k // 2.
local FirstFit = {}
FirstFit.__index = FirstFit

local first_fit = {}

function first_fit.new() return setmetatable({ count = 0, room = 1, math.huge }, FirstFit) end

local function grow(self)
  local old, room = self.room, self.room * 2
  local weights = table.move(self, old, 2 * old - 1, 1, {})
  for i = 1, 2 * room - 1 do self[i] = math.huge end
  self.room = room
  for i = 1, old do self[room - 1 + i] = weights[i] end
  for k = room - 1, 1, -1 do self[k] = math.min(self[2 * k], self[2 * k + 1]) end
end

--- Changes the weight of number `i`; math.huge takes it out.
function FirstFit:set(i, weight)
  local k = self.room - 1 + i
  self[k] = weight
  while k > 1 do
    k = k // 2
    local least = math.min(self[2 * k], self[2 * k + 1])
    if self[k] == least then return end
    self[k] = least
  end
end

--- Adds a weight, with the next number.
function FirstFit:add(weight)
  self.count = self.count + 1
  if self.count > self.room then grow(self) end
  self:set(self.count, weight)
end

--- The first number from `from` on whose weight is at most `most`, or nil.
function FirstFit:first(from, most)
  if from > self.count then return nil end
  local room, k = self.room, self.room - 1 + from
  while self[k] > most do
    while k % 2 == 1 do
      k = k // 2
      if k <= 1 then return nil end
    end
    k = k + 1
  end
  while k < room do
    k = 2 * k
    if self[k] > most then k = k + 1 end
  end
  return k - room + 1
end

return first_fit
