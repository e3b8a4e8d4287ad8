--- Draws a tree with lines, for `luacdk tree` and for `:tree` in a session.
local tree_lines = {}
tree_lines.__index = tree_lines

local UNICODE = { branch = "├─ ", last = "└─ ", line = "│  ", space = "   ", dots = "…" }
local ASCII = { branch = "|- ", last = "`- ", line = "|  ", space = "   ", dots = "..." }

--- A view of a tree. `how.children(node)` lists the nodes below one, `how.line(node, prefix)` prints one, and
--- `how.note(text)` prints what was left out. Limits, each optional: `rows` printed below all tops, `most_children` of
--- a node, `depth`. Without `how.unicode` the lines are ASCII.
function tree_lines.new(how)
  how.signs = how.unicode and UNICODE or ASCII
  how.rows, how.most_children = how.rows or math.huge, how.most_children or math.huge
  how.depth = how.depth or math.huge
  return setmetatable(how, tree_lines)
end

--- The number of nodes below one.
function tree_lines:count_below(node)
  local count = 0
  for _, child in ipairs(self.children(node)) do count = count + 1 + self:count_below(child) end
  return count
end

local function add(view, children, prefix, depth)
  local signs = view.signs
  local shown = math.min(#children, view.most_children)
  for i = 1, shown do
    if view.rows <= 0 then shown = i - 1 break end
    local child, last = children[i], i == #children
    view.rows = view.rows - 1
    view.line(child, prefix .. (last and signs.last or signs.branch))
    local below = view.children(child)
    local inner = prefix .. (last and signs.space or signs.line)
    if #below > 0 and depth >= view.depth then
      view.note(("%s%s%s %d below"):format(inner, signs.last, signs.dots, view:count_below(child)))
    elseif #below > 0 then
      add(view, below, inner, depth + 1)
    end
  end
  if shown < #children then
    view.note(("%s%s%s %d more"):format(prefix, signs.last, signs.dots, #children - shown))
  end
end

--- Draws the tree from a node down, which is printed without lines.
function tree_lines:draw(top)
  self.line(top, "")
  add(self, self.children(top), "", 1)
end

return tree_lines
