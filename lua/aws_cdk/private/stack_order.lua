-- An order in which stacks can be deployed, maintained while dependencies are added, so that cycles are found without
-- walking through all dependencies of a stack each time.
--
-- The stacks of an app are in a list, each after those that it depends on; numbers say which of two comes first.
-- Usually a stack depends on an earlier one: then there is nothing to do.

local order = {}

local GAP = 1 << 32

-- app → { last = entry }; an entry is { stack =, number =, before = entry, behind = entry }
local lists = setmetatable({}, { __mode = "k" })

local function entry_of(list, stack)
  local entry = list[stack]
  if not entry then
    local last = list.last
    entry = { stack = stack, number = last and last.number + GAP or 0, before = last }
    if last then last.behind = entry end
    list.last = entry
    list[stack] = entry
  end
  return entry
end

local function renumber(list)
  local number, entry = 0, list.last
  while entry do
    entry.number = number
    number, entry = number - GAP, entry.before
  end
end

-- Moves an entry before another.
local function move(list, entry, place)
  local before, behind = entry.before, entry.behind
  if before then before.behind = behind end
  if behind then behind.before = before else list.last = before end
  before = place.before
  if before and before.number + 1 >= place.number then renumber(list) end
  entry.number = before and before.number + 1 or place.number - GAP
  entry.before, entry.behind, place.before = before, place, entry
  if before then before.behind = entry end
end

--- Puts `target` before `stack`. False if that is impossible because `target` depends on `stack`.
function order.put_first(stack, target)
  local root = stack.node.root
  local list = lists[root]
  if not list then
    list = {}
    lists[root] = list
  end
  local first = entry_of(list, target)
  local second = entry_of(list, stack)
  if first == second then return false end
  if first.number < second.number then return true end
  -- What the target depends on must also move before the stack if it comes after it.
  local moved, seen, todo = {}, { [first] = true }, { first }
  while #todo > 0 do
    local entry = table.remove(todo)
    moved[#moved + 1] = entry
    for _, dependency in ipairs(entry.stack._dependencies) do
      local other = entry_of(list, dependency.stack)
      if other == second then return false end
      if other.number > second.number and not seen[other] then
        seen[other] = true
        todo[#todo + 1] = other
      end
    end
  end
  table.sort(moved, function(a, b) return a.number < b.number end)
  for _, entry in ipairs(moved) do move(list, entry, second) end
  return true
end

return order
